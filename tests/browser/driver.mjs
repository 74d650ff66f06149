// Uses a city's built page in Chromium as a visitor does, through its controls. It asserts only that the page logs no
// error.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { fileURLToPath, pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

/** Any number of further members, but no children. */
const NO_CHILDREN = { spouse: { min: 0 }, parent: { min: 0 }, other: { min: 0 } };

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const DIST = process.env.IJU_DIST ?? join(ROOT, "dist");
const CASES =
  process.env.IJU_CASES ?? join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "site", "cases.jsonl");
export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const launch = () =>
  puppeteer.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });

export const pagePath = (city) => join(DIST, city, "index.html");
export const pageText = (city) => readFile(pagePath(city), "utf8");

/** The worked examples with their native reports, but for those with rulings: the page makes none. */
export async function readCases() {
  const lines = (await readFile(CASES, "utf8")).split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => JSON.parse(line)).filter((one) => one.rulings === null && !one.supposes);
}

/**
 * Opens a built page, with all questions at once unless `hash` says otherwise.
 * `file` opens a changed copy, `today` stops the clock on a day, `hurry` skips pauses of more than 100 ms,
 * `script: false` turns scripts off, `bypassPolicy` ignores the content security policy, and `prepare` runs first.
 */
export async function open(
  browser,
  {
    city = "oita",
    file = pagePath(city),
    today,
    hurry = false,
    script = true,
    hash = "#all",
    bypassPolicy = false,
    prepare = null,
    width = 360,
    height = 800,
  } = {},
) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const seen = { errors: [], requests: [] };
  page.on("pageerror", (error) => seen.errors.push(error.message));
  page.on("console", (line) => ["error", "warn"].includes(line.type()) && seen.errors.push(line.text()));
  page.on("request", (request) => seen.requests.push(request.url()));
  if (bypassPolicy) await page.setBypassCSP(true); // so that a test can load a tool such as axe into the page
  await page.setViewport({ width, height });
  await page.setJavaScriptEnabled(script);
  await page.evaluateOnNewDocument(listen);
  if (prepare) await page.evaluateOnNewDocument(prepare);
  if (today) await page.evaluateOnNewDocument(stopClock, today);
  if (hurry) await page.evaluateOnNewDocument(dropPauses);
  await page.goto(pathToFileURL(file).href + hash, { waitUntil: "load" });
  return { page, seen, close: () => context.close() };
}

/** Opens a page, waits for its first report, passes it to `steps`, closes it, and asserts that it logged no error. */
export async function visit(browser, options, steps) {
  const visited = await open(browser, { hurry: true, ...options });
  try {
    await ready(visited.page);
    await steps(visited.page, visited.seen);
    assert.deepEqual(visited.seen.errors, []);
  } finally {
    await visited.close();
  }
}

/** Reuses pages by city. A page is cleared for the next household, and is not used again after a failure. */
export function lending(browser) {
  const idle = new Map();
  return async (city, today, steps) => {
    const visited = idle.get(city)?.pop() ?? (await open(browser, { city, today, hurry: true }));
    await ready(visited.page);
    await startAgain(visited.page, today);
    await steps(visited.page, visited.seen);
    idle.set(city, [...(idle.get(city) ?? []), visited]);
  };
}

/** Answers the question on the screen with "I don't know": of a household, that years and further people are open. */
export const decline = (page) =>
  page.evaluate(() => {
    const open = "[data-current] [name$='.born.unknown'], [data-current] [name$='.more'][value=maybe]";
    if (document.querySelector("[data-current][data-kind=list]")) {
      for (const box of document.querySelectorAll(open)) if (!box.checked) box.click();
      return;
    }
    const boxes = [
      ...document.querySelectorAll(
        "[data-current] input[value=unknown], [data-current] input[name$='.unknown'], [data-current] input[value=undecided], [data-current] input[name$='.undecided']",
      ),
    ].filter((one) => one.checkVisibility());
    // Several questions may share the screen. Of plans that one question asks together, the last box declines the rest.
    const byQuestion = Map.groupBy(boxes, (one) => one.closest("[data-current]"));
    for (const own of byQuestion.values()) if (!own.at(-1).checked) own.at(-1).click();
  });

/** In the page: keeps every report. */
function listen() {
  globalThis.reports = [];
  document.addEventListener("iju:report", (event) => globalThis.reports.push(event.detail));
}

/** In the page: stops the clock at noon of a day in Japan. */
function stopClock(today) {
  const Real = Date;
  globalThis.stoppedOn = today;
  globalThis.Date = class extends Real {
    constructor(...given) {
      const [year, month, day] = globalThis.stoppedOn.split("-").map(Number);
      super(...(given.length === 0 ? [Date.UTC(year, month - 1, day, 3)] : given));
    }
  };
}

