/**
 * Opens the calculator that lies in the page as deflated base64: one WebAssembly module that holds
 * the city's rules too. It asks nothing of the network and decides nothing itself.
 */
import { Calculator, initSync } from "engine-glue";
import { readReport } from "./report.js";

/**
 * @param {Document} page the document that holds the engine in `#engine`
 * @returns {Promise<import("./types.d.ts").Engine>}
 * @throws if the engine is absent, damaged, or not allowed to run
 */
export async function openEngine(page) {
  const holder = page.getElementById("engine");
  if (!holder) throw new Error("the page holds no element #engine");
  const module = await WebAssembly.compile(await inflate(holder.textContent ?? ""));
  initSync({ module });
  return wrap(new Calculator(module));
}

/**
 * @param {Calculator} calculator
 * @returns {import("./types.d.ts").Engine}
 */
export function wrap(calculator) {
  const index = calculator.index();
  return {
    evaluate(answers, on, today) {
      const found = calculator.evaluate(answers, on, today);
      if (!Array.isArray(found)) return { errors: found.errors };
      const [numbers, yen] = found;
      return { report: readReport(index, on, numbers, yen) };
    },
  };
}

/**
 * @param {string} base64 deflated bytes
 * @returns {Promise<ArrayBuffer>}
 */
async function inflate(base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).arrayBuffer();
}
