/**
 * What happens when the visitor leaves the page: a warning if there are answers, and a way for them to the page in
 * another language. That way is the name of the window, which is neither in an address nor in the history nor on disk.
 */
import { isLuggage, pack } from "../visit/luggage.js";
import { parts } from "./dom.js";
import { isPlainClick } from "./page-links.js";

/** @typedef {import("../visit/luggage.js").Luggage} Luggage */

export class Leaving {
  #luggage;
  #isWarning = false;
  #life = new AbortController();

  /**
   * @param {Document} page
   * @param {() => Omit<Luggage, "before">} luggage what to take along to another language
   * @param {AbortSignal} signal
   */
  constructor(page, luggage, signal) {
    this.#luggage = luggage;
    for (const link of parts(page, "[data-js-language]"))
      link.addEventListener("click", (event) => isPlainClick(event) && this.#takeAlong(), { signal });
    // The browser may keep this page and come back to it: then nothing must be left in the window's name.
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.#unpack(), { signal });
  }

  /** Warns before answers are lost, where the browser shows such a warning. @param {boolean} hasAnswers */
  warnIf(hasAnswers) {
    if (hasAnswers === this.#isWarning) return;
    this.#isWarning = hasAnswers;
    this.#life.abort();
    this.#life = new AbortController();
    if (hasAnswers)
      window.addEventListener("beforeunload", (event) => this.#warn(event), { signal: this.#life.signal });
  }

  /** @param {BeforeUnloadEvent} event */
  #warn(event) {
    if (isLuggage(window.name)) return;
    event.preventDefault();
    event.returnValue = true;
  }

  #takeAlong() {
    window.name = pack({ ...this.#luggage(), before: isLuggage(window.name) ? "" : window.name });
  }

  #unpack() {
    if (isLuggage(window.name)) window.name = "";
  }
}
