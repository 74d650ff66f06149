// Tests the promises of the page: readable without scripts, no requests, helpful errors, usable with the keyboard.
// It tests no rule of a city.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  count,
  evalAll,
  fill,
  overflowing,
  last,
  launch,
  leave,
  open,
  pageText,
  pick,
  reach,
  readCases,
  ready,
  screen,
  shown,
  type,
  untypable,
} from "./driver.mjs";

const CITY = "oita";
const cases = (await readCases()).filter(({ city, answers }) => city === CITY && untypable(answers) === null);
let browser;
let folder;

before(async () => {
  browser = await launch();
  folder = await mkdtemp(join(tmpdir(), "iju-"));
});
after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Opens the page, passes it to `steps`, and closes it. */
async function visit(options, steps) {
  const visited = await open(browser, { city: CITY, ...options });
  try {
    await steps(visited.page, visited.seen);
  } finally {
    await visited.close();
  }
}

/** The path of a copy of the page with one change. */
async function changedCopy(name, change) {
  const text = await pageText(CITY);
  const changed = change(text);
  assert.ok(changed !== text, `${name}: the copy differs`);
  const file = join(folder, `${name}.html`);
  await writeFile(file, changed);
  return file;
}

const caseWith = (verdict) => {
  const found = cases.find(({ report }) => report.programmes.some((programme) => programme.verdict === verdict));
  assert.ok(found, `a worked example of ${CITY} has a verdict ${verdict}`);
  return found;
};

test("without scripts, every condition, amount and source and the desk are readable", async () => {
  await visit({ script: false }, async (page) => {
    const hidden = await page.evaluate(() => {
      const texts = "[data-js-name], [data-js-says], [data-js-part], [data-js-source], .foot .desk";
      const all = [...document.querySelectorAll(texts)];
      const hidden = () => all.filter((one) => !one.checkVisibility());
      const folded = hidden().filter((one) => one.closest(".programme")).length;
      for (const summary of document.querySelectorAll(".support > summary, .programme > summary"))
        if (summary.checkVisibility()) summary.click();
      return { folded, hidden: hidden().map((one) => one.textContent) };
    });
    assert.ok(hidden.folded > 10, "conditions are folded until somebody opens them");
    assert.deepEqual(hidden.hidden, [], "everything else shows, and what is folded opens without the script");
    assert.ok((await shown(page, "[data-js-requirement]")).length > 10);
    assert.equal((await shown(page, ".unscripted .notice")).length, 1, "a note says that questions need the script");
    assert.deepEqual(
      await shown(
        page,
        "form, [data-js-found], [data-js-lookback], [data-js-now], [data-js-clear], [data-js-add-member], [data-js-failed]",
      ),
      [],
      "nothing that needs the script is offered",
    );
  });
});

