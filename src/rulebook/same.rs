//! Whether the rules of two years demand the same. Texts, sources and the order of lists do not count.

use super::expr::Expr;
use super::rules::{Requirement, Rule, Rulebook};
use crate::index::{ExprIndex, ReadingIndex, RequirementIndex};

/// Whether two requirements have the same id and the same rule.
pub(super) fn same_requirement(
    (book, a): (&Rulebook, RequirementIndex),
    (other, b): (&Rulebook, RequirementIndex),
) -> bool {
    let (Some(x), Some(y)) = (book.requirements.get(a), other.requirements.get(b)) else {
        return false;
    };
    let Requirement { id, rule, applies_if, reported } = x;
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
    *id == y.id && *reported == y.reported && same_scope && same_rule
}

/// Whether two expressions are alike. Readings are the same if their ids and the ids of their choices are.
fn same_expr((book, a): (&Rulebook, ExprIndex), (other, b): (&Rulebook, ExprIndex)) -> bool {
    let (Some(x), Some(y)) = (book.exprs.get(a), other.exprs.get(b)) else { return false };
    let same_reading = match (x, y) {
        (Expr::Reading { reading: a, .. }, Expr::Reading { reading: b, .. }) => {
            book.readings.get(*a) == other.readings.get(*b)
        }
        _ => true,
    };
    let (parts, others) = (x.parts(), y.parts());
    same_reading
        && without_parts(x) == without_parts(y)
        && parts.len() == others.len()
        && parts.iter().zip(&others).all(|(a, b)| same_expr((book, *a), (other, *b)))
}

/// An expression with its own settings only.
fn without_parts(expr: &Expr) -> Expr {
    let (none, nothing) = (ExprIndex::default(), Vec::new());
    match expr {
        Expr::Truth(_)
        | Expr::Number(_)
        | Expr::Day(_)
        | Expr::On
        | Expr::Fact(_)
        | Expr::Field { .. }
        | Expr::Unstated { .. } => expr.clone(),
        Expr::All(_) => Expr::All(nothing),
        Expr::Any(_) => Expr::Any(nothing),
        Expr::Not(_) => Expr::Not(none),
        Expr::Among(_, options) => Expr::Among(none, *options),
        Expr::Less(..) => Expr::Less(none, none),
        Expr::AtMost(..) => Expr::AtMost(none, none),
        Expr::Equal(..) => Expr::Equal(none, none),
        Expr::Add(..) => Expr::Add(none, none),
        Expr::Negate(_) => Expr::Negate(none),
        Expr::Multiply(..) => Expr::Multiply(none, none),
        Expr::Min(_) => Expr::Min(nothing),
        Expr::Max(_) => Expr::Max(nothing),
        Expr::Round { value: _, way, unit } => Expr::Round { value: none, way: *way, unit: *unit },
        Expr::DayFrom { day: _, operation } => Expr::DayFrom { day: none, operation: *operation },
        Expr::FiscalYear(_) => Expr::FiscalYear(none),
        Expr::TimeBetween { from: _, to: _, unit } => {
            Expr::TimeBetween { from: none, to: none, unit: *unit }
        }
        Expr::Count { list, when: _ } => Expr::Count { list: *list, when: none },
        Expr::Sum { list, value: _, when: _ } => Expr::Sum { list: *list, value: none, when: none },
        Expr::AnyMember { list, when: _ } => Expr::AnyMember { list: *list, when: none },
        Expr::EveryMember { list, when: _ } => Expr::EveryMember { list: *list, when: none },
        Expr::Ordinal { list, born, among: _ } => {
            Expr::Ordinal { list: *list, born: *born, among: none }
        }
        Expr::Table(_) => Expr::Table(Vec::new()),
        Expr::Reading { reading: _, choices: _ } => {
            Expr::Reading { reading: ReadingIndex::default(), choices: nothing }
        }
    }
}
