/** Writes the engine's exact amounts as yen in the page's language. It computes no programme's amount. */
import { isKnown } from "../visit/result.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("../edge/types.d.ts").Amount} Amount */
/** @typedef {import("../edge/types.d.ts").ShownReport} ShownReport */
/** @typedef {import("../edge/types.d.ts").Range} Range */

const MAN = 10_000n;
const OKU = 100_000_000n;
const THOUSAND = 1_000n;

/**
 * The whole yen of an amount such as "123" or "2960000/3", rounded down.
 * @param {string} amount
 */
export function wholeYen(amount) {
  const [numerator, denominator] = fraction(amount);
  return numerator / denominator;
}

/**
 * An amount in the language's usual notation, rounded down to whole yen.
 * @param {Words} words
 * @param {string} amount
 */
export function yen(words, amount) {
  const whole = wholeYen(amount);
  const n = String(whole).replace(/\B(?=(\d{3})+$)/g, ",");
  if (whole >= OKU && whole % MAN === 0n) {
    const [oku, man] = [String(whole / OKU), String((whole % OKU) / MAN)];
    return man === "0" ? words.say("yen.oku", { n, oku }) : words.say("yen.oku_man", { n, oku, man });
  }
  if (whole >= MAN && whole % MAN === 0n) return words.say("yen.man", { n, man: String(whole / MAN) });
  if (whole >= MAN && whole < OKU && whole % THOUSAND === 0n) {
    return words.say("yen.mixed", { n, man: String(whole / MAN), rest: String(whole % MAN) });
  }
  return words.say("yen.plain", { n });
}

/**
 * A text with an amount, with its digits as `<b>` and everything else as `<small>`, for a large figure.
 * @param {Words} words
 * @param {string} text
 * @returns {HTMLElement[]}
 */
export function figure(words, text) {
  const pieces = text.split(/([\d,.]*\d(?:〜[\d,.]*\d)?)/).filter((piece) => piece !== "");
  return pieces.map((piece) => {
    const part = words.piece(/\d/.test(piece) ? "digits" : "unit");
    part.textContent = piece.replace(/^ /, "\u00a0"); // no line begins with the unit
    return part;
  });
}

/**
 * A range in words. Ends may be unknown, and a ceiling is named as such.
 * @param {Words} words
 * @param {Range & { ceiling?: boolean }} amount
 */
export function range(words, { min, max, ceiling }) {
  if (min === null && max === null) return words.say("range.none");
  if (max === "0") return yen(words, max);
  if (ceiling && max !== null && (min === null || min === "0"))
    return words.say("range.ceiling", { range: yen(words, max) });
  const nothing = min === "0" && max !== "0";
  const text = nothing
    ? max === null
      ? words.say("range.open")
      : words.say("range.most", { max: yen(words, max) })
    : max === null
      ? words.say("range.from", { min: yen(words, min ?? "0") })
      : min === null
        ? words.say("range.to", { max: yen(words, max) })
        : wholeYen(min) === wholeYen(max)
          ? yen(words, max)
          : words.say("range.both", { min: yen(words, min), max: yen(words, max) });
  return ceiling && max !== null ? words.say("range.ceiling", { range: text }) : text;
}

/**
 * A programme's amount in words, with what it depends on or who gets it.
 * @param {Words} words
 * @param {Pick<ShownReport, "verdict" | "provisional" | "payee" | "is_money" | "isEstimate"> & { amount: Amount }} report
 */
export function amountText(words, { amount, verdict, provisional, payee, is_money, isEstimate }) {
  const text = range(words, amount);
  const name =
    payee === "employer"
      ? "amount.employer"
      : !isKnown(amount)
        ? null
        : !is_money
          ? "amount.saved"
          : isEstimate
            ? "amount.estimate"
            : provisional
              ? "amount.provisional"
              : verdict === "undetermined"
                ? "amount.if"
                : "amount.yours";
  return name ? words.say(name, { range: text }) : text;
}

/**
 * How much less or more one amount is than another, in words.
 * @param {Words} words
 * @param {string | null} amount
 * @param {string | null} than
 */
export function difference(words, amount, than) {
  if (amount === null || than === null) return words.say("cost.unknown");
  const [[a, b], [c, d]] = [fraction(amount), fraction(than)];
  const more = a * d - c * b;
  if (more === 0n) return words.say("cost.same");
  return words.say(more < 0n ? "cost.less" : "cost.more", { yen: yen(words, `${more < 0n ? -more : more}/${b * d}`) });
}

/**
 * The numerator and the denominator of an amount.
 * @param {string} amount
 * @returns {[bigint, bigint]}
 */
function fraction(amount) {
  const [numerator = "0", denominator = "1"] = amount.split("/");
  return [BigInt(numerator), BigInt(denominator)];
}
