/** Connects the form, the engine and the results. It sends nothing, stores nothing and contains no rule. */
import { openEngine } from "../edge/engine.js";
import { today } from "../entry/dates.js";
import { part, parts, questionOf, textOf } from "./dom.js";
import { revealCard } from "../components/result/card-order.js";
import { showAnswerCheck } from "../components/check/check.js";
import { Errors, jumpTo, questionLabel } from "./errors.js";
import { lacksWay } from "../entry/entry.js";
import { fillForm } from "./fill.js";
import { Folding } from "./folding.js";
import { originOf, readForm, withoutAnswers } from "./form.js";
import { showFilledMonthsAndDays, offerMonthAndDay } from "../components/question/date-precision.js";
import { connectFrame } from "./frame.js";
import { Guide } from "./guide.js";
import { Household } from "../components/household/household.js";
import { NoRuleNotice } from "../components/result/no-rule-notice.js";
import { markNoted, markTexts } from "../text/marks.js";
import { statusText } from "../components/result/summary.js";
import { hasResult } from "../visit/shown.js";
import { Results } from "../components/result/results.js";
import { noteDates, noteMoney } from "../components/question/entry-notes.js";
import { setMultiple, isMultiple, offerMultiple } from "../components/question/multiple-choice.js";
import { denyTheRest, isTogether, listenToTicks, showTicks, togetherScreen } from "../components/plans/together.js";
import { Share } from "../components/share/share.js";
import { fillSheet } from "../components/sheet/sheet.js";
import { SLICE_MS, nextTask, runInSlices } from "./slices.js";
import { Words } from "../text/words.js";

/** @typedef {import("../edge/types.d.ts").Engine} Engine */
/** @typedef {import("../edge/types.d.ts").EngineError} EngineError */
/** @typedef {import("../edge/types.d.ts").EntryError} EntryError */
/** @typedef {import("../edge/types.d.ts").Reading} Reading */
/**
 * A report and what it is for.
 * @typedef {object} Finding
 * @property {import("../edge/types.d.ts").Report} report
 * @property {import("../edge/types.d.ts").Answers} answers
 * @property {import("./form.js").Origin} from what the application date was taken from
 * @property {string} now the day of the evaluation, an ISO date
 * @property {number} advised how many programmes of the report have advice already
 */

/** The pause after the last change before advice and results are computed. */
const ADVISE_AFTER_MS = 30;
/** The pause before the live region changes, so that a screen reader reads quick answers only once. */
const STATUS_AFTER_MS = 600;

/** The screens that show results. */
const RESULTS = ["result", "single"];

/** The running page of one city. */
class CheckPage {
  #engine;
  #form = part(document, "[data-js-form]");
  #status = part(document, "[data-js-status]");
  #words;
  #errors;
  /** Created when results are first shown. @type {Results | null} */
  #resultsView = null;
  #life = new AbortController();
  #folding;
  #households;
  #noRuleNotice;
  #guide;
  #share;
  /** The last evaluation. @type {Finding | null} */
  #found = null;
  /** The last reading of the form, as JSON. */
  #lastReading = "";
  #adviceTimer = 0;
  /** The first sentence of the next check of the answers; empty for the usual one. */
  #notice = "";
  /** The last errors, shown or not. @type {EntryError[]} */
  #entryErrors = [];
  /** Whether a date is still being typed. */
  #isUnfinished = false;
  /** Whether a pointer is down. */
  #isPointerDown = false;
  /** What to do once the pointer is up. @type {(() => void) | null} */
  #afterRelease = null;
  #statusTimer = 0;

