/** Shows the visitor's answers for checking: by topic, one row for each person. It evaluates nothing. */
import { dayText } from "../../entry/dates.js";
import { part, parts, questionOf, textOf } from "../../app/dom.js";
import { answerLabel, shortText } from "../../app/errors.js";
import { answerText, othersText } from "../../text/answer-text.js";
import { plansAside } from "../plans/together.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").Answers} Answers */
/** @typedef {import("../../edge/types.d.ts").Roster} Roster */
/**
 * @typedef {object} Row
 * @property {string} name the question's name
 * @property {string} label
 * @property {string | null} text null if the answer is not known
 * @property {boolean} [isPerson] whether the row is about one person
 * @property {boolean} [isPlans] whether the row names plans that are not made
 */

/**
 * Fills the screen that lists the answers.
 * @param {Document} page
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {{ answers: Answers, on: string, notice: string }} shown the answers, the application date as an ISO date, and
 *   a first sentence that replaces the usual one if it is not empty
 */
export function showAnswerCheck(page, form, words, { answers, on, notice }) {
  const hasAnswers = Object.keys(answers).length > 0;
  part(page, "[data-js-check-lead]").textContent = notice || words.say(hasAnswers ? "check.lead" : "check.none");
  const day = { name: "on", label: words.say("check.on"), text: dayText(words, on) };
  const topics = answersByTopic(form, words, answers);
  topics[0]?.rows.push(day);
  const shown = topics.filter(({ rows }) => rows.length > 0);
  part(page, "[data-js-answers]").replaceChildren(...shown.map(({ title, rows }) => topicOf(words, title, rows)));
}

/**
 * The answers in words, by topic in the form's order. Plans that are not made, and plans that are not known, have one row
 * each for the screen that asks them together.
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {Answers} answers
 */
export function answersByTopic(form, words, answers) {
  const aside = parts(form, "[data-kind=together]").map((screen) => ({ screen, ...plansAside(form, screen, answers) }));
  const told = new Set(aside.flatMap(({ notMade, declined }) => [...notMade, ...declined]));
  return parts(form, "[data-js-topic]").map((topic) => {
    const names = parts(topic, ":scope > [data-js-question]").map(({ dataset }) => dataset.fact ?? "");
    const own = names.filter((name) => !told.has(name));
    const plans = aside.filter(({ screen }) => topic.contains(screen));
    return {
      title: textOf(topic.querySelector("h3")),
      rows: [...rowsOf(form, words, own, answers), ...plans.flatMap((one) => planRows(form, words, one))],
    };
  });
}

/**
 * The plans of a screen that are not made, in one row, and those that are not known, in another.
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {{ screen: HTMLElement, notMade: string[], declined: string[] }} plans
 * @returns {Row[]}
 */
function planRows(form, words, { screen, notMade, declined }) {
  const name = screen.dataset.fact ?? "";
  const labels = (/** @type {string[]} */ plans) => plans.map((plan) => answerLabel(form, words, plan)).join(" / ");
  return [
    ...(notMade.length > 0
      ? [{ name, label: words.say("check.not_planned"), text: labels(notMade), isPlans: true }]
      : []),
    ...(declined.length > 0 ? [{ name, label: labels(declined), text: null }] : []),
  ];
}

/**
 * The answers to some questions as rows, each with a way to change it.
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {readonly string[]} names the names of the questions
 * @param {Answers} answers
 */
export function answerRows(form, words, names, answers) {
  return rowsOf(form, words, names, answers).map((row) => {
    const shown = rowOf(words, row);
    part(shown, "dt").append(wayToChange(words, row));
    return shown;
  });
}

/**
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {readonly string[]} names
 * @param {Answers} answers
 * @returns {Row[]}
 */
function rowsOf(form, words, names, answers) {
  return names.flatMap((name) => {
    const answer = answers[name];
    if (answer === undefined) return [];
    if (answer !== null && typeof answer === "object" && "members" in answer) return people(form, words, name, answer);
    const text = answer === null ? null : answerText(form, words, name, answer);
    return [{ name, label: answerLabel(form, words, name), text }];
  });
}

/**
 * One row for each person, and one for who else there may be.
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {string} list
 * @param {Roster} answer
 * @returns {Row[]}
 */
function people(form, words, list, answer) {
  const rows = answer.members.map((member, at) => {
    const about = Object.entries(member).map(([field, value]) => ({ name: `${list}.${at}.${field}`, value }));
    const isRelation = (/** @type {{ name: string }} */ { name }) => questionOf(form, name)?.dataset.kind === "choice";
    const relation = about.find(isRelation);
    const known = relation && relation.value !== null ? answerText(form, words, relation.name, relation.value) : "";
    const texts = about
      .filter((one) => !isRelation(one))
      .map(({ name, value }) => {
        const text = answerText(form, words, name, value);
        const question = questionOf(form, name);
        if (question?.dataset.kind !== "date") return words.say("label.error", { question: shortText(question), text });
        const isDue = question.closest("[data-not-born]") !== null;
        return value === null
          ? words.say("check.birth_unknown")
          : words.say(isDue ? "check.due" : "check.born", { date: text });
      });
    const label = known || words.say(at === 0 ? "check.you" : "member", { n: at });
    return { name: list, label, text: texts.join("\n"), isPerson: true };
  });
  const others = othersText(form, words, list, answer.more ?? {});
  return [...rows, ...others.map((one) => ({ name: list, ...one }))];
}

/**
 * A topic with its answers and one way to change them: the question itself, or, if there are several, a link at each.
 * @param {Words} words
 * @param {string} title
 * @param {readonly Row[]} rows
 */
function topicOf(words, title, rows) {
  const topic = words.piece("answer-topic");
  part(topic, "[data-js-topic-name]").textContent = title;
  const shown = rows.map((row) => rowOf(words, row));
  part(topic, "[data-js-rows]").append(...shown);
  const change = part(topic, "[data-js-change]");
  part(change, "span").textContent = words.say("change.of", { question: title });
  const [only, ...others] = new Set(rows.map(({ name }) => name));
  if (others.length === 0) {
    change.dataset.jsJump = only ?? "";
    return topic;
  }
  change.setAttribute("aria-expanded", "false");
  change.addEventListener("click", () => {
    const open = change.getAttribute("aria-expanded") === "false";
    change.setAttribute("aria-expanded", String(open));
    if (open)
      rows.forEach((row, at) => part(/** @type {HTMLElement} */ (shown[at]), "dt").append(wayToChange(words, row)));
    else for (const way of parts(topic, "[data-js-rows] [data-js-change]")) way.remove();
  });
  return topic;
}

/**
 * @param {Words} words
 * @param {Row} row
 */
function rowOf(words, { label, text, isPerson = false, isPlans = false }) {
  const row = words.piece("answer");
  row.toggleAttribute("data-person", isPerson);
  row.toggleAttribute("data-plans", isPlans);
  part(row, "[data-js-label]").textContent = label;
  const answer = part(row, "[data-js-answer]");
  if (text === null) answer.replaceWith(words.piece("answer-unknown"));
  else answer.textContent = text;
  return row;
}

/**
 * A button that leads to the question of a row.
 * @param {Words} words
 * @param {Row} row
 */
function wayToChange(words, { name, label }) {
  const way = words.piece("answer-change");
  way.dataset.jsJump = name;
  part(way, "span").textContent = words.say("change.of", { question: label });
  return way;
}
