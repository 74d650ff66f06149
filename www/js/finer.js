/** The month and the day of a date, which are offered once they matter or are asked for. It reads no answer and judges nothing. */
import { part, parts } from "./dom.js";

/**
 * Lets a reader enter them at any time, and forgets that when the form is cleared.
 * @param {HTMLElement} form
 * @param {AbortSignal} signal
 */
export function offerFiner(form, signal) {
  const templates = /** @type {HTMLTemplateElement[]} */ (parts(form, "template"));
  for (const root of [form, ...templates.map(({ content }) => content)]) {
    for (const offer of parts(root, "[data-js-finer-offer]")) offer.hidden = offer.closest("[data-exact]") !== null;
  }
  form.addEventListener(
    "click",
    ({ target }) => {
      const button = target instanceof Element ? target.closest("[data-js-finer-offer]") : null;
      if (button) open(/** @type {HTMLElement} */ (button.closest("[data-js-question]")), true);
    },
    { signal },
  );
  form.addEventListener(
    "reset",
    () => {
      for (const question of parts(form, "[data-finer]")) {
        delete question.dataset.finer;
        part(question, "[data-js-finer-offer]").hidden = false;
      }
    },
    { signal },
  );
}

/**
 * Shows them where they are filled in, whatever else is wrong.
 * @param {HTMLElement} form
 */
export function keepFiner(form) {
  for (const question of parts(form, "[data-js-question][data-kind=date]")) showFiner(question, false);
}

/**
 * Shows them where they matter, or are filled in or about to be; what was shown stays.
 * @param {HTMLElement} question a date
 * @param {boolean} matter
 */
export function showFiner(question, matter) {
  if (question.hasAttribute("data-exact") || question.dataset.finer !== undefined) return;
  const inUse = (/** @type {HTMLElement} */ box) =>
    /** @type {HTMLInputElement} */ (box).value !== "" || box === box.ownerDocument.activeElement;
  if (matter || parts(question, "[data-js-finer] input").some(inUse)) open(question, false);
}

/**
 * @param {HTMLElement} question
 * @param {boolean} focus
 */
function open(question, focus) {
  const offer = part(question, "[data-js-finer-offer]");
  const month = part(question, "[data-js-finer] input");
  question.dataset.finer = "";
  if (focus) month.focus();
  // The cursor may be on its way from the year to what was next: it goes on only once it is there.
  setTimeout(() => {
    if (offer.ownerDocument.activeElement === offer) month.focus();
    offer.hidden = question.dataset.finer !== undefined;
  });
}
