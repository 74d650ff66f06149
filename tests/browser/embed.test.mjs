// Tests the embedded page under a host's policies and style sheets, with the keyboard, and against forged messages.
// It does not test what the page computes.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { after, before, test } from "node:test";
import jsQR from "jsqr";
import { collect } from "./collector.mjs";
import { DIST, evalAll, launch } from "./driver.mjs";

const KINDS = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
};
const SANDBOX = "allow-scripts allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-downloads";

/** Messages that are no fault: this Chromium does not know `web-share`, and the host has no icon. */
const EXPECTED = /Unrecognized feature: 'web-share'|status of 404/;

/** Content security policies of a host. `us` is the origin of the calculator. */
const POLICIES = {
  self: (us) => `default-src 'self'; script-src 'self' ${us}; frame-src ${us}`,
  inline: (us) =>
    `default-src 'self'; script-src 'self' 'unsafe-inline' ${us}; style-src 'self' 'unsafe-inline'; frame-src ${us}`,
  none: () => null,
  blocked: (us) => `default-src 'self'; script-src 'self' ${us}; frame-src 'none'`,
  strict: (us) =>
    `default-src 'none'; script-src 'nonce-one'; style-src 'self'; frame-src ${us}/oita/; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'`,
};
/** Style sheets such as sites use. */
const RESETS = {
  bare: "* { margin: 0; padding: 0; border: 0; font: inherit; vertical-align: baseline } html { font-size: 62.5% }",
  unset: "body *:not(script, style, head) { all: unset } button, input, fieldset { appearance: none }",
  responsive:
    "*, ::before, ::after { box-sizing: border-box } iframe, img, video { max-width: 50%; height: auto; display: inline; vertical-align: middle }",
  shouting:
    "iframe { height: 150px !important; width: 300px !important; border: 9px dotted red !important; opacity: .3 !important } button { all: revert !important }",
  flexed:
    "body, main { display: flex; flex-direction: column } main > * { flex: none } fieldset, legend, label { float: left; display: inline } html { font-size: 24px; zoom: 1 }",
};

let browser;
let server;
let hosted = { policy: "none", reset: "bare", markup: "" };

before(async () => {
  browser = await launch();
  server = await collect(serve);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

async function serve(path) {
  if (path === "/host") return { body: hostPage(hosted), headers: policyHeader(hosted.policy) };
  if (path === "/reset.css")
    return {
      body: `${RESETS[hosted.reset]} ${hosted.policy === "inline" ? "" : `iju-check { ${ROOM} }`}`,
      type: KINDS[".css"],
    };
  if (path === "/stranger") return { body: '<script>onmessage = ({ data }) => parent.postMessage(data, "*")</script>' };
  const file = join(DIST, normalize(path));
  const body = await readFile(file).catch(() => null);
  return body && { body, type: KINDS[extname(file)] };
}

function policyHeader(policy) {
  const text = POLICIES[policy](server.other);
  return text ? { "content-security-policy": text } : {};
}

const widget = (attributes = "") =>
  `<iju-check city="oita" lang="ja"${attributes}><a href="x">診断を開く</a></iju-check>`;

/** The style that reserves the element's space before the loader runs, inline or in the host's style sheet. */
const ROOM = "display: block; min-height: max(100vh, 800px)";

const hostPage = ({
  policy,
  markup,
}) => `<!doctype html><html lang="ja"><head><title>host</title><link rel="stylesheet" href="/reset.css">
<script nonce="one" src="${server.other}/embed.js" defer></script></head>
<body><main><p><a id="before" href="#before">before</a></p>${policy === "inline" ? markup.replace("<iju-check", `<iju-check style="${ROOM}"`) : markup}<p id="after-text">after</p><p><a id="after" href="#after">after</a></p></main></body></html>`;

/** Opens a host's page and passes the page, its frame and the logged errors to `steps`. */
async function visit(
  { policy = "none", reset = "bare", markup = widget(), path = `${server.own}/host`, framed = true },
  steps,
) {
  hosted = { policy, reset, markup };
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on(
    "console",
    (line) => ["error", "warn"].includes(line.type()) && !EXPECTED.test(line.text()) && errors.push(line.text()),
  );
  try {
    await page.setViewport({ width: 800, height: 700 });
    await page.evaluateOnNewDocument(() => {
      globalThis.reports = 0;
      globalThis.shift = 0;
      document.addEventListener("iju:report", () => (globalThis.reports += 1));
      // Counts shifts after input too, because input into the frame is not input into the host page.
      new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (globalThis.shift += value))).observe({
        type: "layout-shift",
        buffered: true,
      });
    });
    await page.goto(path, { waitUntil: "load" });
    const frame = framed ? await (await page.waitForSelector("iju-check > iframe")).contentFrame() : null;
    await frame?.waitForFunction(() => globalThis.reports > 0);
    await steps({ page, frame, errors });
  } finally {
    await page.close();
  }
}

