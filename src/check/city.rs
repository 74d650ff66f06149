//! Checks and compiles all years of a city. The rules of one year are checked in `year`.

use super::lower::Sharing;
use super::source_map::SourceMap;
use super::usage::{self, Usage};
use super::{below_nothing, constant, coverage, depth, gates, in_force, limit, periods, year};
use crate::calendar::Day;
use crate::diagnostic::{Diagnostics, Place, suggestion};
use crate::index::{FactIndex, ProgrammeIndex, YearIndex};
use crate::rulebook::{City, CityRules, Fact, Rulebook};
use crate::source::{self, SharedRules};
use crate::wire::rulings;
use std::collections::BTreeSet;
use typed_index_collections::{TiSlice, TiVec};

/// A city's rules in which no two places of the rule files share a node, so that each can be
/// changed on its own.
#[derive(Debug)]
pub struct Unshared {
    /// The rules. Each case condition is followed by its negation, for the mutation tester.
    pub rules: CityRules,
    /// For each year, the places of expressions and requirements.
    pub places: TiVec<YearIndex, SourceMap>,
}

/// A valid city and its dates that move if its rules go on in a later year.
pub(super) type Compiled = (City, BTreeSet<(Place, Day)>);

/// A valid city, unless a name, a type or a limit has a problem. The facts that its rules read are
/// added to `usage`. A city with findings, such as a source that no rule cites, is returned all the
/// same, so that the findings of every year and of every other check are reported together.
pub(super) fn check(
    rules: &SharedRules,
    city: &source::City,
    facts: &TiSlice<FactIndex, Fact>,
    usage: &mut Usage,
    problems: &mut Diagnostics,
) -> Option<Compiled> {
    let mut unused = Diagnostics::default();
    let both = (&mut *problems, &mut unused);
    let lowered = lower(rules, city, facts, usage, Sharing::Shared, both);
    unused.sorted().into_iter().for_each(|problem| problems.push(problem));
    let (city_rules, places) = lowered?;
    match City::new(city_rules) {
        Ok(found) => {
            gates::check(rules, &found, problems);
            constant::check(&found, &places, problems);
            coverage::check(&found, &places, problems);
            below_nothing::check(&found, &city.years, &places, problems);
            periods::check(&found, &places, problems);
            check_ruling_ids(&found, city, problems);
            Some((found, places.into_iter().flat_map(|places| places.moving).collect()))
        }
        Err(invalid) => {
            limit::report(&invalid, city, &places, problems);
            None
        }
    }
}

/// Checks the names and types of a city's rules, also of what nothing uses.
pub(super) fn check_names(
    rules: &SharedRules,
    city: &source::City,
    facts: &TiSlice<FactIndex, Fact>,
    problems: &mut Diagnostics,
) {
    let both = (problems, &mut Diagnostics::default());
    lower(rules, city, facts, &mut Usage::default(), Sharing::Shared, both);
}

/// A city with unshared nodes, if there is no problem.
pub(super) fn unshared(
    rules: &SharedRules,
    city: &source::City,
    facts: &TiSlice<FactIndex, Fact>,
    problems: &mut Diagnostics,
) -> Option<Unshared> {
    let usage = &mut Usage::default();
    let both = (problems, &mut Diagnostics::default());
    let (rules, places) = lower(rules, city, facts, usage, Sharing::Unshared, both)?;
    Some(Unshared { rules, places })
}

