/** Enters answers into the form's controls, as a visitor would. It checks and evaluates none of them. */
import { part, parts, questionOf } from "./dom.js";
import { planWays } from "../entry/entry.js";
import { isMultiple, setMultiple } from "../components/question/multiple-choice.js";

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
    if (kind === "date")
      fillDate(form, name, String(typeof answer === "object" && "is" in answer ? answer.is : answer));
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
 * @param {HTMLElement} form
 * @param {string} name
 * @param {string} rough
 */
function fillDate(form, name, rough) {
  const pieces = rough.split("-");
  ["year", "month", "day"].forEach(
    (piece, at) => pieces[at] && setText(form, `${name}.${piece}`, String(Number(pieces[at]))),
  );
}

/**
 * Sets the text of a box.
 * @param {HTMLElement} form
 * @param {string} name
 * @param {string} text
 */
function setText(form, name, text) {
  /** @type {HTMLInputElement} */ (part(form, `input[name="${CSS.escape(name)}"]`)).value = text;
}

/**
 * Selects one of a question's options.
 * @param {HTMLElement} form
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
