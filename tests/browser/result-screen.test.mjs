// Tests the result screen as a visitor sees it: its length, what its first part says, that it says nothing twice, that
// its rows open by keyboard, and that nothing overlaps. It tests no rule of a city.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it, test } from "node:test";
import {
  DIST,
  evalAll,
  fill,
  last,
  launch,
  open,
  overflowing,
  readCases,
  ready,
  rest,
  startAgain,
  untypable,
} from "./driver.mjs";
import { every, sweep } from "./sweep.mjs";

/** The greatest height of a folded result for any household, in CSS pixels at 360 by 800, by language. */
const MOST = { ja: 2000, easy: 2600, en: 2600 };
/** What decides must be seen without scrolling on a small phone. */
const FIRST = 640;
/** The height of the bar above the result that these figures allow for. A higher one is counted as this. */
const BAR = 64;
/** The share of the worked examples that is measured in each language: every n-th, or all. */
const EVERY = { ja: 160, easy: 320, en: 320 };
const WIDTHS = sweep([320, 360, 768, 1280], [320, 360, 480, 640, 768, 900, 1024, 1280, 1600]);

const cases = (await readCases()).filter(({ answers }) => untypable(answers) === null);
let browser;
const lent = new Map();

before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Goes to a screen as a link to it does. */
async function show(page, kind) {
  await page.evaluate((screen) => {
    const link = document.createElement("a");
    link.dataset.jsScreen = screen;
    document.body.append(link);
    link.click();
    link.remove();
  }, kind);
  await rest(page);
}

/** Shows the result of a household, in a page that is used again. */
async function result({ city, language = "ja", answers, on, today }, look) {
  const file = join(DIST, city, language === "ja" ? "" : language, "index.html");
  const visited = lent.get(file) ?? (await open(browser, { city, file, today, hash: "", hurry: true }));
  lent.set(file, visited);
  const { page, seen } = visited;
  await ready(page);
  await page.setViewport({ width: 360, height: 800 });
  await show(page, "single");
  await startAgain(page, today);
  await fill(page, answers, on);
  await show(page, "result");
  await look(page, (await last(page)).report);
  assert.deepEqual(seen.errors, []);
}

/** In the page: the edges of the result and of what decides. */
const edges = (page) =>
  page.evaluate((allowed) => {
    const bar = document.querySelector("[data-js-results]").getBoundingClientRect().top + scrollY;
    const more = Math.max(0, Math.round(bar) - allowed);
    const bottom = (selector) =>
      [...document.querySelectorAll(selector)]
        .filter((one) => one.checkVisibility())
        .map((one) => Math.round(one.getBoundingClientRect().bottom + scrollY) - more)[0] ?? null;
    return {
      height: document.documentElement.scrollHeight - more,
      verdict: bottom("[data-js-verdict]"),
      sum: bottom("[data-js-best]"),
      next: bottom("[data-js-answer], [data-js-call].button--solid"),
    };
  }, BAR);

/** In the page: the sentences that are seen more than once. */
const repeated = (page) =>
  page.evaluate(() => {
    const seen = new Map();
    for (const one of document.querySelectorAll(".result :is(p, li, h3)")) {
      if (!one.checkVisibility() || one.querySelector("p, li")) continue;
      const text = one.innerText.replace(/\s+/g, " ").trim();
      if (/[。.？?]$/.test(text)) seen.set(text, (seen.get(text) ?? 0) + 1);
    }
    return [...seen].filter(([, n]) => n > 1).map(([text]) => text);
  });

for (const language of Object.keys(MOST)) {
  describe(`in ${language}, each measured household's folded result is short, and its first part decides`, () => {
    for (const one of every(EVERY[language], cases)) {
      it(`${one.city}: ${one.name}`, async () => {
        await result({ ...one, language }, async (page, report) => {
          const found = await edges(page);
          if (found.verdict === null)
            return assert.ok(report.programmes.every(({ verdict, estimate }) => verdict === "no_rule" && !estimate));
          assert.ok(found.height <= MOST[language], `${found.height} px`);
          if (language === "ja") {
            assert.ok(
              found.verdict <= FIRST && (found.sum ?? 0) <= FIRST,
              `verdict and sum: ${found.verdict}, ${found.sum}`,
            );
            assert.ok((found.next ?? 0) <= FIRST, `next step: ${found.next}`);
          }
          assert.deepEqual(await repeated(page), [], "no sentence twice");
          await saysWhatTheReportSays(page, report);
        });
      });
    }
  });
}