/** In the page: skips long pauses. */
function dropPauses() {
  const real = globalThis.setTimeout;
  globalThis.setTimeout = (action, pause) => real(action, pause > 100 ? 0 : pause);
}

/** Clears a page with a stopped clock, and sets the clock to another day. */
export const startAgain = (page, today) =>
  page.evaluate((day) => {
    globalThis.stoppedOn = day ?? globalThis.stoppedOn; // an example may name no day
    document.querySelector("[data-js-clear]").click();
  }, today);

/** Waits for the engine's first report. */
export const ready = (page) => page.waitForFunction(() => globalThis.reports?.length > 0, { timeout: 10_000 });
/** The last report, with all its advice. */
export async function last(page) {
  await rest(page);
  return page.evaluate(() => globalThis.reports.at(-1));
}
/** The number of reports so far. */
export async function count(page) {
  await rest(page);
  return page.evaluate(() => globalThis.reports.length);
}
/** Waits until the page has no more work. It waits in Node, because a page without scripts has no timers. */
export async function rest(page) {
  do await Promise.race([nextTimer(page), new Promise((done) => setTimeout(done, 50))]);
  while (await page.evaluate(() => document.querySelector("[data-js-results]")?.ariaBusy === "true"));
}

/** Waits until the page has painted and has added the screen to the browser's history. */
export const painted = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));

/** Resolves once the page has run the timers that wait now. Without scripts it never does. */
const nextTimer = (page) => page.evaluate(() => new Promise((done) => setTimeout(done, 5))).catch(() => {});

/**
 * What the page shows of a report: the summary, the cards' verdicts and links to questions, the questions for the desk.
 */
export async function screen(page) {
  await rest(page);
  return page.evaluate(() => {
    const text = (one) => one.textContent.replace(/\s+/g, " ").trim();
    const all = (root, selector) => [...root.querySelectorAll(selector)];
    const open = (row) =>
      !row ||
      (["desk", "unsettled"].includes(row.dataset.state) && open(row.parentElement.closest("[data-js-requirement]")));
    const own = (card) =>
      all(card, "[data-js-ask-text]").filter((ask) => {
        const row = ask.closest("[data-js-requirement]");
        return open(row) && !row?.dataset.readings?.length;
      });
    const cards = all(document, "[data-js-programme][data-verdict]");
    const key = (card) => `${card.dataset.jsProgramme} ${card.id.split("-")[1]}`;
    return {
      status: text(document.querySelector("[data-js-status]")),
      questions: all(document, "[data-js-topic] > [data-js-question]").map((one) => one.dataset.fact),
      verdicts: cards.map((card) => [key(card), card.dataset.verdict]),
      links: cards.flatMap((card) => all(card, "[data-js-live] [data-js-jump]").map((link) => link.dataset.jsJump)),
      unasked: cards
        .filter((card) => card.dataset.verdict === "confirm")
        .flatMap((card) => {
          const asked = new Set(all(document, "[data-js-desk-question] [data-js-question]").map(text));
          return own(card)
            .map(text)
            .filter((ask) => !asked.has(ask));
        }),
    };
  });
}

/**
 * Calls a function in the page with all elements of a selector, and returns its result. It needs one message to the
 * browser; Puppeteer's `$$eval` sends one for each element.
 */
export const evalAll = (page, selector, look) =>
  page.evaluate(`(${look})([...document.querySelectorAll(${JSON.stringify(selector)})])`);

/** The texts of the visible elements of a selector. */
export async function shown(page, selector) {
  await rest(page);
  return evalAll(page, selector, (found) =>
    found.filter((one) => one.checkVisibility()).map((one) => one.innerText.replace(/\s+/g, " ").trim()),
  );
}

/** At most three elements that reach beyond the right edge of the screen. */
export const overflowing = (page, width) =>
  page.evaluate(
    (most) =>
      [...document.querySelectorAll("body *")]
        .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > most + 1)
        .map((one) => one.outerHTML.slice(0, 80))
        .slice(0, 3),
    width,
  );

/** Elements whose text is cut off. */
export const clipped = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("button, a, legend, label, p, li, h1, h2, h3, h4, h5, dd")]
      .filter(
        (one) =>
          one.checkVisibility() &&
          !one.closest(".hidden, .skip") &&
          getComputedStyle(one).overflow === "hidden" &&
          one.scrollHeight > one.clientHeight + 1,
      )
      .map((one) => one.outerHTML.slice(0, 90)),
  );

