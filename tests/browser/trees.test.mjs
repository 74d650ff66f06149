// What a screen reader is told of every screen, in each language, kept as text: a change of it is seen before a person hears it. `IJU_KEEP_TREES=1` keeps the new trees, to be read before they are committed. It knows no rule.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { launch, visit } from "./driver.mjs";
import { TODAY, cityOf, eachScreen } from "./screens.mjs";

const PAGES = ["oita", "oita/easy", "oita/en"];
/** What can be used, what leads through a screen, and what speaks by itself; other text is read as it stands. */
const TOLD = [
  "heading",
  "link",
  "button",
  "textbox",
  "combobox",
  "radio",
  "checkbox",
  "group",
  "radiogroup",
  "DisclosureTriangle",
  "form",
  "navigation",
  "region",
  "main",
  "status",
  "alert",
  "table",
];
const USED = ["link", "button", "textbox", "combobox", "radio", "checkbox", "radiogroup", "heading"];
const STATES = ["level", "checked", "expanded", "invalid", "required", "disabled"];

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** The lines of a tree: a role, a name, states and a description, further in the deeper it stands. */
async function linesOf(page) {
  const session = await page.createCDPSession();
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const lines = (node, depth) => {
    // What opens and closes is a group without a name; its own control has one.
    const isTold =
      !node.ignored && TOLD.includes(node.role?.value) && (node.role.value !== "group" || node.name?.value);
    const states = (node.properties ?? [])
      .filter(({ name, value }) => STATES.includes(name) && ![false, "false"].includes(value.value))
      .map(({ name, value }) => `${name}=${value.value}`);
    const description = node.description?.value ? [`— ${node.description.value}`] : [];
    const own = isTold
      ? [
          `${"  ".repeat(depth)}${[node.role.value, JSON.stringify(node.name?.value ?? ""), ...states, ...description].join(" ")}`,
        ]
      : [];
    return [
      ...own,
      ...(node.childIds ?? []).flatMap((id) => (byId.has(id) ? lines(byId.get(id), depth + (isTold ? 1 : 0)) : [])),
    ];
  };
  return lines(nodes[0], 0);
}

async function treesOf(city) {
  const found = [];
  await visit(browser, { city, today: TODAY[cityOf(city)], hash: "" }, (page) =>
    eachScreen(page, city, async (name) => found.push(`== ${name}`, ...(await linesOf(page)), "")),
  );
  return `${found.join("\n")}\n`;
}

for (const city of PAGES) {
  test(`${city}: screen readers are told of every screen what they were`, async () => {
    const file = new URL(`trees/${city.replace("/", "-")}.txt`, import.meta.url);
    const told = await treesOf(city);
    const unnamed = told.split("\n").filter((line) => USED.some((role) => line.trimStart().startsWith(`${role} ""`)));
    assert.deepEqual(unnamed, [], "everything that can be used has a name");
    if (process.env.IJU_KEEP_TREES) {
      await mkdir(new URL(".", file), { recursive: true });
      await writeFile(file, told);
    }
    const kept = await readFile(file, "utf8");
    const [was, is] = [kept.split("\n"), told.split("\n")];
    const at = is.findIndex((line, index) => line !== was[index]);
    assert.ok(
      kept === told,
      `line ${at + 1}: was ${was[at]?.trim()}, is ${is[at]?.trim()}; IJU_KEEP_TREES=1 keeps the new ones`,
    );
  });
}
