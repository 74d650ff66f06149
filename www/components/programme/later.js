/**
 * Puts into words what the engine tells of the time after an award: what is owed and until when, and the key dates. It
 * computes no day and no sum.
 */
import { part, parts } from "../../app/dom.js";
import { questionLabel } from "../../app/errors.js";
import { dayText } from "../../entry/dates.js";
import { range } from "../../text/money.js";
import { isKnown } from "../../visit/result.js";
import { boundaryText } from "./advice.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").Answers} Answers */
/** @typedef {import("../../edge/types.d.ts").ShownReport} ShownReport */
/** @typedef {ShownReport["obligations"][number]} Obligation */
/** @typedef {ShownReport["key_dates"][number]} KeyDates */
/** @typedef {Obligation["until"]} Days */
/**
 * What is told of one line of the rules.
 * @typedef {object} Told
 * @property {HTMLElement} element
 * @property {string} text
 * @property {boolean} isOpen whether an answer can still change it
 */

/** The verdicts with which nothing is told. */
const WITHOUT = ["ineligible", "no_rule"];

/**
 * What is told of the lines of a programme that the report knows, in their order.
 * @param {HTMLElement} programme
 * @param {Words} words
 * @param {ShownReport} report
 * @returns {Told[]}
 */
export function toldLater(programme, words, { obligations, key_dates, verdict }) {
  if (WITHOUT.includes(verdict)) return [];
  const owed = parts(programme, "[data-js-obligation]").flatMap((element) => {
    const found = obligations.find(({ id }) => id === element.dataset.jsObligation);
    if (!found) return [];
    return {
      element,
      text: obligationText(words, found, element.hasAttribute("data-js-event")),
      isOpen: isOpen(found),
    };
  });
  const dates = parts(programme, "[data-js-key-date]").flatMap((element) => {
    const found = key_dates.find(({ id }) => id === element.dataset.jsKeyDate);
    return found ? { element, text: keyDatesText(words, found), isOpen: isRough(found.first) } : [];
  });
  return [...owed, ...dates];
}

/**
 * Shows what is told on the lines of a programme, with a link to the first question that is not answered.
 * @param {HTMLElement} programme
 * @param {Words} words
 * @param {HTMLElement} form
 * @param {ShownReport} report
 * @param {Answers} answers
 */
export function showLater(programme, words, form, report, answers) {
  clearLater(programme);
  for (const { element, text, isOpen } of toldLater(programme, words, report)) {
    const told = part(element, "[data-js-told]");
    told.textContent = text;
    told.hidden = text === "";
    const name = (element.dataset.facts ?? "").split(" ").find((fact) => fact !== "" && answers[fact] === undefined);
    const link = /** @type {HTMLAnchorElement} */ (part(element, "[data-js-later]"));
    link.hidden = !isOpen || name === undefined;
    if (name === undefined) continue;
    link.textContent = words.say("later.ask", { question: questionLabel(form, words, name) });
    link.href = `#q-${name}`;
    link.dataset.jsJump = name;
  }
}

/** Restores the static lines. @param {HTMLElement} programme */
export function clearLater(programme) {
  for (const one of parts(programme, "[data-js-told], [data-js-later]")) one.hidden = true;
}

/**
 * @param {Words} words
 * @param {Obligation} obligation
 * @param {boolean} hasEvent whether the rules ask about the event; a sum above nothing is then owed
 */
function obligationText(words, { until, owed }, hasEvent) {
  if (owed?.max === "0") return words.say("later.not_owed");
  const isDue = hasEvent && owed !== null && owed.min !== null && owed.min !== "0";
  if (isDue) return words.say("later.due", { range: range(words, owed) });
  const sum = owed && isKnown(owed) ? words.say("later.owed", { range: range(words, owed) }) : "";
  const days = lastText(words, until);
  return days && sum ? words.say("later.both", { days, sum }) : days || sum;
}

/** @param {Words} words @param {KeyDates} dates */
function keyDatesText(words, { first, last }) {
  const from = last ? firstText(words, first) : dayOrDays(words, first);
  const to = last ? lastText(words, last) : "";
  return from && to ? words.say("later.period", { from, to }) : from || to;
}

/** @param {Words} words @param {Days} days */
const firstText = (words, { min, max }) => (min && max ? boundaryText(words, min, max, "first") : "");

/** @param {Words} words @param {Days} days */
const lastText = (words, { min, max }) => (min && max ? boundaryText(words, min, max, "last") : "");

/** A day, or the first and the last that it can be. @param {Words} words @param {Days} days */
function dayOrDays(words, { min, max }) {
  if (!min || !max) return "";
  if (min === max) return dayText(words, min);
  return words.say("later.rough", { min: dayText(words, min), max: dayText(words, max) });
}

/** @param {Days} days */
const isRough = ({ min, max }) => min === null || min !== max;

/** Whether an obligation is not known whole. @param {Obligation} obligation */
const isOpen = ({ until, owed }) => owed?.max !== "0" && (isRough(until) || !owed?.max || owed.min !== owed.max);
