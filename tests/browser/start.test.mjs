// Tests the first screen of a city's page, the page on which a city is chosen and the plain pages: what they promise, what
// programs read in their heads, old browsers, and that nothing overlaps at any width. It answers no question.
import assert from "node:assert/strict";
import { readFile, writeFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { DIST, evalAll, last, launch, open, overflowing, overlapping, pageText, visit } from "./driver.mjs";
import { sweep } from "./sweep.mjs";

const CITIES = ["nemuro", "oita"];
const FOLDERS = ["", "easy", "en"];
const CITY_PAGES = CITIES.flatMap((city) => FOLDERS.map((folder) => join(city, folder)));
const PLAIN_PAGES = ["demo", "verify", "licences"];
const EVERY_PAGE = [...CITY_PAGES, ...FOLDERS, ...PLAIN_PAGES];

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens a page at its start, passes it to `steps`, and asserts that it logged no error. */
async function atStart(city, options, steps) {
  const visited = await open(browser, { city, hash: "", ...options });
  try {
    await steps(visited.page);
    assert.deepEqual(
      visited.seen.errors.filter((line) => !line.includes("web-share")),
      [],
    );
  } finally {
    await visited.close();
  }
}

const CONTROLS = "a, button, input, select, summary, [tabindex='0']";
const visibleTexts = (page, selector) =>
  evalAll(page, selector, (all) => all.filter((one) => one.checkVisibility()).map((one) => one.innerText.trim()));

for (const city of CITY_PAGES) {
  test(`${city}: the start has at most five controls, one solid button at once in sight, and no question`, async () => {
    await atStart(city, {}, async (page) => {
      await page.waitForFunction(() => "live" in document.body.dataset);
      const controls = await page.evaluate(
        (selector) =>
          [...document.querySelectorAll(selector)]
            .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches(".skip"))
            .map((one) => one.innerText.trim()),
        CONTROLS,
      );
      assert.ok(controls.length <= 5, controls.join(" | "));
      const [solid, ...more] = await evalAll(page, ".button--solid", (all) =>
        all.filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect().bottom),
      );
      assert.deepEqual(more, []);
      // Readings make lines taller, and English needs more of them.
      assert.ok(solid <= (/easy|en/.test(city) ? 760 : 640), `${solid}`);
      assert.equal((await visibleTexts(page, "[data-js-question]")).length, 0);
      assert.equal((await visibleTexts(page, "h1")).length, 1);
    });
  });
}

/** Days within the registered years, at their edges, today, and long after. */
const DAYS = sweep(
  ["2024-04-01", "2025-06-10", "2026-04-01", "2026-11-28"],
  ["2024-04-01", "2025-03-31", "2025-06-10", "2026-03-31", "2026-04-01", "2026-11-28", "2027-04-01", "2030-01-01"],
);

for (const city of CITIES) {
  test(`${city}: no day asks more questions than the start says, and one asks as many`, async () => {
    const said = Number(/<b>[^<]*?(\d+)/.exec((await pageText(city)).split('class="start__facts"')[1])[1]);
    const counted = [];
    for (const today of DAYS) {
      await visit(browser, { city, today, hash: "" }, async (page) => {
        counted.push((await last(page)).report.questions_left_at_most);
      });
    }
    assert.equal(Math.max(...counted), said, counted.join(" "));
  });
}

test("the start says on which years it is based, and each day it stays true", async () => {
  for (const [city, years, next] of [
    ["nemuro", /令和6年度の制度で計算します/, /令和7年度からあとの制度は、まだ掲載していません/],
    ["oita", /令和7年度、令和8年度（予定）の制度で計算します/, /令和9年度からあとの制度は、まだ掲載していません/],
  ]) {
    const note = (await pageText(city)).split('class="tint tint--calm start__years"')[1].split("</div>")[0];
    assert.match(note.replace(/<[^>]*>/g, ""), years);
    assert.match(note, next);
  }
  await atStart("nemuro", {}, async (page) => {
    assert.match((await visibleTexts(page, "[data-js-screen=list]")).join(), /34件/);
  });
});

/** What the oldest browsers of `www/browsers.json` do not have: the page must work without it. */
function takeLuxuries() {
  for (const name of ["toSorted", "toReversed", "toSpliced", "with"]) delete Array.prototype[name];
  for (const name of ["union", "intersection", "difference", "isSubsetOf"]) delete Set.prototype[name];
  for (const name of ["map", "filter", "toArray", "some"]) delete globalThis.Iterator?.prototype[name];
  delete Array.fromAsync;
  delete Object.groupBy;
  delete Map.groupBy;
  delete Promise.withResolvers;
  delete Promise.try;
  delete URL.canParse;
  delete URL.parse;
  delete Element.prototype.moveBefore;
  delete HTMLElement.prototype.showPopover;
  delete Uint8Array.fromBase64;
  delete globalThis.scheduler;
  delete String.prototype.isWellFormed;
  delete RegExp.escape;
}

