/**
 * Shows one screen at a time: the start, the list of programmes, one question or several of a topic, the check of the
 * answers, the result, or everything at once. It reads no answer and evaluates nothing; which screen follows which is in `visit/screens.js`.
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
 * @property {(questions: readonly HTMLElement[]) => EntryError[]} errorsOf the errors that prevent going on from the
 *   questions of a screen
 * @property {(question: HTMLElement) => boolean} asksBack asks surprising entries of a question back once, and says
 *   whether the visitor stays
 * @property {(errors: EntryError[]) => void} showErrors shows errors; an empty list removes them
 * @property {(title: string) => void} setTitle sets the page's title
 * @property {() => void} read reads what is entered on the screen, before another is shown
 * @property {(kind: Kind, questions: readonly HTMLElement[]) => void} beforeShow called just before a screen is shown,
 *   with the questions on it
 * @property {() => void} fillAround fills what stands around the questions on the screen
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
    this.go({ kind: "question", names: [top.dataset.fact ?? ""], ...(next ? { next } : {}) });
  }

  /** Goes back to the start and forgets what was asked. */
  restart() {
    this.#asked = new Asked();
    if (this.kind !== "single") this.go({ kind: "start" });
  }

  /**
   * Updates the questions on the screen, the number of those that are left, and the note in the history that there are
   * answers.
   */
  refresh() {
    this.#history.noteAnswers();
    this.#markCurrent();
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
    const left = this.#hooks.questionsLeft() - over.size;
    return this.#words.say(left > 0 ? "progress" : "progress.done", { left });
  }

  /** Whether there is another question to ask. */
  get hasNext() {
    return this.#nextNames().length > 0;
  }

  /**
   * Shows the first open question, or the check if there is none. Where no rules hold, the first question of all stands
   * below the notice that says so.
   */
  firstQuestion() {
    const isUnruled = this.#hooks.relevant() === null;
    const names = isUnruled ? [part(this.#form, "[data-js-question]").dataset.fact ?? ""] : this.#nextNames();
    this.go(names.length === 0 ? { kind: "check" } : { kind: "question", names });
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

  /** Leaves the current questions for the next screen, unless there is an error. */
  #next() {
    if (this.kind !== "question") return;
    const errors = this.#hooks.errorsOf(this.#currentQuestions());
    if (errors.length > 0) return this.#hooks.showErrors(errors);
    const questions = this.#currentQuestions();
    if (questions.some((question) => this.#hooks.asksBack(question))) return;
    const relevant = this.#hooks.relevant();
    for (const question of questions) {
      this.#asked.add(question.dataset.fact ?? "", relevant ?? [], this.#hooks.answers());
      if (question.hasAttribute("data-once")) this.#asked.addOnce(question.dataset.fact ?? "");
    }
    const { next } = this.#screens.screen;
    if (next === "check" || next === "result") this.go({ kind: next });
    else if (relevant === null) part(this.#form, "[data-js-look-back]").focus();
    else this.firstQuestion();
  }

  /**
   * The next questions to ask: one, or several that share a screen; none if all is asked. A question is asked again if it
   * was left without an answer, or if a more exact answer matters later.
   * @returns {string[]}
   */
  #nextNames() {
    const answers = this.#hooks.answers();
    const open = (this.#hooks.relevant() ?? []).filter((missing) => !this.#asked.has(missing, answers));
    const names = [...new Set(open.map(({ fact }) => this.#hooks.togetherScreen(fact) ?? fact))];
    const asked = names.filter((name) => questionOf(this.#form, name));
    const screenOf = (/** @type {string} */ name) => questionOf(this.#form, name)?.dataset.shares ?? name;
    return asked.filter((name) => screenOf(name) === screenOf(asked[0] ?? ""));
  }

  /** The questions on the screen. */
  #currentQuestions() {
    return parts(this.#form, "[data-current]");
  }

  /**
   * Marks the questions on the screen. Of several, one without an answer leaves the screen while it can change nothing.
   */
  #markCurrent() {
    const { kind, names = [] } = this.#screens.screen;
    const answers = this.#hooks.answers();
    const relevant = this.#hooks.relevant();
    const matters = (/** @type {HTMLElement} */ { dataset: { fact = "" } }) =>
      answers[fact] !== undefined || (relevant ?? []).some((missing) => missing.fact === fact);
    const all = kind === "question" ? names.flatMap((name) => questionOf(this.#form, name) ?? []) : [];
    const shown = all.filter((one) => matters(one) || one.contains(this.#page.activeElement));
    const current = shown.length > 0 ? shown : all.slice(0, 1);
    for (const one of this.#currentQuestions()) if (!current.includes(one)) one.removeAttribute("data-current");
    for (const one of current) one.setAttribute("data-current", "");
    for (const topic of parts(this.#form, "[data-js-topic]"))
      topic.toggleAttribute("data-several", all.length > 1 && topic.contains(all[0] ?? null));
  }

  /** Draws the screen. @param {boolean} focus */
  #show(focus) {
    const { screen } = this.#screens;
    const { body } = this.#page;
    body.dataset.mode = screen.kind === "single" ? "single" : "guided";
    body.dataset.screen = screen.kind;
    for (const one of parts(this.#page, "[data-revealed]")) one.removeAttribute("data-revealed");
    this.#hooks.showErrors([]);
    this.#markCurrent();
    this.#hooks.beforeShow(screen.kind, this.#currentQuestions());
    this.refresh();
    this.#hooks.setTitle(this.#titleOf(screen));
    if (focus) this.#focusHeading(screen);
  }

  /** @param {Screen} screen */
  #titleOf({ kind, names = [] }) {
    if (kind === "start" || kind === "single") return this.#title;
    const own =
      kind === "question" && names.length === 1
        ? questionLabel(this.#form, this.#words, names[0] ?? "")
        : textOf(this.#headingOf(kind));
    return this.#words.say("title.screen", { screen: own, title: this.#title });
  }

  /** Focuses the screen's heading, so that screen readers read it, and scrolls to the top. @param {Screen} screen */
  #focusHeading({ kind }) {
    const heading = this.#headingOf(kind);
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    scrollToTop();
  }

  /** The heading of the screen that is shown: of several questions, that of their topic. @param {Kind} kind */
  #headingOf(kind) {
    if (kind !== "question") return part(this.#page, HEADINGS[kind]);
    const several = this.#form.querySelector("[data-several]");
    return several ? part(several, "[data-js-topic-title]") : part(this.#form, "[data-current] [data-js-legend]");
  }
}
