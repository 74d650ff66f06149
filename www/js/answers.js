/**
 * Answers as one text, which crosses to the engine in a single step; `src/wire/flat.rs` reads it.
 * It does not know facts: whether an answer fits is the engine's to say.
 */

const END = "\0";
const MAX_DEPTH = 8;

/**
 * @param {unknown} answers plain data
 * @returns {string}
 * @throws if something is nested too deeply to be answers
 */
export const flattenAnswers = (answers) => flatten(answers, MAX_DEPTH);

/**
 * @param {unknown} value
 * @param {number} depth
 * @returns {string}
 */
function flatten(value, depth) {
  if (depth === 0) throw new Error("expected answers, found something nested too deeply");
  if (value === null || value === undefined) return `n${END}`;
  if (typeof value === "boolean") return (value ? "y" : "f") + END;
  if (typeof value === "number" && Number.isSafeInteger(value)) return `i${value}${END}`;
  if (typeof value === "string") return `t${plain(value)}${END}`;
  if (typeof value !== "object") return `x${END}`;
  if (Array.isArray(value)) return value.reduce((text, item) => text + flatten(item, depth - 1), `l${value.length}${END}`);
  const entries = Object.entries(value);
  return entries.reduce((text, [key, held]) => text + plain(key) + END + flatten(held, depth - 1), `m${entries.length}${END}`);
}

/**
 * No answer and no id holds what ends a word; a text that does is still refused as the text it is.
 * @param {string} text
 */
const plain = (text) => (text.includes(END) ? text.replaceAll(END, "\uFFFD") : text);
