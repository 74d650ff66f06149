/**
 * Turns answers by id into the engine's answers by index, and rejects answers that cannot be converted.
 * It does not check whether an answer fits its fact: the engine does.
 */
import { dayNumber } from "../entry/dates.js";

/** @typedef {import("./types.d.ts").EngineError} EngineError */
/** @typedef {import("./wire-types.d.ts").FactNames} FactNames */
/** @typedef {import("./wire-types.d.ts").Fault} Fault */
/** @typedef {import("./wire-types.d.ts").GivenAnswer} GivenAnswer */
/** @typedef {import("./wire-types.d.ts").GivenCount} GivenCount */
/** @typedef {import("./wire-types.d.ts").GivenField} GivenField */
/** @typedef {import("./wire-types.d.ts").Said} Said */
/** @typedef {Record<string, unknown>} Plain */

/**
 * Converts answers, or lists everything that is wrong with them.
 * @param {readonly FactNames[]} facts the facts of the city
 * @param {unknown} answers plain data by fact id
 * @returns {{ answers: GivenAnswer[] } | { errors: EngineError[] }} never both
 */
export function giveAnswers(facts, answers) {
  const reader = new Reader();
  const given = reader.entries(facts, answers, "", "unknown-fact");
  if (reader.errors.length > 0) return { errors: reader.errors };
  return { answers: given.map(({ index, declined, said }) => ({ fact: index, declined, said })) };
}

/**
 * @param {unknown} value
 * @returns {value is Plain}
 */
const isPlain = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {string} place @param {string} key */
const within = (place, key) => (place ? `${place}.${key}` : key);

/**
 * A whole number from a number or from up to 18 digits; null for anything else. Numbers beyond the safe integers
 * become the nearest safe integer, because every fact's bounds exclude both.
 * @param {unknown} value
 */
