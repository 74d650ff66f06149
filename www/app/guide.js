/**
 * Switches between screens: the start, one question, the check of the answers, the result, or everything at once.
 * Each screen is a history entry, so the browser's Back works. The guide reads no answer and evaluates nothing.
 */
import { part, parts, questionOf, textOf } from "./dom.js";
import { questionLabel } from "./errors.js";
import { scrollToTop } from "./frame.js";

/** @typedef {import("../text/words.js").Words} Words */
/** @typedef {import("../edge/types.d.ts").EntryError} EntryError */
/** @typedef {import("../edge/types.d.ts").Missing} Missing */
/** @typedef {"start" | "question" | "check" | "result" | "single"} Kind */
/**
 * @typedef {object} Screen
 * @property {Kind} kind
 * @property {string} [name] the question's name, if the screen shows a question
 * @property {Kind} [then] the screen that follows, if it is not the next question
 */

/**
 * The functions that the guide needs from the page.
 * @typedef {object} Hooks
 * @property {() => readonly Missing[] | null} relevant the answers that can still change a result, in asking order;
 *   null if no rules hold for the application date
 * @property {() => number} questionsLeft the greatest number of questions that may still follow
 * @property {(question: HTMLElement) => EntryError[]} errorsOf the errors that prevent going on from a question
 * @property {(errors: EntryError[]) => void} showErrors shows errors; an empty list removes them
 * @property {(title: string) => void} setTitle sets the page's title
 * @property {(kind: Kind, question: HTMLElement | null) => void} beforeShow called just before a screen is shown
 * @property {() => void} fillAround fills what stands around the question on the screen
 * @property {(fact: string) => string | null} togetherScreen the name of the screen that asks a fact together with
 *   others, if nothing is said about the fact yet
 */

export class Guide {
  #page;
  #form;
  #words;
  #hooks;
  #title;
  /** @type {Screen} */
  #screen = { kind: "start" };
  /** Keys of the missing answers that were asked for: the guide does not ask for the same thing twice. */
  #asked = new Set();
  /** Keys of the missing answers that the screen asks for. @type {string[]} */
  #asking = [];
  #steps = 0;