test("the page works without what the oldest supported browsers lack", async () => {
  await visit(browser, { city: "oita", today: "2026-05-10", prepare: takeLuxuries, hash: "" }, async (page) => {
    assert.ok(await page.evaluate(() => "scripts" in document.documentElement.dataset));
    await page.click("[data-js-screen=question]");
    await page.waitForSelector("[data-current]");
    await page.evaluate(() => document.querySelector("[data-js-to-results]").click());
    assert.ok((await last(page)).report.programmes.length > 0);
  });
});

/** What the page cannot do without, each taken away as an old browser lacks it. */
const LACKS = {
  "no deflate (Safari 16.3, Firefox 112)": () => {
    const Real = globalThis.DecompressionStream;
    globalThis.DecompressionStream = class extends Real {
      constructor(format) {
        if (format === "deflate") throw new TypeError("unsupported");
        super(format);
      }
    };
  },
  "no DecompressionStream": () => delete globalThis.DecompressionStream,
  "no lookbehind (Safari 16.3)": () => {
    const Real = RegExp;
    globalThis.RegExp = function OldRegExp(pattern, flags) {
      if (String(pattern).includes("(?<=")) throw new SyntaxError("invalid group specifier name");
      return new Real(pattern, flags);
    };
  },
  "no :has (Firefox 120)": () => {
    const real = CSS.supports.bind(CSS);
    CSS.supports = (...given) => !String(given[0]).includes(":has") && real(...given);
  },
  "no CSS.supports": () => delete CSS.supports,
  "no WebAssembly": () => delete globalThis.WebAssembly,
  "no findLast (Chrome 96)": () => delete Array.prototype.findLast,
  "no Object.hasOwn (Chrome 92)": () => delete Object.hasOwn,
  "no replaceAll": () => delete String.prototype.replaceAll,
  "no ResizeObserver": () => delete globalThis.ResizeObserver,
};

/** Asserts that the notice, the programmes and the desk can be read, and that nothing is offered that does nothing. */
async function assertStatic(page, what) {
  const seen = async (selector) => (await visibleTexts(page, selector)).join(" ");
  assert.match(await seen(".unscripted"), /Chrome・Edge 109、Firefox 121、Safari（iPhone・iPad）16\.4/, what);
  assert.match(await seen(".unscripted"), /0153-23-6111/, what);
  // The programmes are folded by kind of support. A fold opens without a script.
  await evalAll(page, "[data-js-support] > summary", (all) => all.forEach((one) => one.click()));
  assert.ok((await visibleTexts(page, "[data-js-programme]")).length > 20, what);
  assert.match(await seen("#results"), /ＵＩターン|UIターン|U・Iターン|移住/, what);
  assert.equal(await seen("form, .start__begin, [data-js-to-results], [data-js-failed]"), "", what);
  assert.deepEqual(await overlapping(page), [], what);
}

for (const [what, prepare] of Object.entries(LACKS)) {
  test(`old browsers are told, and can read the programmes: ${what}`, async () => {
    await atStart("nemuro", { prepare }, async (page) => {
      await new Promise((done) => setTimeout(done, 300));
      await assertStatic(page, what);
    });
  });
}

test("a script that the browser cannot read is noticed too", async () => {
  const folder = await mkdtemp(join(tmpdir(), "iju-old-"));
  const file = join(folder, "index.html");
  await writeFile(file, (await pageText("nemuro")).replace('<script type="module">', '<script type="module">?;'));
  const visited = await open(browser, { file, hash: "", bypassPolicy: true });
  try {
    await visited.page.waitForFunction(() => !("scripts" in document.documentElement.dataset));
    await assertStatic(visited.page, "a syntax error");
  } finally {
    await visited.close();
    await rm(folder, { recursive: true });
  }
});

test("without scripts the same is shown, and the menu of languages opens", async () => {
  await atStart("nemuro", { script: false }, async (page) => {
    await assertStatic(page, "no scripts");
    await page.click(".languages__menu > summary");
    assert.deepEqual(await visibleTexts(page, ".languages a"), ["日本語", "やさしい日本語", "English"]);
  });
});

test("the oldest browsers are those for which the scripts are written, and the guide names the same", async () => {
  const { chrome, firefox, safari } = JSON.parse(await readFile(new URL("../../www/browsers.json", import.meta.url)));
  for (const folder of FOLDERS) {
    const notice = (await pageText(join("oita", folder))).split('class="page unscripted"')[1].split("</div>")[0];
    for (const version of [chrome, firefox, safari]) assert.ok(notice.includes(version), `${folder} ${version}`);
  }
});

/** A page's head: title, description and what else programs read. */
const headOf = (page) =>
  page.evaluate(() => {
    const content = (selector) => document.querySelector(selector)?.getAttribute("content") ?? null;
    return {
      title: document.title,
      description: content("meta[name=description]"),
      colour: content("meta[name=theme-color]"),
      icon: document.querySelector("link[rel=icon]")?.getAttribute("href") ?? null,
      property: Object.fromEntries(
        [...document.querySelectorAll("meta[property]")].map((one) => [one.getAttribute("property"), one.content]),
      ),
      addresses: [...document.querySelectorAll("link[rel=canonical], link[rel=alternate], meta[property='og:url']")]
        .length,
      data: document.querySelector("script[type='application/ld+json']")?.textContent ?? null,
      notation: /[《》]|\[\[|\]\]/.test(
        document.head.querySelector("title").textContent + content("meta[name=description]"),
      ),
    };
  });

