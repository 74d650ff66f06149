//! Conditions and values that are the same for every household. Only the checker of rules uses
//! this, to warn an author; it evaluates single expressions and gives no verdicts.

use super::expression::{Context, Scope};
use super::value::ValueSet;
use crate::calendar::Day;
use crate::index::{ExprIndex, RequirementIndex, Version, YearIndex};
use crate::possible::{Days, Range};
use crate::rulebook::City;
use crate::situation::Situation;
use crate::truth::Truth;

/// Which of a requirement's conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// What must hold.
    When,
    /// Which households the requirement applies to.
    AppliesIf,
}

/// The conditions whose truth is the same for every household on every day of their programme:
/// year, requirement, which condition, and its truth.
#[must_use]
pub fn constant_conditions(city: &City) -> Vec<(YearIndex, RequirementIndex, Condition, Truth)> {
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

/// The values that an expression can have.
#[derive(Clone, Copy, Debug)]
pub enum ValueRange {
    /// Numbers.
    Number(Range),
    /// Days.
    Day(Days),
}

/// The numbers or days that an expression of a year can give for some household on some day.
/// Returns `None` for an expression that gives neither.
#[must_use]
pub fn possible_values(city: &City, year: YearIndex, expr: ExprIndex) -> Option<ValueRange> {
    let situation = Situation::unknown(city);
    let context = Context::plain(city, year, &situation, Days::ANY)?;
    match context.value(expr, Scope::None).set {
        ValueSet::Number(range) => Some(ValueRange::Number(range)),
        ValueSet::Day(days) => Some(ValueRange::Day(days)),
        ValueSet::Truth(_) | ValueSet::Options(_) | ValueSet::Nothing => None,
    }
}
