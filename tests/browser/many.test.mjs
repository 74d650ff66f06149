// Tests a city with many programmes, and the page on which visitors choose a city: the order of the results, folding,
// and the number of questions. It tests no rule of a city.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { DIST, evalAll, fill, overflowing, last, launch, open, pick, ready, rest, shown, type } from "./driver.mjs";

const TODAY = "2026-11-22";
const IN_FORCE = "2024-09-01";
/** A household of one without plans. Each test adds its own answers. */
const PLAIN = {
  moved_on: "2024-06-01",
  household: { members: [{ born: "1990" }], more: {} },
  newly_married: false,
  job_plan: "none",
  care_job: false,
  business_plan: "none",
  farming_plan: "none",
  study_for_care_work: false,
  wards_years_of_last_ten: 0,
  team_member: false,
};
let browser;

before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens Nemuro's page with these answers, passes it to `steps`, and closes it. */
async function visit({ answers, on, ...options }, steps) {
  const visited = await open(browser, { city: "nemuro", today: TODAY, ...options });
  try {
    if (options.script !== false) await ready(visited.page);
    if (answers || on) await fill(visited.page, answers ?? {}, on);
    await steps(visited.page, visited.seen);
  } finally {
    await visited.close();
  }
}

const asked = (page) =>
  evalAll(page, "[data-js-topic] > [data-js-question]", (all) =>
    all.filter((one) => !one.hidden).map((one) => one.dataset.fact),
  );
const text = (page, selector) => page.$eval(selector, (one) => one.textContent.replace(/\s+/g, " ").trim());
/** The visible parts of a card's amount, each with its sum. */
const amounts = (page, card) =>
  evalAll(page, `${card} [data-js-part]`, (all) => all.map((one) => one.textContent.replace(/\s+/g, " ").trim()));
/** Opens everything folded in the result. */
const unfold = (page) =>
  evalAll(page, ".result details", (all) =>
    all.forEach((one) => {
      one.open = true;
    }),
  );
/** Folds the topics that were unfolded while typing. */
const refold = (page) =>
  evalAll(page, "[data-js-topic][data-unfolded] [data-js-unfold]", (all) => all.forEach((one) => one.click()));

test("if no rules hold or could go on, the page says so first, folds no question, and offers the latest year", async () => {
  await visit({ today: "2024-03-31" }, async (page) => {
    const all = await asked(page);
    assert.ok(all.length > 30, "no question is folded away");
    assert.deepEqual(await shown(page, "[data-js-folded], [data-js-found]"), []);
    const notices = await shown(page, "[data-js-lookback]");
    assert.equal(notices.length, 2, "above the questions and above the results");
    for (const notice of notices) {
      assert.match(notice, /令和6年（2024年）3月31日に申請する場合の制度は、登録されていません。/);
      assert.match(notice, /登録されているのは、令和6年度（2024年度）の制度です。/);
    }
    await page.click("#questions [data-js-look-back]");
    assert.equal((await last(page)).on, "2025-03-31");
    assert.equal(
      await page.evaluate(() => document.activeElement.id),
      "questions-title",
      "focus is not lost with the button",
    );
    assert.deepEqual((await asked(page)).sort(), all.sort(), "everything is asked as usual");
  });
});

test("a day that has passed is told, with a way back to today", async () => {
  await visit({}, async (page) => {
    await fill(page, {}, "2025-03-31");
    assert.match(
      (await shown(page, "[data-js-basis-line]"))[0],
      /令和7年（2025年）3月31日に申請した場合。過ぎた日です/,
    );
    const notices = await shown(page, "[data-js-lookback]");
    assert.equal(notices.length, 1, "above the questions, because the result says it in its own words");
    assert.match(notices[0], /過ぎた日（令和7年（2025年）3月31日）.*今の制度とはちがう/);
    await page.click("#questions [data-js-look-today]");
    assert.equal((await last(page)).on, TODAY);
    assert.deepEqual(await shown(page, "[data-js-lookback]"), []);
    assert.doesNotMatch((await shown(page, "[data-js-results]")).join(), /過ぎた日/);
  });
});

