//! The best lawful combination: the most that programmes without mutual exclusions would pay together.
//! It knows programmes only as candidates with amounts, exclusions and shared caps.

use crate::amount::Exact;
use crate::index::{CapOfYear, ProgrammeIndex};
use crate::possible::Range;
use crate::report::{Best, Combination, ProgrammeReport, Verdict, Window};
use crate::rulebook::{Party, Programme};

/// A programme that may be part of a combination.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Its index among the city's programmes.
    pub programme: ProgrammeIndex,
    /// The least and the most that it pays. The least is 0 while it is not decided that the household
    /// could get it; a bound that does not exist is absent.
    pub pays: Range,
    /// The programmes that it excludes, each with whether the exclusion is only inferred.
    pub exclusive: Vec<(ProgrammeIndex, bool)>,
    /// Its shared cap.
    pub cap: Option<CapOfYear>,
}

impl Candidate {
    /// Whether it adds to the sum in every combination, because it has no shared cap and costs nothing.
    /// Exclusions are not considered here.
    fn is_independent(&self) -> bool {
        let costs = |end: Option<Exact>| end.is_some_and(Exact::is_negative);
        self.cap.is_none() && !costs(self.pays.low) && !costs(self.pays.high)
    }
}

/// The most that its candidates pay together.
#[derive(Clone, Copy, Debug)]
pub struct Cap {
    /// Which cap it is.
    pub id: CapOfYear,
    /// Yen, never below zero. Without an upper end the maximum is not capped.
    pub yen: Range,
}

/// Whether a programme's money counts for the household's best combination.
#[must_use]
pub fn counts(programme: &Programme, report: &ProgrammeReport) -> bool {
    let possible = match report.verdict {
        Verdict::Eligible | Verdict::Confirm | Verdict::Undetermined => true,
        Verdict::Ineligible | Verdict::NoRule => false,
    };
    let takes_applications = match report.window {
        Window::Open | Window::Upcoming | Window::Unknown => true,
        Window::Closed | Window::BudgetReached => false,
    };
    let pays_people = match programme.payee {
        Party::Household | Party::Worker => true,
        Party::City | Party::Employer | Party::Other => false,
    };
    possible && takes_applications && pays_people && programme.benefit.is_money()
}

/// The best combination of candidates. A candidate that is not decided counts as granted.
///
/// ```
/// use iju_check::combine::{Candidate, best};
/// use iju_check::index::ProgrammeIndex;
/// use iju_check::possible::Range;
///
/// let candidate = |at: u16, yen: i64, exclusive: Vec<(ProgrammeIndex, bool)>| Candidate {
///     programme: ProgrammeIndex::new(at),
///     pays: Range::whole(yen, Some(yen)),
///     exclusive,
///     cap: None,
/// };
/// let excluded = vec![(ProgrammeIndex::new(1), false)];
/// let found = best(&[candidate(0, 5, excluded), candidate(1, 7, Vec::new())], &[]);
/// assert_eq!(found.range, Range::whole(7, Some(7)));
/// ```
#[must_use]
pub fn best(candidates: &[Candidate], caps: &[Cap]) -> Best {
    let mut best = Best {
        chosen: Combination { programmes: Vec::new(), range: Range::ZERO },
        range: Range::ZERO,
        alternatives: Vec::new(),
        caps: Vec::new(),
    };
    let mut chosen_programmes = Vec::new();
    for members in connected_groups(candidates) {
        if let [only] = members.as_slice()
            && only.is_independent()
        {
            best.chosen.range = best.chosen.range.plus(only.pays);
            best.range = best.range.plus(only.pays);
            chosen_programmes.push(only.programme);
            continue;
        }
        let group = Group { members, caps };
        let sets = group.compatible(true);
        let (mut chosen, mut least) = (0, None);
        for (at, set) in sets.iter().enumerate() {
            if at == 0 || group.is_better(*set, chosen) {
                chosen = *set;
            }
            least = group.sum(*set).low.max(least);
        }
        let Combination { programmes, range } = group.combination(chosen);
        chosen_programmes.extend_from_slice(&programmes);
        best.chosen.range = best.chosen.range.plus(range);
        best.range = best.range.plus(Range { low: least, high: group.most() });
        for set in sets {
            if set != chosen && group.is_maximal(set) {
                best.alternatives.push(group.combination(set));
            }
        }
        for cap in caps {
            if group.capped_sum(chosen, cap).1 {
                best.caps.push(cap.id);
            }
        }
    }
    for one in candidates {
        if chosen_programmes.contains(&one.programme) {
            best.chosen.programmes.push(one.programme);
        }
    }
    best
}

