// Tests in WebKit what Chromium and Firefox are tested for at every change: no data leaves the page, and the page works in
// the sandboxed frame of a host. It does not test what the page computes.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { tryAll } from "../browser/channels.mjs";
import { collect } from "../browser/collector.mjs";
import { DIST, pageText } from "../browser/driver.mjs";
import { ENGINES } from "../browser/engines.mjs";
import { PEOPLE } from "../browser/people.mjs";
import { play } from "../browser/player.mjs";
import { watched } from "../browser/watched.mjs";

/** Channels that do not leak from this WebKit even without a policy, and therefore prove nothing there. */
const KEEPS = ["link-icon", "link-prefetch", "speculation"];
/** The least time to wait for a leak. The test of the built page also waits longer than the open page took to leak. */
const PATIENCE_MS = 1500;
const MOST_MS = 10_000;

const pause = (time) => new Promise((done) => setTimeout(done, time));
const real = await pageText("oita");
const unguarded = real.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "");

let engine;
let took = 0;
before(async () => {
  engine = await ENGINES.WebKit();
});
after(() => engine?.close());

/** Serves files, opens the page `/page`, and passes the tab and the server to `steps`. */
async function visit(files, steps) {
  const server = await collect(async (path) => files[path] ?? null);
  try {
    const tab = await engine.open(`${server.own}/page`);
    try {
      await steps(tab, server);
    } finally {
      await tab.close();
    }
  } finally {
    await server.close();
  }
}

/** Waits until `holds` says so. */
async function until(holds, what) {
  const latest = Date.now() + MOST_MS;
  while (!(await holds())) {
    assert.ok(Date.now() < latest, what);
    await pause(50);
  }
}

test("control: without a policy every channel leaks", async () => {
  await visit({ "/page": { body: unguarded } }, async (tab, { hits, other }) => {
    const began = Date.now();
    const tried = Object.keys(await tab.evaluate(tryAll, other)).filter((channel) => !KEEPS.includes(channel));
    assert.ok(tried.length >= 40, `${tried.length} channels`);
    const left = () => tried.filter((channel) => !hits.has(channel));
    while (left().length > 0 && Date.now() - began < MOST_MS) await pause(20);
    assert.deepEqual(left(), [], "these did not leak, so they prove nothing");
    took = Date.now() - began;
  });
});

test("the built page leaks through no channel", async () => {
  assert.ok(took > 0, "the open page was tried before");
  await visit({ "/page": { body: real } }, async (tab, { hits, other }) => {
    await tab.evaluate(tryAll, other);
    await pause(Math.max(PATIENCE_MS, 1.2 * took));
    assert.deepEqual([...hits], []);
  });
});

test("after the page is loaded, a whole visit works without a server, requests nothing and stores nothing", async () => {
  const person = PEOPLE.find(({ page }) => page === "oita");
  await visit({ "/page": { body: watched(real, person.today) } }, async (tab, server) => {
    const before = server.asked.length;
    await server.close();
    const walk = await play(tab, person);
    assert.equal(walk.screens.at(-1), "result");
    // WebKit itself asks for an icon, which the policy refuses.
    const errors = walk.errors.filter((error) => !error.endsWith("/favicon.ico"));
    assert.deepEqual(errors, []);
    const made = () => performance.getEntriesByType("resource").map(({ name }) => name);
    assert.deepEqual([server.asked.slice(before), await tab.evaluate(made)], [[], []]);
    const kept = await tab.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length]);
    assert.deepEqual(kept, ["", 0, 0]);
  });
});

test("in a sandboxed frame the page works, has no access to its host, and the frame grows with it", async () => {
  const files = {
    "/page": {
      body: '<!doctype html><title>host</title><script src="/embed.js" defer></script><iju-check city="oita" lang="ja">診断</iju-check>',
    },
    "/embed.js": { body: await readFile(join(DIST, "embed.js")), type: "text/javascript; charset=utf-8" },
    "/oita/index.html": { body: watched(real, "2026-11-28") },
  };
  const frame = "iju-check > iframe";
  await visit(files, async (tab) => {
    await until(() => tab.evaluate((name) => document.querySelector(name) !== null, frame), "the host has a frame");
    await until(() => tab.within(frame, () => globalThis.seen?.reports.length > 0), "the page in the frame computes");
    const sandbox = await tab.evaluate((name) => document.querySelector(name).getAttribute("sandbox"), frame);
    assert.match(sandbox, /allow-scripts/);
    assert.doesNotMatch(sandbox, /allow-same-origin|allow-top-navigation/);
    const reach = await tab.within(frame, () => {
      const said = (look) => {
        try {
          return String(look());
        } catch (error) {
          return error.name;
        }
      };
      return [said(() => origin), said(() => parent.document.title), said(() => localStorage.length)];
    });
    assert.deepEqual(reach, ["null", "SecurityError", "SecurityError"]);
    const heights = async () => [
      await tab.evaluate((name) => document.querySelector(name).offsetHeight, frame),
      await tab.within(frame, () => document.documentElement.offsetHeight),
    ];
    const fits = async () => {
      const [outer, inner] = await heights();
      return outer >= inner;
    };
    await until(fits, "the frame is as tall as its page");
    await tab.within(frame, () => document.querySelector("[data-js-screen=question]").click());
    const place = () => tab.within(frame, () => document.querySelector("[data-current]")?.dataset.fact ?? "");
    const first = await place();
    await tab.within(frame, () => {
      const boxes = [...document.querySelectorAll("[data-current] input")].filter((one) => one.checkVisibility());
      const unknown = boxes.find(({ name, value }) => value === "unknown" || name.endsWith(".unknown"));
      (unknown ?? boxes.at(-1)).click();
    });
    await tab.within(frame, () => document.querySelector("[data-js-next]").click());
    await until(async () => (await place()) !== first, "the next question follows");
    await until(fits, "the frame is as tall as the next screen");
    assert.deepEqual(await tab.within(frame, () => globalThis.seen.errors), []);
  });
});