/** The size of the frame's content, and the frame's size and position in the host page. */
const fitted = async (page, frame) => {
  const inner = await frame.evaluate(() => [
    document.documentElement.offsetHeight,
    innerHeight,
    getComputedStyle(document.documentElement).fontSize,
  ]);
  const outer = await page.$eval("iju-check > iframe", (one) => {
    const { width, height, left } = one.getBoundingClientRect();
    const { borderTopWidth, opacity } = getComputedStyle(one);
    return { width, height, left, room: document.body.clientWidth, border: borderTopWidth, opacity };
  });
  return { inner, outer };
};
const grown = (frame) =>
  frame.waitForFunction(() => innerHeight >= document.documentElement.offsetHeight, { timeout: 5000 });
const settle = (page) => page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 150)));
const heightOf = (page) => page.$eval("iju-check > iframe", (one) => one.offsetHeight);

/** Answers `screens` screens with the keyboard, and leaves each with Enter. */
async function answer(page, frame, screens) {
  await frame.evaluate(() => {
    if (document.body.dataset.screen === "start") document.querySelector(".start [data-js-screen=question]").click();
    document.querySelector("[data-current] [data-js-legend]").focus();
  });
  for (let at = 0; at < screens; at += 1) {
    const was = await frame.evaluate(() => document.querySelector("[data-current]")?.dataset.fact);
    await frame.evaluate(() => {
      const question = document.querySelector("[data-current]");
      (
        question.querySelector("input[value=unknown], input[name$='.unknown'], input[name$='.undecided']") ??
        question.querySelector("input[type=radio]")
      ).click();
      question.querySelector("input[name$='.more'][value=none]")?.click();
      question.querySelector("input:checked").focus();
    });
    await page.keyboard.press("Enter");
    await frame.waitForFunction(
      (before) => document.querySelector("[data-current]")?.dataset.fact !== before,
      { timeout: 5000 },
      was,
    );
  }
}

const COMBINATIONS = [
  ["self", "bare"],
  ["inline", "unset"],
  ["none", "responsive"],
  ["strict", "shouting"],
  ["self", "flexed"],
];

for (const [policy, reset] of COMBINATIONS) {
  test(`policy "${policy}", style sheet "${reset}": the frame has its full size, and Enter works`, async () => {
    await visit({ policy, reset }, async ({ page, frame, errors }) => {
      await grown(frame);
      const { inner, outer } = await fitted(page, frame);
      assert.equal(inner[2], "16px");
      assert.ok(outer.width >= outer.room - 20 && outer.width <= outer.room + 1, `${outer.width} of ${outer.room}`);
      assert.deepEqual([outer.border, outer.opacity], ["0px", "1"]);
      await answer(page, frame, 2);
      await grown(frame);
      await frame.evaluate(() => document.querySelector("[data-js-screen=result], [data-js-to-results]").click());
      await grown(frame);
      await settle(page);
      assert.ok(
        (await page.evaluate(() => globalThis.shift)) <= 0.02,
        `layout shift ${await page.evaluate(() => globalThis.shift)}`,
      );
      assert.deepEqual(errors, []);
    });
  });
}

test("the sandboxed frame works and shares nothing with its host", async () => {
  await visit({}, async ({ page, frame }) => {
    const attributes = await page.$eval("iju-check > iframe", (one) =>
      Object.fromEntries(
        ["sandbox", "allow", "referrerpolicy", "loading", "title", "src"].map((name) => [name, one.getAttribute(name)]),
      ),
    );
    const src = `${server.other}/oita/index.html`;
    assert.deepEqual(attributes, {
      sandbox: SANDBOX,
      allow: "clipboard-write; web-share",
      referrerpolicy: "no-referrer",
      loading: "lazy",
      title: "診断を開く",
      src,
    });
    assert.equal(await page.$eval("iju-check > iframe", (one) => one.contentDocument), null, "the host cannot look in");
    const inside = await frame.evaluate(() => {
      const stored = (action) => {
        try {
          return String(action());
        } catch (error) {
          return error.name;
        }
      };
      return [document.referrer, location.href, stored(() => localStorage.length), stored(() => document.cookie)];
    });
    assert.deepEqual(
      inside,
      ["", src, "SecurityError", "SecurityError"],
      "nothing of the host comes in, and nothing can be kept",
    );
  });
});

