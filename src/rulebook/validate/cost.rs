//! How many steps an evaluation of a programme takes at most, from its rules alone. A step is a node of an expression or a
//! requirement that is visited. Nothing here is measured.

use super::super::programme::Programme;
use super::programmes::ProgrammeInfo;
use super::types::{ExprInfo, TypeChecker};
use crate::index::{ExprIndex, FactSet, ProgrammeInYear, ReadingSet};
use typed_index_collections::TiSlice;

/// The steps of what every report of a programme takes besides: the year, the window, the sources.
const STEPS_OF_A_REPORT: u32 = 500;
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
        info.steps = Cost { checker, programme, info, shared }.steps();
    }
}

/// The most steps of finding the best combination of so many programmes that exclusions and shared caps connect: each set
/// of them, with inferred exclusions and without, under the meanings that are told apart.
pub(super) fn steps_together(programmes: usize) -> u32 {
    let sets = u32::try_from(programmes).ok().and_then(|count| 2_u32.checked_pow(count));
    sets.unwrap_or(u32::MAX).saturating_mul(2).saturating_mul(u32::from(MAX_MEANINGS))
}

/// A programme whose steps are added up.
struct Cost<'a> {
    checker: &'a TypeChecker<'a>,
    programme: &'a Programme,
    info: &'a ProgrammeInfo,
    /// The readings that several programmes of the year have.
    shared: ReadingSet,
}

impl Cost<'_> {
    fn steps(&self) -> u32 {
        let Cost { info, shared, .. } = *self;
        let in_amount = self.programme.amount.as_ref().map_or(Vec::new(), |one| one.exprs());
        // The amount is found for all households, and for each part of them into which it splits them.
        let split_by = info.split_by;
        let parts = if split_by == FactSet::EMPTY { 0 } else { u32::from(MAX_ASSIGNMENTS) };
        let settled = info.repeated_in_amount.union(info.in_both);
        let of_settled = self.combinations(settled, 0);
        let mut amounts = 0_u32;
        for expr in &in_amount {
            amounts = amounts.saturating_add(self.visited(*expr));
        }
        let amounts = amounts.saturating_mul(of_settled).saturating_mul(parts.saturating_add(1));
        // Again under each meaning of each reading, and under those that are told apart for several programmes. The settled
        // readings have a meaning already.
        let told_apart = if info.readings.intersects(shared) { u32::from(MAX_MEANINGS) } else { 0 };
        let open = info.in_amount.without(settled);
        let again = self.meanings(open).saturating_add(told_apart);
        let apart = self.combinations(open.intersection(shared), 0).min(told_apart);
        let choices = self.meanings(open).saturating_add(apart).saturating_add(1);
        let choices = choices.saturating_mul(of_settled);
        let found = self.found(in_amount, &Times { choices, facts: split_by, more: parts });
        let amounts = amounts.saturating_mul(again.saturating_add(1)).saturating_add(found);
        // For each part it is also found under which meanings nothing is granted.
        let judgements = told_apart.saturating_add(parts).saturating_add(2);
        let steps = STEPS_OF_A_REPORT
            .saturating_add(amounts)
            .saturating_add(self.requirements(judgements))
            .saturating_add(self.later());
        // Again with the plans that are not decided taken as not made.
        if self.reads_plan() { steps.saturating_mul(2) } else { steps }
    }

    /// The steps of judging all requirements so often, and once more under each meaning of each reading.
    fn requirements(&self, times: u32) -> u32 {
        let info = self.info;
        let shared = info.shared_by_requirements;
        let of_shared = self.combinations(shared, 0);
        let (mut exprs, mut readings) = (Vec::new(), ReadingSet::EMPTY);
        let (mut judgement, mut plain) = (0_u32, 0_u32);
        for entry in &info.requirements {
            let Some(requirement) = self.checker.book.requirements.get(entry.id) else { continue };
            let mut once = 1_u32;
            for expr in requirement.exprs() {
                once = once.saturating_add(self.visited(expr));
                plain = plain.saturating_add(self.size(expr));
                exprs.push(expr);
            }
            readings = readings.union(entry.own_readings);
            let own = self.combinations(entry.own_readings.without(shared), 0);
            let all = if entry.readings.intersects(shared) { of_shared } else { 1 };
            judgement = judgement.saturating_add(once.saturating_mul(own).saturating_mul(all));
        }
        let times = times.saturating_add(self.meanings(readings));
        // What the requirements demand is found in steps of their own.
        judgement
            .saturating_mul(times)
            .saturating_add(self.found(exprs, &Times::ONCE))
            .saturating_add(plain)
    }

    /// The steps of what follows an award. They find no value that is remembered.
    fn later(&self) -> u32 {
        let mut steps = 0_u32;
        for one in &self.programme.later {
            for expr in [one.day, one.owed].into_iter().flatten() {
                steps = steps.saturating_add(self.size(expr));
            }
        }
        steps
    }

    /// The steps of finding every value that is remembered, once for each choice of the readings and each of the answers
    /// that it depends on.
    fn found(&self, mut left: Vec<ExprIndex>, asked: &Times) -> u32 {
        let mut seen = vec![false; self.checker.book.exprs.len()];
        let mut steps = 0_u32;
        while let Some(expr) = left.pop() {
            let at = seen.get_mut(usize::from(expr));
            let (Some(seen), Ok(info)) = (at, self.checker.info(expr)) else { continue };
            if core::mem::replace(seen, true) || !info.is_costly() || info.scope.is_some() {
                continue;
            }
            // A reading may also have no chosen meaning.
            let choices = self.combinations(info.readings, 1).min(asked.choices);
            let differs = info.facts.intersects(asked.facts);
            let times = if differs { asked.more.saturating_add(1) } else { 1 };
            let once = info.own_size.saturating_mul(choices);
            steps = steps.saturating_add(once.saturating_mul(times));
            if let Some(expr) = self.checker.book.exprs.get(expr) {
                left.extend_from_slice(&expr.parts());
            }
        }
        steps
    }

    /// The nodes visited for the value of an expression, if all values are known that are remembered.
    fn visited(&self, expr: ExprIndex) -> u32 {
        self.checker.info(expr).map_or(0, ExprInfo::visited)
    }

    fn size(&self, expr: ExprIndex) -> u32 {
        self.checker.info(expr).map_or(0, |info| info.size)
    }

    fn reads_plan(&self) -> bool {
        let mut facts = self.checker.facts.iter_enumerated();
        facts.any(|(fact, rules)| rules.no_plan.is_some() && self.info.facts.contains(fact))
    }

    /// The number of ways to choose a meaning for each reading, which has `more` than those that are written.
    fn combinations(&self, readings: ReadingSet, more: u32) -> u32 {
        let mut product = 1_u32;
        for reading in readings.iter() {
            product = product.saturating_mul(self.checker.choices(reading).saturating_add(more));
        }
        product
    }

    /// The number of meanings of all readings.
    fn meanings(&self, readings: ReadingSet) -> u32 {
        let mut sum = 0_u32;
        for reading in readings.iter() {
            sum = sum.saturating_add(self.checker.choices(reading));
        }
        sum
    }
}

/// How often a value that is remembered is found.
struct Times {
    /// The most choices of readings under which it is asked for.
    choices: u32,
    /// The facts of which other answers are tried.
    facts: FactSet,
    /// How many other answers are tried.
    more: u32,
}

impl Times {
    const ONCE: Times = Times { choices: u32::MAX, facts: FactSet::EMPTY, more: 0 };
}
