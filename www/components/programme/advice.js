/**
 * Puts the engine's advice on one programme into words: when to apply, when to move, what another plan would change.
 * It computes no advice.
 */
import { dayText } from "../../entry/dates.js";
import { part, questionOf, textOf } from "../../app/dom.js";
import { questionLabel } from "../../app/errors.js";
import { isKnown, isLikely, similarChanges } from "../../visit/result.js";
import { amountText, yen } from "../../text/money.js";
import { timeline } from "../timeline/timeline.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").Boundary} Boundary */
/** @typedef {import("../../edge/types.d.ts").ShownReport} ShownReport */
/** @typedef {import("../../edge/types.d.ts").WhatIf} WhatIf */
/** @typedef {WhatIf["changes"][number]["to"]} Value */
/**
 * The dates and facts, besides the report, that the advice's sentences use. All days are ISO dates.
 * @typedef {object} Setting
 * @property {string} on the application date
 * @property {string} today
 * @property {{ first: string, last: string } | null} move the days on which the move may be
 * @property {boolean} answered whether any question is answered
 */

export class Advice {
  #root;
  #form;
  #words;
  /** @type {Setting} */
  setting = { on: "", today: "", move: null, answered: false };

  /**
   * @param {HTMLElement} root
   * @param {HTMLElement} form
   * @param {Words} words
   */
  constructor(root, form, words) {
    this.#root = root;
    this.#form = form;
    this.#words = words;
  }

