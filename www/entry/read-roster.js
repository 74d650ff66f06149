/** Reads the members of a list and who else there may be. It shows nothing. */
import { readEntry } from "./read-entry.js";
import { readNumber } from "./read-number.js";

/** @typedef {import("../edge/types.d.ts").Count} Count */
/** @typedef {import("../edge/types.d.ts").EntryError} EntryError */
/** @typedef {import("../edge/types.d.ts").Member} Member */
/** @typedef {import("../edge/types.d.ts").Roster} Roster */
/** @typedef {import("./types.d.ts").Ask} Ask */
/** @typedef {import("./types.d.ts").Entry} Entry */
/** @typedef {import("./types.d.ts").RawRoster} RawRoster */
/**
 * What a list says.
 * @typedef {object} RosterEntry
 * @property {Roster} [answer]
 * @property {{ name: string, entry: Entry }[]} entries what each of its questions says, by name
 * @property {EntryError[]} errors the errors between its questions
 */

/** The question for the number of members that are not named. @param {string} list @returns {Ask} */
const countAsk = (list) => ({
  name: `${list}.count`,
  kind: "number",
  options: [],
  noPlan: "",
  measure: "people",
  min: "0",
  max: "20",
  exact: false,
  fields: [],
  children: [],
  others: [],
  counted: "",
});

/**
 * How many further members there are of each sort, by the answer to who else there is; undefined if that is open.
 * @param {Pick<Ask, "others" | "counted">} ask
 * @param {string} more
 * @param {Count} count the number given with `counted`
 * @returns {Record<string, Count> | undefined}
 */
export function furtherMembers({ others, counted }, more, count) {
  if (more === "none") return {};
  if (more === "no_children") return Object.fromEntries(others.map((sort) => [sort, { min: 0 }]));
  return more === "counted" ? { [counted]: count } : undefined;
}

/**
 * Reads a list. A member beyond those that can be named, and an answer about the others that contradicts the members,
 * is an error by itself: the rest of the list stays.
 * @param {RawRoster} raw
 * @param {Ask} ask
 * @param {{ today: string, most: number }} setting `most` is how many members can be named
 * @returns {RosterEntry}
 */
export function readRoster(raw, ask, { today, most }) {
  /** @type {RosterEntry} */
  const read = { entries: [], errors: [] };
  let touched = raw.members.length > 1;
  const members = raw.members.map((controls, index) => {
    /** @type {Member} */
    const member = {};
    for (const field of ask.fields) {
      const own = controls[field.name];
      if (!own) continue;
      const entry = readEntry(own, field, today);
      read.entries.push({ name: `${ask.name}.${index}.${field.name}`, entry });
      if (entry.answer === undefined) continue;
      touched = true;
      member[field.name] = entry.answer;
    }
    return member;
  });
  for (let index = most; index < members.length; index += 1)
    read.errors.push({ name: ask.name, code: "too-many", entry: `${ask.name}.${index}` });
  if (!touched && raw.more === "") return read;
  if (raw.more === "no_children" && members.some(({ relation }) => ask.children.includes(String(relation))))
    read.errors.push({ name: ask.name, code: "children", entry: `${ask.name}.more` });
  let count = /** @type {Count} */ ({ min: 0 });
  if (raw.more === "counted") {
    const entry = readNumber(raw.count, countAsk(ask.name));
    read.entries.push({ name: `${ask.name}.count`, entry });
    if (typeof entry.answer === "number" || (entry.answer !== null && typeof entry.answer === "object"))
      count = /** @type {Count} */ (entry.answer);
  }
  const more = furtherMembers(ask, raw.more, count);
  return { ...read, answer: more ? { members, more } : { members } };
}
