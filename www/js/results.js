/** The results side of the page: the summary, the years and every card. It judges nothing and asks the engine nothing. */
import { Advice } from "./advice.js";
import { Arrangement } from "./arrangement.js";
import { Card, askedOf, nameOf } from "./card.js";
import { part, parts, textOf } from "./dom.js";
import { dayText, firstDayOf, lastDayOf } from "./dates.js";
import { moveDate } from "./form.js";
import { rank } from "./groups.js";
import { isRuled } from "./lookback.js";
import { difference, range, wholeYen } from "./money.js";
import { isPlanned, nothingKnown, outlook, sumText } from "./outlook.js";
import { Overview } from "./overview.js";
import { planTogether } from "./together.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("./types.d.ts").Best} Best */
/** @typedef {import("./types.d.ts").ProgrammeReport} ProgrammeReport */
/** @typedef {import("./types.d.ts").Report} Report */

/** Names of programmes and titles of sources listed in a warning; more are counted. */
const NAMED = 3;

export class Results {
  #root;
  #form;
  #words;
  #cards;
  #advice;
  #overview;
  #arrangement;
  /** @type {string} */
  #years = "unset";

  /**
   * @param {HTMLElement} root
   * @param {HTMLElement} form
   * @param {Words} words
   */
  constructor(root, form, words) {
    this.#root = root;
    this.#form = form;
    this.#words = words;
    part(root, "[data-js-results-title]").textContent = words.say("title.results");
    this.#advice = new Advice(root, form, words);
    this.#cards = parts(root, "[data-js-programme]").map((card) => new Card(card, form, words, this.#advice));
    this.#overview = new Overview(part(root, "[data-js-overview]"), words);
    this.#arrangement = new Arrangement(root, words);
  }

  /**
   * @param {Report} report
   * @param {import("./form.js").Origin} from where the application date comes from
   * @param {import("./types.d.ts").Answers} answers what it was found for
   * @param {string} today
   */
  show(report, from, answers, today) {
    const moved = moveDate(answers);
    const move = moved === null ? null : { first: firstDayOf(moved), last: lastDayOf(moved) };
    this.#advice.setting = { on: report.on, today, move, answered: Object.keys(answers).length > 0 };
    this.#showCards(report, answers);
    this.#showYears(report);
    part(this.#root, "[data-js-found]").hidden = !isRuled(report.programmes);
    this.#showBest(report);
    this.#showUnruled(report);
    this.#put("[data-js-on]", this.#words.say(`on.${from}`, { day: dayText(this.#words, report.on) }));
    const left = report.questions_left_at_most;
    this.#put("[data-js-left]", this.#words.say(left > 0 ? "left.some" : "left.done", { n: left }));
    this.#showStale(report);
    this.outdated([]);
  }

  /**
   * Says which entries the shown result does not include.
   * @param {string[]} fields
   */
  outdated(fields) {
    this.#warn(
      "[data-js-outdated]",
      fields.length ? this.#words.say("outdated", { fields: this.#words.join(fields) }) : "",
    );
  }

