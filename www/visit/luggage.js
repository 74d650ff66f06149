/**
 * What a visit takes along to the page in another language: the screens, the code of the answers, and the questions
 * whose entries cannot be taken along. It reads and writes text only. What it reads is not trusted.
 */
import { screenOf } from "./screens.js";

/** @typedef {import("./screens.js").Screen} Screen */
/**
 * @typedef {object} Luggage
 * @property {Screen[]} screens the path to the screen that is shown
 * @property {string} code the code of the answers; empty if there are none
 * @property {string[]} left the names of the questions whose entries are left behind
 * @property {string} before the text that was in its place before
 */

/** What every packed text begins with. */
const PREFIX = "iju-check luggage ";
/** No path of a real visit is longer. */
const MOST = 1000;

/** @param {Luggage} luggage */
export function pack({ screens, code, left, before }) {
  return PREFIX + JSON.stringify({ screens, code, left, before });
}

/** Whether a text is packed luggage, damaged or not. @param {string} text */
export function isLuggage(text) {
  return text.startsWith(PREFIX);
}

/**
 * @param {string} text
 * @param {(name: string) => boolean} isAsked whether the page has a question of this name
 * @returns {Luggage | null} null if the text is not luggage, or damaged
 */
export function unpack(text, isAsked) {
  if (!isLuggage(text)) return null;
  /** @type {Partial<Record<keyof Luggage, unknown>> | null} */
  let found;
  try {
    found = JSON.parse(text.slice(PREFIX.length));
  } catch {
    return null;
  }
  const { screens, code, left, before } = found ?? {};
  if (!Array.isArray(screens) || !Array.isArray(left) || screens.length > MOST) return null;
  if (typeof code !== "string" || typeof before !== "string") return null;
  const known = screens.map((screen) => screenOf(screen, isAsked));
  return {
    screens: known.filter((screen) => screen !== null),
    code,
    left: left.filter((name) => typeof name === "string" && isAsked(name)),
    before,
  };
}
