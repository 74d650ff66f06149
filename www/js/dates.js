/** Civil dates of the form: reading rough ones, naming their era, writing them as the page's language does. It judges no rule and knows no age. */

/** @typedef {import("./words.js").Words} Words */

/** Made once: making it takes longer than all the rest of an answer. */
const ERA = new Intl.DateTimeFormat("ja-JP-u-ca-japanese", { era: "long", year: "numeric", timeZone: "UTC" });

/** Today where the visitor is, as "2026-04-01". */
export function today() {
  const now = new Date();
  return isoDay(now.getFullYear(), now.getMonth() + 1, now.getDate());
}

/**
 * @param {number} year
 * @param {number} month
 */
export function daysIn(year, month) {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/**
 * The first day that "2026", "2026-07" or "2026-07-15" may mean.
 * @param {string} rough
 */
export function firstDayOf(rough) {
  const [year = 0, month = 1, day = 1] = rough.split("-").map(Number);
  return isoDay(year, month, day);
}

/**
 * The last day that "2026", "2026-07" or "2026-07-15" may mean.
 * @param {string} rough
 */
export function lastDayOf(rough) {
  const [year = 0, month = 12, day] = rough.split("-").map(Number);
  return isoDay(year, month, day ?? daysIn(year, month));
}

/**
 * @param {number} year
 * @param {number} month
 * @param {number} day
 */
export function isoDay(year, month, day) {
  return [String(year).padStart(4, "0"), two(month), two(day)].join("-");
}

/** @param {number} n */
function two(n) {
  return String(n).padStart(2, "0");
}

/**
 * The Japanese year of a day, as the language's calendar names it.
 * @param {string} iso
 */
function eraYear(iso) {
  return ERA.format(new Date(`${iso}T00:00:00Z`));
}

/**
 * A day as the language writes it, in Japanese in both calendars.
 * @param {Words} words
 * @param {string} iso
 */
export function dayText(words, iso) {
  const [year = 0, month = 0, day = 0] = iso.split("-").map(Number);
  return words.say("day", { era: eraYear(iso), year, month: words.nth("months", month), day: words.nth("days", day) });
}

/**
 * The era of a rough date; both names where the year has two.
 * @param {Words} words
 * @param {string} rough
 */
export function eraText(words, rough) {
  const [year = "", month = "01", day = "01"] = rough.split("-");
  const [era, other] = [eraYear(`${year}-${month}-${day}`), eraYear(lastDayOf(rough))];
  return era === other ? words.say("era", { era }) : words.say("era.both", { era, other });
}
