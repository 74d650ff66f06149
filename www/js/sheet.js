/**
 * The sheet to take to the desk: made when something is printed, from what the page shows already. It adds no verdict
 * and no figure of its own.
 */
import { correction, generate } from "lean-qr/nano";
import { part, parts, textOf } from "./dom.js";
import { dayText } from "./dates.js";
import { recall } from "./recall.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("./types.d.ts").Answers} Answers */

/** Empty cells around a code, without which readers do not find it. */
const QUIET = 4;
const SVG = "http://www.w3.org/2000/svg";
/** Verdicts of programmes that are worth talking about at the desk. */
const WORTH = ["eligible", "confirm"];

/**
 * @param {Document} page
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {{ answers: Answers, address: string, on: string, today: string }} found
 */
export function fillSheet(page, form, words, { answers, address, on, today }) {
  const sheet = part(page, "[data-js-sheet]");
  const put = (/** @type {string} */ at, /** @type {string} */ text) => (part(sheet, at).textContent = text);
  put("[data-js-sheet-days]", words.say("sheet.days", { today: dayText(words, today), on: dayText(words, on) }));
  put(
    "[data-js-sheet-sum]",
    words.say("sheet.sum", {
      label: textOf(part(page, "[data-js-best-label]")),
      sum: textOf(part(page, "[data-js-best]")),
    }),
  );
  const rows = recall(form, words, answers).map(({ question, answer }) => {
    const row = words.piece("sheet-answer");
    part(row, "th").textContent = question;
    part(row, "td").textContent = answer;
    return row;
  });
  part(sheet, "[data-js-sheet-answers]").replaceChildren(...rows);
  const cards = parts(page, "[data-js-programme][data-verdict]").filter(({ dataset }) =>
    WORTH.includes(dataset.verdict ?? ""),
  );
  part(sheet, "[data-js-sheet-programmes]").replaceChildren(...cards.map((card) => programme(card, words)));
  for (const [at, verdict] of [
    ["open", "undetermined"],
    ["out", "ineligible"],
  ]) {
    const names = parts(page, `[data-js-programme][data-verdict=${verdict}] [data-js-name]`).map(textOf);
    put(`[data-js-sheet-${at}]`, names.length > 0 ? words.say(`sheet.${at}`, { names: words.join(names) }) : "");
  }
  const code = draw(page, address);
  part(sheet, "[data-js-sheet-code]").replaceChildren(...(code ? [code] : []));
  part(sheet, "[data-js-sheet-caption]").hidden = code === null;
}

/**
 * A programme of the sheet: its verdict, amount, days, what to ask, and documents to tick.
 * @param {HTMLElement} card
 * @param {Words} words
 */
function programme(card, words) {
  const piece = words.piece("sheet-programme");
  const put = (/** @type {string} */ at, /** @type {string} */ text) => {
    part(piece, at).textContent = text;
    part(piece, at).hidden = text === "";
  };
  put("[data-js-sheet-name]", textOf(part(card, "[data-js-name]")));
  put("[data-js-sheet-verdict]", parts(card, "[data-js-chips] > *").map(textOf).join(words.say("join")));
  put("[data-js-sheet-amount]", textOf(part(card, "[data-js-amount]")));
  put("[data-js-sheet-when]", parts(card, "[data-js-when] [data-js-days] p").map(textOf).join(""));
  list(piece, "[data-js-sheet-before]", parts(card, ".block--before li"), words);
  list(piece, "[data-js-sheet-ask]", parts(card, "[data-js-live] [data-js-question]"), words);
  list(piece, "[data-js-sheet-documents]", parts(card, "[data-js-documents] li"), words);
  return piece;
}

/**
 * @param {HTMLElement} piece
 * @param {string} at
 * @param {HTMLElement[]} lines
 * @param {Words} words
 */
function list(piece, at, lines, words) {
  const place = part(piece, at);
  place.hidden = lines.length === 0;
  part(place, "ul").replaceChildren(...lines.map((line) => words.item(withoutSource(line))));
}

/** @param {HTMLElement} line */
function withoutSource(line) {
  const copy = /** @type {HTMLElement} */ (line.cloneNode(true));
  for (const source of parts(copy, "small")) source.remove();
  return textOf(copy);
}

/**
 * The two-dimensional code of a text as a drawing; null if it is too long for one.
 * @param {Document} page
 * @param {string} text
 */
export function draw(page, text) {
  /** @type {{ size: number, get(x: number, y: number): boolean }} */
  let code;
  try {
    code = generate(text, { minCorrectionLevel: correction.M });
  } catch {
    return null;
  }
  let path = "";
  for (let y = 0; y < code.size; y += 1)
    for (let x = 0; x < code.size; x += 1) if (code.get(x, y)) path += `M${x} ${y}h1v1h-1z`;
  const svg = page.createElementNS(SVG, "svg");
  const side = code.size + 2 * QUIET;
  svg.setAttribute("viewBox", `${-QUIET} ${-QUIET} ${side} ${side}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-labelledby", "sheet-caption");
  // A cell of half a millimetre: most printers and cameras manage that.
  svg.setAttribute("width", `${side / 2}mm`);
  svg.setAttribute("height", `${side / 2}mm`);
  const drawing = page.createElementNS(SVG, "path");
  drawing.setAttribute("d", path);
  svg.append(drawing);
  return svg;
}
