/**
 * Encodes answers as a short share code, and decodes it. It does not check answers against the rules: the engine does.
 *
 * A code is `version.schema.letters`. The letters hold the answers in the order of the form's questions, so a code
 * belongs to one set of questions, which the schema names. The last three letters are a checksum of everything before.
 */
import { BitReader, BitWriter } from "./bit-packing.js";
import { CHECK_LETTERS, checksum } from "./checksum.js";
import { unfit } from "./fits.js";
import { furtherMembers } from "../entry/read-roster.js";
import { isoDay } from "../entry/dates.js";
import { SHARE } from "../edge/wire.js";

/** @typedef {import("../edge/types.d.ts").Answer} Answer */
/** @typedef {import("../edge/types.d.ts").Answers} Answers */
/** @typedef {import("../edge/types.d.ts").Count} Count */
/** @typedef {import("../edge/types.d.ts").Member} Member */
/** @typedef {import("../edge/types.d.ts").Roster} Roster */
/** @typedef {import("../entry/types.d.ts").Ask} Ask */
/**
 * The questions that a code belongs to.
 * @typedef {object} Questions
 * @property {string} schema six hexadecimal digits
 * @property {readonly Ask[]} asks all questions in the form's order, the application date among them or not
 */
/**
 * What a code holds: answers, the application date, and who else there is in the household (empty if that is not
 * answered).
 * @typedef {{ answers: Answers, on: string | null, more: string }} SharedAnswers
 */

const { version: VERSION, firstYear: FIRST_YEAR, bits: BITS, others: OTHERS } = SHARE;
/** How a date is written: by how many of its parts, or as a span of days. */
const SPAN = 4;
const FORM_BITS = 3;
/** A code, and whatever came behind it on its way through a message. A code ends in a letter. */
const CODE = /^(v\d+)\.([^.]*)\.([A-Za-z0-9_-]*)/;

/**
 * Encodes answers; or names every entry that a code cannot hold, and makes no code.
 * @param {Questions} questions
 * @param {SharedAnswers} given
 * @param {readonly string[]} [leftOut] the names of entries that are no answers, so that no code is whole
 * @returns {{ code: string } | { refused: string[] }}
 */
export function encode({ schema, asks }, given, leftOut = []) {
  const refused = [...new Set([...leftOut, ...unfit(asks, given)])];
  if (refused.length > 0) return { refused };
  const bits = new BitWriter();
  putDate(bits, given.on ?? undefined);
  for (const ask of asked(asks)) put(bits, ask, given.answers[ask.name], given.more);
  const body = `${VERSION}.${schema}.${bits.text()}`;
  return { code: body + checksum(body) };
}

/**
 * Decodes a share code, completely or not at all. What follows the code, such as 「。」 or `&utm_source=…`, is ignored.
 * @param {Questions} questions
 * @param {string} text
 * @returns {SharedAnswers}
 * @throws {Error} with the message `version`, `schema` or `damaged`, for which the page has a text
 */
export function decode({ schema, asks }, text) {
  const found = whole(text);
  if (!found) {
    // A code of another version has a checksum of its own, or none. If ours fits, only the version is damaged.
    const isOther = /^v\d/.test(text) && !text.startsWith(`${VERSION}.`);
    throw new Error(isOther && !whole(`${VERSION}.${text.slice(VERSION.length + 1)}`) ? "version" : "damaged");
  }
  if (found.schema !== schema) throw new Error("schema");
  try {
    return takeAll(asks, new BitReader(found.letters));
  } catch {
    throw new Error("damaged");
  }
}

/**
 * The parts of a code of this version whose checksum fits; null for any other text.
 * @param {string} text
 * @returns {{ schema: string, letters: string } | null}
 */
