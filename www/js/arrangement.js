/** The cards of each heading in the order of the results, what cannot be had last and folded. It changes nothing inside a card. */
import { part, parts } from "./dom.js";
import { FEW, isOut } from "./groups.js";

/** @typedef {import("./words.js").Words} Words */

export class Arrangement {
  #words;
  #groups;
  #few;

  /**
   * @param {HTMLElement} root
   * @param {Words} words
   */
  constructor(root, words) {
    this.#words = words;
    this.#groups = parts(root, "[data-js-cards]").map((place) => ({
      place,
      cards: parts(place, "[data-js-programme]"),
    }));
    /** Where there are few programmes, nothing needs folding. */
    this.#few = parts(root, "[data-js-programme]").length <= 2 * FEW;
  }

  /** @param {(card: HTMLElement) => number} rank a card's place; none below zero */
  show(rank) {
    for (const { place, cards } of this.#groups) {
      const ordered = cards.toSorted((one, other) => rank(one) - rank(other));
      const out = this.#few ? [] : ordered.filter((card) => isOut(rank(card)));
      putFirst(
        place,
        ordered.filter((card) => !out.includes(card)),
      );
      this.#fold(place, out);
    }
  }

  /**
   * @param {HTMLElement} place
   * @param {HTMLElement[]} out
   */
  #fold(place, out) {
    const old = /** @type {HTMLElement | null} */ (place.querySelector(":scope > [data-js-out]"));
    if (out.length === 0) return old?.remove();
    const fold = old ?? this.#words.piece("out");
    if (fold !== place.lastElementChild) place.append(fold);
    part(fold, "[data-js-size]").textContent = this.#words.say("size", { n: out.length });
    putFirst(part(fold, "[data-js-list]"), out);
  }
}

/**
 * Shows an element, whatever it is folded in, and puts the reader there.
 * @param {HTMLElement} element
 * @param {HTMLElement} heading
 */
export function revealCard(element, heading) {
  for (let at = element.parentElement; at; at = at.parentElement) {
    if (at.localName === "details") at.setAttribute("open", "");
  }
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  element.scrollIntoView({ block: "start" });
}

/**
 * Puts elements at the start of a place, in order, moving only what is not there yet; the focus stays where it was.
 * @param {HTMLElement} place
 * @param {HTMLElement[]} elements
 */
export function putFirst(place, elements) {
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
