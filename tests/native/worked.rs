//! What `iju test` says of an example that does not hold: each difference once, at the key of the
//! expectation. Whether the examples of the rules hold is tested by the command.

use crate::checked::check_folder;
use crate::folder::Folder;
use iju_check::diagnostic::{Diagnostics, Files};
use iju_check::examples::{compare, report};
use iju_check::parse::parse_examples;

const FILE: &str = "town/2025/examples/households.yaml";

/// The differences between the examples and the reports: line, the underlined text, message.
fn differences(find: &str, replace: &str) -> Vec<(usize, String, String)> {
    let folder = Folder::copy_of("tests/broken/base", "worked");
    folder.replace(FILE, find, replace).unwrap();
    let (checked, problems) = check_folder(&folder);
    let checked = checked.unwrap_or_else(|| panic!("{problems:?}"));
    let (mut files, mut found) = (Files::default(), Diagnostics::default());
    let examples = parse_examples(folder.path(), &mut files, &mut found).unwrap();
    for example in examples.iter().flat_map(|(_, examples)| examples) {
        let (report, advice) = report(&checked.cities[0], example).unwrap();
        compare(example, (&report, &advice), &mut found);
    }
    let text = std::fs::read_to_string(folder.path().join(FILE)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let shown = |line: usize, column: usize, length: usize| -> String {
        lines[line - 1].chars().skip(column - 1).take(length).collect()
    };
    let mut differences = Vec::new();
    for one in found.sorted() {
        let place = one.place;
        let underlined = shown(place.line, place.column, place.length);
        differences.push((place.line, underlined, one.message));
    }
    differences
}

#[test]
fn a_difference_is_said_once_at_its_key() {
    let cases = [
        ("amount: 600_000", "amount: 600_001", 16, "amount", "expected 600001, found 600000"),
        ("base: 600_000", "base: 5", 16, "base", "expected 5, found 600000"),
        ("moved_in: met", "moved_in: not_met", 16, "moved_in", "expected not_met, found met"),
        (
            "verdict: confirm",
            "verdict: eligible",
            16,
            "verdict",
            "expected eligible, found confirm",
        ),
        ("{ min: 0, max: 360_000 }", "7", 26, "amount", "expected 7, found 0 to 360000"),
        ("max: 360_000", "max: 1", 26, "max", "expected 1, found 360000"),
        ("best: { max: 600_000 }", "best: { max: 1 }", 18, "max", "expected 1, found 600000"),
        ("readings: []", "readings: [ addition_for ]", 16, "readings", "found []"),
        ("[ \"rent_yen: value\" ]", "[]", 26, "missing", "expected [], found ["),
    ];
    assert_eq!(differences("at: 2", "at: 3"), []);
    for (find, replace, line, key, message) in cases {
        let found = differences(find, replace);
        assert_eq!(found.len(), 1, "{replace}: {found:?}");
        let (at, underlined, said) = &found[0];
        assert_eq!((*at, underlined.as_str()), (line, key), "{replace}: {said}");
        assert!(said.contains(message), "{replace}: {said}");
    }
}