function whole(text) {
  const [, version = "", schema = "", found = ""] = CODE.exec(text) ?? [];
  const all = found.replace(/[-_]+$/, "");
  const letters = all.slice(0, -CHECK_LETTERS);
  const isWhole = version === VERSION && checksum(`${version}.${schema}.${letters}`) === all.slice(-CHECK_LETTERS);
  return isWhole && letters !== "" ? { schema, letters } : null;
}

/** The questions whose answers a code holds in order; the application date comes before them. @param {readonly Ask[]} asks */
const asked = (asks) => asks.filter(({ name }) => name !== "on");

/**
 * @param {readonly Ask[]} asks
 * @param {BitReader} bits
 * @returns {SharedAnswers}
 */
function takeAll(asks, bits) {
  const on = takeDate(bits);
  if (on !== undefined && typeof on !== "string") throw new Error("an application date that is not a day");
  const seen = { more: "" };
  /** @type {Answers} */
  const answers = {};
  for (const ask of asked(asks)) {
    const answer = take(bits, ask, seen);
    if (answer !== undefined) answers[ask.name] = answer;
  }
  if (!bits.isAtEnd()) throw new Error("data after the last question");
  const taken = { answers, on: on ?? null, more: seen.more };
  if (unfit(asks, taken).length > 0) throw new Error("an answer that no form gives");
  return taken;
}

/**
 * @param {BitWriter} bits
 * @param {Ask} ask
 * @param {Answer | Roster | undefined} answer
 * @param {string} more
 */
function put(bits, ask, answer, more) {
  if (ask.kind === "date") return putDate(bits, /** @type {Answer | undefined} */ (answer));
  bits.put(answer === undefined ? 0 : 1, 1);
  if (answer === undefined) return;
  if (ask.kind === "list") return putRoster(bits, ask, /** @type {Roster} */ (answer), more);
  const isRough = answer !== null && typeof answer === "object" && "is" in answer;
  bits.put(answer === null || isRough ? 1 : 0, 1);
  if (ask.kind === "choice" && (answer === null || isRough)) bits.put(isRough ? 1 : 0, 1);
  if (answer === null) return;
  if (ask.kind === "yes_no") bits.put(answer === true ? 1 : 0, 1);
  else if (ask.kind === "choice") {
    const chosen = [isRough ? answer.is : answer].flat();
    for (const option of ask.options) bits.put(chosen.includes(option) ? 1 : 0, 1);
  } else putNumbers(bits, /** @type {Count} */ (answer));
}

/**
 * @param {BitWriter} bits
 * @param {Count} answer
 */
function putNumbers(bits, answer) {
  const isRange = typeof answer === "object";
  bits.put(isRange ? 1 : 0, 1);
  for (const end of isRange ? [answer.min, answer.max] : [answer]) {
    if (isRange) bits.put(end === undefined ? 0 : 1, 1);
    if (end === undefined) continue;
    const value = Number(end);
    const digits = value.toString(2).length;
    bits.put(digits, BITS.length);
    bits.put(value, digits);
  }
}

/**
 * A date with its precision, or a span of days.
 * @param {BitWriter} bits
 * @param {Answer | undefined} answer
 */
function putDate(bits, answer) {
  bits.put(answer === undefined ? 0 : 1, 1);
  if (answer === undefined) return;
  const isDeclined = answer === null || (typeof answer === "object" && "declined" in answer);
  const said = answer !== null && typeof answer === "object" && "is" in answer ? answer.is : answer;
  bits.put(isDeclined ? 1 : 0, 1);
  if (said !== null && typeof said === "object") {
    const { min, max } = /** @type {{ min?: string, max?: string }} */ (said);
    bits.put(SPAN, FORM_BITS);
    for (const end of [min, max]) {
      bits.put(end === undefined ? 0 : 1, 1);
      if (end !== undefined) putParts(bits, end.split("-").map(Number));
    }
    return;
  }
  const parts = said === null ? [] : String(said).split("-").map(Number);
  bits.put(parts.length, FORM_BITS);
  putParts(bits, parts);
}

/**
 * @param {BitWriter} bits
 * @param {number[]} parts up to three: year, month and day
 */
