//! A report as JSON with every id in it: what the command line prints and what `www/js/report.js`
//! must arrive at from the flat form.

use super::answers;
use super::index::{self, FactIndex, Index, YearIndex};
use crate::possible::Range;
use crate::report::{
    Advice, AmountRange, Change, Combination, Edge, Missing, Obligation, ProgrammeAdvice,
    ProgrammeReport, Report, WhatIf,
};
use crate::rulebook::City;
use crate::situation::Known;
use crate::truth::Truth;
use serde_json::{Value, json};

/// The JSON of a report of a city, with what is advised for each programme, if anything, in its entry.
#[must_use]
pub fn report(city: &City, report: &Report, advice: Option<&Advice>) -> Value {
    let ids = index::index(city);
    let incomplete = missing(&ids, &report.incomplete);
    let programmes = report.programmes.iter().enumerate().map(|(at, found)| {
        let mut one = programme(&ids, &incomplete, found);
        let advice = advice.and_then(|advice| advice.programmes.get(at));
        let advised = advice.map(|advice| advised_of(city, &ids, found.programme, advice));
        if let (Some(entry), Some(Value::Object(more))) = (one.as_object_mut(), advised) {
            entry.extend(more);
        }
        one
    });
    let programmes: Vec<Value> = programmes.collect();
    let best = &report.best;
    json!({
        "city": ids.city,
        "on": report.on.to_string(),
        "programmes": programmes,
        "relevant": those(&incomplete, &report.relevant),
        "questions_left_at_most": report.questions_left_at_most,
        "best": {
            "chosen": names(&ids, &best.chosen),
            "chosen_min": end(best.chosen.range.low),
            "chosen_max": end(best.chosen.range.high),
            "min": end(best.range.low),
            "max": end(best.range.high),
            "alternatives": best.alternatives.iter().map(|one| json!({
                "programmes": names(&ids, one),
                "min": end(one.range.low),
                "max": end(one.range.high),
            })).collect::<Vec<_>>(),
            "caps": best.caps.iter()
                .map(|(year, cap)| ids.years.get(*year).and_then(|year| year.caps.get(*cap)))
                .collect::<Vec<_>>(),
        },
    })
}

/// Answers as the JSON they stand for.
#[must_use]
pub fn answers(value: &answers::Value) -> Value {
    match value {
        answers::Value::Null | answers::Value::Inexact => Value::Null,
        answers::Value::Bool(value) => json!(value),
        answers::Value::Whole(number) => json!(number),
        answers::Value::Text(text) => json!(text),
        answers::Value::List(items) => items.iter().map(answers).collect(),
        answers::Value::Map(entries) => {
            entries.iter().map(|(key, value)| (key.clone(), answers(value))).collect()
        }
    }
}

fn programme(ids: &Index, incomplete: &[Value], report: &ProgrammeReport) -> Value {
    let (year, at) = report.rules.unzip();
    let year: Option<&YearIndex> = year.and_then(|year| ids.years.get(year));
    let rules = year.zip(at).and_then(|(year, at)| year.programmes.get(at));
    let requirement = |place: usize| rules.and_then(|rules| rules.requirements.get(place));
    let states =
        rules.into_iter().flat_map(|rules| rules.requirements.iter().skip(1)).zip(&report.states);
    let parts = rules.into_iter().flat_map(|rules| &rules.parts).zip(&report.parts);
    let obligations =
        rules.into_iter().flat_map(|rules| &rules.obligations).zip(&report.obligations);
    let sources = year.map(|year| &year.sources);
    json!({
        "id": ids.programmes.get(report.programme),
        "year": year.map(|year| year.year),
        "provisional": year.is_some_and(|year| year.provisional),
        "verdict": index::verdict(report.verdict).1,
        "window": index::window(report.window).1,
        "amount": amount(report.amount),
        "parts": parts.map(|(named, part)| json!({
            "id": named.id, "payer": named.payer, "payee": named.payee, "ceiling": named.ceiling,
            "min": end(part.low), "max": end(part.high),
        })).collect::<Vec<_>>(),
        "obligations": obligations.map(|(id, one)| obligation(id, one)).collect::<Vec<_>>(),
        "schedule": rules.and_then(|rules| rules.schedule),
        "payer": rules.map(|rules| rules.payer),
        "payee": rules.map(|rules| rules.payee),
        "benefit": rules.map(|rules| rules.benefit),
        "requirements": states.map(|(id, state)| json!({
            "id": id, "state": index::state(*state).1,
        })).collect::<Vec<_>>(),
        "determining": report.determining.iter().map(|one| json!({
            "id": requirement(one.place),
            "branches": one.branches.iter().map(|at| requirement(*at)).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "missing": those(incomplete, &report.missing),
        "readings": year.map_or_else(Vec::new, |year| readings(year, report)),
        "stale": report.stale.iter()
            .map(|at| sources.and_then(|sources| sources.get(usize::from(*at))))
            .collect::<Vec<_>>(),
    })
}

fn obligation(id: &str, obligation: &Obligation) -> Value {
    let [min, max] = obligation.until.ends().map(|end| end.map(|day| day.to_string()));
    json!({
        "id": id,
        "until": { "min": min, "max": max },
        "owed": obligation.owed.map(|owed| json!({ "min": end(owed.low), "max": end(owed.high) })),
    })
}

fn readings(year: &YearIndex, report: &ProgrammeReport) -> Vec<Value> {
    let found = report.readings.iter().filter_map(|one| {
        let reading = year.readings.get(usize::from(one.reading))?;
        let choices = reading.choices.iter().zip(&one.choices);
        Some(json!({
            "id": reading.id,
            "choices": choices.map(|(id, yen)| json!({ "id": id, "amount": amount(*yen) }))
                .collect::<Vec<_>>(),
        }))
    });
    found.collect()
}

fn missing(ids: &Index, missing: &[Missing]) -> Vec<Value> {
    let found = missing.iter().map(|one| {
        let fact: Option<&FactIndex> = ids.facts.get(usize::from(one.fact));
        let field = one.field.and_then(|field| fact?.fields.get(usize::from(field)));
        json!({
            "fact": fact.map(|fact| &fact.id),
            "field": field.map(|field| &field.id),
            "member": one.member,
            "needs": index::needs(one.needs).1,
        })
    });
    found.collect()
}

fn those<'a>(all: &'a [Value], indices: &[usize]) -> Vec<&'a Value> {
    indices.iter().filter_map(|index| all.get(*index)).collect()
}

fn names<'a>(ids: &'a Index, combination: &Combination) -> Vec<Option<&'a String>> {
    combination.programmes.iter().map(|at| ids.programmes.get(*at)).collect()
}

