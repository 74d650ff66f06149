/**
 * Answers as one text, which crosses to the engine in a single step; `src/wire/flat.rs` reads it.
 * It does not know facts: whether an answer fits is the engine's to say.
 */

const SEPARATOR = "\0";
const MAX_DEPTH = 8;

/**
 * @param {unknown} answers plain data
 * @returns {string}
 * @throws if something is nested too deeply to be answers
 */
export function flattenAnswers(answers) {
  /** @type {string[]} */
  const words = [];
  flatten(answers, words, MAX_DEPTH);
  return words.join(SEPARATOR);
}

/**
 * @param {unknown} value
 * @param {string[]} words
 * @param {number} depth
 */
function flatten(value, words, depth) {
  if (depth === 0) throw new Error("expected answers, found something nested too deeply");
  if (value === null || value === undefined) words.push("n");
  else if (typeof value === "boolean") words.push(value ? "y" : "f");
  else if (typeof value === "number") words.push(Number.isSafeInteger(value) ? `i${value}` : "x");
  else if (typeof value === "string") words.push(`t${plain(value)}`);
  else if (Array.isArray(value)) {
    words.push(`l${value.length}`);
    for (const item of value) flatten(item, words, depth - 1);
  } else if (typeof value === "object") {
    const entries = Object.entries(value);
    words.push(`m${entries.length}`);
    for (const [key, held] of entries) {
      words.push(plain(key));
      flatten(held, words, depth - 1);
    }
  } else words.push("x");
}

/**
 * No answer and no id holds the separator; a text that does is still refused as the text it is.
 * @param {string} text
 */
function plain(text) {
  return text.replaceAll(SEPARATOR, "\uFFFD");
}
