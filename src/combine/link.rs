//! Candidates that exclusions and shared caps connect: which sets of them are lawful, what a set pays, and which
//! one is best. Readings that other candidates share are settled before.

use super::{Candidate, Cap, Terms};
use crate::amount::Exact;
use crate::index::{CapOfYear, ProgrammeIndex};
use crate::possible::Range;

/// A subset of a link's members, as bits, the first lowest.
pub(super) type Set = u32;

/// A candidate, with what it pays as a link counts it.
#[derive(Clone, Copy)]
struct Member<'a> {
    candidate: &'a Candidate,
    pays: Range,
    /// Whether it can be granted.
    is_possible: bool,
    /// The members that it excludes or that exclude it.
    excludes: Set,
    /// Those whose exclusion a source states.
    surely_excludes: Set,
}

/// Candidates connected by exclusions and caps, no more than [`crate::limits::LINKED`], in the author's order.
pub(super) struct Link<'a> {
    members: Vec<Member<'a>>,
    caps: &'a [Cap],
}

impl<'a> Link<'a> {
    fn of(
        candidates: &[&'a Candidate],
        meanings: usize,
        caps: &'a [Cap],
        pays: fn(Terms) -> Range,
    ) -> Link<'a> {
        let mut members = Vec::with_capacity(candidates.len());
        for candidate in candidates {
            let terms = candidate.terms(meanings);
            let excluded = |with_inferred| {
                let others = candidates.iter().enumerate();
                let excluded = others.filter(|(_, one)| excludes(one, candidate, with_inferred));
                excluded.fold(0, |set, (at, _)| set | (1 << at))
            };
            members.push(Member {
                candidate,
                pays: terms.map_or(Range::ZERO, pays),
                is_possible: terms.is_some(),
                excludes: excluded(true),
                surely_excludes: excluded(false),
            });
        }
        Link { members, caps }
    }

    /// What the candidates pay if they are granted.
    pub(super) fn granted(
        candidates: &[&'a Candidate],
        meanings: usize,
        caps: &'a [Cap],
    ) -> Link<'a> {
        Link::of(candidates, meanings, caps, |terms| terms.pays)
    }

    /// What counts whatever is still open.
    pub(super) fn in_any_case(
        candidates: &[&'a Candidate],
        meanings: usize,
        caps: &'a [Cap],
    ) -> Link<'a> {
        Link::of(candidates, meanings, caps, Terms::in_any_case)
    }

