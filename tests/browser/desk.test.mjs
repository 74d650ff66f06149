// Plays a clerk in desk mode: enters the city's answers and takes them back, and goes through topics that fold. The
// expectations are by hand from rules/nemuro/2024.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  clipped,
  evalAll,
  fill,
  last,
  launch,
  open,
  overflowing,
  overlapping,
  pick,
  ready,
  rest,
  shown,
  visit,
} from "./driver.mjs";
import { PEOPLE } from "./people.mjs";

const WIDTHS = [320, 360, 768, 1024, 1280, 1600];
const CLERK = PEOPLE.find(({ desk }) => desk);
/** What nobody of the clerk's household asks about on this page is left out. */
const { household, ...OTHERS } = CLERK.answers;
const ANSWERS = { ...OTHERS, household: { members: household.members, more: {} } };
const TODAY = CLERK.today;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

let desk;
/** Nemuro's desk mode with the answers of the clerk's visitor. The tests share it and leave it as they found it. */
async function atDesk(steps) {
  if (!desk) {
    desk = await open(browser, { city: "nemuro", today: TODAY, width: 1280, height: 800, hurry: true });
    await ready(desk.page);
    const find = (all) => all.map((one) => one.dataset.fact);
    const asked = await evalAll(desk.page, "[data-js-topic] > [data-js-question]", find);
    const answers = Object.entries(ANSWERS).filter(([name]) => asked.includes(name));
    await fill(desk.page, Object.fromEntries(answers));
  }
  await steps(desk.page);
  assert.deepEqual(desk.seen.errors, []);
}

/** Presses one of the city's answers about a point. */
async function rule(page, id, value) {
  const at = `[data-js-city] input[name$=" ${id}"][value=${JSON.stringify(JSON.stringify(value))}]`;
  await page.$eval(at, (radio) => {
    for (let at = radio; at; at = at.parentElement) if (at.localName === "details") at.open = true;
    radio.scrollIntoView({ block: "center" });
  });
  await page.click(at);
  await rest(page);
}

/** What the relocation grant gives in the last report. */
async function uiturn(page) {
  const { report } = await last(page);
  const { verdict, amount } = report.programmes.find(({ id }) => id === "uiturn");
  return [verdict, amount && [Number(amount.min), Number(amount.max)]];
}

const sumText = async (page) => (await shown(page, "[data-js-best]")).join();
const marks = (page) =>
  evalAll(page, "[data-sign='row.ruled']", (all) => all.filter((one) => one.closest("[data-js-verdict]")).length);

test("the city's answers change verdict and sum, are marked, and are taken back", async () => {
  await atDesk(async (page) => {
    // uiturn.yaml: two or more 1,000,000; for the one child 300,000 once for the household or for each child (the same for
    // one child), or 1,000,000 for each child.
    const first = await uiturn(page);
    assert.deepEqual(first, ["confirm", [1_300_000, 2_000_000]]);
    assert.deepEqual([await sumText(page), await marks(page)], ["最大200万円", 0]);
    const names = await evalAll(page, ".point", (all) => all.map((one) => one.querySelector("legend").textContent));
    assert.ok(names.length > 4 && names.every((name) => name !== ""), `every field has a name: ${names}`);

    // `household_once`: 1,000,000 + 300,000. What is not published still waits for the city.
    await rule(page, "child_addition", "household_once");
    assert.deepEqual(await uiturn(page), ["confirm", [1_300_000, 1_300_000]]);
    assert.deepEqual([await sumText(page), await marks(page)], ["最大130万円", 1]);
    assert.equal((await shown(page, "#p-2024-uiturn [data-js-chips]"))[0].includes("市の答えによる"), true);

    // The other conditions are met: 10 of 10 years in the wards, the year before, moved on 2024-08-15, within the year, by
    // December. Telework is a route, and nothing unpublished prevents it; nothing unpublished prevents the whole.
    await rule(page, "uiturn_route_telework", true);
    assert.deepEqual(await uiturn(page), ["confirm", [1_300_000, 1_300_000]], "the grant's own list is still open");
    const top = "uiturn__requires";
    await rule(page, top, true);
    assert.deepEqual(await uiturn(page), ["eligible", [1_300_000, 1_300_000]]);
    assert.equal(await sumText(page), "130万円");

    // Something unpublished that the household does not meet makes it ineligible; the panel still shows it.
    await rule(page, top, false);
    assert.equal((await uiturn(page))[0], "ineligible");

    for (const id of [top, "uiturn_route_telework", "child_addition"]) await rule(page, id, null);
    assert.deepEqual(await uiturn(page), first);
    assert.deepEqual([await sumText(page), await marks(page)], ["最大200万円", 0]);
  });
});

