//! Collects what the open requirements demand of single facts and counts, as constraints. An amount
//! is then not widened by households that would get nothing. This file judges nothing.

use super::constraints::Constraints;
use super::expression::{Context, Scope};
use super::requirement::Results;
use super::value::ValueSet;
use crate::amount::Exact;
use crate::index::{ExprIndex, RequirementPlace};
use crate::possible::{Days, Range};
use crate::report::State;
use crate::rulebook::{DayOperation, Expr, Grouping, ProgrammeInfo, Rule};
use crate::truth::{Outcome, Truth};

/// The constraints that hold for every household that meets the requirements. Only requirements
/// that are still open and that must hold contribute.
pub(super) fn collect_constraints(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    results: &Results,
) -> Constraints {
    let found = Constraints::default();
    let mut collector = ConstraintCollector { context, facts, results, found };
    collector.require(RequirementPlace::TOP);
    collector.found
}

struct ConstraintCollector<'a> {
    context: &'a Context<'a>,
    facts: &'a ProgrammeInfo,
    results: &'a Results,
    found: Constraints,
}

impl ConstraintCollector<'_> {
    /// Adds what follows if the requirement at a place holds.
    fn require(&mut self, place: RequirementPlace) {
        let (Some(result), Some(listed)) =
            (self.results.get(place), self.facts.requirements.get(place))
        else {
            return;
        };
        let requirement = self.context.book.requirements.get(listed.id);
        let is_demanded = result.applies == Truth::True && result.state() == State::Unknown;
        let Some(requirement) = requirement.filter(|one| is_demanded && !one.reported) else {
            return;
        };
        match &requirement.rule {
            Rule::When(expr) => self.assume(*expr, true),
            Rule::Group { how: Grouping::All, .. } => {
                for member in self.facts.members(place) {
                    self.require(member);
                }
            }
            Rule::Group { how: Grouping::Any, incomplete: false, .. } => {
                let mut left = Vec::new();
                for at in self.facts.members(place) {
                    let member = self.results.get(at);
                    if member.is_some_and(|one| one.outcomes.single() != Some(Outcome::Never)) {
                        left.push(at);
                    }
                }
                if let [only] = left.as_slice() {
                    self.require(*only);
                }
            }
            Rule::Group { .. } | Rule::Desk => {}
        }
    }

    /// Adds what follows if a condition holds (`holds`), or if it does not.
    fn assume(&mut self, id: ExprIndex, holds: bool) {
        let Context { city, year, book, .. } = *self.context;
        // A condition with a reading must hold only under some meanings, so nothing follows from
        // it.
        let expr = book.exprs.get(id).filter(|_| city.readings_in(year, id).is_empty());
        let Some(expr) = expr else { return };
        match expr {
            Expr::Not(part) => self.assume(*part, !holds),
            Expr::All(parts) | Expr::Any(parts) => {
                let each_counts = matches!(expr, Expr::All(_)) == holds;
                let decided = Truth::known(!holds);
                let mut open = Vec::new();
                for part in parts {
                    if self.value(*part) != ValueSet::Truth(decided) {
                        open.push(*part);
                    }
                }
                if each_counts || open.len() == 1 {
                    for part in open {
                        self.assume(part, holds);
                    }
                }
            }
            Expr::Fact(_) => self.found.limit(id, ValueSet::Truth(Truth::known(holds))),
            Expr::Among(part, wanted) => {
                if let ValueSet::Options(known) = self.value(*part) {
                    let others = known.without(*wanted);
                    let left = if holds { known.without(others) } else { others };
                    self.found.limit(*part, ValueSet::Options(left));
                }
            }
            Expr::Less(a, b) if holds => self.assume_less(*a, *b, true),
            Expr::Less(a, b) => self.assume_less(*b, *a, false),
            Expr::AtMost(a, b) if holds => self.assume_less(*a, *b, false),
            Expr::AtMost(a, b) => self.assume_less(*b, *a, true),
            Expr::Equal(a, b) if holds => {
                self.assume_less(*a, *b, false);
                self.assume_less(*b, *a, false);
            }
            Expr::AnyMember { list, when } if holds => {
                self.found.require_member(*list, *when);
            }
            // These give no truth, or one that says nothing about a single answer.
            Expr::Truth(_)
            | Expr::Number(_)
            | Expr::Day { .. }
            | Expr::On
            | Expr::Field { .. }
            | Expr::Equal(..)
            | Expr::Add(..)
            | Expr::Negate(_)
            | Expr::Multiply(..)
            | Expr::Min(_)
            | Expr::Max(_)
            | Expr::Round { .. }
            | Expr::DayFrom { .. }
            | Expr::FiscalYear(_)
            | Expr::TimeBetween { .. }
            | Expr::Count { .. }
            | Expr::Sum { .. }
            | Expr::AnyMember { .. }
            | Expr::EveryMember { .. }
            | Expr::Ordinal { .. }
            | Expr::Table(_)
            | Expr::Reading { .. }
            | Expr::Unstated { .. } => {}
        }
    }

    fn value(&self, expr: ExprIndex) -> ValueSet {
        self.context.value(expr, Scope::None).set
    }

    /// Adds what follows if `a` is less than `b` (`strictly`), or at most `b`.
    fn assume_less(&mut self, a: ExprIndex, b: ExprIndex, strictly: bool) {
        let (low, high) = match (self.value(a), self.value(b)) {
            (ValueSet::Number(x), ValueSet::Number(y)) => {
                let step = if strictly && self.is_whole(a) && self.is_whole(b) { 1 } else { 0 };
                let by = |end: Option<Exact>, step| end?.add(Exact::whole(step));
                let low = Range { low: None, high: by(y.high, 0_i64.saturating_sub(step)) };
                let high = Range { low: by(x.low, step), high: None };
                (ValueSet::Number(low), ValueSet::Number(high))
            }
            (ValueSet::Day(x), ValueSet::Day(y)) => {
                let step = i32::from(strictly);
                let low = Days { last: y.last.plus_days(0_i32.saturating_sub(step)), ..Days::ANY };
                let high = Days { first: x.first.plus_days(step), ..Days::ANY };
                (ValueSet::Day(low), ValueSet::Day(high))
            }
            _ => return,
        };
        self.limit_start_of_period(b, high);
        self.found.limit(a, low);
        self.found.limit(b, high);
    }

    /// If an expression is the last day of a period, and that day lies in `ends`, limits the first
    /// day of the period: it is no earlier than the longest such period before the first of `ends`.
    fn limit_start_of_period(&mut self, id: ExprIndex, ends: ValueSet) {
        let (
            Some(Expr::DayFrom { day: from, operation: DayOperation::LastDay { period, .. } }),
            ValueSet::Day(ends),
        ) = (self.context.book.exprs.get(id), ends)
        else {
            return;
        };
        let months =
            i32::from(period.years).saturating_mul(12).saturating_add(period.months.into());
        let longest = months.saturating_mul(31).saturating_add(period.days.into());
        // One more day, because the first day of the period may or may not count.
        let first = ends.first.plus_days(longest.saturating_add(1).saturating_neg());
        self.found.limit(*from, ValueSet::Day(Days { first, ..Days::ANY }));
    }

    /// Whether an expression certainly gives whole numbers.
    fn is_whole(&self, expr: ExprIndex) -> bool {
        let Some(expr) = self.context.book.exprs.get(expr) else { return false };
        match expr {
            Expr::Number(constant) => constant.denom == 1,
            Expr::Fact(_)
            | Expr::Count { .. }
            | Expr::FiscalYear(_)
            | Expr::TimeBetween { .. }
            | Expr::Ordinal { .. } => true,
            Expr::Add(a, b) => self.is_whole(*a) && self.is_whole(*b),
            Expr::Truth(_)
            | Expr::Day { .. }
            | Expr::On
            | Expr::Field { .. }
            | Expr::All(_)
            | Expr::Any(_)
            | Expr::Not(_)
            | Expr::Among(..)
            | Expr::Less(..)
            | Expr::AtMost(..)
            | Expr::Equal(..)
            | Expr::Negate(_)
            | Expr::Multiply(..)
            | Expr::Min(_)
            | Expr::Max(_)
            | Expr::Round { .. }
            | Expr::DayFrom { .. }
            | Expr::Sum { .. }
            | Expr::AnyMember { .. }
            | Expr::EveryMember { .. }
            | Expr::Table(_)
            | Expr::Reading { .. }
            | Expr::Unstated { .. } => false,
        }
    }
}
