//! Puts ids in place of a report's indices. Every structure is taken apart whole, so that a new field of a
//! report does not compile until it has its place here.

use super::super::names::{
    LaterNames, Names, PartNames, ProgrammeNames, RequirementNames, YearNames,
};
use super::instalments::name_instalments;
use super::{
    NamedAdvice, NamedAmount, NamedAnswer, NamedApply, NamedAsk, NamedBest, NamedBestChosen,
    NamedBoundary, NamedChange, NamedChoice, NamedCombination, NamedConditions, NamedDays,
    NamedDecidedBy, NamedDetermining, NamedEstimate, NamedEstimateAdvice, NamedKeyDates,
    NamedMissing, NamedObligation, NamedPart, NamedPlan, NamedProgramme, NamedRange, NamedReading,
    NamedReference, NamedReport, NamedRequirement, NamedWhatIf,
};
use crate::index::{CapOfYear, FactIndex, MissingIndex, ProgrammeIndex, RequirementPlace, Version};
use crate::possible::{Days, Range};
use crate::report::{
    About, AmountRange, Apply, Ask, Best, BestChosen, Boundary, Change, Combination, Conditions,
    DecidedBy, Determining, Estimate, EstimateAdvice, Later, Missing, NewAnswer, OpenDays,
    OpenReading, Plan, ProgrammeAdvice, ProgrammeReport, Reference, Report, State, WhatIf, Why,
};
use crate::rulebook::RulingRead;

/// A report with the ids of its city.
///
/// # Example
/// ```
/// use iju_check::check;
/// use iju_check::diagnostic::{Diagnostics, Files};
/// use iju_check::calendar::Day;
/// use iju_check::evaluate::evaluate;
/// use iju_check::situation::Situation;
/// use iju_check::wire::named::name_report;
/// use iju_check::wire::names::names;
/// use std::path::Path;
///
/// let (mut files, mut problems) = (Files::default(), Diagnostics::default());
/// let folder = Path::new("tests/cases");
/// let checked = check::load(folder, &mut files, &mut problems).unwrap().unwrap();
///
/// let town = &checked.cities[0];
/// let on = Day::parse("2025-06-10").unwrap();
/// let report = evaluate(town, &Situation::unknown(town), on, on);
/// let named = name_report(&names(town), &report);
/// assert!(named.programmes.iter().any(|programme| programme.id == "dairy"));
/// ```
#[must_use]
pub fn name_report(names: &Names, report: &Report) -> NamedReport {
    let Report {
        on,
        programmes,
        incomplete,
        relevant,
        questions_left_at_most,
        best,
        best_chosen,
        best_estimate,
        best_estimate_chosen,
        decisive,
        asks,
    } = report;
    let missing: Vec<NamedMissing> =
        incomplete.iter().map(|one| name_missing(names, one)).collect();
    let namer = Namer { names, missing: &missing };
    NamedReport {
        city: names.city.clone(),
        on: *on,
        programmes: programmes.iter().map(|one| namer.programme(one)).collect(),
        relevant: namer.missing_at(relevant),
        questions_left_at_most: *questions_left_at_most,
        best: name_best(names, best),
        best_chosen: name_best_chosen(names, best_chosen),
        best_estimate: best_estimate.as_ref().map(|best| name_best(names, best)),
        best_estimate_chosen: best_estimate_chosen.as_ref().map(|one| name_best_chosen(names, one)),
        decisive: namer.missing_at(decisive),
        asks: asks.iter().filter_map(|one| name_ask(names, one)).collect(),
    }
}

