/**
 * Wraps the WebAssembly calculator, which exchanges numbers, so that the page passes answers and gets reports by id.
 * It decides nothing.
 */
import { giveAnswers } from "./answers.js";
import { nameAdvice, nameMisfit, nameReport } from "./named.js";
import { NumberReader, NumberWriter } from "./numbers.js";
import { giveRulings } from "./rulings.js";
import { readProgrammeAdvice, readReport, writeAsked } from "./wire.js";

/** @typedef {import("engine-glue").Evaluation} Evaluation */

/**
 * The engine that the page uses.
 * @param {import("engine-glue").Calculator} calculator
 * @param {import("./wire-types.d.ts").Names} names the ids behind the calculator's numbers
 * @returns {import("./types.d.ts").Engine}
 */
export function edge(calculator, names) {
  /** The last evaluation, which holds memory of the WebAssembly module until it is freed. @type {Evaluation | null} */
  let last = null;
  return {
    evaluate(answers, on, today, rulings = {}) {
      const given = giveAnswers(names.facts, answers);
      if ("errors" in given) return given;
      const ruled = giveRulings(names, rulings);
      if ("errors" in ruled) return ruled;
      const asked = new NumberWriter();
      writeAsked(asked, { ...given, ...ruled, on, today });
      const found = calculator.evaluate(asked.words());
      if (Array.isArray(found)) return { errors: found.map((misfit) => nameMisfit(names, misfit)) };
      last?.free();
      last = found;
      return { report: nameReport(names, new NumberReader(found.report()).whole(readReport)) };
    },
    advise(at) {
      if (last === null) throw new Error("nothing is evaluated yet");
      return nameAdvice(names, new NumberReader(last.advise(at)).whole(readProgrammeAdvice));
    },
  };
}

/**
 * The city's compiled rules, which are a custom section of the module; empty if it has none.
 * @param {WebAssembly.Module} module
 */
export function rulesIn(module) {
  return new Uint8Array(WebAssembly.Module.customSections(module, "iju-rulebook")[0] ?? new ArrayBuffer(0));
}
