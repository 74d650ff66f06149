/**
 * Opens the calculator that lies in the page as deflated base64: one WebAssembly module that holds
 * the city's rules too. It asks nothing of the network and decides nothing itself.
 */
import { Calculator, initSync } from "engine-glue";
import { flattenAnswers } from "./answers.js";
import { readAdvice, readReport } from "./report.js";

/**
 * @param {Document} page the document that holds the engine in `#engine`
 * @returns {Promise<import("./types.d.ts").Engine>}
 * @throws if the engine is absent, damaged, or not allowed to run
 */
export async function openEngine(page) {
  const holder = page.getElementById("engine");
  if (!holder) throw new Error("the page holds no element #engine");
  const index = JSON.parse(page.getElementById("index")?.textContent ?? "");
  const module = await WebAssembly.compile(await inflate(holder.textContent ?? ""));
  return start(module, index);
}

/**
 * @param {WebAssembly.Module} module the engine with a city's compiled rules
 * @param {any} index the ids behind a report's numbers
 * @returns {import("./types.d.ts").Engine}
 */
export function start(module, index) {
  initSync({ module });
  const calculator = new Calculator(module);
  return {
    asks: (year, requirement) => {
      const rules = index.years.find((/** @type {{ year: number }} */ one) => one.year === year);
      const facts = rules?.asks[rules.requirements.indexOf(requirement)] ?? [];
      return facts.map((/** @type {number} */ fact) => index.facts[fact].id);
    },
    evaluate(answers, on, today) {
      const flat = flattenAnswers(answers);
      const found = calculator.evaluate(flat, on, today);
      if (found[0] instanceof Int32Array) return { report: readReport(index, on, found[0], found[1]) };
      const errors = found.map((/** @type {string[]} */ [fact, code]) => ({ fact, code }));
      return { errors };
    },
    advise(at) {
      const advised = calculator.advise(at);
      return readAdvice(index, advised[0], advised[1]);
    },
  };
}

/**
 * @param {string} base64 deflated bytes
 * @returns {Promise<ArrayBuffer>}
 */
async function inflate(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at); // a callback a byte takes ten times as long
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).arrayBuffer();
}
