// Tests what the page and the printed sheet tell of the time after an award, in the made-up town: sums that are owed and
// days to know. Its rules are not tested here; the worked examples do that.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fill, last, launch, open, ROOT, ready, rest } from "./driver.mjs";

const FILE = join(ROOT, "target/made_up/town/index.html");
const SHOP = {
  moved_on: "2025-05-01",
  origin: "inside_prefecture",
  starts_up: true,
  startup_cost: 2_000_000,
  shop_rent: 0,
  shop_in_shopping_area: false,
  grant_paid_on: "2025-07-01",
};
const EVENT = {
  revoked: true,
  revoked_on: "2026-01-17",
  shop_closed: false,
  first_rent_on: "2025-06-20",
  first_rent_by_day: true,
};

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** What the page tells of the lines of the startup grant, and what the sheet prints of them. */
async function told(answers) {
  const { page } = await open(browser, { city: "town", file: FILE, today: "2025-06-10", hurry: true });
  await ready(page);
  await fill(page, answers, "2025-06-10");
  await rest(page);
  const found = await page.evaluate(() => {
    dispatchEvent(new Event("beforeprint"));
    const lines = [...document.querySelectorAll("#p-2025-startup [data-js-told]")];
    const shown = (element) => (element.hidden ? "" : element.textContent);
    return {
      lines: lines.map(shown),
      links: [...document.querySelectorAll("#p-2025-startup [data-js-later]")].map(shown),
      sheet: [...document.querySelectorAll("[data-js-sheet-part=later] li")].map(({ textContent }) => textContent),
    };
  });
  const { report: whole } = await last(page);
  const report = whole.programmes.find(({ id }) => id === "startup");
  await page.close();
  return { ...found, report };
}

test("before an event the page tells until when what is owed, and asks for the event", async () => {
  const { lines, links } = await told(SHOP);
  assert.match(lines[0], /あてはまるときに返す額/);
  assert.equal(lines[1], "令和10年（2028年）6月30日まで。あてはまるときに返す額 最大666,666円");
  assert.match(links[0], /取り消されましたか/);
});

test("an event that was given is calculated, on the screen and on the sheet", async () => {
  const { lines, links, sheet, report } = await told({ ...SHOP, ...EVENT });
  assert.deepEqual(report.obligations[0].owed, { min: "64650000/61", max: "1060000" });
  assert.deepEqual(report.key_dates[0].last, { min: "2026-06-30", max: "2026-06-30" });
  // 1,000,000 and 200 days at 10.95 % of a year of 365 or 366 days
  assert.equal(lines[0], "返す額 1,059,836円〜106万円");
  assert.equal(lines[1], "いまの答えでは、返す必要はありません。");
  assert.equal(lines.at(-1), "令和7年（2025年）7月1日から、令和8年（2026年）6月30日まで");
  assert.ok(
    links.slice(0, 3).every((text) => text === ""),
    links.join("|"),
  );
  assert.ok(
    sheet.some((text) => text.includes("家賃を補助する12か月") && text.includes("（2025年）7月1日から")),
    sheet.join("|"),
  );
  assert.ok(
    sheet.some((text) => text.includes("106万円")),
    sheet.join("|"),
  );
});
