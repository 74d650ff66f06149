/** Starts the calculator that the page holds as a WebAssembly module. It makes no request and decides nothing itself. */
import { Calculator, initSync } from "engine-glue";
import { edge, rulesIn } from "./edge.js";
import { readModule } from "./module.js";

/**
 * @param {Document} page the document that holds the module's parts and the ids
 * @returns {Promise<import("./types.d.ts").Engine>}
 * @throws if a part is absent, damaged, or not allowed to run
 */
export async function openEngine(page) {
  const bytes = await readModule(page);
  return start(await WebAssembly.compile(bytes), namesOf(page));
}

/**
 * The ids behind a report's numbers.
 * @param {Document} page
 * @returns {import("./wire-types.d.ts").Names}
 */
export function namesOf(page) {
  return JSON.parse(page.getElementById("names")?.textContent ?? "");
}

/**
 * @param {WebAssembly.Module} module the engine with a city's compiled rules
 * @param {import("./wire-types.d.ts").Names} names the ids behind a report's numbers
 * @returns {import("./types.d.ts").Engine}
 */
export function start(module, names) {
  initSync({ module });
  return edge(new Calculator(rulesIn(module)), names);
}
