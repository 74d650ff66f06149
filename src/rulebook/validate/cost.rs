//! How many steps an evaluation of a programme takes at most, from its rules alone. A step is a node of an expression or a
//! requirement that is visited. Nothing here is measured.

use super::super::expr::Expr;
use super::super::programme::Programme;
use super::super::rules::{Kind, Requirement};
use super::programmes::ProgrammeInfo;
use super::types::{ExprInfo, TypeChecker};
use crate::index::{ExprIndex, FactSet, ProgrammeInYear, ReadingSet};
use typed_index_collections::TiSlice;

/// The steps of what every report of a programme takes besides: the year, the window, the sources.
const STEPS_OF_A_REPORT: u64 = 500;
/// The most assignments of answers into which an amount is split.
pub(crate) const MAX_ASSIGNMENTS: u8 = 16;
/// The most combinations of meanings that are told apart for programmes that share readings. Further readings count as
/// if each programme had its own, which only widens the range of the best sum.
pub(crate) const MAX_MEANINGS: u8 = 16;

/// Sets the steps of the programmes of a year.
pub(super) fn set_steps(
    checker: &TypeChecker<'_>,
    programmes: &mut TiSlice<ProgrammeInYear, ProgrammeInfo>,
) {
    let (mut once, mut shared) = (ReadingSet::EMPTY, ReadingSet::EMPTY);
    for info in &*programmes {
        shared = shared.union(once.intersection(info.readings));
        once = once.union(info.readings);
    }
    for (info, programme) in programmes.iter_mut().zip(&checker.book.programmes) {
        info.steps = steps(checker, programme, info, shared);
    }
}

/// The most steps of an evaluation of a programme by its rules of a year. `shared` are the readings that other programmes
/// have too.
fn steps(
    checker: &TypeChecker<'_>,
    programme: &Programme,
    info: &ProgrammeInfo,
    shared: ReadingSet,
) -> u64 {
    let requirements = info.requirements.iter();
    let requirements = requirements.filter_map(|one| checker.book.requirements.get(one.id));
    let in_requirements: Vec<ExprIndex> = requirements.flat_map(Requirement::exprs).collect();
    let in_amount: Vec<ExprIndex> =
        programme.amount.iter().flat_map(|amount| amount.exprs()).collect();
    let later: Vec<ExprIndex> =
        programme.later.iter().flat_map(|one| [one.day, one.owed]).flatten().collect();

    // The amount is found for all households, and for each part of them into which it splits them.
    let split_by = split_by(checker, programme);
    let parts = if split_by == FactSet::EMPTY { 0 } else { u64::from(MAX_ASSIGNMENTS) };
    let settled = info.repeated_in_amount.union(info.in_both);
    let of_settled = combinations(checker, settled, 0);
    let amounts = visited(checker, &in_amount)
        .saturating_mul(of_settled)
        .saturating_mul(parts.saturating_add(1));
    // For each part it is also found under which meanings nothing is granted.
    let judgement = judgement(checker, info);
    let once = judgement.saturating_mul(parts.saturating_add(2)).saturating_add(amounts);
    // Again under each meaning of each reading, and under the meanings that programmes share.
    let in_conditions = info.requirements.iter().map(|one| one.own_readings);
    let in_conditions = in_conditions.fold(ReadingSet::EMPTY, ReadingSet::union);
    let meanings = |readings| sizes(checker, readings).fold(0, u64::saturating_add);
    let judged_again = judgement.saturating_mul(meanings(in_conditions));
    let told_apart = if info.readings.intersects(shared) { u64::from(MAX_MEANINGS) } else { 0 };
    let judged_for_others = judgement.saturating_mul(told_apart);
    // The settled readings have a meaning already.
    let open = info.in_amount.without(settled);
    let found_again = amounts.saturating_mul(meanings(open).saturating_add(told_apart));
    let told_apart = combinations(checker, open.intersection(shared), 0).min(told_apart);
    let choices = meanings(open).saturating_add(told_apart).saturating_add(1);
    let choices = choices.saturating_mul(of_settled);
    let found = found(checker, in_requirements.clone(), &Times::ONCE).saturating_add(found(
        checker,
        in_amount,
        &Times { choices, facts: split_by, more: parts },
    ));
    // What follows an award and what the requirements demand is found without values that are remembered.
    let plain = later.iter().chain(&in_requirements).filter_map(|expr| checker.info(*expr).ok());
    let plain = plain.map(|info| u64::from(info.size)).fold(0, u64::saturating_add);
    let all = [once, judged_again, judged_for_others, found_again, found, plain];
    all.into_iter().fold(STEPS_OF_A_REPORT, u64::saturating_add)
}

