// Tests that no data leaves the page by what its policy covers. Every channel must leak from a page with an open policy
// and must not leak from the built page. What the policy does not cover is in `tests/measure/beyond.test.mjs`, and what the script
// may use in `script.test.mjs`. It does not test what the page computes.
import assert from "node:assert/strict";
import { access, readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import puppeteer from "puppeteer-core";
import { tryAll } from "./channels.mjs";
import { collect } from "./collector.mjs";
import { engineOf } from "../embedded.mjs";
import { launch, pageText } from "./driver.mjs";

const FIREFOX = process.env.FIREFOX ?? "/usr/bin/firefox-esr";
/** Channels that do not leak from this Firefox even without a policy, and therefore prove nothing there. */
const FIREFOX_KEEPS = [
  "audio",
  "font",
  "font-rule",
  "form-get",
  "iframe-blob",
  "iframe-srcdoc",
  "import",
  "link-prefetch",
  "ping",
  "speculation",
  "video",
  "video-poster",
  "worklet",
];
const BROWSERS = [
  { name: "Chromium", start: launch, keeps: [] },
  { name: "Firefox", start: startFirefox, keeps: FIREFOX_KEEPS },
];
const SANDBOX =
  "sandbox allow-scripts allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-downloads";
/** The least time to wait for a leak. A test also waits longer than the open page took to leak. */
const PATIENCE_MS = 1500;
const MOST_MS = 10_000;
/** A form's submission can cancel earlier requests, such as that for an icon. Missing channels are then tried again. */
const MOST_ROUNDS = 3;

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
const real = await pageText("oita");
const unguarded = real.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "");

async function startFirefox() {
  await access(FIREFOX).catch(() =>
    assert.fail(
      `Firefox is missing at ${FIREFOX}. Install it (on Debian, \`apt-get install firefox-esr\`), or set FIREFOX to its path.`,
    ),
  );
  return puppeteer.launch({ browser: "firefox", executablePath: FIREFOX });
}

/** Serves a text as the page, opens it, and passes the page and the server to `steps`. */
async function visit(browser, body, steps, headers = {}) {
  const server = await collect((path) => (path === "/page" ? { body, headers } : null));
  const page = await browser.newPage();
  try {
    await page.evaluateOnNewDocument(() => {
      globalThis.reports = [];
      document.addEventListener("iju:report", (event) => globalThis.reports.push(event.detail));
      globalThis.print = () => window.dispatchEvent(new Event("beforeprint")); // a print dialog would block the test
    });
    await page.goto(`${server.own}/page`, { waitUntil: "load" });
    await waitUntil(page, () => globalThis.reports.length > 0);
    await steps(page, server);
  } finally {
    await page.close();
    await server.close();
  }
}

/**
 * Waits until a condition holds in the page. Puppeteer's `waitForFunction` would make a function from text, which the
 * page's policy forbids in Firefox.
 */
async function waitUntil(page, condition) {
  const until = Date.now() + MOST_MS;
  while (!(await page.evaluate(condition))) {
    assert.ok(Date.now() < until, `it holds in time: ${condition}`);
    await pause(20);
  }
}

