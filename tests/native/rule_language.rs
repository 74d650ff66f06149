//! The rule language as a whole: its reference describes all of it and nothing else, and the
//! made-up town uses all of it. What a part of the language means is tested elsewhere.

use iju_check::amount::Rounding;
use iju_check::calendar::FirstDay;
use iju_check::check::{self, Checked};
use iju_check::closed_list::ClosedList;
use iju_check::diagnostic::{Diagnostics, Files};
use iju_check::report::{Open, Window};
use iju_check::rulebook::{Benefit, Every, ExprDiscriminants, Grouping, Party};
use iju_check::source::{
    AWARD, Arithmetic, Comparison, Decides, Evidence, ExprKindDiscriminants, FIRST_DAY_OF_PERIODS,
    FactType, Function, Icon, Judge, Level, Logic, Measure, ON_LIST, Quantity, Role, SourceKind,
};
use marked_yaml::{LoaderOptions, Node};
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};
use strum::VariantArray;

type Names = BTreeSet<String>;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn names<T: ClosedList>() -> Names {
    T::names().map(str::to_owned).collect()
}

fn functions() -> Names {
    names::<Function>()
}

/// The operators between two expressions.
fn operators() -> Names {
    union([names::<Logic>(), names::<Comparison>(), names::<Arithmetic>()])
}

fn union<const COUNT: usize>(sets: [Names; COUNT]) -> Names {
    sets.into_iter().flatten().collect()
}

fn is_word(character: char) -> bool {
    character.is_ascii_lowercase() || character.is_ascii_digit() || character == '_'
}

/// The words of a text that are followed by an opening bracket, as functions are.
fn called(text: &str) -> Names {
    let mut pieces: Vec<&str> = text.split('(').collect();
    pieces.pop();
    let last = |piece: &&str| piece.rsplit(|one| !is_word(one)).next().map(str::to_owned);
    pieces.iter().filter_map(last).filter(|name| !name.is_empty()).collect()
}

/// The pieces of a text in code style, without code blocks.
fn quoted(text: &str) -> Vec<&str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
}

/// The part of the reference under a heading.
fn section<'a>(reference: &'a str, heading: &str) -> &'a str {
    let (_, rest) = reference.split_once(&format!("\n## {heading}")).unwrap_or_else(|| {
        panic!("the reference has no section {heading:?}");
    });
    rest.split_once("\n## ").map_or(rest, |(section, _)| section)
}

/// The names in the first column of the table of a section.
fn first_column(section: &str) -> Names {
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    let cells = rows.filter_map(|row| row.split(" | ").next());
    cells
        .flat_map(|cell| {
            quoted(&format!("`{cell}")).into_iter().map(str::to_owned).collect::<Vec<_>>()
        })
        .collect()
}

/// The names in the brackets after a text.
fn listed_after(reference: &str, before: &str) -> Names {
    let (_, rest) = reference.split_once(&format!("{before} (")).unwrap_or_else(|| {
        panic!("the reference does not list {before:?}");
    });
    let (list, _) = rest.split_once(')').unwrap();
    quoted(list).into_iter().map(str::to_owned).collect()
}

/// The keys that the parser takes from rule files, and those of expectations.
fn keys() -> Names {
    let takers = ["take(", "required(", "required_text(", "required_member(", "optional_text("];
    let takers = [&takers[..], &["required_word(", "day(", "named("]].concat();
    let mut found = Names::new();
    let files = ["facts", "city", "year", "programme", "steps", "examples", "forms", "reader"];
    for file in [&files[..], &["library", "framework", "uses", "dated_lists"]].concat() {
        let code = read(&format!("src/parse/{file}.rs"));
        for taker in &takers {
            for call in code.split(taker).skip(1) {
                let arguments = call.split_once("\")").map_or("", |(arguments, _)| arguments);
                let name = arguments.rsplit('"').next().unwrap();
                let is_one_call = !arguments.contains([';', '{']) && arguments.contains('"');
                found.extend(is_one_call.then(|| name.to_owned()));
            }
        }
    }
    for before in read("src/examples.rs").split("\" =>") {
        found.extend(before.rsplit('"').next().map(str::to_owned));
    }
    found.retain(|name| !name.is_empty() && name.chars().all(is_word));
    found
}

