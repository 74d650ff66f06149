/**
 * Says when the results of a finding are computed and drawn: after a pause, in short slices, so that a slow phone stays
 * responsive. It computes and draws nothing itself.
 */
import { SLICE_MS } from "./slices.js";

/** The pause after the last change before advice and results are computed. */
const PAUSE_MS = 30;

export class Schedule {
  #step;
  #finish;
  #results;
  #timer = 0;

  /**
   * @param {() => boolean} step does one step of the work; false if nothing is left
   * @param {() => void} finish called once all steps are done
   * @param {HTMLElement} results the element whose `aria-busy` says that work is waiting
   */
  constructor(step, finish, results) {
    this.#step = step;
    this.#finish = finish;
    this.#results = results;
  }

  /** Does all steps after a pause. It begins anew if it is called again before. */
  start() {
    this.stop();
    this.#wait(PAUSE_MS);
  }

  /** Drops the work that is waiting. */
  stop() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#results.removeAttribute("aria-busy");
  }

  /** Does all steps that are left at once, as printing cannot wait. */
  finishNow() {
    this.stop();
    while (this.#step());
    this.#finish();
  }

  /** @param {number} pause in milliseconds */
  #wait(pause) {
    this.#results.setAttribute("aria-busy", "true");
    this.#timer = window.setTimeout(() => this.#work(), pause);
  }

  #work() {
    const until = performance.now() + SLICE_MS;
    while (this.#step()) if (performance.now() >= until) return this.#wait(0);
    this.stop();
    this.#finish();
  }
}
