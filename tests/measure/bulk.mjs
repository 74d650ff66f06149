// Measures `iju eval --sum` on many households of the common rule set, on all processors, and beside them on the made-up
// households of `population.mjs`. It prints figures and fails only if a command does.
import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { keep } from "./figures.mjs";
import { saidStolen, watched } from "./processors.mjs";
import { timed } from "./timed.mjs";

const root = new URL("../../", import.meta.url);
const path = (name) => fileURLToPath(new URL(name, root));
const HOUSEHOLDS = 500_000;
const GOAL_RATE = 500_000;
const GOAL_MEGABYTES = 50;

/** Writes the households of the common rule set again and again, a line each. */
async function writeCommon(to) {
  const lines = (await readFile(path("target/site/common.jsonl"), "utf8")).trim().split("\n");
  const answers = lines.map((line) => JSON.stringify(JSON.parse(line).answers));
  const all = Array.from({ length: HOUSEHOLDS }, (_, at) => answers[at % answers.length]);
  await writeFile(to, `${all.join("\n")}\n`);
}

/** Prints the households a second and the memory of a command, and returns them as figures. */
async function measure(name, count, args) {
  const { found, stolen } = await watched(() => timed(path("target/release/iju"), args));
  const each = Math.round(count / found.seconds);
  console.log(`${name}: ${each.toLocaleString("en")} households a second, ${Math.round(found.megabytes)} MB`);
  console.log(`  goal ${GOAL_RATE.toLocaleString("en")} a second and ${GOAL_MEGABYTES} MB; ${saidStolen(stolen)}`);
  return {
    [`${name}.rate`]: { found: each, least: GOAL_RATE },
    [`${name}.megabytes`]: { found: Math.round(found.megabytes), most: GOAL_MEGABYTES },
  };
}

await timed("cargo", ["build", "--locked", "--quiet", "--profile", "bench", "--bin", "iju"]);
const [common, oita] = [path("target/site/bulk.jsonl"), path("target/site/population.jsonl")];
await writeCommon(common);
const sum = (rules, city, on, answers) => ["--rules", rules, "eval", city, "--on", on, "--answers", answers, "--sum"];
const figures = await measure("common", HOUSEHOLDS, sum("tests/measure/common", "common", "2024-10-10", common));
const some = 100_000;
const population = path("tests/measure/population.mjs");
await writeFile(oita, execFileSync("node", [population, String(some)], { maxBuffer: 1 << 30 }));
Object.assign(figures, await measure("oita", some, sum("rules", "oita", "2025-06-10", oita)));
await keep("bulk", figures);
console.log("bulk: measured");
