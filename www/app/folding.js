/** Folds questions that can no longer change any result. It never folds an answered or a focused question. */
import { part, parts } from "./dom.js";
import { topQuestions } from "./form.js";

/** @typedef {import("../text/words.js").Words} Words */
/** @typedef {import("../edge/types.d.ts").Missing} Missing */
/** @typedef {import("../edge/types.d.ts").Reading} Reading */

export class Folding {
  #topics;
  #words;

  /**
   * @param {HTMLElement} form
   * @param {Words} words
   * @param {AbortSignal} signal
   */
  constructor(form, words, signal) {
    this.#words = words;
    this.#topics = parts(form, "[data-js-topic]");
    for (const topic of this.#topics) {
      part(topic, "[data-js-unfold]").addEventListener("click", () => this.#toggle(topic), { signal });
    }
  }

  /**
   * Folds and unfolds questions after an evaluation.
   * @param {readonly Missing[]} relevant the answers that can still change a result
   * @param {Reading} reading
   * @param {boolean} hasResult whether anything is found for the application date; without that no question is folded
   */
  apply(relevant, { answers }, hasResult) {
    const wanted = new Set(relevant.map((missing) => missing.fact));
    for (const topic of this.#topics) {
      for (const question of topQuestions(topic)) {
        const name = question.dataset.fact ?? "";
        const kept = !hasResult || wanted.has(name) || answers[name] !== undefined;
        question.toggleAttribute("data-spare", !kept);
      }
      this.#show(topic);
    }
  }

  /** Forgets which topics the visitor unfolded. */
  clear() {
    for (const topic of this.#topics) delete topic.dataset.unfolded;
  }

  /**
   * Unfolds the topic that contains an element, if the element is folded.
   * @param {Element | null} element
   */
  reveal(element) {
    const topic = /** @type {HTMLElement | null | undefined} */ (element?.closest("[data-js-topic]"));
    if (!topic || !element?.closest("[hidden]")) return;
    topic.dataset.unfolded = "";
    this.#show(topic);
  }

  /** @param {HTMLElement} topic */
  #toggle(topic) {
    topic.toggleAttribute("data-unfolded");
    this.#show(topic);
  }

  /** @param {HTMLElement} topic */
  #show(topic) {
    const open = topic.dataset.unfolded !== undefined;
    const focused = topic.ownerDocument.activeElement;
    const spare = topQuestions(topic).filter(
      (question) => question.hasAttribute("data-spare") && !question.contains(focused),
    );
    for (const question of topQuestions(topic)) question.hidden = !open && spare.includes(question);
    const spent = !open && spare.length === topQuestions(topic).length;
    topic.toggleAttribute("data-spent", spent);
    const button = part(topic, "[data-js-unfold]");
    part(topic, "[data-js-folded]").hidden = spare.length === 0 && button !== focused;
    part(topic, "[data-js-folded-text]").textContent = this.#words.say(
      open ? "fold.shown" : spent ? "fold.spent" : "fold.text",
      { n: spare.length },
    );
    button.textContent = this.#words.say(open ? "fold.hide" : spent ? "fold.look" : "fold.show");
    button.setAttribute("aria-expanded", String(open));
  }
}
