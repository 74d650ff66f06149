/** Says at each open question which programmes it can still change, and how much money they give. It computes no amount. */
import { part } from "../../app/dom.js";
import { topQuestions } from "../../app/form.js";
import { range } from "../../text/money.js";
import { shortName } from "../../text/names.js";
import { isKnown } from "../../visit/result.js";
import { shownReport } from "../../visit/shown.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").Report} Report */

/** How many programmes a question names at most. */
const NAMED = 2;

/**
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {Report} report
 */
export function showMoves(form, words, { programmes, relevant }) {
  const wanted = new Set(relevant.map(({ fact }) => fact));
  const shown = programmes.map(shownReport).sort((one, other) => Number(other.is_money) - Number(one.is_money));
  for (const question of topQuestions(form)) {
    const name = question.dataset.fact ?? "";
    const moved = wanted.has(name) ? shown.filter(({ missing }) => missing.some(({ fact }) => fact === name)) : [];
    const texts = moved.slice(0, NAMED).map(({ id, is_money, amount }) => {
      const title = shortName(form.ownerDocument, id);
      return is_money && amount && isKnown(amount) ? `${title} ${range(words, amount)}` : title;
    });
    const names = words.join(texts);
    show(question, words, moved.length > NAMED ? words.say("and_more", { names }) : names);
  }
}

/**
 * An answered question can change nothing any more. It keeps the line that it had, so that nothing moves under a finger.
 * @param {HTMLElement} question
 * @param {Words} words
 * @param {string} names the programmes; empty if there are none
 */
function show(question, words, names) {
  if (names === "") return;
  const old = question.querySelector(":scope > [data-js-moves]");
  const line = old ?? words.piece("moves");
  line.textContent = words.say("moves", { names });
  if (!old) (question.querySelector(":scope > .hint") ?? part(question, "legend")).after(line);
}
