//! From the source tree to valid rules: names, types, citations, translations, dates, tables and
//! dead rules. Every problem of the pass is noted; nothing is made if there is one.

mod amounts;
mod awards;
mod coverage;
pub mod easy;
mod lower;
pub(crate) mod markup;
mod names;
mod requirements;
pub(crate) mod texts;
mod usage;

use crate::diagnostic::{Diagnostics, Files, Place, suggestion};
use crate::index::{ExprIndex, FactIndex, FieldIndex, OptionIndex, RequirementIndex, YearIndex};
use crate::parse::{self, ReadError};
use crate::possible::Options;
use crate::rulebook::{City, CityRules, Fact, Fixed, Kind, Rulebook, Source};
use crate::source::{self, FactKind, Rules};
use std::collections::BTreeMap;
use std::path::Path;
use typed_index_collections::{TiSlice, TiVec, ti_vec};

/// Rules that were found to be right: the source tree for texts, the cities for evaluation.
#[derive(Debug)]
pub struct Checked {
    /// What the authors wrote.
    pub rules: Rules,
    /// What it means, a city for each of the source tree's.
    pub cities: Vec<City>,
}

/// Reads and checks every rule file below a folder.
///
/// # Errors
/// If a file cannot be read.
pub fn load(
    folder: &Path,
    files: &mut Files,
    problems: &mut Diagnostics,
) -> Result<Option<Checked>, ReadError> {
    let rules = parse::parse(folder, files, problems)?;
    // Names are looked up only in files whose shape is right, so that one slip is told once.
    Ok(if problems.is_empty() { check(rules, problems) } else { None })
}

/// Checks a source tree.
#[must_use]
pub fn check(rules: Rules, problems: &mut Diagnostics) -> Option<Checked> {
    let facts: TiVec<FactIndex, Fact> =
        rules.facts.iter().filter_map(|fact| fact_kind(fact, problems)).collect();
    topics(&rules, problems);
    texts::check(&rules, problems);
    if facts.len() < rules.facts.len() || !problems.is_empty() {
        return None;
    }
    let mut used = usage::Used::default();
    let mut cities = Vec::new();
    for city in &rules.cities {
        cities.extend(check_city(&rules, city, &facts, &mut used, problems));
    }
    // What is used is known only once everything else is right.
    if problems.is_empty() {
        usage::unused_facts(&rules, &used, problems);
    }
    let complete = problems.is_empty() && cities.len() == rules.cities.len();
    complete.then_some(Checked { rules, cities })
}

/// Notes every question under no topic: the page would never ask it.
fn topics(rules: &Rules, problems: &mut Diagnostics) {
    let known = || rules.topics.iter().map(|(id, _)| id.text.as_str());
    for fact in &rules.facts {
        let Some(topic) = &fact.topic else {
            let message = format!("the fact `{}` has no topic", fact.id.text);
            problems.add(fact.id.place, "missing-key", message);
            continue;
        };
        if !known().any(|id| id == topic.text) {
            let message = format!("unknown topic `{}`", topic.text);
            let help = suggestion(&topic.text, known());
            problems.add_with_help(topic.place, "unknown-name", message, help);
        }
    }
}

fn check_city(
    rules: &Rules,
    city: &source::City,
    facts: &TiSlice<FactIndex, Fact>,
    used: &mut usage::Used,
    problems: &mut Diagnostics,
) -> Option<City> {
    let (city_rules, sites) = lower_city(rules, city, facts, used, false, problems)?;
    match City::new(city_rules) {
        Ok(found) => {
            usage::constant_requirements(&found, &sites, problems);
            coverage::check(&found, &sites, problems);
            Some(found)
        }
        Err(invalid) => {
            let message = format!("a limit of the language is passed: {invalid}");
            problems.add(city.place, "limit", message);
            None
        }
    }
}

/// The nodes of a city's rules and where they stand; `apart`, no two places share a node.
fn lower_city(
    rules: &Rules,
    city: &source::City,
    facts: &TiSlice<FactIndex, Fact>,
    used: &mut usage::Used,
    apart: bool,
    problems: &mut Diagnostics,
) -> Option<(CityRules, TiVec<YearIndex, Sites>)> {
    let before = problems.len();
    let mut years = Vec::new();
    let mut own = usage::Used::default();
    for year in &city.years {
        years.push(names::check_year(rules, year, facts, &mut own, apart, problems));
    }
    used.add(&own);
    if problems.len() > before {
        return None;
    }
    let (mut years, sites): (Vec<_>, Vec<_>) = years.into_iter().unzip();
    number_programmes(&mut years);
    let kept = own.facts();
    let mut city_rules = CityRules {
        id: city.id.clone(),
        facts: kept.iter().filter_map(|fact| facts.get(*fact).cloned()).collect(),
        years: years.into(),
    };
    usage::renumber_facts(&mut city_rules, &kept);
    Some((city_rules, sites.into()))
}

/// Gives the same number to what has the same id in several years.
fn number_programmes(years: &mut [Rulebook]) {
    let mut ids = TiVec::new();
    for programme in years.iter_mut().flat_map(|book| &mut book.programmes) {
        let known = ids.position(|id| *id == programme.id);
        programme.number = known.unwrap_or_else(|| ids.push_and_get_key(programme.id.clone()));
    }
}

/// A city's rules in which no two places of the rule files share a node, so that each can be changed
/// on its own.
#[derive(Debug)]
pub struct Apart {
    /// The rules. Behind the condition of each case of a table stands its opposite, for whoever
    /// wants to put it there.
    pub rules: CityRules,
    /// For each year, where expressions and requirements stand.
    pub places: TiVec<YearIndex, Places>,
}

