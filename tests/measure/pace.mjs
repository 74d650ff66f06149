// How fast the page answers in Chromium with the processor slowed four times: every update of worked households typed in, and every next screen. It prints figures and judges them against the goals; no rule is known here.
import { decline, fill, launch, open, readCases, ready, startAgain, untypable } from "../browser/driver.mjs";

const SLOWER = 4;
const GOALS = { "engine, evaluation and advice": 16, "answer to next screen": 50 };
const CITIES = ["nemuro", "oita"];
const EVERY = 12;

/** In the page: notes how long the engine takes for each answer. */
function clock() {
  globalThis.engineTimes = [];
  globalThis.screenTimes = [];
  const Real = WebAssembly.Instance;
  const timed = ["calculator_evaluate", "calculator_advise"];
  WebAssembly.Instance = function Instance(module, imports) {
    const real = new Real(module, imports).exports;
    const exports = Object.fromEntries(Object.entries(real).map(([name, one]) => [name, timed.includes(name) ? timing(name, one) : one]));
    return { exports };
  };
  const timing = (name, one) => (...given) => {
    const from = performance.now();
    const found = one(...given);
    const took = performance.now() - from;
    if (name === "calculator_evaluate") globalThis.engineTimes.push(took);
    else globalThis.engineTimes[globalThis.engineTimes.length - 1] += took;
    return found;
  };
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-js-next]")) return;
    const from = performance.now();
    requestAnimationFrame(() => setTimeout(() => globalThis.screenTimes.push(performance.now() - from)));
  }, true);
}

function row(what, times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  const goal = GOALS[what];
  const kept = sorted.filter((one) => one <= goal).length;
  console.log(`  ${what}: median ${at(0.5).toFixed(1)} ms, 95 % ${at(0.95).toFixed(1)} ms, worst ${at(1).toFixed(1)} ms; ${kept} of ${sorted.length} within ${goal} ms`);
}

async function walk(page) {
  await page.evaluate(() => document.querySelector("[data-js-screen=question]").click());
  while ((await page.evaluate(() => document.body.dataset.screen)) === "question") {
    await decline(page);
    await page.evaluate(() => document.querySelector("[data-js-next]").click());
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))));
  }
}

const cases = (await readCases()).filter(({ answers }) => untypable(answers) === null);
const browser = await launch();
for (const city of CITIES) {
  const own = cases.filter((one) => one.city === city);
  const chosen = own.filter((_, at) => at % EVERY === 0);
  const { page, close } = await open(browser, { city, today: own[0].today, prepare: clock });
  await ready(page);
  await page.emulateCPUThrottling(SLOWER);
  for (const { answers, on, today } of chosen) {
    await startAgain(page, today);
    await fill(page, answers, on);
  }
  await startAgain(page, own[0].today);
  await page.evaluate(() => document.querySelector(".single-only a").click());
  await walk(page);
  const { engine, screens } = await page.evaluate(() => ({ engine: globalThis.engineTimes, screens: globalThis.screenTimes }));
  console.log(`${city}: ${chosen.length} of ${own.length} worked households typed in, processor slowed ${SLOWER} times`);
  row("engine, evaluation and advice", engine);
  row("answer to next screen", screens);
  await close();
}
await browser.close();
console.log("pace: measured");
