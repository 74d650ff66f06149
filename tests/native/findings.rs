//! What the checker finds out about valid rules by trying households: amounts below nothing, periods
//! that have not begun, tables on dates. Each finding is swept over many thresholds; single messages
//! are in tests/broken/cases.

use crate::checked::{check_folder, checked, codes};
use crate::folder::Folder;
use iju_check::diagnostic::Diagnostic;
use std::fs;

const GRANT: &str = "town/2025/grant.yaml";
const RENT: &str = "town/2025/rent.yaml";
const BOOK: &str = "town/2025/rulebook.yaml";
const YEN: &str = "yen: \"rate * rent_yen\", floor: 1_000, cap: 30_000 yen";
const WHEN: &str = "moved_on <= on and on <= last_day(1 year, from: moved_on, first_day: counted)";
const PERIODS: [&str; 8] =
    ["1 day", "30 days", "60 days", "400 days", "1 month", "18 months", "1 year", "5 years"];

fn found(test: &str, changes: &[(&str, &str, &str)], code: &str) -> Vec<Diagnostic> {
    let (_folder, _, problems) = checked(test, changes);
    let others: Vec<_> = problems.iter().filter(|one| one.code != code).collect();
    assert!(others.is_empty(), "{changes:?}: {others:?}");
    problems
}

#[test]
fn a_part_below_nothing_is_found_whatever_its_threshold() {
    for less in [1, 2, 999, 35_000, 449_999, 450_000, 599_999] {
        let yen = |yen: &str| format!("yen: \"{yen}\"");
        let part = yen(&format!("rate * rent_yen - {less} yen"));
        let problems = found("below-part", &[(RENT, YEN, &part)], "below-nothing");
        assert_eq!(problems.len(), 1, "{less}");
        let capped = yen(&format!("max(0 yen, rate * rent_yen - {less} yen)"));
        assert!(found("below-max", &[(RENT, YEN, &capped)], "below-nothing").is_empty(), "{less}");
        // A requirement can exclude every household for which the part would be below nothing.
        let least = 2 * less;
        let written = "      when: children >= 1\n      source: page\n";
        let required = format!(
            "{written}    - {{ id: least, says: {{ ja: 最低の家賃 }}, when: rent_yen >= {least} yen, source: \
             page }}\n"
        );
        let changes = [(RENT, YEN, part.as_str()), (RENT, written, required.as_str())];
        if less < 450_000 {
            assert!(found("below-required", &changes, "below-nothing").is_empty(), "{less}");
        }
    }
}

#[test]
fn a_shared_cap_below_nothing_is_found() {
    let check = |yen: &str| {
        let folder = Folder::copy_of("tests/broken/base", "below-shared");
        let text = fs::read_to_string(folder.path().join(BOOK)).unwrap();
        let cap = format!(
            "shared_caps:\n  - {{ id: most, says: {{ ja: あわせた上限 }}, source: page, programmes: [ grant, \
             rent ], yen: \"{yen}\" }}\n"
        );
        folder.write(BOOK, &format!("{text}{cap}"));
        codes(&check_folder(&folder).1)
    };
    assert_eq!(check("rent_yen - 1 yen"), ["below-nothing"]);
    assert_eq!(check("max(0 yen, rent_yen - 1 yen)"), Vec::<&str>::new());
}

#[test]
fn a_period_that_has_not_begun_is_found_whatever_its_length() {
    for period in PERIODS {
        for first_day in ["counted", "not_counted"] {
            let last = format!("last_day({period}, from: moved_on, first_day: {first_day})");
            for open in [format!("on <= {last}"), format!("not {last} < on")] {
                let problems = found("early-open", &[(GRANT, WHEN, &open)], "early");
                assert_eq!(problems.len(), 1, "{open}");
                let begun = format!("moved_on <= on and {open}");
                assert!(found("early-begun", &[(GRANT, WHEN, &begun)], "early").is_empty());
            }
            // A period that must be over has begun.
            let over = format!("{last} < on");
            assert!(found("early-over", &[(GRANT, WHEN, &over)], "early").is_empty(), "{over}");
        }
    }
}

