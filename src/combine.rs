//! The best lawful combination: the most that programmes which may be had together would pay.
//! Knows programmes only as candidates with amounts and exclusions.

use crate::amount::Exact;
use crate::possible::Range;
use crate::report::{Best, Combination, ProgrammeReport, Verdict, Window};
use crate::rulebook::{Benefit, Party, Programme};

/// A programme that may be part of a combination.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Index among the city's programmes.
    pub programme: usize,
    /// Whether it is decided that the household could get it.
    pub is_sure: bool,
    /// What is paid at least, if granted; nothing known counts as nothing.
    pub guaranteed: Option<Exact>,
    /// What is paid at most; absent if there is no bound.
    pub most: Option<Exact>,
    /// Programmes it excludes, each with whether that is only inferred.
    pub exclusive: Vec<(usize, bool)>,
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
    let is_money = match programme.benefit {
        Benefit::Cash | Benefit::Reimbursement | Benefit::Voucher => true,
        Benefit::FeeWaiver
        | Benefit::Loan
        | Benefit::Service
        | Benefit::Facility
        | Benefit::TaxRelief => false,
    };
    possible && takes_applications && pays_people && is_money
}

/// The best combination of candidates, with what is open taken as granted.
#[must_use]
pub fn best(candidates: &[Candidate]) -> Best {
    let mut best = Best {
        chosen: Combination { programmes: Vec::new(), range: Range::ZERO },
        range: Range::ZERO,
        alternatives: Vec::new(),
    };
    let mut chosen_programmes = Vec::new();
    for group in linked(candidates) {
        let sets = compatible_sets(&group);
        let chosen = sets.iter().fold(None, |best: Option<&Vec<&Candidate>>, set| match best {
            Some(best) if !is_better(set, best) => Some(best),
            _ => Some(set),
        });
        let Some(chosen) = chosen else { continue };
        chosen_programmes.extend(chosen.iter().map(|one| one.programme));
        best.chosen.range = best.chosen.range.plus(sum(chosen));
        best.range = best.range.plus(Range { low: least(&sets), high: most(&group) });
        let losers = sets.iter().filter(|set| *set != chosen && is_maximal(set, &sets));
        best.alternatives.extend(losers.map(|set| Combination {
            programmes: set.iter().map(|one| one.programme).collect(),
            range: sum(set),
        }));
    }
    let in_order = candidates.iter().map(|one| one.programme);
    best.chosen.programmes = in_order.filter(|one| chosen_programmes.contains(one)).collect();
    best
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Candidate) -> bool {
        self.programme == other.programme
    }
}

fn excludes(a: &Candidate, b: &Candidate, with_inferred: bool) -> bool {
    let names = |a: &Candidate, b: &Candidate| {
        let mut exclusive = a.exclusive.iter();
        exclusive.any(|(other, inferred)| *other == b.programme && (with_inferred || !inferred))
    };
    names(a, b) || names(b, a)
}

/// Candidates linked by exclusions, directly or not; each group in the author's order.
fn linked(candidates: &[Candidate]) -> Vec<Vec<&Candidate>> {
    let mut groups: Vec<Vec<&Candidate>> = Vec::new();
    for candidate in candidates {
        let touches =
            |group: &Vec<&Candidate>| group.iter().any(|member| excludes(member, candidate, true));
        let (touched, mut rest): (Vec<_>, Vec<_>) = groups.into_iter().partition(touches);
        let mut joined: Vec<&Candidate> = touched.into_iter().flatten().collect();
        joined.push(candidate);
        let in_order = candidates.iter().filter(|one| joined.contains(one));
        rest.push(in_order.collect());
        groups = rest;
    }
    groups
}

/// Every set without a pair that excludes each other, inferred exclusions counted.
fn compatible_sets<'a>(group: &[&'a Candidate]) -> Vec<Vec<&'a Candidate>> {
    compatible(group, true)
}

fn compatible<'a>(group: &[&'a Candidate], with_inferred: bool) -> Vec<Vec<&'a Candidate>> {
    let mut sets: Vec<Vec<&Candidate>> = vec![Vec::new()];
    for candidate in group {
        let fits = |set: &&Vec<&Candidate>| {
            !set.iter().any(|member| excludes(member, candidate, with_inferred))
        };
        let extended = sets.iter().filter(fits).map(|set| {
            let mut set = set.clone();
            set.push(candidate);
            set
        });
        let extended: Vec<_> = extended.collect();
        sets.extend(extended);
    }
    sets
}

