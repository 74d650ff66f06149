//! Whether the documents are true to the repository: the files that they name exist, each recipe says what names
//! its files, the architecture lists every module, each record of a decision has its form, and the changelog
//! counts what there is. It does not judge what they say.

use crate::cities::all_shipped;
use crate::completeness::sections;
use iju_check::closed_list::ClosedList;
use iju_check::rulebook::Benefit;
use iju_check::source::Function;
use iju_check::wire::named::{NamedAdvice, NamedReport};
use iju_check::wire::shape::{Declaration, Declarations, Shaped};
use std::fs;
use std::path::{Path, PathBuf};

const DECISIONS: &str = "docs/decisions";
/// The sections of a record, in this order.
const SECTIONS: [&str; 3] = ["## Context", "## Decision", "## Consequences"];
const MOST_LINES: usize = 40;

/// The recipes, in the order of the document.
const RECIPES: [&str; 9] = [
    "A function of the rule language",
    "A kind of benefit",
    "A field of the report, shown on the page",
    "A language",
    "A section of the page",
    "A limit",
    "A city",
    "A framework",
    "A year",
];

/// The folders whose files the documents name by their paths.
const FOLDERS: [&str; 7] = ["docs/", "output/", "rules/", "src/", "tests/", "www/", "xtask/"];

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

/// The text of every file that a program is made of.
fn code() -> String {
    let mut waiting: Vec<PathBuf> =
        ["src", "www", "xtask/src", "tests"].map(|folder| root().join(folder)).to_vec();
    let mut code = String::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path
            .extension()
            .is_some_and(|one| one == "rs" || one == "js" || one == "mjs" || one == "html")
        {
            code += &fs::read_to_string(path).unwrap();
        }
    }
    code
}

/// The names in a backticked piece of code, such as `Card`, `#show` and `show` in `Card.#show`. None, if it is
/// something else than a name or a path of names.
fn symbols(quoted: &str) -> Vec<&str> {
    let is_name = |name: &str| {
        let bare = name.strip_prefix('#').unwrap_or(name);
        !bare.is_empty() && bare.chars().all(|one| one.is_ascii_alphanumeric() || one == '_')
    };
    let names: Vec<&str> = quoted.split("::").flat_map(|part| part.split('.')).collect();
    let is_file = ["rs", "js", "mjs", "md", "yaml", "html", "json", "toml"]
        .contains(names.last().unwrap_or(&""));
    if !is_file && names.iter().all(|name| is_name(name)) { names } else { Vec::new() }
}

/// Whether code contains a name as a whole word.
fn has_word(code: &str, name: &str) -> bool {
    let is_word = |one: char| one.is_ascii_alphanumeric() || one == '_';
    let pieces: Vec<&str> = code.split(name).collect();
    pieces.windows(2).any(|pair| {
        let (before, after) = (pair[0].chars().next_back(), pair[1].chars().next());
        !before.is_some_and(is_word) && !after.is_some_and(is_word)
    })
}

