// Prints made-up households that move to Oita, one a line, for `iju eval oita --sum`: an example of what a programme
// officer can compute, and no statistics. The same seed gives the same households.
//
//     node tests/measure/population.mjs 100000 | cargo run --quiet --release --bin iju -- \
//       eval oita --on 2025-06-10 --answers - --sum --by origin
//
// The recipe, each share chosen for the example alone:
// * The move is on any day of the twelve months before 2025-06-10.
// * Three in ten move from elsewhere in the prefecture, two from the Tokyo area with its conditions met, one from the
//   Tokyo area otherwise, four from elsewhere.
// * Seven in ten have decided themselves, two were ordered by their employer, one has another cause.
// * The applicant is 20 to 64 years old. Half have a spouse, and those have no, one, two or three children, in ten:
//   four, three, two, one.
// * Four in ten took a listed job, two telework, one is a professional, one in twenty belongs to the city's projects.
// * One answer in twenty is not known.
import { parseArgs } from "node:util";

const DAY_MS = 24 * 60 * 60 * 1000;
const ON = Date.parse("2025-06-10");
const UNKNOWN = 1 / 20;

/** Numbers from 0 to 1 from a seed (mulberry32). */
function dice(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function household(roll) {
  const day = (daysBefore) => new Date(ON - daysBefore * DAY_MS).toISOString().slice(0, 10);
  const below = (count) => Math.floor(roll() * count);
  const chance = (share) => roll() < share;
  /** One of several, each with its share in ten. */
  const oneOf = (shares) => Object.entries(shares).flatMap(([one, share]) => Array(share).fill(one))[below(10)];
  const born = (youngest, oldest) => day(youngest * 365 + below((oldest - youngest) * 365));
  const members = [{ relation: "self", born: born(20, 65) }];
  if (chance(0.5)) {
    members.push({ relation: "spouse", born: born(20, 65), moves_together: true });
    const children = Number(oneOf({ 0: 4, 1: 3, 2: 2, 3: 1 }));
    for (let child = 0; child < children; child += 1)
      members.push({ relation: "child", born: born(0, 20), moves_together: true });
  }
  const listed = chance(0.4);
  const telework = !listed && chance(0.33);
  const professional = !listed && !telework && chance(0.25);
  const answers = {
    moved_on: day(below(365)),
    move_reason: oneOf({ own_decision: 7, job_order: 2, other_cause: 1 }),
    origin: oneOf({ inside_prefecture: 3, tokyo_area_conditions_met: 2, tokyo_area_other: 1, elsewhere: 4 }),
    via_prefecture: chance(0.1),
    household: { members, more: {} },
    same_household: true,
    received_other_grant: chance(0.05),
    received_support_grant: chance(0.03) ? "another_place" : "never",
    years_outside_of_last_ten: below(11),
    year_outside_before_move: chance(0.8),
    tax_arrears: chance(0.03),
    settle_five_years: chance(0.9),
    housing_project: oneOf({ buys: 2, rents_listed: 1, neither: 7 }),
    job_listed: listed,
    job_hours_per_week: listed ? 10 + below(31) : 0,
    job_indefinite: chance(0.8),
    job_applied_after_listing: chance(0.9),
    job_five_years: chance(0.9),
    job_new_hire: chance(0.95),
    professional_scheme: professional,
    professional_hours_per_week: professional ? 10 + below(31) : 0,
    telework,
    telework_ordered: chance(0.1),
    telework_hours_per_week: telework ? 10 + below(31) : 0,
    telework_funded: chance(0.1),
    related_population_project: chance(0.05),
    startup_grant: chance(0.03),
  };
  return Object.fromEntries(Object.entries(answers).filter(() => !chance(UNKNOWN)));
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: "string", default: "1" } },
});
const count = Number(positionals[0] ?? 100_000);
if (!Number.isSafeInteger(count) || count < 1)
  throw new Error(`expected a number of households of at least 1, found ${positionals[0]}`);
const roll = dice(Number(values.seed));
let lines = [];
for (let n = 0; n < count; n += 1) {
  lines.push(JSON.stringify(household(roll)));
  if (lines.length === 1000 || n === count - 1) {
    if (!process.stdout.write(`${lines.join("\n")}\n`)) await new Promise((done) => process.stdout.once("drain", done));
    lines = [];
  }
}
