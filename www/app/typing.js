/** Says when the form is to be read: at a change, at a complete year, and when an unfinished date is left. It reads nothing. */
import { questionAt } from "./dom.js";

/**
 * @param {HTMLElement} form
 * @param {(typing: Element | null) => void} read reads the form; its argument is the question that is being typed in
 * @param {() => boolean} isUnfinished whether a date is still being typed
 * @param {AbortSignal} signal
 */
export function listenToForm(form, read, isUnfinished, signal) {
  form.addEventListener("submit", (event) => event.preventDefault(), { signal });
  form.addEventListener("change", (event) => read(questionAt(event.target)), { signal });
  form.addEventListener("input", (event) => isYear(event.target) && read(questionAt(event.target)), { signal });
  form.addEventListener(
    "focusout",
    ({ target, relatedTarget: next }) => {
      const isInside = next instanceof Element && questionAt(target)?.contains(next);
      if (isUnfinished() && !isInside) read(null);
    },
    { signal },
  );
}

/** Whether a box holds a complete year; month and day can then appear at once. @param {EventTarget | null} target */
function isYear(target) {
  return (
    target instanceof HTMLInputElement &&
    target.name.endsWith(".year") &&
    /^\d{4}$/.test(target.value.normalize("NFKC"))
  );
}
