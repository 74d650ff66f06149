//! Expressions over the members of a list: counts, sums, "any", "all" and ranks by birth, over those
//! named and those who may yet be named. Nothing here looks at a single fact.

use super::{Context, Found, Scope, Set, further_slot};
use crate::amount::Exact;
use crate::index::{ExprIndex, FactIndex, FieldIndex};
use crate::possible::{Range, Slots};
use crate::rulebook::Kind;
use crate::situation::Further;
use crate::truth::Truth;

impl Context<'_> {
    /// Calls `look` for everybody named, then for every sort of member that may come.
    fn each_member(&self, list: FactIndex, mut look: impl FnMut(Scope, Further)) {
        let Some(members) = self.members(list) else {
            return;
        };
        for member in members.named.keys() {
            look(Scope::Named(member), Further { min: 1, max: Some(1) });
        }
        for (sort, further) in members.further.iter_enumerated() {
            if *further != Further::NOBODY {
                look(Scope::Further(sort), *further);
            }
        }
    }

    /// The answers on which a member's share hangs: its own, and whether there is such a member.
    fn member_open(&self, list: FactIndex, further: Further, open: Slots) -> Slots {
        if Some(further.min) == further.max { open } else { open.union(self.roster(list)) }
    }

    /// The answers that tell who the members are.
    fn roster(&self, list: FactIndex) -> Slots {
        let slot = self.city.slot(list);
        let key = match self.kind(list) {
            Some(Kind::List { key, .. }) => further_slot(slot, *key),
            _ => slot,
        };
        Slots::only(slot).union(Slots::only(key))
    }

    pub(super) fn count(&self, list: FactIndex, when: ExprIndex) -> Found {
        let one = Range::exactly(Exact::ONE);
        let found = self.add_up(list, when, |_| Found::sure(Set::Number(one)));
        let some = self.assumed.has_some(list, when);
        let at_least = if some { Range { high: None, ..one } } else { Range::ANY };
        Found::settled(found.set.and(Set::Number(at_least)), found.open)
    }

    pub(super) fn sum(&self, list: FactIndex, value: ExprIndex, when: ExprIndex) -> Found {
        self.add_up(list, when, |scope| self.value(value, scope))
    }

    fn add_up(&self, list: FactIndex, when: ExprIndex, share: impl Fn(Scope) -> Found) -> Found {
        let (mut total, mut open) = (Range::ZERO, Slots::NONE);
        self.each_member(list, |scope, further| {
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
            let hangs = self.member_open(list, further, share.open.union(when.open));
            open = open.union(hangs);
        });
        Found::settled(Set::Number(total), open)
    }

    pub(super) fn any_member(&self, list: FactIndex, when: ExprIndex) -> Found {
        self.some_member(list, when, |truth| truth)
    }

    /// Every member does where none does not.
    pub(super) fn every_member(&self, list: FactIndex, when: ExprIndex) -> Found {
        let found = self.some_member(list, when, Truth::not);
        Found { set: Set::Truth(found.truth().not()), ..found }
    }

    fn some_member(&self, list: FactIndex, when: ExprIndex, turn: fn(Truth) -> Truth) -> Found {
        let (mut truth, mut open) = (Truth::False, Slots::NONE);
        self.each_member(list, |scope, further| {
            let found = self.value(when, scope);
            let exists = if further.min > 0 { Truth::True } else { Truth::Unknown };
            let holds = turn(found.truth()).and(exists);
            if holds == Truth::Unknown {
                open = open.union(self.member_open(list, further, found.open));
            }
            truth = truth.or(holds);
        });
        Found::settled(Set::Truth(truth), open)
    }

    /// The births of those not named yet.
    fn further_birth(&self, list: FactIndex, born: FieldIndex) -> Slots {
        Slots::only(further_slot(self.city.slot(list), born))
    }

    pub(super) fn ordinal(
        &self,
        list: FactIndex,
        born: FieldIndex,
        among: ExprIndex,
        scope: Scope,
    ) -> Found {
        let Scope::Named(own) = scope else {
            // Once named, its rank hangs on who counts and on their births.
            let mut open = self.roster(list).union(self.further_birth(list, born));
            self.each_member(list, |other, _| {
                let counts = self.value(among, other);
                if counts.truth() != Truth::False {
                    open = open.union(counts.open).union(self.field(list, born, other).open);
                }
            });
            return Found { set: Set::Number(Range::whole(1, None)), open };
        };
        let birth = self.field(list, born, scope);
        let (mut rank, mut open) = (Range::exactly(Exact::ONE), Slots::NONE);
        self.each_member(list, |other, further| {
            let counts = self.value(among, other);
            let elder = match other {
                Scope::Named(member) if member == own => return,
                Scope::Named(member) => {
                    let other_birth = self.field(list, born, other);
                    let later = birth.days().before(other_birth.days());
                    let before = other_birth.days().before(birth.days());
                    let elder = if member < own { later.not() } else { before };
                    Found::settled(Set::Truth(elder), birth.open.union(other_birth.open))
                }
                Scope::Further(_) | Scope::None => {
                    let open = birth.open.union(self.further_birth(list, born));
                    Found { set: Set::Truth(Truth::Unknown), open }
                }
            };
            let ahead = counts.truth().and(elder.truth());
            if ahead == Truth::False {
                return;
            }
            let low = if ahead == Truth::True { i64::from(further.min) } else { 0 };
            rank = rank.plus(Range::whole(low, further.max.map(i64::from)));
            let hangs =
                if ahead == Truth::True { Slots::NONE } else { counts.open.union(elder.open) };
            open = open.union(self.member_open(list, further, hangs));
        });
        Found::settled(Set::Number(rank), open)
    }
}
