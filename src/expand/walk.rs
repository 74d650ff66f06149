//! The expressions, names and requirements of clauses, found without recursion on what an author wrote.
//! Nothing here knows what a name means.

use crate::source::{Expr, ExprKind, Part, Requirement, Rule, Step};
use std::collections::BTreeSet;

/// Changes expressions and everything inside them, outermost first.
pub(super) fn change_all(mut waiting: Vec<&mut Expr>, change: &mut impl FnMut(&mut Expr)) {
    while let Some(expr) = waiting.pop() {
        change(expr);
        waiting.extend(expr.parts_mut());
    }
}

/// The names and the readings in expressions.
pub(super) fn names(exprs: Vec<&Expr>) -> BTreeSet<String> {
    let (mut found, mut waiting) = (BTreeSet::new(), exprs);
    while let Some(expr) = waiting.pop() {
        match &expr.kind {
            ExprKind::Name(name) => found.extend([name.clone()]),
            ExprKind::Reading(id, _) => found.extend([id.text.clone()]),
            ExprKind::Number(..)
            | ExprKind::Yen(_)
            | ExprKind::Day(_)
            | ExprKind::Truth(_)
            | ExprKind::Not(_)
            | ExprKind::Negate(_)
            | ExprKind::Binary(..)
            | ExprKind::In(..)
            | ExprKind::Call(..)
            | ExprKind::Cases(_)
            | ExprKind::Unknown(..) => {}
        }
        waiting.extend(expr.parts());
    }
    found
}

/// A requirement and all below it, parents first.
pub(super) fn requirements(top: &Requirement) -> Vec<&Requirement> {
    let (mut found, mut waiting) = (Vec::new(), vec![top]);
    while let Some(one) = waiting.pop() {
        found.push(one);
        if let Rule::Group { members, .. } = &one.rule {
            waiting.extend(members.iter().rev());
        }
    }
    found
}

/// Changes a requirement and all below it, parents first.
pub(super) fn change_requirements(
    top: &mut Requirement,
    change: &mut impl FnMut(&mut Requirement),
) {
    let mut waiting = vec![top];
    while let Some(one) = waiting.pop() {
        change(one);
        if let Rule::Group { members, .. } = &mut one.rule {
            waiting.extend(members.iter_mut().rev());
        }
    }
}

/// The expressions of a requirement itself, without those of its members.
pub(super) fn of_requirement(one: &Requirement) -> Vec<&Expr> {
    let when = match &one.rule {
        Rule::When(expr) => Some(expr),
        Rule::Desk | Rule::Use(_) | Rule::Library(_) | Rule::Group { .. } => None,
    };
    one.applies_if.iter().chain(when).collect()
}

/// The expressions of a requirement and of all below it.
pub(super) fn of_requirements_mut(top: &mut Requirement) -> Vec<&mut Expr> {
    let (mut found, mut waiting) = (Vec::new(), vec![top]);
    while let Some(one) = waiting.pop() {
        found.extend(one.applies_if.as_mut());
        match &mut one.rule {
            Rule::When(expr) => found.push(expr),
            Rule::Group { members, .. } => waiting.extend(members),
            Rule::Desk | Rule::Use(_) | Rule::Library(_) => {}
        }
    }
    found
}

/// The expressions of a part of an amount.
pub(super) fn of_part(part: &Part) -> Vec<&Expr> {
    let caps = part.then.iter().filter_map(|step| match step {
        Step::Cap(cap) => Some(cap),
        Step::Round(..) | Step::RoundUnknown { .. } => None,
    });
    [&part.value].into_iter().chain(caps).collect()
}

/// The expressions of a part of an amount, to change them.
pub(super) fn of_part_mut(part: &mut Part) -> Vec<&mut Expr> {
    let caps = part.then.iter_mut().filter_map(|step| match step {
        Step::Cap(cap) => Some(cap),
        Step::Round(..) | Step::RoundUnknown { .. } => None,
    });
    [&mut part.value].into_iter().chain(caps).collect()
}
