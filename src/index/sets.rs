//! Sets of facts and of readings, each one number of bits. Nothing here knows the facts or readings.

use super::{FactIndex, ReadingIndex};

/// A set of facts, perhaps with the application date.
///
/// ```
/// use iju_check::index::{FactIndex, FactSet};
/// let [one, other] = [3, 5].map(FactIndex::new);
/// let set = FactSet::only(one).union(FactSet::APPLICATION_DATE);
/// assert!(set.contains(one) && !set.contains(other));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FactSet(u128);

/// The bit of the application date. A city has fewer facts: [`crate::limits::FACTS`].
const DATE_BIT: u16 = 127;

impl FactSet {
    /// No fact.
    pub const EMPTY: FactSet = FactSet(0);

    /// The application date alone, which is no fact.
    pub const APPLICATION_DATE: FactSet = FactSet(1 << DATE_BIT);

    /// One fact. A fact beyond the limit gives an empty set.
    #[must_use]
    pub fn only(fact: FactIndex) -> FactSet {
        if fact.get() < DATE_BIT { FactSet(1 << fact.get()) } else { FactSet::EMPTY }
    }

    /// Adds a fact.
    pub fn insert(&mut self, fact: FactIndex) {
        *self = self.union(FactSet::only(fact));
    }

    /// Whether a fact is in the set.
    #[must_use]
    pub fn contains(self, fact: FactIndex) -> bool {
        self.intersects(FactSet::only(fact))
    }

    /// The members of either set.
    #[must_use]
    pub fn union(self, other: FactSet) -> FactSet {
        FactSet(self.0 | other.0)
    }

    /// The members of both sets.
    #[must_use]
    pub fn intersection(self, other: FactSet) -> FactSet {
        FactSet(self.0 & other.0)
    }

    /// Whether the sets have a member in common.
    #[must_use]
    pub fn intersects(self, other: FactSet) -> bool {
        !self.intersection(other).is_empty()
    }

    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The facts, in asking order; the application date is not among them.
    pub fn iter(self) -> impl Iterator<Item = FactIndex> {
        let mut left = self.0 & !FactSet::APPLICATION_DATE.0;
        core::iter::from_fn(move || {
            let next = u16::try_from(left.trailing_zeros()).ok().filter(|_| left != 0)?;
            left &= left.wrapping_sub(1);
            Some(FactIndex::new(next))
        })
    }
}

/// A set of readings of one year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadingSet(u64);

impl ReadingSet {
    /// No reading.
    pub const EMPTY: ReadingSet = ReadingSet(0);

    /// One reading. A reading beyond the limit gives an empty set.
    #[must_use]
    pub fn only(reading: ReadingIndex) -> ReadingSet {
        ReadingSet(1_u64.checked_shl(u32::from(reading.get())).unwrap_or(0))
    }

    /// Adds a reading.
    pub fn insert(&mut self, reading: ReadingIndex) {
        *self = self.union(ReadingSet::only(reading));
    }

    /// Whether a reading is in the set.
    #[must_use]
    pub fn contains(self, reading: ReadingIndex) -> bool {
        self.intersects(ReadingSet::only(reading))
    }

    /// The readings of either set.
    #[must_use]
    pub fn union(self, other: ReadingSet) -> ReadingSet {
        ReadingSet(self.0 | other.0)
    }

    /// The readings of both sets.
    #[must_use]
    pub fn intersection(self, other: ReadingSet) -> ReadingSet {
        ReadingSet(self.0 & other.0)
    }

    /// The readings of this set that are not in `other`.
    #[must_use]
    pub fn without(self, other: ReadingSet) -> ReadingSet {
        ReadingSet(self.0 & !other.0)
    }

    /// Whether the sets have a reading in common.
    #[must_use]
    pub fn intersects(self, other: ReadingSet) -> bool {
        !self.intersection(other).is_empty()
    }

    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The readings, in the author's order.
    pub fn iter(self) -> impl Iterator<Item = ReadingIndex> {
        bits(self.0).map(ReadingIndex::new)
    }
}

/// The positions of the bits of a set, the lowest first.
pub(crate) fn bits(set: u64) -> impl Iterator<Item = u8> {
    let mut left = set;
    core::iter::from_fn(move || {
        let next = u8::try_from(left.trailing_zeros()).ok().filter(|_| left != 0)?;
        left &= left.wrapping_sub(1);
        Some(next)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_gives_its_members_in_order() {
        let mut facts = FactSet::APPLICATION_DATE;
        for fact in [119, 0, 64, 126].map(FactIndex::new) {
            facts.insert(fact);
            assert!(facts.contains(fact));
        }
        assert!(facts.iter().eq([0, 64, 119, 126].map(FactIndex::new)));
        let mut readings = ReadingSet::EMPTY;
        for reading in [63, 0, 7].map(ReadingIndex::new) {
            readings.insert(reading);
        }
        assert!(readings.iter().eq([0, 7, 63].map(ReadingIndex::new)));
    }

    #[test]
    fn an_index_beyond_the_limit_gives_an_empty_set() {
        for fact in [127, 128, u16::MAX].map(FactIndex::new) {
            assert!(FactSet::only(fact).is_empty());
            assert!(!FactSet::APPLICATION_DATE.contains(fact));
        }
        assert!(ReadingSet::only(ReadingIndex::new(64)).is_empty());
    }
}
