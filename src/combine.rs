//! The best lawful combination: the most that programmes without mutual exclusions would pay together.
//! It knows programmes only as candidates with amounts, exclusions and shared caps.

mod link;

use crate::amount::Exact;
use crate::index::{CapOfYear, ProgrammeIndex};
use crate::possible::Range;
use crate::report::{Best, Combination, ProgrammeReport, Verdict, Window};
use crate::rulebook::{Party, Programme};
use link::{Link, Set, excludes, is_greater, only_to_be_chosen};

/// A programme that may be part of a combination.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Its index among the city's programmes.
    pub programme: ProgrammeIndex,
    /// What it pays under each combination of meanings of the readings that the candidates of its group share.
    /// Absent where it cannot be granted.
    pub terms: Vec<Option<Terms>>,
    /// The programmes that it excludes, each with whether the exclusion is only inferred or holds only under some meanings
    /// of a reading.
    pub exclusive: Vec<(ProgrammeIndex, bool)>,
    /// Its shared cap.
    pub cap: Option<CapOfYear>,
}

/// What a candidate pays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// The least and the most that it pays if it is granted. A bound that does not exist is absent.
    pub pays: Range,
    /// Whether it can be granted to every household that is still possible, whatever the other readings mean.
    /// What is open besides readings counts as decided in the household's favour.
    pub is_sure: bool,
}

impl Terms {
    /// What counts whatever is still open: nothing is sure before it is sure that the programme is granted.
    fn in_any_case(self) -> Range {
        if self.is_sure { self.pays } else { Range { low: Some(Exact::ZERO), ..self.pays } }
    }
}

impl Candidate {
    fn terms(&self, meanings: usize) -> Option<Terms> {
        self.terms.get(meanings).copied().flatten()
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

/// The best combination of candidates, in groups. The candidates of a group have terms for the same combinations
/// of meanings, and no candidate excludes one of another group or shares a cap with it.
///
/// For every combination of meanings, the best lawful sum lies in the range of the result. The chosen set is
/// lawful whatever the exclusions mean, and its range holds under each combination of meanings under which all of
/// it can be granted.
///
/// ```
/// use iju_check::combine::{Candidate, Terms, best};
/// use iju_check::index::ProgrammeIndex;
/// use iju_check::possible::Range;
///
/// let candidate = |at: u16, yen: i64, exclusive: Vec<(ProgrammeIndex, bool)>| Candidate {
///     programme: ProgrammeIndex::new(at),
///     terms: vec![Some(Terms { pays: Range::whole(yen, Some(yen)), is_sure: true })],
///     exclusive,
///     cap: None,
/// };
/// let excluded = vec![(ProgrammeIndex::new(1), false)];
/// let found = best(&[vec![candidate(0, 5, excluded), candidate(1, 7, Vec::new())]], &[]);
/// assert_eq!(found.range, Range::whole(7, Some(7)));
/// ```
#[must_use]
pub fn best(groups: &[Vec<Candidate>], caps: &[Cap]) -> Best {
    let mut best = Best {
        chosen: Combination { programmes: Vec::new(), range: Range::ZERO },
        range: Range::ZERO,
        by_year: Vec::new(),
        alternatives: Vec::new(),
        caps: Vec::new(),
    };
    for candidates in groups {
        if let Some((programme, terms)) = only_to_be_chosen(candidates) {
            best.range = best.range.plus(terms.in_any_case());
            best.chosen.range = best.chosen.range.plus(terms.pays);
            best.chosen.programmes.push(programme);
            continue;
        }
        let found = Group::of(&connected(candidates), candidates, caps).best();
        best.range = best.range.plus(found.range);
        best.chosen.range = best.chosen.range.plus(found.chosen.range);
        best.chosen.programmes.extend(found.chosen.programmes);
        best.alternatives.extend(found.alternatives);
        best.caps.extend(found.caps);
    }
    best.chosen.programmes = in_order(&best.chosen.programmes);
    best
}

/// The programmes that are in the best combination, and those that open answers could bring into it. Such a programme
/// is in a set that could pay at least the amount that is guaranteed in any case. Where candidates share readings that
/// are told apart, every candidate counts.
#[must_use]
pub fn contenders(groups: &[Vec<Candidate>], caps: &[Cap]) -> Vec<ProgrammeIndex> {
    let mut found = Vec::new();
    for candidates in groups {
        if let Some((programme, _)) = only_to_be_chosen(candidates) {
            found.push(programme);
            continue;
        }
        let told_apart = candidates.iter().any(|one| one.terms.len() > 1);
        for members in connected(candidates) {
            if told_apart {
                found.extend(members.iter().map(|one| one.programme));
            } else {
                found.extend(
                    Link::granted(&members, 0, caps)
                        .contenders(Link::in_any_case(&members, 0, caps).best_sum().low),
                );
            }
        }
    }
    found
}

/// Programmes in the author's order.
fn in_order(programmes: &[ProgrammeIndex]) -> Vec<ProgrammeIndex> {
    let mut ordered: Vec<ProgrammeIndex> = Vec::with_capacity(programmes.len());
    for one in programmes {
        let at = ordered.partition_point(|other| other < one);
        ordered.insert(at, *one);
    }
    ordered
}

/// Candidates connected by exclusions and caps, directly or not; each set in the author's order.
fn connected(candidates: &[Candidate]) -> Vec<Vec<&Candidate>> {
    let places = groups(candidates.len(), &|a, b| {
        let pair = candidates.get(a).zip(candidates.get(b));
        pair.is_some_and(|(a, b)| are_connected(a, b))
    });
    let of = |places: Vec<usize>| places.into_iter().filter_map(|at| candidates.get(at)).collect();
    places.into_iter().map(of).collect()
}

/// Divides so many items into groups of those that are connected, directly or not, each in order.
pub(crate) fn groups(count: usize, connects: &dyn Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
    // For each item, the first one of its group so far.
    let mut first: Vec<usize> = (0..count).collect();
    for at in 0..count {
        for other in 0..at {
            if !connects(other, at) {
                continue;
            }
            let of = |at: usize| first.get(at).copied().unwrap_or(at);
            let (one, two) = (of(at), of(other));
            for known in &mut first {
                if *known == one || *known == two {
                    *known = one.min(two);
                }
            }
        }
    }
    let mut groups = Vec::new();
    for lead in 0..count {
        let members = (0..count).filter(|at| first.get(*at) == Some(&lead));
        let group: Vec<usize> = members.collect();
        if !group.is_empty() {
            groups.push(group);
        }
    }
    groups
}

/// Whether two candidates exclude each other or share a cap.
pub(crate) fn are_connected(a: &Candidate, b: &Candidate) -> bool {
    excludes(a, b, true) || (a.cap.is_some() && a.cap == b.cap)
}

/// Candidates that share readings, in sets that exclusions and caps connect.
struct Group<'a> {
    /// The sets under each combination of meanings.
    under: Vec<Links<'a>>,
    caps: &'a [Cap],
}

/// The sets under some meanings: if they are granted, and what they pay in any case.
struct Links<'a> {
    granted: Vec<Link<'a>>,
    in_any_case: Vec<Link<'a>>,
}