function putParts(bits, [year, month, day]) {
  if (year !== undefined) bits.put(year - FIRST_YEAR, BITS.year);
  if (month !== undefined) bits.put(month, BITS.month);
  if (day !== undefined) bits.put(day, BITS.day);
}

/**
 * @param {BitWriter} bits
 * @param {Ask} ask
 * @param {Roster} answer
 * @param {string} more
 */
function putRoster(bits, { fields, counted }, { members, more: others = {} }, more) {
  bits.put(members.length, BITS.members);
  for (const member of members) for (const field of fields) put(bits, field, member[field.name], "");
  bits.put(OTHERS.indexOf(more), BITS.others);
  if (more === "counted") putNumbers(bits, others[counted] ?? { min: 0 });
}

/**
 * @param {BitReader} bits
 * @param {Ask} ask
 * @param {{ more: string }} seen
 * @returns {Answer | Roster | undefined}
 */
function take(bits, ask, seen) {
  if (ask.kind === "date") return takeDate(bits);
  if (bits.take(1) === 0) return undefined;
  if (ask.kind === "list") return takeRoster(bits, ask, seen);
  const isDeclined = bits.take(1) === 1;
  if (isDeclined && (ask.kind !== "choice" || bits.take(1) === 0)) return null;
  if (ask.kind === "yes_no") return bits.take(1) === 1;
  if (ask.kind === "choice") {
    const chosen = ask.options.filter(() => bits.take(1) === 1);
    if (isDeclined) return { is: chosen, declined: true };
    return chosen.length === 1 ? /** @type {string} */ (chosen[0]) : chosen;
  }
  return takeNumbers(bits);
}

/** @param {BitReader} bits @returns {Count} */
function takeNumbers(bits) {
  const one = () => bits.take(bits.take(BITS.length));
  if (bits.take(1) === 0) return one();
  /** @type {{ min?: number, max?: number }} */
  const range = {};
  if (bits.take(1) === 1) range.min = one();
  if (bits.take(1) === 1) range.max = one();
  return range;
}

/** @param {BitReader} bits @returns {Answer | undefined} */
function takeDate(bits) {
  if (bits.take(1) === 0) return undefined;
  const isDeclined = bits.take(1) === 1;
  const form = bits.take(FORM_BITS);
  if (form === 0) return null;
  /** @type {string | { min?: string, max?: string }} */
  let said;
  if (form === SPAN) {
    said = {};
    if (bits.take(1) === 1) said.min = takeParts(bits, 3);
    if (bits.take(1) === 1) said.max = takeParts(bits, 3);
  } else said = takeParts(bits, form);
  return isDeclined ? { is: said, declined: true } : said;
}

/**
 * @param {BitReader} bits
 * @param {number} count how many parts there are
 */
function takeParts(bits, count) {
  const year = bits.take(BITS.year) + FIRST_YEAR;
  const month = count > 1 ? bits.take(BITS.month) : 0;
  const day = count > 2 ? bits.take(BITS.day) : 0;
  return isoDay(year, month, day).slice(0, [4, 7, 10][count - 1]);
}

/**
 * @param {BitReader} bits
 * @param {Ask} ask
 * @param {{ more: string }} seen
 * @returns {Roster}
 */
function takeRoster(bits, ask, seen) {
  const members = Array.from({ length: bits.take(BITS.members) }, () => {
    /** @type {Member} */
    const member = {};
    for (const field of ask.fields) {
      const answer = take(bits, field, seen);
      if (answer !== undefined) member[field.name] = /** @type {Answer} */ (answer);
    }
    return member;
  });
  const chosen = OTHERS[bits.take(BITS.others)];
  if (chosen === undefined) throw new Error("an unknown answer to who else there is");
  seen.more = chosen;
  const more = furtherMembers(ask, chosen, chosen === "counted" ? takeNumbers(bits) : 0);
  return more ? { members, more } : { members };
}