#[test]
fn the_keys_of_the_parser_are_found() {
    let keys = keys();
    for key in ["topics", "languages", "shared_caps", "applies_if", "seen_open", "then", "like"] {
        assert!(keys.contains(key), "{key} in {keys:?}");
    }
    assert!(keys.len() > 90, "{keys:?}");
}

#[test]
fn the_reference_lists_each_closed_list_exactly() {
    let reference = read("rules/README.md");
    let list = |before: &str| listed_after(&reference, before);
    assert_eq!(first_column(section(&reference, "Evidence")), names::<Evidence>());
    assert_eq!(first_column(section(&reference, "Questions")), names::<FactType>());
    assert_eq!(list("`kind`"), names::<SourceKind>());
    assert_eq!(list("`benefit`"), names::<Benefit>());
    assert_eq!(list("`payer` and `payee`"), names::<Party>());
    assert_eq!(list("A group"), names::<Grouping>());
    assert_eq!(list("`judged`"), names::<Judge>());
    assert_eq!(list("A rounding"), names::<Rounding>());
    assert_eq!(list("`every`"), names::<Every>());
    assert_eq!(list("`first_day`"), names::<FirstDay>());
    assert_eq!(list("`level`"), names::<Level>());
}

#[test]
fn the_reference_lists_the_functions_and_operators_exactly() {
    let reference = read("rules/README.md");
    let forms = quoted(section(&reference, "Expressions"));
    assert_eq!(called(&forms.join(" ")), functions());
    let words: Names = forms.join(" ").split(' ').map(str::to_owned).collect();
    let missing: Vec<String> = operators().difference(&words).cloned().collect();
    assert!(missing.is_empty(), "the reference lacks {missing:?}");
    let is_sign = |word: &&String| word.chars().all(|one| "=!<>+-*/".contains(one));
    let unknown: Vec<&String> = words
        .iter()
        .filter(is_sign)
        .filter(|word| !word.is_empty())
        .filter(|word| !operators().contains(*word))
        .collect();
    assert!(unknown.is_empty(), "the language has no operator {unknown:?}");
}

/// Words in code style that the reference uses as examples.
const EXAMPLES: [&str; 15] = [
    "moved_on",
    "movers",
    "minors",
    "comes_along",
    "who_counts",
    "minor_day",
    "x",
    "d",
    "a",
    "b",
    "easy",
    "grant",
    "waiting",
    "grant_waiting",
    "grant_movers",
];

#[test]
fn the_reference_names_every_key_and_no_other_word() {
    let reference = read("rules/README.md");
    let spelt: Names = reference
        .split(|one| !is_word(one))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let missing: Vec<String> = keys().difference(&spelt).cloned().collect();
    assert!(missing.is_empty(), "the reference lacks the keys {missing:?}");
    let known = union([
        keys(),
        functions(),
        operators(),
        names::<Evidence>(),
        names::<FactType>(),
        names::<SourceKind>(),
        names::<Benefit>(),
        names::<Party>(),
        names::<Grouping>(),
        names::<Judge>(),
        names::<Rounding>(),
        names::<Every>(),
        names::<FirstDay>(),
        names::<Icon>(),
        names::<Measure>(),
        names::<Role>(),
        names::<Open>(),
        names::<Window>(),
        names::<Level>(),
        names::<Decides>(),
        names::<Quantity>(),
        DEPARTURES.map(str::to_owned).into(),
        ["yes", "no", "null", "not", "in", "yaml"].map(str::to_owned).into(),
        [FIRST_DAY_OF_PERIODS, AWARD, "no_end", ON_LIST].map(str::to_owned).into(),
        EXAMPLES.map(str::to_owned).into(),
    ]);
    let is_name = |word: &&str| {
        word.starts_with(|one: char| one.is_ascii_lowercase()) && word.chars().all(is_word)
    };
    let names = quoted(&reference).into_iter().filter(is_name);
    let unknown: Vec<&str> = names.filter(|name| !known.contains(*name)).collect();
    assert!(unknown.is_empty(), "the language has no {unknown:?}");
}

/// The keys of the made-up town's files, the words behind each, and all its texts.
#[derive(Default)]
struct Town {
    keys: Names,
    words: BTreeSet<(String, String)>,
    texts: Vec<String>,
}

