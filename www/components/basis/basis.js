/**
 * Says what the result rests on: the application date, outdated sources, other combinations, programmes without rules.
 * It decides and computes nothing.
 */
import { part, parts } from "../../app/dom.js";
import { dayText } from "../../entry/dates.js";
import { difference, range } from "../../text/money.js";
import { isSumUnknown, rowsOf } from "../../visit/result.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../visit/result.js").Result} Result */
/** @typedef {import("../../edge/types.d.ts").Best} Best */
/**
 * @typedef {object} Setting
 * @property {string} on the application date
 * @property {import("../../visit/origin.js").Origin} from what the application date was taken from
 * @property {string[]} stale titles of sources that were not checked for long
 * @property {(ids: readonly string[]) => string} names joins the names of programmes
 * @property {string[]} excluded sentences on which programmes of the sum exclude each other
 * @property {HTMLElement[]} together lines on the days that suit all programmes of the sum
 */

/** The number of titles that the warning lists. If there are more, it gives their number. */
const MAX_NAMED = 3;

/**
 * @param {HTMLElement} root
 * @param {Words} words
 * @param {Result} result
 * @param {Setting} setting
 */
export function showBasis(root, words, result, setting) {
  const { on, from, stale, names, together } = setting;
  part(root, "[data-js-on]").textContent = words.say(`on.${from}`, { day: dayText(words, on) });
  part(root, "[data-js-estimate-note]").hidden = !result.isEstimate;
  part(root, "[data-js-planned-note]").hidden = !result.isProvisional;
  const warning = part(root, "[data-js-stale]");
  const sources = stale.length > MAX_NAMED ? words.say("size", { n: stale.length }) : words.join(stale);
  warning.textContent = stale.length > 0 ? words.say("stale", { sources }) : "";
  warning.hidden = stale.length === 0;
  const known = result.chosen.length > 0 && !isSumUnknown(result.best);
  part(root, "[data-js-combination]").replaceChildren(
    ...(known ? [...combination(words, result.best, setting), ...together] : []),
  );
  const without = rowsOf(result, "unruled").map(({ report: { id, rulings } }) =>
    words.item(
      rulings.length > 0
        ? words.say("label.error", { question: names([id]), text: words.say("row.ruled") })
        : names([id]),
    ),
  );
  part(root, "[data-js-no-rule]").hidden = without.length === 0;
  part(root, "[data-js-no-rule] [data-js-list]").replaceChildren(...without);
}

/**
 * The programmes of the sum, if some programmes exclude each other.
 * @param {Words} words
 * @param {Best} best
 * @param {Setting} setting
 */
function combination(words, best, { names, excluded }) {
  if (excluded.length + best.alternatives.length === 0) return [];
  const piece = words.piece("combination");
  part(piece, "[data-js-chosen]").textContent = names(best.chosen);
  const own = range(words, { min: best.chosen_min, max: best.chosen_max });
  part(piece, "[data-js-chosen-range]").textContent = own === range(words, best) ? "" : own;
  part(piece, "[data-js-excluded]").replaceChildren(...excluded.map((text) => words.item(text)));
  const others = best.alternatives.map((other) => words.item(alternativeText(words, other, best, names)));
  part(piece, "[data-js-alternatives]").hidden = others.length === 0;
  parts(piece, "[data-js-list]")
    .at(-1)
    ?.replaceChildren(...others);
  return [piece];
}

/**
 * Another combination, and how much less it pays than the chosen one.
 * @param {Words} words
 * @param {Best["alternatives"][number]} other
 * @param {Best} best
 * @param {(ids: readonly string[]) => string} names
 */
function alternativeText(words, { programmes, min, max }, { chosen_min, chosen_max }, names) {
  const [low, high] = [difference(words, min, chosen_min), difference(words, max, chosen_max)];
  const cost = words.say(low === high ? "cost.one" : "cost.both", { low, high });
  return words.say("cost", { names: names(programmes), range: range(words, { min, max }), cost });
}
