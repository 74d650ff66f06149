/** Shows the short list at the top of the results, grouped by result. It changes no card and decides nothing. */
import { prependAll } from "./card-order.js";
import { part, parts } from "../../app/dom.js";
import { FEW, groupOf, rank } from "./groups.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../programme/card.js").Card} Card */
/** @typedef {import("../../edge/types.d.ts").ShownReport} ShownReport */
/**
 * A card, its report, and the names of the questions that are still open.
 * @typedef {{ card: Card, report: ShownReport, asked: string[] }} Line
 */

/** Groups that are folded if they have many lines. */
const FOLDABLE = ["estimate_out", "undecided", "out"];
/** Groups whose heading already says the verdict, so that their lines need no mark. */
const SELF_EXPLAINING = ["over", "estimate_out", "out"];

export class Overview {
  #root;
  #words;
  /**
   * Whether each group had many lines last time. A group is opened or folded only when this changes, so that it stays
   * as the visitor left it.
   * @type {Map<string, boolean>}
   */
  #hadMany = new Map();
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
        .sort((one, other) => rank(one.report) - rank(other.report));
      group.hidden = own.length === 0;
      part(group, "[data-js-size]").textContent = this.#words.say("size", { n: own.length });
      prependAll(
        part(group, "[data-js-list]"),
        own.map((line) => this.#row(line)),
      );
      const remark = group.querySelector("[data-js-remark]");
      remark?.toggleAttribute("hidden", !own.some(({ card, report }) => card.amountSummary(report) !== ""));
      const many = FOLDABLE.includes(name) && own.length > FEW;
      if (this.#hadMany.get(name) !== many) group.toggleAttribute("open", !many);
      this.#hadMany.set(name, many);
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
    if (!SELF_EXPLAINING.includes(groupOf(report))) {
      const name =
        report.verdict === "undetermined" && asked.length > 0 ? "brief.undetermined_n" : `brief.${report.verdict}`;
      part(row, "[data-js-side]").append(this.#words.sign("mark", name, { n: asked.length }));
    }
    part(row, "[data-js-gist]").textContent = card.amountSummary(report);
    return row;
  }
}
