// Every worked example, typed into the form: the page's report must be the one native code gave. No rule is known here.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fill, last, launch, open, readCases, ready, untypable } from "./driver.mjs";

const cases = await readCases();
let browser;
/** Open pages by city and day: a page is emptied, not opened anew, for each case of its day. */
const pages = new Map();
before(async () => { browser = await launch(); });
after(() => browser?.close());

async function pageFor(city, today) {
  const key = `${city} ${today}`;
  if (!pages.has(key)) pages.set(key, await open(browser, { city, today }));
  const visited = pages.get(key);
  await ready(visited.page);
  await visited.page.click("[data-js-clear]");
  return visited;
}

test("there are worked examples, and most can be typed", () => {
  const typed = cases.filter(({ answers }) => untypable(answers) === null);
  assert.ok(typed.length > 0 && typed.length * 2 > cases.length, `${typed.length} of ${cases.length} cases can be typed`);
});

for (const { name, city, on, today, answers, report } of cases) {
  test(`typed: ${name}`, { skip: untypable(answers) ?? false }, async () => {
    const { page, seen } = await pageFor(city, today);
    await fill(page, answers, on);
    const detail = await last(page);
    assert.equal(detail.on, on, "the application date");
    assert.deepEqual(detail.report, report, `the report after typing ${JSON.stringify(detail.answers)}`);
    assert.deepEqual(seen.errors, []);
  });
}
