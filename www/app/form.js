/** Reads the whole form: answers, application date and entry errors. It keeps no state and shows nothing. */
import { part, parts } from "./dom.js";
import { readEntry } from "../entry/entry.js";
import { today } from "../entry/dates.js";
import { daysOf } from "../components/when/when.js";

/** @typedef {import("../edge/types.d.ts").Answer} Answer */
/** @typedef {import("../edge/types.d.ts").Answers} Answers */
/** @typedef {import("../edge/types.d.ts").Member} Member */
/** @typedef {import("../edge/types.d.ts").Reading} Reading */
/** @typedef {import("../edge/types.d.ts").Roster} Roster */

const ON = "on";
/** Error codes of a date that the visitor is still typing. */
const UNFINISHED_CODES = ["incomplete", "exact"];

/**
 * Reads every question.
 * @param {HTMLElement} form
 * @param {Element | null} typing the question that the visitor is typing in; its unfinished date is no error yet
 * @returns {Reading}
 */
export function readForm(form, typing) {
  /** @type {Reading} */
  const reading = { answers: {}, on: null, errors: [], unfinished: false };
  for (const question of topQuestions(form)) {
    const name = question.dataset.fact ?? "";
    const answer =
      question.dataset.kind === "list"
        ? readRoster(form, question, typing, reading)
        : readQuestion(form, question, typing, reading);
    if (answer === undefined) continue;
    if (name === ON) reading.on = String(answer);
    else reading.answers[name] = answer;
  }
  return reading;
}

/**
 * A reading without the answers to some questions.
 * @param {Reading} reading
 * @param {readonly string[]} names such as `on`, `moved_on` or `household.1.born`
 * @returns {Reading}
 */
export function withoutAnswers(reading, names) {
  const answers = Object.entries(reading.answers).filter(([name]) => !names.includes(name));
  const kept = answers.map(([name, answer]) => [name, withoutFields(name, answer, names)]);
  return { ...reading, answers: Object.fromEntries(kept), on: names.includes(ON) ? null : reading.on };
}

/**
 * An answer to a list without some fields of its members.
 * @param {string} list
 * @param {Answer | Roster} answer
 * @param {readonly string[]} names
 * @returns {Answer | Roster}
 */
function withoutFields(list, answer, names) {
  if (typeof answer !== "object" || answer === null || !("members" in answer)) return answer;
  const members = answer.members.map((member, at) => {
    const fields = Object.entries(member).filter(([field]) => !names.includes(`${list}.${at}.${field}`));
    return Object.fromEntries(fields);
  });
  return { ...answer, members };
}

/**
 * All questions except those about one member of a list. A screen that asks several plans together holds no answer.
 * @param {ParentNode} root
 */
export function topQuestions(root) {
  const questions = parts(root, "[data-js-question]:not([data-kind=together])");
  return questions.filter((question) => !question.parentElement?.closest("[data-kind=list]"));
}

/**
 * Reads one question, and records its error.
 * @param {HTMLElement} form
 * @param {HTMLElement} question
 * @param {Element | null} typing
 * @param {Reading} reading
 * @returns {Answer | undefined}
 */
function readQuestion(form, question, typing, reading) {
  const { answer = periodAnswer(question), code, slots } = readEntry(question, form.dataset.suffixes ?? "");
  if (code && question === typing && UNFINISHED_CODES.includes(code)) reading.unfinished = true;
  else if (code) reading.errors.push({ name: question.dataset.fact ?? "", code, slots });
  return answer;
}

/** What a coarse answer to when somebody moves stands for, if no day is entered. @param {HTMLElement} question */
function periodAnswer(question) {
  const period = question.querySelector("[data-js-periods] input[type=radio]:checked");
  const isDay = parts(question, ".entries input").some((box) => /** @type {HTMLInputElement} */ (box).value !== "");
  return period && !isDay ? daysOf(/** @type {HTMLInputElement} */ (period).value, today()) : undefined;
}

/**
 * Reads a list: its members and who else there may be.
 * @param {HTMLElement} form
 * @param {HTMLElement} list
 * @param {Element | null} typing
 * @param {Reading} reading
 * @returns {Roster | undefined}
 */
function readRoster(form, list, typing, reading) {
  const name = list.dataset.fact ?? "";
  let touched = false;
  const members = parts(list, "[data-js-member]").map((block, index) => {
    /** @type {Member} */
    const member = {};
    for (const question of parts(block, "[data-js-question]:not([data-unasked])")) {
      const answer = readQuestion(form, question, typing, reading);
      if (answer === undefined) continue;
      touched = true;
      member[fieldName(question.dataset.fact ?? "")] = answer;
    }
    touched ||= index > 0;
    return member;
  });
  const more = /** @type {HTMLInputElement | null} */ (
    list.querySelector(`input[name="${CSS.escape(`${name}.more`)}"]:checked`)
  )?.value;
  if (!touched && more === undefined) return undefined;
  if (more === "no_children") {
    const children = (list.dataset.children ?? "").split(" ");
    if (members.some(({ relation }) => children.includes(String(relation))))
      reading.errors.push({ name, code: "children" });
    const others = (list.dataset.others ?? "").split(" ");
    return { members, more: Object.fromEntries(others.map((sort) => [sort, { min: 0 }])) };
  }
  if (more === "counted") {
    const answer = readQuestion(form, part(list, `[data-fact="${CSS.escape(`${name}.count`)}"]`), typing, reading);
    return {
      members,
      more: {
        [list.dataset.counted ?? ""]: /** @type {import("../edge/types.d.ts").Count | undefined} */ (answer) ?? {
          min: 0,
        },
      },
    };
  }
  return more === "none" ? { members, more: {} } : { members };
}

/** The field in a name such as `household.1.born`. @param {string} name */
function fieldName(name) {
  return name.slice(name.lastIndexOf(".") + 1);
}
