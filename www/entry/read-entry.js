/** Reads the controls of one question of any kind but a list. It shows nothing. */
import { readChoice } from "./read-choice.js";
import { readDate } from "./read-date.js";
import { readNumber } from "./read-number.js";

/** @typedef {import("./types.d.ts").Ask} Ask */
/** @typedef {import("./types.d.ts").Entry} Entry */
/** @typedef {import("./types.d.ts").Raw} Raw */

/**
 * What the controls of a question say; `{}` if nothing is entered.
 * @param {Raw} raw
 * @param {Ask} ask
 * @param {string} today an ISO date
 * @returns {Entry}
 */
export function readEntry(raw, ask, today) {
  switch (ask.kind) {
    case "yes_no":
    case "choice":
      return readChoice(/** @type {import("./types.d.ts").RawChoice} */ (raw), ask);
    case "date":
      return readDate(/** @type {import("./types.d.ts").RawDate} */ (raw), ask, today);
    default:
      return readNumber(/** @type {import("./types.d.ts").RawNumber} */ (raw), ask);
  }
}
