/**
 * Collects what the form's controls hold, and what each question asks, as plain data. It is the only place that reads
 * controls; `www/entry` says what they mean.
 */
import { part, parts } from "./dom.js";
import { today } from "../entry/dates.js";
import { readEntry } from "../entry/read-entry.js";
import { readAll } from "../entry/read-form.js";
import * as choice from "../entry/read-choice.js";

/** @typedef {import("../edge/types.d.ts").Answer} Answer */
/** @typedef {import("../edge/types.d.ts").Answers} Answers */
/** @typedef {import("../edge/types.d.ts").Reading} Reading */
/** @typedef {import("../entry/types.d.ts").Ask} Ask */
/** @typedef {import("../entry/types.d.ts").Entry} Entry */
/** @typedef {import("../entry/types.d.ts").Raw} Raw */
/** @typedef {import("../entry/types.d.ts").RawChoice} RawChoice */
/** @typedef {import("../entry/types.d.ts").RawRoster} RawRoster */
/** @typedef {import("../entry/types.d.ts").Roles} Roles */

/** What the questions of each form ask; it never changes. @type {WeakMap<HTMLElement, import("../link/code.js").Questions>} */
const known = new WeakMap();

/**
 * What the form's questions ask, in its order.
 * @param {HTMLElement} form
 * @returns {import("../link/code.js").Questions}
 */
export function questionsOf(form) {
  const found = known.get(form) ?? { schema: form.dataset.schema ?? "", asks: topQuestions(form).map(askOf) };
  known.set(form, found);
  return found;
}

/**
 * Everything that the controls hold, by the question's name.
 * @param {HTMLElement} form
 * @returns {Record<string, Raw>}
 */
function rawForm(form) {
  return Object.fromEntries(topQuestions(form).map((question) => [question.dataset.fact ?? "", rawOf(question)]));
}

/**
 * Reads every question.
 * @param {HTMLElement} form
 * @param {Element | null} typing the question that the visitor is typing in; its unfinished date is no error yet
 * @returns {Reading}
 */
export function readForm(form, typing) {
  const name = typing instanceof HTMLElement ? typing.dataset.fact : undefined;
  return readAll(questionsOf(form).asks, rawForm(form), { today: today(), ...(name ? { typing: name } : {}) });
}

/** What one question's controls say. It is no list. @param {HTMLElement} question @returns {Entry} */
export const readQuestion = (question) => readEntry(rawOf(question), askOf(question), today());

/** What the boxes of a date say, whatever period is chosen beside them. @param {HTMLElement} question @returns {Entry} */
export const readDay = (question) => readEntry({ ...rawDate(question), period: "" }, askOf(question), today());

/** The options of a plan, except that of whoever does not make it. @param {HTMLElement} question */
export const planWays = (question) => choice.planWays(askOf(question));

/** Whether a plan is ticked and it is not said in which way it is made. @param {HTMLElement} question */
export const lacksWay = (question) =>
  ["yes_no", "choice"].includes(question.dataset.kind ?? "") && choice.lacksWay(rawChoice(question));

/**
 * All questions except those about one member of a list. A screen that asks several plans together holds no answer.
 * @param {ParentNode} root
 */
export function topQuestions(root) {
  const questions = parts(root, "[data-js-question]:not([data-kind=together])");
  return questions.filter((question) => !question.parentElement?.closest("[data-kind=list]"));
}

/** The field in a name such as `household.1.born`. @param {string} name */
const fieldName = (name) => name.slice(name.lastIndexOf(".") + 1);

/** The values of an attribute that lists some. @param {string | undefined} list */
const listed = (list) => (list ?? "").split(" ").filter((one) => one !== "");

/**
 * What a question asks.
 * @param {HTMLElement} question
 * @returns {Ask}
 */