/// One set of each link of a group, in the order of the links.
type Choice = Vec<Set>;

impl<'a> Group<'a> {
    fn of(
        connected: &[Vec<&'a Candidate>],
        candidates: &[Candidate],
        caps: &'a [Cap],
    ) -> Group<'a> {
        let meanings = 0..candidates.first().map_or(0, |one| one.terms.len());
        let links = |meanings| Links {
            granted: connected.iter().map(|one| Link::granted(one, meanings, caps)).collect(),
            in_any_case: connected
                .iter()
                .map(|one| Link::in_any_case(one, meanings, caps))
                .collect(),
        };
        Group { under: meanings.map(links).collect(), caps }
    }

    fn best(&self) -> Best {
        let mut range: Option<Range> = None;
        let mut choices: Vec<(Choice, Range)> = Vec::new();
        for links in &self.under {
            let found = links.range();
            range = Some(range.map_or(found, |range| range.hull(found)));
            for choice in links.choices() {
                if choices.iter().all(|(known, _)| *known != choice) {
                    let sums = self.under.iter().filter_map(|links| links.sum(&choice));
                    let sum = sums.reduce(Range::hull).unwrap_or(Range::ZERO);
                    choices.push((choice, sum));
                }
            }
        }
        let mut best = (&Vec::new(), Range::ZERO);
        for (at, (choice, sum)) in choices.iter().enumerate() {
            if at == 0 || is_greater(*sum, best.1) {
                best = (choice, *sum);
            }
        }
        let (chosen, sum) = best;
        let others = choices.iter().filter(|(choice, _)| choice != chosen);
        let mut alternatives: Vec<Combination> = others
            .map(|(choice, sum)| Combination { programmes: self.programmes(choice), range: *sum })
            .collect();
        if choices.len() == 1 {
            alternatives = self.other_maximal(chosen);
        }
        let reduced = |cap: &&Cap| {
            let mut links = self.first().iter().zip(chosen);
            links.any(|(link, set)| link.capped_sum(*set, cap).1)
        };
        Best {
            chosen: Combination { programmes: self.programmes(chosen), range: sum },
            range: range.unwrap_or(Range::ZERO),
            by_year: Vec::new(),
            alternatives,
            caps: self.caps.iter().filter(reduced).map(|cap| cap.id).collect(),
        }
    }