/// Groups of candidates connected by exclusions and caps, directly or not; each in the author's order.
fn connected_groups(candidates: &[Candidate]) -> Vec<Vec<&Candidate>> {
    // For each candidate, the first one of its group so far.
    let mut first: Vec<usize> = (0..candidates.len()).collect();
    for (at, candidate) in candidates.iter().enumerate() {
        for (other_at, other) in candidates.iter().enumerate().take(at) {
            if !are_connected(other, candidate) {
                continue;
            }
            let of = |at: usize| first.get(at).copied().unwrap_or(at);
            let (one, two) = (of(at), of(other_at));
            for known in &mut first {
                if *known == one || *known == two {
                    *known = one.min(two);
                }
            }
        }
    }
    let mut groups = Vec::new();
    for lead in 0..candidates.len() {
        let mut group = Vec::new();
        for (member, of) in candidates.iter().zip(&first) {
            if *of == lead {
                group.push(member);
            }
        }
        if !group.is_empty() {
            groups.push(group);
        }
    }
    groups
}

fn are_connected(a: &Candidate, b: &Candidate) -> bool {
    excludes(a, b, true) || (a.cap.is_some() && a.cap == b.cap)
}

fn excludes(a: &Candidate, b: &Candidate, with_inferred: bool) -> bool {
    let names = |a: &Candidate, b: &Candidate| {
        let mut exclusive = a.exclusive.iter();
        exclusive.any(|(other, inferred)| *other == b.programme && (with_inferred || !inferred))
    };
    names(a, b) || names(b, a)
}

/// A subset of a group's members, as bits, the first lowest.
type Set = u32;

/// Connected candidates, no more than [`crate::limits::LINKED`], in the author's order.
struct Group<'a> {
    members: Vec<&'a Candidate>,
    caps: &'a [Cap],
}

