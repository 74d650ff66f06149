//! Which slot each answer about the members of a list has. The slots of single facts come from
//! [`City::slot`]; this file knows no values.
//!
//! [`City::slot`]: crate::rulebook::City::slot

use crate::index::{FieldIndex, MemberIndex, Slot};

/// The slot of a field of the members who are not named yet. `list_slot` is the first slot of the
/// list.
pub(super) fn further_slot(list_slot: Slot, field: FieldIndex) -> Slot {
    Slot::new(list_slot.next().get().saturating_add(field.get().into()))
}

/// The slot of a field of a named member, in a list whose members have `fields` fields.
pub(super) fn member_slot(
    list_slot: Slot,
    fields: usize,
    member: MemberIndex,
    field: FieldIndex,
) -> Slot {
    let before = usize::from(member.next()).saturating_mul(fields);
    Slot::from(usize::from(further_slot(list_slot, field)).saturating_add(before))
}
