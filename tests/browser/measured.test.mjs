// Tests that docs/measured.md is what `tell.mjs` writes from its template and the kept figures, and how it writes them.
// It opens no browser and measures nothing.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { DOCUMENT, documentOf, fill, readFigures } from "../measure/document.mjs";

const KEPT = {
  speed: {
    day: "2026-12-01",
    machine: "2 processors",
    figures: {
      ratio: { found: 2.345, most: 0.5 },
      "at the goal": { found: 0.5, most: 0.5 },
      "oita/en.rate": { found: 79_000, least: 500_000 },
      taps: { found: 36 },
    },
  },
};

test("docs/measured.md is what `node tests/measure/tell.mjs` writes", async () => {
  assert.equal(await readFile(DOCUMENT, "utf8"), await documentOf(await readFigures()));
});

test("a figure is bold if it misses its goal, and only then", () => {
  assert.equal(fill("{{speed.ratio:2}}", KEPT), "**2.35**");
  assert.equal(fill("{{speed.at the goal:1}}", KEPT), "0.5");
  assert.equal(fill("{{speed.oita/en.rate}}", KEPT), "**79,000**");
  assert.equal(fill("{{speed.taps}} taps, {{speed.taps:1}}", KEPT), "36 taps, 36.0");
});

test("the template names goals, days and machines", () => {
  assert.equal(fill("{{goal speed.ratio}}, {{goal speed.oita/en.rate}}", KEPT), "0.5, 500,000");
  assert.equal(fill("{{day speed}}, {{machine speed}}", KEPT), "1 December 2026, 2 processors");
});

test("a place without a figure is refused by name", () => {
  for (const place of [
    "{{speed.ratios}}",
    "{{pace.ratio}}",
    "{{day pace}}",
    "{{goal speed.taps}}",
    "{{speed}}",
    "{{Speed.}}",
  ])
    assert.throws(
      () => fill(`a ${place} b`, KEPT),
      (error) => error.message.startsWith(place),
      place,
    );
});
