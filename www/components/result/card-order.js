/**
 * Orders the cards under each heading by result, and folds ineligible programmes at the end.
 * It changes nothing inside a card.
 */
import { part, parts } from "../../app/dom.js";
import { FEW, isIneligibleRank } from "./groups.js";

/** @typedef {import("../../text/words.js").Words} Words */

export class CardOrder {
  #words;
  #groups;
  #hasFewProgrammes;

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
    /** With few programmes, nothing is folded. */
    this.#hasFewProgrammes = parts(root, "[data-js-programme]").length <= 2 * FEW;
  }

  /** @param {(card: HTMLElement) => number} rank a card's rank; negative if its programme is not in the report */
  show(rank) {
    for (const { place, cards } of this.#groups) {
      const ordered = [...cards].sort((one, other) => rank(one) - rank(other));
      const out = this.#hasFewProgrammes ? [] : ordered.filter((card) => isIneligibleRank(rank(card)));
      prependAll(
        place,
        ordered.filter((card) => !out.includes(card)),
      );
      this.#fold(place, out);
    }
  }

  /**
   * Folds cards at the end of a place, or removes the fold if there are none.
   * @param {HTMLElement} place
   * @param {HTMLElement[]} out
   */
  #fold(place, out) {
    const old = /** @type {HTMLElement | null} */ (place.querySelector(":scope > [data-js-out]"));
    if (out.length === 0) return old?.remove();
    const fold = old ?? this.#words.piece("out");
    if (fold !== place.lastElementChild) place.append(fold);
    part(fold, "[data-js-size]").textContent = this.#words.say("size", { n: out.length });
    prependAll(part(fold, "[data-js-list]"), out);
  }
}

/**
 * Opens everything that an element is folded in, scrolls to it and focuses its heading.
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
