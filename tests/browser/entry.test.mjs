// Tests how entries are read: every form of number and date, choices, lists, doubts, and the code of a link. It starts
// no browser.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { SHARE } from "../../www/edge/wire.js";
import { fiscalYear, later, today } from "../../www/entry/dates.js";
import { doubtsOf } from "../../www/entry/doubts.js";
import { readChoice } from "../../www/entry/read-choice.js";
import { periodOf, readDate } from "../../www/entry/read-date.js";
import { entriesLeftOut, readAll, withoutEntries } from "../../www/entry/read-form.js";
import { readNumber } from "../../www/entry/read-number.js";
import { decode, encode } from "../../www/link/code.js";
import { yen } from "../../www/text/money.js";
import { sweep } from "./sweep.mjs";

const TODAY = "2026-11-29";
const NO_ASK = {
  name: "",
  options: [],
  noPlan: "",
  measure: "",
  min: "",
  max: "",
  exact: false,
  fields: [],
  children: [],
  others: [],
  counted: "",
};
const ask = (kind, name, more) => ({ ...NO_ASK, kind, name, ...more });
const MOST = { yen: "1000000000", years: "10", months: "600", hours_per_week: "168", people: "20", times: "50" };
const numberAsk = (measure) => ask("number", measure, { measure, min: "0", max: MOST[measure] });
const number = (measure, text) => readNumber({ text, unsure: false }, numberAsk(measure));
const dateAsk = ask("date", "born", { min: "1900-01-01", max: "2100-12-31" });
const date = (year, month = "", day = "", more = {}) =>
  readDate({ year, month, day, unsure: false, ...more }, { ...dateAsk, ...more.ask }, TODAY);

/** Texts by what they say in a question that counts something: one number, or the two ends of a range. */
const NUMBERS = {
  yen: [
    [0, ["0", "０円", "¥0"]],
    [300, ["300円", "¥300", "\\300", "300 yen"]],
    [5_000, ["5,000", "5千円", "0.5万円", "5k"]],
    [35_000, ["3.5万", "3万5千円", "３．５万円", "3万5000"]],
    [1_000_000, ["百万円", "100万", "1,000,000", "1 million yen"]],
    [1_500_000, ["1.5 million yen", "150万", "百五十万円"]],
    [3_000_000, ["300万", "３００万円", "三百万円", "¥3,000,000", "\\3000000", "300 man yen", "3,000,000円"]],
    [20_000_000, ["2千万円", "二千万", "2000万", "20 million"]],
    [120_500_000, ["1億2050万", "1億 2050万円"]],
    [
      [0, 3_000_000],
      ["300万円以下", "300万まで", "300万円以内", "〜300万", "最大300万円", "up to 3,000,000", "≦300万"],
    ],
    [
      [0, 2_999_999],
      ["300万円未満", "less than 3,000,000 yen"],
    ],
    [
      [0, 5_000_000],
      ["〜500万", "～500万円", "~500万"],
    ],
    [
      [3_000_000, 1_000_000_000],
      ["300万円以上", "300万〜", "300万円から", "at least 3,000,000"],
    ],
    [
      [3_000_001, 1_000_000_000],
      ["300万円超", "300万より多い"],
    ],
    [
      [1_000_000, 1_999_999],
      ["100万以上200万未満", "100万円以上〜200万円未満"],
    ],
    [
      [3_000_000, 5_000_000],
      [
        ...["〜", "~", "～", "-", "−", "–", "—", "ー", "‐", "―", "─", " - ", "から", " から "].map(
          (dash) => `300${dash}500万円`,
        ),
        "300万円から500万円",
        "300万円〜500万円くらい",
        "3,000,000 to 5,000,000",
        "3 to 5 million yen",
        "¥300万〜¥500万",
      ],
    ],
    [
      [5_000, 10_000],
      ["5000〜1万", "5千〜1万円"],
    ],
    [[20_000_000, 30_000_000], ["2〜3千万円"]],
  ],
  hours_per_week: [
    [
      20,
      [
        "20",
        "２０",
        "20時間",
        "２０ 時間",
        "週20時間",
        "週に20時間",
        "20時間/週",
        "20 hours per week",
        "20h",
        "二十時間",
      ],
    ],
    [
      [37, 38],
      ["37.5", "37.5時間", "37時間30分", "37時間半", "37.5 hours a week"],
    ],
    [
      [20, 30],
      ["20〜30時間", "20-30", "20時間〜30時間"],
    ],
    [[0, 19], ["20時間未満"]],
    [
      [20, 168],
      ["20時間以上", "20時間超", "20+"],
    ],
  ],
  months: [
    [
      12,
      [
        "12",
        "1年",
        "1年間",
        ...["ヶ", "ケ", "カ", "ヵ", "か", "箇", "ｶ"].map((one) => `12${one}月`),
        "12 months",
        "1 year",
      ],
    ],
    [18, ["1年半", "1年6か月", "1.5年", "18カ月", "1 year and 6 months", "1年と6か月"]],
    [6, ["半年", "6ヶ月", "六か月"]],
    [24, ["2年", "２年"]],
    [
      [6, 12],
      ["6か月〜1年", "半年から1年"],
    ],
    [[12, 24], ["1〜2年"]],
  ],
  years: [
    [2, ["2", "2年", "24か月", "24ヶ月", "2 years", "二年"]],
    [
      [2, 3],
      ["2〜3年", "2年から3年"],
    ],
    [[5, 10], ["5年以上"]],
    [[0, 4], ["5年未満"]],
  ],
  people: [
    [3, ["3", "3人", "三人", "3名", "3 people"]],
    [
      [2, 3],
      ["2〜3", "2-3人"],
    ],
  ],
  times: [[2, ["2", "2回", "2度", "2 times"]]],
};

