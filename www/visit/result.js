/**
 * Arranges a report for the result screen: the kind of result, its sum, and its programmes in groups and in order. It
 * decides no verdict, adds no amount and knows no text.
 */
import { hasResult, shownReport } from "./shown.js";

/** @typedef {import("../edge/types.d.ts").Best} Best */
/** @typedef {import("../edge/types.d.ts").Missing} Missing */
/** @typedef {import("../edge/types.d.ts").Range} Range */
/** @typedef {import("../edge/types.d.ts").Report} Report */
/** @typedef {import("../edge/types.d.ts").ShownReport} ShownReport */
/** @typedef {import("../edge/types.d.ts").WhatIf} WhatIf */
/**
 * A group of programmes: money to get, free things and services, money for an employer, programmes that no longer take
 * applications, those whose answers do not suffice yet, those that do not fit, and those without rules for the day.
 * @typedef {"money" | "services" | "employer" | "over" | "open" | "out" | "unruled"} Group
 */
/**
 * What a programme's row says: the city must confirm it, it is likely, answers are missing, it does not fit, it no
 * longer takes applications, or there are no rules.
 * @typedef {"confirm" | "likely" | "open" | "out" | "over" | "unruled"} Status
 */
/**
 * A programme on the result screen.
 * @typedef {object} Row
 * @property {ShownReport} report
 * @property {Group} group
 * @property {Status} status
 * @property {string[]} asked names of the questions that can still change it, such as `household.1.born`
 * @property {string[]} missing names of all questions whose answers could change it, asked or not
 */
/**
 * The kind of result, which the first card says in words: `sum` has a figure, `unpriced` has programmes of money whose
 * amounts are not known, `services` has no money but services, `over` has only programmes that no longer take
 * applications, `open` needs more answers, `none` has nothing, and `no_rule` has no rules for the day.
 * @typedef {"sum" | "unpriced" | "services" | "over" | "open" | "none" | "no_rule"} Kind
 */
/**
 * A report, arranged.
 * @typedef {object} Result
 * @property {Kind} kind
 * @property {Status} status the weakest status of the programmes in the sum, or of the result without a sum
 * @property {boolean} isEstimate whether the sum is one of estimates
 * @property {boolean} isProvisional whether the rules are only announced
 * @property {boolean} isRuled whether it rests on what the city has answered
 * @property {Best} best the combination whose sum is shown
 * @property {Range | null} sum the sum in yen; null if there is no figure to show
 * @property {ShownReport[]} chosen the programmes of the sum
 * @property {ShownReport[]} references programmes whose amount only an earlier year tells
 * @property {number[]} years the fiscal years of the rules that the result is from, in order
 * @property {string[]} decisive names of the questions on which the sum depends
 * @property {Row[]} rows in order
 */

/** Groups that list programmes with an amount first. */
const PRICED_FIRST = ["money", "open"];

/**
 * A report, arranged for the result screen.
 * @param {Report} report
 * @returns {Result}
 */
export function resultOf(report) {
  const shown = report.programmes.map(shownReport);
  const { best, isEstimate } = shownBest(report);
  const wanted = new Set(report.relevant.map(questionName));
  const rows = shown
    .filter(isListed)
    .map((one) => rowOf(one, best, wanted))
    .sort((one, other) => rankInGroup(one) - rankInGroup(other));
  const chosen = shown.filter(({ id, verdict }) => best.chosen.includes(id) && verdict !== "no_rule");
  const kind = hasResult(report.programmes) ? kindOf(best, chosen, rows) : "no_rule";
  const told = chosen.length > 0 ? chosen : rows.map((row) => row.report);
  const years = [...new Set(told.flatMap(({ year }) => (year === null ? [] : [year])))].sort();
  return {
    kind,
    status: kind === "sum" || kind === "unpriced" ? weakest(chosen) : statusOfKind(kind),
    isEstimate: chosen.length > 0 ? isEstimate : told.length > 0 && told.every((one) => one.isEstimate),
    isProvisional: rows.some(({ report: one }) => one.provisional && years.includes(one.year ?? 0)),
    isRuled: shown.some(({ rulings }) => rulings.length > 0),
    best,
    sum: kind === "sum" ? best : null,
    chosen,
    references: rows.filter(isReferred).map((row) => row.report),
    years,
    decisive: [...new Set(report.decisive.map(questionName))],
    rows,
  };
}

/** The rows of a group, in order. @param {Result} result @param {Group} group */
export function rowsOf({ rows }, group) {
  return rows.filter((row) => row.group === group);
}

/**
 * Rows parted by something that they have in common, in the order in which the parts first occur.
 * @template {string} K
 * @param {Row[]} rows
 * @param {(row: Row) => K} key
 * @returns {[K, Row[]][]}
 */
export function parted(rows, key) {
  /** @type {Map<K, Row[]>} */
  const all = new Map();
  for (const row of rows) all.set(key(row), [...(all.get(key(row)) ?? []), row]);
  return [...all];
}

/**
 * Changes of plan that differ only in the answer to one question, together.
 * @param {readonly WhatIf[]} found
 * @returns {WhatIf[][]}
 */
