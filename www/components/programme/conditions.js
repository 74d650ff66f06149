/**
 * Counts a card's conditions by state and lists the open ones with their reasons. It reads the states and sets none.
 */
import { part, parts, textOf } from "../../app/dom.js";

/** @typedef {import("../../text/words.js").Words} Words */
/**
 * A question for the desk.
 * @typedef {object} OpenItem
 * @property {string} id the question's id in the rules; empty for a question that the page makes of a condition
 * @property {string} question
 * @property {string} original the question in Japanese; empty on a page in Japanese
 * @property {string} why
 */

const OPEN = ["desk", "unsettled"];

/**
 * Counts the published conditions that apply, and those that are met. An "all" group counts as its members.
 * @param {ParentNode} card
 */
export function conditionCounts(card) {
  const rows = topRows(card)
    .flatMap(countedRows)
    .filter((row) => row.dataset.reported === undefined);
  return { all: rows.length, met: rows.filter((row) => row.dataset.state === "met").length };
}

/**
 * The conditions to count for a row: the members of an "all" group, or the row itself.
 * @param {HTMLElement} row
 * @returns {HTMLElement[]}
 */
function countedRows(row) {
  if (row.dataset.state === "not_applicable") return [];
  return row.dataset.all !== undefined ? innerRows(row).flatMap(countedRows) : [row];
}

/**
 * Every open point as a question for the desk, with its reason. Each question appears once.
 * @param {ParentNode} card
 * @param {Words} words
 * @param {Set<string>} openReadings ids of the readings that can still change the result
 * @returns {OpenItem[]}
 */
export function openItems(card, words, openReadings) {
  const rows = topRows(card)
    .flatMap(openRows)
    .filter((row) => !isAskedByReading(row, openReadings));
  const items = rows.map((row) => rowItem(row, words));
  const list = card.querySelector("[data-js-incomplete]");
  if (list) {
    items.unshift({ ...askedItem(part(list, "[data-js-ask-text]")), why: words.say("why.incomplete") });
  }
  for (const block of parts(card, "[data-js-reading]")) {
    if (!openReadings.has(block.dataset.jsReading ?? "")) continue;
    const question = part(block, "[data-js-reading-question]");
    items.push({ ...askedItem(question), why: choiceAmounts(block, words) || words.say("why.verdict") });
  }
  return distinctQuestions(items);
}

/**
 * The open conditions to ask about: the innermost ones, and each group whose published list is incomplete.
 * A group with its own question replaces those members that have no question.
 * @param {HTMLElement} row
 * @returns {HTMLElement[]}
 */
function openRows(row) {
  if (!OPEN.includes(row.dataset.state ?? "")) return [];
  const inner = innerRows(row).flatMap(openRows);
  if (ownQuestion(row)) return [row, ...inner.filter((one) => ownQuestion(one) || incompleteListNote(one))];
  return inner.length === 0 || incompleteListNote(row) ? [row, ...inner] : inner;
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
function ownQuestion(row) {
  return /** @type {HTMLElement | null} */ (row.querySelector(":scope > [data-js-ask] > [data-js-ask-text]"));
}

/** @param {HTMLElement} row */
function incompleteListNote(row) {
  return row.querySelector(":scope > [data-js-hidden-list]");
}

/**
 * Whether an open reading of this condition already asks the desk about it.
 * @param {HTMLElement} row
 * @param {Set<string>} openReadings
 */
function isAskedByReading(row, openReadings) {
  if (innerRows(row).length > 0) return false;
  return (row.dataset.readings ?? "").split(" ").some((reading) => openReadings.has(reading));
}

/**
 * @param {HTMLElement} row
 * @param {Words} words
 * @returns {OpenItem}
 */
function rowItem(row, words) {
  const why = words.say(`why.${reason(row)}`);
  const note = incompleteListNote(row);
  const ask = note ? part(note, "[data-js-ask-text]") : ownQuestion(row);
  if (ask) return { ...askedItem(ask), why };
  const says = part(row, "[data-js-says]");
  return { id: "", question: words.say("open.ask", { says: textOf(says) }), original: japaneseOriginal(says), why };
}

/** A question of the rules, without its reason. @param {HTMLElement} ask */
function askedItem(ask) {
  return { id: ask.dataset.ask ?? "", question: textOf(ask), original: japaneseOriginal(ask) };
}

/** The Japanese original that follows a translated text; empty if there is none. @param {Element | null} element */
function japaneseOriginal(element) {
  const next = element?.nextElementSibling;
  return next?.matches("[data-js-original]") ? textOf(next) : "";
}

/** Why a condition is open, as the last part of a text's name. @param {HTMLElement} row */
function reason(row) {
  if (incompleteListNote(row)) return "incomplete";
  if (row.dataset.reported !== undefined) return "reported";
  if (row.dataset.readings) return "readings";
  return row.dataset.state === "desk" ? "desk" : "unsettled";
}

/**
 * The amount under each choice of an open reading; empty if the card shows none.
 * @param {HTMLElement} block
 * @param {Words} words
 */
function choiceAmounts(block, words) {
  const choices = parts(block, "[data-js-reading-choice]").map((line) => ({
    says: textOf(part(line, "[data-js-says]")),
    gain: textOf(part(line, "[data-js-gain]")),
  }));
  const paid = choices.filter(({ gain }) => gain !== "");
  return paid.length === 0
    ? ""
    : words.say("why.gains", { gains: words.join(paid.map((choice) => words.say("why.gain", choice))) });
}

/**
 * The items without repetition: a question of the rules appears once by its id, any other once by its text. The last
 * reason remains.
 * @param {OpenItem[]} items
 */
export function distinctQuestions(items) {
  return [...new Map(items.map((item) => [item.id || item.question, item])).values()];
}
