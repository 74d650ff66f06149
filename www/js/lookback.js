/** What is said where no rules hold for the application date, or where it has passed, and the way to a registered year and back. It evaluates nothing. */
import { dayText } from "./dates.js";
import { part, parts } from "./dom.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("./types.d.ts").Report} Report */

export class Lookback {
  #notices;
  #past;
  #form;
  #words;
  #changed;

  /**
   * @param {Document} page
   * @param {HTMLElement} form
   * @param {Words} words
   * @param {() => void} changed
   * @param {AbortSignal} signal
   */
  constructor(page, form, words, changed, signal) {
    this.#notices = parts(page, "[data-js-lookback]");
    this.#past = part(page, "[data-js-past]");
    this.#form = form;
    this.#words = words;
    this.#changed = changed;
    for (const notice of this.#notices) {
      part(notice, "[data-js-look-back]").addEventListener("click", () => this.#go(notice, notice.dataset.to ?? ""), {
        signal,
      });
      part(notice, "[data-js-look-today]").addEventListener("click", () => this.#go(notice, ""), { signal });
    }
  }

  /**
   * @param {Report} report
   * @param {string} today
   */
  show({ on, programmes }, today) {
    const unruled = !isRuled(programmes);
    const past = !unruled && on < today;
    this.#past.hidden = !past;
    this.#past.textContent = this.#words.say("lookback.past", { day: dayText(this.#words, on) });
    for (const notice of this.#notices) {
      const late = on > (notice.dataset.to ?? "");
      const name = unruled ? (late ? "lookback.not_yet" : "lookback.no_rule") : "lookback.past";
      notice.hidden = !unruled && !(past && this.#form.contains(notice));
      part(notice, "[data-js-lookback-text]").textContent = this.#words.say(name, { day: dayText(this.#words, on) });
      part(notice, "[data-js-lookback-hint]").textContent = this.#words.say(
        unruled ? "lookback.why" : "lookback.dates",
      );
      part(notice, "[data-js-lookback-years]").hidden = !unruled;
      part(notice, "[data-js-look-back]").hidden = !unruled || on === notice.dataset.to;
      part(notice, "[data-js-look-today]").hidden = unruled;
    }
  }

  /**
   * Sets or empties the application date; the button goes, so the reader is put at the heading above it.
   * @param {HTMLElement} notice
   * @param {string} iso
   */
  #go(notice, iso) {
    const pieces = iso.split("-");
    ["year", "month", "day"].forEach((piece, at) => {
      const box = /** @type {HTMLInputElement} */ (part(this.#form, `[name="on.${piece}"]`));
      box.value = pieces[at] ? String(Number(pieces[at])) : "";
    });
    this.#changed();
    const heading = part(/** @type {HTMLElement} */ (notice.parentElement), "h2");
    heading.focus();
  }
}

/**
 * Whether any programme's rules hold for the day that was asked about.
 * @param {Report["programmes"]} programmes
 */
export function isRuled(programmes) {
  return programmes.some(({ verdict }) => verdict !== "no_rule");
}