test("if WebAssembly is blocked, the page says so, names the desk and keeps its texts", async () => {
  const file = await changedCopy("blocked", (text) => text.replace(/ ('|&#x27;|&#39;)wasm-unsafe-eval\1/, ""));
  await visit({ file }, async (page) => {
    await page.waitForSelector("[data-js-failed]:not([hidden])", { timeout: 10_000 });
    assert.match((await shown(page, "[data-js-failed]")).join(), /動かせませんでした.*課/);
    assert.ok((await shown(page, "[data-js-name]")).length > 0);
    assert.equal(await count(page), 0);
  });
});

test("where the engine or the rules are damaged, the page says so and computes nothing", async () => {
  for (const id of ["engine", "rules"]) {
    const held = new RegExp(`(id="${id}">)([^<]*)`);
    const file = await changedCopy(`damaged-${id}`, (text) =>
      text.replace(held, (_, start, data) => start + data.slice(0, 800) + data.slice(804)),
    );
    await visit({ file }, async (page) => {
      await page.waitForSelector("[data-js-failed]:not([hidden])", { timeout: 10_000 });
      assert.ok((await shown(page, "[data-js-name]")).length > 0, id);
      assert.equal(await count(page), 0, id);
    });
  }
});

test("the policy allows nothing but the page's own content", async () => {
  const text = await pageText(CITY);
  const hash = (body) => `'sha256-${createHash("sha256").update(body).digest("base64")}'`;
  const style = /<style>([\s\S]*?)<\/style>/.exec(text)[1];
  const scripts = [...text.matchAll(/<script type="module">([\s\S]*?)<\/script>/g)].map(([, body]) => body);
  const first = [...text.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, body]) => body);
  assert.deepEqual([first.length, scripts.length], [1, 1]);
  let policy = "";
  await visit({ script: false }, async (page) => {
    policy = await page.$eval('meta[http-equiv="Content-Security-Policy"]', (meta) => meta.content);
  });
  const directives = new Map(policy.split(";").map((one) => one.trim().split(/ (.*)/s).slice(0, 2)));
  assert.deepEqual(Object.fromEntries(directives), {
    "default-src": "'none'",
    "script-src": `${hash(first[0])} ${hash(scripts[0])} 'wasm-unsafe-eval'`,
    "style-src": hash(style),
    "img-src": "data:",
    "connect-src": "'none'",
    "worker-src": "'none'",
    "frame-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
  });
  const markup = text.replace(/<(style|script)[\s\S]*?<\/\1>/g, "");
  assert.doesNotMatch(markup, /\s(style|on[a-z]+)=/, "no inline style or handler");
  assert.ok(text.indexOf("Content-Security-Policy") < text.indexOf("<title>"), "the policy comes first");
});

test("after loading, the page makes no request and stores nothing", async () => {
  const { answers, on, today } = caseWith("confirm");
  await visit({ today }, async (page, seen) => {
    await ready(page);
    const loaded = seen.requests.length;
    await fill(page, answers, on);
    await page.click("[data-js-to-results]");
    assert.deepEqual(seen.requests.slice(loaded), []);
    const kept = await page.evaluate(async () => [
      document.cookie,
      localStorage.length,
      sessionStorage.length,
      (await indexedDB.databases()).length,
    ]);
    assert.deepEqual(kept, ["", 0, 0, 0]);
    assert.deepEqual(seen.errors, []);
    const refused = await page.evaluate(() =>
      fetch("http://127.0.0.1:9/leak").then(
        () => "sent",
        () => "refused",
      ),
    );
    assert.equal(refused, "refused");
    assert.deepEqual(seen.requests.slice(loaded), [], "the policy stops even a planted leak");
  });
});

test("control: without the policy the test sees a planted leak", async () => {
  const file = await changedCopy("open", (text) =>
    text.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ""),
  );
  await visit({ file }, async (page, seen) => {
    const loaded = seen.requests.length;
    await page.evaluate(() => fetch("http://127.0.0.1:9/leak").catch(() => null));
    assert.deepEqual(seen.requests.slice(loaded), ["http://127.0.0.1:9/leak"]);
  });
});

test("questions that change nothing fold unless answered or focused, and visitors can unfold them", async () => {
  const { answers, on, today } = caseWith("ineligible");
  await visit({ today }, async (page) => {
    await ready(page);
    await fill(page, answers, on);
    const { report, answers: given } = await last(page);
    const wanted = new Set(report.relevant.map(({ fact }) => fact));
    const unfolded = () =>
      evalAll(page, "[data-js-topic]", (topics) =>
        topics.forEach(
          (topic) => topic.dataset.unfolded !== undefined && topic.querySelector("[data-js-unfold]").click(),
        ),
      );
    await unfolded();
    const folds = () =>
      evalAll(page, "[data-js-topic] > [data-js-question]:not([data-kind=together])", (found) =>
        found.map((one) => [one.dataset.fact, one.hidden]),
      );
    const state = await folds();
    for (const [name, hidden] of state)
      assert.equal(hidden, !wanted.has(name) && given[name] === undefined, `${name} is folded: ${hidden}`);
    const spare = state.find(([, hidden]) => hidden)?.[0];
    assert.ok(spare, "some question is spare");
    await page.$eval(`[data-fact="${spare}"]`, (one) =>
      one.closest("[data-js-topic]").querySelector("[data-js-unfold]").focus(),
    );
    await page.keyboard.press("Enter");
    assert.equal(
      await page.evaluate(() => document.activeElement.getAttribute("aria-expanded")),
      "true",
      "focus stays on the button",
    );
    await page.$eval(`[data-fact="${spare}"] input`, (control) => control.focus());
    await unfolded();
    assert.equal(Object.fromEntries(await folds())[spare], false, "the focused question stays");
    assert.equal(
      await page.evaluate((name) => document.activeElement.closest(`[data-fact="${name}"]`) !== null, spare),
      true,
      "focus is not lost",
    );
  });
});

