//! One run of `iju check` reports everything that does not depend on a file that it cannot read whole: one
//! slip in a file hides no problem of the others, and causes none there.

use crate::checked::{check_folder, codes};
use crate::folder::Folder;
use iju_check::diagnostic::Diagnostic;
use std::fs;

const FACTS: &str = "facts.yaml";
const CITY: &str = "town/city.yaml";
const BOOK: &str = "town/2025/rulebook.yaml";
const GRANT: &str = "town/2025/grant.yaml";
const RENT: &str = "town/2025/rent.yaml";
const EXAMPLES: &str = "town/2025/examples/households.yaml";

/// Slips that make a file unreadable, as a key that no file has or as YAML.
const SLIPS: [&str; 2] = ["nonsuch: 1\n", "nonsense: [\n"];

/// The rules of two towns. The second is called `village`.
fn two_towns(test: &str) -> Folder {
    let folder = Folder::copy_of("tests/broken/base", test);
    for file in ["city.yaml", "2025/rulebook.yaml", "2025/grant.yaml", "2025/rent.yaml"] {
        let text = fs::read_to_string(folder.path().join("town").join(file)).unwrap();
        folder.write(&format!("village/{file}"), &text);
    }
    folder
}

fn append(folder: &Folder, file: &str, text: &str) {
    let written = fs::read_to_string(folder.path().join(file)).unwrap();
    folder.write(file, &format!("{written}{text}"));
}

/// The problems of two towns, of which the first has a slip in a file, after some changes.
fn problems(file: &str, slip: &str, changes: &[(&str, &str, &str)]) -> Vec<Diagnostic> {
    let folder = two_towns("one-pass");
    append(&folder, file, slip);
    for (file, find, replace) in changes {
        folder.replace(file, find, replace).unwrap();
    }
    let (checked, problems) = check_folder(&folder);
    assert!(checked.is_none());
    problems
}

/// A wrong name in the other programme of the year, and one in the other town.
const WRONG: [(&str, &str, &str); 2] = [
    (RENT, "when: children >= 1", "when: childern >= 1"),
    ("village/2025/rent.yaml", "when: children >= 1", "when: childern >= 1"),
];

#[test]
fn two_towns_without_a_slip_have_no_problem() {
    let (checked, problems) = check_folder(&two_towns("one-pass-none"));
    assert!(checked.is_some() && problems.is_empty(), "{problems:?}");
}

#[test]
fn a_slip_in_one_file_causes_no_problem_elsewhere() {
    for slip in SLIPS {
        for file in [FACTS, CITY, BOOK, GRANT, RENT, EXAMPLES] {
            let found = problems(file, slip, &[]);
            assert_eq!(found.len(), 1, "{file} {slip:?}: {found:?}");
            assert!(["unknown-key", "yaml"].contains(&found[0].code), "{found:?}");
        }
    }
}

#[test]
fn names_are_looked_up_in_every_file_that_does_not_depend_on_the_slip() {
    for slip in SLIPS {
        for (file, expected) in [
            // Without the questions no name has a meaning.
            (FACTS, 0),
            // The other town is checked.
            (CITY, 1),
            (BOOK, 1),
            // So is the other programme of the year.
            (GRANT, 2),
            (EXAMPLES, 2),
        ] {
            let found = problems(file, slip, &WRONG);
            let names = found.iter().filter(|one| one.code == "unknown-name").count();
            assert_eq!(
                (names, found.len()),
                (expected, expected + 1),
                "{file} {slip:?}: {found:?}"
            );
        }
    }
}

#[test]
fn the_shape_of_every_file_is_reported_whatever_else_is_unreadable() {
    let wrong = [(GRANT, "benefit: cash", "benefit: case"), (EXAMPLES, "name: 1人", "nam: 1人")];
    for slip in SLIPS {
        for file in [FACTS, CITY, BOOK] {
            let found = codes(&problems(file, slip, &wrong));
            for code in ["unknown-word", "unknown-key", "missing-key"] {
                assert!(found.contains(&code), "{file} {slip:?}: {found:?}");
            }
        }
    }
}

#[test]
fn an_unreadable_programme_is_known_by_its_name_and_a_missing_one_is_not() {
    for slip in SLIPS {
        // `rent` excludes `grant`.
        assert_eq!(codes(&problems(GRANT, slip, &[])).len(), 1, "{slip:?}");
        let changes = [(RENT, "programme: grant", "programme: grand")];
        let found = codes(&problems(GRANT, slip, &changes));
        assert!(found.contains(&"unknown-programme"), "{slip:?} {found:?}");
    }
}

#[test]
fn a_later_year_that_continues_a_programme_of_an_unreadable_one_is_right() {
    let folder = Folder::copy_of("tests/cases", "one-pass-years");
    let years = fs::read_dir(folder.path().join("town")).unwrap().flatten();
    let mut years: Vec<_> = years.map(|year| year.path()).filter(|path| path.is_dir()).collect();
    years.sort();
    assert!(years.len() > 1, "{years:?}");
    let book = format!("town/{}/rulebook.yaml", years[0].file_name().unwrap().to_str().unwrap());
    append(&folder, &book, SLIPS[0]);
    assert_eq!(codes(&check_folder(&folder).1), ["unknown-key"]);
}

#[test]
fn mistakes_in_texts_and_in_names_are_reported_together() {
    let folder = Folder::copy_of("tests/broken/base", "one-pass-texts");
    folder.replace(GRANT, "{ ja: 基本額 }", "{ en: base }").unwrap();
    folder.replace(RENT, "when: children >= 1", "when: childern >= 1").unwrap();
    assert_eq!(codes(&check_folder(&folder).1), ["missing-translation", "unknown-name"]);
}

#[test]
fn what_nothing_uses_is_checked_like_everything_else() {
    for (before, added, code) in [
        ("  rate:\n", "  left: children + on\n", "type"),
        ("  rate:\n", "  left: childern\n", "unknown-name"),
        ("  rate:\n", "  left: left\n", "cycle"),
        ("    minor:", "    left: born < 5\n", "unit"),
        ("    minor:", "    left: bron < on\n", "unknown-name"),
        (
            "  settled:\n",
            "  left: { says: { ja: 使われない }, source: page, when: children }\n",
            "type",
        ),
        (
            "  settled:\n",
            "  left: { says: { ja: 使われない }, source: nonsuch, when: settles }\n",
            "unknown-source",
        ),
        (
            "  addition_for:\n",
            "  left: { ask: other_terms, choices: { a: { says: { ja: あ }, source: pag }, b: { says: { ja: い }, source: page } } }\n",
            "unknown-source",
        ),
        (
            "  addition_for:\n",
            "  left: { ask: others, choices: { a: { says: { ja: あ }, source: page }, b: { says: { ja: い }, source: page } } }\n",
            "unknown-ask",
        ),
    ] {
        let folder = Folder::copy_of("tests/broken/base", "one-pass-left");
        folder.replace(BOOK, before, &format!("{added}{before}")).unwrap();
        let found = codes(&check_folder(&folder).1);
        assert_eq!(found, [code], "{added}");
    }
}
