// The ids of requirements, which no page has: put to a page's report, so that it can be compared with a native one.

/** Puts ids to reports of the page, as the native reports of some cases have them. */
export function named(cases) {
  const ids = new Map();
  for (const { city, report } of cases) {
    for (const { id, year, requirements } of report.programmes) {
      if (requirements.length > 0) ids.set(`${city} ${id} ${year}`, requirements.map((one) => one.id));
    }
  }
  return (report) => {
    const idAt = (programme, year, place) => ids.get(`${report.city} ${programme} ${year}`)[place - 1];
    const programmes = report.programmes.map((one) => withIds(one, (year, place) => idAt(one.id, year, place)));
    return { ...report, programmes };
  };
}

/** A programme's report, with and without what is advised for it. */
function withIds(one, idAt) {
  const { year, requirements, determining, apply } = one;
  const edge = (end) => ({ ...end, requirement: end.requirement && idAt(end.requirement.year, end.requirement.place) });
  return {
    ...one,
    requirements: requirements.map(({ state }, at) => ({ id: idAt(year, at + 1), state })),
    determining: determining.map(({ place, branches }) => ({ id: idAt(year, place), branches: branches.map((branch) => idAt(year, branch)) })),
    ...(apply === undefined ? {} : { apply: apply && { ...apply, first: edge(apply.first), last: edge(apply.last) } }),
  };
}