/// What a set pays: undecided programmes guarantee nothing.
fn sum(set: &[&Candidate]) -> Range {
    set.iter().fold(Range::ZERO, |sum, one| {
        let low = one.guaranteed.filter(|_| one.is_sure).unwrap_or(Exact::ZERO);
        sum.plus(Range { low: Some(low), high: one.most })
    })
}

/// The sum that some set guarantees whatever is still open.
fn least(sets: &[Vec<&Candidate>]) -> Option<Exact> {
    sets.iter().filter_map(|set| sum(set).low).max()
}

/// The largest sum possible at all, where only stated exclusions bind.
fn most(group: &[&Candidate]) -> Option<Exact> {
    compatible(group, false).iter().map(|set| sum(set).high).reduce(higher).flatten()
}

fn higher(a: Option<Exact>, b: Option<Exact>) -> Option<Exact> {
    Some(a?.max(b?))
}

/// Greater guaranteed sum, then greater maximum, then earlier in the author's order.
fn is_better(set: &[&Candidate], than: &[&Candidate]) -> bool {
    let (a, b) = (sum(set), sum(than));
    if a.low != b.low {
        return a.low > b.low;
    }
    if a.high != b.high {
        return higher(a.high, b.high) == a.high;
    }
    let order = |set: &[&Candidate]| set.iter().map(|one| one.programme).collect::<Vec<_>>();
    let (a, b) = (order(set), order(than));
    a.len() > b.len() && a.starts_with(&b) || (!b.starts_with(&a) && a < b)
}

/// Whether no other set holds all of this one and more.
fn is_maximal(set: &Vec<&Candidate>, sets: &[Vec<&Candidate>]) -> bool {
    !sets.iter().any(|other| other.len() > set.len() && set.iter().all(|one| other.contains(one)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(programme: usize, low: Option<i64>, high: Option<i64>) -> Candidate {
        Candidate {
            programme,
            is_sure: true,
            guaranteed: low.map(Exact::whole),
            most: high.map(Exact::whole),
            exclusive: Vec::new(),
        }
    }

    fn excluding(mut candidate: Candidate, other: usize, inferred: bool) -> Candidate {
        candidate.exclusive.push((other, inferred));
        candidate
    }

    #[test]
    fn of_two_that_exclude_each_other_the_guaranteed_one_is_chosen() {
        let found = best(&[
            excluding(candidate(0, Some(1_000_000), Some(1_300_000)), 1, false),
            candidate(1, None, None),
        ]);
        assert_eq!(found.chosen.programmes, [0]);
        assert_eq!(found.chosen.range, Range::whole(1_000_000, Some(1_300_000)));
        assert_eq!(found.range, Range::whole(1_000_000, None));
        assert_eq!(found.alternatives.len(), 1);
        assert_eq!(found.alternatives[0].programmes, [1]);
    }

    #[test]
    fn an_inferred_exclusion_is_bound_both_ways() {
        let found = best(&[
            excluding(candidate(0, Some(5), Some(5)), 1, true),
            candidate(1, Some(3), Some(3)),
            candidate(2, Some(1), Some(2)),
        ]);
        assert_eq!(found.chosen.programmes, [0, 2]);
        assert_eq!(found.range, Range::whole(6, Some(10)));
    }

    #[test]
    fn undecided_programmes_guarantee_nothing() {
        let undecided = Candidate { is_sure: false, ..candidate(0, Some(5), Some(9)) };
        let found = best(&[undecided]);
        assert_eq!(found.chosen.programmes, [0]);
        assert_eq!(found.range, Range::whole(0, Some(9)));
        assert_eq!(best(&[]).range, Range::ZERO);
    }

    #[test]
    fn ties_go_to_the_author() {
        let found = best(&[
            excluding(candidate(0, Some(5), Some(5)), 1, false),
            candidate(1, Some(5), Some(5)),
        ]);
        assert_eq!(found.chosen.programmes, [0]);
    }

    #[test]
    fn a_chain_of_exclusions_keeps_its_ends() {
        let found = best(&[
            excluding(candidate(0, Some(4), Some(4)), 1, false),
            excluding(candidate(1, Some(7), Some(7)), 2, false),
            candidate(2, Some(4), Some(4)),
        ]);
        assert_eq!(found.chosen.programmes, [0, 2]);
        assert_eq!(found.range, Range::whole(8, Some(8)));
    }
}
