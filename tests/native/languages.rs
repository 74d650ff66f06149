//! The words of the pages in every language: complete, with the same slots, used, and easy where
//! that is the language. How a page looks is not looked at.

use crate::folder::Folder;
use iju_check::diagnostic::{Diagnostics, Files, render};
use iju_check::page::Words;
use std::fs;
use std::path::Path;

/// What is told of the words in a folder, without the folder's own name.
fn told(folder: &Folder) -> String {
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let words = Words::load(folder.path(), &mut files, &mut problems).unwrap();
    assert_eq!(words.is_some(), problems.is_empty(), "words with a problem are words");
    let all: Vec<String> = problems.sorted().iter().map(|one| render(&files, one)).collect();
    all.join("").replace(&format!("{}/", folder.path().display()), "")
}

/// Words with one change, and what the first line of every problem must be.
fn assert_told(test: &str, changes: &[(&str, &str, &str)], expected: &[&str]) {
    let folder = Folder::copy_of("www/words", test);
    for (file, find, replace) in changes {
        folder.replace(file, find, replace).unwrap();
    }
    let told = told(&folder);
    let first: Vec<&str> = told.lines().filter(|line| line.contains(": error[")).collect();
    let matches = first.len() == expected.len()
        && first.iter().zip(expected).all(|(line, ending)| line.ends_with(ending));
    assert!(matches, "{test}: expected {expected:?}, told was\n{told}");
}

#[test]
fn the_shipped_words_are_complete() {
    assert_eq!(told(&Folder::copy_of("www/words", "words-shipped")), "");
}

#[test]
fn a_key_that_a_language_lacks_or_has_alone_is_told() {
    assert_told(
        "words-missing",
        &[("en.yaml", "  left.done: More answers do not change the result\n", "")],
        &["error[missing-word]: the word `left.done` is missing"],
    );
    assert_told(
        "words-extra",
        &[("easy.yaml", "  join.or: か\n", "  join.or: か\n  join.nor: も\n")],
        &["error[unknown-word]: the word `join.nor` is not among those of `ja`"],
    );
    // The same for a new word of the original, in each other language.
    assert_told(
        "words-new",
        &[("ja.yaml", "  join.or: か\n", "  join.or: か\n  join.nor: も\n")],
        &["the word `join.nor` is missing", "the word `join.nor` is missing"],
    );
}

#[test]
fn a_slot_that_the_original_does_not_have_is_told() {
    assert_told(
        "words-slot",
        &[("en.yaml", "  size: \"({n})\"", "  size: \"({m})\"")],
        &["error[unknown-slot]: `size` has no slot `m`"],
    );
    assert_told("words-dropped", &[("en.yaml", "  size: \"({n})\"", "  size: some")], &[]);
}

#[test]
fn an_empty_word_is_told_unless_it_is_meant() {
    assert_told(
        "words-empty",
        &[("en.yaml", "  era: \"\"\n", "  era:\n")],
        &["error[empty-text]: the text is empty"],
    );
}

#[test]
fn words_that_are_not_easy_are_told() {
    assert_told(
        "words-easy",
        &[("easy.yaml", "  fold.look: 見《み》る\n", "  fold.look: なお、見る\n")],
        &["`なお` is not easy", "`見` has no reading"],
    );
    assert_told(
        "words-list",
        &[("easy.yaml", " 12月《がつ》\n", " 12月\n")],
        &["error[not-easy]: `月` has no reading"],
    );
    assert_told(
        "words-ja",
        &[("ja.yaml", "  fold.look: 見る\n", "  fold.look: 見《み》る\n")],
        &["error[reading]: a reading stands in `easy` alone"],
    );
}

#[test]
fn every_word_of_the_pages_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |folder: &str| -> String {
        let entries = fs::read_dir(root.join(folder)).unwrap().flatten();
        entries.filter_map(|entry| fs::read_to_string(entry.path()).ok()).collect()
    };
    let (templates, script, figures) = (read("www/templates"), read("www/js"), read("src/page"));
    let words = fs::read_to_string(root.join("www/words/ja.yaml")).unwrap();
    let mut used_by = &templates;
    let mut unused = Vec::new();
    for line in words.lines() {
        match line {
            "script:" => used_by = &script,
            "slots:" => break,
            _ => {}
        }
        let Some((key, _)) = line.strip_prefix("  ").and_then(|line| line.split_once(": ")) else {
            continue;
        };
        let head = key.rsplit_once('.').map_or(key, |(head, _)| head);
        let ways = [format!("\"{key}\""), format!("\"{head}.\" ~")];
        // The script puts some together: `open.count${…}`.
        let mut starts = key.chars().scan("`".to_owned(), |start, next| {
            start.push(next);
            Some(format!("{start}${{"))
        });
        let is_used = ways.iter().any(|way| used_by.contains(way))
            || starts.any(|start| used_by.contains(&start));
        if !key.starts_with('#') && !is_used && !figures.contains(&format!("\"{key}\"")) {
            unused.push(key.to_owned());
        }
    }
    assert!(unused.is_empty(), "no template and no script says {unused:?}");
}
