//! Tests that the worked examples of the shipped rules meet and fail every condition, so that no
//! condition is untested. Their expected results are compared elsewhere.

use crate::cities::all_shipped;
use crate::worked_examples;
use iju_check::evaluate::evaluate;
use iju_check::index::{RequirementIndex, YearIndex};
use iju_check::report::State;
use iju_check::rulebook::{City, Rule};
use iju_check::source::Example;
use iju_check::wire::answers;
use std::collections::BTreeSet;

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
