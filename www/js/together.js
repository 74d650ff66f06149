/**
 * Asks several plans on one screen. What is ticked there is entered into the questions of the plans, which hold the
 * answers; the screen's own boxes are no answers. It evaluates nothing.
 */
import { part, parts, questionOf } from "./dom.js";
import { planWays, readEntry } from "./entry.js";
import { replaceAnswer } from "./fill.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("./types.d.ts").Answer} Answer */
/** @typedef {import("./types.d.ts").Answers} Answers */

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
 * Makes the boxes exclude each other: whoever has none of the plans ticks nothing else.
 * @param {HTMLElement} form
 * @param {AbortSignal} signal
 */
export function linkBoxes(form, signal) {
  for (const screen of parts(form, "[data-js-question][data-kind=together]")) {
    const none = box(screen, "[data-js-no-plan]");
    screen.addEventListener(
      "change",
      ({ target }) => {
        for (const one of boxes(screen)) if (target === none ? one !== none : one === none) one.checked = false;
      },
      { signal },
    );
  }
}

/**
 * Ticks what the answers say.
 * @param {HTMLElement} form
 * @param {HTMLElement} screen
 */
export function showTicks(form, screen) {
  const all = plans(form, screen);
  const open = all.filter(({ state }) => state !== "made");
  const areAll = (/** @type {State} */ state) => open.length > 0 && open.every((one) => one.state === state);
  for (const { tick, state } of all) tick.checked = state === "made";
  box(screen, "[data-js-no-plan]").checked = open.length === all.length && areAll("not made");
  box(screen, "[data-js-undecided]").checked = areAll("declined");
}

/**
 * Enters what is ticked into the plans' questions. A plan that is not ticked is not made, or declined if the visitor
 * has not decided yet. An exact answer stays where the tick says the same.
 * @param {HTMLElement} form
 * @param {HTMLElement} screen
 * @param {Words} words
 * @returns {boolean} whether anything is ticked; if not, nothing is entered
 */
export function enterTicks(form, screen, words) {
  if (boxes(screen).every((one) => !one.checked)) return false;
  const isUndecided = box(screen, "[data-js-undecided]").checked;
  for (const { tick, name, state, ways, none } of plans(form, screen)) {
    const wanted = tick.checked ? "made" : isUndecided ? "declined" : "not made";
    if (wanted === state) continue;
    replaceAnswer(form, words, name, wanted === "made" ? ways : wanted === "declined" ? null : none);
  }
  return true;
}

/** @typedef {"made" | "not made" | "declined" | "open"} State */
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
    const said = readEntry(question, "").answer;
    const answer = typeof said === "boolean" ? (said ? "yes" : "no") : said;
    const made = [answer].flat().every((one) => one !== none && one !== null && one !== undefined);
    return {
      tick,
      name: tick.value,
      state: made ? "made" : answer === none ? "not made" : answer === null ? "declined" : "open",
      ways: question.dataset.kind === "yes_no" ? none === "no" : ways.length === 1 ? (ways[0] ?? null) : ways,
      none: question.dataset.kind === "yes_no" ? none === "yes" : none,
    };
  });
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
