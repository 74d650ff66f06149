/** Computes with days and writes them in the page's language, with their Japanese era. It applies no rule to them. */

/** @typedef {import("../text/words.js").Words} Words */

/**
 * The first day of each era, latest first, in the order of the text `eras`. `Intl.DateTimeFormat` knows them too, but
 * loading the browser's Japanese calendar takes longer than the rest of the page.
 */
export const ERAS = ["2019-05-01", "1989-01-08", "1926-12-25", "1912-07-30", "1868-10-23"];

/** Milliseconds in a day. */
export const DAY_MS = 86_400_000;
const ROUGH_DATE = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/;

/** Japan is nine hours ahead of UTC all year. */
const JAPAN_MS = 9 * 3_600_000;

/** Today in Japan, wherever the browser is, as an ISO date such as "2026-04-01". */
export function today() {
  const now = new Date(); // `Date.now` would escape the clock that the tests stop
  return new Date(now.getTime() + JAPAN_MS).toISOString().slice(0, 10);
}

/**
 * The first and the last day of a fiscal year, which runs from April to March, as ISO dates.
 * @param {string} day an ISO date
 * @param {number} later how many fiscal years after that of the day
 * @returns {{ min: string, max: string }}
 */
export function fiscalYear(day, later) {
  const [year = 0, month = 0] = day.split("-").map(Number);
  const first = year + later - (month < 4 ? 1 : 0);
  return { min: isoDay(first, 4, 1), max: isoDay(first + 1, 3, 31) };
}

/**
 * A day some months and days later; the last day of the month if the month is too short.
 * @param {string} iso
 * @param {number} months
 * @param {number} [days]
 */
export function later(iso, months, days = 0) {
  const [year = 0, month = 0, day = 0] = iso.split("-").map(Number);
  const at = year * 12 + month - 1 + months;
  const [toYear, toMonth] = [Math.floor(at / 12), (at % 12) + 1];
  const within = Math.min(day, daysIn(toYear, toMonth));
  return new Date(Date.UTC(toYear, toMonth - 1, within + days)).toISOString().slice(0, 10);
}

/**
 * The number of days in a month.
 * @param {number} year
 * @param {number} month from 1 to 12
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
 * The first or the last day that "2026", "2026-07" or "2026-07-15" may mean, in days since 1970-01-01.
 * @param {unknown} rough
 * @param {boolean} isLast
 * @returns {number} NaN if the calendar has no such day
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
 * An ISO date such as "2026-04-01".
 * @param {number} year
 * @param {number} month from 1 to 12
 * @param {number} day
 */
export function isoDay(year, month, day) {
  return [String(year).padStart(4, "0"), twoDigits(month), twoDigits(day)].join("-");
}

/** @param {number} n */
function twoDigits(n) {
  return String(n).padStart(2, "0");
}

/**
 * The Japanese year of a day, such as 令和元年 or 平成31年; empty before the first era of the list.
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
 * A day as the page's language writes it. Japanese gives the year in both calendars.
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
 * The era year of a rough date, or both if it spans two eras.
 * @param {Words} words
 * @param {string} rough
 */
export function eraText(words, rough) {
  const [year = "", month = "01", day = "01"] = rough.split("-");
  const [era, other] = [eraYear(words, `${year}-${month}-${day}`), eraYear(words, lastDayOf(rough))];
  return era === other ? words.say("era", { era }) : words.say("era.both", { era, other });
}
