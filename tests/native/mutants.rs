//! Mutation testing on the made-up town: a mutant survives where an example is missing, and none does where
//! nothing is missing. The command `iju mutants` tries the shipped rules, not this test.

use iju_check::check;
use iju_check::diagnostic::{Diagnostics, Files};
use iju_check::mutants::{Filter, Outcome, run};
use iju_check::parse::{parse, parse_examples};
use iju_check::source::Example;
use std::path::Path;

/// Tries the mutants of a programme of the made-up town with some of its examples.
fn outcome(programme: &str, keep: impl Fn(&Example) -> bool) -> Outcome {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let rules = parse(&folder, &mut files, &mut problems).unwrap();
    let examples = parse_examples(&folder, &mut files, &mut problems).unwrap();
    let examples = examples.into_iter().flat_map(|(_, examples)| examples);
    let examples: Vec<Example> = examples.filter(keep).collect();
    let filter = Filter { year: Some(2025), programme: Some(programme.to_owned()) };
    run(&check::unshared(&rules)[0], &examples, &filter, &mut |_, _| ()).unwrap()
}

#[test]
fn a_missing_example_lets_a_mutant_survive() {
    let whole = outcome("dairy", |_| true);
    let told: Vec<_> = whole.survivors.iter().filter(|one| one.witness.is_some()).collect();
    assert!(whole.count > 10 && told.is_empty(), "{} mutants, {told:?}", whole.count);
    // Nobody of this household is ever paid, so most of the amount goes untried.
    let without = outcome("dairy", |example| example.name.text == "何にも当てはまらない人");
    let gone: Vec<_> = without.survivors.iter().filter(|one| one.witness.is_some()).collect();
    assert_eq!(without.count, whole.count);
    assert!(!gone.is_empty(), "{:?}", without.survivors);
    assert!(gone.iter().all(|one| one.place.is_some()), "{gone:?}");
}
