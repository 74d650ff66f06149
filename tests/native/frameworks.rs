//! Frameworks in programmes: what a city does not confirm, names that are unique in a year, worked examples,
//! the page, the names of files. The messages about mistakes are tested in `diagnostics`.

use crate::call::iju;
use crate::cities::{made_up_town, shipped_rules};
use crate::folder::Folder;
use iju_check::check;
use iju_check::diagnostic::{Diagnostics, Files};
use iju_check::expand::made_up;
use iju_check::parse::parse;
use iju_check::rulebook::{self as compiled, Grouping, Rulebook};
use iju_check::source::{Requirement, Rule, Year};
use marked_yaml::Node;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The made-up town's year in which two programmes use a framework: the source tree and the compiled rules.
fn year() -> (Year, &'static Rulebook) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let checked = check::load(&folder, &mut files, &mut problems).unwrap().unwrap();
    let city = checked.rules.cities.into_iter().find(|city| city.id == "town").unwrap();
    let year = city.years.into_iter().find(|year| year.fiscal_year == 2024).unwrap();
    let book = made_up_town().rules().years.iter().find(|book| book.fiscal_year == 2024).unwrap();
    (year, book)
}

/// A requirement and all below it.
fn all(top: &Requirement) -> Vec<&Requirement> {
    let (mut found, mut waiting) = (Vec::new(), vec![top]);
    while let Some(one) = waiting.pop() {
        found.push(one);
        if let Rule::Group { members, .. } = &one.rule {
            waiting.extend(members);
        }
    }
    found
}

/// Whether the compiled requirement of an id fails nobody: it is only reported, or a member of a group in which one is
/// enough and that is only reported.
fn fails_nobody(book: &Rulebook, id: &str) -> bool {
    let at = book.requirements.position(|one| one.id == id).unwrap();
    let is_way = |rule: &compiled::Rule| {
        let compiled::Rule::Group { how: Grouping::Any, members, .. } = rule else { return false };
        members.contains(&at)
    };
    let group = book.requirements.iter().find(|one| is_way(&one.rule));
    book.requirements[at].reported || group.is_some_and(|group| group.reported)
}

#[test]
fn a_clause_fails_somebody_only_if_the_city_confirms_it() {
    let (year, book) = year();
    let mut counts = [0, 0, 0];
    for one in year.programmes.iter().flat_map(|programme| all(&programme.requires)) {
        let id = one.id.text.as_str();
        match &one.origin {
            Some(origin) if !origin.is_confirmed => {
                assert!(fails_nobody(book, id), "{id}");
                counts[0] += 1;
            }
            Some(_) => {
                assert!(!fails_nobody(book, id), "{id}");
                counts[1] += 1;
            }
            // The top groups have no id.
            None if id.is_empty() => {}
            None => {
                assert!(!fails_nobody(book, id), "{id}");
                counts[2] += 1;
            }
        }
    }
    // welcome, no_arrears, registered; of the second programme all but from_outside. The city's own: way_job,
    // way_house, few_children.
    assert_eq!(counts, [3 + 6, 3 + 1, 3]);
}

#[test]
fn a_confirmed_clause_and_what_it_leaves_unpublished_cite_the_city_alone() {
    let (year, _) = year();
    let newcomers = year.programmes.iter().find(|one| one.id.text == "newcomers").unwrap();
    let requirements = all(&newcomers.requires);
    for (id, count) in [("newcomers_from_outside", 0), ("newcomers_way", 1)] {
        let one = requirements.iter().find(|one| one.id.text == id).unwrap();
        let hidden = match &one.rule {
            Rule::Group { incomplete, .. } => incomplete.as_ref(),
            Rule::When(_) | Rule::Desk | Rule::Use(_) | Rule::Library(_) => None,
        };
        assert_eq!(hidden.iter().count(), count, "{id}");
        let hidden = hidden.into_iter().flat_map(|hidden| &hidden.statement.cites);
        for cite in one.cites.iter().chain(hidden) {
            assert_eq!(cite.source.text, "guide", "{id}");
        }
    }
}

