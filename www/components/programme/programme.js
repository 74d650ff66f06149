/** Adds the engine's result to the row of one programme and to its body. It computes no verdict and no sum. */
import { part, parts, textOf } from "../../app/dom.js";
import { questionLabel } from "../../app/errors.js";
import { rolesOf } from "../../app/form.js";
import { dayText } from "../../entry/dates.js";
import { answerText } from "../../text/answer-text.js";
import { range, yen } from "../../text/money.js";
import { reasons } from "../../text/rule-texts.js";
import { isKnown, isSumUnknown } from "../../visit/result.js";
import { clearAmount, showAmount } from "../amount/amount.js";
import { clearLater, showLater } from "./later.js";

/** @typedef {import("./advice.js").Advice} Advice */
/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").Answers} Answers */
/** @typedef {import("../../edge/types.d.ts").ShownReport} ShownReport */
/** @typedef {import("../../visit/result.js").Row} Row */

/** The number of links to open questions. More would be too long to read. */
const LINKS = 3;
/** The windows of application that a row names. An unknown one is a question for the desk. */
const TOLD_WINDOWS = ["open", "upcoming", "closed", "budget_reached"];
/** The states of a condition that only the desk can settle. */
const FOR_THE_DESK = ["desk", "unsettled"];

export class Programme {
  #form;
  #words;
  #advice;
  #yearName;
  #staticGist;
  /** The shown result as text, so that an unchanged result is not drawn again. */
  #shownKey = "";

  /**
   * @param {HTMLElement} element
   * @param {HTMLElement} form
   * @param {Words} words
   * @param {Advice} advice
   * @param {(year: number) => string} yearName
   */
  constructor(element, form, words, advice, yearName) {
    this.element = element;
    this.#form = form;
    this.#words = words;
    this.#advice = advice;
    this.#yearName = yearName;
    this.#staticGist = textOf(part(element, "[data-js-gist]"));
    this.id = element.dataset.jsProgramme ?? "";
    this.support = element.dataset.support ?? "";
    this.year = Number(/** @type {HTMLElement} */ (element.closest("[data-js-year]")).dataset.jsYear);
    this.name = textOf(part(element, "[data-js-name]"));
  }

  /** The programmes that exclude this one, each with the sentence about it. */
  get exclusions() {
    return parts(this.element, "[data-js-excludes]").map((line) => {
      const text = firstText(line);
      let said = text;
      if (line.dataset.inferred !== undefined) said = this.#words.say("excluded.inferred", { text: said });
      if (line.dataset.open !== undefined) said = this.#words.say("excluded.open", { text: said });
      return { id: line.dataset.jsExcludes ?? "", text: said };
    });
  }