    fn members(&self, set: Set) -> impl Iterator<Item = &Member<'a>> {
        let members = self.members.iter().enumerate();
        members.filter(move |(at, _)| set & (1 << at) != 0).map(|(_, member)| member)
    }

    pub(super) fn grants(&self, set: Set) -> bool {
        self.members(set).all(|member| member.is_possible)
    }

    /// Every set of candidates that can be granted in which no two exclude each other, and the sum that it pays. The
    /// first set is the empty one.
    pub(super) fn compatible(&self, with_inferred: bool) -> Vec<(Set, Range)> {
        let mut sets = vec![(0, self.sum(0))];
        for (at, member) in self.members.iter().enumerate().filter(|(_, one)| one.is_possible) {
            let excluded = if with_inferred { member.excludes } else { member.surely_excludes };
            for known in 0..sets.len() {
                let Some((without, sum)) = sets.get(known).copied() else { break };
                if without & excluded == 0 {
                    let set = without | (1 << at);
                    let is_capped = member.candidate.cap.is_some();
                    sets.push((set, if is_capped { self.sum(set) } else { sum.plus(member.pays) }));
                }
            }
        }
        sets
    }

    /// Whether no other candidate that can be granted fits into a set.
    pub(super) fn is_maximal(&self, set: Set) -> bool {
        let mut others = self.members(!set).filter(|one| one.is_possible);
        others.all(|one| set & one.excludes != 0)
    }

    /// The sum that the members of a set with a cap pay, and whether the cap reduces it.
    pub(super) fn capped_sum(&self, set: Set, cap: &Cap) -> (Range, bool) {
        let uncapped = self.uncapped_sum(set, Some(cap.id));
        let capped = uncapped.min(cap.yen);
        (capped, capped != uncapped)
    }

    /// The sum that the members of a set with this cap, or without any, pay before it is applied.
    fn uncapped_sum(&self, set: Set, cap: Option<CapOfYear>) -> Range {
        let mut sum = Range::ZERO;
        for one in self.members(set) {
            if one.candidate.cap == cap {
                sum = sum.plus(one.pays);
            }
        }
        sum
    }

    /// The sum that a set pays.
    pub(super) fn sum(&self, set: Set) -> Range {
        let mut sum = self.uncapped_sum(set, None);
        for cap in self.caps {
            sum = sum.plus(self.capped_sum(set, cap).0);
        }
        sum
    }

    /// Whether its sum is that of its only member, which adds to every sum.
    fn is_simple(&self) -> bool {
        let costs = |end: Option<Exact>| end.is_some_and(Exact::is_negative);
        let is_simple = |one: &Member<'_>| {
            one.candidate.cap.is_none() && !costs(one.pays.low) && !costs(one.pays.high)
        };
        matches!(self.members.as_slice(), [only] if is_simple(only))
    }

    /// The range of the best sum. The least is what a set guarantees whatever the exclusions mean. For the most
    /// only stated exclusions apply, because inferred ones may be wrong.
    pub(super) fn best_sum(&self) -> Range {
        if self.is_simple() {
            return self.sum(1);
        }
        let (mut low, mut high) = (None, self.sum(0).high);
        for (_, sum) in self.compatible(true) {
            low = sum.low.max(low);
        }
        for (_, sum) in self.compatible(false) {
            high = higher(high, sum.high);
        }
        Range { low, high }
    }

    /// The set with the greatest guaranteed sum, or else with the greater maximum, or else with an earlier member
    /// in the author's order.
    pub(super) fn best(&self) -> Set {
        let better = |one, other| if is_better(other, one) { other } else { one };
        self.compatible(true).into_iter().reduce(better).map_or(0, |(set, _)| set)
    }

    /// The members of all sets that could pay at least so much, which is not known if it is absent. An inferred exclusion
    /// may be wrong, so it keeps no set out.
    pub(super) fn contenders(&self, least: Option<Exact>) -> Vec<ProgrammeIndex> {
        let mut contenders = 0;
        for (set, sum) in self.compatible(false) {
            let pays_less = |high| least.is_some_and(|least| high < least);
            if !sum.high.is_some_and(pays_less) {
                contenders |= set;
            }
        }
        self.programmes(contenders)
    }

    pub(super) fn programmes(&self, set: Set) -> Vec<ProgrammeIndex> {
        self.members(set).map(|one| one.candidate.programme).collect()
    }
}

/// The candidate of a group of one that is part of every best combination, with its terms: nothing limits it, and it costs
/// the household nothing.
pub(super) fn only_to_be_chosen(candidates: &[Candidate]) -> Option<(ProgrammeIndex, Terms)> {
    let [Candidate { programme, terms, exclusive: _, cap: None }] = candidates else { return None };
    let [Some(terms)] = terms.as_slice() else { return None };
    // The upper end of a ceiling may be below zero although its lower end is zero.
    let Range { low, high } = terms.pays;
    let may_cost = low.is_none_or(Exact::is_negative) || high.is_some_and(Exact::is_negative);
    (!may_cost).then_some((*programme, *terms))
}

pub(super) fn excludes(a: &Candidate, b: &Candidate, with_inferred: bool) -> bool {
    let names = |a: &Candidate, b: &Candidate| {
        let mut exclusive = a.exclusive.iter();
        exclusive.any(|(other, inferred)| *other == b.programme && (with_inferred || !inferred))
    };
    names(a, b) || names(b, a)
}

/// Whether a sum guarantees more than another, or else may be more.
pub(super) fn is_greater(a: Range, b: Range) -> bool {
    if a.low != b.low {
        return a.low > b.low;
    }
    a.high != b.high && higher(a.high, b.high) == a.high
}

/// Whether a set with its sum is better than another.
fn is_better((set, sum): (Set, Range), (than, other): (Set, Range)) -> bool {
    if is_greater(sum, other) || is_greater(other, sum) {
        return is_greater(sum, other);
    }
    let differing = set ^ than;
    set & differing & differing.wrapping_neg() != 0
}

fn higher(a: Option<Exact>, b: Option<Exact>) -> Option<Exact> {
    Some(a?.max(b?))
}
