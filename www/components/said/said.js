/** Says one thing at the top of the page, with buttons if there is something to do about it. It decides nothing. */
import { part } from "../../app/dom.js";

/** @typedef {import("../../text/words.js").Words} Words */

export class Said {
  #place;
  #words;
  /** What the shown line is about; empty if none is shown. */
  #about = "";

  /**
   * @param {Document} page
   * @param {Words} words
   */
  constructor(page, words) {
    this.#place = part(page, "[data-js-said]");
    this.#words = words;
  }

  /**
   * Shows a line in place of the one before.
   * @param {string} about what it is about, by which it is taken back
   * @param {string} text
   * @param {{ label: string, run: () => void }[]} [actions] a button each; any of them takes the line back
   */
  show(about, text, actions = []) {
    this.#about = about;
    const line = this.#words.piece("said");
    line.textContent = text;
    const buttons = actions.map(({ label, run }) => {
      const button = this.#words.piece("said-button");
      button.textContent = label;
      button.addEventListener("click", () => {
        this.hide(about);
        run();
      });
      return button;
    });
    this.#place.replaceChildren(line, ...buttons);
    if (buttons.length > 0) this.#place.scrollIntoView({ block: "nearest" });
  }

  /** Whether a line about something is shown. @param {string} about */
  isAbout(about) {
    return this.#about === about;
  }

  /** Takes a line back, if it is shown. @param {string} about */
  hide(about) {
    if (this.#about !== about) return;
    this.#about = "";
    this.#place.replaceChildren();
  }
}
