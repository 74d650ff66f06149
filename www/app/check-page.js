/**
 * Connects the form, the visit and the components of a city's page. It computes nothing, words nothing, and knows no
 * rule.
 */
import { today } from "../entry/dates.js";
import { namesOf } from "../edge/engine.js";
import { showAnswerCheck } from "../components/check/check.js";
import { CityAnswers } from "../components/city-answers/city-answers.js";
import { Doubts } from "../components/doubt/doubt.js";
import { statusText } from "../components/hero/hero.js";
import { fillAround } from "../components/guide/around.js";
import { Household } from "../components/household/household.js";
import { denyTheRest, isTogether, listenToTicks, showTicks, togetherScreen } from "../components/plans/together.js";
import { offerMonthAndDay, showFilledMonthsAndDays } from "../components/question/date-precision.js";
import { emptyCode, noteDates, noteNumbers } from "../components/question/entry-notes.js";
import { showMoves } from "../components/question/moves.js";
import { offerMultiple } from "../components/question/multiple-choice.js";
import { NoRuleNotice } from "../components/result/no-rule-notice.js";
import { ResultScreen } from "../components/result/result.js";
import { Said } from "../components/said/said.js";
import { Share } from "../components/share/share.js";
import { Sheet } from "../components/sheet/sheet.js";
import { listenToWhen } from "../components/when/when.js";
import { resultOf } from "../visit/result.js";
import { hasRulings, withRuling } from "../visit/rulings.js";
import { hasResult } from "../visit/shown.js";
import { Visit } from "../visit/visit.js";
import { Answering } from "./answering.js";
import { firstScreens } from "./arrival.js";
import { codeOf } from "./carried.js";
import { part, parts, questionOf } from "./dom.js";
import { Errors, questionLabel } from "./errors.js";
import { showFailure } from "./failure.js";
import { spreadDates } from "./fill.js";
import { Folding } from "./folding.js";
import { lacksWay, readForm, rolesOf } from "./form.js";
import { Guide } from "./guide.js";
import { followJumps, placeScreen } from "./jumps.js";
import { Leaving } from "./leaving.js";
import { LiveLine } from "./live-line.js";
import { PageLinks } from "./page-links.js";
import { Press } from "./press.js";
import { openForPrint } from "./printing.js";
import { Schedule } from "./schedule.js";
import { listenToForm } from "./typing.js";

/** @typedef {import("../edge/types.d.ts").Engine} Engine */
/** @typedef {import("../edge/types.d.ts").EngineError} EngineError */
/** @typedef {import("../edge/types.d.ts").EntryError} EntryError */
/** @typedef {import("../edge/types.d.ts").Reading} Reading */
/** @typedef {import("../edge/types.d.ts").Rulings} Rulings */
/** @typedef {import("../text/words.js").Words} Words */
/** @typedef {import("../visit/screens.js").Kind} Kind */
/** @typedef {import("../visit/visit.js").Finding} Finding */
/** @typedef {import("./arrival.js").Arrival} Arrival */

/** The screens that show results. */
const RESULTS = ["result", "single"];

/** The running page of one city. */
export class CheckPage {
  #form = part(document, "[data-js-form]");
  #line = new LiveLine(part(document, "[data-js-status]"));
  #words;
  #visit;
  #said;
  #errors;
  #folding;
  #noRuleNotice;
  #doubts;
  #guide;
  #share;
  #leaving;
  #answering;
  #press;
  #schedule;
  #links;
  #city;
  /** @type {Household[]} */
  #households = [];
  /** Created when results are first shown. @type {ResultScreen | null} */
  #resultsView = null;
  #life = new AbortController();
  /** The last complete reading of the form. @type {Reading} */
  #reading = { answers: {}, on: null, more: "", errors: [], doubts: [], unfinished: false };
  /** What the city has answered, as a clerk enters it in desk mode. @type {Rulings} */
  #rulings = {};
  /** The finding that the screen shows, and the reading that it is for, as JSON. @type {[Finding, string] | null} */
  #drawn = null;
  /** The last errors, shown or not. @type {EntryError[]} */
  #entryErrors = [];

