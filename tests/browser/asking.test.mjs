// Tests the screens that ask: when, who, plans, options, and the check of the answers. Expected values are worked out
// by hand from the calendar and the published conditions. It does not test the results.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  clipped,
  decline,
  evalAll,
  fill,
  last,
  launch,
  open,
  overlapping,
  overflowing,
  rest,
  shown,
  type,
  visit,
} from "./driver.mjs";
import { goTo } from "./screens.mjs";
import { sweep } from "./sweep.mjs";

/** A day in the fiscal year 2026, which ends on 2027-03-31. */
const TODAY = "2026-11-29";
const RULED = { nemuro: "2024-06-10", oita: "2025-06-10" };
const WIDTHS = sweep([320, 768, 1280], [320, 360, 480, 640, 768, 900, 1024, 1280, 1600]);
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const ask = (name, steps, options = {}) =>
  visit(browser, { city: "nemuro", today: TODAY, hash: "", ...options }, async (page) => {
    await goTo(page, name);
    await steps(page);
  });

const current = (page) => page.$eval("[data-current]", ({ dataset }) => dataset.fact);
const focused = (page) => page.evaluate(() => document.activeElement.name ?? document.activeElement.localName);
const next = async (page) => {
  await page.click("[data-js-next]");
  await rest(page);
};
/** Presses Tab until a control with some text or name has the focus. */
async function tabTo(page, isThere) {
  for (let presses = 0; presses < 40; presses += 1) {
    if (await page.evaluate(isThere)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail("the keyboard does not reach it");
}

test("each coarse answer to when somebody moves is the days that it means", async () => {
  // Today is 2026-11-29. The fiscal year ends on March 31, 2027; the next one on March 31, 2028. The question takes no
  // day before 1990.
  const days = {
    past: { min: "1990-01-01", max: "2026-11-29" },
    this_year: { min: "2026-11-29", max: "2027-03-31" },
    next_year: { min: "2027-04-01", max: "2028-03-31" },
    undecided: null,
  };
  await ask("moved_on", async (page) => {
    for (const [value, range] of Object.entries(days)) {
      await page.click(`[name="moved_on.period"][value="${value}"]`);
      assert.deepEqual((await last(page)).answers.moved_on, range, value);
      assert.equal((await shown(page, "[data-js-day]")).length, value === "undecided" ? 0 : 1, value);
    }
  });
  // In January the fiscal year is still the one that began in the April before.
  await ask(
    "moved_on",
    async (page) => {
      await page.click('[name="moved_on.period"][value="next_year"]');
      assert.deepEqual((await last(page)).answers.moved_on, { min: "2027-04-01", max: "2028-03-31" });
      assert.match((await shown(page, ".when__option")).join(), /2027年3月まで.*2027年4月から2028年3月まで/);
    },
    { today: "2027-01-05" },
  );
});

test("a day that is entered counts, is shown in the other calendar, and the question does not come back", async () => {
  await ask("moved_on", async (page) => {
    await page.click('[name="moved_on.period"][value="next_year"]');
    await type(page, "moved_on.year", "2027");
    const both = { min: "2027-04-01", max: "2027-12-31" };
    assert.deepEqual((await last(page)).answers.moved_on, both, "the days of the year on which both agree");
    assert.match((await shown(page, "[data-js-day]")).join(), /令和9年/);
    await type(page, "moved_on.month", "4");
    await type(page, "moved_on.day", "10");
    assert.equal((await last(page)).answers.moved_on, "2027-04-10");
    assert.match((await shown(page, "[data-js-day] [data-js-era]")).join(), /令和9年.*4月10日/);
  });
  for (const rough of [[], ["2027"]]) {
    await ask("moved_on", async (page) => {
      await page.click('[name="moved_on.period"][value="next_year"]');
      for (const year of rough) await type(page, "moved_on.year", year);
      const seen = [];
      for (let screens = 0; screens < 60; screens += 1) {
        await next(page);
        if (await page.evaluate(() => document.body.dataset.screen !== "question")) break;
        seen.push(await current(page));
        await decline(page);
      }
      assert.ok(seen.length > 5, seen.join());
      assert.equal(new Set(seen).size, seen.length, `no screen comes twice: ${seen}`);
      assert.ok(!seen.includes("moved_on"));
    });
  }
});

test("without scripts, the answers to when somebody moves name no year", async () => {
  const { page, close } = await open(browser, { city: "nemuro", script: false, hash: "" });
  const options = await evalAll(page, ".when__option:not([hidden])", (all) => all.map((one) => one.textContent));
  assert.equal(options.length, 4);
  assert.doesNotMatch(options.join(), /20\d\d/);
  await close();
});

test("a household is entered with the keyboard alone", async () => {
  await ask("household", async (page) => {
    await page.focus('[name="household.0.born.year"]');
    await page.keyboard.type("1993");
    await tabTo(page, () => document.activeElement.dataset.relation === "spouse");
    await page.keyboard.press("Enter");
    assert.equal(await focused(page), "household.1.born.year", "the year is entered at once");
    await page.keyboard.type("1991");
    await tabTo(page, () => document.activeElement.dataset.relation === "child");
    await page.keyboard.press("Space");
    assert.equal(await focused(page), "household.2.born.year");
    await page.keyboard.type("2021");
    await page.evaluate(() => document.activeElement.blur());
    const { members } = (await last(page)).answers.household;
    assert.deepEqual(members, [
      { born: "1993" },
      { relation: "spouse", born: "1991" },
      { relation: "child", born: "2021" },
    ]);
    assert.deepEqual(await shown(page, "[data-relation=spouse]"), [], "there is one husband or wife");
    assert.match(
      (await shown(page, ".person")).join("|"),
      /平成5年・今年33歳.*\|.*平成3年・今年35歳.*\|.*令和3年・今年5歳/,
    );
    await page.focus(".person:nth-child(2) [data-js-remove-member]");
    await page.keyboard.press("Enter");
    assert.deepEqual((await last(page)).answers.household.members, [
      { born: "1993" },
      { relation: "child", born: "2021" },
    ]);
    assert.equal((await shown(page, "[data-relation=spouse]")).length, 1, "and can be added again");
    assert.notEqual(await page.evaluate(() => document.activeElement.localName), "body", "the focus is not lost");
  });
});

test("a tap adds a person, and going on says that these are all", async () => {
  await ask(
    "household",
    async (page) => {
      await page.evaluate(() => document.querySelector("[data-relation=expected]").scrollIntoView({ block: "center" }));
      const box = await (await page.$("[data-relation=expected]")).boundingBox();
      assert.ok(box.height >= 44, "a finger meets it");
      await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
      assert.equal(await focused(page), "household.1.born.year");
      await page.keyboard.type(RULED.oita.slice(0, 4));
      assert.deepEqual(await shown(page, ".person__detail"), [], "nothing else is asked of who is not born yet");
      await next(page);
      assert.match((await shown(page, "[data-current] [data-js-error]")).join(), /生まれた年/, "the first row is open");
      assert.equal(await current(page), "household");
      await type(page, "household.0.born.year", "1993");
      assert.match((await shown(page, "[data-js-next]")).join(), /これで全員です/);
      await next(page);
      assert.notEqual(await current(page), "household");
      assert.deepEqual((await last(page)).answers.household, {
        members: [{ born: "1993" }, { relation: "expected", born: RULED.oita.slice(0, 4) }],
        more: {},
      });
    },
    { city: "oita", today: RULED.oita },
  );
});

test("everything that may be said of further people can be said, one thing at a time", async () => {
  await ask("household", async (page) => {
    await type(page, "household.0.born.year", "1993");
    await page.click('[name="household.more"][value="maybe"]');
    assert.doesNotMatch((await shown(page, "[data-js-next]")).join(), /全員/);
    await page.click("[data-js-other-ways] summary");
    await page.click('[name="household.more"][value="no_children"]');
    const answer = async () => (await last(page)).answers.household.more;
    assert.deepEqual(await answer(), { spouse: { min: 0 }, parent: { min: 0 }, other: { min: 0 } });
    await page.click('[name="household.more"][value="counted"]');
    await type(page, "household.count", "2");
    assert.deepEqual(await answer(), { child: 2 });
    assert.equal((await page.$$('[name="household.more"]:checked')).length, 1);
    await page.click('[name="household.more"][value="maybe"]');
    await next(page);
    assert.equal(await answer(), undefined, "who may be more is open");
  });
});

test("month and day are asked only where the report says that they decide something, and for which programmes", async () => {
  for (const city of Object.keys(RULED)) {
    await ask(
      "household",
      async (page) => {
        let found = 0;
        for (const year of ["1950", "1985", "1993", "2006", "2019", "2021", "2024"]) {
          await page.$eval('[name="household.0.born.year"]', (box) => {
            box.value = "";
          });
          await type(page, "household.0.born.year", "1990");
          await page.evaluate(() => document.querySelector("[data-js-remove-member]")?.click());
          await page.click("[data-relation=child]");
          await page.keyboard.type(year);
          await page.evaluate(() => document.activeElement.blur());
          const { report } = await last(page);
          const decide = ({ fact, field, member, needs }) =>
            fact === "household" && field === "born" && member === 1 && needs === "month_day";
          const programmes = report.programmes.filter(({ missing }) => missing.some(decide));
          const strip = await shown(page, '[data-fact="household.1.born"] .person__finer');
          assert.equal(strip.length > 0, report.relevant.some(decide), `${city} ${year}: ${strip}`);
          if (strip.length === 0 || programmes.length === 0) continue;
          found += 1;
          const name = await page.$eval(`[data-js-programme="${programmes[0].id}"] [data-js-name]`, (one) =>
            one.textContent.trim(),
          );
          assert.ok(strip[0].includes(name), `${strip[0]} names ${name}`);
          assert.match(strip[0], /任意/);
        }
        if (city === "nemuro") assert.ok(found > 0, "some year needs more");
      },
      { city, today: RULED[city] },
    );
  }
});

test("browsers may fill in the visitor's own birth, and nobody else's", async () => {
  for (const city of Object.keys(RULED)) {
    await ask(
      "household",
      async (page) => {
        for (const relation of ["spouse", "child", "expected", "parent", "other"])
          await page.click(`[data-relation=${relation}]`);
        const filled = await page.$$eval("[autocomplete^=bday]", (boxes) => boxes.map(({ name }) => name));
        assert.deepEqual(filled, ["household.0.born.year", "household.0.born.month", "household.0.born.day"]);
        const others = await page.$$eval("form input[autocomplete]:not([autocomplete^=bday])", (boxes) => boxes.length);
        assert.equal(others, 0);
      },
      { city, today: RULED[city] },
    );
  }
});

test("ticking says how many questions may follow, and as many are then announced", async () => {
  await ask(
    "together.work",
    async (page) => {
      assert.deepEqual(await shown(page, "[data-js-plans-left]"), [], "nothing is ticked yet");
      const left = async () => Number(/最大(\d+)問/.exec((await shown(page, "[data-js-plans-left]")).join())?.[1]);
      await page.click("[data-current] [value=telework]");
      const few = await left();
      await page.click("[data-current] [value=business_plan]");
      assert.ok((await left()) > few, "more plans, more questions");
      const announced = await left();
      await next(page);
      const then = /最大(\d+)問/.exec((await shown(page, "[data-js-progress]")).join())?.[1];
      assert.ok(Number(then) <= announced, `${then} after ${announced}`);
      assert.ok(announced - Number(then) <= 1, `${then} after ${announced}`);
    },
    { today: RULED.nemuro },
  );
});

test("a question says what not knowing skips, and for which programmes it is", async () => {
  // Behind whether a grant for a start-up was decided stands one question in Oita: the day of that decision.
  await ask(
    "startup_grant",
    async (page) => {
      assert.match((await shown(page, "[data-current] .choice--unknown")).join(), /分からない.*最大1問/);
      await page.click("[data-current] [data-js-why] summary");
      assert.match((await shown(page, "[data-current] [data-js-why] li")).join(), /支援金|給付金/);
    },
    { city: "oita", today: RULED.oita },
  );
  await ask(
    "settle_five_years",
    async (page) => {
      assert.doesNotMatch(
        (await shown(page, "[data-current] .choice--unknown")).join(),
        /飛ばし/,
        "nothing is behind it",
      );
    },
    { city: "oita", today: RULED.oita },
  );
});

test("a choice without an answer is to be chosen, and says so once in the summary and once at the question", async () => {
  await ask("newly_married", async (page) => {
    await next(page);
    assert.match((await shown(page, "[data-js-error-list]")).join(), /1つ選んでください/);
    const all = (await page.evaluate(() => document.body.innerText)).match(/1つ選んでください/g);
    assert.equal(all.length, 2);
  });
});

test("the check has one row for each person and one change for each topic", async () => {
  await visit(browser, { city: "nemuro", today: RULED.nemuro, hash: "" }, async (page) => {
    await goTo(page, "moved_on");
    await fill(page, { moved_on: "2024-06-20" });
    await goTo(page, "household");
    const members = [
      { born: "1993" },
      { relation: "spouse", born: "1991-02-03", moves_together: true },
      { relation: "child", born: "2021", moves_together: null },
    ];
    await fill(page, { household: { members, more: {} } });
    await goTo(page, "newly_married");
    await fill(page, { newly_married: null });
    await page.evaluate(() => document.querySelector("[data-js-screen=check]").click());
    await rest(page);
    const rows = await shown(page, "[data-person]");
    assert.equal(rows.length, 3);
    assert.match(rows[0], /^あなた.*1993年生まれ/);
    assert.match(rows[1], /^夫・妻.*2月3日生まれ.*はい/);
    assert.match(rows[2], /^子ども.*2021年生まれ.*分からない/);
    assert.match((await shown(page, "#check .answers__row")).join("|"), /結婚.*分からない このままで大丈夫です/);
    assert.match((await shown(page, "#check .answers")).at(0), /申請する日.*6月20日/, "the day stands with the move");
    const topics = await shown(page, "#check .answers__head");
    assert.equal((await shown(page, "#check .answers__change")).length, topics.length, "one a topic");
    await page.click("#check .answers__change");
    assert.ok((await shown(page, "#check .answers__change")).length > topics.length, "then one for each answer");
  });
});

test("no texts overlap and nothing leaves the screen at any width, on every screen that asks", async () => {
  for (const city of ["nemuro", "nemuro/easy", "nemuro/en"]) {
    await visit(browser, { city, today: TODAY, hash: "" }, async (page) => {
      const names = [
        "moved_on",
        "household",
        "together.work",
        "newly_married",
        "job_plan",
        "opening_cost_yen",
        "married_on",
      ];
      for (const name of names) {
        await goTo(page, name);
        if (name === "moved_on") await page.click('[name="moved_on.period"][value="next_year"]');
        if (name === "household")
          for (const [relation, year] of [
            ["spouse", "1991"],
            ["child", "2021"],
            ["expected", "2027"],
          ]) {
            await page.click(`[data-relation=${relation}]`);
            await page.keyboard.type(year);
          }
        await rest(page);
        for (const width of WIDTHS) {
          await page.setViewport({ width, height: 800 });
          const at = `${city} ${name} at ${width}`;
          assert.deepEqual(await overlapping(page), [], at);
          assert.deepEqual(await overflowing(page, width), [], at);
          assert.deepEqual(await clipped(page), [], at);
          if (name === "household") assert.deepEqual(await coveredYears(page), [], at);
        }
      }
    });
  }
});

/** The members whose relation reaches over the box of their year: the box of a list that opens holds no text. */
const coveredYears = (page) =>
  evalAll(page, "[data-current] [data-js-member]", (members) =>
    members.flatMap((member, at) => {
      const relation = member.querySelector("select");
      const year = member.querySelector("[name$='.born.year']");
      const isClear = !relation || relation.getBoundingClientRect().right <= year.getBoundingClientRect().left;
      return isClear ? [] : [at];
    }),
  );
