/** Reads what somebody wrote into the box of a number: one number, a range or a limit. It shows nothing. */
import { ceil, floor, readQuantity } from "./quantity.js";
import { plain } from "./plain.js";

/** @typedef {import("./types.d.ts").Ask} Ask */
/** @typedef {import("./types.d.ts").Entry} Entry */
/** @typedef {import("./types.d.ts").RawNumber} RawNumber */
/** @typedef {"exact" | "least" | "most" | "above" | "below"} Limit how a number limits what is meant */
/**
 * One end of what is written.
 * @typedef {object} End
 * @property {import("./quantity.js").Quantity} quantity
 * @property {Limit} limit
 */
/** @typedef {{ low: bigint, high: bigint, isBetween: boolean, isBare: boolean }} Whole */

/** What can stand between the two ends of a range: waves, dashes, から and `to`. */
const BETWEEN =
  /\s*[~\u301c\u223c\u2053\u3030\u30fc\u2010-\u2015\u2212\u2500\u2501-]\s*|\s*から\s*|\s+(?:to|through)\s+/;
/** The end of a lower limit that an upper limit follows: 100万以上200万未満. */
const LOWER_THEN = /(以上|超え?)\s*(?=[\d¥])/;
/** Whether a text opens with a wave or ends in one: 〜500万, 500万〜. */
const OPEN_BELOW =
  /^(?:[~\u301c\u223c\u2053\u3030]|up to |at most |max(?:imum)?\.? |no more than |[≤≦]|<=|最大|最高|多くても)\s*/;
const OPEN_ABOVE =
  /^(?:at least |min(?:imum)?\.? |no less than |from |[≥≧]|>=|最低|少なくとも)\s*|\s*(?:[~\u301c\u223c\u2053\u3030]|から)$|\s*\+$/;
/** Words for a limit, at the end or in front. @type {[RegExp, Limit][]} */
const LIMITS = [
  [/\s*(?:以上|or (?:more|over|above)|and (?:over|above|more))$/, "least"],
  [/\s*(?:以下|以内|まで|or (?:less|under|below|fewer))$/, "most"],
  [/\s*(?:未満|より(?:下|少ない|低い|短い)|に満たない)$/, "below"],
  [/\s*(?:超え?|を超える|より(?:上|多い|高い|長い)|オーバー)$/, "above"],
  [/^(?:less than|fewer than|under|below|<)\s*/, "below"],
  [/^(?:more than|over|above|>)\s*/, "above"],
];
/** Words for "roughly". */
const ROUGH_BEFORE =
  /^(?:約|およそ|おおよそ|おおむね|概ね|だいたい|大体|ざっと|about|around|approximately|approx\.?|roughly|circa|ca\.?)\s*/;
const ROUGH_AFTER =
  /\s*(?:くらい|ぐらい|位|程度|ほど|程|前後|内外|そこそこ|見当|強|弱|余り?|あまり|ちょっと|か[なも]|かもしれない|or so|or thereabouts)$/;
/** Hours a week beyond which somebody may have written those of a month. */
const MANY_HOURS = 80n;
/** Yen below which a bare number may lack its 万. */
const FEW_YEN = 1_000n;
/** A measure of time flows on: more than 20 hours may be 20 hours and a half. */
const FLOWING = ["years", "months", "hours_per_week"];

/**
 * Reads a number: one, a range, or a limit such as 300万円以下, whose other end is the question's own bound.
 * @param {RawNumber} raw
 * @param {Ask} ask
 * @returns {Entry}
 */
export function readNumber(raw, ask) {
  const text = plain(raw.text);
  if (text === "") return raw.unsure ? { answer: null } : {};
  const { found, isRough } = readEnds(text, ask);
  if (typeof found === "string") return { code: found };
  const outside = beyondBounds(found, ask);
  if (outside) return outside;
  const low = Number(found.low);
  const high = Number(found.high);
  const answer = low === high ? low : { min: low, max: high };
  const code = doubtOf(found, isRough, raw.unsure, ask);
  if (!code) return { answer };
  const key = `${code}|${text}`;
  if (raw.confirmed?.includes(key)) return { answer };
  const doubt = { code, slots: { low: grouped(found.low), high: grouped(found.high) }, key };
  return code === "about" || code === "unsure" ? { doubt } : { answer, doubt };
}

/**
 * What a text says, or the code of an error.
 * @param {string} text
 * @param {Ask} ask
 * @returns {{ found: Whole | string, isRough: boolean }}
 */
function readEnds(text, ask) {
  let isRough = false;
  let rest = text.replace(/[。.、,]+$/, "").replace(LOWER_THEN, "$1~");
  for (let before = ""; before !== rest; ) {
    before = rest;
    rest = rest.replace(ROUGH_BEFORE, "").replace(ROUGH_AFTER, "").trim();
    isRough ||= before !== rest;
  }
  // A limit of the whole comes first: 〜500万, 500万以上.
  const alone = limited(rest);
  const pieces = alone.limit === "exact" ? rest.split(BETWEEN) : [alone.text];
  if (pieces.length > 2) return { found: fault(text, ask), isRough };
  if (pieces.length === 1) {
    const quantity = readQuantity(alone.text, ask.measure);
    const found = quantity ? wholes({ quantity, limit: alone.limit }, ask) : fault(text, ask);
    return { found, isRough: isRough && alone.limit === "exact" };
  }
  return { found: range(pieces[0] ?? "", pieces[1] ?? "", text, ask), isRough: false };
}

