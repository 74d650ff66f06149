/**
 * Lets what would move the page wait while a finger or the main mouse button is down, so that nothing moves under it.
 * It never waits long, and it holds back no evaluation.
 */

/** The longest wait, in milliseconds: a lost event must not hold anything for good. */
const LONGEST_MS = 500;

export class Press {
  #isDown = false;
  /** @type {(() => void) | null} */
  #waiting = null;
  #timer = 0;

  /** @param {AbortSignal} signal */
  constructor(signal) {
    const options = { signal, capture: true };
    document.addEventListener("pointerdown", ({ button }) => (this.#isDown = button === 0), options);
    for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => this.#release(), options);
    document.addEventListener("keydown", () => this.#release(), options);
  }

  /** Runs an action now; if something is pressed, after the click. The last action wins. @param {() => void} action */
  after(action) {
    clearTimeout(this.#timer);
    this.#waiting = null;
    if (!this.#isDown) return action();
    this.#waiting = action;
    this.#timer = window.setTimeout(() => this.#run(), LONGEST_MS);
  }

  /** Runs the waiting action in a new task, after the click that follows this event. */
  #release() {
    this.#isDown = false;
    if (!this.#waiting) return;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#run());
  }

  #run() {
    const action = this.#waiting;
    this.#waiting = null;
    action?.();
  }
}
