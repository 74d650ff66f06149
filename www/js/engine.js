/**
 * Opens the calculator that lies in the page as base64 of deflated columns: one WebAssembly module that
 * holds the city's rules too. It asks nothing of the network and decides nothing itself.
 */
import { Calculator, initSync } from "engine-glue";
import { join } from "./columns.js";
import { edge, rulesIn } from "./edge.js";

/**
 * @param {Document} page the document that holds the engine in `#engine`
 * @returns {Promise<import("./types.d.ts").Engine>}
 * @throws if the engine is absent, damaged, or not allowed to run
 */
export async function openEngine(page) {
  const holder = page.getElementById("engine");
  if (!holder) throw new Error("the page holds no element #engine");
  const names = JSON.parse(page.getElementById("names")?.textContent ?? "");
  const module = await WebAssembly.compile(join(await inflate(holder.textContent ?? "")));
  return start(module, names);
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

/**
 * @param {string} base64 deflated bytes
 * @returns {Promise<ArrayBuffer>}
 */
async function inflate(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at); // a callback a byte takes ten times as long
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).arrayBuffer();
}
