// Tests what the page's policy does not stop, so that no sentence of ours claims it: each channel leaks from a page
// without a policy (the control), and the lists below say from which it leaks under the policy and under the headers
// that a city can add. That our own script uses none of them is tested in `script.test.mjs`.
import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";
import { tryBeyond, tryKeeping } from "../browser/beyond.mjs";
import { collect } from "../browser/collector.mjs";
import { FLAGS, pagePath, pageText } from "../browser/driver.mjs";

const POLICY = /<meta http-equiv="Content-Security-Policy"[^>]*>/;
const real = await pageText("oita");
const unguarded = real.replace(POLICY, "");
const SANDBOX =
  "sandbox allow-scripts allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-downloads";
/** WebRTC leaves the device by its own address, not by the loopback. */
const ADDRESS =
  Object.values(networkInterfaces())
    .flat()
    .find(({ family, internal }) => family === "IPv4" && !internal)?.address ?? "127.0.0.1";
/** How long a request may take to arrive. */
const PATIENCE_MS = 2500;

/** The sample of a server's settings, as a map of headers. */
const sample = Object.fromEntries(
  [
    ...(await readFile(new URL("../../www/selfhost/nginx.conf", import.meta.url), "utf8")).matchAll(
      /add_header (\S+) "([^"]*)"/g,
    ),
  ].map(([, name, value]) => [name.toLowerCase(), value]),
);

/** The pages: the control, the built page, and the built page with what a city can add. */
const PAGES = {
  open: { body: unguarded },
  built: { body: real },
  // Strict-Transport-Security would make a browser ask for https, which this server lacks.
  sample: { body: real, headers: { ...sample, "strict-transport-security": "max-age=0" } },
  sandbox: { body: real, headers: { "content-security-policy": SANDBOX } },
};

const EVERY = [
  "dns-prefetch",
  "link-click",
  "meta-refresh",
  "navigation",
  "preconnect",
  "webauthn",
  "webrtc-candidate",
  "webrtc-name",
  "webrtc-stun",
  "webrtc-turn",
  "window-open",
];
const KEEPS = ["address", "caches", "cookie", "indexedDB", "localStorage", "name", "sessionStorage"];
const without = (list, ...names) => list.filter((one) => !names.includes(one));

/** What leaks from each page and what it can keep: measured, and the same as what SECURITY.md says. */
const BROWSERS = {
  Chromium: {
    start: (folder) =>
      puppeteer.launch({
        executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
        args: [...FLAGS, `--log-net-log=${join(folder, "net.json")}`],
      }),
    leaks: EVERY,
    readsSample: true,
    keepsFromFile: without(KEEPS, "cookie"),
  },
  Firefox: {
    start: (folder) =>
      puppeteer.launch({
        browser: "firefox",
        executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
        env: { ...process.env, MOZ_LOG: "nsHostResolver:5", MOZ_LOG_FILE: join(folder, "net.log") },
      }),
    // These do not leak from this Firefox even without a policy, and therefore prove nothing there.
    leaks: without(EVERY, "preconnect", "webrtc-candidate"),
    // This Firefox does not read the header Permissions-Policy.
    readsSample: false,
    keepsFromFile: KEEPS,
  },
};

/** A listener that notes a name for each contact. */
async function listener(kind, note) {
  if (kind === "udp") {
    const socket = createSocket("udp4").on("message", note);
    await new Promise((resolve) => socket.bind(0, resolve));
    return { port: socket.address().port, close: () => socket.close() };
  }
  const server = createServer((socket) => {
    note();
    socket.on("error", () => null).destroy();
  });
  await new Promise((resolve) => server.listen(0, resolve));
  return { port: server.address().port, close: () => server.close() };
}