fn amount(amount: Option<AmountRange>) -> Option<Value> {
    let AmountRange { yen: Range { low, high }, ceiling } = amount?;
    Some(json!({ "min": end(low), "max": end(high), "ceiling": ceiling }))
}

fn end(end: Option<crate::amount::Exact>) -> Option<String> {
    end.map(|end| end.to_string())
}

fn advised_of(city: &City, ids: &Index, programme: usize, advice: &ProgrammeAdvice) -> Value {
    let versions = city.programmes().get(programme).map_or(&[][..], Vec::as_slice);
    let fact = |at: u16| ids.facts.get(usize::from(at)).map(|fact| &fact.id);
    let what_if = |all: &[WhatIf]| all.iter().map(|one| changed(ids, one)).collect::<Vec<_>>();
    json!({
        "apply": advice.apply.map(|apply| json!({
            "first": edge(ids, versions, apply.first),
            "last": edge(ids, versions, apply.last),
            "certain": apply.certain,
        })),
        "plans": advice.plans.iter().map(|plan| json!({
            "fact": fact(plan.fact),
            "first": plan.first.to_string(),
            "last": plan.last.to_string(),
        })).collect::<Vec<_>>(),
        "what_if": what_if(&advice.what_if),
        "raises": what_if(&advice.raises),
    })
}

/// An end of the days of a programme that some years have, each by index: the year's and the programme's.
fn edge(ids: &Index, versions: &[(usize, usize)], edge: Edge) -> Value {
    let (code, at) = index::why(edge.why);
    let why = usize::try_from(code).ok().and_then(|code| index::WHY.get(code));
    let requirement = at.and_then(|(year, place)| {
        let (_, at) = versions.iter().find(|(one, _)| *one == year)?;
        ids.years.get(year)?.programmes.get(*at)?.requirements.get(place)
    });
    json!({
        "min": edge.days.first.to_string(),
        "max": edge.days.last.to_string(),
        "why": why,
        "requirement": requirement,
    })
}

fn changed(ids: &Index, one: &WhatIf) -> Value {
    json!({
        "changes": one.changes.iter().map(|change| json!({
            "fact": ids.facts.get(usize::from(change.fact)).map(|fact| &fact.id),
            "to": changed_to(ids, change),
        })).collect::<Vec<_>>(),
        "verdict": index::verdict(one.verdict).1,
        "amount": amount(one.amount),
        "loses": one.loses.iter().map(|at| ids.programmes.get(*at)).collect::<Vec<_>>(),
    })
}

fn changed_to(ids: &Index, change: &Change) -> Value {
    let fact = ids.facts.get(usize::from(change.fact));
    match &change.to {
        Known::Truth(truth) => json!(*truth == Truth::True),
        Known::Options(options) => {
            let at = usize::try_from(options.bits().trailing_zeros()).unwrap_or(usize::MAX);
            json!(fact.and_then(|fact| fact.options.get(at)))
        }
        Known::Number(range) => json!({ "min": end(range.low), "max": end(range.high) }),
        Known::Day(_) | Known::List(_) => Value::Null,
    }
}