  /**
   * @param {Engine} engine
   * @param {Words} words
   */
  constructor(engine, words) {
    this.#engine = engine;
    this.#words = words;
    const { signal } = this.#life;
    this.#errors = new Errors(this.#form, words);
    this.#folding = new Folding(this.#form, words, signal);
    const changed = () => this.#refresh(null);
    this.#households = parts(this.#form, "[data-js-question][data-kind=list]").map(
      (list) => new Household(list, this.#words, changed, signal),
    );
    this.#noRuleNotice = new NoRuleNotice(document, this.#form, this.#words, changed, signal);
    this.#guide = new Guide(document, this.#form, this.#words, this.#hooks(), signal);
    this.#share = new Share(document, this.#form, this.#words, () => this.#shareableReading(), signal);
    offerMultiple(this.#form, this.#words, changed, signal);
    offerMonthAndDay(this.#form, signal);
    listenToTicks(this.#form, this.#words, (fact) => this.#guide.forget(fact), signal);
    this.#listen(signal);
  }

  /** Evaluates the form as the browser restored it, then takes over the answers of a link if there are any. */
  begin() {
    part(document, "[data-js-now]").hidden = false;
    this.#refresh(null);
    this.#restoreFromLink();
  }

  get #results() {
    this.#resultsView ??= new Results(part(document, "[data-js-results]"), this.#form, this.#words);
    return this.#resultsView;
  }

  /** @returns {import("./guide.js").Hooks} */
  #hooks() {
    return {
      relevant: () => (this.#found && hasResult(this.#found.report.programmes) ? this.#found.report.relevant : null),
      questionsLeft: () => this.#found?.report.questions_left_at_most ?? 0,
      errorsOf: (question) => this.#questionErrors(question),
      showErrors: (errors) => this.#showErrors(errors),
      setTitle: (title) => this.#errors.setTitle(title),
      beforeShow: (kind, question) => this.#prepareScreen(kind, question),
      togetherScreen: (fact) => togetherScreen(this.#form, this.#found?.answers ?? {}, fact),
    };
  }

  /**
   * The errors of a question and of the questions in it. If it has none, the errors of other questions, because these
   * prevent an evaluation. An unanswered question is an error too.
   * @param {HTMLElement} question
   */
  #questionErrors(question) {
    const name = question.dataset.fact ?? "";
    if (isTogether(question)) {
      if (!denyTheRest(this.#form, question, this.#words)) return [{ name, code: "together" }];
      this.#refresh(null);
      return this.#entryErrors;
    }
    const reading = readForm(this.#form, null);
    if (this.#entryErrors.length > 0 || JSON.stringify(reading) !== this.#lastReading) this.#refresh(null);
    const own = this.#entryErrors.filter((error) => error.name === name || error.name.startsWith(`${name}.`));
    const isEmpty = reading.answers[name] === undefined || lacksWay(question);
    const isUntouched = name !== "on" && own.length === 0 && isEmpty;
    if (isUntouched) return [{ name, code: "empty" }];
    return own.length > 0 ? own : this.#entryErrors;
  }

  /** The answers for a share link: all but those with errors, which a share code cannot hold. */
  #shareableReading() {
    const reading = readForm(this.#form, null);
    const wrong = [...this.#entryErrors, ...reading.errors].map(({ name }) => name);
    return withoutAnswers(reading, wrong);
  }

  /**
   * Fills a screen just before it is shown.
   * @param {import("./guide.js").Kind} kind
   * @param {HTMLElement | null} question the question on the screen
   */
  #prepareScreen(kind, question) {
    if (question && isTogether(question)) showTicks(this.#form, question);
    const live = kind === "single";
    this.#status.toggleAttribute("role", false);
    if (live) this.#status.setAttribute("role", "status");
    if (RESULTS.includes(kind)) this.#showResults(); // still without advice
    this.#scheduleResults();
    if (kind !== "check" || !this.#found) return;
    const { report, answers } = this.#found;
    showAnswerCheck(document, this.#form, this.#words, { answers, on: report.on, notice: this.#notice });
    this.#notice = "";
    part(document, "[data-js-go-on]").hidden = report.questions_left_at_most === 0;
  }

  /** Enters the answers of a link into the form: all of them, or none if one is invalid. */
  #restoreFromLink() {
    const taken = this.#share.takeFromAddress();
    if (taken === null) return;
    let fault = "fault" in taken ? taken.fault : "";
    if (!("fault" in taken)) {
      try {
        fillForm(this.#form, this.#words, this.#households, taken);
        this.#refresh(null);
        if (this.#entryErrors.length > 0) fault = "damaged";
      } catch {
        fault = "damaged";
      }
    }
    if (fault) this.#removeAnswers();
    this.#notice = this.#words.say(fault ? `arrival.${fault}` : "arrival.restored");
    this.#guide.go({ kind: "check" });
  }

  /** @param {AbortSignal} signal */
  #listen(signal) {
    this.#form.addEventListener("submit", (event) => event.preventDefault(), { signal });
    const onChange = (/** @type {Event} */ event) => this.#afterPointer(() => this.#refresh(questionAt(event.target)));
    this.#form.addEventListener("change", onChange, { signal });
    this.#form.addEventListener("input", (event) => isYear(event.target) && this.#refresh(questionAt(event.target)), {
      signal,
    });
    this.#form.addEventListener("focusout", (event) => this.#leaveControl(event), { signal });
    document.addEventListener("pointerdown", () => (this.#isPointerDown = true), { signal, capture: true });
    document.addEventListener("pointerup", () => this.#pointerUp(), { signal, capture: true });
    document.addEventListener("pointercancel", () => this.#pointerUp(), { signal, capture: true });
    document.addEventListener("click", (event) => this.#followLink(event), { signal });
    window.addEventListener("beforeprint", () => this.#beforePrint(), { signal });
    part(document, "[data-js-print]").addEventListener("click", () => window.print(), { signal });
    const clear = part(this.#form, "[data-js-clear]");
    clear.hidden = false;
    clear.addEventListener("click", () => this.#clear(), { signal });
    part(document, "[data-js-to-results]").addEventListener("click", (event) => this.#toResults(event), { signal });
  }

  /** Runs an action once no pointer is down, so that nothing moves under a finger. @param {() => void} action */
  #afterPointer(action) {
    if (this.#isPointerDown) this.#afterRelease = action;
    else action();
  }

  /** Runs the waiting action in a new task, after the click that follows this event. */
  #pointerUp() {
    const action = this.#afterRelease;
    this.#isPointerDown = false;
    this.#afterRelease = null;
    if (action) setTimeout(action);
  }

  /** Checks an unfinished date when the focus leaves its question. @param {FocusEvent} event */
  #leaveControl(event) {
    const next = event.relatedTarget;
    if (!this.#isUnfinished || (next instanceof Element && questionAt(event.target)?.contains(next))) return;
    this.#afterPointer(() => this.#refresh(null));
  }

  /** Reads and evaluates the form. @param {Element | null} typing the question that the visitor is typing in */
  #refresh(typing) {
    try {
      this.#evaluate(readForm(this.#form, typing));
    } catch (error) {
      showFailure(error);
    }
  }

  /**
   * Evaluates a reading and updates the page, or keeps the last result if there are errors.
   * @param {Reading} reading
   */
  #evaluate(reading) {
    this.#lastReading = JSON.stringify(reading);
    this.#isUnfinished = reading.unfinished;
    if (reading.unfinished) return;
    noteMoney(this.#form, this.#words);
    showFilledMonthsAndDays(this.#form);
    if (reading.errors.length > 0) return this.#keepErrors(reading.errors);
    const now = today();
    const said = this.#engine.evaluate(reading.answers, reading.on, now);
    if ("errors" in said) {
      return this.#keepErrors(said.errors.map((error) => this.#toEntryError(error)));
    }
    this.#showErrors([]);
    const from = originOf(reading, said.report.on, now);
    this.#found = { report: said.report, answers: reading.answers, from, now, advised: 0 };
    this.#guide.refresh();
    this.#noRuleNotice.show(said.report, now);
    this.#folding.apply(said.report.relevant, reading, hasResult(said.report.programmes));
    noteDates(this.#form, this.#words, said.report.relevant, from);
    this.#writeStatus(statusText(this.#words, said.report));
    this.#scheduleResults();
  }

  /** Updates visible results after a pause. On other screens only the report's event is dispatched. */
  #scheduleResults() {
    clearTimeout(this.#adviceTimer);
    delete document.body.dataset.thinking;
    if (this.#found && !RESULTS.includes(this.#guide.kind)) return dispatchReport(this.#found);
    document.body.dataset.thinking = "";
    this.#adviceTimer = window.setTimeout(() => this.#adviseAndShow(SLICE_MS), ADVISE_AFTER_MS);
  }

  /**
   * Computes the advice on all programmes, then shows the results.
   * @param {number} atATime the longest work in one task, in milliseconds; `Infinity` for printing, which cannot wait
   */
  #adviseAndShow(atATime) {
    const found = this.#found;
    if (!found || document.body.dataset.thinking === undefined) return;
    clearTimeout(this.#adviceTimer);
    const until = performance.now() + atATime;
    try {
      while (this.#adviseNext(found)) {
        if (performance.now() < until) continue;
        this.#adviceTimer = window.setTimeout(() => this.#adviseAndShow(atATime));
        return;
      }
      delete document.body.dataset.thinking;
      this.#showResults();
      dispatchReport(found);
    } catch (error) {
      delete document.body.dataset.thinking;
      showFailure(error);
    }
  }

  /** Computes the advice on the next programme; false if there is none left. @param {Finding} found */
  #adviseNext(found) {
    const programme = found.report.programmes[found.advised];
    if (!programme) return false;
    const advised = { ...programme, ...this.#engine.advise(found.advised) };
    const programmes = found.report.programmes.map((one) => (one === programme ? advised : one));
    found.report = { ...found.report, programmes };
    found.advised += 1;
    return true;
  }

  #showResults() {
    const found = this.#found;
    if (!found) return;
    this.#results.show(found.report, found.from, found.answers, found.now);
    this.#markOutdated(readForm(this.#form, null).errors);
  }

  /** The engine's error as an error of a question. @param {EngineError} error @returns {EntryError} */
  #toEntryError({ fact, code }) {
    const exact = fact.replace(/\.members\[(\d+)\]/, ".$1");
    const name = questionOf(this.#form, exact) ? exact : fact.replace(/[.[].*/, "");
    return { name, code: code === "out-of-bounds" ? "range" : code };
  }

  /** Keeps errors; one question at a time, they are shown when the visitor goes on. @param {EntryError[]} errors */
  #keepErrors(errors) {
    if (this.#guide.kind === "single") return this.#showErrors(errors);
    this.#entryErrors = errors;
    this.#markOutdated(errors);
  }

  /** Names the entries with errors at the results, which do not include them. @param {EntryError[]} errors */
  #markOutdated(errors) {
    this.#resultsView?.showOutdated(errors.map(({ name }) => questionLabel(this.#form, this.#words, name)));
  }

  /**
   * Shows errors. The last result stays, and names the entries that it does not include.
   * @param {EntryError[]} errors
   */
  #showErrors(errors) {
    this.#entryErrors = errors;
    this.#errors.show(errors);
    if (errors.length === 0) return;
    if (this.#guide.kind !== "single") return this.#errors.focus();
    this.#markOutdated(errors);
    this.#writeStatus(this.#words.say("status.errors", { n: errors.length }));
  }

  /**
   * Writes the short summary. Showing all questions, it is a live region and changes after a pause.
   * @param {string} text
   */
  #writeStatus(text) {
    clearTimeout(this.#statusTimer);
    if (this.#guide.kind !== "single") {
      // Not a live region now: a screen reader reads the heading of each new screen instead.
      this.#status.textContent = text;
      return;
    }
    this.#statusTimer = window.setTimeout(() => {
      if (textOf(this.#status) !== text) this.#status.textContent = text;
    }, STATUS_AFTER_MS);
  }

  /** Follows a link to a question or a card without changing the address. @param {MouseEvent} event */
  #followLink(event) {
    const link = event.target instanceof Element ? event.target.closest("[data-js-jump], [data-js-card]") : null;
    if (!(link instanceof HTMLElement)) return;
    event.preventDefault();
    if (link.hasAttribute("data-js-card")) {
      const card = part(document, link.getAttribute("href") ?? "");
      return revealCard(card, part(card, "[data-js-name]"));
    }
    const name = link.dataset.jsJump ?? "";
    if (this.#guide.kind !== "single" && !questionOf(this.#form, name)?.closest("[data-current]"))
      return this.#guide.goTo(name);
    this.#folding.reveal(questionOf(this.#form, name));
    jumpTo(this.#form, name);
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

  #clear() {
    this.#removeAnswers();
    this.#guide.restart();
    if (this.#guide.kind === "single") part(document, "#questions-title").focus();
  }

  /** Removes every answer from the form, the report and the address. */
  #removeAnswers() {
    for (const question of parts(this.#form, "[data-js-question]"))
      if (isMultiple(question)) setMultiple(question, this.#words, false);
    /** @type {HTMLFormElement} */ (this.#form).reset();
    for (const household of this.#households) household.clear();
    this.#share.reset();
    this.#folding.clear();
    this.#refresh(null);
  }

  /** Prepares for printing: the sheet for the desk if there is a result, else the whole page. */
  #beforePrint() {
    const found = this.#found;
    const isSheet = found !== null && hasResult(found.report.programmes);
    document.body.toggleAttribute("data-sheet", isSheet);
    if (!isSheet) return openForPrint();
    document.body.dataset.thinking = "";
    this.#adviseAndShow(Infinity);
    fillSheet(document, this.#form, this.#words, {
      answers: found.answers,
      address: this.#share.address,
      on: found.report.on,
      today: found.now,
    });
  }
}

/** Dispatches the event `iju:report` with a report on the document. @param {Finding} found */
function dispatchReport({ report, answers }) {
  document.dispatchEvent(new CustomEvent("iju:report", { detail: { report, answers, on: report.on } }));
}

/** Whether a box holds a complete year; month and day can then appear at once. @param {EventTarget | null} target */
function isYear(target) {
  return (
    target instanceof HTMLInputElement &&
    target.name.endsWith(".year") &&
    /^\d{4}$/.test(target.value.normalize("NFKC"))
  );
}

/** The question that contains a control, or null. @param {EventTarget | null} target */
function questionAt(target) {
  return target instanceof Element ? target.closest("[data-js-question]") : null;
}

/** Opens everything folded in the years that are open, and closes it again after printing. */
function openForPrint() {
  const closed = parts(document, "[data-js-results] details:not([open], [data-js-year])");
  for (const details of closed) details.setAttribute("open", "");
  window.addEventListener("afterprint", () => closed.forEach((details) => details.removeAttribute("open")), {
    once: true,
  });
}

/** Starts the page in several tasks, so that a slow phone stays responsive. */
async function start() {
  try {
    connectFrame(document.documentElement);
    await nextTask();
    await runInSlices(markNoted(document));
    markTexts(document);
    const words = new Words(document);
    await nextTask();
    const engine = await openEngine(document);
    await nextTask();
    engine.evaluate({}, today(), today()); // a task of its own, because the first evaluation is the slowest
    await nextTask();
    const checkPage = new CheckPage(engine, words);
    await nextTask();
    checkPage.begin();
  } catch (error) {
    showFailure(error);
  }
}

/** Says that the page cannot compute anything, and shows all its texts. @param {unknown} error */
function showFailure(error) {
  document.body.dataset.mode = "single";
  part(document, "[data-js-failed]").hidden = false;
  console.info(error);
}

// Where the first script found something missing, the static page serves.
if ("scripts" in document.documentElement.dataset) start();
