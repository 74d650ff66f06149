/** A choice that cannot be brought down to one: its options may be ticked together while all of them are still possible. */
import { part, parts } from "./dom.js";

/** @typedef {import("./words.js").Words} Words */

/**
 * Lets a reader tick several options of each choice that allows it.
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {() => void} changed
 * @param {AbortSignal} signal
 */
export function offerSeveral(form, words, changed, signal) {
  for (const button of parts(form, "[data-js-several]")) {
    button.hidden = false;
    button.textContent = words.say("several.on");
    const question = /** @type {HTMLElement} */ (button.closest("[data-js-question]"));
    button.addEventListener(
      "click",
      () => {
        allowSeveral(question, words, !isSeveral(question));
        changed();
      },
      { signal },
    );
  }
}

/**
 * @param {HTMLElement} question
 * @param {Words} words
 * @param {boolean} several with one only, what is ticked stays if it is the only one
 */
export function allowSeveral(question, words, several) {
  const boxes = /** @type {HTMLInputElement[]} */ (parts(question, ".choices input"));
  const ticked = boxes.filter(({ checked }) => checked);
  for (const box of boxes) {
    box.type = several ? "checkbox" : "radio";
    box.checked = ticked.includes(box) && (several || ticked.length === 1);
  }
  const button = part(question, "[data-js-several]");
  button.textContent = words.say(several ? "several.off" : "several.on");
}

/** @param {HTMLElement} question */
export function isSeveral(question) {
  return question.querySelector(".choices input[type=checkbox]") !== null;
}
