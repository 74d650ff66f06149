/** Notes beside each date: its era, and whether what is given is enough. It reads the engine's wishes and judges nothing. */
import { part, parts } from "./dom.js";
import { eraText } from "./dates.js";
import { readEntry } from "./entry.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("./types.d.ts").Missing} Missing */

/**
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {Missing[]} relevant
 */
export function noteDates(form, words, relevant) {
  const needs = new Map(relevant.map(({ fact, field, member, needs }) => [field === null ? fact : `${fact}.${member}.${field}`, needs]));
  for (const question of parts(form, "[data-js-question][data-kind=date]")) {
    const { answer } = readEntry(question, form.dataset.suffixes ?? "");
    const rough = typeof answer === "string" ? answer : answer && typeof answer === "object" ? answer.is : "";
    part(question, "[data-js-era]").textContent = rough ? eraText(words, rough) : "";
    const note = part(question, "[data-js-enough]");
    note.hidden = !rough || question.hasAttribute("data-exact");
    const need = needs.get(question.dataset.fact ?? "");
    note.textContent = note.hidden ? "" : words.say(need === undefined ? "enough.done" : need === "month_day" ? "enough.month_day" : "enough.value");
  }
}
