/** Says which answers a code cannot hold. It does not check answers against the rules. */
import { furtherMembers } from "../entry/read-roster.js";
import { daysIn } from "../entry/dates.js";
import { SHARE } from "../edge/wire.js";

/** @typedef {import("../entry/types.d.ts").Ask} Ask */
/** @typedef {import("../edge/types.d.ts").Roster} Roster */

const LAST_YEAR = SHARE.firstYear + 2 ** SHARE.bits.year - 1;
const DATE = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/;

/**
 * The names of all entries that a code cannot hold: `moved_on`, `household.2.born`, `household.12` for a member,
 * `household.more` for who else there is.
 * @param {readonly Ask[]} asks
 * @param {import("./code.js").SharedAnswers} given
 * @returns {string[]}
 */
export function unfit(asks, { answers, on, more }) {
  const names = Object.keys(answers).filter((name) => name === "on" || !asks.some((ask) => ask.name === name));
  if (on !== null && !isDay(on)) names.push("on");
  let isMoreUsed = false;
  for (const ask of asks) {
    const answer = answers[ask.name];
    if (answer === undefined || ask.name === "on") continue;
    if (ask.kind === "list") {
      isMoreUsed = true;
      names.push(...unfitOfList(ask, answer, more));
    } else if (!fits(ask, answer)) names.push(ask.name);
  }
  const list = asks.find(({ kind }) => kind === "list");
  if (more !== "" && !isMoreUsed) names.push(`${list?.name ?? "list"}.more`);
  return names;
}

/**
 * @param {Ask} ask
 * @param {unknown} answer
 * @param {string} more
 * @returns {string[]}
 */
function unfitOfList(ask, answer, more) {
  if (!hasOnly(answer, ["members", "more"]) || !Array.isArray(answer.members)) return [ask.name];
  const names = answer.members.flatMap((/** @type {unknown} */ member, /** @type {number} */ at) => {
    const name = `${ask.name}.${at}`;
    if (at >= SHARE.members || typeof member !== "object" || member === null) return [name];
    return Object.entries(member).flatMap(([field, value]) => {
      const own = ask.fields.find((one) => one.name === field);
      return own && fits(own, value) ? [] : [`${name}.${field}`];
    });
  });
  return [...names, ...unfitOthers(ask, /** @type {Roster} */ (/** @type {unknown} */ (answer)), more)];
}

/**
 * @param {Ask} ask
 * @param {Roster} answer
 * @param {string} more
 * @returns {string[]}
 */
function unfitOthers(ask, answer, more) {
  const wrong = [`${ask.name}.more`];
  if (!SHARE.others.includes(more)) return wrong;
  const count = answer.more?.[ask.counted];
  if (more === "counted") {
    const isSole = hasOnly(answer.more, [ask.counted]);
    return isSole && isNumbers(count) ? [] : [`${ask.name}.count`];
  }
  const expected = furtherMembers(ask, more, 0);
  return JSON.stringify(answer.more) === JSON.stringify(expected) ? [] : wrong;
}

/**
 * Whether a code can hold an answer.
 * @param {Ask} ask
 * @param {unknown} answer
 */
function fits(ask, answer) {
  if (answer === null) return true;
  if (ask.kind === "yes_no") return typeof answer === "boolean";
  if (ask.kind === "number" || ask.kind === "yen") return isNumbers(answer);
  const isRough = hasOnly(answer, ["is", "declined"]) && answer.declined === true;
  const said = isRough ? answer.is : answer;
  if (ask.kind === "date") return isDate(said) || isSpan(said);
  if (ask.kind !== "choice") return false;
  if (!isRough && typeof said === "string") return ask.options.includes(said);
  if (!Array.isArray(said) || said.length < (isRough ? 1 : 2)) return false;
  return JSON.stringify(ask.options.filter((option) => said.includes(option))) === JSON.stringify(said);
}

/**
 * Whether a value is an object that has no other keys.
 * @param {unknown} value
 * @param {string[]} keys
 * @returns {value is Record<string, unknown>}
 */
function hasOnly(value, keys) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.keys(value).every((key) => keys.includes(key));
}

/** Whether a value is a number, or a range of numbers. @param {unknown} value */
function isNumbers(value) {
  if (!hasOnly(value, ["min", "max"])) return isNumber(value);
  return Object.values(value).every(isNumber);
}

/** @param {unknown} value */
const isNumber = (value) => Number.isSafeInteger(value) && Number(value) >= 0 && !Object.is(value, -0);

/** Whether a value is a span of days with at least one end. @param {unknown} value */
function isSpan(value) {
  if (!hasOnly(value, ["min", "max"])) return false;
  const ends = Object.values(value);
  return ends.length > 0 && ends.every(isDay);
}

/** Whether a value is a date with its precision. @param {unknown} value */
function isDate(value) {
  const found = typeof value === "string" ? DATE.exec(value) : null;
  if (!found) return false;
  const [year, month = 1, day = 1] = found.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
  if (year === undefined || year < SHARE.firstYear || year > LAST_YEAR || month < 1 || month > 12) return false;
  return day >= 1 && day <= daysIn(year, month);
}

/** @param {unknown} value */
const isDay = (value) => isDate(value) && String(value).length === 10;
