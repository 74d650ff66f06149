/**
 * Fills the first card of the result: the verdict in words, the sum with its condition, its basis and year. It decides
 * and computes nothing.
 */
import { part } from "../../app/dom.js";
import { dayText } from "../../entry/dates.js";
import { figure, range, yen } from "../../text/money.js";
import { shortName, yearName } from "../../text/rule-texts.js";
import { isSettled } from "../../visit/result.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../visit/result.js").Result} Result */
/**
 * @typedef {object} Basis
 * @property {(ids: readonly string[]) => string} names joins the names of programmes
 * @property {(year: number) => string} yearName a fiscal year in words
 * @property {string} on the application date
 * @property {string} today
 */

/** The number of names that the card lists. If there are more, it gives their number. */
const MAX_NAMED = 2;

/**
 * What the card's sentences use besides the result.
 * @param {ParentNode} root an element that contains every programme
 * @param {Words} words
 * @param {{ on: string, today: string }} days
 * @returns {Basis}
 */
export function basisOf(root, words, { on, today }) {
  const names = (/** @type {readonly string[]} */ ids) =>
    ids.map((id) => shortName(root, id)).join(words.say("join.names"));
  return { names, yearName: (year) => yearName(root, year), on, today };
}

/**
 * What the card says, each empty if there is nothing to say.
 * @param {Words} words
 * @param {Result} result
 * @param {Basis} basis
 */
export function heroTexts(words, result, basis) {
  return {
    verdict: words.say(verdictName(result)),
    sum: sumText(words, result),
    lead: leadText(words, result, basis),
    note: noteText(words, result, basis),
    basis: basisText(words, result, basis),
  };
}

/**
 * @param {HTMLElement} root
 * @param {Words} words
 * @param {Result} result
 * @param {Basis} basis
 */
export function showHero(root, words, result, basis) {
  const put = (/** @type {string} */ at, /** @type {string} */ text) => {
    part(root, at).textContent = text;
    part(root, at).hidden = text === "";
  };
  const texts = heroTexts(words, result, basis);
  const signs = [words.sign("sign", verdictName(result)), ...(result.isRuled ? [words.sign("sign", "row.ruled")] : [])];
  part(root, "[data-js-verdict]").replaceChildren(...signs.flatMap((sign) => [sign, " "]));
  part(root, "[data-js-best]").replaceChildren(...figure(words, texts.sum));
  part(root, "[data-js-best]").hidden = result.sum === null;
  put("[data-js-lead-text]", texts.lead);
  put("[data-js-sum-note]", texts.note);
  put("[data-js-basis-line]", texts.basis);
  const place = part(root, "[data-js-references]");
  place.replaceChildren(...(result.sum === null ? references(words, result, basis) : []));
  place.hidden = place.childElementCount === 0;
}

/**
 * One short sentence about a result, for the live region.
 * @param {Words} words
 * @param {Result} result
 * @param {number} n the greatest number of questions that may follow
 */
export function statusText(words, result, n) {
  if (result.kind === "no_rule") return words.say("status.no_rule");
  const said = result.sum
    ? words.say(result.isEstimate ? "status.estimate" : "status.range", { range: sumText(words, result) })
    : words.say(verdictName(result));
  return words.say(n > 0 ? "status.left" : "status.done", { n, text: said });
}

/** The sum in words; empty if there is no figure. It is a most unless nothing is open. @param {Words} words @param {Result} result */
function sumText(words, result) {
  const { sum } = result;
  if (sum === null) return "";
  if (sum.max === null) return words.say("sum.from", { min: yen(words, sum.min ?? "0") });
  return isSettled(result) ? yen(words, sum.max) : words.say("range.most", { max: yen(words, sum.max) });
}

/** @param {Result} result */
function verdictName({ kind, status }) {
  if (kind === "sum" || kind === "unpriced") return `hero.${status}`;
  return `hero.${kind}`;
}

/** The sentence in place of a figure. @param {Words} words @param {Result} result @param {Basis} basis */
function leadText(words, { kind, status, chosen, rows }, { names }) {
  if (kind !== "unpriced") return "";
  const told = chosen.length > 0 ? chosen : rows.filter(({ group }) => group === "money").map(({ report }) => report);
  const ids = told.map(({ id }) => id);
  return words.say(status === "open" ? "hero.lead_open" : "hero.lead", {
    names: ids.length > MAX_NAMED ? words.say("programmes", { n: ids.length }) : names(ids),
  });
}

/** What the sum depends on, or why there is none. @param {Words} words @param {Result} result @param {Basis} basis */
function noteText(words, result, { yearName: name }) {
  const { kind, status, sum, chosen, years } = result;
  if (kind === "unpriced") return words.say("note.unpriced", { year: words.join(years.map(name)) });
  if (kind !== "sum" || sum === null) return words.has(`note.${kind}`) ? words.say(`note.${kind}`) : "";
  const notes = [];
  if (status === "open") notes.push(words.say(openNote(result)));
  else if (status === "confirm")
    notes.push(words.say(chosen.length > 1 ? "note.all" : "note.one", { n: chosen.length }));
  else if (chosen.length > 1) notes.push(words.say("note.sum", { n: chosen.length }));
  if (sum.max === null) notes.push(words.say("note.from"));
  else if (sum.min !== sum.max && sum.min !== null && sum.min !== "0")
    notes.push(words.say("note.least", { min: yen(words, sum.min) }));
  else if (status !== "open" && sum.min !== sum.max) notes.push(words.say("note.ceiling"));
  notes.push(...firstYearNote(words, result));
  return notes.join(words.say("join.sentences"));
}

/** That the sum is paid over several years, and what the first one pays. @param {Words} words @param {Result} result */
function firstYearNote(words, result) {
  const { by_year } = result.best;
  const most = by_year[0]?.max;
  if (!most) return [];
  const first = isSettled(result) ? yen(words, most) : words.say("range.most", { max: yen(words, most) });
  return [words.say("note.by_year", { n: by_year.length, first })];
}

/** What an open sum waits for: the next answers, or answers that the visitor does not know. @param {Result} result */
function openNote({ sum, decisive }) {
  const isLeft = decisive.length > 0;
  if (sum?.min === "0") return isLeft ? "note.zero" : "note.zero_unknown";
  return isLeft ? "note.open" : "note.open_unknown";
}

/** Whose rules the result is from, in one line. @param {Words} words @param {Result} result @param {Basis} basis */
function basisText(words, { years, isEstimate, isProvisional }, { yearName: name, on, today }) {
  const year = words.join(years.map(name));
  const text = words.say(isEstimate ? "basis.estimate" : isProvisional ? "basis.planned" : "basis.rules", { year });
  return !isEstimate && on < today ? words.say("basis.past", { text, day: dayText(words, on) }) : text;
}

/** What an earlier year paid, for each programme. @param {Words} words @param {Result} result @param {Basis} basis */
function references(words, { references: all }, { names, yearName: name }) {
  return all.flatMap(({ id, reference }) => {
    if (!reference || reference.year === null) return [];
    const piece = words.piece("reference");
    const slots = { year: name(reference.year), names: names([id]) };
    part(piece, "[data-js-text]").textContent = words.say("reference", slots);
    part(piece, "[data-js-figure]").textContent = range(words, reference.amount);
    return [piece];
  });
}
