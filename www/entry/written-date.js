/**
 * Reads a date as people write it: 令和6年, R6.4.1, 2024/4/1, 20240401, April 1, 2024. It knows no question and no bound.
 */
import { ERAS } from "./dates.js";
import { digits, plain } from "./plain.js";

/**
 * A date in its parts; those that are not written are empty. Numbers have no leading zeros.
 * @typedef {{ year: string, month: string, day: string }} Parts
 */
/** @typedef {{ code: string, slots?: Record<string, string> }} Fault */

/** How each era is written, the latest first, as in `ERAS`. */
const NAMES = [
  { name: "令和", short: ["令", "r"], latin: "reiwa" },
  { name: "平成", short: ["平", "h"], latin: "heisei" },
  { name: "昭和", short: ["昭", "s"], latin: "showa" },
  { name: "大正", short: ["大", "t"], latin: "taisho" },
  { name: "明治", short: ["明", "m"], latin: "meiji" },
];
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH_NAMES = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?";

const ERA_NAMES = NAMES.flatMap(({ name, short, latin }) => [name, latin, ...short]).join("|");
/** What stands between the parts of a date: a slash, a dash, a dot, 年 or 月. A blank alone joins nothing. */
const JOINT = " ?[年月/.\\u30fc\\u2010-\\u2015\\u2212-] ?";
const MONTH_AND_DAY = `(?: ?年|(?:${JOINT}(\\d{1,2})(?:${JOINT}(\\d{1,2}) ?日?| ?月)?)?)`;
const CIVIL = new RegExp(`^(?:西暦 ?)?(\\d{4})${MONTH_AND_DAY}$`);
const IN_ERA = new RegExp(`^(${ERA_NAMES})\\.? ?(元|\\d{1,3})${MONTH_AND_DAY}$`);
const MONTH_ALONE = new RegExp(`^${MONTH_NAMES}$`);
const DAY_FIRST = new RegExp(`^(?:(\\d{1,2})(?:st|nd|rd|th)? )?${MONTH_NAMES},? (\\d{4})$`);
const MONTH_FIRST = new RegExp(`^${MONTH_NAMES} (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})$`);
/** A weekday in brackets at the end. */
const WEEKDAY = / ?\((?:[月火水木金土日](?:曜日?)?|[a-z]{3,9})\)$/;

/**
 * Reads what is written where a year belongs: a year, perhaps with a month and a day.
 * @param {string} text
 * @returns {Parts | Fault}
 */
export function readYear(text) {
  const found = tens(digits(plain(text))).replace(WEEKDAY, "");
  const eight = /^(\d{4})(\d\d)(\d\d)$/.exec(found);
  if (eight) return parts(eight[1], eight[2], eight[3]);
  const civil = CIVIL.exec(found);
  if (civil) return parts(civil[1], civil[2], civil[3]);
  const first = DAY_FIRST.exec(found);
  if (first) return parts(first[3], monthNumber(first[2]), first[1]);
  const second = MONTH_FIRST.exec(found);
  if (second) return parts(second[3], monthNumber(second[1]), second[2]);
  const era = IN_ERA.exec(found);
  if (era) return inEra(era);
  if (/\d \d/.test(found)) return { code: "blank-inside" };
  if (/^\d{1,2} ?年?$/.test(found) || /^\d{1,2}[/.-]\d{1,2}[/.-]\d{1,2}$/.test(found)) return { code: "year-short" };
  return { code: "year" };
}

/**
 * Reads what is written where a month belongs: a month, perhaps with a day.
 * @param {string} text
 * @returns {Parts | Fault}
 */
export function readMonth(text) {
  const found = tens(digits(plain(text)));
  const name = MONTH_ALONE.exec(found);
  if (name) return parts("", monthNumber(name[1]), "");
  const two = /^(\d{1,2}) ?(?:月|[/.-]) ?(\d{1,2}) ?日?$/.exec(found);
  if (two) return isMonth(two[1]) ? parts("", two[1], two[2]) : { code: "month" };
  const one = /^(\d{1,2}) ?月?$/.exec(found);
  if (one && isMonth(one[1])) return parts("", one[1], "");
  return { code: /\d \d/.test(found) ? "blank-inside" : "month" };
}

/**
 * Reads what is written where a day belongs.
 * @param {string} text
 * @returns {Parts | Fault}
 */
export function readDay(text) {
  const found = tens(digits(plain(text)));
  const one = /^(\d{1,2}) ?(?:日|st|nd|rd|th)?$/.exec(found);
  if (one && Number(one[1]) >= 1 && Number(one[1]) <= 31) return parts("", "", one[1]);
  return { code: /\d \d/.test(found) ? "blank-inside" : "day" };
}

/** @param {string | undefined} month */
const isMonth = (month) => Number(month) >= 1 && Number(month) <= 12;

/**
 * Parts without leading zeros.
 * @param {string | undefined} year
 * @param {string | undefined} month
 * @param {string | undefined} day
 * @returns {Parts}
 */
function parts(year, month, day) {
  const number = (/** @type {string | undefined} */ part) => (part ? String(Number(part)) : "");
  return { year: number(year), month: number(month), day: number(day) };
}

/** @param {string | undefined} name */
const monthNumber = (name) => String(MONTHS.indexOf(name ?? "") + 1);

/** Numbers up to 99 with 十 in digits: 六十三, of which `digits` has made 6十3. @param {string} text */
function tens(text) {
  return text.replace(/(\d?)十(\d?)/g, (_, ten, one) => String(Number(ten || 1) * 10 + Number(one || 0)));
}

/**
 * The civil year of a year in an era. A year in which one era follows another belongs to both.
 * @param {RegExpExecArray} found
 * @returns {Parts | Fault}
 */
function inEra([, written = "", count, month, day]) {
  const at = NAMES.findIndex(
    ({ name, short, latin }) => name === written || latin === written || short.includes(written),
  );
  const first = Number(ERAS[at]?.slice(0, 4));
  const next = at > 0 ? Number(ERAS[at - 1]?.slice(0, 4)) : Infinity;
  const year = first - 1 + (count === "元" ? 1 : Number(count));
  const name = NAMES[at]?.name ?? "";
  if (year < first) return { code: "year" };
  if (year > next) return { code: "era", slots: { era: name, last: String(next - first + 1) } };
  return parts(String(year), month, day);
}
