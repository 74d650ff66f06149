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
    if (this.#card.dataset.verdict === undefined) return;
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
   * @param {Missing[]} relevant what is still worth asking
   */
  show(report, relevant) {
    const wanted = new Set(relevant.map(nameOf));
    const asked = [...new Set((report.missing ?? []).map(nameOf))].filter((name) => wanted.has(name));
    this.#card.dataset.verdict = report.verdict;
    this.#showChips(report, asked.length);
    this.#showAmount(report);
    this.#showReadings(report);
    const states = new Map((report.requirements ?? []).map(({ id, state }) => [id, state]));
    for (const row of parts(this.#card, "[data-js-requirement]")) {
      this.#mark(row, states.get(row.dataset.jsRequirement ?? "") ?? null);
    }
    this.#live.replaceChildren(...this.#blocks(report, asked));
  }

  /**
   * @param {ProgrammeReport} report
   * @param {number} n questions that can still change this programme
   */
  #showChips({ verdict, provisional, window }, n) {
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
    if (amount && !known(amount)) line.textContent = range(this.#words, amount);
    else if (amount) {
      const name = provisional ? "amount.provisional" : verdict === "undetermined" ? "amount.if" : "amount.yours";
      line.textContent = this.#words.say(name, { range: range(this.#words, amount) });
    }
    const yours = new Map((figures ?? []).map((figure) => [figure.id, figure]));
    for (const block of parts(this.#card, "[data-js-part]")) {
      const figure = yours.get(block.dataset.jsPart ?? "");
      const place = part(block, "[data-js-part-amount]");
      place.hidden = !figure || !known(figure) || line.hidden;
      place.textContent = figure ? this.#words.say("part.yours", { range: range(this.#words, figure) }) : "";
    }
  }

  /** @param {ProgrammeReport} report */
  #showReadings({ readings }) {
    const open = new Map((readings ?? []).map((reading) => [reading.id, reading]));
    for (const block of parts(this.#card, "[data-js-reading]")) {
      const reading = open.get(block.dataset.jsReading ?? "");
      block.hidden = !reading;
      const gains = new Map((reading?.choices ?? []).map(({ id, amount }) => [id, amount ? range(this.#words, amount) : this.#words.say("range.excluded")]));
      const differ = new Set(gains.values()).size > 1; // else it settles who is eligible, and a figure would mislead
      for (const line of parts(block, "[data-js-reading-choice]")) {
        part(line, "[data-js-gain]").textContent = differ ? gains.get(line.dataset.jsReadingChoice ?? "") ?? "" : "";
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

  /**
   * @param {ProgrammeReport} report
   * @param {string[]} asked
   */
  #blocks(report, asked) {
    const blocks = [];
    if (report.stale?.length) blocks.push(this.#words.piece("stale"));
    if (report.verdict === "ineligible") blocks.push(this.#ineligibleBlock(report));
    if (report.verdict === "confirm") blocks.push(this.#confirmBlock(report));
    if (asked.length > 0) blocks.push(this.#missingBlock(asked));
    return blocks;
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
  #confirmBlock({ readings, provisional }) {
    const block = this.#words.piece("confirm");
    const { all, met } = standing(this.#card);
    const count = `open.count${all === met ? "_all" : ""}${provisional ? "_planned" : ""}`;
    part(block, "[data-js-count]").textContent = this.#words.say(count, { all, met });
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

  /** @param {string[]} names */
  #missingBlock(names) {
    const block = this.#words.piece("missing");
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

  /** @param {string} requirement */
  #says(requirement) {
    const row = part(this.#card, `[data-js-requirement="${CSS.escape(requirement)}"]`);
    return textOf(part(row, "[data-js-says]"));
  }
}

/**
 * The name of the question that a missing fact stands for.
 * @param {Missing} missing
 */
function nameOf({ fact, field, member }) {
  return field === null || member === null ? fact : `${fact}.${member}.${field}`;
}

/**
 * Whether either end of a figure is known.
 * @param {import("./types.d.ts").Range} figure
 */
function known({ min, max }) {
  return min !== null || max !== null;
}

/** @param {Element} line */
function firstText(line) {
  return (line.firstChild?.textContent ?? "").trim();
}

