//! What is taken as true of expressions beyond the answers, so that an amount is computed only over
//! the households that the requirements let through. This file does not find constraints; it
//! applies them.

use super::value::ValueSet;
use crate::index::{ExprIndex, FactIndex};

/// A possible value for each of some expressions.
pub(super) type Assignment = Vec<(ExprIndex, ValueSet)>;

/// Conditions that narrow expressions further than the answers alone do.
#[derive(Debug, Default)]
pub(super) struct Constraints {
    /// The values that an expression is limited to. An expression may occur more than once.
    values: Assignment,
    /// A bit for the index of each limited expression, modulo 64: most others are told apart by it without a search.
    limited: u64,
    /// A list, and a condition that at least one of its members satisfies.
    has_member: Vec<(FactIndex, ExprIndex)>,
}

impl Constraints {
    pub(super) const NONE: &'static Constraints =
        &Constraints { values: Vec::new(), limited: 0, has_member: Vec::new() };

    /// Limits an expression to some values.
    pub(super) fn limit(&mut self, expr: ExprIndex, to: ValueSet) {
        self.values.push((expr, to));
        self.limited |= bit(expr);
    }

    /// Requires that some member of a list satisfies a condition.
    pub(super) fn require_member(&mut self, list: FactIndex, when: ExprIndex) {
        self.has_member.push((list, when));
    }

    /// These constraints together with the values of an assignment.
    pub(super) fn with(&self, assignment: &Assignment) -> Constraints {
        let mut values = self.values.clone();
        values.extend_from_slice(assignment);
        let limited = assignment.iter().fold(self.limited, |bits, (expr, _)| bits | bit(*expr));
        Constraints { values, limited, has_member: self.has_member.clone() }
    }

    /// The values that an expression is limited to, one constraint after the other.
    pub(super) fn limits_of(&self, expr: ExprIndex) -> impl Iterator<Item = ValueSet> {
        let perhaps = if self.limited & bit(expr) == 0 { &[] } else { self.values.as_slice() };
        let of_expr = perhaps.iter().filter(move |(limited, _)| *limited == expr);
        of_expr.map(|(_, to)| *to)
    }

    /// Whether some member of a list must satisfy a condition.
    pub(super) fn has_member(&self, list: FactIndex, when: ExprIndex) -> bool {
        self.has_member.contains(&(list, when))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty() && self.has_member.is_empty()
    }
}

fn bit(expr: ExprIndex) -> u64 {
    1_u64 << (usize::from(expr) & 63)
}
