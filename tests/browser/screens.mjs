// Visits every screen of a page, for tests and screenshots. It tests nothing.
import { dirname, join } from "node:path";
import { fill, readCases, rest, untypable } from "./driver.mjs";

/** For each city, a day for which rules are registered. */
export const TODAY = { nemuro: "2024-06-10", oita: "2025-06-10" };
/** Every page: each city in each language. */
export const PAGES = Object.keys(TODAY).flatMap((city) => [city, join(city, "easy"), join(city, "en")]);
export const cityOf = (page) => (page in TODAY ? page : dirname(page));

const cases = (await readCases()).filter(({ answers }) => untypable(answers) === null);

/** Goes to a question by a link of the check. */
export const goTo = (page, name) =>
  page.evaluate((fact) => {
    const link = document.createElement("a");
    link.dataset.jsJump = fact;
    document.querySelector(".check").append(link);
    link.click();
    link.remove();
  }, name);

/** Goes to a screen, and waits until the page has no more work. */
async function show(page, screen) {
  await page.evaluate((kind) => document.querySelector(`[data-js-screen=${kind}]`).click(), screen);
  await rest(page);
}

/** One question of each kind that the city asks. */
const kinds = (page) =>
  page.evaluate(() => {
    const found = new Map();
    for (const { dataset } of document.querySelectorAll("[data-js-topic] > [data-js-question]"))
      if (!found.has(dataset.kind)) found.set(dataset.kind, dataset.fact);
    return Object.fromEntries(found);
  });

/** Shows every screen, and calls `look` with the screen's name. */
export async function eachScreen(page, city, look) {
  const rich = cases
    .filter((one) => one.city === cityOf(city))
    .sort((a, b) => Object.keys(b.answers).length - Object.keys(a.answers).length)[0];
  await look("start");
  for (const [kind, name] of Object.entries(await kinds(page))) {
    await goTo(page, name);
    await look(`a question of kind ${kind}`);
    if (kind === "list") {
      await page.click("[data-current] [data-js-add-member][data-relation=child]");
      await look("a list with a second member");
      await page.click("[data-current] [data-js-remove-member]");
    }
  }
  await goTo(page, "moved_on");
  await page.click("[data-js-next]");
  await look("an error");
  await show(page, "single"); // with all questions at once, every field is visible and can be typed into
  await fill(page, rich.answers, rich.on);
  for (const screen of ["check", "result", "single"]) {
    await show(page, screen);
    if (screen === "result")
      await page.evaluate(
        (most) => [...document.querySelectorAll("details")].slice(0, most).forEach((one) => (one.open = true)),
        city in TODAY ? 1000 : 8,
      );
    await look(screen);
  }
}
