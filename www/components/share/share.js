/**
 * Puts answers into the fragment of an address when the visitor asks for a link, prints, or follows a language link.
 * It stores nothing and sends nothing: browsers leave the fragment out of requests.
 */
import { decode, encode } from "../../link/code.js";
import { part, parts } from "../../app/dom.js";
import { questionsOf } from "../../app/form.js";
import { withoutEntries } from "../../entry/read-form.js";
import { answeredQuestions } from "../../text/answer-text.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").Reading} Reading */
/** @typedef {import("../../link/code.js").SharedAnswers} SharedAnswers */

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
   * @param {() => Reading} reading reads the form
   * @param {AbortSignal} signal
   */
  constructor(page, form, words, reading, signal) {
    this.#page = page;
    this.#form = form;
    this.#words = words;
    this.#reading = reading;
    this.#root = part(page, "[data-js-share]");
    part(this.#root, "summary").addEventListener("click", () => this.#preview(), { signal });
    part(this.#root, "[data-js-make-link]").addEventListener("click", () => this.#makeLink(), { signal });
    part(this.#root, "[data-js-copy]").addEventListener("click", () => this.#copy(), { signal });
    for (const link of parts(page, "[data-js-language]")) {
      link.addEventListener("click", () => this.#addAnswers(/** @type {HTMLAnchorElement} */ (link)), { signal });
    }
  }

  /** The address of this page with the answers; only the fragment if the page was not loaded over HTTP. */
  get address() {
    const { protocol, href } = this.#page.location;
    const bare = href.replace(/#.*$/s, "");
    return `${/^https?:$/.test(protocol) ? bare : ""}#${this.#code}`;
  }

  /** The code of everything that a code can hold. */
  get #code() {
    const reading = this.#reading();
    const questions = questionsOf(this.#form);
    const made = encode(questions, reading);
    if ("code" in made) return made.code;
    const rest = encode(questions, withoutEntries(reading, made.refused));
    return "code" in rest ? rest.code : "";
  }

  /**
   * Takes the answers out of the page's address. Null if there are none, a fault if they cannot be decoded.
   * @returns {(SharedAnswers & { more: string }) | { fault: string } | null}
   */
  takeFromAddress() {
    const { hash } = this.#page.location;
    if (!/^#v\d/.test(hash)) return null;
    this.reset();
    try {
      return decode(questionsOf(this.#form), hash.slice(1));
    } catch (error) {
      return { fault: error instanceof Error ? error.message : "damaged" };
    }
  }

  /** Removes the answers from the address, and closes the panel that shows a link. */
  reset() {
    const { pathname, search, hash } = this.#page.location;
    if (hash) history.replaceState(history.state, "", pathname + search);
    part(this.#root, "[data-js-link-made]").hidden = true;
    this.#root.removeAttribute("open");
  }

  /** Lists the answers that a link would contain. */
  #preview() {
    const rows = answeredQuestions(this.#form, this.#words, this.#reading().answers);
    const lines = rows.map(({ question, answer }) =>
      this.#words.item(this.#words.say("answer.line", { question, answer })),
    );
    part(this.#root, "[data-js-contains]").replaceChildren(...lines);
    part(this.#root, "[data-js-link-made]").hidden = true;
  }

  /** Puts the answers into the page's address and shows it. */
  #makeLink() {
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
      // A frame or an old browser may forbid copying. The visitor can copy the selected text.
      said.textContent = this.#words.say("link.select");
      getSelection()?.selectAllChildren(part(this.#root, "[data-js-address]"));
    }
  }

  /** Adds the answers to a link to the page in another language. @param {HTMLAnchorElement} link */
  #addAnswers(link) {
    const { answers, on } = this.#reading();
    const bare = (link.getAttribute("href") ?? "").replace(/#.*$/s, "");
    link.setAttribute("href", on || Object.keys(answers).length > 0 ? `${bare}#${this.#code}` : bare);
  }
}