test("a number is read as what it says, in the unit of its question", () => {
  for (const [measure, cases] of Object.entries(NUMBERS)) {
    for (const [meant, texts] of cases) {
      const answer = Array.isArray(meant) ? { min: meant[0], max: meant[1] } : meant;
      for (const text of texts) assert.deepEqual(number(measure, text), { answer }, `${measure}: ${text}`);
    }
  }
});

test("a number that says something else is refused with the reason", () => {
  const refused = {
    yen: {
      "blank-inside": ["1 2", "1 000 000"],
      "unit-yen": ["3ドル", "$300", "月5万円", "1万20000", "2千3000", "1万2万", "300一500", "3年"],
      "not-a-number": ["万", "abc", "-5", "−5", "1,50", "5,000,00", "300.000", "1〜2〜3", "3²0", "½"],
      order: ["200〜100", "200万〜100万"],
      "out-of-bounds": ["20億", "11億以上"],
    },
    hours_per_week: { "unit-hours_per_week": ["5日", "1日8時間", "月160時間", "2年"], "out-of-bounds": ["169"] },
    months: { "unit-months": ["5日", "3人"], "out-of-bounds": ["60年"] },
    years: { "unit-years": ["1日", "5人"], "out-of-bounds": ["11年", "132か月"] },
    people: { "unit-people": ["2年", "2、3人"], "out-of-bounds": ["21人"], "blank-inside": ["1 2人"] },
    times: { "unit-times": ["3年"] },
  };
  for (const [measure, codes] of Object.entries(refused))
    for (const [code, texts] of Object.entries(codes))
      for (const text of texts) {
        const found = number(measure, text);
        assert.deepEqual([found.code, found.answer], [code, undefined], `${measure}: ${text}`);
      }
});

test("a rough number is no answer before it is confirmed, and a surprising one is asked back", () => {
  for (const text of [
    "約300万円",
    "およそ300万",
    "300万円くらい",
    "300万程度",
    "だいたい300万",
    "300万円前後",
    "about 3000000",
    "300万弱",
  ]) {
    const { answer, doubt } = number("yen", text);
    assert.deepEqual([answer, doubt?.code], [undefined, "about"], text);
    const confirmed = readNumber({ text, unsure: false, confirmed: [doubt.key] }, numberAsk("yen"));
    assert.deepEqual(confirmed, { answer: 3_000_000 }, text);
    assert.equal(
      readNumber({ text: `${text} `.replace("3", "4"), unsure: false, confirmed: [doubt.key] }, numberAsk("yen"))
        .answer,
      undefined,
    );
  }
  const asked = {
    yen: [["300", 300, "yen"]],
    hours_per_week: [["160", 160, "hours"]],
    years: [
      ["10か月", { min: 0, max: 1 }, "between"],
      ["2年6か月", { min: 2, max: 3 }, "between"],
    ],
  };
  for (const [measure, cases] of Object.entries(asked))
    for (const [text, answer, code] of cases) {
      const found = number(measure, text);
      assert.deepEqual([found.answer, found.doubt?.code], [answer, code], text);
    }
  assert.equal(readNumber({ text: "3", unsure: true }, numberAsk("people")).doubt.code, "unsure");
  assert.deepEqual(readNumber({ text: "", unsure: true }, numberAsk("people")), { answer: null });
});

