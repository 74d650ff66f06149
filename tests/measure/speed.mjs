// Measures one evaluation from JavaScript, including the report as objects, in Chromium and in Node: for each city's
// worked households, and for the common rule set on which other rule engines were measured, beside one of them. It fails
// if a result for the common rule set is wrong, and never because of a figure.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { launch } from "../browser/driver.mjs";
import { embedded, engineOf } from "../embedded.mjs";
import { isReached, keep } from "./figures.mjs";
import { median } from "./median.mjs";
import { saidStolen, watched } from "./processors.mjs";

const root = new URL("../../", import.meta.url);
const MEASURED = {
  common: { goal: 10, households: "target/site/common.jsonl", page: "target/common/common/index.html" },
  oita: { goal: 30, households: "target/site/cases.jsonl", page: "dist/oita/index.html" },
  nemuro: { goal: 100, households: "target/site/cases.jsonl", page: "dist/nemuro/index.html" },
};
/** The most that an evaluation of the common rule set should take, as a multiple of the time of json-logic-js. */
const GOAL_BESIDE_PEER = { browser: 0.5, node: 0.65 };
const PROCESSES = 3;

function read(path) {
  const file = new URL(path, root);
  if (!existsSync(file)) throw new Error(`${path} is missing: ./build.sh measure makes it`);
  return readFileSync(file, "utf8");
}

/** The engine and the names in a city's page, and the households of that city. */
function given(city) {
  const page = read(MEASURED[city].page);
  const lines = read(MEASURED[city].households).trim().split("\n");
  const cases = lines.map((line) => JSON.parse(line)).filter((one) => one.city === undefined || one.city === city);
  const bytes = Buffer.from(engineOf(page)).toString("base64");
  return { bytes, names: JSON.parse(embedded(page, "names")), cases, isCommon: city === "common" };
}

/** A data URL of the measuring script, the same for the browser and for Node. */
async function script() {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("evaluations.mjs", import.meta.url))],
    alias: { "engine-glue": fileURLToPath(new URL("target/site/engine/engine.js", root)) },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
    logLevel: "warning",
  });
  return `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`;
}

/** The times in a new browser. */
async function inBrowser(city) {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const work = async (address, all) => (await import(address)).measure(all);
    const times = await page.evaluate(`(${work})(${JSON.stringify(await script())}, ${JSON.stringify(given(city))})`);
    return { ...times, where: await browser.version() };
  } finally {
    await browser.close();
  }
}

/** The times in a new Node process. */
const inNode = (city) => ({
  ...JSON.parse(execFileSync(process.execPath, [fileURLToPath(import.meta.url), city], { encoding: "utf8" })),
  where: `node ${process.versions.node}`,
});

const PLACES = { browser: inBrowser, node: inNode };

/** Measures a city in one place, prints the medians of several processes, and returns them as figures. */
async function measured(city, place) {
  const { found, stolen } = await watched(async () => {
    const all = [];
    while (all.length < PROCESSES) all.push(await PLACES[place](city));
    return all;
  });
  const middle = (name) => median(found.map((one) => one[name]));
  const time = { found: middle("time"), most: MEASURED[city].goal };
  const said = ({ most }, unit) => `median of ${PROCESSES} processes; goal ${most}${unit}`;
  const kept = (figure) => (isReached(figure) ? "kept" : "not kept");
  console.log(
    `${city}, ${found[0].where}: ${time.found.toFixed(1)} µs an evaluation, ${said(time, " µs")}: ${kept(time)}; ${saidStolen(stolen)}`,
  );
  if (city !== "common") return { [`${city}.${place}`]: time };
  const peer = { found: middle("peer") };
  const ratio = { found: middle("ratio"), most: GOAL_BESIDE_PEER[place] };
  console.log(
    `  ${ratio.found.toFixed(2)} times json-logic-js, which takes ${peer.found.toFixed(1)} µs, ${said(ratio, "")}: ${kept(ratio)}`,
  );
  return { [`ratio.${place}`]: ratio, [`engine.${place}`]: time, [`peer.${place}`]: peer };
}

const only = process.argv[2];
if (only) {
  console.log(JSON.stringify((await import(await script())).measure(given(only))));
} else {
  console.log(
    `speed: worked households of each city, and random ones of the common rule set, all as in the plain implementation; ${cpus()[0].model}`,
  );
  const figures = {};
  for (const city of Object.keys(MEASURED)) {
    const found = {};
    for (const place of Object.keys(PLACES)) Object.assign(found, await measured(city, place));
    if (city === "common") await keep("peer", found);
    else Object.assign(figures, found);
  }
  await keep("speed", figures);
  console.log("speed: measured");
}
