/** The engine's edge as the page uses it: answers by name, and reports by name or place, around a calculator of numbers. What cannot be a number is refused here, with all its like; then what does not fit, by the calculator. */
import { writeAnswers } from "./answers.js";
import { dayNumber } from "./dates.js";
import { readAdvice, readReport } from "./report.js";

/** @typedef {import("./types.d.ts").EngineError} EngineError */
/** @typedef {[fact: number, member: number, field: number, code: string]} Misfit indices, or -1, and what is wrong */

/**
 * @param {import("engine-glue").Calculator} calculator
 * @param {any} index the ids behind the calculator's numbers
 * @returns {import("./types.d.ts").Engine}
 */
export function edge(calculator, index) {
  return {
    evaluate(answers, on, today) {
      const { numbers, errors } = writeAnswers(index.facts, answers);
      if (errors.length > 0) return { errors };
      const found = calculator.evaluate(numbers, dayOf(on), dayOf(today));
      if (found instanceof Int32Array) return { report: readReport(index, on, found) };
      return { errors: found.map((/** @type {Misfit} */ misfit) => named(index, misfit)) };
    },
    advise(at) {
      return readAdvice(index, calculator.advise(at));
    },
  };
}

/**
 * A city's compiled rules, which lie in the module itself.
 * @param {WebAssembly.Module} module
 */
export function rulesIn(module) {
  return new Uint8Array(WebAssembly.Module.customSections(module, "iju-rulebook")[0] ?? new ArrayBuffer(0));
}

/** @param {string} day */
function dayOf(day) {
  const number = day.length === 10 ? dayNumber(day, false) : NaN;
  if (Number.isNaN(number)) throw new Error(`expected YYYY-MM-DD, found ${day}`);
  return number;
}

/**
 * An answer that does not fit, its place in names.
 * @param {any} index
 * @param {Misfit} misfit
 * @returns {EngineError}
 */
function named(index, [at, member, field, code]) {
  const fact = index.facts[at];
  const inside = member < 0 ? "" : `.members[${member}].${fact.fields[field].id}`;
  return { fact: fact.id + inside, code };
}
