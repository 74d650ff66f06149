/**
 * Reads one quantity as people write it, such as 2千万円, 1年半, 37時間30分 or 1.5 million yen. It knows no question, and
 * rounds nothing.
 */
import { digits, plain } from "./plain.js";

/**
 * A number as a fraction.
 * @typedef {object} Fraction
 * @property {bigint} n
 * @property {bigint} d above 0
 */
/**
 * A quantity, in the unit of what is counted.
 * @typedef {object} Quantity
 * @property {Fraction} value
 * @property {boolean} isBare whether the text is only digits
 * @property {string} scale the 千万 or `million` at the end of the number; empty if there is none
 * @property {boolean} hasUnit
 */

/** The words of each unit, in plain form. */
const UNITS = {
  yen: ["円", "圓", "yen", "jpy", "¥", "えん"],
  people: ["人分", "人", "名", "people", "persons", "person", "children", "child", "にん"],
  times: ["回", "度", "times", "time", "visits", "visit", "かい"],
  years: ["年間", "年", "ヶ年", "ケ年", "カ年", "ヵ年", "か年", "箇年", "years", "year", "yrs", "yr", "ねん"],
  months: [
    ...["ヶ", "ケ", "カ", "ヵ", "か", "箇", "個", "ヵ"].flatMap((one) => [`${one}月間`, `${one}月`, `${one}げつ`]),
    ...["月", "months", "month", "mos", "mo"],
  ],
  hours: ["時間", "hours", "hour", "hrs", "hr", "h", "じかん"],
  minutes: ["分", "minutes", "minute", "mins", "min"],
};
/** @typedef {keyof typeof UNITS} Unit */
/** How much of what is counted each unit is: `[numerator, denominator]`. @type {Record<string, Partial<Record<Unit, [bigint, bigint]>>>} */
const MEASURES = {
  yen: { yen: [1n, 1n] },
  people: { people: [1n, 1n] },
  times: { times: [1n, 1n] },
  years: { years: [1n, 1n], months: [1n, 12n] },
  months: { years: [12n, 1n], months: [1n, 1n] },
  hours_per_week: { hours: [1n, 1n], minutes: [1n, 60n] },
};
/** Every unit's words, the longest first. */
const WORDS = Object.entries(UNITS)
  .flatMap(([unit, words]) => words.map((word) => ({ word, unit: /** @type {Unit} */ (unit) })))
  .sort((a, b) => b.word.length - a.word.length);

/** A number in digits: thousands may have commas, and there may be decimals. */
const PLAIN = "(?:\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.\\d+)?";
/** A number below 10,000 in Japanese notation: 3千5百, 二十, 1,200. */
const SECTION = `(?:(${PLAIN})?千)?(?:(${PLAIN})?百)?(?:(${PLAIN})?十)?(${PLAIN})?`;
const SECTIONS = new RegExp(`^(?:${SECTION}億)? ?(?:${SECTION}万)? ?(?:${SECTION})$`);
/** The characters that a number consists of. */
const NUMBER = /^[\d.,千百十万億]+(?: (?=[\d千百十万億])[\d.,千百十万億]+)*/;
/** Words for a multiple in English, and Japanese ones in Latin letters. @type {Record<string, bigint>} */
const MULTIPLES = {
  billion: 1_000_000_000n,
  million: 1_000_000n,
  mil: 1_000_000n,
  m: 1_000_000n,
  thousand: 1_000n,
  k: 1_000n,
  man: 10_000n,
  oku: 100_000_000n,
};
const SCALES = [100_000_000n, 10_000n, 1n];
const PLACES = [1_000n, 100n, 10n, 1n];

/**
 * Reads one quantity; null if the text is none in a unit that can be converted exactly.
 * @param {string} text
 * @param {string} measure what is counted: a key of `MEASURES`, or empty if only a bare number is understood
 * @param {string} [scale] the 万 or `million` of a number that has none: in 10〜20万, 万 holds for both ends
 * @returns {Quantity | null}
 */
export function readQuantity(text, measure, scale = "") {
  const units = MEASURES[measure] ?? {};
  let rest = digits(plain(text));
  const isBare = /^\d+$/.test(rest);
  const isPrefixed = measure === "yen" && /^(?:¥|\\|jpy) ?\d/.test(rest);
  if (isPrefixed) rest = rest.replace(/^(?:¥|\\|jpy) ?/, "");
  if (measure === "hours_per_week")
    rest = rest
      .replace(/^(?:毎週|週に|週あたり|1 ?週間?(?:に|で|あたり)?|週) ?(?=\d)/, "")
      .replace(/ ?(?:\/ ?(?:週間?|week|wk|w)|(?:per|a|each) ?week|(?:1?週間?あたり))$/, "");
  /** @type {Fraction} */
  let value = { n: 0n, d: 1n };
  let found = "";
  /** The units so far, largest first. @type {Unit[]} */
  const seen = [];
  let isHalf = false;
  let isRead = false;
  if (rest.startsWith("半年") && units.years) {
    value = plus(value, times({ n: 1n, d: 2n }, units.years));
    seen.push("years");
    rest = rest.slice(2).trim();
    isRead = true;
  }
  while (rest !== "") {
    const { number, end, left } = takeNumber(rest, seen.length === 0 ? scale : "", measure === "yen");
    if (!number || isHalf) return null;
    isRead = true;
    const named = WORDS.find(({ word }) => left.startsWith(word) && !/^[a-z]/.test(left.slice(word.length)));
    const unit = named?.unit ?? null;
    const latest = seen.at(-1);
    const factor = unit === null ? [1n, 1n] : units[unit];
    // A second quantity needs a smaller unit than the first: 2年6か月.
    if (!factor || (latest !== undefined && (unit === null || !isBelow(unit, latest)))) return null;
    value = plus(value, times(number, /** @type {[bigint, bigint]} */ (factor)));
    found = end;
    rest = (named ? left.slice(named.word.length) : left).trim();
    if (unit === null) {
      if (rest !== "") return null;
      break;
    }
    seen.push(unit);
    if (rest.startsWith("半") && (unit === "years" || unit === "hours")) {
      value = plus(value, times({ n: 1n, d: 2n }, /** @type {[bigint, bigint]} */ (factor)));
      isHalf = true;
      rest = rest.slice(1).trim();
    }
    rest = rest.replace(/^(?:と|and|,) ?/, "");
  }
  if (!isRead) return null;
  return { value, isBare, scale: found, hasUnit: isPrefixed || seen.length > 0 };
}

