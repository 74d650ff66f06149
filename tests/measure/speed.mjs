// Measures one evaluation from JavaScript, including the report as objects, in Chromium and in Node: for each city's
// worked households, and for the common rule set on which other rule engines were measured. It fails if a report for
// the common rule set is wrong, and never because of a figure.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { launch } from "../browser/driver.mjs";
import { embedded, engineOf } from "../embedded.mjs";
import { median } from "./median.mjs";
import { saidStolen, watched } from "./processors.mjs";

const root = new URL("../../", import.meta.url);
const MEASURED = {
  common: { goal: 10, households: "target/site/common.jsonl", page: "target/common/common/index.html" },
  oita: { goal: 30, households: "target/site/cases.jsonl", page: "dist/oita/index.html" },
  nemuro: { goal: 100, households: "target/site/cases.jsonl", page: "dist/nemuro/index.html" },
};
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
  return { bytes: Buffer.from(engineOf(page)).toString("base64"), names: JSON.parse(embedded(page, "names")), cases };
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

/** The time in a new browser. */
async function inBrowser(city) {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const work = async (address, all) => (await import(address)).measure(all);
    return {
      time: await page.evaluate(`(${work})(${JSON.stringify(await script())}, ${JSON.stringify(given(city))})`),
      where: await browser.version(),
    };
  } finally {
    await browser.close();
  }
}

/** The time in a new Node process. */
const inNode = (city) => ({
  time: JSON.parse(execFileSync(process.execPath, [fileURLToPath(import.meta.url), city], { encoding: "utf8" })),
  where: `node ${process.versions.node}`,
});

/** Prints one line: the median of several processes, and whether it keeps the goal. */
async function tell(city, time) {
  const { goal } = MEASURED[city];
  const { found, stolen } = await watched(async () => {
    const all = [];
    while (all.length < PROCESSES) all.push(await time(city));
    return all;
  });
  const middle = median(found.map(({ time }) => time));
  console.log(
    `${city}, ${found[0].where}: ${middle.toFixed(1)} µs an evaluation, median of ${PROCESSES} processes; goal ${goal} µs: ${middle <= goal ? "kept" : "not kept"}; ${saidStolen(stolen)}`,
  );
}

const only = process.argv[2];
if (only) {
  console.log(JSON.stringify((await import(await script())).measure(given(only))));
} else {
  console.log(
    `speed: worked households of each city, and random ones of the common rule set, all as in the plain reading; ${cpus()[0].model}`,
  );
  for (const city of Object.keys(MEASURED)) for (const time of [inBrowser, inNode]) await tell(city, time);
  console.log("speed: measured");
}
