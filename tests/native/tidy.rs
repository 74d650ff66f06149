//! Rules of the code that the compiler does not check: which module uses which, how files open,
//! which words no file contains. It does not look at how the code behaves.

mod circles;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules that every build has, bottom up: each uses only those before it.
const ENGINE: [&str; 14] = [
    // What lists and closed lists share.
    "closed_list",
    "limits",
    "index",
    // Values.
    "amount",
    "calendar",
    "truth",
    "possible",
    // Trees.
    "rulebook",
    "situation",
    "report",
    // Passes.
    "combine",
    "evaluate",
    "advise",
    // The values that cross the edge.
    "wire",
];

/// The edge to JavaScript, above the engine. Nothing uses it.
const EDGE: &str = "js";

/// The modules of the feature `author`, above the engine, bottom up.
const AUTHOR: [&str; 10] = [
    "diagnostic",
    "source",
    "parse",
    "expand",
    "turning",
    "check",
    "schema",
    "examples",
    "mutants",
    "page",
];

/// Words that only one module may contain, because it wraps the library.
const KEPT_IN: [(&str, &str); 4] =
    [("rust_decimal", "amount"), ("wasm_bindgen", EDGE), ("js_sys", EDGE), ("web_sys", EDGE)];

/// Marks of unfinished work, spelt so that this file does not contain them.
const LEFT_FOR_LATER: [&str; 4] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("to", "do!"),
    concat!("unimple", "mented!"),
];

/// The most lines of a source file. A longer one has two subjects.
const MOST_LINES: usize = 500;

/// The one address that a page's sources may contain, because nothing is fetched from it.
const SVG: &str = "http://www.w3.org/2000/svg";

/// The files and folders that people write, by their path from the root.
const WRITTEN: [&str; 18] = [
    "src",
    "output",
    "www",
    "rules",
    "tests",
    "xtask",
    "docs",
    ".ci",
    ".github",
    "build.sh",
    ".editorconfig",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "README.md",
    "SECURITY.md",
    "Cargo.toml",
    "clippy.toml",
    "package.json",
];

/// A source file, by its path from the root.
#[derive(Clone, Debug)]
struct Source {
    path: String,
    text: String,
}

impl Source {
    fn ends_with_one_of(&self, endings: &[&str]) -> bool {
        endings.iter().any(|ending| self.path.ends_with(ending))
    }
}

