/** Puts typed text into a plain form that every reader of entries starts from. It understands none of it. */

/** Characters that stand for digits, but not in a row of them: powers, indices and fractions. */
const NO_DIGITS = /[\u00b2\u00b3\u00b9\u2070-\u209c\u00bc-\u00be\u2150-\u215f]/g;
/** Characters that nobody sees. */
const UNSEEN = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g;
const KANJI = "〇一二三四五六七八九";
const EACH_KANJI = /[〇一二三四五六七八九]/g;
const BOTH = /\d[〇一二三四五六七八九]|[〇一二三四五六七八九]\d/;

/**
 * Text in half-width small letters and ASCII digits, with single blanks inside and none around it. A blank between two
 * digits stays: it never joins them.
 * @param {string} text
 */
export function plain(text) {
  return text.replace(NO_DIGITS, "?").replace(UNSEEN, "").normalize("NFKC").toLowerCase().trim().replace(/\s+/g, " ");
}

/**
 * Plain text with digits for the Japanese numerals 〇 to 九. Text that mixes both kinds of digits in one number is not
 * changed, because 一 is then more likely a dash.
 * @param {string} text a result of `plain`
 */
export function digits(text) {
  const plainly = text.replaceAll("零", "〇");
  if (BOTH.test(plainly)) return text;
  return plainly.replace(EACH_KANJI, (one) => String(KANJI.indexOf(one)));
}
