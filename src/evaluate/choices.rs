//! Which meaning is taken for each reading while expressions are evaluated, and every way to choose
//! some. What a meaning changes is not known here.

use crate::index::{ReadingIndex, ReadingSet};
use crate::rulebook::{Rulebook, limits};

/// For each reading the meaning taken, or that every meaning is looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Choices {
    /// The readings for which a meaning is taken.
    taken: ReadingSet,
    meanings: [u8; limits::READINGS],
}

impl Choices {
    pub(super) const OPEN: Choices =
        Choices { taken: ReadingSet::EMPTY, meanings: [0; limits::READINGS] };

    /// The readings for which a meaning is taken.
    pub(super) fn taken(&self) -> ReadingSet {
        self.taken
    }

    /// The meaning taken for a reading, if one is.
    pub(super) fn of(&self, reading: ReadingIndex) -> Option<u8> {
        let meaning = self.meanings.get(usize::from(reading)).copied();
        meaning.filter(|_| self.taken.contains(reading))
    }

    fn take(&mut self, reading: ReadingIndex, meaning: u8) {
        if let Some(slot) = self.meanings.get_mut(usize::from(reading)) {
            *slot = meaning;
            self.taken.insert(reading);
        }
    }

    /// The meanings taken by both; nothing, where they differ.
    pub(super) fn also(&self, other: &Choices) -> Option<Choices> {
        let mut both = *self;
        for reading in other.taken.iter() {
            let meaning = other.of(reading)?;
            if self.of(reading).is_some_and(|known| known != meaning) {
                return None;
            }
            both.take(reading, meaning);
        }
        Some(both)
    }

    /// Calls `look` once for every way to choose a meaning for each of `readings` not chosen yet.
    pub(super) fn each(
        &self,
        book: &Rulebook,
        readings: ReadingSet,
        look: &mut dyn FnMut(&Choices),
    ) {
        let Some(reading) = readings.without(self.taken).iter().next() else { return look(self) };
        let declared = book.readings.get(reading);
        let mut chosen = *self;
        for meaning in (0_u8..).take(declared.map_or(0, |reading| reading.choices.len())) {
            chosen.take(reading, meaning);
            chosen.each(book, readings, look);
        }
    }
}
