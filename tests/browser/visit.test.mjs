// Tests one visit and its screens without a page: random walks through the stack, failing engines, luggage. It starts
// no browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Asked } from "../../www/visit/asked.js";
import { isLuggage, pack, unpack } from "../../www/visit/luggage.js";
import { Screens, entryOf, screenOf } from "../../www/visit/screens.js";
import { Visit } from "../../www/visit/visit.js";

const WALKS = 2000;
const STEPS = 40;

/** A generator of pseudo-random numbers below a limit; the same seed gives the same numbers. */
function numbers(seed) {
  let state = seed * 2654435761 + 1;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** The browser's history of one tab, as browsers keep it: entries, of which one is current. */
class Tab {
  entries = [null];
  at = 0;
  push(state) {
    this.entries = [...this.entries.slice(0, this.at + 1), state];
    this.at += 1;
  }
  replace(state) {
    this.entries[this.at] = state;
  }
  /** Goes some entries back or forward, and returns whether there is such an entry. */
  go(by) {
    if (this.entries[this.at + by] === undefined) return false;
    this.at += by;
    return true;
  }
}

test("in any walk the shown screen is what a plain list of screens says, and a press is dead only at its end", () => {
  let moves = 0;
  for (let seed = 1; seed <= WALKS; seed += 1) {
    const random = numbers(seed);
    const tab = new Tab();
    const screens = new Screens("a", null);
    tab.replace(screens.entry);
    // The model: the screens in the order in which they were shown, and the position of the one that is shown.
    let list = ["start"];
    let at = 0;
    const shown = () => screens.screen.names?.[0] ?? screens.screen.kind;
    for (let step = 0; step < STEPS; step += 1) {
      const what = random(5);
      const before = at;
      if (what <= 1) {
        const name = `q${seed}.${step}`;
        screens.push({ kind: "question", names: [name] });
        tab.push(screens.entry);
        list = [...list.slice(0, at + 1), name];
        at += 1;
      } else if (what === 2) {
        assert.equal(screens.back(), at > 0);
        tab.replace(screens.entry);
        at = Math.max(0, at - 1);
      } else if (what === 3) {
        if (!tab.go(-1)) continue;
        screens.arrive(tab.entries[tab.at]);
        tab.replace(screens.entry);
        at = Math.max(0, at - 1);
        assert.ok(before === 0 || shown() !== list[before], "Back is not dead while there is an earlier screen");
      } else {
        if (!tab.go(1)) continue;
        screens.arrive(tab.entries[tab.at]);
        tab.replace(screens.entry);
        at = Math.min(list.length - 1, at + 1); // dead at the last screen only
      }
      moves += 1;
      assert.equal(shown(), list[at], `walk ${seed}, step ${step}`);
    }
  }
  assert.ok(moves > WALKS * 20, `${moves} moves`);
});

test("an entry of an earlier load leads to the start, and one that is not ours changes no screen", () => {
  const old = new Screens("old", null);
  const states = [old.entry];
  for (const name of ["a", "b", "c"]) {
    old.push({ kind: "question", names: [name] });
    states.push(old.entry);
  }
  const screens = new Screens("new", states[2]); // loaded again at the third entry
  assert.equal(screens.screen.kind, "start");
  screens.push({ kind: "question", names: ["x"] });
  assert.equal(screens.arrive({ kind: "question", names: ["y"] }), false, "a stranger's state");
  assert.equal(screens.arrive(null), false, "a fragment");
  assert.deepEqual(screens.screen.names, ["x"]);
  assert.equal(screens.arrive(states[1]), true, "back beyond the reload");
  assert.equal(screens.screen.kind, "start", "never a question without its answers");
  assert.equal(screens.arrive(states[0]), false);
  for (const bad of [
    7,
    "x",
    {},
    { visit: 1, n: 0, at: 0 },
    { visit: "a", n: -1, at: 0 },
    { visit: "a", n: 0.5, at: 0 },
  ])
    assert.equal(entryOf(bad), null, JSON.stringify(bad));
});

const asks = (name) => ["moved_on", "household"].includes(name);

test("only known screens of questions that the page asks are taken in", () => {
  assert.deepEqual(screenOf({ kind: "question", names: ["moved_on", "household"], next: "check" }, asks), {
    kind: "question",
    names: ["moved_on", "household"],
    next: "check",
  });
  assert.deepEqual(screenOf({ kind: "result", name: "<b>", other: 1 }, asks), { kind: "result" });
  for (const bad of [
    null,
    3,
    {},
    { kind: "toString" },
    { kind: "question" },
    { kind: "question", names: [] },
    { kind: "question", names: ["moved_on", "x"] },
    { kind: "question", names: "moved_on" },
    { kind: "question", names: ["x"] },
  ])
    assert.equal(screenOf(bad, asks), null, JSON.stringify(bad));
  assert.equal(screenOf({ kind: "check", next: "elsewhere" }, asks), null);
});

test("luggage is read as it was packed, and nothing else is luggage", () => {
  const luggage = {
    screens: [{ kind: "start" }, { kind: "question", names: ["household"], next: "check" }],
    code: "v4.abcdef.AAAA",
    left: ["moved_on"],
    before: "a host's name",
  };
  assert.deepEqual(unpack(pack(luggage), asks), luggage);
  const text = pack(luggage);
  for (const other of ["", "a host's name", text.slice(0, -1), text.replace("[", "{"), text.replace('"v4', "4")]) {
    assert.equal(unpack(other, asks), null, other);
  }
  assert.ok(isLuggage(text.slice(0, -1)), "damaged luggage is cleared too");
  assert.deepEqual(unpack(text.replace("household", "hidden"), asks).screens, [{ kind: "start" }]);
  assert.deepEqual(unpack(text.replace('["moved_on"]', '["x",7]'), asks).left, []);
});

const missing = (fact, needs = "value") => ({ fact, field: null, member: null, needs });

test("what was left without an answer, or answered differently since, is asked again", () => {
  const asked = new Asked();
  asked.add("reason", [missing("reason")], {});
  assert.equal(asked.has(missing("reason"), {}), false, "left without an answer");
  asked.add("moved_on", [missing("moved_on", "month_day"), missing("reason")], { moved_on: "2026" });
  assert.equal(asked.has(missing("moved_on", "month_day"), { moved_on: "2026" }), true);
  assert.equal(asked.has(missing("moved_on", "month_day"), { moved_on: "2027" }), false, "answered differently");
  assert.equal(asked.has(missing("moved_on", "month_day"), {}), false, "the answer is taken back");
  assert.equal(asked.has(missing("moved_on", "value"), { moved_on: "2026" }), false, "needed in another way");
});

/** An engine that answers with a report of two programmes, and fails where `fails` says. */
function fakeEngine(fails, log = []) {
  const report = Object.freeze({
    on: "2026-04-01",
    programmes: Object.freeze(["a", "b"].map((id) => Object.freeze({ id }))),
  });
  return {
    evaluate(answers, on, today) {
      log.push(answers);
      if (fails("evaluate", answers)) throw new Error("unreachable");
      if (answers.wrong) return { errors: [{ fact: "wrong", code: "out-of-bounds" }] };
      return { report: { ...report, on: on ?? today } };
    },
    advise(at) {
      if (fails("advise", at)) throw new Error("unreachable");
      return { apply: at };
    },
  };
}

const TODAY = "2026-04-01";

test("a finding says what it is for, and advice makes a new report each time", () => {
  const visit = new Visit(
    fakeEngine(() => false),
    assert.fail,
    assert.fail,
    "moved_on",
  );
  assert.equal(visit.finding, null);
  const { finding } = visit.give({ answers: { moved_on: "2026-05-02" }, on: null }, TODAY);
  assert.deepEqual(
    [finding.on, finding.from, finding.today, finding.advised, finding.answers],
    [TODAY, "today", TODAY, 0, { moved_on: "2026-05-02" }],
  );
  const reports = [finding.report];
  while (visit.adviseNext()) reports.push(visit.finding.report);
  assert.deepEqual(
    reports.map(({ programmes }) => programmes.map(({ apply }) => apply)),
    [
      [undefined, undefined],
      [0, undefined],
      [0, 1],
    ],
    "no earlier report is changed",
  );
  assert.equal(new Set(reports).size, 3);
  assert.deepEqual(visit.give({ answers: { wrong: 1 }, on: null }, TODAY), {
    errors: [{ fact: "wrong", code: "out-of-bounds" }],
  });
  assert.equal(visit.finding.report, reports.at(-1), "errors keep the last finding");
});

test("a reading is evaluated once, and again after another one, a ruling or a new day", () => {
  let evaluations = 0;
  const count = (what) => {
    if (what === "evaluate") evaluations += 1;
    return false;
  };
  const visit = new Visit(fakeEngine(count), assert.fail, assert.fail, "moved_on");
  const one = { answers: { a: 1 }, on: null };
  const { finding } = visit.give(one, TODAY);
  assert.equal(visit.give({ answers: { a: 1 }, on: null }, TODAY).finding, finding);
  assert.equal(evaluations, 1);
  visit.give({ answers: { a: 2 }, on: null }, TODAY);
  visit.give(one, TODAY);
  visit.give(one, TODAY, { list: true });
  visit.give(one, "2027-01-01", { list: true });
  assert.equal(evaluations, 5);
});

test("an application date outside the calendar is an error of its question, and correcting it heals", () => {
  const visit = new Visit(
    fakeEngine(() => false),
    assert.fail,
    assert.fail,
    "moved_on",
  );
  for (const on of ["1000-01-01", "1799-12-31", "2300-01-01", "2999-01-01", "9999-12-31"])
    assert.deepEqual(visit.give({ answers: {}, on }, TODAY), { errors: [{ fact: "on", code: "out-of-bounds" }] }, on);
  for (const on of ["1800-01-01", "2299-12-31", "2026-04-01"])
    assert.equal(visit.give({ answers: {}, on }, TODAY).finding.on, on);
});

test("a failure of the engine costs its own reading only, and a fresh engine takes over", async () => {
  const failures = [];
  const log = [];
  let opened = 0;
  const open = async () => {
    opened += 1;
    return fakeEngine((what, answers) => what === "evaluate" && answers.b === 2, log);
  };
  const visit = new Visit(
    fakeEngine((what, answers) => what === "evaluate" && answers.b === 2),
    open,
    (failure) => failures.push(failure),
    "moved_on",
  );
  const first = visit.give({ answers: { a: 1 }, on: null }, TODAY).finding;
  const second = { answers: { a: 1, b: 2 }, on: null };
  assert.deepEqual(visit.give(second, TODAY), { failed: true });
  assert.equal(visit.finding, first);
  assert.deepEqual(visit.notIncluded(second), ["b"]);
  assert.deepEqual(visit.notIncluded({ answers: {}, on: "2026-05-01" }), ["a", "on"]);
  assert.equal(failures.length, 1);
  await failures[0].opened;
  assert.deepEqual(visit.give(second, TODAY), { failed: true }, "the same reading is not tried again");
  assert.deepEqual([opened, log.length], [1, 0]);
  const third = visit.give({ answers: { a: 1, b: 3 }, on: null }, TODAY).finding;
  assert.deepEqual(third.answers, { a: 1, b: 3 });
  assert.equal(log.length, 1, "by the fresh engine");
  assert.deepEqual(visit.give(second, TODAY), { failed: true }, "and tried again after another");
  assert.equal(failures.length, 2);
});

test("advice that fails ends the advice on this finding and nothing else", async () => {
  const failures = [];
  const visit = new Visit(
    fakeEngine((what, at) => what === "advise" && at === 1),
    async () => fakeEngine(() => false),
    (failure) => failures.push(failure),
    "moved_on",
  );
  visit.give({ answers: {}, on: null }, TODAY);
  assert.equal(visit.adviseNext(), true);
  assert.equal(visit.adviseNext(), false);
  assert.equal(visit.adviseNext(), false);
  assert.deepEqual(
    failures.map(({ isAdvice }) => isAdvice),
    [true],
  );
  await failures[0].opened;
  visit.give({ answers: {}, on: null }, TODAY);
  assert.deepEqual([visit.adviseNext(), visit.adviseNext(), visit.adviseNext()], [true, true, false]);
});
