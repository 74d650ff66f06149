/** Joins the form, the engine and the results. It sends nothing, stores nothing and holds no rule. */
import { openEngine } from "./engine.js";
import { today } from "./dates.js";
import { part, parts, questionOf, textOf } from "./dom.js";
import { revealCard } from "./arrangement.js";
import { Errors, jumpTo, questionLabel } from "./errors.js";
import { Folding } from "./folding.js";
import { applicationDate, readForm } from "./form.js";
import { Household } from "./household.js";
import { Lookback, isRuled } from "./lookback.js";
import { markTexts } from "./marks.js";
import { Results } from "./results.js";
import { noteDates } from "./rough.js";
import { Words } from "./words.js";

/** @typedef {import("./types.d.ts").Engine} Engine */
/** @typedef {import("./types.d.ts").EngineError} EngineError */
/** @typedef {import("./types.d.ts").EntryError} EntryError */
/** @typedef {import("./types.d.ts").Reading} Reading */

/** Quiet time before the live summary speaks, so that quick answers are read out once. */
const SPEAK_AFTER_MS = 600;

class Diagnosis {
  #engine;
  #form = part(document, "[data-js-form]");
  #status = part(document, "[data-js-status]");
  #words = new Words(document);
  #errors = new Errors(this.#form, this.#words);
  #results = new Results(part(document, "[data-js-results]"), this.#form, this.#words);
  #life = new AbortController();
  #folding = new Folding(this.#form, this.#words, this.#life.signal);
  #households;
  #lookback;
  /** @type {EntryError[]} */
  #wrong = [];
  #held = false;
  #pressed = false;
  /** @type {(() => void) | null} */
  #pending = null;
  #timer = 0;

  /** @param {Engine} engine */
  constructor(engine) {
    this.#engine = engine;
    const { signal } = this.#life;
    const changed = () => this.#refresh(null);
    this.#households = parts(this.#form, "[data-js-question][data-kind=list]").map(
      (list) => new Household(list, this.#words, changed, signal),
    );
    this.#lookback = new Lookback(document, this.#form, this.#words, changed, signal);
    this.#listen(signal);
    part(document, "[data-js-now]").hidden = false;
    this.#refresh(null);
  }

  /** @param {AbortSignal} signal */
  #listen(signal) {
    this.#form.addEventListener("submit", (event) => event.preventDefault(), { signal });
    this.#form.addEventListener("change", (event) => this.#settled(() => this.#refresh(questionAt(event.target))), { signal });
    this.#form.addEventListener("focusout", (event) => this.#leave(event), { signal });
    document.addEventListener("pointerdown", () => (this.#pressed = true), { signal, capture: true });
    document.addEventListener("pointerup", () => this.#release(), { signal, capture: true });
    document.addEventListener("pointercancel", () => this.#release(), { signal, capture: true });
    document.addEventListener("click", (event) => this.#follow(event), { signal });
    window.addEventListener("beforeprint", openForPrint, { signal });
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
      this.#evaluate(typing);
    } catch (error) {
      fail(error);
    }
  }

  /** @param {Element | null} typing */
  #evaluate(typing) {
    const reading = readForm(this.#form, typing);
    this.#held = reading.held;
    if (reading.held) return;
    if (reading.errors.length > 0) return this.#refuse(reading.errors);
    const now = today();
    const date = applicationDate(reading, now);
    const said = this.#engine.evaluate(reading.answers, date.day, now);
    if ("errors" in said) {
      return this.#refuse(said.errors.map((error) => this.#entryError(error)));
    }
    this.#refuse([]);
    this.#results.show(said.report, date.from, reading.answers, now);
    this.#lookback.show(said.report, now);
    this.#folding.apply(said.report.relevant, reading, isRuled(said.report.programmes));
    noteDates(this.#form, this.#words, said.report.relevant);
    this.#speak(this.#results.summary(said.report));
    document.dispatchEvent(new CustomEvent("iju:report", { detail: { report: said.report, answers: reading.answers, on: date.day } }));
  }

  /** The engine's error at the question that can mend it. @param {EngineError} error @returns {EntryError} */
  #entryError({ fact, code }) {
    const exact = fact.replace(/\.members\[(\d+)\]/, ".$1");
    const name = questionOf(this.#form, exact) ? exact : fact.replace(/[.[].*/, "");
    return { name, code: code === "out-of-bounds" ? "range" : code };
  }

  /** Shows what is wrong; the last good result stays and says that it lacks these entries. @param {EntryError[]} errors */
  #refuse(errors) {
    this.#wrong = errors;
    this.#errors.show(errors);
    if (errors.length === 0) return;
    this.#results.outdated(errors.map(({ name }) => questionLabel(this.#form, this.#words, name)));
    this.#speak(this.#words.say("status.errors", { n: errors.length }));
  }

  /** @param {string} text */
  #speak(text) {
    clearTimeout(this.#timer);
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
    this.#folding.reveal(questionOf(this.#form, name));
    jumpTo(this.#form, name);
  }

  /** @param {Event} event */
  #toResults(event) {
    event.preventDefault();
    if (this.#wrong.length > 0) return this.#errors.focus();
    const title = part(document, "[data-js-results-title]");
    title.focus();
    title.scrollIntoView({ block: "start" });
  }

  #clear() {
    /** @type {HTMLFormElement} */ (this.#form).reset();
    for (const household of this.#households) household.clear();
    this.#folding.clear();
    this.#refresh(null);
    part(document, "#questions-title").focus();
  }
}

/** @param {EventTarget | null} target */
function questionAt(target) {
  return target instanceof Element ? target.closest("[data-js-question]") : null;
}

/** Prints everything about every card of an open year, then closes what was closed. */
function openForPrint() {
  const closed = parts(document, "[data-js-results] details:not([open], [data-js-year])");
  for (const details of closed) details.setAttribute("open", "");
  window.addEventListener("afterprint", () => closed.forEach((details) => details.removeAttribute("open")), { once: true });
}

async function start() {
  try {
    markTexts(document);
    new Diagnosis(await openEngine(document));
  } catch (error) {
    fail(error);
  }
}

/** Says that nothing can be computed; the page's texts stay. @param {unknown} error */
function fail(error) {
  part(document, "[data-js-failed]").hidden = false;
  console.info(error);
}

start();
