/**
 * Fills the printed sheet to take to the desk, from the report, the arranged result and the answers, in the words that
 * the screens use. It adds no verdict and no amount of its own, and reads nothing that a screen has drawn.
 */
import { part, parts } from "../../app/dom.js";
import { questionLabel } from "../../app/errors.js";
import { dayText } from "../../entry/dates.js";
import { answerText } from "../../text/answer-text.js";
import { figure, range } from "../../text/money.js";
import { askTexts, linesOf, programmeOf, reasons, shortName, withoutNotes, yearName } from "../../text/rule-texts.js";
import { MOVE_DATE, moveSpan } from "../../visit/origin.js";
import { isKnown, resultOf, rowsOf } from "../../visit/result.js";
import { answersByTopic } from "../check/check.js";
import { basisOf, heroTexts } from "../hero/hero.js";
import { deadline, planName } from "../programme/advice.js";
import { gist, rowStatus } from "../programme/programme.js";
import { drawCode } from "./code.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").Answers} Answers */
/** @typedef {import("../../edge/types.d.ts").Report} Report */
/** @typedef {import("../../visit/result.js").Group} Group */
/** @typedef {import("../../visit/result.js").Result} Result */
/** @typedef {import("../../visit/result.js").Row} Row */
/**
 * What the sheet tells, and where its texts come from.
 * @typedef {object} Told
 * @property {Document} page
 * @property {HTMLElement} form
 * @property {Words} words
 * @property {Report} report
 * @property {Result} result
 * @property {string} today an ISO date
 * @property {Answers} answers the answers that the link and the code hold
 * @property {string[]} outdated the texts of the questions whose entries the result does not include
 * @property {{ address: string, opensPage: boolean }} link a link with the answers
 */

/** The number of questions that a row of money names, and that the line on missing answers names, of more. */
const NAMED = { row: 1, unsaid: 4 };
/** The groups whose programmes have days, documents and things to do first. */
const OPEN_GROUPS = ["money", "services", "employer", "open"];
/** The order of the rows of money. */
const STATUSES = ["likely", "confirm", "open"];

/**
 * Fills the sheet.
 * @param {Omit<Told, "result">} given
 */
export function fillSheet(given) {
  const told = { ...given, result: resultOf(given.report) };
  const sheet = part(told.page, "[data-js-sheet]");
  const { report, result, words } = told;
  fillHead(sheet, told);
  fillSum(sheet, told);
  const paying = moneyRows(result);
  const open = result.rows.filter(({ group }) => OPEN_GROUPS.includes(group));
  const items = (/** @type {string[]} */ texts) => [...new Set(texts)].map((text) => words.item(text));
  const rowsByPart = {
    money: paying.map((row) => moneyRow(told, row)),
    when: items(deadlines(told, open)),
    before: items(ruleLines(told, open, ".block--before li")),
    asks: report.asks.map((ask) => askRow(told, ask)),
    documents: items(ruleLines(told, open, "[data-js-documents] li")),
    answers: answerRows(told),
  };
  for (const [name, rows] of Object.entries(rowsByPart)) {
    const place = part(sheet, `[data-js-sheet-part=${name}]`);
    part(place, "[data-js-rows]").replaceChildren(...rows);
    place.hidden = rows.length === 0;
  }
  put(sheet, "[data-js-sheet-unsaid]", unsaid(told));
  for (const place of parts(sheet, "[data-js-sheet-names]")) fillNames(place, told, paying);
  fillCode(sheet, told);
}

/** Sets a text, and hides its element if it is empty. @param {HTMLElement} root @param {string} at @param {string} text */
function put(root, at, text) {
  part(root, at).textContent = text;
  part(root, at).hidden = text === "";
}

/** @param {HTMLElement} sheet @param {Told} told */
function fillHead(sheet, told) {
  const { form, words, report, answers, outdated, today } = told;
  const line = (/** @type {string} */ question, /** @type {string} */ text) =>
    words.say("label.error", { question, text });
  const lines = [line(words.say("sheet.made"), dayText(words, today))];
  const moved = answers[MOVE_DATE];
  if (moved !== undefined)
    lines.push(line(planName(words, form, MOVE_DATE), answerText(form, words, MOVE_DATE, moved)));
  const { first, last } = moveSpan(answers) ?? {};
  const isToldAlready = report.on === today || (report.on === first && report.on === last);
  if (!isToldAlready) lines.push(line(words.say("check.on"), dayText(words, report.on)));
  put(sheet, "[data-js-sheet-days]", lines.join("\n"));
  put(
    sheet,
    "[data-js-sheet-outdated]",
    outdated.length ? words.say("outdated", { fields: words.join(outdated) }) : "",
  );
}

/** @param {HTMLElement} sheet @param {Told} told */
function fillSum(sheet, { page, words, report, result, today }) {
  const { verdict, sum, lead, note, basis } = heroTexts(words, result, basisOf(page, words, { on: report.on, today }));
  put(sheet, "[data-js-sheet-verdict]", verdict);
  put(sheet, "[data-js-sheet-note]", note);
  put(sheet, "[data-js-sheet-lead]", lead);
  put(sheet, "[data-js-sheet-basis]", basis);
  part(sheet, "[data-js-sheet-sum]").replaceChildren(...figure(words, sum));
  part(sheet, "[data-js-sheet-sum]").hidden = sum === "";
  part(sheet, "[data-js-sheet-ruled]").hidden = !result.isRuled;
}

/** The programmes that may pay the household. @param {Result} result */
function moneyRows(result) {
  const isPaid = (/** @type {Row} */ { group, report }) =>
    group === "money" || (group === "open" && report.is_money && report.payee !== "employer");
  return STATUSES.flatMap((status) => result.rows.filter((row) => isPaid(row) && row.status === status));
}

