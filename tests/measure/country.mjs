// Measures the check and the build of a made-up country: every municipality of Japan with Nemuro's programmes, in three
// languages. It prints time and memory beside their goals, and fails only if a command does. The number of cities can be
// given: `node tests/measure/country.mjs 100`. The memory of two cities is measured too, so that what each further city
// adds is known.
import { cp, mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { keep } from "./figures.mjs";
import { saidStolen, watched } from "./processors.mjs";
import { timed } from "./timed.mjs";

const MUNICIPALITIES = 1741;
const FEW = 2;
const GOALS = { check: { seconds: 15, megabytes: 1000 }, site: { seconds: 120, megabytes: 1000 } };
const root = new URL("../../", import.meta.url);
const path = (name) => fileURLToPath(new URL(name, root));
const IJU = path("target/release/iju");
const COUNTRY = path("target/country/rules");
const SITE = path("target/country/site");

/** Writes the rules of a country: the shared files, Oita, which asks what Nemuro does not, and copies of Nemuro. */
async function writeCountry(count) {
  await rm(path("target/country"), { recursive: true, force: true });
  await mkdir(COUNTRY, { recursive: true });
  const isRule = (from) => !from.endsWith("/examples");
  const copy = (from, to) => cp(path(`rules/${from}`), `${COUNTRY}/${to}`, { recursive: true, filter: isRule });
  await copy("facts.yaml", "facts.yaml");
  await copy("frameworks", "frameworks");
  await copy("oita", "oita");
  for (let n = 1; n < count; n += 1) await copy("nemuro", `city_${n}`);
}

const given = process.argv[2] ?? String(MUNICIPALITIES);
const count = Number(given);
if (!Number.isInteger(count) || count <= FEW)
  throw new Error(`expected a number of cities above ${FEW}, found ${given}`);
await timed("cargo", ["build", "--locked", "--quiet", "--profile", "bench", "--bin", "iju"]);
const verbs = {
  check: ["--rules", COUNTRY, "check"],
  site: ["--rules", COUNTRY, "site", "--parts", path("target/site"), "--out", SITE],
};
const few = {};
await writeCountry(FEW);
for (const [verb, args] of Object.entries(verbs)) few[verb] = (await timed(IJU, args)).megabytes;
console.log(`${count} cities: writing their rules`);
await writeCountry(count);
const figures = { cities: { found: count } };
for (const [verb, args] of Object.entries(verbs)) {
  const { found, stolen } = await watched(() => timed(IJU, args));
  const { seconds, megabytes } = GOALS[verb];
  console.log(
    `  ${verb}: ${found.seconds.toFixed(1)} s (goal ${seconds} s), ${Math.round(found.megabytes)} MB (goal ${megabytes} MB)`,
  );
  console.log(`  ${saidStolen(stolen)}`);
  const whole = MUNICIPALITIES / count; // time grows with the number of cities
  const perCity = Math.max(0, (found.megabytes - few[verb]) / (count - FEW));
  const megabytesOfAll = found.megabytes + perCity * (MUNICIPALITIES - count);
  Object.assign(figures, {
    [`${verb}.seconds`]: { found: found.seconds },
    [`${verb}.megabytes`]: { found: Math.round(found.megabytes) },
    [`${verb}.country.seconds`]: { found: Math.round(found.seconds * whole), most: seconds },
    [`${verb}.country.megabytes`]: { found: Math.round(megabytesOfAll), most: megabytes },
  });
}
await keep("country", figures);
await rm(path("target/country"), { recursive: true });
console.log("country: measured");
