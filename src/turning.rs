//! Turning days: the days on which a comparison becomes true or false when one date moves and
//! everything else stays. They are computed from the periods in the comparison itself. Nothing here
//! evaluates a requirement or an amount.

use crate::calendar::Day;
use crate::index::{ExprIndex, FactIndex, FieldIndex};
use crate::rulebook::{Constant, Expr, Reference, Rulebook};
use core::cmp::Ordering;

/// A date that an expression reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Leaf {
    /// The application date.
    On,
    /// A date fact.
    Fact(FactIndex),
    /// A date field of the list member in scope.
    Field(FactIndex, FieldIndex),
    /// A day that a table or a reading gives, taken as it is.
    Whole(ExprIndex),
}

/// The value of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Point {
    Day(Day),
    Number(i64),
}

/// Of how many steps the search looks at one first. Between two steps the comparison turns in the
/// same direction, because every operation on days keeps their order.
const STEPS: i32 = 64;

/// The most values of an expression with readings and tables that are looked at.
const MOST_BRANCHES: usize = 16;

/// The comparisons of a year's rules, with the known days and numbers.
pub struct Turning<'a> {
    /// The rules.
    pub book: &'a Rulebook,
    /// The days of the dates that are known.
    pub day: &'a dyn Fn(Leaf) -> Option<Day>,
    /// The whole numbers that are known.
    pub number: &'a dyn Fn(FactIndex) -> Option<i64>,
    /// Whether a day of a table or a reading is taken as it is, as a [`Leaf::Whole`]. Otherwise each of
    /// its values is looked at.
    pub whole: bool,
}

/// The two sides of a comparison of numbers or days.
#[must_use]
pub fn sides(expr: &Expr) -> Option<(ExprIndex, ExprIndex)> {
    if let Expr::Less(a, b) | Expr::AtMost(a, b) | Expr::Equal(a, b) = expr {
        Some((*a, *b))
    } else {
        None
    }
}

impl core::fmt::Debug for Turning<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Turning").finish_non_exhaustive()
    }
}

