//! The words of the pages in every language: complete, with the same slots, used, and easy where
//! that is the language. How a page looks is not looked at.

use crate::folder::Folder;
use iju_check::check::{self, Checked};
use iju_check::diagnostic::{Diagnostics, Files, render};
use iju_check::index::Version;
use iju_check::page::{self, Words};
use iju_check::rulebook::{Programme, Rulebook};
use iju_check::source;
use std::collections::BTreeMap;
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

fn words(folder: &Path) -> Words {
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    Words::load(folder, &mut files, &mut problems).unwrap().unwrap()
}

fn rules(folder: &Path) -> Checked {
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    check::load(folder, &mut files, &mut problems).unwrap().unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_language_of_a_city_without_words_is_told_at_the_city() {
    let folder = Folder::copy_of("www/words", "words-without-easy");
    fs::remove_file(folder.path().join("easy.yaml")).unwrap();
    let mut problems = Diagnostics::default();
    words(folder.path()).cover(&rules(&root().join("rules")).rules, &mut problems);
    let told: Vec<String> = problems.sorted().into_iter().map(|one| one.message).collect();
    assert_eq!(told, ["the pages have no words in `easy`", "the pages have no words in `easy`"]);
}

#[test]
fn a_template_that_says_what_is_no_word_or_fills_no_slot_gives_no_page() {
    let (rules, words) =
        (rules(&root().join("tests/broken/base")), words(&root().join("www/words")));
    for (find, replace, told) in [
        ("say(\"intro.lead\")", "say(\"intro.laed\")", "no word `intro.laed`"),
        (
            "say(\"intro.checked\", day=",
            "say(\"intro.checked\", on=",
            "the slot `day` of `intro.checked`",
        ),
    ] {
        let templates = Folder::copy_of("www/templates", "templates");
        templates.replace("page.html", find, replace).unwrap();
        let failed = page::build(&rules, &words, templates.path(), None).unwrap_err();
        assert!(failed.to_string().contains(told), "{failed}");
    }
}

/// What the author says in a requirement and in each below it, by id.
fn said<'a>(requirement: &'a source::Requirement, all: &mut BTreeMap<&'a str, &'a str>) {
    let says = requirement.says.as_ref().map_or("", |says| says.in_language("ja"));
    all.insert(&requirement.id.text, says);
    if let source::Rule::Group { members, .. } = &requirement.rule {
        members.iter().for_each(|member| said(member, all));
    }
}

/// The sentences of a card's conditions, in the order of its markup.
fn shown(card: &str) -> Vec<&str> {
    let rows = card.split("<li class=req data-js-requirement").skip(1);
    rows.map(|row| row.split_once("data-js-says>").unwrap().1.split_once("</span>").unwrap().0)
        .collect()
}

/// Readings with their meanings, as the author wrote them and as they are compiled.
fn readings_of(year: &source::Year) -> Vec<(String, Vec<String>)> {
    let choices =
        |one: &source::Reading| one.choices.iter().map(|(id, _)| id.text.clone()).collect();
    year.readings.iter().map(|one| (one.id.text.clone(), choices(one))).collect()
}

fn readings_in(book: &Rulebook) -> Vec<(String, Vec<String>)> {
    book.readings.iter().map(|one| (one.id.clone(), one.choices.clone())).collect()
}

/// The parts of an amount, the same two ways.
fn parts_of(programme: &source::Programme) -> Vec<&str> {
    programme.amount.iter().flat_map(|amount| &amount.parts).map(|part| &*part.id.text).collect()
}

fn parts_in(programme: &Programme) -> Vec<&str> {
    programme.amount.iter().flat_map(|amount| &amount.parts).map(|part| &*part.id).collect()
}

#[test]
fn what_a_page_finds_by_its_place_stands_in_the_engines_order() {
    let words = words(&root().join("www/words"));
    let mut compared = 0;
    for folder in ["rules", "tests/cases"] {
        let checked = rules(&root().join(folder));
        let pages = page::build(&checked, &words, &root().join("www/templates"), None).unwrap();
        for (source, city) in checked.rules.cities.iter().zip(&checked.cities) {
            let page = &pages[&Path::new(&source.id).join("index.html")];
            for ((at, book), year) in city.rules().years.iter_enumerated().zip(&source.years) {
                assert_eq!(readings_of(year), readings_in(book), "{}", source.id);
                let mut says = BTreeMap::new();
                year.groups.iter().for_each(|group| said(group, &mut says));
                year.programmes.iter().for_each(|one| said(&one.requires, &mut says));
                for (written, one) in year.programmes.iter().zip(&book.programmes) {
                    assert_eq!(parts_of(written), parts_in(one), "{} {}", source.id, one.id);
                }
                for (index, programme) in book.programmes.iter_enumerated() {
                    let card =
                        format!("<article class=card id=p-{}-{} ", year.fiscal_year, programme.id);
                    let (_, card) = page.split_once(&card).unwrap();
                    let (card, _) = card.split_once("</article>").unwrap();
                    let version = Version { year: at, programme: index };
                    let listed = &city.programme_facts(version).unwrap().requirements;
                    let ids = listed.iter().map(|one| &*book.requirements[one.id].id);
                    let expected: Vec<&str> = ids.skip(1).map(|id| says[id]).collect();
                    assert_eq!(shown(card), expected, "{} {}", source.id, programme.id);
                    compared += expected.len();
                }
            }
        }
    }
    assert!(compared > 200, "{compared} conditions");
}

#[test]
fn days_years_and_yen_are_written_as_each_language_does() {
    let templates = Folder::empty("figures");
    let figures = "{% for day in ['2025-08-05', '2019-05-01', '2026-04-20'] %}{{ day|day }} {% endfor %}\
                   {{ 2025|fiscal_year }} {{ '600000'|yen }} {{ '2960000/3'|yen }} {{ '123000'|yen }}";
    templates.write("page.html", figures);
    templates.write("start.html", "");
    let words = words(&root().join("www/words"));
    let pages = page::build(&rules(&root().join("rules")), &words, templates.path(), None).unwrap();
    let page = |path: &str| pages[&Path::new("oita").join(path).join("index.html")].clone();
    assert_eq!(
        page(""),
        "令和7年（2025年）8月5日 令和元年（2019年）5月1日 令和8年（2026年）4月20日 \
         令和7年度（2025年度） 60万円 986,666円 12万3000円"
    );
    assert_eq!(
        page("en"),
        "August 5, 2025 May 1, 2019 April 20, 2026 fiscal 2025 600,000 yen 986,666 yen 123,000 yen"
    );
    let easy = page("easy")
        .replace("<ruby>", "")
        .replace("</ruby>", "")
        .replace("<rt aria-hidden=true>", "=");
    assert_eq!(
        easy,
        "2025年=ねん8月=がつ5日=いつか 2019年=ねん5月=がつ1日=ついたち \
         2026年=ねん4月=がつ20日=はつか 2025年度=ねんど 60万円=まんえん 986,666円=えん 12万=まん3000円=えん"
    );
}

#[test]
fn every_word_of_the_pages_is_used() {
    let read = |folder: &str| -> String {
        let entries = fs::read_dir(root().join(folder)).unwrap().flatten();
        entries.filter_map(|entry| fs::read_to_string(entry.path()).ok()).collect()
    };
    let (templates, script, figures) = (read("www/templates"), read("www/js"), read("src/page"));
    let words = fs::read_to_string(root().join("www/words/ja.yaml")).unwrap();
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
