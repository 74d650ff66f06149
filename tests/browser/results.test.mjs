// Tests how the page shows a result and its sources: questions for the desk, ended programmes, the application date.
// It tests no rule of a city.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { evalAll, fill, last, launch, open, readCases, ready, shown, type, untypable } from "./driver.mjs";

const CITY = "oita";
const cases = (await readCases()).filter(({ city, answers }) => city === CITY && untypable(answers) === null);
let browser;

before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens the page, passes it to `steps`, and closes it. */
async function visit(options, steps) {
  const visited = await open(browser, { city: CITY, ...options });
  try {
    await steps(visited.page);
  } finally {
    await visited.close();
  }
}

/** Opens everything folded in the result. */
const openAll = (page) =>
  evalAll(page, ".result details", (all) =>
    all.forEach((one) => {
      one.open = true;
    }),
  );

test("a programme to confirm says what is met, what is open and why, and what to ask the desk", async () => {
  const { answers, on, today } = cases.find(({ report }) =>
    report.programmes.some(({ verdict }) => verdict === "confirm"),
  );
  await visit({ today }, async (page) => {
    await ready(page);
    await fill(page, answers, on);
    const { report } = await last(page);
    const { id, year } = report.programmes.find(({ verdict }) => verdict === "confirm");
    const card = `#p-${year}-${id}`;
    await openAll(page);
    assert.match((await shown(page, `${card} [data-js-chips]`)).join(), /市の確認が必要/);
    const { conditions } = report.programmes.find((programme) => programme.id === id);
    assert.match((await shown(page, `${card} [data-js-count]`)).join(), new RegExp(`条件${conditions.all}件`));
    const asked = await shown(page, `[data-programmes~="${id}"] [data-js-question]`);
    assert.equal(asked.length, report.asks.filter(({ programmes }) => programmes.includes(id)).length);
    assert.ok(asked.every((text) => text.length > 3));
    assert.deepEqual(
      await evalAll(page, "[data-js-desk-question]", (all) => all.map((one) => one.dataset.why)),
      report.asks.map(({ why }) => why),
    );
    const open = await evalAll(
      page,
      `${card} [data-js-requirements] > li`,
      (rows) => rows.filter((row) => ["desk", "unsettled"].includes(row.dataset.state)).length,
    );
    const unlisted = (await page.$$(`${card} [data-js-incomplete]`)).length;
    assert.ok(open + unlisted > 0 && asked.length > 0, `${asked.length} questions for ${open + unlisted} open points`);
    assert.match((await shown(page, "[data-js-found]"))[0], /決定ではありません。市の審査で決まります/);
    const marks = await evalAll(page, `${card} [data-js-requirement]`, (rows) =>
      rows.map((row) => [row.dataset.state, row.querySelector(":scope > .sign").textContent.trim()]),
    );
    assert.deepEqual(
      marks.map(([state]) => state),
      report.programmes.find((programme) => programme.id === id).requirements.map(({ state }) => state),
    );
    for (const [state, text] of marks) assert.ok(text.length > 2, `an icon and a word at ${state}: ${text}`);
  });
});

test("a sum that is paid over several years says so, with the first year's sum", async () => {
  const nemuro = (await readCases()).filter(({ city, answers }) => city === "nemuro" && untypable(answers) === null);
  const { answers, on, today } = nemuro.find(({ report }) => report.best_chosen.best.by_year.length > 0);
  await visit({ today, city: "nemuro" }, async (page) => {
    await ready(page);
    await fill(page, answers, on);
    const { report } = await last(page);
    const { by_year: years } = report.best_chosen.best;
    const first = Number(years[0].max) / 10_000;
    assert.equal(years.length, 5);
    assert.match((await shown(page, "[data-js-sum-note]")).join(), new RegExp(`5年分の額で、1年目は最大${first}万円`));
  });
});

for (const [language, told] of [
  ["ja", /申請の日が.+（2025年）.+なので、令和7年度の規定です。/],
  ["en", /Because the day of your application is .+2025, the rules of fiscal 2025 apply\./],
  ["easy", /日ひは 2025年ねん.+です。だから、2025年度ねんどの 決きまりです。/],
]) {
  test(`an opened programme says which day chose its rules (${language})`, async () => {
    const { answers, on, today } = cases.find(({ report }) =>
      report.programmes.some(({ decided_by: decided, year }) => decided?.fact === null && year === 2025),
    );
    await visit({ today, city: language === "ja" ? CITY : `${CITY}/${language}` }, async (page) => {
      await ready(page);
      await fill(page, answers, on);
      const { report } = await last(page);
      await openAll(page);
      const { id, year, decided_by: decided } = report.programmes.find((one) => one.year === 2025);
      assert.deepEqual(decided, { fact: null, days: { min: report.on, max: report.on } });
      const lines = await shown(page, `#p-${year}-${id} [data-js-decided]`);
      assert.equal(lines.length, 1);
      assert.match(lines[0], told);
    });
  });
}

