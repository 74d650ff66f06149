// Tests the accessibility of every screen: axe, small and magnified screens, the keyboard alone, the accessibility
// tree. It tests no rule of a city.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { clipped, overflowing, launch, visit as visiting } from "./driver.mjs";
import { PAGES, TODAY, cityOf, eachScreen } from "./screens.mjs";
import { sweep } from "./sweep.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** The axe rules about colours, which may find other faults with forced colours. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];
const axe = await readFile(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const visit = (city, steps, options = {}) =>
  visiting(browser, { city, today: TODAY[cityOf(city)], hash: "", bypassPolicy: true, ...options }, steps);

/**
 * In the page: empties hidden elements, so that axe does not look through thousands of them for nothing.
 * `refill()` fills them again.
 */
function emptyUnseen() {
  const emptied = [];
  const empty = (one) => {
    if (one.matches("script, style, option")) return;
    if (one.checkVisibility()) return [...one.children].forEach(empty);
    emptied.push([one, [...one.childNodes]]);
    one.replaceChildren();
  };
  empty(document.body);
  globalThis.refill = () => emptied.forEach(([one, children]) => one.replaceChildren(...children));
}

/** The violations that axe finds on a screen. With all questions at once it skips the results, which have a screen. */
async function violations(page, name, runOnly) {
  const context = { include: ["html"], exclude: name === "single" ? [".results"] : [] };
  const { violations: found } = await page.evaluate(
    (where, which) => globalThis.axe.run(where, { resultTypes: ["violations"], runOnly: which }),
    context,
    runOnly,
  );
  return found.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .slice(0, 3)
        .map(({ html }) => html.slice(0, 120))
        .join(" | ")}`,
  );
}

/** In every run each city, in two languages; in the measurements every page. */
for (const city of sweep(["nemuro", "oita/en"], PAGES)) {
  test(`${city}: axe finds no violation on any screen, and none of its colour rules with forced colours`, async () => {
    await visit(city, async (page) => {
      const session = await page.createCDPSession();
      const force = (value) =>
        session.send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value }] });
      await page.evaluate(axe);
      await eachScreen(page, city, async (name) => {
        await page.evaluate(emptyUnseen);
        assert.deepEqual(await violations(page, name, { type: "tag", values: TAGS }), [], name);
        await force("active");
        assert.deepEqual(
          await violations(page, name, { type: "rule", values: OF_COLOURS }),
          [],
          `${name}, forced colours`,
        );
        await force("none");
        await page.evaluate(() => globalThis.refill());
      });
    });
  });
}

/**
 * In the page: controls with a border whose border and fill both have less than 3:1 contrast with their surroundings.
 */
function faintControls() {
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const isClear = (colour) => numbers(colour)[3] === 0;
  const channel = (eighth) =>
    eighth / 255 <= 0.04045 ? eighth / 255 / 12.92 : ((eighth / 255 + 0.055) / 1.055) ** 2.4;
  const light = (colour) => {
    const [red, green, blue] = numbers(colour).map(channel);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const around = (one) => {
    for (let at = one.parentElement; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (!isClear(backgroundColor)) return backgroundColor;
    }
    return "rgb(255, 255, 255)";
  };
  return [...document.querySelectorAll("button, select, input, a.button, label.choice")]
    .filter((one) => {
      const { backgroundColor, borderTopColor, borderTopStyle, borderTopWidth } = getComputedStyle(one);
      const hasEdge = borderTopStyle !== "none" && borderTopWidth !== "0px" && !isClear(borderTopColor);
      const fill = isClear(backgroundColor) ? around(one) : backgroundColor;
      return (
        one.checkVisibility() && hasEdge && [fill, borderTopColor].every((colour) => contrast(colour, around(one)) < 3)
      );
    })
    .map((one) => one.outerHTML.slice(0, 90));
}

/** The cities ask different questions, and the languages have texts of different lengths. */
for (const city of sweep(["oita/easy"], PAGES)) {
  test(`${city}: nothing is cut off or scrolls sideways at 320 pixels, 200 % text or wide spacing`, async () => {
    const spacing =
      "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }";
    const ways = {
      "320 by 256": [320, 256, ""],
      "text of 200 %": [360, 800, "html { font-size: 200% }"],
      spacing: [360, 800, spacing],
    };
    for (const [way, [width, height, style]] of Object.entries(ways)) {
      await visit(
        city,
        async (page) => {
          if (style) await page.addStyleTag({ content: style });
          await eachScreen(page, city, async (name) => {
            const room = await page.evaluate(() => document.documentElement.scrollWidth);
            if (room > width) assert.fail(`${way}, ${name}: ${room} pixels wide; ${await overflowing(page, width)}`);
            assert.deepEqual(await clipped(page), [], `${way}, ${name}`);
          });
        },
        { width, height },
      );
    }
  });

  test(`${city}: every control is at least 44 pixels high or part of a sentence, and has enough contrast`, async () => {
    await visit(city, async (page) => {
      await eachScreen(page, city, async (name) => {
        assert.deepEqual(await page.evaluate(faintControls), [], name);
        const small = await page.evaluate(() =>
          [...document.querySelectorAll("button, summary, select, input, a.button, .begin a, .answers__row a")]
            .filter((one) => one.checkVisibility())
            .map((one) => one.closest("label.choice") ?? one)
            .filter((one) => one.getBoundingClientRect().height < 43.5)
            .map((one) => one.outerHTML.slice(0, 90)),
        );
        assert.deepEqual(small, [], name);
      });
    });
  });
}

test("the keyboard alone leads from the start to a result, and the focus is always visible", async () => {
  await visit("oita", async (page) => {
    const seen = () =>
      page.evaluate(() => {
        const one = document.activeElement;
        const box = one.getBoundingClientRect();
        const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
        const outline = Number.parseFloat(getComputedStyle(one).outlineWidth);
        return {
          what: one.outerHTML.slice(0, 80),
          outline,
          covered: !(one.contains(top) || top?.contains(one)),
          inView: box.top >= -1 && box.top < innerHeight,
        };
      });
    const tabTo = async (selector) => {
      for (let presses = 0; presses < 80; presses += 1) {
        await page.keyboard.press("Tab");
        const at = await seen();
        assert.ok(at.outline >= 2 && at.inView && !at.covered, JSON.stringify(at));
        if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
      }
      assert.fail(`${selector} is not reached`);
    };
    await tabTo("[data-js-screen=question]");
    await page.keyboard.press("Enter");
    for (
      let screens = 0;
      screens < 60 && (await page.evaluate(() => document.body.dataset.screen)) === "question";
      screens += 1
    ) {
      // Of the coarse answers to when somebody moves, one is chosen like an option.
      const kind = await page.evaluate(() => {
        const { kind, jsWhen } = document.querySelector("[data-current]").dataset;
        return jsWhen === undefined ? kind : "choice";
      });
      if (kind === "list") {
        await tabTo("[data-current] input[name$='.born.unknown']");
        await page.keyboard.press("Space");
        await tabTo("[data-current] input[name$='.more']");
      } else if (["date", "number", "yen", "together"].includes(kind))
        await tabTo("[data-current] input[type=checkbox]");
      else await tabTo("[data-current] input[type=radio]");
      await page.keyboard.press("Space");
      await page.keyboard.press("Enter");
    }
    assert.equal(await page.evaluate(() => document.body.dataset.screen), "check");
    await tabTo("#check [data-js-screen=result]");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "results-title");
    await page.keyboard.down("Shift");
    await page.keyboard.press("Tab");
    await page.keyboard.up("Shift");
    assert.notEqual(await page.evaluate(() => document.activeElement.id), "results-title", "the way back is open");
  });
});

test("the accessibility tree has each question as a named group, with its hint and its error", async () => {
  await visit("oita", async (page) => {
    await page.click("[data-js-screen=question]");
    await page.click("[data-js-next]");
    const session = await page.createCDPSession();
    const tell = async () => {
      const { nodes } = await session.send("Accessibility.getFullAXTree");
      return nodes
        .filter(({ ignored }) => !ignored)
        .map(({ role, name, description, properties }) => ({
          role: role?.value,
          name: name?.value ?? "",
          description: description?.value ?? "",
          invalid: properties?.find((one) => one.name === "invalid")?.value.value,
        }));
    };
    const descriptionOf = (told) => {
      const group = told.find(({ role, name }) => role === "group" && name === "いつ引っ越しますか");
      assert.ok(group, "the question is a group");
      return group.description;
    };
    const told = await tell();
    assert.match(descriptionOf(told), /1つ選んでください.*住民票/s, "the error comes before the hint");
    assert.ok(told.some(({ role, name }) => role === "heading" && /かんたん診断/.test(name)));
    const speaking = await page.evaluate(() =>
      [...document.querySelectorAll("[role=status], [aria-live]")]
        .filter((one) => one.checkVisibility() && one.textContent.trim() !== "")
        .map((one) => one.textContent),
    );
    assert.deepEqual(speaking, [], "one question at a time, nothing speaks by itself");
    await page.click('[name="moved_on.period"][value=past]');
    await page.focus('[name="moved_on.year"]');
    await page.keyboard.type("20");
    await page.click("[data-js-next]");
    const again = await tell();
    assert.match(descriptionOf(again), /4けた.*住民票/s);
    assert.ok(again.some(({ role, invalid }) => role === "textbox" && invalid === "true"));
  });
});
