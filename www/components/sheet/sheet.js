/**
 * Fills the printed sheet to take to the desk, from what the page already shows. It adds no verdict and no amount of
 * its own.
 */
import { correction, generate } from "lean-qr/nano";
import { part, parts, textOf } from "../../app/dom.js";
import { dayText } from "../../entry/dates.js";
import { answeredQuestions } from "../../text/answer-text.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").Answers} Answers */

/** The quiet zone around a QR code, in modules. Scanners need it to find the code. */
const QUIET = 4;
const SVG = "http://www.w3.org/2000/svg";
/** The verdicts of the programmes that the sheet describes. */
const DESCRIBED = ["eligible", "confirm"];

/**
 * Fills the sheet.
 * @param {Document} page
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {{ answers: Answers, address: string, on: string, today: string }} found the answers, a link that contains
 *   them, and the application date and today as ISO dates
 */
export function fillSheet(page, form, words, { answers, address, on, today }) {
  const sheet = part(page, "[data-js-sheet]");
  const put = (/** @type {string} */ at, /** @type {string} */ text) => (part(sheet, at).textContent = text);
  put("[data-js-sheet-days]", words.say("sheet.days", { today: dayText(words, today), on: dayText(words, on) }));
  put(
    "[data-js-sheet-sum]",
    words.say("sheet.sum", {
      label: textOf(part(page, "[data-js-verdict]")),
      sum: textOf(part(page, "[data-js-best]")),
    }),
  );
  const rows = answeredQuestions(form, words, answers).map(({ question, answer }) => {
    const row = words.piece("sheet-answer");
    part(row, "th").textContent = question;
    part(row, "td").textContent = answer;
    return row;
  });
  part(sheet, "[data-js-sheet-answers]").replaceChildren(...rows);
  const cards = parts(page, "[data-js-programme][data-verdict]").filter(({ dataset }) =>
    DESCRIBED.includes(dataset.verdict ?? ""),
  );
  part(sheet, "[data-js-sheet-programmes]").replaceChildren(...cards.map((card) => programmePiece(card, words)));
  for (const [at, verdict] of [
    ["open", "undetermined"],
    ["out", "ineligible"],
  ]) {
    const names = parts(page, `[data-js-programme][data-verdict=${verdict}] [data-js-name]`).map(textOf);
    put(`[data-js-sheet-${at}]`, names.length > 0 ? words.say(`sheet.${at}`, { names: words.join(names) }) : "");
  }
  const code = drawCode(page, address);
  part(sheet, "[data-js-sheet-code]").replaceChildren(...(code ? [code] : []));
  part(sheet, "[data-js-sheet-caption]").hidden = code === null;
}

/**
 * A programme on the sheet: its verdict, amount, days, questions for the desk, and documents to tick.
 * @param {HTMLElement} card
 * @param {Words} words
 */
function programmePiece(card, words) {
  const piece = words.piece("sheet-programme");
  const put = (/** @type {string} */ at, /** @type {string} */ text) => {
    part(piece, at).textContent = text;
    part(piece, at).hidden = text === "";
  };
  put("[data-js-sheet-name]", textOf(part(card, "[data-js-name]")));
  put("[data-js-sheet-verdict]", parts(card, "[data-js-chips] > *").map(textOf).join(words.say("join")));
  put("[data-js-sheet-amount]", textOf(card.querySelector("[data-js-amount]")));
  put("[data-js-sheet-when]", parts(card, "[data-js-when] [data-js-days] p").map(textOf).join(""));
  fillList(piece, "[data-js-sheet-before]", parts(card, ".block--before li"), words);
  fillList(piece, "[data-js-sheet-ask]", asksOf(card), words);
  fillList(piece, "[data-js-sheet-documents]", parts(card, "[data-js-documents] li"), words);
  return piece;
}

/** The questions for the desk that are about a programme. @param {HTMLElement} card */
function asksOf(card) {
  const about = `[data-js-desk-question][data-programmes~="${CSS.escape(card.dataset.jsProgramme ?? "")}"]`;
  return parts(card.ownerDocument, `${about} [data-js-question]`);
}

/**
 * Fills a list of the sheet, or hides it if it is empty.
 * @param {HTMLElement} piece
 * @param {string} at the selector of the list's place
 * @param {HTMLElement[]} lines
 * @param {Words} words
 */
function fillList(piece, at, lines, words) {
  const place = part(piece, at);
  place.hidden = lines.length === 0;
  part(place, "ul").replaceChildren(...lines.map((line) => words.item(withoutSource(line))));
}

/** The text of a line without its sources. @param {HTMLElement} line */
function withoutSource(line) {
  const copy = /** @type {HTMLElement} */ (line.cloneNode(true));
  for (const source of parts(copy, "small")) source.remove();
  return textOf(copy);
}

/**
 * A QR code as an SVG element; null if the text is too long for one.
 * @param {Document} page
 * @param {string} text
 */
export function drawCode(page, text) {
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
  // Half a millimetre for each module: most printers and cameras can handle that.
  svg.setAttribute("width", `${side / 2}mm`);
  svg.setAttribute("height", `${side / 2}mm`);
  const drawing = page.createElementNS(SVG, "path");
  drawing.setAttribute("d", path);
  svg.append(drawing);
  return svg;
}
