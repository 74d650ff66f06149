/**
 * Writes notes beside entries: a date's era and whether it is exact enough, a member's age, why month and day are
 * asked, and a number as the page understood it. It checks no entry.
 */
import { part, parts, textOf } from "../../app/dom.js";
import { answerText } from "../../text/answer-text.js";
import { dayText, eraText } from "../../entry/dates.js";
import { showMonthAndDay } from "./date-precision.js";
import { showDetails } from "../household/household.js";
import { readDay, readQuestion, rolesOf } from "../../app/form.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").Report} Report */

/** How many programmes a reason names at most. */
const NAMED = 2;

/**
 * Updates the notes of all dates, and shows where they matter: month and day, and further questions about a member.
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {Report} report
 * @param {import("../../visit/origin.js").Origin} from what the application date was taken from
 * @param {string} today an ISO date
 */
export function noteDates(form, words, report, from, today) {
  showDetails(form, report.relevant);
  const { move } = rolesOf(form);
  const needs = new Map(report.relevant.map((missing) => [nameOf(missing), missing.needs]));
  for (const question of parts(form, "[data-js-question][data-kind=date]")) {
    const name = question.dataset.fact ?? "";
    const rough = roughDate(question);
    const isMember = question.closest("[data-js-member]") !== null;
    part(question, "[data-js-era]").textContent = rough ? echo(words, rough, isMember ? today : null) : "";
    // The result is for the last day of a rough move, so its month and day always matter.
    const decides = ["move_rough", "year"].includes(from) && name === move;
    const need = decides ? "month_day" : needs.get(name);
    showMonthAndDay(question, need === "month_day" && (!isMember || rough !== ""));
    const reason = question.querySelector("[data-js-reason]");
    if (reason) reason.textContent = reasonText(words, report, name);
    const note = part(question, "[data-js-enough]");
    note.hidden = !rough || isMember || question.hasAttribute("data-js-when") || question.hasAttribute("data-exact");
    note.textContent = note.hidden
      ? ""
      : words.say(need === undefined ? "enough.done" : need === "month_day" ? "enough.month_day" : "enough.value");
  }
}

/** The name of a missing answer's question. @param {import("../../edge/types.d.ts").Missing} missing */
const nameOf = ({ fact, field, member }) => (field === null ? fact : `${fact}.${member}.${field}`);

/**
 * A date as it is entered, such as "2026", "2026-07" or "2026-07-15"; empty if there is none.
 * @param {HTMLElement} question
 */
function roughDate(question) {
  const { answer } = readDay(question);
  if (typeof answer === "string") return answer;
  return answer && typeof answer === "object" && "is" in answer && typeof answer.is === "string" ? answer.is : "";
}

/**
 * A date in the other calendar; for a member also the age reached this year.
 * @param {Words} words
 * @param {string} rough
 * @param {string | null} today an ISO date, or null if the date is nobody's birth
 */
function echo(words, rough, today) {
  const isDay = rough.split("-").length === 3;
  if (today === null) return isDay ? dayText(words, rough) : eraText(words, rough);
  const age = Number(today.slice(0, 4)) - Number(rough.slice(0, 4));
  return age < 0 ? eraText(words, rough) : words.say("person.echo", { era: eraText(words, rough), age });
}

/**
 * Why a member's month and day are asked: the programmes that they decide.
 * @param {Words} words
 * @param {Report} report
 * @param {string} name the question's name
 */
function reasonText(words, { programmes }, name) {
  const isFor = (/** @type {import("../../edge/types.d.ts").Missing} */ missing) =>
    nameOf(missing) === name && missing.needs === "month_day";
  const ids = programmes.filter(({ missing }) => missing.some(isFor)).map(({ id }) => id);
  const names = [...new Set(ids)].map((id) =>
    textOf(document.querySelector(`[data-js-programme="${CSS.escape(id)}"] [data-js-name]`)),
  );
  const quoted = words.join(names.slice(0, NAMED).map((text) => words.say("quote", { text })));
  if (names.length === 0) return words.say("person.month_day");
  return words.say(names.length > NAMED ? "person.month_day_for_more" : "person.month_day_for", {
    names: quoted,
    n: names.length,
  });
}

/** The code of the error for a question without an answer: something is to be chosen, or entered. @param {Element} question */
export const emptyCode = (question) =>
  question.matches("[data-kind=date]:not([data-js-when]), [data-kind=number], [data-kind=yen]") ? "empty" : "choose";

/**
 * Updates the notes of all numbers: amounts always, and other numbers where the page understood more than digits.
 * @param {HTMLElement} form
 * @param {Words} words
 */
export function noteNumbers(form, words) {
  for (const note of parts(form, "[data-js-echo]")) {
    const question = /** @type {HTMLElement} */ (note.closest("[data-js-question]"));
    const { answer } = readQuestion(question);
    const box = /** @type {HTMLInputElement} */ (part(question, "input[type=text]"));
    const isPlain = question.dataset.kind !== "yen" && String(answer) === box.value.normalize("NFKC").trim();
    note.textContent =
      answer === undefined || answer === null || isPlain
        ? ""
        : answerText(form, words, question.dataset.fact ?? "", answer);
  }
}
