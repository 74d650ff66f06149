/**
 * Asks several plans on one screen. What is ticked there is entered into the questions of the plans, which hold the
 * answers; the screen's own boxes only show them. It evaluates nothing.
 */
import { part, parts, questionOf } from "../../app/dom.js";
import { planWays, readQuestion } from "../../app/form.js";
import { replaceAnswer } from "../../app/fill.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").Answer} Answer */
/** @typedef {import("../../edge/types.d.ts").Answers} Answers */

/** Whether a question asks several plans together. @param {HTMLElement} question */
export const isTogether = (question) => question.dataset.kind === "together";

/**
 * The name of the screen that asks a plan together with others, if nothing is said about the plan yet.
 * @param {HTMLElement} form
 * @param {Answers} answers
 * @param {string} fact
 */
export function togetherScreen(form, answers, fact) {
  if (answers[fact] !== undefined) return null;
  const box = form.querySelector(`[data-js-plan][value="${CSS.escape(fact)}"]`);
  return /** @type {HTMLElement | null | undefined} */ (box?.closest("[data-js-question]"))?.dataset.fact ?? null;
}

/**
 * Enters each box that the visitor ticks or unticks. A plan without a tick stays open until the visitor goes on.
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {AbortSignal} signal
 */
export function listenToTicks(form, words, signal) {
  for (const screen of parts(form, "[data-js-question][data-kind=together]")) {
    screen.addEventListener(
      "change",
      ({ target }) => {
        const before = plans(form, screen);
        excludeEachOther(screen, /** @type {HTMLInputElement} */ (target));
        for (const plan of before) {
          const wanted = wantedState(screen, plan, /** @type {HTMLInputElement} */ (target));
          if (wanted === plan.state || wanted === "rough") continue;
          enter(form, words, plan, wanted);
        }
      },
      { signal },
    );
  }
  // Whoever says in a plan's own question that it is not made takes the tick back.
  form.addEventListener(
    "change",
    ({ target }) => {
      const question = target instanceof HTMLInputElement ? target.closest("[data-js-question]") : null;
      const planned = question?.querySelector(":scope > [data-js-planned]");
      if (
        planned &&
        /** @type {HTMLElement} */ (question).dataset.noPlan === /** @type {HTMLInputElement} */ (target).value
      )
        /** @type {HTMLInputElement} */ (planned).checked = false;
    },
    { signal },
  );
}

/**
 * Unticks what a new tick excludes: whoever makes none of the plans ticks nothing else.
 * @param {HTMLElement} screen
 * @param {HTMLInputElement} target
 */
function excludeEachOther(screen, target) {
  if (!target.checked) return;
  const none = box(screen, "[data-js-none]");
  for (const one of boxes(screen)) if (target === none ? one !== none : one === none) one.checked = false;
}

/**
 * What a plan's answer becomes once a box was ticked or unticked.
 * @param {HTMLElement} screen
 * @param {Plan} plan
 * @param {HTMLInputElement} target
 * @returns {State}
 */
function wantedState(screen, { tick, state }, target) {
  const isUndecided = box(screen, "[data-js-undecided]").checked;
  if (tick.checked) return "made";
  if (target === box(screen, "[data-js-none]")) return target.checked ? "not made" : "open";
  if (target === box(screen, "[data-js-undecided]"))
    return target.checked ? "declined" : state === "declined" ? "open" : state;
  if (target === tick) return isUndecided ? "declined" : "open";
  return state;
}

/**
 * The plans of a screen that are not made, and those about which the visitor is not sure, by name.
 * @param {HTMLElement} form
 * @param {HTMLElement} screen
 * @param {Answers} answers
 */
export function plansAside(form, screen, answers) {
  const states = boxes(screen, "[data-js-plan]").map(({ value: name }) => {
    const answer = /** @type {Answer | undefined} */ (answers[name]);
    return { name, state: stateOf(answer, questionOf(form, name)?.dataset.noPlan ?? "") };
  });
  const named = (/** @type {State} */ wanted) => states.filter(({ state }) => state === wanted).map(({ name }) => name);
  return { notMade: named("not made"), declined: named("declined") };
}

