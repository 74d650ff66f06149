/** Turns the form's answers into a code and back, for links, the sheet and other languages. It shows and fills nothing. */
import { entriesLeftOut, withoutEntries } from "../entry/read-form.js";
import { decode, encode } from "../link/code.js";
import { questionOf } from "./dom.js";
import { questionsOf } from "./form.js";

/** @typedef {import("../edge/types.d.ts").EntryError} EntryError */
/** @typedef {import("../edge/types.d.ts").Reading} Reading */
/** @typedef {import("../link/code.js").SharedAnswers} SharedAnswers */

/** A fragment that holds a code of any version. */
export const CODE = /^#v\d/;

/**
 * The code of all answers but those with errors, those that wait for a confirmation, and those that a code cannot hold.
 * @param {HTMLElement} form
 * @param {Reading} reading
 * @param {readonly EntryError[]} errors further errors, such as the engine's
 * @returns {{ code: string, left: string[], reading: Reading }} an empty code if there are no answers; `left` names the
 *   questions of the entries that are left out; the reading holds the answers of the code
 */
export function codeOf(form, reading, errors) {
  const questions = questionsOf(form);
  const out = [...entriesLeftOut(reading), ...errors.map(({ name, entry }) => entry ?? name)];
  const whole = encode(questions, reading, out);
  const refused = "refused" in whole ? whole.refused : [];
  const kept = withoutEntries(reading, refused);
  const made = encode(questions, kept);
  const isEmpty = Object.keys(kept.answers).length === 0 && kept.on === null;
  const names = "refused" in made ? [...refused, ...made.refused] : refused;
  const left = [...new Set(names.map((name) => asked(form, name)))];
  return { code: "code" in made && !isEmpty ? made.code : "", left, reading: kept };
}

/**
 * The answers of a code, or why they cannot be read.
 * @param {HTMLElement} form
 * @param {string} code
 * @returns {SharedAnswers | { fault: string }}
 */
export function answersOf(form, code) {
  try {
    return decode(questionsOf(form), code);
  } catch (error) {
    return { fault: error instanceof Error ? error.message : "damaged" };
  }
}

/** The question of an entry: its own, or that of the list that it is in. @param {HTMLElement} form @param {string} name */
const asked = (form, name) => (questionOf(form, name) ? name : name.replace(/\..*$/, ""));
