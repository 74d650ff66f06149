//! What a city's desk has ruled about points that the published texts leave open. The rules with rulings are made in
//! `ruled`.

use crate::calendar::Day;
use crate::index::{ItemIndex, ProgrammeIndex};

/// Rulings of the desk, by the numbers of the items that they decide; see
/// [`CityRules::number_items`](super::CityRules::number_items). A ruling about an item that the rules do not have,
/// or do not leave open, decides nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rulings {
    /// The meanings of readings, by their place among the reading's choices.
    pub meanings: Vec<(ItemIndex, u8)>,
    /// Whether a requirement is met as far as its rule leaves that open; see [`Ruled`](super::Ruled).
    pub requirements: Vec<(ItemIndex, bool)>,
    /// Where dates lie if the rules go on in a later year, by the dates that are written.
    pub dates: Vec<(Day, Day)>,
    /// Whether the rules of a programme go on after its registered years. If they do not, it has no estimate.
    pub going_on: Vec<(ProgrammeIndex, bool)>,
}

impl Rulings {
    /// Whether nothing is ruled.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Rulings { meanings, requirements, dates, going_on } = self;
        meanings.is_empty() && requirements.is_empty() && dates.is_empty() && going_on.is_empty()
    }

    /// Where a date lies, by the number of the date that is written.
    pub(super) fn date(&self, written: i32) -> Option<Day> {
        let found = self.dates.iter().find(|(date, _)| date.number() == written);
        found.map(|(_, day)| *day)
    }

    /// Whether the rules of a programme go on, if that is ruled.
    pub(super) fn goes_on(&self, programme: ProgrammeIndex) -> Option<bool> {
        self.going_on.iter().find(|(one, _)| *one == programme).map(|(_, goes_on)| *goes_on)
    }
}
