//! Tests that the worked examples of the shipped rules meet and fail every condition, so that no
//! condition is untested, and that no year keeps the examples of the year from which it was copied.
//! Their expected results are compared elsewhere.

use crate::cities::all_shipped;
use crate::worked_examples;
use iju_check::evaluate::evaluate;
use iju_check::index::{RequirementIndex, YearIndex};
use iju_check::report::State;
use iju_check::rulebook::{City, Rule};
use iju_check::source::Example;
use iju_check::wire::answers;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// For each requirement that is met or failed in some example: its year, and which of the two.
fn reached(
    city: &City,
    examples: &[Example],
) -> BTreeSet<(YearIndex, RequirementIndex, &'static str)> {
    let mut found = BTreeSet::new();
    for example in examples {
        let situation = answers::read(city, &example.answers).unwrap();
        for report in evaluate(city, &situation, example.on, example.today).programmes {
            let Some(rules) = report.rules else { continue };
            let listed = city.programme_info(rules).unwrap().requirements.iter();
            for (id, state) in listed.map(|one| one.id).zip(report.states).skip(1) {
                match state {
                    State::Met => found.insert((rules.year, id, "met")),
                    State::NotMet | State::Unsettled => found.insert((rules.year, id, "failed")),
                    State::Desk | State::Unknown | State::NotApplicable => false,
                };
            }
        }
    }
    found
}

#[test]
fn every_condition_is_met_in_one_example_and_failed_in_another() {
    let mut untried = Vec::new();
    for city in all_shipped() {
        let name = &city.rules().id;
        let reached = reached(city, &worked_examples(name));
        for (year, book) in city.rules().years.iter_enumerated() {
            for (at, requirement) in book.requirements.iter_enumerated() {
                for way in ["met", "failed"] {
                    let is_condition = matches!(requirement.rule, Rule::When(_));
                    if is_condition && !reached.contains(&(year, at, way)) {
                        untried.push(format!(
                            "{name} {}: {} is never {way}",
                            book.fiscal_year, requirement.id
                        ));
                    }
                }
            }
        }
    }
    assert!(untried.is_empty(), "{}", untried.join("\n"));
}

/// The files and folders in a folder, sorted.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

/// The examples in a file, each as its name and its application date.
fn named_examples(text: &str) -> Vec<(String, String)> {
    let examples = text.split("\n  - name: ").skip(1);
    let named = examples.map(|example| {
        let on = example.lines().find_map(|line| line.trim().strip_prefix("on: "));
        (example.lines().next().unwrap().to_owned(), on.unwrap().to_owned())
    });
    named.collect()
}

#[test]
fn no_year_keeps_an_example_of_the_year_from_which_it_was_copied() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let (mut years, mut kept) = (BTreeMap::new(), Vec::new());
    for city in all_shipped() {
        let name = &city.rules().id;
        for year in city.rules().years.iter().map(|book| book.fiscal_year) {
            for file in entries(&rules.join(format!("{name}/{year}/examples"))) {
                for (example, on) in named_examples(&fs::read_to_string(&file).unwrap()) {
                    let told = format!("{}: {example} on {on}", file.display());
                    if *years.entry((name, example, on)).or_insert(year) != year {
                        kept.push(told);
                    }
                }
            }
        }
    }
    assert!(years.len() > 100, "only {} examples were found", years.len());
    assert!(kept.is_empty(), "these are in an earlier year too:\n{}", kept.join("\n"));
}