impl Group<'_> {
    fn members(&self, set: Set) -> impl Iterator<Item = &Candidate> {
        let members = self.members.iter().enumerate();
        members.filter(move |(at, _)| set & (1 << at) != 0).map(|(_, member)| *member)
    }

    fn fits(&self, set: Set, candidate: &Candidate, with_inferred: bool) -> bool {
        !self.members(set).any(|member| excludes(member, candidate, with_inferred))
    }

    /// Every set in which no two candidates exclude each other.
    fn compatible(&self, with_inferred: bool) -> Vec<Set> {
        let mut sets = vec![0];
        for (at, candidate) in self.members.iter().enumerate() {
            for known in 0..sets.len() {
                let set = sets.get(known).copied().unwrap_or(0);
                if self.fits(set, candidate, with_inferred) {
                    sets.push(set | (1 << at));
                }
            }
        }
        sets
    }

    /// Whether no other candidate of the group fits into a set.
    fn is_maximal(&self, set: Set) -> bool {
        !self.members(!set).any(|one| self.fits(set, one, true))
    }

    /// The sum that the members of a set with a cap pay, and whether the cap reduces it.
    fn capped_sum(&self, set: Set, cap: &Cap) -> (Range, bool) {
        let uncapped = self.uncapped_sum(set, Some(cap.id));
        let capped = uncapped.min(cap.yen);
        (capped, capped != uncapped)
    }

    /// The sum that the members of a set with this cap, or without any, pay before it is applied.
    fn uncapped_sum(&self, set: Set, cap: Option<CapOfYear>) -> Range {
        let mut sum = Range::ZERO;
        for one in self.members(set) {
            if one.cap == cap {
                sum = sum.plus(one.pays);
            }
        }
        sum
    }

    /// The sum that a set pays.
    fn sum(&self, set: Set) -> Range {
        let mut sum = self.uncapped_sum(set, None);
        for cap in self.caps {
            sum = sum.plus(self.capped_sum(set, cap).0);
        }
        sum
    }

    /// The largest possible sum. Only stated exclusions apply here, because inferred ones may be wrong.
    fn most(&self) -> Option<Exact> {
        let mut most = self.sum(0).high;
        for set in self.compatible(false) {
            most = higher(most, self.sum(set).high);
        }
        most
    }

    /// Whether a set has a greater guaranteed sum, or else a greater maximum, or else an earlier member in
    /// the author's order.
    fn is_better(&self, set: Set, than: Set) -> bool {
        let (a, b) = (self.sum(set), self.sum(than));
        if a.low != b.low {
            return a.low > b.low;
        }
        if a.high != b.high {
            return higher(a.high, b.high) == a.high;
        }
        let differing = set ^ than;
        set & differing & differing.wrapping_neg() != 0
    }

    fn combination(&self, set: Set) -> Combination {
        let mut programmes = Vec::new();
        for one in self.members(set) {
            programmes.push(one.programme);
        }
        Combination { programmes, range: self.sum(set) }
    }
}

