// Plays a person's visit: from the start to the result, one screen after another, and measures what it took. It finds
// controls by their names and values, never by layout. It knows no rule and judges no result.
import assert from "node:assert/strict";

/**
 * A walk to the result.
 * @typedef {object} Walk
 * @property {string[]} screens every screen that was shown, such as `start`, `question moved_on`, `question
 *   origin+via_prefecture`, `check`, `result`
 * @property {number} taps the clicks, and the boxes that were filled
 * @property {number} width the width of the screen, in CSS pixels
 * @property {number} room the width that the result takes up
 * @property {number} height the length of the result's page, folded
 * @property {string[]} top the lines of text in the first 640 pixels of the result
 * @property {string} text what the folded result says
 * @property {string} [sheet] what the printed sheet says, for a clerk
 * @property {any} report the last report
 * @property {string[]} errors what went wrong in the script
 */

/** More screens than any visit has: the walk goes in circles. */
const MOST_SCREENS = 80;
/** More controls than any screen has: the screen asks again and again. */
const MOST_STEPS = 120;
/** A day that is not known to the day. */
const ROUGH = /^\d{4}(-\d\d)?$/;
/** The longest wait for a screen, in milliseconds. */
const MOST_MS = 30_000;
export const TOP_PX = 640;
const pause = (time) => new Promise((done) => setTimeout(done, time));

/**
 * Plays a visit in a tab that shows a watched page.
 * @param {import("./engines.mjs").Tab} tab
 * @param {import("./people.mjs").Person} person
 * @returns {Promise<Walk>}
 */
export async function play(tab, person) {
  const walk = { screens: [], taps: 0 };
  const ready = () => globalThis.seen.reports.length > 0 || globalThis.seen.errors.length > 0;
  await until(tab, ready, "the first report");
  for (let at = await look(tab, placeOf); ; ) {
    walk.screens.push(at.name);
    assert.ok(walk.screens.length <= MOST_SCREENS, `${person.name} goes in circles: ${walk.screens.join(", ")}`);
    if (["result", "single"].includes(at.screen)) break;
    if (at.screen === "question") await answerAll(tab, person, walk);
    at = await goOn(tab, at, walk);
  }
  if (person.desk) await serve(tab, person, walk);
  return { ...walk, ...(await look(tab, readResult, TOP_PX)) };
}

/** Presses a control. */
async function tap(tab, walk, selector) {
  walk.taps += 1;
  await tab.click(selector);
}

/**
 * Presses the one solid button of a screen, and returns where the visit is then. It fails with the page's own words if the
 * page finds something wrong. A page may ask the same question again, more exactly.
 */
async function goOn(tab, at, walk) {
  const forward = await tab.evaluate(findForward);
  assert.ok(forward, `${at.name} has a button that leads on`);
  await tap(tab, walk, forward);
  const next = await look(tab, placeOf);
  assert.equal(next.said, "", `${at.name} does not lead on`);
  return next;
}

/** Answers every question on the screen. An answer may make another one leave it. */
async function answerAll(tab, person, walk) {
  const done = new Set();
  for (;;) {
    const fact = (await look(tab, questionsAsked)).find((one) => !done.has(one));
    if (fact === undefined) return;
    done.add(fact);
    await answer(tab, person, fact, walk);
  }
}

/**
 * Answers a question on the screen, one control after another, until nothing that the person knows is left. Whoever is
 * asked again does not know it more exactly.
 */
async function answer(tab, person, fact, walk) {
  const done = new Set();
  const again = walk.screens.filter((name) => name.split(/[ +]/).includes(fact)).length > 1;
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const step = nextStep({ ...(await look(tab, controlsOf, fact)), again }, person, done);
    if (!step) return;
    done.add(step.key);
    if (step.option !== undefined) {
      walk.taps += 1;
      await tab.evaluate(choose, step.selector, step.option);
    } else if (step.text === undefined) await tap(tab, walk, step.selector);
    else {
      walk.taps += 1;
      await tab.type(step.selector, step.text);
    }
  }
  assert.fail(`${person.name}: the screen of ${fact} asks again and again`);
}

/** Desk mode asks everything on one screen: answers what the person says of each question that shows, and prints. */
async function serve(tab, person, walk) {
  const done = new Set();
  for (;;) {
    const facts = await look(tab, questionsShown);
    const fact = facts.find((one) => !done.has(one) && (one === "on" ? person.on : one in person.answers));
    if (!fact) break;
    done.add(fact);
    await answer(tab, person, fact, walk);
  }
  await tap(tab, walk, "[data-js-print-desk]");
  // WebKit tells of a print a moment after it was asked for.
  await until(tab, () => document.body.hasAttribute("data-sheet"), "the sheet");
  walk.sheet = await look(tab, readSheet);
}

