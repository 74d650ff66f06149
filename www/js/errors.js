/** Wrong entries shown at their fields and in one summary. It decides nothing about what is wrong. */
import { firstControl, part, parts, questionOf, textOf } from "./dom.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("./types.d.ts").EntryError} EntryError */

export class Errors {
  #form;
  #words;
  #summary;
  #title;

  /**
   * @param {HTMLElement} form
   * @param {Words} words
   */
  constructor(form, words) {
    this.#form = form;
    this.#words = words;
    this.#summary = part(form, "[data-js-error-summary]");
    this.#title = form.ownerDocument.title;
  }

  /** @param {EntryError[]} errors */
  show(errors) {
    const wrong = new Map(errors.map((error) => [error.name, error]));
    for (const question of parts(this.#form, "[data-js-question]")) {
      this.#mark(question, wrong.get(question.dataset.fact ?? ""));
    }
    part(this.#summary, "[data-js-error-list]").replaceChildren(...errors.map((error) => this.#link(error)));
    this.#summary.hidden = errors.length === 0;
    this.#form.ownerDocument.title = errors.length === 0 ? this.#title : this.#words.say("title.error", { title: this.#title });
  }

  focus() {
    this.#summary.focus();
  }

  /**
   * @param {HTMLElement} question
   * @param {EntryError | undefined} error
   */
  #mark(question, error) {
    const line = part(question, ":scope > [data-js-error]");
    line.textContent = error ? this.#text(error) : "";
    line.hidden = !error;
    for (const input of parts(question, "input[type=text], select")) {
      if (error) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
  }

  /** @param {EntryError} error */
  #link(error) {
    const item = this.#words.piece("link-item");
    const link = /** @type {HTMLAnchorElement} */ (part(item, "[data-js-link]"));
    link.textContent = this.#words.say("label.error", { question: questionLabel(this.#form, this.#words, error.name), text: this.#text(error) });
    link.href = `#q-${error.name}`;
    link.dataset.jsJump = error.name;
    return item;
  }

  /** @param {EntryError} error */
  #text({ code, slots }) {
    const name = `error.${code}`;
    return this.#words.say(this.#words.has(name) ? name : "error.other", slots);
  }
}

/**
 * A question's words, with whose they are for a member's.
 * @param {ParentNode} form
 * @param {Words} words
 * @param {string} name
 */
export function questionLabel(form, words, name) {
  const question = textOf(questionOf(form, name)?.querySelector("[data-js-legend]"));
  const member = /\.(\d+)\./.exec(name)?.[1];
  if (member === undefined) return question;
  if (member === "0") return words.say("label.first", { question });
  return words.say("label.member", { member: words.say("member", { n: member }), question });
}

/**
 * Puts the reader at a question; one inside a folded part is shown by its owner first.
 * @param {ParentNode} form
 * @param {string} name
 */
export function jumpTo(form, name) {
  const question = questionOf(form, name);
  if (!question) return;
  question.scrollIntoView({ block: "start" });
  firstControl(question)?.focus({ preventScroll: true });
}
