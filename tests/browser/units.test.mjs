// Tests the page's pure functions: money, numbers, dates, the application date. It starts no
// browser.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { daysIn, eraText, dayText, firstDayOf, lastDayOf } from "../../www/entry/dates.js";
import { originOf } from "../../www/visit/origin.js";
import { difference, range, yen } from "../../www/text/money.js";
import { BitReader, BitWriter } from "../../www/link/bit-packing.js";
import { NumberReader, NumberWriter } from "../../www/edge/numbers.js";
import { translated } from "../../www/text/rule-texts.js";
import { sharedPlanDates } from "../../www/components/result/shared-plan-dates.js";

/** The texts of a language. It reads the YAML line by line, which is enough for quoted texts of one line. */
async function wordsOf(language) {
  const yaml = await readFile(new URL(`../../www/words/${language}.yaml`, import.meta.url), "utf8");
  const texts = new Map(
    [...yaml.split("\nslots:")[0].matchAll(/^ {2}([\w.-]+): "?(.*?)"?$/gm)].map(([, name, text]) => [name, text]),
  );
  return {
    say: (name, slots = {}) => texts.get(name).replace(/\{(\w+)\}/g, (slot, key) => slots[key] ?? slot),
    has: (name) => texts.has(name),
    piece: () => ({ textContent: "" }),
    nth: (name, number) => texts.get(name).split(" ")[number - 1],
  };
}

const words = await wordsOf("ja");

test("a translated term stands alone where its original has no room", () => {
  const expected = {
    "[[空き家・空き地バンク]] (register of vacant houses)": "register of vacant houses",
    "When is [[移住相談]] (online advice) open?": "When is online advice open?",
    "a [[世帯]] and no more": "a [[世帯]] and no more",
    "移住支援金（23区から）": "移住支援金（23区から）",
  };
  for (const [text, alone] of Object.entries(expected)) assert.equal(translated(text), alone);
});

test("amounts are written in the usual Japanese notation", () => {
  const expected = {
    0: "0円",
    8000: "8,000円",
    9999: "9,999円",
    10000: "1万円",
    123000: "12万3000円",
    986666: "986,666円",
    600000: "60万円",
    12345000: "1234万5000円",
    100000000: "1億円",
    120500000: "1億2050万円",
    "2960000/3": "986,666円",
  };
  for (const [amount, text] of Object.entries(expected)) assert.equal(yen(words, amount), text, amount);
});

test("amounts and days are written in the notation of the other languages", async () => {
  const [easy, en] = [await wordsOf("easy"), await wordsOf("en")];
  assert.deepEqual(
    ["0", "600000", "123000", "986666", "100000000"].map((amount) => yen(en, amount)),
    ["0 yen", "600,000 yen", "123,000 yen", "986,666 yen", "100,000,000 yen"],
  );
  assert.deepEqual(
    ["600000", "123000", "150000000"].map((amount) => yen(easy, amount)),
    ["60万円《まんえん》", "12万《まん》3000円《えん》", "1億《おく》5000万円《まんえん》"],
  );
  assert.equal(dayText(en, "2026-04-01"), "April 1, 2026");
  assert.deepEqual(
    ["2026-04-01", "2026-12-31"].map((day) => dayText(easy, day)),
    ["2026年《ねん》4月《がつ》｜1日《ついたち》", "2026年《ねん》12月《がつ》31日《にち》"],
  );
  assert.deepEqual([eraText(easy, "2019"), eraText(en, "1986")], ["", ""], "eras are named in Japanese alone");
});

test("exact numbers are read without loss, however large", () => {
  const WIDE = -(2 ** 31);
  const exact = (...words) => new NumberReader(Int32Array.of(...words)).whole((from) => from.exact());
  assert.equal(exact(600_000, 1), "600000");
  assert.equal(exact(2_960_000, 3), "2960000/3");
  assert.equal(exact(WIDE, 232, -727_379_968, 1), "1000000000000");
  assert.equal(exact(WIDE, -1, -7, 3), "-7/3");
  assert.equal(exact(WIDE, 2 ** 31 - 1, -1, 1), "9223372036854775807");
  assert.equal(exact(WIDE, -1, WIDE, 1), "-2147483648");
});

