/**
 * Turns rulings of the desk by id into the engine's rulings by index, and rejects those that do not fit. It applies none.
 *
 * `src/wire/rulings.rs` reads the same natively.
 */

/** @typedef {import("./types.d.ts").EngineError} EngineError */
/** @typedef {import("./wire-types.d.ts").Fault} Fault */
/** @typedef {import("./wire-types.d.ts").GivenRuling} GivenRuling */
/** @typedef {import("./wire-types.d.ts").Names} Names */
/** @typedef {import("./wire-types.d.ts").OpenNames} OpenNames */

/**
 * Something that can be ruled, and the indices of the rules that leave it open.
 * @typedef {{ open: OpenNames, year: number, programme: number }} Point
 */

/**
 * Converts rulings, or lists everything that is wrong with them.
 * @param {Names} names
 * @param {unknown} rulings plain data by id
 * @returns {{ rulings: GivenRuling[] } | { errors: EngineError[] }} never both
 */
export function giveRulings(names, rulings) {
  if (typeof rulings !== "object" || rulings === null || Array.isArray(rulings)) {
    return { errors: [{ fact: "rulings", code: "wrong-type" }] };
  }
  /** @type {GivenRuling[]} */
  const given = [];
  /** @type {EngineError[]} */
  const errors = [];
  for (const [id, value] of Object.entries(rulings)) {
    const found = give(names, points(names, id), value);
    if (typeof found === "string") errors.push({ fact: `rulings.${id}`, code: found });
    else given.push(...found);
  }
  return errors.length > 0 ? { errors } : { rulings: given };
}

/**
 * Everything with an id that can be ruled, in all years.
 * @param {Names} names
 * @param {string} id
 * @returns {Point[]}
 */
function points(names, id) {
  return names.years.flatMap(({ programmes }, year) =>
    programmes.flatMap(({ open: all }, programme) =>
      all.filter((open) => open.id === id).map((open) => ({ open, year, programme })),
    ),
  );
}

/**
 * The rulings about these points, which all get the same value; or what is wrong with it. A requirement and a reading
 * may have the same id: yes or no is about the requirement.
 * @param {Names} names
 * @param {Point[]} all
 * @param {unknown} value
 * @returns {GivenRuling[] | Fault}
 */
function give(names, all, value) {
  const of = (/** @type {OpenNames["kind"]} */ kind) => all.filter(({ open }) => open.kind === kind);
  const requirements = of("requirement");
  const chosen = of("reading");
  const [date] = of("date");
  const [goesOn] = of("goes_on");
  if (requirements.length > 0 && typeof value === "boolean") {
    return requirements.map((point) => ({ kind: "requirement", ...place(names, point), met: value }));
  }
  if (chosen.length > 0) {
    const fitting = chosen.filter(({ open }) => open.choices.includes(String(value)));
    if (fitting.length === 0 || typeof value !== "string") return "unknown-option";
    return fitting.map(({ open, year }) => {
      const reading = names.years[year]?.readings.findIndex(({ id }) => id === open.id) ?? 0;
      return { kind: "reading", year, reading, choice: open.choices.indexOf(value) };
    });
  }
  if (requirements.length > 0) return "wrong-type";
  if (date) {
    if (typeof value !== "string" || !date.open.choices.includes(value)) return "unknown-option";
    return [{ kind: "date", written: date.open.id, day: value }];
  }
  if (!goesOn) return "unknown-key";
  if (typeof value !== "boolean") return "wrong-type";
  return [{ kind: "goes_on", programme: names.programmes.indexOf(goesOn.open.id), goes_on: value }];
}

/**
 * The rules of a requirement, and its place among theirs. Place 0 is the top group.
 * @param {Names} names
 * @param {Point} point
 */
function place(names, { open, year, programme }) {
  const rules = names.years[year]?.programmes[programme];
  return { rules: { year, programme }, place: (rules?.requirements.findIndex(({ id }) => id === open.id) ?? -1) + 1 };
}