test("a new consultation clears the answers and the city's, and can be undone; no link holds the city's", async () => {
  await atDesk(async (page) => {
    await page.evaluate(() => (document.querySelector("[data-js-share]").open = true));
    const link = () =>
      page.evaluate(() => {
        document.querySelector("[data-js-make-link]").click();
        return document.querySelector("[data-js-address]").textContent;
      });
    const before = await link();
    assert.match(before, /^#\w/);
    await rule(page, "child_addition", "per_child");
    assert.deepEqual((await uiturn(page))[1], [2_000_000, 2_000_000]); // 1,000,000 + 1 × 1,000,000
    assert.equal(await link(), before, "the link is that of the answers alone");

    await page.click("[data-js-new]");
    const cleared = await last(page);
    assert.deepEqual(cleared.answers, {});
    assert.ok(cleared.report.programmes.every(({ rulings }) => rulings.length === 0));
    await page.click("[data-js-said] button");
    assert.deepEqual((await uiturn(page))[1], [2_000_000, 2_000_000]);
    await rest(page);
    const chosen = "[data-js-city] input[name$=child_addition][value='\"per_child\"']";
    assert.equal(await page.$eval(chosen, (one) => one.checked), true);
    await rule(page, "child_addition", null);
  });
});

test("leaving desk mode drops the city's answers, says so, and can be undone", async () => {
  await atDesk(async (page) => {
    await rule(page, "child_addition", "household_once");
    await page.click(".single-only a");
    assert.deepEqual((await uiturn(page))[1], [1_300_000, 2_000_000]);
    assert.match((await shown(page, "[data-js-said]"))[0], /市の答えを消しました/);
    assert.deepEqual(await shown(page, "[data-js-city]"), []);
    await page.click("[data-js-said] button");
    assert.deepEqual((await uiturn(page))[1], [1_300_000, 1_300_000]);
    assert.equal((await shown(page, "[data-js-city]")).length, 1);
    await rule(page, "child_addition", null);
  });
});

test("an estimate takes that the programme does not go on", async () => {
  // Nemuro has rules of fiscal 2024 only, so what is applied for in 2027 is an estimate, and the city can say that the
  // programme is no more.
  const next = { ...ANSWERS, moved_on: "2027-04-10" };
  await visit(browser, { city: "nemuro", today: "2026-11-28", width: 1280 }, async (page) => {
    const { moved_on, household: people, wards_years_of_last_ten, wards_year_before_move, telework } = next;
    await fill(page, { moved_on, household: people, wards_years_of_last_ten, wards_year_before_move, telework });
    const uiturnOf = ({ report }) => report.programmes.find(({ id }) => id === "uiturn");
    assert.equal(uiturnOf(await last(page)).estimate.verdict, "confirm");
    await rule(page, "uiturn", false);
    assert.equal(uiturnOf(await last(page)).estimate, null);
    assert.match(await page.$eval("[data-js-no-rule]", (one) => one.textContent), /移住支援金.*市の答えによる/s);
    await rule(page, "uiturn", null);
    assert.equal(uiturnOf(await last(page)).estimate.verdict, "confirm");
  });
});

const topicOf = (name) => `[data-js-topic]:has([data-fact="${name}"])`;
const isShrunk = (page, name) => page.$eval(topicOf(name), (one) => "shrunk" in one.dataset);

test("a topic that is done shrinks once the focus has left it, and opens in place with the focus", async () => {
  await visit(browser, { city: "nemuro", today: TODAY, width: 1280 }, async (page) => {
    await pick(page, "moved_on.period", "past");
    for (const [box, text] of Object.entries({ year: "2024", month: "8", day: "15" })) {
      await page.focus(`[name="moved_on.${box}"]`);
      await page.keyboard.type(text);
    }
    await rest(page);
    assert.equal(await isShrunk(page, "moved_on"), false, "it keeps what has the focus");
    await page.click("#questions-title");
    await rest(page);
    const line = `${topicOf("moved_on")} .line`;
    assert.match((await shown(page, line)).join(), /引っ越す日 変える.* 令和6年（2024年）8月15日/);
  });
  await atDesk(async (page) => {
    // Only one of telework's topic is opened; the pointer and the focus go where the clerk goes.
    await page.click("#questions-title");
    const lined = await evalAll(page, "[data-lined]", (all) => all.map(({ dataset }) => dataset.fact));
    assert.ok(lined.includes("telework") || lined.length > 3, `lines: ${lined}`);
    const name = lined.find((one) => one !== "household" && one !== "moved_on");
    const change = await page.evaluateHandle(
      (fact) => document.querySelector(`[data-fact="${fact}"]`).previousElementSibling.querySelector("button"),
      name,
    );
    assert.match(await change.evaluate((one) => one.textContent), /^変える：/);
    await change.click();
    await rest(page);
    assert.equal(await page.evaluate(() => document.activeElement.closest("[data-js-question]")?.dataset.fact), name);
    assert.equal(await page.$eval(`[data-fact="${name}"]`, (one) => one.checkVisibility()), true);
    await page.click("#questions-title");
    assert.equal(await page.$eval(`[data-fact="${name}"]`, (one) => one.checkVisibility()), false, "it shrinks again");
  });
});

test("each topic counts the questions that change the result, and names what they move", async () => {
  await visit(browser, { city: "nemuro", today: TODAY, width: 1280 }, async (page) => {
    const { report } = await last(page);
    const wanted = new Set(report.relevant.map(({ fact }) => fact));
    const topics = await evalAll(page, "[data-js-topic]", (all) =>
      all.map((one) => ({
        facts: [...one.querySelectorAll(":scope > [data-js-question]")].map((question) => question.dataset.fact),
        state: one.querySelector("[data-js-topic-state]").textContent.trim(),
      })),
    );
    for (const { facts, state } of topics) {
      const n = facts.filter((fact) => wanted.has(fact)).length;
      assert.equal(state, n > 0 ? `あと${n}問` : "", facts.join());
    }
    const line = await page.$eval("[data-fact=newly_married] [data-js-moves]", (one) => one.textContent);
    assert.match(line, /^結婚新生活支援事業 上限100万円に関わります$/);
  });
});

test("nothing overlaps or is cut off at any width, and the result follows beside the questions where there is room", async () => {
  await atDesk(async (page) => {
    await rule(page, "child_addition", "household_once");
    for (const width of WIDTHS) {
      await page.setViewport({ width, height: 800 });
      assert.deepEqual(
        [await overlapping(page), await overflowing(page, width), await clipped(page)],
        [[], [], []],
        `${width}`,
      );
      const [form, result] = await page.evaluate(() => {
        scrollTo(0, 600);
        return ["#questions", "#results"].map((one) => document.querySelector(one).getBoundingClientRect().toJSON());
      });
      if (width < 1024) assert.ok(result.top >= form.bottom, `${width}: the result follows the questions`);
      else {
        assert.ok(result.left >= form.right, `${width}: two columns`);
        assert.ok(
          result.top >= 0 && result.top < 100 && result.bottom <= 801,
          `${width}: the result stays in sight: ${result.top} to ${result.bottom}`,
        );
      }
    }
  });
});