#[test]
fn every_name_in_the_architecture_exists_in_the_code() {
    let code = code();
    let text = read("docs/architecture.md");
    let quoted = text.split('`').skip(1).step_by(2);
    let names: Vec<&str> = quoted.flat_map(symbols).filter(|name| name.len() > 3).collect();
    assert!(names.len() > 60, "only {} names were found", names.len());
    // `#rules` is a private method of a script, or an element of the page.
    let is_element =
        |name: &str| code.contains(&format!("id=\"{}\"", name.trim_start_matches('#')));
    let exists = |name: &str| has_word(&code, name) || is_element(name);
    let missing: Vec<&str> = names.into_iter().filter(|name| !exists(name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The cells of each row of a section's table.
fn rows(section: &str) -> impl Iterator<Item = Vec<&str>> {
    let rows = section.lines().filter(|line| line.starts_with("| ")).skip(1);
    rows.map(|row| row.trim_matches('|').split(" | ").map(str::trim).collect())
}

/// The quoted names of native tests: `module::test`.
fn named_tests(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split('`').skip(1).step_by(2).filter_map(|quoted| quoted.split_once("::"))
}

#[test]
fn every_recipe_names_its_files_and_what_names_them() {
    let text = read("CONTRIBUTING.md");
    let (_, recipes) = text.split_once("\n## Recipes\n").unwrap();
    let recipes: Vec<_> = recipes.split("\n### ").skip(1).collect();
    let titles: Vec<_> = recipes.iter().filter_map(|recipe| recipe.lines().next()).collect();
    assert_eq!(titles, RECIPES);
    let mut problems = Vec::new();
    for (recipe, title) in recipes.into_iter().zip(titles) {
        let mut count = 0;
        for row in rows(recipe) {
            count += 1;
            match *row {
                [file, change, named_by] => {
                    let names_a_file = FOLDERS.iter().any(|folder| file.contains(folder));
                    if !names_a_file || change.is_empty() || named_by.is_empty() {
                        problems.push(format!("{title}: {row:?}"));
                    }
                }
                _ => problems.push(format!("{title}: three cells are expected: {row:?}")),
            }
        }
        assert!(count > 3, "{title}: {count} files");
        for (module, test) in named_tests(recipe) {
            let file = root().join(format!("tests/native/{module}.rs"));
            let code = fs::read_to_string(file).unwrap_or_default();
            if !code.contains(&format!("fn {test}()")) {
                problems.push(format!("{title}: there is no test {module}::{test}"));
            }
        }
        if !recipe.contains("\nGenerated: ") || !recipe.contains(" Documents: ") {
            problems.push(format!("{title}: it does not tell generated files and documents apart"));
        }
    }
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn the_architecture_lists_every_module() {
    let text = read("docs/architecture.md");
    let (_, layers) = text.split_once("\n## The layers\n").unwrap();
    let mut missing = Vec::new();
    for entry in fs::read_dir(root().join("src")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let is_listed = layers.contains(&format!("| `src/{name}` |"));
        if name.ends_with(".rs") && name != "lib.rs" && !is_listed {
            missing.push(name);
        }
    }
    assert!(missing.is_empty(), "docs/architecture.md lacks {missing:?}");
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

/// How many files there are in a folder.
fn files_in(folder: &str) -> usize {
    fs::read_dir(root().join(folder)).unwrap().count()
}

/// The text of a file.
fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

#[test]
fn the_changelog_counts_what_there_is() {
    let words = files_in("www/words");
    let sections = sections().len();
    let years: usize = all_shipped().iter().map(|city| city.rules().years.len()).sum();
    let limits = read("src/limits.rs").matches("\npub const ").count();
    let mut report = Declarations::default();
    NamedReport::shape(&mut report);
    NamedAdvice::shape(&mut report);
    let fields = report.iter().map(|(_, one)| match one {
        Declaration::Record(fields) => fields.len(),
        Declaration::Cases(cases) => cases.iter().map(|case| case.fields.len()).sum(),
        Declaration::Names(_) => 0,
    });
    let cities = all_shipped().len();
    let (functions, benefits) = (Function::names().count(), Benefit::names().count());
    let fields: usize = fields.sum();
    let counts = format!(
        "It has {cities} cities with {years} years of rules, pages in {words} languages with {sections} \
         sections, and a rule language with {functions} functions, {benefits} kinds of benefit and {limits} \
         limits. A report has {fields} fields."
    );
    let changelog = read("CHANGELOG.md");
    let (_, unreleased) = changelog.split_once("\n## Unreleased\n").unwrap();
    let (unreleased, _) = unreleased.split_once("\n## ").unwrap();
    assert!(
        unreleased.contains(&counts),
        "CHANGELOG.md: describe the change under Unreleased, and bring its first sentences up to date: {counts}"
    );
}

#[test]
fn a_planted_name_of_a_missing_file_is_found() {
    let text = "See `src/no_such.rs`, [this](gone.md#part) and [that](https:example). Not `rules/<city>` or `x/y.rs`.";
    let names: Vec<&str> = named_files(text, root()).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["gone.md", "src/no_such.rs"]);
}
