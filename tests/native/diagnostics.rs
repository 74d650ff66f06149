//! The problems that the checker reports for the rules of tests/broken/base with one mistake each:
//! code, place, message, underlined text and help. Rules without mistakes are tested elsewhere.
//!
//! A case is a text file: a sentence, the changes, and the report. `@@@ frameworks` first adds the files of
//! tests/broken/frameworks, and `@@@ later_year` those of tests/broken/later_year. A change names a file after `@@` and lists the lines to find (`-`) and their
//! replacement (`+`). The report follows `@@ told`, by
//! file and position, as `iju check` prints it.

use crate::folder::Folder;
use iju_check::check;
use iju_check::diagnostic::{Diagnostics, Files, render};
use iju_check::page::Words;
use std::fs;
use std::path::Path;

/// One mistake, or several, and the expected report.
#[derive(Debug, Default)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) changes: Vec<Change>,
    /// The folder below tests/broken whose files are added to the base.
    added: Option<String>,
    expected: String,
}

#[derive(Debug, Default)]
pub(crate) struct Change {
    pub(crate) file: String,
    pub(crate) find: Vec<String>,
    pub(crate) replace: Vec<String>,
}

fn case(name: String, text: &str) -> Case {
    let (changes, expected) = text.split_once("@@ told\n").unwrap_or_default();
    let expected = expected.trim_end().to_owned();
    let mut case = Case { name, expected, ..Case::default() };
    for line in changes.lines() {
        if let Some(folder) = line.strip_prefix("@@@ ") {
            case.added = Some(folder.to_owned());
        } else if let Some(file) = line.strip_prefix("@@ ") {
            case.changes.push(Change { file: file.to_owned(), ..Change::default() });
        } else if let Some(change) = case.changes.last_mut() {
            match (line.strip_prefix('-'), line.strip_prefix('+')) {
                (Some(find), _) => change.find.push(find.to_owned()),
                (_, Some(replace)) => change.replace.push(replace.to_owned()),
                (None, None) => assert!(line.is_empty(), "{}: {line}", case.name),
            }
        }
    }
    case
}

/// The cases, by name.
pub(crate) fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken/cases");
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        found.push(case(name, &fs::read_to_string(&path).unwrap()));
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found
}

fn shipped_words() -> Words {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/words");
    Words::load(&folder, &mut Files::default(), &mut Diagnostics::default()).unwrap().unwrap()
}

/// What `iju check` reports on the rules in a folder, without the folder's own name.
fn report(folder: &Folder, words: &Words) -> String {
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let checked = check::load(folder.path(), &mut files, &mut problems).unwrap();
    assert_eq!(
        checked.is_some(),
        problems.is_empty(),
        "there are rules in spite of a problem, or none without one"
    );
    if let Some(checked) = checked {
        words.cover(&checked.rules, &mut problems);
    }
    let all: Vec<String> = problems.sorted().iter().map(|one| render(&files, one)).collect();
    all.join("\n").replace(&format!("{}/", folder.path().display()), "").trim_end().to_owned()
}

/// The rules with the mistake of a case.
///
/// # Errors
/// If the rules do not contain what the case changes.
pub(crate) fn broken(case: &Case) -> Result<Folder, String> {
    let folder = Folder::copy_of("tests/broken/base", &format!("broken-{}", case.name));
    if let Some(added) = &case.added {
        folder.add(&format!("tests/broken/{added}"));
    }
    for change in &case.changes {
        // A change replaces whole lines, so that it can also remove some.
        let (find, replace) = (joined(&change.find), joined(&change.replace));
        folder.replace(&change.file, &find, &replace)?;
    }
    Ok(folder)
}

/// The difference between a case's report and the expected one, if there is one.
fn fault(case: &Case, words: &Words) -> Option<String> {
    let folder = match broken(case) {
        Ok(folder) => folder,
        Err(message) => return Some(format!("== {}: {message}", case.name)),
    };
    let found = report(&folder, words);
    (found != case.expected).then(|| {
        format!("== {}: expected\n\n{}\n\n-- found\n\n{found}\n", case.name, case.expected)
    })
}

fn joined(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

#[test]
fn rules_without_a_mistake_have_no_problem() {
    let folder = Folder::copy_of("tests/broken/base", "broken-none");
    assert_eq!(report(&folder, &shipped_words()), "");
}

#[test]
fn what_cases_add_has_no_problem() {
    for added in ["frameworks", "later_year", "library"] {
        let folder = Folder::copy_of("tests/broken/base", &format!("broken-none-{added}"));
        folder.add(&format!("tests/broken/{added}"));
        assert_eq!(report(&folder, &shipped_words()), "", "{added}");
    }
}

#[test]
fn every_mistake_is_reported_as_expected() {
    let cases = cases();
    assert!(cases.len() >= 100, "only {} cases were found", cases.len());
    let without: Vec<&Case> =
        cases.iter().filter(|case| case.changes.is_empty() || case.expected.is_empty()).collect();
    assert!(without.is_empty(), "cases without a change or a report: {without:?}");
    let words = shipped_words();
    let faults: Vec<String> = cases.iter().filter_map(|case| fault(case, &words)).collect();
    assert!(faults.is_empty(), "{} cases differ\n\n{}", faults.len(), faults.join("\n"));
}