impl Turning<'_> {
    /// The dates that an expression reads outside of lists, each once.
    #[must_use]
    pub fn leaves(&self, expr: ExprIndex) -> Vec<Leaf> {
        let mut found = Vec::new();
        self.add_leaves(expr, &mut found);
        found
    }

    fn add_leaves(&self, id: ExprIndex, found: &mut Vec<Leaf>) {
        let Some(expr) = self.book.exprs.get(id) else { return };
        let is_branched = matches!(expr, Expr::Table(_) | Expr::Reading { .. });
        let leaf = match expr.reference() {
            Reference::ApplicationDate => Some(Leaf::On),
            Reference::Fact(fact) => Some(Leaf::Fact(fact)),
            Reference::Field { list, field } => Some(Leaf::Field(list, field)),
            Reference::Nothing
            | Reference::Members(_)
            | Reference::Rank { .. }
            | Reference::Reading(_) => (is_branched && self.whole).then_some(Leaf::Whole(id)),
        };
        match leaf {
            Some(leaf) if found.contains(&leaf) => {}
            Some(leaf) => found.push(leaf),
            None => expr.parts().into_iter().for_each(|part| self.add_leaves(part, found)),
        }
    }

    /// The last day before each turn of a comparison, the turning day and the day after it, while
    /// `leaf` moves from `first` to `last`. Empty if the comparison does not read it, or reads
    /// something that is not known.
    #[must_use]
    pub fn days(&self, comparison: ExprIndex, leaf: Leaf, first: Day, last: Day) -> Vec<Day> {
        let Some((a, b)) = self.book.exprs.get(comparison).and_then(sides) else {
            return Vec::new();
        };
        let reads = |side: ExprIndex| self.leaves(side).contains(&leaf);
        if !reads(a) && !reads(b) {
            return Vec::new();
        }
        let count = |side: ExprIndex| self.values(side, leaf, first).len();
        let mut found = Vec::new();
        for left in 0..count(a) {
            for right in 0..count(b) {
                let order = |day: Day| {
                    let a = self.values(a, leaf, day).get(left).copied()?;
                    let b = self.values(b, leaf, day).get(right).copied()?;
                    Some(a.cmp(&b))
                };
                turns(&order, first, last, &mut found);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The order of the two sides of a comparison. `None` if something is not known, or if a side has
    /// several values.
    #[must_use]
    pub fn order(&self, comparison: ExprIndex) -> Option<Ordering> {
        let (a, b) = self.book.exprs.get(comparison).and_then(sides)?;
        let leaf = self.leaves(comparison).first().copied()?;
        let day = (self.day)(leaf)?;
        match (self.values(a, leaf, day).as_slice(), self.values(b, leaf, day).as_slice()) {
            ([a], [b]) => Some(a.cmp(b)),
            _ => None,
        }
    }

    /// The values of an expression if `leaf` is `day`: one, or one for each branch of its readings and
    /// tables, always in the same order. Empty if something is not known.
    fn values(&self, id: ExprIndex, leaf: Leaf, day: Day) -> Vec<Point> {
        let known = |one: Leaf| if one == leaf { Some(day) } else { (self.day)(one) };
        let one = |point: Option<Point>| point.into_iter().collect();
        let Some(expr) = self.book.exprs.get(id) else { return Vec::new() };
        match expr {
            Expr::On => one(known(Leaf::On).map(Point::Day)),
            Expr::Field { list, field } => one(known(Leaf::Field(*list, *field)).map(Point::Day)),
            Expr::Fact(fact) => one(known(Leaf::Fact(*fact))
                .map(Point::Day)
                .or_else(|| (self.number)(*fact).map(Point::Number))),
            Expr::Day { number, stays: _ } => one(Day::from_number(*number).map(Point::Day)),
            Expr::Number(Constant { numer, denom }) => {
                one((*denom == 1).then_some(Point::Number(*numer)))
            }
            Expr::Table(_) | Expr::Reading { .. } if self.whole => {
                one(known(Leaf::Whole(id)).map(Point::Day))
            }
            Expr::Table(cases) => {
                let values = cases.iter().flat_map(|(_, value)| self.values(*value, leaf, day));
                values.take(MOST_BRANCHES).collect()
            }
            Expr::Reading { choices, .. } => {
                let values = choices.iter().flat_map(|choice| self.values(*choice, leaf, day));
                values.take(MOST_BRANCHES).collect()
            }
            Expr::DayFrom { .. }
            | Expr::FiscalYear(_)
            | Expr::TimeBetween { .. }
            | Expr::Add(..)
            | Expr::Negate(_)
            | Expr::Multiply(..) => {
                let mut all = vec![Vec::new()];
                for part in expr.parts() {
                    all = crossed(&all, &self.values(part, leaf, day));
                }
                all.iter().filter_map(|parts| computed(expr, parts)).collect()
            }
            // They are no days, and their numbers are not computed from days here.
            Expr::Truth(_)
            | Expr::All(_)
            | Expr::Any(_)
            | Expr::Not(_)
            | Expr::Among(..)
            | Expr::Less(..)
            | Expr::AtMost(..)
            | Expr::Equal(..)
            | Expr::Min(_)
            | Expr::Max(_)
            | Expr::Round { .. }
            | Expr::Count { .. }
            | Expr::Sum { .. }
            | Expr::AnyMember { .. }
            | Expr::EveryMember { .. }
            | Expr::Ordinal { .. }
            | Expr::Unstated { .. } => Vec::new(),
        }
    }
}

/// Every list, extended by each of the values.
fn crossed(lists: &[Vec<Point>], values: &[Point]) -> Vec<Vec<Point>> {
    let mut found = Vec::new();
    for list in lists {
        for value in values {
            let mut longer = list.clone();
            longer.push(*value);
            found.push(longer);
        }
    }
    found.truncate(MOST_BRANCHES);
    found
}

/// The value of an expression whose parts have these values.
fn computed(expr: &Expr, parts: &[Point]) -> Option<Point> {
    match (expr, parts) {
        (Expr::DayFrom { operation, .. }, [Point::Day(day)]) => {
            Some(Point::Day(operation.apply(*day)))
        }
        (Expr::FiscalYear(_), [Point::Day(day)]) => {
            Some(Point::Number(i64::from(day.fiscal_year())))
        }
        (Expr::TimeBetween { unit, .. }, [Point::Day(from), Point::Day(to)]) => {
            Some(Point::Number(i64::from(unit.between(*from, *to))))
        }
        (Expr::Add(..), [Point::Number(a), Point::Number(b)]) => {
            a.checked_add(*b).map(Point::Number)
        }
        (Expr::Multiply(..), [Point::Number(a), Point::Number(b)]) => {
            a.checked_mul(*b).map(Point::Number)
        }
        (Expr::Negate(_), [Point::Number(a)]) => a.checked_neg().map(Point::Number),
        _ => None,
    }
}

/// Adds the days around every day from `first` to `last` on which the order changes.
fn turns(order: &dyn Fn(Day) -> Option<Ordering>, first: Day, last: Day, found: &mut Vec<Day>) {
    let length = last.number().saturating_sub(first.number());
    let step = length.checked_div(STEPS).unwrap_or(0).max(1);
    let mut at = first;
    while at < last {
        let next = at.plus_days(step).min(last);
        while order(at) != order(next) {
            // The first day with another order than `at`; there is one up to `next`.
            let (mut low, mut high) = (at.number(), next.number());
            while low.saturating_add(1) < high {
                let middle = low.saturating_add(high).div_euclid(2);
                if Day::from_number(middle).and_then(order) == order(at) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            let Some(turn) = Day::from_number(high) else { return };
            let near = [-1, 0, 1].map(|by| turn.plus_days(by));
            found.extend(near.into_iter().filter(|day| (first..=last).contains(day)));
            at = turn;
        }
        at = next;
    }
}
