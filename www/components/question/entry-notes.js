/**
 * Writes notes beside entries: a date's era and whether it is exact enough, and an amount as the page understood it.
 * It checks no entry.
 */
import { part, parts } from "../../app/dom.js";
import { answerText } from "../../text/answer-text.js";
import { eraText } from "../../entry/dates.js";
import { showMonthAndDay } from "./date-precision.js";
import { MOVE_DATE } from "../../visit/origin.js";
import { readEntry } from "../../entry/entry.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").Missing} Missing */

/**
 * Updates the notes of all dates, and shows month and day where they matter.
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {readonly Missing[]} relevant the answers that can still change a result
 * @param {import("../../visit/origin.js").Origin} from what the application date was taken from
 */
export function noteDates(form, words, relevant, from) {
  const needs = new Map(
    relevant.map(({ fact, field, member, needs }) => [field === null ? fact : `${fact}.${member}.${field}`, needs]),
  );
  for (const question of parts(form, "[data-js-question][data-kind=date]")) {
    const { answer } = readEntry(question, form.dataset.suffixes ?? "");
    const rough =
      typeof answer === "string"
        ? answer
        : answer && typeof answer === "object" && "is" in answer
          ? String(answer.is)
          : "";
    part(question, "[data-js-era]").textContent = rough ? eraText(words, rough) : "";
    const note = part(question, "[data-js-enough]");
    note.hidden = !rough || question.hasAttribute("data-exact");
    // The result is for the last day of a rough move, so its month and day always matter.
    const decides = ["move_rough", "year"].includes(from) && question.dataset.fact === MOVE_DATE;
    const need = decides ? "month_day" : needs.get(question.dataset.fact ?? "");
    showMonthAndDay(question, need === "month_day");
    note.textContent = note.hidden
      ? ""
      : words.say(need === undefined ? "enough.done" : need === "month_day" ? "enough.month_day" : "enough.value");
  }
}

/**
 * Updates the notes of all amounts.
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
