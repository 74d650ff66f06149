/** Says which programmes an open question can still change, and how much money they give. It computes no amount. */
import { part } from "../../app/dom.js";
import { topQuestions } from "../../app/form.js";
import { range } from "../../text/money.js";
import { shortName } from "../../text/rule-texts.js";
import { shownReport } from "../../visit/shown.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").Report} Report */
/** @typedef {import("../../edge/types.d.ts").ShownReport} ShownReport */

/** How many programmes a line names at most. */
const NAMED = 2;

/**
 * The programmes that the answer to a question can still change, with their amounts; those that give money first.
 * @param {HTMLElement} question
 * @param {Words} words
 * @param {Report} report
 */
export function movedBy(question, words, report) {
  return movedReports(question, report.programmes.map(shownReport)).map((one) => moveText(question, words, one));
}

/**
 * @param {HTMLElement} question
 * @param {readonly ShownReport[]} programmes
 */
function movedReports(question, programmes) {
  return programmes
    .filter(({ missing }) => missing.some((one) => one.fact === question.dataset.fact))
    .sort((one, other) => Number(other.is_money) - Number(one.is_money));
}

/**
 * @param {HTMLElement} question
 * @param {Words} words
 * @param {ShownReport} report
 */
function moveText(question, words, { id, is_money, amount }) {
  const name = shortName(question.ownerDocument, id);
  return is_money && amount?.max ? `${name} ${range(words, amount)}` : name;
}

/**
 * Writes the line of each question that can still change something. An answered question keeps the line that it had, so
 * that nothing moves under a finger.
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {Report} report
 */
export function showMoves(form, words, report) {
  const programmes = report.programmes.map(shownReport);
  for (const question of topQuestions(form)) {
    const isWanted = report.relevant.some(({ fact }) => fact === question.dataset.fact);
    const moved = isWanted ? movedReports(question, programmes) : [];
    if (moved.length === 0) continue;
    const names = words.join(moved.slice(0, NAMED).map((one) => moveText(question, words, one)));
    const old = question.querySelector(":scope > [data-js-moves]");
    const line = old ?? words.piece("moves");
    const text = words.say("moves", { names: moved.length > NAMED ? words.say("and_more", { names }) : names });
    if (line.textContent !== text) line.textContent = text;
    if (!old) (question.querySelector(":scope > .hint") ?? part(question, "legend")).after(line);
  }
}
