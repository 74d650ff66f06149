/** One question's controls read as an answer or as a wrong entry. It shows nothing and asks the engine nothing. */
import { part } from "./dom.js";
import { daysIn, isoDay } from "./dates.js";

/** @typedef {import("./types.d.ts").Answer} Answer */
/** @typedef {{ answer?: Answer, code?: string, slots?: Record<string, string> }} Entry */

const UNKNOWN = "unknown";

/**
 * A typed number or part of a date: full-width characters, spaces, commas and a unit are fine.
 * @param {string} text
 * @param {string} suffixes
 */
export function tidy(text, suffixes) {
  const plain = text.normalize("NFKC").replace(/[\s,]/g, "");
  const units = [...suffixes].map((unit) => unit.normalize("NFKC"));
  let end = plain.length;
  while (end > 0 && units.includes(plain.charAt(end - 1))) end -= 1;
  return plain.slice(0, end);
}

/**
 * What a question's controls say; `{}` when it is untouched.
 * @param {HTMLElement} question
 * @param {string} suffixes
 * @returns {Entry}
 */
export function readEntry(question, suffixes) {
  const name = question.dataset.fact ?? "";
  switch (question.dataset.kind) {
    case "yes_no": return readChoice(question, name, (value) => value === "yes");
    case "choice": return readChoice(question, name, (value) => value);
    case "date": return readDate(question, name, suffixes);
    default: return readNumber(question, name, suffixes);
  }
}

/**
 * @param {ParentNode} question
 * @param {string} name
 * @param {(value: string) => Answer} parse
 * @returns {Entry}
 */
function readChoice(question, name, parse) {
  const at = CSS.escape(name);
  const control = /** @type {HTMLInputElement | HTMLSelectElement | null} */ (
    question.querySelector(`input[name="${at}"]:checked, select[name="${at}"]`)
  );
  const value = control?.value ?? "";
  if (value === "") return {};
  return { answer: value === UNKNOWN ? null : parse(value) };
}

/**
 * @param {ParentNode} question
 * @param {string} name
 */
function declined(question, name) {
  return question.querySelector(`input[name="${CSS.escape(`${name}.unknown`)}"]:checked`) !== null;
}

/**
 * @param {HTMLElement} question
 * @param {string} name
 * @param {string} suffixes
 * @returns {Entry}
 */
function readNumber(question, name, suffixes) {
  const input = /** @type {HTMLInputElement} */ (part(question, `input[name="${CSS.escape(name)}"]`));
  const text = tidy(input.value, suffixes);
  if (text === "") return declined(question, name) ? { answer: null } : {};
  if (!/^\d+$/.test(text)) return { code: "not-a-number" };
  const { min, max } = question.dataset;
  const below = min !== undefined && BigInt(text) < BigInt(min);
  const above = max !== undefined && BigInt(text) > BigInt(max);
  if (below || above) {
    const code = min === undefined ? "too-large" : max === undefined ? "too-small" : "out-of-bounds";
    return { code, slots: { min: min ?? "", max: max ?? "" } };
  }
  const number = Number(text);
  return { answer: Number.isSafeInteger(number) ? number : text };
}

/**
 * @param {HTMLElement} question
 * @param {string} name
 * @param {string} suffixes
 * @returns {Entry}
 */
function readDate(question, name, suffixes) {
  const [year = "", month = "", day = ""] = ["year", "month", "day"].map((piece) =>
    tidy(/** @type {HTMLInputElement} */ (part(question, `input[name="${CSS.escape(`${name}.${piece}`)}"]`)).value, suffixes),
  );
  const unsure = declined(question, name);
  if (year + month + day === "") return unsure ? { answer: null } : {};
  const code = dateFault(year, month, day);
  if (code) return { code };
  if (day !== "") return { answer: isoDay(Number(year), Number(month), Number(day)) };
  if (question.hasAttribute("data-exact")) return { code: "exact" };
  const rough = month === "" ? year : `${year}-${month.padStart(2, "0")}`;
  return { answer: unsure ? { is: rough, declined: true } : rough };
}

/**
 * The first thing wrong with a date's parts, or null.
 * @param {string} year
 * @param {string} month
 * @param {string} day
 */
function dateFault(year, month, day) {
  if (year !== "" && !/^[12]\d{3}$/.test(year)) return "year";
  if (month !== "" && !/^(0?[1-9]|1[0-2])$/.test(month)) return "month";
  if (day !== "" && !/^(0?[1-9]|[12]\d|3[01])$/.test(day)) return "day";
  if (year === "" || (month === "" && day !== "")) return "incomplete";
  return day !== "" && Number(day) > daysIn(Number(year), Number(month)) ? "day" : null;
}
