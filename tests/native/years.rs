//! A mistake that is made in each of three years is reported three times, once for each. The mistakes
//! are those of tests/broken/cases that change only the files of one year.

use crate::checked::check_folder;
use crate::diagnostics::{Case, cases};
use crate::folder::Folder;
use std::collections::BTreeMap;
use std::fs;

const YEARS: [&str; 3] = ["2025", "2026", "2027"];

/// A copy of the rules with the case's changes in one year or in three. The later years are copies of
/// the first with later dates.
fn folder(case: &Case, years: &[&str]) -> Folder {
    let folder =
        Folder::copy_of("tests/broken/base", &format!("years-{}-{}", case.name, years.len()));
    for change in &case.changes {
        let lines =
            |lines: &[String]| -> String { lines.iter().map(|line| format!("{line}\n")).collect() };
        folder.replace(&change.file, &lines(&change.find), &lines(&change.replace)).unwrap();
    }
    let town = folder.path().join("town");
    for year in years.iter().skip(1) {
        let next = (year.parse::<i32>().unwrap() + 1).to_string();
        for sub in ["", "examples/"] {
            fs::create_dir_all(town.join(year).join(sub)).unwrap();
            for entry in fs::read_dir(town.join("2025").join(sub)).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    continue;
                }
                let text = fs::read_to_string(&path).unwrap();
                let text = text.replace("2026-", &format!("{next}-")).replace("2025", year);
                let name = path.file_name().unwrap().to_string_lossy();
                folder.write(&format!("town/{year}/{sub}{name}"), &text);
            }
        }
    }
    folder
}

/// How many problems of each kind there are in files of the town.
fn counted(case: &Case, years: &[&str]) -> BTreeMap<&'static str, usize> {
    let (_, problems) = check_folder(&folder(case, years));
    let mut found = BTreeMap::new();
    // The first file that is read is facts.yaml, which all years share.
    for problem in problems.iter().filter(|problem| problem.place.file != 0) {
        *found.entry(problem.code).or_insert(0) += 1;
    }
    found
}

/// The cases that differ from year to year: the name of the folder, February 29, rules that those of a later year
/// replace. Of what passes a limit, the first is told.
const NOT_OF_A_YEAR: [&str; 5] =
    ["folder_name", "bad_date", "shared_cap_days", "product_too_fine", "sums_too_fine"];

#[test]
fn a_mistake_in_each_of_three_years_is_reported_for_each() {
    let is_of_a_year = |case: &Case| {
        case.changes.iter().all(|change| change.file.starts_with("town/2025/"))
            && !NOT_OF_A_YEAR.contains(&case.name.as_str())
    };
    let cases: Vec<Case> = cases().into_iter().filter(is_of_a_year).collect();
    assert!(cases.len() >= 100, "{}", cases.len());
    let mut faults = Vec::new();
    let mut kinds = BTreeMap::new();
    for case in &cases {
        let (once, thrice) = (counted(case, &YEARS[..1]), counted(case, &YEARS));
        let expected: BTreeMap<_, _> =
            once.iter().map(|(code, count)| (*code, count * YEARS.len())).collect();
        if thrice != expected {
            faults.push(format!("{}: {once:?}, in three years {thrice:?}", case.name));
        }
        kinds.extend(once);
    }
    assert!(faults.is_empty(), "{} cases differ\n{}", faults.len(), faults.join("\n"));
    assert!(kinds.len() >= 40, "{kinds:?}");
}
