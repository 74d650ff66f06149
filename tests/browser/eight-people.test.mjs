// Eight people play the page from the start to the result in Chromium, Firefox and WebKit. It tests that each arrives, in
// how many screens, and at the figures that were worked out by hand. It does not test how the screens look.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ENGINES } from "./engines.mjs";
import { PEOPLE } from "./people.mjs";
import { play } from "./player.mjs";
import { watching } from "./watched.mjs";

/** The most screens from the start to the result, both counted. */
const MOST_SCREENS = 15;
/** The greatest height of a folded result in each engine, in CSS pixels. Translations stand beside their Japanese. */
const MOST_PX = { ja: 1600, easy: 2600, en: 1700 };

let watched;
before(async () => {
  watched = await watching();
});
after(() => watched?.remove());

const address = async ({ page, today, desk }) => `${await watched.copy(page, today)}${desk ? "#all" : ""}`;

/** A programme's verdict and figures in a report, in the form in which people.mjs expects them. */
function found({ estimate, verdict, amount, reference }, expected) {
  const shown = expected.estimate ? estimate : { verdict, amount };
  const figures = (one) => one && [one.min, one.max].map((end) => (end === null ? null : Number(end)));
  const yen = figures(shown.amount);
  return {
    ...(expected.estimate && { estimate: verdict === "no_rule" }),
    verdict: shown.verdict,
    ...("yen" in expected && { yen: yen?.some((end) => end !== null) ? yen : null }),
    ...(expected.ceiling && { ceiling: shown.amount.ceiling }),
    ...(expected.reference && { reference: figures(reference?.amount) }),
  };
}

for (const [name, start] of Object.entries(ENGINES)) {
  let engine;
  before(async () => {
    engine = await start();
  });
  after(() => engine?.close());

  for (const person of PEOPLE) {
    test(`${name}: ${person.name}`, async (context) => {
      const tab = await engine.open(await address(person));
      try {
        const walk = await play(tab, person);
        context.diagnostic(`${walk.screens.length} screens, ${walk.taps} taps, ${walk.height} px`);
        assert.deepEqual(walk.errors, []);
        assert.equal(walk.screens.at(-1), person.desk ? "single" : "result");
        assert.ok(walk.screens.length <= MOST_SCREENS, `${walk.screens.length} screens: ${walk.screens.join(", ")}`);
        assert.equal(walk.width, 360);
        const most = MOST_PX[person.page.split("/")[1] ?? "ja"];
        assert.ok(person.desk || walk.height <= most, `the result is ${walk.height} px long`);
        assert.ok(walk.room <= 360, `${walk.room} pixels wide`); // less where the browser draws a scroll bar
        const programmes = Object.fromEntries(walk.report.programmes.map((one) => [one.id, one]));
        for (const [id, expected] of Object.entries(person.expected))
          assert.deepEqual(found(programmes[id], expected), expected, `${id}, with ${JSON.stringify(walk.answers)}`);
        for (const figure of person.shows) assert.ok(walk.text.includes(figure), `the result shows ${figure}`);
        assert.doesNotMatch(walk.text, /undefined|null|NaN|[{}《》]/);
        if (person.desk)
          for (const said of [...person.shows, "0153-23-6111"])
            assert.ok(walk.sheet.includes(said), `the sheet: ${said}`);
      } finally {
        await tab.close();
      }
    });
  }

  test(`${name}: control: an error of the script is noted`, async () => {
    const tab = await engine.open(await address(PEOPLE[0]));
    try {
      await tab.evaluate(() => void setTimeout(() => document.body.missing.part));
      await tab.evaluate(
        () => void Object.assign(document.body.appendChild(new Image()), { src: "http://127.0.0.1:9/" }),
      );
      await new Promise((done) => setTimeout(done, 100));
      const errors = await tab.evaluate(() => globalThis.seen.errors);
      // Engines hide the message where the error comes from the driver's own script.
      assert.match(errors.join(), /missing|undefined|Script error/);
      assert.match(errors.join(), /the policy refused img-src/);
    } finally {
      await tab.close();
    }
  });
}

test("a missing WebKit fails by name, and says what to install", async () => {
  for (const variable of ["WEBKIT_DRIVER", "MINI_BROWSER", "XVFB"]) {
    const before = process.env[variable];
    process.env[variable] = "/nowhere/at/all";
    await assert.rejects(ENGINES.WebKit(), /\/nowhere\/at\/all is missing.*WebKit.*webkit2gtk-driver xvfb xauth/);
    if (before === undefined) delete process.env[variable];
    else process.env[variable] = before;
  }
});
