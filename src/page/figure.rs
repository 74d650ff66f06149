//! The figure on a programme's static card: the most that it pays to any household on any day of the
//! year. It knows no texts.

use crate::amount::Exact;
use crate::calendar::Day;
use crate::evaluate::report_of;
use crate::index::{ProgrammeIndex, Version, YearIndex};
use crate::report::ProgrammeReport;
use crate::rulebook::City;
use crate::situation::Situation;
use std::collections::BTreeMap;

/// The most that a programme gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Most {
    /// Yen; absent if no upper end is known.
    pub(super) yen: Option<Exact>,
    /// Whether everybody who is granted the programme gets that much.
    pub(super) is_fixed: bool,
    /// Whether it is less under one choice of a reading.
    pub(super) is_open: bool,
}

/// The most that each programme of a year gives, by id, on any day from the first to the last.
pub(super) fn most(
    city: &City,
    year: YearIndex,
    (first, last): (Day, Day),
) -> BTreeMap<String, Most> {
    let unknown = Situation::unknown(city);
    let mut found: BTreeMap<String, Most> = BTreeMap::new();
    let own = |versions: &Vec<Version>| versions.iter().any(|version| version.year == year);
    let programmes = city.programmes().iter_enumerated().filter(|(_, versions)| own(versions));
    let programmes: Vec<ProgrammeIndex> = programmes.map(|(index, _)| index).collect();
    for day in (first.number()..=last.number()).filter_map(Day::from_number) {
        for report in programmes.iter().map(|one| report_of(city, &unknown, day, *one)) {
            let rules = report.rules.filter(|rules| rules.year == year);
            let programme = rules.and_then(|rules| city.programme(rules));
            if let Some((programme, most)) = programme.zip(on_a_day(&report)) {
                let widest = found.entry(programme.id.clone()).or_insert(most);
                *widest = wider(*widest, most);
            }
        }
    }
    found
}

fn on_a_day(report: &ProgrammeReport) -> Option<Most> {
    let amount = report.amount?;
    let yen = amount.yen.high.filter(|high| *high != Exact::whole(0));
    let mut choices = report.readings.iter().flat_map(|reading| &reading.choices);
    let is_open = choices.any(|choice| choice.is_some_and(|choice| choice.yen.high != yen));
    let is_fixed = amount.yen.low == yen && !amount.ceiling;
    Some(Most { yen, is_fixed, is_open })
}

fn wider(one: Most, other: Most) -> Most {
    let is_fixed = one.is_fixed && other.is_fixed && one.yen == other.yen;
    let is_open = one.is_open || other.is_open;
    let yen = one.yen.zip(other.yen).map(|(one, other)| if one < other { other } else { one });
    Most { yen, is_fixed, is_open }
}