#[test]
fn a_confirmed_clause_with_a_parameter_that_nobody_states_fails_nobody() {
    let folder = Folder::copy_of("tests/cases", "open-parameter");
    let file = "frameworks/settling/2024_plains.yaml";
    let stated = "  parameters: { waiting: { value: 1 month, source: plains_notice } }\n";
    folder.replace(file, stated, "").unwrap();
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let checked = check::load(folder.path(), &mut files, &mut problems).unwrap().unwrap();
    let city = checked.cities.iter().find(|city| city.rules().id == "town").unwrap();
    let book = city.rules().years.iter().find(|book| book.fiscal_year == 2024).unwrap();
    assert!(fails_nobody(book, "newcomers_waited") && !fails_nobody(book, "newcomers_way"));
    assert!(book.readings.iter().any(|reading| reading.id == "newcomers_waiting"));
}

#[test]
fn two_programmes_of_a_year_use_one_framework_and_ask_once() {
    let (year, book) = year();
    let ids =
        |words: Vec<&str>| -> BTreeSet<String> { words.into_iter().map(str::to_owned).collect() };
    let readings = book.readings.iter().map(|one| one.id.as_str()).collect();
    let expected = ["newcomers_most_children", "newcomers_returning_counts"];
    let expected = [&expected[..], &["arrivals_waiting", "arrivals_returning_counts"]].concat();
    assert_eq!(ids(readings), ids(expected));
    let asks: Vec<&str> = year.asks.iter().map(|(id, _)| id.text.as_str()).collect();
    let expected = ["how_long_to_wait", "whether_returning", "other_work"];
    let expected = expected.map(|id| format!("settling_2024_{id}"));
    let expected = [&["how_many_children_here".to_owned()][..], &expected].concat();
    assert_eq!(ids(asks.clone()), expected.into_iter().collect());
    assert_eq!(asks.len(), 4);
    let sources: Vec<&str> = year.sources.iter().map(|one| one.id.text.as_str()).collect();
    assert_eq!(sources.len(), ids(sources.clone()).len(), "{sources:?}");
}

#[test]
fn a_later_version_of_an_outline_takes_the_clauses_over_as_its_own() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut problems = Diagnostics::default();
    let rules = parse(&folder, &mut Files::default(), &mut problems).unwrap().unwrap();
    let made_up = made_up(&rules.shared, &rules.cities[0].languages, &mut problems);
    let latest = made_up.iter().rfind(|one| one.city.id == "relocation_grant_2025").unwrap();
    let programme = &latest.city.years[0].programmes[0];
    let origins: BTreeSet<&str> = all(&programme.requires)
        .iter()
        .filter_map(|one| one.origin.as_ref())
        .map(|origin| origin.name.in_language("ja"))
        .collect();
    assert_eq!(origins, BTreeSet::from(["移住支援金 令和7年度"]));
    // The prefecture's version keeps the clauses of the nation apart.
    let (year, _) = year();
    let of_newcomers = all(&year.programmes[0].requires);
    let names = of_newcomers.iter().filter_map(|one| one.origin.as_ref());
    let names: BTreeSet<&str> = names.map(|origin| origin.name.in_language("ja")).collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

#[test]
fn the_worked_examples_of_frameworks_are_run() {
    let folder = Folder::copy_of("tests/broken/base", "framework-examples");
    folder.add("tests/broken/frameworks");
    let run = || iju(&["test", "--rules", &folder.path().to_string_lossy()]);
    assert_eq!(run().closing(), "iju test: 4 passed, 0 failed");
    let file = "frameworks/settle/2025.yaml";
    folder.replace(file, "amount: 400_000 }", "amount: 400_001 }").unwrap();
    let done = run();
    assert_eq!((done.code, done.closing()), (1, "iju test: 3 passed, 1 failed"));
    assert!(done.err.contains(file) && done.err.contains("子ども1人の世帯"), "{}", done.err);
}

#[test]
fn the_published_answers_of_cities_are_worked_examples() {
    let cities =
        [("延岡市", 1), ("村上市", 1), ("山形県", 4), ("秋田市", 7), ("八街市", 7), ("成田市", 3)];
    for (city, count) in cities {
        let names = shipped_rules().frameworks.iter().map(|(example, _)| &example.name.text);
        assert_eq!(names.filter(|name| name.contains(city)).count(), count, "{city}");
    }
}

