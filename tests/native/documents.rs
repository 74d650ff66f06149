//! What keeps the documents true to the repository: the files that they name exist, and each record of a decision
//! has its form and is listed.
//! It does not judge what they say.

use std::fs;
use std::path::{Path, PathBuf};

const DECISIONS: &str = "docs/decisions";
/// The sections of a record, in this order.
const SECTIONS: [&str; 3] = ["## Context", "## Decision", "## Consequences"];
const MOST_LINES: usize = 40;

/// The folders whose files the documents name by their paths.
const FOLDERS: [&str; 6] = ["docs/", "rules/", "src/", "tests/", "www/", "xtask/"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn markdown_in(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "md"));
    files.sort();
    files
}

/// The files that a text names: the targets of its relative links, and the paths in backticks. Patterns such as
/// `rules/<city>` and addresses are left out.
fn named_files<'a>(text: &'a str, folder: &Path) -> Vec<(&'a str, PathBuf)> {
    let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let links = links
        .map(|target| target.split('#').next().unwrap_or_default())
        .filter(|target| !target.is_empty() && !target.contains(':'))
        .map(|target| (target, folder.join(target)));
    let quoted = text.split('`').skip(1).step_by(2);
    let paths = quoted
        .filter(|path| FOLDERS.iter().any(|folder| path.starts_with(folder)))
        .filter(|path| !path.contains(['<', '*', '{', ' ', '…']))
        .map(|path| (path, root().join(path)));
    links.chain(paths).collect()
}

#[test]
fn every_file_that_a_document_names_exists() {
    let mut missing = Vec::new();
    let mut count = 0;
    for folder in [".", "docs", DECISIONS, "rules"] {
        for file in markdown_in(folder) {
            let text = fs::read_to_string(&file).unwrap();
            for (name, path) in named_files(&text, file.parent().unwrap()) {
                count += 1;
                if !path.exists() {
                    missing.push(format!("{}: there is no {name}", file.display()));
                }
            }
        }
    }
    assert!(count > 20, "only {count} names were found");
    assert!(missing.is_empty(), "\n{}\n", missing.join("\n"));
}

#[test]
fn every_record_of_a_decision_has_its_form_and_is_listed() {
    let list = fs::read_to_string(root().join(DECISIONS).join("README.md")).unwrap();
    let records = markdown_in(DECISIONS);
    let records: Vec<_> = records.iter().filter(|file| !file.ends_with("README.md")).collect();
    assert!(!records.is_empty(), "{DECISIONS} holds no record");
    for (file, number) in records.into_iter().zip(1..) {
        let name = file.file_name().unwrap().to_str().unwrap();
        let text = fs::read_to_string(file).unwrap();
        assert!(
            name.starts_with(&format!("{number:04}-")),
            "{name}: its number is not {number:04}"
        );
        assert!(
            text.starts_with(&format!("# {number:04} ")),
            "{name}: its title has another number"
        );
        assert!(
            list.contains(&format!("]({name})")),
            "{name}: the list of decisions leaves it out"
        );
        assert!(text.lines().count() <= MOST_LINES, "{name}: it is longer than {MOST_LINES} lines");
        let sections: Vec<&str> = text.lines().filter(|line| line.starts_with("## ")).collect();
        assert_eq!(sections, SECTIONS, "{name}");
    }
}

#[test]
fn a_planted_name_of_a_missing_file_is_found() {
    let text = "See `src/no_such.rs`, [this](gone.md#part) and [that](https:example). Not `rules/<city>` or `x/y.rs`.";
    let names: Vec<&str> = named_files(text, root()).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["gone.md", "src/no_such.rs"]);
}