test("a date is read in every form that people write, and spread over its boxes", () => {
  const years = {
    2024: ["2024", "２０２４年", "令和6", "令和6年", "R6", "r6", "Ｒ６", "令6", "㋿6", "Reiwa 6", "西暦2024年"],
    1989: ["平成元年", "H元", "H1", "㍻元年", "昭和64", "S64"],
    2019: ["平成31", "H31", "令和元", "R1"],
    1988: ["昭和63", "S63", "昭63", "昭和六十三年"],
    1926: ["大正15", "T15", "昭和元年"],
    1912: ["明治45年", "M45", "大正元年"],
  };
  for (const [year, texts] of Object.entries(years))
    for (const text of texts) assert.equal(date(text).answer, year, text);
  const spread = { year: "2024", month: "4", day: "1" };
  const days = [
    "2024/4/1",
    "2024-4-1",
    "2024.4.1",
    "2024-04-01",
    "20240401",
    "2024年4月1日",
    "２０２４／４／１",
    "令和6年4月1日",
  ];
  for (const text of [
    ...days,
    "R6.4.1",
    "R6/4/1",
    "2024年 4月 1日",
    "2024年4月1日（月）",
    "April 1, 2024",
    "1 April 2024",
  ])
    assert.deepEqual(date(text), { answer: "2024-04-01", spread }, text);
  for (const text of ["2024/4", "2024年4月", "R6.4", "Apr 2024"]) assert.equal(date(text).answer, "2024-04", text);
  assert.deepEqual(date("2024", "4月", "1日"), { answer: "2024-04-01" });
  assert.deepEqual(date("2024", "4/1"), { answer: "2024-04-01", spread });
  assert.deepEqual(date("2024", "", "", { unsure: true }), { answer: { is: "2024", declined: true } });
});

test("a date that no calendar has is refused with the reason", () => {
  const refused = {
    era: [["平成40年"], ["昭和65"], ["H32.4.1"], ["大正16"]],
    "year-short": [["86"], ["6"], ["86/4/1"]],
    year: [["abcd"], ["986"], ["令和0"], ["4/1/2024"], ["20260"]],
    "blank-inside": [["19 86"], ["1 2"], ["2024", "1 2"], ["2024", "4", "3 1"]],
    month: [["2024", "13"], ["2024/13/1"], ["2024", "0"]],
    day: [["2024", "2", "30"], ["2024/2/30"], ["2024", "4", "32"], ["2023", "2", "29"]],
    incomplete: [
      ["", "4", "1"],
      ["2024", "", "1"],
    ],
    "date-twice": [
      ["2024/4/1", "5"],
      ["2024", "4/1", "2"],
    ],
    "date-range": [["1899"], ["2990"], ["2200"], ["令和99"]],
  };
  for (const [code, boxes] of Object.entries(refused))
    for (const [year, month = "", day = ""] of boxes) {
      const found = date(year, month, day);
      assert.deepEqual([found.code, found.answer], [code, undefined], [year, month, day].join("|"));
    }
  assert.deepEqual(date("平成40年").slots, { era: "平成", last: "31" });
  assert.equal(date("2024", "", "", { ask: { exact: true } }).code, "exact");
});

