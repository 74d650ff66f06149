/** Says the names of programmes as the page has them. It knows none itself. */
import { textOf } from "../app/dom.js";

/**
 * A programme's name where space is short.
 * @param {ParentNode} page
 * @param {string} id
 */
export const shortName = (page, id) =>
  withoutNote(textOf(page.querySelector(`[data-js-programme="${CSS.escape(id)}"] [data-js-name]`)));

/**
 * A name without the note in brackets at its end. The translation in an English name stays: it is all that its reader
 * understands.
 * @param {string} name
 */
export const withoutNote = (name) => name.replace(/(?<=.)（.*$/u, "");
