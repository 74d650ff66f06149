/** The results side of the page: the summary, the years and every card. It judges nothing and asks the engine nothing. */
import { Card } from "./card.js";
import { part, parts, textOf } from "./dom.js";
import { dayText } from "./dates.js";
import { range } from "./money.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("./types.d.ts").Best} Best */
/** @typedef {import("./types.d.ts").ProgrammeReport} ProgrammeReport */
/** @typedef {import("./types.d.ts").Report} Report */

export class Results {
  #root;
  #hero;
  #words;
  #cards;
  /** @type {string} */
  #years = "unset";

  /**
   * @param {HTMLElement} root
   * @param {HTMLElement} form
   * @param {Words} words
   */
  constructor(root, form, words) {
    this.#root = root;
    this.#words = words;
    this.#hero = part(root, "[data-js-hero]");
    this.#hero.hidden = false;
    part(root, "[data-js-results-title]").textContent = words.say("title.results");
    this.#cards = parts(root, "[data-js-programme]").map((card) => new Card(card, form, words));
    for (const details of parts(root, "[data-js-conditions]")) details.removeAttribute("open");
  }

  /**
   * @param {Report} report
   * @param {import("./form.js").Origin} from where the application date comes from
   */
  show(report, from) {
    for (const card of this.#cards) {
      const said = report.programmes.find(({ id, year }) => id === card.id && year === card.year);
      if (said) card.show(said, report.relevant);
      else card.clear();
    }
    this.#showYears(report);
    this.#showBest(report);
    this.#put("[data-js-on]", this.#words.say(`on.${from}`, { day: dayText(this.#words, report.on) }));
    const left = report.questions_left_at_most;
    this.#put("[data-js-left]", this.#words.say(left > 0 ? "left.some" : "left.done", { n: left }));
    const stale = [...new Set(report.programmes.flatMap((programme) => programme.stale ?? []))];
    this.#warn("[data-js-stale]", stale.length ? this.#words.say("stale", { sources: this.#titles(stale) }) : "");
    this.outdated([]);
  }

  /**
   * Says which entries the shown result does not include.
   * @param {string[]} fields
   */
  outdated(fields) {
    this.#warn("[data-js-outdated]", fields.length ? this.#words.say("outdated", { fields: this.#words.join(fields) }) : "");
  }

  /**
   * One short sentence for the live summary.
   * @param {Report} report
   */
  summary(report) {
    const { best, questions_left_at_most: n } = report;
    const sort = outlook(report);
    if (sort === "no_rule") return this.#words.say("status.no_rule");
    if (sort === "none" || sort === "over") return this.#words.say(n > 0 ? "status.none" : `status.${sort}_done`, { n });
    if (best && nothingKnown(best) && n > 0) return this.#words.say("status.open", { n });
    const name = sort === "sum" && isPlanned(report) ? "status.planned" : "status.range";
    const text = this.#words.say(name, { range: this.#sum(report, sort) });
    return this.#words.say(n > 0 ? "status.left" : "status.done", { n, text });
  }

