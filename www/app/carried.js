/** Turns the form's answers into a code and back, for links, the sheet and other languages. It shows and fills nothing. */
import { decode, encode } from "../link/code.js";
import { withoutAnswers } from "./form.js";

/** @typedef {import("../edge/types.d.ts").EntryError} EntryError */
/** @typedef {import("../edge/types.d.ts").Reading} Reading */
/** @typedef {import("../link/code.js").SharedAnswers} SharedAnswers */

/** A fragment that holds a code of any version. */
export const CODE = /^#v\d/;

/**
 * The code of all answers but those with errors and those that a code cannot hold, which are named.
 * @param {HTMLElement} form
 * @param {Reading} reading
 * @param {readonly EntryError[]} errors further errors, such as the engine's
 * @returns {{ code: string, left: string[], reading: Reading }} an empty code if there are no answers; the reading holds
 *   the answers of the code
 */
export function codeOf(form, reading, errors) {
  const left = [...new Set([...reading.errors, ...errors].map(({ name }) => name))];
  const given = withoutAnswers(reading, left);
  const refused = [...Object.keys(given.answers), ...(given.on === null ? [] : ["on"])].filter((name) => {
    const one = name === "on" ? { answers: {}, on: given.on } : { answers: only(given, name), on: null };
    return tryEncode(form, one) === null;
  });
  const kept = withoutAnswers(given, refused);
  const isEmpty = Object.keys(kept.answers).length === 0 && kept.on === null;
  return { code: isEmpty ? "" : (tryEncode(form, kept) ?? ""), left: [...left, ...refused], reading: kept };
}

/**
 * The answers of a code, or why they cannot be read.
 * @param {HTMLElement} form
 * @param {string} code
 * @returns {(SharedAnswers & { more: string }) | { fault: string }}
 */
export function answersOf(form, code) {
  try {
    return decode(form, code);
  } catch (error) {
    return { fault: error instanceof Error ? error.message : "damaged" };
  }
}

/** @param {Reading} reading @param {string} name */
const only = ({ answers }, name) => Object.fromEntries(Object.entries(answers).filter(([one]) => one === name));

/**
 * @param {HTMLElement} form
 * @param {SharedAnswers} given
 * @returns {string | null} null if an answer does not fit
 */
function tryEncode(form, { answers, on }) {
  const isList = Object.values(answers).some((one) => typeof one === "object" && one !== null && "members" in one);
  const more = /** @type {HTMLInputElement | null} */ (
    isList ? form.querySelector("[data-js-more] input:checked") : null
  );
  try {
    return encode(form, { answers, on }, more?.value ?? "");
  } catch {
    return null;
  }
}
