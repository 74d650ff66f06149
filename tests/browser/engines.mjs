// Opens a page in Chromium, Firefox or WebKit behind one small interface, so that a test is written once for all three.
// It knows nothing of what a page asks or shows.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:fs";
import { access, mkdtemp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import puppeteer from "puppeteer-core";
import { Builder, error } from "selenium-webdriver";
import { launch } from "./driver.mjs";

/**
 * A page in one engine.
 * @typedef {object} Tab
 * @property {(look: Function, ...given: unknown[]) => Promise<any>} evaluate calls a function in the page; what it
 *   takes and returns must be JSON
 * @property {(frame: string, look: Function, ...given: unknown[]) => Promise<any>} within calls a function in the page of
 *   a frame, which a selector names
 * @property {(selector: string) => Promise<void>} click brings an element into the middle of the screen and clicks it
 * @property {(selector: string, text: string) => Promise<void>} type empties a box and types into it
 * @property {(file: string) => Promise<void>} screenshot writes what the screen shows as PNG
 * @property {() => Promise<void>} close
 */
/**
 * A started browser.
 * @typedef {object} Engine
 * @property {string} name `Chromium`, `Firefox` or `WebKit`
 * @property {(address: string, size?: { width?: number, height?: number }) => Promise<Tab>} open opens an address in a
 *   viewport of a size in CSS pixels, 360 by 800 unless said otherwise
 * @property {() => Promise<void>} close
 */

const FIREFOX = process.env.FIREFOX ?? "/usr/bin/firefox-esr";
const PHONE = { width: 360, height: 800 };
/** The time in which a driver must answer, in milliseconds. */
const START_MS = 20_000;
/** How long a page may take to show what is to be clicked, and WebKit's window to take its size. */
const PATIENCE_MS = 5000;
/** What WebKit says of an element that the page has just replaced or not yet shown. */
const NOT_YET = [error.StaleElementReferenceError, error.ElementNotInteractableError, error.NoSuchElementError];
const pause = (time) => new Promise((done) => setTimeout(done, time));

/** The three engines, each with the function that starts it. @type {Record<string, () => Promise<Engine>>} */
export const ENGINES = {
  Chromium: async () => puppeteerEngine("Chromium", await launch()),
  Firefox: async () => puppeteerEngine("Firefox", await startFirefox()),
  WebKit: startWebKit,
};

/** Fails by name if a program is missing. */
async function need(path, what, install) {
  await access(path, constants.X_OK).catch(() => assert.fail(`${what} is missing at ${path}. ${install}`));
}

async function startFirefox() {
  await need(FIREFOX, "Firefox", "Install it (on Debian: apt-get install firefox-esr), or set FIREFOX to its path.");
  return puppeteer.launch({ browser: "firefox", executablePath: FIREFOX });
}

/** @returns {Engine} */
const puppeteerEngine = (name, browser) => ({
  name,
  close: () => browser.close(),
  async open(address, { width = PHONE.width, height = PHONE.height } = {}) {
    const page = await browser.newPage();
    await page.setViewport({ width, height });
    await page.goto(address, { waitUntil: "load" });
    return tabOf(page);
  },
});

/** A page that Puppeteer has opened, as a tab. @returns {Tab} */
export const tabOf = (page) => ({
  evaluate: (look, ...given) => page.evaluate(look, ...given),
  async within(frame, look, ...given) {
    return (await (await page.$(frame)).contentFrame()).evaluate(look, ...given);
  },
  async click(selector) {
    await page.evaluate(toMiddle, selector);
    // A page that has just drawn itself anew may have replaced the element. A locator looks for it until it stands still.
    await page.locator(selector).setTimeout(PATIENCE_MS).click();
  },
  async type(selector, text) {
    await page.evaluate(empty, selector);
    await page.type(selector, text);
  },
  screenshot: (path) => page.screenshot({ path }),
  close: () => page.close(),
});

// --- WebKit ---

const INSTALL_WEBKIT =
  "Install it (on Debian: apt-get install webkit2gtk-driver xvfb xauth), or set WEBKIT_DRIVER, MINI_BROWSER or XVFB to its path.";

/**
 * MiniBrowser's tool bar keeps its window at least 447 pixels wide. This style of its buttons and boxes lets the window
 * become as narrow as a phone. It does not reach into pages.
 */
const NARROW_TOOL_BAR = "* { min-width: 0; min-height: 0; padding: 0; margin: 0; border: 0; font-size: 1px; }";
const SCREEN = "1600x2000x24";

/** Starts WebKit's driver on a display in memory, and its MiniBrowser through it. @returns {Promise<Engine>} */
async function startWebKit() {
  const xvfb = await programOf("xvfb-run", "XVFB");
  const program = await programOf("WebKitWebDriver", "WEBKIT_DRIVER");
  const binary = await findMiniBrowser();
  const settings = await mkdtemp(join(tmpdir(), "iju-webkit-"));
  await mkdir(join(settings, "gtk-3.0"));
  await writeFile(join(settings, "gtk-3.0", "gtk.css"), NARROW_TOOL_BAR);
  const port = await freePort();
  const driver = spawn(xvfb, ["-a", "-s", `-screen 0 ${SCREEN}`, program, `--port=${port}`], {
    // A process group of its own, so that the display, the driver and the browser end together.
    detached: true,
    stdio: "ignore",
    env: { ...process.env, XDG_CONFIG_HOME: settings, XDG_DATA_HOME: settings, XDG_CACHE_HOME: settings },
  });
  const end = async () => {
    const ended = driver.exitCode === null ? once(driver, "exit") : null;
    try {
      process.kill(-driver.pid, "SIGTERM");
    } catch {
      // It has ended already.
    }
    await ended;
    await rm(settings, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const remote = await connect(driver, port, binary);
    return {
      name: "WebKit",
      open: (address, size) => openInWebKit(remote, address, size),
      async close() {
        await remote.quit().finally(end);
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** The path of a program: a variable's value or where PATH finds it. It fails by name. */
async function programOf(name, variable) {
  const given = process.env[variable];
  const folders = (process.env.PATH ?? "").split(delimiter);
  for (const path of given ? [given] : folders.map((folder) => join(folder, name)))
    if (
      await access(path, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return path;
  return assert.fail(`${given ?? name} is missing, and WebKit cannot be tested without it. ${INSTALL_WEBKIT}`);
}

/** The path of MiniBrowser, which lies in a folder named after the processor. It fails by name. */
async function findMiniBrowser() {
  const given = process.env.MINI_BROWSER;
  const folders = given ? [] : await readdir("/usr/lib", { withFileTypes: true });
  const paths = folders
    .filter((folder) => folder.isDirectory())
    .flatMap(({ name }) =>
      ["webkit2gtk-4.1", "webkit2gtk-4.0"].map((one) => join("/usr/lib", name, one, "MiniBrowser")),
    );
  for (const path of given ? [given] : paths)
    if (
      await access(path, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return path;
  return assert.fail(`${given ?? "MiniBrowser"} is missing, and WebKit cannot be tested without it. ${INSTALL_WEBKIT}`);
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Connects to the driver as soon as it listens. */
async function connect(driver, port, binary) {
  const address = `http://127.0.0.1:${port}`;
  const until = Date.now() + START_MS;
  for (;;) {
    assert.equal(driver.exitCode, null, "WebKitWebDriver, or the display of xvfb-run, ended at once");
    if (
      await fetch(`${address}/status`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      break;
    assert.ok(Date.now() < until, `WebKitWebDriver did not answer within ${START_MS} ms`);
    await pause(50);
  }
  return new Builder()
    .usingServer(address)
    .withCapabilities({
      browserName: "MiniBrowser",
      "webkitgtk:browserOptions": { binary, args: ["--automation"] },
    })
    .build();
}

/** @returns {Promise<Tab>} */
async function openInWebKit(remote, address, { width = PHONE.width, height = PHONE.height } = {}) {
  const find = (selector) => remote.findElement({ css: selector });
  await remote.get(address);
  await setViewport(remote, width, height);
  return {
    evaluate: (look, ...given) => remote.executeScript(look, ...given),
    async within(frame, look, ...given) {
      await remote.switchTo().frame(await find(frame));
      try {
        return await remote.executeScript(look, ...given);
      } finally {
        await remote.switchTo().defaultContent();
      }
    },
    async click(selector) {
      await remote.executeScript(toMiddle, selector);
      await remote.wait(() => clicked(find(selector)), PATIENCE_MS, `${selector} cannot be clicked`);
    },
    async type(selector, text) {
      await remote.executeScript(empty, selector);
      await find(selector).sendKeys(text);
    },
    screenshot: async (file) => writeFile(file, Buffer.from(await remote.takeScreenshot(), "base64")),
    async close() {
      // The page may ask whether to leave it. Puppeteer closes pages without asking, too.
      await remote.executeScript(stayQuiet);
      await remote.get("about:blank");
    },
  };
}

/** Clicks an element. False if the page has just replaced or not yet shown it. @returns {Promise<boolean>} */
async function clicked(found) {
  try {
    await found.click();
    return true;
  } catch (why) {
    if (NOT_YET.some((kind) => why instanceof kind)) return false;
    throw why;
  }
}

/** Gives the window the size at which the page has the wanted one. The window takes its size a moment later. */
async function setViewport(remote, width, height) {
  const size = () => remote.executeScript(() => [innerWidth, innerHeight, outerWidth, outerHeight]);
  const window = remote.manage().window();
  let now = await size();
  const fits = async () => {
    const [inWidth, inHeight, outWidth, outHeight] = now;
    const wanted = { width: width + outWidth - inWidth, height: height + outHeight - inHeight };
    await window.setRect({ x: 0, y: 0, ...wanted });
    now = await size();
    return now[0] === width && now[1] === height;
  };
  const notThatSize = () => `WebKit's window does not become ${width} by ${height}, but ${now[0]} by ${now[1]}`;
  await remote.wait(fits, PATIENCE_MS, notThatSize);
}

// --- in the page ---

/** In the page: brings an element to the middle of the screen, where no bar covers it. */
function toMiddle(selector) {
  const found = document.querySelector(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  found.scrollIntoView({ block: "center", behavior: "instant" });
}

/** In the page: empties a box without an event, so that typing replaces what it holds. */
function empty(selector) {
  const found = document.querySelector(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  found.scrollIntoView({ block: "center", behavior: "instant" });
  found.value = "";
}

/** In the page: leaves it without the browser's question. */
function stayQuiet() {
  addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), { capture: true });
}
