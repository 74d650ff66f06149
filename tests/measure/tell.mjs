// Takes the figures of the last measurements into figures.json and writes docs/measured.md. The measurements can be named:
// `node tests/measure/tell.mjs speed pace`. Without names it takes all that target/figures holds, but none that are older
// than those in figures.json. It measures nothing.
import { readFile, readdir, stat, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { DOCUMENT, FIGURES, documentOf, readFigures } from "./document.mjs";
import { FOLDER } from "./figures.mjs";

const kept = await readFigures();

/** A figure without the digits that differ between two runs. A whole number is a count and keeps all of them. */
const shortened = (figure) => ({
  ...figure,
  found: Number.isInteger(figure.found) ? figure.found : Number(figure.found.toPrecision(4)),
});

/** The figures of the last run of a measurement on this machine. */
async function lastRun(name) {
  const file = new URL(`${name}.json`, FOLDER);
  const figures = JSON.parse(await readFile(file, "utf8"));
  return {
    day: (await stat(file)).mtime.toISOString().slice(0, 10),
    machine: `${cpus().length} × ${cpus()[0].model}`,
    figures: Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, shortened(figure)])),
  };
}

const named = process.argv.slice(2);
const found = (await readdir(FOLDER).catch(() => [])).map((file) => file.replace(/\.json$/, "")).sort();
for (const name of named.length > 0 ? named : found) {
  if (!found.includes(name)) throw new Error(`${name} has no figures; target/figures has those of ${found.join(", ")}`);
  const run = await lastRun(name);
  if (named.length === 0 && run.day < kept[name]?.day) continue;
  kept[name] = run;
  console.log(`${name}: measured on ${run.day}`);
}
const text = await documentOf(kept);
await writeFile(FIGURES, `${JSON.stringify(kept, null, 2)}\n`);
await writeFile(DOCUMENT, text);
console.log("docs/measured.md: written");