test("numbers are read as they were written, and only whole numbers and real days can be written", () => {
  for (const number of [
    0,
    1,
    -1,
    2 ** 31 - 1,
    2 ** 31,
    -(2 ** 31),
    -(2 ** 31) - 1,
    1e12,
    -1e12,
    2 ** 53 - 1,
    1 - 2 ** 53,
  ]) {
    const writer = new NumberWriter();
    writer.number(number);
    assert.equal(
      new NumberReader(writer.words()).whole((from) => from.number()),
      number,
    );
  }
  for (const wrong of [0.5, Number.NaN, Infinity, 2 ** 53, "1", undefined])
    assert.throws(() => new NumberWriter().number(wrong), RangeError, String(wrong));
  for (const wrong of ["2025-02-29", "2025", "10 June 2025", ""])
    assert.throws(() => new NumberWriter().day(wrong), RangeError, wrong);
});

test("words that end early, go on too long or name nothing are rejected", () => {
  const read = (words, how) => () => new NumberReader(Int32Array.of(...words)).whole(how);
  assert.throws(
    read([2, 1], (from) => from.list((item) => item.number())),
    RangeError,
  );
  assert.throws(
    read([1, 2], (from) => from.number()),
    RangeError,
  );
  assert.throws(
    read([2], (from) => from.name(["yes", "no"])),
    RangeError,
  );
});

test("a share code rejects a number that does not fit in its bits", () => {
  for (const [value, width] of [
    [256, 8],
    [-1, 8],
    [0.5, 8],
    [Number.NaN, 8],
    [undefined, 8],
    [2 ** 53, 53],
  ])
    assert.throws(() => new BitWriter().put(value, width), RangeError, `${value} in ${width} bits`);
  const bits = new BitWriter();
  bits.put(255, 8);
  bits.put(0, 1);
  const reader = new BitReader(bits.text());
  assert.deepEqual([reader.take(8), reader.take(1), reader.isAtEnd()], [255, 0, true]);
});

test("a range says which end is unknown", () => {
  assert.equal(range(words, { min: "600000", max: "600000" }), "60万円");
  assert.equal(range(words, { min: "600000", max: "1000000" }), "60万円〜100万円");
  assert.equal(range(words, { min: "0", max: "1000000" }), "最大100万円");
  assert.equal(range(words, { min: "0", max: "0" }), "0円");
  assert.match(range(words, { min: "600000", max: null }), /^60万円以上/);
  assert.equal(range(words, { min: null, max: "600000" }), "60万円まで");
  assert.equal(range(words, { min: null, max: null }), "額は未公表");
  assert.equal(range(words, { min: "600000", max: "600000", ceiling: true }), "上限60万円");
  assert.equal(range(words, { min: "0", max: "600000", ceiling: true }), "上限60万円", "not 上限最大");
  assert.equal(range(words, { min: "0", max: "0", ceiling: true }), "0円");
  assert.equal(range(words, { min: null, max: "600000", ceiling: true }), "上限60万円", "not 上限60万円まで");
  assert.equal(range(words, { min: "2960000/3", max: "2960000/3", ceiling: true }), "上限986,666円");
  assert.match(range(words, { min: "600000", max: null, ceiling: true }), /^60万円以上/);
});

test("the difference of two amounts is exact, and unknown if one of them is", () => {
  assert.equal(difference(words, "0", "600000"), "60万円少ない");
  assert.equal(difference(words, "2960000/3", "600000"), "386,666円多い");
  assert.equal(difference(words, "1800000/3", "600000"), "同じ");
  assert.equal(difference(words, null, "600000"), difference(words, "600000", null));
  assert.match(difference(words, null, null), /くらべられません/);
});

