/**
 * Asks when somebody moves: writes the years of the coarse answers, and keeps the boxes for the day at the chosen one.
 * What an answer means is in `entry/read-date.js`. It evaluates nothing.
 */
import { part, parts } from "../../app/dom.js";
import { readQuestion } from "../../app/form.js";
import { firstDayOf, fiscalYear, lastDayOf } from "../../entry/dates.js";
import { periodDays } from "../../entry/read-date.js";
import { spanText } from "../../text/answer-text.js";

/** @typedef {import("../../text/words.js").Words} Words */

/** The coarse answers that a day can belong to. */
const PERIODS = ["past", "this_year", "next_year"];

/**
 * Writes the years of the answers, and moves the boxes for the day whenever another answer is chosen.
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {string} today an ISO date
 * @param {AbortSignal} signal
 */
export function listenToWhen(form, words, today, signal) {
  const yearOf = (/** @type {string} */ day) => Number(day.slice(0, 4));
  const next = fiscalYear(today, 1);
  const years = { this_year: { to: yearOf(next.min) }, next_year: { from: yearOf(next.min), to: yearOf(next.max) } };
  for (const question of parts(form, "[data-js-when]")) {
    for (const [period, slots] of Object.entries(years)) {
      const note = part(question, `[data-js-years="${period}"]`);
      note.textContent = words.say(`when.${period}_ends`, slots);
      note.hidden = false;
    }
    const follow = (/** @type {Event} */ { target }) => {
      // An answer that only shows where the day belongs follows the day.
      if (target === chosen(question)) delete question.dataset.followed;
      else if (question.dataset.followed !== undefined) choosePeriod(question, today);
      placeDay(question);
    };
    question.addEventListener("change", follow, { signal });
    question.addEventListener("input", follow, { signal });
    form.addEventListener("reset", () => emptied(question), { signal });
    placeDay(question);
  }
}

/**
 * Chooses the coarse answer of a day that is filled in already, such as one from a link.
 * @param {HTMLElement} question
 * @param {string} today an ISO date
 */
export function showChosenPeriod(question, today) {
  if (!chosen(question)) choosePeriod(question, today);
  placeDay(question);
}

/**
 * Offers days that no coarse answer means as one more answer, such as those from a link.
 * @param {HTMLElement} question
 * @param {Words} words
 * @param {string} period two ISO dates with a slash between them, of which one may be missing
 */
export function offerPeriod(question, words, period) {
  const given = part(question, "[data-js-period-given]");
  const [min, max] = period.split("/");
  part(given, "span").textContent = spanText(words, question, { ...(min ? { min } : {}), ...(max ? { max } : {}) });
  /** @type {HTMLInputElement} */ (part(given, "input")).value = period;
  given.hidden = false;
}

/** The days that are offered as one more answer, as `offerPeriod` takes them; empty if none are. @param {HTMLElement} question */
export function offeredPeriod(question) {
  const given = question.querySelector("[data-js-period-given]:not([hidden]) input");
  return given instanceof HTMLInputElement ? given.value : "";
}

/**
 * Chooses the coarse answer that the day belongs to; none if it may belong to several.
 * @param {HTMLElement} question
 * @param {string} today
 */
function choosePeriod(question, today) {
  const old = chosen(question);
  if (old) old.checked = false;
  const period = periodShown(question, today);
  const radio = period ? question.querySelector(`[data-js-periods] input[value="${period}"]`) : null;
  if (radio instanceof HTMLInputElement) radio.checked = true;
  question.dataset.followed = "";
}

/**
 * The coarse answer that what is entered belongs to wholly, while none is chosen; null if there is none.
 * @param {HTMLElement} question
 * @param {string} today
 */
function periodShown(question, today) {
  const { answer } = readQuestion(question);
  if (answer === null) return "undecided";
  const rough = typeof answer === "object" && "is" in answer ? answer.is : answer;
  if (typeof rough !== "string") return null;
  const isWithin = (/** @type {string} */ period) => {
    const days = periodDays(period, { min: "" }, today);
    return days !== null && (days.min ?? "") <= firstDayOf(rough) && lastDayOf(rough) <= (days.max ?? "");
  };
  return PERIODS.find(isWithin) ?? null;
}

/** Forgets the answer of a link, and brings the boxes back once the form is emptied. @param {HTMLElement} question */
function emptied(question) {
  part(question, "[data-js-period-given]").hidden = true;
  delete question.dataset.followed;
  setTimeout(() => placeDay(question));
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
