// How long an evaluation takes through the edge to JavaScript, the report as objects in its hands: each city's worked households, and the common rule set that other rule engines were measured on, whose answers must also be right. A figure beyond its goal fails nothing.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { inflateRawSync } from "node:zlib";
import { build } from "esbuild";
import { saidStolen, watched } from "./processors.mjs";

const root = new URL("../../", import.meta.url);
const MEASURED = {
  common: { goal: 10, households: "target/site/common.jsonl", page: "target/site/common/common/index.html" },
  oita: { goal: 30, households: "target/site/cases.jsonl", page: "dist/oita/index.html" },
  nemuro: { goal: 100, households: "target/site/cases.jsonl", page: "dist/nemuro/index.html" },
};
const PROCESSES = 3;
const BATCHES = 31;
const BATCH_MS = 20;
const WARM_UP_MS = 1_500;

const read = (path) => readFileSync(new URL(path, root), "utf8");
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

function households(city) {
  const lines = read(MEASURED[city].households).trim().split("\n");
  return lines.map((line) => JSON.parse(line)).filter((one) => one.city === undefined || one.city === city);
}

/** The engine as the page of a city has it, with the page's own script around it. */
async function open(city) {
  const page = read(MEASURED[city].page);
  const embedded = (id) => page.match(new RegExp(`<script type="[^"]+" id="${id}">([^<]*)</script>`))[1];
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("www/js/engine.js", root))],
    alias: { "engine-glue": fileURLToPath(new URL("target/site/engine/engine.js", root)) },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
    logLevel: "warning",
  });
  const { start } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
  const module = new WebAssembly.Module(inflateRawSync(Buffer.from(embedded("engine"), "base64")));
  return start(module, JSON.parse(embedded("index")));
}

/** Whether the engine says what the plain reading of the common rule set says. */
function agrees({ report }, { programmes, found }) {
  const granted = report.programmes.map(({ verdict, amount }) => (verdict === "eligible" && amount.min === amount.max ? amount.min : null));
  const decided = report.programmes.every(({ verdict, amount }) => (verdict === "eligible") === (amount !== null));
  assert.ok(decided);
  assert.deepEqual(report.programmes.map(({ id }) => id), programmes);
  assert.deepEqual(granted, found.amounts);
  assert.deepEqual([report.best.min, report.best.max], [found.total, found.total]);
}

/** The day after, on which nothing that was found the day before is used again. */
const dayAfter = (day) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

/** Microseconds of one evaluation, from nothing and as the page asks, one answer further each time. Every report is kept until its batch is over, so none can be left out. */
async function time(city) {
  const engine = await open(city);
  const cases = households(city);
  for (const one of cases) {
    const answered = engine.evaluate(one.answers, one.on, one.today ?? one.on);
    assert.ok(answered.report, JSON.stringify(answered.errors));
    if (one.found) agrees(answered, one);
  }
  const anew = [...cases, ...cases].map(({ answers, on, today = on }, at) => [answers, on, at % 2 === 0 ? today : dayAfter(today)]);
  const followed = cases.flatMap(({ answers, on, today = on }) => {
    const all = Object.entries(answers);
    return all.map((_, at) => [Object.fromEntries(all.slice(0, at + 1)), on, today]);
  });
  const batch = (list, least) => {
    const kept = [];
    const from = performance.now();
    while (performance.now() - from < least) {
      for (const [answers, on, today] of list) kept.push(engine.evaluate(answers, on, today));
    }
    return ((performance.now() - from) * 1_000) / kept.length;
  };
  return [anew, followed].map((list) => {
    batch(list, WARM_UP_MS);
    return median(Array.from({ length: BATCHES }, () => batch(list, BATCH_MS)));
  });
}

const only = process.argv[2];
if (only) {
  console.log(JSON.stringify(await time(only)));
} else {
  for (const [city, { goal }] of Object.entries(MEASURED)) {
    const once = () => JSON.parse(execFileSync(process.execPath, [fileURLToPath(import.meta.url), city], { encoding: "utf8" }));
    const { found: times, stolen } = await watched(() => Array.from({ length: PROCESSES }, once));
    const [anew, followed] = [0, 1].map((way) => median(times.map((one) => one[way])));
    const count = `${households(city).length} ${city === "common" ? "households of the common rule set, all as in the plain reading" : "worked households"}`;
    console.log(`${city}: ${anew.toFixed(1)} µs an evaluation from nothing, ${followed.toFixed(1)} µs one answer further, ${count}, median of ${PROCESSES} processes; goal ${goal} µs: ${anew <= goal ? "kept" : "not kept"}; ${saidStolen(stolen)}`);
  }
  console.log("speed: measured");
}