// --- in the page ---

/** In the page: where the visit is, and what the page says if it does not go on. */
function placeOf() {
  const { screen } = document.body.dataset;
  const facts = [...document.querySelectorAll("[data-current]")].map(({ dataset }) => dataset.fact);
  const complaints = [...document.querySelectorAll("[data-js-error-summary], [data-js-failed], .error")];
  const said = complaints
    .filter((one) => one.checkVisibility())
    .map((one) => one.innerText.replace(/\s+/g, " ").trim());
  return { screen, name: screen === "question" ? `question ${facts.join("+")}` : screen, said: said.join(" | ") };
}

/** In the page: marks the button that leads on from a screen, and returns a selector for it; null if there is none. */
function findForward() {
  for (const one of document.querySelectorAll("[data-walk-on]")) one.removeAttribute("data-walk-on");
  const own = { start: "[data-js-screen=question]", question: "[data-js-next]", check: "[data-js-screen=result]" };
  const solid = [...document.querySelectorAll(".button--solid")].filter((one) => one.checkVisibility());
  const found = solid.find((one) => one.matches(own[document.body.dataset.screen])) ?? null;
  found?.setAttribute("data-walk-on", "");
  return found && "[data-walk-on]";
}

/** In the page: the questions on the screen. */
function questionsAsked() {
  return [...document.querySelectorAll("[data-current]")].map(({ dataset }) => dataset.fact);
}

/** In the page: the questions that show, but for those about one member and those that only repeat others. */
function questionsShown() {
  return [...document.querySelectorAll("[data-js-question]:not([data-kind=together])")]
    .filter((one) => !one.parentElement.closest("[data-kind=list]") && one.checkVisibility())
    .map((one) => one.dataset.fact);
}

/** In the page: every control of a question that can be used now, each with a selector that finds it. */
function controlsOf(fact) {
  document.activeElement.blur(); // whoever looks on has left the last box
  const root = document.querySelector(`[data-js-question][data-fact=${JSON.stringify(fact)}]`);
  const inputs = [...root.querySelectorAll("input, select")].filter(
    (one) => !one.disabled && (one.checkVisibility() || one.closest("label")?.checkVisibility()),
  );
  for (const one of root.querySelectorAll("[data-walk-add]")) one.removeAttribute("data-walk-add");
  const adders = [...root.querySelectorAll("[data-js-add-member]")].filter((one) => one.checkVisibility());
  return {
    fact,
    kind: root.dataset.kind ?? "",
    inputs: inputs.map((one) => {
      const type = one.localName === "select" ? "select" : one.type;
      const place = ["radio", "checkbox"].includes(type) ? `[value=${JSON.stringify(one.value)}]` : "";
      return {
        name: one.name,
        type,
        value: one.value,
        checked: one.checked ?? false,
        isPlan: one.hasAttribute("data-js-plan"),
        selector: `${one.localName}[name=${JSON.stringify(one.name)}]${place}`,
      };
    }),
    adders: adders.map((one, at) => {
      one.setAttribute("data-walk-add", at);
      return { relation: one.dataset.relation ?? "", selector: `[data-walk-add="${at}"]` };
    }),
  };
}

