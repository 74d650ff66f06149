/**
 * Answers as whole numbers, which cross to the engine in a single step; `src/wire/given.rs` reads them.
 * It puts a number in the place of each name; whether an answer fits its fact is the engine's to say.
 */
import { daysIn } from "./dates.js";

/** @typedef {import("./types.d.ts").EngineError} EngineError */
/** @typedef {{ id: string, kind?: "number" | "date", options?: string[], fields?: Fact[], key?: number }} Fact a fact, as the index has it */
/** @typedef {Record<string, unknown>} Plain */

/** What is said of a fact begins with one of these. */
const [NOTHING, TRUTH, OPTIONS, NUMBER, DAYS, LIST] = [0, 1, 2, 3, 4, 5];
/** A number crosses as its billions and the rest. */
const BILLION = 1e9;
const DAY_MS = 86_400_000;
const ROUGH_DATE = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/;

/**
 * @param {Fact[]} facts the city's, in the engine's order
 * @param {unknown} answers plain data
 * @returns {{ numbers: Int32Array, errors: EngineError[] }} the numbers mean nothing where there are errors
 */
export function writeAnswers(facts, answers) {
  const writer = new Writer();
  writer.answers(facts, answers, "");
  return { numbers: new Int32Array(writer.numbers), errors: writer.errors };
}

/**
 * The first or the last day that "2026", "2026-07" or "2026-07-15" may mean, counted from 1970-01-01.
 * @param {unknown} rough
 * @param {boolean} isLast
 * @returns {number} NaN, where there is no such day
 */
export function dayNumber(rough, isLast) {
  const found = typeof rough === "string" ? ROUGH_DATE.exec(rough) : null;
  const year = Number(found?.[1]);
  const month = Number(found?.[2] ?? (isLast ? 12 : 1));
  const day = Number(found?.[3] ?? (isLast ? daysIn(year, month) : 1));
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 ? date.getTime() / DAY_MS : NaN;
}

/**
 * @param {unknown} value
 * @returns {value is Plain}
 */
const isPlain = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {string} place @param {string} key */
const within = (place, key) => (place ? `${place}.${key}` : key);

/**
 * Where the fact of an id stands. Answers come in asking order as a rule, so the next one is looked at first.
 * @param {Fact[]} facts
 * @param {string} id
 * @param {number} next
 */
function indexOf(facts, id, next) {
  return facts[next]?.id === id ? next : facts.findIndex((fact) => fact.id === id);
}

class Writer {
  /** @type {number[]} */
  numbers = [];
  /** @type {EngineError[]} */
  errors = [];

  /**
   * @param {string} fact
   * @param {string} code
   */
  #refuse(fact, code) {
    this.errors.push({ fact, code });
  }

  /**
   * Refuses what nobody asks for.
   * @param {string[]} keys
   * @param {unknown} value
   * @param {string} place
   */
  #only(keys, value, place) {
    for (const key of Object.keys(/** @type {Plain} */ (value))) if (!keys.includes(key)) this.#refuse(within(place, key), "unknown-key");
  }

  /**
   * Answers by fact, or by field.
   * @param {Fact[]} facts
   * @param {unknown} answers
   * @param {string} place
   */
  answers(facts, answers, place) {
    if (!isPlain(answers)) return this.#refuse(place, "wrong-type");
    const ids = Object.keys(answers);
    this.numbers.push(ids.length);
    let at = -1;
    for (const id of ids) {
      at = indexOf(facts, id, at + 1);
      const fact = facts[at];
      this.numbers.push(at);
      if (fact) this.#answer(fact, answers[id], within(place, id));
      else this.#refuse(within(place, id), "unknown-fact");
    }
  }

  /**
   * `{ is: …, declined: true }` is a rough answer whose rest is not known.
   * @param {Fact} fact
   * @param {unknown} value
   * @param {string} place
   */
  #answer(fact, value, place) {
    const rough = isPlain(value) && "is" in value;
    this.numbers.push(value === null || (rough && value.declined === true) ? 1 : 0);
    this.#said(fact, rough ? value.is : value, place);
  }

  /**
   * @param {Fact} fact
   * @param {unknown} value
   * @param {string} place
   */
  #said(fact, value, place) {
    if (value === null || value === undefined) this.numbers.push(NOTHING);
    else if (typeof value === "boolean") this.numbers.push(TRUTH, value ? 1 : 0);
    else if (fact.options) this.#options(fact.options, value, place);
    else if (fact.fields) this.#members(fact.fields, fact.fields[fact.key ?? 0]?.options ?? [], value, place);
    else if (fact.kind === undefined) this.#refuse(place, "wrong-type");
    else {
      this.numbers.push(fact.kind === "date" ? DAYS : NUMBER);
      this.#range(value, place, fact.kind === "date");
    }
  }

  /**
   * @param {string[]} options
   * @param {unknown} value
   * @param {string} place
   */
  #options(options, value, place) {
    let bits = 0;
    for (const one of Array.isArray(value) ? value : [value]) {
      const at = options.indexOf(one);
      if (at < 0) return this.#refuse(place, "unknown-option");
      bits |= 1 << at;
    }
    this.numbers.push(OPTIONS, bits);
  }

  /**
   * One value, or the ends of what it may be.
   * @param {unknown} value
   * @param {string} place
   * @param {boolean} isDate
   */
  #range(value, place, isDate) {
    const isRange = isPlain(value);
    if (isRange) this.#only(["min", "max"], value, place);
    for (const isLast of [false, true]) {
      const end = isRange ? (isLast ? value.max : value.min) : value;
      this.numbers.push(end === undefined ? 0 : 1);
      if (end === undefined) continue;
      if (isDate) this.numbers.push(dayNumber(end, isLast));
      else this.#whole(end);
      if (Number.isNaN(this.numbers.at(-1))) return this.#refuse(place, isDate ? "not-a-date" : "not-a-number");
    }
  }

  /**
   * A whole number, given as one or in digits; else what is no number.
   * @param {unknown} value
   */
  #whole(value) {
    const number = typeof value === "string" && /^-?\d{1,18}$/.test(value) ? Number(value) : value;
    const fits = typeof number === "number" && Number.isInteger(number) && Math.abs(number) <= 1e18;
    if (fits) this.numbers.push(Math.trunc(number / BILLION), number % BILLION);
    else this.numbers.push(NaN);
  }

  /**
   * @param {Fact[]} fields
   * @param {string[]} sorts
   * @param {unknown} value
   * @param {string} place
   */
  #members(fields, sorts, value, place) {
    const { members = [], more } = isPlain(value) ? value : { members: null };
    if (!Array.isArray(members) || (more !== undefined && !isPlain(more))) return this.#refuse(place, "wrong-type");
    this.#only(["members", "more"], value, place);
    this.numbers.push(LIST, members.length);
    for (const [at, member] of members.entries()) this.answers(fields, member, `${place}.members[${at}]`);
    this.numbers.push(more === undefined ? 0 : 1);
    if (more === undefined) return;
    const counts = Object.entries(/** @type {Plain} */ (more));
    this.numbers.push(counts.length);
    for (const [sort, count] of counts) {
      const at = sorts.indexOf(sort);
      this.numbers.push(at);
      if (at < 0) this.#refuse(`${place}.more.${sort}`, "unknown-option");
      else this.#range(count, `${place}.more.${sort}`, false);
    }
  }
}
