/** The list of answers to check, each with a way to change it. It reads what is recalled and evaluates nothing. */
import { dayText } from "./dates.js";
import { part } from "./dom.js";
import { recall } from "./recall.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("./types.d.ts").Answers} Answers */

/**
 * @param {Document} page
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {{ answers: Answers, on: string, notice: string }} shown
 */
export function showCheck(page, form, words, { answers, on, notice }) {
  const rows = recall(form, words, answers);
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
