/** Joins the form, the engine and the results. It sends nothing, stores nothing and holds no rule. */
import { openEngine } from "./engine.js";
import { today } from "./dates.js";
import { part, parts, questionOf, textOf } from "./dom.js";
import { revealCard } from "./arrangement.js";
import { showCheck } from "./check.js";
import { Errors, jumpTo, questionLabel } from "./errors.js";
import { fillForm } from "./fill.js";
import { Folding } from "./folding.js";
import { applicationDate, readForm, without } from "./form.js";
import { keepFiner, offerFiner } from "./finer.js";
import { fitFrame } from "./frame.js";
import { Guide } from "./guide.js";
import { Household } from "./household.js";
import { Lookback, isRuled } from "./lookback.js";
import { markNoted, markTexts } from "./marks.js";
import { summary } from "./outlook.js";
import { Results } from "./results.js";
import { noteDates, noteMoney } from "./rough.js";
import { allowSeveral, isSeveral, offerSeveral } from "./several.js";
import { Share } from "./share.js";
import { fillSheet } from "./sheet.js";
import { Words } from "./words.js";

/** @typedef {import("./types.d.ts").Engine} Engine */
/** @typedef {import("./types.d.ts").EngineError} EngineError */
/** @typedef {import("./types.d.ts").EntryError} EntryError */
/** @typedef {import("./types.d.ts").Reading} Reading */
/** @typedef {{ report: import("./types.d.ts").Report, answers: import("./types.d.ts").Answers, date: ReturnType<typeof applicationDate>, now: string, advised: number }} Finding what was found, for what, and about how many programmes advice was sought */

/** Quiet time before the results follow, with what could be done about them. */
const THINK_AFTER_MS = 30;
/** So long at a time is worked without a break; a touch in between is taken in. */
const WORK_FOR_MS = 8;
/** Quiet time before the live summary speaks, so that quick answers are read out once. */
const SPEAK_AFTER_MS = 600;

/** Screens on which the results are seen. */
const RESULTS = ["result", "single"];

class Diagnosis {
  #engine;
  #form = part(document, "[data-js-form]");
  #status = part(document, "[data-js-status]");
  #words;
  #errors;
  /** Made when results are first looked at. @type {Results | null} */
  #made = null;
  #life = new AbortController();
  #folding;
  #households;
  #lookback;
  #guide;
  #share;
  /** What was found last, and for what. @type {Finding | null} */
  #found = null;
  /** What was read last, as text. */
  #asked = "";
  #thinking = 0;
  /** What the check of the answers says first, such as where they come from. */
  #notice = "";
  /** @type {EntryError[]} */
  #wrong = [];
  #held = false;
  #pressed = false;
  /** @type {(() => void) | null} */
  #pending = null;
  #timer = 0;

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
    this.#lookback = new Lookback(document, this.#form, this.#words, changed, signal);
    this.#guide = new Guide(document, this.#form, this.#words, this.#hooks(), signal);
    this.#share = new Share(document, this.#form, this.#words, () => this.#shared(), signal);
    offerSeveral(this.#form, this.#words, changed, signal);
    offerFiner(this.#form, signal);
    this.#listen(signal);
  }

  /** Shows what the form as it stands comes to, or what a link brought. */
  begin() {
    part(document, "[data-js-now]").hidden = false;
    this.#refresh(null);
    this.#arrive();
  }

  get #results() {
    this.#made ??= new Results(part(document, "[data-js-results]"), this.#form, this.#words);
    return this.#made;
  }

  /** @returns {import("./guide.js").Hooks} */
  #hooks() {
    return {
      wanted: () => (this.#found && isRuled(this.#found.report.programmes) ? this.#found.report.relevant : null),
      left: () => this.#found?.report.questions_left_at_most ?? 0,
      judge: (question) => this.#judge(question),
      refuse: (errors) => this.#refuse(errors),
      entitle: (title) => this.#errors.entitle(title),
      shown: (kind) => this.#prepare(kind),
    };
  }

