//! Tests that the worked examples of the shipped rules meet and fail every condition, so that no
//! condition is untested, and that no year keeps the examples, sources and programmes of the year from which it
//! was copied.
//! Their expected results are compared elsewhere.

use crate::cities::all_shipped;
use crate::worked_examples;
use iju_check::evaluate::evaluate;
use iju_check::index::{RequirementIndex, YearIndex};
use iju_check::report::State;
use iju_check::rulebook::{City, Rule};
use iju_check::source::Example;
use iju_check::wire::answers;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Sources that were read once for two years: city, later year, sources.
const READ_FOR_TWO_YEARS: [(&str, i16, &[&str]); 1] = [(
    "oita",
    2026,
    // The announcement of 2026 is on the page of 2025, and the others are older than both years.
    &["aggregator", "blog_2023", "older_page", "page", "prefecture"],
)];

/// Programmes of which only dates differ from the year before: their figures were compared with the sources of
/// the later year. City, later year, programmes.
const UNCHANGED: [(&str, i16, &[&str]); 0] = [];

/// For each requirement that is met or failed in some example: its year, and which of the two.
fn reached(
    city: &City,
    examples: &[Example],
) -> BTreeSet<(YearIndex, RequirementIndex, &'static str)> {
    let mut found = BTreeSet::new();
    for example in examples {
        let situation = answers::read(city, &example.answers).unwrap();
        for report in evaluate(city, &situation, example.on, example.today).programmes {
            let Some(rules) = report.rules else { continue };
            let listed = city.programme_info(rules).unwrap().requirements.iter();
            for (id, state) in listed.map(|one| one.id).zip(report.states).skip(1) {
                match state {
                    State::Met => found.insert((rules.year, id, "met")),
                    State::NotMet | State::Unsettled => found.insert((rules.year, id, "failed")),
                    State::Desk | State::Unknown | State::NotApplicable => false,
                };
            }
        }
    }
    found
}

#[test]
fn every_condition_is_met_in_one_example_and_failed_in_another() {
    let mut untried = Vec::new();
    for city in all_shipped() {
        let name = &city.rules().id;
        let reached = reached(city, &worked_examples(name));
        for (year, book) in city.rules().years.iter_enumerated() {
            for (at, requirement) in book.requirements.iter_enumerated() {
                for way in ["met", "failed"] {
                    let is_condition = matches!(requirement.rule, Rule::When(_));
                    if is_condition && !reached.contains(&(year, at, way)) {
                        untried.push(format!(
                            "{name} {}: {} is never {way}",
                            book.fiscal_year, requirement.id
                        ));
                    }
                }
            }
        }
    }
    assert!(untried.is_empty(), "{}", untried.join("\n"));
}

/// The files and folders in a folder, sorted.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

/// The examples in a file, each as its name and its application date.
fn named_examples(text: &str) -> Vec<(String, String)> {
    let examples = text.split("\n  - name: ").skip(1);
    let named = examples.map(|example| {
        let on = example.lines().find_map(|line| line.trim().strip_prefix("on: "));
        (example.lines().next().unwrap().to_owned(), on.unwrap().to_owned())
    });
    named.collect()
}

#[test]
fn no_year_keeps_an_example_of_the_year_from_which_it_was_copied() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let (mut years, mut kept) = (BTreeMap::new(), Vec::new());
    for city in all_shipped() {
        let name = &city.rules().id;
        for year in city.rules().years.iter().map(|book| book.fiscal_year) {
            for file in entries(&rules.join(format!("{name}/{year}/examples"))) {
                for (example, on) in named_examples(&fs::read_to_string(&file).unwrap()) {
                    let told = format!("{}: {example} on {on}", file.display());
                    if *years.entry((name, example, on)).or_insert(year) != year {
                        kept.push(told);
                    }
                }
            }
        }
    }
    assert!(years.len() > 100, "only {} examples were found", years.len());
    assert!(kept.is_empty(), "these are in an earlier year too:\n{}", kept.join("\n"));
}

