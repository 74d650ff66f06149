// Measures the walks of the eight people in every engine: screens, taps, the length of the result and its first pixels as
// text. It prints a table and writes target/walks.md, and fails nothing but a walk that does not arrive.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { ENGINES } from "../browser/engines.mjs";
import { PEOPLE } from "../browser/people.mjs";
import { TOP_PX, play } from "../browser/player.mjs";
import { watching } from "../browser/watched.mjs";
import { keep } from "./figures.mjs";

const OUT = fileURLToPath(new URL("../../target/walks.md", import.meta.url));
/** The most screens from the start to the result, and the greatest length of a folded result in pixels. */
const MOST_SCREENS = 15;
const MOST_PX = { easy: 2600, otherwise: 1600 };

const watched = await watching();
const rows = [];
const tops = [];
const figures = {};
try {
  for (const [name, start] of Object.entries(ENGINES)) {
    const engine = await start();
    try {
      for (const person of PEOPLE) {
        const address = await watched.copy(person.page, person.today);
        const tab = await engine.open(`${address}${person.desk ? "#all" : ""}`);
        const walk = await play(tab, person);
        await tab.close();
        rows.push([person.name, name, walk.screens.length, walk.taps, walk.height.toLocaleString("en")]);
        tops.push([`## ${person.name}, ${name}`, walk.screens.join(" → "), walk.top.join("\n")].join("\n\n"));
        console.log(rows.at(-1).join(" | "));
        const most = person.desk ? undefined : (MOST_PX[person.page.split("/")[1]] ?? MOST_PX.otherwise);
        Object.assign(figures, {
          [`${name}.${person.name}.screens`]: { found: walk.screens.length, most: MOST_SCREENS },
          [`${name}.${person.name}.taps`]: { found: walk.taps },
          [`${name}.${person.name}.px`]: { found: walk.height, most },
        });
      }
    } finally {
      await engine.close();
    }
  }
} finally {
  await watched.remove();
}
const head = ["person", "engine", "screens", "taps", "result, px"];
const table = [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
await mkdir(dirname(OUT), { recursive: true });
await writeFile(OUT, `${table}\n\n# The first ${TOP_PX} pixels of each result\n\n${tops.join("\n\n")}\n`);
await keep("walks", figures);
console.log(`walks: measured; the text of the first ${TOP_PX} pixels is in target/walks.md`);
