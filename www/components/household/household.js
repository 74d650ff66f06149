/**
 * Adds and removes the members of a list question, fits their questions to children who are not born yet, and says
 * what is still open in a row. It evaluates nothing.
 */
import { firstControl, part, parts, textOf } from "../../app/dom.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").EntryError} EntryError */
/** @typedef {import("../../edge/types.d.ts").Missing} Missing */

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
   * @param {() => void} changed called after a member was added or removed, or something was said of others
   * @param {AbortSignal} signal
   */
  constructor(list, words, changed, signal) {
    this.#list = list;
    this.#words = words;
    this.#changed = changed;
    this.#members = part(list, "[data-js-members]");
    this.#template = /** @type {HTMLTemplateElement} */ (part(list, "[data-js-member-template]"));
    this.#unborn = (list.dataset.unborn ?? "").split(" ");
    part(list, "[data-js-adders]").hidden = false;
    list.addEventListener("click", (event) => this.#click(/** @type {Element} */ (event.target)), { signal });
    list.addEventListener("change", (event) => this.#change(/** @type {Element} */ (event.target)), { signal });
  }

  /** Removes every member but the applicant. */
  clear() {
    for (const block of parts(this.#members, "[data-js-member]").slice(1)) block.remove();
    this.#offer();
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

  /**
   * Says that these are all members, unless something else is said: who goes on has named everybody.
   * @returns {EntryError[]} what is still open in the rows, if anything
   */
  complete() {
    const open = parts(this.#members, "[data-js-question]").filter(
      (question) => isAsked(question) && isEmpty(question),
    );
    const errors = open.map((question) => ({
      name: question.dataset.fact ?? "",
      code: question.dataset.kind === "date" ? "birth" : "choose",
    }));
    const others = /** @type {HTMLInputElement[]} */ (parts(this.#list, `input[name="${this.name}.more"]`));
    if (errors.length === 0 && others.every(({ checked }) => !checked))
      for (const box of others) box.checked = box.value === "none";
    return errors;
  }

  /** Whether going on says that these are all members. */
  get isWhole() {
    const ticked = this.#list.querySelector(`input[name="${CSS.escape(`${this.name}.more`)}"]:checked`);
    return !ticked || /** @type {HTMLInputElement} */ (ticked).value === "none";
  }

  /** @param {Element} target */
  #click(target) {
    const adder = /** @type {HTMLElement | null} */ (target.closest("[data-js-add-member]"));
    if (adder) this.#addOne(adder);
    const remover = target.closest("[data-js-remove-member]");
    if (!remover) return;
    remover.closest("[data-js-member]")?.remove();
    this.#renumber();
    this.#offer();
    part(this.#list, "[data-js-add-member]:not([hidden])").focus();
    this.#changed();
  }

  /** Adds a member of the button's relation, and goes to the box for the year. @param {HTMLElement} adder */
  #addOne(adder) {
    const block = this.add();
    const relation = /** @type {HTMLSelectElement} */ (part(block, `select[name$=".${adder.dataset.field}"]`));
    relation.value = adder.dataset.relation ?? "";
    this.#fit(relation);
    (block.querySelector("[data-kind=date]") ? part(block, "[data-kind=date] input") : firstControl(block))?.focus();
    this.#changed();
  }

  /** @param {Element} target */
  #change(target) {
    if (target instanceof HTMLSelectElement) this.#fit(target);
    const isMore = target instanceof HTMLInputElement && target.name === `${this.name}.more`;
    if (!isMore) return;
    for (const other of parts(this.#list, `input[name="${this.name}.more"]`))
      if (target.checked && other !== target) /** @type {HTMLInputElement} */ (other).checked = false;
    this.#changed();
  }

  /** Asks for a due date, and no yes-or-no question, if a member is not born yet. @param {HTMLSelectElement} relation */
  #fit(relation) {
    const block = relation.closest("[data-js-member]");
    if (!block) return;
    const unborn = this.#unborn.includes(relation.value);
    block.toggleAttribute("data-not-born", unborn);
    for (const legend of parts(block, "[data-unborn]")) {
      legend.dataset.born ??= textOf(legend);
      legend.textContent = unborn ? this.#words.say("member.due") : legend.dataset.born;
    }
    for (const question of parts(block, "[data-kind=yes_no]")) {
      question.hidden = unborn;
      question.toggleAttribute("data-unasked", unborn);
    }
    this.#offer();
  }

  /** Offers each relation that somebody may still have: there is one husband or wife at most. */
  #offer() {
    const taken = parts(this.#members, "select").map((select) => /** @type {HTMLSelectElement} */ (select).value);
    for (const adder of parts(this.#list, "[data-js-add-member][data-single]"))
      adder.hidden = taken.includes(adder.dataset.relation ?? "");
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

/**
 * Shows in each row what can still change a result besides the birth, and what is answered.
 * @param {HTMLElement} form
 * @param {readonly Missing[]} relevant the answers that can still change a result
 */
export function showDetails(form, relevant) {
  const wanted = new Set(relevant.map(({ fact, member, field }) => `${fact}.${member}.${field}`));
  for (const question of parts(form, "[data-js-member] .person__detail")) {
    const isWanted = wanted.has(question.dataset.fact ?? "") || !isEmpty(question);
    question.toggleAttribute("data-spare-detail", !isWanted && !question.contains(document.activeElement));
  }
}

/** Whether a row asks a question now. @param {HTMLElement} question */
const isAsked = (question) => !question.hidden && !question.hasAttribute("data-spare-detail");

/** Whether nothing is entered or chosen in a question. @param {HTMLElement} question */
function isEmpty(question) {
  const controls = /** @type {(HTMLInputElement | HTMLSelectElement)[]} */ (parts(question, "input, select"));
  return controls.every((one) =>
    one instanceof HTMLInputElement && ["radio", "checkbox"].includes(one.type) ? !one.checked : one.value === "",
  );
}
