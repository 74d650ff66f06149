/** Says what the application date of a report was taken from. It chooses no date: the engine does. */
import { lastDayOf } from "../entry/dates.js";

/** @typedef {import("../edge/types.d.ts").Answers} Answers */
/** @typedef {import("../edge/types.d.ts").Reading} Reading */
/** @typedef {"given" | "today" | "move" | "move_rough" | "year"} Origin what the application date was taken from */

export const MOVE_DATE = "moved_on";

/**
 * What the application date of a report was taken from.
 * @param {Pick<Reading, "answers" | "on">} reading
 * @param {string} on the date, as an ISO date
 * @param {string} today
 * @returns {Origin}
 */
export function originOf({ answers, on: given }, on, today) {
  if (given) return "given";
  if (on === today) return "today";
  const rough = moveDate(answers);
  if (rough === on) return "move";
  return rough !== null && lastDayOf(rough) === on ? "move_rough" : "year";
}

/** The date of the move, possibly rough, or null. @param {Answers} answers */
export function moveDate(answers) {
  const moved = answers[MOVE_DATE];
  return typeof moved === "string"
    ? moved
    : moved && typeof moved === "object" && "is" in moved
      ? String(moved.is)
      : null;
}
