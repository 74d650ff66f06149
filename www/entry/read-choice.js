/** Reads the ticked boxes of a choice or of a yes-no question. It shows nothing. */

/** @typedef {import("../edge/types.d.ts").Answer} Answer */
/** @typedef {import("./types.d.ts").Ask} Ask */
/** @typedef {import("./types.d.ts").Entry} Entry */
/** @typedef {import("./types.d.ts").RawChoice} RawChoice */

export const UNKNOWN = "unknown";

/** The options of a plan, except that of whoever does not make it. @param {Ask} ask */
export const planWays = ({ options, noPlan }) => options.filter((option) => option !== noPlan);

/** Whether a plan is ticked and it is not said in which way it is made. @param {RawChoice} raw */
export const lacksWay = ({ values, planned = false }) => planned && values.length === 0;

/**
 * Reads a choice: one option, or several that are still possible.
 * @param {RawChoice} raw
 * @param {Ask} ask
 * @returns {Entry}
 */
export function readChoice({ values, planned = false }, ask) {
  const known = ask.kind === "yes_no" ? ["yes", "no"] : ask.options;
  if (values.some((value) => value !== UNKNOWN && !known.includes(value))) return { code: "other" };
  const ways = planned ? planWays(ask) : null;
  const [first] = values;
  if (first === undefined) return ways ? { answer: several(ways) } : {};
  if (values.includes(UNKNOWN)) return { answer: ways ? { is: ways, declined: true } : null };
  if (ask.kind === "yes_no") return values.length > 1 ? { code: "other" } : { answer: first === "yes" };
  return { answer: several(known.filter((option) => values.includes(option))) };
}

/** One option by itself, or several in a list. @param {string[]} options @returns {Answer} */
const several = (options) => (options.length === 1 ? /** @type {string} */ (options[0]) : options);
