/**
 * The stack of screens of one visit, and where an entry of the browser's history leads in it. It touches no history and
 * draws nothing.
 *
 * The browser's history only mirrors the stack: `entry` is the state to keep in the current entry. Back inside the page
 * moves in the stack and not in the history, because a page in a frame shares its history with its host.
 */

/** @typedef {"start" | "list" | "question" | "check" | "result" | "single"} Kind */
/**
 * @typedef {object} Screen
 * @property {Kind} kind
 * @property {readonly string[]} [names] the names of the questions that the screen shows: one, or several that share it
 * @property {Kind} [next] the screen that follows, if it is not the next question
 */
/**
 * The state of an entry of the browser's history. It holds no answer.
 * @typedef {object} Entry
 * @property {string} visit which load of the page made it
 * @property {number} n the entry's number in the history: greater is later
 * @property {number} at the position of its screen in the stack
 */

/** All kinds of screens. @type {readonly Kind[]} */
export const KINDS = ["start", "list", "question", "check", "result", "single"];

export class Screens {
  #visit;
  #n;
  /** @type {Screen[]} */
  #screens;
  #at;

  /**
   * @param {string} visit a name for this load of the page that no other load has
   * @param {unknown} state the state of the current entry of the history, perhaps from an earlier load
   * @param {readonly Screen[]} [screens] the first screens, the last of them shown; the start if there are none
   */
  constructor(visit, state, screens = []) {
    this.#visit = visit;
    this.#n = entryOf(state)?.n ?? 0;
    this.#screens = screens.length > 0 ? [...screens] : [{ kind: "start" }];
    this.#at = this.#screens.length - 1;
  }

  /** The screen that is shown. */
  get screen() {
    return /** @type {Screen} */ (this.#screens[this.#at]);
  }

  /** The screens up to the one that is shown. */
  get path() {
    return this.#screens.slice(0, this.#at + 1);
  }

  /** The state for the current entry of the history. @returns {Entry} */
  get entry() {
    return { visit: this.#visit, n: this.#n, at: this.#at };
  }

  /** Shows a screen after the current one, which needs a new entry in the history. @param {Screen} screen */
  push(screen) {
    this.#screens = [...this.path, screen];
    this.#at += 1;
    this.#n += 1;
  }

  /** Shows a screen in place of the current one. @param {Screen} screen */
  replace(screen) {
    this.#screens[this.#at] = screen;
  }

  /** Shows the screen before; false if there is none. */
  back() {
    if (this.#at === 0) return false;
    this.#at -= 1;
    return true;
  }

  /**
   * Follows the browser to an entry of its history. Back leads to an earlier screen while there is one, also after Back
   * inside the page, and forward leads as many screens on as entries. The entry of an earlier load leads to the start, because its answers are gone.
   * @param {unknown} state the entry's state
   * @returns {boolean} whether another screen is shown; not for an entry that is not ours, such as that of a fragment
   */
  arrive(state) {
    const entry = entryOf(state);
    const before = this.#at;
    if (entry === null) {
      this.#n += 1;
      return false;
    }
    const isOurs = entry.visit === this.#visit;
    if (entry.n < this.#n) this.#at = isOurs ? Math.max(0, Math.min(entry.at, before - 1)) : 0;
    else if (entry.n > this.#n && isOurs) this.#at = Math.min(this.#screens.length - 1, before + entry.n - this.#n);
    this.#n = entry.n;
    return this.#at !== before;
  }
}

/** The entry that a state is, or null. @param {unknown} state @returns {Entry | null} */
export function entryOf(state) {
  if (typeof state !== "object" || state === null) return null;
  const { visit, n, at } = /** @type {Partial<Record<string, unknown>>} */ (state);
  if (typeof visit !== "string" || !isPlace(n) || !isPlace(at)) return null;
  return { visit, n, at };
}

/**
 * The screen that a value describes, or null. Only known kinds and questions that the page asks are screens.
 * @param {unknown} value
 * @param {(name: string) => boolean} isAsked whether the page has a question of this name
 * @returns {Screen | null}
 */
export function screenOf(value, isAsked) {
  if (typeof value !== "object" || value === null) return null;
  const { kind, names, next } = /** @type {Partial<Record<string, unknown>>} */ (value);
  if (!isKind(kind) || (next !== undefined && !isKind(next))) return null;
  if (kind !== "question") return { kind };
  const isKnown = (/** @type {unknown} */ name) => typeof name === "string" && isAsked(name);
  if (!Array.isArray(names) || names.length === 0 || !names.every(isKnown)) return null;
  return next === undefined ? { kind, names } : { kind, names, next };
}

/** @param {unknown} value @returns {value is Kind} */
const isKind = (value) => KINDS.some((kind) => kind === value);

/** @param {unknown} value @returns {value is number} */
const isPlace = (value) => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
