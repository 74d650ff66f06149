//! The ids that an example of a city can name: those of its programmes, of their requirements,
//! parts and obligations, of readings, sources and caps, in any year. It judges no example.

use crate::evaluate::programme_ids;
use crate::rulebook::{City, Programme, Rulebook};

/// The ids of a city.
pub(super) struct Names<'a> {
    city: &'a City,
}

/// A sort of ids of a programme.
#[derive(Clone, Copy)]
pub(super) enum Of {
    /// The top groups, which only what is determining names.
    Top,
    Requirements,
    Parts,
    Obligations,
    KeyDates,
}

impl<'a> Names<'a> {
    pub(super) fn new(city: &'a City) -> Names<'a> {
        Names { city }
    }

    pub(super) fn programmes(&self) -> Vec<&'a str> {
        programme_ids(self.city).raw
    }

    /// The ids of one sort of a programme in any year.
    pub(super) fn of_programme(&self, id: &str, sort: Of) -> Vec<&'a str> {
        let rules = self.city.rules();
        let mut found = Vec::new();
        for (year, book) in rules.years.iter_enumerated() {
            for (programme, one) in book.programmes.iter_enumerated() {
                if one.id != id {
                    continue;
                }
                let version = crate::index::Version { year, programme };
                match sort {
                    Of::Top => {
                        let top = book.requirements.get(one.requires);
                        found.extend(top.map(|top| top.id.as_str()));
                    }
                    Of::Requirements => {
                        let info = self.city.programme_info(version);
                        let listed = info.into_iter().flat_map(|info| &info.requirements).skip(1);
                        let listed = listed.filter_map(|one| book.requirements.get(one.id));
                        found.extend(listed.map(|one| one.id.as_str()));
                    }
                    Of::Parts => found.extend(parts(one)),
                    Of::KeyDates => found.extend(later(one, false)),
                    Of::Obligations => found.extend(later(one, true)),
                }
            }
        }
        found
    }

    pub(super) fn readings(&self) -> Vec<&'a str> {
        self.books().flat_map(|book| &book.readings).map(|one| one.id.as_str()).collect()
    }

    /// The ids about which the desk can rule.
    pub(super) fn rulings(&self) -> Vec<&'a str> {
        let requirements = self.books().flat_map(|book| &book.requirements);
        let mut found = self.readings();
        found.extend(requirements.map(|one| one.id.as_str()));
        found.extend(self.programmes());
        found
    }

    /// The choices of a reading.
    pub(super) fn choices(&self, reading: &str) -> Vec<&'a str> {
        let readings = self.books().flat_map(|book| &book.readings);
        let choices = readings.filter(|one| one.id == reading).flat_map(|one| &one.choices);
        choices.map(String::as_str).collect()
    }

    /// The sources by year and id, as reports name them.
    pub(super) fn sources(&self) -> Vec<&'a str> {
        self.books().flat_map(|book| &book.sources).map(|one| one.id.as_str()).collect()
    }

    pub(super) fn caps(&self) -> Vec<&'a str> {
        self.books().flat_map(|book| &book.caps).map(|one| one.id.as_str()).collect()
    }

    pub(super) fn facts(&self) -> Vec<&'a str> {
        self.city.rules().facts.iter().map(|fact| fact.id.as_str()).collect()
    }

    fn books(&self) -> impl Iterator<Item = &'a Rulebook> + use<'a> {
        self.city.rules().years.iter()
    }
}

/// The ids of a programme's obligations, or those of its key dates.
fn later(programme: &Programme, are_debts: bool) -> impl Iterator<Item = &str> {
    let later = programme.later.iter().filter(move |one| one.owed.is_some() == are_debts);
    later.map(|one| one.id.as_str())
}

fn parts(programme: &Programme) -> impl Iterator<Item = &str> {
    programme.amount.iter().flat_map(|amount| &amount.parts).map(|part| part.id.as_str())
}
