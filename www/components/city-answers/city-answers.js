/**
 * The panel in which a clerk enters the city's answers to what the published texts leave open. It applies none and decides
 * none: it shows the points that `visit/rulings.js` names, in the words of the programmes.
 */
import { part, parts, textOf } from "../../app/dom.js";
import { shortName } from "../../text/rule-texts.js";
import { pointsOf, rulingOn } from "../../visit/rulings.js";
import { firstText } from "../programme/programme.js";
import { replaceAll } from "../programme/reveal.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").Report} Report */
/** @typedef {import("../../edge/types.d.ts").Rulings} Rulings */
/** @typedef {import("../../edge/wire-types.d.ts").Names} Names */
/** @typedef {import("../../visit/rulings.js").Point} Point */
/** @typedef {boolean | string | null} Ruling null if the city has not decided */
/** @typedef {[ruling: Ruling, text: string]} Choice a ruling, and its words */

export class CityAnswers {
  #root;
  #page;
  #words;
  #names;
  /** The folds and the fields, which keep the focus and what is open. @type {Map<string, HTMLElement>} */
  #made = new Map();

  /**
   * @param {HTMLElement} root
   * @param {Document} page
   * @param {Words} words
   * @param {Names} names the ids behind the engine's numbers
   * @param {(id: string, ruling: Ruling) => void} rule called with what the clerk enters
   * @param {AbortSignal} signal
   */
  constructor(root, page, words, names, rule, signal) {
    this.#root = root;
    this.#page = page;
    this.#words = words;
    this.#names = names;
    const enter = (/** @type {Event} */ { target }) => {
      const { name, value } = /** @type {HTMLInputElement} */ (target);
      rule(name.replace(/^\w+ /, ""), JSON.parse(value));
    };
    root.addEventListener("change", enter, { signal });
  }

  /** @param {Report} report @param {Rulings} rulings */
  show(report, rulings) {
    const points = pointsOf(this.#names, report, rulings, (point) => this.#askOf(point));
    const folds = (/** @type {boolean} */ isMoney) =>
      [...new Set(points.filter((one) => one.isMoney === isMoney).map(({ programme }) => programme))].map((id) => {
        const own = points.filter(({ programme }) => programme === id);
        const fields = own.map((point) => this.#field(point, rulingOn(rulings, point)));
        return this.#fold(id, shortName(this.#page, id), fields);
      });
    const others = folds(false);
    const other = others.length > 0 ? [this.#fold("", this.#words.say("support.other"), others)] : [];
    this.#settle();
    const rows = [...folds(true), ...other];
    if (this.#root.hidden) rows[0]?.setAttribute("open", "");
    replaceAll(part(this.#root, "[data-js-rows]"), rows);
    this.#root.hidden = points.length === 0;
  }

  /** Stands after the rows of the result; where a ruling leaves no result, in its place. */
  #settle() {
    const found = part(this.#page, "[data-js-found]");
    const before = found.hidden ? found : part(found, "[data-js-result-rows]");
    if (before.nextElementSibling === this.#root) return;
    const focused = /** @type {HTMLElement | null} */ (this.#page.activeElement);
    before.after(this.#root);
    if (this.#root.contains(focused)) focused?.focus({ preventScroll: true });
  }

  /** @param {string} key @param {string} title @param {HTMLElement[]} inner */
  #fold(key, title, inner) {
    const fold = this.#once(key, () => this.#words.piece("support-fold"));
    part(fold, "[data-js-support-name]").textContent = title;
    part(fold, "[data-js-size]").textContent = this.#words.say("size", { n: inner.length });
    replaceAll(part(fold, "[data-js-rows]"), inner);
    return fold;
  }

  /** The field of a point, with what is ruled about it. @param {Point} point @param {Ruling} ruled */
  #field(point, ruled) {
    const field = this.#once(`${point.kind} ${point.id}`, () => this.#newField(point));
    for (const box of parts(field, "input")) {
      const radio = /** @type {HTMLInputElement} */ (box);
      radio.checked = radio.value === JSON.stringify(ruled);
    }
    return field;
  }

  /** @param {Point} point */
  #newField(point) {
    const field = this.#words.piece("point");
    const [about, note, choices] = this.#said(point);
    part(field, "legend").textContent = about;
    part(field, "p").textContent = note;
    const all = [...choices, /** @type {Choice} */ ([null, this.#words.say("city.undecided")])];
    const place = part(field, ".choices");
    place.classList.toggle("choices--short", point.kind !== "reading");
    const first = part(place, "label");
    place.replaceChildren(
      ...all.map(([ruling, text]) => {
        const label = /** @type {HTMLElement} */ (first.cloneNode(true));
        const radio = /** @type {HTMLInputElement} */ (part(label, "input"));
        radio.name = `${point.kind} ${point.id}`;
        radio.value = JSON.stringify(ruling);
        part(label, "span").textContent = text;
        return label;
      }),
    );
    return field;
  }

  /** What a point is about, a note on it, and its answers. @param {Point} point @returns {[string, string, Choice[]]} */
  #said(point) {
    const say = (/** @type {string} */ name) => this.#words.say(name);
    /** @type {Choice[]} */
    const exists = [
      [true, say("city.exists")],
      [false, say("city.ends")],
    ];
    if (point.kind === "goes_on") return [say("city.goes_on"), "", exists];
    const place = this.#placeOf(point);
    const says = (/** @type {string} */ at) => textOf(place.querySelector(`${at} [data-js-says]`));
    if (point.kind === "reading") {
      const choices = point.choices.map((id) => [id, says(`[data-js-reading-choice="${CSS.escape(id)}"]`)]);
      return [textOf(place.querySelector("[data-ask]")), "", /** @type {Choice[]} */ (choices)];
    }
    const isTop = place.matches("[data-js-incomplete]");
    const hidden = isTop ? place : place.querySelector(":scope > .small:has(> .to-ask)");
    const note = hidden ? firstText(hidden).replace(textOf(hidden.querySelector(":scope > b")), "") : "";
    if (place.matches("[data-any]")) return [say("city.unpublished_any"), note, exists];
    const about = hidden ? say("city.unpublished") : says(":scope > p");
    return [
      about,
      note,
      [
        [true, say("state.met")],
        [false, say("state.not_met")],
      ],
    ];
  }

  /** Where the page describes a point: a reading, a requirement, or what is not published of all. @param {Point} point */
  #placeOf({ kind, id, programme, year }) {
    const card = part(this.#page, `#p-${year}-${CSS.escape(programme)}`);
    const at = CSS.escape(id);
    const place = kind === "reading" ? `[data-js-reading="${at}"]` : `[data-js-requirement="${at}"]`;
    const own = card.querySelector(place) ?? part(card, "[data-js-incomplete]");
    return /** @type {HTMLElement} */ (own);
  }

  /** The id of the question for the desk about a requirement, or null. @param {Point} point */
  #askOf(point) {
    const ask = this.#placeOf(point).querySelector(":scope > p [data-ask], :scope > .to-ask [data-ask]");
    return ask?.getAttribute("data-ask") ?? null;
  }

  /** An element that is made only once. @param {string} key @param {() => HTMLElement} make */
  #once(key, make) {
    const made = this.#made.get(key) ?? make();
    this.#made.set(key, made);
    return made;
  }
}
