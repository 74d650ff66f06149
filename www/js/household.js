/** Adding and removing the members of a list question, and keeping their numbers in order. It reads no answer. */
import { firstControl, part, parts } from "./dom.js";

/** @typedef {import("./words.js").Words} Words */

const NUMBERED = ["name", "id", "data-fact", "aria-describedby", "aria-labelledby"];

export class Household {
  #list;
  #words;
  #changed;
  #members;
  #template;

  /**
   * @param {HTMLElement} list
   * @param {Words} words
   * @param {() => void} changed
   * @param {AbortSignal} signal
   */
  constructor(list, words, changed, signal) {
    this.#list = list;
    this.#words = words;
    this.#changed = changed;
    this.#members = part(list, "[data-js-members]");
    this.#template = /** @type {HTMLTemplateElement} */ (part(list, "[data-js-member-template]"));
    const add = part(list, "[data-js-add-member]");
    add.hidden = false;
    add.addEventListener("click", () => this.#add(), { signal });
    this.#members.addEventListener("click", (event) => this.#remove(event), { signal });
  }

  /** Leaves the applicant alone. */
  clear() {
    for (const block of parts(this.#members, "[data-js-member]").slice(1)) block.remove();
  }

  #add() {
    const block = /** @type {HTMLElement} */ (part(this.#template.content, "[data-js-member]").cloneNode(true));
    this.#members.append(block);
    this.#number();
    firstControl(block)?.focus();
    this.#changed();
  }

  /** @param {Event} event */
  #remove(event) {
    const button = /** @type {Element} */ (event.target).closest("[data-js-remove-member]");
    if (!button) return;
    button.closest("[data-js-member]")?.remove();
    this.#number();
    part(this.#list, "[data-js-add-member]").focus();
    this.#changed();
  }

  /** Members are numbered by their place, in names and in every reference to them. */
  #number() {
    const fact = this.#list.dataset.fact ?? "";
    const place = new RegExp(`(^|[ -])${fact}\\.(?:N|\\d+)\\.`, "g");
    parts(this.#members, "[data-js-member]").forEach((block, index) => {
      if (index === 0) return;
      part(block, "legend").textContent = this.#words.say("member", { n: index });
      for (const name of NUMBERED) {
        for (const element of parts(block, `[${name}]`)) {
          element.setAttribute(name, (element.getAttribute(name) ?? "").replace(place, `$1${fact}.${index}.`));
        }
      }
    });
  }
}
