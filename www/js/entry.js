/** One question's controls read as an answer or as a wrong entry. It shows nothing and asks the engine nothing. */
import { part, parts } from "./dom.js";
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

/**
 * The options chosen: one, or several that are still possible.
 * @param {ParentNode} question
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
  if (first === undefined) return {};
  if (values.includes(UNKNOWN)) return { answer: null };
  return { answer: values.length > 1 ? values : parse(first) };
}

/**
 * @param {ParentNode} question
 * @param {string} name
 */
function declined(question, name) {
  return question.querySelector(`input[name="${CSS.escape(`${name}.unknown`)}"]:checked`) !== null;
}

/**
 * A number, or the two ends between which it lies.
 * @param {HTMLElement} question
 * @param {string} name
 * @param {string} suffixes
 * @returns {Entry}
 */
function readNumber(question, name, suffixes) {
  const input = /** @type {HTMLInputElement} */ (part(question, `input[name="${CSS.escape(name)}"]`));
  const text = tidy(input.value, suffixes);
  if (text === "") return declined(question, name) ? { answer: null } : {};
  const ends = numberEnds(text, suffixes);
  if (!ends) return { code: "not-a-number" };
  const { low, high } = ends;
  const { min, max } = question.dataset;
  if ((min !== undefined && low < BigInt(min)) || (max !== undefined && high > BigInt(max))) {
    const code = min === undefined ? "too-large" : max === undefined ? "too-small" : "out-of-bounds";
    return { code, slots: { min: min ?? "", max: max ?? "" } };
  }
  return { answer: low === high ? plain(low) : { min: plain(low), max: plain(high) } };
}

/** What may stand between the two ends of a range. */
const BETWEEN = /(?<=.)(?:[~\u301c\u30fc\u2010-\u2015-]|\u304b\u3089|to)/;
/** Digits in groups of ten thousand and of a hundred million, as Japanese writes them. */
const MYRIADS = /^(?:(\d+)\u5104)?(?:(\d+)\u4e07)?(\d+)?$/;

/**
 * The two ends of what is typed; of a single number, both are it.
 * @param {string} text tidied
 * @param {string} suffixes
 */
export function numberEnds(text, suffixes) {
  const [from = "", to, ...rest] = text.split(BETWEEN).map((end) => tidy(end, suffixes));
  const low = whole(from, to === undefined ? "" : myriads(to));
  const high = to === undefined ? low : whole(to, "");
  return low === null || high === null || high < low || rest.length > 0 ? null : { low, high };
}

/**
 * @param {string} text
 * @param {string} unit what stands for both ends where it is written at the second alone
 * @returns {bigint | null}
 */
function whole(text, unit) {
  const found = MYRIADS.exec(/\d$/.test(text) ? text + unit : text);
  if (!found || text === "") return null;
  const [, oku = "0", man = "0", rest = "0"] = found;
  return BigInt(oku) * 100_000_000n + BigInt(man) * 10_000n + BigInt(rest);
}

/** @param {string} text */
function myriads(text) {
  return /[\u5104\u4e07]$/.exec(text)?.[0] ?? "";
}

/** @param {bigint} value */
function plain(value) {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/**
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
