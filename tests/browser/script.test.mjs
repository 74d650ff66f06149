// Tests that the scripts of the page and of the loader name only what `allowed.mjs` lists, so that they cannot send,
// navigate, open or keep anything. Planted lines must each be refused. It runs none of them.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { LOADER, PAGE } from "./allowed.mjs";
import { DIST, pageText } from "./driver.mjs";
import { scan } from "./scan.mjs";

const script = /<script type="module">([\s\S]*?)<\/script>/.exec(await pageText("oita"))[1];
const loader = await readFile(join(DIST, "embed.js"), "utf8");

test("the page's script names only what the table lists, and uses all of it", () => {
  assert.deepEqual(scan(script, PAGE), { refused: [], unused: [] });
});

test("the loader's script names only what the table lists, and uses all of it", () => {
  assert.deepEqual(scan(loader, LOADER), { refused: [], unused: [] });
});

test("every page holds the one script", async () => {
  for (const page of ["nemuro", "nemuro/easy", "nemuro/en", "oita", "oita/easy", "oita/en"])
    assert.ok((await pageText(page)).includes(script), page);
});

/** The planted lines by kind. */
const PLANTED = Object.fromEntries(
  (await readFile(new URL("planted.txt", import.meta.url), "utf8"))
    .split(/^== /m)
    .slice(1)
    .map((part) => part.trim().split("\n"))
    .map(([kind, ...lines]) => [kind, lines]),
);

/** What the loader is for: a frame with the page. */
const LOADS = ["e.src=a", "e.style.cssText=a", "document.createElement('iframe')"];

/** The planted lines that a scan does not refuse. Each stands in a function of its own at the end of the script. */
function missed(text, table, lines) {
  const planted = lines.map((line, i) => `export const planted${i}=(a,k,e,f,m,o,n,s,b)=>{{${line}}};`);
  const before = text.trimEnd().split("\n").length;
  const { refused } = scan([text.trimEnd(), ...planted].join("\n"), table);
  const places = new Set(refused.map((one) => Number(one.split(":")[0])));
  for (const place of places) assert.ok(place > before, `the script itself is not refused: ${refused}`);
  return lines.filter((_, i) => !places.has(before + 1 + i));
}

for (const [kind, lines] of Object.entries(PLANTED)) {
  test(`planted lines are refused with their place: ${kind}`, () => assert.deepEqual(missed(script, PAGE, lines), []));
}

test("planted lines are refused in the loader too, but for what the loader is for", () => {
  assert.deepEqual(missed(loader, LOADER, Object.values(PLANTED).flat()), LOADS);
});

test("what we say about the number of planted lines is true", async () => {
  const planted = Object.values(PLANTED).flat().length;
  const read = (path) => readFile(new URL(`../../${path}`, import.meta.url), "utf8");
  const said = [
    ...(await read("SECURITY.md")).matchAll(/more than (\d+) planted lines/g),
    ...(await read("www/site/verify/index.html")).matchAll(/(\d+)を超える「送ってしまう書き方」/g),
  ].map(([, number]) => Number(number));
  assert.equal(said.length, 2);
  for (const number of said) assert.ok(planted > number && planted < number + 50, `${planted} planted, ${number} said`);
});

test("honest lines are accepted: a field of the script's own, a list by number, a link within the page", () => {
  for (const line of [
    "o.ownField=a;o.ownField.other(a)",
    "const l=[1,2];for(let i=0;i<l.length;i++)l[i]=a",
    "const l={};l[k]=a;l[k](a)",
    "e.href=`#x`",
    "for(const n of ['id','name'])e.setAttribute(n,a)",
    "setTimeout(()=>f(a),5)",
  ])
    assert.deepEqual(scan(`${script};export const planted=(a,k,e,f,o)=>{${line}};`, PAGE).refused, [], line);
});

test("an entry that the script does not use is refused, and so is one without a reason or written twice", () => {
  const row = ["globals", "for nothing", "fetch"];
  assert.deepEqual(scan(script, [...PAGE, row]).unused, ["globals fetch"]);
  assert.deepEqual(scan(script, [...PAGE, ["members", "for nothing", "checked", { uses: "c" }]]).unused, [
    "members checked c",
  ]);
  assert.throws(() => scan(script, [...PAGE, ["globals", "", "fetch"]]), /no reason/);
  assert.throws(() => scan(script, [...PAGE, row, row]), /twice/);
});
