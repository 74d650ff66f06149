/** A picture of the days on which an application succeeds. It says nothing that the lines beside it do not say in words. */
import { DAY_MS } from "./dates.js";
import { part } from "./dom.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("./types.d.ts").ProgrammeReport} ProgrammeReport */

/** Longer spans make a picture in which no day can be told. */
const MOST_DAYS = 800;
/** As in the template. */
const WIDTH = 320;

/**
 * @param {Words} words
 * @param {NonNullable<ProgrammeReport["apply"]>} apply
 * @param {{ on: string, move: { first: string, last: string } | null }} setting
 */
export function timeline(words, { first, last }, { on, move }) {
  const moved = move && move.first === move.last ? move.first : null;
  const all = [first.min, last.max, on, moved ?? on].map(dayNumber);
  const [from, to] = [Math.min(...all), Math.max(...all)];
  if (to - from > MOST_DAYS || to === from) return null;
  const place = (/** @type {string} */ day) => Math.round(((dayNumber(day) - from) / (to - from)) * WIDTH);
  const line = words.piece("timeline");
  stretch(part(line, "[data-js-outer]"), place(first.min), place(last.max));
  stretch(part(line, "[data-js-sure]"), place(first.max), place(last.min));
  mark(part(line, "[data-js-marked-on]"), place(on));
  const sign = part(line, "[data-js-marked-move]");
  if (moved) mark(sign, place(moved));
  else sign.remove();
  return line;
}

/** @param {string} iso */
function dayNumber(iso) {
  return Date.parse(iso) / DAY_MS;
}

/**
 * @param {Element} bar
 * @param {number} from
 * @param {number} to
 */
function stretch(bar, from, to) {
  bar.setAttribute("x", String(from));
  bar.setAttribute("width", String(Math.max(to - from, 2)));
}

/**
 * @param {Element} sign
 * @param {number} x
 */
function mark(sign, x) {
  sign.setAttribute("transform", `translate(${Math.min(Math.max(x, 1), WIDTH - 1)})`);
  sign.setAttribute("text-anchor", x < WIDTH / 4 ? "start" : x > (WIDTH * 3) / 4 ? "end" : "middle");
}
