//! From answer slots to questions: which answer is meant, how much of it is missing, and how many
//! questions that makes at the most.

use super::expression::{further_slot, member_slot};
use crate::index::{FactIndex, FieldIndex, GapIndex, Slot};
use crate::possible::{Days, Slots};
use crate::report::{Missing, Needs};
use crate::rulebook::{City, Fact, Kind};
use crate::situation::{Answer, Known, Members, Situation};
use typed_index_collections::{TiSlice, TiVec};

/// An answer that is not complete.
#[derive(Clone, Copy)]
pub(super) struct Gap {
    pub(super) missing: Missing,
    slot: Slot,
    declined: bool,
}

/// Every answer that is not complete, in asking order.
pub(super) fn gaps(city: &City, situation: &Situation) -> TiVec<GapIndex, Gap> {
    let mut found = TiVec::new();
    each(city, situation, &mut |missing, slot, declined| {
        found.push(Gap { missing, slot, declined });
    });
    found
}

/// The gaps behind a set of slots.
pub(super) fn missing(gaps: &TiSlice<GapIndex, Gap>, slots: Slots) -> Vec<GapIndex> {
    if slots.is_empty() {
        return Vec::new(); // as for most programmes of a household that is known
    }
    let behind = gaps.iter_enumerated().filter(|(_, gap)| slots.contains(gap.slot));
    behind.map(|(index, _)| index).collect()
}

/// The gaps behind a set of slots that were not declined.
pub(super) fn askable(gaps: &TiSlice<GapIndex, Gap>, slots: Slots) -> Vec<GapIndex> {
    let mut found = missing(gaps, slots);
    found.retain(|index| gaps.get(*index).is_some_and(|gap| !gap.declined));
    found
}

/// An upper bound of the questions behind some missing answers: a date has two (year; month and
/// day), a band two, the roster of a list one, a field of a list's members one round for all of
/// them, anything else one.
pub(super) fn steps(city: &City, gaps: &TiSlice<GapIndex, Gap>, asked: &[GapIndex]) -> u32 {
    let cost = |needs: Needs| match needs {
        Needs::Year | Needs::Band => 2,
        Needs::Value | Needs::MonthDay | Needs::Members | Needs::Exact => 1,
    };
    let mut rounds: Vec<(FactIndex, Option<FieldIndex>, u32)> = Vec::new();
    for Gap { missing: one, .. } in asked.iter().filter_map(|index| gaps.get(*index)) {
        let field = one.field.filter(|field| !is_key(city, one.fact, *field));
        let round = rounds.iter_mut().find(|(fact, known, _)| (*fact, *known) == (one.fact, field));
        match round {
            Some((_, _, most)) => *most = (*most).max(cost(one.needs)),
            None => rounds.push((one.fact, field, cost(one.needs))),
        }
    }
    rounds.iter().fold(0, |sum: u32, (_, _, most)| sum.saturating_add(*most))
}

/// Whether a field tells who the members are: it is asked with the roster.
fn is_key(city: &City, fact: FactIndex, field: FieldIndex) -> bool {
    let fact = city.rules().facts.get(fact);
    matches!(fact.map(|fact| &fact.kind), Some(Kind::List { key, .. }) if *key == field)
}

/// Calls `look` for every answer that is not complete, with its slot and whether it was declined.
fn each(city: &City, situation: &Situation, look: &mut dyn FnMut(Missing, Slot, bool)) {
    let facts = city.rules().facts.iter_enumerated().zip(&situation.facts);
    for ((index, fact), answer) in facts {
        let slot = city.slot(index);
        match (&fact.kind, &answer.known) {
            (Kind::List { fields, .. }, Known::List(members)) => {
                each_in_list(index, slot, fields, answer.declined, members, look);
            }
            _ => {
                if let Some(needs) = needs(fact, answer) {
                    let missing = Missing { fact: index, field: None, member: None, needs };
                    look(missing, slot, answer.declined);
                }
            }
        }
    }
}

fn each_in_list(
    fact: FactIndex,
    slot: Slot,
    fields: &TiSlice<FieldIndex, Fact>,
    declined: bool,
    members: &Members,
    look: &mut dyn FnMut(Missing, Slot, bool),
) {
    if !members.is_complete() {
        look(Missing { fact, field: None, member: None, needs: Needs::Members }, slot, declined);
    }
    for (at, field) in fields.iter_enumerated() {
        if let Some(needs) = needs(field, &Answer::unknown(field)) {
            let missing = Missing { fact, field: Some(at), member: None, needs };
            look(missing, further_slot(slot, at), declined);
        }
        for (member, record) in members.named.iter_enumerated() {
            let Some(answer) = record.get(at) else {
                continue;
            };
            let Some(needs) = needs(field, answer) else {
                continue;
            };
            let missing = Missing { fact, field: Some(at), member: Some(member), needs };
            let slot = member_slot(slot, fields.len(), member, at);
            look(missing, slot, declined || answer.declined);
        }
    }
}

/// How much of an answer is missing; nothing if it is complete.
fn needs(fact: &Fact, answer: &Answer) -> Option<Needs> {
    if answer.known.is_single() {
        return None;
    }
    Some(match (&fact.kind, &answer.known) {
        (Kind::Date { .. }, Known::Day(Days::ANY)) => Needs::Year,
        (Kind::Date { .. }, _) => Needs::MonthDay,
        (Kind::Number { banded: true, .. }, Known::Number(range)) => {
            if range.high.is_none() {
                Needs::Band
            } else {
                Needs::Exact
            }
        }
        _ => Needs::Value,
    })
}
