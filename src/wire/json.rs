//! A report as JSON with every id in it: what the command line prints and what `www/js/report.js`
//! must arrive at from the flat form.

use super::{answers, index};
use crate::closed_list::ClosedList;
use crate::evaluate::programme_ids;
use crate::index::{
    CapOfYear, FactIndex, GapIndex, MemberIndex, OptionIndex, ProgrammeIndex, RequirementPlace,
    Version,
};
use crate::possible::Range;
use crate::report::{
    Advice, AmountRange, Change, Combination, Edge, Missing, Obligation, ProgrammeAdvice,
    ProgrammeReport, Report, WhatIf,
};
use crate::rulebook::{self, City, Kind, Rulebook};
use crate::situation::Known;
use crate::truth::Truth;
use serde_json::{Value, json};
use typed_index_collections::TiVec;

/// A city's rules, by whose ids a report is written.
struct Names<'a> {
    city: &'a City,
    programmes: TiVec<ProgrammeIndex, &'a str>,
}

/// The JSON of a report of a city, with what is advised for each programme, if anything, in its entry.
#[must_use]
pub fn report(city: &City, report: &Report, advice: Option<&Advice>) -> Value {
    let names = Names { city, programmes: programme_ids(city) };
    let incomplete = report.incomplete.iter().map(|one| names.missing(*one)).collect();
    let programmes = report.programmes.iter_enumerated().map(|(at, found)| {
        let mut one = names.programme(&incomplete, found);
        let advice = advice.and_then(|advice| advice.programmes.get(at));
        let advised = advice.map(|advice| names.advised(found.programme, advice));
        if let (Some(entry), Some(Value::Object(more))) = (one.as_object_mut(), advised) {
            entry.extend(more);
        }
        one
    });
    let programmes: Vec<Value> = programmes.collect();
    let best = &report.best;
    json!({
        "city": city.rules().id,
        "on": report.on.to_string(),
        "programmes": programmes,
        "relevant": those(&incomplete, &report.relevant),
        "questions_left_at_most": report.questions_left_at_most,
        "best": {
            "chosen": names.combination(&best.chosen),
            "chosen_min": end(best.chosen.range.low),
            "chosen_max": end(best.chosen.range.high),
            "min": end(best.range.low),
            "max": end(best.range.high),
            "alternatives": best.alternatives.iter().map(|one| json!({
                "programmes": names.combination(one),
                "min": end(one.range.low),
                "max": end(one.range.high),
            })).collect::<Vec<_>>(),
            "caps": best.caps.iter().map(|one| names.cap(*one)).collect::<Vec<_>>(),
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

impl Names<'_> {
    fn fact(&self, fact: FactIndex) -> Option<&rulebook::Fact> {
        self.city.rules().facts.get(fact)
    }

    fn fact_id(&self, fact: FactIndex) -> Option<&str> {
        self.fact(fact).map(|fact| fact.id.as_str())
    }

    fn cap(&self, cap: CapOfYear) -> Option<&str> {
        let book = self.city.rules().years.get(cap.year)?;
        book.caps.get(cap.cap).map(|cap| cap.id.as_str())
    }

    fn combination(&self, combination: &Combination) -> Vec<Option<&&str>> {
        combination.programmes.iter().map(|at| self.programmes.get(*at)).collect()
    }

    /// The ids of a programme's requirements, by place.
    fn requirements(&self, version: Version) -> TiVec<RequirementPlace, &str> {
        let book = self.city.rules().years.get(version.year);
        let facts = self.city.programme_facts(version);
        let listed = facts.into_iter().flat_map(|facts| &facts.requirements);
        let found = listed.filter_map(|one| book?.requirements.get(one.id));
        found.map(|one| one.id.as_str()).collect()
    }

    fn programme(&self, incomplete: &TiVec<GapIndex, Value>, report: &ProgrammeReport) -> Value {
        let book = report.rules.and_then(|rules| self.city.rules().years.get(rules.year));
        let rules = report.rules.and_then(|rules| self.city.programme(rules));
        let requirements = report.rules.map(|rules| self.requirements(rules)).unwrap_or_default();
        let states = requirements.iter().skip(1).zip(&report.states);
        let amount_rules = rules.and_then(|rules| rules.amount.as_ref());
        let parts = rules
            .zip(amount_rules)
            .into_iter()
            .flat_map(|(programme, amount)| amount.parts.iter().map(move |part| (programme, part)));
        let obligations = rules.into_iter().flat_map(|rules| &rules.obligations);
        let schedule = amount_rules.and_then(|amount| amount.schedule);
        json!({
            "id": self.programmes.get(report.programme),
            "year": book.map(|book| book.fiscal_year),
            "provisional": book.is_some_and(|book| book.provisional),
            "verdict": report.verdict.name(),
            "window": report.window.name(),
            "amount": amount(report.amount),
            "parts": parts.zip(&report.parts).map(|((programme, rules), part)| json!({
                "id": rules.id,
                "payer": rules.payer.unwrap_or(programme.payer).name(),
                "payee": rules.payee.unwrap_or(programme.payee).name(),
                "ceiling": rules.ceiling,
                "min": end(part.low),
                "max": end(part.high),
            })).collect::<Vec<_>>(),
            "obligations": obligations.zip(&report.obligations)
                .map(|(rules, one)| obligation(&rules.id, one))
                .collect::<Vec<_>>(),
            "schedule": schedule.map(|one| json!({
                "every": one.every.name(), "times": one.times,
            })),
            "payer": rules.map(|rules| rules.payer.name()),
            "payee": rules.map(|rules| rules.payee.name()),
            "benefit": rules.map(|rules| rules.benefit.name()),
            "money": rules.map(|rules| rules.benefit.is_money()),
            "requirements": states.map(|(id, state)| json!({
                "id": id, "state": state.name(),
            })).collect::<Vec<_>>(),
            "determining": report.determining.iter().map(|one| json!({
                "id": requirements.get(one.place),
                "branches": one.branches.iter().map(|at| requirements.get(*at)).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
            "missing": those(incomplete, &report.missing),
            "readings": book.map_or_else(Vec::new, |book| readings(book, report)),
            "stale": report.stale.iter()
                .map(|at| book.and_then(|book| book.sources.get(*at)).map(|source| &source.id))
                .collect::<Vec<_>>(),
        })
    }

    fn missing(&self, one: Missing) -> Value {
        let fact = self.fact(one.fact);
        let field = one.field.and_then(|field| match &fact?.kind {
            Kind::List { fields, .. } => fields.get(field),
            Kind::YesNo | Kind::Choice { .. } | Kind::Number { .. } | Kind::Date { .. } => None,
        });
        json!({
            "fact": fact.map(|fact| &fact.id),
            "field": field.map(|field| &field.id),
            "member": one.member.map(MemberIndex::get),
            "needs": one.needs.name(),
        })
    }

    fn advised(&self, programme: ProgrammeIndex, advice: &ProgrammeAdvice) -> Value {
        let what_if = |all: &[WhatIf]| all.iter().map(|one| self.changed(one)).collect::<Vec<_>>();
        json!({
            "apply": advice.apply.map(|apply| json!({
                "first": self.edge(programme, apply.first),
                "last": self.edge(programme, apply.last),
                "certain": apply.certain,
            })),
            "plans": advice.plans.iter().map(|plan| json!({
                "fact": self.fact_id(plan.fact),
                "first": plan.first.to_string(),
                "last": plan.last.to_string(),
            })).collect::<Vec<_>>(),
            "what_if": what_if(&advice.what_if),
            "raises": what_if(&advice.raises),
        })
    }

    /// An end of the days on which an application for a programme succeeds.
    fn edge(&self, programme: ProgrammeIndex, edge: Edge) -> Value {
        let (code, at) = index::why(edge.why);
        let why = usize::try_from(code).ok().and_then(|code| index::WHY.get(code));
        let requirement = at.and_then(|(year, place)| {
            let versions = self.city.versions(programme);
            let rules = versions.iter().find(|version| version.year == year)?;
            self.requirements(*rules).get(place).map(|id| (*id).to_owned())
        });
        json!({
            "min": edge.days.first.to_string(),
            "max": edge.days.last.to_string(),
            "why": why,
            "requirement": requirement,
        })
    }

    fn changed(&self, one: &WhatIf) -> Value {
        json!({
            "changes": one.changes.iter().map(|change| json!({
                "fact": self.fact_id(change.fact),
                "to": self.changed_to(change),
            })).collect::<Vec<_>>(),
            "verdict": one.verdict.name(),
            "amount": amount(one.amount),
            "loses": one.loses.iter().map(|at| self.programmes.get(*at)).collect::<Vec<_>>(),
        })
    }

    fn changed_to(&self, change: &Change) -> Value {
        match &change.to {
            Known::Truth(truth) => json!(*truth == Truth::True),
            Known::Options(options) => {
                let option = options.iter().next();
                json!(option.and_then(|option| self.option_id(change.fact, option)))
            }
            Known::Number(range) => json!({ "min": end(range.low), "max": end(range.high) }),
            Known::Day(_) | Known::List(_) => Value::Null,
        }
    }

    fn option_id(&self, fact: FactIndex, option: OptionIndex) -> Option<&str> {
        match &self.fact(fact)?.kind {
            Kind::Choice { options } => options.get(option).map(String::as_str),
            Kind::YesNo | Kind::Number { .. } | Kind::Date { .. } | Kind::List { .. } => None,
        }
    }
}

fn obligation(id: &str, obligation: &Obligation) -> Value {
    let [min, max] = obligation.until.ends().map(|end| end.map(|day| day.to_string()));
    json!({
        "id": id,
        "until": { "min": min, "max": max },
        "owed": obligation.owed.map(|owed| json!({ "min": end(owed.low), "max": end(owed.high) })),
    })
}

fn readings(book: &Rulebook, report: &ProgrammeReport) -> Vec<Value> {
    let found = report.readings.iter().filter_map(|one| {
        let reading = book.readings.get(one.reading)?;
        let choices = reading.choices.iter().zip(&one.choices);
        Some(json!({
            "id": reading.id,
            "choices": choices.map(|(id, yen)| json!({ "id": id, "amount": amount(*yen) }))
                .collect::<Vec<_>>(),
        }))
    });
    found.collect()
}

fn those<'a>(all: &'a TiVec<GapIndex, Value>, gaps: &[GapIndex]) -> Vec<&'a Value> {
    gaps.iter().filter_map(|gap| all.get(*gap)).collect()
}

fn amount(amount: Option<AmountRange>) -> Option<Value> {
    let AmountRange { yen: Range { low, high }, ceiling } = amount?;
    Some(json!({ "min": end(low), "max": end(high), "ceiling": ceiling }))
}

fn end(end: Option<crate::amount::Exact>) -> Option<String> {
    end.map(|end| end.to_string())
}
