/** Writes answers in the words of the form. It checks none of them. */
import { parts, questionOf, textOf } from "../app/dom.js";
import { dayText } from "../entry/dates.js";
import { answerLabel } from "../app/errors.js";
import { yen } from "./money.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("../edge/types.d.ts").Answer} Answer */
/** @typedef {import("../edge/types.d.ts").Roster} Roster */

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
 * Who else there may be in a household, in words: what is ticked, and how many children there are.
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {string} list the question's name
 * @param {NonNullable<Roster["more"]>} counts
 * @returns {{ label: string, text: string }[]}
 */
export function othersText(form, words, list, counts) {
  const named = CSS.escape(`${list}.more`);
  const ticked = /** @type {HTMLInputElement | null} */ (form.querySelector(`input[name="${named}"]:checked`));
  if (!ticked) return [];
  const label = textOf(ticked.closest("fieldset")?.querySelector("legend"));
  const others = [{ label, text: textOf(ticked.closest("label")) }];
  const [count] = ticked.value === "counted" ? Object.values(counts) : [];
  if (count === undefined) return others;
  const isKnown = typeof count !== "object" || count.max !== undefined;
  const name = `${list}.count`;
  return [
    ...others,
    { label: answerLabel(form, words, name), text: answerText(form, words, name, isKnown ? count : null) },
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
    : words.say("answer.month", { year, month: words.nth("months", Number(month)) });
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
