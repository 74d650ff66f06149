/** Reads everything that the controls of a form hold: answers, application date, errors and doubts. It shows nothing. */
import { SHARE } from "../edge/wire.js";
import { readEntry } from "./read-entry.js";
import { readRoster } from "./read-roster.js";

/** @typedef {import("../edge/types.d.ts").Answer} Answer */
/** @typedef {import("../edge/types.d.ts").Reading} Reading */
/** @typedef {import("../edge/types.d.ts").Roster} Roster */
/** @typedef {import("./types.d.ts").Ask} Ask */
/** @typedef {import("./types.d.ts").Entry} Entry */
/** @typedef {import("./types.d.ts").Raw} Raw */
/** @typedef {import("./types.d.ts").RawRoster} RawRoster */
/** @typedef {Record<string, Raw>} RawForm what the controls of each question hold, by the question's name */

const ON = "on";
/** Error codes of a date that the visitor is still typing. */
const UNFINISHED_CODES = ["incomplete", "exact"];

/**
 * Reads every question.
 * @param {readonly Ask[]} asks
 * @param {RawForm} raw
 * @param {{ today: string, typing?: string }} setting `typing` names the question that the visitor is typing in; its
 *   unfinished date is no error yet
 * @returns {Reading}
 */
export function readAll(asks, raw, { today, typing }) {
  /** @type {Reading} */
  const reading = { answers: {}, on: null, more: "", errors: [], doubts: [], unfinished: false };
  const note = (/** @type {string} */ name, /** @type {Entry} */ { answer, code, slots, doubt }) => {
    if (code && name === typing && UNFINISHED_CODES.includes(code)) reading.unfinished = true;
    else if (code) reading.errors.push({ name, code, slots });
    if (doubt) reading.doubts.push({ name, ...doubt, isOpen: answer === undefined });
  };
  for (const ask of asks) {
    const own = raw[ask.name];
    if (!own) continue;
    if (ask.kind === "list") {
      const list = /** @type {RawRoster} */ (own);
      const { answer, entries, errors } = readRoster(list, ask, { today, most: SHARE.members });
      for (const { name, entry } of entries) note(name, entry);
      reading.errors.push(...errors);
      if (!answer) continue;
      reading.answers[ask.name] = answer;
      reading.more = list.more;
      continue;
    }
    const entry = readEntry(own, ask, today);
    note(ask.name, entry);
    if (entry.answer === undefined) continue;
    if (ask.name === ON) reading.on = typeof entry.answer === "string" ? entry.answer : null;
    else reading.answers[ask.name] = entry.answer;
  }
  return reading;
}

/**
 * The names of all entries that are no answers: those with an error, and those that wait for a confirmation.
 * @param {Reading} reading
 */
export function entriesLeftOut({ errors, doubts }) {
  const waiting = doubts.filter(({ isOpen }) => isOpen).map(({ name }) => name);
  return [...new Set([...errors.map(({ name, entry }) => entry ?? name), ...waiting])];
}

/**
 * A reading without some entries: everything else stays as it is.
 * @param {Reading} reading
 * @param {readonly string[]} names such as `on`, `moved_on`, `household.1.born`, `household.12` for a member, or
 *   `household.more` for who else there is
 * @returns {Reading}
 */
export function withoutEntries(reading, names) {
  const out = new Set(names);
  const left = { ...reading, answers: /** @type {Reading["answers"]} */ ({}), errors: [], doubts: [] };
  if (out.has(ON)) left.on = null;
  for (const [name, answer] of Object.entries(reading.answers)) {
    if (out.has(name)) {
      if (isRoster(answer)) left.more = "";
      continue;
    }
    left.answers[name] = isRoster(answer) ? withoutParts(name, answer, out) : answer;
    if (isRoster(answer) && out.has(`${name}.more`)) left.more = "";
  }
  return left;
}

/** @param {Answer | Roster} answer @returns {answer is Roster} */
const isRoster = (answer) => typeof answer === "object" && answer !== null && "members" in answer;

/**
 * @param {string} list
 * @param {Roster} roster
 * @param {Set<string>} out
 * @returns {Roster}
 */
function withoutParts(list, { members, more }, out) {
  const kept = members.flatMap((member, at) => {
    if (out.has(`${list}.${at}`)) return [];
    return [Object.fromEntries(Object.entries(member).filter(([field]) => !out.has(`${list}.${at}.${field}`)))];
  });
  return more === undefined || out.has(`${list}.more`) ? { members: kept } : { members: kept, more };
}
