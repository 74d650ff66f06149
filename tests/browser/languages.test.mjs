// Tests every city's page in every language: it is complete, its languages are marked, and its results are the same.
// It does not test the quality of a translation.
import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { access } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { evalAll, fill, last, launch, pagePath, pageText, readCases, untypable, visit as visiting } from "./driver.mjs";
import { goTo } from "./screens.mjs";
import { sweep } from "./sweep.mjs";

const CITIES = ["nemuro", "oita"];
const LANGUAGES = [
  { id: "ja", folder: "", lang: "ja", name: "日本語" },
  { id: "easy", folder: "easy", lang: "ja", name: "やさしい 日本語" },
  { id: "en", folder: "en", lang: "en", name: "English" },
];
/** The number of households of each city that are typed into the pages. */
const HOUSEHOLDS = sweep(1, 2);

const cases = (await readCases()).filter(({ answers }) => untypable(answers) === null);
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Worked examples of a city. Each is the one that adds most verdicts to those before it. */
function households(city) {
  const own = cases.filter((one) => one.city === city);
  const shown = new Set();
  const sorts = ({ report }) =>
    report.programmes.flatMap(({ id, verdict, readings }) => [
      `${id} ${verdict}`,
      ...(readings ?? []).map((one) => one.id),
    ]);
  return Array.from({ length: HOUSEHOLDS }, () => {
    const gain = (one) => sorts(one).filter((sort) => !shown.has(sort)).length;
    const [best] = own.toSorted((one, other) => gain(other) - gain(one));
    for (const sort of sorts(best)) shown.add(sort);
    return best;
  });
}

const visit = (city, { folder }, options, steps) =>
  visiting(browser, { city: join(city, folder), ...options }, async (page, seen) => {
    await steps(page, seen);
    assert.equal(seen.requests.length, 1, `nothing is asked for after the page: ${seen.requests}`);
  });

/** The page's texts with their elements, except in elements that contain no marks. */
const texts = (page, kept) =>
  page.evaluate((selector) => {
    const found = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let at = walk.nextNode(); at; at = walk.nextNode()) {
      if (!at.parentElement.closest(selector)) found.push(at.data);
    }
    return found;
  }, kept);

/** What a page shows once it has finished. On a busy machine it marks its texts a moment after writing them. */
async function settledResults(page, wanted) {
  let found = await results(page);
  for (
    let tries = 0;
    tries < 20 && wanted && !isDeepStrictEqual({ ...wanted, report: null }, { ...found, report: null });
    tries += 1
  ) {
    await new Promise((done) => setTimeout(done, 100));
    found = await results(page);
  }
  return found;
}

/** What a page shows of a report, without its texts. */
const results = (page) =>
  page.evaluate(() => {
    const text = (one) => {
      const copy = one.cloneNode(true);
      for (const reading of copy.querySelectorAll("rt")) reading.remove();
      return copy.textContent;
    };
    const digits = (given) => Number((given ?? "0").replaceAll(",", ""));
    const yen = (given) =>
      [...given.matchAll(/(?:(\d+)億)?(?:([\d,]+)万)?([\d,]+)?円|([\d,]+)\syen/g)].map(
        ([, oku, man, rest, plain]) => digits(oku) * 1e8 + digits(man) * 1e4 + digits(rest) + digits(plain),
      );
    const signs = (root) => [...root.querySelectorAll("[data-sign]")].map((one) => one.dataset.sign);
    const cards = [...document.querySelectorAll("[data-js-programme][data-verdict]")];
    return {
      best: yen(text(document.querySelector("[data-js-best]"))),
      cards: cards.map((card) => [
        card.id,
        card.dataset.verdict,
        signs(card),
        yen(text(card.querySelector("[data-js-gist]"))),
      ]),
      items: cards.map((card) => card.querySelectorAll("[data-js-live] li").length),
    };
  });