const question = (name) => `[data-js-question][data-fact="${name}"]`;
const input = (name) => `[name="${name}"]`;

/** In the page: shows a question or a control in it, if it is folded or shrunk to a line. */
function unfold(found) {
  if (found.closest("[hidden]")) found.closest("[data-js-topic]").querySelector("[data-js-unfold]").click();
  found.closest("[data-lined]")?.previousElementSibling.querySelector("[data-js-change]").click();
}

/** Shows a question if it is folded or shrunk to a line. */
export const reach = (page, name) => page.$eval(question(name), unfold);

/** Types into a text box and leaves it. */
export async function type(page, name, text) {
  await page.$eval(input(name), unfold);
  await page.focus(input(name));
  await page.keyboard.type(text);
  await leave(page);
}

/** Removes the focus from a control, and waits until the page has no more work. */
export async function leave(page) {
  await page.evaluate(() => document.activeElement.blur());
  await rest(page);
}

/** Clicks one of a question's options. */
export async function pick(page, name, value) {
  const control = await page.$(`input${input(name)}[value="${value}"]`);
  await control.evaluate(unfold);
  await control.evaluate((one) => one.closest("details:not([open])")?.querySelector("summary").click());
  // In the middle of the screen, the bar at the bottom does not cover it.
  await control.evaluate((one) => one.scrollIntoView({ block: "center" }));
  await control.click();
  await rest(page);
}

/** The kind of every question by name. The questions of further members have `N` as the member's number. */
const kindsOf = (page) =>
  page.evaluate(() => {
    const roots = [
      document,
      ...[...document.querySelectorAll("[data-js-member-template]")].map(({ content }) => content),
    ];
    return Object.fromEntries(
      roots
        .flatMap((root) => [...root.querySelectorAll("[data-js-question]")])
        .map(({ dataset }) => [dataset.fact, dataset.kind]),
    );
  });

const isRange = (answer) => answer !== null && typeof answer === "object" && "min" in answer && "max" in answer;

/** The steps that answer one question: options to pick and texts to type. */
function steps(kind, name, answer) {
  if (kind === "yes_no") return [{ name, pick: answer === null ? "unknown" : answer ? "yes" : "no" }];
  if (Array.isArray(answer)) return [{ name, several: true }, ...answer.map((option) => ({ name, pick: option }))];
  if (kind === "choice") return [{ name, pick: answer ?? "unknown" }];
  const text = answer === null ? null : isRange(answer) ? `${answer.min}〜${answer.max}` : String(answer.is ?? answer);
  const pieces = text?.split("-") ?? [];
  const typed =
    kind === "date"
      ? pieces.map((piece, at) => ({ name: `${name}.${["year", "month", "day"][at]}`, text: piece }))
      : text === null
        ? []
        : [{ name, text }];
  return answer === null || answer.declined ? [...typed, { name: `${name}.unknown`, pick: "1" }] : typed;
}

/** The option that says who else there may be; null if the form offers none. */
function moreChoice(more) {
  if (more === undefined) return "maybe";
  if (isDeepStrictEqual(more, {})) return "none";
  if (isDeepStrictEqual(more, NO_CHILDREN)) return "no_children";
  return isDeepStrictEqual(Object.keys(more), ["child"]) ? "counted" : null;
}

/** The step that types the number of further members; none if their number is open. */
function countSteps(name, more) {
  const count = moreChoice(more) === "counted" ? more.child : {};
  if (typeof count !== "object") return [{ name: `${name}.count`, text: String(count) }];
  return count.max === undefined ? [] : [{ name: `${name}.count`, text: `${count.min ?? 0}〜${count.max}` }];
}

/** The steps that answer a list. */
function rosterSteps(kinds, name, { members = [], more }) {
  const about = members.flatMap((member, at) => {
    const fields = Object.entries(member).flatMap(([field, answer]) => {
      const kind = kinds[`${name}.${at === 0 ? 0 : "N"}.${field}`];
      // The form does not ask for fields that are fixed for the applicant.
      return kind ? steps(kind, `${name}.${at}.${field}`, answer) : [];
    });
    return at === 0 ? fields : [{ name, add: true }, ...fields];
  });
  return [...about, { name: `${name}.more`, pick: moreChoice(more) }, ...countSteps(name, more)];
}