test("the frame prints the sheet", async () => {
  await visit({}, async ({ page, frame }) => {
    await answer(page, frame, 1);
    const printed = await frame.evaluate(
      () =>
        new Promise((resolve) => {
          window.addEventListener("beforeprint", () => resolve(true), { once: true });
          setTimeout(() => resolve(false), 2000);
          document.querySelector("[data-js-print]").click();
        }),
    );
    assert.ok(printed);
  });
});

test("Tab moves the focus into the frame, through it and out again", async () => {
  await visit({ reset: "unset" }, async ({ page }) => {
    await page.focus("#before");
    const where = () =>
      page.evaluate(
        () => document.activeElement.localName + (document.activeElement.id ? `#${document.activeElement.id}` : ""),
      );
    const path = [];
    for (let at = 0; at < 120 && (await where()) !== "a#after"; at += 1) {
      await page.keyboard.press("Tab");
      path.push(await where());
    }
    assert.ok(path.filter((one) => one === "iframe").length > 5, path.join(" "));
    assert.equal(path.at(-1), "a#after");
    assert.deepEqual([...new Set(path)], ["iframe", "a#after"], "and never back in between");
    await page.keyboard.down("Shift");
    await page.keyboard.press("Tab");
    await page.keyboard.up("Shift");
    assert.equal(await where(), "iframe", "backwards too");
  });
});

test("the host page scrolls to the top of a new screen only if the focus is in the frame", async () => {
  await visit({ markup: `<div id="tall"></div>${widget()}` }, async ({ page, frame }) => {
    await page.$eval("#tall", (one) => {
      one.style.height = "300px";
    });
    const top = () => page.$eval("iju-check > iframe", (one) => Math.round(one.getBoundingClientRect().top));
    await page.evaluate(() => window.scrollTo(0, 500));
    const before = await top();
    await frame.evaluate(() => window.parent.postMessage({ type: "iju-check", top: true }, "*"));
    await settle(page);
    assert.equal(await top(), before, "the reader is elsewhere");
    await answer(page, frame, 1);
    await page.waitForFunction(
      () => Math.abs(document.querySelector("iju-check > iframe").getBoundingClientRect().top) < 2,
      { timeout: 3000 },
    );
  });
});

test("the loader accepts messages only from its own frame, and only whole heights", async () => {
  await visit({}, async ({ page, frame }) => {
    await grown(frame);
    const before = await heightOf(page);
    await page.evaluate(async () => {
      const stranger = document.body.appendChild(document.createElement("iframe"));
      await new Promise((resolve) => {
        stranger.onload = resolve;
        stranger.src = "/stranger";
      });
      for (const height of [9000, 9001]) stranger.contentWindow.postMessage({ type: "iju-check", height }, "*");
      window.postMessage({ type: "iju-check", height: 9002 }, "*");
    });
    await frame.evaluate(() => {
      const odd = ["9000", 9000.5, -9000, 1e9, NaN, Infinity, null, [9000], { valueOf: 9000 }];
      for (const height of odd) window.parent.postMessage({ type: "iju-check", height }, "*");
      for (const other of [null, 9000, "iju-check", { height: 9000 }, { type: "other", height: 9000 }])
        window.parent.postMessage(other, "*");
    });
    await settle(page);
    assert.equal(await heightOf(page), before);
    await frame.evaluate(() => window.parent.postMessage({ type: "iju-check", height: 9000 }, "*"));
    await page.waitForFunction(() => document.querySelector("iju-check > iframe").offsetHeight === 9000, {
      timeout: 3000,
    });
  });
});

