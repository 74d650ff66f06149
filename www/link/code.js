/**
 * Encodes answers as a short share code, and decodes it. It does not check answers against the rules: the engine does.
 *
 * The code holds the answers in the order of the form's questions. It therefore belongs to one set of questions, and
 * names it by the form's `data-schema`.
 */
import { BitReader, BitWriter } from "./bit-packing.js";
import { parts } from "../app/dom.js";
import { topQuestions } from "../app/form.js";
import { SHARE } from "../edge/wire.js";

/** @typedef {import("../edge/types.d.ts").Answer} Answer */
/** @typedef {import("../edge/types.d.ts").Answers} Answers */
/** @typedef {import("../edge/types.d.ts").Member} Member */
/** @typedef {import("../edge/types.d.ts").Roster} Roster */
/**
 * The answers that a question allows.
 * @typedef {object} Shape
 * @property {string} name the fact's id, or a field's own name
 * @property {string} kind
 * @property {string[]} options ids of the options of a choice
 * @property {Shape[]} fields the questions about one member of a list
 * @property {string} counted the sort of member that may be given by its number alone
 */
/** @typedef {{ answers: Answers, on: string | null }} SharedAnswers */

const { version: VERSION, firstYear: FIRST_YEAR, bits: BITS, others: OTHERS } = SHARE;

/**
 * Encodes answers as `version.schema.letters`.
 * @param {HTMLElement} form
 * @param {SharedAnswers} given
 * @param {string} more the selected answer to the question who else lives there; empty if none is selected
 * @throws {RangeError} if an answer does not fit in its bits
 */
export function encode(form, given, more) {
  const bits = new BitWriter();
  putDate(bits, given.on ?? undefined);
  for (const shape of shapes(form)) put(bits, shape, given.answers[shape.name], more);
  return [VERSION, form.dataset.schema ?? "", bits.text()].join(".");
}

/**
 * Decodes a share code, completely or not at all.
 * @param {HTMLElement} form
 * @param {string} code
 * @returns {SharedAnswers & { more: string }}
 * @throws {Error} with the message `version`, `schema` or `damaged`, for which the page has a text
 */
export function decode(form, code) {
  const [version, schema, text, ...rest] = code.split(".");
  if (version !== VERSION || text === undefined || rest.length > 0) throw new Error("version");
  if (schema !== form.dataset.schema) throw new Error("schema");
  try {
    const bits = new BitReader(text);
    const on = takeDate(bits);
    if (on !== undefined && typeof on !== "string") throw new Error("an application date that is not a day");
    /** @type {Answers} */
    const answers = {};
    const seen = { more: "" };
    for (const shape of shapes(form)) {
      const answer = take(bits, shape, seen);
      if (answer !== undefined) answers[shape.name] = answer;
    }
    if (!bits.isAtEnd()) throw new Error("data after the last question");
    return { answers, on: on ?? null, more: seen.more };
  } catch {
    throw new Error("damaged");
  }
}

/** @param {HTMLElement} form @returns {Shape[]} */
function shapes(form) {
  return topQuestions(form)
    .filter(({ dataset }) => dataset.fact !== "on")
    .map(shape);
}

/** @param {HTMLElement} question @returns {Shape} */
function shape(question) {
  const name = question.dataset.fact ?? "";
  const kind = question.dataset.kind ?? "";
  const template =
    kind === "list" ? /** @type {HTMLTemplateElement} */ (question.querySelector("[data-js-member-template]")) : null;
  const fields = template ? parts(template.content, "[data-js-question]").map(shape) : [];
  const own = `[name="${CSS.escape(name)}"]`;
  const inputs = parts(question, `input${own}, select${own} > option`).map(
    (one) => /** @type {HTMLInputElement | HTMLOptionElement} */ (one).value,
  );
  const options = kind === "choice" ? inputs.filter((value) => value !== "" && value !== "unknown") : [];
  return {
    name: kind === "list" ? name : name.slice(name.lastIndexOf(".") + 1),
    kind,
    options,
    fields,
    counted: question.dataset.counted ?? "",
  };
}

/**
 * @param {BitWriter} bits
 * @param {Shape} shape
 * @param {Answer | Roster | undefined} answer
 * @param {string} more
 */
