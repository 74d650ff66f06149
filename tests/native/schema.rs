//! The JSON Schemas of the files that authors write, against the parser: the schemas accept every file of
//! rules, and refuse what the parser refuses as a mistake of shape. They are held equal key by key: files of
//! the made-up town, which uses every key, are changed in every place.

use crate::call::iju;
use crate::diagnostics::{broken, cases};
use crate::folder::Folder;
use iju_check::check;
use iju_check::closed_list::ClosedList;
use iju_check::diagnostic::{Diagnostics, Files};
use iju_check::parse::{parse, parse_examples, parse_words};
use iju_check::schema::{FileKind, schema};
use jsonschema::Validator;
use marked_yaml::{LoaderOptions, Node};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use strum::VariantArray;

/// The codes of mistakes that no schema sees: they need another file, another place of the file, the
/// calendar, the grammar of expressions, or the meaning of the rules.
const NOT_OF_SHAPE: [&str; 65] = [
    "address",
    "answers",
    "applies-in-any",
    "arguments",
    "behind",
    "below-nothing",
    "bounds",
    "character",
    "choices",
    "constant-requirement",
    "cycle",
    "date",
    "departure",
    "duplicate-ask",
    "duplicate-id",
    "early",
    "empty-group",
    "exclusion-under",
    "expression",
    "folder-name",
    "instalments",
    "limit",
    "missing-citation", // the file may name a source for all its statements
    "missing-file",
    "missing-parameter",
    "member",
    "missing-translation",
    "no-plan",
    "not-easy",
    "on-screen-of",
    "outside-the-year",
    "payee",
    "phone",
    "reading",
    "reported-confirmation",
    "reported-figure",
    "reported-obligation",
    "reported-parameter",
    "reported-validity",
    "reserved-name",
    "role",
    "share",
    "shared-cap",
    "steps",
    "still-in-force",
    "stray-file",
    "table-condition",
    "table-gap",
    "table-overlap",
    "type",
    "unit",
    "unknown-ask",
    "unknown-clause",
    "unknown-figure",
    "unknown-framework",
    "unknown-list",
    "unknown-name",
    "unknown-option",
    "unknown-parameter",
    "unknown-programme",
    "unknown-source",
    "unknown-support",
    "unused",
    "window",
    "yaml",
];

/// Cases of a key that is missing for a reason that stands elsewhere: a choice of a reading without an
/// expression, and a year with headings.
const MISSING_FOR_ANOTHER_REASON: [&str; 3] =
    ["missing_choice", "missing_support", "unknown_choice"];

/// Those of the codes that the parser reports.
const OF_PARSER: [&str; 5] = ["missing-citation", "expression", "phone", "unknown-name", "unused"];

/// Changes that only the schemas refuse, because the parser leaves them to `check`.
const LEFT_TO_CHECK: [&str; 2] =
    ["Facts /asked_together/*/facts/*, without it", "Facts /facts/*/topic, without it"];

/// Where `check` reads what the parser keeps as it is: expectations.
const EXPECTED: [&str; 2] = ["Examples /examples/-/expect", "Framework /examples/-/expect"];

/// A value of a file, as it is written.
#[derive(Clone, Debug, PartialEq)]
enum Yaml {
    Plain(String),
    Quoted(String),
    List(Vec<Yaml>),
    Map(Vec<(String, Yaml)>),
}

fn read(text: &str) -> Option<Yaml> {
    let options = LoaderOptions::default().error_on_duplicate_keys(true).prevent_coercion(true);
    marked_yaml::parse_yaml_with_options(0, text, options).ok().map(|node| written(&node))
}

fn written(node: &Node) -> Yaml {
    match node {
        Node::Scalar(scalar) if scalar.may_coerce() => Yaml::Plain(scalar.as_str().to_owned()),
        Node::Scalar(scalar) => Yaml::Quoted(scalar.as_str().to_owned()),
        Node::Sequence(items) => Yaml::List(items.iter().map(written).collect()),
        Node::Mapping(map) => Yaml::Map(
            map.iter().map(|(key, value)| (key.as_str().to_owned(), written(value))).collect(),
        ),
    }
}

/// A value as an editor reads it, by the core schema of YAML 1.2.
fn value(yaml: &Yaml) -> Value {
    match yaml {
        Yaml::Plain(text) => plain(text),
        Yaml::Quoted(text) => json!(text),
        Yaml::List(items) => items.iter().map(value).collect(),
        Yaml::Map(entries) => {
            Value::Object(entries.iter().map(|(key, one)| (key.clone(), value(one))).collect())
        }
    }
}

