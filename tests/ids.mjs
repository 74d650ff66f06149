// What native reports say in ids and the page by places: put to a page's report, so that both can be compared.

/** Puts to a page's report what native reports of some cases have besides, and what the page has by its place. */
export function named(cases) {
  const rules = new Map();
  for (const { city, report } of cases) {
    for (const one of report.programmes) {
      const { requirements, parts, schedule, payer, benefit } = one;
      const key = `${city} ${one.id} ${one.year}`;
      const known = rules.get(key) ?? { requirements: [], parts: [], schedule, payer, benefit };
      rules.set(key, {
        ...known,
        requirements: longer(known.requirements, requirements),
        parts: longer(known.parts, parts),
      });
    }
  }
  const readings = new Map();
  return (report, native) => {
    const programmes = report.programmes.map((one, at) => {
      const rulesOf = (year) => rules.get(`${report.city} ${one.id} ${year}`);
      const readingId = (number, id) =>
        theOnly(readings, `${report.city} ${one.year} ${number}`, `${report.city} ${one.year} ${id}`, id);
      return withIds(one, native.programmes[at], rulesOf, readingId);
    });
    return { ...report, programmes };
  };
}

const longer = (one, other) => (other.length > one.length ? other : one);

/** The id, if it and the number are each other's only ones so far; else what speaks against it. */
function theOnly(known, number, id, said) {
  const other = [known.get(number) ?? id, known.get(id) ?? number];
  known.set(number, id).set(id, number);
  return other[0] === id && other[1] === number ? said : `${other.join(" and ")} before`;
}

/** A programme's report, with or without what is advised for it. */
function withIds(one, native, rulesOf, readingId) {
  const own = rulesOf(one.year);
  const idAt = (year, place) => rulesOf(year).requirements[place - 1].id;
  const edge = (end) => ({ ...end, requirement: end.requirement && idAt(end.requirement.year, end.requirement.place) });
  const { requirements, determining, parts, readings, apply } = one;
  return {
    ...one,
    schedule: own.schedule,
    payer: own.payer,
    benefit: own.benefit,
    parts: parts.map((part, at) => ({ ...own.parts[at], ...part })),
    requirements: requirements.map(({ state }, at) => ({ id: own.requirements[at].id, state })),
    determining: determining.map(({ place, branches }) => ({
      id: idAt(one.year, place),
      branches: branches.map((branch) => idAt(one.year, branch)),
    })),
    readings: readings.map(({ at, choices }, index) => {
      const like = native.readings[index];
      return {
        id: readingId(at, like?.id),
        choices: choices.map((amount, choice) => ({ id: like?.choices[choice]?.id, amount })),
      };
    }),
    ...(apply === undefined ? {} : { apply: apply && { ...apply, first: edge(apply.first), last: edge(apply.last) } }),
  };
}