  /**
   * What another plan would change, as blocks. Empty before the first answer.
   * @param {ShownReport} report
   * @returns {HTMLElement[]}
   */
  plans(report) {
    if (!this.setting.answered) return [];
    return [...this.#planBlock("what-if", report, report.what_if), ...this.#planBlock("raises", report, report.raises)];
  }

  /**
   * When to apply and when to carry out plans, as blocks. Empty before the first answer.
   * @param {ShownReport} report
   * @returns {HTMLElement[]}
   */
  when(report) {
    return this.setting.answered ? this.#whenBlock(report) : [];
  }

  /**
   * Each change of plan that would let the household get a programme: a question to answer otherwise, and a sentence.
   * @param {ShownReport} report
   * @returns {{ fact: string, text: string }[]}
   */
  changes(report) {
    return similarChanges(report.what_if ?? []).map((group) => ({
      fact: group[0]?.changes[0]?.fact ?? "",
      text: this.#planSentence(report, group),
    }));
  }

  /**
   * The block that lists changes of plan, one item for each group of similar changes.
   * @param {string} name the template's name
   * @param {ShownReport} report
   * @param {readonly WhatIf[] | undefined} found
   */
  #planBlock(name, report, found) {
    if (!found?.length) return [];
    const block = this.#words.piece(name);
    const items = similarChanges(found).map((group) => this.#words.item(this.#planSentence(report, group)));
    part(block, "[data-js-list]").replaceChildren(...items);
    return [block];
  }

  /**
   * One sentence for changes that differ only in one answer.
   * @param {ShownReport} report
   * @param {WhatIf[]} group
   */
  #planSentence(report, group) {
    const { changes, verdict, amount, loses } = /** @type {WhatIf} */ (group[0]);
    const answers = changes.map(({ fact }, at) => {
      const values = group.map((one) =>
        this.#words.say("quote", { text: this.#answerLabel(fact, one.changes[at]?.to) }),
      );
      return this.#words.say("if.change", {
        question: questionLabel(this.#form, this.#words, fact),
        values: values.join(this.#words.say("join.or")),
      });
    });
    const then = [];
    if (verdict !== report.verdict)
      then.push(this.#words.say(isLikely(verdict) ? `verdict.${verdict}` : "if.undetermined"));
    if (amount && isKnown(amount)) then.push(amountText(this.#words, { ...report, verdict, amount }));
    if (loses.length > 0)
      then.push(this.#words.say("if.loses", { names: this.#words.join(loses.map((id) => this.#programmeName(id))) }));
    return this.#words.say("if", {
      changes: answers.join(this.#words.say("if.and")),
      // biome-ignore lint/suspicious/noThenProperty: `then` is a slot of the text, and nothing awaits this object.
      then: then.join(this.#words.say("if.then")),
    });
  }

  /**
   * The label of an answer, as the form shows it.
   * @param {string} fact
   * @param {Value | undefined} value
   */
  #answerLabel(fact, value) {
    const question = questionOf(this.#form, fact);
    if (!question || value === undefined) return "";
    if (typeof value !== "object") {
      const option = value === true ? "yes" : value === false ? "no" : value;
      return textOf(question.querySelector(`input[value="${CSS.escape(option)}"]`)?.closest("label"));
    }
    const unit = textOf(question.querySelector(".entry span"));
    const text = (/** @type {string} */ n) =>
      question.dataset.kind === "yen" ? yen(this.#words, n) : this.#words.say("if.number", { n, unit });
    const min = value.min === question.dataset.min ? null : value.min;
    const max = value.max === question.dataset.max ? null : value.max;
    if (min === max) return min === null ? "" : text(min);
    const [least, most] = [
      min && this.#words.say("if.least", { n: text(min) }),
      max && this.#words.say("if.most", { n: text(max) }),
    ];
    return least && most ? this.#words.say("if.between", { least, most }) : least || most || "";
  }

  /**
   * The block that says when to apply and when to carry out plans.
   * @param {ShownReport} report
   */
  #whenBlock({ id, apply, plans: all, missing, verdict, window }) {
    // A plan's days are left out while other answers are missing too, and when every day of the given move fits.
    const { move } = this.setting;
    const plans = (all ?? [])
      .flatMap(bounded)
      .filter(
        ({ fact, first, last }) =>
          (verdict !== "undetermined" || (missing ?? []).every((one) => one.fact === fact)) &&
          !(move && first <= move.first && move.last <= last),
      );
    const period = apply && wholePeriod(apply);
    if (period && plans.length === 0) return [this.#wholePeriod(period, apply.window_unknown)];
    const told = apply && isTold(apply, verdict) ? apply : null;
    const lines = [...(told ? this.#dayLines(id, told) : []), ...plans.map((plan) => this.#planLine(plan))];
    if (lines.length === 0) return [];
    const block = this.#words.piece("when");
    const lead = told && this.#leadSentence(verdict, told);
    const place = part(block, "[data-js-lead]");
    place.textContent = lead ?? "";
    place.hidden = !lead;
    part(block, "[data-js-basis]").hidden = !(told ? told.window_unknown : window === "unknown");
    const line = told && isSure(told) ? timeline(this.#words, told, this.setting) : null;
    part(block, "[data-js-days]").replaceChildren(...(line ? [line] : []), ...lines);
    return [block];
  }

  /**
   * One line for a period that only the registered years limit.
   * @param {{ first: string, last: string }} period
   * @param {boolean} isWindowUnknown
   */
  #wholePeriod({ first, last }, isWindowUnknown) {
    const line = this.#words.piece("aside");
    const days = { first: dayText(this.#words, first), last: dayText(this.#words, last) };
    line.dataset.jsWhen = "";
    line.textContent = this.#words.say(isWindowUnknown ? "apply.whole_unknown" : "apply.whole", days);
    return line;
  }

  /**
   * The first sentence of the block, or null.
   * @param {string} verdict
   * @param {Apply} apply
   */
  #leadSentence(verdict, apply) {
    const { on, today } = this.setting;
    const day = dayText(this.#words, on);
    const last = apply.last.max;
    if (last !== null && last < on && last < today) return this.#words.say("apply.over", { day });
    if (!isSure(apply)) return this.#words.say("apply.perhaps");
    return verdict === "ineligible" ? this.#words.say("apply.other_day", { day }) : null;
  }

  /**
   * The lines for the first and the last day, each with the reason why no day beyond it works.
   * @param {string} id the programme
   * @param {Apply} apply
   */
  #dayLines(id, apply) {
    const lines = [
      this.#boundary(id, outermost(apply, "first"), "first"),
      this.#boundary(id, outermost(apply, "last"), "last"),
    ];
    return lines.filter((line) => line !== null);
  }

  /**
   * The line for one end of the period, or null if no rule limits it there.
   * @param {string} id the programme
   * @param {Boundary} boundary
   * @param {"first" | "last"} side
   */
  #boundary(id, { min, max, why, year, requirement }, side) {
    if (min === null || max === null) return null;
    const text = boundaryText(this.#words, min, max, side);
    const says = year === null || requirement === null ? "" : this.#requirementText(id, year, requirement);
    const reason = this.#words.say(why === "requirement" && says === "" ? "apply.why.rules" : `apply.why.${why}`, {
      says,
    });
    return this.#dayLine(text, this.#words.say(`apply.beyond_${side}`, { reason }));
  }

  /** @param {{ fact: string, first: string, last: string }} plan */
  #planLine({ fact, first, last }) {
    const name = planName(this.#words, this.#form, fact);
    const line = this.#words.piece("plain-line");
    line.textContent = this.#words.say("plan", {
      name,
      first: dayText(this.#words, first),
      last: dayText(this.#words, last),
    });
    return line;
  }

  /**
   * @param {string} text
   * @param {string} because
   */
  #dayLine(text, because) {
    const line = this.#words.piece("when-line");
    part(line, "[data-js-text]").textContent = text;
    part(line, "[data-js-because]").textContent = because;
    return line;
  }

  /**
   * A requirement's sentence, taken from the programme of that year.
   * @param {string} id the programme
   * @param {number} year
   * @param {string} requirement
   */
  #requirementText(id, year, requirement) {
    const row = `[data-js-requirement="${CSS.escape(requirement)}"]`;
    return textOf(this.#root.querySelector(`#p-${year}-${CSS.escape(id)} ${row} [data-js-says]`));
  }

  /** @param {string} programme */
  #programmeName(programme) {
    const name = this.#root.querySelector(`[data-js-programme="${CSS.escape(programme)}"] [data-js-name]`);
    return this.#words.say("quote", { text: textOf(name) });
  }
}

/**
 * A short name for a plan, such as the day of the move.
 * @param {Words} words
 * @param {HTMLElement} form
 * @param {string} fact
 */
export function planName(words, form, fact) {
  return words.has(`plan.${fact}`)
    ? words.say(`plan.${fact}`)
    : words.say("quote", { text: questionLabel(form, words, fact) });
}

/** @typedef {NonNullable<ShownReport["apply"]>} Apply */

/**
 * The last day to apply in words, and the earliest day that it can be; null if it is not known, or if only the end of the
 * registered rules limits it.
 * @param {Words} words
 * @param {ShownReport} report
 */
export function deadline(words, { apply, verdict }) {
  if (!apply || !isTold(apply, verdict)) return null;
  const { min, max, why } = outermost(apply, "last");
  if (min === null || max === null || why === null || why === "rules") return null;
  return { day: min, text: boundaryText(words, min, max, "last") };
}

/**
 * One end of the period. If no day is certain to work, only its outermost possible day is told.
 * @param {Apply} apply
 * @param {"first" | "last"} side
 * @returns {Boundary}
 */
function outermost(apply, side) {
  const end = side === "first" ? apply.first : apply.last;
  const day = side === "first" ? end.min : end.max;
  return isSure(apply) ? end : { ...end, min: day, max: day };
}

/**
 * One end of the period in words.
 * @param {Words} words
 * @param {string} min
 * @param {string} max
 * @param {"first" | "last"} side
 */
export function boundaryText(words, min, max, side) {
  const days = { min: dayText(words, min), max: dayText(words, max) };
  return words.say(`apply.${side}${min === max ? "" : "_rough"}`, days);
}

/** Whether there is a day on which everybody succeeds who succeeds on any day. @param {Apply} apply */
const isSure = ({ sure }) => sure.length > 0;

/**
 * Whether the days to apply say more than that they are not known.
 * @param {Apply} apply
 * @param {string} verdict
 */
function isTold(apply, verdict) {
  const isLimited = [apply.first, apply.last].some(({ why }) => why !== null && why !== "rules");
  return isSure(apply) || (verdict !== "undetermined" && isLimited);
}

/**
 * The period if only the registered years limit it, whatever the answers; else null.
 * @param {Apply} apply
 */
function wholePeriod(apply) {
  const [first, last] = [apply.first.min, apply.last.max];
  const isWhole = [apply.first, apply.last].every(({ min, max, why }) => why === "rules" && min === max);
  return isSure(apply) && isWhole && first !== null && last !== null ? { first, last } : null;
}

/**
 * A plan with a first and a last day, in a list; an empty list for any other.
 * @param {NonNullable<ShownReport["plans"]>[number]} plan
 */
function bounded({ fact, first, last }) {
  return first !== null && last !== null ? [{ fact, first, last }] : [];
}
