/**
 * Shows the month and day boxes of a date once they matter or the visitor asks for them. It reads no answer and
 * checks none.
 */
import { part, parts } from "../../app/dom.js";

/**
 * Shows the buttons that reveal month and day, and hides the boxes again when the form is reset.
 * @param {HTMLElement} form
 * @param {AbortSignal} signal
 */
export function offerMonthAndDay(form, signal) {
  const templates = /** @type {HTMLTemplateElement[]} */ (parts(form, "template"));
  for (const root of [form, ...templates.map(({ content }) => content)]) {
    for (const offer of parts(root, "[data-js-finer-offer]"))
      offer.hidden = offer.closest("[data-exact], [data-finer=always]") !== null;
  }
  form.addEventListener(
    "click",
    ({ target }) => {
      const button = target instanceof Element ? target.closest("[data-js-finer-offer]") : null;
      if (button) reveal(/** @type {HTMLElement} */ (button.closest("[data-js-question]")), true);
    },
    { signal },
  );
  form.addEventListener(
    "reset",
    () => {
      for (const question of parts(form, '[data-finer=""]')) {
        delete question.dataset.finer;
        part(question, "[data-js-finer-offer]").hidden = false;
      }
    },
    { signal },
  );
}

/**
 * Shows month and day wherever one of them is filled in, even if other entries are wrong.
 * @param {HTMLElement} form
 */
export function showFilledMonthsAndDays(form) {
  for (const question of parts(form, "[data-js-question][data-kind=date]")) showMonthAndDay(question, false);
}

/**
 * Shows month and day if they matter, are filled in or have the focus. Once shown, they stay.
 * @param {HTMLElement} question a question for a date
 * @param {boolean} matter
 */
export function showMonthAndDay(question, matter) {
  if (question.hasAttribute("data-exact") || question.dataset.finer !== undefined) return;
  const inUse = (/** @type {HTMLElement} */ box) =>
    /** @type {HTMLInputElement} */ (box).value !== "" || box === box.ownerDocument.activeElement;
  if (matter || parts(question, "[data-js-finer] input").some(inUse)) reveal(question, false);
}

/**
 * Shows month and day.
 * @param {HTMLElement} question
 * @param {boolean} focus whether to focus the month
 */
function reveal(question, focus) {
  const offer = part(question, "[data-js-finer-offer]");
  const month = part(question, "[data-js-finer] input");
  question.dataset.finer = "";
  if (focus) month.focus();
  // Tab may be moving the focus from the year to this button. Hiding the button at once would lose the focus.
  setTimeout(() => {
    if (offer.ownerDocument.activeElement === offer) month.focus();
    offer.hidden = question.dataset.finer !== undefined;
  });
}