  /**
   * @param {Document} page
   * @param {HTMLElement} form
   * @param {Words} words
   * @param {Hooks} hooks
   * @param {AbortSignal} signal
   */
  constructor(page, form, words, hooks, signal) {
    this.#page = page;
    this.#form = form;
    this.#words = words;
    this.#hooks = hooks;
    this.#title = page.title;
    form.addEventListener("submit", () => this.#next(), { signal });
    for (const back of parts(page, "[data-js-back]")) back.addEventListener("click", () => history.back(), { signal });
    page.addEventListener("click", (event) => this.#followLink(event), { signal });
    window.addEventListener("popstate", (event) => this.#show(screenOf(event.state), true), { signal });
    page.body.dataset.live = "";
    // The address `#all` shows everything at once, with and without scripts. Officers use it.
    if (page.location.hash === `#${page.body.id}`) this.#show({ kind: "single" }, false);
    history.replaceState(this.#screen, "");
  }

  get kind() {
    return this.#screen.kind;
  }

  /** Shows a screen and adds it to the history. @param {Screen} screen */
  go(screen) {
    history.pushState(screen, "");
    this.#show(screen, true);
  }

  /** Shows a question; after it, the check or the result that it was opened from. @param {string} name */
  goTo(name) {
    const question = questionOf(this.#form, name);
    const top = question?.parentElement?.closest("[data-kind=list]") ?? question;
    if (!(top instanceof HTMLElement)) return;
    const then = this.kind === "check" || this.kind === "result" ? this.kind : undefined;
    this.go({ kind: "question", name: top.dataset.fact ?? "", ...(then ? { then } : {}) });
  }

  /** Forgets that a question was asked, because its answer was changed elsewhere. @param {string} fact */
  forget(fact) {
    for (const key of this.#asked) if (key.startsWith(`${fact}|`)) this.#asked.delete(key);
  }

  /** Goes back to the start and forgets what was asked. */
  restart() {
    this.#asked.clear();
    this.#steps = 0;
    if (this.kind !== "single") this.go({ kind: "start" });
  }

  /** Updates the number of questions that are left. */
  refresh() {
    const wanted = this.#hooks.relevant();
    const open = this.kind === "question" || this.kind === "start";
    this.#hooks.fillAround();
    // What is asked once and answered is not asked again, even if a more exact answer would help.
    const over = new Set((wanted ?? []).map(({ fact }) => fact).filter((fact) => this.#isOver(fact)));
    const left = this.#hooks.questionsLeft() - over.size;
    part(this.#page, "[data-js-progress]").textContent =
      wanted === null
        ? ""
        : this.kind === "check" && !this.hasNext
          ? this.#words.say("progress.done")
          : open || this.kind === "check"
            ? this.#words.say("progress", { left })
            : "";
  }

  /** Whether there is another question to ask. */
  get hasNext() {
    return this.#nextName() !== null;
  }

  /** Whether a question is asked only once and was left with an answer. @param {string} fact */
  #isOver(fact) {
    return this.#asked.has(`${fact}|once`);
  }

  /** Handles a click on a link to a screen. @param {Event} event */
  #followLink(event) {
    const link = event.target instanceof Element ? event.target.closest("[data-js-screen]") : null;
    if (!(link instanceof HTMLElement)) return;
    event.preventDefault();
    const kind = link.dataset.jsScreen;
    if (kind === "question") this.#firstQuestion();
    else this.go({ kind: /** @type {Kind} */ (kind) });
  }

  /** Shows the first open question, or the check if there is none. */
  #firstQuestion() {
    const name = this.#nextName();
    this.go(name === null ? { kind: "check" } : { kind: "question", name });
  }

  /** Leaves the current question for the next screen, unless there is an error. */
  #next() {
    if (this.kind !== "start" && this.kind !== "question") return;
    const question = this.#currentQuestion();
    if (!question) return;
    const errors = this.#hooks.errorsOf(question);
    if (errors.length > 0) return this.#hooks.showErrors(errors);
    if (this.#hooks.relevant() === null) return part(this.#form, "[data-js-look-back]").focus();
    this.#steps += 1;
    for (const key of this.#asking) this.#asked.add(key);
    if (question.hasAttribute("data-once")) this.#asked.add(`${question.dataset.fact}|once`);
    const { then } = this.#screen;
    const name = this.#nextName();
    if (then === "check" || then === "result") this.go({ kind: then });
    else this.go(name === null ? { kind: "check" } : { kind: "question", name });
  }

  /** The next question to ask, or null. A question is asked again if a more exact answer matters later. */
  #nextName() {
    for (const missing of this.#hooks.relevant() ?? []) {
      const together = this.#hooks.togetherScreen(missing.fact);
      if (together) return together;
      if (this.#isOver(missing.fact)) continue;
      if (!this.#asked.has(missingKey(missing)) && questionOf(this.#form, missing.fact)) return missing.fact;
    }
    return null;
  }

  /** The question on the screen, or null. */
  #currentQuestion() {
    return /** @type {HTMLElement | null} */ (this.#form.querySelector("[data-current]"));
  }

  /**
   * @param {Screen} screen
   * @param {boolean} focus
   */
  #show(screen, focus) {
    this.#screen = screen;
    const { body } = this.#page;
    body.dataset.mode = screen.kind === "single" ? "single" : "guided";
    body.dataset.screen = screen.kind;
    const first = part(this.#form, "[data-js-question]");
    const question =
      screen.kind === "question" ? questionOf(this.#form, screen.name ?? "") : screen.kind === "start" ? first : null;
    for (const one of parts(this.#form, "[data-current]")) if (one !== question) one.removeAttribute("data-current");
    question?.setAttribute("data-current", "");
    const own = (this.#hooks.relevant() ?? []).filter((missing) => missing.fact === screen.name);
    this.#asking = screen.kind === "question" ? own.map(missingKey) : [];
    this.#hooks.showErrors([]);
    this.#hooks.beforeShow(screen.kind, question);
    this.refresh();
    this.#hooks.setTitle(this.#titleOf(screen));
    if (focus) this.#focusHeading(screen, question);
  }

  /** @param {Screen} screen */
  #titleOf({ kind, name }) {
    if (kind === "question")
      return this.#words.say("title.screen", {
        screen: questionLabel(this.#form, this.#words, name ?? ""),
        title: this.#title,
      });
    const heading = kind === "check" ? "[data-js-check-title]" : kind === "result" ? "[data-js-results-title]" : null;
    return heading
      ? this.#words.say("title.screen", { screen: textOf(part(this.#page, heading)), title: this.#title })
      : this.#title;
  }

  /**
   * Focuses the screen's heading, so that screen readers read it, and scrolls to the top.
   * @param {Screen} screen
   * @param {HTMLElement | null} question
   */
  #focusHeading({ kind }, question) {
    const heading =
      kind === "question" && question
        ? part(question, "[data-js-legend]")
        : part(
            this.#page,
            {
              start: "h1",
              check: "[data-js-check-title]",
              result: "[data-js-results-title]",
              single: "#questions-title",
              question: "h1",
            }[kind],
          );
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    scrollToTop();
  }
}

/** The screen of a history entry; the start if the entry holds none. @param {unknown} state @returns {Screen} */
function screenOf(state) {
  const kinds = ["start", "question", "check", "result", "single"];
  const known = typeof state === "object" && state !== null && "kind" in state && kinds.includes(String(state.kind));
  return known ? /** @type {Screen} */ (state) : { kind: "start" };
}

/** A key for a missing answer and for how exactly it is needed. @param {Missing} missing */
function missingKey({ fact, field, member, needs }) {
  return [fact, field, member, needs].join("|");
}
