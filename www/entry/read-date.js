/** Reads what somebody wrote into the boxes of a date, and the period chosen beside them. It shows nothing. */
import { daysIn, firstDayOf, fiscalYear, isoDay, lastDayOf } from "./dates.js";
import { plain } from "./plain.js";
import { readDay, readMonth, readYear } from "./written-date.js";

/** @typedef {import("./types.d.ts").Ask} Ask */
/** @typedef {import("./types.d.ts").Entry} Entry */
/** @typedef {import("./types.d.ts").RawDate} RawDate */
/** @typedef {import("./written-date.js").Parts} Parts */
/** @typedef {{ min?: string, max?: string }} Span the first and the last day that a date can be, as ISO dates */

const UNDECIDED = "undecided";
const INTERVAL = /^(\d{4}-\d\d-\d\d)?\/(\d{4}-\d\d-\d\d)?$/;

/**
 * The days of a period, up to the question's own bounds; null if it is none.
 * @param {string} period `past`, `this_year`, `next_year`, or two ISO dates with a slash between them, of which one may
 *   be missing
 * @param {Pick<Ask, "min">} ask
 * @param {string} today an ISO date
 * @returns {Span | null}
 */
export function periodDays(period, { min }, today) {
  if (period === "past") return min ? { min, max: today } : { max: today };
  if (period === "this_year") return { min: today, max: fiscalYear(today, 0).max };
  if (period === "next_year") return fiscalYear(today, 1);
  const [, first, last] = INTERVAL.exec(period) ?? [];
  if (!first && !last) return null;
  return { ...(first ? { min: first } : {}), ...(last ? { max: last } : {}) };
}

/**
 * The period that stands for a span of days: a name if there is one for it today, otherwise its two days.
 * @param {Span} span
 * @param {Pick<Ask, "min">} ask
 * @param {string} today an ISO date
 */
export function periodOf(span, ask, today) {
  const named = ["past", "this_year", "next_year"].find((one) => {
    const days = periodDays(one, ask, today);
    return days?.min === span.min && days?.max === span.max;
  });
  return named ?? `${span.min ?? ""}/${span.max ?? ""}`;
}

/**
 * Reads a date, which may lack its day, or its month and day. Without one, the period says which days it can be.
 * @param {RawDate} raw
 * @param {Ask} ask
 * @param {string} today an ISO date
 * @returns {Entry}
 */
export function readDate(raw, ask, today) {
  const { unsure, period = "" } = raw;
  if (plain(raw.year + raw.month + raw.day) === "") {
    if (period === UNDECIDED) return { answer: null };
    const days = periodDays(period, ask, today);
    if (days) return { answer: days };
    return unsure ? { answer: null } : {};
  }
  const read = readParts(raw);
  if ("code" in read) return read;
  const { parts, spread } = read;
  const shown = spread ? { spread: parts } : {};
  const code = dateFault(parts, ask);
  if (code === "date-range") {
    return { code, slots: { first: ask.min.slice(0, 4), last: ask.max.slice(0, 4) }, ...shown };
  }
  if (code) return { code, ...shown };
  return { ...fitPeriod(roughDate(parts), raw, ask, today), ...shown };
}

/**
 * A date within the chosen period. If the two agree in part, the days on which they agree count. If they do not agree
 * at all, the date counts and is asked back.
 * @param {string} rough
 * @param {RawDate} raw
 * @param {Ask} ask
 * @param {string} today
 * @returns {Entry}
 */
function fitPeriod(rough, { unsure, period = "", confirmed }, ask, today) {
  const isDay = rough.length > 7;
  /** @type {Entry} */
  const plainly = { answer: unsure && !isDay ? { is: rough, declined: true } : rough };
  const days = periodDays(period, ask, today);
  if (!days && period !== UNDECIDED) return plainly;
  const [first, last] = [firstDayOf(rough), lastDayOf(rough)];
  const [from, to] = [days?.min ?? "0000", days?.max ?? "9999"];
  if (days && first >= from && last <= to) return plainly;
  if (days && first <= to && last >= from) {
    const [min = from, max = to] = [[first, from].sort()[1], [last, to].sort()[0]];
    const span = { min, max };
    return { answer: unsure ? { is: span, declined: true } : span };
  }
  const key = `period|${period}|${rough}`;
  return confirmed?.includes(key) ? plainly : { ...plainly, doubt: { code: "period", slots: {}, key } };
}

/**
 * The parts of a date from all three boxes.
 * @param {RawDate} raw
 * @returns {{ parts: Parts, spread: boolean } | { code: string, slots?: Record<string, string> }}
 */
function readParts({ year, month, day }) {
  const nothing = { year: "", month: "", day: "" };
  const boxes = [
    plain(year) === "" ? nothing : readYear(year),
    plain(month) === "" ? nothing : readMonth(month),
    plain(day) === "" ? nothing : readDay(day),
  ];
  const wrong = boxes.find((box) => "code" in box);
  if (wrong && "code" in wrong) return wrong;
  const read = /** @type {Parts[]} */ (boxes);
  const parts = { ...nothing };
  for (const box of read) {
    for (const piece of /** @type {const} */ (["year", "month", "day"])) {
      if (parts[piece] !== "" && box[piece] !== "" && parts[piece] !== box[piece]) return { code: "date-twice" };
      parts[piece] ||= box[piece];
    }
  }
  const isWhole = !/^\d{4}年?$/.test(plain(year)) && parts.year !== "";
  const spread = isWhole || (read[1]?.day ?? "") !== "";
  return { parts, spread };
}

/** @param {Parts} parts */
function roughDate({ year, month, day }) {
  if (day !== "") return isoDay(Number(year), Number(month), Number(day));
  return month === "" ? year : `${year}-${month.padStart(2, "0")}`;
}

/**
 * The code of the first error in the parts of a date, or null.
 * @param {Parts} parts
 * @param {Ask} ask
 */
function dateFault({ year, month, day }, ask) {
  if (year !== "" && !/^[12]\d{3}$/.test(year)) return "year";
  if (month !== "" && (Number(month) < 1 || Number(month) > 12)) return "month";
  if (day !== "" && (Number(day) < 1 || Number(day) > 31)) return "day";
  if (year === "" || (month === "" && day !== "")) return "incomplete";
  if (day !== "" && Number(day) > daysIn(Number(year), Number(month))) return "day";
  const rough = roughDate({ year, month, day });
  if ((ask.max !== "" && firstDayOf(rough) > ask.max) || (ask.min !== "" && lastDayOf(rough) < ask.min))
    return "date-range";
  return ask.exact && day === "" ? "exact" : null;
}