for (const city of sweep(["nemuro"], CITIES)) {
  describe(city, () => {
    test("each page names its language and links to the others", async () => {
      const titles = new Set();
      for (const language of LANGUAGES) {
        await visit(city, language, {}, async (page) => {
          assert.equal(await page.$eval("html", (html) => html.lang), language.lang);
          titles.add(await page.title());
          await page.click("nav.languages summary");
          const links = await evalAll(page, "nav.languages .languages__links a", (all) =>
            all.map((link) => {
              const copy = link.cloneNode(true);
              for (const reading of copy.querySelectorAll("rt")) reading.remove();
              const { width, height } = link.getBoundingClientRect();
              return {
                text: copy.textContent,
                lang: link.lang,
                hreflang: link.hreflang,
                now: link.ariaCurrent,
                to: link.getAttribute("href"),
                id: link.dataset.jsLanguage,
                least: Math.min(width, height),
              };
            }),
          );
          assert.deepEqual(
            links.map(({ id }) => id),
            LANGUAGES.map(({ id }) => id),
          );
          for (const [at, { text, lang, hreflang, now, to, least }] of links.entries()) {
            const other = LANGUAGES[at];
            assert.equal(text.replace(" ", ""), other.name.replace(" ", ""));
            assert.deepEqual([lang, hreflang], [other.lang, other.lang]);
            assert.equal(now, other === language ? "true" : null);
            assert.ok(least >= 44, `a target of ${least} px`);
            const target = join(dirname(pagePath(join(city, language.folder))), to);
            assert.equal(target, pagePath(join(city, other.folder)));
            await access(target);
          }
        });
      }
      assert.equal(titles.size, LANGUAGES.length, `each has its own title: ${[...titles].join(", ")}`);
      assert.ok([...titles].every((title) => title.trim() !== "" && !/[《｜]/.test(title)));
    });

    test("the page in Japanese contains no readings", async () => {
      const text = (await pageText(city)).replace(/<(script|style)[\s\S]*?<\/\1>/g, "");
      assert.doesNotMatch(text, /<ruby|<rt|[《》]/);
    });

    test("without scripts, easy Japanese has its readings in brackets", async () => {
      const [page] = (await pageText(join(city, "easy")))
        .replace(/<(script|style)[\s\S]*?<\/\1>/g, "")
        .match(/<body[\s\S]*/);
      const first = page.slice(page.indexOf("<form"), page.indexOf("</fieldset>"));
      assert.match(first, /<rt/, "what is painted before the script is painted as it stays");
      assert.doesNotMatch(first, /\([ぁ-ゖー]+\)/);
      for (const part of page.split(/(?=<article|<footer)/)) {
        assert.match(part, /[\u3400-\u9fff](\([ぁ-ゖー]+\)|<rt)/);
        const unread = part.replace(/<ruby>.*?<\/ruby>/g, "").replace(/<[^>]*>/g, " ");
        assert.doesNotMatch(unbracketed(unread), /[\u3400-\u9fff々〆《》｜]/);
      }
    });

    for (const { name, answers, on, today } of households(city)) {
      test(`every language shows the same results, in that language: ${name}`, async () => {
        const shown = [];
        for (const language of LANGUAGES) {
          await visit(city, language, { today }, async (page) => {
            await fill(page, answers, on);
            const { report } = await last(page);
            shown.push({ report, ...(await settledResults(page, shown[0])) });
            if (language.id === "easy") await assertReadings(page);
            if (language.id === "en") await assertEnglish(page);
          });
        }
        for (const other of shown) assert.deepEqual(other, shown[0]);
      });
    }
  });
}

test("texts that the script copies from the page keep their marks", async () => {
  const { answers, on, today } = cases.find(({ city, report }) => city === "oita" && report.best?.alternatives.length);
  const copied = async (folder, shown) => {
    await visit("oita", { folder }, { today }, async (page) => {
      await fill(page, answers, on);
      const places = "[data-js-excluded] li, [data-js-chosen], .result [data-js-name]";
      await page.waitForFunction((all) => document.querySelector(all)?.textContent, {}, places);
      await shown(page, places);
    });
  };
  await copied("en", async (page, places) => {
    const marks = await evalAll(page, places, (all) => all.map((one) => one.querySelector("[lang=ja]")?.textContent));
    assert.ok(marks.includes("支援金") && marks.includes("給付金"), `${marks}`);
    await assertEnglish(page);
  });
  await copied("easy", async (page, places) => {
    const bases = await evalAll(page, places, (all) => all.map((one) => one.querySelector("ruby")?.firstChild.data));
    assert.ok(bases.includes("支援金") && bases.includes("給付金"), `${bases}`);
    await assertReadings(page);
  });
});

