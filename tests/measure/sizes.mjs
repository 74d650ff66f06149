// Takes the sizes that the last build of the site printed, of what a visitor to a city's page downloads, and compares
// them with their goals. It measures nothing itself and fails nothing; the build fails above a limit.
import { readFile } from "node:fs/promises";
import { isReached, keep } from "./figures.mjs";

const KILOBYTE = 1024;
/** The most kilobytes of the engine, and of a page without it: in easy Japanese, and in any other language. */
const GOALS = { engine: 80, easy: 100, page: 90 };
const FILES = { engine: "engine.wasm", loader: "embed.js" };

/** In kilobytes with one decimal, rounded up as the build prints them. */
const kilobytes = (bytes) => Math.ceil((bytes * 10) / KILOBYTE) / 10;

const text = await readFile(new URL("../../target/site/sizes.json", import.meta.url), "utf8");
const all = new Map(JSON.parse(text).map((one) => [one.name, one]));

const figures = {};
function take(name, file, goal) {
  const { size, limit } = all.get(file);
  figures[name] = { found: kilobytes(size), ...(goal && { most: goal }) };
  figures[`${name}.limit`] = { found: kilobytes(limit) };
  const said = goal ? `, goal ${goal} KB: ${isReached(figures[name]) ? "kept" : "not kept"}` : "";
  console.log(`${name}: ${kilobytes(size)} KB, limit ${kilobytes(limit)} KB${said}`);
}

for (const [name, file] of Object.entries(FILES)) take(name, file, GOALS[name]);
for (const page of all.keys()) {
  const rest = `${page}, without engine`;
  if (!all.has(rest)) continue;
  const name = page.replace("/index.html", "");
  take(name, page);
  take(`${name}.rest`, rest, GOALS[name.split("/")[1]] ?? GOALS.page);
}
await keep("sizes", figures);
console.log("sizes: measured");