test("an entry error is shown at the field after leaving it, and the result stays", async () => {
  await visit({ today: "2025-06-10" }, async (page) => {
    await ready(page);
    await type(page, "moved_on.year", "2025");
    const before = await count(page);
    await page.focus('[name="moved_on.month"]');
    await page.keyboard.type("13");
    assert.deepEqual(await shown(page, "[data-js-error]"), [], "not while typing");
    await leave(page);
    const [error] = await shown(page, "[data-js-error]");
    assert.match(error, /1から12/);
    assert.equal(await count(page), before, "no report with half an answer");
    assert.equal(await page.$eval('[name="moved_on.month"]', (box) => box.getAttribute("aria-invalid")), "true");
    assert.match(await page.title(), /^エラー：/);
    const question = (await shown(page, '[data-fact="moved_on"] [data-js-legend]'))[0];
    assert.ok((await shown(page, "[data-js-outdated]"))[0].includes(question), "the last result says what it lacks");
    await page.click("[data-js-to-results]");
    assert.ok(
      await page.evaluate(() => document.activeElement.hasAttribute("data-js-error-summary")),
      "the summary takes focus",
    );
    assert.ok((await shown(page, "[data-js-error-list] a"))[0].includes(error), "same words");
    await page.click("[data-js-error-list] a");
    assert.equal(await page.evaluate(() => document.activeElement.name), "moved_on.year");
    await page.$eval('[name="moved_on.month"]', (box) => {
      box.value = "";
    });
    await type(page, "moved_on.month", "６月");
    assert.deepEqual(await shown(page, "[data-js-error], [data-js-error-summary], [data-js-outdated]"), []);
    assert.equal((await last(page)).answers.moved_on, "2025-06", "full-width digits and a unit are read");
    assert.doesNotMatch(await page.title(), /エラー/);
  });
});

test("a date typed from the day backwards is no error before the focus leaves it", async () => {
  await visit({ today: "2025-06-10" }, async (page) => {
    await ready(page);
    await page.focus('[name="on.day"]');
    await page.keyboard.type("1");
    await page.focus('[name="on.month"]');
    assert.deepEqual(await shown(page, "[data-js-error]"), []);
    await page.keyboard.type("7");
    await leave(page);
    assert.equal((await shown(page, "[data-js-error]")).length, 1);
    await type(page, "on.year", "2025");
    assert.equal((await last(page)).on, "2025-07-01");
  });
});

test("the page does not scroll sideways at 320 pixels, with text at 200 %, or with wide text spacing", async () => {
  const { answers, on, today } = caseWith("confirm");
  await visit({ today, width: 320, height: 256 }, async (page) => {
    await ready(page);
    await fill(page, answers, on);
    await evalAll(page, "details", (all) => all.forEach((one) => one.setAttribute("open", "")));
    assert.deepEqual(await overflowing(page, 320), [], "plain");
    await page.evaluate(() => {
      for (const one of document.querySelectorAll("*"))
        Object.assign(one.style, { letterSpacing: "0.12em", wordSpacing: "0.16em", lineHeight: "1.5" });
    });
    assert.deepEqual(await overflowing(page, 320), [], "text spacing");
  });
  await visit({ today, width: 360, height: 800 }, async (page) => {
    await ready(page);
    await page.evaluate(() => {
      document.documentElement.style.fontSize = "32px";
    });
    assert.deepEqual(await overflowing(page, 360), [], "200 % text");
  });
});

test("the keyboard alone answers questions and reaches the results, with a visible focus", async () => {
  await visit({ today: "2025-06-10" }, async (page) => {
    await ready(page);
    const before = await count(page);
    const stops = [];
    for (let at = 0; at < 400; at += 1) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(() => {
        const one = document.activeElement;
        const box = one.getBoundingClientRect();
        const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
        return {
          what: `${one.tagName} ${one.name ?? one.textContent?.trim().slice(0, 20)}`,
          outline: parseFloat(getComputedStyle(one).outlineWidth),
          uncovered: top !== null && (one.contains(top) || top.contains(one)),
          end: one.hasAttribute("data-js-to-results"),
          radio: one.type === "radio",
        };
      });
      assert.ok(stop.outline >= 2, `the focus shows at ${stop.what}`);
      assert.ok(stop.uncovered, `nothing covers ${stop.what}`);
      if (stop.radio) await page.keyboard.press("Space");
      stops.push(stop.what);
      if (stop.end) break;
    }
    assert.ok(stops.length > 10 && stops.length < 400, `${stops.length} stops`);
    assert.ok((await count(page)) > before, "the space bar answered");
    await page.keyboard.press("Enter");
    assert.ok(
      await page.evaluate(() => document.activeElement.hasAttribute("data-js-results-title")),
      "focus is on the results",
    );
  });
});

