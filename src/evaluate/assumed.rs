//! What must hold wherever a programme can be granted: what its requirements demand of single facts and
//! counts, so that an amount is not widened by households that would get nothing. It judges nothing.

use super::expression::{Context, Scope, Set};
use super::requirement::{Judged, member_places};
use crate::amount::Exact;
use crate::index::{ExprIndex, FactIndex, RequirementPlace};
use crate::possible::{Days, Range};
use crate::report::State;
use crate::rulebook::{DayOperation, Expr, Grouping, ProgrammeInfo, Rule};
use crate::truth::{Outcome, Truth};
use typed_index_collections::TiSlice;

/// Values narrower than the answers alone would have them.
#[derive(Debug, Default)]
pub(super) struct Assumed {
    /// Of expressions, by index.
    values: Vec<(ExprIndex, Set)>,
    /// Lists of which some member satisfies a condition.
    some: Vec<(FactIndex, ExprIndex)>,
}

/// Values of expressions, by index.
pub(super) type Cell = Vec<(ExprIndex, Set)>;

impl Assumed {
    /// This and the values of a cell.
    pub(super) fn and(&self, cell: &Cell) -> Assumed {
        let mut values = self.values.clone();
        values.extend_from_slice(cell);
        Assumed { values, some: self.some.clone() }
    }

    pub(super) const NOTHING: &'static Assumed = &Assumed { values: Vec::new(), some: Vec::new() };

    /// A value, narrowed to what is assumed of its expression.
    pub(super) fn narrow(&self, expr: ExprIndex, set: Set) -> Set {
        let mut narrowed = set;
        for (of, assumed) in &self.values {
            if *of == expr {
                narrowed = narrowed.and(*assumed);
            }
        }
        narrowed
    }

    /// Whether some member of a list is assumed to satisfy a condition.
    pub(super) fn has_some(&self, list: FactIndex, when: ExprIndex) -> bool {
        self.some.contains(&(list, when))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty() && self.some.is_empty()
    }
}

/// What the requirements demand that are still open, by those alone that must hold.
pub(super) fn assumed(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    judged: &TiSlice<RequirementPlace, Judged>,
) -> Assumed {
    let mut finder = Finder { context, facts, judged, found: Assumed::default() };
    finder.requirement(RequirementPlace::TOP);
    finder.found
}

struct Finder<'a> {
    context: &'a Context<'a>,
    facts: &'a ProgrammeInfo,
    judged: &'a TiSlice<RequirementPlace, Judged>,
    found: Assumed,
}

