//! The groups of programmes that are connected by exclusions and shared caps. Which combination is
//! best is decided elsewhere.

use super::super::rules::CityRules;
use crate::index::ProgrammeIndex;
use typed_index_collections::{TiSlice, TiVec};

/// The sizes of the groups of programmes that are connected, directly or not, by exclusions and shared
/// caps. All years count together, because each year's rules may hold for another programme. `count`
/// is the number of the city's programmes.
pub(super) fn sizes(rules: &CityRules, count: usize) -> Vec<usize> {
    // The group of each programme, named by one of its members.
    let mut groups: TiVec<ProgrammeIndex, usize> = (0..count).collect();
    for book in &rules.years {
        for programme in &book.programmes {
            for other in &programme.exclusive {
                join(&mut groups, programme.number, other.programme);
            }
        }
        for cap in &book.caps {
            let members = cap.programmes.iter().filter_map(|one| book.programmes.get(*one));
            let mut numbers = members.map(|one| one.number);
            if let Some(first) = numbers.next() {
                numbers.for_each(|other| join(&mut groups, first, other));
            }
        }
    }
    let size = |group| groups.iter().filter(|other| **other == group).count();
    (0..count).map(size).filter(|size| *size > 0).collect()
}

/// Joins the groups of two programmes.
fn join(groups: &mut TiSlice<ProgrammeIndex, usize>, one: ProgrammeIndex, other: ProgrammeIndex) {
    let from_to = groups.get(one).copied().zip(groups.get(other).copied());
    if let Some((from, to)) = from_to {
        for group in groups.iter_mut().filter(|group| **group == from) {
            *group = to;
        }
    }
}
