/**
 * Which screen is shown: the start, one question, the check of the answers, the result, or everything at once; the
 * browser's own Back leads from one to the one before. It reads no answer and evaluates nothing.
 */
import { part, parts, questionOf, textOf } from "./dom.js";
import { questionLabel } from "./errors.js";
import { toTop } from "./frame.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("./types.d.ts").EntryError} EntryError */
/** @typedef {import("./types.d.ts").Missing} Missing */
/** @typedef {"start" | "question" | "check" | "result" | "single"} Kind */
/** @typedef {{ kind: Kind, name?: string, then?: Kind }} Screen a screen; of a question its name, and where it leads if not to the next one */

/**
 * What the guide asks of the page.
 * @typedef {object} Hooks
 * @property {() => readonly Missing[] | null} wanted the answers still worth asking for; null while no rules hold for the day
 * @property {() => number} left how many questions that makes at the most
 * @property {(question: HTMLElement) => EntryError[]} judge what is wrong with one question's entry
 * @property {(errors: EntryError[]) => void} refuse shows what is wrong, or that nothing is
 * @property {(title: string) => void} entitle
 * @property {(kind: Kind) => void} shown a screen is about to be looked at
 */

export class Guide {
  #page;
  #form;
  #words;
  #hooks;
  #title;
  /** @type {Screen} */
  #screen = { kind: "start" };
  /** Answers that were asked for, each as closely as it was asked: nothing is asked twice. */
  #asked = new Set();
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
    part(form, "[data-js-back]").addEventListener("click", () => history.back(), { signal });
    page.addEventListener("click", (event) => this.#follow(event), { signal });
    window.addEventListener("popstate", (event) => this.#show(screenOf(event.state), true), { signal });
    page.body.dataset.live = "";
    // The address that shows everything without scripts too is the desk's way in.
    if (page.location.hash === `#${page.body.id}`) this.#show({ kind: "single" }, false);
    history.replaceState(this.#screen, "");
  }

  get kind() {
    return this.#screen.kind;
  }

  /** @param {Screen} screen */
  go(screen) {
    history.pushState(screen, "");
    this.#show(screen, true);
  }

  /** A question by its name; then back to where it was asked for. @param {string} name */
  goTo(name) {
    const question = questionOf(this.#form, name);
    const top = question?.parentElement?.closest("[data-kind=list]") ?? question;
    if (!(top instanceof HTMLElement)) return;
    const then = this.kind === "check" || this.kind === "result" ? this.kind : undefined;
    this.go({ kind: "question", name: top.dataset.fact ?? "", ...(then ? { then } : {}) });
  }

  /** Begins again. */
  restart() {
    this.#asked.clear();
    this.#steps = 0;
    if (this.kind !== "single") this.go({ kind: "start" });
  }

  /** Says anew how many questions are left. */
  refresh() {
    const wanted = this.#hooks.wanted();
    const open = this.kind === "question" || this.kind === "start";
    part(this.#form, "[data-js-progress]").textContent =
      !open || wanted === null
        ? ""
        : this.#words.say(this.#steps > 0 ? "progress" : "progress.first", {
            n: this.#steps + 1,
            left: this.#hooks.left(),
          });
  }

  /** @param {Event} event */
  #follow(event) {
    const link = event.target instanceof Element ? event.target.closest("[data-js-screen]") : null;
    if (!(link instanceof HTMLElement)) return;
    event.preventDefault();
    const kind = link.dataset.jsScreen;
    if (kind === "question") this.#begin();
    else this.go({ kind: /** @type {Kind} */ (kind) });
  }

  /** The first question that is still open, or the check where none is. */
  #begin() {
    const name = this.#nextName();
    this.go(name === null ? { kind: "check" } : { kind: "question", name });
  }

  #next() {
    if (this.kind !== "start" && this.kind !== "question") return;
    const question = this.#current();
    if (!question) return;
    const errors = this.#hooks.judge(question);
    if (errors.length > 0) return this.#hooks.refuse(errors);
    if (this.#hooks.wanted() === null) return part(this.#form, "[data-js-look-back]").focus();
    this.#steps += 1;
    const { then } = this.#screen;
    const name = this.#nextName();
    if (then === "check" || then === "result") this.go({ kind: then });
    else this.go(name === null ? { kind: "check" } : { kind: "question", name });
  }

  /** The next question in asking order that was not yet asked as closely as it matters. */
  #nextName() {
    for (const missing of this.#hooks.wanted() ?? []) {
      if (!this.#asked.has(key(missing)) && questionOf(this.#form, missing.fact)) return missing.fact;
    }
    return null;
  }

  #current() {
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
    for (const missing of this.#hooks.wanted() ?? []) {
      if (screen.kind === "question" && missing.fact === screen.name) this.#asked.add(key(missing));
    }
    this.#hooks.refuse([]);
    this.#hooks.shown(screen.kind);
    this.refresh();
    this.#hooks.entitle(this.#titleOf(screen));
    if (focus) this.#focus(screen, question);
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
   * @param {Screen} screen
   * @param {HTMLElement | null} question
   */
  #focus({ kind }, question) {
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
    toTop();
  }
}

/** @param {unknown} state what the browser kept of a screen; anything else is the start @returns {Screen} */
function screenOf(state) {
  const kinds = ["start", "question", "check", "result", "single"];
  const known = typeof state === "object" && state !== null && "kind" in state && kinds.includes(String(state.kind));
  return known ? /** @type {Screen} */ (state) : { kind: "start" };
}

/** @param {Missing} missing */
function key({ fact, field, member, needs }) {
  return [fact, field, member, needs].join("|");
}