test("a period is a span of days, and a date beside it must lie in it", () => {
  const of = (name, year = "", month = "", day = "") => date(year, month, day, { period: name });
  assert.deepEqual(of("past"), { answer: { min: "1900-01-01", max: TODAY } });
  assert.deepEqual(of("this_year"), { answer: { min: TODAY, max: "2027-03-31" } });
  assert.deepEqual(of("next_year"), { answer: { min: "2027-04-01", max: "2028-03-31" } });
  assert.deepEqual(of("undecided"), { answer: null });
  assert.deepEqual(of("past", "2026", "5", "1"), { answer: "2026-05-01" });
  assert.deepEqual(of("past", "2026"), { answer: { min: "2026-01-01", max: TODAY } });
  assert.deepEqual(of("this_year", "2027"), { answer: { min: "2027-01-01", max: "2027-03-31" } });
  const odd = of("this_year", "2027", "5");
  assert.deepEqual([odd.answer, odd.doubt.code], ["2027-05", "period"]);
  assert.equal(of("undecided", "2027").doubt.code, "period");
  assert.equal(periodOf({ min: "2027-04-01", max: "2028-03-31" }, dateAsk, TODAY), "next_year");
  assert.deepEqual(of(periodOf({ min: "2026-05-01", max: "2026-06-30" }, dateAsk, TODAY)).answer, {
    min: "2026-05-01",
    max: "2026-06-30",
  });
  assert.deepEqual([fiscalYear("2027-03-31", 0).max, fiscalYear("2027-04-01", 0).max], ["2027-03-31", "2028-03-31"]);
  assert.deepEqual([later("2026-01-31", 1), later("2026-11-29", 4, 1)], ["2026-02-28", "2027-03-30"]);
});

test("today is Japan's, wherever the browser is", () => {
  const Real = Date;
  const at = (/** @type {string} */ moment) => {
    globalThis.Date = class extends Real {
      constructor(...given) {
        super(...(given.length === 0 ? [moment] : given));
      }
    };
    try {
      return today();
    } finally {
      globalThis.Date = Real;
    }
  };
  assert.equal(at("2027-03-31T20:00:00Z"), "2027-04-01", "05:00 in Japan is 13:00 of the day before in Los Angeles");
  assert.equal(at("2027-03-31T14:59:59Z"), "2027-03-31");
  assert.equal(at("2027-03-31T15:00:00Z"), "2027-04-01");
});

/** The roles of `rules/facts.yaml`. */
const ROLES = {
  move: "moved_on",
  household: "household",
  relation: "relation",
  born: "born",
  moves_together: "moves_together",
  spouse: "spouse",
  child: "child",
  expected: "expected",
  parent: "parent",
};

test("answers that surprise are asked back, and plausible ones are not", () => {
  const codes = (members, more = {}) =>
    doubtsOf({ household: { members }, ...more.answers }, more.on ?? null, TODAY, ROLES).map(
      ({ name, code }) => `${name} ${code}`,
    );
  const of = (relation, born, more = {}) => ({ relation, born, ...more });
  const you = { born: "1990-05-01" };
  assert.deepEqual(codes([{ born: "2030" }]), ["household.0.born unborn-you"]);
  assert.deepEqual(codes([{ born: "2020-06" }]), ["household.0.born young"]);
  assert.deepEqual(codes([you, of("child", "1985")]), ["household.1.born generation"]);
  assert.deepEqual(codes([you, of("child", "2000")]), ["household.1.born generation"]);
  assert.deepEqual(codes([you, of("spouse", "1975"), of("child", "1990")]), [], "a child of the spouse");
  assert.deepEqual(codes([you, of("parent", "1985")]), ["household.1.born generation"]);
  assert.deepEqual(codes([you, of("spouse", "1990"), of("spouse", "1991")]), ["household.2.relation spouses"]);
  assert.deepEqual(codes([you, of("expected", "2010-06")]), ["household.1.born due-past"]);
  assert.deepEqual(codes([you, of("expected", "2027-12")]), ["household.1.born due-far"]);
  assert.deepEqual(codes([you, of("child", "2028")]), ["household.1.born unborn"]);
  assert.deepEqual(codes([you], { answers: { moved_on: "1985" } }), ["moved_on move-early"]);
  assert.deepEqual(codes([you], { answers: { moved_on: "2040" } }), ["moved_on far"]);
  assert.deepEqual(codes([you], { on: "2050-01-01" }), ["on far"]);
  const together = of("child", "2026-06", { moves_together: true });
  assert.deepEqual(codes([you, together], { answers: { moved_on: "2025-05-20" } }), ["household.1.born moved-unborn"]);
  const family = [you, of("spouse", "1992"), of("child", "2022-08"), of("expected", "2027-05"), of("parent", "1960")];
  assert.deepEqual(codes(family, { answers: { moved_on: { min: "2027-04-01", max: "2028-03-31" } } }), []);
  assert.deepEqual(codes([{ born: "2011" }]), [], "a rough year that may be old enough");
});

