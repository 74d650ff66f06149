/** Civil dates of the form: reading rough ones, naming their era, writing them as the page's language does. It judges no rule and knows no age. */

/** @typedef {import("./words.js").Words} Words */

/** First days of the eras, the latest first, as the word `eras` names them: the browser's own calendar takes longer to open than the rest of the page. */
const ERAS = ["2019-05-01", "1989-01-08", "1926-12-25", "1912-07-30", "1868-10-23"];

export const DAY_MS = 86_400_000;
const ROUGH_DATE = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/;

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
 * The Japanese year of a day, where the language names eras: 令和元年, 平成31年.
 * @param {Words} words
 * @param {string} iso
 */
function eraYear(words, iso) {
  const at = ERAS.findIndex((first) => iso >= first);
  const n = Number(iso.slice(0, 4)) - Number(ERAS[at]?.slice(0, 4)) + 1;
  return at < 0
    ? ""
    : words.say("era.year", { name: words.nth("eras", at + 1), n: n === 1 ? words.say("era.first") : n });
}

/**
 * A day as the language writes it, in Japanese in both calendars.
 * @param {Words} words
 * @param {string} iso
 */
export function dayText(words, iso) {
  const [year = 0, month = 0, day = 0] = iso.split("-").map(Number);
  return words.say("day", {
    era: eraYear(words, iso),
    year,
    month: words.nth("months", month),
    day: words.nth("days", day),
  });
}

/**
 * The era of a rough date; both names where the year has two.
 * @param {Words} words
 * @param {string} rough
 */
export function eraText(words, rough) {
  const [year = "", month = "01", day = "01"] = rough.split("-");
  const [era, other] = [eraYear(words, `${year}-${month}-${day}`), eraYear(words, lastDayOf(rough))];
  return era === other ? words.say("era", { era }) : words.say("era.both", { era, other });
}
