//! A condition as the check of tables takes it apart. It evaluates nothing.

use crate::index::ExprIndex;
use crate::possible::Options;
use crate::rulebook::Expr;
use core::cmp::Ordering;

/// A condition as the check reads it.
pub(super) enum Condition<'a> {
    Constant(bool),
    All(&'a [ExprIndex]),
    Any(&'a [ExprIndex]),
    Not(ExprIndex),
    Among(ExprIndex, Options),
    /// A comparison of two expressions, true of some orders.
    Compare(fn(Ordering) -> bool, ExprIndex, ExprIndex),
    /// A condition that the check does not take apart: it tries yes and no.
    Whole,
}

impl Condition<'_> {
    pub(super) fn of(expr: &Expr) -> Condition<'_> {
        match expr {
            Expr::Truth(value) => Condition::Constant(*value),
            Expr::All(parts) => Condition::All(parts),
            Expr::Any(parts) => Condition::Any(parts),
            Expr::Not(part) => Condition::Not(*part),
            Expr::Among(part, wanted) => Condition::Among(*part, *wanted),
            Expr::Less(a, b) => Condition::Compare(Ordering::is_lt, *a, *b),
            Expr::AtMost(a, b) => Condition::Compare(Ordering::is_le, *a, *b),
            Expr::Equal(a, b) => Condition::Compare(Ordering::is_eq, *a, *b),
            Expr::Number(_)
            | Expr::Day { .. }
            | Expr::On
            | Expr::Fact(_)
            | Expr::Field { .. }
            | Expr::Add(..)
            | Expr::Negate(_)
            | Expr::Multiply(..)
            | Expr::Min(_)
            | Expr::Max(_)
            | Expr::Round { .. }
            | Expr::TimeBetween { .. }
            | Expr::DayFrom { .. }
            | Expr::FiscalYear(_)
            | Expr::Count { .. }
            | Expr::Sum { .. }
            | Expr::AnyMember { .. }
            | Expr::EveryMember { .. }
            | Expr::Ordinal { .. }
            | Expr::Table(_)
            | Expr::Reading { .. }
            | Expr::Unstated { .. } => Condition::Whole,
        }
    }
}
