//! The figure on a programme's static card: the most that it pays to any household on any day of the
//! year. It knows no texts.

use crate::amount::Exact;
use crate::calendar::Day;
use crate::evaluate::report_of;
use crate::index::{Version, YearIndex};
use crate::report::ProgrammeReport;
use crate::rulebook::{Amount, City, Course, Programme};
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
    for (index, versions) in city.programmes().iter_enumerated() {
        let own = versions.iter().find(|version| version.year == year);
        let Some((version, programme)) = own.and_then(|one| Some((*one, city.programme(*one)?)))
        else {
            continue;
        };
        let every_day = first.number()..=last.number();
        let days: Vec<i32> = if is_still(city, version, programme) {
            let ends = [first.number(), programme.valid_from, programme.valid_to, last.number()];
            ends.into_iter().filter(|day| every_day.contains(day)).collect()
        } else {
            every_day.collect()
        };
        for day in days.into_iter().filter_map(Day::from_number) {
            let report = report_of(city, &unknown, day, index);
            let is_own = report.rules.is_some_and(|rules| rules.year == year);
            if let Some(most) = on_a_day(&report).filter(|_| is_own) {
                let widest = found.entry(programme.id.clone()).or_insert(most);
                *widest = wider(*widest, most);
            }
        }
    }
    found
}

/// Whether what a programme gives, and to whom, is the same on every day on which its rules hold.
fn is_still(city: &City, version: Version, programme: &Programme) -> bool {
    let Some(facts) = city.programme_info(version) else { return false };
    let top = facts.requirements.first().map_or(Course::Still, |top| top.course);
    let exprs = programme.amount.iter().flat_map(Amount::exprs);
    let mut courses = exprs.map(|expr| city.course(version.year, expr));
    top == Course::Still && courses.all(|course| course == Course::Still)
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