  /**
   * @param {Engine} engine
   * @param {() => Promise<Engine>} open opens a fresh engine
   * @param {Words} words
   * @param {Arrival} arrival how the page was opened
   */
  constructor(engine, open, words, arrival) {
    const { signal } = this.#life;
    const form = this.#form;
    const changed = () => this.#refresh(null);
    this.#words = words;
    this.#visit = new Visit(engine, open, (failure) => this.#heal(failure), rolesOf(form).move);
    this.#said = new Said(document, words);
    this.#errors = new Errors(form, words);
    this.#press = new Press(signal);
    this.#folding = new Folding(form, words, signal);
    const step = () => this.#visit.adviseNext();
    this.#schedule = new Schedule(step, () => this.#finishResults(), part(document, "[data-js-results]"));
    this.#households = parts(form, "[data-js-question][data-kind=list]").map(
      (list) => new Household(list, words, changed, signal),
    );
    this.#noRuleNotice = new NoRuleNotice(document, form, words, changed, signal);
    this.#doubts = new Doubts(form, words, changed, signal);
    this.#guide = new Guide(document, form, words, this.#guideHooks(), firstScreens(arrival), signal);
    this.#share = new Share(document, form, words, () => this.#carried(), signal);
    this.#answering = new Answering(form, words, this.#households, this.#said, this.#guide, {
      read: changed,
      errors: () => this.#entryErrors,
      hasAnswers: () => this.#hasAnswers,
      rule: (rulings) => this.#rule(rulings),
      cleared: () => this.#folding.clear(),
    });
    const rule = (/** @type {string} */ id, /** @type {boolean | string | null} */ value) => {
      this.#rule(withRuling(this.#rulings, id, value));
      this.#refresh(null);
    };
    this.#city = new CityAnswers(part(document, "[data-js-city]"), document, words, namesOf(document), rule, signal);
    this.#leaving = new Leaving(document, () => this.#luggage(), signal);
    offerMultiple(form, words, changed, signal);
    offerMonthAndDay(form, signal);
    spreadDates(form, signal);
    listenToWhen(form, words, today(), signal);
    listenToTicks(form, words, signal);
    listenToForm(
      form,
      (typing) => this.#refresh(typing),
      () => this.#reading.unfinished,
      signal,
    );
    this.#listen(signal);
    // The last of the listeners for links: it follows those that no other has followed.
    this.#links = new PageLinks(document, (place) => placeScreen(this.#guide, form, place), signal);
  }

  /**
   * Evaluates the form as the browser restored it, then takes over the answers that the page was opened with.
   * @param {Arrival} arrival
   */
  begin(arrival) {
    part(document, "[data-js-now]").hidden = false;
    this.#refresh(null);
    this.#answering.arrive(arrival);
    if (arrival.fragment) this.#links.goTo(arrival.fragment);
  }

  get #results() {
    this.#resultsView ??= new ResultScreen(part(document, "[data-js-results]"), this.#form, this.#words);
    return this.#resultsView;
  }

  get #hasAnswers() {
    const { answers, on, doubts } = this.#reading;
    const isEntered = Object.keys(answers).length > 0 || on !== null || hasRulings(this.#rulings);
    return isEntered || doubts.length > 0 || this.#entryErrors.length > 0;
  }

  /** @returns {import("./guide.js").Hooks} */
  #guideHooks() {
    const report = () => this.#visit.finding?.report;
    return {
      relevant: () => (hasResult(report()?.programmes ?? []) ? (report()?.relevant ?? null) : null),
      answers: () => this.#reading.answers,
      hasAnswers: () => this.#hasAnswers,
      questionsLeft: () => report()?.questions_left_at_most ?? 0,
      errorsOf: (questions) => this.#errorsOf(questions),
      asksBack: (question) => this.#doubts.ask(question, this.#reading),
      showErrors: (errors) => this.#showErrors(errors),
      setTitle: (title) => this.#errors.setTitle(title),
      read: () => this.#refresh(null, true),
      beforeShow: (kind, questions) => this.#prepareScreen(kind, questions),
      fillAround: () => fillAround(this.#form, this.#words, this.#visit, this.#households),
      togetherScreen: (fact) => togetherScreen(this.#form, this.#visit.finding?.answers ?? {}, fact),
      fragment: (fragment) => this.#answering.enter(fragment, () => this.#links.goTo(fragment)),
    };
  }

  /**
   * The errors of the questions on a screen and of the questions in them. If they have none, the errors of other
   * questions, because these prevent an evaluation. A question without an answer is an error too, unless its entry waits
   * for a confirmation, or another answer has just made it needless.
   * @param {readonly HTMLElement[]} questions
   */
  #errorsOf(questions) {
    const plans = questions.find(isTogether);
    if (plans) {
      if (!denyTheRest(this.#form, plans, this.#words)) return [{ name: plans.dataset.fact ?? "", code: "together" }];
      this.#refresh(null, true);
      return this.#entryErrors;
    }
    const names = questions.map(({ dataset }) => dataset.fact ?? "");
    const openRows = this.#households.flatMap((one) => (names.includes(one.name) ? one.complete() : []));
    this.#refresh(null, true);
    const isOf = (/** @type {string} */ of) => names.some((name) => of === name || of.startsWith(`${name}.`));
    const own = this.#entryErrors.filter((error) => isOf(error.name));
    if (own.length > 0) return own;
    if (openRows.length > 0) return openRows;
    const empty = questions.filter((one) => one.hasAttribute("data-current") && this.#isEmpty(one));
    if (empty.length === 0) return this.#entryErrors;
    return empty.map((one) => ({ name: one.dataset.fact ?? "", code: emptyCode(one) }));
  }

  /** Whether a question that needs an answer has none. @param {HTMLElement} question */
  #isEmpty(question) {
    const name = question.dataset.fact ?? "";
    const isOpen = this.#reading.answers[name] === undefined && !this.#waiting.includes(name);
    return (isOpen || lacksWay(question)) && name !== "on";
  }

  /**
   * Fills a screen just before it is shown. What a component of a screen needs then belongs here.
   * @param {Kind} kind
   * @param {readonly HTMLElement[]} questions the questions on the screen
   */
  #prepareScreen(kind, questions) {
    for (const plans of questions.filter(isTogether)) showTicks(this.#form, plans);
    if (kind === "single") this.#folding.shrink();
    else if (hasRulings(this.#rulings)) this.#dropRulings();
    this.#line.setLive(kind === "single");
    if (RESULTS.includes(kind)) this.#showResults(); // still without advice
    if (kind === "list") this.#resultsView?.showList();
    this.#scheduleResults(kind);
    const found = this.#visit.finding;
    if (kind === "single" && found) showMoves(this.#form, this.#words, found.report);
    if (kind !== "check" || !found) return;
    const notice = this.#answering?.takeNotice() ?? "";
    showAnswerCheck(document, this.#form, this.#words, { answers: found.answers, on: found.on, notice });
    part(document, "[data-js-go-on]").hidden = !this.#guide.hasNext;
  }

  /** @param {AbortSignal} signal */
  #listen(signal) {
    part(this.#form, "[data-js-clear]").hidden = false;
    part(this.#form, "[data-js-clear]").addEventListener("click", () => this.#answering.clear(), { signal });
    const clearBelow = part(document, "[data-js-clear-answers]");
    clearBelow.addEventListener("click", () => this.#answering.clear(), { signal });
    part(document, "[data-js-new]").addEventListener("click", () => this.#answering.clear(), { signal });
    part(document, "[data-js-print-desk]").addEventListener("click", () => window.print(), { signal });
    part(document, "[data-js-to-results]").addEventListener("click", (event) => this.#toResults(event), { signal });
    part(document, "[data-js-print]").addEventListener("click", () => window.print(), { signal });
    window.addEventListener("beforeprint", () => this.#beforePrint(), { signal });
    followJumps(document, this.#form, this.#guide, this.#folding, signal);
  }

  /** Prints the sheet where a result is on the screen, with all its advice; else the screen as it is. */
  #beforePrint() {
    const isShown = RESULTS.includes(this.#guide.kind) && hasResult(this.#visit.finding?.report.programmes ?? []);
    if (isShown) this.#schedule.finishNow();
    const found = isShown ? this.#visit.finding : null;
    document.body.toggleAttribute("data-sheet", found !== null);
    if (!found) return openForPrint(document);
    const { address, opensPage, answers } = this.#share;
    const { report, today: now } = found;
    const outdated = this.#outdated;
    new Sheet(document, this.#form, this.#words).fill({ report, today: now, answers, address, opensPage, outdated });
  }

  /**
   * Reads the form, evaluates it, and brings the page up to date. Nothing moves under a finger: with all questions at
   * once, what is drawn waits for the end of a press.
   * @param {Element | null} typing the question that the visitor is typing in
   * @param {boolean} [isLeaving] whether the visitor is about to leave the screen, so that what it shows is not drawn again
   */
  #refresh(typing, isLeaving = false) {
    if (this.#answering?.isFilling) return;
    const reading = readForm(this.#form, typing);
    this.#reading = reading;
    if (reading.unfinished) return;
    const isReadable = reading.errors.length === 0;
    const outcome = isReadable ? this.#visit.give(reading, today(), this.#rulings) : { errors: [] };
    const rejected = "errors" in outcome ? outcome.errors.map((error) => this.#toEntryError(error)) : [];
    this.#entryErrors = isReadable ? rejected : reading.errors;
    this.#leaving?.warnIf(this.#hasAnswers);
    this.#answering?.changed();
    if (isLeaving && "finding" in outcome && this.#isDrawn(outcome.finding)) return;
    if (this.#guide.kind === "single") this.#press.after(() => this.#draw(outcome));
    else this.#draw(outcome);
  }

  /** Whether the screen shows a finding for the reading. @param {Finding} finding */
  #isDrawn(finding) {
    return this.#drawn?.[0] === finding && this.#drawn[1] === JSON.stringify(this.#reading);
  }

  /** @param {import("../visit/visit.js").Outcome} outcome */
  #draw(outcome) {
    this.#doubts.show(this.#reading, this.#guide.kind === "single");
    noteNumbers(this.#form, this.#words);
    showFilledMonthsAndDays(this.#form);
    this.#share?.follow();
    this.#drawn = "finding" in outcome ? [outcome.finding, JSON.stringify(this.#reading)] : null;
    if ("failed" in outcome) this.#sayFailed();
    if (!("finding" in outcome)) return this.#keepErrors(this.#entryErrors);
    this.#said.hide("failed");
    if (this.#guide.kind === "single") this.#showErrors([]);
    else this.#errors.follow([]);
    const { report, from, today: now } = outcome.finding;
    this.#guide.refresh();
    this.#noRuleNotice.show(report, now);
    this.#folding.apply(report.relevant, this.#reading, hasResult(report.programmes));
    noteDates(this.#form, this.#words, report, from, now);
    if (this.#guide.kind === "single") showMoves(this.#form, this.#words, report);
    const left = report.questions_left_at_most;
    part(document, "[data-js-left]").textContent = this.#words.say(left ? "progress" : "progress.done", { left });
    this.#line.put(statusText(this.#words, resultOf(report), report.questions_left_at_most));
    this.#scheduleResults(this.#guide.kind);
  }

  /** Updates visible results after a pause. On other screens only the report's event is dispatched. @param {Kind} kind */
  #scheduleResults(kind) {
    const found = this.#visit.finding;
    this.#schedule.stop();
    if (!found) return;
    if (RESULTS.includes(kind)) this.#schedule.start();
    else dispatchReport(found);
  }

  /** Draws the results with all their advice. */
  #finishResults() {
    this.#showResults();
    if (this.#visit.finding) dispatchReport(this.#visit.finding);
  }

  /** Draws the results of the last finding. Every component of the results is told here. */
  #showResults() {
    const found = this.#visit.finding;
    if (!found) return;
    this.#results.show(found.report, found.from, found.answers, found.today);
    this.#city.show(found.report, found.rulings);
    this.#markOutdated();
  }

  /** Puts the city's answers in place of those that there are, and returns these. @param {Rulings} rulings */
  #rule(rulings) {
    const before = this.#rulings;
    this.#rulings = rulings;
    return before;
  }

  /** Takes the city's answers away, because only desk mode shows them, and offers to go back to them. */
  #dropRulings() {
    const rulings = this.#rule({});
    this.#refresh(null);
    const undo = () => {
      this.#rule(rulings);
      this.#guide.go({ kind: "single" });
      this.#refresh(null);
    };
    this.#said.show("dropped", this.#words.say("city.dropped"), [
      { label: this.#words.say("cleared.undo"), run: undo },
    ]);
  }

  /** The engine's error as an error of a question. @param {EngineError} error @returns {EntryError} */
  #toEntryError({ fact, code }) {
    const exact = fact.replace(/\.members\[(\d+)\]/, ".$1");
    const name = questionOf(this.#form, exact) ? exact : fact.replace(/[.[].*/, "");
    return { name, code: code === "out-of-bounds" ? "range" : code };
  }

  /** Keeps errors; one screen at a time, they are shown when the visitor goes on. @param {EntryError[]} errors */
  #keepErrors(errors) {
    if (this.#guide.kind === "single") return this.#showErrors(errors);
    this.#errors.follow(errors);
    this.#markOutdated();
  }

  /** Names, at the results, the entries that these do not include. */
  #markOutdated() {
    this.#resultsView?.showOutdated(this.#outdated);
  }

  /** The texts of the questions whose entries are not in the results. */
  get #outdated() {
    const wrong = this.#entryErrors.map(({ name }) => name);
    const names = [...new Set([...wrong, ...this.#waiting, ...this.#notIncluded])];
    return names.map((name) => questionLabel(this.#form, this.#words, name));
  }

  /** The questions whose entries are no answers before the visitor confirms them. */
  get #waiting() {
    return this.#reading.doubts.filter(({ isOpen }) => isOpen).map(({ name }) => name);
  }

  /** The questions whose answers are not in the result, because the engine failed. */
  get #notIncluded() {
    return this.#said.isAbout("failed") ? this.#visit.notIncluded(this.#reading) : [];
  }

  #sayFailed() {
    const names = this.#visit.notIncluded(this.#reading);
    const fields = this.#words.join(names.map((name) => questionLabel(this.#form, this.#words, name)));
    this.#said.show("failed", this.#words.say("failed.part", { fields }));
  }

  /**
   * After a failure of the engine, goes on with a fresh one. What failed is not tried again until an answer changes.
   * @param {import("../visit/visit.js").Failure} failure
   */
  async #heal({ error, opened, isAdvice }) {
    console.info(error);
    try {
      await opened;
      if (!isAdvice) this.#refresh(null);
    } catch (problem) {
      showFailure(problem);
    }
  }

  /**
   * Shows errors. The last result stays, and names the entries that it does not include.
   * @param {EntryError[]} errors
   */
  #showErrors(errors) {
    this.#errors.show(errors);
    if (errors.length === 0) return;
    this.#markOutdated();
    if (this.#guide.kind !== "single") return this.#errors.focus();
    this.#line.put(this.#words.say("status.errors", { n: errors.length }));
  }

  /** Goes to the results, or to the errors if there are any. @param {Event} event */
  #toResults(event) {
    event.preventDefault();
    this.#refresh(null);
    if (this.#entryErrors.length > 0) {
      this.#showErrors(this.#entryErrors);
      return this.#errors.focus();
    }
    if (this.#guide.kind !== "single") return this.#guide.go({ kind: "result" });
    const title = part(document, "[data-js-results-title]");
    title.focus();
    title.scrollIntoView({ block: "start" });
  }

  /** The code of the answers, and what it leaves out. */
  #carried() {
    return codeOf(this.#form, readForm(this.#form, null), this.#entryErrors);
  }

  /** What goes along to the page in another language, which has no question about a further member at first. */
  #luggage() {
    const { code, left } = this.#carried();
    const there = left.map((name) => name.replace(/\.[1-9]\d*\..*$/, ""));
    return { screens: this.#guide.path, code, left: [...new Set(there)] };
  }
}

/** Dispatches the event `iju:report` with a report on the document. @param {Finding} found */
function dispatchReport({ report, answers, on }) {
  document.dispatchEvent(new CustomEvent("iju:report", { detail: { report, answers, on } }));
}