impl Finder<'_> {
    fn requirement(&mut self, place: RequirementPlace) {
        let (Some(judged), Some(listed)) =
            (self.judged.get(place), self.facts.requirements.get(place))
        else {
            return;
        };
        let requirement = self.context.book.requirements.get(listed.id);
        let is_demanded = judged.is_for_everybody() && judged.state() == State::Unknown;
        let Some(requirement) = requirement.filter(|one| is_demanded && !one.reported) else {
            return;
        };
        match &requirement.rule {
            Rule::When(expr) => self.condition(*expr, true),
            Rule::Group { how: Grouping::All, .. } => {
                for member in member_places(self.judged, place) {
                    self.requirement(member);
                }
            }
            Rule::Group { how: Grouping::Any, incomplete: false, .. } => {
                let mut left = Vec::new();
                for at in member_places(self.judged, place) {
                    let member = self.judged.get(at);
                    if member.is_some_and(|one| one.outcomes.single() != Some(Outcome::Never)) {
                        left.push(at);
                    }
                }
                if let [only] = left.as_slice() {
                    self.requirement(*only);
                }
            }
            Rule::Group { .. } | Rule::Desk => {}
        }
    }

    /// Takes in that a condition holds, or that it does not.
    fn condition(&mut self, id: ExprIndex, holds: bool) {
        let Context { city, year, book, .. } = *self.context;
        // What hangs on a reading is demanded under some of its meanings only.
        let expr = book.exprs.get(id).filter(|_| city.readings_in(year, id).is_empty());
        match expr {
            Some(Expr::Not(part)) => self.condition(*part, !holds),
            Some(Expr::All(parts) | Expr::Any(parts)) => {
                let each_counts = matches!(expr, Some(Expr::All(_))) == holds;
                let decided = Truth::known(!holds);
                let mut open = Vec::new();
                for part in parts {
                    if self.value(*part) != Set::Truth(decided) {
                        open.push(*part);
                    }
                }
                if each_counts || open.len() == 1 {
                    for part in open {
                        self.condition(part, holds);
                    }
                }
            }
            Some(Expr::Fact(_)) => self.found.values.push((id, Set::Truth(Truth::known(holds)))),
            Some(Expr::Among(part, wanted)) => {
                if let Set::Options(known) = self.value(*part) {
                    let others = known.without(*wanted);
                    let left = if holds { known.without(others) } else { others };
                    self.found.values.push((*part, Set::Options(left)));
                }
            }
            Some(Expr::Less(a, b)) if holds => self.below(*a, *b, true),
            Some(Expr::Less(a, b)) => self.below(*b, *a, false),
            Some(Expr::AtMost(a, b)) if holds => self.below(*a, *b, false),
            Some(Expr::AtMost(a, b)) => self.below(*b, *a, true),
            Some(Expr::Equal(a, b)) if holds => {
                self.below(*a, *b, false);
                self.below(*b, *a, false);
            }
            Some(Expr::AnyMember { list, when }) if holds => self.found.some.push((*list, *when)),
            _ => {}
        }
    }

    fn value(&self, expr: ExprIndex) -> Set {
        self.context.value(expr, Scope::None).set
    }

    /// Takes in that `a` is less than `b`, or not more.
    fn below(&mut self, a: ExprIndex, b: ExprIndex, strictly: bool) {
        let (low, high) = match (self.value(a), self.value(b)) {
            (Set::Number(x), Set::Number(y)) => {
                let step = if strictly && self.is_whole(a) && self.is_whole(b) { 1 } else { 0 };
                let by = |end: Option<Exact>, step| end?.add(Exact::whole(step));
                let low = Range { low: None, high: by(y.high, 0_i64.saturating_sub(step)) };
                (Set::Number(low), Set::Number(Range { low: by(x.low, step), high: None }))
            }
            (Set::Day(x), Set::Day(y)) => {
                let step = i32::from(strictly);
                let low = Days { last: y.last.plus_days(0_i32.saturating_sub(step)), ..Days::ANY };
                (Set::Day(low), Set::Day(Days { first: x.first.plus_days(step), ..Days::ANY }))
            }
            _ => return,
        };
        self.not_before(b, high);
        self.found.values.push((a, low));
        self.found.values.push((b, high));
    }

    /// Takes in that a period that ends on one of these days, or later, began no earlier than its
    /// length before them.
    fn not_before(&mut self, id: ExprIndex, ends: Set) {
        let (
            Some(Expr::DayFrom { day: from, operation: DayOperation::LastDay { period, .. } }),
            Set::Day(ends),
        ) = (self.context.book.exprs.get(id), ends)
        else {
            return;
        };
        let months =
            i32::from(period.years).saturating_mul(12).saturating_add(period.months.into());
        let longest = months.saturating_mul(31).saturating_add(period.days.into());
        // A day more than the longest such period, whether its first day counts or not.
        let first = ends.first.plus_days(longest.saturating_add(1).saturating_neg());
        self.found.values.push((*from, Set::Day(Days { first, ..Days::ANY })));
    }

    /// Whether an expression is sure to be a whole number.
    fn is_whole(&self, expr: ExprIndex) -> bool {
        match self.context.book.exprs.get(expr) {
            Some(Expr::Number(constant)) => constant.denom == 1,
            Some(
                Expr::Fact(_)
                | Expr::Count { .. }
                | Expr::FiscalYear(_)
                | Expr::TimeBetween { .. }
                | Expr::Ordinal { .. },
            ) => true,
            Some(Expr::Add(a, b)) => self.is_whole(*a) && self.is_whole(*b),
            _ => false,
        }
    }
}