test("a move after the registered years gets an estimate: asked for, marked, and never called eligible", async () => {
  await visit({}, async (page) => {
    const family = [
      { relation: "self", born: "1993-06-01" },
      { relation: "spouse", born: "1995-06-01", moves_together: true },
      { relation: "child", born: "2022-08-05", moves_together: true },
    ];
    await fill(page, { moved_on: "2027-04-10", household: { members: family, more: {} } });
    const { report } = await last(page);
    assert.ok(report.programmes.every(({ verdict, estimate }) => verdict === "no_rule" && estimate.year === 2024));
    assert.ok(report.best_chosen.assuming.includes("job_plan"));
    assert.deepEqual([report.best.max, report.best_estimate.min], ["0", "0"]);
    for (const notice of await shown(page, "[data-js-lookback]")) {
      assert.match(notice, /令和9年（2027年）4月10日に申請する場合の制度は、まだ登録されていません。.*参考の試算/);
    }
    assert.deepEqual(await shown(page, "[data-js-look-back], [data-js-look-today]"), [], "no false date is offered");
    assert.match(
      (await shown(page, "[data-js-basis-line]"))[0],
      /参考：令和6年度の制度が、このまま続くとした場合の試算/,
    );
    await unfold(page);
    const card = (id) => shown(page, `#p-2024-${id}`);
    assert.match((await card("child_medical")).join(), /市の確認が必要/);
    assert.match((await card("school_lunch")).join(), /対象にならない理由/);
    assert.match((await card("care_start")).join(), /あと1問の答えしだい.*前の制度が続けば 30万円/);
    await fill(page, { care_job: true });
    await unfold(page);
    assert.match((await card("care_start")).join(), /市の確認が必要.*前の制度が続けば 30万円/);
    const chips = await shown(page, "[data-js-chips]");
    assert.ok(!chips.some((one) => one.includes("可能性が高い")), "nothing is called eligible");
  });
});

test("programmes are grouped by the city's kinds of support", async () => {
  await visit({ script: false }, async (page) => {
    const found = await evalAll(page, ".support", (all) =>
      all.map((one) => [
        one.querySelector("[data-js-support-name]").textContent,
        one.querySelectorAll(".programme h4").length,
      ]),
    );
    assert.deepEqual(found, [
      ["移住サポート", 7],
      ["子育てサポート", 17],
      ["就職サポート", 5],
      ["起業サポート", 5],
    ]);
    const levels = await evalAll(page, "h1, h2, h3, h4, h5, h6", (all) =>
      all.filter((one) => one.checkVisibility()).map((one) => Number(one.localName[1])),
    );
    assert.ok(
      levels.every((level, at) => at === 0 || level <= levels[at - 1] + 1),
      `no heading level is skipped: ${levels}`,
    );
    const tall = await evalAll(page, "article", (all) =>
      Math.max(...all.map((one) => one.getBoundingClientRect().height)),
    );
    assert.ok(tall < 800, `each card is read at a glance on a phone: ${tall}`);
  });
});

test("conditions that the screen folds are printed, also without scripts", async () => {
  await visit({ script: false }, async (page) => {
    const seen = () => evalAll(page, "[data-js-says]", (all) => all.filter((one) => one.checkVisibility()).length);
    assert.equal(await seen(), 0);
    await page.emulateMediaType("print");
    assert.equal(await seen(), (await page.$$("[data-js-says]")).length);
  });
});