/** Answers the questions, some with "I don't know", up to the result, then prints the sheet and makes a link. */
async function session(page) {
  const click = (selector) => page.$eval(selector, (one) => one.click());
  await click("[data-js-screen=question]");
  for (let asked = 0; (await page.evaluate(() => document.body.dataset.screen)) === "question"; asked += 1) {
    assert.ok(asked < 100, "the questions come to an end");
    await page.evaluate(
      (unknown) => {
        const question = document.querySelector("[data-current]");
        const option =
          question.querySelector(
            unknown ? "input[value=unknown], input[name$='.unknown'], input[name$='.undecided']" : "input[type=radio]",
          ) ?? question.querySelector("input[type=radio], input[type=checkbox]");
        option.click();
        const more = question.querySelector("input[name$='.more'][value=none]");
        more?.click();
      },
      asked % 2 === 1,
    );
    await waitUntil(page, () => document.querySelector("[data-current] input:checked") !== null);
    await page.evaluate(() => document.querySelector("#questions").requestSubmit());
  }
  assert.equal(await page.evaluate(() => document.body.dataset.screen), "check");
  await click("[data-js-screen=result]");
  await waitUntil(page, () => document.querySelector("[data-js-results]").getAttribute("aria-busy") !== "true");
  for (const control of ["[data-js-print]", "[data-js-share] summary", "[data-js-make-link]", "[data-js-copy]"])
    await click(control);
  assert.match(await page.$eval("[data-js-address]", (one) => one.textContent), /#v4\./);
}

/** What we say about the number of channels is the number of those that leak from the open page. */
async function claims(number) {
  const read = (path) => readFile(new URL(`../../${path}`, import.meta.url), "utf8");
  assert.match(await read("SECURITY.md"), new RegExp(`tries ${number} such ways`));
  assert.match(await read("www/site/verify/index.html"), new RegExp(`${number}通り`));
}

for (const { name, start, keeps } of BROWSERS) {
  let browser;
  let took = 0;
  let rounds = 0;
  before(async () => {
    browser = await start();
  });
  after(() => browser?.close());

  test(`${name}: control: without a policy every channel leaks`, async () => {
    await visit(browser, unguarded, async (page, { hits, other }) => {
      let missing = null;
      for (; rounds < MOST_ROUNDS && missing?.length !== 0; rounds += 1) {
        const began = Date.now();
        const tried = Object.keys(await page.evaluate(tryAll, other, missing)).filter(
          (channel) => !keeps.includes(channel),
        );
        if (!missing && keeps.length === 0) await claims(tried.length);
        const left = () => tried.filter((channel) => !hits.has(channel));
        while (left().length > 0 && Date.now() - began < MOST_MS) await pause(20);
        missing = left();
        took = Math.max(took, Date.now() - began);
      }
      assert.deepEqual(missing, [], "these did not leak, so they prove nothing");
    });
  });

  test(`${name}: the built page leaks through no channel`, async () => {
    await visit(browser, real, async (page, { hits, other }) => {
      assert.ok(rounds > 0, "the open page was tried before");
      for (let round = 0; round < rounds; round += 1) {
        await page.evaluate(tryAll, other);
        await pause(Math.max(PATIENCE_MS, 1.2 * took));
      }
      assert.deepEqual([...hits], []);
    });
  });

  test(`${name}: a whole session with print and link works offline, requests nothing and stores nothing`, async () => {
    await visit(browser, real, async (page, server) => {
      const requests = [];
      // Firefox reports the icons of its own controls as requests of data URLs.
      page.on("request", (request) => request.url().startsWith("data:") || requests.push(request.url()));
      await server.close();
      if (name === "Chromium") await page.setOfflineMode(true);
      const before = server.asked.length;
      await session(page);
      assert.deepEqual(requests, []);
      assert.equal(server.asked.length, before);
      const kept = await page.evaluate(async () => [
        document.cookie,
        localStorage.length,
        sessionStorage.length,
        (await indexedDB.databases()).length,
        (await caches.keys()).length,
        (await navigator.serviceWorker.getRegistrations()).length,
      ]);
      assert.deepEqual(kept, ["", 0, 0, 0, 0, 0]);
    });
  });

  test(`${name}: a whole session works under the sandbox that a server can add`, async () => {
    await visit(browser, real, session, { "content-security-policy": SANDBOX });
  });
}

test("the module imports nothing that could reach beyond the page", async () => {
  const module = await WebAssembly.compile(engineOf(real));
  const taken = WebAssembly.Module.imports(module).map(
    ({ name, kind }) => `${kind} ${name.replace(/_[0-9a-f]{16}$/, "").replace("__wbg_", "")}`,
  );
  assert.deepEqual(
    [...new Set(taken)].sort(),
    [
      "function Error",
      "function __wbindgen_generic",
      "function __wbindgen_init_externref_table",
      "function __wbindgen_throw",
      // It wraps the engine's own `Evaluation` in its JavaScript class.
      "function evaluation_new",
      "function new",
      "function new_from_slice",
      "function set",
    ].sort(),
  );
});

test("the markup around the script loads and starts nothing", () => {
  const icon = /<link rel="icon" href="data:image\/svg\+xml,[^"]*">/g;
  assert.equal(real.match(icon).length, 1, "one icon, in the page itself");
  const markup = real.replace(/<(style|script)[\s\S]*?<\/\1>/g, "").replace(icon, "");
  assert.equal(markup.match(/http-equiv/gi).length, 1, "the policy, and no refresh");
  assert.doesNotMatch(markup, /<(base|link|img|iframe|object|embed|video|audio|source|portal)\b/i);
  assert.doesNotMatch(markup, /\s(?:ping|srcset|src|action|formaction|background|poster)=/i);
});