  /** Restores the static text, for example when another year's rules apply. */
  clear() {
    if (this.#shownKey === "") return;
    this.#shownKey = "";
    delete this.element.dataset.verdict;
    this.#place("[data-js-live]").replaceChildren();
    this.#place("[data-js-when-place]").replaceChildren();
    this.#place("[data-js-chips]").replaceChildren();
    this.#place("[data-js-row-note]").textContent = "";
    this.#place("[data-js-gist]").textContent = this.#staticGist;
    clearAmount(this.element);
    clearLater(this.element);
    for (const line of parts(this.element, "[data-js-count]")) line.hidden = true;
    for (const line of parts(this.element, "[data-js-gain]")) line.textContent = "";
    for (const block of parts(this.element, "[data-js-reading]")) block.hidden = false;
    for (const row of this.#requirements()) {
      this.#showState(row, null);
      this.#showAnswers(row, [], {});
    }
  }

  /**
   * Shows a result on the row and in its body.
   * @param {Row} row
   * @param {boolean} stale whether the body warns of its own outdated sources
   * @param {Answers} answers the answers that the report is for
   */
  show(row, stale, answers) {
    const key = JSON.stringify([row, stale, this.#advice.setting, answers]);
    if (key === this.#shownKey) return;
    this.#shownKey = key;
    const { report, asked } = row;
    this.element.dataset.verdict = report.verdict;
    this.#showRow(row);
    showAmount(this.element, this.#words, report, this.#yearName);
    this.#showReadings(report);
    const requirements = new Map(report.requirements.map((one) => [one.id, one]));
    for (const line of this.#requirements()) {
      const { state = null, facts = [] } = requirements.get(line.dataset.jsRequirement ?? "") ?? {};
      this.#showState(line, state);
      this.#showAnswers(line, facts, answers);
    }
    this.#showCount(report);
    showLater(this.element, this.#words, this.#form, report, answers);
    this.#place("[data-js-live]").replaceChildren(...this.#blocks(report, asked, stale));
    this.#place("[data-js-when-place]").replaceChildren(...this.#advice.when(report));
  }

  /** What the row says: name, status, amount or reason. @param {Row} row */
  #showRow(row) {
    const { report, status, asked } = row;
    const signs = rowStatus(row).map((name) => this.#words.sign("sign", name, { n: asked.length }));
    this.#place("[data-js-chips]").replaceChildren(...signs);
    const [reason = ""] = status === "out" ? reasons(this.element, this.#words, report) : [];
    this.#place("[data-js-row-note]").textContent = reason;
    this.#place("[data-js-gist]").textContent = gist(this.#words, row);
  }

  /** @param {ShownReport} report */
  #showReadings({ readings }) {
    const open = new Map(readings.map(({ id, choices }) => [id, choices]));
    for (const block of parts(this.element, "[data-js-reading]")) {
      const choices = open.get(block.dataset.jsReading ?? "");
      block.hidden = !choices;
      const gains = new Map(choices?.map(({ id, amount }) => [id, this.#choiceAmount(amount)]));
      // If all amounts are the same, the reading decides only who is eligible, and an amount would mislead.
      const differ = new Set(gains.values()).size > 1;
      for (const line of parts(block, "[data-js-reading-choice]")) {
        const gain = differ ? gains.get(line.dataset.jsReadingChoice ?? "") : undefined;
        part(line, "[data-js-gain]").textContent = gain ?? "";
      }
    }
  }

  /**
   * The amount under one choice of a reading.
   * @param {import("../../edge/types.d.ts").Amount | null} amount
   */
  #choiceAmount(amount) {
    return amount ? range(this.#words, amount) : this.#words.say("range.excluded");
  }

  /** How many of the published conditions are met. @param {ShownReport} report */
  #showCount({ conditions, provisional, verdict }) {
    for (const line of parts(this.element, "[data-js-count]")) {
      line.hidden = !conditions || conditions.all === 0 || verdict === "ineligible" || verdict === "no_rule";
      if (!conditions) continue;
      const { all, met } = conditions;
      const name = `open.count${all === met ? "_all" : ""}${provisional ? "_planned" : ""}`;
      line.textContent = this.#words.say(name, { all, met });
    }
  }

  /**
   * Shows a condition's state, or removes it.
   * @param {HTMLElement} row
   * @param {string | null} state
   */
  #showState(row, state) {
    if ((row.dataset.state ?? null) === state) return;
    row.querySelector(":scope > .sign")?.remove();
    if (state === null) delete row.dataset.state;
    else {
      row.dataset.state = state;
      const why =
        FOR_THE_DESK.includes(state) && row.dataset.reported !== undefined ? "state.reported" : `state.${state}`;
      row.prepend(this.#words.sign("sign", why));
    }
  }

  /**
   * Shows the visitor's own answers that a condition uses.
   * @param {HTMLElement} row
   * @param {readonly string[]} asked the facts that the condition reads
   * @param {Answers} answers
   */
  #showAnswers(row, asked, answers) {
    row.querySelector(":scope > [data-js-yours]")?.remove();
    const facts = asked.filter((fact) => answers[fact] !== undefined);
    if (facts.length === 0 || row.dataset.state === "not_applicable") return;
    const texts = facts.map((fact) => answerText(this.#form, this.#words, fact, answers[fact] ?? null));
    const line = this.#words.piece("yours");
    line.textContent = this.#words.say("answer.yours", { answers: this.#words.join(texts) });
    const place = row.querySelector(":scope > .reqs");
    if (place) place.before(line);
    else row.append(line);
  }

  /**
   * The blocks of the body that depend on the result, in reading order.
   * @param {ShownReport} report
   * @param {string[]} asked
   * @param {boolean} stale
   */
  #blocks(report, asked, stale) {
    const blocks = [...this.#decidedLine(report), ...this.#employerLines(report)];
    if (stale && report.stale.length > 0) blocks.push(this.#words.piece("stale"));
    if (report.verdict === "ineligible") blocks.push(this.#ineligibleBlock(report));
    if (asked.length > 0) blocks.push(this.#missingBlock(asked, report.verdict));
    return [...blocks, ...this.#advice.plans(report)];
  }

  /** Which day chose the year of the rules. Nothing before the first answer. @param {ShownReport} report */
  #decidedLine({ decided_by: decided, year }) {
    if (!this.#advice.setting.answered || !decided || year === null) return [];
    const { fact, days } = decided;
    const first = dayText(this.#words, days.min ?? "");
    const last = dayText(this.#words, days.max ?? "");
    const shown = first === last ? first : this.#words.say("decided.between", { first, last });
    const said = { days: shown, year: this.#yearName(year) };
    const line = this.#words.piece("aside");
    if (fact === null) line.textContent = this.#words.say("decided.on", said);
    else if (fact === rolesOf(this.#form).move) line.textContent = this.#words.say("decided.move", said);
    else {
      const label = questionLabel(this.#form, this.#words, fact);
      line.textContent = this.#words.say("decided.fact", { ...said, fact: label });
    }
    line.dataset.jsDecided = "";
    return [line];
  }

  /** Lines about money of this programme that is paid to an employer. @param {ShownReport} report */
  #employerLines(report) {
    const { payee, verdict } = report;
    if (verdict === "ineligible") return [];
    return parts(this.element, "[data-js-part]").flatMap((block) => {
      const figure = report.parts.find(({ id }) => id === block.dataset.jsPart);
      if (figure?.payee !== "employer" || payee === "employer" || !isKnown(figure)) return [];
      const line = this.#words.piece("aside");
      const text = range(this.#words, { ...figure, ceiling: block.dataset.ceiling !== undefined });
      line.textContent = this.#words.say("amount.employer", { range: text });
      return line;
    });
  }

  /** The conditions that make the household ineligible. @param {ShownReport} report */
  #ineligibleBlock(report) {
    const block = this.#words.piece("ineligible");
    const items = reasons(this.element, this.#words, report).map((reason) => this.#words.item(reason));
    part(block, "[data-js-list]").replaceChildren(...items);
    return block;
  }

  /**
   * Links to the questions that are still open.
   * @param {string[]} names
   * @param {string} verdict
   */
  #missingBlock(names, verdict) {
    const block = this.#words.piece("missing");
    part(block, "[data-js-lead]").textContent = this.#words.say(
      verdict === "undetermined" ? "missing.verdict" : "missing.amount",
    );
    const items = names.slice(0, LINKS).map((name) => {
      const item = this.#words.piece("link-item");
      const link = /** @type {HTMLAnchorElement} */ (part(item, "[data-js-link]"));
      link.textContent = questionLabel(this.#form, this.#words, name);
      link.href = `#q-${name}`;
      link.dataset.jsJump = name;
      return item;
    });
    part(block, "[data-js-list]").replaceChildren(...items);
    return block;
  }

  /** @param {string} selector */
  #place(selector) {
    return part(this.element, selector);
  }

  /** The rows of all conditions. The members of a group follow the group. */
  #requirements() {
    return parts(this.element, "[data-js-requirement]");
  }
}

/**
 * The names of the words that a row says of its status; the first has a slot for the number of open questions.
 * @param {Row} row
 */
export function rowStatus({ report, status, asked, group }) {
  const { window } = report;
  // A fold's heading says that nothing in it fits, so its rows say why instead.
  const names = group === "out" || group === "over" ? [] : [openOr(status, asked.length > 0)];
  if (!report.isEstimate && status !== "out" && TOLD_WINDOWS.includes(window)) names.push(`window.${window}`);
  if (report.rulings.length > 0) names.push("row.ruled");
  if (report.provisional && status !== "out") names.push("row.planned");
  return names;
}

/** @param {Row["status"]} status @param {boolean} isAsked whether answers to questions can settle the row */
const openOr = (status, isAsked) => (status === "open" && isAsked ? "row.open_n" : `row.${status}`);

/**
 * A row's amount in a few words; empty if there is none to show. An amount of which only the answers to come will say
 * anything is none.
 * @param {Words} words
 * @param {Row} row
 */
export function gist(words, { report: { is_money, amount, verdict }, status }) {
  if (status === "out" || !is_money) return "";
  const isAhead = !amount || (isKnown(amount) && isSumUnknown(amount));
  if (verdict === "undetermined" && isAhead) return "";
  if (!amount || !isKnown(amount)) return words.say("range.none");
  if (amount.max !== null || isSumUnknown(amount)) return range(words, amount);
  return words.say("sum.from", { min: yen(words, amount.min ?? "0") });
}

/** The text of a line before its sources. @param {Element} line */
export function firstText(line) {
  const [end] = parts(line, "small");
  const nodes = [...line.childNodes];
  return nodes
    .slice(0, end ? nodes.indexOf(end) : undefined)
    .map(textOf)
    .join("");
}