fn plain(text: &str) -> Value {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_whole = !digits.is_empty() && digits.bytes().all(|one| one.is_ascii_digit());
    let is_decimal = digits.bytes().all(|one| one.is_ascii_digit() || one == b'.')
        && digits.matches('.').count() == 1
        && digits.len() > 1;
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => json!(true),
        "false" | "False" | "FALSE" => json!(false),
        _ if is_whole => json!(text.parse::<i64>().unwrap()),
        _ if is_decimal => json!(text.parse::<f64>().unwrap()),
        _ => json!(text),
    }
}

/// A value as YAML in blocks, in which plain words stand as they were written.
fn block(yaml: &Yaml, indent: usize) -> String {
    let margin = " ".repeat(indent);
    match yaml {
        Yaml::Plain(text) => format!(" {text}\n"),
        Yaml::Quoted(text) => format!(" {}\n", json!(text)),
        Yaml::List(items) if items.is_empty() => " []\n".to_owned(),
        Yaml::Map(entries) if entries.is_empty() => " {}\n".to_owned(),
        Yaml::List(items) => {
            let items = items.iter().map(|item| format!("{margin}-{}", block(item, indent + 2)));
            format!("\n{}", items.collect::<String>())
        }
        Yaml::Map(entries) => {
            let entries = entries
                .iter()
                .map(|(key, one)| format!("{margin}{key}:{}", block(one, indent + 2)));
            format!("\n{}", entries.collect::<String>())
        }
    }
}

fn validator(kind: FileKind) -> Validator {
    jsonschema::draft202012::new(&schema(kind)).unwrap()
}

/// What a file is by its place in a folder of rules.
fn kind_of(path: &str) -> FileKind {
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        ["frameworks", ..] => FileKind::Framework,
        ["facts.yaml"] => FileKind::Facts,
        ["library.yaml"] => FileKind::Library,
        [_, "city.yaml"] => FileKind::City,
        [_, _, "rulebook.yaml"] => FileKind::Rulebook,
        [_, _, "examples", _] => FileKind::Examples,
        [_, _, _] => FileKind::Programme,
        _ => panic!("{path} is no file of rules"),
    }
}

/// The YAML files below a folder of the project, with their paths in it.
fn files(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let (mut found, mut waiting) = (Vec::new(), vec![root.clone()]);
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|one| one == "yaml") {
            let own: PathBuf = path.strip_prefix(&root).unwrap().to_owned();
            found.push((own.to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap()));
        }
    }
    found.sort();
    found
}

#[test]
fn every_schema_is_one_and_describes_each_of_its_keys() {
    for kind in FileKind::VARIANTS {
        let schema = schema(*kind);
        jsonschema::draft202012::meta::validate(&schema)
            .unwrap_or_else(|e| panic!("{kind:?}: {e}"));
        let mut waiting = vec![&schema];
        while let Some(next) = waiting.pop() {
            if let Some(properties) = next.get("properties").and_then(Value::as_object) {
                // Expectations are the keys of a report.
                let described = |one: &Value| {
                    one["description"].as_str().is_some_and(|says| says.ends_with('.'))
                };
                let is_expectation = next.get("minProperties").is_some();
                assert!(is_expectation || properties.values().all(described), "{kind:?}: {next}");
            }
            match next {
                Value::Object(entries) => waiting.extend(entries.values()),
                Value::Array(items) => waiting.extend(items),
                _ => {}
            }
        }
    }
}

#[test]
fn every_file_of_rules_is_accepted() {
    let mut counts = BTreeMap::new();
    for folder in ["rules", "tests/cases", "tests/broken/base", "www/words"] {
        for (path, text) in files(folder) {
            let kind = if folder == "www/words" { FileKind::Words } else { kind_of(&path) };
            let file = value(&read(&text).unwrap());
            let faults: Vec<String> = validator(kind)
                .iter_errors(&file)
                .map(|fault| format!("{}: {fault:.300}", fault.instance_path()))
                .collect();
            assert!(faults.is_empty(), "{folder}/{path}: {}", faults.join("\n"));
            *counts.entry(kind.name()).or_insert(0) += 1;
        }
    }
    assert_eq!(counts.len(), FileKind::VARIANTS.len(), "{counts:?}");
}

/// Compares what a schema and the parser say of a file. The parser's problems are given by their codes.
fn difference(
    is_accepted: bool,
    codes: &BTreeSet<&'static str>,
    not_seen: &[&str],
) -> Option<String> {
    if !is_accepted {
        return codes.is_empty().then(|| "only the schema refuses it".to_owned());
    }
    let unseen: Vec<&&str> = codes.iter().filter(|code| !not_seen.contains(*code)).collect();
    (!unseen.is_empty()).then(|| format!("the schema does not see {unseen:?}"))
}

