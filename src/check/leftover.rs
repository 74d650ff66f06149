//! Checks the names and types of definitions and groups that nothing uses, so that a mistake in one is
//! reported before something uses it. It compiles nothing: its nodes are thrown away.

use super::lower::{Lowering, Sharing};
use super::requirements::Groups;
use crate::diagnostic::{Diagnostics, Place};
use crate::index::FactIndex;
use crate::rulebook::{Fact, Kind};
use crate::source::{Expr, ExprKind, SharedRules, Word, Year};
use std::collections::BTreeSet;
use typed_index_collections::TiSlice;

/// Reports the mistakes in those definitions and groups of a year that are declared at some places.
pub(super) fn check(
    rules: &SharedRules,
    year: &Year,
    facts: &TiSlice<FactIndex, Fact>,
    declared: &BTreeSet<Place>,
    problems: &mut Diagnostics,
) {
    let is_left = |id: &&(Word, Expr)| declared.contains(&id.0.place);
    let mut lowering = Lowering::new(rules, year, facts, Sharing::Shared, problems);
    for (id, _) in year.definitions.iter().filter(is_left) {
        lowering.lower(&named(id), None);
    }
    for (list, definitions) in &year.member_definitions {
        let is_list = |fact: &Fact| fact.id == list.text && matches!(fact.kind, Kind::List { .. });
        let Some(list) = facts.position(is_list) else { continue };
        for (id, _) in definitions.iter().filter(is_left) {
            lowering.lower(&named(id), Some(list));
        }
    }
    let mut groups = Groups::new(year);
    for group in year.groups.iter().filter(|group| declared.contains(&group.id.place)) {
        groups.named(&mut lowering, &group.id, &mut Vec::new());
    }
}

/// A definition as an expression that uses it.
fn named(id: &Word) -> Expr {
    Expr { place: id.place, kind: ExprKind::Name(id.text.clone()) }
}