    /// The sets under the first meanings.
    fn first(&self) -> &[Link<'a>] {
        self.under.first().map_or(&[], |links| &links.granted)
    }

    fn programmes(&self, choice: &Choice) -> Vec<ProgrammeIndex> {
        let links = self.first().iter().zip(choice);
        let programmes: Vec<_> = links.flat_map(|(link, set)| link.programmes(*set)).collect();
        in_order(&programmes)
    }

    /// The other sets of each link to which no candidate can be added.
    fn other_maximal(&self, chosen: &Choice) -> Vec<Combination> {
        let mut found = Vec::new();
        for (link, chosen) in self.first().iter().zip(chosen) {
            for (set, range) in link.compatible(true) {
                if set != *chosen && link.is_maximal(set) {
                    found.push(Combination { programmes: link.programmes(set), range });
                }
            }
        }
        found
    }
}

impl Links<'_> {
    /// The range of the best sum.
    fn range(&self) -> Range {
        let sums = self.in_any_case.iter().map(Link::best_sum);
        sums.fold(Range::ZERO, Range::plus)
    }

    /// The choices to compare: the best sets, and all to which nothing can be added if there is a single link. The set
    /// that guarantees most over all meanings may be the best under none.
    fn choices(&self) -> Vec<Choice> {
        let mut found = vec![self.granted.iter().map(Link::best).collect()];
        if let [only] = self.granted.as_slice() {
            let sets = only.compatible(true).into_iter().map(|(set, _)| set);
            found.extend(sets.filter(|set| only.is_maximal(*set)).map(|set| vec![set]));
        }
        found
    }

    /// The sum of the sets of a choice, if all of them can be granted.
    fn sum(&self, choice: &Choice) -> Option<Range> {
        let mut sets = self.granted.iter().zip(choice);
        sets.try_fold(Range::ZERO, |sum, (link, set)| {
            link.grants(*set).then(|| sum.plus(link.sum(*set)))
        })
    }
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
        let terms = vec![Some(Terms { pays: Range::whole(low, high), is_sure: true })];
        Candidate {
            programme: ProgrammeIndex::new(programme),
            terms,
            exclusive: Vec::new(),
            cap: None,
        }
    }

    fn excluding(mut candidate: Candidate, other: u16, inferred: bool) -> Candidate {
        candidate.exclusive.push((ProgrammeIndex::new(other), inferred));
        candidate
    }

    fn best_of(candidates: &[Candidate]) -> Best {
        best(&[candidates.to_vec()], &[])
    }

    /// The best combination if the candidates at some positions share a cap.
    fn capped(mut all: Vec<Candidate>, under: &[usize], low: i64, high: Option<i64>) -> Best {
        for at in under {
            all[*at].cap = Some(CAP);
        }
        best(&[all], &[Cap { id: CAP, yen: Range::whole(low, high) }])
    }

    #[test]
    fn the_set_that_guarantees_most_may_be_the_best_under_no_meaning() {
        let paying = |programme: u16, sums: [i64; 2]| Candidate {
            programme: ProgrammeIndex::new(programme),
            terms: sums
                .map(|yen| Some(Terms { pays: Range::whole(yen, Some(yen)), is_sure: true }))
                .into(),
            exclusive: (0..programme).map(|one| (ProgrammeIndex::new(one), false)).collect(),
            cap: None,
        };
        let all = [paying(0, [100, 0]), paying(1, [0, 100]), paying(2, [90, 90])];
        let found = best_of(&all);
        assert_eq!(places(&found.chosen.programmes), [2]);
        assert_eq!(found.chosen.range, Range::whole(90, Some(90)));
        let others: Vec<_> = found.alternatives.iter().map(|one| places(&one.programmes)).collect();
        assert_eq!(others, [[0], [1]]);
        assert_eq!(found.range, Range::whole(100, Some(100)));
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
