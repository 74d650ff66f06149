//! Evaluates the expressions over the members of a list: counts, sums, "any", "all" and ranks by
//! birth. Named members count, and so do members who may still be named. This file evaluates no
//! single fact.

use super::super::slots::further_slot;
use super::super::value::{Value, ValueSet};
use super::{Context, Scope};
use crate::amount::Exact;
use crate::index::{ExprIndex, FactIndex, FieldIndex};
use crate::possible::{Range, Slots};
use crate::rulebook::Kind;
use crate::situation::Further;
use crate::truth::Truth;

impl Context<'_> {
    /// Calls `visit` for each named member, then for each sort of members who may still be named,
    /// with how many members it stands for.
    fn for_each_member(&self, list: FactIndex, mut visit: impl FnMut(Scope, Further)) {
        let Some(members) = self.members(list) else {
            return;
        };
        for member in members.named.keys() {
            visit(Scope::Named(member), Further { min: 1, max: Some(1) });
        }
        for (sort, further) in members.further.iter_enumerated() {
            if *further != Further::NOBODY {
                visit(Scope::Further(sort), *further);
            }
        }
    }

    /// Each named member, and each sort of members who may still be named.
    pub(in super::super) fn member_scopes(&self, list: FactIndex) -> Vec<Scope> {
        let mut found = Vec::new();
        self.for_each_member(list, |scope, _| found.push(scope));
        found
    }

    /// The answers that could change what a member contributes: the member's own answers (`open`)
    /// and, if it is not known how many such members there are, who the members are.
    fn member_open(&self, list: FactIndex, further: Further, open: Slots) -> Slots {
        if Some(further.min) == further.max { open } else { open.union(self.roster(list)) }
    }

    /// The answers that say who the members are.
    fn roster(&self, list: FactIndex) -> Slots {
        let slot = self.city.slot(list);
        let key = match self.kind(list) {
            Some(Kind::List { key, .. }) => further_slot(slot, *key),
            _ => slot,
        };
        Slots::only(slot).union(Slots::only(key))
    }

    pub(super) fn count(&self, list: FactIndex, when: ExprIndex) -> Value {
        let one = Range::exactly(Exact::ONE);
        let found = self.add_up(list, when, |_| Value::constant(ValueSet::Number(one)));
        let some = self.constraints.has_member(list, when);
        let at_least = if some { Range { high: None, ..one } } else { Range::ANY };
        Value::new(found.set.narrowed_to(ValueSet::Number(at_least)), found.open)
    }

    pub(super) fn sum(&self, list: FactIndex, value: ExprIndex, when: ExprIndex) -> Value {
        self.add_up(list, when, |scope| self.value(value, scope))
    }

    fn add_up(&self, list: FactIndex, when: ExprIndex, share: impl Fn(Scope) -> Value) -> Value {
        let (mut total, mut open) = (Range::ZERO, Slots::NONE);
        self.for_each_member(list, |scope, further| {
            let when = self.value(when, scope);
            if when.truth() == Truth::False {
                return;
            }
            let share = share(scope);
            let times = Range::whole(i64::from(further.min), further.max.map(i64::from));
            let mut range = share.number().times(times);
            if when.truth() == Truth::Unknown {
                range = range.hull(Range::ZERO);
            }
            total = total.plus(range);
            let of_member = self.member_open(list, further, share.open.union(when.open));
            open = open.union(of_member);
        });
        Value::new(ValueSet::Number(total), open)
    }

    pub(super) fn any_member(&self, list: FactIndex, when: ExprIndex) -> Value {
        self.some_member(list, when, |truth| truth)
    }

    /// Every member satisfies a condition if no member fails it.
    pub(super) fn every_member(&self, list: FactIndex, when: ExprIndex) -> Value {
        let found = self.some_member(list, when, Truth::not);
        Value { set: ValueSet::Truth(found.truth().not()), ..found }
    }

    /// Whether some member has a condition whose truth, after `turn`, is true.
    fn some_member(&self, list: FactIndex, when: ExprIndex, turn: fn(Truth) -> Truth) -> Value {
        let (mut truth, mut open) = (Truth::False, Slots::NONE);
        self.for_each_member(list, |scope, further| {
            let found = self.value(when, scope);
            let exists = if further.min > 0 { Truth::True } else { Truth::Unknown };
            let holds = turn(found.truth()).and(exists);
            if holds == Truth::Unknown {
                open = open.union(self.member_open(list, further, found.open));
            }
            truth = truth.or(holds);
        });
        Value::new(ValueSet::Truth(truth), open)
    }

    /// The births of the members who are not named yet.
    fn further_birth(&self, list: FactIndex, born: FieldIndex) -> Slots {
        Slots::only(further_slot(self.city.slot(list), born))
    }

    pub(super) fn ordinal(
        &self,
        list: FactIndex,
        born: FieldIndex,
        among: ExprIndex,
        scope: Scope,
    ) -> Value {
        let Scope::Named(own) = scope else {
            // The rank of a member who is not named yet depends on who counts, and on their births.
            let mut open = self.roster(list).union(self.further_birth(list, born));
            self.for_each_member(list, |other, _| {
                let counts = self.value(among, other);
                if counts.truth() != Truth::False {
                    open = open.union(counts.open).union(self.field(list, born, other).open);
                }
            });
            return Value { set: ValueSet::Number(Range::whole(1, None)), open };
        };
        let birth = self.field(list, born, scope);
        let (mut rank, mut open) = (Range::exactly(Exact::ONE), Slots::NONE);
        self.for_each_member(list, |other, further| {
            let counts = self.value(among, other);
            let elder = match other {
                Scope::Named(member) if member == own => return,
                Scope::Named(member) => {
                    let other_birth = self.field(list, born, other);
                    let later = birth.days().before(other_birth.days());
                    let before = other_birth.days().before(birth.days());
                    let elder = if member < own { later.not() } else { before };
                    Value::new(ValueSet::Truth(elder), birth.open.union(other_birth.open))
                }
                Scope::Further(_) | Scope::None => {
                    let open = birth.open.union(self.further_birth(list, born));
                    Value { set: ValueSet::Truth(Truth::Unknown), open }
                }
            };
            let ahead = counts.truth().and(elder.truth());
            if ahead == Truth::False {
                return;
            }
            let low = if ahead == Truth::True { i64::from(further.min) } else { 0 };
            rank = rank.plus(Range::whole(low, further.max.map(i64::from)));
            let of_member =
                if ahead == Truth::True { Slots::NONE } else { counts.open.union(elder.open) };
            open = open.union(self.member_open(list, further, of_member));
        });
        Value::new(ValueSet::Number(rank), open)
    }
}