  /**
   * @param {Report} report
   * @param {import("./types.d.ts").Answers} answers
   */
  #showCards({ programmes, relevant }, answers) {
    const wanted = new Set(relevant.map(nameOf));
    const ruled = programmes.filter(({ year }) => year !== null);
    const allStale = ruled.length > NAMED && ruled.every(({ stale }) => stale?.length);
    const lines = [];
    const ranks = new Map();
    for (const card of this.#cards) {
      const report = programmes.find(({ id, year }) => id === card.id && year === card.year);
      if (!report) {
        card.clear();
        continue;
      }
      const asked = askedOf(report, wanted);
      card.show(report, asked, !allStale, answers);
      ranks.set(card.element, rank(report));
      lines.push({ card, report, asked });
    }
    // Which year's rules hold may itself be open: then no card is marked, and the list alone names the programme.
    for (const report of programmes.filter(({ year, verdict }) => year === null && verdict === "undetermined")) {
      const card = this.#cards.findLast(({ id }) => id === report.id);
      if (card) lines.push({ card, report, asked: askedOf(report, wanted) });
    }
    this.#overview.show(lines);
    this.#arrangement.show((card) => ranks.get(card) ?? -1);
  }

  /** A year's rules are open while they apply; a reader's own opening stands until that changes. @param {Report} report */
  #showYears({ programmes }) {
    const applied = new Set(programmes.map(({ year }) => String(year)));
    const undecided = programmes.some(({ year, verdict }) => year === null && verdict === "undetermined");
    const key = [...applied, undecided].sort().join();
    if (key === this.#years) return;
    this.#years = key;
    for (const year of parts(this.#root, "[data-js-year]")) {
      year.toggleAttribute("open", undecided || applied.has(year.dataset.jsYear ?? ""));
    }
  }

  /** Programmes without rules for the day, where others have some. @param {Report} report */
  #showUnruled({ programmes }) {
    const without = programmes.filter(({ verdict }) => verdict === "no_rule");
    const place = part(this.#root, "[data-js-no-rule]");
    if (without.length === 0 || !isRuled(programmes)) return place.replaceChildren();
    const notice = this.#words.piece("no-rule");
    part(notice, "[data-js-list]").replaceChildren(...without.map(({ id }) => this.#words.item(this.#name(id))));
    place.replaceChildren(notice);
  }

  /** @param {Report} report */
  #showStale({ programmes }) {
    const stale = [...new Set(programmes.flatMap((programme) => programme.stale ?? []))];
    const titles = [...new Set(stale.map((id) => this.#title(id)))];
    const sources = titles.length > NAMED ? this.#words.say("size", { n: titles.length }) : this.#words.join(titles);
    this.#warn("[data-js-stale]", titles.length ? this.#words.say("stale", { sources }) : "");
  }

  /** @param {Report} report */
  #showBest(report) {
    const { best } = report;
    const sort = outlook(report);
    this.#put(
      "[data-js-best-label]",
      this.#words.say(
        sort !== "sum" ? "best.label_other" : isPlanned(report) ? "best.label_provisional" : "best.label",
      ),
    );
    this.#put("[data-js-best]", sumText(this.#words, report));
    this.#showRange(sort === "sum" ? best : null);
    const comment = sort === "none" || sort === "over" ? [this.#words.piece(sort)] : [];
    part(this.#root, "[data-js-comment]").replaceChildren(...comment);
    const combination =
      sort === "sum" && best && !nothingKnown(best)
        ? [...this.#combination(best), this.#words.piece("sum"), ...this.#together(report)]
        : [];
    part(this.#root, "[data-js-combination]").replaceChildren(...combination);
  }

  /** Where between nothing and its upper end the best sum lies; the words beside it say the same. @param {Best | null} best */
  #showRange(best) {
    const drawing = part(this.#root, "[data-js-range]");
    const [low, high] = [best?.min ?? "0", best?.max ?? "0"].map((end) => Number(wholeYen(end)));
    drawing.toggleAttribute("hidden", !low || !high || low === high);
    if (drawing.hasAttribute("hidden")) return;
    const bar = part(drawing, "rect");
    bar.setAttribute("x", String((320 * (low ?? 0)) / (high || 1)));
    bar.setAttribute("width", String(320 - (320 * (low ?? 0)) / (high || 1)));
  }

  /** What the sum consists of, where something cannot be had together. @param {Best} best */
  #combination(best) {
    const shown = this.#cards.filter(({ id }) => best.chosen.includes(id));
    const excluded = [...new Set(shown.flatMap(({ exclusions }) => exclusions.map(({ text }) => text)))];
    if (excluded.length + best.alternatives.length === 0) return [];
    const piece = this.#words.piece("combination");
    part(piece, "[data-js-chosen]").textContent = this.#names(best.chosen);
    const own = range(this.#words, { min: best.chosen_min, max: best.chosen_max });
    part(piece, "[data-js-chosen-range]").textContent = own === range(this.#words, best) ? "" : own;
    part(piece, "[data-js-excluded]").replaceChildren(...excluded.map((text) => this.#words.item(text)));
    const others = best.alternatives.map((other) => this.#words.item(this.#alternative(other, best)));
    part(piece, "[data-js-alternatives]").hidden = others.length === 0;
    part(piece, "[data-js-list]").replaceChildren(...others);
    return [piece];
  }

  /** When to move, or to do what else is planned, for all of it. @param {Report} report */
  #together(report) {
    return planTogether(this.#words, this.#form, report, (ids) => this.#names(ids), this.#advice.setting);
  }

  /**
   * A combination that lost to the chosen one, and what it costs against it.
   * @param {Best["alternatives"][number]} other
   * @param {Best} best
   */
  #alternative({ programmes, min, max }, { chosen_min, chosen_max }) {
    const [low, high] = [difference(this.#words, min, chosen_min), difference(this.#words, max, chosen_max)];
    const cost = this.#words.say(low === high ? "cost.one" : "cost.both", { low, high });
    return this.#words.say("cost", { names: this.#names(programmes), range: range(this.#words, { min, max }), cost });
  }

  /** @param {readonly string[]} programmes */
  #names(programmes) {
    return programmes
      .map((id) => this.#words.say("quote", { text: this.#name(id) }))
      .join(this.#words.say("join.names"));
  }

  /** @param {string} source */
  #title(source) {
    return textOf(this.#root.ownerDocument.querySelector(`[data-js-source~="${CSS.escape(source)}"]`)) || source;
  }

  /** @param {string} programme */
  #name(programme) {
    return this.#cards.find(({ id }) => id === programme)?.name ?? programme;
  }

  /**
   * @param {string} selector
   * @param {string} text
   */
  #put(selector, text) {
    part(this.#root, selector).textContent = text;
  }

  /**
   * @param {string} selector
   * @param {string} text
   */
  #warn(selector, text) {
    this.#put(selector, text);
    part(this.#root, selector).hidden = text === "";
  }
}