test("without children no further question is about them, and a finished topic is one line", async () => {
  await visit({ on: IN_FORCE }, async (page) => {
    const childcare = [
      "single_parent",
      "uses_nursery",
      "nursery_fee_yen_per_month",
      "children_elsewhere",
      "breast_care_visits",
      "breast_care_yen_per_visit",
      "breast_care_exempt",
      "breast_care_inpatient_or_insured",
      "birth_gifts_received",
      "raises_newborn",
      "lived_here_since_birth",
      "rail_to_school",
      "rail_pass_yen",
    ];
    const before = await asked(page);
    assert.deepEqual(
      childcare.filter((name) => !before.includes(name)),
      [],
    );
    await pick(page, "household.more", "no_children");
    const { answers } = await last(page);
    assert.deepEqual(answers.household.more, { spouse: { min: 0 }, parent: { min: 0 }, other: { min: 0 } });
    const now = await asked(page);
    assert.deepEqual(
      now.filter((name) => childcare.includes(name)),
      [],
    );
    assert.ok(now.includes("newly_married"), "a spouse may still come");
    const topic = await page.$('[data-js-topic]:has([data-fact="single_parent"])');
    assert.equal(
      await topic.evaluate((one) => one.innerText.replace(/\s+/g, " ").trim()),
      "子育て 聞かなくてよい質問（13）",
    );
    assert.ok((await topic.boundingBox()).height < 100);
    await topic.$eval("[data-js-unfold]", (button) => button.click());
    assert.equal(
      (await asked(page)).filter((name) => childcare.includes(name)).length,
      childcare.length,
      "they can be shown again",
    );
  });
});

test("a yes-or-no question answered with no folds the questions that depend on it", async () => {
  const behind = {
    job_plan: [
      "job_listed",
      "stays_five_years",
      "insured_employer",
      "student_loan",
      "loan_on_schedule",
      "employer_supports_repayment",
      "city_tax_arrears",
    ],
    business_plan: [
      "business_kind",
      "away_five_years",
      "in_shopping_area",
      "opening_cost_yen",
      "rent_yen_per_month",
      "rent_months",
      "rent_from_relative",
      "new_product",
      "pays_for_qualification",
      "new_facility",
      "team_member",
      "team_ends_on",
    ],
    farming_plan: ["dairy_training_yen"],
  };
  await visit({ on: IN_FORCE }, async (page) => {
    for (const [gate, names] of Object.entries(behind)) {
      const before = await asked(page);
      assert.deepEqual(
        names.filter((name) => !before.includes(name)),
        [],
        `${gate}: asked at first`,
      );
      assert.ok(
        names.every((name) => before.indexOf(gate) < before.indexOf(name)),
        `${gate} comes first`,
      );
      await pick(page, gate, "none");
      assert.deepEqual(
        (await asked(page)).filter((name) => names.includes(name)),
        [],
        `${gate}: folded`,
      );
    }
  });
});

/** The programmes of each group and fold that is shown. */
const grouped = (page) =>
  evalAll(page, "[data-js-group], [data-js-fold]", (all) =>
    Object.fromEntries(
      all
        .filter((one) => !one.hidden)
        .map((one) => [
          one.dataset.jsGroup ?? one.dataset.jsFold,
          [...one.querySelectorAll("[data-js-programme]")].map(({ dataset }) => dataset.jsProgramme),
        ]),
    ),
  );

