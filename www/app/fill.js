/** Writes answers into the form's controls, as a visitor would. It checks and evaluates none of them. */
import { part, parts, questionOf } from "./dom.js";
import { today } from "../entry/dates.js";
import { periodOf } from "../entry/read-date.js";
import { askOf, planWays, readQuestion } from "./form.js";
import { isMultiple, setMultiple } from "../components/question/multiple-choice.js";
import { offerPeriod } from "../components/when/when.js";

/** @typedef {import("../text/words.js").Words} Words */
/** @typedef {import("../components/household/household.js").Household} Household */
/** @typedef {import("../edge/types.d.ts").Answer} Answer */
/** @typedef {import("../edge/types.d.ts").Roster} Roster */
/** @typedef {import("../link/code.js").SharedAnswers} SharedAnswers */

/**
 * Enters all answers that a share code holds.
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {Household[]} households the form's list questions
 * @param {SharedAnswers & { more: string }} given
 * @throws if the form has no control for an answer
 */
export function fillForm(form, words, households, { answers, on, more }) {
  if (on) fillQuestion(form, words, "on", on);
  for (const [name, answer] of Object.entries(answers)) {
    if (answer !== null && typeof answer === "object" && "members" in answer)
      fillRoster(form, words, households, name, answer, more);
    else fillQuestion(form, words, name, /** @type {Answer} */ (answer));
  }
}

/**
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {Household[]} households
 * @param {string} name
 * @param {Roster} roster
 * @param {string} more
 */
function fillRoster(form, words, households, name, { members, more: others = {} }, more) {
  const household = households.find((one) => one.name === name);
  members.forEach((member, index) => {
    if (index > 0) household?.add();
    for (const [field, answer] of Object.entries(member))
      fillQuestion(form, words, `${name}.${index}.${field}`, answer);
  });
  if (more) select(form, `${name}.more`, more);
  const [count] = Object.values(others);
  if (more === "counted" && count !== undefined) setText(form, `${name}.count`, numberText(words, count));
}

/**
 * Enters an answer to a yes-no question or a choice in place of the one that it has; none if it is undefined.
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {string} name
 * @param {Answer | undefined} answer
 */
export function replaceAnswer(form, words, name, answer) {
  const question = questionOf(form, name);
  if (!question) throw new Error(`the form does not ask ${name}`);
  if (isMultiple(question)) setMultiple(question, words, false);
  for (const box of parts(question, "input")) /** @type {HTMLInputElement} */ (box).checked = false;
  if (answer !== undefined) fillQuestion(form, words, name, answer);
}

/**
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {string} name
 * @param {Answer} answer
 */
function fillQuestion(form, words, name, answer) {
  const question = questionOf(form, name);
  if (!question) throw new Error(`the form does not ask ${name}`);
  const { kind } = question.dataset;
  const declined = answer === null || (typeof answer === "object" && "declined" in answer);
  if (kind === "yes_no") select(form, name, answer === null ? "unknown" : answer ? "yes" : "no");
  else if (kind === "choice" && answer !== null && typeof answer === "object" && "is" in answer) {
    fillQuestion(form, words, name, answer.is);
    select(form, name, "unknown");
  } else if (kind === "choice" && Array.isArray(answer)) {
    const planned = question.querySelector("[data-js-planned]");
    if (planned && answer.join() === planWays(question).join()) return select(form, `${name}.planned`, "1");
    setMultiple(question, words, true);
    for (const option of answer) select(form, name, option);
  } else if (kind === "choice") select(form, name, answer === null ? "unknown" : String(answer));
  else {
    if (declined) select(form, `${name}.unknown`, "1");
    if (answer === null) return;
    if (kind === "date") fillDate(question, words, name, answer);
    else setText(form, name, numberText(words, answer));
  }
}

/**
 * A number or a range as a visitor types it; empty without an upper end, which the form cannot express.
 * @param {Words} words
 * @param {Answer} answer
 */
function numberText(words, answer) {
  if (answer === null || typeof answer !== "object" || Array.isArray(answer) || "is" in answer) return String(answer);
  return answer.max === undefined ? "" : words.say("range.typed", { min: answer.min ?? "", max: answer.max });
}

/**
 * Writes a date into its boxes, or selects the period that stands for a span of days. A span that is no period today
 * becomes one more option, which says its days.
 * @param {HTMLElement} question
 * @param {Words} words
 * @param {string} name
 * @param {Exclude<Answer, null>} answer
 */
function fillDate(question, words, name, answer) {
  const said = typeof answer === "object" && "is" in answer ? answer.is : answer;
  if (typeof said !== "object" || Array.isArray(said)) {
    const pieces = String(said).split("-");
    ["year", "month", "day"].forEach(
      (piece, at) => pieces[at] && setText(question, `${name}.${piece}`, String(Number(pieces[at]))),
    );
    return;
  }
  const { min, max } = /** @type {{ min?: string, max?: string }} */ (said);
  const span = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
  const period = periodOf(span, askOf(question), today());
  if (period.includes("/")) offerPeriod(question, words, period);
  select(question, `${name}.period`, period);
}

/**
 * Spreads each date that was written into one box, such as 令和6年4月1日, over the three boxes once it is complete.
 * @param {HTMLElement} form
 * @param {AbortSignal} signal
 */
export function spreadDates(form, signal) {
  const spread = (/** @type {Event} */ { target }) => {
    const question = target instanceof Element ? target.closest("[data-js-question][data-kind=date]") : null;
    if (!(question instanceof HTMLElement)) return;
    const found = readQuestion(question).spread;
    for (const [piece, text] of Object.entries(found ?? {}))
      setText(question, `${question.dataset.fact}.${piece}`, text);
  };
  // Before everything else that reads a changed box.
  form.addEventListener("change", spread, { signal, capture: true });
}

/**
 * Sets the text of a box.
 * @param {HTMLElement} form the form, or the question
 * @param {string} name
 * @param {string} text
 */
function setText(form, name, text) {
  /** @type {HTMLInputElement} */ (part(form, `input[name="${CSS.escape(name)}"]`)).value = text;
}

/**
 * Selects one of a question's options.
 * @param {HTMLElement} form the form, or the question
 * @param {string} name
 * @param {string} value
 */
function select(form, name, value) {
  const at = CSS.escape(name);
  const control = part(form, `input[name="${at}"][value="${CSS.escape(value)}"], select[name="${at}"]`);
  if (control instanceof HTMLSelectElement) {
    control.value = value;
    control.dispatchEvent(new Event("change", { bubbles: true }));
  } else {
    /** @type {HTMLInputElement} */ (control).checked = true;
  }
}
