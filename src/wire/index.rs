//! The ids behind the numbers of answers and reports, for the page at the other side of the engine's
//! edge. It holds no text and nothing that the page has at its place.

use crate::closed_list::ClosedList;
use crate::evaluate::programme_ids;
use crate::index::{FactIndex, FactSet, RequirementPlace, Version, YearIndex};
use crate::report::{Why, Window};
use crate::rulebook::{City, Fact, Kind, Programme, Requirement, Rulebook};
use serde::Serialize;

/// The ids of a city's facts, programmes and rules.
#[derive(Debug, Serialize)]
pub struct Index {
    /// The city.
    pub city: String,
    /// The programmes over all years.
    pub programmes: Vec<String>,
    /// The facts.
    pub facts: Vec<FactEntry>,
    /// The years.
    pub years: Vec<YearEntry>,
}

/// The ids of a fact, of its options and of its fields, and what the page needs to write an answer.
#[derive(Debug, Serialize)]
pub struct FactEntry {
    /// The fact.
    pub id: String,
    /// `number` or `date`, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'static str>,
    /// Its options, where it is a choice.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// Its fields, where it is a list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FactEntry>,
    /// The field by whose options members not named are counted, where it is a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<u8>,
}

/// The ids of one year's rules.
#[derive(Debug, Serialize)]
pub struct YearEntry {
    /// The fiscal year.
    pub year: i16,
    /// Whether its rules are only announced.
    pub provisional: bool,
    /// The sources.
    pub sources: Vec<String>,
    /// The programmes.
    pub programmes: Vec<ProgrammeEntry>,
    /// The shared caps.
    pub caps: Vec<String>,
}

/// What the page's report says of a programme without evaluating anything.
#[derive(Debug, Serialize)]
pub struct ProgrammeEntry {
    /// For each requirement but all of them together, the facts that its own conditions read.
    pub asks: Vec<Vec<u16>>,
    /// The parts of the amount.
    pub parts: Vec<PartEntry>,
    /// What is owed after the award.
    pub obligations: Vec<String>,
    /// Who is paid.
    pub payee: &'static str,
    /// Whether the benefit is money.
    pub money: bool,
}

/// A part of an amount. The page has the rest of it at its place.
#[derive(Debug, Serialize)]
pub struct PartEntry {
    /// Who is paid it; it is in the programme's sum where that is the programme's payee.
    pub payee: &'static str,
}

/// The ids of a city.
#[must_use]
pub fn index(city: &City) -> Index {
    let rules = city.rules();
    Index {
        city: rules.id.clone(),
        programmes: programme_ids(city).into_iter().map(str::to_owned).collect(),
        facts: rules.facts.iter().map(fact_entry).collect(),
        years: rules.years.iter_enumerated().map(|(at, book)| year_entry(city, at, book)).collect(),
    }
}

fn fact_entry(fact: &Fact) -> FactEntry {
    let (mut kind, mut options, mut fields, mut key) = (None, vec![], vec![], None);
    match &fact.kind {
        Kind::YesNo => {}
        Kind::Choice { options: own } => options.clone_from(&own.raw),
        Kind::Number { .. } => kind = Some("number"),
        Kind::Date { .. } => kind = Some("date"),
        Kind::List { fields: own, key: own_key, .. } => {
            fields = own.iter().map(fact_entry).collect();
            key = Some(own_key.get());
        }
    }
    FactEntry { id: fact.id.clone(), kind, options, fields, key }
}

fn year_entry(city: &City, year: YearIndex, book: &Rulebook) -> YearEntry {
    let programmes = book
        .programmes
        .iter_enumerated()
        .map(|(programme, rules)| programme_entry(city, Version { year, programme }, book, rules));
    YearEntry {
        year: book.fiscal_year,
        provisional: book.provisional,
        sources: book.sources.iter().map(|source| source.id.clone()).collect(),
        programmes: programmes.collect(),
        caps: book.caps.iter().map(|cap| cap.id.clone()).collect(),
    }
}

fn programme_entry(
    city: &City,
    version: Version,
    book: &Rulebook,
    programme: &Programme,
) -> ProgrammeEntry {
    let listed = city.programme_facts(version).into_iter().flat_map(|facts| &facts.requirements);
    let listed = listed.filter_map(|one| book.requirements.get(one.id));
    let parts = programme.amount.iter().flat_map(|amount| &amount.parts);
    ProgrammeEntry {
        asks: listed.skip(1).map(|one| asks(city, version.year, one)).collect(),
        parts: parts
            .map(|part| PartEntry { payee: part.payee.unwrap_or(programme.payee).name() })
            .collect(),
        obligations: programme.obligations.iter().map(|one| one.id.clone()).collect(),
        payee: programme.payee.name(),
        money: programme.benefit.is_money(),
    }
}

/// The facts that a requirement's own conditions read.
fn asks(city: &City, year: YearIndex, requirement: &Requirement) -> Vec<u16> {
    let facts = requirement.exprs().map(|expr| city.facts_in(year, expr));
    facts.fold(FactSet::EMPTY, FactSet::union).iter().map(FactIndex::get).collect()
}

/// Code of what refuses an application; with a requirement's year and place, where it is one that fails.
#[must_use]
pub fn why(why: Why) -> (i32, Option<(YearIndex, RequirementPlace)>) {
    match why {
        Why::Rules => (0, None),
        Why::Window(Window::Upcoming) => (1, None),
        Why::Window(Window::BudgetReached) => (3, None),
        Why::Window(Window::Open | Window::Closed | Window::Unknown) => (2, None),
        Why::Requirement { year, place } => (4, Some((year, place))),
    }
}

/// Names of the codes of [`why`].
pub const WHY: [&str; 5] = ["rules", "upcoming", "closed", "budget_reached", "requirement"];
