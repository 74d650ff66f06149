// Tests which of the city's answers a visit can take, with names and reports made by hand. It opens no page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { hasRulings, pointsOf, rulingOn, withRuling } from "../../www/visit/rulings.js";

const point = (id, kind, choices = []) => ({ id, kind, choices });
const NAMES = {
  years: [
    {
      year: 2024,
      programmes: [
        {
          open: [
            point("age", "reading", ["whole", "part"]),
            point("top", "requirement"),
            point("job", "requirement"),
            point("2024-12-31", "date", ["2024-12-31", "2025-12-31"]),
            point("grant", "goes_on"),
          ],
        },
        { open: [point("age", "reading", ["whole", "part"]), point("bus", "goes_on")] },
      ],
    },
  ],
};
const programme = (one) => ({
  year: 2024,
  verdict: "confirm",
  readings: [],
  rulings: [],
  missing: [],
  amount: null,
  window: "unknown",
  is_money: true,
  payee: "household",
  requirements: [{ id: "job", state: "desk" }],
  estimate: null,
  ...one,
});
const NO_BEST = { assuming: [], best: { chosen: [], min: "0", max: "0" }, needs_plan: [] };
const report = (programmes, asks = []) => ({
  programmes: programmes.map(programme),
  asks,
  relevant: [],
  decisive: [],
  best_chosen: NO_BEST,
  best_estimate_chosen: null,
});
const ask = (about) => ({ year: 2024, ask: null, requirement: null, programmes: ["grant"], ...about });
const askOf = ({ id }) => (id === "top" ? "conditions" : null);
const ids = (found) => found.map(({ kind, id }) => `${kind} ${id}`);

test("a ruling replaces the one before, and taking it back leaves no trace", () => {
  const first = withRuling({}, "age", "whole");
  assert.deepEqual(withRuling(first, "age", "part"), { age: "part" });
  assert.deepEqual(withRuling(first, "age", null), {});
  assert.deepEqual(first, { age: "whole" }, "what was there is not changed");
  assert.deepEqual([hasRulings({}), hasRulings(withRuling({}, "job", false))], [false, true], "no is an answer too");
});

test("a requirement and a reading of the same id keep their rulings apart", () => {
  const reading = point("age", "reading", ["whole"]);
  const requirement = point("age", "requirement");
  assert.deepEqual([rulingOn({ age: "whole" }, reading), rulingOn({ age: "whole" }, requirement)], ["whole", null]);
  assert.deepEqual([rulingOn({ age: false }, reading), rulingOn({ age: false }, requirement)], [null, false]);
});

test("what the report asks the desk can be ruled, and nothing that it does not", () => {
  const readings = [{ id: "age", choices: [] }];
  const asks = [ask({ ask: "conditions" }), ask({ requirement: "job" })];
  const found = report([{ id: "grant", readings }], asks);
  assert.deepEqual(ids(pointsOf(NAMES, found, {}, askOf)), ["reading age", "requirement top", "requirement job"]);
  assert.deepEqual(ids(pointsOf(NAMES, report([{ id: "grant" }]), {}, askOf)), []);
  const met = report([{ id: "grant", requirements: [{ id: "job", state: "met" }] }], asks);
  assert.deepEqual(ids(pointsOf(NAMES, met, {}, askOf)), ["requirement top"]);
  const ofOther = report([{ id: "grant" }], [ask({ requirement: "job", programmes: ["bus"] })]);
  assert.deepEqual(ids(pointsOf(NAMES, ofOther, {}, askOf)), [], "the question of another programme opens nothing");
});

test("a programme that is ineligible or settled has no point, but a ruling can always be taken back", () => {
  for (const verdict of ["ineligible", "eligible", "no_rule"]) {
    const found = report([{ id: "grant", verdict }], [ask({ requirement: "job" })]);
    assert.deepEqual(ids(pointsOf(NAMES, found, {}, askOf)), [], verdict);
    assert.deepEqual(ids(pointsOf(NAMES, found, { job: false }, askOf)), ["requirement job"], verdict);
  }
  const ended = report([{ id: "grant", verdict: "no_rule", year: null }]);
  assert.deepEqual(ids(pointsOf(NAMES, ended, { grant: false }, askOf)), ["goes_on grant"], "without an estimate too");
});

test("only an estimate asks whether the programme goes on", () => {
  const estimate = { year: 2024, verdict: "confirm", dates: ["2024-12-31"], readings: [], requirements: [] };
  const found = report([{ id: "grant", year: null, verdict: "no_rule", estimate }]);
  assert.deepEqual(ids(pointsOf(NAMES, found, {}, askOf)), ["goes_on grant"]);
  assert.deepEqual(ids(pointsOf(NAMES, report([{ id: "grant" }]), {}, askOf)), []);
});

test("a point of several programmes stands once, with the first", () => {
  const readings = [{ id: "age", choices: [] }];
  const found = pointsOf(
    NAMES,
    report([
      { id: "grant", readings },
      { id: "bus", readings },
    ]),
    {},
    askOf,
  );
  assert.deepEqual(
    found.map(({ id, programme: own, year }) => [id, own, year]),
    [["age", "grant", 2024]],
  );
});