test("possible programmes come first, services are folded by kind, and ineligible ones are folded", async () => {
  const { business_plan, ...answers } = {
    ...PLAIN,
    job_plan: "regular",
    insured_employer: true,
    farming_plan: "trains",
    dairy_training_yen: 7_400_000,
  };
  await visit({ answers, on: IN_FORCE }, async (page) => {
    const { report } = await last(page);
    const groups = await grouped(page);
    assert.deepEqual(Object.keys(groups), ["money", "services", "open", "out"]);
    const verdict = Object.fromEntries(report.programmes.map((programme) => [programme.id, programme.verdict]));
    assert.equal(Object.values(groups).flat().length, report.programmes.length, "each programme once");
    assert.deepEqual(groups.money.slice(0, 2), ["young_regular", "farming"]);
    assert.ok(groups.services.every((id) => verdict[id] === "confirm" || verdict[id] === "eligible"));
    assert.ok(groups.open.every((id) => verdict[id] === "undetermined"));
    assert.ok(groups.out.every((id) => verdict[id] === "ineligible"));
    const open = await evalAll(page, ".result details", (all) => all.filter((one) => one.open).length);
    assert.equal(open, 0, "everything is folded at first");
    const kinds = await shown(page, "[data-js-group=services] .support > summary");
    const supports = await evalAll(page, "[data-js-group=services] .programme", (all) =>
      all.map(({ dataset }) => dataset.support),
    );
    assert.equal(kinds.length, new Set(supports).size, "one fold for each kind");
    assert.ok(kinds.length > 0 && kinds.every((kind) => /サポート.*\d+件/.test(kind)), `${kinds}`);
    assert.match(
      (await shown(page, "[data-js-fold=out] summary"))[0],
      new RegExp(`今の答えでは対象外.*${groups.out.length}件`),
    );
    const top = await page.$eval("[data-js-results-title]", (title) => {
      title.scrollIntoView();
      return document.querySelector("[data-js-answer]:not([hidden])").getBoundingClientRect().bottom;
    });
    assert.ok(top < 800, `the first screenful holds the sum and the next step: ${top}`);
  });
});

test("a programme that moves to another group keeps the focus and stays open", async () => {
  await visit({ answers: PLAIN, on: IN_FORCE }, async (page) => {
    const row = "#p-2024-young_regular";
    await page.$eval("[data-js-fold=out]", (fold) => {
      fold.open = true;
    });
    await page.click(`${row} > summary`);
    assert.match((await shown(page, `${row} .block--why`))[0], /正社員として雇われること/);
    await page.focus(`${row} > summary`);
    await page.$eval('input[name="job_plan"][value="regular"]', (radio) => radio.click());
    await rest(page);
    assert.equal(await page.$eval(row, (one) => one.closest("[data-js-fold=out]") === null && one.open), true);
    assert.equal(await page.evaluate(() => document.activeElement.parentElement.id), row.slice(1));
  });
});

test("money paid to an employer is named as such and is in no total", async () => {
  await visit(
    { answers: { ...PLAIN, job_plan: "regular", insured_employer: true, student_loan: "none" }, on: IN_FORCE },
    async (page) => {
      assert.equal(await text(page, "[data-js-best]"), "最大10万円");
      await unfold(page);
      assert.match(
        (await shown(page, "#p-2024-young_regular")).join(),
        /市の確認が必要 10万円.*会社などが受け取るお金：30万円（あなたの合計には入れません）.*あなたの場合 10万円/,
      );
      const [worker, employer, ...others] = await amounts(page, "#p-2024-young_regular");
      assert.match(employer, /会社などが受け取るお金 30万円（あなたの合計には入れません）/);
      assert.match(worker, /あなたの場合 10万円/);
      assert.deepEqual(others, []);
    },
  );
  const answers = {
    ...PLAIN,
    business_plan: "has_business",
    pays_for_qualification: true,
    new_facility: false,
    new_product: false,
  };
  await visit({ answers, on: IN_FORCE }, async (page) => {
    await unfold(page);
    assert.match(await text(page, '[data-js-group="employer"]'), /中小企業者等資格取得費支援補助金/);
    assert.match(
      (await shown(page, "#p-2024-qualification [data-js-amount]")).join(),
      /^会社などが受け取るお金：上限10万円（あなたの合計には入れません）$/,
    );
    assert.equal(await text(page, "[data-js-best]"), "");
  });
});

test("an upper limit that is not a whole number is rounded down and named as a limit", async () => {
  await visit(
    { answers: { ...PLAIN, farming_plan: "trains", dairy_training_yen: 7_400_000 }, on: IN_FORCE },
    async (page) => {
      assert.match(
        (await amounts(page, "#p-2024-farming")).find((one) => one.includes("酪農")),
        /あなたの場合 上限986,666円/,
      );
      await unfold(page);
      assert.match((await shown(page, "#p-2024-farming [data-js-amount]")).join(), /上限986,666円/);
      assert.match(await text(page, '[data-js-group="money"]'), /上限986,666円/);
    },
  );
});

