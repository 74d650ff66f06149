/** Says what the application date of a report was taken from. It chooses no date: the engine does. */
import { firstDayOf, lastDayOf } from "../entry/dates.js";

/** @typedef {import("../edge/types.d.ts").Answers} Answers */
/** @typedef {import("../edge/types.d.ts").Reading} Reading */
/** @typedef {"given" | "today" | "move" | "move_rough" | "year"} Origin what the application date was taken from */

/**
 * What the application date of a report was taken from.
 * @param {Pick<Reading, "answers" | "on">} reading
 * @param {string} on the date, as an ISO date
 * @param {string} today
 * @param {string} question the question about the day of the move
 * @returns {Origin}
 */
export function originOf({ answers, on: given }, on, today, question) {
  if (given) return "given";
  if (on === today) return "today";
  const move = moveSpan(answers[question]);
  if (move?.first === on && move.last === on) return "move";
  return move?.last === on ? "move_rough" : "year";
}

/**
 * The first and the last day on which the move can be, as ISO dates; null if nothing is said about one of them.
 * @param {Answers[string] | undefined} answer what is answered about the day of the move
 * @returns {{ first: string, last: string } | null}
 */
export function moveSpan(answer) {
  const said = saidOfMove(answer);
  if (typeof said === "string") return { first: firstDayOf(said), last: lastDayOf(said) };
  return said?.min && said.max ? { first: String(said.min), last: String(said.max) } : null;
}

/** @param {Answers[string] | undefined} moved @returns {string | { min?: string | number, max?: string | number } | null} */
function saidOfMove(moved) {
  if (moved === undefined) return null;
  if (typeof moved === "string") return moved;
  if (moved === null || typeof moved !== "object" || Array.isArray(moved) || "members" in moved) return null;
  if (!("is" in moved)) return moved;
  return Array.isArray(moved.is) ? null : moved.is;
}
