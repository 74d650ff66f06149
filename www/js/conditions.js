/** What is settled and what is open among a card's marked conditions, and why. It reads the marks and makes none. */
import { part, parts, textOf } from "./dom.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {{ question: string, original: string, why: string }} OpenItem Of these `original` is the question in Japanese, where the page is in another language */

const OPEN = ["desk", "unsettled"];

/**
 * How many of the published conditions that apply are met; a list that must be met whole counts by its members.
 * @param {ParentNode} card
 */
export function standing(card) {
  const rows = topRows(card)
    .flatMap(countedRows)
    .filter((row) => row.dataset.reported === undefined);
  return { all: rows.length, met: rows.filter((row) => row.dataset.state === "met").length };
}

/**
 * @param {HTMLElement} row
 * @returns {HTMLElement[]}
 */
function countedRows(row) {
  if (row.dataset.state === "not_applicable") return [];
  return row.dataset.all !== undefined ? innerRows(row).flatMap(countedRows) : [row];
}

/**
 * Every open point as a question for the desk, with its reason.
 * @param {ParentNode} card
 * @param {Words} words
 * @param {Set<string>} openReadings ids of the readings that matter now
 * @returns {OpenItem[]}
 */
export function openItems(card, words, openReadings) {
  const rows = topRows(card)
    .flatMap(openRows)
    .filter((row) => !asked(row, openReadings));
  const items = rows.map((row) => rowItem(row, words));
  const list = card.querySelector("[data-js-incomplete]");
  if (list) {
    const ask = list.querySelector("[data-js-ask-text]");
    items.unshift({ question: textOf(ask ?? list), original: originalOf(ask), why: words.say("why.incomplete") });
  }
  for (const block of parts(card, "[data-js-reading]")) {
    if (!openReadings.has(block.dataset.jsReading ?? "")) continue;
    const question = part(block, "[data-js-reading-question]");
    items.push({
      question: textOf(question),
      original: originalOf(question),
      why: gains(block, words) || words.say("why.verdict"),
    });
  }
  return distinct(items);
}

/**
 * The innermost open conditions below an open one; itself too where its own list is not fully known. A list with
 * a question of its own stands for its members that have none.
 * @param {HTMLElement} row
 * @returns {HTMLElement[]}
 */
function openRows(row) {
  if (!OPEN.includes(row.dataset.state ?? "")) return [];
  const inner = innerRows(row).flatMap(openRows);
  if (ownAsk(row)) return [row, ...inner.filter((one) => ownAsk(one) || hiddenList(one))];
  return inner.length === 0 || hiddenList(row) ? [row, ...inner] : inner;
}

/** @param {ParentNode} card */
function topRows(card) {
  return parts(card, "[data-js-requirements] > [data-js-requirement]");
}

/** @param {HTMLElement} row */
function innerRows(row) {
  return parts(row, ":scope > .reqs > [data-js-requirement]");
}

/** @param {HTMLElement} row */
function ownAsk(row) {
  return row.querySelector(":scope > [data-js-ask] > [data-js-ask-text]");
}

/** @param {HTMLElement} row */
function hiddenList(row) {
  return row.querySelector(":scope > [data-js-hidden-list]");
}

/**
 * Whether the question of an open reading already asks what this row would.
 * @param {HTMLElement} row
 * @param {Set<string>} openReadings
 */
function asked(row, openReadings) {
  if (innerRows(row).length > 0) return false;
  return (row.dataset.readings ?? "").split(" ").some((reading) => openReadings.has(reading));
}

/**
 * @param {HTMLElement} row
 * @param {Words} words
 * @returns {OpenItem}
 */
function rowItem(row, words) {
  const ask = hiddenList(row)?.querySelector("[data-js-ask-text]") ?? ownAsk(row);
  const says = part(row, "[data-js-says]");
  const question = ask ? textOf(ask) : words.say("open.ask", { says: textOf(says) });
  return { question, original: originalOf(ask ?? says), why: words.say(`why.${reason(row)}`) };
}

/** What stands behind a text in Japanese. @param {Element | null} element */
function originalOf(element) {
  const next = element?.nextElementSibling;
  return next?.matches("[data-js-original]") ? textOf(next) : "";
}

/** @param {HTMLElement} row */
function reason(row) {
  if (hiddenList(row)) return "incomplete";
  if (row.dataset.reported !== undefined) return "reported";
  if (row.dataset.readings) return "readings";
  return row.dataset.state === "desk" ? "desk" : "unsettled";
}

/**
 * What each meaning of an open reading would give, where that differs.
 * @param {HTMLElement} block
 * @param {Words} words
 */
function gains(block, words) {
  const choices = parts(block, "[data-js-reading-choice]").map((line) => ({
    says: textOf(part(line, "[data-js-says]")),
    gain: textOf(part(line, "[data-js-gain]")),
  }));
  const paid = choices.filter(({ gain }) => gain !== "");
  return paid.length === 0
    ? ""
    : words.say("why.gains", { gains: words.join(paid.map((choice) => words.say("why.gain", choice))) });
}

/** @param {OpenItem[]} items */
function distinct(items) {
  return [...new Map(items.map((item) => [item.question, item])).values()];
}
