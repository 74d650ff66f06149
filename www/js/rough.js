/** Notes beside what is entered: a date's era and whether it is enough, with its month and day where they matter; an amount as it was understood. It judges nothing. */
import { part, parts } from "./dom.js";
import { answerText } from "./recall.js";
import { eraText } from "./dates.js";
import { showFiner } from "./finer.js";
import { MOVE_DATE } from "./form.js";
import { readEntry } from "./entry.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("./types.d.ts").Missing} Missing */

/**
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {readonly Missing[]} relevant
 * @param {import("./form.js").Origin} from what the application date comes from
 */
export function noteDates(form, words, relevant, from) {
  const needs = new Map(
    relevant.map(({ fact, field, member, needs }) => [field === null ? fact : `${fact}.${member}.${field}`, needs]),
  );
  for (const question of parts(form, "[data-js-question][data-kind=date]")) {
    const { answer } = readEntry(question, form.dataset.suffixes ?? "");
    const rough =
      typeof answer === "string" ? answer : answer && typeof answer === "object" && "is" in answer ? answer.is : "";
    part(question, "[data-js-era]").textContent = rough ? eraText(words, rough) : "";
    const note = part(question, "[data-js-enough]");
    note.hidden = !rough || question.hasAttribute("data-exact");
    // The whole result is for the last day of a rough move, whatever else its month and day may change.
    const decides = from === "move_rough" && question.dataset.fact === MOVE_DATE;
    const need = decides ? "month_day" : needs.get(question.dataset.fact ?? "");
    showFiner(question, need === "month_day");
    note.textContent = note.hidden
      ? ""
      : words.say(need === undefined ? "enough.done" : need === "month_day" ? "enough.month_day" : "enough.value");
  }
}

/**
 * @param {HTMLElement} form
 * @param {Words} words
 */
export function noteMoney(form, words) {
  for (const note of parts(form, "[data-js-yen]")) {
    const question = /** @type {HTMLElement} */ (note.closest("[data-js-question]"));
    const { answer } = readEntry(question, form.dataset.suffixes ?? "");
    note.textContent =
      answer === undefined || answer === null
        ? ""
        : words.say("era", { era: answerText(form, words, question.dataset.fact ?? "", answer) });
  }
}