test("the page accepts an accent colour only from its host, and only with enough contrast", async () => {
  const shown = (frame) =>
    frame.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--blue-900").trim());
  await visit({ policy: "strict", markup: widget(' accent="#00695c"') }, async ({ frame, errors }) => {
    await frame.waitForFunction(
      () => getComputedStyle(document.documentElement).getPropertyValue("--blue-900").trim() === "#00695c",
      { timeout: 3000 },
    );
    assert.deepEqual(errors, []);
  });
  for (const bad of ["#ffd43d", "red", "#00695c;color:red", "#787878"]) {
    await visit({ markup: widget(` accent="${bad}"`) }, async ({ page, frame }) => {
      // The loader does not send it, and the page does not accept it if another script does.
      await page.$eval(
        "iju-check > iframe",
        (one, accent) => one.contentWindow.postMessage({ type: "iju-check", accent }, "*"),
        bad,
      );
      await frame.evaluate(() => window.postMessage({ type: "iju-check", accent: "#00695c" }, "*"));
      await settle(page);
      assert.equal(await shown(frame), "#0017c1", bad);
    });
  }
});

test("attributes choose the mode and the language, and with invalid ones the element keeps its link", async () => {
  await visit({ markup: widget(' mode="single"') }, async ({ page, frame }) => {
    await page.setViewport({ width: 1100, height: 700 });
    await grown(frame);
    const results = await frame.$eval(".results", (one) => [
      getComputedStyle(one).position,
      one.scrollHeight <= one.clientHeight + 1,
    ]);
    assert.deepEqual(results, ["static", true], "nothing scrolls in the frame");
    assert.equal(await frame.evaluate(() => document.body.dataset.mode), "single");
  });
  await visit({ markup: widget().replace('"ja"', '"easy"') }, async ({ frame }) =>
    assert.match(frame.url(), /\/oita\/easy\/index\.html$/),
  );
  for (const wrong of [
    'city="../x" lang="ja"',
    'city="oita" lang="fr"',
    'city="" lang="ja"',
    'city="https://x.example/" lang="ja"',
  ]) {
    await visit({ markup: widget().replace(/city="oita" lang="ja"/, wrong), framed: false }, async ({ page }) => {
      assert.equal(await page.$("iju-check > iframe"), null);
      assert.equal(await page.$eval("iju-check", (one) => one.textContent), "診断を開く");
    });
  }
});

test("the frame becomes shorter again with its page", async () => {
  await visit({ path: `${server.own}/host`, markup: widget(' mode="single"') }, async ({ page, frame }) => {
    await page.setViewport({ width: 390, height: 700 });
    await grown(frame);
    await settle(page);
    const before = await heightOf(page);
    const open = (state) =>
      frame.evaluate((on) => {
        globalThis.folded ??= [...document.querySelectorAll("details:not([open])")].slice(0, 60);
        for (const one of globalThis.folded) one.open = on;
      }, state);
    await open(true);
    await page.waitForFunction(
      (was) => document.querySelector("iju-check > iframe").offsetHeight > was + 500,
      {},
      before,
    );
    await open(false);
    await page.waitForFunction(
      (was) => Math.abs(document.querySelector("iju-check > iframe").offsetHeight - was) < 200,
      { timeout: 3000 },
      before,
    );
  });
});

test("the element's own link stays where the host's policy forbids the frame, and goes once the page has spoken", async () => {
  const linkOf = (page) =>
    page.$eval("iju-check", (one) => {
      const link = one.querySelector("a");
      if (!link) return null;
      const { left, top } = link.getBoundingClientRect();
      return link.contains(document.elementFromPoint(left + 2, top + 2)) ? link.textContent : "covered";
    });
  await visit({ policy: "blocked", framed: false }, async ({ page }) => {
    await new Promise((done) => setTimeout(done, 800));
    assert.equal(await linkOf(page), "診断を開く");
    assert.equal(await page.$eval("iju-check > iframe", (one) => getComputedStyle(one).visibility), "hidden");
  });
  await visit({}, async ({ page, frame }) => {
    await grown(frame);
    await settle(page);
    assert.equal(await linkOf(page), null);
    assert.equal(await page.$eval("iju-check > iframe", (one) => getComputedStyle(one).visibility), "visible");
  });
});

