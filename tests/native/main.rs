//! The native tests, one binary. Each module says what it tests.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::unreachable,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::wildcard_enum_match_arm,
    reason = "a test fails by panicking, and its numbers are small"
)]

mod advice;
mod command_line;
mod compiled;
mod decided;
mod diagnostics;
mod folder;
mod household;
mod properties;
mod readings;
mod reference;
mod rough_dates;
mod tidy;

use iju_check::check::{self, Checked};
use iju_check::diagnostic::{Diagnostics, Files, render};
use iju_check::parse::parse_examples;
use iju_check::rulebook::City;
use iju_check::source::Example;
use std::path::Path;
use std::sync::OnceLock;

/// A city of the shipped rules.
fn shipped(id: &str) -> &'static City {
    static CHECKED: OnceLock<Checked> = OnceLock::new();
    city(CHECKED.get_or_init(|| load("rules")), id)
}

/// The made-up town of `tests/cases`, which uses the whole rule language.
fn made_up_town() -> &'static City {
    static CHECKED: OnceLock<Checked> = OnceLock::new();
    city(CHECKED.get_or_init(|| load("tests/cases")), "town")
}

/// The worked examples of a city of the shipped rules.
fn worked_examples(city: &str) -> Vec<Example> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let all = parse_examples(&folder, &mut files, &mut problems).unwrap();
    all.into_iter().filter(|(of, _)| of == city).flat_map(|(_, examples)| examples).collect()
}

fn city<'a>(checked: &'a Checked, id: &str) -> &'a City {
    checked.cities.iter().find(|city| city.rules().id == id).unwrap()
}

fn load(folder: &str) -> Checked {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let checked = check::load(&folder, &mut files, &mut problems).unwrap();
    let told: Vec<String> = problems.sorted().iter().map(|one| render(&files, one)).collect();
    checked.unwrap_or_else(|| panic!("{}", told.join("\n")))
}
