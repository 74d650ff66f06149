/** What could be done about one programme, in words: when to apply, when to move, what another plan would change. It computes none of it. */
import { dayText } from "./dates.js";
import { part, questionOf, textOf } from "./dom.js";
import { questionLabel } from "./errors.js";
import { known, likely } from "./groups.js";
import { amountText, yen } from "./money.js";
import { timeline } from "./timeline.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("./types.d.ts").Edge} Edge */
/** @typedef {import("./types.d.ts").ProgrammeReport} ProgrammeReport */
/** @typedef {import("./types.d.ts").WhatIf} WhatIf */
/** @typedef {WhatIf["changes"][number]["to"]} Value */
/** @typedef {{ on: string, today: string, move: { first: string, last: string } | null, answered: boolean }} Setting the application date, today, the days the move may be on, whether anything is answered */

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
   * Blocks for a card: what another plan would change, and when to apply.
   * @param {HTMLElement} card
   * @param {ProgrammeReport} report
   * @returns {HTMLElement[]}
   */
  blocks(card, report) {
    if (!this.setting.answered) return [];
    return [
      ...this.#plans("what-if", report, report.what_if),
      ...this.#plans("raises", report, report.raises),
      ...this.#when(card, report),
    ];
  }

  /**
   * @param {string} name
   * @param {ProgrammeReport} report
   * @param {readonly WhatIf[] | undefined} found
   */
  #plans(name, report, found) {
    if (!found?.length) return [];
    const block = this.#words.piece(name);
    /** @type {Map<string, WhatIf[]>} */
    const groups = new Map();
    for (const one of found) groups.set(alike(one), [...(groups.get(alike(one)) ?? []), one]);
    const items = [...groups.values()].map((group) => this.#words.item(this.#outcome(report, group)));
    part(block, "[data-js-list]").replaceChildren(...items);
    return [block];
  }

  /**
   * What several changes have in common that differ only in one answer.
   * @param {ProgrammeReport} report
   * @param {WhatIf[]} group
   */
  #outcome(report, group) {
    const { changes, verdict, amount, loses } = /** @type {WhatIf} */ (group[0]);
    const answers = changes.map(({ fact }, at) => {
      const values = group.map((one) => this.#words.say("quote", { text: this.#value(fact, one.changes[at]?.to) }));
      return this.#words.say("if.change", {
        question: questionLabel(this.#form, this.#words, fact),
        values: values.join(this.#words.say("join.or")),
      });
    });
    const then = [];
    if (verdict !== report.verdict)
      then.push(this.#words.say(likely(verdict) ? `verdict.${verdict}` : "if.undetermined"));
    if (amount && known(amount)) then.push(amountText(this.#words, { ...report, verdict, amount }));
    if (loses.length > 0)
      then.push(this.#words.say("if.loses", { names: this.#words.join(loses.map((id) => this.#name(id))) }));
    return this.#words.say("if", {
      changes: answers.join(this.#words.say("if.and")),
      // biome-ignore lint/suspicious/noThenProperty: `then` is the slot's name in the words; nothing awaits this object.
      then: then.join(this.#words.say("if.then")),
    });
  }

  /**
   * An answer in the form's own words.
   * @param {string} fact
   * @param {Value | undefined} value
   */
  #value(fact, value) {
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
   * @param {HTMLElement} card
   * @param {ProgrammeReport} report
   */
  #when(card, { apply, plans: all, missing, verdict, window }) {
    // While it hangs on more than the plan, when to carry it out says little; nor does what was answered already.
    const { move } = this.setting;
    const plans = (all ?? []).filter(
      ({ fact, first, last }) =>
        (verdict !== "undetermined" || (missing ?? []).every((one) => one.fact === fact)) &&
        !(move && first <= move.first && move.last <= last),
    );
    if (apply && isWhole(apply) && plans.length === 0) return [this.#whole(apply, window)];
    const told =
      apply && (apply.certain || [apply.first, apply.last].some(({ why }) => why !== "rules")) ? apply : null;
    const lines = [...(told ? this.#days(card, told) : []), ...plans.map((plan) => this.#plan(plan))];
    if (lines.length === 0) return [];
    const block = this.#words.piece("when");
    const lead = told && this.#lead(verdict, told);
    const place = part(block, "[data-js-lead]");
    place.textContent = lead ?? "";
    place.hidden = !lead;
    part(block, "[data-js-basis]").hidden = window !== "unknown";
    const line = told?.certain ? timeline(this.#words, told, this.setting) : null;
    part(block, "[data-js-days]").replaceChildren(...(line ? [line] : []), ...lines);
    return [block];
  }

  /**
   * Nothing but the years that are registered bounds it: one line says so.
   * @param {NonNullable<ProgrammeReport["apply"]>} apply
   * @param {ProgrammeReport["window"]} window
   */
  #whole({ first, last }, window) {
    const line = this.#words.piece("aside");
    const days = { first: dayText(this.#words, first.min), last: dayText(this.#words, last.max) };
    line.dataset.jsWhen = "";
    line.textContent = this.#words.say(window === "unknown" ? "apply.whole_unknown" : "apply.whole", days);
    return line;
  }

  /**
   * @param {string} verdict
   * @param {NonNullable<ProgrammeReport["apply"]>} apply
   */
  #lead(verdict, { last, certain }) {
    const { on, today } = this.setting;
    const day = dayText(this.#words, on);
    if (last.max < on && last.max < today) return this.#words.say("apply.over", { day });
    if (!certain) return this.#words.say("apply.perhaps");
    return verdict === "ineligible" ? this.#words.say("apply.other_day", { day }) : null;
  }

  /**
   * The first and the last day, each with what is in the way beyond it.
   * @param {HTMLElement} card
   * @param {NonNullable<ProgrammeReport["apply"]>} apply
   */
  #days(card, { first, last, certain }) {
    // Where it is not certain that there is such a day at all, only the outermost ones say something.
    const [begin, end] = [first, last].map((edge, at) =>
      certain ? edge : { ...edge, min: edge[at === 0 ? "min" : "max"], max: edge[at === 0 ? "min" : "max"] },
    );
    return [begin, end].map((edge, at) => this.#edge(card, /** @type {Edge} */ (edge), at === 0 ? "first" : "last"));
  }

  /**
   * @param {HTMLElement} card
   * @param {Edge} edge
   * @param {"first" | "last"} side
   */
  #edge(card, { min, max, why, year, requirement }, side) {
    const days = { min: dayText(this.#words, min), max: dayText(this.#words, max) };
    const text = this.#words.say(`apply.${side}${min === max ? "" : "_rough"}`, days);
    const says = year === null || requirement === null ? "" : this.#says(card, year, requirement);
    const reason = this.#words.say(why === "requirement" && says === "" ? "apply.why.rules" : `apply.why.${why}`, {
      says,
    });
    return this.#line(text, this.#words.say(`apply.beyond_${side}`, { reason }));
  }

  /** @param {{ fact: string, first: string, last: string }} plan */
  #plan({ fact, first, last }) {
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
  #line(text, because) {
    const line = this.#words.piece("when-line");
    part(line, "[data-js-text]").textContent = text;
    part(line, "[data-js-because]").textContent = because;
    return line;
  }

  /**
   * A requirement's own sentence, from the programme's card of the year whose rules have it.
   * @param {HTMLElement} card
   * @param {number} year
   * @param {string} requirement
   */
  #says(card, year, requirement) {
    const programme = CSS.escape(card.dataset.jsProgramme ?? "");
    const own = `[data-js-year="${year}"] [data-js-programme="${programme}"]`;
    const row = `[data-js-requirement="${CSS.escape(requirement)}"]`;
    return textOf(this.#root.querySelector(`${own} ${row} [data-js-says]`));
  }

  /** @param {string} programme */
  #name(programme) {
    const name = this.#root.querySelector(`[data-js-programme="${CSS.escape(programme)}"] [data-js-name]`);
    return this.#words.say("quote", { text: textOf(name) });
  }
}

/**
 * What is planned, in a word.
 * @param {Words} words
 * @param {HTMLElement} form
 * @param {string} fact
 */
export function planName(words, form, fact) {
  return words.has(`plan.${fact}`)
    ? words.say(`plan.${fact}`)
    : words.say("quote", { text: questionLabel(form, words, fact) });
}

/**
 * Whether a stretch of days is all that is registered, whatever the answers.
 * @param {NonNullable<ProgrammeReport["apply"]>} apply
 */
function isWhole({ first, last, certain }) {
  return certain && [first, last].every(({ min, max, why }) => why === "rules" && min === max);
}

/**
 * What two changes share that differ only in the answer to one question.
 * @param {WhatIf} one
 */
function alike({ changes, verdict, amount, loses }) {
  const facts = changes.map(({ fact, to }) =>
    changes.length > 1 || (to && typeof to === "object") ? { fact, to } : fact,
  );
  return JSON.stringify([facts, verdict, amount, loses]);
}
