/**
 * Copies what is entered in the form, wrong entries and confirmations too, and enters it again. It reads and evaluates
 * no answer.
 */
import { parts, questionOf } from "./dom.js";
import { isMultiple, setMultiple } from "../components/question/multiple-choice.js";
import { offerPeriod, offeredPeriod } from "../components/when/when.js";

/** @typedef {import("../text/words.js").Words} Words */
/** @typedef {import("../components/household/household.js").Household} Household */
/**
 * @typedef {object} Snapshot
 * @property {{ name: string, value: string, isChosen: boolean }[]} controls
 * @property {string[]} multiple the questions that allow several options
 * @property {number[]} sizes the number of members of each list
 * @property {{ name: string, period: string }[]} periods the days that are offered as one more answer to a question
 * @property {{ name: string, confirmed: string }[]} confirmed the keys of what the visitor has confirmed at a question
 */

/**
 * @param {HTMLElement} form
 * @returns {Snapshot}
 */
export function takeSnapshot(form) {
  const controls = controlsOf(form).map((control) => ({
    name: control.name,
    value: control.value,
    isChosen: isChoice(control) && control.checked,
  }));
  const multiple = parts(form, "[data-js-question]").filter(isMultiple);
  const lists = parts(form, "[data-js-question][data-kind=list]");
  return {
    controls,
    multiple: multiple.map(({ dataset }) => dataset.fact ?? ""),
    sizes: lists.map((list) => parts(list, "[data-js-member]").length),
    periods: parts(form, "[data-js-when]").flatMap((question) => {
      const period = offeredPeriod(question);
      return period ? [{ name: question.dataset.fact ?? "", period }] : [];
    }),
    confirmed: parts(form, "[data-js-question][data-confirmed]").map(({ dataset }) => ({
      name: dataset.fact ?? "",
      confirmed: dataset.confirmed ?? "",
    })),
  };
}

/**
 * Enters a snapshot into the form, which must be empty.
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {readonly Household[]} households the form's lists
 * @param {Snapshot} snapshot
 */
export function restoreSnapshot(form, words, households, { controls, multiple, sizes, periods, confirmed }) {
  households.forEach((household, at) => {
    for (let members = 1; members < (sizes[at] ?? 1); members += 1) household.add();
  });
  for (const name of multiple) {
    const question = questionOf(form, name);
    if (question) setMultiple(question, words, true);
  }
  for (const { name, period } of periods) {
    const question = questionOf(form, name);
    if (question) offerPeriod(question, words, period);
  }
  for (const { name, confirmed: keys } of confirmed) {
    const question = questionOf(form, name);
    if (question) question.dataset.confirmed = keys;
  }
  // A choice has several controls of one name, each with a value of its own.
  const keyOf = (/** @type {string} */ name, /** @type {string} */ value) => `${name}=${value}`;
  const found = new Map(
    controlsOf(form).map((control) => [isChoice(control) ? keyOf(control.name, control.value) : control.name, control]),
  );
  for (const { name, value, isChosen } of controls) {
    const choice = found.get(keyOf(name, value));
    const entry = found.get(name);
    if (choice && isChoice(choice)) choice.checked = isChosen;
    else if (entry) enter(entry, value);
  }
}

/** @typedef {HTMLInputElement | HTMLSelectElement} Control */

/** @param {HTMLElement} form */
const controlsOf = (form) => /** @type {Control[]} */ (parts(form, "input[name], select[name]"));

/** Whether a control is a radio button or a box to tick. @param {Control} control @returns {control is HTMLInputElement} */
const isChoice = (control) => control instanceof HTMLInputElement && ["radio", "checkbox"].includes(control.type);

/**
 * A select tells the page, which fits the other questions about the member to it.
 * @param {Control} control
 * @param {string} value
 */
function enter(control, value) {
  if (control.value === value) return;
  control.value = value;
  if (control instanceof HTMLSelectElement) control.dispatchEvent(new Event("change", { bubbles: true }));
}
