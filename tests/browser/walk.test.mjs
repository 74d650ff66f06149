// Every page, each city in each language, walked through all its screens on a phone and on a desk, to a link and the printed sheet. What is on them is for other tests.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { cut, fits, launch, rest, shown, visit } from "./driver.mjs";
import { PAGES, TODAY, cityOf, eachScreen } from "./screens.mjs";

const SIZES = [
  [360, 800],
  [1280, 800],
];
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** One screen at a time, under a heading and a title of its own, with nothing beside the screen or cut off. */
async function stands(page, name, width) {
  const { screen, title, headings, room } = await page.evaluate(() => ({
    screen: document.body.dataset.screen,
    title: document.title,
    headings: [...document.querySelectorAll("h1, h2, h3, legend")]
      .filter((one) => one.checkVisibility())
      .map((one) => one.innerText.trim()),
    room: document.documentElement.scrollWidth,
  }));
  if (room > width) assert.fail(`${name}: ${room} pixels wide; ${await fits(page, width)}`);
  assert.deepEqual(await cut(page), [], name);
  assert.ok(headings.length > 0 && headings.every((text) => text !== ""), `${name}: ${headings.join(" / ")}`);
  assert.doesNotMatch(title + headings.join(), /undefined|null|NaN|[{}《》]/, name);
  assert.equal(/^(エラー：|Error: )/.test(title), name === "an error", `${name}: ${title}`);
  return screen;
}

for (const city of PAGES) {
  for (const [width, height] of SIZES) {
    test(`${city}: from the start to a link and the printed sheet, ${width} by ${height}`, async () => {
      await visit(browser, { city, today: TODAY[cityOf(city)], hash: "", width, height }, async (page) => {
        const screens = new Set();
        await eachScreen(page, city, async (name) => screens.add(await stands(page, name, width)));
        assert.deepEqual([...screens].sort(), ["check", "question", "result", "single", "start"]);
        await page.$eval("[data-js-share] summary", (one) => {
          one.parentElement.open = true;
        });
        await page.$eval("[data-js-make-link]", (one) => one.click());
        assert.match((await shown(page, "[data-js-address]")).join(), /#v2\./);
        await stands(page, "a link", width);
        await page.emulateMediaType("print");
        await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
        await rest(page);
        assert.equal((await shown(page, ".sheet")).length, 1);
        assert.deepEqual(await shown(page, "form, .results, .intro, .foot"), [], "nothing but the sheet");
      });
    });
  }
}