/** Tries everything in one page, and returns what arrived and what could be kept. */
async function tryPage(browser, name, page) {
  const came = new Set();
  const server = await collect((path) => (path === "/page" ? page : null));
  const [stun, turn, preconnect] = await Promise.all([
    listener("udp", () => came.add("webrtc-stun")),
    listener("tcp", () => came.add("webrtc-turn")),
    listener("tcp", () => came.add("preconnect")),
  ]);
  const tab = await browser.newPage();
  try {
    // Credentials need a secure context, which `localhost` is.
    await tab.goto(`${server.own.replace("127.0.0.1", "localhost")}/page`, { waitUntil: "load" });
    const keeps = await tab.evaluate(tryKeeping);
    const where = { other: server.other, address: ADDRESS, host: `${name}.leak.example` };
    await tab.evaluate(tryBeyond, { ...where, stun: stun.port, turn: turn.port, preconnect: preconnect.port });
    await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
    for (const one of server.hits) came.add(one);
    return { came, keeps: keeps.sort() };
  } finally {
    await tab.close();
    for (const one of [stun, turn, preconnect]) one.close();
    await server.close();
  }
}

/** What the built page can keep when it is opened from a file. */
async function fromFile(browser) {
  const tab = await browser.newPage();
  await tab.goto(pathToFileURL(pagePath("oita")).href, { waitUntil: "load" });
  const keeps = await tab.evaluate(tryKeeping);
  await tab.close();
  return keeps.sort();
}

/** What the built page can keep, and whether it knows its host, in the sandboxed frame that the loader makes. */
async function inFrame(browser) {
  const files = {
    "/page": { body: real },
    "/host": { body: `<!doctype html><iframe src="/page" sandbox="${SANDBOX.replace("sandbox ", "")}"></iframe>` },
  };
  const server = await collect((path) => files[path] ?? null);
  const tab = await browser.newPage();
  await tab.goto(`${server.own}/host`, { waitUntil: "load" });
  const frame = tab.frames().find((one) => one.url().endsWith("/page"));
  const keeps = await frame.evaluate(tryKeeping);
  const host = await frame.evaluate(() => location.ancestorOrigins?.[0] ?? null);
  await tab.close();
  await server.close();
  return { keeps: keeps.sort(), knowsHost: host === server.own };
}

test("the two samples of a server's settings state the same headers", async () => {
  const apache = await readFile(new URL("../../www/selfhost/htaccess.txt", import.meta.url), "utf8");
  const stated = [...apache.matchAll(/Header always set (\S+) "([^"]*)"/g)].map(([, name, value]) => [
    name.toLowerCase(),
    value,
  ]);
  assert.deepEqual(Object.fromEntries(stated), sample);
});

for (const [browserName, { start, leaks, readsSample, keepsFromFile }] of Object.entries(BROWSERS)) {
  const found = {};
  before(async () => {
    const folder = await mkdtemp(join(tmpdir(), "iju-beyond-"));
    const browser = await start(folder);
    try {
      for (const [name, page] of Object.entries(PAGES)) found[name] = await tryPage(browser, name, page);
      found.file = { keeps: await fromFile(browser) };
      found.frame = await inFrame(browser);
    } finally {
      await browser.close();
    }
    // Names that were looked up stand in the browser's own log, which is whole when the browser has ended.
    for (const file of await readdir(folder)) {
      const text = await readFile(join(folder, file), "latin1");
      for (const [, channel, page] of text.matchAll(/([\w-]+)\.(\w+)\.leak\.example/g)) found[page].came.add(channel);
    }
    await rm(folder, { recursive: true });
  });
  const came = (name) => [...found[name].came].sort();

  test(`${browserName}: control: without a policy each channel leaks, so that the others prove something`, () =>
    assert.deepEqual(came("open"), leaks));

  test(`${browserName}: the page's policy stops none of these channels, so only the scan of the script covers them`, () =>
    assert.deepEqual(came("built"), leaks));

  test(`${browserName}: of these channels, the headers that a city can add stop a look-up for credentials only`, () => {
    assert.deepEqual(came("sample"), readsSample ? without(leaks, "webauthn") : leaks);
    assert.deepEqual(came("sandbox"), without(leaks, "webauthn"));
  });

  test(`${browserName}: the policy does not stop keeping, at top level or from a file; a sandbox does`, () => {
    for (const name of ["open", "built", "sample"]) assert.deepEqual(found[name].keeps, KEEPS, name);
    assert.deepEqual(found.file.keeps, keepsFromFile);
    // The tab itself still holds a name and an address.
    for (const name of ["sandbox", "frame"]) assert.deepEqual(found[name].keeps, ["address", "name"], name);
  });

  test(`${browserName}: the frame can know its host's origin, which is no secret of the visitor`, () =>
    assert.equal(found.frame.knowsHost, true));
}