  /**
   * What is wrong with one question and those inside it, or else with another, for nothing is evaluated before that
   * is mended; an untouched one is asked for a word.
   * @param {HTMLElement} question
   */
  #judge(question) {
    const reading = readForm(this.#form, null);
    if (this.#wrong.length > 0 || JSON.stringify(reading) !== this.#asked) this.#refresh(null);
    const name = question.dataset.fact ?? "";
    const own = this.#wrong.filter((error) => error.name === name || error.name.startsWith(`${name}.`));
    const isUntouched = name !== "on" && own.length === 0 && reading.answers[name] === undefined;
    if (isUntouched) return [{ name, code: "empty" }];
    return own.length > 0 ? own : this.#wrong;
  }

  /** What a link carries: every answer but the wrong ones, which no code could hold. */
  #shared() {
    const reading = readForm(this.#form, null);
    const wrong = [...this.#wrong, ...reading.errors].map(({ name }) => name);
    return without(reading, wrong);
  }

  /** Fills a screen that is about to be looked at. @param {import("./guide.js").Kind} kind */
  #prepare(kind) {
    const live = kind === "single";
    this.#status.toggleAttribute("role", false);
    if (live) this.#status.setAttribute("role", "status");
    if (RESULTS.includes(kind)) this.#showResults(); // what could be done about them follows
    this.#present();
    if (kind !== "check" || !this.#found) return;
    const { report, answers } = this.#found;
    showCheck(document, this.#form, this.#words, { answers, on: report.on, notice: this.#notice });
    this.#notice = "";
    part(document, "[data-js-go-on]").hidden = report.questions_left_at_most === 0;
  }

  /** Takes in the answers that a link brought, all or none. */
  #arrive() {
    const arrived = this.#share.arrival();
    if (arrived === null) return;
    let fault = "fault" in arrived ? arrived.fault : "";
    if (!("fault" in arrived)) {
      try {
        fillForm(this.#form, this.#words, this.#households, arrived);
        this.#refresh(null);
        if (this.#wrong.length > 0) fault = "damaged";
      } catch {
        fault = "damaged";
      }
    }
    if (fault) this.#empty();
    this.#notice = this.#words.say(fault ? `arrival.${fault}` : "arrival.restored");
    this.#guide.go({ kind: "check" });
  }

  /** @param {AbortSignal} signal */
  #listen(signal) {
    this.#form.addEventListener("submit", (event) => event.preventDefault(), { signal });
    this.#form.addEventListener("change", (event) => this.#settled(() => this.#refresh(questionAt(event.target))), {
      signal,
    });
    this.#form.addEventListener("input", (event) => isYear(event.target) && this.#refresh(questionAt(event.target)), {
      signal,
    });
    this.#form.addEventListener("focusout", (event) => this.#leave(event), { signal });
    document.addEventListener("pointerdown", () => (this.#pressed = true), { signal, capture: true });
    document.addEventListener("pointerup", () => this.#release(), { signal, capture: true });
    document.addEventListener("pointercancel", () => this.#release(), { signal, capture: true });
    document.addEventListener("click", (event) => this.#follow(event), { signal });
    window.addEventListener("beforeprint", () => this.#beforePrint(), { signal });
    part(document, "[data-js-print]").addEventListener("click", () => window.print(), { signal });
    const clear = part(this.#form, "[data-js-clear]");
    clear.hidden = false;
    clear.addEventListener("click", () => this.#clear(), { signal });
    part(document, "[data-js-to-results]").addEventListener("click", (event) => this.#toResults(event), { signal });
  }

  /** Waits until a finger is lifted: what it is on must not move away under it. @param {() => void} action */
  #settled(action) {
    if (this.#pressed) this.#pending = action;
    else action();
  }

  #release() {
    const action = this.#pending;
    this.#pressed = false;
    this.#pending = null;
    if (action) setTimeout(action);
  }

  /** A date left unfinished is judged once the reader has left it. @param {FocusEvent} event */
  #leave(event) {
    const next = event.relatedTarget;
    if (!this.#held || (next instanceof Element && questionAt(event.target)?.contains(next))) return;
    this.#settled(() => this.#refresh(null));
  }

  /** Reads, evaluates and shows, all or nothing. @param {Element | null} typing */
  #refresh(typing) {
    try {
      this.#evaluate(readForm(this.#form, typing));
    } catch (error) {
      fail(error);
    }
  }

  /** @param {Reading} reading */
  #evaluate(reading) {
    this.#asked = JSON.stringify(reading);
    this.#held = reading.held;
    if (reading.held) return;
    noteMoney(this.#form, this.#words);
    keepFiner(this.#form);
    if (reading.errors.length > 0) return this.#hold(reading.errors);
    const now = today();
    const date = applicationDate(reading, now);
    const said = this.#engine.evaluate(reading.answers, date.day, now);
    if ("errors" in said) {
      return this.#hold(said.errors.map((error) => this.#entryError(error)));
    }
    this.#refuse([]);
    this.#found = { report: said.report, answers: reading.answers, date, now, advised: 0 };
    this.#guide.refresh();
    this.#lookback.show(said.report, now);
    this.#folding.apply(said.report.relevant, reading, isRuled(said.report.programmes));
    noteDates(this.#form, this.#words, said.report.relevant, date.from);
    this.#speak(summary(this.#words, said.report));
    this.#present();
  }

  /** The results follow the answers where they are seen, after a pause: quick answers are shown once. */
  #present() {
    clearTimeout(this.#thinking);
    delete document.body.dataset.thinking;
    if (this.#found && !RESULTS.includes(this.#guide.kind)) return tell(this.#found);
    document.body.dataset.thinking = "";
    this.#thinking = window.setTimeout(() => this.#conclude(WORK_FOR_MS), THINK_AFTER_MS);
  }

  /**
   * Seeks what could be done and shows all there is.
   * @param {number} atATime milliseconds; without a break where something waits for it, such as the printer
   */
  #conclude(atATime) {
    const found = this.#found;
    if (!found || document.body.dataset.thinking === undefined) return;
    clearTimeout(this.#thinking);
    const until = performance.now() + atATime;
    try {
      while (this.#advise(found)) {
        if (performance.now() < until) continue;
        this.#thinking = window.setTimeout(() => this.#conclude(atATime));
        return;
      }
      delete document.body.dataset.thinking;
      this.#showResults();
      tell(found);
    } catch (error) {
      delete document.body.dataset.thinking;
      fail(error);
    }
  }

  /** Seeks what could be done about one more programme; whether there was one. @param {Finding} found */
  #advise(found) {
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
    this.#results.show(found.report, found.date.from, found.answers, found.now);
    this.#outdate(readForm(this.#form, null).errors);
  }

  /** The engine's error at the question that can mend it. @param {EngineError} error @returns {EntryError} */
  #entryError({ fact, code }) {
    const exact = fact.replace(/\.members\[(\d+)\]/, ".$1");
    const name = questionOf(this.#form, exact) ? exact : fact.replace(/[.[].*/, "");
    return { name, code: code === "out-of-bounds" ? "range" : code };
  }

  /** One screen at a time, what is wrong is said when the reader goes on. @param {EntryError[]} errors */
  #hold(errors) {
    if (this.#guide.kind === "single") return this.#refuse(errors);
    this.#wrong = errors;
    this.#outdate(errors);
  }

  /** @param {EntryError[]} errors */
  #outdate(errors) {
    this.#made?.outdated(errors.map(({ name }) => questionLabel(this.#form, this.#words, name)));
  }

  /** Shows what is wrong; the last good result stays and says that it lacks these entries. @param {EntryError[]} errors */
  #refuse(errors) {
    this.#wrong = errors;
    this.#errors.show(errors);
    if (errors.length === 0) return;
    if (this.#guide.kind !== "single") return this.#errors.focus();
    this.#outdate(errors);
    this.#speak(this.#words.say("status.errors", { n: errors.length }));
  }

  /** @param {string} text */
  #speak(text) {
    clearTimeout(this.#timer);
    if (this.#guide.kind !== "single") {
      this.#status.textContent = text; // it is no live region then: the screen's own heading is what is read
      return;
    }
    this.#timer = window.setTimeout(() => {
      if (textOf(this.#status) !== text) this.#status.textContent = text;
    }, SPEAK_AFTER_MS);
  }

  /** Links to questions put the reader into them without changing the address. @param {MouseEvent} event */
  #follow(event) {
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

  /** @param {Event} event */
  #toResults(event) {
    event.preventDefault();
    this.#refresh(null);
    if (this.#wrong.length > 0) {
      this.#refuse(this.#wrong);
      return this.#errors.focus();
    }
    if (this.#guide.kind !== "single") return this.#guide.go({ kind: "result" });
    const title = part(document, "[data-js-results-title]");
    title.focus();
    title.scrollIntoView({ block: "start" });
  }

  #clear() {
    this.#empty();
    this.#guide.restart();
    if (this.#guide.kind === "single") part(document, "#questions-title").focus();
  }

  /** Forgets every answer, in the form, in the report and in the address. */
  #empty() {
    for (const question of parts(this.#form, "[data-js-question]"))
      if (isSeveral(question)) allowSeveral(question, this.#words, false);
    /** @type {HTMLFormElement} */ (this.#form).reset();
    for (const household of this.#households) household.clear();
    this.#share.forget();
    this.#folding.clear();
    this.#refresh(null);
  }

  /** Where there is a result, the sheet for the desk is printed; else all that the page says. */
  #beforePrint() {
    const found = this.#found;
    const isSheet = found !== null && isRuled(found.report.programmes);
    document.body.toggleAttribute("data-sheet", isSheet);
    if (!isSheet) return openForPrint();
    document.body.dataset.thinking = "";
    this.#conclude(Infinity);
    fillSheet(document, this.#form, this.#words, {
      answers: found.answers,
      address: this.#share.address,
      on: found.report.on,
      today: found.now,
    });
  }
}

/** Tells whoever listens in this page what was found. @param {Finding} found */
function tell({ report, answers, date }) {
  document.dispatchEvent(new CustomEvent("iju:report", { detail: { report, answers, on: date.day } }));
}

/** Whether a year is complete: what else of the date matters is then asked before the cursor leaves it. @param {EventTarget | null} target */
function isYear(target) {
  return (
    target instanceof HTMLInputElement &&
    target.name.endsWith(".year") &&
    /^\d{4}$/.test(target.value.normalize("NFKC"))
  );
}

/** @param {EventTarget | null} target */
function questionAt(target) {
  return target instanceof Element ? target.closest("[data-js-question]") : null;
}

/** Prints everything about every card of an open year, then closes what was closed. */
function openForPrint() {
  const closed = parts(document, "[data-js-results] details:not([open], [data-js-year])");
  for (const details of closed) details.setAttribute("open", "");
  window.addEventListener("afterprint", () => closed.forEach((details) => details.removeAttribute("open")), {
    once: true,
  });
}

/** A break in which the browser can show what there is and take a touch. */
const breathe = () => new Promise((done) => setTimeout(done));

/** @param {Iterable<void>} steps */
async function bySteps(steps) {
  let until = performance.now() + WORK_FOR_MS;
  for (const _ of steps) {
    if (performance.now() < until) continue;
    await breathe();
    until = performance.now() + WORK_FOR_MS;
  }
}

/** Begins in steps, none of which holds up a slow phone for long. */
async function start() {
  try {
    fitFrame(document.documentElement);
    await breathe();
    await bySteps(markNoted(document));
    markTexts(document);
    const words = new Words(document);
    await breathe();
    const engine = await openEngine(document);
    await breathe();
    engine.evaluate({}, today(), today()); // the first time takes many times as long as any other
    await breathe();
    const diagnosis = new Diagnosis(engine, words);
    await breathe();
    diagnosis.begin();
  } catch (error) {
    fail(error);
  }
}

/** Says that nothing can be computed; the page's texts stay. @param {unknown} error */
function fail(error) {
  document.body.dataset.mode = "single";
  part(document, "[data-js-failed]").hidden = false;
  console.info(error);
}

start();
