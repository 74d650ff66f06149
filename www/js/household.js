/** Adding and removing the members of a list question, keeping their numbers in order, and asking only the due date of one not born yet. It reads no answer. */
import { firstControl, part, parts, textOf } from "./dom.js";

/** @typedef {import("./words.js").Words} Words */

const NUMBERED = ["name", "id", "data-fact", "aria-describedby", "aria-labelledby"];

export class Household {
  #list;
  #words;
  #changed;
  #members;
  #template;
  #unborn;

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
    this.#unborn = (list.dataset.unborn ?? "").split(" ");
    const add = part(list, "[data-js-add-member]");
    add.hidden = false;
    add.addEventListener(
      "click",
      () => {
        firstControl(this.add())?.focus();
        this.#changed();
      },
      { signal },
    );
    this.#members.addEventListener("click", (event) => this.#remove(event), { signal });
    this.#members.addEventListener("change", (event) => this.#sort(event), { signal });
  }

  /** Leaves the applicant alone. */
  clear() {
    for (const block of parts(this.#members, "[data-js-member]").slice(1)) block.remove();
  }

  /** The question's name. */
  get name() {
    return this.#list.dataset.fact ?? "";
  }

  /** One member more, of whom nothing is said yet. */
  add() {
    const block = /** @type {HTMLElement} */ (part(this.#template.content, "[data-js-member]").cloneNode(true));
    this.#members.append(block);
    this.#number();
    return block;
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

  /** Somebody not born yet has a due date, and is asked no yes or no. @param {Event} event */
  #sort({ target }) {
    if (!(target instanceof HTMLSelectElement)) return;
    const block = target.closest("[data-js-member]");
    if (!block) return;
    const unborn = this.#unborn.includes(target.value);
    for (const legend of parts(block, "[data-unborn]")) {
      legend.dataset.born ??= textOf(legend);
      legend.textContent = unborn ? this.#words.say("member.due") : legend.dataset.born;
    }
    for (const question of parts(block, "[data-kind=yes_no]")) {
      question.hidden = unborn;
      question.toggleAttribute("data-unasked", unborn);
    }
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
