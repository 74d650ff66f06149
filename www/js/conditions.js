/** What is settled and what is open among a card's marked conditions, and why. It reads the marks and makes none. */
import { part, parts, textOf } from "./dom.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {{ question: string, why: string }} OpenItem */

const OPEN = ["desk", "unsettled"];

/**
 * How many of the published conditions that apply are met.
 * @param {ParentNode} card
 */
export function standing(card) {
  const rows = parts(card, "[data-js-top]").filter(
    (row) => row.dataset.evidence !== "reported" && row.dataset.state !== "not_applicable",
  );
  return { all: rows.length, met: rows.filter((row) => row.dataset.state === "met").length };
}

/**
 * Every open point as a question for the desk, with its reason.
 * @param {ParentNode} card
 * @param {Words} words
 * @param {Set<string>} openReadings readings that matter now
 * @returns {OpenItem[]}
 */
export function openItems(card, words, openReadings) {
  const rows = parts(card, "[data-js-top]").flatMap(openRows).filter((row) => !asked(row, openReadings));
  const items = rows.map((row) => rowItem(row, words));
  const list = card.querySelector("[data-js-incomplete]");
  if (list) items.unshift({ question: words.say("open.incomplete", { says: textOf(part(list, "[data-js-says]")) }), why: words.say("why.incomplete") });
  for (const block of parts(card, "[data-js-reading]")) {
    if (!openReadings.has(block.dataset.jsReading ?? "")) continue;
    const paid = parts(block, "[data-js-gain]").some((gain) => textOf(gain) !== "");
    items.push({ question: textOf(part(block, "[data-js-reading-question]")), why: words.say(paid ? "why.amount" : "why.readings") });
  }
  return distinct(items);
}

/**
 * The innermost open conditions below an open one, and itself where its own list is not fully known.
 * @param {HTMLElement} row
 * @returns {HTMLElement[]}
 */
function openRows(row) {
  if (!OPEN.includes(row.dataset.state ?? "")) return [];
  const inner = parts(row, ":scope > .req__body > .reqs > [data-js-requirement]").flatMap(openRows);
  return inner.length === 0 || row.dataset.incomplete !== undefined ? [row, ...inner] : inner;
}

/**
 * Whether the question of an open reading already asks what this row would.
 * @param {HTMLElement} row
 * @param {Set<string>} openReadings
 */
function asked(row, openReadings) {
  return (row.dataset.readings ?? "").split(" ").some((reading) => openReadings.has(reading));
}

/**
 * @param {HTMLElement} row
 * @param {Words} words
 * @returns {OpenItem}
 */
function rowItem(row, words) {
  const body = part(row, ".req__body");
  const ask = body.querySelector(":scope > [data-js-ask] [data-js-ask-text]");
  const says = textOf(part(body, "[data-js-says]"));
  return { question: ask ? textOf(ask) : words.say("open.ask", { says }), why: words.say(`why.${reason(row)}`) };
}

/** @param {HTMLElement} row */
function reason(row) {
  if (row.dataset.incomplete !== undefined) return "incomplete";
  if (row.dataset.evidence === "reported") return "reported";
  if (row.dataset.readings) return "readings";
  return row.dataset.state === "desk" ? "desk" : "unsettled";
}

/** @param {OpenItem[]} items */
function distinct(items) {
  return [...new Map(items.map((item) => [item.question, item])).values()];
}
