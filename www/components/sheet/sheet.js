/**
 * Fills the printed sheet to take to the desk, from the report, the arranged result and the answers, in the words that
 * the screens use. It adds no verdict and no amount of its own, and reads nothing that a screen has drawn.
 */
import { part, parts } from "../../app/dom.js";
import { questionLabel } from "../../app/errors.js";
import { rolesOf } from "../../app/form.js";
import { dayText } from "../../entry/dates.js";
import { answerText } from "../../text/answer-text.js";
import { figure, range } from "../../text/money.js";
import { askTexts, linesOf, programmeOf, reasons, shortName, withoutNotes, yearName } from "../../text/rule-texts.js";
import { moveSpan } from "../../visit/origin.js";
import { isKnown, resultOf, rowsOf } from "../../visit/result.js";
import { answersByTopic } from "../check/check.js";
import { basisOf, heroTexts } from "../hero/hero.js";
import { deadline, planName } from "../programme/advice.js";
import { toldLater } from "../programme/later.js";
import { firstText, gist, rowStatus } from "../programme/programme.js";
import { drawCode } from "./code.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").Answers} Answers */
/** @typedef {import("../../edge/types.d.ts").Report} Report */
/** @typedef {import("../../visit/result.js").Group} Group */
/** @typedef {import("../../visit/result.js").Result} Result */
/** @typedef {import("../../visit/result.js").Row} Row */
/**
 * What the sheet tells besides the result.
 * @typedef {object} Told
 * @property {Report} report
 * @property {string} today an ISO date
 * @property {Answers} answers the answers that the link and the code hold
 * @property {string} address a link with the answers
 * @property {boolean} opensPage whether the link opens the page
 * @property {string[]} outdated the texts of the questions whose entries the result does not include
 */

/** The number of questions that a row of money names, and that the line on missing answers names, of more. */
const NAMED_IN_ROW = 1;
const NAMED_OPEN = 4;
/** The groups whose programmes have days, documents and things to do first. */
const OPEN_GROUPS = ["money", "services", "employer", "open"];
/** The order of the rows of money. */
const STATUSES = ["likely", "confirm", "open"];

export class Sheet {
  #root;
  #page;
  #form;
  #words;

  /**
   * @param {Document} page
   * @param {HTMLElement} form
   * @param {Words} words
   */
  constructor(page, form, words) {
    this.#root = part(page, "[data-js-sheet]");
    this.#page = page;
    this.#form = form;
    this.#words = words;
  }

