/**
 * Adds and removes the members of a list question, and fits their questions to children who are not born yet.
 * It reads no answer.
 */
import { firstControl, part, parts, textOf } from "../../app/dom.js";

/** @typedef {import("../../text/words.js").Words} Words */

/** The attributes that contain a member's number. */
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
   * @param {() => void} changed called after a member was added or removed
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
    this.#members.addEventListener("change", (event) => this.#applyRelation(event), { signal });
  }

  /** Removes every member but the applicant. */
  clear() {
    for (const block of parts(this.#members, "[data-js-member]").slice(1)) block.remove();
  }

  /** The question's name. */
  get name() {
    return this.#list.dataset.fact ?? "";
  }

  /** Adds a member without answers, and returns its block. */
  add() {
    const block = /** @type {HTMLElement} */ (part(this.#template.content, "[data-js-member]").cloneNode(true));
    this.#members.append(block);
    this.#renumber();
    return block;
  }

  /** @param {Event} event */
  #remove(event) {
    const button = /** @type {Element} */ (event.target).closest("[data-js-remove-member]");
    if (!button) return;
    button.closest("[data-js-member]")?.remove();
    this.#renumber();
    part(this.#list, "[data-js-add-member]").focus();
    this.#changed();
  }

  /** Asks for a due date, and no yes-or-no question, if a member is not born yet. @param {Event} event */
  #applyRelation({ target }) {
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

  /** Numbers the members by position, in control names and in every reference to them. */
  #renumber() {
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
