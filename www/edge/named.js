/**
 * Replaces the indices of a report by ids. It decides nothing.
 *
 * `src/wire/named/naming.rs` does the same natively. A test compares both for every worked example.
 */

/** @typedef {import("./wire-types.d.ts").AmountRange} AmountRange */
/** @typedef {import("./wire-types.d.ts").Names} Names */
/** @typedef {import("./wire-types.d.ts").NamedBoundary} NamedBoundary */
/** @typedef {import("./wire-types.d.ts").NamedMissing} NamedMissing */
/** @typedef {import("./wire-types.d.ts").NamedProgramme} NamedProgramme */
/** @typedef {import("./wire-types.d.ts").NamedWhatIf} NamedWhatIf */
/** @typedef {import("./wire-types.d.ts").ProgrammeNames} ProgrammeNames */
/** @typedef {import("./wire-types.d.ts").ProgrammeReport} ProgrammeReport */
/** @typedef {import("./wire-types.d.ts").Range} Range */

/**
 * A report by id.
 * @param {Names} names the ids of the report's city
 * @param {import("./wire-types.d.ts").Report} report
 * @returns {import("./wire-types.d.ts").NamedReport}
 */
export function nameReport(names, report) {
  const { on, incomplete, questions_left_at_most, best, best_chosen, best_estimate, best_estimate_chosen } = report;
  const missing = incomplete.map((one) => nameMissing(names, one));
  return {
    city: names.city,
    on,
    programmes: report.programmes.map((one) => nameProgramme(names, missing, one)),
    relevant: all(missing, report.relevant),
    questions_left_at_most,
    best: nameBest(names, best),
    best_chosen: nameBestChosen(names, best_chosen),
    best_estimate: best_estimate && nameBest(names, best_estimate),
    best_estimate_chosen: best_estimate_chosen && nameBestChosen(names, best_estimate_chosen),
    decisive: all(missing, report.decisive),
    asks: report.asks.map((one) => nameAsk(names, one)),
  };
}

/**
 * A question for the desk by id.
 * @param {Names} names
 * @param {import("./wire-types.d.ts").Ask} ask
 */
function nameAsk(names, { year: index, about, programmes, why }) {
  const year = at(names.years, index);
  return {
    year: year.year,
    ask: about.kind === "question" ? at(year.asks, about.ask) : null,
    requirement:
      about.kind === "requirement" ? requirementId(at(year.programmes, about.rules.programme), about.place) : null,
    programmes: all(names.programmes, programmes),
    why,
  };
}

/**
 * The advice on one programme by id.
 * @param {Names} names the ids of the city
 * @param {import("./wire-types.d.ts").ProgrammeAdvice} advice
 * @returns {import("./wire-types.d.ts").NamedAdvice}
 */
export function nameAdvice(names, advice) {
  const { estimate_advice } = advice;
  return { ...nameWays(names, advice), estimate_advice: estimate_advice && nameWays(names, estimate_advice) };
}

/**
 * An answer that does not fit, with its place by id, such as `household.members[1].born`.
 * @param {Names} names
 * @param {import("./wire-types.d.ts").Misfit} misfit
 */
export function nameMisfit(names, { fact: index, member, field, fault }) {
  const fact = at(names.facts, index);
  const inside = member === null || field === null ? "" : `.members[${member}].${at(fact.fields, field).id}`;
  return { fact: fact.id + inside, code: fault };
}

/**
 * The item of a list at an index.
 * @template T
 * @param {readonly T[]} list
 * @param {number} index
 * @throws {RangeError} if the list is shorter, for example because the names are those of another city
 */
function at(list, index) {
  const found = list[index];
  if (found === undefined) throw new RangeError(`nothing has the index ${index}`);
  return found;
}

/**
 * The items of a list at several indices.
 * @template T
 * @param {readonly T[]} list
 * @param {readonly number[]} indices
 */
const all = (list, indices) => indices.map((index) => at(list, index));

/** @param {Range} range */
const nameRange = ({ low, high }) => ({ min: low, max: high });

/** @param {AmountRange | null} amount */
const nameAmount = (amount) => amount && { min: amount.yen.low, max: amount.yen.high, ceiling: amount.ceiling };

/**
 * The id of a requirement. Place 0 is the top group.
 * @param {ProgrammeNames} rules
 * @param {number} place
 */
const requirementId = (rules, place) => (place === 0 ? rules.top : at(rules.requirements, place - 1).id);

/**
 * Used if it is not known which version's rules hold.
 * @type {Pick<ProgrammeNames, "later" | "requirements">}
 */
const NO_RULES = { later: [], requirements: [] };

