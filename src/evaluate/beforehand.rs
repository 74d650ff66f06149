//! What is decided before anything is known of a household: for the checker, never for a visitor.
//! Looks at single expressions; verdicts are given elsewhere.

use super::expression::{Context, Scope, Set};
use crate::calendar::Day;
use crate::index::{ExprIndex, RequirementIndex, Version, YearIndex};
use crate::possible::{Days, Range};
use crate::rulebook::City;
use crate::situation::Situation;
use crate::truth::Truth;

/// Which condition of a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// What must hold.
    When,
    /// Whom it is for.
    AppliesIf,
}

/// Conditions that are the same for every household on every day of the programme they stand in:
/// year, requirement, which condition, and its truth.
#[must_use]
pub fn decided_beforehand(city: &City) -> Vec<(YearIndex, RequirementIndex, Condition, Truth)> {
    let situation = Situation::unknown(city);
    let mut found = Vec::new();
    for (year, book) in city.rules().years.iter_enumerated() {
        for (at, programme) in book.programmes.iter_enumerated() {
            let first = Day::from_number(programme.valid_from).unwrap_or(Day::MIN);
            let last = Day::from_number(programme.valid_to).unwrap_or(Day::MAX);
            let context = Context::plain(city, year, &situation, Days { first, last });
            let facts = city.programme_info(Version { year, programme: at });
            for listed in facts.into_iter().flat_map(|facts| &facts.requirements) {
                let id = listed.id;
                let requirement = book.requirements.get(id);
                let (Some(context), Some(requirement)) = (context, requirement) else { continue };
                let when = requirement.when().map(|expr| (Condition::When, expr));
                let applies = requirement.applies_if.map(|expr| (Condition::AppliesIf, expr));
                for (condition, expr) in when.into_iter().chain(applies) {
                    let truth = context.value(expr, Scope::None).truth();
                    if truth != Truth::Unknown && !found.contains(&(year, id, condition, truth)) {
                        found.push((year, id, condition, truth));
                    }
                }
            }
        }
    }
    found
}

/// The values an expression can have at all.
#[derive(Clone, Copy, Debug)]
pub enum Possible {
    /// Numbers.
    Number(Range),
    /// Days.
    Day(Days),
}

/// The numbers or days that an expression of a year can give for some household on some day.
#[must_use]
pub fn possible_values(city: &City, year: YearIndex, expr: ExprIndex) -> Option<Possible> {
    let situation = Situation::unknown(city);
    let context = Context::plain(city, year, &situation, Days::ANY)?;
    match context.value(expr, Scope::None).set {
        Set::Number(range) => Some(Possible::Number(range)),
        Set::Day(days) => Some(Possible::Day(days)),
        Set::Truth(_) | Set::Options(_) | Set::Nothing => None,
    }
}
