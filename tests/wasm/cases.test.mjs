// Evaluates the worked examples with the engine of the built page, and compares the reports with the native ones.
// It needs no browser and does not test the page's form.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { Calculator, initSync } from "../../target/site/engine/engine.js";
import { edge, rulesIn } from "../../www/edge/edge.js";
import { readModule } from "../../www/edge/module.js";
import { embedded, engineOf } from "../embedded.mjs";

const root = new URL("../../", import.meta.url);
const examplesIn = (file) =>
  readFileSync(new URL(`target/site/${file}.jsonl`, root), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
const madeUp = examplesIn("made_up");
const written = [...examplesIn("cases"), ...madeUp];
/** What an example supposes of a window is in no page. */
const cases = written.filter((one) => !one.supposes);

/** The built page of a city. */
function pageOf(city) {
  const folder = madeUp.some((one) => one.city === city) ? "target/made_up" : "dist";
  return readFileSync(new URL(`${folder}/${city}/index.html`, root), "utf8");
}

const wasm = (city) => engineOf(pageOf(city));

function open(city) {
  const module = new WebAssembly.Module(wasm(city));
  initSync({ module });
  const calculator = new Calculator(rulesIn(module));
  return { calculator, engine: edge(calculator, JSON.parse(embedded(pageOf(city), "names"))) };
}

const cities = [...new Set(cases.map((one) => one.city))];
const engines = new Map(cities.map((city) => [city, open(city)]));

/** The report of an example, with the advice on each programme. */
function evaluate({ city, on, today, answers, rulings }) {
  const { engine } = engines.get(city);
  const { report, errors } = engine.evaluate(answers, on, today, rulings ?? undefined);
  assert.deepEqual(errors, undefined);
  return { ...report, programmes: report.programmes.map((one, at) => ({ ...one, ...engine.advise(at) })) };
}

for (const one of cases) {
  test(`the report is the native one: ${one.city}, ${one.on}, ${one.name}`, () => {
    assert.deepEqual(evaluate(one), one.report);
  });
}

test("answers that do not fit are rejected with their place, and later answers are evaluated", () => {
  const { engine } = engines.get("oita");
  const codes = (answers) =>
    engine.evaluate(answers, "2025-06-10", "2025-06-10").errors.map(({ fact, code }) => `${fact}: ${code}`);
  const expected = [
    [{ moved_on: "2025-13-01", origin: "mars" }, "moved_on: not-a-date", "origin: unknown-option"],
    [{ moved_on: "2025-02-29" }, "moved_on: not-a-date"],
    [{ moved_on: "1750" }, "moved_on: not-a-date"],
    [{ moved_on: "" }, "moved_on: not-a-date"],
    [{ moved_on: "2025\0-01" }, "moved_on: not-a-date"],
    [{ moved_on: { min: "2026", max: "2025" } }, "moved_on: empty-range"],
    [{ moved_on: { from: "2026" } }, "moved_on.from: unknown-key"],
    [{ moved_on: "1989" }, "moved_on: out-of-bounds"],
    [{ moved_on: true, origin: true }, "moved_on: not-a-date", "origin: unknown-option"],
    [{ origin: [] }, "origin: unknown-option"],
    [{ job_hours_per_week: 20.5 }, "job_hours_per_week: not-a-number"],
    [{ job_hours_per_week: "twenty" }, "job_hours_per_week: not-a-number"],
    [{ job_hours_per_week: 1e300 }, "job_hours_per_week: not-a-number"],
    [{ job_hours_per_week: -1 }, "job_hours_per_week: out-of-bounds"],
    [{ job_hours_per_week: { min: 30, max: 20 } }, "job_hours_per_week: empty-range"],
    [{ job_hours_per_week: { min: 0, max: "999999999999999999" } }, "job_hours_per_week: out-of-bounds"],
    [{ telework: "yes" }, "telework: wrong-type"],
    [{ telework: { is: null } }, "telework: wrong-type"],
    [{ moved_on: { is: null, declined: true } }, "moved_on: not-a-date"],
    [{ moved_on: { is: "2026", declined: "yes" } }, "moved_on.declined: wrong-type"],
    [{ moved_on: { is: "2026", declined: true, min: "2027" } }, "moved_on.min: wrong-type"],
    [{ moved_on: { min: undefined } }, "moved_on.min: not-a-date"],
    [{ job_hours_per_week: { min: 20, max: null } }, "job_hours_per_week.max: not-a-number"],
    [{ job_hours_per_week: true }, "job_hours_per_week: not-a-number"],
    [{ household: { members: undefined } }, "household: wrong-type"],
    [{ household: { more: null } }, "household: wrong-type"],
    [{ household: { more: { child: undefined } } }, "household.more.child: not-a-number"],
    [{ houshold: {} }, "houshold: unknown-fact"],
    [{ household: [] }, "household: wrong-type"],
    [{ household: { member: [] } }, "household.member: unknown-key"],
    [
      { household: { members: [{}, { bron: "1990" }, { born: "1990-40" }] } },
      "household.members[1].bron: unknown-field",
      "household.members[2].born: not-a-date",
    ],
    [{ household: { members: [{}, { born: "1700" }] } }, "household.members[1].born: not-a-date"],
    [{ household: { members: [{ relation: "child" }] } }, "household.members[0].relation: not-possible"],
    [{ household: { members: Array(13).fill({}) } }, "household: too-many"],
    [{ household: { members: [], more: { dog: 1 } } }, "household.more.dog: unknown-option"],
    [{ household: { members: [], more: { child: -1 } } }, "household: out-of-bounds"],
    ["text", ": wrong-type"],
  ];
  for (const [answers, ...errors] of expected) assert.deepEqual(codes(answers), errors, JSON.stringify(answers));
  const endless = {};
  endless.moved_on = endless;
  assert.deepEqual(codes(endless), ["moved_on.moved_on: unknown-key"]);
  assert.throws(() => engine.evaluate({}, "10 June 2025", "2025-06-10"), /YYYY-MM-DD/);
  assert.throws(() => engine.evaluate({}, "2025-06-10", "2025-06-31"), /YYYY-MM-DD/);
  assert.deepEqual(evaluate(cases[0]), cases[0].report);
  assert.throws(() => open("oita").engine.advise(0), /nothing is evaluated/);
});

test("rulings that do not fit are rejected with their place, and nothing is evaluated", () => {
  const { engine } = engines.get("town");
  const day = "2025-06-10";
  assert.ok(cases.filter((one) => one.rulings !== null).length > 20, "examples with rulings");
  const before = engine.evaluate({}, day, day).report;
  const advice = engine.advise(0);
  const expected = [
    [{ soundhouse: true }, "rulings.soundhouse: unknown-key"],
    [{ sound_house: "april" }, "rulings.sound_house: wrong-type"],
    [{ counted_back: true }, "rulings.counted_back: unknown-option"],
    [{ counted_back: "may" }, "rulings.counted_back: unknown-option"],
    [{ dairy: "no" }, "rulings.dairy: wrong-type"],
    [{ "2025-07-01": "2026-07-02" }, "rulings.2025-07-01: unknown-option"],
    [{ "2025-07-02": "2026-07-02" }, "rulings.2025-07-02: unknown-key"],
    [{ dairy: 1, sound_house: null }, "rulings.dairy: wrong-type", "rulings.sound_house: wrong-type"],
    [[], "rulings: wrong-type"],
    [null, "rulings: wrong-type"],
  ];
  for (const [rulings, ...codes] of expected) {
    const { errors } = engine.evaluate({}, day, day, rulings);
    assert.deepEqual(
      errors.map(({ fact, code }) => `${fact}: ${code}`),
      codes,
      JSON.stringify(rulings),
    );
  }
  assert.deepEqual(engine.advise(0), advice, "the last evaluation stays");
  engine.evaluate({}, day, day, { sound_house: true });
  assert.deepEqual(engine.evaluate({}, day, day).report, before, "a ruling counts once");
});

test("without an application date, the engine chooses it", () => {
  const on = (answers) => open("oita").engine.evaluate(answers, null, "2025-06-10").report.on;
  assert.equal(on({}), "2025-06-10");
  assert.equal(on({ moved_on: "2025-09-30" }), "2025-09-30");
  assert.equal(on({ moved_on: "2026" }), "2026-06-10", "a year from today at the latest");
});

test("words that do not encode answers are rejected", () => {
  const { calculator } = engines.get("oita");
  const DAMAGED = /do not hold the expected structure/;
  const asked = (words, on = 20_000) => calculator.evaluate(Int32Array.of(...words, 1, on, 20_000, 0));
  const refused = (words, on) => assert.throws(() => asked(words, on), DAMAGED, words.join());
  for (const words of [
    [],
    [1],
    [-1],
    [2, 0, 0, 0],
    [1, 0, 0, 0, 0],
    [1, 200, 0, 0],
    [1, 0, 2, 0],
    [1, 0, 0, 1, 5],
    [1, 0, 0, 1, 4, 1, 1],
    [2_147_483_647],
  ])
    refused(words);
  refused([0], 2_147_483_647);
  assert.ok(asked([0]).report().length > 0, "no answers at all are answers");
  let seed = 1;
  const random = (below) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  let taken = 0;
  for (let round = 0; round < 20_000; round += 1) {
    const words = Array.from({ length: 1 + random(24) }, () => random(8) - 1);
    try {
      const found = asked(words);
      assert.ok(Array.isArray(found) || found.report().length > 0, words.join());
      taken += 1;
    } catch (error) {
      assert.match(String(error), DAMAGED, words.join());
    }
  }
  assert.ok(taken > 0, "some of them are answers by chance");
  assert.deepEqual(evaluate(cases[0]), cases[0].report);
});

test("a module without rules or with damaged rules is rejected", () => {
  const bare = readFileSync(new URL("target/site/engine.wasm", root));
  assert.throws(() => new Calculator(rulesIn(new WebAssembly.Module(bare))), /no compiled rulebook/);
  const damaged = wasm("oita");
  damaged[damaged.length - 1] ^= 0xff;
  let refused = null;
  try {
    new Calculator(rulesIn(new WebAssembly.Module(damaged)));
  } catch (error) {
    refused = error;
  }
  assert.ok(refused === null || /rulebook/.test(refused.message), String(refused));
});

/** The module that the page's script reads from elements of data. */
const readFrom = (elements) =>
  readModule({ getElementById: (id) => (id in elements ? { textContent: elements[id] } : null) });

const dataOf = (city) => ({ engine: embedded(pageOf(city), "engine"), rules: embedded(pageOf(city), "rules") });

test("the module in a page is the engine, then one custom section with the city's rules", async () => {
  const bare = readFileSync(new URL("target/site/engine.wasm", root));
  for (const city of cities) {
    const module = Buffer.from(await readFrom(dataOf(city)));
    assert.deepEqual(module.subarray(0, bare.length), bare, city);
    assert.deepEqual(module, wasm(city), city);
    const rules = Buffer.from(rulesIn(new WebAssembly.Module(module)));
    // WebAssembly's own form: section 0, then the size of the rest in LEB128, the length of the name, the name, the data.
    const rest = Buffer.concat([Buffer.from("\x0ciju-rulebook"), rules]);
    const size = [rest.length];
    while (size.at(-1) > 127) size.push(size.at(-1) >> 7);
    const leb128 = size.map((bits, at) => (at === size.length - 1 ? bits : (bits & 127) | 128));
    assert.deepEqual(module.subarray(bare.length), Buffer.concat([Buffer.from([0, ...leb128]), rest]), city);
    assert.ok(rules.length > 500, city);
  }
});

test("a page whose engine or rules are absent, truncated or damaged gives an error and no module", async () => {
  const whole = dataOf("oita");
  const right = Buffer.from(await readFrom(whole));
  for (const id of ["engine", "rules"]) {
    const text = whole[id];
    const { [id]: _, ...absent } = whole;
    await assert.rejects(readFrom(absent), /holds no element/, id);
    const rejects = (damaged, what) => assert.rejects(readFrom({ ...whole, [id]: damaged }), Error, `${id} ${what}`);
    await rejects(`${text.slice(0, 40)}<${text.slice(41)}`, "with a character that base64 does not have");
    const step = Math.ceil(text.length / 100);
    for (let at = 0; at < text.length - 4; at += step) {
      await rejects(text.slice(0, at), `truncated at ${at}`);
      const damaged = text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
      const read = await readFrom({ ...whole, [id]: damaged }).catch(() => null);
      // The compressor may have written the same bytes in another way.
      assert.ok(read === null || right.equals(Buffer.from(read)), `${id} damaged at ${at}`);
    }
    const bytes = Buffer.from(text, "base64");
    for (let cut = 1; cut <= 8; cut += 1) {
      await rejects(bytes.subarray(0, -cut).toString("base64"), `without its last ${cut} bytes`);
    }
  }
});

test("every page of every city holds the same engine, in the same text", () => {
  const pages = readdirSync(new URL("dist/", root), { recursive: true })
    .filter((path) => /index\.html$/.test(path))
    .map((path) => readFileSync(new URL(`dist/${path}`, root), "utf8"))
    .filter((page) => page.includes('id="engine"'));
  assert.ok(pages.length >= 6);
  const engines = [...pages, pageOf("town")].map((page) => embedded(page, "engine"));
  assert.equal(new Set(engines).size, 1);
});
