//! Turns slots into questions: which answer is incomplete, how much of it is missing, in which order it is asked and
//! behind which gates, and an upper bound of the questions that are left. This file does not decide which answers
//! matter.

use super::slots::{further_slot, member_slot};
use crate::index::{FactIndex, FieldIndex, MissingIndex, Slot};
use crate::possible::{Days, Slots};
use crate::report::{Missing, Needs};
use crate::rulebook::{City, Fact, Gate, Kind, Opens};
use crate::situation::{Answer, Known, Members, Situation};
use crate::truth::Truth;
use typed_index_collections::{TiSlice, TiVec};

/// An answer that is not complete.
#[derive(Clone, Copy)]
pub(super) struct IncompleteAnswer {
    pub(super) missing: Missing,
    slot: Slot,
    declined: bool,
    /// The first of the plans that are asked together, if this is one and nothing of it is answered.
    together: Option<FactIndex>,
}

/// The incomplete answers of a situation.
type Incomplete = TiSlice<MissingIndex, IncompleteAnswer>;

/// Every answer that is not complete, in asking order.
pub(super) fn incomplete_answers(
    city: &City,
    situation: &Situation,
) -> TiVec<MissingIndex, IncompleteAnswer> {
    let mut found = TiVec::new();
    let facts = city.rules().facts.iter_enumerated().zip(&situation.facts);
    for ((index, fact), answer) in facts {
        let slot = city.slot(index);
        match (&fact.kind, &answer.known) {
            (Kind::List { fields, .. }, Known::List(members)) => {
                push_incomplete_in_list(
                    (index, slot),
                    fields,
                    answer.declined,
                    members,
                    &mut found,
                );
            }
            _ => {
                if let Some(needs) = needs(fact, answer) {
                    let missing = Missing { fact: index, field: None, member: None, needs };
                    let is_open = answer.known == Answer::unknown(fact).known;
                    let together = fact.together.filter(|_| is_open);
                    let declined = answer.declined;
                    found.push(IncompleteAnswer { missing, slot, declined, together });
                }
            }
        }
    }
    found
}

fn push_incomplete_in_list(
    (fact, slot): (FactIndex, Slot),
    fields: &TiSlice<FieldIndex, Fact>,
    declined: bool,
    members: &Members,
    found: &mut TiVec<MissingIndex, IncompleteAnswer>,
) {
    if !members.is_complete() {
        let missing = Missing { fact, field: None, member: None, needs: Needs::Members };
        found.push(IncompleteAnswer { missing, slot, declined, together: None });
    }
    for (at, field) in fields.iter_enumerated() {
        if let Some(needs) = needs(field, &Answer::unknown(field)) {
            let missing = Missing { fact, field: Some(at), member: None, needs };
            let slot = further_slot(slot, at);
            found.push(IncompleteAnswer { missing, slot, declined, together: None });
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
            let declined = declined || answer.declined;
            found.push(IncompleteAnswer { missing, slot, declined, together: None });
        }
    }
}

/// How much of an answer is missing. `None` if it is complete.
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

/// The incomplete answers whose slots are in a set.
pub(super) fn in_slots(incomplete: &Incomplete, slots: Slots) -> Vec<MissingIndex> {
    if slots.is_empty() {
        return Vec::new();
    }
    let found = incomplete.iter_enumerated().filter(|(_, one)| slots.contains(one.slot));
    found.map(|(index, _)| index).collect()
}

/// The incomplete answers whose slots are in a set, that were not declined and that stand behind no closed gate, in
/// the order in which they are asked. Facts that are asked together stand where the first of them does. Once an answer
/// opens a gate, the questions behind it come next. Everything else keeps the author's order.
pub(super) fn askable(
    city: &City,
    situation: &Situation,
    incomplete: &Incomplete,
    slots: Slots,
) -> Vec<MissingIndex> {
    // Few answers are asked for, so that inserting each at its place is the shortest code for the engine.
    let mut found: Vec<((FactIndex, bool), MissingIndex)> = Vec::new();
    for index in in_slots(incomplete, slots) {
        let Some(one) = incomplete.get(index) else { continue };
        let fact = one.missing.fact;
        if one.declined || is_behind_closed_gate(city, situation, fact) {
            continue;
        }
        let at = asked_at(city, situation, fact);
        let place = found.partition_point(|(known, _)| *known <= at);
        found.insert(place, (at, index));
    }
    found.into_iter().map(|(_, index)| index).collect()
}

