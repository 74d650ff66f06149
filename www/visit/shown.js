/** What the page shows of a programme: its result by the rules that hold, or the estimate where none do. */

/** @typedef {import("../edge/types.d.ts").ProgrammeReport} ProgrammeReport */
/** @typedef {import("../edge/types.d.ts").ShownReport} ShownReport */

/**
 * The report to show of a programme. The days of an estimate are left out: they begin today and mostly have no end.
 * @param {ProgrammeReport} report
 * @returns {ShownReport}
 */
export function shownReport(report) {
  const { estimate, estimate_advice: advice } = report;
  if (report.verdict !== "no_rule" || estimate === null) return { ...report, isEstimate: false };
  return { ...report, ...estimate, ...advice, apply: null, plans: [], isEstimate: true };
}

/**
 * Whether any programme has a result for the application date, by its rules or as an estimate.
 * @param {readonly ProgrammeReport[]} programmes
 */
export function hasResult(programmes) {
  return programmes.some(({ verdict, estimate }) => verdict !== "no_rule" || estimate !== null);
}
