//! Validation of a city's rules, and what it works out once for evaluation. It trusts nothing: the
//! rules may come from damaged or hostile bytes.

mod broken;
mod facts;
mod groups;
mod programmes;
mod types;

use super::rules::{CityRules, Grouping, Requirement, Rule, Rulebook};
use super::signature::Type;
use crate::index::{
    ExprIndex, FactIndex, ProgrammeInYear, ProgrammeIndex, RequirementIndex, Slot, Version,
    YearIndex,
};
use crate::limits;
use broken::{At, ensure};
pub use broken::{Broken, Invalid};
pub use programmes::{ProgrammeInfo, RequirementEntry, Ruled, RulingRead};
use typed_index_collections::TiVec;
pub(super) use types::ExprInfo;
use types::TypeChecker;

/// What validation works out.
#[derive(Debug)]
pub(super) struct Derived {
    /// The first answer slot of each fact.
    pub(super) slots: TiVec<FactIndex, Slot>,
    /// The years of each of the city's programmes.
    pub(super) versions: TiVec<ProgrammeIndex, Vec<Version>>,
    /// What is known of the expressions of each year.
    pub(super) exprs: TiVec<YearIndex, TiVec<ExprIndex, ExprInfo>>,
    /// What is known of the programmes of each year.
    pub(super) programmes: TiVec<YearIndex, TiVec<ProgrammeInYear, ProgrammeInfo>>,
}

/// Checks every invariant of a city's rules.
///
/// # Errors
/// The first invariant that does not hold.
pub(super) fn validate(rules: &CityRules) -> Result<Derived, Invalid> {
    let slots = facts::slots(&rules.facts).at(0, 0)?;
    for (index, fact) in rules.facts.iter_enumerated() {
        facts::check_fact(&rules.facts, index, fact).at(0, index.into())?;
    }
    let versions = versions(rules).at(0, 0)?;
    let (mut exprs, mut programmes) = (TiVec::new(), TiVec::new());
    let mut previous = i16::MIN;
    for book in &rules.years {
        let year = book.fiscal_year;
        let in_order = limits::YEARS.contains(&year) && previous < year;
        ensure(in_order, Broken::YearsInOrder).at(year, 0)?;
        previous = year;
        let checker = check_book(rules, book)?;
        programmes.push(programmes::check_programmes(&checker)?);
        programmes::check_caps(&checker)?;
        exprs.push(checker.finish());
    }
    let largest = groups::largest_group(rules, versions.len());
    ensure(largest <= limits::LINKED, Broken::TooManyLinkedProgrammes).at(0, 0)?;
    Ok(Derived { slots, versions, exprs, programmes })
}

/// The years of each of the city's programmes, by number.
fn versions(rules: &CityRules) -> Result<TiVec<ProgrammeIndex, Vec<Version>>, Broken> {
    let mut all: TiVec<ProgrammeIndex, Vec<Version>> = TiVec::new();
    for (year, book) in rules.years.iter_enumerated() {
        for (programme, rules) in book.programmes.iter_enumerated() {
            if rules.number == all.next_key() {
                all.push(Vec::new());
            }
            let versions = all.get_mut(rules.number).ok_or(Broken::ProgrammesInOrder)?;
            let is_new = versions.last().is_none_or(|last| last.year != year);
            ensure(is_new, Broken::ProgrammeTwiceInAYear)?;
            versions.push(Version { year, programme });
        }
    }
    Ok(all)
}

/// Checks a year's readings, expressions and requirements.
fn check_book<'a>(rules: &'a CityRules, book: &'a Rulebook) -> Result<TypeChecker<'a>, Invalid> {
    let year = book.fiscal_year;
    let in_limits = book.exprs.len() <= limits::NODES
        && book.requirements.len() <= limits::NODES
        && book.programmes.len() <= limits::PROGRAMMES
        && book.sources.len() <= limits::SOURCES
        && book.readings.len() <= limits::READINGS;
    ensure(in_limits, Broken::TooManyNodes).at(year, 0)?;
    for (index, reading) in book.readings.iter().enumerate() {
        let count = reading.choices.len();
        ensure((2..=8).contains(&count), Broken::NumberOfChoices).at(year, index)?;
    }
    let mut checker = TypeChecker::new(rules, book);
    for (index, expr) in book.exprs.iter().enumerate() {
        checker.add(expr).at(year, index)?;
    }
    for (index, requirement) in book.requirements.iter_enumerated() {
        check_requirement(&checker, requirement, index).at(year, index.into())?;
    }
    Ok(checker)
}

fn check_requirement(
    checker: &TypeChecker<'_>,
    requirement: &Requirement,
    index: RequirementIndex,
) -> Result<(), Broken> {
    for expr in requirement.exprs() {
        checker.stated(expr, Type::Truth, Broken::RequirementIsATruth)?;
    }
    match &requirement.rule {
        Rule::When(_) | Rule::Desk => Ok(()),
        Rule::Group { how, incomplete, members } => {
            ensure(!members.is_empty() || *incomplete, Broken::EmptyList)?;
            ensure(!(*incomplete && *how == Grouping::None), Broken::IncompleteNone)?;
            let in_order = members.iter().all(|member| *member < index);
            ensure(in_order, Broken::RequirementOrder)
        }
    }
}
