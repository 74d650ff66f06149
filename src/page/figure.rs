//! The figure on a programme's static card: the most that it pays to any household on any day of the
//! year, and of the time after it in which the rules still hold. It knows no texts.

use crate::amount::Exact;
use crate::calendar::Day;
use crate::evaluate::report_of;
use crate::index::{ProgrammeIndex, Version, YearIndex};
use crate::report::{AmountRange, ProgrammeReport};
use crate::rulebook::{Amount, City, Course, Programme};
use crate::situation::Situation;
use std::collections::BTreeMap;

/// The most that a programme gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Most {
    /// Yen.
    pub(super) yen: Exact,
    /// Whether everybody who is granted the programme gets that much.
    pub(super) is_fixed: bool,
    /// Whether it is less under one choice of a reading.
    pub(super) is_open: bool,
}

/// The most that each programme of a year gives, by id, on any day from the first to the last, and on any later day on
/// which its rules of the year still hold. A programme without an upper end has no figure.
pub(super) fn most(
    city: &City,
    year: YearIndex,
    (first, last): (Day, Day),
) -> BTreeMap<String, Most> {
    let mut found = BTreeMap::new();
    for (index, versions) in city.programmes().iter_enumerated() {
        let own = versions.iter().find(|version| version.year == year);
        let Some((version, programme)) = own.and_then(|one| Some((*one, city.programme(*one)?)))
        else {
            continue;
        };
        if programme.amount.is_none() {
            continue;
        }
        let last = last.max(Day::from_number(programme.valid_to).unwrap_or(last));
        let days = days(city, version, programme, (first, last));
        let most = most_on(city, (index, year), days);
        found.extend(most.map(|most| (programme.id.clone(), most)));
    }
    found
}

/// The days on which the figure of a programme can differ.
fn days(
    city: &City,
    version: Version,
    programme: &Programme,
    (first, last): (Day, Day),
) -> Vec<Day> {
    let every_day = first.number()..=last.number();
    let days: Vec<i32> = if is_still(city, version, programme) {
        let ends = [first.number(), programme.valid_from, programme.valid_to, last.number()];
        ends.into_iter().filter(|day| every_day.contains(day)).collect()
    } else {
        every_day.collect()
    };
    days.into_iter().filter_map(Day::from_number).collect()
}

/// The most that a programme gives by the rules of a year on some days; nothing, if it has no upper end on one of them.
fn most_on(
    city: &City,
    (programme, year): (ProgrammeIndex, YearIndex),
    days: Vec<Day>,
) -> Option<Most> {
    let unknown = Situation::unknown(city);
    let mut found = None;
    for day in days {
        let report = report_of(city, &unknown, day, programme);
        let Some(amount) = report.amount else { continue };
        if report.rules.is_some_and(|rules| rules.year == year) {
            let most = on_a_day(&report, amount)?;
            found = Some(found.map_or(most, |known| wider(known, most)));
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

fn on_a_day(report: &ProgrammeReport, amount: AmountRange) -> Option<Most> {
    let yen = amount.yen.high.filter(|high| *high != Exact::ZERO)?;
    let mut choices = report.readings.iter().flat_map(|reading| &reading.choices);
    let is_open = choices.any(|choice| choice.is_some_and(|choice| choice.yen.high != Some(yen)));
    let is_fixed = amount.yen.low == Some(yen) && !amount.ceiling;
    Some(Most { yen, is_fixed, is_open })
}

fn wider(one: Most, other: Most) -> Most {
    let is_fixed = one.is_fixed && other.is_fixed && one.yen == other.yen;
    Most { yen: one.yen.max(other.yen), is_fixed, is_open: one.is_open || other.is_open }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check;
    use crate::diagnostic::{Diagnostics, Files};
    use crate::page::in_force::year_ends;
    use crate::rulebook::{Constant, Expr};
    use std::path::Path;

    fn cities(folder: &str) -> Vec<City> {
        let (mut files, mut problems) = (Files::default(), Diagnostics::default());
        check::load(Path::new(folder), &mut files, &mut problems).unwrap().unwrap().cities
    }

    /// The rules of a city in which an amount that no day changed is highest in the fourth to the sixth month.
    fn with_a_summer(city: &City) -> Option<City> {
        let still = city.programmes().iter().flatten().find(|version| {
            let programme = city.programme(**version).unwrap();
            programme.amount.is_some() && is_still(city, **version, programme)
        });
        let Version { year, programme } = *still?;
        let mut rules = city.rules().clone();
        let book = rules.years.get_mut(year).unwrap();
        let (start, _) = year_ends(book.fiscal_year);
        let exprs = &mut book.exprs;
        let on = exprs.push_and_get_key(Expr::On);
        let mut until = |days| {
            let number = start.plus_days(days).number();
            let day = exprs.push_and_get_key(Expr::Day { number, stays: true });
            let is_until = exprs.push_and_get_key(Expr::AtMost(on, day));
            (is_until, exprs.push_and_get_key(Expr::Not(is_until)))
        };
        let ((is_spring, after_spring), (before_autumn, is_autumn)) = (until(90), until(180));
        let is_summer = exprs.push_and_get_key(Expr::All(vec![after_spring, before_autumn]));
        let mut yen = |numer| exprs.push_and_get_key(Expr::Number(Constant { numer, denom: 1 }));
        let (low, high) = (yen(10_000), yen(9_000_000));
        let table = Expr::Table(vec![(is_spring, low), (is_summer, high), (is_autumn, low)]);
        let table = exprs.push_and_get_key(table);
        let amount = book.programmes.get_mut(programme).unwrap().amount.as_mut().unwrap();
        amount.parts.first_mut().unwrap().value = table;
        amount.then.clear();
        Some(City::new(rules).unwrap())
    }

    #[test]
    fn a_figure_is_that_of_every_day_of_the_year() {
        let mut all: Vec<City> = ["rules", "tests/cases"].into_iter().flat_map(cities).collect();
        all.extend(all.iter().filter_map(with_a_summer).collect::<Vec<_>>());
        let (mut few, mut compared) = (0, 0);
        for city in &all {
            for (index, versions) in city.programmes().iter_enumerated() {
                for version in versions {
                    let programme = city.programme(*version).unwrap();
                    let book = city.rules().years.get(version.year).unwrap();
                    let ends = year_ends(book.fiscal_year);
                    let chosen = days(city, *version, programme, ends);
                    few += usize::from(chosen.len() < 10);
                    let every_day = ends.0.number()..=ends.1.number();
                    let every_day = every_day.filter_map(Day::from_number).collect();
                    let most = |days| most_on(city, (index, version.year), days);
                    assert_eq!(most(chosen), most(every_day), "{}", programme.id);
                    compared += 1;
                }
            }
        }
        assert!(few > 10 && compared > few + 10, "{few} of {compared}");
    }
}