function wholeNumber(value) {
  const number = typeof value === "string" && /^-?\d{1,18}$/.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isInteger(number) || Math.abs(number) > 1e18) return null;
  return Math.min(Math.max(number, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
}

class Reader {
  /** @type {EngineError[]} */
  errors = [];

  /**
   * Records an error.
   * @param {string} fact where the error is, such as `household.members[1].born`
   * @param {Fault} code
   */
  #refuse(fact, code) {
    this.errors.push({ fact, code });
    return null;
  }

  /**
   * Records an error for every unexpected key.
   * @param {string[]} keys
   * @param {Plain} value
   * @param {string} place
   * @param {Fault} [code]
   */
  #only(keys, value, place, code = "unknown-key") {
    for (const key of Object.keys(value)) if (!keys.includes(key)) this.#refuse(within(place, key), code);
  }

  /**
   * Reads answers by fact id, or by field id.
   * @param {readonly FactNames[]} facts
   * @param {unknown} answers
   * @param {string} place
   * @param {Fault} unknown the error for an id that no fact has
   */
  entries(facts, answers, place, unknown) {
    if (!isPlain(answers)) {
      this.#refuse(place, "wrong-type");
      return [];
    }
    const given = [];
    let next = 0;
    for (const [id, value] of Object.entries(answers)) {
      // Answers usually come in asking order, so the next fact is tried first.
      const index = facts[next]?.id === id ? next : facts.findIndex((fact) => fact.id === id);
      next = index + 1;
      const fact = facts[index];
      if (!fact) {
        this.#refuse(within(place, id), unknown);
        continue;
      }
      const { declined, said } = this.#answer(fact, value, within(place, id));
      given.push({ index, declined, said });
    }
    return given;
  }

  /**
   * Reads one answer. `{ is: …, declined: true }` is a rough answer: the household does not know it more exactly.
   * @param {FactNames} fact
   * @param {unknown} value
   * @param {string} place
   */
  #answer(fact, value, place) {
    if (value === null || value === undefined) return { declined: true, said: null };
    if (!isPlain(value) || !("is" in value)) return { declined: false, said: this.#said(fact, value, place) };
    const { is, declined = false } = value;
    this.#only(["is", "declined"], value, place, "wrong-type");
    if (typeof declined !== "boolean") this.#refuse(within(place, "declined"), "wrong-type");
    return { declined: declined === true, said: this.#said(fact, is, place) };
  }

  /**
   * @param {FactNames} fact
   * @param {unknown} value
   * @param {string} place
   * @returns {Said | null}
   */
  #said(fact, value, place) {
    switch (fact.kind) {
      case "yes_no":
        return typeof value === "boolean" ? { kind: "yes_no", value } : this.#refuse(place, "wrong-type");
      case "choice":
        return this.#choice(fact.options, value, place);
      case "number":
        return this.#number(value, place);
      case "date":
        return this.#date(value, place);
      case "list":
        return this.#list(fact, value, place);
    }
  }

  /**
   * @param {readonly string[]} ids
   * @param {unknown} value an option's id, or a list of them
   * @param {string} place
   * @returns {Said | null}
   */
  #choice(ids, value, place) {
    const options = (Array.isArray(value) ? value : [value]).map((one) => ids.indexOf(one));
    if (options.includes(-1)) return this.#refuse(place, "unknown-option");
    return { kind: "choice", options };
  }

  /**
   * @param {unknown} value a number, or the ends of a range
   * @param {string} place
   * @returns {Said}
   */
  #number(value, place) {
    const [min, max] = this.#numbers(value, place);
    return { kind: "number", min, max };
  }

  /**
   * @param {unknown} value a number, or the ends of a range
   * @param {string} place
   */
  #numbers(value, place) {
    const number = (/** @type {unknown} */ end, /** @type {string} */ at) =>
      wholeNumber(end) ?? this.#refuse(at, "not-a-number");
    return this.#ends(value, place, number);
  }

  /**
   * @param {unknown} value a rough date, or the ends of a range
   * @param {string} place
   * @returns {Said}
   */
  #date(value, place) {
    const day = (/** @type {unknown} */ end, /** @type {string} */ at, /** @type {boolean} */ isLast) => {
      const number = dayNumber(end, isLast);
      return Number.isNaN(number) ? this.#refuse(at, "not-a-date") : number;
    };
    const [first, last] = this.#ends(value, place, day);
    return { kind: "date", first, last };
  }

  /**
   * The first and the last possible value; null for an end that is not given or cannot be read.
   * @param {unknown} value
   * @param {string} place
   * @param {(end: unknown, place: string, isLast: boolean) => number | null} read
   * @returns {[number | null, number | null]}
   */
  #ends(value, place, read) {
    if (!isPlain(value)) {
      const first = read(value, place, false);
      return [first, first === null ? null : read(value, place, true)];
    }
    this.#only(["min", "max"], value, place);
    return [
      "min" in value ? read(value.min, within(place, "min"), false) : null,
      "max" in value ? read(value.max, within(place, "max"), true) : null,
    ];
  }

  /**
   * @param {FactNames} fact
   * @param {unknown} value
   * @param {string} place
   * @returns {Said | null}
   */
  #list({ fields, key }, value, place) {
    if (!isPlain(value)) return this.#refuse(place, "wrong-type");
    const members = "members" in value ? value.members : [];
    const more = "more" in value ? value.more : {};
    if (!Array.isArray(members) || !isPlain(more)) return this.#refuse(place, "wrong-type");
    this.#only(["members", "more"], value, place);
    const options = fields[key ?? 0]?.options ?? [];
    return {
      kind: "list",
      members: members.map((member, at) => this.#member(fields, member, `${place}.members[${at}]`)),
      more: "more" in value ? this.#counts(options, more, `${place}.more`) : null,
    };
  }

  /**
   * @param {readonly FactNames[]} fields
   * @param {unknown} member
   * @param {string} place
   * @returns {GivenField[]}
   */
  #member(fields, member, place) {
    const given = this.entries(fields, member, place, "unknown-field");
    return given.map(({ index, declined, said }) => ({ field: index, declined, said }));
  }

  /**
   * @param {readonly string[]} options
   * @param {Plain} counts
   * @param {string} place
   * @returns {GivenCount[]}
   */
  #counts(options, counts, place) {
    const given = [];
    for (const [id, count] of Object.entries(counts)) {
      const option = options.indexOf(id);
      if (option < 0) {
        this.#refuse(within(place, id), "unknown-option");
        continue;
      }
      const [min, max] = this.#numbers(count, within(place, id));
      given.push({ option, min, max });
    }
    return given;
  }
}