/// The place at which a fact is asked, and whether it follows the facts of that place because an answer opened a gate.
fn asked_at(city: &City, situation: &Situation, fact: FactIndex) -> (FactIndex, bool) {
    let Some(rules) = city.rules().facts.get(fact) else { return (fact, false) };
    let opened = rules.behind.filter(|gate| opens(*gate, situation) == Truth::True);
    match opened {
        // Each gate is asked before what is behind it, so the walk ends.
        Some(gate) => (asked_at(city, situation, gate.fact).0, true),
        None => (rules.together.unwrap_or(fact), false),
    }
}

/// Whether a fact stands behind a gate that was declined or cannot have an answer that opens it, or behind one that
/// is not asked itself.
fn is_behind_closed_gate(city: &City, situation: &Situation, fact: FactIndex) -> bool {
    let gate = |fact| city.rules().facts.get(fact).and_then(|fact: &Fact| fact.behind);
    // Each gate is asked before what is behind it, so the walk ends.
    let mut gates = core::iter::successors(gate(fact), |one| gate(one.fact));
    gates.any(|gate| {
        let declined = situation.facts.get(gate.fact).is_some_and(|answer| answer.declined);
        declined || opens(gate, situation) == Truth::False
    })
}

/// Whether the answer to a gate opens it.
fn opens(gate: Gate, situation: &Situation) -> Truth {
    match (gate.opens, situation.facts.get(gate.fact).map(|answer| &answer.known)) {
        (Opens::YesNo(wanted), Some(Known::Truth(truth))) => {
            if wanted {
                *truth
            } else {
                truth.not()
            }
        }
        (Opens::Options(wanted), Some(Known::Options(some))) => some.among(wanted),
        _ => Truth::Unknown,
    }
}

/// One screen, by what it asks for.
#[derive(PartialEq)]
enum Screen {
    /// The plans that are asked together with a first one.
    Together(FactIndex),
    /// A fact, or a field of all members of a list.
    About(FactIndex, Option<FieldIndex>),
}

/// An upper bound of the questions that complete the answers in `asked`:
///
/// * A date takes two (year; month and day), and so does a band.
/// * Who the members of a list are is one. A field of the members is one for all of them.
/// * Plans that are asked together are one, and one more for each that can be made in several ways.
/// * Anything else is one.
pub(super) fn max_questions(city: &City, incomplete: &Incomplete, asked: &[MissingIndex]) -> u32 {
    let mut screens: Vec<(Screen, u32)> = Vec::new();
    let mut count =
        |screen: Screen, cost: u32| match screens.iter_mut().find(|(known, _)| *known == screen) {
            Some((_, most)) => *most = (*most).max(cost),
            None => screens.push((screen, cost)),
        };
    for IncompleteAnswer { missing, together, .. } in
        asked.iter().filter_map(|at| incomplete.get(*at))
    {
        let fact = missing.fact;
        let field = missing.field.filter(|field| !is_key(city, fact, *field));
        if let Some(first) = together {
            count(Screen::Together(*first), 1);
            if !has_several_ways(city, fact) {
                continue;
            }
        }
        let cost = match missing.needs {
            Needs::Year | Needs::Band => 2,
            Needs::Value | Needs::MonthDay | Needs::Members | Needs::Exact => 1,
        };
        count(Screen::About(fact, field), cost);
    }
    screens.iter().fold(0, |sum: u32, (_, most)| sum.saturating_add(*most))
}

/// Whether a plan can be made in several ways, so that a tick does not say in which.
fn has_several_ways(city: &City, fact: FactIndex) -> bool {
    let kind = city.rules().facts.get(fact).map(|fact| &fact.kind);
    matches!(kind, Some(Kind::Choice { options }) if options.len() > 2)
}

/// Whether a field is the key of its list. It is asked together with who the members are.
fn is_key(city: &City, fact: FactIndex, field: FieldIndex) -> bool {
    let fact = city.rules().facts.get(fact);
    matches!(fact.map(|fact| &fact.kind), Some(Kind::List { key, .. }) if *key == field)
}
