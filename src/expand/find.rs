//! Finds and removes clauses by id. Whether a clause may be changed is decided in `apply`.

use super::merged::{Merged, Shared};
use crate::source::{Obligation, Part, Requirement, Rule};

/// The requirement of an id, at or below another one.
pub(super) fn requirement_mut<'a>(
    top: &'a mut Requirement,
    id: &str,
) -> Option<&'a mut Requirement> {
    let mut waiting = vec![top];
    while let Some(one) = waiting.pop() {
        if one.id.text == id {
            return Some(one);
        }
        if let Rule::Group { members, .. } = &mut one.rule {
            waiting.extend(members);
        }
    }
    None
}

/// Removes the requirement of an id below another one. Gives whether its group has lost its last member, or
/// nothing if there is no such requirement.
pub(super) fn remove(top: &mut Requirement, id: &str) -> Option<bool> {
    let mut waiting = vec![top];
    while let Some(one) = waiting.pop() {
        if let Rule::Group { members, incomplete, .. } = &mut one.rule {
            let before = members.len();
            members.retain(|member| member.id.text != id);
            if members.len() < before {
                return Some(members.is_empty() && incomplete.is_none());
            }
            waiting.extend(members);
        }
    }
    None
}

/// The part of the amount of an id.
pub(super) fn part_mut<'a>(merged: &'a mut Merged, id: &str) -> Option<&'a mut Shared<Part>> {
    merged.parts.iter_mut().find(|one| one.clause.id.text == id)
}

/// The obligation of an id.
pub(super) fn obligation_mut<'a>(
    merged: &'a mut Merged,
    id: &str,
) -> Option<&'a mut Shared<Obligation>> {
    merged.obligations.iter_mut().find(|one| one.clause.id.text == id)
}
