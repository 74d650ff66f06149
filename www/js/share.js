/**
 * Answers carried in the fragment of an address, which no request contains: only when the reader asks for a link,
 * prints, or follows a language link. It keeps nothing and sends nothing.
 */
import { decode, encode } from "./code.js";
import { part, parts } from "./dom.js";
import { recall } from "./recall.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("./types.d.ts").Reading} Reading */
/** @typedef {import("./code.js").Given} Given */

export class Share {
  #page;
  #form;
  #words;
  #reading;
  #root;

  /**
   * @param {Document} page
   * @param {HTMLElement} form
   * @param {Words} words
   * @param {() => Reading} reading what the form says now
   * @param {AbortSignal} signal
   */
  constructor(page, form, words, reading, signal) {
    this.#page = page;
    this.#form = form;
    this.#words = words;
    this.#reading = reading;
    this.#root = part(page, "[data-js-share]");
    part(this.#root, "summary").addEventListener("click", () => this.#preview(), { signal });
    part(this.#root, "[data-js-make-link]").addEventListener("click", () => this.#make(), { signal });
    part(this.#root, "[data-js-copy]").addEventListener("click", () => this.#copy(), { signal });
    for (const link of parts(page, "[data-js-language]")) {
      link.addEventListener("click", () => this.#carry(/** @type {HTMLAnchorElement} */ (link)), { signal });
    }
  }

  /** The address of this page with the answers in it; without one where the page has no address to give. */
  get address() {
    const { protocol, href } = this.#page.location;
    const bare = href.replace(/#.*$/s, "");
    return `${/^https?:$/.test(protocol) ? bare : ""}#${this.#code}`;
  }

  get #code() {
    const { answers, on } = this.#reading();
    const more = Object.values(answers).some(
      (answer) => typeof answer === "object" && answer !== null && "members" in answer,
    );
    const chosen = more
      ? /** @type {HTMLInputElement | null} */ (this.#form.querySelector("[data-js-more] input:checked"))
      : null;
    return encode(this.#form, { answers, on }, chosen?.value ?? "");
  }

  /**
   * What the page was opened with, taken out of the address at once; null if it was opened without answers.
   * @returns {(Given & { more: string }) | { fault: string } | null}
   */
  arrival() {
    const { hash } = this.#page.location;
    if (!/^#v\d/.test(hash)) return null;
    this.forget();
    try {
      return decode(this.#form, hash.slice(1));
    } catch (error) {
      return { fault: error instanceof Error ? error.message : "damaged" };
    }
  }

  /** Takes the answers out of the address, and what was shown of a link. */
  forget() {
    const { pathname, search, hash } = this.#page.location;
    if (hash) history.replaceState(history.state, "", pathname + search);
    part(this.#root, "[data-js-link-made]").hidden = true;
    this.#root.removeAttribute("open");
  }

  /** Lists what a link will contain, before there is one. */
  #preview() {
    const rows = recall(this.#form, this.#words, this.#reading().answers);
    const lines = rows.map(({ question, answer }) =>
      this.#words.item(this.#words.say("answer.line", { question, answer })),
    );
    part(this.#root, "[data-js-contains]").replaceChildren(...lines);
    part(this.#root, "[data-js-link-made]").hidden = true;
  }

  #make() {
    history.replaceState(history.state, "", `#${this.#code}`);
    const made = part(this.#root, "[data-js-link-made]");
    made.hidden = false;
    part(made, "[data-js-address]").textContent = this.address;
    part(made, "[data-js-copied]").textContent = "";
  }

  async #copy() {
    const said = part(this.#root, "[data-js-copied]");
    try {
      await navigator.clipboard.writeText(this.address);
      said.textContent = this.#words.say("link.copied");
    } catch {
      // Frames and old browsers may forbid it; the text can be selected.
      said.textContent = this.#words.say("link.select");
      getSelection()?.selectAllChildren(part(this.#root, "[data-js-address]"));
    }
  }

  /** @param {HTMLAnchorElement} link */
  #carry(link) {
    const { answers, on } = this.#reading();
    const bare = (link.getAttribute("href") ?? "").replace(/#.*$/s, "");
    link.setAttribute("href", on || Object.keys(answers).length > 0 ? `${bare}#${this.#code}` : bare);
  }
}