#[test]
fn an_author_can_say_that_a_household_may_be_early() {
    let open = "on <= last_day(1 year, from: moved_on, first_day: counted)\"\n      early: yes";
    let folder = Folder::copy_of("tests/broken/base", "early-said");
    folder.replace(GRANT, &format!("{WHEN}\""), open).unwrap();
    assert_eq!(codes(&check_folder(&folder).1), Vec::<&str>::new());
    // Another requirement of the programme may say that the period has begun.
    let folder = Folder::copy_of("tests/broken/base", "early-elsewhere");
    let open = "on <= last_day(1 year, from: moved_on, first_day: counted)";
    folder.replace(GRANT, WHEN, open).unwrap();
    let begun = "    - { id: begun, says: { ja: 移ったあとであること }, when: moved_on <= on, source: page }\n    - id: way";
    folder.replace(GRANT, "    - id: way", begun).unwrap();
    assert_eq!(codes(&check_folder(&folder).1), Vec::<&str>::new());
}

/// The problems of the rules with a table on these two conditions.
fn table(test: &str, one: &str, other: &str) -> Vec<&'static str> {
    let changes = [
        (BOOK, "when: children == 0, value: 1/2", &*format!("when: \"{one}\", value: 1/2")),
        (BOOK, "when: children >= 1, value: 2/3", &*format!("when: \"{other}\", value: 2/3")),
    ];
    let (_folder, _, problems) = checked(test, &changes);
    codes(&problems)
}

#[test]
fn a_table_on_two_dates_is_covered_by_a_condition_and_its_opposite_only() {
    for period in PERIODS {
        let last = format!("last_day({period}, from: moved_on, first_day: not_counted)");
        let first = format!("first_day({period}, before: on)");
        for (a, b) in [("on", last.as_str()), (first.as_str(), "moved_on")] {
            let of = |operator: &str| format!("{a} {operator} {b}");
            assert!(table("dates", &of("<="), &of(">")).is_empty(), "{a}, {b}");
            assert!(table("dates", &of("<"), &of(">=")).is_empty(), "{a}, {b}");
            assert_eq!(table("dates", &of("<"), &of(">")), ["table-gap"], "{a}, {b}");
            assert_eq!(table("dates", &of("<="), &of(">=")), ["table-overlap"], "{a}, {b}");
            let but = format!("{a} > {b} and moved_on != 2025-06-15");
            assert_eq!(table("dates", &of("<="), &but), ["table-gap"], "{a}, {b}");
        }
    }
    assert_eq!(table("dates", "on < moved_on", "not on < moved_on"), Vec::<&str>::new());
}

#[test]
fn a_file_of_examples_that_is_no_yaml_is_reported_where_it_breaks_off() {
    let folder = Folder::copy_of("tests/broken/base", "examples-nonsense");
    folder.write("town/2025/examples/nonsense.yaml", "nonsense: [");
    let (_, problems) = check_folder(&folder);
    let places: Vec<_> = problems.iter().map(|one| (one.place.line, one.place.column)).collect();
    assert_eq!((codes(&problems), places), (vec!["yaml"], vec![(1, 11)]));
}

#[test]
fn the_search_is_complete_on_a_long_programme() {
    // The grant of Oita asks for two dozen answers, and says elsewhere that the move comes first.
    let folder = Folder::copy_of("rules", "early-oita");
    let id = "    - id: within_a_year\n";
    let said = format!("{id}      early: yes\n");
    folder.replace("oita/2025/support_grant.yaml", id, &said).unwrap();
    let (_, problems) = check_folder(&folder);
    assert_eq!(codes(&problems), ["early"], "{problems:?}");
    assert!(problems[0].message.contains("allows nothing"), "{problems:?}");
}