/** The programmes, questions and reasons of the report are each on the screen, once. */
async function saysWhatTheReportSays(page, report) {
  const shown = report.programmes.filter(({ verdict, estimate, year }) =>
    verdict === "no_rule" ? estimate !== null : year !== null || verdict === "undetermined",
  );
  const rows = await evalAll(page, ".result [data-js-programme]", (all) =>
    all.map((row) => ({
      id: row.dataset.jsProgramme,
      verdict: row.dataset.verdict,
      reason: row.querySelector("[data-js-row-note]").textContent,
    })),
  );
  const wanted = shown.map(({ id, verdict, estimate }) => [id, verdict === "no_rule" ? estimate.verdict : verdict]);
  assert.deepEqual(rows.map(({ id, verdict }) => [id, verdict]).toSorted(), wanted.toSorted());
  for (const { id, verdict, reason } of rows)
    assert.equal(reason !== "", verdict === "ineligible", `the reason of ${id}`);
  const asked = await evalAll(page, "[data-js-desk-question] [data-js-question]", (all) =>
    all.map((one) => one.textContent.trim()),
  );
  assert.equal(asked.length, report.asks.length, "each question for the desk is shown");
  assert.equal(new Set(asked).size, asked.length, "no question for the desk is shown twice");
  assert.ok(asked.every((text) => text.length > 5));
  const best = report.best_chosen.best.chosen.length > 0 ? report.best_chosen.best : report.best_estimate_chosen?.best;
  const [sum] = await evalAll(page, "[data-js-best]", (all) =>
    all.filter((one) => one.checkVisibility()).map((one) => one.textContent.trim()),
  );
  if (sum && wanted.some(([id, verdict]) => best.chosen.includes(id) && verdict !== "eligible"))
    assert.doesNotMatch(sum, /^[\d,億万]+(円| yen)$/, "a sum where something is open is not a bare figure");
  const links = await evalAll(page, "[data-js-decide-list] a", (all) => all.length);
  assert.equal(links > 0, report.decisive.length > 0);
}

test("a row and a fold open by keyboard, and one opened row says nothing twice", async () => {
  const one = cases.find(
    ({ city, report }) =>
      city === "nemuro" && report.programmes.some(({ verdict, is_money }) => verdict === "confirm" && is_money),
  );
  await result(one, async (page) => {
    for (const selector of [
      "[data-js-group=money] [data-js-programme]",
      "[data-js-fold=out]",
      "[data-js-basis-fold]",
    ]) {
      await page.focus(`${selector} > summary`);
      await page.keyboard.press("Enter");
      assert.equal(await page.$eval(selector, (details) => details.open), true, selector);
      assert.deepEqual(await repeated(page), []);
      await page.keyboard.press("Enter");
      assert.equal(await page.$eval(selector, (details) => details.open), false, selector);
    }
  });
});

test("a link to a source opens the list of sources on the same screen", async () => {
  const one = cases.find(
    ({ city, report }) =>
      city === "nemuro" && report.programmes.some(({ verdict, is_money }) => verdict === "confirm" && is_money),
  );
  await result(one, async (page) => {
    await page.$eval("[data-js-group=money] [data-js-programme]", (row) => (row.open = true));
    const id = await page.$eval('[data-js-group=money] [data-js-programme] a[href^="#source"]', (link) => {
      link.click();
      return link.getAttribute("href").slice(1);
    });
    assert.equal(await page.evaluate((at) => document.getElementById(at).checkVisibility(), id), true);
    assert.equal(await page.evaluate(() => document.body.dataset.screen), "result");
  });
});

test("the list shows every programme in its place again", async () => {
  const one = cases.find(({ city }) => city === "nemuro");
  await result(one, async (page) => {
    await show(page, "list");
    const ids = await evalAll(page, ".list [data-js-programme]", (all) => all.map((row) => row.id));
    const { page: still, close } = await open(browser, { city: "nemuro", script: false });
    assert.deepEqual(ids, await evalAll(still, "[data-js-programme]", (all) => all.map((row) => row.id)));
    await close();
    assert.equal(
      await evalAll(page, ".list .support", (all) => all.filter((fold) => fold.checkVisibility()).length > 1),
      true,
    );
    await show(page, "result");
    assert.ok((await evalAll(page, ".result [data-js-programme]", (all) => all.length)) > 0);
  });
});

/** In the page: pairs of the result's pieces that overlap. */
const overlapping = (page) =>
  page.evaluate(() => {
    const pieces = [
      ...document.querySelectorAll(
        ".result :is(.hero > p, .decide, .button, summary, h3, .section__head, .asks__list > li, .reference, .way, .next > p)",
      ),
    ]
      .filter((one) => one.checkVisibility())
      .map((one) => ({ one, box: one.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 1 && box.height > 1);
    const found = [];
    for (const [at, first] of pieces.entries())
      for (const second of pieces.slice(at + 1)) {
        if (first.one.contains(second.one) || second.one.contains(first.one)) continue;
        const [a, b] = [first.box, second.box];
        if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
          found.push(
            `${first.one.className || first.one.localName} / ${second.one.className || second.one.localName}: ${first.one.textContent.trim().slice(0, 20)}`,
          );
      }
    return found;
  });

/** In the page: how much lower the words of the way back stand than the middle of the bar. */
function skew() {
  const text = document.createRange();
  text.selectNodeContents(document.querySelector(".bar__back--answers span"));
  const [bar, words] = [document.querySelector(".topbar"), text].map((one) => one.getBoundingClientRect());
  return (words.top + words.bottom - bar.top - bar.bottom) / 2;
}

for (const language of Object.keys(MOST)) {
  test(`nothing overlaps and nothing is wider than the screen at any width, in ${language}`, async () => {
    const rich = cases
      .filter(({ city }) => city === "nemuro")
      .sort((a, b) => Object.keys(b.answers).length - Object.keys(a.answers).length)[0];
    await result({ ...rich, language }, async (page) => {
      for (const width of WIDTHS) {
        await page.setViewport({ width, height: 800 });
        assert.deepEqual(await overlapping(page), [], `${width} px`);
        assert.deepEqual(await overflowing(page, width), [], `${width} px`);
        assert.ok(
          Math.abs(await page.evaluate(skew)) <= 2,
          `the way back stands in the middle of its bar at ${width} px`,
        );
      }
    });
  });
}
