/** Fills the table of a programme's amount: each part, the sum and its range for this household. It computes no amount. */
import { part, parts } from "../../app/dom.js";
import { amountText, range, wholeYen } from "../../text/money.js";
import { isKnown } from "../../visit/result.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").Amount} Amount */
/** @typedef {import("../../edge/types.d.ts").Part} Part */
/** @typedef {import("../../edge/types.d.ts").ShownReport} ShownReport */

/** The width of the drawing in SVG units, the same as in the template. */
const WIDTH = 320;

/**
 * @param {HTMLElement} card
 * @param {Words} words
 * @param {ShownReport} report
 * @param {(year: number) => string} yearName
 */
export function showAmount(card, words, report, yearName) {
  const table = card.querySelector("[data-js-amount-table]");
  if (!table) return;
  const sums = table.querySelector("[data-js-sums]") ?? words.piece("sums");
  table.append(sums);
  const { amount, verdict, reference } = report;
  const isHidden = verdict === "ineligible" || verdict === "no_rule";
  setText(part(sums, "[data-js-amount]"), amount && !isHidden ? amountText(words, { ...report, amount }) : "");
  drawRange(part(sums, "[data-js-range]"), isHidden ? null : amount);
  setText(part(sums, "[data-js-instalments]"), isHidden ? "" : instalmentsText(words, report));
  const earlier = reference && reference.year !== null && isKnown(reference.amount) && !isHidden;
  setText(
    part(sums, "[data-js-reference-line]"),
    earlier
      ? words.say("amount.reference", {
          year: yearName(Number(reference.year)),
          range: range(words, reference.amount),
        })
      : "",
  );
  const blocks = parts(card, "[data-js-part]");
  for (const block of blocks) {
    const figure = report.parts.find(({ id }) => id === block.dataset.jsPart);
    const place = part(block, "[data-js-part-amount]");
    setText(
      place,
      figure && isKnown(figure) && !isHidden && blocks.length > 1 ? partText(words, figure, report.payee, block) : "",
    );
  }
}

/** Restores the static table. @param {HTMLElement} card */
export function clearAmount(card) {
  card.querySelector("[data-js-sums]")?.remove();
  for (const line of parts(card, "[data-js-part-amount]")) line.hidden = true;
}

/** Sets a text, and hides its element if it is empty. @param {HTMLElement} element @param {string} text */
function setText(element, text) {
  element.textContent = text;
  element.hidden = text === "";
}

/**
 * @param {Words} words
 * @param {Part} figure
 * @param {string | null | undefined} payee who is paid the programme's sum
 * @param {HTMLElement} block
 */
function partText(words, figure, payee, block) {
  const text = range(words, { ...figure, ceiling: block.dataset.ceiling !== undefined });
  return words.say(figure.payee === payee ? "part.yours" : "part.other", { range: text });
}

/** What is paid in each run of instalments, where they differ. @param {Words} words @param {ShownReport} report */
function instalmentsText(words, { instalments }) {
  const lines = instalments.map(({ first, last, min, max }) => {
    const slots = { first: String(first), last: String(last), range: range(words, { min, max, ceiling: false }) };
    return first === last ? words.say("amount.instalment", slots) : words.say("amount.instalments", slots);
  });
  return lines.join(words.say("join"));
}

/** Draws a range if both its ends are known and differ. @param {HTMLElement} drawing @param {Amount | null} amount */
function drawRange(drawing, amount) {
  const [low, high] = [amount?.min ?? "0", amount?.max ?? "0"].map((end) => Number(wholeYen(end)));
  drawing.toggleAttribute("hidden", !low || !high || low === high);
  if (!low || !high || low === high) return;
  const bar = part(drawing, "rect");
  bar.setAttribute("x", String((WIDTH * low) / high));
  bar.setAttribute("width", String(WIDTH - (WIDTH * low) / high));
}
