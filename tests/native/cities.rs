//! Loads the cities that tests run on, and the households of their worked examples. It tests
//! nothing.

use iju_check::calendar::Day;
use iju_check::check::{self, Checked};
use iju_check::diagnostic::{Diagnostics, Files, render};
use iju_check::parse::parse_examples;
use iju_check::rulebook::City;
use iju_check::situation::Situation;
use iju_check::wire::answers;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Application dates at and around those on which the rules of 2024, 2025 and 2026 change.
pub(crate) const DATES: [&str; 12] = [
    "2024-04-01",
    "2024-06-01",
    "2024-10-10",
    "2025-03-31",
    "2025-04-01",
    "2025-06-09",
    "2025-06-10",
    "2025-09-30",
    "2025-10-01",
    "2026-03-31",
    "2026-05-01",
    "2027-06-01",
];

pub(crate) fn dates() -> Vec<Day> {
    DATES.iter().map(|text| Day::parse(text).unwrap()).collect()
}

/// Every city of the shipped rules.
pub(crate) fn all_shipped() -> &'static [City] {
    &shipped_rules().cities
}

/// Every city of the shipped rules, and the made-up ones.
pub(crate) fn every_city() -> impl Iterator<Item = &'static City> {
    all_shipped().iter().chain([made_up_town(), city(made_up(), "village")])
}

/// A city of the shipped rules.
pub(crate) fn shipped(id: &str) -> &'static City {
    city(shipped_rules(), id)
}

/// The shipped rules, with their source trees.
pub(crate) fn shipped_rules() -> &'static Checked {
    static CHECKED: OnceLock<Checked> = OnceLock::new();
    CHECKED.get_or_init(|| load("rules"))
}

fn made_up() -> &'static Checked {
    static CHECKED: OnceLock<Checked> = OnceLock::new();
    CHECKED.get_or_init(|| load("tests/cases"))
}

/// The made-up town of `tests/cases`, which uses the whole rule language.
pub(crate) fn made_up_town() -> &'static City {
    city(made_up(), "town")
}

/// The households of a city's worked examples, each with its application date.
pub(crate) fn examples(city: &City) -> Vec<(Situation, Day)> {
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let folders = ["rules", "tests/cases"].map(at);
    let all = folders.iter().flat_map(|one| parse_examples(one, &mut files, &mut problems));
    let own = all.flatten().filter(|(of, _)| *of == city.rules().id).flat_map(|(_, found)| found);
    own.map(|one| (answers::read(city, &one.answers).unwrap(), one.on)).collect()
}

fn city<'a>(checked: &'a Checked, id: &str) -> &'a City {
    checked.cities.iter().find(|city| city.rules().id == id).unwrap()
}

/// The rules of a folder of the repository.
pub(crate) fn load(folder: &str) -> Checked {
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let checked = check::load(&at(folder), &mut files, &mut problems).unwrap();
    let told: Vec<String> = problems.sorted().iter().map(|one| render(&files, one)).collect();
    checked.unwrap_or_else(|| panic!("{}", told.join("\n")))
}

fn at(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}
