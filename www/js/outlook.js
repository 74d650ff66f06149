/** What a report comes to as a whole: in a word, as a sum, and as one short sentence. It shows nothing. */
import { likely } from "./groups.js";
import { isRuled } from "./lookback.js";
import { range } from "./money.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("./types.d.ts").Best} Best */
/** @typedef {import("./types.d.ts").ProgrammeReport} ProgrammeReport */
/** @typedef {import("./types.d.ts").Report} Report */

/**
 * One short sentence for the live summary.
 * @param {Words} words
 * @param {Report} report
 */
export function summary(words, report) {
  const { best, questions_left_at_most: n } = report;
  const sort = outlook(report);
  if (sort === "no_rule") return words.say("status.no_rule");
  if (sort === "none" || sort === "over") return words.say(n > 0 ? "status.none" : `status.${sort}_done`, { n });
  if (best && nothingKnown(best) && n > 0) return words.say("status.open", { n });
  const name = sort === "sum" && isPlanned(report) ? "status.planned" : "status.range";
  const text = words.say(name, { range: sumText(words, report) });
  return words.say(n > 0 ? "status.left" : "status.done", { n, text });
}

/**
 * The best sum in words. Once no answer is left to give, only the city can say what is still unknown.
 * @param {Words} words
 * @param {Report} report
 */
export function sumText(words, report) {
  const { best, questions_left_at_most: left } = report;
  const sort = outlook(report);
  if (sort !== "sum" || !best) return words.say(`best.${sort}`);
  return nothingKnown(best) && left === 0 ? words.say("range.none") : range(words, best);
}

/**
 * Whether there is a sum to show, only programmes without one, only ones that are over, none, or no rules at all.
 * @param {Report} report
 */
export function outlook({ programmes, best }) {
  if (!isRuled(programmes)) return "no_rule";
  if (best && best.max !== "0") return "sum";
  if (programmes.some(hopeful)) return "unpriced";
  return programmes.some(({ verdict }) => likely(verdict)) ? "over" : "none";
}

/** @param {Report} report */
export function isPlanned({ best, programmes }) {
  return programmes.some(({ id, provisional }) => provisional && best?.chosen.includes(id));
}

/** @param {Best} best */
export function nothingKnown({ min, max }) {
  return max === null && (min === null || min === "0");
}

/**
 * Whether a programme may still be had: likely, and not known to be over.
 * @param {ProgrammeReport} programme
 */
function hopeful({ verdict, window }) {
  return likely(verdict) && window !== "closed" && window !== "budget_reached";
}