/// The rules of a city and, for each year, their places.
fn lower(
    rules: &SharedRules,
    city: &source::City,
    facts: &TiSlice<FactIndex, Fact>,
    usage: &mut Usage,
    sharing: Sharing,
    (problems, unused): (&mut Diagnostics, &mut Diagnostics),
) -> Option<(CityRules, TiVec<YearIndex, SourceMap>)> {
    let before = problems.len();
    let mut years = Vec::new();
    let mut own = Usage::default();
    let ids = city.programme_ids();
    for year in &city.years {
        if !depth::is_bounded(year, problems) {
            continue;
        }
        let both = (&mut *problems, &mut *unused);
        years.push(year::check(rules, (year, &ids), facts, &mut own, sharing, both));
    }
    usage.add(&own);
    // What spans years, and what a household can get, is looked at when every rule of the city is known.
    if problems.len() > before || !city.is_whole() {
        return None;
    }
    let (years, places): (Vec<_>, Vec<_>) = years.into_iter().unzip();
    let mut years = TiVec::from(years);
    continue_programmes(&mut years, city, problems);
    in_force::settle(&mut years, city, problems);
    if problems.len() > before {
        return None;
    }
    let kept = own.facts();
    let mut city_rules = CityRules {
        id: city.id.clone(),
        facts: kept.iter().filter_map(|fact| facts.get(*fact).cloned()).collect(),
        years,
    };
    usage::renumber_facts(&mut city_rules, &kept);
    city_rules.number_items();
    Some((city_rules, places.into()))
}

/// Checks that no programme has the id of something else about which the desk can rule.
fn check_ruling_ids(found: &City, city: &source::City, problems: &mut Diagnostics) {
    let ids = rulings::open_ids(found);
    for programme in city.years.iter().flat_map(|year| &year.programmes) {
        let id = programme.id.text.as_str();
        if ids.contains(&id) {
            let message = format!(
                "`{id}` is also a reading or a requirement that the rules leave open, so a ruling on it has two meanings"
            );
            let help = Some("call one of them otherwise".to_owned());
            problems.add_with_help(programme.id.place, "duplicate-id", message, help);
        }
    }
}

/// Looks up which programmes of earlier years the programmes continue. One date must decide in all years which year's
/// rules hold.
fn continue_programmes(
    years: &mut TiSlice<YearIndex, Rulebook>,
    city: &source::City,
    problems: &mut Diagnostics,
) {
    let ids = city.programme_ids();
    let mut first: TiVec<ProgrammeIndex, &source::Programme> = TiVec::new();
    for (book, year) in years.iter_mut().zip(&city.years) {
        let earlier = first.len();
        for programme in &mut book.programmes {
            let written = year.programmes.iter().find(|one| one.id.text == programme.id);
            let Some(written) = written else { continue };
            if let Some(first) = first.get(programme.number) {
                check_decides(first, written, problems);
            } else {
                first.push(written);
            }
            let Some(word) = &written.continues else { continue };
            let mut earlier = ids.iter_enumerated().take(earlier);
            let found = earlier.clone().find(|(_, id)| **id == word.text && **id != programme.id);
            programme.continues = found.map(|(number, _)| number);
            if let Some(continued) = found.and_then(|(number, _)| first.get(number)) {
                check_decides(continued, written, problems);
            } else {
                let message = format!("no earlier year has another programme `{}`", word.text);
                let help = suggestion(&word.text, earlier.by_ref().map(|(_, id)| *id));
                problems.add_with_help(word.place, "unknown-name", message, help);
            }
        }
    }
}

/// Checks that one date decides in two years whether the rules of a programme hold, or those of one and of another that
/// continues it.
fn check_decides(first: &source::Programme, later: &source::Programme, problems: &mut Diagnostics) {
    let by = |one: &source::Programme| one.date_fact().map(|word| word.text.clone());
    let (expected, found) = (by(first), by(later));
    if expected != found {
        let shown = |by: Option<String>| {
            by.map_or("the application date".to_owned(), |by| format!("`{by}`"))
        };
        let place = later.valid.by.as_ref().map_or(later.valid.place, |word| word.place);
        let message = format!(
            "{} decides whether these rules hold, but {} decides in the first year of `{}`",
            shown(found),
            shown(expected),
            first.id.text
        );
        let help =
            Some("name one date in all years, so that two years never hold at once".to_owned());
        problems.add_with_help(place, "validity-by", message, help);
    }
}