test("unknown dates of birth stay unknown for each member", async () => {
  await visit({ today: "2025-06-10" }, async (page) => {
    await ready(page);
    await reach(page, "household");
    await pick(page, "household.0.born.unknown", "1");
    await page.click("[data-js-add-member][data-relation=other]");
    assert.equal(
      await page.evaluate(() => document.activeElement.closest("[data-js-member]") !== null),
      true,
      "focus goes to the new member",
    );
    await page.click("[data-js-add-member][data-relation=child]");
    await pick(page, "household.1.born.unknown", "1");
    await pick(page, "household.2.born.unknown", "1");
    await type(page, "household.2.born.year", "2019");
    await page.click("[data-js-remove-member]");
    await pick(page, "household.more", "none");
    const { answers } = await last(page);
    assert.deepEqual(answers.household, {
      members: [{ born: null }, { relation: "child", born: { is: "2019", declined: true } }],
      more: {},
    });
    assert.equal(
      await page.$eval(
        "[data-js-members]",
        (list) => list.querySelectorAll('[name^="household.2."], [id^="household.2."]').length,
      ),
      0,
      "members are numbered anew",
    );
  });
});

test("clearing removes every answer", async () => {
  const { answers, on, today } = caseWith("confirm");
  await visit({ today }, async (page) => {
    await ready(page);
    const first = await last(page);
    await fill(page, answers, on);
    assert.notDeepEqual((await last(page)).answers, {});
    await page.click("[data-js-clear]");
    assert.deepEqual(await last(page), first);
    const left = await evalAll(
      page,
      "form input",
      (all) => all.filter((one) => one.checked || (one.type === "text" && one.value !== "")).length,
    );
    assert.equal(left, 0);
    assert.equal((await shown(page, "[data-js-member]")).length, 1);
  });
});

test("an unknown answer never counts as no: at the start no card says ineligible", async () => {
  await visit({ today: "2025-06-10" }, async (page) => {
    await ready(page);
    const { report } = await last(page);
    const verdicts = Object.fromEntries(report.programmes.map(({ id, year, verdict }) => [`${id} ${year}`, verdict]));
    const cards = (await screen(page)).verdicts;
    assert.ok(cards.length > 0);
    for (const [key, verdict] of cards) assert.equal(verdict, verdicts[key]);
    assert.ok(!cards.some(([, verdict]) => verdict === "ineligible"));
    const status = await page.waitForFunction(() => document.querySelector("[data-js-status]").textContent || false);
    assert.ok([...(await status.jsonValue())].length <= 40, "the live summary is short");
  });
});

test("for a date without registered rules, the page shows no amount as a result", async () => {
  await visit({ today: "1999-06-10" }, async (page) => {
    await ready(page);
    const { report } = await last(page);
    assert.ok(report.programmes.every(({ verdict }) => verdict === "no_rule"));
    assert.match((await shown(page, "[data-js-results] [data-js-lookback]"))[0], /登録されていません/);
    assert.deepEqual(await shown(page, "[data-js-best], [data-js-amount], [data-js-part-amount]"), []);
    assert.deepEqual(await shown(page, "[data-js-programme]"), [], "other years stand in the list");
  });
});

test("a tap that leaves a text box hits its target: nothing moves until the finger is lifted", async () => {
  await visit({ today: "2025-06-10" }, async (page) => {
    await ready(page);
    await page.focus('[name="moved_on.year"]');
    await page.keyboard.type("99");
    const target = await page.$('input[name="move_reason"]');
    await target.evaluate((radio) => radio.scrollIntoView({ block: "center" }));
    const box = await target.boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    assert.deepEqual(await shown(page, "[data-js-error]"), [], "not yet");
    await page.mouse.up();
    await page.waitForFunction(() => document.querySelector("[data-js-error]:not([hidden])"));
    assert.ok(await target.evaluate((radio) => radio.checked), "the tap answered");
  });
});

test("printing without rules for the date shows every condition, and restores the screen afterwards", async () => {
  await visit({ today: "2024-06-10" }, async (page) => {
    await ready(page);
    const open = () => evalAll(page, ".programme", (all) => all.map((one) => one.open));
    const before = await open();
    assert.ok(before.includes(false));
    await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    assert.ok(!(await open()).includes(false));
    await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
    assert.deepEqual(await open(), before);
  });
});