/// The text files at or below `place`, a path from the root. None where it does not exist.
fn sources(place: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut waiting = vec![root.join(place)];
    while let Some(path) = waiting.pop() {
        if path.ends_with("node_modules") {
            continue; // Whoever measured has installed packages there.
        }
        if path.is_dir() {
            waiting.extend(entries(&path));
        } else if let Ok(text) = fs::read_to_string(&path) {
            let path =
                path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            found.push(Source { path, text });
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).map(|entries| entries.flatten().collect());
    let entries: Vec<fs::DirEntry> = entries.unwrap_or_default();
    entries.into_iter().map(|entry| entry.path()).collect()
}

/// The module that a file of `src/` belongs to. None for the crate's root and its programs.
fn module_of(path: &str) -> Option<&str> {
    let inner = path.strip_prefix("src/")?.strip_suffix(".rs")?;
    let name = inner.split('/').next()?;
    (!matches!(name, "lib" | "bin")).then_some(name)
}

/// The modules that a module may use; none if it is in no layer.
fn usable(module: &str) -> Option<Vec<&'static str>> {
    let below = |layers: &[&'static str]| -> Option<Vec<&'static str>> {
        let place = layers.iter().position(|layer| *layer == module)?;
        layers.get(..place).map(<[&str]>::to_vec)
    };
    if module == EDGE {
        return Some(ENGINE.to_vec());
    }
    below(&ENGINE).or_else(|| Some([&ENGINE, below(&AUTHOR)?.as_slice()].concat()))
}

/// The code of a file without its comments.
fn code(text: &str) -> String {
    let code = |line: &str| -> String {
        match line.find("//") {
            Some(start) if !line.get(..start).unwrap_or_default().ends_with(':') => {
                line.get(..start).unwrap_or_default().to_owned()
            }
            _ => line.to_owned(),
        }
    };
    text.lines().map(code).collect::<Vec<_>>().join("\n")
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The first names of the paths that follow `prefix`.
fn names_after(code: &str, prefix: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = code;
    while let Some((before, after)) = rest.split_once(prefix) {
        if !before.ends_with(is_word) {
            names.extend(paths(after).into_iter().filter_map(|path| path.into_iter().next()));
        }
        rest = after;
    }
    names.retain(|name| name != "self");
    names
}

/// The paths of the `use` tree that a text begins with: `a::b` and `a::c::d` for `a::{b, c::d}`.
fn paths(tree: &str) -> Vec<Vec<String>> {
    let tree = tree.trim_start();
    if let Some(list) = tree.strip_prefix('{') {
        return branches(list).iter().flat_map(|branch| paths(branch)).collect();
    }
    let name: String = tree.chars().take_while(|character| is_word(*character)).collect();
    let rest = tree.strip_prefix(&name).unwrap_or_default().trim_start();
    match rest.strip_prefix("::") {
        _ if name.is_empty() => vec![Vec::new()],
        Some(rest) => paths(rest)
            .into_iter()
            .map(|path| std::iter::once(name.clone()).chain(path).collect())
            .collect(),
        None => vec![vec![name]],
    }
}

/// The branches of a braced list whose opening brace is gone.
fn branches(list: &str) -> Vec<String> {
    let mut branches = Vec::new();
    let mut branch = String::new();
    let mut open = 0_usize;
    for character in list.chars() {
        match character {
            '}' if open == 0 => break,
            ',' if open == 0 => {
                branches.push(std::mem::take(&mut branch));
                continue;
            }
            '{' => open = open.saturating_add(1),
            '}' => open = open.saturating_sub(1),
            _ => {}
        }
        branch.push(character);
    }
    branches.push(branch);
    branches
}

/// The modules of the crate that a file names, `super::` counted where it leads to the root.
fn used_by(source: &Source) -> BTreeSet<String> {
    let code = code(&source.text);
    let mut used = names_after(&code, "crate::");
    used.extend(names_after(&code, "iju_check::"));
    let depth = source.path.trim_end_matches("/mod.rs").matches('/').count();
    let to_root = "super::".repeat(depth);
    let is_layer = |name: &String| usable(name).is_some();
    used.extend(names_after(&code, &to_root).into_iter().filter(is_layer));
    used.into_iter().collect()
}

/// Each use of a module that is not in a lower layer.
fn layer_problems(source: &Source) -> Vec<String> {
    let Some(module) = module_of(&source.path) else {
        return Vec::new();
    };
    let Some(usable) = usable(module) else {
        return vec![format!("{}: `{module}` is in no layer", source.path)];
    };
    used_by(source)
        .iter()
        .filter(|used| *used != module && !usable.contains(&used.as_str()))
        .map(|used| format!("{}: `{module}` must not use `{used}`", source.path))
        .collect()
}

/// Each word that only another module may contain.
fn kept_word_problems(source: &Source) -> Vec<String> {
    KEPT_IN
        .iter()
        .filter(|(word, owner)| {
            source.text.contains(word) && module_of(&source.path) != Some(owner)
        })
        .map(|(word, owner)| format!("{}: only `{owner}` may contain `{word}`", source.path))
        .collect()
}

/// A file that does not begin by saying what it is.
fn opening_problem(source: &Source) -> Option<String> {
    // A city's file says in words what its picture shows.
    if source.path.ends_with("/picture.svg") {
        return None;
    }
    let openings: &[&str] = if source.ends_with_one_of(&[".rs"]) {
        &["//! "]
    } else if source.ends_with_one_of(&[".js", ".mjs", ".ts", ".css"]) {
        &["/*", "//"]
    } else if source.ends_with_one_of(&[".html", ".svg"]) {
        &["{#", "<!--"]
    } else {
        return None;
    };
    let opens = openings.iter().any(|opening| source.text.starts_with(opening));
    (!opens).then(|| format!("{}: it opens without saying what it is", source.path))
}

/// Each address in a page's source except SVG's name.
fn address_problems(source: &Source) -> Vec<String> {
    let text = source.text.replace(SVG, "");
    let found = ["http://", "https://"].into_iter().filter(|scheme| text.contains(scheme));
    found.map(|scheme| format!("{}: it contains an address ({scheme}…)", source.path)).collect()
}

fn later_problems(source: &Source) -> Vec<String> {
    let found = LEFT_FOR_LATER.iter().filter(|mark| source.text.contains(*mark));
    found.map(|mark| format!("{}: it leaves something for later ({mark})", source.path)).collect()
}

/// Files that `cargo run --bin edge` writes.
const GENERATED: [&str; 2] = ["www/edge/wire.js", "www/edge/wire-types.d.ts"];

fn length_problem(source: &Source) -> Option<String> {
    let lines = source.text.lines().count();
    // A file of words has a line for each word.
    let is_prose =
        !GENERATED.contains(&source.path.as_str()) && !source.path.starts_with("www/words/");
    (is_prose && lines > MOST_LINES).then(|| format!("{}: {lines} lines are too many", source.path))
}

/// Fails with every problem found in the files of `places`, or if there is no file to look at.
fn assert_none<P>(places: &[&str], problems: impl Fn(&Source) -> P)
where
    P: IntoIterator<Item = String>,
{
    let files: Vec<Source> = places.iter().flat_map(|place| sources(place)).collect();
    assert!(!files.is_empty(), "no file in {places:?}");
    let found: Vec<String> = files.iter().flat_map(problems).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn a_module_uses_only_lower_layers() {
    assert_none(&["src"], layer_problems);
}

#[test]
fn a_library_stays_in_the_module_that_wraps_it() {
    assert_none(&["src"], kept_word_problems);
}

#[test]
fn every_file_says_what_it_is() {
    assert_none(&["src", "www", "tests", "output", "xtask"], opening_problem);
}

#[test]
fn nothing_is_left_for_later() {
    for place in WRITTEN {
        assert_none(&[place], later_problems);
    }
}

#[test]
fn no_file_is_too_long() {
    assert_none(&["src", "www"], length_problem);
}

#[test]
fn the_page_contains_no_address() {
    assert_none(&["www"], address_problems);
}

/// A file as it might be in `src/`.
fn planted(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

#[test]
fn a_planted_use_of_a_higher_layer_is_found() {
    let expected = vec!["src/amount.rs: `amount` must not use `wire`".to_owned()];
    for text in [
        "use crate::wire::Answer;",
        "use crate::{wire};",
        "use crate::{\n    amount::{self, Yen},\n    wire::{Answer, Report},\n};",
        "use ::iju_check::wire::Answer;",
        "fn f() -> crate::wire::Answer {}",
        "pub(in crate::wire) fn f() {}",
        "use super::wire::Answer;",
        "use super::{wire::Answer, amount};",
        "let address = \"https://x\"; crate::wire::f();",
    ] {
        assert_eq!(layer_problems(&planted("src/amount.rs", text)), expected, "{text}");
    }
    let inner = planted("src/amount/part.rs", "use super::super::wire;");
    assert_eq!(layer_problems(&inner), ["src/amount/part.rs: `amount` must not use `wire`"]);
}

#[test]
fn a_planted_use_of_the_edge_or_of_authoring_is_found() {
    for (path, text) in [
        ("src/js.rs", "use crate::check;"),
        ("src/wire.rs", "use crate::js;"),
        ("src/page/mod.rs", "use crate::js;"),
        ("src/parse.rs", "use crate::check;"),
        ("src/evaluate.rs", "use crate::parse;"),
        ("src/evaluate.rs", "use crate::Report;"),
        ("src/elsewhere.rs", ""),
    ] {
        assert_eq!(layer_problems(&planted(path, text)).len(), 1, "{path} {text}");
    }
}

#[test]
fn a_use_of_a_lower_layer_is_left_alone() {
    for (path, text) in [
        ("src/possible.rs", "use crate::{amount::Yen, calendar, truth};"),
        ("src/page.rs", "use crate::{check, evaluate, wire};"),
        ("src/js.rs", "use crate::wire;"),
        ("src/check/types.rs", "use super::expression; use crate::check::names;"),
        ("src/check/types.rs", "use super::page;"),
        ("src/amount.rs", "// unlike crate::wire\n/// [`crate::wire`]\nuse core_crate::wire;"),
        ("src/amount.rs", "mod tests { use super::*; use super::Yen; }"),
        ("src/lib.rs", "pub use crate::wire;"),
        ("src/bin/iju.rs", "use iju_check::page;"),
    ] {
        assert_eq!(layer_problems(&planted(path, text)), [""; 0], "{path} {text}");
    }
}

#[test]
fn every_other_planted_problem_is_found() {
    let wrapped = "use rust_decimal::Decimal;";
    assert_eq!(kept_word_problems(&planted("src/evaluate.rs", wrapped)).len(), 1);
    assert_eq!(kept_word_problems(&planted("src/lib.rs", wrapped)).len(), 1);
    assert_eq!(kept_word_problems(&planted("src/amount.rs", wrapped)).len(), 0);
    for (path, text) in [("src/a.rs", "use b;"), ("www/a.css", "a {}"), ("www/a.html", "<p>")] {
        assert!(opening_problem(&planted(path, text)).is_some(), "{path}");
    }
    assert!(opening_problem(&planted("www/a.html", "{# What it is. #}\n<p>")).is_none());
    assert!(opening_problem(&planted("src/a.rs", "//! What it is.\n")).is_none());
    let address = format!("<a href=\"https{}\">", "://example.jp");
    assert_eq!(address_problems(&planted("www/a.html", &address)).len(), 1);
    assert_eq!(address_problems(&planted("www/a.html", SVG)).len(), 0);
    assert_eq!(later_problems(&planted("src/a.rs", concat!("// TO", "DO: x"))).len(), 1);
    assert!(length_problem(&planted("src/a.rs", &"\n".repeat(MOST_LINES))).is_none());
    assert!(
        length_problem(&planted("src/a.rs", &"\n".repeat(MOST_LINES.saturating_add(1)))).is_some()
    );
}