function put(bits, shape, answer, more) {
  if (shape.kind === "date") return putDate(bits, /** @type {Answer | undefined} */ (answer));
  bits.put(answer === undefined ? 0 : 1, 1);
  if (answer === undefined) return;
  if (shape.kind === "list") return putRoster(bits, shape, /** @type {Roster} */ (answer), more);
  const isRough = answer !== null && typeof answer === "object" && "is" in answer;
  bits.put(answer === null || isRough ? 1 : 0, 1);
  if (shape.kind === "choice" && (answer === null || isRough)) bits.put(isRough ? 1 : 0, 1);
  if (answer === null) return;
  if (shape.kind === "yes_no") bits.put(answer === true ? 1 : 0, 1);
  else if (shape.kind === "choice") {
    const chosen = [isRough ? answer.is : answer].flat();
    for (const option of shape.options) bits.put(chosen.includes(option) ? 1 : 0, 1);
  } else putNumbers(bits, /** @type {import("../edge/types.d.ts").Count} */ (answer));
}

/**
 * @param {BitWriter} bits
 * @param {import("../edge/types.d.ts").Count} answer
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
 * @param {BitWriter} bits
 * @param {Answer | undefined} answer
 */
function putDate(bits, answer) {
  bits.put(answer === undefined ? 0 : 1, 1);
  if (answer === undefined) return;
  const unsure = answer === null || (typeof answer === "object" && "declined" in answer);
  const text = answer === null ? "" : String(typeof answer === "object" && "is" in answer ? answer.is : answer);
  const pieces = text === "" ? [] : text.split("-").map(Number);
  bits.put(unsure ? 1 : 0, 1);
  bits.put(pieces.length, 2);
  const [year = 0, month = 0, day = 0] = pieces;
  if (pieces.length > 0) bits.put(year - FIRST_YEAR, BITS.year);
  if (pieces.length > 1) bits.put(month, BITS.month);
  if (pieces.length > 2) bits.put(day, BITS.day);
}

/**
 * @param {BitWriter} bits
 * @param {Shape} shape
 * @param {Roster} answer
 * @param {string} more
 */
function putRoster(bits, { fields, counted }, { members, more: others = {} }, more) {
  bits.put(members.length, BITS.members);
  for (const member of members) for (const field of fields) put(bits, field, member[field.name], "");
  bits.put(Math.max(OTHERS.indexOf(more), 0), BITS.others);
  if (more === "counted") putNumbers(bits, others[counted] ?? { min: 0 });
}

/**
 * @param {BitReader} bits
 * @param {Shape} shape
 * @param {{ more: string }} seen
 * @returns {Answer | Roster | undefined}
 */
function take(bits, shape, seen) {
  if (shape.kind === "date") return takeDate(bits);
  if (bits.take(1) === 0) return undefined;
  if (shape.kind === "list") return takeRoster(bits, shape, seen);
  const isDeclined = bits.take(1) === 1;
  if (isDeclined && (shape.kind !== "choice" || bits.take(1) === 0)) return null;
  if (shape.kind === "yes_no") return bits.take(1) === 1;
  if (shape.kind === "choice") {
    const chosen = shape.options.filter(() => bits.take(1) === 1);
    if (chosen.length === 0) throw new Error("a choice without options");
    if (isDeclined) return { is: chosen, declined: true };
    return chosen.length === 1 ? /** @type {string} */ (chosen[0]) : chosen;
  }
  return takeNumbers(bits);
}

/** @param {BitReader} bits @returns {import("../edge/types.d.ts").Count} */
function takeNumbers(bits) {
  const one = () => {
    const value = bits.take(bits.take(BITS.length));
    if (value > Number.MAX_SAFE_INTEGER) throw new Error("a number too large for an answer");
    return value;
  };
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
  const unsure = bits.take(1) === 1;
  const count = bits.take(2);
  const pieces = [
    () => String(bits.take(BITS.year) + FIRST_YEAR),
    () => twoDigits(bits.take(BITS.month)),
    () => twoDigits(bits.take(BITS.day)),
  ]
    .slice(0, count)
    .map((piece) => piece());
  if (count === 0) {
    if (unsure) return null;
    throw new Error("an empty date");
  }
  const text = pieces.join("-");
  return unsure ? { is: text, declined: true } : text;
}

/**
 * @param {BitReader} bits
 * @param {Shape} shape
 * @param {{ more: string }} seen
 * @returns {Roster}
 */
function takeRoster(bits, { fields, counted }, seen) {
  const members = Array.from({ length: bits.take(BITS.members) }, () => {
    /** @type {Member} */
    const member = {};
    for (const field of fields) {
      const answer = take(bits, field, seen);
      if (answer !== undefined) member[field.name] = /** @type {Answer} */ (answer);
    }
    return member;
  });
  const more = OTHERS[bits.take(BITS.others)];
  if (more === undefined) throw new Error("an unknown answer to who else there is");
  seen.more = more;
  return more === "counted" ? { members, more: { [counted]: takeNumbers(bits) } } : { members };
}

/** @param {number} n */
function twoDigits(n) {
  return String(n).padStart(2, "0");
}
