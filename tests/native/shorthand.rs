//! The shorthand for periods and the readings that the checker declares: each holds on the days of its
//! definition, computed here again from the Civil Code, and its texts exist on every shipped page.

use crate::folder::Folder;
use iju_check::calendar::{Civil, Day, days_in_month};
use iju_check::check::{self, Checked};
use iju_check::diagnostic::{Diagnostics, Files, render};
use iju_check::evaluate::evaluate;
use iju_check::index::RequirementIndex;
use iju_check::page::Words;
use iju_check::parse::stock_reading;
use iju_check::possible::Days;
use iju_check::report::State;
use iju_check::rulebook::City;
use iju_check::situation::{Answer, Known, Situation};
use iju_check::source::FIRST_DAY_OF_PERIODS;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The requirement of `tests/broken/base` whose condition the tests replace.
const WHEN: &str =
    "\"moved_on <= on and on <= last_day(1 year, from: moved_on, first_day: counted)\"";

/// The town of `tests/broken/base` with another condition on the day of the move.
fn town(test: &str, condition: &str) -> City {
    let folder = Folder::copy_of("tests/broken/base", test);
    folder.replace("town/2025/grant.yaml", WHEN, &format!("\"{condition}\"")).unwrap();
    checked(&folder).cities.remove(0)
}

fn checked(folder: &Folder) -> Checked {
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let checked = check::load(folder.path(), &mut files, &mut problems).unwrap();
    let told: Vec<String> = problems.sorted().iter().map(|one| render(&files, one)).collect();
    checked.unwrap_or_else(|| panic!("{told:?}"))
}

/// The state of the requirement for somebody who moved on a day and applies on another.
fn state(city: &City, moved_on: Day, on: Day) -> State {
    let mut situation = Situation::unknown(city);
    let fact = city.rules().facts.position(|fact| fact.id == "moved_on").unwrap();
    situation.facts[fact] = Answer::of(Known::Day(Days::exactly(moved_on)));
    let version = city.versions(0.into())[0];
    let requirements = &city.rules().years[version.year].requirements;
    let own = |id: RequirementIndex| requirements[id].id == "moved_in";
    let place = city.programme_info(version).unwrap().requirements.position(|one| own(one.id));
    evaluate(city, &situation, on, on).programmes.raw[0].states[place.unwrap()]
}

/// A length of time: its words, its months and its days.
const PERIODS: [(&str, i32, i32); 4] =
    [("14 days", 0, 14), ("1 month", 1, 0), ("3 months", 3, 0), ("1 year", 12, 0)];

/// The last day of a period whose first day is `start`, by articles 141 and 143 of the Civil Code.
fn last_day(start: Day, months: i32, days: i32) -> Day {
    if months == 0 {
        return start.plus_days(days - 1);
    }
    let Civil { year, month, day } = start.to_civil();
    let months = (month - 1) + months;
    let (year, month) = (year + months.div_euclid(12), months.rem_euclid(12) + 1);
    let end = Day::civil(year, month, days_in_month(year, month)).unwrap();
    Day::civil(year, month, day).map_or(end, |same| same.plus_days(-1))
}

/// The state of a requirement that holds under each meaning or not.
fn expected(counted: bool, not_counted: bool) -> State {
    match (counted, not_counted) {
        (true, true) => State::Met,
        (false, false) => State::NotMet,
        _ => State::Unsettled,
    }
}

/// The days near the ends of months from which a period can end in the fiscal year of the rules.
fn moves() -> Vec<Day> {
    let first = Day::parse("2024-03-25").unwrap();
    let days = (0..720).map(|by| first.plus_days(by));
    days.filter(|day| !(3..27).contains(&day.to_civil().day)).collect()
}

