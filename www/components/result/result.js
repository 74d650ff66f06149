/** Shows a report on the result screen: it arranges the pieces and the programmes. It computes nothing and calls no engine. */
import { part, parts, textOf } from "../../app/dom.js";
import { rolesOf } from "../../app/form.js";
import { programmeName, shortName, translated, yearName } from "../../text/rule-texts.js";
import { moveSpan } from "../../visit/origin.js";
import { parted, resultOf, rowsOf } from "../../visit/result.js";
import { showBasis } from "../basis/basis.js";
import { DeskQuestions } from "../desk-questions/desk-questions.js";
import { basisOf, showHero } from "../hero/hero.js";
import { showNextStep } from "../next-step/next-step.js";
import { showWays } from "../not-fitting/not-fitting.js";
import { Advice } from "../programme/advice.js";
import { Programme } from "../programme/programme.js";
import { prependAll, replaceAll, revealAt } from "../programme/reveal.js";
import { sharedPlanDates } from "./shared-plan-dates.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").Answers} Answers */
/** @typedef {import("../../edge/types.d.ts").Report} Report */
/** @typedef {import("../../visit/result.js").Group} Group */
/** @typedef {import("../../visit/result.js").Result} Arranged */
/** @typedef {import("../../visit/result.js").Row} Row */

/** With more programmes than this whose sources are all outdated, only the basis warns of them. */
const FEW_STALE = 3;
/** The number of names that a folded group gives. */
const NAMED = 2;
/** The groups that show their rows, and the folds. */
const GROUPS = /** @type {Group[]} */ (["money", "services", "employer"]);
const FOLDS = /** @type {Group[]} */ (["open", "over", "out"]);

export class ResultScreen {
  #root;
  #form;
  #words;
  #advice;
  #programmes;
  #asks;
  /** The list of sources, and what follows it where the page has it. */
  #sources;
  #afterSources;
  /** The place of each programme in the list of all programmes. @type {Map<HTMLElement, HTMLElement[]>} */
  #homes;
  /** Folds of kinds of support, by group and kind. @type {Map<string, HTMLElement>} */
  #supports = new Map();

