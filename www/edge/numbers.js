/**
 * Reads and writes values as 32-bit words, in the layout of `src/wire/numbers.rs`: whole numbers, booleans, days, exact
 * numbers, lists. It does not know which values form a report: the generated `wire.js` does.
 */
import { DAY_MS, dayNumber } from "../entry/dates.js";

/** The word before a number that does not fit in one word. The number's higher word follows, then the lower one. */
const WIDE = -(2 ** 31);
const WORD = 2 ** 32;

export class NumberReader {
  #words;
  #at = 0;
  /** The days that were read, by their numbers: a report names the same few again and again. @type {Map<number, string>} */
  #days = new Map();

  /** @param {Int32Array} words */
  constructor(words) {
    this.#words = words;
  }

  #word() {
    const word = this.#words[this.#at++];
    if (word === undefined) throw new RangeError("the numbers end too early");
    return word;
  }

  /**
   * A whole number, such as a count, an index or a year.
   * @throws {RangeError} if JavaScript cannot hold it exactly
   */
  number() {
    const word = this.#word();
    if (word !== WIDE) return word;
    const number = this.#word() * WORD + (this.#word() >>> 0);
    if (!Number.isSafeInteger(number)) throw new RangeError(`${number} is not exact`);
    return number;
  }

  boolean() {
    return this.number() !== 0;
  }

  /** A day as an ISO date, such as "2026-04-01". */
  day() {
    const number = this.number();
    const known = this.#days.get(number);
    if (known !== undefined) return known;
    const day = new Date(number * DAY_MS).toISOString().slice(0, 10);
    this.#days.set(number, day);
    return day;
  }

  /** An exact number: digits such as "600000", or a reduced fraction such as "2960000/3". */
  exact() {
    const word = this.#word();
    const numerator = word === WIDE ? String((BigInt(this.#word()) << 32n) | BigInt(this.#word() >>> 0)) : String(word);
    const denominator = this.number();
    return denominator === 1 ? numerator : `${numerator}/${denominator}`;
  }

  /**
   * One of these names, by its position.
   * @template {string} T
   * @param {readonly T[]} names
   * @throws {RangeError} if no name has that position
   */
  name(names) {
    const name = names[this.number()];
    if (name === undefined) throw new RangeError("no name has this position");
    return name;
  }

  /**
   * A value that may be absent; null if it is.
   * @template T
   * @param {(from: NumberReader) => T} read
   */
  optional(read) {
    return this.boolean() ? read(this) : null;
  }

  /**
   * A list: its length, then its items.
   * @template T
   * @param {(from: NumberReader) => T} read
   */
  list(read) {
    // A loop: a report contains hundreds of lists, and `Array.from` with a callback is several times slower.
    /** @type {T[]} */
    const items = [];
    const count = this.number();
    for (let at = 0; at < count; at++) items.push(read(this));
    return items;
  }

  /**
   * Reads a value that must use all words.
   * @template T
   * @param {(from: NumberReader) => T} read
   * @throws {RangeError} if words are left
   */
  whole(read) {
    const value = read(this);
    if (this.#at !== this.#words.length) throw new RangeError("there are more numbers than expected");
    return value;
  }
}

export class NumberWriter {
  /** @type {number[]} */
  #words = [];

  /** Everything that was written. */
  words() {
    return new Int32Array(this.#words);
  }

  /**
   * @param {number} value
   * @throws {RangeError} if it is not a whole number that JavaScript holds exactly
   */
  number(value) {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a whole number`);
    if (value > WIDE && value < -WIDE) this.#words.push(value);
    else this.#words.push(WIDE, Math.floor(value / WORD), value | 0);
  }

  /** @param {boolean} value */
  boolean(value) {
    this.number(value ? 1 : 0);
  }

  /**
   * @param {string} day such as "2026-04-01"
   * @throws {RangeError} if the calendar has no such day
   */
  day(day) {
    const number = day.length === 10 ? dayNumber(day, false) : Number.NaN;
    if (Number.isNaN(number)) throw new RangeError(`expected YYYY-MM-DD, found ${day}`);
    this.number(number);
  }

  /**
   * @template {string} T
   * @param {readonly T[]} names
   * @param {T} name
   */
  name(names, name) {
    const at = names.indexOf(name);
    if (at < 0) throw new RangeError(`${name} is not in its list`);
    this.number(at);
  }

  /**
   * @template T
   * @param {T | null} value
   * @param {(to: NumberWriter, value: T) => void} write
   */
  optional(value, write) {
    this.boolean(value !== null);
    if (value !== null) write(this, value);
  }

  /**
   * @template T
   * @param {readonly T[]} items
   * @param {(to: NumberWriter, item: T) => void} write
   */
  list(items, write) {
    this.number(items.length);
    for (const item of items) write(this, item);
  }
}