fn higher(a: Option<Exact>, b: Option<Exact>) -> Option<Exact> {
    Some(a?.max(b?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::{CapIndex, YearIndex};

    const CAP: CapOfYear = CapOfYear { year: YearIndex::new(0), cap: CapIndex::new(0) };

    /// The indices of programmes as numbers.
    fn places(programmes: &[ProgrammeIndex]) -> Vec<u16> {
        programmes.iter().map(|programme| programme.get()).collect()
    }

    fn candidate(programme: u16, low: i64, high: Option<i64>) -> Candidate {
        let (programme, pays) = (ProgrammeIndex::new(programme), Range::whole(low, high));
        Candidate { programme, pays, exclusive: Vec::new(), cap: None }
    }

    fn excluding(mut candidate: Candidate, other: u16, inferred: bool) -> Candidate {
        candidate.exclusive.push((ProgrammeIndex::new(other), inferred));
        candidate
    }

    fn best_of(candidates: &[Candidate]) -> Best {
        best(candidates, &[])
    }

    /// The best combination if the candidates at some positions share a cap.
    fn capped(mut all: Vec<Candidate>, under: &[usize], low: i64, high: Option<i64>) -> Best {
        for at in under {
            all[*at].cap = Some(CAP);
        }
        best(&all, &[Cap { id: CAP, yen: Range::whole(low, high) }])
    }

    #[test]
    fn the_guaranteed_one_of_two_exclusive_programmes_is_chosen() {
        let found = best_of(&[
            excluding(candidate(0, 1_000_000, Some(1_300_000)), 1, false),
            candidate(1, 0, None),
        ]);
        assert_eq!(places(&found.chosen.programmes), [0]);
        assert_eq!(found.chosen.range, Range::whole(1_000_000, Some(1_300_000)));
        assert_eq!(found.range, Range::whole(1_000_000, None));
        assert_eq!(found.alternatives.len(), 1);
        assert_eq!(places(&found.alternatives[0].programmes), [1]);
    }

    #[test]
    fn the_minimum_applies_an_inferred_exclusion_and_the_maximum_does_not() {
        let found = best_of(&[
            excluding(candidate(0, 5, Some(5)), 1, true),
            candidate(1, 3, Some(3)),
            candidate(2, 1, Some(2)),
        ]);
        assert_eq!(places(&found.chosen.programmes), [0, 2]);
        assert_eq!(found.range, Range::whole(6, Some(10)));
    }

    #[test]
    fn a_programme_that_guarantees_nothing_is_chosen_for_its_maximum() {
        let found = best_of(&[candidate(0, 0, Some(9))]);
        assert_eq!(places(&found.chosen.programmes), [0]);
        assert_eq!(found.range, Range::whole(0, Some(9)));
        assert_eq!(best_of(&[]).range, Range::ZERO);
    }

    #[test]
    fn the_earlier_of_two_equal_programmes_is_chosen() {
        let found =
            best_of(&[excluding(candidate(0, 5, Some(5)), 1, false), candidate(1, 5, Some(5))]);
        assert_eq!(places(&found.chosen.programmes), [0]);
    }

    #[test]
    fn the_ends_of_a_chain_of_exclusions_are_combined() {
        let found = best_of(&[
            excluding(candidate(0, 4, Some(4)), 1, false),
            excluding(candidate(1, 7, Some(7)), 2, false),
            candidate(2, 4, Some(4)),
        ]);
        assert_eq!(places(&found.chosen.programmes), [0, 2]);
        assert_eq!(found.range, Range::whole(8, Some(8)));
    }

    #[test]
    fn a_shared_cap_limits_the_sum_and_is_listed_if_it_reduces_it() {
        let all =
            || vec![candidate(0, 7, Some(9)), candidate(1, 2, Some(4)), candidate(2, 1, Some(1))];
        let found = capped(all(), &[0, 1], 10, Some(10));
        // 7 + 2 = 9 is below the cap, 9 + 4 = 13 is not.
        assert_eq!(found.range, Range::whole(10, Some(11)));
        assert_eq!((found.chosen.range, found.caps), (found.range, vec![CAP]));
        assert_eq!(places(&found.chosen.programmes), [0, 1, 2]);
        assert!(found.alternatives.is_empty(), "{:?}", found.alternatives);
        let found = capped(all(), &[0, 1], 13, Some(13));
        assert_eq!((found.range, found.caps), (Range::whole(10, Some(14)), Vec::new()));
    }

    #[test]
    fn a_cap_range_guarantees_its_lower_end_and_an_unbounded_one_limits_nothing() {
        let pair = || vec![candidate(0, 7, Some(7)), candidate(1, 5, None)];
        let found = capped(pair(), &[0, 1], 8, Some(20));
        assert_eq!(found.range, Range::whole(8, Some(20)));
        let found = capped(pair(), &[0, 1], 8, None);
        assert_eq!(found.range, Range::whole(8, None));
    }

    #[test]
    fn a_cap_can_make_the_smaller_of_two_exclusive_programmes_the_better_one() {
        // 0 and 1 exclude each other; 0 and 2 share a cap: 8 with 2 is 9, 6 with 5 is 11.
        let found = capped(
            vec![
                excluding(candidate(0, 8, Some(8)), 1, false),
                candidate(1, 6, Some(6)),
                candidate(2, 5, Some(5)),
            ],
            &[0, 2],
            9,
            Some(9),
        );
        assert_eq!(places(&found.chosen.programmes), [1, 2]);
        assert_eq!(found.range, Range::whole(11, Some(11)));
        assert_eq!(places(&found.alternatives[0].programmes), [0, 2]);
        assert_eq!(found.alternatives[0].range, Range::whole(9, Some(9)));
        assert!(found.caps.is_empty());
    }

    #[test]
    fn twelve_programmes_share_one_cap() {
        let many: Vec<Candidate> = (0..12).map(|at| candidate(at, 1, Some(2))).collect();
        let under: Vec<usize> = (0..12).collect();
        let found = capped(many, &under, 10, Some(15));
        assert_eq!(found.range, Range::whole(10, Some(15)));
        assert_eq!(found.chosen.programmes.len(), 12);
    }
}
