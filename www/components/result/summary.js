/** Sums up a report: its kind of result, its best sum, and one short sentence. It shows nothing. */
import { isLikely } from "./groups.js";
import { range } from "../../text/money.js";
import { hasResult, shownReport } from "../../visit/shown.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").Best} Best */
/** @typedef {import("../../edge/types.d.ts").ProgrammeReport} ProgrammeReport */
/** @typedef {import("../../edge/types.d.ts").Report} Report */

/**
 * One short sentence about a report, for the live region.
 * @param {Words} words
 * @param {Report} report
 */
export function statusText(words, report) {
  const { best, questions_left_at_most: n } = report;
  const kind = resultKind(report);
  if (kind === "no_rule") return words.say("status.no_rule");
  if (kind === "estimate") {
    const text = words.say("status.estimate", { range: sumText(words, report) });
    return words.say(n > 0 ? "status.left" : "status.done", { n, text });
  }
  if (kind === "none" || kind === "over") return words.say(n > 0 ? "status.none" : `status.${kind}_done`, { n });
  if (best && isSumUnknown(best) && n > 0) return words.say("status.open", { n });
  const name = kind === "sum" && hasProvisional(report) ? "status.planned" : "status.range";
  const text = words.say(name, { range: sumText(words, report) });
  return words.say(n > 0 ? "status.left" : "status.done", { n, text });
}

/**
 * The best sum in words. With no question left, it says that only the city can tell an unknown sum.
 * @param {Words} words
 * @param {Report} report
 */
export function sumText(words, report) {
  const { best, questions_left_at_most: left } = report;
  const kind = resultKind(report);
  if (kind === "estimate") return estimateText(words, report);
  if (kind !== "sum" || !best) return words.say(`best.${kind}`);
  return isSumUnknown(best) && left === 0 ? words.say("range.none") : range(words, best);
}

/**
 * The estimated sum in words. There is none while it is open whether the household gets a programme in it, because
 * nobody may get all of them; and only the city can tell it if the earlier rules do not either.
 * @param {Words} words
 * @param {Report} report
 */
function estimateText(words, { best_estimate: best, programmes, questions_left_at_most: left }) {
  const isOpen = programmes.some(({ id, verdict, estimate }) => {
    return best?.chosen.includes(id) && (estimate?.verdict ?? verdict) === "undetermined";
  });
  if (isOpen) return words.say(left > 0 ? "range.open" : "range.none");
  if (best && best.max !== "0") return isSumUnknown(best) && left === 0 ? words.say("range.none") : range(words, best);
  const isLeft = programmes.some(({ estimate }) => estimate !== null && estimate.verdict !== "ineligible");
  return words.say(isLeft ? "best.unpriced" : "best.none");
}

/**
 * The kind of result: `sum` if there is a sum to show; `unpriced` if there are only programmes without one; `over` if
 * all programmes have ended; `none` if the household gets none; `estimate` if it gets none by the rules that hold, but
 * could get one if earlier rules go on; `no_rule` if there are none such either.
 * @param {Report} report
 */
export function resultKind({ programmes, best }) {
  if (!hasResult(programmes)) return "no_rule";
  if (programmes.every(({ verdict }) => verdict === "no_rule")) return "estimate";
  if (best && best.max !== "0") return "sum";
  if (programmes.some(isStillAvailable)) return "unpriced";
  if (programmes.map(shownReport).some(({ isEstimate, verdict }) => isEstimate && isLikely(verdict))) return "estimate";
  return programmes.some(({ verdict }) => isLikely(verdict)) ? "over" : "none";
}

/** Whether the best combination contains a programme of a provisional year. @param {Report} report */
export function hasProvisional({ best, programmes }) {
  return programmes.some(({ id, provisional }) => provisional && best?.chosen.includes(id));
}

/** Whether the best sum has no known upper end and no lower end above zero. @param {Best} best */
export function isSumUnknown({ min, max }) {
  return max === null && (min === null || min === "0");
}

/**
 * Whether the household may get a programme and it is not known to have ended.
 * @param {ProgrammeReport} programme
 */
function isStillAvailable({ verdict, window }) {
  return isLikely(verdict) && window !== "closed" && window !== "budget_reached";
}
