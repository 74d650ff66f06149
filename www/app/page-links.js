/**
 * Follows links to places on the page without an entry in the history, so that no link changes the screen. A place that
 * the screen hides is shown first. Links to screens and questions are followed elsewhere.
 */

export class PageLinks {
  #page;
  #open;

  /**
   * @param {Document} page
   * @param {(place: HTMLElement) => boolean} open goes to the screen of a place that the screen hides; false if it has
   *   no screen of its own
   * @param {AbortSignal} signal
   */
  constructor(page, open, signal) {
    this.#page = page;
    this.#open = open;
    page.addEventListener("click", (event) => this.#follow(event), { signal });
  }

  /** Shows the place that a fragment such as `#source-page` names, and moves the focus there. @param {string} fragment */
  goTo(fragment) {
    const place = this.#page.getElementById(decoded(fragment.slice(1)));
    if (!place || place === this.#page.body) return;
    for (let box = place.parentElement; box; box = box.parentElement)
      if (box instanceof HTMLDetailsElement) box.open = true;
    if (!isShown(place) && !this.#open(place)) reveal(place);
    if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
    place.scrollIntoView({ block: "start" });
    place.focus({ preventScroll: true });
  }

  /** @param {MouseEvent} event */
  #follow(event) {
    if (event.defaultPrevented || !isPlainClick(event)) return;
    const link = event.target instanceof Element ? event.target.closest('a[href^="#"]:not([href="#"])') : null;
    if (!link) return;
    event.preventDefault();
    this.goTo(link.getAttribute("href") ?? "");
  }
}

/** Whether a click follows a link in the same tab. @param {MouseEvent} event */
export function isPlainClick({ button, ctrlKey, metaKey, shiftKey, altKey }) {
  return button === 0 && !ctrlKey && !metaKey && !shiftKey && !altKey;
}

/** @param {HTMLElement} element */
const isShown = (element) => element.getClientRects().length > 0;

/** Shows the parts around a place that the screen's style hides, until the next screen. @param {HTMLElement} place */
function reveal(place) {
  for (let box = /** @type {HTMLElement | null} */ (place); box; box = box.parentElement)
    if (getComputedStyle(box).display === "none") box.dataset.revealed = "";
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
