// The worked examples through the engine that lies in the page, compared with their native reports.
// No browser is needed; the page's form is not tested here.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inflateRawSync } from "node:zlib";
import { Calculator, initSync } from "../../target/site/engine/engine.js";
import { flattenAnswers } from "../../www/js/answers.js";
import { readAdvice, readReport } from "../../www/js/report.js";

const root = new URL("../../", import.meta.url);
const cases = ["cases", "made_up"].flatMap((file) =>
  readFileSync(new URL(`target/site/${file}.jsonl`, root), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line)),
);

/** What the page of a city holds in an element. */
function embedded(city, id) {
  const folder = city === "town" ? "target/site/made_up" : "dist";
  const page = readFileSync(new URL(`${folder}/${city}/index.html`, root), "utf8");
  const found = page.match(new RegExp(`<script type="[^"]+" id="${id}">([^<]*)</script>`));
  assert.ok(found, `the page of ${city} holds no #${id}`);
  return found[1];
}

function wasm(city) {
  return inflateRawSync(Buffer.from(embedded(city, "engine"), "base64"));
}

function open(city) {
  const module = new WebAssembly.Module(wasm(city));
  initSync({ module });
  return { calculator: new Calculator(module), index: JSON.parse(embedded(city, "index")) };
}

const cities = [...new Set(cases.map((one) => one.city))];
const engines = new Map(cities.map((city) => [city, open(city)]));

/** The household of one example after the other: the engine goes on from the one before. */
function evaluate({ city, on, today, answers }) {
  const { calculator, index } = engines.get(city);
  const flat = flattenAnswers(answers);
  const [numbers, yen] = calculator.evaluate(flat, on, today);
  const report = readReport(index, on, numbers, yen);
  for (const [at, programme] of report.programmes.entries()) {
    const [advised, ends] = calculator.advise(at);
    Object.assign(programme, readAdvice(index, advised, ends));
  }
  return report;
}

for (const one of cases) {
  test(`the engine agrees: ${one.city}, ${one.on}, ${one.name}`, () => {
    assert.deepEqual(evaluate(one), one.report);
  });
}

test("answers that do not fit are refused with their place, and the next ones are evaluated", () => {
  const { calculator } = engines.get("oita");
  const refused = (answers) => calculator.evaluate(flattenAnswers(answers), "2025-06-10", "2025-06-10");
  const codes = (answers) => refused(answers).map(([fact, code]) => `${fact}: ${code}`);
  assert.deepEqual(codes({ moved_on: "2025-13-01", origin: "mars" }), [
    "moved_on: not-a-date",
    "origin: unknown-option",
  ]);
  assert.deepEqual(codes({ job_hours_per_week: 20.5 }), ["job_hours_per_week: not-a-number"]);
  assert.deepEqual(codes({ job_hours_per_week: -1 }), ["job_hours_per_week: out-of-bounds"]);
  assert.deepEqual(codes({ houshold: {} }), ["houshold: unknown-fact"]);
  assert.deepEqual(codes("text"), [": wrong-type"]);
  const endless = {};
  endless.moved_on = endless;
  assert.throws(() => refused(endless), /nested too deeply/);
  assert.throws(() => calculator.evaluate("m0", "10 June 2025", "2025-06-10"), /YYYY-MM-DD/);
  for (const text of ["", "q", "m", "m1", "m1\0moved_on", "m0\0n", "l99999999999", "\u3042", "m-1"]) {
    assert.throws(() => calculator.evaluate(text, "2025-06-10", "2025-06-10"), /flat answers/, text);
  }
  assert.deepEqual(codes({ moved_on: "2025\0-01" }), ["moved_on: not-a-date"]);
  assert.deepEqual(evaluate(cases[0]), cases[0].report);
  assert.throws(() => open("oita").calculator.advise(0), /nothing is evaluated/);
});

test("a module without rules, or with damaged ones, is refused", () => {
  const bare = readFileSync(new URL("target/site/engine.wasm", root));
  assert.throws(() => new Calculator(new WebAssembly.Module(bare)), /no compiled rulebook/);
  const damaged = wasm("oita");
  damaged[damaged.length - 1] ^= 0xff;
  let refused = null;
  try {
    new Calculator(new WebAssembly.Module(damaged));
  } catch (error) {
    refused = error;
  }
  assert.ok(refused === null || /rulebook/.test(refused.message), String(refused));
});
