/**
 * Asks surprising entries back at their fields, with a button that confirms them. It decides nothing about an entry,
 * and refuses none.
 */
import { part, parts, questionOf } from "../../app/dom.js";
import { rolesOf } from "../../app/form.js";
import { today } from "../../entry/dates.js";
import { doubtsOf } from "../../entry/doubts.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").Doubt} Doubt */
/** @typedef {import("../../edge/types.d.ts").Reading} Reading */

export class Doubts {
  #form;
  #words;
  #changed;
  /** The doubts that are shown, by their question and key. */
  #shown = new Set();

  /**
   * @param {HTMLElement} form
   * @param {Words} words
   * @param {() => void} changed called after a visitor confirmed an entry
   * @param {AbortSignal} signal
   */
  constructor(form, words, changed, signal) {
    this.#form = form;
    this.#words = words;
    this.#changed = changed;
    form.addEventListener("click", (event) => this.#confirm(event), { signal });
    form.addEventListener("reset", () => this.#forget(), { signal });
  }

  /**
   * What a reading leaves to be asked back, in the form's order of doubts.
   * @param {Reading} reading
   * @returns {Doubt[]}
   */
  unsettled(reading) {
    const all = [...reading.doubts, ...doubtsOf(reading.answers, reading.on, today(), rolesOf(this.#form))];
    return all.filter(({ name, key }) => !this.#confirmedAt(name).includes(key));
  }

  /**
   * Shows what is to be asked back: everything, or only what was shown before and is still open.
   * @param {Reading} reading
   * @param {boolean} everything
   */
  show(reading, everything) {
    const open = this.unsettled(reading).filter((one) => everything || this.#shown.has(idOf(one)));
    this.#shown = new Set(open.map(idOf));
    for (const old of parts(this.#form, "[data-js-doubt]")) {
      const still = open.some((one) => idOf(one) === old.dataset.jsDoubt);
      if (!still) old.remove();
    }
    for (const doubt of open) this.#place(doubt);
  }

  /**
   * Asks the doubts at a question back once, when the visitor goes on from it. An entry that is no answer before it is
   * confirmed is asked back until it is.
   * @param {HTMLElement} question
   * @param {Reading} reading
   * @returns {boolean} whether the visitor should stay
   */
  ask(question, reading) {
    const name = question.dataset.fact ?? "";
    const own = this.unsettled(reading).filter((one) => one.name === name || one.name.startsWith(`${name}.`));
    const isNew = own.some((one) => one.isOpen || !this.#shown.has(idOf(one)));
    if (!isNew) return false;
    for (const one of own) {
      this.#shown.add(idOf(one));
      this.#place(one);
    }
    /** @type {HTMLElement | null} */ (question.querySelector("[data-js-doubt]"))?.focus();
    return true;
  }

  /** @param {Doubt} doubt */
  #place(doubt) {
    const question = questionOf(this.#form, doubt.name);
    const isThere = parts(question ?? this.#form, "[data-js-doubt]").some((one) => one.dataset.jsDoubt === idOf(doubt));
    if (!question || isThere) return;
    const piece = this.#words.piece("doubt");
    piece.dataset.jsDoubt = idOf(doubt);
    const text = part(piece, "[data-js-doubt-text]");
    text.textContent = this.#words.say(`doubt.${doubt.code}`, doubt.slots);
    text.id = `${doubt.name}-doubt-${doubt.code}`;
    piece.setAttribute("aria-labelledby", text.id);
    const confirm = part(piece, "[data-js-confirm]");
    confirm.dataset.key = doubt.key;
    confirm.setAttribute("aria-describedby", text.id);
    question.append(piece);
  }

  /** @param {Event} event */
  #confirm({ target }) {
    const button = target instanceof Element ? target.closest("[data-js-confirm]") : null;
    const question = button?.closest("[data-js-question]");
    if (!(button instanceof HTMLElement) || !(question instanceof HTMLElement)) return;
    const keys = [...this.#confirmedAt(question.dataset.fact ?? ""), button.dataset.key ?? ""];
    question.dataset.confirmed = keys.filter((key) => key !== "").join("\n");
    button.closest("[data-js-doubt]")?.remove();
    /** @type {HTMLElement | null} */ (question.querySelector("input:not([hidden]), select"))?.focus();
    this.#changed();
  }

  /** The keys of what is confirmed at a question. @param {string} name */
  #confirmedAt(name) {
    return questionOf(this.#form, name)?.dataset.confirmed?.split("\n") ?? [];
  }

  /** Forgets everything when the form is emptied. */
  #forget() {
    this.#shown.clear();
    for (const question of parts(this.#form, "[data-confirmed]")) delete question.dataset.confirmed;
    for (const old of parts(this.#form, "[data-js-doubt]")) old.remove();
  }
}

/** What tells one doubt from another. @param {Doubt} doubt */
const idOf = ({ name, key }) => `${name}|${key}`;
