/**
 * Shows one screen at a time: the start, the list of programmes, one question, the check of the answers, the result, or
 * everything at once. It reads no answer and evaluates nothing; which screen follows which is in `visit/screens.js`.
 */
import { Asked } from "../visit/asked.js";
import { KINDS, Screens } from "../visit/screens.js";
import { part, parts, questionOf, textOf } from "./dom.js";
import { questionLabel } from "./errors.js";
import { scrollToTop } from "./frame.js";
import { HistoryMirror } from "./history.js";

/** @typedef {import("../text/words.js").Words} Words */
/** @typedef {import("../edge/types.d.ts").Answers} Answers */
/** @typedef {import("../edge/types.d.ts").EntryError} EntryError */
/** @typedef {import("../edge/types.d.ts").Missing} Missing */
/** @typedef {import("../visit/screens.js").Kind} Kind */
/** @typedef {import("../visit/screens.js").Screen} Screen */

/**
 * The functions that the guide needs from the page.
 * @typedef {object} Hooks
 * @property {() => readonly Missing[] | null} relevant the answers that can still change a result, in asking order;
 *   null if no rules hold for the application date
 * @property {() => Answers} answers the answers of the last reading
 * @property {() => boolean} hasAnswers whether anything is answered or entered
 * @property {() => number} questionsLeft the greatest number of questions that may still follow
 * @property {(question: HTMLElement) => EntryError[]} errorsOf the errors that prevent going on from a question
 * @property {(question: HTMLElement) => boolean} asksBack asks surprising entries of a question back once, and says
 *   whether the visitor stays
 * @property {(errors: EntryError[]) => void} showErrors shows errors; an empty list removes them
 * @property {(title: string) => void} setTitle sets the page's title
 * @property {() => void} read reads what is entered on the screen, before another is shown
 * @property {(kind: Kind, question: HTMLElement | null) => void} beforeShow called just before a screen is shown
 * @property {() => void} fillAround fills what stands around the question on the screen
 * @property {(fact: string) => string | null} togetherScreen the name of the screen that asks a fact together with
 *   others, if nothing is said about the fact yet
 * @property {(fragment: string) => void} fragment called with a fragment that was entered in the address
 */

/** The heading of each kind of screen but questions, which the focus moves to. */
const HEADINGS = {
  start: "#start-title",
  list: "[data-js-list-title]",
  check: "[data-js-check-title]",
  result: "[data-js-results-title]",
  single: "#questions-title",
};

export class Guide {
  #page;
  #form;
  #words;
  #hooks;
  #title;
  #screens;
  #history;
  #asked = new Asked();