impl Town {
    fn read() -> Town {
        let mut town = Town::default();
        let mut waiting: Vec<PathBuf> =
            vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")];
        while let Some(path) = waiting.pop() {
            if path.is_dir() {
                waiting.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            } else if path.extension().is_some_and(|one| one == "yaml") {
                let text = fs::read_to_string(&path).unwrap();
                let options = LoaderOptions::default().prevent_coercion(true);
                town.add("", &marked_yaml::parse_yaml_with_options(0, &text, options).unwrap());
            }
        }
        town
    }

    fn add(&mut self, key: &str, node: &Node) {
        match node {
            Node::Scalar(scalar) => {
                self.words.insert((key.to_owned(), scalar.as_str().to_owned()));
                self.texts.push(scalar.as_str().to_owned());
            }
            Node::Sequence(items) => items.iter().for_each(|item| self.add(key, item)),
            Node::Mapping(map) => {
                for (key, node) in map.iter() {
                    self.keys.insert(key.as_str().to_owned());
                    self.add(key.as_str(), node);
                }
            }
        }
    }

    /// The words behind some keys.
    fn behind(&self, keys: &[&str]) -> Names {
        let words = self.words.iter().filter(|(key, _)| keys.contains(&key.as_str()));
        words.map(|(_, word)| word.clone()).collect()
    }
}

fn assert_uses(what: &str, used: &Names, all: Names) {
    let missing: Vec<&String> = all.difference(used).collect();
    assert!(missing.is_empty(), "the made-up town uses no {what} {missing:?}");
}

#[test]
fn the_made_up_town_uses_every_key_and_every_closed_list() {
    let town = Town::read();
    assert_uses("key", &town.keys, keys());
    assert_uses("group", &town.keys, names::<Grouping>());
    assert_uses("rounding", &town.keys, names::<Rounding>());
    assert_uses("benefit", &town.behind(&["benefit"]), names::<Benefit>());
    assert_uses("party", &town.behind(&["payer", "payee"]), names::<Party>());
    assert_uses("judge", &town.behind(&["judged"]), names::<Judge>());
    assert_uses("grade", &town.behind(&["evidence"]), names::<Evidence>());
    assert_uses("kind of source", &town.behind(&["kind"]), names::<SourceKind>());
    assert_uses("type of question", &town.behind(&["type"]), names::<FactType>());
    assert_uses("distance", &town.behind(&["every"]), names::<Every>());
    assert_uses("level", &town.behind(&["level"]), names::<Level>());
    assert_uses("who decides", &town.behind(&["decides"]), names::<Decides>());
    assert_uses("type of parameter", &town.behind(&["type"]), names::<Quantity>());
    let departures: Names = DEPARTURES.map(str::to_owned).into();
    assert_uses("departure", &town.keys, departures);
}

/// What a departure does; `src/parse/uses.rs` finds which of these keys it has.
const DEPARTURES: [&str; 3] = ["replace", "add", "drop"];

#[test]
fn the_made_up_town_uses_every_function_and_operator() {
    let text = Town::read().texts.join("\n");
    assert_uses("function", &called(&text), functions());
    let words: Names = text.split_whitespace().map(str::to_owned).collect();
    assert_uses("operator", &words, operators());
    let labelled: Names = text
        .split("first_day: ")
        .skip(1)
        .map(|rest| rest.chars().take_while(|one| is_word(*one)).collect())
        .collect();
    assert_uses("first day", &labelled, names::<FirstDay>());
}

fn checked_town() -> Checked {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    check::load(&folder, &mut Files::default(), &mut Diagnostics::default()).unwrap().unwrap()
}

fn spelt<T: Debug + VariantArray>() -> Names {
    T::VARIANTS.iter().map(|variant| format!("{variant:?}")).collect()
}

#[test]
fn the_made_up_town_uses_every_expression() {
    let town = checked_town();
    let books = town.cities.iter().flat_map(|city| &city.rules().years);
    let exprs = books.flat_map(|book| &book.exprs);
    let used: Names = exprs.map(|expr| format!("{:?}", ExprDiscriminants::from(expr))).collect();
    assert_uses("expression", &used, spelt::<ExprDiscriminants>());
    // The source tree has many kinds of nodes. Its debug text shows each expression as `kind:
    // Name(`.
    let tree = format!("{:?}", town.rules);
    let written = tree.split("kind: ").skip(1).filter_map(|rest| rest.split_once('('));
    let written: Names = written.map(|(name, _)| name.to_owned()).collect();
    assert_uses("expression", &written, spelt::<ExprKindDiscriminants>());
}
