/**
 * Exchanges all answers at once: takes those of a link or of another language into the form, clears them, and brings
 * them back, the city's answers too. It reads and evaluates no answer.
 */
import { parts } from "./dom.js";
import { CODE, answersOf } from "./carried.js";
import { questionLabel } from "./errors.js";
import { fillForm } from "./fill.js";
import { ALL } from "./history.js";
import { restoreSnapshot, takeSnapshot } from "./snapshot.js";
import { isMultiple, setMultiple } from "../components/question/multiple-choice.js";

/** @typedef {import("../components/household/household.js").Household} Household */
/** @typedef {import("../components/said/said.js").Said} Said */
/** @typedef {import("../edge/types.d.ts").EntryError} EntryError */
/** @typedef {import("../edge/types.d.ts").Rulings} Rulings */
/** @typedef {import("../text/words.js").Words} Words */
/** @typedef {import("./arrival.js").Arrival} Arrival */
/** @typedef {import("./guide.js").Guide} Guide */
/** @typedef {import("./snapshot.js").Snapshot} Snapshot */

/**
 * @typedef {object} Hooks
 * @property {() => void} read reads and evaluates the form
 * @property {() => EntryError[]} errors the errors of the last reading
 * @property {() => boolean} hasAnswers
 * @property {(rulings: Rulings) => Rulings} rule puts the city's answers in place of those that there are, which it returns
 * @property {() => void} cleared called when the form was cleared
 */

export class Answering {
  #form;
  #words;
  #households;
  #said;
  #guide;
  #hooks;
  /** The first sentence of the next check of the answers; empty for the usual one. */
  #notice = "";
  /** Whether answers are being entered all at once, so that none of them is to be read yet. */
  isFilling = false;

  /**
   * @param {HTMLElement} form
   * @param {Words} words
   * @param {readonly Household[]} households the form's lists
   * @param {Said} said
   * @param {Guide} guide
   * @param {Hooks} hooks
   */
  constructor(form, words, households, said, guide, hooks) {
    this.#form = form;
    this.#words = words;
    this.#households = households;
    this.#said = said;
    this.#guide = guide;
    this.#hooks = hooks;
  }

  /** Takes over what the page was opened with. @param {Arrival} arrival */
  arrive({ fragment, luggage, hadAnswers }) {
    if (CODE.test(fragment)) {
      this.#takeLink(fragment.slice(1));
      this.#guide.go({ kind: "check" });
    } else if (luggage) this.#unpack(luggage);
    else if (hadAnswers && !this.#hooks.hasAnswers()) this.#said.show("gone", this.#words.say("arrival.gone"));
  }

  /**
   * Follows a fragment that was entered in the address of the open page.
   * @param {string} fragment
   * @param {() => void} goToPlace follows one that names a place on the page
   */
  enter(fragment, goToPlace) {
    if (!CODE.test(fragment) && fragment !== ALL) return goToPlace();
    if (fragment === ALL) {
      if (this.#guide.kind !== "single") this.#guide.goInPlace({ kind: "single" });
      return;
    }
    const code = fragment.slice(1);
    const take = () => this.#takeLink(code);
    const taken = answersOf(this.#form, code);
    if (!this.#hooks.hasAnswers()) {
      take();
      return this.#guide.goInPlace({ kind: "check" });
    }
    if ("fault" in taken) return this.#said.show("link", this.#words.say(`arrival.${taken.fault}`));
    const use = () => {
      take();
      this.#guide.go({ kind: "check" });
    };
    this.#said.show("link", this.#words.say("arrival.ask"), [
      { label: this.#words.say("arrival.use"), run: use },
      { label: this.#words.say("arrival.keep"), run: () => {} },
    ]);
  }

  /** Clears all answers, and offers to bring them back. */
  clear() {
    const hadAnswers = this.#hooks.hasAnswers();
    const snapshot = takeSnapshot(this.#form);
    const { asked } = this.#guide;
    const rulings = this.#hooks.rule({});
    this.#fill(null);
    this.#guide.restart();
    if (this.#guide.kind === "single") this.#guide.redraw();
    if (!hadAnswers) return;
    const undo = () => {
      this.#hooks.rule(rulings);
      this.#fill(snapshot);
      this.#guide.asked = asked;
      if (this.#guide.kind === "single") this.#guide.redraw();
      else this.#guide.back();
    };
    this.#said.show("cleared", this.#words.say("cleared"), [{ label: this.#words.say("cleared.undo"), run: undo }]);
  }

  /** Takes back what is said about earlier answers once there are answers again. */
  changed() {
    if (!this.#hooks.hasAnswers()) return;
    this.#said.hide("cleared");
    this.#said.hide("gone");
  }

  /** The first sentence of the check of the answers, once; empty for the usual one. */
  takeNotice() {
    const notice = this.#notice;
    this.#notice = "";
    return notice;
  }

  /** Enters the answers of a link in place of all others, or none of them if one is invalid. @param {string} code */
  #takeLink(code) {
    const fault = this.#enter(code);
    this.#notice = this.#words.say(fault ? `arrival.${fault}` : "arrival.restored");
  }

  /** @param {import("../visit/luggage.js").Luggage} luggage */
  #unpack({ code, left }) {
    const fault = code ? this.#enter(code) : "";
    if (fault) {
      this.#said.show("left", this.#words.say(`arrival.${fault}`));
      return this.#guide.restart();
    }
    this.#guide.redraw();
    if (left.length === 0) return;
    const fields = this.#words.join(left.map((name) => questionLabel(this.#form, this.#words, name)));
    this.#said.show("left", this.#words.say("arrival.left", { fields }));
  }

  /**
   * Enters the answers of a code in place of all others. If one is invalid, the form stays as it was.
   * @param {string} code
   * @returns {string} the fault; empty if there is none
   */
  #enter(code) {
    const taken = answersOf(this.#form, code);
    if ("fault" in taken) return taken.fault;
    const before = takeSnapshot(this.#form);
    try {
      this.#fill(null, () => fillForm(this.#form, this.#words, [...this.#households], taken));
      if (this.#hooks.errors().length === 0) return "";
    } catch {
      // The form does not have what the code names.
    }
    this.#fill(before);
    return "damaged";
  }

  /**
   * Empties the form, enters a snapshot if one is given, and reads the form.
   * @param {Snapshot | null} snapshot
   * @param {() => void} [fill] enters something else into the empty form
   */
  #fill(snapshot, fill) {
    this.isFilling = true;
    try {
      this.#empty();
      if (snapshot) restoreSnapshot(this.#form, this.#words, this.#households, snapshot);
      fill?.();
    } finally {
      this.isFilling = false;
    }
    this.#hooks.read();
  }

  #empty() {
    for (const question of parts(this.#form, "[data-js-question]"))
      if (isMultiple(question)) setMultiple(question, this.#words, false);
    /** @type {HTMLFormElement} */ (this.#form).reset();
    for (const household of this.#households) household.clear();
    this.#hooks.cleared();
  }
}
