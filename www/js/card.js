/** Marks one programme's static card with what the engine said of it. It computes no verdict and no sum. */
import { openItems, standing } from "./conditions.js";
import { part, parts, textOf } from "./dom.js";
import { questionLabel } from "./errors.js";
import { range } from "./money.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("./types.d.ts").Missing} Missing */
/** @typedef {import("./types.d.ts").ProgrammeReport} ProgrammeReport */

/** Links to questions shown on a card: enough to go on with, few enough to read. */
const LINKS = 4;

export class Card {
  #card;
  #form;
  #words;
  #live;

  /**
   * @param {HTMLElement} card
   * @param {HTMLElement} form
   * @param {Words} words
   */
  constructor(card, form, words) {
    this.#card = card;
    this.#form = form;
    this.#words = words;
    this.#live = part(card, "[data-js-live]");
    this.id = card.dataset.jsProgramme ?? "";
    this.year = Number(card.dataset.year);
    this.name = textOf(part(card, "[data-js-name]"));
  }

  /** The programmes that cannot be had together with this one, and the card's words for it. */
  get exclusions() {
    return parts(this.#card, "[data-js-excludes]").map((line) => ({ id: line.dataset.jsExcludes ?? "", text: firstText(line) }));
  }

  /** Leaves only the static text, as when another year's rules apply. */
  clear() {
    delete this.#card.dataset.verdict;
    this.#live.replaceChildren();
    part(this.#card, "[data-js-chips]").replaceChildren();
    part(this.#card, "[data-js-amount]").hidden = true;
    for (const line of parts(this.#card, "[data-js-part-amount]")) line.hidden = true;
    for (const line of parts(this.#card, "[data-js-gain]")) line.textContent = "";
    for (const block of parts(this.#card, "[data-js-reading]")) block.hidden = false;
    for (const row of parts(this.#card, "[data-js-requirement]")) this.#mark(row, null);
  }

  /**
   * @param {ProgrammeReport} report
   * @param {Set<string>} wanted the facts still worth asking
   */
  show(report, wanted) {
    this.#card.dataset.verdict = report.verdict;
    this.#showChips(report, wanted);
    this.#showAmount(report);
    this.#showReadings(report);
    const states = new Map((report.requirements ?? []).map(({ id, state }) => [id, state]));
    for (const row of parts(this.#card, "[data-js-requirement]")) {
      this.#mark(row, states.get(row.dataset.jsRequirement ?? "") ?? null);
    }
    this.#live.replaceChildren(...this.#blocks(report));
  }

  /**
   * @param {ProgrammeReport} report
   * @param {Set<string>} wanted
   */
  #showChips({ verdict, provisional, window, missing }, wanted) {
    const n = new Set((missing ?? []).map(({ fact }) => fact).filter((fact) => wanted.has(fact))).size;
    const name = verdict === "undetermined" && n > 0 ? "verdict.undetermined_n" : `verdict.${verdict}`;
    const chips = [this.#words.sign("chip", name, { n })];
    if (provisional) chips.unshift(this.#words.sign("chip", "verdict.provisional"));
    if (window) chips.push(this.#words.sign("chip", `window.${window}`));
    part(this.#card, "[data-js-chips]").replaceChildren(...chips);
  }

  /** @param {ProgrammeReport} report */
  #showAmount({ amount, verdict, provisional, parts: figures }) {
    const line = part(this.#card, "[data-js-amount]");
    line.hidden = !amount || verdict === "ineligible" || verdict === "no_rule";
    if (amount) {
      const name = provisional ? "amount.provisional" : verdict === "undetermined" ? "amount.if" : "amount.yours";
      line.textContent = this.#words.say(name, { range: range(this.#words, amount) });
    }
    const yours = new Map((figures ?? []).map((figure) => [figure.id, figure]));
    for (const block of parts(this.#card, "[data-js-part]")) {
      const figure = yours.get(block.dataset.jsPart ?? "");
      const place = part(block, "[data-js-part-amount]");
      place.hidden = !figure || line.hidden;
      place.textContent = figure ? this.#words.say("part.yours", { range: range(this.#words, figure) }) : "";
    }
  }

  /** @param {ProgrammeReport} report */
  #showReadings({ readings }) {
    const open = new Map((readings ?? []).map((reading) => [reading.id, reading]));
    for (const block of parts(this.#card, "[data-js-reading]")) {
      const reading = open.get(block.dataset.jsReading ?? "");
      block.hidden = !reading;
      for (const line of parts(block, "[data-js-reading-choice]")) {
        const choice = reading?.choices.find(({ id }) => id === line.dataset.jsReadingChoice);
        part(line, "[data-js-gain]").textContent = choice?.amount ? range(this.#words, choice.amount) : "";
      }
    }
  }

  /**
   * @param {HTMLElement} row
   * @param {string | null} state
   */
  #mark(row, state) {
    if ((row.dataset.state ?? null) === state) return;
    const place = part(row, "[data-js-mark]");
    if (state === null) {
      delete row.dataset.state;
      place.replaceChildren();
    } else {
      row.dataset.state = state;
      place.replaceChildren(this.#words.sign("mark", `state.${state}`));
    }
  }

  /** @param {ProgrammeReport} report */
  #blocks(report) {
    const blocks = [];
    if (report.stale?.length) blocks.push(this.#staleBlock(report.stale));
    if (report.verdict === "ineligible") blocks.push(this.#ineligibleBlock(report));
    if (report.verdict === "confirm") blocks.push(this.#confirmBlock(report));
    if (report.missing?.length) blocks.push(this.#missingBlock(report.missing));
    return blocks;
  }

  /** @param {string[]} sources */
  #staleBlock(sources) {
    const block = this.#words.piece("stale");
    part(block, "[data-js-sources]").textContent = sourceTitles(this.#card.ownerDocument, this.#words, sources);
    return block;
  }

  /** @param {ProgrammeReport} report */
  #ineligibleBlock({ determining }) {
    const block = this.#words.piece("ineligible");
    const reasons = (determining ?? []).map(({ id, branches }) => {
      const says = this.#says(id);
      if (!branches?.length) return this.#words.item(says);
      return this.#words.item(this.#words.say("determining.any", { says, branches: this.#words.join(branches.map((branch) => this.#says(branch))) }));
    });
    part(block, "[data-js-list]").replaceChildren(...reasons);
    return block;
  }

  /** @param {ProgrammeReport} report */
  #confirmBlock({ readings }) {
    const block = this.#words.piece("confirm");
    const { all, met } = standing(this.#card);
    part(block, "[data-js-count]").textContent = this.#words.say(all === met ? "open.count_all" : "open.count", { all, met });
    const open = new Set((readings ?? []).map(({ id }) => id));
    const items = openItems(this.#card, this.#words, open).map(({ question, why }) => {
      const item = this.#words.piece("open-item");
      part(item, "[data-js-question]").textContent = question;
      part(item, "[data-js-why]").textContent = why;
      return item;
    });
    part(block, "[data-js-list]").replaceChildren(...items);
    return block;
  }

  /** @param {Missing[]} missing */
  #missingBlock(missing) {
    const block = this.#words.piece("missing");
    const items = distinct(missing).slice(0, LINKS).map((name) => {
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

  /** @param {string} requirement */
  #says(requirement) {
    const row = part(this.#card, `[data-js-requirement="${CSS.escape(requirement)}"]`);
    return textOf(part(row, "[data-js-says]"));
  }
}

/**
 * The names of the questions that missing facts stand for, each once.
 * @param {Missing[]} missing
 */
function distinct(missing) {
  return [...new Set(missing.map(({ fact, field, member }) => (field === null || member === null ? fact : `${fact}.${member}.${field}`)))];
}

/** @param {Element} line */
function firstText(line) {
  return (line.firstChild?.textContent ?? "").trim();
}

/**
 * @param {ParentNode} document
 * @param {Words} words
 * @param {string[]} sources
 */
export function sourceTitles(document, words, sources) {
  return words.join(sources.map((id) => textOf(document.querySelector(`[data-js-source="${CSS.escape(id)}"]`)) || id));
}