export function askOf(question) {
  const { fact = "", kind = "", noPlan = "", measure = "", min = "", max = "" } = question.dataset;
  const template =
    kind === "list" ? /** @type {HTMLTemplateElement} */ (question.querySelector("[data-js-member-template]")) : null;
  const own = `[name="${CSS.escape(fact)}"]`;
  const controls = kind === "choice" ? parts(question, `input${own}, select${own} > option`) : [];
  const values = controls.map((one) => /** @type {HTMLInputElement | HTMLOptionElement} */ (one).value);
  return {
    name: kind === "list" ? fact : fieldName(fact),
    kind: /** @type {Ask["kind"]} */ (kind),
    options: values.filter((value) => value !== "" && value !== choice.UNKNOWN),
    noPlan,
    measure,
    min,
    max,
    exact: question.hasAttribute("data-exact"),
    fields: template ? parts(template.content, "[data-js-question]").map(askOf) : [],
    children: listed(question.dataset.children),
    others: listed(question.dataset.others),
    counted: question.dataset.counted ?? "",
  };
}

/** What the page takes questions, fields and options for. @param {HTMLElement} form @returns {Roles} */
export function rolesOf(form) {
  return JSON.parse(form.dataset.roles ?? "");
}

/** What a question's controls hold. @param {HTMLElement} question @returns {Raw} */
function rawOf(question) {
  switch (question.dataset.kind) {
    case "list":
      return rawRoster(question);
    case "date":
      return rawDate(question);
    case "yes_no":
    case "choice":
      return rawChoice(question);
    default:
      return rawNumber(question);
  }
}

/**
 * @param {HTMLElement} question
 * @returns {RawChoice}
 */
function rawChoice(question) {
  const at = CSS.escape(question.dataset.fact ?? "");
  const controls = parts(question, `input[name="${at}"]:checked, select[name="${at}"]`);
  const values = controls.map((control) => /** @type {HTMLInputElement | HTMLSelectElement} */ (control).value);
  const planned = question.querySelector("[data-js-planned]:checked") !== null;
  return { values: values.filter((value) => value !== ""), planned };
}

/** @param {HTMLElement} question @returns {import("../entry/types.d.ts").RawNumber} */
function rawNumber(question) {
  const name = question.dataset.fact ?? "";
  return { text: textIn(question, name), unsure: isTicked(question, `${name}.unknown`), ...confirmedAt(question) };
}

/** @param {HTMLElement} question @returns {import("../entry/types.d.ts").RawDate} */
function rawDate(question) {
  const name = question.dataset.fact ?? "";
  const period = question.querySelector(`input[name="${CSS.escape(`${name}.period`)}"]:checked`);
  return {
    year: textIn(question, `${name}.year`),
    month: textIn(question, `${name}.month`),
    day: textIn(question, `${name}.day`),
    unsure: isTicked(question, `${name}.unknown`),
    period: period instanceof HTMLInputElement ? period.value : "",
    ...confirmedAt(question),
  };
}

/** @param {HTMLElement} list @returns {RawRoster} */
function rawRoster(list) {
  const name = list.dataset.fact ?? "";
  const members = parts(list, "[data-js-member]").map((block) => {
    const asked = parts(block, "[data-js-question]:not([data-unasked])");
    return Object.fromEntries(asked.map((one) => [fieldName(one.dataset.fact ?? ""), rawOf(one)]));
  });
  const more = list.querySelector(`input[name="${CSS.escape(`${name}.more`)}"]:checked`);
  return {
    members,
    more: more instanceof HTMLInputElement ? more.value : "",
    count: rawNumber(part(list, `[data-fact="${CSS.escape(`${name}.count`)}"]`)),
  };
}

/** The keys of what the visitor has confirmed at a question. @param {HTMLElement} question */
function confirmedAt(question) {
  const { confirmed } = question.dataset;
  return confirmed ? { confirmed: confirmed.split("\n") } : {};
}

/** @param {HTMLElement} question @param {string} name */
const textIn = (question, name) =>
  /** @type {HTMLInputElement} */ (part(question, `input[name="${CSS.escape(name)}"]`)).value;

/** @param {HTMLElement} question @param {string} name */
const isTicked = (question, name) => question.querySelector(`input[name="${CSS.escape(name)}"]:checked`) !== null;
