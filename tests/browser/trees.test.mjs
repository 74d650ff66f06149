// Compares the accessibility tree of every screen, in each language, with the text kept in `trees/`. It contains no
// rule.
//
// With `IJU_KEEP_TREES=1` it writes the new trees. Read the difference before you commit it.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { launch, visit } from "./driver.mjs";
import { TODAY, cityOf, eachScreen } from "./screens.mjs";
import { sweep } from "./sweep.mjs";

const PAGES = ["oita", "oita/easy", "oita/en"];
/** The roles of controls, of structure and of live regions. Other text is read as it is, and is not compared. */
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

/** The lines of a tree: role, name, states and description, indented by depth. */
async function linesOf(page) {
  const session = await page.createCDPSession();
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const lines = (node, depth) => {
    // A details element is a group without a name. The control inside it has one.
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

for (const city of process.env.IJU_KEEP_TREES ? PAGES : sweep(PAGES.slice(0, 1), PAGES)) {
  test(`${city}: the accessibility tree of every screen is unchanged`, async () => {
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
