/** Shows entry errors at their fields and in one summary. It does not decide what is an error. */
import { afterPaint, firstControl, part, parts, questionOf, textOf } from "./dom.js";

/** @typedef {import("../text/words.js").Words} Words */
/** @typedef {import("../edge/types.d.ts").EntryError} EntryError */

export class Errors {
  #form;
  #words;
  #summary;
  #title;
  /** @type {EntryError[]} */
  #shown = [];

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

  /** Replaces the errors shown; an empty list removes them. @param {EntryError[]} errors */
  show(errors) {
    if (errors.length === 0 && this.#summary.hidden) return;
    this.#shown = errors;
    const wrong = new Map(errors.map((error) => [error.name, error]));
    for (const question of parts(this.#form, "[data-js-question]")) {
      this.#mark(question, wrong.get(question.dataset.fact ?? ""));
    }
    part(this.#summary, "[data-js-error-list]").replaceChildren(...errors.map((error) => this.#link(error)));
    this.#summary.hidden = errors.length === 0;
    this.#writeTitle();
  }

  /**
   * Brings the errors shown up to date with those that the form has: mended ones leave, and none is added.
   * @param {readonly EntryError[]} errors
   */
  follow(errors) {
    const known = new Set(this.#shown.map(kindOf));
    this.show(errors.filter((error) => known.has(kindOf(error))));
  }

  /** Focuses the summary, so that screen readers read it. */
  focus() {
    this.#summary.focus();
  }

  /** Sets the page's title; while there are errors, the title says so instead. @param {string} title */
  setTitle(title) {
    this.#title = title;
    // A browser takes milliseconds to change a title, so the next screen is painted first.
    afterPaint(() => this.#writeTitle());
  }

  #writeTitle() {
    const title = this.#title;
    this.#form.ownerDocument.title = this.#summary.hidden ? title : this.#words.say("title.error", { title });
  }

  /**
   * Shows an error at its question, or removes it.
   * @param {HTMLElement} question
   * @param {EntryError | undefined} error
   */
  #mark(question, error) {
    const old = question.querySelector(":scope > [data-js-error]");
    if (!old && !error) return;
    const id = `${question.dataset.fact}-error`;
    old?.remove();
    if (error) {
      const line = this.#words.piece("error");
      line.id = id;
      line.textContent = this.#text(error);
      (question.querySelector(":scope > .hint") ?? part(question, "legend")).after(line);
    }
    const own = parts(question, "input[type=text], select").filter(
      (input) => input.closest("[data-js-question]") === question,
    );
    for (const input of own) {
      if (error) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
    for (const told of [question, ...own]) setDescribedBy(told, id, error !== undefined);
  }

  /** @param {EntryError} error */
  #link(error) {
    const item = this.#words.piece("link-item");
    const link = /** @type {HTMLAnchorElement} */ (part(item, "[data-js-link]"));
    link.textContent = this.#words.say("label.error", {
      question: questionLabel(this.#form, this.#words, error.name),
      text: this.#text(error),
    });
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

/** The error without the member's number, which changes when a member is removed. @param {EntryError} error */
function kindOf({ name, code }) {
  return `${name.replace(/\.\d+\./, ".N.")} ${code}`;
}

/**
 * A question's text; for a member's question, with the member.
 * @param {ParentNode} form
 * @param {Words} words
 * @param {string} name
 */
export function questionLabel(form, words, name) {
  return withMember(words, name, textOf(questionOf(form, name)?.querySelector("[data-js-legend]")));
}

/**
 * What a list of answers calls a question, with the member for a member's question.
 * @param {ParentNode} form
 * @param {Words} words
 * @param {string} name
 */
export function answerLabel(form, words, name) {
  return withMember(words, name, shortText(questionOf(form, name)));
}

/** The short text of a question; its whole text if the rules give none. @param {Element | null} question */
export function shortText(question) {
  const short = question?.querySelector(":scope > [data-js-short]");
  return textOf(short ?? question?.querySelector("[data-js-legend]"));
}

/**
 * @param {Words} words
 * @param {string} name
 * @param {string} question
 */
function withMember(words, name, question) {
  const member = /\.(\d+)\./.exec(name)?.[1];
  if (member === undefined) return question;
  if (member === "0") return words.say("label.first", { question });
  return words.say("label.member", { member: words.say("member", { n: member }), question });
}

/**
 * Scrolls to a question and focuses its first control. The caller unfolds it first.
 * @param {ParentNode} form
 * @param {string} name
 */
export function jumpTo(form, name) {
  const question = questionOf(form, name);
  if (!question) return;
  question.scrollIntoView({ block: "start" });
  firstControl(question)?.focus({ preventScroll: true });
}

/**
 * Adds a line to a control's `aria-describedby`, or removes it. The line comes first, so that it is read first.
 * @param {HTMLElement} control
 * @param {string} id
 * @param {boolean} wanted
 */
function setDescribedBy(control, id, wanted) {
  const others = (control.getAttribute("aria-describedby") ?? "")
    .split(" ")
    .filter((other) => other !== "" && other !== id);
  const ids = wanted ? [id, ...others] : others;
  if (ids.length > 0) control.setAttribute("aria-describedby", ids.join(" "));
  else control.removeAttribute("aria-describedby");
}
