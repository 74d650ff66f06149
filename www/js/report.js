/**
 * Reads a flat report, as `src/wire/flat.rs` writes it, back into one with ids; what the page has in the
 * report's order it finds by its place. It knows the order of the numbers and the names of the codes, and
 * nothing of what they mean.
 */

import { DAY_MS } from "./dates.js";

const VERDICTS = /** @type {const} */ (["eligible", "confirm", "ineligible", "no_rule", "undetermined"]);
const WINDOWS = /** @type {const} */ (["open", "upcoming", "closed", "budget_reached", "unknown"]);
const STATES = /** @type {const} */ (["met", "not_met", "desk", "unsettled", "unknown", "not_applicable"]);
const WHY = /** @type {const} */ (["rules", "upcoming", "closed", "budget_reached", "requirement"]);
const NEEDS = /** @type {const} */ (["value", "year", "month_day", "members", "band", "exact"]);

/** Stands in place of a day's number, or of a sum, where there is none. */
const NOTHING = -(2 ** 31);
/** Stands before a sum of more than four bytes, or a fraction. */
const LONG = NOTHING + 1;

/**
 * @param {any} index the engine's ids
 * @param {string} on the application date
 * @param {Int32Array} numbers
 * @returns {import("./types.d.ts").Report}
 */
export function readReport(index, on, numbers) {
  const reader = new Reader(index, numbers);
  reader.incomplete = reader.list(() => reader.missing());
  reader.next(); // the count of programmes, which the index knows too
  const programmes = index.programmes.map((/** @type {string} */ id) => reader.programme(id));
  return {
    city: index.city,
    on,
    programmes,
    relevant: reader.gaps(),
    questions_left_at_most: reader.next(),
    best: reader.best(),
  };
}

/**
 * @param {any} index the engine's ids
 * @param {Int32Array} numbers flat advice on one programme
 * @returns {import("./types.d.ts").Advice}
 */
export function readAdvice(index, numbers) {
  return new Reader(index, numbers).advice();
}

/** @param {number} number of days since 1970-01-01 */
const isoDay = (number) => new Date(number * DAY_MS).toISOString().slice(0, 10);

class Reader {
  #index;
  #numbers;
  #number = 0;
  /** @type {import("./types.d.ts").Missing[]} every answer that is not complete; the programmes share them */
  incomplete = [];

  /**
   * @param {any} index
   * @param {Int32Array} numbers
   */
  constructor(index, numbers) {
    this.#index = index;
    this.#numbers = numbers;
  }

  /** The next number; past the end, which would be a mistake of ours, an index that finds nothing. */
  next() {
    return this.#numbers[this.#number++] ?? -1;
  }

  /**
   * @template T
   * @param {(at: number) => T} read
   * @returns {T[]}
   */
  list(read) {
    // A plain loop: a report has hundreds of these, and `Array.from` takes several times as long.
    const items = [];
    const count = this.next();
    for (let at = 0; at < count; at++) items.push(read(at));
    return items;
  }