#[test]
fn a_shorthand_holds_on_the_days_of_its_definition() {
    let mut compared = 0;
    for (words, months, days) in PERIODS {
        for (closed, meanings) in [
            ("", [true, false]),
            (", first_day: counted", [true, true]),
            (", first_day: not_counted", [false, false]),
        ] {
            let of = |name: &str| format!("{name}({words}, after: moved_on{closed})");
            let [within, at_least] =
                ["within", "at_least"].map(|name| town("shorthand", &of(name)));
            for moved_on in moves() {
                let ends = meanings.map(|is_counted| {
                    last_day(moved_on.plus_days(i32::from(!is_counted)), months, days)
                });
                let near = [moved_on, ends[0], ends[1]]
                    .map(|day| (-1..=2).map(move |by| day.plus_days(by)));
                for on in near.into_iter().flatten().collect::<BTreeSet<Day>>() {
                    if on.fiscal_year() != 2025 {
                        continue;
                    }
                    compared += 1;
                    let is_within = ends.map(|end| moved_on <= on && on <= end);
                    let is_over = ends.map(|end| end < on);
                    let shown = format!("{words}{closed}, moved on {moved_on}, applies on {on}");
                    let [a, b] = is_within;
                    assert_eq!(state(&within, moved_on, on), expected(a, b), "within {shown}");
                    let [a, b] = is_over;
                    assert_eq!(state(&at_least, moved_on, on), expected(a, b), "at_least {shown}");
                }
            }
        }
    }
    assert!(compared > 5_000, "{compared} households");
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_readings_of_the_checker_have_texts_in_every_language_of_the_pages() {
    let pages: BTreeSet<String> = fs::read_dir(root().join("www/words"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let place = iju_check::diagnostic::Place { file: 0, line: 1, column: 1, length: 1 };
    for name in ["first_day_of_periods", "rounding"] {
        let reading = stock_reading(name, place).unwrap();
        for text in reading.ask.iter().chain(reading.choices.iter().map(|(_, text)| text)) {
            let languages = text.by_language.iter().map(|(language, _)| language.clone());
            assert_eq!(languages.collect::<BTreeSet<_>>(), pages, "{text:?}");
        }
    }
}

/// A shipped city, whose pages are in every language, with a period whose first day no source names.
#[test]
fn the_texts_of_the_checker_are_those_of_a_good_author() {
    let folder = Folder::copy_of("rules", "shorthand-shipped");
    let file = "oita/2026/benefit.yaml";
    let old = "\"on <= last_day(1 year, from: moved_on, first_day: counted)\"";
    folder.replace(file, old, "\"within(1 year, after: moved_on)\"").unwrap();
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let _ = fs::remove_dir_all(folder.path().join("oita/2026/examples"));
    let rules = check::load(folder.path(), &mut files, &mut problems).unwrap();
    let told = |problems: Diagnostics| -> Vec<String> {
        problems.sorted().iter().map(|one| render(&files, one)).collect()
    };
    let Some(rules) = rules else { panic!("{:?}", told(problems)) };
    let words = Words::load(&root().join("www/words"), &mut Files::default(), &mut problems);
    let words = words.unwrap().unwrap();
    words.cover(&rules.rules, &mut problems);
    assert!(problems.is_empty(), "{:?}", told(problems));
    let oita = rules.rules.cities.iter().find(|city| city.id == "oita").unwrap();
    let year = oita.years.iter().find(|year| year.fiscal_year == 2026).unwrap();
    let reading = year.readings.iter().find(|one| one.id.text == FIRST_DAY_OF_PERIODS).unwrap();
    let ask = year.ask(&reading.ask.text).unwrap();
    assert!(ask.in_language("en").contains("day 1"), "{ask:?}");
    assert!(year.readings.iter().filter(|one| one.id.text == FIRST_DAY_OF_PERIODS).count() == 1);
    let others = oita.years.iter().filter(|year| year.fiscal_year != 2026);
    assert!(others.flat_map(|year| &year.readings).all(|one| one.id.text != FIRST_DAY_OF_PERIODS));
}