/** @param {Told} told @param {Row} row */
function moneyRow(told, row) {
  const { page, words } = told;
  const { id, year, reference } = row.report;
  const programme = programmeOf(page, id, year);
  const piece = words.piece("sheet-money");
  const [summary = ""] = linesOf(programme, "[data-js-summary]");
  const signs = rowStatus(row).map((name) => words.say(name, { n: row.asked.length }));
  put(piece, "[data-js-name]", shortName(page, id));
  put(piece, "[data-js-summary]", summary);
  put(piece, "[data-js-state]", words.join(signs));
  put(piece, "[data-js-because]", openPoints(told, row));
  put(piece, "[data-js-figure]", gist(words, row));
  const earlier = reference && reference.year !== null && isKnown(reference.amount) ? reference : null;
  const slots = earlier && { year: yearName(page, Number(earlier.year)), range: range(words, earlier.amount) };
  put(piece, "[data-js-earlier]", slots ? words.say("amount.reference", slots) : "");
  return piece;
}

/** What is open about a row in one line: questions that settle it, or the numbers of its questions for the desk. @param {Told} told @param {Row} row */
function openPoints({ form, words, report }, { status, asked, missing, report: { id } }) {
  const names = asked.length > 0 || status !== "open" ? asked : missing;
  if (names.length > 0) {
    const text = words.say(status === "open" ? "missing.verdict" : "missing.amount");
    return text + someQuestions(form, words, names, NAMED.row);
  }
  const numbers = report.asks.flatMap(({ programmes }, at) => (programmes.includes(id) ? [String(at + 1)] : []));
  return numbers.length > 0 ? words.say("sheet.numbers", { numbers: words.join(numbers) }) : "";
}

/** The last days to apply, the earliest first. @param {Told} told @param {Row[]} rows */
function deadlines({ page, words, answers }, rows) {
  if (Object.keys(answers).length === 0) return [];
  const found = rows.flatMap(({ report }) => {
    const last = deadline(words, report);
    return last ? [{ ...last, name: shortName(page, report.id) }] : [];
  });
  return found
    .sort((one, other) => (one.day < other.day ? -1 : 1))
    .map(({ name, text }) => words.say("label.error", { question: name, text }));
}

/** The lines that the rules of some programmes have in a place. @param {Told} told @param {Row[]} rows @param {string} selector */
function ruleLines({ page }, rows, selector) {
  return rows.flatMap(({ report: { id, year } }) => linesOf(programmeOf(page, id, year), selector));
}

/** @param {Told} told @param {Report["asks"][number]} ask */
function askRow({ page, words }, ask) {
  const { question, original } = askTexts(page, words, ask);
  const row = words.piece("sheet-ask");
  part(row, "[data-js-question]").textContent = question;
  if (original !== "") part(row, "[data-js-original]").textContent = original;
  return row;
}

/** The answers, one row a person. Other questions with the same answer share a row. @param {Told} told */
function answerRows({ form, words, answers }) {
  /** @type {Map<string, { labels: string[], text: string }>} */
  const rows = new Map();
  for (const { label, text, isPerson } of answersByTopic(form, words, answers).flatMap((topic) => topic.rows)) {
    const answer = text ?? words.say("answer.unknown");
    const key = isPerson ? String(rows.size) : answer;
    rows.set(key, { labels: [...(rows.get(key)?.labels ?? []), label], text: answer });
  }
  return [...rows.values()].map(({ labels, text }) => {
    const row = words.piece("sheet-answer");
    part(row, "span").textContent = labels.join(" / ");
    part(row, "b").textContent = text;
    return row;
  });
}

/** The questions without an answer that could still change the result, in one line. @param {Told} told */
function unsaid({ form, words, report, answers }) {
  const open = [...new Set(report.relevant.map(({ fact }) => fact))].filter((fact) => answers[fact] === undefined);
  const names = someQuestions(form, words, open, NAMED.unsaid);
  return open.length > 0 ? words.say("sheet.unsaid", { n: open.length, names }) : "";
}

/**
 * The first questions of a list.
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {string[]} names
 * @param {number} most
 */
function someQuestions(form, words, names, most) {
  const some = words.join(names.slice(0, most).map((name) => questionLabel(form, words, name)));
  return names.length > most ? words.say("and_more", { names: some }) : some;
}

/**
 * The names of a group's programmes with their number, and why they do not fit.
 * @param {HTMLElement} place
 * @param {Told} told
 * @param {Row[]} paying the rows that the sheet tells already
 */
function fillNames(place, { page, words, result }, paying) {
  const group = /** @type {Group} */ (place.dataset.jsSheetNames);
  const rows = rowsOf(result, group).filter((row) => !paying.includes(row));
  const names = rows.map(({ report, status }) => {
    const name = shortName(page, report.id);
    const [reason] = status === "out" ? reasons(programmeOf(page, report.id, report.year), words, report) : [];
    return reason ? words.say("sheet.reason", { name, reason: withoutNotes(reason) }) : name;
  });
  place.hidden = rows.length === 0;
  part(place, "[data-js-size]").textContent = words.say("size", { n: rows.length });
  part(place, "[data-js-text]").textContent = words.join(names);
}

/** The code of the answers and what it is for; neither without answers. @param {HTMLElement} sheet @param {Told} told */
function fillCode(sheet, { page, words, link: { address, opensPage } }) {
  const code = address.includes("#") ? drawCode(page, address) : null;
  part(sheet, "[data-js-sheet-code]").replaceChildren(...(code ? [code] : []));
  const caption = part(sheet, "[data-js-sheet-caption]");
  caption.hidden = code === null;
  if (!opensPage) caption.textContent = words.say("sheet.code_alone");
}