  /**
   * @param {Document} page
   * @param {HTMLElement} form
   * @param {Words} words
   * @param {Hooks} hooks
   * @param {readonly Screen[]} screens the screens to begin with, the last of them shown
   * @param {AbortSignal} signal
   */
  constructor(page, form, words, hooks, screens, signal) {
    this.#page = page;
    this.#form = form;
    this.#words = words;
    this.#hooks = hooks;
    this.#title = page.title;
    this.#screens = new Screens(String(performance.timeOrigin), history.state, screens);
    const mirrored = {
      hasAnswers: hooks.hasAnswers,
      moved: () => this.#show(true),
      fragment: hooks.fragment,
    };
    this.#history = new HistoryMirror(this.#screens, mirrored, signal);
    form.addEventListener("submit", () => this.#next(), { signal });
    page.addEventListener("click", (event) => this.#followLink(event), { signal });
    page.body.dataset.live = "";
    if (this.kind !== "start") this.#show(false);
  }

  get kind() {
    return this.#screens.screen.kind;
  }

  /** Whether anything is answered or entered. */
  get isBegun() {
    return this.#hooks.hasAnswers();
  }

  /** The screens up to the one that is shown. */
  get path() {
    return this.#screens.path;
  }

  /**
   * What the visitor has gone on with. Undoing a clearing brings it back.
   * @param {Asked} asked
   */
  set asked(asked) {
    this.#asked = asked;
  }

  get asked() {
    return this.#asked;
  }

  /** Shows a screen and adds it to the history. @param {Screen} screen */
  go(screen) {
    this.#screens.push(screen);
    this.#history.add();
    this.#show(true);
  }

  /** Shows a screen in the entry that the browser has just added to its history. @param {Screen} screen */
  goInPlace(screen) {
    this.#screens.push(screen);
    this.#history.mirror();
    this.#show(true);
  }

  /** Draws the screen again, after the answers have changed as a whole. */
  redraw() {
    this.#show(true);
  }

  /** Shows the screen before. The browser's history keeps its place, because a host page may share it. */
  back() {
    if (!this.#screens.back()) return;
    this.#history.mirror();
    this.#show(true);
  }

  /** Shows a question; after it, the check or the result that it was opened from. @param {string} name */
  goTo(name) {
    const question = questionOf(this.#form, name);
    const top = question?.parentElement?.closest("[data-kind=list]") ?? question;
    if (!(top instanceof HTMLElement)) return;
    const next = this.kind === "check" || this.kind === "result" ? this.kind : undefined;
    this.go({ kind: "question", name: top.dataset.fact ?? "", ...(next ? { next } : {}) });
  }

  /** Goes back to the start and forgets what was asked. */
  restart() {
    this.#asked = new Asked();
    if (this.kind !== "single") this.go({ kind: "start" });
  }

  /** Updates the number of questions that are left, and the note in the history that there are answers. */
  refresh() {
    this.#history.noteAnswers();
    this.#hooks.fillAround();
    part(this.#page, "[data-js-progress]").textContent = this.#progress();
  }

  /** How many questions may follow, in words; empty where nothing is asked. */
  #progress() {
    const wanted = this.#hooks.relevant();
    if (wanted === null || (this.kind !== "question" && this.kind !== "check")) return "";
    if (this.kind === "check" && !this.hasNext) return this.#words.say("progress.done");
    // What is asked once and answered is not asked again, even if a more exact answer would help.
    const answers = this.#hooks.answers();
    const over = new Set(wanted.map(({ fact }) => fact).filter((fact) => this.#asked.isOver(fact, answers)));
    return this.#words.say("progress", { left: this.#hooks.questionsLeft() - over.size });
  }

  /** Whether there is another question to ask. */
  get hasNext() {
    return this.#nextName() !== null;
  }

  /**
   * Shows the first open question, or the check if there is none. Where no rules hold, the first question of all stands
   * below the notice that says so.
   */
  firstQuestion() {
    const isUnruled = this.#hooks.relevant() === null;
    const name = isUnruled ? (part(this.#form, "[data-js-question]").dataset.fact ?? null) : this.#nextName();
    this.go(name === null ? { kind: "check" } : { kind: "question", name });
  }

  /** Handles a click on Back, or on a link to a screen. @param {Event} event */
  #followLink(event) {
    const link = event.target instanceof Element ? event.target.closest("[data-js-screen], [data-js-back]") : null;
    if (!(link instanceof HTMLElement)) return;
    event.preventDefault();
    this.#hooks.read();
    const kind = KINDS.find((one) => one === link.dataset.jsScreen);
    if (link.hasAttribute("data-js-back")) this.back();
    else if (kind === "question") this.firstQuestion();
    else if (kind) this.go({ kind });
  }

  /** Leaves the current question for the next screen, unless there is an error. */
  #next() {
    if (this.kind !== "question") return;
    const question = this.#currentQuestion();
    if (!question) return;
    const errors = this.#hooks.errorsOf(question);
    if (errors.length > 0) return this.#hooks.showErrors(errors);
    if (this.#hooks.asksBack(question)) return;
    const relevant = this.#hooks.relevant();
    this.#asked.add(question.dataset.fact ?? "", relevant ?? [], this.#hooks.answers());
    if (question.hasAttribute("data-once")) this.#asked.addOnce(question.dataset.fact ?? "");
    const { next } = this.#screens.screen;
    if (next === "check" || next === "result") this.go({ kind: next });
    else if (relevant === null) part(this.#form, "[data-js-look-back]").focus();
    else this.firstQuestion();
  }

  /**
   * The next question to ask, or null. A question is asked again if it was left without an answer, or if a more exact
   * answer matters later.
   */
  #nextName() {
    const answers = this.#hooks.answers();
    for (const missing of this.#hooks.relevant() ?? []) {
      const together = this.#hooks.togetherScreen(missing.fact);
      if (together) return together;
      if (!this.#asked.has(missing, answers) && questionOf(this.#form, missing.fact)) return missing.fact;
    }
    return null;
  }

  /** The question on the screen, or null. */
  #currentQuestion() {
    return /** @type {HTMLElement | null} */ (this.#form.querySelector("[data-current]"));
  }

  /** Draws the screen. @param {boolean} focus */
  #show(focus) {
    const { screen } = this.#screens;
    const { body } = this.#page;
    body.dataset.mode = screen.kind === "single" ? "single" : "guided";
    body.dataset.screen = screen.kind;
    for (const one of parts(this.#page, "[data-revealed]")) one.removeAttribute("data-revealed");
    const question = screen.kind === "question" ? questionOf(this.#form, screen.name ?? "") : null;
    for (const one of parts(this.#form, "[data-current]")) if (one !== question) one.removeAttribute("data-current");
    question?.setAttribute("data-current", "");
    this.#hooks.showErrors([]);
    this.#hooks.beforeShow(screen.kind, question);
    this.refresh();
    this.#hooks.setTitle(this.#titleOf(screen));
    if (focus) this.#focusHeading(screen, question);
  }

  /** @param {Screen} screen */
  #titleOf({ kind, name }) {
    if (kind === "start" || kind === "single") return this.#title;
    const own =
      kind === "question"
        ? questionLabel(this.#form, this.#words, name ?? "")
        : textOf(part(this.#page, HEADINGS[kind]));
    return this.#words.say("title.screen", { screen: own, title: this.#title });
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
        : part(this.#page, HEADINGS[kind === "question" ? "start" : kind]);
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    scrollToTop();
  }
}
