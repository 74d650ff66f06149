//! Says which limit of the language a city passes, where, and what to do. `rules/README.md` has a table of the limits.

use super::source_map::SourceMap;
use crate::diagnostic::{Diagnostics, Place};
use crate::index::{ExprIndex, RequirementIndex, YearIndex};
use crate::limits::{self, FINEST};
use crate::rulebook::{Broken, Invalid};
use crate::source::{City, Year};
use typed_index_collections::TiSlice;

/// Reports what `invalid` says of the rules of a city; `places` are those of its years.
pub(super) fn report(
    invalid: &Invalid,
    city: &City,
    places: &TiSlice<YearIndex, SourceMap>,
    problems: &mut Diagnostics,
) {
    let years = city.years.iter().zip(places);
    let year = years.into_iter().find(|(year, _)| year.fiscal_year == invalid.year);
    let place = year.and_then(|(year, map)| place(invalid, year, map)).unwrap_or(city.place);
    let (message, help) = told(invalid, year.map(|(year, _)| year));
    let help = (!help.is_empty()).then(|| help.to_owned());
    problems.add_with_help(place, "limit", message, help);
}

/// Where the year has what passes the limit.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "most invariants hold in whatever `check` has compiled; the others are limits"
)]
fn place(invalid: &Invalid, year: &Year, map: &SourceMap) -> Option<Place> {
    let in_expression = || {
        let index = ExprIndex::from(invalid.index);
        // The nearest expression that is written as it is: the parts of one come before it.
        map.exprs.range(index..).next().map(|(_, place)| *place)
    };
    let in_requirement = || map.requirements.get(RequirementIndex::from(invalid.index)).copied();
    let in_programme = || year.programmes.get(invalid.index).map(|one| one.id.place);
    let found = match invalid.what {
        Broken::ExpressionTooDeep
        | Broken::ExpressionTooLarge
        | Broken::Number
        | Broken::TooFine => in_expression(),
        Broken::RequirementTooDeep => in_requirement(),
        Broken::TooManyReadings
        | Broken::TooManySharedReadings
        | Broken::NumberOfLater
        | Broken::NumberOfParts
        | Broken::NumberOfInstalments
        | Broken::SumsTooFine
        | Broken::TooManySteps => in_programme(),
        _ => None,
    };
    found.or(Some(year.place))
}

/// What is limited, in words, and what to do; nothing where the message says it.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "most invariants hold in whatever `check` has compiled; the others are limits"
)]
fn told(invalid: &Invalid, year: Option<&Year>) -> (String, &'static str) {
    let split = "name a part of it as a definition that depends on less, or say it in fewer cases";
    match invalid.what {
        Broken::TooManyFacts => {
            let (facts, slots, members) = (limits::FACTS, limits::SLOTS, limits::MEMBERS);
            let message = format!(
                "the rules of a city read at most {facts} questions with {slots} answers, where a list has an answer \
                 for itself, for each field, and for each field of {members} members"
            );
            (message, "ask less, or several things in one choice")
        }
        Broken::TooManyNodes => {
            (year.map_or_else(String::new, too_many), "divide the year's programmes")
        }
        Broken::TooManyReadings | Broken::TooManySharedReadings => {
            let message = format!(
                "the choices of the readings that one condition, amount or programme depends on have more than {} \
                 combinations",
                limits::READING_COMBINATIONS
            );
            (
                message,
                "let fewer readings meet in one place, or unite readings that are open for one reason",
            )
        }
        Broken::DatesThatMove => {
            let message = format!(
                "if the rules go on in a later year, each date that moves is a reading, and one place has more than \
                 {} combinations",
                limits::LATER_COMBINATIONS
            );
            (message, "write `stays(…)` or `fiscal_year_start(on)` where it is meant")
        }
        Broken::ExpressionTooLarge => {
            let size = limits::EXPRESSION_SIZE;
            (format!("an expression has at most {size} nodes, with the definitions it uses"), split)
        }
        Broken::TooFine => too_fine("this number"),
        Broken::TooManySteps => too_many_steps(),
        Broken::SumsTooFine => {
            too_fine("the amount, what is owed of it, or a sum of the city's amounts")
        }
        Broken::ExpressionTooDeep => {
            let depth = limits::DEPTH;
            let message = format!(
                "at most {depth} expressions stand in each other, with the definitions they use"
            );
            (message, split)
        }
        Broken::RequirementTooDeep => {
            (format!("at most {} groups of requirements stand in each other", limits::DEPTH), "")
        }
        Broken::TooManyLinkedProgrammes => {
            let linked = limits::LINKED;
            let message = format!(
                "at most {linked} programmes are connected by exclusions and shared caps, directly or not"
            );
            (message, "state an exclusion only where a source states it")
        }
        Broken::NumberOfLater => {
            let message = format!(
                "a programme has at most {} obligations and days of key dates",
                limits::LATER
            );
            (message, "")
        }
        Broken::NumberOfFields => (format!("a list has 1 to {} fields", limits::FIELDS), ""),
        _ => (format!("a limit of the language is passed: {invalid}"), ""),
    }
}

/// That a number may be too fine, and what to do.
fn too_fine(number: &str) -> (String, &'static str) {
    let message = format!("{number} may be a fraction whose denominator is above {FINEST}");
    (message, "round it where the source does: `floor(…, to: 1 yen)`")
}

/// That an evaluation may take too many steps, and what to do.
fn too_many_steps() -> (String, &'static str) {
    let message = format!(
        "an evaluation by the city's rules may take more than {} steps, and most of them for this programme",
        limits::STEPS
    );
    (message, "let fewer readings and choices meet in its amount and in its conditions")
}

/// Which list of a year is too long.
fn too_many(year: &Year) -> String {
    let lists = [
        ("programmes", year.programmes.len(), limits::PROGRAMMES),
        ("sources", year.sources.len(), limits::SOURCES),
        ("readings", year.readings.len(), limits::READINGS),
    ];
    let long = lists.into_iter().find(|(_, count, most)| count > most);
    long.map_or_else(
        || format!("a year has at most {} expressions and as many requirements", limits::NODES),
        |(what, count, most)| format!("a year has at most {most} {what}, and this one has {count}"),
    )
}