test("every source is listed once, and every link inside the page has a target", async () => {
  await visit({ script: false }, async (page) => {
    const found = await page.evaluate(() => ({
      lost: [...document.querySelectorAll('a[href^="#"]')]
        .map((link) => link.getAttribute("href").slice(1))
        .filter((id) => !document.getElementById(id)),
      listed: [...document.querySelectorAll("[data-js-source]")].map(
        (link) => `${link.textContent} ${link.parentElement.innerText.replace(/（\d+年度の制度）/g, "")}`,
      ),
      named: [...document.querySelectorAll("[data-js-source]")].flatMap((link) => link.dataset.jsSource.split(" ")),
      anchors: [...document.querySelectorAll('[id^="source-"]')].map(({ id }) => id.slice("source-".length)),
    }));
    assert.deepEqual(found.lost, []);
    assert.equal(new Set(found.listed).size, found.listed.length);
    assert.ok(found.named.length > found.listed.length, "years share sources");
    assert.deepEqual(found.named.toSorted(), found.anchors.toSorted());
  });
});

test("the form does not ask for the applicant's relation, and no other member can be the applicant", async () => {
  await visit({ today: "2025-06-10" }, async (page) => {
    await ready(page);
    await page.click("[data-js-add-member]");
    const asked = await evalAll(page, '[data-fact^="household."]', (all) => all.map((one) => one.dataset.fact));
    assert.deepEqual(
      asked.filter((name) => name.startsWith("household.0.")),
      ["household.0.born"],
    );
    assert.ok(asked.includes("household.1.relation"));
    assert.deepEqual(await evalAll(page, '[value="self"]', (all) => all.length), 0);
  });
});

test("an ended programme says so; a reading that excludes the household shows no amount", async () => {
  const found = cases.find(
    ({ report }) =>
      report.best.max === "0" &&
      report.programmes.some(
        ({ verdict, window, readings }) =>
          verdict === "confirm" &&
          window === "budget_reached" &&
          readings.some(
            ({ choices }) =>
              choices.some(({ amount }) => amount === null) && choices.some(({ amount }) => amount !== null),
          ),
      ),
  );
  assert.ok(found, "a worked example is over, with a meaning that excludes the household");
  await visit({ today: found.today }, async (page) => {
    await ready(page);
    await fill(page, found.answers, found.on);
    assert.match((await shown(page, "[data-js-verdict]"))[0], /受付が終わっています/);
    await openAll(page);
    assert.match((await shown(page, '[data-js-fold="over"]'))[0], /受付が終わった制度 2件 支援金/);
    const gains = (await shown(page, "[data-js-gain]")).filter((text) => text !== "");
    assert.deepEqual(gains.sort(), ["60万円", "この読み方では対象になりません"].sort());
  });
});

test("the results name an assumed application date, and say if the date of the move is rough", async () => {
  await visit({ today: "2025-06-10" }, async (page) => {
    await ready(page);
    await openAll(page);
    const said = async () => (await shown(page, "[data-js-on]"))[0];
    assert.match(await said(), /今日（令和7年（2025年）6月10日）/);
    await type(page, "moved_on.year", "2025");
    assert.match(await said(), /いちばん遅い日（令和7年（2025年）12月31日）/);
    await type(page, "moved_on.month", "7");
    await type(page, "moved_on.day", "3");
    assert.match(await said(), /引っ越す日（令和7年（2025年）7月3日）/);
    await type(page, "on.year", "2025");
    await type(page, "on.month", "9");
    await type(page, "on.day", "1");
    assert.match(await said(), /申請日を令和7年（2025年）9月1日/);
  });
});

test("a row says its lower end, and no amount where only the answers to come will say anything", async () => {
  const name = "夫婦で、子どもがいるかは分からない";
  const { answers, on, today } = (await readCases()).find((one) => one.name === name);
  await visit({ city: "nemuro", today }, async (page) => {
    await ready(page);
    await fill(page, answers, on);
    const { report } = await last(page);
    const gist = (id) => page.$eval(`#p-2024-${id} [data-js-gist]`, (one) => one.textContent);
    const { uiturn, birth_gift } = Object.fromEntries(report.programmes.map(({ id, amount }) => [id, amount]));
    // Two people: 1,000,000 yen. How much more there is for children, no source says for sure.
    assert.deepEqual([uiturn.min, uiturn.max, await gist("uiturn")], ["1000000", null, "100万円から"]);
    assert.deepEqual([birth_gift.min, birth_gift.max, await gist("birth_gift")], ["0", null, ""]);
  });
});
