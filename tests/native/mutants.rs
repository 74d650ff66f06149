//! Mutation testing on the made-up town: a mutant survives where an example is missing, and none does where
//! nothing is missing. The command `iju mutants` tries the shipped rules, not this test.

use crate::folder::Folder;
use crate::sweep::sweep;
use iju_check::check;
use iju_check::diagnostic::{Diagnostics, Files, Place};
use iju_check::mutants::{Filter, Outcome, run};
use iju_check::parse::{parse, parse_examples};
use iju_check::source::Example;
use std::path::Path;

/// Tries the mutants of a programme of the made-up town with some of its examples.
fn outcome(programme: &str, keep: impl Fn(&Example) -> bool) -> Outcome {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let checked = check::load(&folder, &mut files, &mut problems).unwrap().unwrap();
    let examples = parse_examples(&folder, &mut files, &mut problems).unwrap();
    let own = examples.into_iter().filter(|(city, _)| city == "town");
    let examples: Vec<Example> = own.flat_map(|(_, examples)| examples).filter(keep).collect();
    let filter = Filter { year: Some(2025), programme: Some(programme.to_owned()) };
    run(&check::unshared(&checked.rules)[0], &examples, &filter, &mut |_, _| ()).unwrap()
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

const GRANT: &str = "town/2025/grant.yaml";
const MOVED: &str = "moved_on <= on and on <= last_day(1 year, from: moved_on, first_day: counted)";
/// The line of that condition.
const LINE: usize = 12;

/// The mutants of a condition that no household tells from the rules, and the number of all. No
/// example expects anything, so that every mutant survives.
fn perhaps_equivalent(condition: &str) -> (Vec<String>, usize) {
    let folder = Folder::copy_of("tests/broken/base", "mutants");
    folder.replace(GRANT, MOVED, condition).unwrap();
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let rules = parse(folder.path(), &mut files, &mut problems).unwrap().unwrap();
    let examples = parse_examples(folder.path(), &mut files, &mut problems).unwrap();
    let checked = check::check(rules, &mut problems);
    let rules = checked.unwrap_or_else(|| panic!("{condition}: {:?}", problems.sorted())).rules;
    let mut examples: Vec<Example> = examples.into_iter().flat_map(|(_, own)| own).collect();
    examples.iter_mut().for_each(|example| example.expect.clear());
    let filter = Filter { year: Some(2025), programme: Some("grant".to_owned()) };
    let outcome = run(&check::unshared(&rules)[0], &examples, &filter, &mut |_, _| ()).unwrap();
    let is_of_line = |place: Place| place.line == LINE && files.place(place).contains("grant.yaml");
    let own: Vec<_> =
        outcome.survivors.iter().filter(|one| one.place.is_some_and(is_of_line)).collect();
    let left = own.iter().filter(|one| one.witness.is_none());
    (left.map(|one| one.what.clone()).collect(), own.len())
}

#[test]
fn a_household_tells_every_change_of_a_period_whatever_its_length() {
    let mut periods: Vec<String> = Vec::new();
    for days in [2, 29, 30, 45, 60, 61, 90, 120, 180, 365, 400, 1_000, 3_000] {
        periods.push(format!("{days} days"));
    }
    periods.extend([1, 2, 3, 6, 11, 18, 100].map(|count| format!("{count} months")));
    periods.extend([1, 3, 5, 10, 20].map(|count| format!("{count} years")));
    let mut count = 0;
    for period in periods.iter().step_by(sweep(2, 1)) {
        let counted = format!("on <= last_day({period}, from: moved_on, first_day: counted)");
        let not_counted =
            format!("on < last_day({period}, from: moved_on, first_day: not_counted)");
        let before = format!("first_day({period}, before: on) <= moved_on");
        for bound in [counted, not_counted, before] {
            let condition = format!("moved_on <= on and {bound}");
            let (left, all) = perhaps_equivalent(&condition);
            assert!(left.is_empty() && all >= 4, "{condition}: {left:?} of {all}");
            count += all;
        }
    }
    for months in [1, 5, 17, 60, 200] {
        let condition = format!("moved_on <= on and months(from: moved_on, to: on) < {months}");
        let (left, all) = perhaps_equivalent(&condition);
        assert!(left.is_empty() && all >= 4, "{condition}: {left:?} of {all}");
    }
    assert!(count > sweep(200, 400), "{count}");
}
