// Tests moving through the page as visitors do: links on the page, Back, two frames, codes in the address, reloads,
// leaving, other languages, clearing, failures that heal. It does not test what the page computes.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { after, before, test } from "node:test";
import puppeteer from "puppeteer-core";
import { collect } from "./collector.mjs";
import {
  DIST,
  decline,
  fill,
  last,
  launch,
  painted,
  pick,
  ready,
  rest,
  shown,
  type,
  visit as visiting,
} from "./driver.mjs";
import { goTo } from "./screens.mjs";

const TODAY = { nemuro: "2024-06-10", oita: "2025-06-10" };
const KINDS = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8" };
const SANDBOX = "allow-scripts allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-downloads";
const MOST_MS = 10_000;

const startFirefox = () =>
  puppeteer.launch({ browser: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr" });
const BROWSERS = { Chromium: launch, Firefox: startFirefox };
const browsers = {};
let server;

before(async () => {
  server = await collect(serve);
  for (const [name, start] of Object.entries(BROWSERS)) browsers[name] = await start();
});
after(async () => {
  for (const browser of Object.values(browsers)) await browser.close();
  await server?.close();
});

/** A host page with some frames, the files of the site, and an empty page. */
async function serve(path) {
  if (path === "/empty") return { body: "<!doctype html><title>empty</title><p>empty" };
  const frames = /^\/host(\d)$/.exec(path)?.[1];
  if (frames) {
    const one = `<iframe sandbox="${SANDBOX}" src="/oita/index.html" width="600" height="900"></iframe>`;
    return {
      body: `<!doctype html><title>host</title><a id="host" href="#there">host</a>${one.repeat(Number(frames))}`,
    };
  }
  const file = join(DIST, normalize(path));
  const body = await readFile(file).catch(() => null);
  return body && { body, type: KINDS[extname(file)] };
}

const visit = (city, steps, options = {}) =>
  visiting(browsers.Chromium, { city, today: TODAY[city], hash: "", ...options }, steps);

/** Waits for a condition. Puppeteer's own wait makes a function from text, which the page's policy forbids in Firefox. */
async function until(page, condition, ...given) {
  const end = Date.now() + MOST_MS;
  while (!(await page.evaluate(condition, ...given).catch(() => false))) {
    assert.ok(Date.now() < end, `it holds in time: ${condition}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

const isLive = () => document.body?.dataset.live !== undefined && !document.querySelector("[data-js-now]").hidden;

/** Opens an address of the server in a browser, passes the page to `steps`, and closes it. */
async function open(name, path, steps) {
  const page = await browsers[name].newPage();
  try {
    await page.setViewport({ width: 800, height: 900 });
    await page.goto(`${server.own}${path}`, { waitUntil: "load" });
    if (path.startsWith("/oita")) await until(page, isLive);
    await steps(page);
  } finally {
    await page.close();
  }
}

const click = (page, selector) => page.evaluate((at) => document.querySelector(at).click(), selector);
const where = (page) =>
  page.evaluate(() => ({
    screen: document.body.dataset.screen,
    name: document.querySelector("[data-current]")?.dataset.fact ?? null,
  }));
const said = (page) => page.$eval("[data-js-said]", (one) => one.textContent);
/** The text of the check's first sentence. */
const lead = (page) => page.$eval("[data-js-check-lead]", (one) => one.textContent);
const hashOf = (page) => page.evaluate(() => location.hash);

/** Answers when somebody moves: the boxes for the day stand inside a coarse answer. */
async function typeYear(page, year) {
  await pick(page, "moved_on.period", "past");
  await type(page, "moved_on.year", year);
}

/** Declines the question on the screen and goes on. */
async function declineAndGoOn(page) {
  await decline(page);
  await click(page, "[data-js-next]");
}

/** Loads the page again. An entry of the history that came meanwhile would end that. */
async function reload(page) {
  await painted(page);
  await page.reload();
}

/** Follows every kind of link to a place on the page that the screen shows, and returns what went wrong. */
const followLinks = () => {
  for (const details of document.querySelectorAll("[data-js-results] details")) details.open = true;
  const kinds = new Map();
  for (const link of document.querySelectorAll(
    'a[href^="#"]:not([data-js-screen], [data-js-jump], [data-js-to-results])',
  )) {
    const kind = link.getAttribute("href").replace(/(?<=#[a-z]+-).*/, "");
    if (link.checkVisibility()) kinds.set(`${kind} ${link.closest("section, header, form, details")?.className}`, link);
  }
  const state = () => [document.body.dataset.screen, location.hash, history.length].join();
  const wrong = [];
  for (const [kind, link] of kinds) {
    const before = state();
    link.click();
    const place = document.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)));
    if (link.matches(".skip")) continue;
    if (state() !== before) wrong.push(`${kind}: ${before} → ${state()}`);
    if (!link.hasAttribute("data-js-card") && document.activeElement !== place) wrong.push(`${kind}: no focus`);
    if (place.getClientRects().length === 0) wrong.push(`${kind}: hidden`);
  }
  return { kinds: [...kinds.keys()], wrong };
};

for (const name of Object.keys(BROWSERS)) {
  test(`${name}: links to places on the page change no screen, no address and no history`, async () => {
    await open(name, "/oita/index.html", async (page) => {
      await click(page, "[data-js-screen=question]");
      await declineAndGoOn(page);
      for (const screen of ["result", "list", "single"]) {
        await click(page, `[data-js-screen=${screen}]`);
        await rest(page);
        const { kinds, wrong } = await page.evaluate(followLinks);
        assert.ok(
          kinds.some((kind) => kind.startsWith("#source-")),
          kinds.join(),
        );
        assert.deepEqual(wrong, [], screen);
      }
    });
    await open(name, "/host1", async (page) => {
      const [frame] = page.frames().slice(1);
      await until(frame, isLive);
      await click(frame, "[data-js-screen=list]");
      const { kinds, wrong } = await frame.evaluate(followLinks);
      assert.deepEqual(
        kinds.map((kind) => kind.split(" ")[0]),
        ["#source-"],
      );
      assert.deepEqual(wrong, [], "in a frame");
    });
  });

  test(`${name}: Back in one of two frames leads to its own previous question`, async () => {
    await open(name, "/host2", async (page) => {
      const [first, second] = page.frames().slice(1);
      for (const frame of [first, second]) await until(frame, isLive);
      await click(first, "[data-js-screen=question]");
      await declineAndGoOn(first);
      const at = await where(first);
      await click(second, "[data-js-screen=question]");
      await declineAndGoOn(second);
      const other = await where(second);
      await page.evaluate(() => document.querySelector("#host").click());
      await click(first, "[data-js-back]");
      assert.equal((await where(first)).name, "moved_on");
      assert.notEqual(at.name, "moved_on");
      assert.deepEqual(await where(second), other, "the other frame stays");
      await click(second, "[data-js-back]");
      assert.equal((await where(second)).name, "moved_on");
    });
  });

  test(`${name}: a fragment that is entered changes no screen unless it is a code or asks for everything`, async () => {
    await open(name, "/oita/index.html", async (page) => {
      await click(page, "[data-js-screen=question]");
      await declineAndGoOn(page);
      const at = await where(page);
      for (const fragment of ["#nothing", "#q-nothing", "#%"]) {
        await page.evaluate((hash) => (location.hash = hash), fragment);
        await new Promise((done) => setTimeout(done, 50));
        assert.deepEqual(await where(page), at, fragment);
      }
      await page.evaluate(() => (location.hash = "#all"));
      await until(page, () => document.body.dataset.screen === "single");
      await page.evaluate(() => history.back());
      await until(page, () => document.body.dataset.screen === "question");
      assert.deepEqual(await where(page), at);
    });
  });

  test(`${name}: after a reload Back leads to the start, and the page says that answers are gone`, async () => {
    await open(name, "/oita/index.html", async (page) => {
      page.on("dialog", (dialog) => dialog.accept());
      await click(page, "[data-js-screen=question]");
      for (let at = 0; at < 3; at += 1) await declineAndGoOn(page);
      await reload(page);
      await until(page, isLive);
      assert.equal((await where(page)).screen, "start");
      assert.match(await said(page), /残っていません/);
      for (let at = 0; at < 2; at += 1) {
        await page.evaluate(() => history.back());
        await new Promise((done) => setTimeout(done, 100));
        assert.equal((await where(page)).screen, "start", "never a question without its answers");
      }
      await click(page, "[data-js-screen=question]");
      await declineAndGoOn(page);
      assert.equal(await said(page), "", "it is said until there are answers again");
    });
    await open(name, "/oita/index.html", async (page) => {
      await reload(page);
      await until(page, isLive);
      assert.equal(await said(page), "", "nothing is lost, so nothing is said");
    });
  });
}

/** A fragment with the answers that a page has now. */
async function linkOf(page) {
  await click(page, "[data-js-make-link]");
  const address = await page.$eval("[data-js-address]", (one) => one.textContent);
  return address.slice(address.indexOf("#"));
}

test("a code entered in the open page is taken in, after a question if there are answers, and leaves the address", async () => {
  let hash = "";
  await visit(
    "oita",
    async (page) => {
      await fill(page, { moved_on: "2025-06-01", move_reason: "own_decision" });
      hash = await linkOf(page);
    },
    { hash: "#all" },
  );
  const enter = (page, code) => page.evaluate((text) => (location.hash = text), code);
  await visit("oita", async (page) => {
    await enter(page, hash);
    await until(page, () => document.body.dataset.screen === "check");
    assert.equal(await hashOf(page), "");
    assert.equal((await last(page)).answers.moved_on, "2025-06-01");
    assert.match(await lead(page), /読み込みました/);
  });
  await visit("oita", async (page) => {
    await click(page, "[data-js-screen=question]");
    await typeYear(page, "2024");
    await enter(page, hash);
    await until(page, () => document.querySelectorAll("[data-js-said] button").length === 2);
    assert.equal(await hashOf(page), "", "the code leaves the address before the visitor decides");
    assert.equal((await last(page)).answers.moved_on, "2024", "nothing is taken in yet");
    await page.click("[data-js-said] button:last-of-type");
    assert.deepEqual([(await last(page)).answers.moved_on, await said(page)], ["2024", ""], "mine are kept");
    assert.equal((await where(page)).name, "moved_on");
    await enter(page, hash);
    await until(page, () => document.querySelectorAll("[data-js-said] button").length === 2);
    await page.click("[data-js-said] button");
    assert.equal((await where(page)).screen, "check");
    assert.deepEqual((await last(page)).answers, { moved_on: "2025-06-01", move_reason: "own_decision" });
    await enter(page, `${hash.slice(0, -1)}%`);
    await until(page, () => document.querySelector("[data-js-said]").textContent !== "");
    assert.match(await said(page), /読み込んでいません/);
    assert.deepEqual((await last(page)).answers, { moved_on: "2025-06-01", move_reason: "own_decision" });
  });
});

test("leaving with answers warns once, and without answers or to another language it does not", async () => {
  await open("Chromium", "/oita/index.html", async (page) => {
    const warnings = [];
    page.on("dialog", async (dialog) => {
      warnings.push(dialog.type());
      await dialog.accept();
    });
    await page.click("[data-js-screen=question]");
    await page.goto(`${server.own}/empty`);
    assert.deepEqual(warnings, [], "nothing to lose");
    await page.goto(`${server.own}/oita/index.html`);
    await until(page, isLive);
    await page.click("[data-js-screen=question]");
    await typeYear(page, "2025");
    await Promise.all([page.waitForNavigation(), page.click(".languages__row [data-js-language=en]")]);
    await until(page, isLive);
    assert.deepEqual(warnings, [], "the answers come along");
    await page.click("[data-current] input");
    await page.goto(`${server.own}/empty`);
    assert.deepEqual(warnings, ["beforeunload"]);
    await page.goto(`${server.own}/oita/index.html`);
    await until(page, isLive);
    await page.click("[data-js-screen=question]");
    await typeYear(page, "2025");
    await page.click("[data-js-clear]");
    await page.goto(`${server.own}/empty`);
    assert.deepEqual(warnings, ["beforeunload"], "cleared answers are not lost by leaving");
  });
});

test("a wrong entry does not come along to another language, is named there, and costs nothing else", async () => {
  await visit("oita", async (page) => {
    await goTo(page, "household");
    await type(page, "household.0.born.year", "1899");
    await goTo(page, "moved_on");
    await typeYear(page, "2025");
    await Promise.all([page.waitForNavigation(), click(page, "[data-js-language=en]")]);
    await ready(page);
    assert.deepEqual(await where(page), { screen: "question", name: "moved_on" });
    // "I have already moved", and the year: the days of 2025 up to today.
    assert.deepEqual((await last(page)).answers, { moved_on: { min: "2025-01-01", max: "2025-06-10" } });
    assert.match(await said(page), /not carried over: You: /);
    await click(page, "[data-js-back]");
    assert.deepEqual(await where(page), { screen: "question", name: "household" }, "the screens come along");
  });
});

test("in another tab a language link opens the start without answers, and says nothing", async () => {
  await open("Chromium", "/oita/index.html", async (page) => {
    await page.click("[data-js-screen=question]");
    await typeYear(page, "2025");
    const opened = new Promise((done) => browsers.Chromium.once("targetcreated", done));
    await page.click(".languages__row [data-js-language=en]", { button: "middle" });
    const other = await (await opened).page();
    await until(other, isLive);
    assert.deepEqual([(await where(other)).screen, await said(other), other.url().includes("#")], ["start", "", false]);
    await other.close();
    assert.equal(await page.evaluate(() => window.name), "");
  });
});

for (const name of Object.keys(BROWSERS)) {
  for (const screen of ["question", "check", "result", "single"]) {
    test(`${name}: another language shows the same screen (${screen}) with the same answers, in a frame too`, async () => {
      const steps = async (page) => {
        await until(page, isLive);
        await click(page, "[data-js-screen=question]");
        await page.evaluate(() => {
          const box = document.querySelector("[name='moved_on.year']");
          box.value = "2025";
          box.dispatchEvent(new Event("change", { bubbles: true }));
        });
        await click(page, "[data-js-next]");
        if (screen !== "question") await click(page, `[data-js-screen=${screen}]`);
        const at = await where(page);
        assert.equal(at.screen, screen);
        await click(page, "[data-js-language=en]");
        await until(page, () => document.documentElement.lang === "en");
        await until(page, isLive);
        await until(page, (kind) => document.body.dataset.screen === kind, screen);
        assert.deepEqual(await where(page), at);
        assert.equal(await page.$eval("[name='moved_on.year']", (box) => box.value), "2025");
        assert.deepEqual(
          await page.evaluate(() => [
            window.name,
            location.hash.slice(0, 4),
            document.querySelector("[data-js-said]").textContent,
          ]),
          ["", screen === "single" ? "#all" : "", ""],
        );
      };
      await open(name, "/oita/index.html", steps);
      await open(name, "/host1", async (page) => steps(page.frames()[1]));
    });
  }
}

test("cleared answers can be brought back, wrong entries too, until there is a new answer", async () => {
  await visit(
    "oita",
    async (page) => {
      await fill(page, { origin: ["tokyo_area_conditions_met", "tokyo_area_other"] });
      await click(page, ".single-only a");
      await goTo(page, "household");
      for (const born of ["2018", "1899"]) {
        await page.click("[data-current] [data-js-add-member]");
        const at = (await page.$$("[data-current] [data-js-member]")).length - 1;
        await page.select(`[name="household.${at}.relation"]`, at === 1 ? "child" : "expected");
        await type(page, `household.${at}.born.year`, born);
      }
      const entered = () =>
        page.$$eval("form input, form select", (all) =>
          all.map(({ name, type: kind, value, checked }) => [name, kind, value, checked].join()),
        );
      const before = await entered();
      await page.click("[data-js-clear]");
      assert.deepEqual((await last(page)).answers, {});
      assert.equal((await where(page)).screen, "start");
      await page.click("[data-js-said] button");
      assert.deepEqual(await entered(), before);
      assert.equal((await where(page)).name, "household", "on the same screen");
      await page.click("[data-js-clear]");
      assert.notEqual(await said(page), "");
      await page.click("[data-js-screen=question]");
      await typeYear(page, "2025");
      assert.equal(await said(page), "", "with a new answer the offer ends");
    },
    { hash: "#all" },
  );
});

test("the list, the link and what is copied are those of this moment, or gone", async () => {
  await visit(
    "oita",
    async (page) => {
      await page.evaluate(() => {
        globalThis.copied = [];
        Object.defineProperty(navigator.clipboard, "writeText", { value: async (text) => void copied.push(text) });
      });
      const lines = () => shown(page, "[data-js-contains] li");
      await fill(page, { moved_on: "2025-06-01" });
      await page.evaluate(() => (document.querySelector("[data-js-share]").open = true));
      await until(page, () => document.querySelectorAll("[data-js-contains] li").length === 1);
      await fill(page, { move_reason: "own_decision" });
      assert.equal((await lines()).length, 2, "the open list follows");
      const hash = await linkOf(page);
      await click(page, "[data-js-copy]");
      await fill(page, { move_reason: "job_order" });
      assert.deepEqual(await shown(page, "[data-js-address]"), [], "the link of other answers is gone");
      assert.notEqual(await linkOf(page), hash);
      await click(page, "[data-js-copy]");
      const [first, second] = await page.evaluate(() => copied);
      assert.deepEqual([first, second], [hash, await page.$eval("[data-js-address]", (one) => one.textContent)]);
      assert.match((await shown(page, "[data-js-copied]")).join(), /コピー/);
    },
    { hash: "#all" },
  );
});

test("an application date outside the calendar is an error at its field, and correcting it heals", async () => {
  await visit("oita", async (page) => {
    await click(page, "[data-js-screen=result]");
    for (const year of ["2999", "1000", "1799", "2300"]) {
      await click(page, "[data-js-jump=on]");
      assert.equal((await where(page)).name, "on");
      for (const [piece, text] of [
        ["year", year],
        ["month", "1"],
        ["day", "1"],
      ]) {
        await page.$eval(`[name="on.${piece}"]`, (box) => (box.value = ""));
        await type(page, `on.${piece}`, text);
      }
      await page.click("[data-js-next]");
      assert.equal((await shown(page, "[data-current] > [data-js-error]")).length, 1, year);
      assert.deepEqual(await shown(page, "[data-js-failed]"), [], year);
      await page.$eval('[name="on.year"]', (box) => (box.value = ""));
      await type(page, "on.year", "2025");
      await page.click("[data-js-next]");
      assert.equal((await where(page)).screen, "result", year);
      assert.equal((await last(page)).on, "2025-01-01");
    }
  });
});

/** In the page: lets the engine fail once when `fail` is set. */
function armEngine() {
  const Real = WebAssembly.Instance;
  WebAssembly.Instance = function Instance(module, imports) {
    const real = new Real(module, imports).exports;
    const evaluate = (...given) => {
      if (globalThis.fail) {
        globalThis.fail = false;
        throw new WebAssembly.RuntimeError("unreachable");
      }
      return real.calculator_evaluate(...given);
    };
    return { exports: { ...real, calculator_evaluate: evaluate } };
  };
}

test("after a trap the page names the answer that is not in the result, and the next answer heals it", async () => {
  for (const hash of ["", "#all"]) {
    await visit(
      "oita",
      async (page) => {
        if (hash === "") await goTo(page, "move_reason");
        await page.evaluate(() => (globalThis.fail = true));
        await pick(page, "move_reason", "own_decision");
        await until(page, () => document.querySelector("[data-js-said]").textContent !== "");
        assert.match(await said(page), /結果に入っていません：.*きっかけ|結果に入っていません：.+/);
        assert.deepEqual(await shown(page, "[data-js-failed]"), []);
        assert.equal((await last(page)).answers.move_reason, undefined);
        await new Promise((done) => setTimeout(done, 300)); // a fresh engine opens
        if (hash === "") await goTo(page, "moved_on");
        await typeYear(page, "2025");
        const { answers } = await last(page);
        assert.equal(answers.move_reason, "own_decision");
        assert.match(JSON.stringify(answers.moved_on), /2025/);
        assert.equal(await said(page), "");
      },
      { prepare: armEngine, hash },
    );
  }
});

test("if the engine cannot be started, no question screen is left behind", async () => {
  const broken = () => {
    WebAssembly.compile = () => Promise.reject(new Error("not allowed"));
  };
  await open("Chromium", "/empty", async (page) => {
    await page.evaluateOnNewDocument(broken);
    await page.goto(`${server.own}/oita/index.html`);
    await until(page, () => !document.querySelector("[data-js-failed]").hidden);
    assert.deepEqual(
      await shown(
        page,
        "form, [data-js-next], [data-js-back], [data-js-screen]:not([href='#results']), [data-js-now], [data-js-clear], [data-js-share]",
      ),
      [],
    );
    await page.click("[data-js-screen=list]");
    assert.equal(await hashOf(page), "#results", "the link to the list leads down the page");
    assert.ok((await shown(page, "[data-js-name]")).length > 0, "the texts are there to read");
  });
});

test("the error summary follows the form when a member is removed", async () => {
  for (const hash of ["", "#all"]) {
    await visit(
      "oita",
      async (page) => {
        if (hash === "") await goTo(page, "household");
        for (const at of [1, 2]) {
          await page.$eval("[data-fact=household] [data-js-add-member]", (one) => one.click());
          await page.select(`[name="household.${at}.relation"]`, "child");
          await type(page, `household.${at}.born.year`, "99");
        }
        if (hash === "") await page.click("[data-js-next]");
        assert.equal((await shown(page, "[data-js-error-list] a")).length, 2, hash);
        await page.$eval("[data-fact=household] [data-js-remove-member]", (one) => one.click());
        await rest(page);
        const links = await page.$$eval("[data-js-error-list] a", (all) => all.map(({ dataset }) => dataset.jsJump));
        assert.deepEqual(links, ["household.1.born"], hash);
      },
      { hash },
    );
  }
});

test("a question that was left by Back without an answer is asked again", async () => {
  await visit("oita", async (page) => {
    await page.click("[data-js-screen=question]");
    await fill(page, { moved_on: "2025-06-01" });
    await page.click("[data-js-next]");
    const { name } = await where(page);
    await page.click("[data-js-back]");
    assert.equal((await where(page)).name, "moved_on");
    await page.click("[data-js-next]");
    assert.equal((await where(page)).name, name);
    await click(page, "[data-js-screen=check]");
    await click(page, "[data-js-go-on]");
    assert.equal((await where(page)).name, name, "and going on from the check is not dead");
  });
});

test("going on never shows the same question again, and the counter counts questions", async () => {
  for (const city of Object.keys(TODAY)) {
    await visit(city, async (page) => {
      const counter = () =>
        page.$eval("[data-js-progress]", (one) => Number(/^あと最大(\d+)問$/.exec(one.textContent)?.[1]));
      await page.click("[data-js-screen=question]");
      const names = [];
      const announced = [Number.POSITIVE_INFINITY];
      for (let at = 0; at < 8; at += 1) {
        const { name } = await where(page);
        assert.ok(!names.includes(name), `${name} came twice`);
        names.push(name);
        const left = await counter();
        assert.ok(left < announced.at(-1), `${left} questions after ${announced}`);
        announced.push(left);
        if (at === 0 && name === "moved_on") await typeYear(page, TODAY[city].slice(0, 4));
        else await decline(page);
        await page.click("[data-js-next]");
      }
      const left = await counter();
      assert.ok(left < announced.at(-1));
      for (let at = 8; at > 1; at -= 1) {
        await page.click("[data-js-back]");
        assert.equal(await counter(), left, "Back changes no answer, so as many questions are left");
      }
    });
  }
});

test("an answer by the keyboard is evaluated while another mouse button is held", async () => {
  for (const hash of ["", "#all"]) {
    await visit(
      "oita",
      async (page) => {
        if (hash === "") await goTo(page, "move_reason");
        await page.mouse.move(5, 300);
        await page.mouse.down({ button: "right" });
        await page.focus('[name="move_reason"][value="own_decision"]');
        await page.keyboard.press("Space");
        await until(page, () => globalThis.reports.at(-1).answers.move_reason === "own_decision");
        await page.mouse.up({ button: "right" });
      },
      { hash },
    );
  }
});

test("nothing moves under a finger with all questions at once", async () => {
  await visit(
    "oita",
    async (page) => {
      const [from, to] = ["moved_on.year", "move_reason"];
      const target = await page.$(`[name="${to}"][value="own_decision"]`);
      await page.focus(`[name="${from}"]`);
      await page.keyboard.type("2025");
      await target.evaluate((one) => one.scrollIntoView({ block: "center" }));
      const box = await target.boundingBox();
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      await new Promise((done) => setTimeout(done, 100));
      assert.deepEqual(await target.boundingBox(), box);
      await page.mouse.up();
      await until(page, () => globalThis.reports.at(-1).answers.move_reason === "own_decision");
    },
    { hash: "#all" },
  );
});

test("the caption of the sheet's code says what is true where the page was opened", async () => {
  const caption = async (page) => {
    await fill(page, { moved_on: "2025-06-01" });
    await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    return page.$eval("[data-js-sheet-caption]", (one) => one.textContent);
  };
  await visit("oita", async (page) => assert.match(await caption(page), /ファイルから開いた/), { hash: "#all" });
  await open("Chromium", "/oita/index.html#all", async (page) =>
    assert.match(await caption(page), /同じ答えの入ったページが開きます/),
  );
});