test("easy Japanese breaks its lines at spaces only", async () => {
  const names = ["same_household", "settle_five_years", "received_other_grant", "housing_project", "telework"];
  for (const width of [320, 360]) {
    await visit("oita", { folder: "easy" }, { hash: "", width }, async (page) => {
      for (const name of names) {
        await goTo(page, name);
        assert.deepEqual(await brokenWords(page, "[data-current] legend"), [], `${name} at ${width}`);
      }
    });
  }
});

/** The places in some texts where a line ends inside a word: the characters on both sides. */
const brokenWords = (page, selector) =>
  evalAll(page, selector, (found) =>
    found.flatMap((one) => {
      const broken = [];
      let last = null;
      const walk = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) {
        const { currentNode: text } = walk;
        if (text.parentElement.localName === "rt") continue;
        for (let at = 0; at < text.length; at += 1) {
          const range = document.createRange();
          range.setStart(text, at);
          range.setEnd(text, at + 1);
          const { top, height } = range.getBoundingClientRect();
          const sign = text.data[at];
          // A line may end after a space or after punctuation.
          if (last && !/[\s、。）」・（]/.test(last.sign + sign) && top > last.top + height / 2)
            broken.push(last.sign + sign);
          last = { sign, top };
        }
      }
      return broken;
    }),
  );

/** A text without the kanji that have their reading in brackets. */
const unbracketed = (text) => text.replace(/[\u3400-\u9fff々〆]+\([ぁ-ゖー]+\)/g, "");

/** Asserts that every kanji has a reading, and that no reading is left in its notation. */
async function assertReadings(page) {
  const bare = await texts(page, "ruby, option, noscript, script, style");
  assert.deepEqual(
    bare.filter((text) => /[\u3400-\u9fff々〆《》｜]/.test(text)),
    [],
  );
  const readings = await evalAll(page, "ruby", (all) =>
    all.map((one) => [one.firstChild.textContent, one.querySelector("rt").textContent]),
  );
  assert.deepEqual(
    readings.filter(([base, reading]) => !/[\u3400-\u9fff々〆]/.test(base) || !/^[ぁ-ゖァ-ヺー]+$/.test(reading)),
    [],
  );
  const options = await evalAll(page, "option", (all) => all.map((one) => one.textContent));
  assert.deepEqual(
    options.map(unbracketed).filter((text) => /[\u3400-\u9fff々〆《》｜]/.test(text)),
    [],
    "what can be chosen is read in brackets",
  );
  const noted = await page.evaluate(() =>
    [...document.querySelectorAll("body *")]
      .flatMap((one) => [...one.attributes].map(({ name, value }) => `${name}=${value}`))
      .filter((text) => /^(title|alt|aria-label)=.*(《|[\u3400-\u9fff々〆]\([ぁ-ゖー]+\))/.test(text)),
  );
  assert.deepEqual(
    [...noted, await page.title()].filter((text) => /《|[\u3400-\u9fff々〆]\([ぁ-ゖー]+\)/.test(text)),
    [],
  );
  const left = await texts(page, "option, noscript, script, style, template");
  assert.deepEqual(
    left.filter((text) => /[\u3400-\u9fff々〆]\([ぁ-ゖー]+\)/.test(text)),
    [],
    "no brackets are left for a reader without scripts",
  );
  assert.ok(
    (await evalAll(page, "[data-js-chips] ruby, [data-js-lookback-text] ruby", (all) => all.length)) > 0,
    "what the script says is read too",
  );
}

/** Asserts that Japanese appears only where it is marked, and only beside English. */
async function assertEnglish(page) {
  const unmarked = await texts(page, "[lang=ja], noscript, script, style");
  assert.deepEqual(
    unmarked.filter((text) => /[ぁ-ゖァ-ヺ\u3400-\u9fff]/.test(text)),
    [],
  );
  const alone = await page.evaluate(() => {
    const names = [...document.querySelectorAll("body [lang=ja]:not(a, [data-js-original])")];
    const free = ".sources, small, address";
    return names
      .filter((one) => !one.closest(free) && !/[a-z]{3}/i.test(one.parentElement.textContent))
      .map((one) => one.parentElement.outerHTML.slice(0, 200));
  });
  assert.deepEqual(alone, [], "a Japanese name has its translation beside it");
  const asked = await evalAll(
    page,
    "[data-js-ask-text], [data-js-reading-question]",
    (all) => all.filter((one) => !one.nextElementSibling?.matches("[lang=ja][data-js-original]")).length,
  );
  assert.equal(asked, 0, "each question for the desk is there in Japanese too");
}