test("a plan that is ticked without its way may be made in each of them", () => {
  const plan = ask("choice", "job", { options: ["regular", "other", "none"], noPlan: "none" });
  assert.deepEqual(readChoice({ values: [], planned: true }, plan), { answer: ["regular", "other"] });
  assert.deepEqual(readChoice({ values: ["unknown"], planned: true }, plan), {
    answer: { is: ["regular", "other"], declined: true },
  });
  assert.deepEqual(readChoice({ values: ["other"] }, plan), { answer: "other" });
  assert.deepEqual(readChoice({ values: ["nonsuch"] }, plan), { code: "other" });
});

test("both writers of yen write the same", async () => {
  const { cases } = JSON.parse(await readFile(new URL("../data/yen.json", import.meta.url), "utf8"));
  for (const language of ["ja", "en"]) {
    const yaml = await readFile(new URL(`../../www/words/${language}.yaml`, import.meta.url), "utf8");
    const texts = Object.fromEntries(
      [...yaml.matchAll(/^ {2}(yen\.\w+): "(.*)"$/gm)].map(([, key, text]) => [key, text]),
    );
    const words = { say: (key, slots) => texts[key].replace(/\{(\w+)\}/g, (_, slot) => slots[slot]) };
    for (const one of cases) assert.equal(yen(words, one.amount), one[language], one.amount);
  }
});

// --- the code of a link ---

const ASKS = [
  ask("date", "moved_on", { min: "1990-01-01", max: "2100-12-31" }),
  ask("choice", "origin", { options: ["wards", "tokyo", "elsewhere"] }),
  ask("list", "household", {
    children: ["child", "expected"],
    others: ["spouse", "parent", "other"],
    counted: "child",
    fields: [
      ask("choice", "relation", { options: ["spouse", "child", "expected", "parent", "other"] }),
      ask("date", "born", { min: "1900-01-01", max: "2100-12-31" }),
      ask("yes_no", "moves_together"),
    ],
  }),
  ask("choice", "job_plan", { options: ["regular", "other_employee", "none"], noPlan: "none" }),
  ask("yes_no", "newly_married"),
  ask("yen", "rent", { measure: "yen", min: "0", max: MOST.yen }),
  ...["years", "months", "hours_per_week", "people", "times"].map(numberAsk),
  ask("date", "on", { min: "1990-01-01", max: "2100-12-31", exact: true }),
];
const QUESTIONS = { schema: "0a1b2c", asks: ASKS };