/// The advice on one programme with the ids of its city.
#[must_use]
pub fn name_advice(names: &Names, advice: &ProgrammeAdvice) -> NamedAdvice {
    let ProgrammeAdvice { apply, plans, what_if, raises, settles, estimate_advice } = advice;
    let facts = |all: &[FactIndex]| all.iter().map(|fact| fact_id(names, *fact)).collect();
    NamedAdvice {
        apply: apply.as_ref().map(|apply| name_apply(names, apply)),
        plans: name_plans(names, plans),
        what_if: name_changes(names, what_if),
        raises: name_changes(names, raises),
        settles: facts(settles),
        estimate_advice: estimate_advice.as_ref().map(
            |EstimateAdvice { apply, plans, what_if, raises, settles }| NamedEstimateAdvice {
                apply: apply.as_ref().map(|apply| name_apply(names, apply)),
                plans: name_plans(names, plans),
                what_if: name_changes(names, what_if),
                raises: name_changes(names, raises),
                settles: facts(settles),
            },
        ),
    }
}

fn name_plans(names: &Names, plans: &[Plan]) -> Vec<NamedPlan> {
    let named = plans.iter().map(|Plan { fact, days: OpenDays { first, last } }| NamedPlan {
        fact: fact_id(names, *fact),
        first: *first,
        last: *last,
    });
    named.collect()
}

fn name_changes(names: &Names, all: &[WhatIf]) -> Vec<NamedWhatIf> {
    all.iter().map(|one| name_what_if(names, one)).collect()
}

/// The id at an index. A report of the same city names no other index.
fn at(ids: &[String], index: impl Into<usize>) -> String {
    ids.get(index.into()).cloned().unwrap_or_default()
}

fn fact_id(names: &Names, fact: FactIndex) -> String {
    names.facts.get(usize::from(fact)).map(|fact| fact.id.clone()).unwrap_or_default()
}

fn programme_ids(names: &Names, programmes: &[ProgrammeIndex]) -> Vec<String> {
    programmes.iter().map(|one| at(&names.programmes, *one)).collect()
}

/// The id of a requirement. Place 0 is the top group.
fn requirement_id(rules: Option<&ProgrammeNames>, place: RequirementPlace) -> String {
    let found = rules.and_then(|rules| match usize::from(place).checked_sub(1) {
        None => Some(&rules.top),
        Some(below) => rules.requirements.get(below).map(|one| &one.id),
    });
    found.cloned().unwrap_or_default()
}

/// What the reports of all programmes are named with.
struct Namer<'a> {
    names: &'a Names,
    /// Every answer that is not complete.
    missing: &'a [NamedMissing],
}