/// The most steps of finding the best combination of so many programmes that exclusions and shared caps connect: each set
/// of them, with inferred exclusions and without, under the meanings that are told apart.
pub(super) fn steps_together(programmes: usize) -> u64 {
    let sets = u32::try_from(programmes).ok().and_then(|count| 2_u64.checked_pow(count));
    sets.unwrap_or(u64::MAX).saturating_mul(2).saturating_mul(u64::from(MAX_MEANINGS))
}

/// The steps of judging all requirements once, if all values are known that are remembered.
fn judgement(checker: &TypeChecker<'_>, info: &ProgrammeInfo) -> u64 {
    let shared = info.shared_by_requirements;
    let of_shared = combinations(checker, shared, 0);
    let mut steps = 0_u64;
    for entry in &info.requirements {
        let requirement = checker.book.requirements.get(entry.id);
        let exprs: Vec<ExprIndex> = requirement.into_iter().flat_map(Requirement::exprs).collect();
        let once = visited(checker, &exprs).saturating_add(1);
        let own = combinations(checker, entry.own_readings.without(shared), 0);
        let times = if entry.readings.intersects(shared) { of_shared } else { 1 };
        steps = steps.saturating_add(once.saturating_mul(own).saturating_mul(times));
    }
    steps
}

/// How often a value that is remembered is found.
struct Times {
    /// The most choices of readings under which it is asked for.
    choices: u64,
    /// The facts of which other answers are tried.
    facts: FactSet,
    /// How many other answers are tried.
    more: u64,
}

impl Times {
    const ONCE: Times = Times { choices: u64::MAX, facts: FactSet::EMPTY, more: 0 };
}

/// The steps of finding every value that is remembered, once for each choice of the readings and each of the answers that
/// it depends on.
fn found(checker: &TypeChecker<'_>, mut left: Vec<ExprIndex>, asked: &Times) -> u64 {
    let mut seen = vec![false; checker.book.exprs.len()];
    let mut steps = 0_u64;
    while let Some(expr) = left.pop() {
        let at = seen.get_mut(usize::from(expr));
        let (Some(seen), Ok(info)) = (at, checker.info(expr)) else { continue };
        if core::mem::replace(seen, true) || !info.is_costly() || info.scope.is_some() {
            continue;
        }
        // A reading may also have no chosen meaning.
        let choices = combinations(checker, info.readings, 1).min(asked.choices);
        let differs = info.facts.intersects(asked.facts);
        let times = if differs { asked.more.saturating_add(1) } else { 1 };
        let once = u64::from(info.own_size).saturating_mul(choices);
        steps = steps.saturating_add(once.saturating_mul(times));
        left.extend(checker.book.exprs.get(expr).into_iter().flat_map(Expr::parts));
    }
    steps
}

/// The nodes visited for the values of expressions, if all values are known that are remembered.
fn visited(checker: &TypeChecker<'_>, exprs: &[ExprIndex]) -> u64 {
    let infos = exprs.iter().filter_map(|expr| checker.info(*expr).ok());
    infos.map(|info| u64::from(info.visited())).fold(0, u64::saturating_add)
}

/// The yes-no facts and choices that several parts of the amount read.
fn split_by(checker: &TypeChecker<'_>, programme: &Programme) -> FactSet {
    let (mut once, mut several) = (FactSet::EMPTY, FactSet::EMPTY);
    for part in programme.amount.iter().flat_map(|amount| &amount.parts) {
        let facts = checker.info(part.value).map_or(FactSet::EMPTY, |info: &ExprInfo| info.facts);
        several = several.union(once.intersection(facts));
        once = once.union(facts);
    }
    let mut found = FactSet::EMPTY;
    for fact in several.iter() {
        let kind = checker.facts.get(fact).map(|fact| &fact.kind);
        if matches!(kind, Some(Kind::YesNo | Kind::Choice { .. })) {
            found.insert(fact);
        }
    }
    found
}

/// The number of ways to choose a meaning for each reading, which has `more` than those that are written.
fn combinations(checker: &TypeChecker<'_>, readings: ReadingSet, more: u64) -> u64 {
    let sizes = sizes(checker, readings).map(|size| size.saturating_add(more));
    sizes.fold(1, u64::saturating_mul)
}

/// The number of meanings of each reading.
fn sizes(checker: &TypeChecker<'_>, readings: ReadingSet) -> impl Iterator<Item = u64> {
    let readings = readings.iter().filter_map(|reading| checker.book.readings.get(reading));
    readings.map(|reading| u64::try_from(reading.choices.len()).unwrap_or(u64::MAX))
}
