//! The invariants of a city's facts, and the slots of their answers. Rules that read facts are checked
//! elsewhere.

use super::super::rules::{Fact, Fixed, Gate, Kind, Opens};
use super::broken::{Broken, ensure};
use crate::calendar::Day;
use crate::index::{FactIndex, FieldIndex, Slot};
use crate::limits;
use crate::possible::Options;
use typed_index_collections::{TiSlice, TiVec};

/// The first answer slot of each fact.
pub(super) fn slots(facts: &TiSlice<FactIndex, Fact>) -> Result<TiVec<FactIndex, Slot>, Broken> {
    let mut next = 0_usize;
    let mut slots = TiVec::with_capacity(facts.len());
    for fact in facts {
        slots.push(Slot::from(next));
        let width = match &fact.kind {
            Kind::List { fields, .. } => {
                // One slot for the list, then for each field: further members, and each named one.
                let each = limits::MEMBERS.saturating_add(1);
                fields.len().saturating_mul(each).saturating_add(1)
            }
            Kind::YesNo | Kind::Choice { .. } | Kind::Number { .. } | Kind::Date { .. } => 1,
        };
        next = next.saturating_add(width);
    }
    ensure(facts.len() <= limits::FACTS && next <= limits::SLOTS, Broken::TooManyFacts)?;
    Ok(slots)
}

/// Checks a fact of the city at an index.
pub(super) fn check_fact(
    facts: &TiSlice<FactIndex, Fact>,
    index: FactIndex,
    fact: &Fact,
) -> Result<(), Broken> {
    if let Some(Gate { fact: gate, opens }) = fact.behind {
        let kind = facts.get(gate).filter(|_| gate < index).map(|gate| &gate.kind);
        let fits = match (opens, kind) {
            (Opens::YesNo(_), Some(Kind::YesNo)) => true,
            (Opens::Options(some), Some(Kind::Choice { options })) => {
                some != Options::NONE && some.is_within(Options::first(options.len()))
            }
            (Opens::YesNo(_) | Opens::Options(_), _) => false,
        };
        ensure(fits, Broken::GateIsAnEarlierFact)?;
    }
    ensure(fits(fact, fact.no_plan), Broken::NoPlanIsAnAnswer)?;
    if let Some(first) = fact.together {
        let fits = |one: &Fact| one.together == Some(first) && one.behind == fact.behind;
        let is_group = first <= index && facts.get(first).is_some_and(fits);
        ensure(is_group && fact.no_plan.is_some(), Broken::PlansAreAskedTogether)?;
    }
    match &fact.kind {
        Kind::List { fields, key, applicant } => check_list(fields, *key, applicant),
        Kind::YesNo | Kind::Choice { .. } | Kind::Number { .. } | Kind::Date { .. } => {
            check_value(fact)
        }
    }
}

fn check_list(
    fields: &TiSlice<FieldIndex, Fact>,
    key: FieldIndex,
    applicant: &TiSlice<FieldIndex, Option<Fixed>>,
) -> Result<(), Broken> {
    ensure((1..=limits::FIELDS).contains(&fields.len()), Broken::NumberOfFields)?;
    let is_choice = fields.get(key).is_some_and(|key| matches!(key.kind, Kind::Choice { .. }));
    ensure(is_choice, Broken::KeyIsAChoice)?;
    ensure(applicant.len() == fields.len(), Broken::ApplicantFields)?;
    for (field, fixed) in fields.iter().zip(applicant) {
        check_value(field)?;
        ensure(field.behind.is_none(), Broken::GateIsAnEarlierFact)?;
        ensure(field.together.is_none(), Broken::PlansAreAskedTogether)?;
        ensure(fits(field, *fixed), Broken::ApplicantFields)?;
    }
    Ok(())
}

/// Checks a fact, or a field of a list, that is no list itself.
fn check_value(fact: &Fact) -> Result<(), Broken> {
    match &fact.kind {
        Kind::YesNo => Ok(()),
        Kind::Choice { options } => {
            ensure((2..=limits::OPTIONS).contains(&options.len()), Broken::NumberOfOptions)
        }
        Kind::Number { min, max, banded: _ } => {
            let known = -limits::NUMBER..=limits::NUMBER;
            let within = min < max && known.contains(min) && known.contains(max);
            ensure(within, Broken::NumberBounds)
        }
        Kind::Date { first, last } => {
            ensure(is_day(*first) && is_day(*last) && first < last, Broken::DateBounds)
        }
        Kind::List { .. } => Err(Broken::ListInAList),
    }
}

/// Whether a fixed answer, if there is one, is an answer to a fact or a field.
fn fits(field: &Fact, fixed: Option<Fixed>) -> bool {
    match (fixed, &field.kind) {
        (None, _) | (Some(Fixed::YesNo(_)), Kind::YesNo) => true,
        (Some(Fixed::Option(option)), Kind::Choice { options }) => options.get(option).is_some(),
        (Some(Fixed::YesNo(_) | Fixed::Option(_)), _) => false,
    }
}

/// Whether the calendar has a day with this number.
pub(super) fn is_day(number: i32) -> bool {
    Day::from_number(number).is_some()
}
