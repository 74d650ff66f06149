//! Gives the clauses, readings, definitions and parameters of a framework names that are unique in the year
//! of the programme that uses it. The words that a city writes itself are not renamed.

use super::merged::Merged;
use super::walk;
use crate::source::{ExprKind, Word};
use std::collections::BTreeSet;

/// Puts a prefix before every name of a framework. Parts of the amount and obligations keep their names,
/// because these need to be unique in their programme only.
pub(super) fn rename(merged: &mut Merged, prefix: &str) {
    let own: BTreeSet<String> = names_mut(merged).iter().map(|word| word.text.clone()).collect();
    let put = |text: &mut String| text.insert_str(0, prefix);
    walk::change_all(merged.exprs_mut(), &mut |expr| match &mut expr.kind {
        ExprKind::Name(name) if own.contains(name) => put(name),
        ExprKind::Reading(id, _) if own.contains(&id.text) => put(&mut id.text),
        ExprKind::Name(_)
        | ExprKind::Reading(..)
        | ExprKind::Number(..)
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
    });
    names_mut(merged).into_iter().for_each(|word| put(&mut word.text));
    walk::change_requirements(&mut merged.requires, &mut |one| {
        if !one.id.text.is_empty() {
            put(&mut one.id.text);
        }
    });
}

/// The names of readings, definitions and parameters where they are declared.
fn names_mut(merged: &mut Merged) -> Vec<&mut Word> {
    let names = &mut merged.names;
    let of_members = names.member_definitions.iter_mut().flat_map(|(_, all)| all);
    let definitions = names.definitions.iter_mut().chain(of_members).map(|(id, _)| id);
    let readings = names.readings.iter_mut().map(|one| &mut one.id);
    let parameters = merged.parameters.iter_mut().map(|one| &mut one.declared.id);
    let lists = merged.lists.iter_mut().map(|one| &mut one.id);
    definitions.chain(readings).chain(parameters).chain(lists).collect()
}
