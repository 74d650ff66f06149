//! The native tests, in one binary. Each module says what it tests; this file tests nothing itself.
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

mod adversary;
mod advice;
mod amounts;
mod answering;
mod asking;
mod asks;
mod best;
mod bound;
mod bounded;
mod call;
mod checked;
mod cities;
mod closed_lists;
mod command_line;
mod compiled;
mod completeness;
mod days;
mod days_by_hand;
mod decided;
mod decisive;
mod default_on;
mod diagnostics;
mod dice;
mod documents;
mod drafts;
mod edge;
mod estimates;
mod files;
mod findings;
mod folder;
mod frameworks;
mod functions;
mod household;
mod in_force;
mod languages;
mod limits;
mod machine;
mod mutants;
mod one_by_one;
mod one_pass;
mod oracle;
mod properties;
mod readings;
mod reference;
mod resolution;
mod rough_dates;
mod rule_language;
mod rulebooks;
mod rulings;
mod schema;
mod seeded;
mod settled;
mod shorthand;
mod site;
mod soundness;
mod steps;
mod streams;
mod sums;
mod sweep;
mod thresholds;
mod tidy;
mod together;
mod tutorial;
mod worked;
mod years;

use cities::{made_up_town, shipped};
use iju_check::diagnostic::{Diagnostics, Files};
use iju_check::parse::parse_examples;
use iju_check::source::Example;
use std::path::Path;

/// The worked examples of a city of the shipped rules.
fn worked_examples(city: &str) -> Vec<Example> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let all = parse_examples(&folder, &mut files, &mut problems).unwrap();
    all.into_iter().filter(|(of, _)| of == city).flat_map(|(_, examples)| examples).collect()
}
