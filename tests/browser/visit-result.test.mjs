// Tests how a report is arranged for the result screen, with reports made by hand and with every worked example. It
// opens no page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isSettled, parted, resultOf, rowsOf, similarChanges } from "../../www/visit/result.js";
import { readCases } from "./driver.mjs";

const NO_BEST = { chosen: [], chosen_min: "0", chosen_max: "0", min: "0", max: "0", alternatives: [], caps: [] };
const chosenBest = (best) => ({ assuming: [], best: { ...NO_BEST, ...best }, needs_plan: [] });
const programme = (one) => ({
  year: 2026,
  verdict: "confirm",
  window: "unknown",
  amount: null,
  payee: "household",
  is_money: true,
  missing: [],
  rulings: [],
  estimate: null,
  reference: null,
  ...one,
});
const report = (programmes, best = {}, more = {}) => ({
  programmes: programmes.map(programme),
  relevant: [],
  decisive: [],
  best_chosen: chosenBest(best),
  best_estimate_chosen: null,
  ...more,
});

test("a sum of programmes to confirm is a most, and one of likely programmes is settled", () => {
  const amount = { min: "300000", max: "300000", ceiling: false };
  const best = { chosen: ["a"], min: "300000", max: "300000" };
  const open = resultOf(report([{ id: "a", amount }], best));
  assert.deepEqual([open.kind, open.status, isSettled(open)], ["sum", "confirm", false]);
  const likely = resultOf(report([{ id: "a", amount, verdict: "eligible" }], best));
  assert.deepEqual([likely.kind, likely.status, isSettled(likely)], ["sum", "likely", true]);
});

test("one programme that needs answers makes the whole sum open", () => {
  const result = resultOf(
    report(
      [
        { id: "a", verdict: "eligible" },
        { id: "b", verdict: "undetermined" },
      ],
      { chosen: ["a", "b"], max: "500000" },
    ),
  );
  assert.deepEqual([result.kind, result.status], ["sum", "open"]);
  assert.deepEqual(
    rowsOf(result, "money").map(({ report: one }) => one.id),
    ["a", "b"],
  );
});

test("a sum without an upper end and without a lower one has no figure", () => {
  const result = resultOf(report([{ id: "a" }], { chosen: ["a"], min: "0", max: null }));
  assert.deepEqual([result.kind, result.sum], ["unpriced", null]);
});

test("estimates count only if no rule gives a programme of the sum, and are never the rules' result", () => {
  const estimate = { year: 2024, verdict: "confirm", amount: null, is_money: true, payee: "household", dates: [] };
  const other = chosenBest({ chosen: ["a"], min: "100000", max: "100000" });
  const made = report([{ id: "a", year: null, verdict: "no_rule", estimate }], {}, { best_estimate_chosen: other });
  const result = resultOf(made);
  assert.deepEqual([result.kind, result.isEstimate, result.years], ["sum", true, [2024]]);
  const ruled = resultOf({
    ...made,
    programmes: [...made.programmes, programme({ id: "b" })],
    best_chosen: chosenBest({ chosen: ["b"], max: "1" }),
  });
  assert.deepEqual([ruled.isEstimate, ruled.best.chosen], [false, ["b"]]);
});

test("where nothing fits, the kind says so, and every programme has one group", () => {
  const result = resultOf(
    report([
      { id: "a", verdict: "ineligible" },
      { id: "b", verdict: "ineligible", is_money: false },
    ]),
  );
  assert.deepEqual([result.kind, result.status, rowsOf(result, "out").length], ["none", "out", 2]);
});

test("a programme that no longer takes applications is apart, but an estimate of it is not", () => {
  const closed = resultOf(report([{ id: "a", window: "budget_reached" }]));
  assert.deepEqual([closed.kind, rowsOf(closed, "over").length], ["over", 1]);
});

test("rows are parted in their first order, and similar changes stand together", () => {
  const rows = ["x", "y", "x"].map((group) => ({ group }));
  assert.deepEqual(
    parted(rows, ({ group }) => group).map(([key, own]) => [key, own.length]),
    [
      ["x", 2],
      ["y", 1],
    ],
  );
  const change = (to) => ({ changes: [{ fact: "plan", to }], verdict: "confirm", amount: null, loses: [] });
  assert.equal(similarChanges([change("a"), change("b"), { ...change("c"), verdict: "eligible" }]).length, 2);
});

test("in every worked example each programme has one row, sums and verdicts are the report's, and likely rows come first", async () => {
  for (const { name, report: found } of await readCases()) {
    const before = JSON.stringify(found);
    const result = resultOf(found);
    assert.equal(JSON.stringify(found), before, "the report is not changed");
    const ids = result.rows.map(({ report: one }) => one.id);
    assert.equal(new Set(ids).size, ids.length, name);
    for (const { report: shown, group } of result.rows) {
      const own = found.programmes.find(({ id }) => id === shown.id);
      const verdict = own.verdict === "no_rule" && own.estimate ? own.estimate.verdict : own.verdict;
      assert.equal(shown.verdict, verdict, name);
      assert.equal(group === "out", verdict === "ineligible", `${name}: ${shown.id}`);
      assert.equal(group === "unruled", verdict === "no_rule", `${name}: ${shown.id}`);
    }
    if (result.sum) {
      const best = result.isEstimate ? found.best_estimate_chosen.best : found.best_chosen.best;
      assert.deepEqual([result.sum.min, result.sum.max], [best.min, best.max], name);
    }
  }
});
