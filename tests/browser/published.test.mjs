// The files published beside the pages: the hashes of every file, an archive of each city, and the guide for editors. It opens no browser.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { test } from "node:test";
import { crc32, inflateRawSync } from "node:zlib";
import { embedded, engineOf, unpacked } from "../embedded.mjs";
import { DIST, pageText } from "./driver.mjs";

const CITIES = ["nemuro", "oita"];
/** The folders of a city's pages and of the start pages, one for each language. */
const FOLDERS = ["", "easy", "en"];
const SELF_HOST = ["README.txt", "htaccess.txt", "nginx.conf"];
const NOTICES = "LICENCES.txt";
const read = (path) => readFile(join(DIST, path));
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const root = (path) => readFile(new URL(`../../${path}`, import.meta.url), "utf8");

/** The file by which the build knows its own folder. */
const MARKER = ".iju-site";

async function published(folder = DIST) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name !== MARKER)
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).replaceAll("\\", "/"))
    .sort();
}

/** The files of a zip archive by name, found through the central directory at its end. */
function unpack(zip) {
  const end = zip.lastIndexOf("PK\x05\x06", undefined, "latin1");
  const files = new Map();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [sum, packed, size, name, extra, comment] = [
      zip.readUInt32LE(at + 16),
      zip.readUInt32LE(at + 20),
      zip.readUInt32LE(at + 24),
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
      zip.readUInt16LE(at + 32),
    ];
    const start = zip.readUInt32LE(at + 42);
    assert.deepEqual(
      zip.subarray(start + 4, start + 30),
      zip.subarray(at + 6, at + 32),
      "the file says what the directory says",
    );
    const from = start + 30 + name + zip.readUInt16LE(start + 28);
    const bytes = inflateRawSync(zip.subarray(from, from + packed));
    assert.equal(bytes.length, size);
    if (crc32) assert.equal(crc32(bytes), sum);
    files.set(zip.toString("utf8", at + 46, at + 46 + name), bytes);
    at += 46 + name + extra + comment;
  }
  assert.equal(at, end);
  return files;
}

test("every published file has its hash in the list, and the list names nothing else", async () => {
  const lines = (await read("hashes.txt"))
    .toString()
    .trimEnd()
    .split("\n")
    .filter((line) => !line.startsWith("#"));
  const found = [];
  for (const name of await published()) if (name !== "hashes.txt") found.push(`${sha256(await read(name))}  ${name}`);
  assert.deepEqual(lines, found);
});

test("the engine's and the rules' hashes are listed as the pages show them and as their bytes give them", async () => {
  const listed = Object.fromEntries(
    [...(await read("hashes.txt")).toString().matchAll(/^# ([0-9a-f]{64}) {2}(?:rules of )?(\S+)$/gm)].map(
      ([, hash, of]) => [of, hash],
    ),
  );
  assert.deepEqual(Object.keys(listed).sort(), ["engine.wasm", ...CITIES]);
  for (const [city, page] of CITIES.flatMap((city) => FOLDERS.map((folder) => [city, join(city, folder)]))) {
    const text = await pageText(page);
    assert.equal(sha256(unpacked(text, "engine")), listed["engine.wasm"], page);
    const [rules] = WebAssembly.Module.customSections(new WebAssembly.Module(engineOf(text)), "iju-rulebook");
    const names = embedded(text, "names").replaceAll("\\u003c", "<");
    assert.equal(sha256(Buffer.concat([Buffer.from(rules), Buffer.from(names)])), listed[city], page);
    const footer = text.replace(/[\s\S]*<footer/, "");
    const shown = (of) => new RegExp(`${of} ([0-9a-f]{12})\\b`).exec(footer)?.[1] ?? "nothing";
    assert.ok(listed[city].startsWith(shown(city)), `${page}: ${shown(city)}`);
    assert.ok(listed["engine.wasm"].startsWith(shown("(?:計算|エンジン|engine)")), `${page}: ${footer.slice(0, 200)}`);
  }
});

test("a city's archive contains its pages, the loader, licence notices and sample settings", async () => {
  const all = await published();
  for (const city of CITIES) {
    const files = unpack(await read(`${city}.zip`));
    const pages = all.filter((name) => name.startsWith(`${city}/`));
    assert.ok(pages.length >= 3);
    assert.deepEqual([...files.keys()], [...pages, "embed.js", NOTICES, ...SELF_HOST].sort());
    assert.deepEqual(files.get(NOTICES), await read(`licences/${NOTICES}`));
    for (const name of [...pages, "embed.js"]) assert.deepEqual(files.get(name), await read(name), name);
    for (const name of ["nginx.conf", "htaccess.txt"])
      assert.match(files.get(name).toString(), /frame-ancestors 'self'/);
  }
});

test("the licence notices, as a text and as a page, name works of every kind that a page contains", async () => {
  const { version } = JSON.parse(await root("node_modules/lean-qr/package.json"));
  const works = [
    `lean-qr ${version} — MIT`,
    "Digital Agency Design System — MIT",
    "Rust standard library — MIT AND Unicode-3.0",
    "iju-check ",
    "rust_decimal ",
    "serde ",
    "wasm-bindgen ",
  ];
  const text = (await read(`licences/${NOTICES}`)).toString();
  const page = (await read("licences/index.html")).toString();
  for (const work of works) {
    assert.ok(text.includes(`・${work}`), work);
    assert.ok(page.includes(`<li lang="en">${work}`), work);
  }
  for (const holder of [
    "Copyright (c) 2021-2025 David Evans",
    "Copyright (c) 2023 デジタル庁",
    "Copyright (c) 2016 Paul Mason",
  ]) {
    assert.ok(text.includes(holder), holder);
    assert.ok(page.includes(holder), holder);
  }
  assert.match(page, /http-equiv="Content-Security-Policy" content="default-src 'none';/);
});

test("every start page links to the licence notices, and every city's page names them", async () => {
  for (const page of [...FOLDERS, "verify"].map((folder) => join(folder, "index.html"))) {
    const html = (await read(page)).toString();
    assert.match(html, /licences\/index\.html/, page);
  }
  for (const page of (await published()).filter((name) => CITIES.some((city) => name.startsWith(`${city}/`))))
    assert.match((await read(page)).toString(), /^<!DOCTYPE html>\s*<!-- The licence notices [^>]*-->/, page);
});

test("the guide for editors and the portal give the same snippets, with the loader's sandbox", async () => {
  const guide = await root("docs/embedding.md");
  const portal = (await read("demo/index.html")).toString().replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  const sandbox = /"(allow-scripts[^"]*)"/.exec((await read("embed.js")).toString())[1];
  for (const text of [guide, portal]) {
    assert.ok(text.includes(`sandbox="${sandbox}"`));
    assert.ok(text.includes('style="display:block;min-height:max(100vh,800px)"'));
    assert.doesNotMatch(text, /sandbox="[^"]*allow-same-origin/);
  }
});

test("every id stands once in its page, so that no link and no icon means another element", async () => {
  const pages = (await published()).filter((path) => path.endsWith(".html"));
  assert.ok(pages.length > CITIES.length * FOLDERS.length);
  for (const path of pages) {
    const markup = String(await read(path)).replace(/<(style|script)[\s\S]*?<\/\1>/g, "");
    const ids = [...markup.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    assert.deepEqual(
      ids.filter((id, at) => ids.indexOf(id) !== at),
      [],
      path,
    );
  }
});