test("every page has a title, a description, an icon and a colour of its own language, and no absolute address", async () => {
  const titles = new Set();
  for (const path of EVERY_PAGE) {
    await atStart("", { file: join(DIST, path, "index.html") }, async (page) => {
      const { title, description, colour, icon, addresses, notation, property } = await headOf(page);
      assert.ok(title.length > 5 && description.length > 20, `${path}: ${title} ${description}`);
      assert.match(colour, /^#[0-9a-f]{6}$/, path);
      assert.match(icon, /^data:image\/svg\+xml,/, path);
      assert.equal(addresses, 0, `${path}: nobody has said where it is published`);
      assert.equal(notation, false, path);
      if (!PLAIN_PAGES.includes(path)) {
        assert.equal(property["og:title"], title, path);
        assert.equal(property["og:description"], description, path);
        assert.equal(property["og:type"], "website", path);
        assert.match(property["og:locale"], path.endsWith("en") ? /^en_US$/ : /^ja_JP$/, path);
      }
      titles.add(title);
    });
  }
  assert.equal(titles.size, EVERY_PAGE.length, [...titles].join("\n"));
});

test("linked data names every programme in the page's language and with the address of a source", async () => {
  for (const path of CITY_PAGES) {
    await atStart(path, {}, async (page) => {
      const { "@context": context, "@graph": graph } = JSON.parse((await headOf(page)).data);
      assert.equal(context, "https://schema.org");
      const services = graph.filter((one) => one["@type"] === "GovernmentService");
      const ids = new Set(
        await evalAll(page, "[data-js-programme]", (all) => all.map((one) => one.dataset.jsProgramme)),
      );
      assert.equal(services.length, ids.size, path);
      for (const service of services) {
        assert.ok(service.name && !/[《》[\]<]/.test(service.name), service.name);
        if (service.url) assert.match(service.url, /^https?:\/\//);
        for (const key of ["provider", "areaServed"])
          assert.ok(
            graph.some((one) => one["@id"] === service[key]["@id"]),
            key,
          );
      }
    });
  }
});

test("the picture of a city says what it shows", async () => {
  for (const path of [...CITY_PAGES, ...FOLDERS]) {
    await atStart("", { file: join(DIST, path, "index.html") }, async (page) => {
      const labels = await evalAll(page, ".picture > svg", (all) =>
        all.map((one) => [one.role ?? one.getAttribute("role"), one.ariaLabel]),
      );
      assert.equal(labels.length, CITY_PAGES.includes(path) ? 1 : CITIES.length);
      for (const [role, label] of labels) assert.ok(role === "img" && label.length > 10 && !/[《[]/.test(label), label);
    });
  }
});

const WIDTHS = sweep([320, 360, 768, 1280], [320, 360, 375, 412, 480, 600, 767, 768, 900, 1024, 1280, 1440, 1600]);

for (const path of EVERY_PAGE) {
  test(`${path || "the choice of a city"}: nothing overlaps or reaches beyond the edge, from 320 to 1600 pixels`, async () => {
    await atStart("", { file: join(DIST, path, "index.html") }, async (page) => {
      await page.evaluate(() => new Promise((done) => setTimeout(done, 300)));
      for (const width of WIDTHS) {
        await page.setViewport({ width, height: 800 });
        assert.deepEqual(await overlapping(page), [], `${width}`);
        assert.deepEqual(await overflowing(page, width), [], `${width}`);
      }
    });
  });
}

test("overlapping texts are found", async () => {
  await atStart("oita", {}, async (page) => {
    await page.evaluate(() => {
      document.querySelector(".start h1").style.marginBottom = "-20px";
    });
    assert.notDeepEqual(await overlapping(page), []);
  });
});

test("every page prints without its controls, and nothing overlaps on paper", async () => {
  for (const path of [...FOLDERS, ...PLAIN_PAGES, "oita"]) {
    await atStart("", { file: join(DIST, path, "index.html") }, async (page) => {
      await page.emulateMediaType("print");
      await page.setViewport({ width: 680, height: 960 });
      assert.deepEqual(await overlapping(page), [], path);
      assert.equal(
        (await visibleTexts(page, ".languages, .button, .plain__links, .portal-header nav")).join(""),
        "",
        path,
      );
    });
  }
});

test("a dark preference changes nothing: the pages stay white", async () => {
  for (const path of [...FOLDERS.slice(0, 1), ...PLAIN_PAGES, "oita"]) {
    await atStart("", { file: join(DIST, path, "index.html") }, async (page) => {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
      const [scheme, background] = await page.evaluate(() => [
        getComputedStyle(document.documentElement).colorScheme,
        getComputedStyle(document.body).backgroundColor,
      ]);
      assert.match(scheme, /only/, path);
      assert.equal(background, "rgb(255, 255, 255)", path);
    });
  }
});
