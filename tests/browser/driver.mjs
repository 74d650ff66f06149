// Drives a city's built page in a real Chromium the way a person does, by its controls. It asserts nothing.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const DIST = process.env.IJU_DIST ?? join(ROOT, "dist");
const CASES = process.env.IJU_CASES ?? join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "site", "cases.jsonl");
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

export const launch = () =>
  puppeteer.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });

export const pagePath = (city) => join(DIST, city, "index.html");
export const pageText = (city) => readFile(pagePath(city), "utf8");

/** The worked examples with the reports that native code gave. */
export async function readCases() {
  const lines = (await readFile(CASES, "utf8")).split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => JSON.parse(line));
}

/** Opens a built page; `file` opens a changed copy, `today` stops the clock, `script: false` turns scripts off. */
export async function open(browser, { city = "oita", file = pagePath(city), today, script = true, width = 360, height = 800 } = {}) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const seen = { errors: [], requests: [] };
  page.on("pageerror", (error) => seen.errors.push(error.message));
  page.on("console", (line) => ["error", "warn"].includes(line.type()) && seen.errors.push(line.text()));
  page.on("request", (request) => seen.requests.push(request.url()));
  await page.setViewport({ width, height });
  await page.setJavaScriptEnabled(script);
  await page.evaluateOnNewDocument(listen);
  if (today) await page.evaluateOnNewDocument(stopClock, today);
  await page.goto(pathToFileURL(file).href, { waitUntil: "load" });
  return { page, seen, close: () => context.close() };
}

function listen() {
  globalThis.reports = [];
  document.addEventListener("iju:report", (event) => globalThis.reports.push(event.detail));
}

function stopClock(today) {
  const [year, month, day] = today.split("-").map(Number);
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...given) {
      super(...(given.length === 0 ? [year, month - 1, day, 12] : given));
    }
  };
}

/** Waits for the engine's first report. */
export const ready = (page) => page.waitForFunction(() => globalThis.reports?.length > 0, { timeout: 10_000 });
export const last = (page) => page.evaluate(() => globalThis.reports.at(-1));
export const count = (page) => page.evaluate(() => globalThis.reports.length);

/** Text of what can be seen at a selector. */
export const shown = (page, selector) =>
  page.$$eval(selector, (found) => found.filter((one) => one.checkVisibility()).map((one) => one.innerText.replace(/\s+/g, " ").trim()));

const question = (name) => `[data-js-question][data-fact="${name}"]`;
const input = (name) => `[name="${name}"]`;

/** Unfolds the topic of a question that is folded away. */
export async function reach(page, name) {
  await page.$eval(question(name), (found) => {
    if (found.closest("[hidden]")) found.closest("[data-js-topic]").querySelector("[data-js-unfold]").click();
  });
}

/** Types into a text box and leaves it. */
export async function type(page, name, text) {
  await page.focus(input(name));
  await page.keyboard.type(text);
  await leave(page);
}

/** Puts text into a text box at once, as an input method does, and leaves it. */
async function insert(page, name, text) {
  await page.focus(input(name));
  await page.keyboard.sendCharacter(text);
  await leave(page);
}

export const leave = (page) => page.evaluate(() => document.activeElement.blur());

export async function pick(page, name, value) {
  await page.click(`input${input(name)}[value="${value}"]`);
}

const tick = (page, name) => page.$eval(input(name), (box) => box.click());
const set = (page, name, value) => page.$eval(`input${input(name)}[value="${value}"]`, (radio) => radio.click());

async function typeDate(page, name, date) {
  const parts = date.split("-");
  for (const [at, part] of ["year", "month", "day"].entries()) {
    if (parts[at] === undefined) continue;
    await page.focus(input(`${name}.${part}`));
    await page.keyboard.sendCharacter(parts[at]);
  }
  await leave(page);
}

async function answerOne(page, name, answer) {
  await reach(page, name);
  const kind = await page.$eval(question(name), (found) => found.dataset.kind);
  const control = await page.$(`select${input(name)}`);
  if (kind === "yes_no") return set(page, name, answer === null ? "unknown" : answer ? "yes" : "no");
  if (kind === "choice" && control) return page.select(`select${input(name)}`, answer ?? "unknown");
  if (kind === "choice") return set(page, name, answer ?? "unknown");
  if (kind === "date" && answer !== null) await typeDate(page, name, typeof answer === "string" ? answer : answer.is);
  else if (answer !== null) await insert(page, name, String(answer));
  if (answer === null || answer.declined) await tick(page, `${name}.unknown`);
}

async function answerRoster(page, name, { members = [], more }) {
  await reach(page, name);
  for (const [at, member] of members.entries()) {
    if (at > 0) await page.$eval(`${question(name)} [data-js-add-member]`, (button) => button.click());
    for (const [field, answer] of Object.entries(member)) {
      if (await page.$(question(`${name}.${at}.${field}`))) await answerOne(page, `${name}.${at}.${field}`, answer);
    }
  }
  await set(page, `${name}.more`, more ? "none" : "maybe");
}

/** Types a household into the form, then its application date. */
export async function fill(page, answers, on) {
  if (on) await typeDate(page, "on", on);
  for (const [name, answer] of Object.entries(answers)) {
    if (answer !== null && typeof answer === "object" && !("is" in answer)) await answerRoster(page, name, answer);
    else await answerOne(page, name, answer);
  }
}

/** Why a case cannot be typed: it uses a form of answer that the page does not offer. */
export function untypable(answers) {
  const rough = (answer) =>
    Array.isArray(answer) || (answer !== null && typeof answer === "object" && (!("is" in answer) || typeof answer.is !== "string"));
  for (const [name, answer] of Object.entries(answers)) {
    const roster = answer !== null && typeof answer === "object" && ("members" in answer || "more" in answer);
    if (!roster && rough(answer)) return `${name}: a range or several options`;
    if (roster && Object.keys(answer.more ?? {}).length > 0) return `${name}: counts of others`;
    if (roster && (answer.members ?? []).some((member) => Object.values(member).some(rough))) return `${name}: a member's range`;
  }
  return null;
}