/// The folders of each two successive years of a city, with its name and the later year.
fn successive_years() -> Vec<(String, i16, PathBuf, PathBuf)> {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut pairs = Vec::new();
    for city in all_shipped() {
        let name = &city.rules().id;
        let years: Vec<i16> = city.rules().years.iter().map(|book| book.fiscal_year).collect();
        for pair in years.windows(2) {
            let folder = |year: i16| rules.join(format!("{name}/{year}"));
            pairs.push((name.clone(), pair[1], folder(pair[0]), folder(pair[1])));
        }
    }
    pairs
}

/// What a list of exceptions holds for a city's year.
fn excepted<'a>(list: &[(&str, i16, &'a [&'a str])], city: &str, year: i16) -> Vec<&'a str> {
    let found = list.iter().find(|(name, of, _)| *name == city && *of == year);
    found.map(|(_, _, ids)| ids.to_vec()).unwrap_or_default()
}

/// The sources of a year's rulebook and the day on which each was read.
fn read_on(rulebook: &Path) -> BTreeMap<String, String> {
    let text = fs::read_to_string(rulebook).unwrap();
    let (_, sources) = text.split_once("\nsources:\n").unwrap();
    let (mut read, mut source) = (BTreeMap::new(), "");
    for line in sources.lines().take_while(|line| line.is_empty() || line.starts_with("  ")) {
        if let Some(id) = line.strip_suffix(':').filter(|line| !line.starts_with("   ")) {
            source = id.trim();
        } else if let Some(day) = line.strip_prefix("    checked: ") {
            read.insert(source.to_owned(), day.to_owned());
        }
    }
    read
}

#[test]
fn every_source_of_a_year_was_read_for_that_year() {
    for (city, year, before, after) in successive_years() {
        let before = read_on(&before.join("rulebook.yaml"));
        let after = read_on(&after.join("rulebook.yaml"));
        assert!(!after.is_empty(), "{city} {year}: no source was found");
        let kept = after.iter().filter(|(id, day)| before.get(*id) == Some(day));
        let kept: Vec<&str> = kept.map(|(id, _)| id.as_str()).collect();
        let excepted = excepted(&READ_FOR_TWO_YEARS, &city, year);
        assert_eq!(
            kept, excepted,
            "{city} {year}: `checked` of these sources is that of the year before. Read them again, and set the \
             day and the grade"
        );
    }
}

/// A text with a mark in place of each date such as `2026-04-01`.
fn without_dates(text: &str) -> String {
    let mut pieces = text.split('-').map(str::to_owned).collect::<Vec<_>>();
    for piece in &mut pieces {
        let digits = |end: &str| end.chars().all(|one| one.is_ascii_digit());
        let start = piece.len().saturating_sub(4);
        if piece.get(start..).is_some_and(|end| end.len() == 4 && digits(end)) {
            piece.truncate(start);
        } else if piece.get(..2).is_some_and(digits) {
            piece.drain(..2);
        }
    }
    pieces.concat()
}

#[test]
fn no_programme_of_a_year_is_a_copy_with_other_dates() {
    for (city, year, before, after) in successive_years() {
        let mut copies = Vec::new();
        for file in entries(&after).into_iter().filter(|file| file.is_file()) {
            let earlier = fs::read_to_string(before.join(file.file_name().unwrap()));
            let text = fs::read_to_string(&file).unwrap();
            if earlier.is_ok_and(|earlier| without_dates(&earlier) == without_dates(&text)) {
                copies.push(file.file_stem().unwrap().to_str().unwrap().to_owned());
            }
        }
        let excepted = excepted(&UNCHANGED, &city, year);
        assert_eq!(
            copies, excepted,
            "{city} {year}: only dates of these programmes differ from the year before. Compare each figure with \
             the sources of this year"
        );
    }
}