#[test]
fn broken_files_are_refused_if_their_mistake_is_one_of_shape() {
    let (mut wrong, mut seen, mut refused) = (Vec::new(), BTreeSet::new(), 0);
    for case in cases() {
        let folder = broken(&case).unwrap();
        let (mut files, mut problems) = (Files::default(), Diagnostics::default());
        check::load(folder.path(), &mut files, &mut problems).unwrap();
        let problems = problems.sorted();
        let is_elsewhere = MISSING_FOR_ANOTHER_REASON.contains(&case.name.as_str());
        let elsewhere = [&NOT_OF_SHAPE[..], &["missing-key"]].concat();
        let not_seen = if is_elsewhere { &elsewhere[..] } else { &NOT_OF_SHAPE[..] };
        for change in &case.changes {
            let text = fs::read_to_string(folder.path().join(&change.file)).unwrap();
            if !change.file.ends_with(".yaml") {
                continue;
            }
            let Some(file) = read(&text) else { continue };
            let is_here = |place| files.place(place).contains(&change.file);
            let own = problems.iter().filter(|one| is_here(one.place));
            let codes: BTreeSet<&'static str> = own.map(|one| one.code).collect();
            let kind = kind_of(&change.file);
            let is_accepted = validator(kind).is_valid(&value(&file));
            refused += usize::from(!is_accepted);
            if is_accepted {
                seen.extend(codes.iter().copied());
            }
            wrong.extend(
                difference(is_accepted, &codes, not_seen)
                    .map(|why| format!("{}: {why}", case.name)),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(refused > 50, "{refused}");
    let stale: Vec<_> = NOT_OF_SHAPE.iter().filter(|code| !seen.contains(*code)).collect();
    assert!(stale.is_empty(), "no case shows that a schema does not see {stale:?}");
}

/// The codes of the parser's problems in one file.
fn parsed(kind: FileKind, text: &str) -> BTreeSet<&'static str> {
    let folder = Folder::empty("schema");
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let book = "fiscal_year: 2025\nprogrammes: [grant]\nsources: {}\n";
    let city =
        "name: {}\nprefecture: {}\ncode: 1\nlanguages: [ja]\ntitle: {}\ndesk: { name: {} }\n";
    folder.write("facts.yaml", "topics: {}\nfacts: {}\n");
    let file = match kind {
        FileKind::Facts => "facts.yaml",
        FileKind::Library => "library.yaml",
        FileKind::Framework => "frameworks/some/2025.yaml",
        FileKind::City => "town/city.yaml",
        FileKind::Rulebook => "town/2025/rulebook.yaml",
        FileKind::Programme => "town/2025/grant.yaml",
        FileKind::Examples => "town/2025/examples/some.yaml",
        FileKind::Words => "words/ja.yaml",
    };
    if matches!(kind, FileKind::Rulebook | FileKind::Programme) {
        folder.write("town/city.yaml", city);
        folder.write("town/2025/rulebook.yaml", book);
    }
    folder.write(file, text);
    match kind {
        FileKind::Examples => {
            parse_examples(folder.path(), &mut files, &mut problems).unwrap();
        }
        FileKind::Words => {
            parse_words(&folder.path().join("words"), &mut files, &mut problems).unwrap();
        }
        FileKind::Facts
        | FileKind::Library
        | FileKind::Framework
        | FileKind::City
        | FileKind::Rulebook
        | FileKind::Programme => {
            parse(folder.path(), &mut files, &mut problems).unwrap();
        }
    }
    // Files beside this one are missing.
    let beside = |code| ["missing-file", "folder-name"].contains(&code);
    let own = problems.sorted().into_iter().filter(|one| files.place(one.place).contains(file));
    own.map(|one| one.code).filter(|code| !beside(*code)).collect()
}

/// The names of all properties in a schema.
fn properties(schema: &Value) -> BTreeSet<String> {
    let (mut found, mut waiting) = (BTreeSet::new(), vec![schema]);
    while let Some(next) = waiting.pop() {
        match next {
            Value::Object(entries) => {
                let own = entries.get("properties").and_then(Value::as_object);
                found.extend(own.into_iter().flat_map(|own| own.keys().cloned()));
                waiting.extend(entries.values());
            }
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    found
}

/// A step into a value.
#[derive(Clone, Debug)]
enum Step {
    Key(usize),
    Item(usize),
}

/// Every place of a value, by its path of keys, ids left out: one place for each path.
fn places(yaml: &Yaml, known: &BTreeSet<String>) -> BTreeMap<String, Vec<Step>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![(yaml, String::new(), Vec::new())];
    while let Some((next, path, steps)) = waiting.pop() {
        let mut go = |one, key: &str, step| {
            waiting.push((one, format!("{path}/{key}"), [steps.as_slice(), &[step]].concat()));
        };
        match next {
            Yaml::List(items) => {
                items.iter().enumerate().for_each(|(at, one)| go(one, "-", Step::Item(at)));
            }
            Yaml::Map(entries) => {
                for (at, (key, one)) in entries.iter().enumerate() {
                    go(one, if known.contains(key) { key } else { "*" }, Step::Key(at));
                }
            }
            Yaml::Plain(_) | Yaml::Quoted(_) => {}
        }
        found.entry(path).or_insert(steps);
    }
    found
}

/// The value at a place.
fn at<'a>(yaml: &'a mut Yaml, steps: &[Step]) -> &'a mut Yaml {
    let mut found = yaml;
    for step in steps {
        found = match (found, step) {
            (Yaml::List(items), Step::Item(at)) => &mut items[*at],
            (Yaml::Map(entries), Step::Key(at)) => &mut entries[*at].1,
            _ => unreachable!("the place is in the value"),
        };
    }
    found
}

/// Changes of a value at a place: their names and the changed files.
fn changes(yaml: &Yaml, steps: &[Step]) -> Vec<(&'static str, Yaml)> {
    let mut found = Vec::new();
    let mut change = |name, edit: &dyn Fn(&mut Yaml)| {
        let mut changed = yaml.clone();
        edit(&mut changed);
        if changed != *yaml {
            found.push((name, changed));
        }
    };
    let word = |text: &str| Yaml::Plain(text.to_owned());
    change("another word", &|file| *at(file, steps) = word("No such!"));
    change("nothing", &|file| *at(file, steps) = word(""));
    change("a list", &|file| *at(file, steps) = Yaml::List(vec![word("No such!")]));
    change("a map", &|file| *at(file, steps) = Yaml::Map(vec![("nonsuch".into(), word("x"))]));
    change("an unknown key", &|file| {
        if let Yaml::Map(entries) = at(file, steps) {
            entries.push(("nonsuch".to_owned(), word("No such!")));
        }
    });
    if let Some((Step::Key(last), before)) = steps.split_last() {
        change("without it", &|file| {
            if let Yaml::Map(entries) = at(file, before) {
                entries.remove(*last);
            }
        });
    }
    found
}

#[test]
fn the_parser_and_the_schemas_agree_on_every_change() {
    let (mut wrong, mut done, mut refused) = (Vec::new(), BTreeSet::new(), 0);
    let cases = files("tests/cases").into_iter();
    let cases = cases.map(|(path, text)| (kind_of(&path), text));
    let words = files("www/words").into_iter().map(|(_, text)| (FileKind::Words, text));
    let mut all: Vec<(FileKind, String)> = cases.chain(words).collect();
    // Most paths are in a short file too, which is read sooner.
    all.sort_by_key(|(_, text)| text.len());
    for (kind, text) in all {
        let (validator, known) = (validator(kind), properties(&schema(kind)));
        let yaml = read(&text).unwrap();
        assert_eq!(read(&block(&yaml, 0)).as_ref(), Some(&yaml), "{kind:?}");
        for (path, steps) in places(&yaml, &known) {
            if !done.insert(format!("{kind:?} {path}")) {
                continue;
            }
            for (change, changed) in changes(&yaml, &steps) {
                let is_accepted = validator.is_valid(&value(&changed));
                refused += usize::from(!is_accepted);
                let codes = parsed(kind, &block(&changed, 0));
                let name = format!("{kind:?} {path}, {change}");
                let is_left = LEFT_TO_CHECK.contains(&&*name)
                    || EXPECTED.iter().any(|one| name.starts_with(one));
                if is_left && !is_accepted && codes.is_empty() {
                    continue;
                }
                let why = difference(is_accepted, &codes, &OF_PARSER);
                wrong.extend(why.map(|why| format!("{name}: {why} {codes:?}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {refused}\n{}", wrong.len(), wrong.join("\n"));
    assert!(done.len() > 300 && refused > 1_000, "{} places, {refused} refused", done.len());
}

#[test]
fn the_command_lists_kinds_and_prints_schemas() {
    let all = iju(&["schema"]);
    assert_eq!((all.code, all.out.lines().count()), (0, FileKind::VARIANTS.len()), "{}", all.err);
    for (line, kind) in all.out.lines().zip(FileKind::VARIANTS) {
        assert!(line.starts_with(kind.name()) && line.ends_with(kind.files()), "{line}");
        let done = iju(&["schema", kind.name()]);
        let printed: Value = serde_json::from_str(&done.out).unwrap();
        assert_eq!((done.code, printed), (0, schema(*kind)));
        assert_eq!(done.err, format!("iju schema: {}\n", kind.files()));
    }
    let wrong = iju(&["schema", "programmes"]);
    assert_eq!((wrong.code, wrong.out.as_str()), (2, ""));
    assert!(wrong.err.starts_with(
        "iju: unknown kind of file `programmes`, expected facts, library, framework, city,"
    ));
}
