// Runs Lighthouse for mobile on the built pages, served as a static host does, and prints the medians of five
// undisturbed runs beside their goals. It tests nothing else.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { isReached, keep } from "../figures.mjs";
import { median } from "../median.mjs";
import { watched } from "../processors.mjs";

const DIST = fileURLToPath(new URL("../../../dist", import.meta.url));
const PAGES = ["nemuro", "nemuro/easy", "nemuro/en", "oita", "oita/easy", "oita/en"];
const RUNS = 5;
/** The share of processor time taken by other machines above which a run is repeated. */
const MOST_STOLEN = 0.05;
/** The number of repeated runs after which it gives up. */
const MOST_AGAIN = 20;
const FIGURES = {
  performance: { least: 95, of: ({ categories }) => categories.performance.score * 100 },
  accessibility: { least: 100, of: ({ categories }) => categories.accessibility.score * 100 },
  "LCP in ms": { most: 1800, of: ({ audits }) => audits["largest-contentful-paint"].numericValue },
  "TBT in ms": { most: 100, of: ({ audits }) => audits["total-blocking-time"].numericValue },
  CLS: { most: 0.02, of: ({ audits }) => audits["cumulative-layout-shift"].numericValue },
};

const server = createServer(async (request, response) => {
  try {
    const page = gzipSync(await readFile(join(DIST, request.url, "index.html")), { level: 6 });
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-encoding": "gzip" }).end(page);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const chrome = await launch({
  chromePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  chromeFlags: [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
const onlyCategories = ["performance", "accessibility"];

/** The runs of a page that no other machine disturbed. */
async function quietRuns(address) {
  const runs = [];
  let again = 0;
  while (runs.length < RUNS) {
    const { found, stolen } = await watched(() =>
      lighthouse(address, { port: chrome.port, onlyCategories, logLevel: "error" }),
    );
    if (stolen <= MOST_STOLEN) {
      runs.push(found.lhr);
      continue;
    }
    again += 1;
    if (again > MOST_AGAIN) throw new Error(`${address}: other machines take the processors; measure at another time`);
  }
  return runs;
}

const figures = {};
try {
  for (const page of PAGES) {
    const runs = await quietRuns(`http://127.0.0.1:${server.address().port}/${page}/`);
    const said = [];
    for (const [name, { of, ...goal }] of Object.entries(FIGURES)) {
      const figure = { found: Number(median(runs.map(of)).toFixed(3)), ...goal };
      figures[`${page}.${name}`] = figure;
      said.push(`${name} ${figure.found}, goal ${goal.most ?? goal.least}: ${isReached(figure) ? "kept" : "not kept"}`);
    }
    console.log(`${page}: ${said.join("; ")}`);
  }
} finally {
  chrome.kill();
  server.close();
}
await keep("lighthouse", figures);
console.log("lighthouse: measured");
