//! Validation of a city's rules, and what it works out once for evaluation. It trusts nothing: the
//! rules may come from damaged or hostile bytes.

mod broken;
mod cost;
mod facts;
mod groups;
mod programmes;
mod types;

use super::rules::{Ask, CityRules, Grouping, Requirement, Rule, Rulebook};
use super::signature::Type;
use crate::index::{
    ExprIndex, FactIndex, ProgrammeInYear, ProgrammeIndex, RequirementIndex, Slot, Version,
    YearIndex,
};
use crate::limits;
use broken::{At, ensure};
pub use broken::{Broken, Invalid};
pub(crate) use cost::{MAX_ASSIGNMENTS, MAX_MEANINGS};
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
    /// The most steps of finding the best combination of all programmes.
    pub(super) steps_together: u32,
}

/// Checks that the years are in order, that every programme's rules hold on some days, and that one date decides in
/// all years which of them do.
///
/// # Errors
/// The first invariant that does not hold.
pub(super) fn check_years(rules: &CityRules) -> Result<(), Invalid> {
    let mut previous = i16::MIN;
    let mut decides: TiVec<ProgrammeIndex, Option<FactIndex>> = TiVec::new();
    for book in &rules.years {
        let year = book.fiscal_year;
        ensure(previous < year, Broken::YearsInOrder).at(year, 0)?;
        previous = year;
        for (index, programme) in book.programmes.iter_enumerated() {
            let holds = programme.valid_from <= programme.valid_to;
            ensure(holds, Broken::Validity).at(year, index.into())?;
            if programme.number == decides.next_key() {
                decides.push(programme.valid_by);
            }
            let is_same = |one| decides.get(one) == Some(&programme.valid_by);
            let are_same = is_same(programme.number) && programme.continues.is_none_or(is_same);
            ensure(are_same, Broken::ValidityByOneDate).at(year, index.into())?;
        }
    }
    Ok(())
}

/// Checks every invariant of a city's rules but those of [`check_years`]. No place has more than so many combinations
/// of readings.
///
/// # Errors
/// The first invariant that does not hold.
pub(super) fn validate(rules: &CityRules, combinations: usize) -> Result<Derived, Invalid> {
    let slots = facts::slots(&rules.facts).at(0, 0)?;
    for (index, fact) in rules.facts.iter_enumerated() {
        facts::check_fact(&rules.facts, index, fact).at(0, index.into())?;
    }
    let versions = versions(rules).at(0, 0)?;
    let (mut exprs, mut programmes, mut grain) = (TiVec::new(), TiVec::new(), 1);
    for book in &rules.years {
        let year = book.fiscal_year;
        ensure(limits::YEARS.contains(&year), Broken::YearsInOrder).at(year, 0)?;
        let checker = check_book(rules, book, combinations)?;
        let mut of_year = programmes::check_programmes(&checker, versions.len())?;
        programmes::check_caps(&checker)?;
        grain = programmes::grain_of_sums(&checker, &of_year, grain)?;
        cost::set_steps(&checker, &mut of_year);
        programmes.push(of_year);
        exprs.push(checker.finish());
    }
    let groups = groups::sizes(rules, versions.len());
    let are_small = groups.iter().all(|size| *size <= limits::LINKED);
    ensure(are_small, Broken::TooManyLinkedProgrammes).at(0, 0)?;
    let steps_together = groups.into_iter().map(cost::steps_together).fold(0, u32::saturating_add);
    Ok(Derived { slots, versions, exprs, programmes, steps_together })
}

/// The years of each of the city's programmes, by number, without those in which it holds on no day.
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
            let continues = rules.continues;
            ensure(continues.is_none_or(|one| one < rules.number), Broken::ContinuesAnEarlierOne)?;
            if rules.valid_from <= rules.valid_to {
                versions.push(Version { year, programme });
            }
        }
    }
    Ok(all)
}

/// Checks a year's readings, expressions and requirements.
fn check_book<'a>(
    rules: &'a CityRules,
    book: &'a Rulebook,
    combinations: usize,
) -> Result<TypeChecker<'a>, Invalid> {
    let year = book.fiscal_year;
    let in_limits = book.exprs.len() <= limits::NODES
        && book.requirements.len() <= limits::NODES
        && book.programmes.len() <= limits::PROGRAMMES
        && book.sources.len() <= limits::SOURCES
        && book.asks.len() <= limits::NODES
        && book.readings.len() <= limits::READINGS;
    ensure(in_limits, Broken::TooManyNodes).at(year, 0)?;
    for (index, reading) in book.readings.iter().enumerate() {
        let count = reading.choices.len();
        ensure((2..=8).contains(&count), Broken::NumberOfChoices).at(year, index)?;
    }
    for (index, ask) in book.asks.iter().enumerate() {
        let Ask { id: _, readings, requirements, lists, obligations } = ask;
        let mut asked = requirements.iter().chain(lists);
        let exist = asked.all(|one| book.requirements.get(*one).is_some())
            && readings.iter().all(|one| book.readings.get(*one).is_some())
            && obligations.iter().all(|one| book.programmes.get(*one).is_some());
        ensure(exist, Broken::AskedItemExists).at(year, index)?;
    }
    let mut checker = TypeChecker::new(rules, book, combinations);
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
            ensure(in_order, Broken::RequirementOrder)?;
            let mut members = members.iter().filter_map(|one| checker.book.requirements.get(*one));
            let for_all = *how == Grouping::All || members.all(|one| one.applies_if.is_none());
            ensure(for_all, Broken::MemberForSome)
        }
    }
}
