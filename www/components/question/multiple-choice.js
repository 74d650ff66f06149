/** Lets visitors tick several options of a choice if they cannot decide on one. It reads no answer. */
import { part, parts } from "../../app/dom.js";

/** @typedef {import("../../text/words.js").Words} Words */

/**
 * Shows the buttons that switch a choice between one option and several.
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {() => void} changed called after a switch
 * @param {AbortSignal} signal
 */
export function offerMultiple(form, words, changed, signal) {
  for (const button of parts(form, "[data-js-several]")) {
    button.hidden = false;
    button.textContent = words.say("several.on");
    const question = /** @type {HTMLElement} */ (button.closest("[data-js-question]"));
    button.addEventListener(
      "click",
      () => {
        setMultiple(question, words, !isMultiple(question));
        changed();
      },
      { signal },
    );
  }
}

/**
 * Switches a choice to radio buttons or to checkboxes.
 * @param {HTMLElement} question
 * @param {Words} words
 * @param {boolean} several whether several options may be ticked; if not, a single ticked option stays ticked
 */
export function setMultiple(question, words, several) {
  const boxes = /** @type {HTMLInputElement[]} */ (parts(question, ".choices input"));
  const ticked = boxes.filter(({ checked }) => checked);
  for (const box of boxes) {
    box.type = several ? "checkbox" : "radio";
    box.checked = ticked.includes(box) && (several || ticked.length === 1);
  }
  const button = part(question, "[data-js-several]");
  button.textContent = words.say(several ? "several.off" : "several.on");
}

/** Whether several options of a choice may be ticked now. @param {HTMLElement} question */
export function isMultiple(question) {
  const ticks = question.querySelector(":scope > .choices input[type=checkbox]");
  return ticks !== null && question.querySelector(":scope > [data-js-several]") !== null;
}
