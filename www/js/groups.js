/** In which group of the results a programme stands, by what the engine said of it. It shows nothing and computes no verdict. */

/** @typedef {import("./types.d.ts").ProgrammeReport} ProgrammeReport */

/** Groups in reading order. */
const GROUPS = ["money", "help", "employer", "over", "undecided", "out"];
const PRICED_FIRST = ["money", "undecided"];
/** So many programmes are shown one after another; more are folded where they matter least. */
export const FEW = 4;

/**
 * Which group a programme stands in, as a place in the order of groups; none where no rules hold.
 * @param {ProgrammeReport} report
 */
export function rank(report) {
  const group = groupOf(report);
  const unpriced = PRICED_FIRST.includes(group) && !(report.is_money && isPriced(report));
  return GROUPS.indexOf(group) + (unpriced ? 0.5 : 0);
}

/** Whether a place in the order of groups is that of what cannot be had. @param {number} place */
export function isOut(place) {
  return place === GROUPS.length - 1;
}

/**
 * The group of the results that a programme stands in; none where no rules hold.
 * @param {ProgrammeReport} report
 */
export function groupOf(report) {
  const { verdict, window, payee } = report;
  if (verdict === "ineligible") return "out";
  if (!likely(verdict)) return verdict === "undetermined" ? "undecided" : "";
  if (window === "closed" || window === "budget_reached") return "over";
  return payee === "employer" ? "employer" : report.is_money ? "money" : "help";
}

/** Whether a programme may be had. @param {string} verdict */
export function likely(verdict) {
  return verdict === "eligible" || verdict === "confirm";
}

/** Whether a programme comes with a figure. @param {ProgrammeReport} report */
export function isPriced({ amount }) {
  return amount !== null && known(amount);
}

/**
 * Whether either end of a figure is known.
 * @param {import("./types.d.ts").Range} figure
 */
export function known({ min, max }) {
  return min !== null || max !== null;
}