  /** Fills the sheet. @param {Told} told */
  fill(told) {
    const { report, answers } = told;
    const result = resultOf(report);
    const paying = moneyRows(result);
    const open = result.rows.filter(({ group }) => OPEN_GROUPS.includes(group));
    this.#fillHead(told);
    this.#fillSum(result, told);
    const rows = {
      money: paying.map((row) => this.#moneyRow(row, report)),
      when: this.#items(Object.keys(answers).length > 0 ? this.#deadlines(open) : []),
      before: this.#items(this.#ruleLines(open, ".block--before li")),
      asks: report.asks.map((ask) => this.#askRow(ask)),
      documents: this.#items(this.#ruleLines(open, "[data-js-documents] li")),
      later: this.#items(open.flatMap(({ report: one }) => this.#laterLines(one))),
      answers: this.#answerRows(answers),
    };
    for (const [name, own] of Object.entries(rows)) {
      const place = part(this.#root, `[data-js-sheet-part=${name}]`);
      part(place, "[data-js-rows]").replaceChildren(...own);
      place.hidden = own.length === 0;
    }
    this.#put("unsaid", this.#openQuestions(told));
    for (const place of parts(this.#root, "[data-js-sheet-names]")) this.#fillNames(place, result, paying);
    this.#fillCode(told);
  }

  /** Sets one of the sheet's own texts. @param {string} name @param {string} text */
  #put(name, text) {
    put(this.#root, `[data-js-sheet-${name}]`, text);
  }

  /** Lines of a list, each once. @param {string[]} texts */
  #items(texts) {
    return [...new Set(texts)].map((text) => this.#words.item(text));
  }

  /** @param {string} question @param {string} text */
  #line(question, text) {
    return this.#words.say("label.error", { question, text });
  }

  /** @param {Told} told */
  #fillHead({ report: { on }, answers, outdated, today }) {
    const words = this.#words;
    const lines = [this.#line(words.say("sheet.made"), dayText(words, today))];
    const { move } = rolesOf(this.#form);
    const moved = answers[move];
    if (moved !== undefined)
      lines.push(this.#line(planName(words, this.#form, move), answerText(this.#form, words, move, moved)));
    const { first, last } = moveSpan(moved) ?? {};
    const isToldAlready = on === today || (on === first && on === last);
    if (!isToldAlready) lines.push(this.#line(words.say("check.on"), dayText(words, on)));
    this.#put("days", lines.join("\n"));
    this.#put("outdated", outdated.length > 0 ? words.say("outdated", { fields: words.join(outdated) }) : "");
  }

  /** @param {Result} result @param {Told} told */
  #fillSum(result, { report: { on }, today }) {
    const basis = basisOf(this.#page, this.#words, { on, today });
    const texts = heroTexts(this.#words, result, basis);
    this.#put("verdict", texts.verdict);
    this.#put("lead", texts.lead);
    this.#put("note", texts.note);
    this.#put("basis", texts.basis);
    const sum = part(this.#root, "[data-js-sheet-sum]");
    sum.replaceChildren(...figure(this.#words, texts.sum));
    sum.hidden = texts.sum === "";
    part(this.#root, "[data-js-sheet-ruled]").hidden = !result.isRuled;
  }

  /** @param {Row} row @param {Report} report */
  #moneyRow(row, report) {
    const [words, { id, year, reference }] = [this.#words, row.report];
    const piece = words.piece("sheet-money");
    const [summary = ""] = linesOf(programmeOf(this.#page, id, year), "[data-js-summary]");
    const signs = rowStatus(row).map((name) => words.say(name, { n: row.asked.length }));
    put(piece, "[data-js-name]", shortName(this.#page, id));
    put(piece, "[data-js-summary]", summary);
    put(piece, "[data-js-state]", words.join(signs));
    put(piece, "[data-js-because]", this.#openPoints(row, report));
    put(piece, "[data-js-figure]", gist(words, row));
    const earlier = reference && reference.year !== null && isKnown(reference.amount) ? reference : null;
    const slots = earlier && { year: yearName(this.#page, Number(earlier.year)), range: range(words, earlier.amount) };
    put(piece, "[data-js-earlier]", slots ? words.say("amount.reference", slots) : "");
    return piece;
  }

  /**
   * What is open about a row, in one line: questions that settle it, or the numbers of its questions for the desk.
   * @param {Row} row
   * @param {Report} report
   */
  #openPoints({ status, asked, missing, report: { id } }, { asks }) {
    const names = asked.length > 0 || status !== "open" ? asked : missing;
    if (names.length > 0) {
      const text = this.#words.say(status === "open" ? "missing.verdict" : "missing.amount");
      return text + this.#someQuestions(names, NAMED_IN_ROW);
    }
    const numbers = asks.flatMap(({ programmes }, at) => (programmes.includes(id) ? [String(at + 1)] : []));
    return numbers.length > 0 ? this.#words.say("sheet.numbers", { numbers: this.#words.join(numbers) }) : "";
  }

  /** The last days to apply, the earliest first. @param {Row[]} rows */
  #deadlines(rows) {
    const found = rows.flatMap(({ report }) => {
      const last = deadline(this.#words, report);
      return last ? [{ ...last, name: shortName(this.#page, report.id) }] : [];
    });
    return found.sort((one, other) => (one.day < other.day ? -1 : 1)).map(({ name, text }) => this.#line(name, text));
  }

  /** The lines that the rules of some programmes have in a place. @param {Row[]} rows @param {string} selector */
  #ruleLines(rows, selector) {
    return rows.flatMap(({ report: { id, year } }) => linesOf(programmeOf(this.#page, id, year), selector));
  }

  /** What is told of the time after an award, and of the key dates. @param {Row["report"]} report */
  #laterLines(report) {
    const programme = programmeOf(this.#page, report.id, report.year);
    const told = programme ? toldLater(programme, this.#words, report) : [];
    return told
      .filter(({ text }) => text !== "")
      .map(({ element, text }) => this.#line(firstText(element).trim(), text));
  }

  /** @param {Report["asks"][number]} ask */
  #askRow(ask) {
    const { question, original } = askTexts(this.#page, this.#words, ask);
    const row = this.#words.piece("sheet-ask");
    part(row, "[data-js-question]").textContent = question;
    if (original !== "") part(row, "[data-js-original]").textContent = original;
    return row;
  }

  /** The answers, one row a person. Other questions with the same answer share a row. @param {Answers} answers */
  #answerRows(answers) {
    /** @type {Map<string, [labels: string[], text: string]>} */
    const rows = new Map();
    for (const topic of answersByTopic(this.#form, this.#words, answers))
      for (const { label, text, isPerson } of topic.rows) {
        const answer = text ?? this.#words.say("answer.unknown");
        const key = isPerson ? String(rows.size) : answer;
        const [labels] = rows.get(key) ?? [[]];
        rows.set(key, [[...labels, label], answer]);
      }
    return [...rows.values()].map(([labels, text]) => {
      const row = this.#words.piece("sheet-answer");
      part(row, "span").textContent = labels.join(" / ");
      part(row, "b").textContent = text;
      return row;
    });
  }

  /** The questions without an answer that could still change the result, in one line. @param {Told} told */
  #openQuestions({ report, answers }) {
    const open = [...new Set(report.relevant.map(({ fact }) => fact))].filter((fact) => answers[fact] === undefined);
    const names = this.#someQuestions(open, NAMED_OPEN);
    return open.length > 0 ? this.#words.say("sheet.unsaid", { n: open.length, names }) : "";
  }

  /** The first questions of a list. @param {string[]} names @param {number} most */
  #someQuestions(names, most) {
    const some = this.#words.join(names.slice(0, most).map((name) => questionLabel(this.#form, this.#words, name)));
    return names.length > most ? this.#words.say("and_more", { names: some }) : some;
  }

  /**
   * The names of a group's programmes with their number, and why they do not fit.
   * @param {HTMLElement} place
   * @param {Result} result
   * @param {Row[]} paying the rows that the sheet tells already
   */
  #fillNames(place, result, paying) {
    const group = /** @type {Group} */ (place.dataset.jsSheetNames);
    const rows = rowsOf(result, group).filter((row) => !paying.includes(row));
    const names = rows.map(({ report, status }) => {
      const name = shortName(this.#page, report.id);
      const programme = programmeOf(this.#page, report.id, report.year);
      const [reason] = status === "out" ? reasons(programme, this.#words, report) : [];
      return reason ? this.#words.say("sheet.reason", { name, reason: withoutNotes(reason) }) : name;
    });
    place.hidden = rows.length === 0;
    part(place, "[data-js-size]").textContent = this.#words.say("size", { n: rows.length });
    part(place, "[data-js-text]").textContent = this.#words.join(names);
  }

  /** The code of the answers and what it is for; neither without answers. @param {Told} told */
  #fillCode({ address, opensPage }) {
    const code = address.includes("#") ? drawCode(this.#page, address) : null;
    part(this.#root, "[data-js-sheet-code]").replaceChildren(...(code ? [code] : []));
    const caption = part(this.#root, "[data-js-sheet-caption]");
    caption.hidden = code === null;
    if (!opensPage) caption.textContent = this.#words.say("sheet.code_alone");
  }
}

/** Sets a text, and hides its element if it is empty. @param {HTMLElement} root @param {string} at @param {string} text */
function put(root, at, text) {
  part(root, at).textContent = text;
  part(root, at).hidden = text === "";
}

/** The programmes that may pay the household. @param {Result} result */
function moneyRows(result) {
  const isPaid = (/** @type {Row} */ { group, report }) =>
    group === "money" || (group === "open" && report.is_money && report.payee !== "employer");
  return STATUSES.flatMap((status) => result.rows.filter((row) => isPaid(row) && row.status === status));
}