test("the frame follows its attributes when they change, without a step in the history", async () => {
  await visit({}, async ({ page, frame }) => {
    await grown(frame);
    const steps = await page.evaluate(() => history.length);
    const set = (name, value) => page.$eval("iju-check", (one, key, text) => one.setAttribute(key, text), name, value);
    const at = (path) =>
      page.waitForFrame((one) => one.url().endsWith(path) && one.parentFrame() !== null, { timeout: 5000 });
    await set("lang", "easy");
    await at("/oita/easy/index.html");
    await set("city", "nemuro");
    await at("/nemuro/easy/index.html");
    await set("mode", "single");
    const single = await at("/nemuro/easy/index.html#all").catch(() => page.frames()[1]);
    await single.waitForFunction(() => document.body?.dataset.mode === "single" || location.hash === "", {});
    await set("accent", "#00695c");
    await single.waitForFunction(
      () => getComputedStyle(document.documentElement).getPropertyValue("--blue-900").trim() === "#00695c",
      { timeout: 5000 },
    );
    await page.$eval("iju-check", (one) => one.removeAttribute("accent"));
    await single.waitForFunction(
      () => getComputedStyle(document.documentElement).getPropertyValue("--blue-900").trim() === "#0017c1",
      { timeout: 5000 },
    );
    await set("title", "根室市の診断");
    assert.equal(await page.$eval("iju-check > iframe", (one) => one.title), "根室市の診断");
    await set("city", "../x");
    await settle(page);
    assert.match(page.frames()[1].url(), /\/nemuro\/easy\//, "a name that is not valid changes nothing");
    assert.equal(await page.evaluate(() => history.length), steps);
  });
});

test("the visit goes on where the host moves the element without taking it out", async () => {
  await visit({}, async ({ page, frame }) => {
    await answer(page, frame, 1);
    const asked = await frame.evaluate(() => document.querySelector("[data-current]").dataset.fact);
    const moved = await page.evaluate(() => {
      const place = document.body.appendChild(document.createElement("section"));
      if (!place.moveBefore) return false;
      place.moveBefore(document.querySelector("iju-check"), null);
      return true;
    });
    assert.ok(moved, "this Chromium moves elements");
    await settle(page);
    assert.equal(await frame.evaluate(() => document.querySelector("[data-current]").dataset.fact), asked);
    await frame.evaluate(() => window.parent.postMessage({ type: "iju-check", height: 4321 }, "*"));
    await page.waitForFunction(() => document.querySelector("iju-check > iframe").offsetHeight === 4321);
  });
});

test("an element that was taken out and put back shows its page again", async () => {
  await visit({}, async ({ page }) => {
    await page.evaluate(() => {
      const widget = document.querySelector("iju-check");
      widget.remove();
      document.body.append(widget);
    });
    const frame = await (await page.waitForSelector("iju-check > iframe")).contentFrame();
    await frame.waitForFunction(() => globalThis.reports > 0);
    await grown(frame);
    assert.equal(await page.evaluate(() => document.querySelectorAll("iju-check > iframe").length), 1);
  });
});

test("the made-up portal shows the calculator under its own policy, and snippets with the site's address", async () => {
  await visit({ path: `${server.own}/demo/index.html` }, async ({ page, frame, errors }) => {
    await grown(frame);
    const { inner, outer } = await fitted(page, frame);
    assert.deepEqual([inner[2], outer.border], ["16px", "0px"]);
    assert.ok(outer.width >= outer.room - 68, "the portal's styles do not make it narrow");
    assert.equal(
      await frame.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--blue-900").trim()),
      "#00695c",
    );
    const snippets = await evalAll(page, "[data-snippet]", (all) => all.map((one) => one.textContent));
    assert.equal(snippets.length, 3);
    for (const snippet of snippets) assert.ok(snippet.includes(`${server.own}/`) && !snippet.includes("{"), snippet);
    assert.ok(snippets[1].includes(`sandbox="${SANDBOX}"`), "the plain frame is as closed as the loader's");
    await page.$eval(".guide svg", (one) => {
      one.scrollIntoView();
      Object.assign(one.style, { width: "400px", height: "400px" });
    });
    const shot = await (await page.$(".guide svg")).screenshot({ encoding: "base64" });
    const { data, width, height } = await page.evaluate(async (text) => {
      const image = new Image();
      image.src = `data:image/png;base64,${text}`;
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), {
        width: image.width,
        height: image.height,
      }).getContext("2d");
      canvas.drawImage(image, 0, 0);
      return {
        data: [...canvas.getImageData(0, 0, image.width, image.height).data],
        width: image.width,
        height: image.height,
      };
    }, shot);
    assert.equal(
      jsQR(Uint8ClampedArray.from(data), width, height)?.data,
      `${server.own}/oita/index.html`,
      "the code leads to the page",
    );
    assert.deepEqual(errors, []);
  });
});
