/** Assigns each programme to a group of the results. It shows nothing and computes no verdict. */

/** @typedef {import("../../edge/types.d.ts").ShownReport} ShownReport */

/** Groups in reading order. */
const GROUPS = ["money", "help", "employer", "over", "estimate", "estimate_out", "undecided", "out"];
/** Groups that list programmes with an amount first. */
const PRICED_FIRST = ["money", "estimate", "undecided"];
/** A group of more programmes than this is folded if it matters less. */
export const FEW = 4;

/**
 * A number to sort programmes by: the position of the group, plus 0.5 for programmes without an amount in groups that
 * list amounts first. Negative if no rules hold.
 * @param {ShownReport} report
 */
export function rank(report) {
  const group = groupOf(report);
  const unpriced = PRICED_FIRST.includes(group) && !(report.is_money && isPriced(report));
  return GROUPS.indexOf(group) + (unpriced ? 0.5 : 0);
}

/** Whether a rank is that of the ineligible programmes. @param {number} place */
export function isIneligibleRank(place) {
  return place === GROUPS.length - 1;
}

/**
 * The id of a programme's group; empty if no rules hold.
 * @param {ShownReport} report
 */
export function groupOf(report) {
  const { verdict, window, payee, isEstimate } = report;
  if (isEstimate) return verdict === "ineligible" ? "estimate_out" : "estimate";
  if (verdict === "ineligible") return "out";
  if (!isLikely(verdict)) return verdict === "undetermined" ? "undecided" : "";
  if (window === "closed" || window === "budget_reached") return "over";
  return payee === "employer" ? "employer" : report.is_money ? "money" : "help";
}

/** Whether a verdict says that the household may get the programme. @param {string} verdict */
export function isLikely(verdict) {
  return verdict === "eligible" || verdict === "confirm";
}

/** Whether at least one end of a programme's amount is known. @param {ShownReport} report */
export function isPriced({ amount }) {
  return amount !== null && isKnown(amount);
}

/**
 * Whether at least one end of a range is known.
 * @param {import("../../edge/types.d.ts").Range} figure
 */
export function isKnown({ min, max }) {
  return min !== null || max !== null;
}
