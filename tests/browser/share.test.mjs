// Tests share links and the printed sheet: made only on request, read completely or not at all, and removed on
// clearing. It contains no rule.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fill, last, launch, readCases, ready, shown, untypable, visit as visiting } from "./driver.mjs";
import { every } from "./sweep.mjs";

const cases = (await readCases()).filter(({ answers }) => untypable(answers) === null);
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const visit = (options, steps) => visiting(browser, { hash: "", ...options }, steps);

/** A report without advice, which the page computes only on screens with results. */
const found = ({ programmes, relevant, best }) => ({
  relevant,
  best,
  programmes: programmes.map(({ id, year, verdict, amount, requirements, missing }) => ({
    id,
    year,
    verdict,
    amount,
    requirements,
    missing,
  })),
});
const hashOf = (page) => page.evaluate(() => location.hash);

/** Fills the form, makes a link, and returns the fragment that contains the answers. */
async function link(page, answers, on) {
  await fill(page, answers, on);
  await openShare(page);
  await page.evaluate(() => document.querySelector("[data-js-make-link]").click());
  const address = await page.$eval("[data-js-address]", (one) => one.textContent);
  return address.slice(address.indexOf("#"));
}

/** Opens the part that makes a link, and waits until it lists the answers. */
async function openShare(page) {
  await page.evaluate(async () => {
    const details = document.querySelector("[data-js-share]");
    if (details.open) return;
    details.open = true;
    await new Promise((done) => details.addEventListener("toggle", () => setTimeout(done), { once: true }));
  });
}

