// Visits all screens of every page, on a phone and on a desktop display, then makes a link and prints the sheet.
// It does not test the content of the screens: other tests do.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { clipped, overflowing, overlapping, launch, rest, shown, visit } from "./driver.mjs";
import { PAGES, TODAY, cityOf, eachScreen } from "./screens.mjs";
import { sweep } from "./sweep.mjs";

/** The sizes of the screens. */
const SIZES = [
  [1280, 800],
  [360, 800],
];
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Asserts that one screen shows, with a heading and a title of its own, and that no text is cut off or off-screen. */
async function assertScreen(page, name, width) {
  const { screen, title, headings, room } = await page.evaluate(() => ({
    screen: document.body.dataset.screen,
    title: document.title,
    headings: [...document.querySelectorAll("h1, h2, h3, legend")]
      .filter((one) => one.checkVisibility())
      .map((one) => one.innerText.trim()),
    room: document.documentElement.scrollWidth,
  }));
  if (screen === "question" || screen === "check") assert.deepEqual(await overlapping(page), [], name);
  if (room > width) assert.fail(`${name}: ${room} pixels wide; ${await overflowing(page, width)}`);
  assert.deepEqual(await clipped(page), [], name);
  assert.ok(headings.length > 0 && headings.every((text) => text !== ""), `${name}: ${headings.join(" / ")}`);
  assert.doesNotMatch(title + headings.join(), /undefined|null|NaN|[{}《》]/, name);
  assert.equal(/^(エラー：|Error: )/.test(title), name === "an error", `${name}: ${title}`);
  return screen;
}

for (const city of sweep(["nemuro/easy", "oita"], PAGES)) {
  for (const [width, height] of sweep([city === "oita" ? SIZES[0] : SIZES[1]], SIZES)) {
    test(`${city}: every screen, a link and the printed sheet work at ${width} by ${height}`, async () => {
      await visit(browser, { city, today: TODAY[cityOf(city)], hash: "", width, height }, async (page) => {
        const screens = new Set();
        await eachScreen(page, city, async (name) => screens.add(await assertScreen(page, name, width)));
        assert.deepEqual([...screens].sort(), ["check", "question", "result", "single", "start"]);
        await page.$eval("[data-js-share] summary", (one) => {
          one.parentElement.open = true;
        });
        await page.$eval("[data-js-make-link]", (one) => one.click());
        assert.match((await shown(page, "[data-js-address]")).join(), /#v4\./);
        await assertScreen(page, "a link", width);
        await page.emulateMediaType("print");
        await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
        await rest(page);
        assert.equal((await shown(page, ".sheet")).length, 1);
        assert.deepEqual(await shown(page, "form, .results, .start, .foot, .topbar"), [], "nothing but the sheet");
      });
    });
  }
}