impl Namer<'_> {
    fn missing_at(&self, places: &[MissingIndex]) -> Vec<NamedMissing> {
        places.iter().filter_map(|at| self.missing.get(usize::from(*at)).cloned()).collect()
    }

    /// The names of some rules and of their year. Absent if it is not known which rules decide.
    fn rules(&self, rules: Option<Version>) -> (Option<&YearNames>, Option<&ProgrammeNames>) {
        let year = rules.and_then(|rules| self.names.years.get(usize::from(rules.year)));
        let both = year.zip(rules);
        let programme =
            both.and_then(|(year, rules)| year.programmes.get(usize::from(rules.programme)));
        (year, programme)
    }

    /// The rulings that the rules of several years read, each once.
    fn rulings(&self, rulings: &[RulingRead]) -> Vec<String> {
        let years = &self.names.years;
        let mut found: Vec<String> = Vec::new();
        for one in rulings {
            let id = match *one {
                RulingRead::Reading { year, reading } => {
                    let readings = years.get(usize::from(year)).map(|year| &year.readings);
                    let named = readings.and_then(|all| all.get(usize::from(reading)));
                    named.map(|one| one.id.clone()).unwrap_or_default()
                }
                RulingRead::Requirement { rules, place } => {
                    let year = years.get(usize::from(rules.year));
                    let rules =
                        year.and_then(|year| year.programmes.get(usize::from(rules.programme)));
                    requirement_id(rules, place)
                }
                RulingRead::Date { day } => day.to_string(),
                RulingRead::GoesOn { programme } => at(&self.names.programmes, programme),
            };
            if !found.contains(&id) {
                found.push(id);
            }
        }
        found
    }

    fn programme(&self, report: &ProgrammeReport) -> NamedProgramme {
        let ProgrammeReport {
            programme,
            rules,
            decided_by,
            verdict,
            window,
            amount,
            parts,
            instalments,
            later,
            states,
            conditions,
            determining,
            missing,
            readings,
            stale,
            rulings,
            estimate,
            reference,
        } = report;
        let (year, rules) = self.rules(*rules);
        NamedProgramme {
            id: at(&self.names.programmes, *programme),
            year: year.map(|year| year.year),
            decided_by: decided_by.map(|found| name_decided_by(self.names, found)),
            provisional: year.is_some_and(|year| year.provisional),
            verdict: *verdict,
            window: *window,
            amount: amount.map(name_amount),
            parts: rules.map_or_else(Vec::new, |rules| name_parts(rules, parts)),
            instalments: rules.map_or_else(Vec::new, |rules| name_instalments(rules, instalments)),
            obligations: rules.map_or_else(Vec::new, |rules| name_obligations(rules, later)),
            key_dates: rules.map_or_else(Vec::new, |rules| name_key_dates(rules, later)),
            schedule: rules.and_then(|rules| rules.schedule),
            payer: rules.map(|rules| rules.payer),
            payee: rules.map(|rules| rules.payee),
            benefit: rules.map(|rules| rules.benefit),
            is_money: rules.is_none_or(|rules| rules.is_money),
            requirements: rules.map_or_else(Vec::new, |rules| name_states(rules, &states.raw)),
            conditions: conditions.map(name_conditions),
            determining: determining.iter().map(|one| name_determining(rules, one)).collect(),
            missing: self.missing_at(missing),
            readings: year.map_or_else(Vec::new, |year| name_readings(year, readings)),
            stale: year.map_or_else(Vec::new, |year| {
                stale.iter().map(|source| at(&year.sources, *source)).collect()
            }),
            rulings: self.rulings(rulings),
            estimate: estimate.as_ref().map(|estimate| self.estimate(estimate)),
            reference: reference.as_ref().map(|Reference { rules, amount, parts }| {
                let (year, rules) = self.rules(*rules);
                NamedReference {
                    year: year.map(|year| year.year),
                    amount: name_amount(*amount),
                    parts: rules.map_or_else(Vec::new, |rules| name_parts(rules, parts)),
                }
            }),
        }
    }

    fn estimate(&self, estimate: &Estimate) -> NamedEstimate {
        let Estimate {
            rules,
            verdict,
            amount,
            parts,
            states,
            conditions,
            determining,
            readings,
            dates,
            rulings,
        } = estimate;
        let (year, rules) = self.rules(*rules);
        NamedEstimate {
            year: year.map(|year| year.year),
            verdict: *verdict,
            amount: amount.map(name_amount),
            parts: rules.map_or_else(Vec::new, |rules| name_parts(rules, parts)),
            payee: rules.map(|rules| rules.payee),
            is_money: rules.is_none_or(|rules| rules.is_money),
            requirements: rules.map_or_else(Vec::new, |rules| name_states(rules, &states.raw)),
            conditions: conditions.map(name_conditions),
            determining: determining.iter().map(|one| name_determining(rules, one)).collect(),
            readings: year.map_or_else(Vec::new, |year| name_readings(year, readings)),
            dates: dates.clone(),
            rulings: self.rulings(rulings),
        }
    }
}

fn name_amount(amount: AmountRange) -> NamedAmount {
    let AmountRange { yen: Range { low, high }, ceiling } = amount;
    NamedAmount { min: low, max: high, ceiling }
}

fn name_range(range: Range) -> NamedRange {
    let Range { low, high } = range;
    NamedRange { min: low, max: high }
}