  /**
   * @template {string} T
   * @param {readonly T[]} names
   * @returns {T}
   */
  #code(names) {
    const name = names[this.next()];
    if (name === undefined) throw new Error("the report holds an unknown code");
    return name;
  }

  /** An end of a range of yen. */
  #end() {
    const number = this.next();
    return number === NOTHING ? null : number === LONG ? this.#long() : String(number);
  }

  /** A numerator of two words, the higher first, and a denominator. */
  #long() {
    const sum = (BigInt(this.next()) << 32n) | BigInt(this.next() >>> 0);
    const parts = this.next();
    return parts === 1 ? String(sum) : `${sum}/${parts}`;
  }

  #range() {
    return { min: this.#end(), max: this.#end() };
  }

  /** The next day, as "2026-04-01". */
  #day() {
    const number = this.next();
    return number === NOTHING ? null : new Date(number * DAY_MS).toISOString().slice(0, 10);
  }

  #amount() {
    const kind = this.next();
    return kind === 0 ? null : { min: this.#end(), max: this.#end(), ceiling: kind === 2 };
  }

  missing() {
    const fact = this.#index.facts[this.next()];
    const field = this.next();
    const member = this.next();
    return {
      fact: fact.id,
      field: field ? fact.fields[field - 1].id : null,
      member: member ? member - 1 : null,
      needs: this.#code(NEEDS),
    };
  }

  /** Some of the answers that are not complete. */
  gaps() {
    return this.list(() => /** @type {import("./types.d.ts").Missing} */ (this.incomplete[this.next()]));
  }

  /**
   * The numbers come in this order; an object literal reads them in the order in which it is written.
   * @param {string} id
   */
  programme(id) {
    const yearAt = this.next();
    const rulesAt = this.next();
    const year = yearAt ? this.#index.years[yearAt - 1] : null;
    const rules = year?.programmes[rulesAt];
    return {
      id,
      year: year?.year ?? null,
      provisional: year?.provisional ?? false,
      verdict: this.#code(VERDICTS),
      window: this.#code(WINDOWS),
      payee: rules?.payee ?? null,
      money: rules?.money ?? null,
      amount: this.#amount(),
      parts: this.list((at) => this.#part(rules.parts[at])),
      obligations: this.list((at) => this.#obligation(rules.obligations[at])),
      requirements: this.#states(rules),
      determining: this.list(() => ({ place: this.next(), branches: this.list(() => this.next()) })),
      missing: this.gaps(),
      readings: this.list(() => ({ at: this.next(), choices: this.list(() => this.#amount()) })),
      stale: this.list(() => year.sources[this.next()]),
    };
  }

  /**
   * Each requirement's state. Every report of a household has hundreds of them, so each is made once.
   * @param {any} rules
   */
  #states(rules) {
    const count = this.next();
    if (count === 0) return [];
    rules.states ??= rules.asks.map((/** @type {number[]} */ asked) => {
      const facts = asked.map((fact) => this.#index.facts[fact].id);
      return STATES.map((state) => Object.freeze({ state, facts }));
    });
    const states = new Array(count);
    for (let at = 0; at < count; at++) {
      states[at] = rules.states[at][this.next()];
      if (states[at] === undefined) throw new Error("the report holds an unknown code");
    }
    return states;
  }

  /** @param {{ payee: string }} named */
  #part({ payee }) {
    return { payee, ...this.#range() };
  }

  /** @param {string} id */
  #obligation(id) {
    const until = { min: this.#day(), max: this.#day() };
    return { id, until, owed: this.next() === 0 ? null : this.#range() };
  }

  advice() {
    const found = this.next();
    return {
      apply: found ? { first: this.#edge(), last: this.#edge(), certain: found === 2 } : null,
      plans: this.list(() => ({ fact: this.#fact().id, first: isoDay(this.next()), last: isoDay(this.next()) })),
      what_if: this.list(() => this.#whatIf()),
      raises: this.list(() => this.#whatIf()),
    };
  }

  #fact() {
    return this.#index.facts[this.next()];
  }

  #edge() {
    const ends = { min: isoDay(this.next()), max: isoDay(this.next()) };
    const why = this.#code(WHY);
    const requirement =
      why === "requirement" ? { year: this.#index.years[this.next()].year, place: this.next() } : null;
    return { ...ends, why, requirement };
  }

  /** @returns {import("./types.d.ts").WhatIf} */
  #whatIf() {
    return {
      changes: this.list(() => this.#change()),
      verdict: this.#code(VERDICTS),
      amount: this.#amount(),
      loses: this.#programmes(),
    };
  }

  #change() {
    const fact = this.#fact();
    const kind = this.next();
    const to =
      kind === 0 ? this.next() === 1 : kind === 1 ? fact.options[this.next()] : kind === 2 ? this.#range() : null;
    return { fact: fact.id, to };
  }

  #programmes() {
    return this.list(() => this.#index.programmes[this.next()]);
  }

  best() {
    const chosen = this.#programmes();
    const own = this.#range();
    const range = this.#range();
    const alternatives = this.list(() => ({ programmes: this.#programmes(), ...this.#range() }));
    const caps = this.list(() => this.#index.years[this.next()].caps[this.next()]);
    return { chosen, chosen_min: own.min, chosen_max: own.max, ...range, alternatives, caps };
  }
}
