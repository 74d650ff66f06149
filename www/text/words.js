/** Gives access to the page's texts and to copies of its templates. It contains no text of its own. */
import { part } from "../app/dom.js";

export class Words {
  #document;
  /** @type {Record<string, string>} */
  #texts;
  /** @type {Record<string, string>} */
  #icons;
  /** @type {Map<string, Element>} */
  #pieces = new Map();

  /** @param {Document} document */
  constructor(document) {
    this.#document = document;
    const { texts, icons } = JSON.parse(part(document, "#words").textContent ?? "");
    this.#texts = texts;
    this.#icons = icons;
  }

  /** Whether the page has a text of this name. @param {string} name */
  has(name) {
    return Object.hasOwn(this.#texts, name);
  }

  /**
   * A text with its slots filled. A slot such as `{n}` that is not given stays.
   * @param {string} name
   * @param {Record<string, string | number>} [slots]
   */
  say(name, slots = {}) {
    return this.#text(name).replace(/\{(\w+)\}/g, (slot, key) => String(slots[key] ?? slot));
  }

  /**
   * One item of a text that is a list separated by spaces, counted from 1; empty if there is none.
   * @param {string} name
   * @param {number} number
   */
  nth(name, number) {
    return this.#text(name).split(" ")[number - 1] ?? "";
  }

  /**
   * A copy of the element in a template.
   * @param {string} name
   * @returns {HTMLElement}
   */
  piece(name) {
    let piece = this.#pieces.get(name);
    if (!piece) {
      piece = part(/** @type {HTMLTemplateElement} */ (part(this.#document, `#piece-${name}`)).content, "*");
      this.#pieces.set(name, piece);
    }
    return /** @type {HTMLElement} */ (piece.cloneNode(true));
  }

  /**
   * An icon together with its text, so that no meaning depends on the icon alone.
   * @param {"sign"} shape
   * @param {string} name
   * @param {Record<string, string | number>} [slots]
   */
  sign(shape, name, slots) {
    const sign = this.piece(shape);
    sign.dataset.sign = name;
    part(sign, "use").setAttribute("href", `#icon-${this.#icons[name] ?? "ask"}`);
    part(sign, "[data-js-text]").textContent = this.say(name, slots);
    return sign;
  }

  /**
   * A list item with a text.
   * @param {string} text
   */
  item(text) {
    const item = this.piece("text-item");
    item.textContent = text;
    return item;
  }

  /**
   * Texts joined as the language joins the items of a list.
   * @param {string[]} texts
   */
  join(texts) {
    return texts.join(this.say("join"));
  }

  /** @param {string} name */
  #text(name) {
    const text = this.#texts[name];
    if (text === undefined) throw new Error(`the page lacks the word ${name}`);
    return text;
  }
}