/**
 * What the rules of a programme give, whether they hold or would go on.
 * @param {Names} names
 * @param {Pick<ProgrammeReport, "rules" | "parts" | "states" | "conditions" | "determining" | "readings" | "rulings">} found
 */
function nameFound(names, found) {
  const year = found.rules && at(names.years, found.rules.year);
  const rules = found.rules && year && at(year.programmes, found.rules.programme);
  const { requirements } = rules ?? NO_RULES;
  return {
    year: year?.year ?? null,
    parts: nameParts(rules, found.parts),
    payee: rules?.payee ?? null,
    is_money: rules?.is_money ?? true,
    requirements: found.states.slice(1).map((state, below) => {
      const { id, facts } = at(requirements, below);
      return { id, state, facts };
    }),
    conditions: found.conditions,
    determining: found.determining.map(({ place, branches }) => ({
      id: rules ? requirementId(rules, place) : "",
      branches: branches.map((branch) => (rules ? requirementId(rules, branch) : "")),
    })),
    readings: found.readings.map(({ reading: index, choices }) => {
      const reading = at(year?.readings ?? [], index);
      return {
        id: reading.id,
        choices: choices.map((amount, choice) => ({ id: at(reading.choices, choice), amount: nameAmount(amount) })),
      };
    }),
    rulings: [...new Set(found.rulings.map((read) => nameRuling(names, read)))],
  };
}

/**
 * @param {ProgrammeNames | null} rules
 * @param {readonly Range[]} parts
 */
const nameParts = (rules, parts) =>
  parts.map(({ low, high }, index) => {
    const { id, payer, payee, ceiling } = at(rules?.parts ?? [], index);
    return { id, payer, payee, ceiling, min: low, max: high };
  });

/**
 * @param {Names} names
 * @param {NamedMissing[]} missing every answer that is not complete
 * @param {ProgrammeReport} report
 * @returns {NamedProgramme}
 */
function nameProgramme(names, missing, report) {
  const { estimate, reference } = report;
  const year = report.rules && at(names.years, report.rules.year);
  const rules = report.rules && year && at(year.programmes, report.rules.programme);
  const later = nameLater(rules, report.later);
  return {
    id: at(names.programmes, report.programme),
    decided_by: report.decided_by && {
      fact: report.decided_by.fact === null ? null : at(names.facts, report.decided_by.fact).id,
      days: nameDays(report.decided_by.days),
    },
    provisional: year?.provisional ?? false,
    verdict: report.verdict,
    window: report.window,
    amount: nameAmount(report.amount),
    instalments: report.instalments.map(({ low, high }, index) => ({
      ...at(rules?.instalments ?? [], index),
      min: low,
      max: high,
    })),
    obligations: later
      .filter(({ is_debt }) => is_debt)
      .map(({ id, day, owed }) => ({ id, until: nameDays(day), owed: owed && nameRange(owed) })),
    key_dates: nameKeyDates(later.filter(({ is_debt }) => !is_debt)),
    schedule: rules?.schedule ?? null,
    payer: rules?.payer ?? null,
    benefit: rules?.benefit ?? null,
    missing: all(missing, report.missing),
    stale: all(year?.sources ?? [], report.stale),
    estimate: estimate && nameEstimate(names, estimate),
    reference: reference && nameReference(names, reference),
    // At the end: a literal that begins with a copy and goes on becomes a slow object, in V8 many times slower.
    ...nameFound(names, report),
  };
}

/**
 * @param {Names} names
 * @param {import("./wire-types.d.ts").Estimate} estimate
 */
function nameEstimate(names, estimate) {
  return {
    verdict: estimate.verdict,
    amount: nameAmount(estimate.amount),
    dates: estimate.dates,
    ...nameFound(names, estimate),
  };
}

/**
 * @param {ProgrammeNames | null} rules
 * @param {ProgrammeReport["later"]} later
 */
const nameLater = (rules, later) =>
  later.map(({ day, owed }, index) => {
    const { id, is_debt } = at((rules ?? NO_RULES).later, index);
    return { id, is_debt, day, owed };
  });

/**
 * The key dates. Two days with the same id are the first and the last of a period.
 * @param {readonly { id: string, day: import("./wire-types.d.ts").OpenDays }[]} days
 */
const nameKeyDates = (days) =>
  days.flatMap(({ id, day }, index) => {
    if (days[index - 1]?.id === id) return [];
    const next = days[index + 1];
    return { id, first: nameDays(day), last: next?.id === id ? nameDays(next.day) : null };
  });

/**
 * @param {Names} names
 * @param {import("./wire-types.d.ts").Reference} reference
 */