  /**
   * @param {HTMLElement} root
   * @param {HTMLElement} form
   * @param {Words} words
   */
  constructor(root, form, words) {
    this.#root = root;
    this.#form = form;
    this.#words = words;
    const title = words.piece("results-title");
    part(root, "[data-js-results-title]").replaceChildren(...title.childNodes);
    this.#advice = new Advice(root, form, words);
    this.#homes = new Map(parts(root, "[data-js-place]").map((place) => [place, parts(place, "[data-js-programme]")]));
    this.#programmes = parts(root, "[data-js-programme]").map(
      (one) => new Programme(one, form, words, this.#advice, (year) => yearName(root, year)),
    );
    this.#asks = new DeskQuestions(part(root, "[data-js-asks]"), root, words);
    this.#sources = part(root.ownerDocument, "[data-js-sources]");
    this.#afterSources = /** @type {HTMLElement} */ (this.#sources.nextElementSibling);
    root.addEventListener("click", (event) => this.#followSource(event));
  }

  /**
   * Shows a report.
   * @param {Report} report
   * @param {import("../../visit/origin.js").Origin} from what the application date was taken from
   * @param {Answers} answers the answers that the report is for
   * @param {string} today an ISO date
   */
  show(report, from, answers, today) {
    const { move } = rolesOf(this.#form);
    this.#advice.setting = {
      on: report.on,
      today,
      move: moveSpan(answers[move]),
      answered: Object.keys(answers).length > 0,
    };
    const result = resultOf(report);
    const root = part(this.#root, "[data-js-found]");
    root.hidden = result.kind === "no_rule";
    if (root.hidden) return this.#clear();
    const sourcesPlace = part(root, "[data-js-sources-place]");
    if (!sourcesPlace.contains(this.#sources)) sourcesPlace.append(this.#sources);
    const names = (/** @type {readonly string[]} */ ids) => this.#names(ids);
    const name = (/** @type {string} */ id) => shortName(this.#root, id);
    showHero(root, this.#words, result, basisOf(this.#root, this.#words, { on: report.on, today }));
    showNextStep(root, this.#form, this.#words, result);
    showWays(root, this.#words, result, {
      on: report.on,
      changes: (one) => this.#advice.changes(one),
      name,
    });
    this.#showRows(result, report, answers);
    this.#asks.show(report.asks, name);
    showBasis(root, this.#words, result, {
      on: report.on,
      from,
      stale: this.#staleTitles(report),
      names,
      excluded: this.#excluded(result),
      together: sharedPlanDates(this.#words, this.#form, report, names, this.#advice.setting),
    });
    this.showOutdated([]);
  }

  /**
   * Names the entries that the shown result does not include; an empty list removes the warning.
   * @param {string[]} fields the questions' texts
   */
  showOutdated(fields) {
    const warning = part(this.#root, "[data-js-outdated]");
    warning.textContent = fields.length ? this.#words.say("outdated", { fields: this.#words.join(fields) }) : "";
    warning.hidden = fields.length === 0;
  }

  /** Puts every programme back into the list of all programmes, and the sources back below it. */
  showList() {
    this.#afterSources.before(this.#sources);
    for (const [place, programmes] of this.#homes) prependAll(place, programmes);
  }

  /** Takes back every result, for a day without rules: all programmes stand in the list. */
  #clear() {
    for (const programme of this.#programmes) programme.clear();
    this.showList();
  }

  /**
   * Fills the rows and puts them into their groups. Programmes of other years stay in the list.
   * @param {Arranged} result
   * @param {Report} report
   * @param {Answers} answers
   */
  #showRows(result, { programmes }, answers) {
    const ruled = programmes.filter(({ year }) => year !== null);
    const allStale = ruled.length > FEW_STALE && ruled.every(({ stale }) => stale.length > 0);
    /** @type {Map<Row, Programme>} */
    const found = new Map();
    for (const row of result.rows) {
      const { id, year } = row.report;
      // While it is open which year's rules hold, the latest year's row stands for the programme.
      const own = (/** @type {Programme} */ one) => one.id === id && (year === null || one.year === year);
      const programme = this.#programmes.findLast(own);
      if (!programme || row.group === "unruled") continue;
      programme.show(row, !allStale, answers);
      found.set(row, programme);
    }
    const shown = new Set(found.values());
    for (const programme of this.#programmes) {
      if (shown.has(programme)) continue;
      programme.clear();
      this.#putBack(programme);
    }
    for (const name of GROUPS) this.#showGroup(part(this.#root, `[data-js-group=${name}]`), result, name, found);
    for (const name of FOLDS) this.#showGroup(part(this.#root, `[data-js-fold=${name}]`), result, name, found);
  }

  /**
   * @param {HTMLElement} group
   * @param {Arranged} result
   * @param {Group} name
   * @param {Map<Row, Programme>} found
   */
  #showGroup(group, result, name, found) {
    const rows = rowsOf(result, name).filter((row) => found.has(row));
    const elementOf = (/** @type {Row} */ row) => /** @type {Programme} */ (found.get(row)).element;
    group.hidden = rows.length === 0;
    part(group, "[data-js-size]").textContent = this.#words.say("size", { n: rows.length });
    const place = part(group, "[data-js-rows]");
    if (name !== "services") return replaceAll(place, rows.map(elementOf));
    const folds = parted(rows, (row) => found.get(row)?.support ?? "").map(([support, own]) => {
      const fold = this.#supportFold(
        name,
        support,
        own.map((row) => translated(shortName(this.#root, row.report.id))),
      );
      replaceAll(part(fold, "[data-js-rows]"), own.map(elementOf));
      return fold;
    });
    replaceAll(place, folds);
  }

  /**
   * The fold of a kind of support in a group, with the names of its first programmes.
   * @param {Group} group
   * @param {string} support
   * @param {string[]} names
   */
  #supportFold(group, support, names) {
    const key = `${group} ${support}`;
    const fold = this.#supports.get(key) ?? this.#words.piece("support-fold");
    this.#supports.set(key, fold);
    const title = this.#root.querySelector(`[data-js-support="${CSS.escape(support)}"] [data-js-support-name]`);
    part(fold, "[data-js-support-name]").textContent = title ? textOf(title) : this.#words.say("support.other");
    const some = names.slice(0, NAMED).join(this.#words.say("join.short"));
    part(fold, "[data-js-names]").textContent =
      names.length > NAMED ? this.#words.say("and_more", { names: some }) : some;
    part(fold, "[data-js-size]").textContent = this.#words.say("size", { n: names.length });
    return fold;
  }

  /** Opens the list of sources at a source, without leaving the screen. @param {Event} event */
  #followSource(event) {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#source"]') : null;
    const target = link && this.#root.querySelector(link.getAttribute("href") ?? "");
    if (!(target instanceof HTMLElement)) return;
    event.preventDefault();
    revealAt(target, target);
  }

  /** Puts a programme back to its place in the list. @param {Programme} programme */
  #putBack({ element }) {
    for (const [place, programmes] of this.#homes)
      if (programmes.includes(element) && element.parentElement !== place) place.append(element);
  }

  /** Sentences on which programmes of the sum exclude each other. @param {Arranged} result */
  #excluded({ chosen, best }) {
    const shown = this.#programmes.filter(({ id, year }) =>
      chosen.some((one) => one.id === id && (one.year ?? year) === year),
    );
    const others = new Set([...best.chosen, ...best.alternatives.flatMap(({ programmes }) => programmes)]);
    const found = shown.flatMap(({ exclusions }) => exclusions.filter(({ id }) => others.has(id) || others.size > 0));
    return [...new Set(found.map(({ text }) => text))];
  }

  /** The titles of the sources that were not checked for long. @param {Report} report */
  #staleTitles({ programmes }) {
    const stale = [...new Set(programmes.flatMap((programme) => programme.stale))];
    return [...new Set(stale.map((id) => this.#sourceTitle(id)))];
  }

  /** @param {string} source */
  #sourceTitle(source) {
    return textOf(this.#root.ownerDocument.querySelector(`[data-js-source~="${CSS.escape(source)}"]`)) || source;
  }

  /** @param {readonly string[]} programmes */
  #names(programmes) {
    return programmes
      .map((id) => this.#words.say("quote", { text: programmeName(this.#root, id) }))
      .join(this.#words.say("join.names"));
  }
}
