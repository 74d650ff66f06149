/**
 * Answers as whole numbers, which cross to the engine in a single step; `src/wire/given.rs` reads them.
 * It puts a number in the place of each name; whether an answer fits its fact is the engine's to say.
 */
import { dayNumber } from "./dates.js";

/** @typedef {import("./types.d.ts").EngineError} EngineError */
/** @typedef {{ id: string, kind?: "number" | "date", options?: string[], fields?: Fact[], key?: number }} Fact a fact, as the index has it */
/** @typedef {Record<string, unknown>} Plain */

/** What is said of a fact begins with one of these. */
const [NOTHING, TRUTH, OPTIONS, NUMBER, DAYS, LIST] = [0, 1, 2, 3, 4, 5];
/** A number crosses as its billions and the rest. */
const BILLION = 1e9;

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
   * @param {string} [code]
   */
  #only(keys, value, place, code = "unknown-key") {
    for (const key of Object.keys(/** @type {Plain} */ (value)))
      if (!keys.includes(key)) this.#refuse(within(place, key), code);
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
      else this.#refuse(within(place, id), place ? "unknown-field" : "unknown-fact");
    }
  }

  /**
   * `{ is: …, declined: true }` is a rough answer whose rest is not known.
   * @param {Fact} fact
   * @param {unknown} value
   * @param {string} place
   */
  #answer(fact, value, place) {
    if (value === null || value === undefined) return void this.numbers.push(1, NOTHING);
    if (!isPlain(value) || !("is" in value)) {
      this.numbers.push(0);
      return this.#said(fact, value, place);
    }
    const { is, declined = false } = value;
    this.#only(["is", "declined"], value, place, "wrong-type");
    if (typeof declined !== "boolean") this.#refuse(within(place, "declined"), "wrong-type");
    this.numbers.push(declined ? 1 : 0);
    this.#said(fact, is, place);
  }

  /**
   * @param {Fact} fact
   * @param {unknown} value
   * @param {string} place
   */
  #said(fact, value, place) {
    if (fact.options) this.#options(fact.options, value, place);
    else if (fact.fields) this.#members(fact.fields, fact.fields[fact.key ?? 0]?.options ?? [], value, place);
    else if (fact.kind) {
      this.numbers.push(fact.kind === "date" ? DAYS : NUMBER);
      this.#range(value, place, fact.kind === "date");
    } else if (typeof value === "boolean") this.numbers.push(TRUTH, value ? 1 : 0);
    else this.#refuse(place, "wrong-type");
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
      const key = isLast ? "max" : "min";
      const isGiven = !isRange || key in value;
      this.numbers.push(isGiven ? 1 : 0);
      if (!isGiven) continue;
      const end = isRange ? value[key] : value;
      if (isDate) this.numbers.push(dayNumber(end, isLast));
      else this.#whole(end);
      if (Number.isNaN(this.numbers.at(-1)))
        return this.#refuse(isRange ? within(place, key) : place, isDate ? "not-a-date" : "not-a-number");
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
    if (!isPlain(value)) return this.#refuse(place, "wrong-type");
    const members = "members" in value ? value.members : [];
    const more = "more" in value ? value.more : {};
    if (!Array.isArray(members) || !isPlain(more)) return this.#refuse(place, "wrong-type");
    this.#only(["members", "more"], value, place);
    this.numbers.push(LIST, members.length);
    for (const [at, member] of members.entries()) this.answers(fields, member, `${place}.members[${at}]`);
    if (!("more" in value)) return void this.numbers.push(0);
    const counts = Object.entries(more);
    this.numbers.push(1, counts.length);
    for (const [sort, count] of counts) {
      const at = sorts.indexOf(sort);
      this.numbers.push(at);
      if (at < 0) this.#refuse(`${place}.more.${sort}`, "unknown-option");
      else this.#range(count, `${place}.more.${sort}`, false);
    }
  }
}
