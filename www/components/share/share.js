/**
 * Offers a link that holds the answers. The link, the list of what it holds and what is copied are made from the form
 * when they are shown; nothing of them is kept. It stores nothing, sends nothing, and puts no answer into the address.
 */
import { part } from "../../app/dom.js";
import { questionLabel } from "../../app/errors.js";
import { answersByTopic } from "../check/check.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").Reading} Reading */
/** @typedef {import("../check/check.js").Row} Row */
/** @typedef {{ code: string, left: string[], reading: Reading }} Carried */

export class Share {
  #page;
  #form;
  #words;
  #carried;
  #root;
  #made;

  /**
   * @param {Document} page
   * @param {HTMLElement} form
   * @param {Words} words
   * @param {() => Carried} carried the code of the answers as they are now, what it holds, and what it leaves out
   * @param {AbortSignal} signal
   */
  constructor(page, form, words, carried, signal) {
    this.#page = page;
    this.#form = form;
    this.#words = words;
    this.#carried = carried;
    this.#root = part(page, "[data-js-share]");
    this.#made = part(this.#root, "[data-js-link-made]");
    this.#root.addEventListener("toggle", () => this.follow(), { signal });
    part(this.#root, "[data-js-make-link]").addEventListener("click", () => this.#makeLink(), { signal });
    part(this.#root, "[data-js-copy]").addEventListener("click", () => this.#copy(), { signal });
  }

  /** The address of this page with the answers; only the fragment if the page was not loaded over HTTP. */
  get address() {
    const { code } = this.#carried();
    const bare = this.opensPage ? this.#page.location.href.replace(/#.*$/s, "") : "";
    return code ? `${bare}#${code}` : bare;
  }

  /** The answers that the address holds. */
  get answers() {
    return this.#carried().reading.answers;
  }

  /** Whether the address opens the page elsewhere; not if the page was opened from a file. */
  get opensPage() {
    return /^https?:$/.test(this.#page.location.protocol);
  }

  /** Brings what is shown up to date with the form. A link of other answers is taken away. */
  follow() {
    const isStale = !this.#made.hidden && this.#shown.textContent !== this.address;
    if (!isOpen(this.#root) || isStale) this.#made.hidden = true;
    if (!isOpen(this.#root)) return;
    const { reading, left } = this.#carried();
    const topics = answersByTopic(this.#form, this.#words, reading.answers);
    const lines = topics.flatMap(({ rows }) => rows.map((row) => this.#lineOf(row)));
    part(this.#root, "[data-js-contains]").replaceChildren(...lines);
    const fields = left.map((name) => questionLabel(this.#form, this.#words, name));
    const line = part(this.#root, "[data-js-left-out]");
    line.hidden = left.length === 0;
    line.textContent = this.#words.say("link.left", { fields: this.#words.join(fields) });
  }

  /** @param {Row} row */
  #lineOf({ label: question, text }) {
    const answer = text ?? this.#words.say("answer.unknown");
    return this.#words.item(this.#words.say("answer.line", { question, answer }));
  }

  get #shown() {
    return part(this.#made, "[data-js-address]");
  }

  #makeLink() {
    this.#made.hidden = false;
    this.#shown.textContent = this.address;
    part(this.#made, "[data-js-copied]").textContent = this.opensPage ? "" : this.#words.say("link.file");
    this.follow();
  }

  async #copy() {
    const said = part(this.#root, "[data-js-copied]");
    try {
      await navigator.clipboard.writeText(this.address);
      said.textContent = this.#words.say("link.copied");
    } catch {
      // A frame or an old browser may forbid copying. The visitor can copy the selected text.
      said.textContent = this.#words.say("link.select");
      getSelection()?.selectAllChildren(this.#shown);
    }
  }
}

/** @param {HTMLElement} details */
const isOpen = (details) => details.hasAttribute("open");
