/** Shows the visitor's answers for checking, each with a link to change it. It evaluates nothing. */
import { dayText } from "../../entry/dates.js";
import { part } from "../../app/dom.js";
import { answeredQuestions } from "../../text/answer-text.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").Answers} Answers */

/**
 * Fills the screen that lists the answers.
 * @param {Document} page
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {{ answers: Answers, on: string, notice: string }} shown the answers, the application date as an ISO date, and
 *   a first sentence that replaces the usual one if it is not empty
 */
export function showAnswerCheck(page, form, words, { answers, on, notice }) {
  const rows = answeredQuestions(form, words, answers);
  const lead = notice || words.say(rows.length > 0 ? "check.lead" : "check.none");
  part(page, "[data-js-check-lead]").textContent = lead;
  const date = { name: "on", question: words.say("check.on"), answer: dayText(words, on) };
  part(page, "[data-js-answers]").replaceChildren(
    ...[...rows, date].map(({ name, question, answer }) => {
      const row = words.piece("answer");
      part(row, "dt").textContent = question;
      part(row, "dd").textContent = answer;
      const change = /** @type {HTMLAnchorElement} */ (part(row, "[data-js-change]"));
      change.href = `#q-${name}`;
      change.dataset.jsJump = name;
      part(change, "span").textContent = words.say("change.of", { question });
      return row;
    }),
  );
}
