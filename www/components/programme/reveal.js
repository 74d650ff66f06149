/** Shows an element that is folded, and moves children into order. It decides neither what is shown nor the order. */

/** Opens a programme and everything that it is folded in, and focuses its summary. @param {HTMLElement} element */
export function reveal(element) {
  revealAt(element, /** @type {HTMLElement} */ (element.querySelector("summary") ?? element));
}

/**
 * Opens everything that an element is folded in, scrolls to the element and moves the focus.
 * @param {HTMLElement} element
 * @param {HTMLElement} focused the element or one inside it
 */
export function revealAt(element, focused) {
  for (let at = /** @type {HTMLElement | null} */ (element); at; at = at.parentElement) {
    if (at.localName === "details") at.setAttribute("open", "");
  }
  focused.focus({ preventScroll: true });
  element.scrollIntoView({ block: "start" });
}

/**
 * Puts elements at the start of a place, in order. Elements in position are not moved, and the focus is kept.
 * @param {HTMLElement} place
 * @param {HTMLElement[]} elements
 */
export function prependAll(place, elements) {
  const focused = /** @type {HTMLElement | null} */ (place.ownerDocument.activeElement);
  elements.forEach((element, at) => {
    if (place.children[at] !== element) place.insertBefore(element, place.children[at] ?? null);
  });
  if (
    focused &&
    focused !== place.ownerDocument.activeElement &&
    elements.some((element) => element.contains(focused))
  ) {
    focused.focus({ preventScroll: true });
  }
}

/** Puts elements into a place in order, and removes any other. @param {HTMLElement} place @param {HTMLElement[]} elements */
export function replaceAll(place, elements) {
  prependAll(place, elements);
  for (const other of [...place.children].slice(elements.length)) other.remove();
}