/**
 * Ticks what the answers say.
 * @param {HTMLElement} form
 * @param {HTMLElement} screen
 */
export function showTicks(form, screen) {
  const all = plans(form, screen);
  const others = all.filter(({ state }) => state !== "made");
  const areAll = (/** @type {State} */ state) => others.length > 0 && others.every((one) => one.state === state);
  for (const { tick, state } of all) tick.checked = state === "made";
  box(screen, "[data-js-none]").checked = others.length === all.length && areAll("not made");
  box(screen, "[data-js-undecided]").checked = areAll("declined");
}

/**
 * Says of the plans that are still open that they are not made: the visitor goes on. Nothing else is changed.
 * @param {HTMLElement} form
 * @param {HTMLElement} screen
 * @param {Words} words
 * @returns {boolean} whether the visitor can go on; not if a plan is open and nothing is ticked
 */
export function denyTheRest(form, screen, words) {
  const open = plans(form, screen).filter(({ state }) => state === "open");
  if (open.length > 0 && boxes(screen).every((one) => !one.checked)) return false;
  for (const plan of open) enter(form, words, plan, "not made");
  return true;
}

/**
 * The answers of the plans without a tick once the visitor goes on; null if the visitor cannot go on.
 * @param {HTMLElement} form
 * @param {HTMLElement} screen
 * @returns {Answers | null}
 */
export function withoutRest(form, screen) {
  const open = plans(form, screen).filter(({ state }) => state === "open");
  if (open.length > 0 && boxes(screen).every((one) => !one.checked)) return null;
  return Object.fromEntries(open.map(({ name, none }) => [name, none]));
}

/**
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {Plan} plan
 * @param {Exclude<State, "rough">} state
 */
function enter(form, words, { name, ways, none }, state) {
  const answers = { made: ways, "not made": none, declined: null, open: undefined };
  replaceAnswer(form, words, name, answers[state]);
}

/** @typedef {"made" | "not made" | "declined" | "rough" | "open"} State rough: perhaps made, as several options say */
/**
 * A plan with what is known about it.
 * @typedef {object} Plan
 * @property {HTMLInputElement} tick
 * @property {string} name
 * @property {State} state
 * @property {Answer} ways the answer of whoever makes it: several options if it can be made in several ways
 * @property {Answer} none the answer of whoever does not make it
 */

/**
 * @param {HTMLElement} form
 * @param {HTMLElement} screen
 * @returns {Plan[]}
 */
function plans(form, screen) {
  return boxes(screen, "[data-js-plan]").map((tick) => {
    const question = questionOf(form, tick.value);
    if (!question) throw new Error(`the page does not ask ${tick.value}`);
    const none = question.dataset.noPlan ?? "";
    const ways = planWays(question);
    return {
      tick,
      name: tick.value,
      state: stateOf(readQuestion(question).answer, none),
      ways: question.dataset.kind === "yes_no" ? none === "no" : ways.length === 1 ? (ways[0] ?? null) : ways,
      none: question.dataset.kind === "yes_no" ? none === "yes" : none,
    };
  });
}

/**
 * @param {Answer | undefined} said
 * @param {string} none
 * @returns {State}
 */
function stateOf(said, none) {
  if (said === undefined) return "open";
  if (said === null) return "declined";
  const answer = typeof said === "object" && "is" in said ? said.is : said;
  const options = [typeof answer === "boolean" ? (answer ? "yes" : "no") : answer].flat();
  if (!options.includes(none)) return "made";
  return options.length === 1 ? "not made" : "rough";
}

/**
 * @param {HTMLElement} root
 * @param {string} selector
 */
const boxes = (root, selector = "input") => /** @type {HTMLInputElement[]} */ (parts(root, selector));

/**
 * @param {HTMLElement} root
 * @param {string} selector
 */
const box = (root, selector) => /** @type {HTMLInputElement} */ (part(root, selector));
