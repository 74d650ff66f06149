/** The page's words, which stand in it as data, and its pieces of markup, taken from templates. It holds no text of its own. */
import { part } from "./dom.js";

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

  /** @param {string} name */
  has(name) {
    return Object.hasOwn(this.#texts, name);
  }

  /**
   * A text with its slots filled.
   * @param {string} name
   * @param {Record<string, string | number>} [slots]
   */
  say(name, slots = {}) {
    return this.#text(name).replace(/\{(\w+)\}/g, (slot, key) => String(slots[key] ?? slot));
  }

  /**
   * One text of a list whose items are parted by spaces, counted from 1.
   * @param {string} name
   * @param {number} number
   */
  nth(name, number) {
    return this.#text(name).split(" ")[number - 1] ?? "";
  }

  /**
   * A fresh copy of a template's only element.
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
   * An icon and its word, never one alone.
   * @param {"mark" | "chip"} shape
   * @param {string} name
   * @param {Record<string, string | number>} [slots]
   */
  sign(shape, name, slots) {
    const sign = this.piece(shape);
    sign.dataset.sign = name;
    part(sign, "[data-js-icon]").textContent = this.#icons[name] ?? "";
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
   * Texts in the order given, joined as the language joins them.
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
