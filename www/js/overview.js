/** The short list at the top of the results: what can be had first, what cannot last. It marks no card and judges nothing. */
import { putFirst } from "./arrangement.js";
import { part, parts } from "./dom.js";
import { FEW, groupOf, rank } from "./groups.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("./card.js").Card} Card */
/** @typedef {import("./types.d.ts").ProgrammeReport} ProgrammeReport */
/** @typedef {{ card: Card, report: ProgrammeReport, asked: string[] }} Line a card of a year that applies, and what is said of it */

/** Groups of which only few lines are not folded. */
const FOLDED = ["undecided", "out"];
/** Groups whose heading says all that a mark would say. */
const SAID = ["over", "out"];

export class Overview {
  #root;
  #words;
  /** Whether each group was last many or few: a reader's own opening stands until that changes. @type {Map<string, boolean>} */
  #many = new Map();
  /** @type {Map<Card, HTMLElement>} */
  #rows = new Map();

  /**
   * @param {HTMLElement} root
   * @param {Words} words
   */
  constructor(root, words) {
    this.#root = root;
    this.#words = words;
  }

  /** @param {Line[]} lines */
  show(lines) {
    for (const group of parts(this.#root, "[data-js-group]")) {
      const name = group.dataset.jsGroup ?? "";
      const own = lines
        .filter(({ report }) => groupOf(report) === name)
        .toSorted((one, other) => rank(one.report) - rank(other.report));
      group.hidden = own.length === 0;
      part(group, "[data-js-size]").textContent = this.#words.say("size", { n: own.length });
      putFirst(
        part(group, "[data-js-list]"),
        own.map((line) => this.#row(line)),
      );
      const remark = group.querySelector("[data-js-remark]");
      remark?.toggleAttribute("hidden", !own.some(({ card, report }) => card.gist(report) !== ""));
      const many = FOLDED.includes(name) && own.length > FEW;
      if (this.#many.get(name) !== many) group.toggleAttribute("open", !many);
      this.#many.set(name, many);
    }
    const shown = lines.map(({ card }) => card);
    for (const [card, row] of this.#rows) if (!shown.includes(card)) row.remove();
    this.#root.hidden = lines.length === 0;
  }

  /** @param {Line} line */
  #row({ card, report, asked }) {
    const row = this.#rows.get(card) ?? this.#words.piece("line");
    this.#rows.set(card, row);
    const link = /** @type {HTMLAnchorElement} */ (part(row, "[data-js-card]"));
    link.href = `#${card.element.id}`;
    link.textContent = card.name;
    row.querySelector(".mark")?.remove();
    if (!SAID.includes(groupOf(report))) {
      const name =
        report.verdict === "undetermined" && asked.length > 0 ? "brief.undetermined_n" : `brief.${report.verdict}`;
      part(row, "[data-js-side]").append(this.#words.sign("mark", name, { n: asked.length }));
    }
    part(row, "[data-js-gist]").textContent = card.gist(report);
    return row;
  }
}
