/**
 * The city's answers in one visit, which desk mode enters: what the desk rules about points that the published texts leave
 * open. It says which points there are for a household. It applies none, and nothing of it goes into a link.
 */
import { resultOf } from "./result.js";

/** @typedef {import("../edge/types.d.ts").Report} Report */
/** @typedef {import("../edge/types.d.ts").Rulings} Rulings */
/** @typedef {import("../edge/types.d.ts").ShownReport} ShownReport */
/** @typedef {import("../edge/wire-types.d.ts").Names} Names */
/** @typedef {import("../edge/wire-types.d.ts").OpenNames} OpenNames */
/**
 * A point that the city can settle, in the rules of a programme.
 * @typedef {object} Point
 * @property {string} id the key of its ruling
 * @property {OpenNames["kind"]} kind
 * @property {readonly string[]} choices the rulings to choose from; empty if the ruling is yes or no
 * @property {string} programme
 * @property {number} year the fiscal year of the rules
 * @property {boolean} isMoney whether the programme gives money
 */

/** The states of a requirement that an answer of the city, perhaps together with other answers, can still settle. */
const OPEN_STATES = ["desk", "unsettled", "unknown"];
/** The verdicts that the city's answers can still change. */
const OPEN_VERDICTS = ["confirm", "undetermined"];

/** Whether the city has answered anything. @param {Rulings} rulings */
export const hasRulings = (rulings) => Object.keys(rulings).length > 0;

/**
 * Rulings with one changed.
 * @param {Rulings} rulings
 * @param {string} id
 * @param {boolean | string | null} value null for a point that is not decided
 * @returns {Rulings}
 */
export function withRuling(rulings, id, value) {
  const others = Object.entries(rulings).filter(([one]) => one !== id);
  return Object.fromEntries(value === null ? others : [...others, [id, value]]);
}

/**
 * What is ruled about a point; null if nothing is. A requirement and a reading may have the same id: yes or no is about
 * the requirement.
 * @param {Rulings} rulings
 * @param {Point} point
 */
export function rulingOn(rulings, { id, choices }) {
  const value = rulings[id];
  return value !== undefined && (typeof value === "string") === choices.length > 0 ? value : null;
}

/**
 * The points that matter for the household, each once, in the order of the result: those that the report leaves open,
 * and those that are ruled, so that a ruling can be taken back.
 * @param {Names} names
 * @param {Report} report
 * @param {Rulings} rulings
 * @param {(point: Point) => string | null} askOf the id of the question for the desk about a requirement
 * @returns {Point[]}
 */
export function pointsOf(names, report, rulings, askOf) {
  /** @type {Map<string, Point>} */
  const found = new Map();
  for (const { report: one } of resultOf(report).rows) {
    for (const point of pointsIn(names, one)) {
      const key = `${point.kind} ${point.id}`;
      const isShown = rulingOn(rulings, point) !== null || isOpen(one, point, report.asks, askOf);
      if (isShown && !found.has(key)) found.set(key, point);
    }
  }
  return [...found.values()];
}

/**
 * Everything that can be ruled in the rules of a programme: those of the report, or the latest if it has none.
 * @param {Names} names
 * @param {ShownReport} report
 * @returns {Point[]}
 */
function pointsIn({ years }, { id: programme, year: own, is_money: isMoney }) {
  const rules = years.flatMap(({ year, programmes }) =>
    programmes
      .filter(({ open }) => open.some(({ kind, id }) => kind === "goes_on" && id === programme))
      .map(({ open }) => ({ year, open })),
  );
  const found = rules.find(({ year }) => year === own) ?? rules.at(-1);
  return found ? found.open.map((open) => ({ ...open, programme, year: found.year, isMoney })) : [];
}

/**
 * Whether the report leaves a point open.
 * @param {ShownReport} report
 * @param {Point} point
 * @param {Report["asks"]} asks
 * @param {(point: Point) => string | null} askOf
 */
function isOpen(report, point, asks, askOf) {
  if (!OPEN_VERDICTS.includes(report.verdict)) return false;
  const { id, kind } = point;
  switch (kind) {
    case "reading":
      return report.readings.some((reading) => reading.id === id);
    // Where a date lies in a later year is no question that a desk is asked.
    case "date":
      return false;
    case "goes_on":
      return report.isEstimate;
    case "requirement": {
      const state = report.requirements.find((one) => one.id === id)?.state;
      if (state !== undefined && !OPEN_STATES.includes(state)) return false;
      const ask = askOf(point);
      return asks.some(
        (one) =>
          one.year === point.year &&
          one.programmes.includes(point.programme) &&
          (one.requirement === id || (ask !== null && one.ask === ask)),
      );
    }
  }
}