fn name_parts(rules: &ProgrammeNames, parts: &[Range]) -> Vec<NamedPart> {
    let named = rules.parts.iter().zip(parts).map(|(named, range)| {
        let PartNames { id, payer, payee, ceiling } = named;
        let Range { low: min, high: max } = *range;
        let (payer, payee, ceiling) = (*payer, *payee, *ceiling);
        NamedPart { id: id.clone(), payer, payee, ceiling, min, max }
    });
    named.collect()
}

fn name_obligations(rules: &ProgrammeNames, later: &[Later]) -> Vec<NamedObligation> {
    let debts = rules.later.iter().zip(later).filter(|(names, _)| names.is_debt);
    let named = debts.map(|(LaterNames { id, is_debt: _ }, one)| {
        let Later { day, owed } = *one;
        let (until, owed) = (name_days(day), owed.map(name_range));
        NamedObligation { id: id.clone(), until, owed }
    });
    named.collect()
}

fn name_key_dates(rules: &ProgrammeNames, later: &[Later]) -> Vec<NamedKeyDates> {
    let mut named: Vec<NamedKeyDates> = Vec::new();
    let days = rules.later.iter().zip(later).filter(|(names, _)| !names.is_debt);
    for (LaterNames { id, is_debt: _ }, one) in days {
        let days = name_days(one.day);
        match named.last_mut().filter(|last| last.id == *id) {
            Some(first) => first.last = Some(days),
            None => named.push(NamedKeyDates { id: id.clone(), first: days, last: None }),
        }
    }
    named
}

/// The requirements below the top group, whose state comes first.
fn name_states(rules: &ProgrammeNames, states: &[State]) -> Vec<NamedRequirement> {
    let named = rules.requirements.iter().zip(states.iter().skip(1)).map(|(named, state)| {
        let RequirementNames { id, facts } = named;
        NamedRequirement { id: id.clone(), state: *state, facts: facts.clone() }
    });
    named.collect()
}

fn name_ask(names: &Names, ask: &Ask) -> Option<NamedAsk> {
    let Ask { year, about, programmes, why } = ask;
    let year = names.years.get(usize::from(*year))?;
    let (ask, requirement) = match about {
        About::Question { ask } => (Some(at(&year.asks, *ask)), None),
        About::Requirement { rules, place } => {
            let rules = year.programmes.get(usize::from(rules.programme));
            (None, Some(requirement_id(rules, *place)))
        }
    };
    let programmes = programme_ids(names, programmes);
    Some(NamedAsk { year: year.year, ask, requirement, programmes, why: *why })
}

fn name_conditions(conditions: Conditions) -> NamedConditions {
    let Conditions { all, met } = conditions;
    NamedConditions { all, met }
}

fn name_determining(rules: Option<&ProgrammeNames>, one: &Determining) -> NamedDetermining {
    let Determining { place, branches } = one;
    NamedDetermining {
        id: requirement_id(rules, *place),
        branches: branches.iter().map(|place| requirement_id(rules, *place)).collect(),
    }
}

fn name_readings(year: &YearNames, readings: &[OpenReading]) -> Vec<NamedReading> {
    let named = readings.iter().filter_map(|OpenReading { reading, choices }| {
        let reading = year.readings.get(usize::from(*reading))?;
        let choices = reading.choices.iter().zip(choices);
        Some(NamedReading {
            id: reading.id.clone(),
            choices: choices
                .map(|(id, amount)| NamedChoice { id: id.clone(), amount: amount.map(name_amount) })
                .collect(),
        })
    });
    named.collect()
}

fn name_missing(names: &Names, missing: &Missing) -> NamedMissing {
    let Missing { fact, field, member, needs } = missing;
    let fact = names.facts.get(usize::from(*fact));
    let field = field.and_then(|field| fact?.fields.get(usize::from(field)));
    NamedMissing {
        fact: fact.map(|fact| fact.id.clone()).unwrap_or_default(),
        field: field.map(|field| field.id.clone()),
        member: member.map(|member| member.get()),
        needs: *needs,
    }
}