export function similarChanges(found) {
  /** @type {Map<string, WhatIf[]>} */
  const groups = new Map();
  for (const one of found) groups.set(changeKey(one), [...(groups.get(changeKey(one)) ?? []), one]);
  return [...groups.values()];
}

/** Whether a verdict says that the household may get the programme. @param {string} verdict */
export function isLikely(verdict) {
  return verdict === "eligible" || verdict === "confirm";
}

/** Whether at least one end of a range is known. @param {Range} figure */
export function isKnown({ min, max }) {
  return min !== null || max !== null;
}

/** Whether a sum has no known upper end and no lower end above zero. @param {Range} sum */
export function isSumUnknown({ min, max }) {
  return max === null && (min === null || min === "0");
}

/** Whether nothing is open about a sum: it is one amount, and every programme in it is likely. @param {Result} result */
export function isSettled({ sum, status }) {
  return sum !== null && status === "likely" && sum.min === sum.max;
}

/**
 * The name of the question that asks for a missing answer, such as `household.1.born`.
 * @param {Missing} missing
 */
function questionName({ fact, field, member }) {
  return field === null || member === null ? fact : `${fact}.${member}.${field}`;
}

/**
 * The combination whose sum is shown, without routes that nobody chose: that of the rules that hold, or that of the
 * estimates if it has no programme.
 * @param {Report} report
 */
function shownBest({ best_chosen, best_estimate_chosen }) {
  const isEstimate = best_chosen.best.chosen.length === 0 && best_estimate_chosen !== null;
  return { best: isEstimate ? best_estimate_chosen.best : best_chosen.best, isEstimate };
}

/** Whether a programme has a row: its rules are known, or which rules hold is open, or there are none. @param {ShownReport} report */
const isListed = ({ year, verdict }) => year !== null || verdict === "undetermined" || verdict === "no_rule";

/**
 * @param {ShownReport} report
 * @param {Best} best
 * @param {Set<string>} wanted names of the questions that are still asked
 * @returns {Row}
 */
function rowOf(report, best, wanted) {
  const group = groupOf(report, best);
  const missing = [...new Set(report.missing.map(questionName))];
  const status = group === "over" ? "over" : statusOf(report);
  return { report, group, status, asked: missing.filter((name) => wanted.has(name)), missing };
}

/** @param {ShownReport} report @param {Best} best @returns {Group} */
function groupOf({ id, verdict, window, payee, is_money, isEstimate }, best) {
  if (verdict === "no_rule") return "unruled";
  if (verdict === "ineligible") return "out";
  const isOver = !isEstimate && (window === "closed" || window === "budget_reached");
  if (verdict === "undetermined" && !(is_money && payee !== "employer" && best.chosen.includes(id))) return "open";
  if (isOver) return "over";
  if (payee === "employer") return "employer";
  return is_money ? "money" : "services";
}

/** @param {ShownReport} report @returns {Status} */
function statusOf({ verdict }) {
  if (verdict === "eligible") return "likely";
  if (verdict === "confirm") return "confirm";
  if (verdict === "undetermined") return "open";
  return verdict === "ineligible" ? "out" : "unruled";
}

/** @param {Best} best @param {ShownReport[]} chosen @param {Row[]} rows @returns {Kind} */
function kindOf(best, chosen, rows) {
  const has = (/** @type {Group} */ group) => rows.some((row) => row.group === group);
  if (best.max !== "0" && chosen.length > 0) return isSumUnknown(best) ? "unpriced" : "sum";
  if (has("money")) return "unpriced";
  if (rows.some(({ group, report }) => group === "open" && report.is_money)) return "open";
  if (has("over")) return "over";
  if (has("services") || has("employer")) return "services";
  return has("open") ? "open" : "none";
}

/** The weakest status among programmes. @param {ShownReport[]} reports @returns {Status} */
function weakest(reports) {
  const found = reports.map(statusOf);
  return found.includes("open") ? "open" : found.includes("confirm") || found.length === 0 ? "confirm" : "likely";
}

/** @param {Kind} kind @returns {Status} */
function statusOfKind(kind) {
  if (kind === "over" || kind === "open") return kind;
  return kind === "services" ? "confirm" : kind === "none" ? "out" : "unruled";
}

/** Whether only an earlier year tells a programme's amount, and the programme may be got. @param {Row} row */
function isReferred({ group, report: { reference } }) {
  return (group === "money" || group === "open") && !!reference && reference.year !== null && isKnown(reference.amount);
}

/** Likely programmes first, then those to confirm; in groups of money those with an amount first. @param {Row} row */
function rankInGroup({ group, report, status }) {
  const unpriced = PRICED_FIRST.includes(group) && !(report.is_money && report.amount && isKnown(report.amount));
  return (unpriced ? 10 : 0) + ["likely", "confirm", "open", "over", "out", "unruled"].indexOf(status);
}

/** A key that is the same for changes that differ only in the answer to one question. @param {WhatIf} one */
function changeKey({ changes, verdict, amount, loses }) {
  const facts = changes.map(({ fact, to }) =>
    changes.length > 1 || (to && typeof to === "object") ? { fact, to } : fact,
  );
  return JSON.stringify([facts, verdict, amount, loses]);
}
