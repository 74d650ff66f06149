/** Writes the short summary of a result beside the form. It words nothing. */
import { textOf } from "./dom.js";

/** The pause before the live region changes, so that a screen reader reads quick answers only once. */
const PAUSE_MS = 600;

export class LiveLine {
  #line;
  #isLive = false;
  #timer = 0;

  /** @param {HTMLElement} line */
  constructor(line) {
    this.#line = line;
  }

  /**
   * Makes the line a live region, or not: one screen at a time, a screen reader reads the heading of each new screen.
   * @param {boolean} isLive
   */
  setLive(isLive) {
    this.#isLive = isLive;
    if (isLive) this.#line.setAttribute("role", "status");
    else this.#line.removeAttribute("role");
  }

  /** @param {string} text */
  put(text) {
    clearTimeout(this.#timer);
    if (!this.#isLive) {
      this.#line.textContent = text;
      return;
    }
    this.#timer = window.setTimeout(() => {
      if (textOf(this.#line) !== text) this.#line.textContent = text;
    }, PAUSE_MS);
  }
}