fn name_best(names: &Names, best: &Best) -> NamedBest {
    let Best { chosen, range: Range { low, high }, by_year, alternatives, caps } = best;
    let NamedCombination { programmes, min, max } = name_combination(names, chosen);
    NamedBest {
        chosen: programmes,
        chosen_min: min,
        chosen_max: max,
        min: *low,
        max: *high,
        by_year: by_year.iter().map(|one| name_range(*one)).collect(),
        alternatives: alternatives.iter().map(|one| name_combination(names, one)).collect(),
        caps: caps
            .iter()
            .filter_map(|CapOfYear { year, cap }| {
                Some(at(&names.years.get(usize::from(*year))?.caps, *cap))
            })
            .collect(),
    }
}

fn name_best_chosen(names: &Names, chosen: &BestChosen) -> NamedBestChosen {
    let BestChosen { assuming, best, needs_plan } = chosen;
    NamedBestChosen {
        assuming: assuming.iter().map(|fact| fact_id(names, *fact)).collect(),
        best: name_best(names, best),
        needs_plan: programme_ids(names, needs_plan),
    }
}

fn name_combination(names: &Names, combination: &Combination) -> NamedCombination {
    let Combination { programmes, range: Range { low, high } } = combination;
    NamedCombination { programmes: programme_ids(names, programmes), min: *low, max: *high }
}

fn name_apply(names: &Names, apply: &Apply) -> NamedApply {
    let Apply { first, last, possible, sure, ends_with_rules, window_unknown } = apply;
    let days = |all: &[OpenDays]| all.iter().map(|one| name_days(*one)).collect();
    NamedApply {
        first: name_boundary(names, *first),
        last: name_boundary(names, *last),
        possible: days(possible),
        sure: days(sure),
        ends_with_rules: *ends_with_rules,
        window_unknown: *window_unknown,
    }
}

fn name_decided_by(names: &Names, found: DecidedBy) -> NamedDecidedBy {
    let DecidedBy { fact, days: Days { first, last } } = found;
    let days = NamedDays { min: Some(first), max: Some(last) };
    NamedDecidedBy { fact: fact.map(|fact| fact_id(names, fact)), days }
}

fn name_days(days: OpenDays) -> NamedDays {
    let OpenDays { first: min, last: max } = days;
    NamedDays { min, max }
}

fn name_boundary(names: &Names, boundary: Boundary) -> NamedBoundary {
    let Boundary { days: OpenDays { first: min, last: max }, why } = boundary;
    let (year, requirement) = match why {
        None | Some(Why::Rules | Why::Upcoming | Why::Closed | Why::BudgetReached) => (None, None),
        Some(Why::Requirement { version, place }) => {
            let year = names.years.get(usize::from(version.year));
            let rules = year.and_then(|year| year.programmes.get(usize::from(version.programme)));
            (year.map(|year| year.year), Some(requirement_id(rules, place)))
        }
    };
    NamedBoundary { min, max, why: why.map(Into::into), year, requirement }
}

fn name_what_if(names: &Names, one: &WhatIf) -> NamedWhatIf {
    let WhatIf { changes, verdict, amount, loses } = one;
    NamedWhatIf {
        changes: changes.iter().map(|change| name_change(names, change)).collect(),
        verdict: *verdict,
        amount: amount.map(name_amount),
        loses: programme_ids(names, loses),
    }
}

fn name_change(names: &Names, change: &Change) -> NamedChange {
    let Change { fact: index, to } = change;
    let fact = names.facts.get(usize::from(*index));
    NamedChange {
        fact: fact.map(|fact| fact.id.clone()).unwrap_or_default(),
        to: match to {
            NewAnswer::YesNo { value } => NamedAnswer::YesNo(*value),
            NewAnswer::Option { option } => {
                NamedAnswer::Option(fact.map(|fact| at(&fact.options, *option)).unwrap_or_default())
            }
            NewAnswer::Number { range } => NamedAnswer::Number(name_range(*range)),
        },
    }
}