/** In the page: does the steps before the next text, focuses its box, and returns the step's index. */
function goOn(all, from) {
  for (let at = from; at < all.length; at += 1) {
    const { name, pick, text, add, several } = all[at];
    const control = document.querySelector(
      several
        ? `[data-fact="${name}"] [data-js-several]`
        : add
          ? `[data-fact="${name}"] [data-js-add-member]`
          : text === undefined
            ? `select[name="${name}"], input[name="${name}"][value="${pick}"]`
            : `[name="${name}"]`,
    );
    if (!control) throw new Error(`the form has no control ${name} ${pick ?? ""}`);
    const date = control.closest("[data-js-finer]")?.closest("[data-js-question]");
    if (date && !control.checkVisibility()) date.querySelector("[data-js-finer-offer]").click();
    if (control.closest("[hidden]")) control.closest("[data-js-topic]").querySelector("[data-js-unfold]").click();
    control.closest("[data-lined]")?.previousElementSibling.querySelector("[data-js-change]").click();
    control.closest("details:not([open])")?.querySelector("summary").click();
    const when = control.closest("[data-js-when]");
    // The boxes for the day stand inside a coarse answer, which the examples do not give.
    if (when && text !== undefined && !control.checkVisibility()) {
      when.querySelector("[value=past]").click();
      when.querySelector("[value=past]").checked = false;
    }
    if (text !== undefined) {
      control.focus();
      return at;
    }
    document.activeElement.blur();
    if (control.localName === "select") {
      control.value = pick;
      control.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (control.type !== "checkbox" || !control.checked) control.click();
    if (add) {
      // The examples say themselves who the member is, or leave it open.
      const relation = [...document.querySelectorAll("[data-js-member]")].at(-1).querySelector("select");
      relation.value = "";
      relation.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
  return all.length;
}

/** Answers the form, the application date first. Texts go through Chromium's own input. */
export async function fill(page, answers, on) {
  const kinds = await kindsOf(page);
  const all = on ? steps("date", "on", on) : [];
  for (const [name, answer] of Object.entries(answers)) {
    if (!kinds[name]) throw new Error(`the form does not ask ${name}`);
    all.push(
      ...(kinds[name] === "list" && answer !== null
        ? rosterSteps(kinds, name, answer)
        : steps(kinds[name], name, answer)),
    );
  }
  let at = await page.evaluate(goOn, all, 0);
  while (at < all.length) {
    await page.keyboard.sendCharacter(all[at].text);
    at = await page.evaluate(goOn, all, at + 1);
  }
  await leave(page);
}

/** The reason why the form cannot express some answers, or null. */
export function untypable(answers) {
  const beyond = (answer) => {
    if (answer === null || typeof answer !== "object" || Array.isArray(answer) || isRange(answer)) return null;
    if (!("is" in answer)) return `a range (${Object.keys(answer)})`;
    return typeof answer.is === "string" ? null : "a band around a number";
  };
  for (const [name, answer] of Object.entries(answers)) {
    const roster = answer !== null && typeof answer === "object" && ("members" in answer || "more" in answer);
    const plain = roster ? (answer.members ?? []).flatMap((member) => Object.values(member)) : [answer];
    const reason =
      roster && moreChoice(answer.more) === null ? "a count of people not listed" : plain.map(beyond).find(Boolean);
    if (reason) return `${name}: ${reason}`;
  }
  return null;
}

/**
 * At most five pairs of elements whose texts overlap: the boxes of two visible texts meet although neither element
 * contains the other. Bars that keep to the window's edge and elements for screen readers alone are left out.
 */
export const overlapping = (page) =>
  page.evaluate(() => {
    const isBar = (one) => {
      for (let at = one; at; at = at.parentElement) {
        if (["fixed", "sticky"].includes(getComputedStyle(at).position) || at.matches(".hidden, .skip")) return true;
      }
      return false;
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const boxes = [];
    while (walker.nextNode()) {
      const text = walker.currentNode;
      const holder = text.parentElement;
      if (text.data.trim() === "" || !holder.checkVisibility({ visibilityProperty: true }) || isBar(holder)) continue;
      // Readings stand in the space between two lines.
      if (holder.closest("rt")) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      // A line's box is as tall as the font asks; the letters take about its middle three quarters.
      for (const box of range.getClientRects())
        if (box.width > 1 && box.height > 1)
          boxes.push({
            holder,
            text: text.data.trim().slice(0, 30),
            left: box.left + 1,
            right: box.right - 1,
            top: box.top + box.height / 8,
            bottom: box.bottom - box.height / 8,
          });
    }
    boxes.sort((one, other) => one.top - other.top);
    const found = [];
    for (const [at, one] of boxes.entries()) {
      for (const other of boxes.slice(at + 1)) {
        if (other.top >= one.bottom) break;
        if (one.holder.contains(other.holder) || other.holder.contains(one.holder)) continue;
        if (other.left < one.right && one.left < other.right) found.push(`"${one.text}" and "${other.text}"`);
      }
      if (found.length >= 5) break;
    }
    return found;
  });
