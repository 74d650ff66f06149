// Measures how fast the page reacts in Chromium with a processor slowed four times: to each answer of typed households,
// and to each next screen. It prints the figures beside their goals and fails nothing.
import { decline, fill, launch, open, readCases, ready, startAgain, untypable } from "../browser/driver.mjs";
import { keep } from "./figures.mjs";
import { median } from "./median.mjs";
import { saidStolen, watched } from "./processors.mjs";

const SLOWER = 4;
const GOALS = {
  evaluation: { says: "engine, evaluation and advice", most: 16 },
  stretch: { says: "engine, the longest without a break", most: 16 },
  answer: { says: "answer taken in", most: 50 },
  screen: { says: "next screen", most: 50 },
};
const CITIES = ["nemuro", "oita"];
const EVERY = 12;
/** The number of walks through all questions. The median of several is robust against single disturbances. */
const WALKS = 3;
/** The pause between an answer and going on, as a visitor makes it. */
const PAUSE_MS = 400;

/** In the page: records the times of the engine, of each answer and of each next screen. */
function clock() {
  globalThis.engineTimes = [];
  globalThis.stretchTimes = [];
  globalThis.answerTimes = [];
  globalThis.screenTimes = [];
  const Real = WebAssembly.Instance;
  const timed = ["calculator_evaluate", "calculator_advise"];
  WebAssembly.Instance = function Instance(module, imports) {
    const real = new Real(module, imports).exports;
    const exports = Object.fromEntries(
      Object.entries(real).map(([name, one]) => [name, timed.includes(name) ? timing(name, one) : one]),
    );
    return { exports };
  };
  const timing =
    (name, one) =>
    (...given) => {
      const from = performance.now();
      const found = one(...given);
      const took = performance.now() - from;
      if (name === "calculator_evaluate") globalThis.engineTimes.push(took);
      else globalThis.engineTimes[globalThis.engineTimes.length - 1] += took;
      addToStretch(took, name === "calculator_evaluate");
      return found;
    };
  let isUnbroken = false;
  /** Adds to the engine's time in the current task. The browser can do nothing else until the task ends. */
  const addToStretch = (took, isNew) => {
    if (isNew || !isUnbroken) globalThis.stretchTimes.push(0);
    if (!isUnbroken) queueMicrotask(() => (isUnbroken = false));
    isUnbroken = true;
    globalThis.stretchTimes[globalThis.stretchTimes.length - 1] += took;
  };
  /** Records the time until the next frame is painted. */
  const painted = (times) => {
    const from = performance.now();
    requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - from)));
  };
  document.addEventListener("change", () => painted(globalThis.answerTimes), true);
  document.addEventListener(
    "click",
    (event) => event.target.closest?.("[data-js-next]") && painted(globalThis.screenTimes),
    true,
  );
}

/** Prints the times of something, and returns them as figures. */
function row(what, times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  const { says, most } = GOALS[what];
  const kept = sorted.filter((one) => one <= most).length;
  console.log(
    `  ${says}: median ${at(0.5).toFixed(1)} ms, 95 % ${at(0.95).toFixed(1)} ms, worst ${at(1).toFixed(1)} ms; ${kept} of ${sorted.length} within ${most} ms`,
  );
  return {
    [`${what}.median`]: { found: at(0.5), most },
    [`${what}.worst`]: { found: at(1), most },
    [`${what}.within`]: { found: kept, least: sorted.length },
  };
}

const quiet = () => new Promise((done) => setTimeout(done, PAUSE_MS));

/** Walks through all questions once, and returns the times of each next screen and each answer. */
async function walk(page, today) {
  await startAgain(page, today);
  await page.evaluate(() => document.querySelector(".single-only a").click());
  await page.evaluate(() => Object.assign(globalThis, { answerTimes: [], screenTimes: [] }));
  await page.evaluate(() => document.querySelector("[data-js-screen=question]").click());
  while ((await page.evaluate(() => document.body.dataset.screen)) === "question") {
    await decline(page);
    await quiet();
    await page.evaluate(() => document.querySelector("[data-js-next]").click());
    await quiet();
  }
  return page.evaluate(() => ({ answers: answerTimes, screens: screenTimes }));
}

/** The median time of each step over several walks. */
function middle(walks) {
  const steps = Math.min(...walks.map((times) => times.length));
  return Array.from({ length: steps }, (_, at) => median(walks.map((times) => times[at])));
}

/** Prints the times of a city's page, and returns them as figures. */
async function measure(browser, city, own) {
  const chosen = own.filter((_, at) => at % EVERY === 0);
  const { page, close } = await open(browser, { city, today: own[0].today, prepare: clock });
  await ready(page);
  await page.emulateCPUThrottling(SLOWER);
  for (const { answers, on, today } of chosen) {
    await startAgain(page, today);
    await fill(page, answers, on);
  }
  const { engine, stretches } = await page.evaluate(() => ({ engine: engineTimes, stretches: stretchTimes }));
  const walks = [];
  while (walks.length < WALKS) walks.push(await walk(page, own[0].today));
  await close();
  console.log(
    `${city}: ${chosen.length} of ${own.length} worked households typed in, processor slowed ${SLOWER} times`,
  );
  const figures = {
    ...row("evaluation", engine),
    ...row("stretch", stretches),
    ...row("answer", middle(walks.map(({ answers }) => answers))),
    ...row("screen", middle(walks.map(({ screens }) => screens))),
  };
  return Object.fromEntries(Object.entries(figures).map(([name, figure]) => [`${city}.${name}`, figure]));
}

const cases = (await readCases()).filter(({ answers }) => untypable(answers) === null);
const figures = {};
const browser = await launch();
try {
  for (const city of CITIES) {
    const { found, stolen } = await watched(() =>
      measure(
        browser,
        city,
        cases.filter((one) => one.city === city),
      ),
    );
    Object.assign(figures, found);
    console.log(`  ${saidStolen(stolen)}`);
  }
} finally {
  await browser.close();
}
await keep("pace", figures);
console.log("pace: measured");
