/** Answers put into the controls of the form, as if somebody had entered them. It judges none of them and evaluates nothing. */
import { part, questionOf } from "./dom.js";
import { allowSeveral } from "./several.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("./household.js").Household} Household */
/** @typedef {import("./types.d.ts").Answer} Answer */
/** @typedef {import("./types.d.ts").Roster} Roster */
/** @typedef {import("./code.js").Given} Given */

/**
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {Household[]} households
 * @param {Given & { more: string }} given
 * @throws if the form has no control for an answer
 */
export function fillForm(form, words, households, { answers, on, more }) {
  if (on) fill(form, words, "on", on);
  for (const [name, answer] of Object.entries(answers)) {
    if (answer !== null && typeof answer === "object" && "members" in answer)
      fillRoster(form, words, households, name, answer, more);
    else fill(form, words, name, /** @type {Answer} */ (answer));
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
    for (const [field, answer] of Object.entries(member)) fill(form, words, `${name}.${index}.${field}`, answer);
  });
  if (more) tick(form, `${name}.more`, more);
  const [count] = Object.values(others);
  if (more === "counted" && count !== undefined) type(form, `${name}.count`, numberText(words, count));
}

/**
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {string} name
 * @param {Answer} answer
 */
function fill(form, words, name, answer) {
  const question = questionOf(form, name);
  if (!question) throw new Error(`the form does not ask ${name}`);
  const { kind } = question.dataset;
  const declined = answer === null || (typeof answer === "object" && "declined" in answer);
  if (kind === "yes_no") tick(form, name, answer === null ? "unknown" : answer ? "yes" : "no");
  else if (kind === "choice" && Array.isArray(answer)) {
    allowSeveral(question, words, true);
    for (const option of answer) tick(form, name, option);
  } else if (kind === "choice") tick(form, name, answer === null ? "unknown" : String(answer));
  else {
    if (declined) tick(form, `${name}.unknown`, "1");
    if (answer === null) return;
    if (kind === "date")
      fillDate(form, name, typeof answer === "object" && "is" in answer ? answer.is : String(answer));
    else type(form, name, numberText(words, answer));
  }
}

/**
 * A number or its two ends as they are typed; without an upper end nothing is.
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
    (piece, at) => pieces[at] && type(form, `${name}.${piece}`, String(Number(pieces[at]))),
  );
}

/**
 * @param {HTMLElement} form
 * @param {string} name
 * @param {string} text
 */
function type(form, name, text) {
  /** @type {HTMLInputElement} */ (part(form, `input[name="${CSS.escape(name)}"]`)).value = text;
}

/**
 * @param {HTMLElement} form
 * @param {string} name
 * @param {string} value
 */
function tick(form, name, value) {
  const at = CSS.escape(name);
  const control = part(form, `input[name="${at}"][value="${CSS.escape(value)}"], select[name="${at}"]`);
  if (control instanceof HTMLSelectElement) {
    control.value = value;
    control.dispatchEvent(new Event("change", { bubbles: true }));
  } else {
    /** @type {HTMLInputElement} */ (control).checked = true;
  }
}
