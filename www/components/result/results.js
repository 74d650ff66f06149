/** Shows a report: the summary, the years and every card. It computes nothing and does not call the engine. */
import { Advice } from "../programme/advice.js";
import { CardOrder } from "./card-order.js";
import { Card, openQuestions, questionName } from "../programme/card.js";
import { part, parts, textOf } from "../../app/dom.js";
import { dayText, firstDayOf, lastDayOf } from "../../entry/dates.js";
import { moveDate } from "../../visit/origin.js";
import { rank } from "./groups.js";
import { difference, range, wholeYen } from "../../text/money.js";
import { hasProvisional, isSumUnknown, resultKind, sumText } from "./summary.js";
import { Overview } from "./overview.js";
import { hasResult, shownReport } from "../../visit/shown.js";
import { sharedPlanDates } from "./shared-plan-dates.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").Best} Best */
/** @typedef {import("../../edge/types.d.ts").ProgrammeReport} ProgrammeReport */
/** @typedef {import("../../edge/types.d.ts").Report} Report */

/** The number of names that a warning lists. If there are more, it gives their number. */
const MAX_NAMED = 3;

export class Results {
  #root;
  #form;
  #words;
  #cards;
  #advice;
  #overview;
  #cardOrder;
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
    this.#cardOrder = new CardOrder(root, words);
  }

  /**
   * Shows a report.
   * @param {Report} report
   * @param {import("../../visit/origin.js").Origin} from what the application date was taken from
   * @param {import("../../edge/types.d.ts").Answers} answers the answers that the report is for
   * @param {string} today an ISO date
   */
  show(report, from, answers, today) {
    const moved = moveDate(answers);
    const move = moved === null ? null : { first: firstDayOf(moved), last: lastDayOf(moved) };
    this.#advice.setting = { on: report.on, today, move, answered: Object.keys(answers).length > 0 };
    this.#showCards(report, answers);
    this.#showYears(report);
    part(this.#root, "[data-js-found]").hidden = !hasResult(report.programmes);
    this.#showBest(report);
    this.#showUnruled(report);
    this.#setText("[data-js-on]", this.#words.say(`on.${from}`, { day: dayText(this.#words, report.on) }));
    const left = report.questions_left_at_most;
    this.#setText("[data-js-left]", this.#words.say(left > 0 ? "left.some" : "left.done", { n: left }));
    this.#showStale(report);
    this.showOutdated([]);
  }

  /**
   * Names the entries that the shown result does not include; an empty list removes the warning.
   * @param {string[]} fields the questions' texts
   */
  showOutdated(fields) {
    this.#showWarning(
      "[data-js-outdated]",
      fields.length ? this.#words.say("outdated", { fields: this.#words.join(fields) }) : "",
    );
  }

  /**
   * Fills the cards and the overview, and orders the cards.
   * @param {Report} report
   * @param {import("../../edge/types.d.ts").Answers} answers
   */
  #showCards({ programmes: all, relevant }, answers) {
    const programmes = all.map(shownReport);
    const wanted = new Set(relevant.map(questionName));
    const ruled = programmes.filter(({ year, isEstimate }) => year !== null && !isEstimate);
    const allStale = ruled.length > MAX_NAMED && ruled.every(({ stale }) => stale?.length);
    const lines = [];
    const ranks = new Map();
    for (const card of this.#cards) {
      const report = programmes.find(({ id, year }) => id === card.id && year === card.year);
      if (!report) {
        card.clear();
        continue;
      }
      const asked = openQuestions(report, wanted);
      card.show(report, asked, !allStale, answers);
      ranks.set(card.element, rank(report));
      lines.push({ card, report, asked });
    }
    // While it is open which year's rules hold, no card has a result. Only the overview names the programme.
    for (const report of programmes.filter(({ year, verdict }) => year === null && verdict === "undetermined")) {
      const card = this.#cards.findLast(({ id }) => id === report.id);
      if (card) lines.push({ card, report, asked: openQuestions(report, wanted) });
    }
    this.#overview.show(lines);
    this.#cardOrder.show((card) => ranks.get(card) ?? -1);
  }

  /**
   * Opens the years that apply; if no rules hold, those of the estimates. Until these change, a year stays as the
   * visitor left it.
   * @param {Report} report
   */
  #showYears({ programmes }) {
    const ruled = programmes.filter(({ year }) => year !== null);
    const applied = new Set((ruled.length > 0 ? ruled : programmes.map(shownReport)).map(({ year }) => String(year)));
    const undecided = programmes.some(({ year, verdict }) => year === null && verdict === "undetermined");
    const key = [...applied, undecided].sort().join();
    if (key === this.#years) return;
    this.#years = key;
    for (const year of parts(this.#root, "[data-js-year]")) {
      year.toggleAttribute("open", undecided || applied.has(year.dataset.jsYear ?? ""));
    }
  }

  /** Lists the programmes without rules for the application date, if others have rules. @param {Report} report */
  #showUnruled({ programmes }) {
    const without = programmes.filter(({ verdict, estimate }) => verdict === "no_rule" && estimate === null);
    const place = part(this.#root, "[data-js-no-rule]");
    if (without.length === 0 || !hasResult(programmes)) return place.replaceChildren();
    const notice = this.#words.piece("no-rule");
    part(notice, "[data-js-list]").replaceChildren(
      ...without.map(({ id }) => this.#words.item(this.#programmeName(id))),
    );
    place.replaceChildren(notice);
  }

  /** Warns of outdated sources. @param {Report} report */
  #showStale({ programmes }) {
    const stale = [...new Set(programmes.flatMap((programme) => programme.stale ?? []))];
    const titles = [...new Set(stale.map((id) => this.#sourceTitle(id)))];
    const sources =
      titles.length > MAX_NAMED ? this.#words.say("size", { n: titles.length }) : this.#words.join(titles);
    this.#showWarning("[data-js-stale]", titles.length ? this.#words.say("stale", { sources }) : "");
  }

  /** Shows the best sum and the programmes that it consists of. @param {Report} report */
  #showBest(report) {
    const { best } = report;
    const kind = resultKind(report);
    this.#setText(
      "[data-js-best-label]",
      this.#words.say(
        kind === "estimate"
          ? "best.label_estimate"
          : kind !== "sum"
            ? "best.label_other"
            : hasProvisional(report)
              ? "best.label_provisional"
              : "best.label",
      ),
    );
    this.#setText("[data-js-best]", sumText(this.#words, report));
    this.#showRange(kind === "sum" ? best : null);
    const comment = kind === "none" || kind === "over" || kind === "estimate" ? [this.#words.piece(kind)] : [];
    part(this.#root, "[data-js-comment]").replaceChildren(...comment);
    const combination =
      kind === "sum" && best && !isSumUnknown(best)
        ? [...this.#combination(best), this.#words.piece("sum"), ...this.#sharedPlans(report)]
        : [];
    part(this.#root, "[data-js-combination]").replaceChildren(...combination);
  }

  /** Draws the range of the best sum, which the text beside it gives too. @param {Best | null} best */
  #showRange(best) {
    const drawing = part(this.#root, "[data-js-range]");
    const [low, high] = [best?.min ?? "0", best?.max ?? "0"].map((end) => Number(wholeYen(end)));
    drawing.toggleAttribute("hidden", !low || !high || low === high);
    if (drawing.hasAttribute("hidden")) return;
    const bar = part(drawing, "rect");
    bar.setAttribute("x", String((320 * (low ?? 0)) / (high || 1)));
    bar.setAttribute("width", String(320 - (320 * (low ?? 0)) / (high || 1)));
  }

  /** The programmes of the sum, if some programmes exclude each other. @param {Best} best */
  #combination(best) {
    const shown = this.#cards.filter(({ id }) => best.chosen.includes(id));
    const excluded = [...new Set(shown.flatMap(({ exclusions }) => exclusions.map(({ text }) => text)))];
    if (excluded.length + best.alternatives.length === 0) return [];
    const piece = this.#words.piece("combination");
    part(piece, "[data-js-chosen]").textContent = this.#programmeNames(best.chosen);
    const own = range(this.#words, { min: best.chosen_min, max: best.chosen_max });
    part(piece, "[data-js-chosen-range]").textContent = own === range(this.#words, best) ? "" : own;
    part(piece, "[data-js-excluded]").replaceChildren(...excluded.map((text) => this.#words.item(text)));
    const others = best.alternatives.map((other) => this.#words.item(this.#alternativeText(other, best)));
    part(piece, "[data-js-alternatives]").hidden = others.length === 0;
    part(piece, "[data-js-list]").replaceChildren(...others);
    return [piece];
  }

  /** The days on which a plan suits all programmes of the sum. @param {Report} report */
  #sharedPlans(report) {
    return sharedPlanDates(this.#words, this.#form, report, (ids) => this.#programmeNames(ids), this.#advice.setting);
  }

  /**
   * Another combination, and how much less it pays than the chosen one.
   * @param {Best["alternatives"][number]} other
   * @param {Best} best
   */
  #alternativeText({ programmes, min, max }, { chosen_min, chosen_max }) {
    const [low, high] = [difference(this.#words, min, chosen_min), difference(this.#words, max, chosen_max)];
    const cost = this.#words.say(low === high ? "cost.one" : "cost.both", { low, high });
    return this.#words.say("cost", {
      names: this.#programmeNames(programmes),
      range: range(this.#words, { min, max }),
      cost,
    });
  }

  /** @param {readonly string[]} programmes */
  #programmeNames(programmes) {
    return programmes
      .map((id) => this.#words.say("quote", { text: this.#programmeName(id) }))
      .join(this.#words.say("join.names"));
  }

  /** @param {string} source */
  #sourceTitle(source) {
    return textOf(this.#root.ownerDocument.querySelector(`[data-js-source~="${CSS.escape(source)}"]`)) || source;
  }

  /** @param {string} programme */
  #programmeName(programme) {
    return this.#cards.find(({ id }) => id === programme)?.name ?? programme;
  }

  /**
   * @param {string} selector
   * @param {string} text
   */
  #setText(selector, text) {
    part(this.#root, selector).textContent = text;
  }

  /**
   * @param {string} selector
   * @param {string} text
   */
  #showWarning(selector, text) {
    this.#setText(selector, text);
    part(this.#root, selector).hidden = text === "";
  }
}
