//! Cities are read, checked and dropped one after another, whatever their number. What is wrong with a single city is
//! tested elsewhere.

use crate::folder::Folder;
use iju_check::check::{CheckedCity, Opened};
use iju_check::diagnostic::{Diagnostics, Files, render};
use iju_check::source::{City, SharedRules};
use rayon::ThreadPoolBuilder;
use std::fs;
use std::sync::Mutex;

const TOWNS: [&str; 4] = ["borough", "hamlet", "town", "village"];
const GRANT: &str = "ja: 移住支援金";

/// Four towns with the same rules and the same examples.
fn towns(test: &str) -> Folder {
    let folder = Folder::copy_of("tests/broken/base", test);
    let files = ["city.yaml", "2025/rulebook.yaml", "2025/grant.yaml", "2025/rent.yaml"];
    for file in files.into_iter().chain(["2025/examples/households.yaml"]) {
        let text = fs::read_to_string(folder.path().join("town").join(file)).unwrap();
        TOWNS.iter().for_each(|town| folder.write(&format!("{town}/{file}"), &text));
    }
    folder
}

/// What is made of each town if one processor checks all, the problems, and the lines that are kept of the towns' files.
fn each<T: Send>(
    folder: &Folder,
    make: impl Fn(&SharedRules, CheckedCity) -> T + Send + Sync,
) -> (Option<Vec<T>>, Vec<String>, usize) {
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let one = ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let (made, before) = one.install(|| {
        let opened = Opened::read(folder.path(), &mut files, &mut problems).unwrap();
        let before = files.lines_kept();
        let look = |_: &City, _: &mut Diagnostics| ();
        (opened.each(&mut files, &mut problems, look, make).unwrap(), before)
    });
    let told = problems.sorted();
    let told = told.iter().map(|one| render(&files, one)).collect();
    (made.map(|(_, made)| made), told, files.lines_kept() - before)
}

/// The name of a town's first programme.
fn name(city: &City) -> String {
    city.years[0].programmes[0].name.in_language("ja").to_owned()
}

#[test]
fn a_city_is_read_when_nothing_of_the_city_before_it_is_held_any_more() {
    let folder = towns("one-by-one");
    let (made, problems, kept) = each(&folder, |_, city| {
        let at = TOWNS.iter().position(|town| *town == city.source.id).unwrap();
        // The next town is not read yet, so it has the name that its file is given now.
        if let Some(next) = TOWNS.get(at + 1) {
            let file = format!("{next}/2025/grant.yaml");
            folder.replace(&file, GRANT, &format!("{GRANT}{}", at + 1)).unwrap();
        }
        assert!(city.files.lines_kept() > 0, "the files are dropped before the city");
        name(&city.source)
    });
    assert!(problems.is_empty(), "{problems:?}");
    let expected = ["移住支援金", "移住支援金1", "移住支援金2", "移住支援金3"];
    assert_eq!(made.unwrap(), expected);
    assert_eq!(kept, 0, "lines of the towns' files are held");
}

#[test]
fn what_is_wrong_in_several_cities_is_told_in_the_order_of_their_files_with_its_lines() {
    let folder = towns("one-by-one-wrong");
    let wrong = |file: &str, find: &str, by: &str| folder.replace(file, find, by).unwrap();
    wrong("village/2025/rent.yaml", "when: children >= 1", "when: childern >= 1");
    wrong("hamlet/2025/rent.yaml", "when: children >= 1", "when: chidlren >= 1");
    wrong(
        "borough/2025/examples/households.yaml",
        "without: [ rent_yen ]",
        "wihtout: [ rent_yen ]",
    );
    let (made, problems, kept) = each(&folder, |_, city| city.source.id);
    assert_eq!(made, None);
    let told: Vec<(String, &str)> =
        problems.iter().map(|one| place_and_line(&folder, one)).collect();
    let expected = [
        ("hamlet/2025/rent.yaml", "when: chidlren >= 1"),
        ("village/2025/rent.yaml", "when: childern >= 1"),
        ("borough/2025/examples/households.yaml", "wihtout: [ rent_yen ]"),
    ];
    assert_eq!(told.len(), expected.len(), "{problems:#?}");
    for ((file, line), (of, written)) in told.iter().zip(expected) {
        assert!(file == of && line.contains(written), "{problems:#?}");
    }
    assert!(kept <= problems.len(), "{kept} lines are held for {} problems", problems.len());
}

/// The file of a rendered problem, and the line that it shows.
fn place_and_line<'t>(folder: &Folder, told: &'t str) -> (String, &'t str) {
    let start = format!("{}/", folder.path().display());
    let (file, _) = told.strip_prefix(&start).unwrap().split_once(':').unwrap();
    (file.to_owned(), told.lines().nth(2).unwrap())
}

#[test]
fn nothing_is_made_of_cities_after_one_with_a_problem() {
    let folder = towns("one-by-one-refused");
    folder.replace("hamlet/2025/rent.yaml", "when: children >= 1", "when: x >= 1").unwrap();
    let made_of = Mutex::new(Vec::new());
    let (made, problems, _) = each(&folder, |_, city| made_of.lock().unwrap().push(city.source.id));
    assert_eq!((made, problems.len()), (None, 1), "{problems:?}");
    assert_eq!(made_of.into_inner().unwrap(), ["borough"]);
}
