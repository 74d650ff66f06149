//! Whether the rules of two years demand the same. Texts and sources do not count.

use super::expr::{Expr, Reference};
use super::rules::{Requirement, Rule, Rulebook};
use crate::index::{ExprIndex, ItemIndex, RequirementIndex};
use core::mem::discriminant;

/// Whether two numbers stand for the same id.
pub(super) fn same_item(a: ItemIndex, b: ItemIndex) -> bool {
    a == b && a != a.next()
}

/// Whether two requirements have the same id and the same rule.
pub(super) fn same_requirement(
    (book, a): (&Rulebook, RequirementIndex),
    (other, b): (&Rulebook, RequirementIndex),
) -> bool {
    let (Some(x), Some(y)) = (book.requirements.get(a), other.requirements.get(b)) else {
        return false;
    };
    let Requirement { id: _, item, rule, applies_if, reported } = x;
    let same_expr = |a: ExprIndex, b: ExprIndex| same_expr((book, a), (other, b));
    let same_scope = match (applies_if, y.applies_if) {
        (None, None) => true,
        (Some(a), Some(b)) => same_expr(*a, b),
        (Some(_), None) | (None, Some(_)) => false,
    };
    let same_rule = match (rule, &y.rule) {
        (Rule::When(a), Rule::When(b)) => same_expr(*a, *b),
        (Rule::Desk, Rule::Desk) => true,
        (
            Rule::Group { how, incomplete, members },
            Rule::Group { how: other_how, incomplete: other_incomplete, members: others },
        ) => {
            let mut pairs = members.iter().zip(others);
            (how, incomplete, members.len()) == (other_how, other_incomplete, others.len())
                && pairs.all(|(a, b)| same_requirement((book, *a), (other, *b)))
        }
        (Rule::When(_) | Rule::Desk | Rule::Group { .. }, _) => false,
    };
    same_item(*item, y.item) && *reported == y.reported && same_scope && same_rule
}

/// Whether two expressions are alike.
fn same_expr((book, a): (&Rulebook, ExprIndex), (other, b): (&Rulebook, ExprIndex)) -> bool {
    let (Some(x), Some(y)) = (book.exprs.get(a), other.exprs.get(b)) else { return false };
    let same_reference = match (x.reference(), y.reference()) {
        // Readings are the same if their ids and the ids of their choices are.
        (Reference::Reading(a), Reference::Reading(b)) => {
            let both = book.readings.get(a).zip(other.readings.get(b));
            both.is_some_and(|(a, b)| same_item(a.item, b.item))
        }
        (one, other) => one == other,
    };
    let (parts, others) = (x.parts(), y.parts());
    same_reference
        && discriminant(x) == discriminant(y)
        && same_settings(x, y)
        && parts.len() == others.len()
        && parts.iter().zip(&others).all(|(a, b)| same_expr((book, *a), (other, *b)))
}

/// Whether two expressions of the same kind have the same settings besides their parts and references.
fn same_settings(x: &Expr, y: &Expr) -> bool {
    match x {
        Expr::Truth(a) => matches!(y, Expr::Truth(b) if a == b),
        Expr::Number(a) => matches!(y, Expr::Number(b) if a == b),
        Expr::Day { number, stays } => {
            matches!(y, Expr::Day { number: day, stays: keeps } if (number, stays) == (day, keeps))
        }
        Expr::Among(_, a) => matches!(y, Expr::Among(_, b) if a == b),
        Expr::Round { value: _, way, unit } => {
            matches!(y, Expr::Round { value: _, way: w, unit: u } if (way, unit) == (w, u))
        }
        Expr::DayFrom { day: _, operation: a } => {
            matches!(y, Expr::DayFrom { day: _, operation: b } if a == b)
        }
        Expr::TimeBetween { from: _, to: _, unit: a } => {
            matches!(y, Expr::TimeBetween { from: _, to: _, unit: b } if a == b)
        }
        Expr::Unstated { min, max } => {
            matches!(y, Expr::Unstated { min: low, max: high } if (min, max) == (low, high))
        }
        Expr::On
        | Expr::Fact(_)
        | Expr::Field { .. }
        | Expr::All(_)
        | Expr::Any(_)
        | Expr::Not(_)
        | Expr::Less(..)
        | Expr::AtMost(..)
        | Expr::Equal(..)
        | Expr::Add(..)
        | Expr::Negate(_)
        | Expr::Multiply(..)
        | Expr::Min(_)
        | Expr::Max(_)
        | Expr::FiscalYear(_)
        | Expr::Count { .. }
        | Expr::Sum { .. }
        | Expr::AnyMember { .. }
        | Expr::EveryMember { .. }
        | Expr::Ordinal { .. }
        | Expr::Table(_)
        | Expr::Reading { .. } => true,
    }
}
