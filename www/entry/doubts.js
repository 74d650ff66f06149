/**
 * Says which answers are surprising beside each other or today, so that the page asks them back. It refuses none: a
 * surprise can be true.
 */
import { dayNumber, later } from "./dates.js";

/** @typedef {import("../edge/types.d.ts").Answers} Answers */
/** @typedef {import("../edge/types.d.ts").Doubt} Doubt */
/** @typedef {import("../edge/types.d.ts").Member} Member */
/** @typedef {import("../edge/types.d.ts").Roster} Roster */
/** @typedef {import("./types.d.ts").Roles} Roles */
/** The first and the last possible day, in days since 1970-01-01. @typedef {{ first: number, last: number }} Days */

const DAYS_A_YEAR = 365.25;
/** Younger than this, nobody applies alone. */
const LEAST_AGE = 15;
const MOST_AGE = 110;
/** A parent is at least this much older than a child. */
const GENERATION = 12;
const PREGNANCY_MONTHS = 10;
/** A child may come some weeks after the due date, and the entry be changed some weeks later. */
const OVERDUE_DAYS = 60;
/** Nobody plans a move further ahead than these years. */
const PLANNED_YEARS = 5;

/**
 * Everything surprising, each at its question. A rough date surprises only if every day that it may mean does.
 * @param {Answers} answers
 * @param {string | null} on the application date, if it is given
 * @param {string} today an ISO date
 * @param {Roles} roles
 * @returns {Doubt[]}
 */
export function doubtsOf(answers, on, today, roles) {
  /** @type {Doubt[]} */
  const doubts = [];
  const add = (/** @type {string} */ name, /** @type {string} */ code, /** @type {unknown[]} */ ...of) =>
    doubts.push({ name, code, slots: {}, key: `${code}|${JSON.stringify(of)}`, isOpen: false });
  const now = dayNumber(today, false);
  const move = daysOf(answers[roles.move]);
  const household = answers[roles.household];
  const members = isRoster(household) ? household.members : [];
  const people = members.map((member, at) => ({
    at,
    born: daysOf(member[roles.born]),
    relation: at === 0 ? "" : member[roles.relation],
    member,
  }));
  const [applicant] = people;
  const birth = (/** @type {number} */ at) => `${roles.household}.${at}.${roles.born}`;
  if (move && move.first > dayNumber(later(today, 12 * PLANNED_YEARS), true)) add(roles.move, "far", move);
  if (on !== null && dayNumber(on, false) > dayNumber(later(today, 12 * PLANNED_YEARS), true)) add("on", "far", on);
  if (move && applicant?.born && move.last < applicant.born.first) add(roles.move, "move-early", move, applicant.born);
  const spouses = people.filter(({ relation }) => relation === roles.spouse);
  for (const { at } of spouses.slice(1))
    add(`${roles.household}.${at}.${roles.relation}`, "spouses", at, spouses.length);
  for (const { at, born, relation, member } of people) {
    if (!born) continue;
    if (relation === roles.expected) {
      if (born.first > dayNumber(later(today, PREGNANCY_MONTHS), true)) add(birth(at), "due-far", at, born);
      else if (born.last < now - OVERDUE_DAYS) add(birth(at), "due-past", at, born);
      continue;
    }
    if (born.first > now) add(birth(at), at === 0 ? "unborn-you" : "unborn", at, born);
    else if (at === 0 && born.first > now - LEAST_AGE * DAYS_A_YEAR) add(birth(at), "young", at, born);
    else if (born.last < now - MOST_AGE * DAYS_A_YEAR) add(birth(at), "old", at, born);
    else if (isOutOfOrder(relation, born, people, roles)) add(birth(at), "generation", at, born, births(people));
    else if (at > 0 && move && move.last < born.first && member[roles.moves_together] === true)
      add(birth(at), "moved-unborn", at, born, move);
  }
  return doubts;
}

/**
 * Whether a child is not a generation younger than the oldest of the applicant and the spouse, or a parent not one
 * older than the youngest of them: a child or a parent can be that of either.
 * @param {unknown} relation
 * @param {Days} born
 * @param {{ at: number, born: Days | null, relation: unknown }[]} people
 * @param {Roles} roles
 */
function isOutOfOrder(relation, born, people, roles) {
  const couple = people.filter((one) => one.at === 0 || one.relation === roles.spouse).flatMap((one) => one.born ?? []);
  if (couple.length === 0) return false;
  const generation = GENERATION * DAYS_A_YEAR;
  if (relation === roles.child) return couple.every((one) => born.last < one.first + generation);
  return relation === roles.parent && couple.every((one) => born.first > one.last - generation);
}

/** @param {{ born: Days | null }[]} people */
const births = (people) => people.map(({ born }) => born);

/** @param {unknown} answer @returns {answer is Roster} */
const isRoster = (answer) => typeof answer === "object" && answer !== null && "members" in answer;

/**
 * The days that an answer may mean; null if there is none, or an end is open.
 * @param {unknown} answer
 * @returns {Days | null}
 */
function daysOf(answer) {
  const said = typeof answer === "object" && answer !== null && "is" in answer ? answer.is : answer;
  const isSpan = typeof said === "object" && said !== null && "min" in said && "max" in said;
  const [from, to] = isSpan ? [said.min, said.max] : [said, said];
  const [first, last] = [dayNumber(from, false), dayNumber(to, true)];
  return Number.isNaN(first) || Number.isNaN(last) ? null : { first, last };
}
