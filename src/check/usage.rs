//! What is used where: facts that no rule asks for, and conditions that are decided before anything
//! is known.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "only expressions that name a fact are renumbered"
)]

use super::Sites;
use crate::diagnostic::Diagnostics;
use crate::evaluate::constant;
use crate::index::{FactIndex, FieldIndex, YearIndex};
use crate::rulebook::{City, CityRules, Expr};
use crate::source::{FactKind, Rules};
use crate::truth::Truth;
use std::collections::BTreeSet;
use typed_index_collections::{TiSlice, TiVec};

/// Facts, and fields of lists, that some expression reads.
#[derive(Debug, Default)]
pub(super) struct Used {
    facts: BTreeSet<FactIndex>,
    fields: BTreeSet<(FactIndex, FieldIndex)>,
}

impl Used {
    pub(super) fn fact(&mut self, fact: FactIndex) {
        self.facts.insert(fact);
    }

    pub(super) fn field(&mut self, list: FactIndex, field: FieldIndex) {
        self.facts.insert(list);
        self.fields.insert((list, field));
    }

    pub(super) fn add(&mut self, other: &Used) {
        self.facts.extend(&other.facts);
        self.fields.extend(&other.fields);
    }

    /// The facts, each at the place where a city that has no others has it.
    pub(super) fn facts(&self) -> TiVec<FactIndex, FactIndex> {
        self.facts.iter().copied().collect()
    }
}

/// Notes every question that no rule of any city reads.
pub(super) fn unused_facts(rules: &Rules, used: &Used, problems: &mut Diagnostics) {
    for (at, fact) in TiSlice::<FactIndex, _>::from_ref(&rules.facts).iter_enumerated() {
        if !used.facts.contains(&at) {
            let message = format!("the fact `{}` is asked but used nowhere", fact.id.text);
            problems.add(fact.id.place, "unused", message);
        } else if let FactKind::List { fields, key, .. } = &fact.kind {
            for (field_at, field) in TiSlice::from_ref(fields).iter_enumerated() {
                if !used.fields.contains(&(at, field_at)) && field.id.text != key.text {
                    let message =
                        format!("the field `{}` is asked but used nowhere", field.id.text);
                    problems.add(field.id.place, "unused", message);
                }
            }
        }
    }
}

/// Numbers facts anew after those that a city does not use are left out.
pub(super) fn renumber_facts(rules: &mut CityRules, kept: &TiSlice<FactIndex, FactIndex>) {
    let renumber = |fact: &mut FactIndex| {
        // Every fact that a rule reads is kept.
        *fact = kept.position(|known| known == fact).unwrap_or(kept.next_key());
    };
    for book in &mut rules.years {
        for expr in &mut book.exprs {
            match expr {
                Expr::Fact(fact) => renumber(fact),
                Expr::Field { list, .. }
                | Expr::Count { list, .. }
                | Expr::Sum { list, .. }
                | Expr::AnyMember { list, .. }
                | Expr::EveryMember { list, .. }
                | Expr::Ordinal { list, .. } => renumber(list),
                _ => {}
            }
        }
        for programme in &mut book.programmes {
            if let Some(fact) = &mut programme.valid_by {
                renumber(fact);
            }
        }
    }
}

/// Notes every condition that holds or fails for everybody on every day of its programme.
pub(super) fn constant_requirements(
    city: &City,
    sites: &TiSlice<YearIndex, Sites>,
    problems: &mut Diagnostics,
) {
    for (year, requirement, what, truth) in constant::constant_conditions(city) {
        let place = sites.get(year).and_then(|sites| sites.requirements.get(requirement));
        let Some(place) = place else { continue };
        let id = city.rules().years.get(year).and_then(|book| book.requirements.get(requirement));
        let id = id.map_or("", |one| one.id.as_str());
        let message = match (what, truth) {
            (constant::Condition::When, Truth::True) => {
                format!("the requirement `{id}` can never fail")
            }
            (constant::Condition::When, _) => format!("the requirement `{id}` can never hold"),
            (constant::Condition::AppliesIf, Truth::True) => {
                format!("the requirement `{id}` applies to everybody: leave `applies_if` out")
            }
            (constant::Condition::AppliesIf, _) => {
                format!("the requirement `{id}` applies to nobody")
            }
        };
        problems.add(*place, "constant-requirement", message);
    }
}