  /** A year's rules are open while they apply; a reader's own opening stands until that changes. @param {Report} report */
  #showYears({ programmes }) {
    const applied = new Set(programmes.map(({ year }) => String(year)));
    const undecided = programmes.some(({ year, verdict }) => year === null && verdict === "undetermined");
    const key = [...applied, undecided].sort().join();
    if (key !== this.#years) {
      this.#years = key;
      for (const year of parts(this.#root, "[data-js-year]")) {
        year.toggleAttribute("open", undecided || applied.has(year.dataset.jsYear ?? ""));
      }
    }
    const without = programmes.filter(({ verdict }) => verdict === "no_rule").map(({ id }) => this.#words.item(this.#name(id)));
    const place = part(this.#hero, "[data-js-no-rule]");
    if (without.length === 0) return place.replaceChildren();
    const notice = this.#words.piece("no-rule");
    part(notice, "[data-js-list]").replaceChildren(...without);
    place.replaceChildren(notice);
  }

  /** @param {Report} report */
  #showBest(report) {
    const { best, programmes } = report;
    const place = part(this.#hero, "[data-js-combination]");
    const sort = outlook(report);
    this.#put("[data-js-best-label]", this.#words.say(sort !== "sum" ? "best.label_other" : isPlanned(report) ? "best.label_provisional" : "best.label"));
    this.#put("[data-js-best]", this.#sum(report, sort));
    if (sort === "sum" && best) return place.replaceChildren(...(best.chosen.length ? [this.#combination(best)] : []));
    if (sort === "no_rule") return place.replaceChildren();
    const piece = this.#words.piece(sort);
    const named = sort === "unpriced" ? programmes.filter(hopeful) : sort === "over" ? programmes.filter(likely) : null;
    if (named) part(piece, "[data-js-chosen]").textContent = this.#names(named.map(({ id }) => id));
    place.replaceChildren(piece);
  }

  /**
   * The best sum in words. Once no answer is left to give, only the city can say what is still unknown.
   * @param {Report} report
   * @param {string} sort
   */
  #sum({ best, questions_left_at_most: left }, sort) {
    if (sort !== "sum" || !best) return this.#words.say(`best.${sort}`);
    return nothingKnown(best) && left === 0 ? this.#words.say("range.none") : range(this.#words, best);
  }

  /** @param {Best} best */
  #combination(best) {
    const piece = this.#words.piece("combination");
    part(piece, "[data-js-chosen]").textContent = this.#names(best.chosen);
    const own = range(this.#words, { min: best.chosen_min, max: best.chosen_max });
    part(piece, "[data-js-chosen-range]").textContent = own === range(this.#words, best) ? "" : own;
    const shown = this.#cards.filter(({ id }) => best.chosen.includes(id));
    const excluded = shown.flatMap(({ exclusions }) => exclusions.map(({ text }) => text));
    part(piece, "[data-js-excluded]").replaceChildren(...[...new Set(excluded)].map((text) => this.#words.item(text)));
    const others = best.alternatives.map((other) => this.#words.item(`${this.#names(other.programmes)} ${range(this.#words, other)}`));
    part(piece, "[data-js-alternatives]").hidden = others.length === 0;
    part(piece, "[data-js-list]").replaceChildren(...others);
    return piece;
  }

  /** @param {string[]} programmes */
  #names(programmes) {
    return programmes.map((id) => this.#words.say("quote", { text: this.#name(id) })).join(this.#words.say("join.names"));
  }

  /** @param {string[]} sources */
  #titles(sources) {
    const titles = sources.map((id) => textOf(this.#root.ownerDocument.querySelector(`[data-js-source~="${CSS.escape(id)}"]`)) || id);
    return this.#words.join([...new Set(titles)]);
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
    part(this.#hero, selector).textContent = text;
  }

  /**
   * @param {string} selector
   * @param {string} text
   */
  #warn(selector, text) {
    this.#put(selector, text);
    part(this.#hero, selector).hidden = text === "";
  }
}

/**
 * Whether there is a sum to show, only programmes without one, only ones that are over, none, or no rules at all.
 * @param {Report} report
 */
function outlook({ programmes, best }) {
  if (programmes.every(({ verdict }) => verdict === "no_rule")) return "no_rule";
  if (best && best.max !== "0") return "sum";
  return programmes.some(hopeful) ? "unpriced" : programmes.some(likely) ? "over" : "none";
}

/** @param {Report} report */
function isPlanned({ best, programmes }) {
  return programmes.some(({ id, provisional }) => provisional && best?.chosen.includes(id));
}

/** @param {Best} best */
function nothingKnown({ min, max }) {
  return max === null && (min === null || min === "0");
}

/**
 * Whether a programme may still be had: likely, and not known to be over.
 * @param {ProgrammeReport} programme
 */
function hopeful({ verdict, window }) {
  return likely({ verdict }) && window !== "closed" && window !== "budget_reached";
}

/** @param {Pick<ProgrammeReport, "verdict">} programme */
function likely({ verdict }) {
  return verdict === "eligible" || verdict === "confirm";
}
