/**
 * One visit: what the visitor has answered last, and what the engine found for it. It knows no page, no form and no
 * clock, and it changes no report: advice makes a new one.
 */
import { originOf } from "./origin.js";

/** @typedef {import("../edge/types.d.ts").Answers} Answers */
/** @typedef {import("../edge/types.d.ts").Engine} Engine */
/** @typedef {import("../edge/types.d.ts").EngineError} EngineError */
/** @typedef {import("../edge/types.d.ts").Reading} Reading */
/** @typedef {import("../edge/types.d.ts").Report} Report */
/** @typedef {import("../edge/types.d.ts").Rulings} Rulings */
/**
 * A report and what it is for.
 * @typedef {object} Finding
 * @property {Report} report
 * @property {Answers} answers
 * @property {string} on the application date, an ISO date
 * @property {import("./origin.js").Origin} from what the application date was taken from
 * @property {string} today the day of the evaluation, an ISO date
 * @property {Rulings} rulings the city's answers that it rests on
 * @property {number} advised how many programmes of the report have advice already
 */
/**
 * What came of a reading: a finding; the answers that the engine rejects; or nothing, because the engine failed.
 * @typedef {{ finding: Finding } | { errors: EngineError[] } | { failed: true }} Outcome
 */
/** @typedef {Pick<Reading, "answers" | "on">} Given */
/**
 * @typedef {object} Failure
 * @property {unknown} error
 * @property {Promise<void>} opened fulfilled when a fresh engine is open, rejected if none can be opened
 * @property {boolean} isAdvice whether only advice failed; the finding then stays without more of it
 */

/** The years of the engine's calendar (`src/calendar.rs`). An application date in any other is an error. */
const [FIRST_YEAR, LAST_YEAR] = [1800, 2299];

export class Visit {
  /** Null after a failure, until a fresh engine is open. @type {Engine | null} */
  #engine;
  #open;
  #report;
  #moveQuestion;
  /** @type {Finding | null} */
  #finding = null;
  /** The last application date that the visitor gave and the finding is for. @type {string | null} */
  #on = null;
  /** The reading on which the engine failed last, as JSON; empty if it did not. */
  #failedOn = "";
  /** The reading that the engine evaluated last, as JSON; empty if it failed or rejected one since. */
  #evaluated = "";

  /**
   * @param {Engine} engine
   * @param {() => Promise<Engine>} open opens a fresh engine after a failure
   * @param {(failure: Failure) => void} report told of each failure
   * @param {string} moveQuestion the question about the day of the move; empty if there is none
   */
  constructor(engine, open, report, moveQuestion) {
    this.#engine = engine;
    this.#open = open;
    this.#report = report;
    this.#moveQuestion = moveQuestion;
  }

  /** The last finding, or null. It stays when a later reading has errors or fails. */
  get finding() {
    return this.#finding;
  }

  /**
   * Evaluates a reading, unless the last finding is for it. After a failure the same reading is not tried again; any other
   * is, with a fresh engine.
   * @param {Given} given
   * @param {string} today an ISO date
   * @param {Rulings} [rulings] what the city has answered
   * @returns {Outcome}
   */
  give({ answers, on }, today, rulings = {}) {
    if (on !== null && !isInCalendar(on)) return { errors: [{ fact: "on", code: "out-of-bounds" }] };
    const reading = JSON.stringify([answers, on, rulings]);
    if (this.#engine === null || reading === this.#failedOn) return { failed: true };
    if (this.#finding && reading === this.#evaluated && today === this.#finding.today)
      return { finding: this.#finding };
    this.#evaluated = "";
    try {
      const said = this.#engine.evaluate(answers, on, today, rulings);
      if ("errors" in said) return said;
      const { report } = said;
      const from = originOf({ answers, on }, report.on, today, this.#moveQuestion);
      this.#finding = { report, answers, on: report.on, from, today, rulings, advised: 0 };
      this.#on = on;
      this.#failedOn = "";
      this.#evaluated = reading;
      return { finding: this.#finding };
    } catch (error) {
      this.#fail(error, reading);
      return { failed: true };
    }
  }

  /**
   * How many questions may be left if these answers were given; null if the engine rejects them or has failed. The
   * finding stays as it is.
   * @param {Given} given
   * @param {string} today an ISO date
   */
  questionsLeftIf({ answers, on }, today) {
    const finding = this.#finding;
    if (finding === null || this.#engine === null) return null;
    try {
      const said = this.#engine.evaluate(answers, on, today, finding.rulings);
      // The engine advises on its last report, so that of the finding is made again.
      this.#engine.evaluate(finding.answers, this.#on, finding.today, finding.rulings);
      return "report" in said ? said.report.questions_left_at_most : null;
    } catch (error) {
      this.#fail(error, "");
      return null;
    }
  }

  /** Adds the advice on one more programme, in a new report; false if none is left. */
  adviseNext() {
    const finding = this.#finding;
    const programme = finding?.report.programmes[finding.advised];
    if (!finding || !programme || this.#engine === null) return false;
    try {
      const advised = { ...programme, ...this.#engine.advise(finding.advised) };
      const programmes = finding.report.programmes.map((one) => (one === programme ? advised : one));
      this.#finding = { ...finding, report: { ...finding.report, programmes }, advised: finding.advised + 1 };
      return true;
    } catch (error) {
      this.#finding = { ...finding, advised: finding.report.programmes.length };
      this.#fail(error, "");
      return false;
    }
  }

  /**
   * The names of the questions whose answers differ from those of the finding.
   * @param {Given} given
   * @returns {string[]}
   */
  notIncluded({ answers, on }) {
    const known = this.#finding?.answers ?? {};
    const names = [...new Set([...Object.keys(known), ...Object.keys(answers)])];
    const changed = names.filter((name) => JSON.stringify(known[name]) !== JSON.stringify(answers[name]));
    return on === this.#on ? changed : [...changed, "on"];
  }

  /**
   * @param {unknown} error
   * @param {string} reading the reading that failed, as JSON; empty if its evaluation succeeded
   */
  #fail(error, reading) {
    this.#engine = null;
    this.#failedOn = reading;
    this.#evaluated = "";
    const opened = this.#open().then((engine) => {
      this.#engine = engine;
    });
    this.#report({ error, opened, isAdvice: reading === "" });
  }
}

/** Whether the engine's calendar has the year of a day. @param {string} iso */
function isInCalendar(iso) {
  const year = Number(iso.slice(0, 4));
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}
