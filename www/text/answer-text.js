/** Writes answers in the words of the form. It checks none of them. */
import { parts, questionOf, textOf } from "../app/dom.js";
import { dayText } from "../entry/dates.js";
import { questionLabel } from "../app/errors.js";
import { topQuestions } from "../app/form.js";
import { yen } from "./money.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("../edge/types.d.ts").Answer} Answer */
/** @typedef {import("../edge/types.d.ts").Answers} Answers */
/** @typedef {import("../edge/types.d.ts").Roster} Roster */
/** @typedef {{ name: string, question: string, answer: string }} AnsweredQuestion */

/**
 * Every answered question in the form's order. A list gives each member's answers and who else there may be.
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {Answers} answers
 * @returns {AnsweredQuestion[]}
 */
export function answeredQuestions(form, words, answers) {
  return topQuestions(form).flatMap((question) => {
    const name = question.dataset.fact ?? "";
    const answer = answers[name];
    if (answer === undefined) return [];
    if (question.dataset.kind !== "list") return [answeredQuestion(form, words, name, /** @type {Answer} */ (answer))];
    return rosterAnswers(form, words, question, /** @type {Roster} */ (answer));
  });
}

/**
 * An answer in a few words.
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {string} name
 * @param {Answer | Roster} answer
 * @returns {string}
 */
export function answerText(form, words, name, answer) {
  const question = questionOf(form, name);
  if (answer === null) return words.say("answer.unknown");
  if (typeof answer === "object" && "members" in answer) return peopleText(words, answer);
  if (Array.isArray(answer)) return answer.map((option) => optionText(question, option)).join(words.say("join.or"));
  if (typeof answer === "boolean") return optionText(question, answer ? "yes" : "no");
  if (typeof answer === "object" && "is" in answer) return roughText(form, words, name, answer.is);
  if (typeof answer === "object" && question?.dataset.kind === "date") return spanText(words, question, answer);
  if (typeof answer === "object") return numberText(words, question, answer);
  if (question?.dataset.kind === "date") return dateText(words, String(answer));
  if (question?.dataset.kind === "choice") return optionText(question, String(answer));
  return numberText(words, question, { min: answer, max: answer });
}

/**
 * A rough answer: a date without its day, a span of days, or several options.
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {string} name
 * @param {string | string[] | { min?: string, max?: string }} rough
 */
const roughText = (form, words, name, rough) =>
  typeof rough === "object" ? answerText(form, words, name, rough) : dateText(words, rough);

/**
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {string} name
 * @param {Answer} answer
 */
function answeredQuestion(form, words, name, answer) {
  return { name, question: questionLabel(form, words, name), answer: answerText(form, words, name, answer) };
}

/**
 * The answers of a list question.
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {HTMLElement} list
 * @param {Roster} answer
 * @returns {AnsweredQuestion[]}
 */
function rosterAnswers(form, words, list, { members, more: counts = {} }) {
  const name = list.dataset.fact ?? "";
  const fields = members.flatMap((member, index) =>
    Object.entries(member).map(([field, value]) => answeredQuestion(form, words, `${name}.${index}.${field}`, value)),
  );
  const more = /** @type {HTMLInputElement | null} */ (
    list.querySelector(`input[name="${CSS.escape(`${name}.more`)}"]:checked`)
  );
  const others = more
    ? [
        {
          name,
          question: textOf(more.closest("fieldset")?.querySelector("legend")),
          answer: textOf(more.closest("label")),
        },
      ]
    : [];
  const count = more?.value === "counted" ? Object.values(counts)[0] : undefined;
  const isKnown = typeof count !== "object" || count.max !== undefined;
  return [
    ...fields,
    ...others,
    ...(count === undefined ? [] : [answeredQuestion(form, words, `${name}.count`, isKnown ? count : null)]),
  ];
}

/**
 * The number of people in a household, the applicant included.
 * @param {Words} words
 * @param {Roster} roster
 */
function peopleText(words, { members, more = {} }) {
  const ends = Object.values(more).map((count) => (typeof count === "object" ? count : { min: count, max: count }));
  const least = ends.reduce((sum, { min }) => sum + Number(min ?? 0), members.length);
  const most = ends.reduce((sum, { max }) => sum + Number(max ?? Infinity), members.length);
  if (most === Infinity) return words.say("answer.members_least", { n: least });
  return words.say("answer.members", {
    n: least === most ? least : words.say("range.typed", { min: least, max: most }),
  });
}

/**
 * The label of an option.
 * @param {HTMLElement | null} question
 * @param {string} value
 */
function optionText(question, value) {
  const at = CSS.escape(value);
  const control = question?.querySelector(`input[value="${at}"], option[value="${at}"]`);
  return textOf(control?.closest("label") ?? control);
}

/**
 * @param {Words} words
 * @param {string} rough
 */
function dateText(words, rough) {
  const [year = "", month, day] = rough.split("-");
  if (day !== undefined) return dayText(words, rough);
  return month === undefined
    ? words.say("answer.year", { year })
    : words.say("answer.month", { year, month: Number(month) });
}

/**
 * A span of days. From the first day that the question allows, only its end is said.
 * @param {Words} words
 * @param {HTMLElement} question
 * @param {{ min?: string | number, max?: string | number }} span
 */
export function spanText(words, { dataset }, { min, max }) {
  const first = min === undefined || min === dataset.min ? "" : dateText(words, String(min));
  const last = max === undefined ? "" : dateText(words, String(max));
  if (!first) return words.say("range.to", { max: last });
  return last ? words.say("range.both", { min: first, max: last }) : words.say("range.from_only", { min: first });
}

/**
 * @param {Words} words
 * @param {HTMLElement | null} question
 * @param {{ min?: string | number, max?: string | number }} range
 */
function numberText(words, question, { min, max }) {
  const unit = textOf(parts(question ?? document, ".entry > span")[0]);
  const say = (/** @type {string | number} */ n) =>
    question?.dataset.kind === "yen" ? yen(words, String(n)) : words.say("if.number", { n, unit }).trim();
  if (min === max && min !== undefined) return say(min);
  if (max === undefined) return words.say("range.from_only", { min: say(min ?? 0) });
  return min === undefined
    ? words.say("range.to", { max: say(max) })
    : words.say("range.both", { min: say(min), max: say(max) });
}