/// Where the nodes of a year's rules stand.
#[derive(Debug, Default)]
pub struct Places {
    /// Expressions that stand in a file as they are.
    pub exprs: BTreeMap<ExprIndex, Place>,
    /// Every requirement.
    pub requirements: TiVec<RequirementIndex, Place>,
}

/// The cities of checked rules, each with its nodes apart.
#[must_use]
pub fn apart(rules: &Rules) -> Vec<Apart> {
    let (mut problems, mut used) = (Diagnostics::default(), usage::Used::default());
    let facts = rules.facts.iter().filter_map(|fact| fact_kind(fact, &mut problems));
    let facts: TiVec<FactIndex, Fact> = facts.collect();
    let cities = rules.cities.iter().filter_map(|city| {
        let (rules, sites) = lower_city(rules, city, &facts, &mut used, true, &mut problems)?;
        let places = sites.into_iter();
        let places =
            places.map(|site| Places { exprs: site.exprs, requirements: site.requirements });
        Some(Apart { rules, places: places.collect() })
    });
    cities.collect()
}

/// Where the nodes of one year's rules stand in its files.
#[derive(Debug, Default)]
struct Sites {
    /// Each requirement.
    requirements: TiVec<RequirementIndex, Place>,
    /// Each table.
    tables: Vec<lower::Table>,
    /// Each expression that stands in a file as it is.
    exprs: BTreeMap<ExprIndex, Place>,
    /// Names of facts and definitions, by expression.
    names: BTreeMap<ExprIndex, String>,
}

fn fact_kind(fact: &source::Fact, problems: &mut Diagnostics) -> Option<Fact> {
    let before = problems.is_empty();
    let kind = match &fact.kind {
        FactKind::YesNo => Kind::YesNo,
        FactKind::Choice(options) => {
            Kind::Choice { options: options.iter().map(|(id, _)| id.text.clone()).collect() }
        }
        FactKind::Number { bounds: (min, max), bands, .. } => {
            Kind::Number { min: *min, max: *max, banded: !bands.is_empty() }
        }
        FactKind::Date { bounds: (first, last) } => {
            Kind::Date { first: first.number(), last: last.number() }
        }
        FactKind::List { key, applicant, fields } => {
            list_kind(fact, key, applicant, fields, problems)?
        }
    };
    if before && !problems.is_empty() {
        return None;
    }
    let choosable = choosable(fact, problems);
    Some(Fact { id: fact.id.text.clone(), choosable, kind })
}

/// The answers that the applicant can choose.
fn choosable(fact: &source::Fact, problems: &mut Diagnostics) -> Options {
    let options: TiVec<OptionIndex, &str> = match &fact.kind {
        FactKind::Choice(options) => options.iter().map(|(id, _)| id.text.as_str()).collect(),
        FactKind::YesNo
        | FactKind::Number { .. }
        | FactKind::Date { .. }
        | FactKind::List { .. } => ti_vec!["an answer"],
    };
    let mut chosen = if fact.is_chosen { Options::first(options.len()) } else { Options::NONE };
    for word in &fact.not_chosen {
        match options.position(|option| *option == word.text) {
            Some(at) if fact.is_chosen => chosen = chosen.without(Options::only(at)),
            _ => {
                let message = format!("`{}` is no option that could be chosen", word.text);
                let help = suggestion(&word.text, options.iter().copied());
                problems.add_with_help(word.place, "unknown-word", message, help);
            }
        }
    }
    chosen
}

fn list_kind(
    fact: &source::Fact,
    key: &source::Word,
    applicant: &[(source::Word, source::Word)],
    fields: &[source::Fact],
    problems: &mut Diagnostics,
) -> Option<Kind> {
    let fields = TiSlice::<FieldIndex, _>::from_ref(fields);
    let is_key = |field: &source::Fact| {
        field.id.text == key.text && matches!(field.kind, FactKind::Choice(_))
    };
    let Some(key) = fields.position(is_key) else {
        let message = format!("`{}` is no choice among the fields of `{}`", key.text, fact.id.text);
        problems.add(key.place, "unknown-name", message);
        return None;
    };
    let mut fixed: TiVec<FieldIndex, Option<Fixed>> = ti_vec![None; fields.len()];
    for (field, answer) in applicant {
        let at = fields.position(|known| known.id.text == field.text);
        let value = at.and_then(|at| fields.get(at)).and_then(|known| match &known.kind {
            FactKind::YesNo if answer.text == "yes" => Some(Fixed::YesNo(true)),
            FactKind::YesNo if answer.text == "no" => Some(Fixed::YesNo(false)),
            FactKind::Choice(options) => {
                let at = options.iter().position(|(id, _)| id.text == answer.text)?;
                Some(Fixed::Option(OptionIndex::from(at)))
            }
            FactKind::YesNo
            | FactKind::Number { .. }
            | FactKind::Date { .. }
            | FactKind::List { .. } => None,
        });
        match at.and_then(|at| fixed.get_mut(at)).zip(value) {
            Some((slot, value)) => *slot = Some(value),
            None => {
                let message = format!("`{}: {}` is no answer of a field", field.text, answer.text);
                problems.add(field.place, "unknown-name", message);
            }
        }
    }
    let fields = fields.iter().filter_map(|field| fact_kind(field, problems)).collect();
    Some(Kind::List { fields, key, applicant: fixed })
}

/// A source as evaluation knows it; its id names the year too, as it does on the page.
fn source_of(year: &source::Year, source: &source::Source) -> Source {
    let id = year.source_id(&source.id.text);
    Source { id, review_by: source.review_by.map(|day| day.number()) }
}
