/** Adds the engine's result to one programme's static card. It computes no verdict and no sum. */
import { openItems, conditionCounts } from "./conditions.js";
import { part, parts, textOf } from "../../app/dom.js";
import { questionLabel } from "../../app/errors.js";
import { isKnown, isLikely } from "../result/groups.js";
import { amountText, range } from "../../text/money.js";
import { answerText } from "../../text/answer-text.js";

/** @typedef {import("./advice.js").Advice} Advice */
/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").Missing} Missing */
/** @typedef {import("../../edge/types.d.ts").Part} Part */
/** @typedef {import("../../edge/types.d.ts").ShownReport} ShownReport */

/** The number of links to open questions on a card. More would be too long to read. */
const LINKS = 3;

export class Card {
  #form;
  #words;
  #advice;
  #live;
  #staticAmount;
  /** The shown result as text, so that an unchanged result is not drawn again. */
  #shownKey = "";

  /**
   * @param {HTMLElement} card
   * @param {HTMLElement} form
   * @param {Words} words
   * @param {Advice} advice
   */
  constructor(card, form, words, advice) {
    this.element = card;
    this.#form = form;
    this.#words = words;
    this.#advice = advice;
    this.#live = part(card, "[data-js-live]");
    this.#staticAmount = textOf(part(card, "[data-js-amount]"));
    this.id = card.dataset.jsProgramme ?? "";
    this.year = Number(/** @type {HTMLElement} */ (card.closest("[data-js-year]")).dataset.jsYear);
    this.name = textOf(part(card, "[data-js-name]"));
  }

  /** The programmes that exclude this one, each with the card's sentence about it. */
  get exclusions() {
    return parts(this.element, "[data-js-excludes]").map((line) => {
      const text = firstText(line);
      return {
        id: line.dataset.jsExcludes ?? "",
        text: line.dataset.inferred === undefined ? text : this.#words.say("excluded.inferred", { text }),
      };
    });
  }

