// Runs Lighthouse for mobile on the built pages, served as a static host does, and prints the medians of five
// undisturbed runs beside their goals. It tests nothing else.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
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
  "performance (95 or more)": ({ categories }) => categories.performance.score * 100,
  "accessibility (100)": ({ categories }) => categories.accessibility.score * 100,
  "LCP in ms (1800 or less)": ({ audits }) => audits["largest-contentful-paint"].numericValue,
  "TBT in ms (100 or less)": ({ audits }) => audits["total-blocking-time"].numericValue,
  "CLS (0.02 or less)": ({ audits }) => audits["cumulative-layout-shift"].numericValue,
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

try {
  for (const page of PAGES) {
    const runs = await quietRuns(`http://127.0.0.1:${server.address().port}/${page}/`);
    const said = Object.entries(FIGURES).map(([name, of]) => `${name} ${Number(median(runs.map(of)).toFixed(3))}`);
    console.log(`${page}: ${said.join("; ")}`);
  }
} finally {
  chrome.kill();
  server.close();
}
console.log("lighthouse: measured");
