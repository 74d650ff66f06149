//! What the page says of rules that hold longer than a fiscal year, in the made-up village. The worked examples test what
//! such rules give.

use crate::call::iju;
use crate::folder::Folder;
use std::fs;

/// The page of the made-up village.
fn page(name: &str) -> String {
    let site = Folder::empty(name);
    let done = iju(&["site", "--rules", "tests/cases", "--out", &site.path().to_string_lossy()]);
    assert_eq!(done.code, 0, "{}", done.err);
    fs::read_to_string(site.path().join("village/index.html")).unwrap()
}

/// What stands on a page from one text up to the next occurrence of another.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = page.split_once(from).unwrap_or_else(|| panic!("{from}"));
    rest.split(to).next().unwrap()
}

#[test]
fn the_page_says_how_long_rules_hold() {
    let page = page("in-force-days");
    let days = |id: &str| {
        let card = between(&page, &format!("id=\"p-{id}\""), "<details class=\"programme\"");
        card.contains("有効な期間").then(|| between(card, "有効な期間", "</div>"))
    };
    let stated = days("2024-moving_in").unwrap();
    assert!(stated.contains("datetime=\"2024-04-01\""), "{stated}");
    assert!(stated.contains("datetime=\"2027-03-31\""), "{stated}");
    assert!(!stated.contains("（読み取り）"), "{stated}");
    // No source says that these rules hold in a later year: that is inferred.
    let endless = days("2024-fees").unwrap();
    assert!(endless.contains("終わりの日は決まっていない"), "{endless}");
    assert!(endless.contains("（読み取り）"), "{endless}");
    // The rules of 2026 begin on the next day.
    let replaced = days("2024-repair_help").unwrap();
    assert!(replaced.contains("datetime=\"2026-06-30\""), "{replaced}");
    assert_eq!((days("2025-welcome"), days("2026-repair_help")), (None, None));
}

#[test]
fn the_page_names_the_rules_of_earlier_years_that_hold_on() {
    let page = page("in-force-links");
    let links = |year: u32, id: &str| {
        let heading = between(&page, &format!("data-js-year=\"{year}\""), "<details");
        heading.contains(&format!("href=\"#p-2024-{id}\""))
    };
    assert!(links(2025, "moving_in") && links(2025, "repair_help"));
    assert!(links(2026, "moving_in") && !links(2026, "repair_help") && !links(2024, "fees"));
    let excludes = |id: &str, other: &str| {
        let card = between(&page, &format!("id=\"p-{id}\""), "<details class=\"programme\"");
        card.contains(&format!("data-js-excludes=\"{other}\""))
    };
    // Only the file of 2025 says so.
    assert!(excludes("2025-welcome", "moving_in") && excludes("2024-moving_in", "welcome"));
    assert!(!excludes("2024-fees", "welcome"));
}

#[test]
fn the_figure_on_a_card_is_the_most_of_all_days_on_which_the_rules_hold() {
    let page = page("in-force-figure");
    let card = between(&page, "id=\"p-2024-moving_in\"", "</summary>");
    assert!(between(card, "data-js-gist", "</b>").contains("12万円"), "{card}");
}
