//! Usage of facts: which facts the rules read, and new numbers for those that a city reads.
//! Definitions, readings and sources are counted year by year, in `lower`.

use crate::diagnostic::Diagnostics;
use crate::index::{FactIndex, FieldIndex};
use crate::rulebook::{CityRules, Expr, Fact};
use crate::source::{FactKind, SharedRules};
use std::collections::BTreeSet;
use typed_index_collections::{TiSlice, TiVec};

/// The facts, and the fields of lists, that expressions read.
#[derive(Clone, Debug, Default)]
pub(super) struct Usage {
    facts: BTreeSet<FactIndex>,
    fields: BTreeSet<(FactIndex, FieldIndex)>,
}

impl Usage {
    pub(super) fn fact(&mut self, fact: FactIndex) {
        self.facts.insert(fact);
    }

    pub(super) fn field(&mut self, list: FactIndex, field: FieldIndex) {
        self.facts.insert(list);
        self.fields.insert((list, field));
    }

    pub(super) fn add(&mut self, other: &Usage) {
        self.facts.extend(&other.facts);
        self.fields.extend(&other.fields);
    }

    /// The facts in asking order. A city that uses no others numbers them in this order.
    pub(super) fn facts(&self) -> TiVec<FactIndex, FactIndex> {
        self.facts.iter().copied().collect()
    }
}

/// Reports every question that no rule of any city reads.
pub(super) fn unused_facts(rules: &SharedRules, usage: &Usage, problems: &mut Diagnostics) {
    for (at, fact) in TiSlice::<FactIndex, _>::from_ref(&rules.facts).iter_enumerated() {
        if !usage.facts.contains(&at) {
            let message = format!("the fact `{}` is asked but used nowhere", fact.id.text);
            problems.add(fact.id.place, "unused", message);
        } else if let FactKind::List { fields, key, .. } = &fact.kind {
            for (field_at, field) in TiSlice::from_ref(fields).iter_enumerated() {
                if !usage.fields.contains(&(at, field_at)) && field.id.text != key.text {
                    let message =
                        format!("the field `{}` is asked but used nowhere", field.id.text);
                    problems.add(field.id.place, "unused", message);
                }
            }
        }
    }
}

/// Numbers a city's facts anew, so that the facts it does not read have no number.
pub(super) fn renumber_facts(rules: &mut CityRules, kept: &TiSlice<FactIndex, FactIndex>) {
    let renumber = |fact: &mut FactIndex| {
        // Every fact that a rule reads is kept.
        *fact = kept.position(|known| known == fact).unwrap_or(kept.next_key());
    };
    renumber_groups(&mut rules.facts);
    for fact in &mut rules.facts {
        // A city that does not ask the gate asks what is behind it.
        fact.behind = fact.behind.filter(|gate| kept.contains(&gate.fact));
        if let Some(gate) = &mut fact.behind {
            renumber(&mut gate.fact);
        }
    }
    for book in &mut rules.years {
        for expr in &mut book.exprs {
            if let Some(fact) = fact_read(expr) {
                renumber(fact);
            }
        }
        for programme in &mut book.programmes {
            if let Some(fact) = &mut programme.valid_by {
                renumber(fact);
            }
        }
    }
}

/// Numbers the first fact of each group that is asked together anew. If a city keeps only one fact of a group, it asks
/// that fact alone.
fn renumber_groups(facts: &mut TiSlice<FactIndex, Fact>) {
    let groups: TiVec<FactIndex, _> = facts.iter().map(|fact| fact.together).collect();
    for (fact, group) in facts.iter_mut().zip(&groups) {
        let mut members =
            groups.iter_enumerated().filter(|(_, one)| group.is_some() && *one == group);
        let first = members.next().map(|(at, _)| at);
        fact.together = first.filter(|_| members.next().is_some());
    }
}

/// The fact that an expression itself names.
fn fact_read(expr: &mut Expr) -> Option<&mut FactIndex> {
    match expr {
        Expr::Fact(fact)
        | Expr::Field { list: fact, .. }
        | Expr::Count { list: fact, .. }
        | Expr::Sum { list: fact, .. }
        | Expr::AnyMember { list: fact, .. }
        | Expr::EveryMember { list: fact, .. }
        | Expr::Ordinal { list: fact, .. } => Some(fact),
        Expr::Truth(_)
        | Expr::Number(_)
        | Expr::Day { .. }
        | Expr::On
        | Expr::All(_)
        | Expr::Any(_)
        | Expr::Not(_)
        | Expr::Among(..)
        | Expr::Less(..)
        | Expr::AtMost(..)
        | Expr::Equal(..)
        | Expr::Add(..)
        | Expr::Negate(_)
        | Expr::Multiply(..)
        | Expr::Min(_)
        | Expr::Max(_)
        | Expr::Round { .. }
        | Expr::TimeBetween { .. }
        | Expr::DayFrom { .. }
        | Expr::FiscalYear(_)
        | Expr::Table(_)
        | Expr::Reading { .. }
        | Expr::Unstated { .. } => None,
    }
}