function nameReference(names, { rules: version, amount, parts }) {
  const year = version && at(names.years, version.year);
  const rules = version && year && at(year.programmes, version.programme);
  return {
    year: year?.year ?? null,
    amount: { ...nameRange(amount.yen), ceiling: amount.ceiling },
    parts: nameParts(rules, parts),
  };
}

/**
 * @param {Names} names
 * @param {import("./wire-types.d.ts").Best} best
 */
const nameBest = (names, best) => ({
  chosen: all(names.programmes, best.chosen.programmes),
  chosen_min: best.chosen.range.low,
  chosen_max: best.chosen.range.high,
  min: best.range.low,
  max: best.range.high,
  by_year: best.by_year.map(nameRange),
  alternatives: best.alternatives.map(({ programmes, range: { low, high } }) => ({
    programmes: all(names.programmes, programmes),
    min: low,
    max: high,
  })),
  caps: best.caps.map(({ year, cap }) => at(at(names.years, year).caps, cap)),
});

/**
 * @param {Names} names
 * @param {import("./wire-types.d.ts").BestChosen} chosen
 */
const nameBestChosen = (names, { assuming, best, needs_plan }) => ({
  assuming: assuming.map((fact) => at(names.facts, fact).id),
  best: nameBest(names, best),
  needs_plan: all(names.programmes, needs_plan),
});

/**
 * What the household could do, by the rules that hold or by those that would go on.
 * @param {Names} names
 * @param {import("./wire-types.d.ts").EstimateAdvice} ways
 */
const nameWays = (names, { apply, plans, what_if, raises, settles }) => ({
  apply: apply && {
    first: nameBoundary(names, apply.first),
    last: nameBoundary(names, apply.last),
    possible: apply.possible.map(nameDays),
    sure: apply.sure.map(nameDays),
    ends_with_rules: apply.ends_with_rules,
    window_unknown: apply.window_unknown,
  },
  plans: plans.map(({ fact, days: { first, last } }) => ({ fact: at(names.facts, fact).id, first, last })),
  what_if: what_if.map((one) => nameWhatIf(names, one)),
  raises: raises.map((one) => nameWhatIf(names, one)),
  settles: settles.map((fact) => at(names.facts, fact).id),
});

/**
 * @param {Names} names
 * @param {import("./wire-types.d.ts").Missing} missing
 * @returns {NamedMissing}
 */
function nameMissing(names, { fact: index, field, member, needs }) {
  const fact = at(names.facts, index);
  return { fact: fact.id, field: field === null ? null : at(fact.fields, field).id, member, needs };
}

/**
 * @param {Names} names
 * @param {import("./wire-types.d.ts").RulingRead} read
 */
function nameRuling(names, read) {
  switch (read.kind) {
    case "reading":
      return at(at(names.years, read.year).readings, read.reading).id;
    case "requirement":
      return requirementId(at(at(names.years, read.rules.year).programmes, read.rules.programme), read.place);
    case "date":
      return read.day;
    case "goes_on":
      return at(names.programmes, read.programme);
  }
}

/** @param {import("./wire-types.d.ts").OpenDays} days */
const nameDays = ({ first, last }) => ({ min: first, max: last });

/**
 * @param {Names} names
 * @param {import("./wire-types.d.ts").Boundary} boundary
 * @returns {NamedBoundary}
 */
function nameBoundary(names, { days, why }) {
  const ends = { ...nameDays(days), why: why?.kind ?? null };
  if (why?.kind !== "requirement") return { ...ends, year: null, requirement: null };
  const { version, place } = why;
  const year = at(names.years, version.year);
  return { ...ends, year: year.year, requirement: requirementId(at(year.programmes, version.programme), place) };
}

/**
 * @param {Names} names
 * @param {import("./wire-types.d.ts").WhatIf} whatIf
 * @returns {NamedWhatIf}
 */
function nameWhatIf(names, { changes, verdict, amount, loses }) {
  return {
    changes: changes.map(({ fact: index, to }) => {
      const fact = at(names.facts, index);
      return { fact: fact.id, to: nameAnswer(fact, to) };
    }),
    verdict,
    amount: nameAmount(amount),
    loses: all(names.programmes, loses),
  };
}

/**
 * @param {import("./wire-types.d.ts").FactNames} fact
 * @param {import("./wire-types.d.ts").NewAnswer} answer
 */
function nameAnswer(fact, answer) {
  switch (answer.kind) {
    case "yes_no":
      return answer.value;
    case "option":
      return at(fact.options, answer.option);
    case "number":
      return nameRange(answer.range);
  }
}