/** A generator of random numbers below 1 (mulberry32). */
function dice(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const WRITTEN = Object.values(NUMBERS).flatMap((cases) => cases.flatMap(([, texts]) => texts));
const ODD = [
  "5日",
  "1 2",
  "-5",
  "99999999999999999999",
  "二十",
  "約3",
  "300",
  "160",
  "abc",
  "200〜100",
  "3.5",
  "½",
  "　",
];

/** Random raw controls of a form, right and wrong. */
function randomForm(random, wrong = 1) {
  const below = (n) => Math.floor(random() * n);
  const one = (list) => list[below(list.length)];
  const chance = (part) => random() < part;
  const text = () =>
    !chance(wrong) ? String(below(10)) : chance(0.5) ? String(below(200)) : chance(0.8) ? one(WRITTEN) : one(ODD);
  const year = () =>
    !wrong
      ? String(1991 + below(50))
      : chance(0.9)
        ? String(1990 + below(50))
        : one(["1899", "2990", "2200", "1944", "令和6", "S63", "平成40", "2024/4/1", "20240401", "86", "1 2", "R99"]);
  const raw = (own) => {
    if (own.kind === "date") {
      const typed = chance(0.7);
      return {
        year: typed ? year() : "",
        month: typed && chance(0.5 * wrong) ? String(1 + below(13)) : "",
        day: typed && chance(0.4 * wrong) ? String(1 + below(31)) : "",
        unsure: chance(0.2),
        period:
          own.name === "moved_on"
            ? one(["", "", "past", "this_year", "next_year", "undecided", "2025-01-01/2025-06-30", "/2025-06-30"])
            : "",
      };
    }
    if (own.kind === "yes_no") return { values: one([[], ["yes"], ["no"], ["unknown"]]) };
    if (own.kind === "choice") {
      const values = [...own.options, "unknown"].filter(() => chance(0.3));
      return { values: chance(0.2) ? [] : values, planned: own.noPlan !== "" && chance(0.3) };
    }
    if (own.kind === "list") {
      const members = Array.from({ length: below(chance(0.2) ? 17 : 4) }, () =>
        Object.fromEntries(own.fields.filter(() => chance(0.8)).map((field) => [field.name, raw(field)])),
      );
      return {
        members,
        more: one(SHARE.others),
        count: { text: chance(0.5) ? text() : "", unsure: chance(0.2 * wrong) },
      };
    }
    return { text: chance(0.3) ? "" : text(), unsure: chance(0.1 * wrong) };
  };
  return Object.fromEntries(ASKS.map((own) => [own.name, raw(own)]));
}

/** How many random forms a run tries. */
const FORMS = sweep(20_000, 200_000);

/** Asserts that two plain values are equal, without making a message for each. */
const same = (found, expected, what) => isDeepStrictEqual(found, expected) || assert.deepEqual(found, expected, what);

test("a code holds exactly what the form says, or names every entry that it refuses and there is none", () => {
  const random = dice(20);
  const counts = { whole: 0, refused: 0 };
  for (let at = 0; at < FORMS; at += 1) {
    const form = randomForm(random, at % 2); // half of the forms hold few wrong entries
    const reading = readAll(ASKS, form, { today: TODAY });
    const { answers, on, more } = reading;
    const left = entriesLeftOut(reading);
    const made = encode(QUESTIONS, reading, left);
    const held = "code" in made ? reading : withoutEntries(reading, made.refused);
    counts["code" in made ? "whole" : "refused"] += 1;
    if ("code" in made) assert.deepEqual(left, []);
    else {
      assert.ok(made.refused.length > 0 && left.every((name) => made.refused.includes(name)));
      for (const name of made.refused)
        if (!isWrong(form, name)) assert.fail(`${name} is refused: ${JSON.stringify(form)}`);
    }
    const code = "code" in made ? made : encode(QUESTIONS, held);
    if (!("code" in code)) assert.fail(JSON.stringify([code, form]));
    assert.match(code.code, /^v4\.[0-9a-f]{6}\.[A-Za-z0-9_-]+[A-Za-z]$/);
    same(decode(QUESTIONS, code.code), { answers: held.answers, on: held.on, more: held.more }, code.code);
    if ("code" in made) same(decode(QUESTIONS, made.code), { answers, on, more }, made.code);
  }
  assert.ok(counts.whole > 500 && counts.refused > 500, JSON.stringify(counts));
});

/** Whether an entry by itself is wrong: the form with nothing but it has an error or waits for a confirmation. */
function isWrong(form, name) {
  const [list, at, field] = name.split(".");
  const own = ASKS.find((one) => one.name === list);
  const raw = form[list];
  if (own.kind !== "list" || at === undefined)
    return (
      readAll([own], { [list]: raw }, { today: TODAY }).errors.length +
        readAll([own], { [list]: raw }, { today: TODAY }).doubts.length >
      0
    );
  if (at === "more")
    return (
      raw.more === "no_children" &&
      raw.members.some(({ relation }) => relation?.values.some((value) => value === "child" || value === "expected"))
    );
  if (at === "count") return raw.count.text.trim() !== "";
  if (field === undefined) return Number(at) >= SHARE.members;
  const alone = { ...raw, members: [{ [field]: raw.members[at][field] }], more: "" };
  return readAll([own], { [list]: alone }, { today: TODAY }).errors.length > 0;
}

test("an answer that no code can hold is refused by its name, wherever it comes from", () => {
  const refused = (answers, on = null, more = "") => encode(QUESTIONS, { answers, on, more }).refused;
  const household = (...members) => ({ household: { members } });
  const unfit = [
    [{ moved_on: "2990" }, "moved_on"],
    [{ moved_on: "1899" }, "moved_on"],
    [{ moved_on: "2026-13" }, "moved_on"],
    [{ moved_on: "2026-02-30" }, "moved_on"],
    [{ moved_on: {} }, "moved_on"],
    [{ moved_on: { min: "2026" } }, "moved_on"],
    [{ origin: "mars" }, "origin"],
    [{ origin: [] }, "origin"],
    [{ years: -1 }, "years"],
    [{ years: 1.5 }, "years"],
    [{ years: 2 ** 53 }, "years"],
    [{ years: "5" }, "years"],
    [{ newly_married: "yes" }, "newly_married"],
    [{ nonsuch: true }, "nonsuch"],
    [household({ born: "2200" }), "household.0.born"],
    [household({ nonsuch: 1 }), "household.0.nonsuch"],
    [household(...Array.from({ length: 13 }, () => ({}))), "household.12"],
    [{ household: { members: [{}], more: { parent: 1 } } }, "household.more"],
  ];
  for (const [answers, name] of unfit) assert.deepEqual(refused(answers), [name], JSON.stringify(answers));
  for (const on of ["2990-01-01", "1899-12-31", "2026", "2200-01-01"]) assert.deepEqual(refused({}, on), ["on"], on);
  assert.deepEqual(refused({ household: { members: [], more: { child: -1 } } }, null, "counted"), ["household.count"]);
  assert.deepEqual(refused({}, null, "none"), ["household.more"]);
  assert.deepEqual(refused({ moved_on: "2990", years: -1 }, "1800-01-01"), ["on", "moved_on", "years"], "all of them");
});

test("every changed letter of a code is noticed, and so are most other faults", () => {
  const random = dice(7);
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
  let [tried, damaged] = [0, 0];
  const reason = (code) => {
    try {
      decode(QUESTIONS, code);
      return "read";
    } catch (error) {
      return error.message;
    }
  };
  for (let at = 0; at < 40; at += 1) {
    const reading = readAll(ASKS, randomForm(random), { today: TODAY });
    const { code } = encode(
      QUESTIONS,
      withoutEntries(reading, encode(QUESTIONS, reading, entriesLeftOut(reading)).refused ?? []),
    );
    for (let place = 0; place < code.length; place += 1)
      for (const letter of letters) {
        if (letter === code[place]) continue;
        tried += 1;
        damaged += reason(code.slice(0, place) + letter + code.slice(place + 1)) === "damaged" ? 1 : 0;
      }
    for (let place = 3; place < code.length - 1; place += 1) {
      const swapped = code.slice(0, place) + code[place + 1] + code[place] + code.slice(place + 2);
      if (swapped !== code) assert.notEqual(reason(swapped), "read", swapped);
      assert.notEqual(reason(code.slice(0, place)), "read", "a code that ends early");
    }
  }
  assert.ok(tried > 50_000 && damaged / tried >= 0.999, `${damaged} of ${tried}`);
});

test("what follows a code in a message is ignored, and a code of other questions is named as such", () => {
  const given = { answers: { moved_on: "2027-04", years: 5 }, on: null, more: "" };
  const { code } = encode(QUESTIONS, given);
  for (const tail of [
    "",
    " ",
    "。",
    "、",
    ")",
    "）",
    "」",
    '"',
    "'",
    ">",
    "&utm_source=line",
    "%20",
    "%E3%80%82",
    ".",
    "_",
    "-",
    "\n次の文",
  ])
    assert.deepEqual(decode(QUESTIONS, code + tail), given, tail);
  const throws = (text, questions = QUESTIONS) => {
    try {
      return decode(questions, text);
    } catch (error) {
      return error.message;
    }
  };
  assert.equal(throws(code, { ...QUESTIONS, schema: "ffffff" }), "schema");
  assert.equal(throws("v3.0a1b2c.AAAA"), "version");
  assert.equal(throws(`${code}AA`), "damaged");
  assert.equal(throws("v4.0a1b2c."), "damaged");
  assert.equal(throws("v4.0a1b2c"), "damaged");
  assert.equal(throws("v3.0a1b2c"), "version");
});