/** In the page: chooses an option of a list box. */
function choose(selector, option) {
  const box = document.querySelector(selector);
  box.value = option;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

// --- what the person does ---

/** The next thing to do on a screen, or null. A control is used once. */
function nextStep(controls, person, done) {
  const row = nextPerson(controls, person);
  if (row && !done.has(row.key)) return row;
  for (const input of controls.inputs) {
    const step = stepFor(input, controls, person);
    if (step && !done.has(step.key)) return step;
  }
  return null;
}

/** The button that adds the next of a person's family, in the order of the answers; null if all are there. */
function nextPerson({ fact, inputs, adders }, person) {
  const isYear = new RegExp(`^${fact}\\.\\d+\\.born\\.year$`);
  const rows = inputs.filter(({ name }) => isYear.test(name)).length;
  const next = adders.length > 0 ? person.answers[fact]?.members?.[rows] : null;
  if (!next || rows === 0) return null;
  const { selector } = adders.find(({ relation }) => relation === next.relation) ?? adders[0];
  return { key: `add ${rows}`, selector };
}

/** What a person does with one control, or null if nothing: a click, a text to type, or an option of a list box. */
function stepFor(input, controls, person) {
  const { name, type, value, selector, checked } = input;
  const wanted = wantedOf(input, controls, person);
  if (wanted === null) return null;
  if (type === "radio" || type === "checkbox") return wanted && !checked ? { key: `${name}=${value}`, selector } : null;
  if (value === wanted) return null;
  return type === "select" ? { key: name, selector, option: wanted } : { key: name, selector, text: wanted };
}

/** Whether a person ticks a box, or what the person writes into it; null if nothing. */
function wantedOf({ name, type, value, isPlan }, { kind, inputs, again }, person) {
  const isTick = type === "radio" || type === "checkbox";
  const entry = person.entries?.[name];
  if (entry !== undefined) return isTick ? value === entry : entry;
  if (isPlan) return isPlanned(person, value);
  if (kind === "together") return ticksNone(name, inputs, person);
  const [, list] = /^(.*)\.more$/.exec(name) ?? [];
  if (list) return value === person.answers[list]?.more;
  const { base, piece } = splitName(name);
  const said = answerOf(person, base);
  if (piece === "unknown") return said === null || (again && ROUGH.test(String(said)));
  if (said === null) return isTick ? value === "unknown" : type === "select" ? "unknown" : null;
  if (piece) return pieceOf(String(said), piece);
  const text = said === true ? "yes" : said === false ? "no" : String(said);
  return isTick ? value === text : text;
}

/** The year, month or day of a date as people write it; null if the person does not know it. */
function pieceOf(day, piece) {
  const text = day.split("-")[["year", "month", "day"].indexOf(piece)];
  return text === undefined ? null : String(Number(text));
}

/** A control's name in two: the question, and what the control says of it. */
function splitName(name) {
  const found = /^(.*)\.(year|month|day|unknown)$/.exec(name);
  return found ? { base: found[1], piece: found[2] } : { base: name, piece: "" };
}

/** A person's answer to a question such as `moved_on` or `household.1.born`; null for what the person does not know. */
function answerOf(person, name) {
  if (name === "on") return person.on ?? null;
  const member = /^(.+?)\.(\d+)\.(.+)$/.exec(name);
  if (!member) return person.answers[name] ?? null;
  return person.answers[member[1]]?.members[Number(member[2])]?.[member[3]] ?? null;
}

/** Whether a person makes a plan. */
const isPlanned = (person, fact) => ![undefined, null, false, "none"].includes(person.answers[fact]);

/** Whether a person ticks the box that says of all plans: none of them, or the others are not decided. */
function ticksNone(name, inputs, person) {
  const plans = inputs.filter(({ isPlan }) => isPlan).map(({ value }) => value);
  const isOpen = plans.some((fact) => (person.answers[fact] ?? null) === null);
  if (name.endsWith(".undecided")) return isOpen;
  return name.endsWith(".none") && !isOpen && !plans.some((fact) => isPlanned(person, fact));
}

// --- the result ---

/** In the page: the printed sheet's text. */
function readSheet() {
  return document.querySelector("[data-js-sheet]").textContent.replace(/\s+/g, " ");
}

/** In the page: the result's text and length, and the lines of its first pixels. */
function readResult(most) {
  scrollTo(0, 0);
  const lines = [];
  let block = null;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { currentNode: node } = texts;
    const parent = node.parentElement;
    if (node.data.trim() === "" || !parent.checkVisibility() || parent.closest("rt, rp, template")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    // What only screen readers read is one pixel large.
    if (box.width <= 1 || box.height <= 1 || box.bottom <= 0 || box.top >= most) continue;
    // A long text ends where the screen does.
    let end = node.length;
    for (; end > 0 && range.getBoundingClientRect().bottom > most; end -= 1) range.setEnd(node, end - 1);
    let own = parent;
    while (/^(inline|ruby)/.test(getComputedStyle(own).display)) own = own.parentElement;
    if (own === block) lines[lines.length - 1] += node.data.slice(0, end);
    else lines.push(node.data.slice(0, end));
    block = own;
  }
  const { report, answers } = globalThis.seen.reports.at(-1);
  return {
    width: innerWidth,
    room: document.documentElement.scrollWidth,
    height: document.documentElement.scrollHeight,
    top: lines.map((line) => line.replace(/\s+/g, " ").trim()).filter((line) => line !== ""),
    text: document.querySelector("#results").innerText.replace(/\s+/g, " "),
    report,
    answers,
    errors: globalThis.seen.errors,
  };
}

// --- waiting ---

/** Calls a function in the page once the page has no more work. */
async function look(tab, read, ...given) {
  // What a click starts may wait for the task after it.
  await pause(5);
  await until(tab, () => !("thinking" in document.body.dataset), "the end of the page's work");
  return tab.evaluate(read, ...given);
}

/** Waits until a condition holds in the page. */
async function until(tab, condition, what) {
  const latest = Date.now() + MOST_MS;
  while (!(await tab.evaluate(condition))) {
    assert.ok(Date.now() < latest, `${what} comes within ${MOST_MS} ms`);
    await pause(50);
  }
}