#[test]
fn the_page_marks_what_the_city_has_not_confirmed() {
    let site = Folder::empty("framework-site");
    let out = site.path().to_string_lossy().into_owned();
    let done = iju(&["site", "--rules", "tests/cases", "--out", &out]);
    assert_eq!(done.code, 0, "{}", done.err);
    let page = fs::read_to_string(site.path().join("town/index.html")).unwrap();
    let row = |id: &str| {
        let start = format!("data-js-requirement=\"newcomers_{id}\"");
        let (_, rest) = page.split_once(start.as_str()).unwrap();
        rest.split("data-js-requirement").next().unwrap().to_owned()
    };
    assert!(row("welcome").contains("国の要綱（定住支援 令和6年度）による。市の資料では未確認"));
    assert!(
        row("registered")
            .contains("県の要綱（平野県の定住支援 令和6年度）による。市の資料では未確認")
    );
    assert!(!row("from_outside").contains("市の資料では未確認"));
    assert!(!row("way_job").contains("市の資料では未確認"));
    // The figure of a part that is not confirmed is a sentence.
    assert!(page.contains("加算の額は市町村が決める"));
}

#[test]
fn the_folder_of_frameworks_is_no_city_and_a_version_begins_with_its_year() {
    let files = [
        ("frameworks/city.yaml", "a framework is a folder whose name is"),
        ("frameworks/Settle/2025.yaml", "a framework is a folder whose name is"),
        ("frameworks/settle/latest.yaml", "a version of a framework is a file"),
        ("frameworks/settle/2025-10.yaml", "a version of a framework is a file"),
    ];
    for (file, told) in files {
        let folder = Folder::copy_of("tests/broken/base", "framework-files");
        folder.write(file, "name: { ja: 見本市 }\n");
        let done = iju(&["check", &folder.path().to_string_lossy()]);
        assert_eq!(done.code, 1, "{file}");
        assert!(done.err.contains("error[file-name]") && done.err.contains(told), "{}", done.err);
    }
}

#[test]
fn a_city_that_says_what_is_not_published_does_not_ask_what_its_framework_asks() {
    let folder = Folder::copy_of("tests/cases", "own-incomplete");
    let says = "says: { ja: 要綱は途中まで }, source: national_outline";
    let hidden = format!("  incomplete: {{ {says}, ask: other_conditions }}\n");
    let national = "frameworks/settling/2024.yaml";
    let clauses = "  all:\n    - { id: from_outside,";
    folder.replace(national, clauses, &format!("{hidden}{clauses}")).unwrap();
    let asks = "  other_work: {";
    let asked = "  other_conditions: { ja: ほかにどんな要件がありますか }\n";
    folder.replace(national, asks, &format!("{asked}{asks}")).unwrap();
    // The other programme on a framework says so itself already.
    let file = "town/2024/newcomers.yaml";
    let says = "says: { ja: 町の要綱は途中まで }, source: guide";
    let own = format!("incomplete: {{ {says}, ask: how_many_children_here }}\n");
    folder.replace(file, "parameters:\n", &format!("{own}parameters:\n")).unwrap();
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let checked = check::load(folder.path(), &mut files, &mut problems).unwrap().unwrap();
    let years = checked.rules.cities.iter().flat_map(|city| &city.years);
    let asks: Vec<&str> =
        years.flat_map(|year| &year.asks).map(|(id, _)| id.text.as_str()).collect();
    assert!(asks.contains(&"how_many_children_here"), "{asks:?}");
    assert!(!asks.contains(&"settling_2024_other_conditions"), "{asks:?}");
}

/// The made-up town's year 2024 after a change of one of its files.
fn changed_year(name: &str, (file, old, new): (&str, &str, &str)) -> (Year, Rulebook) {
    let folder = Folder::copy_of("tests/cases", name);
    folder.replace(file, old, new).unwrap();
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let checked = check::load(folder.path(), &mut files, &mut problems).unwrap().unwrap();
    let city = checked.rules.cities.into_iter().find(|city| city.id == "town").unwrap();
    let year = city.years.into_iter().find(|year| year.fiscal_year == 2024).unwrap();
    let compiled = checked.cities.into_iter().find(|city| city.rules().id == "town");
    let years = compiled.map(|city| city.rules().years.clone()).unwrap_or_default();
    (year, years.into_iter().find(|book| book.fiscal_year == 2024).unwrap())
}

