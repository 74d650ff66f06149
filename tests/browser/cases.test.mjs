// Types worked examples into the form and compares the page's report with the native one. It contains no rule.
//
// It types every tenth of the few examples that use every control in every way and show every programme with each of its
// verdicts; the measurements type all examples.
import assert from "node:assert/strict";
import { after, before, describe, it, test } from "node:test";
import { fill, last, launch, lending, readCases, screen, untypable } from "./driver.mjs";
import { every, sweep } from "./sweep.mjs";

/** The number of pages that are used at the same time. */
const PAGES = 2;
const PROGRESS_EVERY = 20;

const cases = await readCases();
const typable = cases.filter(({ answers }) => untypable(answers) === null);
const typed = sweep(every(10, covering(typable)), typable);
let browser;
let lend;
before(async () => {
  browser = await launch();
  lend = lending(browser);
});
after(() => browser?.close());

/** The ways in which an answer uses the controls of a question. */
function uses(name, answer) {
  if (Array.isArray(answer)) return [`${name}: several`, ...answer.map((one) => `${name}: ${one}`)];
  if (answer === null || typeof answer !== "object") return [`${name}: ${shapeOf(answer)}`];
  const { members = [], ...others } = answer;
  const about = members.flatMap((member, at) =>
    Object.entries(member).flatMap(([field, one]) => uses(`${name}.${Math.min(at, 1)}.${field}`, one)),
  );
  return [
    `${name}: ${members.length} members`,
    ...about,
    ...Object.entries(others).map(
      ([key, one]) => `${name}: ${key} ${JSON.stringify(key === "more" ? one : shapeOf(one))}`,
    ),
  ];
}

/** The length of a date, `a number` for a number, and any other answer itself. */
function shapeOf(answer) {
  const text = String(answer);
  if (/^\d{4}(-\d\d){0,2}$/.test(text) && typeof answer === "string") return `a date of ${text.length}`;
  return /^\d+$/.test(text) ? "a number" : text;
}

/** The ways in which an example uses the form, and the verdicts that it shows. */
function ways({ city, on, answers, report }) {
  const shown = report.programmes.map(
    ({ id, year, verdict, window, estimate, reference }) =>
      `${id} ${year} ${verdict} ${window} ${estimate?.verdict} ${reference?.year}`,
  );
  const used = Object.entries(answers).flatMap(([name, answer]) => uses(name, answer));
  return [`on: ${shapeOf(on)}`, ...used, ...shown].map((way) => `${city} ${way}`);
}

/** A few examples that cover all ways of a list. Each is the one that adds most to those before it. */
function covering(all) {
  const left = new Map(all.map((one) => [one, new Set(ways(one))]));
  const chosen = [];
  for (;;) {
    const [best, adds] = [...left].reduce((most, one) => (one[1].size > most[1].size ? one : most), [null, new Set()]);
    if (!best) return chosen;
    chosen.push(best);
    for (const [one, own] of left) left.set(one, new Set([...own].filter((way) => !adds.has(way))));
  }
}

/** Asserts that the page shows the report's verdicts and open questions, and no others. */
function assertAgrees({ status, questions, verdicts, links, unasked }, { programmes, relevant }) {
  const results = programmes.map(({ id, year, verdict, estimate }) =>
    verdict === "no_rule" && estimate ? { id, ...estimate } : { id, year, verdict },
  );
  assert.deepEqual(
    Object.fromEntries(verdicts),
    Object.fromEntries(
      results.filter(({ year }) => year !== null).map(({ id, year, verdict }) => [`${id} ${year}`, verdict]),
    ),
  );
  const wanted = new Set(relevant.map(({ fact }) => fact));
  assert.deepEqual(
    [...wanted].filter((fact) => !questions.includes(fact)),
    [],
    "the form asks all that matters",
  );
  assert.deepEqual(
    links.filter((name) => !wanted.has(name.split(".")[0])),
    [],
    "cards link only to questions that still matter",
  );
  assert.deepEqual(unasked, [], "every open point with a question of its own is asked in those words");
  assert.ok(status.length > 0 && [...status].length <= 40, `the live summary is short: ${status}`);
}

test("every example can be typed into the form", () => {
  const beyond = cases
    .map(({ city, name, answers }) => [city, name, untypable(answers)])
    .filter(([, , reason]) => reason !== null);
  assert.deepEqual(beyond, []);
  assert.ok(typed.length > 0);
});

describe("typed", { concurrency: PAGES }, () => {
  const began = Date.now();
  let done = 0;
  for (const { name, city, on, today, answers, report } of typed) {
    it(`${city}, ${on}: ${name}`, () =>
      lend(city, today, async (page, seen) => {
        await fill(page, answers, on);
        const detail = await last(page);
        assert.equal(detail.on, on, "the application date");
        assert.deepEqual(detail.report, report, `the report after typing ${JSON.stringify(detail.answers)}`);
        assertAgrees(await screen(page), report);
        assert.deepEqual(seen.errors, []);
        done += 1;
        if (done % PROGRESS_EVERY === 0 || done === typed.length)
          console.log(`${done} of ${typed.length} examples typed, ${Math.round((Date.now() - began) / 1000)} s`);
      }));
  }
});
