/**
 * Reads the texts of the rules from the static page: names, conditions, questions for the desk, documents. They are the
 * same for every household, and it reads nothing that a result has drawn.
 */
import { parts, textOf } from "../app/dom.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("../edge/types.d.ts").Report["asks"][number]} Ask */
/** @typedef {import("../edge/types.d.ts").ShownReport} ShownReport */
/** @typedef {{ question: string, original: string }} AskTexts a question, and its Japanese original if it is translated */

/**
 * The element with a programme's texts, of the latest year if none is given; null if the page has none.
 * @param {ParentNode} root
 * @param {string} id
 * @param {number | null} [year]
 */
export function programmeOf(root, id, year = null) {
  const all = parts(root, `[data-js-programme="${CSS.escape(id)}"]`);
  // A row of the result stands elsewhere than the list of its year, so only its own id tells its year.
  const own = all.filter((one) => year === null || one.id.startsWith(`p-${year}-`));
  return own.sort((one, other) => (one.id < other.id ? -1 : 1)).at(-1) ?? null;
}

/**
 * The names of the programmes by id, once they were read. A page has thousands of elements to look through.
 * @type {Map<string, string>}
 */
const names = new Map();

/** A programme's name. @param {ParentNode} root @param {string} id */
export function programmeName(root, id) {
  const name = names.get(id) ?? textOf(programmeOf(root, id)?.querySelector("[data-js-name]"));
  if (name !== "") names.set(id, name);
  return name || id;
}

/**
 * A programme's name without the note in brackets at the end of its Japanese, where space is short. The translation in an
 * English name stays: it is all that its reader understands.
 * @param {ParentNode} root
 * @param {string} id
 */
export function shortName(root, id) {
  return programmeName(root, id).replace(/(?<=.)（.*）(?=$|\]\])/u, "");
}

/**
 * A text in the page's language alone: of a Japanese term with its translation, only the translation stays.
 * @param {string} text in the notation of `marks.js`
 */
export const translated = (text) => text.replace(/\[\[[^\]]*\]\] \(([^()]*)\)/g, "$1");

/** A text without its notes in brackets; of brackets in brackets only the inner ones are notes. @param {string} text */
export const withoutNotes = (text) => text.replace(/（[^（）]*）/g, "");

/** The name of a fiscal year. @param {ParentNode} root @param {number} year */
export function yearName(root, year) {
  return textOf(root.querySelector(`[data-js-year="${year}"] [data-js-year-name]`));
}

/** A condition in its own words. @param {ParentNode | null} programme @param {string} requirement */
export function requirementText(programme, requirement) {
  return textOf(programme?.querySelector(`[data-js-requirement="${CSS.escape(requirement)}"] [data-js-says]`));
}

/**
 * Each condition that makes the household ineligible, in its own words.
 * @param {ParentNode | null} programme
 * @param {Words} words
 * @param {Pick<ShownReport, "determining">} report
 */
export function reasons(programme, words, { determining }) {
  return determining.map(({ id, branches }) => {
    const says = requirementText(programme, id);
    if (branches.length === 0) return says;
    return words.say("determining.any", {
      says,
      branches: words.join(branches.map((branch) => requirementText(programme, branch))),
    });
  });
}

/**
 * A question for the desk in words; a condition without one becomes a question.
 * @param {ParentNode} root
 * @param {Words} words
 * @param {Ask} ask
 * @returns {AskTexts}
 */
export function askTexts(root, words, { year, ask, requirement, programmes }) {
  const own = (/** @type {string} */ selector) =>
    programmes.map((id) => programmeOf(root, id, year)?.querySelector(selector)).find((found) => found);
  if (ask !== null) {
    const text = own(`[data-ask="${CSS.escape(ask)}"]`);
    return { question: textOf(text), original: originalOf(text) };
  }
  const says = own(`[data-js-requirement="${CSS.escape(requirement ?? "")}"] [data-js-says]`);
  return { question: words.say("open.ask", { says: textOf(says) }), original: originalOf(says) };
}

/** The texts of a programme's lines without their sources. @param {ParentNode | null} programme @param {string} selector */
export function linesOf(programme, selector) {
  return programme ? parts(programme, selector).map(withoutSource) : [];
}

/** The text of a line without its sources. @param {HTMLElement} line */
function withoutSource(line) {
  const copy = /** @type {HTMLElement} */ (line.cloneNode(true));
  for (const source of parts(copy, "small")) source.remove();
  return textOf(copy);
}

/** The Japanese original that follows a translated text; empty if there is none. @param {Element | null | undefined} text */
function originalOf(text) {
  const next = text?.nextElementSibling;
  return next?.matches("[data-js-original]") ? (next.textContent ?? "").trim() : "";
}
