// Tests that a switch of language leaves no answer on the disk: it searches the browsers' profiles after they are
// closed. It tests nothing else of the switch.
import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";
import { collect } from "../browser/collector.mjs";
import { FLAGS, pagePath, pageText } from "../browser/driver.mjs";

const PLANTED = "planted-Zq7Xw9Lk3Vb5";
const MOST_MS = 15_000;
const pause = (time) => new Promise((done) => setTimeout(done, time));

const START = {
  Chromium: (folder) =>
    puppeteer.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: FLAGS,
      userDataDir: folder,
    }),
  Firefox: (folder) =>
    puppeteer.launch({
      browser: "firefox",
      executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
      userDataDir: folder,
      extraPrefsFirefox: {
        "browser.sessionstore.interval": 500,
        "browser.sessionstore.resume_from_crash": true,
        "places.history.enabled": true,
      },
    }),
};

/** The bytes of an LZ4 block, which Firefox keeps its sessions in. */
function unpackLz4(packed) {
  const out = [];
  let at = 12; // after "mozLz40\0" and the length
  const more = (length) => {
    if (length !== 15) return length;
    let sum = length;
    let byte;
    do {
      byte = packed[at++];
      sum += byte;
    } while (byte === 255);
    return sum;
  };
  while (at < packed.length) {
    const token = packed[at++];
    const literals = more(token >> 4);
    for (let n = 0; n < literals; n += 1) out.push(packed[at++]);
    if (at >= packed.length) break;
    const back = packed[at++] | (packed[at++] << 8);
    const length = more(token & 15) + 4;
    for (let n = 0; n < length; n += 1) out.push(out[out.length - back]);
  }
  return Buffer.from(out);
}

/** The files of a folder that contain a text, as UTF-8 or UTF-16, packed or not. */
async function filesWith(folder, text) {
  const forms = [Buffer.from(text), Buffer.from(text, "utf16le")];
  const found = [];
  for (const name of await readdir(folder, { recursive: true })) {
    const file = join(folder, name);
    if (!(await stat(file).catch(() => null))?.isFile()) continue;
    const raw = await readFile(file).catch(() => Buffer.alloc(0));
    const bytes = /lz4$/.test(name) ? [raw, unpackLz4(raw)] : [raw];
    if (forms.some((form) => bytes.some((one) => one.includes(form)))) found.push(name);
  }
  return found;
}

async function until(frame, condition) {
  const end = Date.now() + MOST_MS;
  while (!(await frame.evaluate(condition).catch(() => false))) {
    assert.ok(Date.now() < end, `it holds in time: ${condition}`);
    await pause(20);
  }
}

const isLive = () => document.body?.dataset.live !== undefined && !document.querySelector("[data-js-now]").hidden;

/** Answers, notes the code of the answers, and switches the language. Returns the letters of the code. */
async function switchLanguage(frame) {
  await until(frame, isLive);
  const code = await frame.evaluate(() => {
    document.querySelector("[data-js-screen=single]").click();
    for (const name of ["moved_on.year", "years_outside_of_last_ten"]) {
      const box = document.querySelector(`[name="${name}"]`);
      box.value = name === "moved_on.year" ? "2025" : "7";
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
    for (const box of document.querySelectorAll("input[type=radio][value=unknown], input[type=radio][value=no]"))
      box.click();
    document.querySelector("[data-js-make-link]").click();
    return document.querySelector("[data-js-address]").textContent.split(".").at(-1);
  });
  assert.ok(code.length > 10, code);
  await frame.evaluate(() => document.querySelector("[data-js-language=en]").click());
  await until(frame, () => document.documentElement.lang === "en");
  await until(frame, isLive);
  assert.equal(await frame.evaluate(() => document.querySelector("[name='moved_on.year']").value), "2025");
  return code;
}

const PLACES = {
  "from a server": async (page, own) => {
    await page.goto(`${own}/oita/index.html`);
    return page.mainFrame();
  },
  "from a file": async (page) => {
    await page.goto(pathToFileURL(pagePath("oita")).href);
    return page.mainFrame();
  },
  "in a sandboxed frame": async (page, own) => {
    await page.goto(`${own}/host`);
    return page.frames()[1];
  },
};

for (const [name, start] of Object.entries(START)) {
  for (const [place, open] of Object.entries(PLACES)) {
    test(`${name}, ${place}: a switch of language leaves no answer on the disk`, async () => {
      const folder = await mkdtemp(join(tmpdir(), "iju-profile-"));
      const bodies = { "/oita/index.html": await pageText("oita"), "/oita/en/index.html": await pageText("oita/en") };
      const server = await collect((path) =>
        path === "/host"
          ? { body: '<iframe sandbox="allow-scripts allow-forms allow-modals" src="/oita/index.html"></iframe>' }
          : path === "/planted"
            ? { body: "<title>planted</title>" }
            : bodies[path] && { body: bodies[path] },
      );
      try {
        const browser = await start(folder);
        const page = await browser.newPage();
        page.on("dialog", (dialog) => dialog.accept());
        await page.goto(`${server.own}/planted#${PLANTED}`);
        const code = await switchLanguage(await open(page, server.own));
        await pause(2500); // the browser writes its history and its session
        await browser.close();
        assert.notDeepEqual(await filesWith(folder, PLANTED), [], "control: what an address holds is on the disk");
        assert.deepEqual(await filesWith(folder, code), []);
        assert.deepEqual(await filesWith(folder, "iju-check luggage"), []);
      } finally {
        await server.close();
        await rm(folder, { recursive: true, force: true });
      }
    });
  }
}
