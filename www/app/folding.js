/**
 * Folds questions that can no longer change any result, and, with all questions at once, shrinks topics without an open
 * question to one line for each answer. It never folds a question that has the focus, and changes no answer.
 */
import { answerRows } from "../components/check/check.js";
import { part, parts } from "./dom.js";
import { topQuestions } from "./form.js";

/** @typedef {import("../text/words.js").Words} Words */
/** @typedef {import("../edge/types.d.ts").Missing} Missing */
/** @typedef {import("../edge/types.d.ts").Answers} Answers */

export class Folding {
  #form;
  #topics;
  #words;
  /** The answers and the questions that can still change a result; null without a result. @type {Set<string> | null} */
  #wanted = null;
  /** @type {Answers} */
  #answers = {};
  /** The lines that stand in place of questions. @type {Map<HTMLElement, HTMLElement | null>} */
  #lines = new Map();
  /** What each topic shows, as text. @type {Map<HTMLElement, string>} */
  #shown = new Map();
  /** The topic in which somebody works, and the one at the last look. @type {Element | null} */
  #used = null;
  /** @type {Element | null} */
  #settled = null;

  /**
   * @param {HTMLElement} form
   * @param {Words} words
   * @param {AbortSignal} signal
   */
  constructor(form, words, signal) {
    this.#form = form;
    this.#words = words;
    this.#topics = parts(form, "[data-js-topic]");
    for (const topic of this.#topics) {
      part(topic, "[data-js-unfold]").addEventListener("click", () => this.#toggle(topic), { signal });
    }
    // Where somebody works follows from clicks too, because Safari focuses nothing that is clicked. Nothing moves before
    // the end of a press.
    const { ownerDocument: page } = form;
    page.addEventListener("focusin", ({ target }) => (this.#used = topicOf(target)), { signal });
    for (const end of ["click", "keyup"]) page.addEventListener(end, ({ target }) => this.#follow(target), { signal });
  }

  /**
   * Folds and unfolds questions after an evaluation.
   * @param {readonly Missing[]} relevant the answers that can still change a result
   * @param {{ answers: Answers }} reading
   * @param {boolean} hasResult whether anything is found for the application date; without that no question is folded
   */
  apply(relevant, { answers }, hasResult) {
    this.#wanted = hasResult ? new Set(relevant.map((missing) => missing.fact)) : null;
    this.#answers = answers;
    for (const question of topQuestions(this.#form)) {
      const name = question.dataset.fact ?? "";
      question.toggleAttribute("data-spare", !this.#isWanted(name) && answers[name] === undefined);
    }
    this.#settle();
    this.#showAll();
  }

  /** Forgets which topics the visitor unfolded. */
  clear() {
    for (const topic of this.#topics) {
      delete topic.dataset.unfolded;
      delete topic.dataset.shrunk;
    }
  }

  /**
   * Shows an element if its question is folded or shrunk.
   * @param {Element | null} element
   */
  reveal(element) {
    const topic = /** @type {HTMLElement | null | undefined} */ (element?.closest("[data-js-topic]"));
    if (!topic) return;
    const question = topQuestions(topic).find((one) => one.contains(element));
    question?.setAttribute("data-opened", "");
    if (element?.closest("[hidden]")) topic.dataset.unfolded = "";
    this.#show(topic);
  }

  /** Shrinks every topic that is done, as when all questions are shown at once anew. */
  shrink() {
    this.#used = null;
    this.#settle();
    this.#showAll();
  }

  /** Shrinks the topics that are done once somebody works elsewhere. @param {EventTarget | null} target */
  #follow(target) {
    this.#used = topicOf(target);
    if (this.#used === this.#settled) return;
    this.#settle();
    this.#showAll();
  }

  /** With all questions at once, shrinks the topics that are done, but for the one in which somebody works. */
  #settle() {
    if (!this.#form.closest("[data-mode=single]")) return;
    this.#settled = this.#used;
    for (const topic of this.#topics) {
      if (topic === this.#used) continue;
      for (const question of topQuestions(topic)) question.removeAttribute("data-opened");
      topic.toggleAttribute("data-shrunk", this.#isDone(topic));
    }
  }

  /** Whether the answer to a question can change a result. @param {string} name */
  #isWanted(name) {
    return this.#wanted?.has(name) ?? true;
  }

  /** @param {HTMLElement} question */
  #isAnswered({ dataset }) {
    const { fact = "" } = dataset;
    return this.#answers[fact] !== undefined;
  }

  /** The questions of a topic that can still change a result. @param {HTMLElement} topic */
  #open(topic) {
    return topQuestions(topic).filter(({ dataset }) => this.#isWanted(dataset.fact ?? ""));
  }

  /** Whether a topic has answers, and no question that can still change a result. @param {HTMLElement} topic */
  #isDone(topic) {
    const isAnswered = topQuestions(topic).some((question) => this.#isAnswered(question));
    return isAnswered && this.#open(topic).length === 0;
  }

  /** @param {HTMLElement} topic */
  #toggle(topic) {
    topic.toggleAttribute("data-unfolded");
    this.#show(topic);
  }

  /** Shows the topics that have changed. With all questions at once, what has the focus keeps its place on the screen. */
  #showAll() {
    const changed = this.#topics.filter((topic) => this.#shown.get(topic) !== this.#stateOf(topic));
    if (changed.length === 0) return;
    const focused = this.#form.closest("[data-mode=single]") ? this.#form.ownerDocument.activeElement : null;
    const isKept = this.#form.contains(focused);
    const before = isKept ? (focused?.getBoundingClientRect().top ?? 0) : 0;
    for (const topic of changed) this.#show(topic);
    if (isKept) window.scrollBy(0, (focused?.getBoundingClientRect().top ?? 0) - before);
  }

  /** All that what a topic shows depends on, as text. @param {HTMLElement} topic */
  #stateOf(topic) {
    const focused = topic.ownerDocument.activeElement;
    const { unfolded, shrunk } = topic.dataset;
    const questions = topQuestions(topic).map((question) => {
      const { fact = "", spare, opened } = question.dataset;
      const hasFocus = question.contains(focused) || (this.#lines.get(question)?.contains(focused) ?? false);
      return [spare, opened, hasFocus, this.#wanted?.has(fact), this.#answers[fact]];
    });
    return JSON.stringify([unfolded, shrunk, part(topic, "[data-js-unfold]") === focused, questions]);
  }

  /** @param {HTMLElement} topic */
  #show(topic) {
    const isUnfolded = topic.dataset.unfolded !== undefined;
    const focused = topic.ownerDocument.activeElement;
    const questions = topQuestions(topic);
    const spare = questions.filter((one) => one.hasAttribute("data-spare") && !one.contains(focused));
    for (const question of questions) question.hidden = !isUnfolded && spare.includes(question);
    topic.toggleAttribute("data-spent", !isUnfolded && spare.length === questions.length);
    const button = part(topic, "[data-js-unfold]");
    part(topic, "[data-js-folded]").hidden = spare.length === 0 && button !== focused;
    button.textContent = this.#words.say("fold.text", { n: spare.length });
    button.setAttribute("aria-expanded", String(isUnfolded));
    this.#showLines(topic);
    this.#showState(topic);
    this.#shown.set(topic, this.#stateOf(topic));
  }

  /** Shows, in a shrunk topic, a line in place of each answered question that is not opened. @param {HTMLElement} topic */
  #showLines(topic) {
    if (this.#open(topic).length > 0) topic.removeAttribute("data-shrunk");
    const isShrunk = topic.hasAttribute("data-shrunk");
    const focused = topic.ownerDocument.activeElement;
    for (const question of topQuestions(topic)) {
      const isAnswered = this.#isAnswered(question);
      const isLine = isShrunk && isAnswered && !question.hasAttribute("data-opened") && !question.contains(focused);
      question.toggleAttribute("data-lined", isLine);
      const old = this.#lines.get(question);
      if (isLine && old?.contains(focused)) continue;
      old?.remove();
      this.#lines.set(question, null);
      if (isLine) this.#addLine(question);
    }
  }

  /** Puts a line for each row of an answer before its question, with a way to change it. @param {HTMLElement} question */
  #addLine(question) {
    const line = this.#words.piece("line");
    line.append(...answerRows(this.#form, this.#words, [question.dataset.fact ?? ""], this.#answers));
    question.before(line);
    this.#lines.set(question, line);
  }

  /** Says how many questions of a topic can still change a result, or that it is done. @param {HTMLElement} topic */
  #showState(topic) {
    const n = this.#wanted === null ? 0 : this.#open(topic).length;
    const name = n > 0 ? "topic.left" : this.#isDone(topic) ? "topic.done" : "";
    part(topic, "[data-js-topic-state]").replaceChildren(...(name ? [this.#words.sign("sign", name, { n })] : []));
  }
}

/** The topic that contains an element, or null. @param {EventTarget | null} target */
const topicOf = (target) => (target instanceof Element ? target.closest("[data-js-topic]") : null);
