/** Reads one question's controls as an answer or as an entry error. It shows nothing and does not call the engine. */
import { part, parts } from "../app/dom.js";
import { daysIn, isoDay } from "./dates.js";

/** @typedef {import("../edge/types.d.ts").Answer} Answer */
/**
 * An answer, an error's code with the values for its text's slots, or neither.
 * @typedef {{ answer?: Answer, code?: string, slots?: Record<string, string> }} Entry
 */

const UNKNOWN = "unknown";

/**
 * A typed number or part of a date in plain form: ASCII digits, without spaces, commas and a unit at the end.
 * @param {string} text
 * @param {string} suffixes the characters that units consist of
 */
export function tidy(text, suffixes) {
  const plain = text.normalize("NFKC").replace(/[\s,]/g, "");
  const units = [...suffixes].map((unit) => unit.normalize("NFKC"));
  let end = plain.length;
  while (end > 0 && units.includes(plain.charAt(end - 1))) end -= 1;
  return plain.slice(0, end);
}

/**
 * Reads a question; `{}` if nothing is entered.
 * @param {HTMLElement} question
 * @param {string} suffixes
 * @returns {Entry}
 */
export function readEntry(question, suffixes) {
  const name = question.dataset.fact ?? "";
  switch (question.dataset.kind) {
    case "yes_no":
      return readChoice(question, name, (value) => value === "yes");
    case "choice":
      return readChoice(question, name, (value) => value);
    case "date":
      return readDate(question, name, suffixes);
    default:
      return readNumber(question, name, suffixes);
  }
}

/** The options of a plan, except "I don't know" and that of whoever does not make it. @param {HTMLElement} question */
export function planWays(question) {
  const options = parts(question, ".choices input").map((one) => /** @type {HTMLInputElement} */ (one).value);
  return options.filter((value) => value !== UNKNOWN && value !== question.dataset.noPlan);
}

/** Whether a plan is ticked on the screen that asks several plans together. @param {ParentNode} question */
const isPlanned = (question) => question.querySelector("[data-js-planned]:checked") !== null;

/** Whether a plan is ticked and it is not said in which way it is made. @param {ParentNode} question */
export const lacksWay = (question) => isPlanned(question) && !question.querySelector(".choices input:checked");

/**
 * Reads a choice: one option, or several that are still possible.
 * @param {HTMLElement} question
 * @param {string} name
 * @param {(value: string) => Answer} parse
 * @returns {Entry}
 */
function readChoice(question, name, parse) {
  const at = CSS.escape(name);
  const controls = parts(question, `input[name="${at}"]:checked, select[name="${at}"]`);
  const values = controls
    .map((control) => /** @type {HTMLInputElement | HTMLSelectElement} */ (control).value)
    .filter((value) => value !== "");
  const [first] = values;
  const planned = isPlanned(question) ? planWays(question) : null;
  if (first === undefined) return planned ? { answer: planned } : {};
  if (values.includes(UNKNOWN)) return { answer: planned ? { is: planned, declined: true } : null };
  return { answer: values.length > 1 ? values : parse(first) };
}

/**
 * Whether the box "I don't know" is ticked.
 * @param {ParentNode} question
 * @param {string} name
 */
function isDeclined(question, name) {
  return question.querySelector(`input[name="${CSS.escape(`${name}.unknown`)}"]:checked`) !== null;
}

/**
 * Reads a number or a range of numbers.
 * @param {HTMLElement} question
 * @param {string} name
 * @param {string} suffixes
 * @returns {Entry}
 */
function readNumber(question, name, suffixes) {
  const input = /** @type {HTMLInputElement} */ (part(question, `input[name="${CSS.escape(name)}"]`));
  const text = tidy(input.value, suffixes);
  if (text === "") return isDeclined(question, name) ? { answer: null } : {};
  const ends = numberEnds(text, suffixes);
  if (!ends) return { code: "not-a-number" };
  const { low, high } = ends;
  const { min, max } = question.dataset;
  if ((min !== undefined && low < BigInt(min)) || (max !== undefined && high > BigInt(max))) {
    const code = min === undefined ? "too-large" : max === undefined ? "too-small" : "out-of-bounds";
    return { code, slots: { min: min ?? "", max: max ?? "" } };
  }
  return { answer: low === high ? numberOrDigits(low) : { min: numberOrDigits(low), max: numberOrDigits(high) } };
}

/** The separators between the two ends of a range. */
const BETWEEN = /(?<=.)(?:[~\u301c\u30fc\u2010-\u2015-]|\u304b\u3089|to)/;
/** Japanese notation with 億 (hundred millions) and 万 (ten thousands). */
const MYRIADS = /^(?:(\d+)\u5104)?(?:(\d+)\u4e07)?(\d+)?$/;

/**
 * The two ends of a typed range; both are the number itself if only one is typed. Null if the text is neither.
 * @param {string} text a result of `tidy`
 * @param {string} suffixes
 */
export function numberEnds(text, suffixes) {
  const [from = "", to, ...rest] = text.split(BETWEEN).map((end) => tidy(end, suffixes));
  const low = parseWhole(from, to === undefined ? "" : trailingUnit(to));
  const high = to === undefined ? low : parseWhole(to, "");
  return low === null || high === null || high < low || rest.length > 0 ? null : { low, high };
}

/**
 * A whole number in Japanese notation; null if the text is none.
 * @param {string} text
 * @param {string} unit the unit to use if the text has none: in 10〜20万, 万 holds for both ends
 * @returns {bigint | null}
 */
function parseWhole(text, unit) {
  const found = MYRIADS.exec(/\d$/.test(text) ? text + unit : text);
  if (!found || text === "") return null;
  const [, oku = "0", man = "0", rest = "0"] = found;
  return BigInt(oku) * 100_000_000n + BigInt(man) * 10_000n + BigInt(rest);
}

/** The 億 or 万 at the end of a number. @param {string} text */
function trailingUnit(text) {
  return /[\u5104\u4e07]$/.exec(text)?.[0] ?? "";
}

/** A number, or digits if it is not a safe integer. @param {bigint} value */
function numberOrDigits(value) {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/**
 * Reads a date, which may lack its day, or its month and day.
 * @param {HTMLElement} question
 * @param {string} name
 * @param {string} suffixes
 * @returns {Entry}
 */
function readDate(question, name, suffixes) {
  const [year = "", month = "", day = ""] = ["year", "month", "day"].map((piece) =>
    tidy(
      /** @type {HTMLInputElement} */ (part(question, `input[name="${CSS.escape(`${name}.${piece}`)}"]`)).value,
      suffixes,
    ),
  );
  const unsure = isDeclined(question, name);
  if (year + month + day === "") return unsure ? { answer: null } : {};
  const code = dateFault(year, month, day);
  if (code) return { code };
  if (day !== "") return { answer: isoDay(Number(year), Number(month), Number(day)) };
  if (question.hasAttribute("data-exact")) return { code: "exact" };
  const rough = month === "" ? year : `${year}-${month.padStart(2, "0")}`;
  return { answer: unsure ? { is: rough, declined: true } : rough };
}

/**
 * The code of the first error in the parts of a date, or null.
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