/** Whether one unit is smaller than another of the same kind. @param {Unit} unit @param {Unit} than */
const isBelow = (unit, than) => (unit === "months" && than === "years") || (unit === "minutes" && than === "hours");

/**
 * Takes a number from the start of a text.
 * @param {string} text
 * @param {string} scale
 * @param {boolean} isMoney whether the English words for multiples are understood
 * @returns {{ number: Fraction | null, end: string, left: string }} the number, the scale at its end, what is left
 */
function takeNumber(text, scale, isMoney) {
  const taken = NUMBER.exec(text)?.[0].trimEnd() ?? "";
  const left = text.slice(taken.length);
  const own = /[十百千万億]+$/.exec(taken)?.[0] ?? "";
  if (own !== "" || taken === "") return { number: japanese(taken), end: own, left: left.trimStart() };
  const word = isMoney ? (/^ ?([a-z]+)(?= |$)/.exec(left)?.[1] ?? "") : "";
  const isMultiple = Object.hasOwn(MULTIPLES, word);
  const end = isMultiple ? word : scale;
  const after = isMultiple ? left.slice(left.indexOf(word) + word.length) : left;
  const multiple = Object.hasOwn(MULTIPLES, end) ? (MULTIPLES[end] ?? 1n) : null;
  const number = japanese(multiple === null ? taken + end : taken);
  // Nobody has a fraction of a yen: 300.000 is more likely 300,000 as some countries write it.
  if (!number || (isMoney && end === "" && taken.includes("."))) return { number: null, end: "", left };
  return {
    number: { n: number.n * (multiple ?? 1n), d: number.d },
    end: isMultiple ? word : "",
    left: after.trimStart(),
  };
}

/**
 * A number in Japanese notation; null if it is none, or if a part is larger than the place before it allows.
 * @param {string} text
 * @returns {Fraction | null}
 */
function japanese(text) {
  const found = SECTIONS.exec(text);
  if (!found || text === "") return null;
  const marks = ["億", "万", ""];
  let sum = /** @type {Fraction} */ ({ n: 0n, d: 1n });
  let isOver = false;
  let hasDigits = false;
  let above = false;
  for (const [at, scale] of SCALES.entries()) {
    const parts = found.slice(1 + at * 4, 5 + at * 4);
    const mark = marks[at] ?? "";
    const section = text.split(/億|万/).at(sectionAt(text, at)) ?? "";
    if (mark !== "" && !text.includes(mark)) continue;
    const places = ["千", "百", "十", ""].map((place, index) => ({
      given: parts[index] ?? (place !== "" && section.includes(place) ? "1" : undefined),
      size: /** @type {bigint} */ (PLACES[index]),
    }));
    const given = places.filter((one) => one.given !== undefined);
    if (mark !== "" && given.length === 0) return null;
    let before = above ? 10_000n : null;
    for (const [index, one] of given.entries()) {
      if (isOver) return null; // nothing can follow decimals
      const number = fraction(/** @type {string} */ (one.given));
      hasDigits = true;
      if (number.d > 1n) isOver = true;
      // 1万20000 and 2千3000 say nothing, and neither does 12百3千.
      if (before !== null && number.n * one.size >= before * number.d) return null;
      sum = plus(sum, { n: number.n * one.size * scale, d: number.d });
      before = one.size;
      if (index === 0) above = true;
    }
    if (isOver && at < 2 && text.split(mark)[1]) return null;
  }
  return hasDigits ? sum : null;
}

/** The position of a section among those that a text has. @param {string} text @param {number} at */
function sectionAt(text, at) {
  const marks = ["億", "万"].filter((mark) => text.includes(mark));
  if (at === 2) return marks.length;
  return marks.indexOf(at === 0 ? "億" : "万");
}

/** A number in digits. @param {string} text @returns {Fraction} */
function fraction(text) {
  const [whole = "0", decimals = ""] = text.replaceAll(",", "").split(".");
  const kept = decimals.replace(/0+$/, "");
  return { n: BigInt(whole + kept), d: 10n ** BigInt(kept.length) };
}

/** @param {Fraction} a @param {Fraction} b @returns {Fraction} */
const plus = (a, b) => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
/** @param {Fraction} a @param {[bigint, bigint]} factor @returns {Fraction} */
const times = (a, [n, d]) => ({ n: a.n * n, d: a.d * d });

/** The largest whole number that is not above a fraction. @param {Fraction} value */
export const floor = ({ n, d }) => n / d;
/** The smallest whole number that is not below a fraction. @param {Fraction} value */
export const ceil = ({ n, d }) => (n + d - 1n) / d;