test("a link restores the same answers and the same report for every household", async () => {
  for (const city of ["oita", "nemuro"]) {
    const isCounted = ({ answers }) => Object.keys(answers.household?.more ?? {}).join() === "child";
    const own = cases.filter((one) => one.city === city);
    const some = new Set([...every(300, own), ...every(8, own.filter(isCounted))]);
    for (const { answers, on, today, name } of some) {
      let hash = "";
      let before;
      await visit({ city, today, hash: "#all" }, async (page) => {
        hash = await link(page, answers, on);
        before = await last(page);
      });
      assert.match(hash, /^#v4\.[0-9a-f]{6}\.[A-Za-z0-9_-]+$/);
      assert.ok(hash.length < 150, `${name}: ${hash.length} letters`);
      await visit({ city, today, hash }, async (page, seen) => {
        const after = await last(page);
        assert.deepEqual(
          [after.answers, after.on, found(after.report)],
          [before.answers, before.on, found(before.report)],
          name,
        );
        assert.equal(await hashOf(page), "", "the address is clean at once");
        assert.equal((await shown(page, "[data-js-check-lead]")).length, 1, "the answers are shown to be checked");
        assert.equal(
          seen.requests.filter((url) => url.includes(hash.slice(1))).length,
          seen.requests.length,
          "nothing but the page itself was asked for",
        );
      });
    }
  }
});

test("the address contains no answers before a link is made, and none after clearing", async () => {
  const { answers, on, today } = cases.find(({ city }) => city === "oita");
  await visit({ today, hash: "#all" }, async (page) => {
    await fill(page, answers, on);
    assert.equal(await hashOf(page), "#all");
    await openShare(page);
    assert.ok((await shown(page, "[data-js-contains] li")).length > 0, "what a link will hold is listed first");
    assert.equal(await hashOf(page), "#all");
    assert.match(await link(page, {}, null), /^#v4/);
    assert.equal(await hashOf(page), "#all", "a link is shown, and stays out of the address");
    await page.click("[data-js-clear]");
    assert.equal(await hashOf(page), "#all");
    assert.deepEqual((await last(page)).answers, {});
    assert.equal((await shown(page, "[data-js-address]")).length, 0);
  });
});

test("a link with any fault is rejected completely, with the reason", async () => {
  const { answers, on, today } = cases.find(({ city, answers: own }) => city === "oita" && Object.keys(own).length > 5);
  let hash = "";
  await visit({ today, hash: "#all" }, async (page) => {
    hash = await link(page, answers, on);
  });
  const [version, schema, text] = hash.slice(1).split(".");
  const refused = {
    "#v1.000000.AAAA": /形/,
    "#v4.000000.AAAA": /こわれて/,
    [`#${version}.${schema}.`]: /こわれて/,
    [`#${version}.${schema}.${text.slice(0, -2)}`]: /こわれて/,
    [`#${version}.${schema}.${text}AA`]: /こわれて/,
    [`#${version}.${schema}.${"_".repeat(40)}`]: /こわれて/,
    [`#${version}.${schema}.%3Cscript%3E`]: /こわれて/,
    [`#v3.${schema}`]: /形/,
  };
  for (const [bad, reason] of Object.entries(refused)) {
    await visit({ today, hash: bad }, async (page) => {
      assert.match((await shown(page, "[data-js-check-lead]")).join(), reason, bad);
      assert.deepEqual((await last(page)).answers, {}, bad);
      assert.equal(await hashOf(page), "");
      assert.equal(
        await page.evaluate(
          () => document.querySelectorAll("form input:checked, [data-js-member] + [data-js-member]").length,
        ),
        0,
      );
    });
  }
});

test("a link leaves out entries with errors, and no other answer", async () => {
  const isOwnBirth = ({ household }) => household?.members?.[0]?.born !== undefined;
  const { answers, on, today } = cases.find(({ city, answers: own }) => city === "oita" && isOwnBirth(own));
  await visit({ today, hash: "#all" }, async (page) => {
    await fill(page, answers, on);
    const before = (await last(page)).answers;
    const year = '[name="household.0.born.year"]';
    for (const wrong of ["2990", "2200", "1899"]) {
      await page.$eval(
        year,
        (box, value) => {
          box.value = value;
          for (const kind of ["input", "change"]) box.dispatchEvent(new Event(kind, { bubbles: true }));
        },
        wrong,
      );
      assert.equal((await shown(page, "[data-js-left-out]")).length, wrong === "2990" ? 0 : 1);
      const hash = await link(page, {}, null);
      assert.match((await shown(page, "[data-js-left-out]")).join(), /いつ生まれ/, "what is left out is named");
      await visit({ today, hash }, async (other) => {
        const [{ born: _, ...applicant }, ...others] = before.household.members;
        const household = { ...before.household, members: [applicant, ...others] };
        assert.deepEqual((await last(other)).answers, { ...before, household }, wrong);
      });
    }
  });
});

test("days that no coarse answer means any more are kept by a link, an undone clearing and another language", async () => {
  // Said on November 29: from that day to March 31, when the fiscal year ends. A week later no coarse answer means that.
  const days = { min: "2026-11-29", max: "2027-03-31" };
  const moved = async (page) => (await last(page)).answers.moved_on;
  const click = (page, selector) => page.evaluate((one) => document.querySelector(one).click(), selector);
  let hash = "";
  await visit({ today: "2026-11-29", hash: "#all" }, async (page) => {
    await click(page, "[name='moved_on.period'][value=this_year]");
    assert.deepEqual(await moved(page), days);
    hash = await link(page, {}, null);
  });
  await visit({ today: "2026-12-06", hash }, async (page) => {
    assert.deepEqual(await moved(page), days);
    assert.match((await shown(page, "#check .answers__row")).join(), /11月29日.*3月31日/);
    await click(page, "[data-js-clear]");
    assert.equal(await moved(page), undefined);
    assert.equal(await page.$eval("[data-js-period-given]", (one) => one.hidden), true);
    await click(page, "[data-js-said] button");
    assert.deepEqual(await moved(page), days);
    await Promise.all([page.waitForNavigation(), click(page, "[data-js-language=en]")]);
    await ready(page);
    assert.deepEqual(await moved(page), days);
    await click(page, "[name='moved_on.period'][value=past]");
    assert.deepEqual(await moved(page), { min: "1990-01-01", max: "2026-12-06" }, "any other answer takes its place");
  });
});

test("a number that was confirmed stays confirmed when a clearing is undone", async () => {
  await visit({ city: "nemuro", today: "2026-11-29", hash: "#all" }, async (page) => {
    const name = await page.$eval("[data-js-question][data-kind=yen]", ({ dataset }) => dataset.fact);
    const amount = async () => (await last(page)).answers[name];
    await page.$eval(`[name="${name}"]`, (box) => {
      box.value = "約300万";
      box.dispatchEvent(new Event("change", { bubbles: true }));
    });
    assert.equal(await amount(), undefined, "it waits");
    await page.$eval(`[data-fact="${name}"] [data-js-confirm]`, (button) => button.click());
    assert.equal(await amount(), 3_000_000);
    for (const selector of ["[data-js-clear]", "[data-js-said] button"]) {
      await page.evaluate((one) => document.querySelector(one).click(), selector);
    }
    assert.equal(await amount(), 3_000_000);
  });
});

test("a code with one changed letter gives other answers or is rejected, never a mixture", async () => {
  const { answers, on, today } = cases.find(({ city, answers: own }) => city === "oita" && Object.keys(own).length > 3);
  await visit({ today, hash: "#all" }, async (page) => {
    const hash = await link(page, answers, on);
    const wrong = await page.evaluate(async (code) => {
      const made = [];
      for (let at = code.indexOf(".", 4) + 1; at < code.length; at += 1) {
        for (const letter of ["A", "_", "q"]) {
          made.push(code.slice(0, at) + letter + code.slice(at + 1));
        }
      }
      return made;
    }, hash);
    assert.ok(wrong.length > 10);
    for (const changed of wrong.filter((_, at) => at % 17 === 0)) {
      await visit({ today, hash: changed }, async (other) => {
        const { answers: taken } = await last(other);
        const lead = (await shown(other, "[data-js-check-lead]")).join();
        assert.equal(/こわれて/.test(lead), Object.keys(taken).length === 0 && !/読み込みました/.test(lead), changed);
      });
    }
  });
});

test("a language link takes the answers to the page in that language, whose address then contains none", async () => {
  const { answers, on, today } = cases.find(({ city, answers: own }) => city === "oita" && Object.keys(own).length > 5);
  await visit({ today, hash: "#all" }, async (page) => {
    assert.doesNotMatch(
      await page.$eval("[data-js-language=en]", (link) => link.getAttribute("href")),
      /#/,
      "a plain link until it is followed",
    );
    await fill(page, answers, on);
    const before = (await last(page)).report;
    await page.click("nav.languages summary");
    await Promise.all([page.waitForNavigation(), page.click(".languages__links [data-js-language=en]")]);
    await ready(page);
    assert.equal(await page.$eval("html", (html) => html.lang), "en");
    assert.equal(await hashOf(page), "#all", "the same mode, and no answer in the address");
    assert.equal(await page.evaluate(() => window.name), "", "nothing is left in the window's name");
    assert.deepEqual(found((await last(page)).report), found(before));
    assert.equal(await page.evaluate(() => document.body.dataset.screen), "single");
  });
});
