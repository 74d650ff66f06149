/**
 * Asks when somebody moves: writes the years of the coarse answers, and keeps the boxes for the day at the chosen one.
 * It evaluates nothing.
 */
import { part, parts } from "../../app/dom.js";
import { firstDayOf } from "../../entry/dates.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {"past" | "this_year" | "next_year" | "undecided"} Period */

/** The first month of a fiscal year. */
const APRIL = 4;

/**
 * The days that a coarse answer may mean, as the ends of a range of ISO dates; null if nothing is decided.
 * @param {string} period
 * @param {string} today an ISO date
 * @returns {{ min?: string, max: string } | null}
 */
export function daysOf(period, today) {
  const year = fiscalYear(today);
  if (period === "past") return { max: today };
  if (period === "this_year") return { min: today, max: `${year + 1}-03-31` };
  if (period === "next_year") return { min: `${year + 1}-04-01`, max: `${year + 2}-03-31` };
  return null;
}

/**
 * The coarse answer that a day belongs to; null for a day after the next fiscal year, for which there is none.
 * @param {string} day an ISO date
 * @param {string} today an ISO date
 * @returns {Period | null}
 */
function periodOf(day, today) {
  const year = fiscalYear(today);
  if (day <= today) return "past";
  if (day < `${year + 1}-04-01`) return "this_year";
  return day < `${year + 2}-04-01` ? "next_year" : null;
}

/** The year in which the fiscal year of a day begins. @param {string} day an ISO date */
function fiscalYear(day) {
  const [year = 0, month = 0] = day.split("-").map(Number);
  return month < APRIL ? year - 1 : year;
}

/**
 * Writes the years of the answers, and moves the boxes for the day whenever another answer is chosen.
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {string} today an ISO date
 * @param {AbortSignal} signal
 */
export function listenToWhen(form, words, today, signal) {
  const year = fiscalYear(today);
  const years = { this_year: { to: year + 1 }, next_year: { from: year + 1, to: year + 2 } };
  for (const question of parts(form, "[data-js-when]")) {
    for (const [period, slots] of Object.entries(years)) {
      const note = part(question, `[data-js-years="${period}"]`);
      note.textContent = words.say(`when.${period}_ends`, slots);
      note.hidden = false;
    }
    question.addEventListener("change", () => placeDay(question), { signal });
    question.addEventListener("input", () => placeDay(question), { signal });
    form.addEventListener("reset", () => setTimeout(() => placeDay(question)), { signal });
    placeDay(question);
  }
}

/**
 * Chooses the coarse answer of a day that is filled in already, such as one from a link.
 * @param {HTMLElement} question
 * @param {string} today an ISO date
 */
export function showChosenPeriod(question, today) {
  const [year, month, day] = parts(question, ".entries input").map(
    (box) => /** @type {HTMLInputElement} */ (box).value,
  );
  const unknown = /** @type {HTMLInputElement} */ (part(question, "input[name$='.unknown']"));
  if (!chosen(question)) {
    const rough = [year, month, day].filter((piece) => piece).map((piece) => piece?.padStart(2, "0"));
    const isDate = /^\d{4}$/.test(year ?? "") && rough.every((piece) => /^\d{2,4}$/.test(piece ?? ""));
    const period = isDate
      ? periodOf(firstDayOf(rough.join("-")), today)
      : unknown.checked && !year
        ? "undecided"
        : null;
    const radio = period ? question.querySelector(`[data-js-periods] input[value="${period}"]`) : null;
    if (radio) /** @type {HTMLInputElement} */ (radio).checked = true;
  }
  placeDay(question);
}

/** @param {HTMLElement} question */
const chosen = (question) =>
  /** @type {HTMLInputElement | null} */ (question.querySelector("[data-js-periods] input[type=radio]:checked"));

/**
 * Keeps the boxes for the day below the chosen answer. Whoever has not decided needs none.
 * @param {HTMLElement} question
 */
function placeDay(question) {
  const day = part(question, "[data-js-day]");
  const radio = chosen(question);
  const place = radio?.closest(".when__option") ?? part(question, "[data-js-periods]");
  if (day.parentElement !== place && !day.contains(day.ownerDocument.activeElement)) place.append(day);
  const filled = parts(day, ".entries input").filter((box) => /** @type {HTMLInputElement} */ (box).value !== "");
  question.dataset.when = radio?.value ?? (filled.length > 0 ? "day" : "");
  question.toggleAttribute("data-rough", filled.length > 0 && filled.length < 3);
}