#[test]
fn a_programme_takes_the_date_of_its_framework_unless_it_names_one() {
    let national = "frameworks/settling/2024.yaml";
    let by_move = ("level: nation\n", "level: nation\nversion_by: moved_on\n");
    let (year, book) = changed_year("version-by", (national, by_move.0, by_move.1));
    let named = |id: &str| {
        let programme = year.programmes.iter().find(|one| one.id.text == id).unwrap();
        let compiled = book.programmes.iter().find(|one| one.id == id).unwrap();
        assert_eq!(programme.date_fact().is_some(), compiled.valid_by.is_some(), "{id}");
        programme.date_fact().map(|fact| fact.text.as_str())
    };
    assert_eq!(named("newcomers"), Some("moved_on"));
    assert_eq!(named("arrivals"), Some("moved_on"));
    // The prefecture's own words count before those of the nation, and the city's before both.
    let plains = "frameworks/settling/2024_plains.yaml";
    let (year, _) = changed_year(
        "version-by-prefecture",
        (plains, "level: prefecture\n", "level: prefecture\nversion_by: moved_on\n"),
    );
    let of = |id: &str| year.programmes.iter().find(|one| one.id.text == id).unwrap();
    assert_eq!(of("newcomers").date_fact().map(|fact| fact.text.as_str()), Some("moved_on"));
    let by = ("to: 2025-03-31, by: moved_on }", "to: 2025-03-31, by: on }");
    let (year, _) = changed_year("version-by-city", ("town/2024/arrivals.yaml", by.0, by.1));
    let arrivals = year.programmes.iter().find(|one| one.id.text == "arrivals").unwrap();
    assert_eq!(arrivals.date_fact(), None);
}

#[test]
fn a_city_asks_a_list_of_its_framework_under_the_name_of_its_programme() {
    let folder = Folder::copy_of("tests/cases", "list-of-a-city");
    let file = "town/2024/arrivals.yaml";
    folder.replace(file, "settling/2024\n", "settling/2024_hills\n").unwrap();
    fs::remove_dir_all(folder.path().join("town/2024/examples")).unwrap();
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let checked = check::load(folder.path(), &mut files, &mut problems).unwrap().unwrap();
    let city = checked.cities.iter().find(|city| city.rules().id == "town").unwrap();
    let book = city.rules().years.iter().find(|book| book.fiscal_year == 2024).unwrap();
    let reading = book.readings.iter().find(|one| one.id == "arrivals_crowded").unwrap();
    assert_eq!(reading.choices, ["listed", "not_listed"]);
    assert!(fails_nobody(book, "arrivals_not_crowded"));
    let year = checked.rules.cities.iter().flat_map(|city| &city.years);
    let year = year.into_iter().find(|year| year.fiscal_year == 2024).unwrap();
    let cited: BTreeSet<&str> = all(&year.programmes[1].requires)
        .iter()
        .filter(|one| one.id.text == "arrivals_not_crowded")
        .flat_map(|one| one.cites.iter().map(|cite| cite.source.text.as_str()))
        .collect();
    assert_eq!(cited, BTreeSet::from(["settling_2024_hills_hills_notice"]));
}

/// How many keys of a file have a value, without those that say where something stands.
fn statements(node: &Node) -> usize {
    let is_source = |key: &str| ["source", "at", "evidence"].contains(&key);
    match node {
        Node::Scalar(_) => 1,
        Node::Sequence(items) => items.iter().map(statements).sum(),
        Node::Mapping(map) => {
            let own = map.iter().filter(|(key, _)| !is_source(key.as_str()));
            own.map(|(_, value)| statements(value)).sum()
        }
    }
}

#[test]
fn a_new_city_states_its_relocation_grant_in_few_statements() {
    let folder = Folder::copy_of("rules", "new-city");
    folder.add("tests/new_city");
    let rules = folder.path().to_str().unwrap();
    let (checked, tested) = (iju(&["check", rules]), iju(&["test", "--rules", rules]));
    assert_eq!((checked.code, tested.code), (0, 0), "{}{}", checked.err, tested.err);
    let file = folder.path().join("minato/2025/relocation.yaml");
    let text = fs::read_to_string(file).unwrap();
    let programme = marked_yaml::parse_yaml(0, &text).unwrap();
    let count = statements(&programme);
    assert!((15..=25).contains(&count), "{count} statements");
}
