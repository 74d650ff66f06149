/**
 * Fills what stands around a question: how much of the visit is done, what the button says, the year of an estimate, and
 * which programmes the question is for. It asks and evaluates nothing.
 */
import { part, parts } from "../../app/dom.js";
import { readForm } from "../../app/form.js";
import { today } from "../../entry/dates.js";
import { movedBy } from "../question/moves.js";
import { showChosenPeriod } from "../when/when.js";
import { isTogether, withoutRest } from "../plans/together.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").Report} Report */
/** @typedef {import("../household/household.js").Household} Household */
/** @typedef {import("../../visit/visit.js").Visit} Visit */

/**
 * Fills what stands around the question on the screen.
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {Visit} visit
 * @param {readonly Household[]} households the form's list questions
 */
export function fillAround(form, words, visit, households) {
  const report = visit.finding?.report;
  const questions = parts(form, "[data-current]");
  const question = questions[0] ?? null;
  showSteps(form, visit);
  if (question?.hasAttribute("data-js-when")) showChosenPeriod(question, today());
  nameNext(form, households.find(({ name }) => name === question?.dataset.fact)?.isWhole ?? false);
  if (!report) return;
  showEstimateYear(form, report);
  for (const one of questions) showPurpose(one, words, report);
  const left = question && isTogether(question) ? plansLeft(form, visit, question, today()) : null;
  const saidLeft = left === 0 ? words.say("progress.done") : words.say("together.left", { n: left ?? 0 });
  part(form, "[data-js-plans-left]").textContent = left === null ? "" : saidLeft;
}

/**
 * How many questions may follow if the plans without a tick are not made; null if nothing is ticked.
 * @param {HTMLElement} form
 * @param {Visit} visit
 * @param {HTMLElement} screen
 * @param {string} now today, as an ISO date
 */
function plansLeft(form, visit, screen, now) {
  const rest = withoutRest(form, screen);
  if (rest === null) return null;
  if (Object.keys(rest).length === 0) return visit.finding?.report.questions_left_at_most ?? null;
  const { answers, on } = readForm(form, null);
  return visit.questionsLeftIf({ answers: { ...answers, ...rest }, on }, now);
}

/**
 * Marks how much of the visit is done: answered questions, of these and those that may still follow.
 * @param {HTMLElement} form
 * @param {Visit} visit
 */
function showSteps(form, { finding }) {
  const answered = Object.keys(finding?.answers ?? {}).length;
  const left = finding?.report.questions_left_at_most ?? 0;
  const steps = parts(form.ownerDocument, "[data-js-steps-done] > *");
  const isChecking = form.ownerDocument.body.dataset.screen === "check";
  const done = isChecking ? steps.length : (steps.length * answered) / (answered + left + 1);
  steps.forEach((step, index) => {
    step.dataset.done = index + 0.75 <= done ? "whole" : index + 0.25 <= done ? "half" : "";
  });
}

/**
 * Says below the question of which year's rules the result is an estimate.
 * @param {HTMLElement} form
 * @param {Report} report
 */
function showEstimateYear(form, { programmes }) {
  const estimated = programmes.filter(({ verdict, estimate }) => verdict === "no_rule" && estimate !== null);
  const year = Math.max(...estimated.map(({ estimate }) => estimate?.year ?? 0));
  part(form, "[data-js-estimate]").hidden = estimated.length === 0;
  for (const line of parts(form, "[data-js-estimate-year]")) line.hidden = line.dataset.jsEstimateYear !== String(year);
}

/**
 * Lists the programmes that an answer can still change, if there is any.
 * @param {HTMLElement} question
 * @param {Words} words
 * @param {Report} report
 */
function showPurpose(question, words, report) {
  const moved = question.hasAttribute("data-js-purpose") ? movedBy(question, words, report) : [];
  // An answered question is missing nowhere: it keeps the lines that it had.
  if (moved.length === 0) return;
  let why = question.querySelector(":scope > [data-js-why]");
  if (!why) {
    why = words.piece("why");
    question.append(why);
  }
  part(why, "[data-js-list]").replaceChildren(...moved.map((text) => words.item(text)));
}

/**
 * Names the button that leads on.
 * @param {HTMLElement} form
 * @param {boolean} isAll whether going on says that all members of the household are named
 */
function nameNext(form, isAll) {
  part(form, "[data-js-next-plain]").hidden = isAll;
  part(form, "[data-js-next-all]").hidden = !isAll;
}
