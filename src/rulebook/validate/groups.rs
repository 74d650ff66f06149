//! The groups of programmes that are connected by exclusions and shared caps. Which combination is
//! best is decided elsewhere.

use super::super::rules::{CityRules, Rulebook};
use crate::index::{ProgrammeInYear, ProgrammeIndex};
use typed_index_collections::{TiSlice, TiVec};

/// The size of the largest group of programmes that are connected, directly or not, by exclusions and
/// shared caps. All years count together, because each year's rules may hold for another programme.
/// `count` is the number of the city's programmes.
pub(super) fn largest_group(rules: &CityRules, count: usize) -> usize {
    // The group of each programme, named by one of its members.
    let mut groups: TiVec<ProgrammeIndex, usize> = (0..count).collect();
    for book in &rules.years {
        for programme in &book.programmes {
            for other in &programme.exclusive {
                join(&mut groups, book, programme.number, other.programme);
            }
        }
        for cap in &book.caps {
            let first = cap.programmes.first().and_then(|first| book.programmes.get(*first));
            for other in &cap.programmes {
                if let Some(first) = first {
                    join(&mut groups, book, first.number, *other);
                }
            }
        }
    }
    let size = |group| groups.iter().filter(|other| *other == group).count();
    groups.iter().map(size).max().unwrap_or(0)
}

/// Joins the groups of one programme and of another one of the year.
fn join(
    groups: &mut TiSlice<ProgrammeIndex, usize>,
    book: &Rulebook,
    one: ProgrammeIndex,
    other: ProgrammeInYear,
) {
    let other = book.programmes.get(other).and_then(|other| groups.get(other.number).copied());
    if let (Some(from), Some(to)) = (groups.get(one).copied(), other) {
        for group in groups.iter_mut().filter(|group| **group == from) {
            *group = to;
        }
    }
}
