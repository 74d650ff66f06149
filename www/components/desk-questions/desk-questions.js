/** Shows the report's questions for the desk as one list, to copy or to print. It makes no question of its own. */
import { part, parts, textOf } from "../../app/dom.js";
import { askTexts } from "../../text/rule-texts.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").Report} Report */
/** @typedef {Report["asks"][number]} Ask */

/** The number of questions that are not folded. */
const FEW = 3;

export class DeskQuestions {
  #root;
  #page;
  #words;

  /**
   * @param {HTMLElement} root the section of the questions
   * @param {HTMLElement} page the element that contains every programme
   * @param {Words} words
   */
  constructor(root, page, words) {
    this.#root = root;
    this.#page = page;
    this.#words = words;
    part(root, "[data-js-copy-asks]").addEventListener("click", () => this.#copy());
  }

  /**
   * @param {readonly Ask[]} asks
   * @param {(id: string) => string} name a programme's name
   */
  show(asks, name) {
    const items = asks.map((ask) => this.#item(ask, name));
    // A fold for one question would hide more than it saves.
    const few = items.length > FEW + 1 ? FEW : items.length;
    part(this.#root, "[data-js-asks-list]").replaceChildren(...items.slice(0, few));
    const rest = part(this.#root, "[data-js-asks-rest]");
    rest.replaceChildren(...items.slice(few));
    rest.setAttribute("start", String(few + 1));
    rest.style.setProperty("--from", String(few));
    part(this.#root, "[data-js-asks-more]").hidden = items.length === few;
    part(this.#root, "[data-js-more-size]").textContent = this.#words.say("size", { n: items.length - few });
    part(this.#root, "[data-js-size]").textContent = this.#words.say("size", { n: items.length });
    part(this.#root, "[data-js-asks-copied]").textContent = "";
    this.#root.hidden = items.length === 0;
  }

  /** @param {Ask} ask @param {(id: string) => string} name */
  #item(ask, name) {
    const { question, original } = askTexts(this.#page, this.#words, ask);
    const item = this.#words.piece("ask");
    item.dataset.programmes = ask.programmes.join(" ");
    item.dataset.why = ask.why;
    part(item, "[data-js-question]").textContent = question;
    const japanese = /** @type {HTMLElement | null} */ (item.querySelector("[data-js-original]"));
    if (japanese) japanese.textContent = original;
    japanese?.toggleAttribute("hidden", original === "");
    const about = part(item, "[data-js-about]");
    about.hidden = ask.programmes.length < 2;
    about.textContent = about.hidden ? "" : this.#words.join(ask.programmes.map(name));
    return item;
  }

  /** Copies all questions, each with its Japanese original. */
  async #copy() {
    const lines = parts(this.#root, "[data-js-desk-question]").map((item, at) =>
      [`${at + 1}. ${textOf(part(item, "[data-js-question]"))}`, textOf(item.querySelector("[data-js-original]"))]
        .filter((text) => text !== "")
        .join("\n"),
    );
    const said = part(this.#root, "[data-js-asks-copied]");
    try {
      await navigator.clipboard.writeText(lines.join("\n"));
      said.textContent = this.#words.say("link.copied");
    } catch {
      getSelection()?.selectAllChildren(part(this.#root, "[data-js-asks-list]"));
      said.textContent = this.#words.say("asks.select");
    }
  }
}
