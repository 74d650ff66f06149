//! Rules whose texts are not in every language yet: an author checks and tests them, and nobody can publish them.

use crate::call::iju;
use crate::folder::Folder;
use serde_json::Value;
use std::fs;

/// The shipped rules with some texts in Japanese only: a whole programme of a city, and a text that cities share.
fn draft(name: &str) -> Folder {
    let folder = Folder::copy_of("rules", name);
    for (file, most) in [("oita/2026/benefit.yaml", usize::MAX), ("library.yaml", 1)] {
        let text = fs::read_to_string(folder.path().join(file)).unwrap();
        let (mut left, mut kept) = (most, String::new());
        for line in text.lines() {
            let is_english = line.trim_start().starts_with("en: ");
            if is_english && left > 0 {
                left -= 1;
            } else {
                kept.push_str(line);
                kept.push('\n');
            }
        }
        assert!(kept.len() < text.len(), "{file}");
        folder.write(file, &kept);
    }
    folder
}

/// How many texts of the programme were English: its keys `en` in the shipped rules.
fn english_texts() -> usize {
    let text =
        fs::read_to_string(format!("{}/rules/oita/2026/benefit.yaml", env!("CARGO_MANIFEST_DIR")));
    text.unwrap().lines().filter(|line| line.trim_start().starts_with("en: ")).count()
}

#[test]
fn a_draft_in_japanese_is_checked_and_tested() {
    let folder = draft("draft-checked");
    let rules = folder.path().to_str().unwrap();
    let done = iju(&["check", rules]);
    assert_eq!(done.code, 0, "{}", done.err);
    let count = english_texts() + 1;
    let lacking = format!("; texts that lack a language: {count} (`iju site` refuses them)");
    assert!(done.closing().ends_with(&lacking), "{}", done.err);
    let warnings: Vec<&str> =
        done.out.lines().filter(|line| line.contains(": warning: ")).collect();
    let more = format!("the text in `en` is missing, and {} more in this file", count - 2);
    assert!(warnings[0].contains("library.yaml") && warnings[0].ends_with("`en` is missing"));
    assert!(warnings[1].contains("benefit.yaml") && warnings[1].ends_with(&more), "{warnings:?}");
    assert_eq!(warnings.len(), 2, "{warnings:?}");
    let tested = iju(&["test", "--rules", rules]);
    assert_eq!(tested.code, 0, "{}", tested.err);
}

#[test]
fn an_editor_sees_each_text_that_lacks_a_language() {
    let folder = draft("draft-json");
    let done = iju(&["check", folder.path().to_str().unwrap(), "--format", "json"]);
    let found: Value = serde_json::from_str(&done.out).unwrap();
    let found = found["diagnostics"].as_array().unwrap();
    let of = |level: &str| found.iter().filter(|one| one["level"] == level).count();
    assert_eq!((done.code, of("error"), of("warning")), (0, 0, english_texts() + 1));
    let lacking = found.iter().filter(|one| one["level"] == "warning");
    assert!(lacking.clone().all(|one| one["code"] == "missing-translation"));
}

#[test]
fn a_draft_is_not_published() {
    let folder = draft("draft-site");
    let out = Folder::empty("draft-pages");
    let site = out.path().join("site");
    let rules = folder.path().to_str().unwrap();
    let done = iju(&["site", "--rules", rules, "--out", site.to_str().unwrap()]);
    assert_eq!((done.code, done.out.as_str()), (1, ""));
    let problems = done.err.lines().filter(|line| line.contains("error[missing-translation]"));
    assert_eq!(problems.count(), english_texts() + 1, "{}", done.err);
    assert!(!site.exists(), "pages of a draft were written");
}

#[test]
fn the_first_language_of_the_pages_is_never_missing() {
    let folder = Folder::copy_of("rules", "draft-first");
    let file = "oita/2026/benefit.yaml";
    let text = fs::read_to_string(folder.path().join(file)).unwrap();
    let (before, rest) = text.split_once("  ja: ").unwrap();
    let (_, rest) = rest.split_once('\n').unwrap();
    folder.write(file, &format!("{before}{rest}"));
    let done = iju(&["check", folder.path().to_str().unwrap()]);
    assert_eq!(done.code, 1);
    assert!(done.err.contains("error[missing-translation]: the text in `ja` is missing"));
}
