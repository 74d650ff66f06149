//! Which meaning is chosen for each reading while expressions are evaluated, and all ways to
//! choose. This file does not know what a meaning changes.

use crate::index::{ReadingIndex, ReadingSet};
use crate::limits;
use crate::rulebook::Rulebook;

/// The bits that tell the meanings of a reading apart, and that none is chosen: a reading has at most eight meanings.
const MEANING_BITS: u32 = 4;

/// A chosen meaning for some readings. For every other reading, all meanings are considered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ReadingChoices {
    /// The readings that have a chosen meaning.
    chosen: ReadingSet,
    meanings: [u8; limits::READINGS],
}

impl ReadingChoices {
    /// No meaning is chosen.
    pub(super) const OPEN: ReadingChoices =
        ReadingChoices { chosen: ReadingSet::EMPTY, meanings: [0; limits::READINGS] };

    /// The readings that have a chosen meaning.
    pub(super) fn chosen(&self) -> ReadingSet {
        self.chosen
    }

    /// The meaning that is chosen for a reading.
    pub(super) fn meaning(&self, reading: ReadingIndex) -> Option<u8> {
        let meaning = self.meanings.get(usize::from(reading)).copied();
        meaning.filter(|_| self.chosen.contains(reading))
    }

    fn choose(&mut self, reading: ReadingIndex, meaning: u8) {
        if let Some(slot) = self.meanings.get_mut(usize::from(reading)) {
            *slot = meaning;
            self.chosen.insert(reading);
        }
    }

    /// A number that tells the choices for some readings apart. `None` if these are too many.
    pub(super) fn key(&self, readings: ReadingSet) -> Option<u64> {
        let mut key = 0_u64;
        for reading in readings.iter() {
            if key.leading_zeros() < MEANING_BITS {
                return None;
            }
            let meaning = self.meaning(reading).map_or(0, |meaning| meaning.saturating_add(1));
            key = (key << MEANING_BITS) | u64::from(meaning);
        }
        Some(key)
    }

    /// The choices of both. Returns `None` where the two choose different meanings for a reading.
    pub(super) fn combined_with(&self, other: &ReadingChoices) -> Option<ReadingChoices> {
        let mut both = *self;
        for reading in other.chosen.iter() {
            let meaning = other.meaning(reading)?;
            if self.meaning(reading).is_some_and(|known| known != meaning) {
                return None;
            }
            both.choose(reading, meaning);
        }
        Some(both)
    }

    /// Calls `visit` once for every way to choose a meaning for each of `readings`. Meanings that
    /// are already chosen stay.
    pub(super) fn for_each(
        &self,
        book: &Rulebook,
        readings: ReadingSet,
        visit: &mut dyn FnMut(&ReadingChoices),
    ) {
        let Some(reading) = readings.without(self.chosen).iter().next() else {
            return visit(self);
        };
        let declared = book.readings.get(reading);
        let mut choices = *self;
        for meaning in (0_u8..).take(declared.map_or(0, |reading| reading.choices.len())) {
            choices.choose(reading, meaning);
            choices.for_each(book, readings, visit);
        }
    }
}
