/**
 * Mirrors the stack of screens in the browser's history, so that the browser's Back works. It decides no screen: the
 * stack does. The history holds no answer, only whether there were any.
 */
import { entryOf } from "../visit/screens.js";
import { afterPaint } from "./dom.js";

/** @typedef {import("../visit/screens.js").Screen} Screen */
/** @typedef {import("../visit/screens.js").Screens} Screens */

/**
 * @typedef {object} Hooks
 * @property {() => boolean} hasAnswers
 * @property {() => void} moved called when the browser went to another screen of the stack
 * @property {(fragment: string) => void} fragment called with a fragment that was entered in the address
 */

/** The address `#all` shows everything at once, with and without scripts. Officers use it. */
export const ALL = "#all";

/** Whether the page was loaded again, or come back to, after an earlier load that had answers. */
export const hadAnswers = () => entryOf(history.state) !== null && history.state.answered === true;

export class HistoryMirror {
  #screens;
  #hooks;
  /** The entry that is to be added once the screen is painted. @type {[object, string] | null} */
  #coming = null;

  /**
   * @param {Screens} screens
   * @param {Hooks} hooks
   * @param {AbortSignal} signal
   */
  constructor(screens, hooks, signal) {
    this.#screens = screens;
    this.#hooks = hooks;
    window.addEventListener("popstate", (event) => this.#arrive(event.state), { signal });
    window.addEventListener("hashchange", () => entryOf(history.state) ?? this.#arrive(null), { signal });
    this.mirror();
  }

  /** Adds an entry for the screen that is shown. That takes a browser milliseconds, so the screen is painted first. */
  add() {
    this.#addComing();
    this.#coming = [this.#state, this.#address];
    afterPaint(() => this.#addComing());
  }

  /** Brings the current entry up to date. */
  mirror() {
    if (this.#coming) this.#coming = [this.#state, this.#address];
    else history.replaceState(this.#state, "", this.#address);
  }

  /** Notes in the current entry whether there are answers, if that has changed. */
  noteAnswers() {
    if (this.#coming || history.state?.answered !== this.#hooks.hasAnswers()) this.mirror();
  }

  #addComing() {
    if (this.#coming) history.pushState(this.#coming[0], "", this.#coming[1]);
    this.#coming = null;
  }

  get #state() {
    return { ...this.#screens.entry, answered: this.#hooks.hasAnswers() };
  }

  /** The page's address; with all questions at once, it says so, so that a reload keeps them. */
  get #address() {
    const { pathname, search } = window.location;
    return this.#screens.screen.kind === "single" ? ALL : pathname + search;
  }

  /** @param {unknown} state the state of the entry that the browser has gone to */
  #arrive(state) {
    const { hash } = window.location;
    const isEntered = entryOf(state) === null;
    this.#coming = null; // the browser has left the entry that it would follow
    const isMoved = this.#screens.arrive(state);
    this.mirror(); // also removes a fragment that was entered
    if (isMoved) this.#hooks.moved();
    if (isEntered && hash.length > 1) this.#hooks.fragment(hash);
  }
}
