//! The questions for the desk: everything that the shipped rules leave to the desk asks one, several places may ask
//! the same, and a page names each by its id. The messages for mistakes are in tests/broken/cases.

use crate::call::iju;
use crate::checked::{check_folder, checked, codes};
use crate::cities::shipped_rules;
use crate::folder::Folder;
use iju_check::source::{Requirement, Rule, Year};
use std::fs;

/// What of a requirement and of those inside it is left to the desk, each with the question that it asks.
fn left_to_the_desk<'a>(one: &'a Requirement, found: &mut Vec<(&'a str, Option<&'a str>)>) {
    let id = one.id.text.as_str();
    match &one.rule {
        Rule::Desk => found.push((id, one.ask.as_ref().map(|ask| ask.text.as_str()))),
        Rule::Group { incomplete, members, .. } => {
            found.extend(incomplete.iter().map(|hidden| (id, Some(hidden.ask.text.as_str()))));
            members.iter().for_each(|member| left_to_the_desk(member, found));
        }
        Rule::When(_) | Rule::Use(_) | Rule::Library(_) => {}
    }
}

/// The same for a year, with its readings.
fn open_points(year: &Year) -> Vec<(&str, Option<&str>)> {
    let readings = year.readings.iter();
    let mut found: Vec<_> =
        readings.map(|one| (one.id.text.as_str(), Some(one.ask.text.as_str()))).collect();
    let tops = year.programmes.iter().map(|programme| &programme.requires);
    year.groups.iter().chain(tops).for_each(|one| left_to_the_desk(one, &mut found));
    found
}

#[test]
fn every_open_point_of_the_shipped_rules_asks_a_declared_question() {
    let mut count = 0;
    for city in &shipped_rules().rules.cities {
        for year in &city.years {
            for (id, ask) in open_points(year) {
                let text = ask.and_then(|ask| year.ask(ask));
                assert!(text.is_some(), "{} {}: {id} asks {ask:?}", city.id, year.fiscal_year);
                count += 1;
            }
        }
    }
    assert!(count > 70, "only {count} open points were found");
}

/// A change by which a requirement of one programme and a shared group ask the same.
const SHARED: (&str, &str, &str) = (
    "town/2025/grant.yaml",
    "      says: { ja: どちらかに当てはまること }\n",
    "      says: { ja: どちらかに当てはまること }\n      ask: other_terms\n",
);

#[test]
fn several_places_may_ask_one_question() {
    let (_folder, rules, problems) = checked("ask-shared", &[SHARED]);
    assert!(rules.is_some(), "{:?}", codes(&problems));
}

#[test]
fn questions_without_japanese_are_not_taken_for_the_same() {
    let folder = Folder::copy_of("tests/broken/base", "ask-other-language");
    for file in ["facts", "town/city", "town/2025/rulebook", "town/2025/grant", "town/2025/rent"] {
        let file = format!("{file}.yaml");
        let text = fs::read_to_string(folder.path().join(&file)).unwrap();
        folder.write(&file, &text.replace("ja: ", "en: ").replace("[ja]", "[en]"));
    }
    let (rules, problems) = check_folder(&folder);
    assert!(rules.is_some(), "{:?}", codes(&problems));
}

#[test]
fn a_page_names_each_question_for_the_desk_by_its_id() {
    let folder = Folder::copy_of("tests/broken/base", "ask-page");
    let (file, find, replace) = SHARED;
    folder.replace(file, find, replace).unwrap();
    let site = Folder::empty("ask-site");
    let paths = [&folder, &site].map(|one| one.path().display().to_string());
    let done = iju(&["site", "--rules", &paths[0], "--out", &paths[1]]);
    assert_eq!(done.code, 0, "{}", done.err);
    let page = fs::read_to_string(site.path().join("town/index.html")).unwrap();
    // The group stands on both cards; the requirement and the reading on one of them.
    let asked = "data-ask=\"other_terms\">ほかの条件は何ですか<";
    assert_eq!(page.matches(asked).count(), 3);
    assert!(page.contains("data-ask=\"additions_per_child\">加算は1人ごとですか<"));
}