  /** Restores the static text, for example when another year's rules apply. */
  clear() {
    if (this.#shownKey === "") return;
    this.#shownKey = "";
    delete this.element.dataset.verdict;
    this.#live.replaceChildren();
    part(this.element, "[data-js-chips]").replaceChildren();
    const figure = part(this.element, "[data-js-amount]");
    figure.textContent = this.#staticAmount;
    figure.hidden = false;
    for (const line of parts(this.element, "[data-js-part-amount]")) line.hidden = true;
    for (const line of parts(this.element, "[data-js-gain]")) line.textContent = "";
    for (const block of parts(this.element, "[data-js-reading]")) block.hidden = false;
    for (const row of this.#rows()) {
      this.#showState(row, null);
      this.#showAnswers(row, [], {});
    }
  }

  /**
   * Shows a result on the card.
   * @param {ShownReport} report
   * @param {string[]} asked names of the questions that can still change this programme
   * @param {boolean} stale whether the card warns of its own outdated sources
   * @param {import("../../edge/types.d.ts").Answers} answers the answers that the report is for
   */
  show(report, asked, stale, answers) {
    const key = JSON.stringify([report, asked, stale, this.#advice.setting, answers]);
    if (key === this.#shownKey) return;
    this.#shownKey = key;
    this.element.dataset.verdict = report.verdict;
    this.#showChips(report, asked.length);
    this.#showAmount(report);
    this.#showParts(report);
    this.#showReadings(report);
    const requirements = new Map(report.requirements.map((one) => [one.id, one]));
    for (const row of this.#rows()) {
      const { state = null, facts = [] } = requirements.get(row.dataset.jsRequirement ?? "") ?? {};
      this.#showState(row, state);
      this.#showAnswers(row, facts, answers);
    }
    this.#live.replaceChildren(...this.#blocks(report, asked, stale));
  }

  /**
   * The programme's amount in a few words; empty if there is none to show.
   * @param {ShownReport} report
   */
  amountSummary(report) {
    const { verdict, amount } = report;
    if (!report.is_money || verdict === "ineligible" || (verdict === "undetermined" && !(amount && isKnown(amount))))
      return "";
    return amount ? range(this.#words, amount) : this.#words.say("range.none");
  }

  /**
   * @param {ShownReport} report
   * @param {number} n how many questions can still change this programme
   */
  #showChips({ verdict, provisional, window, isEstimate }, n) {
    const name = verdict === "undetermined" && n > 0 ? "verdict.undetermined_n" : `verdict.${verdict}`;
    const chips = [this.#words.sign("chip", name, { n })];
    if (provisional) chips.unshift(this.#words.sign("chip", "verdict.provisional"));
    if (isEstimate) chips.unshift(this.#words.sign("chip", "verdict.estimate"));
    // An unknown application period matters only to somebody who may apply.
    if (window && (window !== "unknown" || isLikely(verdict))) chips.push(this.#words.sign("chip", `window.${window}`));
    part(this.element, "[data-js-chips]").replaceChildren(...chips);
  }

  /** @param {ShownReport} report */
  #showAmount({ amount, ...report }) {
    const line = part(this.element, "[data-js-amount]");
    line.hidden = !amount || report.verdict === "ineligible" || report.verdict === "no_rule";
    line.textContent = line.hidden || !amount ? "" : amountText(this.#words, { ...report, amount });
  }

  /** @param {ShownReport} report */
  #showParts(report) {
    const isHidden = report.verdict === "ineligible" || report.verdict === "no_rule";
    for (const block of parts(this.element, "[data-js-part]")) {
      const figure = partOf(report, block);
      const place = part(block, "[data-js-part-amount]");
      place.hidden = !figure || !isKnown(figure) || isHidden;
      place.textContent = figure ? this.#partText(figure, report.payee, block) : "";
    }
  }

  /**
   * @param {Part} figure
   * @param {string | null | undefined} payee who is paid the programme's sum
   * @param {HTMLElement} block
   */
  #partText(figure, payee, block) {
    const text = range(this.#words, { ...figure, ceiling: block.dataset.ceiling !== undefined });
    return this.#words.say(figure.payee === payee ? "part.yours" : "part.other", { range: text });
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

  /**
   * Shows a condition's state, or removes it.
   * @param {HTMLElement} row
   * @param {string | null} state
   */
  #showState(row, state) {
    if ((row.dataset.state ?? null) === state) return;
    row.querySelector(":scope > .mark")?.remove();
    if (state === null) delete row.dataset.state;
    else {
      row.dataset.state = state;
      row.prepend(this.#words.sign("mark", `state.${state}`));
    }
  }

  /**
   * Shows the visitor's own answers that a condition uses.
   * @param {HTMLElement} row
   * @param {readonly string[]} asked the facts that the condition reads
   * @param {import("../../edge/types.d.ts").Answers} answers
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
   * The card's blocks that depend on the result, in reading order.
   * @param {ShownReport} report
   * @param {string[]} asked
   * @param {boolean} stale
   */
  #blocks(report, asked, stale) {
    const { verdict, readings } = report;
    const blocks = [...this.#referenceLine(report), ...this.#employerLines(report)];
    if (stale && report.stale?.length) blocks.push(this.#words.piece("stale"));
    if (verdict === "ineligible") blocks.push(this.#ineligibleBlock(report));
    if (verdict === "confirm" || (verdict === "eligible" && readings?.length)) blocks.push(this.#confirmBlock(report));
    if (asked.length > 0) blocks.push(this.#missingBlock(asked, verdict));
    return [...blocks, ...this.#advice.blocks(this.element, report)];
  }

  /** What an earlier year paid, where the amount is not known. @param {ShownReport} report */
  #referenceLine({ reference }) {
    if (!reference || reference.year === null || !isKnown(reference.amount)) return [];
    const year = this.element.ownerDocument.querySelector(`[data-js-year="${reference.year}"] h3`);
    const line = this.#words.piece("aside");
    line.dataset.jsReference = "";
    const slots = { year: textOf(year), range: range(this.#words, reference.amount) };
    line.textContent = this.#words.say("amount.reference", slots);
    return [line];
  }

  /** Lines about money of this programme that is paid to an employer. @param {ShownReport} report */
  #employerLines(report) {
    const { payee, verdict } = report;
    if (verdict === "ineligible") return [];
    return parts(this.element, "[data-js-part]").flatMap((block) => {
      const figure = partOf(report, block);
      if (figure?.payee !== "employer" || payee === "employer" || !isKnown(figure)) return [];
      const line = this.#words.piece("aside");
      const text = range(this.#words, { ...figure, ceiling: block.dataset.ceiling !== undefined });
      line.textContent = this.#words.say("amount.employer", { range: text });
      return line;
    });
  }

  /** The conditions that make the household ineligible. @param {ShownReport} report */
  #ineligibleBlock({ determining }) {
    const block = this.#words.piece("ineligible");
    const reasons = determining.map(({ id, branches }) => {
      const says = this.#requirementText(id);
      if (branches.length === 0) return this.#words.item(says);
      return this.#words.item(
        this.#words.say("determining.any", {
          says,
          branches: this.#words.join(branches.map((branch) => this.#requirementText(branch))),
        }),
      );
    });
    part(block, "[data-js-list]").replaceChildren(...reasons);
    return block;
  }

  /** How many conditions are met, and what to ask the desk. @param {ShownReport} report */
  #confirmBlock({ readings, provisional }) {
    const block = this.#words.piece("confirm");
    const { all, met } = conditionCounts(this.element);
    const count = `open.count${all === met ? "_all" : ""}${provisional ? "_planned" : ""}`;
    const line = part(block, "[data-js-count]");
    line.textContent = this.#words.say(count, { all, met });
    line.hidden = all === 0;
    const open = new Set(readings.map(({ id }) => id));
    const items = openItems(this.element, this.#words, open).map(({ question, original, why }) => {
      const item = this.#words.piece("open-item");
      part(item, "[data-js-question]").textContent = question;
      const japanese = /** @type {HTMLElement | null} */ (item.querySelector("[data-js-original]"));
      if (japanese) japanese.textContent = original;
      japanese?.toggleAttribute("hidden", original === "");
      part(item, "[data-js-why]").textContent = why;
      return item;
    });
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

  /** The rows of all conditions. The members of a group follow the group. */
  #rows() {
    return parts(this.element, "[data-js-requirement]");
  }

  /** @param {string} requirement */
  #requirementText(requirement) {
    const row = this.#rows().find(({ dataset }) => dataset.jsRequirement === requirement);
    return textOf(row?.querySelector("[data-js-says]"));
  }
}

/**
 * The names of the questions that can still change a programme and are still asked.
 * @param {ShownReport} report
 * @param {Set<string>} wanted names of all questions that are still asked
 */
export function openQuestions({ missing }, wanted) {
  return [...new Set(missing.map(questionName))].filter((name) => wanted.has(name));
}

/**
 * The name of the question that asks for a missing answer, such as `household.1.born`.
 * @param {Missing} missing
 */
export function questionName({ fact, field, member }) {
  return field === null || member === null ? fact : `${fact}.${member}.${field}`;
}

/**
 * The report of the part of an amount that a block shows.
 * @param {ShownReport} report
 * @param {HTMLElement} block
 */
function partOf(report, block) {
  return report.parts.find(({ id }) => id === block.dataset.jsPart);
}

/** The text of a line before its sources. @param {Element} line */
function firstText(line) {
  const [end] = parts(line, "small");
  const nodes = [...line.childNodes];
  return nodes
    .slice(0, end ? nodes.indexOf(end) : undefined)
    .map(textOf)
    .join("");
}