test("months have the right number of days, a rough date has a last day, and a year can have two eras", () => {
  assert.deepEqual([daysIn(2024, 2), daysIn(2025, 2), daysIn(1900, 2), daysIn(2025, 12)], [29, 28, 28, 31]);
  assert.deepEqual(["2026", "2026-02", "2026-02-03"].map(firstDayOf), ["2026-01-01", "2026-02-01", "2026-02-03"]);
  assert.deepEqual(["2026", "2026-02", "2026-02-03"].map(lastDayOf), ["2026-12-31", "2026-02-28", "2026-02-03"]);
  assert.equal(eraText(words, "1986"), "昭和61年");
  assert.equal(eraText(words, "2019"), "平成31年・令和元年");
  assert.equal(eraText(words, "2019-05"), "令和元年");
  assert.equal(dayText(words, "2026-04-01"), "令和8年（2026年）4月1日");
});

test("the page says where the application date comes from", () => {
  const from = (answers, on, given = null) => originOf({ answers, on: given }, on, "2025-06-10", "moved_on");
  assert.equal(from({}, "2025-06-10"), "today");
  assert.equal(from({ moved_on: "2025-05" }, "2025-06-10"), "today");
  assert.equal(from({ moved_on: "2025" }, "2025-12-31"), "move_rough");
  assert.equal(from({ moved_on: "2025-06-11" }, "2025-06-11"), "move");
  assert.equal(from({ moved_on: { is: "2026-02", declined: true } }, "2026-02-28"), "move_rough");
  assert.equal(from({ moved_on: "2026" }, "2026-06-10"), "year");
  assert.equal(from({ moved_on: { min: "2026-04-01", max: "2027-03-31" } }, "2027-03-31"), "move_rough");
  assert.equal(from({ moved_on: "2026" }, "2025-07-01", "2025-07-01"), "given");
  assert.equal(from({ moved_on: { max: "2025-06-10" } }, "2025-07-01"), "year", "an open span names no day");
});

test("a plan that several programmes of the best combination need gets the days that suit all of them, or none", () => {
  const plan = (id, first, last, fact = "moved_on") => ({ id, plans: [{ fact, first, last }] });
  const lines = (programmes, setting = {}) =>
    sharedPlanDates(words, null, { programmes, best: { chosen: ["a", "b"] } }, (ids) => ids.join("と"), {
      move: null,
      today: "2024-05-10",
      ...setting,
    }).map(({ textContent }) => textContent);
  const spring = plan("a", "2024-04-01", "2024-06-30");
  assert.deepEqual(lines([spring, plan("b", "2024-06-01", "2024-09-30")]), [
    "引っ越す日が令和6年（2024年）6月1日から令和6年（2024年）6月30日までなら、aとbのすべてに申請できる可能性があります。",
  ]);
  const apart = "登録されている制度では、引っ越す日がこれからのいつでも、aとbのすべてには間に合いません。";
  assert.deepEqual(lines([spring, plan("b", "2024-07-01", "2024-09-30")]), [apart]);
  assert.deepEqual(
    lines([spring, plan("b", "2024-06-30", "2024-09-30")])[0].includes("間に合いません"),
    false,
    "one day is enough",
  );
  assert.deepEqual(lines([spring, plan("c", "2024-07-01", "2024-09-30")]), [], "not chosen");
  assert.deepEqual(lines([spring, plan("b", "2024-07-01", "2024-09-30", "other")]), [], "another plan");
  const move = (first, last) => ({ move: { first, last } });
  assert.deepEqual(
    lines([spring, plan("b", "2024-06-01", "2024-09-30")], move("2024-06-01", "2024-06-30")),
    [],
    "any of these days will do",
  );
  assert.deepEqual(lines([spring, plan("b", "2024-07-01", "2024-09-30")], move("2024-06-01", "2024-08-31")), [apart]);
  assert.deepEqual(
    lines([spring, plan("b", "2024-07-01", "2024-09-30")], move("2024-05-01", "2024-08-31")),
    [],
    "it may be over",
  );
});
