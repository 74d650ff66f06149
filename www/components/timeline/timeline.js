/** Draws the days on which an application succeeds. It adds nothing to the text beside it. */
import { DAY_MS } from "../../entry/dates.js";
import { part } from "../../app/dom.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").ProgrammeReport} ProgrammeReport */

/** The longest period that is drawn, in days. A longer one would be too coarse to read. */
const MOST_DAYS = 800;
/** The width of the drawing in SVG units, the same as in the template. */
const WIDTH = 320;

/**
 * The drawing, or null if it would not be readable.
 * @param {Words} words
 * @param {NonNullable<ProgrammeReport["apply"]>} apply
 * @param {{ on: string, move: { first: string, last: string } | null }} setting
 */
export function timeline(words, { first, last }, { on, move }) {
  const moved = move && move.first === move.last ? move.first : null;
  if (first.min === null || first.max === null || last.min === null || last.max === null) return null;
  const outer = { first: first.min, last: last.max };
  const sure = { first: first.max, last: last.min };
  const all = [outer.first, outer.last, on, moved ?? on].map(dayNumber);
  const [from, to] = [Math.min(...all), Math.max(...all)];
  if (to - from > MOST_DAYS || to === from) return null;
  const place = (/** @type {string} */ day) => Math.round(((dayNumber(day) - from) / (to - from)) * WIDTH);
  const line = words.piece("timeline");
  setBar(part(line, "[data-js-outer]"), place(outer.first), place(outer.last));
  setBar(part(line, "[data-js-sure]"), place(sure.first), place(sure.last));
  placeMark(part(line, "[data-js-marked-on]"), place(on));
  const sign = part(line, "[data-js-marked-move]");
  if (moved) placeMark(sign, place(moved));
  else sign.remove();
  return line;
}

/** The days since 1970-01-01. @param {string} iso */
function dayNumber(iso) {
  return Date.parse(iso) / DAY_MS;
}

/**
 * Sets the ends of a bar. A bar is at least two units wide, so that one day can be seen.
 * @param {Element} bar
 * @param {number} from
 * @param {number} to
 */
function setBar(bar, from, to) {
  bar.setAttribute("x", String(from));
  bar.setAttribute("width", String(Math.max(to - from, 2)));
}

/**
 * Moves a sign to a day. Near an end of the drawing, its text is aligned so that it stays inside.
 * @param {Element} sign
 * @param {number} x
 */
function placeMark(sign, x) {
  sign.setAttribute("transform", `translate(${Math.min(Math.max(x, 1), WIDTH - 1)})`);
  sign.setAttribute("text-anchor", x < WIDTH / 4 ? "start" : x > (WIDTH * 3) / 4 ? "end" : "middle");
}