test("a waived fee shows its value and is in no total", async () => {
  const household = {
    members: [{ born: "1990" }, { relation: "child", born: "2023-05-10", moves_together: true }],
    more: {},
  };
  await visit(
    { answers: { ...PLAIN, household, uses_nursery: true, nursery_fee_yen_per_month: 40_000 }, on: IN_FORCE },
    async (page) => {
      await unfold(page);
      assert.match((await shown(page, "#p-2024-nursery_half [data-js-amount]")).join(), /2万円（合計には入れません）/);
      assert.ok((await text(page, '[data-js-group="services"]')).includes("すくすく保育応援事業"));
      assert.ok(!(await text(page, "[data-js-best]")).includes("2万円"));
    },
  );
});

test("the form asks for the due date of a member not born yet, and not whether they move", async () => {
  await visit({ on: IN_FORCE }, async (page) => {
    await page.click("[data-js-add-member]");
    const born = '[data-fact="household.1.born"] [data-js-legend]';
    const usual = await text(page, born);
    await page.select('select[name="household.1.relation"]', "child");
    await pick(page, "household.1.moves_together", "yes");
    await page.select('select[name="household.1.relation"]', "expected");
    assert.equal(await text(page, born), "予定日は、いつですか");
    assert.deepEqual(await shown(page, '[data-fact="household.1.moves_together"]'), []);
    await type(page, "household.1.born.year", "2025");
    assert.deepEqual((await last(page)).answers.household.members[1], { relation: "expected", born: "2025" });
    await page.select('select[name="household.1.relation"]', "child");
    assert.equal(await text(page, born), usual);
    assert.deepEqual(
      (await last(page)).answers.household.members[1],
      { relation: "child", born: "2025", moves_together: true },
      "nothing typed was lost",
    );
    await pick(page, "household.more", "no_children");
    assert.match((await shown(page, "[data-js-error]")).join(), /どちらかを直してください/, "no children, and a child");
  });
});

test("the start page lists each city with its prefecture and its registered years", async () => {
  await visit({ city: "", script: false }, async (page) => {
    const cities = await evalAll(page, ".city", (all) =>
      all.map((one) => [one.querySelector("a").getAttribute("href"), one.innerText.replace(/\s+/g, " ")]),
    );
    assert.deepEqual(cities, [
      ["nemuro/index.html", "根室市 北海道・制度 34件 令和6年度の制度をもとにします やさしい日本語 English"],
      [
        "oita/index.html",
        "大分市 大分県・制度 3件 令和7年度、令和8年度（予定）の制度をもとにします やさしい日本語 English",
      ],
    ]);
    assert.deepEqual(await overflowing(page, 360), []);
    for (const [address] of cities)
      assert.match(await readFile(new URL(address, `file://${DIST}/`), "utf8"), /^<!doctype html>/i);
  });
});

test("the page does not scroll sideways at 320 pixels with everything open and answered", async () => {
  await visit(
    { answers: { ...PLAIN, job_plan: "regular", insured_employer: true }, on: IN_FORCE, width: 320, height: 256 },
    async (page) => {
      await evalAll(page, "details", (all) =>
        all.forEach((one) => {
          one.open = true;
        }),
      );
      assert.deepEqual(await overflowing(page, 320), []);
    },
  );
  await visit({ width: 320, height: 256 }, async (page) =>
    assert.deepEqual(await overflowing(page, 320), [], "with the notice"),
  );
});

test("groups that the visitor opened or closed stay so after another evaluation", async () => {
  await visit({ answers: PLAIN, on: IN_FORCE }, async (page) => {
    await refold(page);
    const opened = () => page.$eval('[data-js-fold="out"]', (group) => group.open);
    await page.click('[data-js-fold="out"] summary');
    assert.equal(await opened(), true);
    await pick(page, "care_job", "yes");
    assert.equal(await opened(), true, "an answer does not close what was opened");
  });
});