/**
 * The limit that the words of a text set, and the text without them.
 * @param {string} text
 * @returns {{ text: string, limit: Limit }}
 */
function limited(text) {
  for (const [word, limit] of LIMITS) {
    const rest = text.replace(word, "");
    if (rest !== text && !hasBetween(rest)) return { text: rest, limit };
  }
  const below = text.replace(OPEN_BELOW, "");
  if (below !== text && !hasBetween(below)) return { text: below, limit: "most" };
  const above = text.replace(OPEN_ABOVE, "");
  if (above !== text && !hasBetween(above)) return { text: above, limit: "least" };
  return { text, limit: "exact" };
}

/** Whether a text has two ends. @param {string} text */
const hasBetween = (text) => text.split(BETWEEN).length > 1;

/**
 * A range: both ends with their own units, or with the unit of the second.
 * @param {string} first
 * @param {string} second
 * @param {string} text
 * @param {Ask} ask
 * @returns {Whole | string}
 */
function range(first, second, text, ask) {
  const from = limited(first.replace(ROUGH_BEFORE, "").replace(ROUGH_AFTER, ""));
  const to = limited(second.replace(ROUGH_BEFORE, "").replace(ROUGH_AFTER, ""));
  const isRight = ["exact", "least", "above"].includes(from.limit) && ["exact", "most", "below"].includes(to.limit);
  const last = readQuantity(to.text, ask.measure);
  if (!last || !isRight) return fault(text, ask);
  const end = wholes({ quantity: last, limit: to.limit === "exact" ? "most" : to.limit }, ask);
  // 10〜20万 is in 万 at both ends, but 5000〜1万 is not. 6か月〜1年 has a unit at each end.
  for (const first of [shared(from.text, last, to.text, ask), readQuantity(from.text, ask.measure)]) {
    if (!first) continue;
    const limit = from.limit === "exact" ? "least" : from.limit;
    const start = wholes({ quantity: first, limit }, ask);
    if (start.low <= end.high) return { low: start.low, high: end.high, isBetween: false, isBare: false };
  }
  return readQuantity(from.text, ask.measure) ? "order" : fault(text, ask);
}

/**
 * The first end of a range with the scale or the unit of the second: 10〜20万, 1〜2年.
 * @param {string} text
 * @param {import("./quantity.js").Quantity} last
 * @param {string} lastText
 * @param {Ask} ask
 */
function shared(text, last, lastText, ask) {
  const unit = lastText.replace(/^[¥\\]?[\d.,\s千百十万億〇一二三四五六七八九]+/, "");
  const isBare = /^[\d.,]+$/.test(text);
  return readQuantity(isBare && last.hasUnit && !last.scale ? text + unit : text, ask.measure, last.scale);
}

/**
 * The whole numbers that an end allows, within the question's bounds where it is open.
 * @param {End} end
 * @param {Ask} ask
 * @returns {Whole}
 */
function wholes({ quantity, limit }, ask) {
  const { value, isBare } = quantity;
  const [least, most] = [BigInt(ask.min || 0), BigInt(ask.max || Number.MAX_SAFE_INTEGER)];
  const [low, high] = [floor(value), ceil(value)];
  const isWhole = low === high;
  const open = { isBetween: false, isBare: false };
  if (limit === "least") return { low, high: low > most ? low : most, ...open };
  if (limit === "above") {
    const from = isWhole && !FLOWING.includes(ask.measure) ? low + 1n : low;
    return { low: from, high: from > most ? from : most, ...open };
  }
  if (limit === "most") return { low: high < least ? high : least, high, ...open };
  if (limit === "below") {
    const to = isWhole ? high - 1n : high;
    return { low: to < least ? to : least, high: to, ...open };
  }
  return { low, high, isBetween: !isWhole, isBare };
}

/**
 * The code of the error of a text that says nothing in the question's unit.
 * @param {string} text
 * @param {Ask} ask
 */
function fault(text, ask) {
  if (/\d \d/.test(text)) return "blank-inside";
  if (ask.measure === "" || !/\d/.test(text) || !/[\p{L}$€£]/u.test(text)) return "not-a-number";
  return `unit-${ask.measure}`;
}

/** @param {Whole} found @param {Ask} ask @returns {Entry | null} */
function beyondBounds({ low, high }, { min, max }) {
  const isBelow = min !== "" && low < BigInt(min);
  const isAbove = max !== "" && high > BigInt(max);
  if (!isBelow && !isAbove && high <= BigInt(Number.MAX_SAFE_INTEGER)) return null;
  const code = min === "" ? "too-large" : max === "" ? "too-small" : "out-of-bounds";
  return { code, slots: { min: min && grouped(BigInt(min)), max: max && grouped(BigInt(max)) } };
}

/**
 * The code of what is asked back about a number; empty if nothing is.
 * @param {Whole} found
 * @param {boolean} isRough
 * @param {boolean} isUnsure
 * @param {Ask} ask
 */
function doubtOf({ low, high, isBetween, isBare }, isRough, isUnsure, ask) {
  if (isUnsure) return "unsure";
  if (isRough) return "about";
  if (isBetween && ask.measure === "years") return "between";
  if (ask.measure === "hours_per_week" && low > MANY_HOURS) return "hours";
  return ask.measure === "yen" && isBare && low > 0n && high < FEW_YEN ? "yen" : "";
}

/** @param {bigint} number */
const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");
