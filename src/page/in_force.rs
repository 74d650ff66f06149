//! On which days the rules of a year hold, as the page tells it. Whether the years of a city agree about it is checked
//! in `check`.

use crate::calendar::Day;
use crate::source::{Cite, City, Evidence, LastDay, Programme, Year};

/// The first and the last day of a fiscal year.
pub(super) fn year_ends(year: i16) -> (Day, Day) {
    Day::fiscal_year_ends(year.into()).unwrap_or((Day::MIN, Day::MAX))
}

/// The days of rules that hold longer than their fiscal year.
pub(super) struct Longer {
    /// The first day.
    pub(super) from: Day,
    /// The last day. Absent if the source states no end and no later rules replace them.
    pub(super) to: Option<Day>,
    /// What states these days. Without a stated end, that the rules hold is inferred.
    pub(super) cites: Vec<Cite>,
}

/// The days on which the rules of a programme hold, if these are more than those of their fiscal year.
pub(super) fn longer(city: &City, year: &Year, programme: &Programme) -> Option<Longer> {
    let valid = &programme.valid;
    let stated = match valid.to {
        LastDay::OfTheYear(day) | LastDay::Stated(day) => Some(day),
        LastDay::NoEnd => None,
    };
    let later = city.years.iter().filter(|later| year.fiscal_year < later.fiscal_year);
    let mut later = later.flat_map(|later| &later.programmes);
    let next = later.find(|one| one.id.text == programme.id.text);
    let replaced = next.map(|next| next.valid.from.plus_days(-1));
    let to = [stated, replaced].into_iter().flatten().min();
    if to.is_some_and(|to| to <= year_ends(year.fiscal_year).1) {
        return None;
    }
    let mut cites = valid.cites.clone();
    if valid.to == LastDay::NoEnd {
        cites.iter_mut().for_each(|cite| cite.evidence = Some(Evidence::Inferred));
    }
    Some(Longer { from: valid.from, to, cites })
}

/// The rules of a programme that hold in a year, and the year that has them: the year itself, or an earlier one whose
/// rules are still in force.
pub(super) fn rules<'a>(
    city: &'a City,
    year: &Year,
    id: &str,
) -> Option<(&'a Year, &'a Programme)> {
    let is_still = year.still_in_force.iter().any(|still| still.text == id);
    let years = city.years.iter().rev().filter(|one| {
        one.fiscal_year == year.fiscal_year || is_still && one.fiscal_year < year.fiscal_year
    });
    let mut rules = years.flat_map(|of| of.programmes.iter().map(move |one| (of, one)));
    rules.find(|(_, one)| one.id.text == id)
}
