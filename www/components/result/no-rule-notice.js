/**
 * Shows a notice if no rules hold for the application date or if that date has passed. Where there is no estimate
 * either, a button changes the date. It evaluates nothing.
 */
import { dayText } from "../../entry/dates.js";
import { part, parts } from "../../app/dom.js";
import { hasResult } from "../../visit/shown.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").Report} Report */

export class NoRuleNotice {
  #notices;
  #form;
  #words;
  #changed;

  /**
   * @param {Document} page
   * @param {HTMLElement} form
   * @param {Words} words
   * @param {() => void} changed called after the application date was changed
   * @param {AbortSignal} signal
   */
  constructor(page, form, words, changed, signal) {
    this.#notices = parts(page, "[data-js-lookback]");
    this.#form = form;
    this.#words = words;
    this.#changed = changed;
    for (const notice of this.#notices) {
      const lookBack = () => this.#setDate(notice, notice.dataset.to ?? "");
      part(notice, "[data-js-look-back]").addEventListener("click", lookBack, { signal });
      part(notice, "[data-js-look-today]").addEventListener("click", () => this.#setDate(notice, ""), { signal });
    }
  }

  /**
   * Shows or hides the notices.
   * @param {Report} report
   * @param {string} today an ISO date
   */
  show({ on, programmes }, today) {
    const unruled = !hasResult(programmes);
    const estimated = !unruled && programmes.every(({ verdict }) => verdict === "no_rule");
    const past = !unruled && !estimated && on < today;
    for (const notice of this.#notices) {
      const late = on > (notice.dataset.to ?? "");
      const none = late ? "lookback.not_yet" : "lookback.no_rule";
      const name = unruled || estimated ? none : "lookback.past";
      // Of an estimate, a calm line below the question and the basis of the result say which year's rules it follows.
      notice.hidden = !unruled && !(past && this.#form.contains(notice));
      part(notice, "[data-js-lookback-text]").textContent = this.#words.say(name, { day: dayText(this.#words, on) });
      part(notice, "[data-js-lookback-hint]").textContent = this.#words.say(
        unruled ? "lookback.why" : estimated ? "lookback.estimate" : "lookback.dates",
      );
      part(notice, "[data-js-lookback-years]").hidden = !unruled && !estimated;
      part(notice, "[data-js-look-back]").hidden = !unruled || on === notice.dataset.to;
      part(notice, "[data-js-look-today]").hidden = unruled || estimated;
    }
  }

  /**
   * Sets the application date and focuses the heading above, because the focused button disappears.
   * @param {HTMLElement} notice
   * @param {string} iso an ISO date; empty to clear the date
   */
  #setDate(notice, iso) {
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
