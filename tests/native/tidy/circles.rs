//! Checks that the files of a module use each other in layers, without a circle. `tidy.rs` checks how the
//! modules use each other.

use super::{Source, code, is_word, paths, planted, sources};
use std::collections::{BTreeMap, BTreeSet};

/// A file of `src/` as Rust names its module: `check::lower::calls`.
type Module = Vec<String>;

/// The files that each file uses, in its own top-level module.
type Uses = BTreeMap<Module, BTreeSet<Module>>;

fn module(source: &Source) -> Option<Module> {
    let inner = source.path.strip_prefix("src/")?.strip_suffix(".rs")?;
    let module: Module = inner.split('/').map(str::to_owned).collect();
    (!matches!(module.first().map(String::as_str), Some("lib" | "bin"))).then_some(module)
}

/// Code without the visibilities that name a module: `pub(in crate::check)`.
fn without_visibilities(code: &str) -> String {
    let mut pieces = code.split("pub(in ");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |found, piece| found + piece.split_once(')').map_or(piece, |(_, rest)| rest))
}

/// The paths in a file's code that begin with one of some names.
fn paths_from(code: &str, starts: &[String]) -> Vec<Module> {
    let mut found = Vec::new();
    for start in starts {
        let prefix = format!("{start}::");
        for (at, _) in code.match_indices(&prefix) {
            let (before, tree) = code.split_at(at);
            if !before.ends_with(|character| is_word(character) || character == ':') {
                found.extend(paths(tree));
            }
        }
    }
    found
}

/// The path from the crate's root, for a path in a file of `from`.
fn absolute(from: &Module, path: Module) -> Module {
    let mut base = from.clone();
    let mut rest = Vec::new();
    for name in path {
        match name.as_str() {
            "crate" => base.clear(),
            "super" => drop(base.pop()),
            "self" => {}
            _ => rest.push(name),
        }
    }
    base.extend(rest);
    base
}

/// The files that a file uses in its top-level module. The file of a module contains the files of
/// its folder, so it uses all of them, by their methods if not by their names. They share its
/// private items, so their use of the modules around them does not count.
fn uses(from: &Module, text: &str, modules: &BTreeSet<Module>) -> BTreeSet<Module> {
    let code = without_visibilities(&code(text));
    let is_child = |module: &&Module| module.split_last().is_some_and(|(_, rest)| rest == from);
    let mut found: BTreeSet<Module> = modules.iter().filter(is_child).cloned().collect();
    let mut starts: Vec<String> = ["crate", "super", "self"].map(str::to_owned).to_vec();
    starts.extend(found.iter().filter_map(|child| child.last().cloned()));
    for path in paths_from(&code, &starts) {
        let mut used = absolute(from, path);
        while !used.is_empty() && !modules.contains(&used) {
            used.pop();
        }
        if used.first() == from.first() && !from.starts_with(&used) {
            found.insert(used);
        }
    }
    found
}

/// The circles among files: those that use each other, directly or not, by their top-level module.
fn circles(files: &[Source]) -> Vec<(String, String)> {
    let known: BTreeSet<Module> = files.iter().filter_map(module).collect();
    let uses: Uses = files
        .iter()
        .filter_map(|file| module(file).map(|module| (file, module)))
        .map(|(file, module)| (module.clone(), uses(&module, &file.text, &known)))
        .collect();
    let reached: Uses = known.iter().map(|from| (from.clone(), reached(from, &uses))).collect();
    let mut found = Vec::new();
    let mut done = BTreeSet::new();
    for from in &known {
        let circle = reached[from].iter().filter(|to| reached[*to].contains(from));
        let circle: BTreeSet<&Module> = circle.collect();
        if !circle.is_empty() && done.insert(circle.clone()) {
            let names: Vec<String> = circle.iter().map(|one| one.join("::")).collect();
            found.push((from[0].clone(), format!("a circle: {}", names.join(", "))));
        }
    }
    found
}

/// The files that a file uses, directly or through others.
fn reached(from: &Module, uses: &Uses) -> BTreeSet<Module> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![from];
    while let Some(next) = waiting.pop() {
        for used in &uses[next] {
            if found.insert(used.clone()) {
                waiting.push(used);
            }
        }
    }
    found
}

#[test]
fn the_files_of_a_module_use_each_other_in_layers() {
    let files = sources("src");
    assert!(!files.is_empty());
    let found = circles(&files);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_module_that_lists_its_layers_lists_each_file() {
    let mut lists = 0;
    for file in sources("src") {
        let head: String = file.text.lines().filter(|line| line.starts_with("//!")).collect();
        if !head.contains("layers") && !head.contains("Layers") {
            continue;
        }
        lists += 1;
        let declared =
            file.text.lines().filter_map(|line| line.strip_suffix(';')?.split_once("mod "));
        let listed = |name: &&str| {
            head.split(|one: char| !one.is_alphanumeric() && one != '_').any(|one| one == *name)
        };
        let missing: Vec<&str> =
            declared.map(|(_, name)| name).filter(|name| !listed(name)).collect();
        assert!(missing.is_empty(), "{}: its layers lack {missing:?}", file.path);
    }
    assert!(lists >= 2, "{lists} modules list their layers");
}

#[test]
fn a_planted_circle_is_found() {
    let expected = [("check".to_owned(), "a circle: check::amounts, check::names".to_owned())];
    let names = planted("src/check/names.rs", "use super::amounts;");
    for text in [
        "use super::names::cite;",
        "use super::{lower::Type, names::{self, cite}};",
        "use crate::check::names::cite;",
        "use crate::{check::{lower, names}, truth};",
        "fn f() { super::names::cite(); }",
    ] {
        let amounts = planted("src/check/amounts.rs", text);
        assert_eq!(circles(&[names.clone(), amounts]), expected, "{text}");
    }
}

#[test]
fn a_planted_circle_across_folders_is_found() {
    let files = [
        planted("src/check.rs", "mod lower; mod year; fn f() { year::check(); }"),
        planted("src/check/year.rs", "use super::lower::Lowering;"),
        planted("src/check/lower.rs", "mod calls;"),
        planted("src/check/lower/calls.rs", "use super::super::year;"),
    ];
    let expected = "a circle: check::lower, check::lower::calls, check::year";
    assert_eq!(circles(&files), [("check".to_owned(), expected.to_owned())]);
}

#[test]
fn layers_inside_a_module_are_left_alone() {
    let files = [
        planted("src/check.rs", "mod lower; mod year; fn f() { year::check(); }"),
        planted("src/check/year.rs", "use super::{Checked, lower::Lowering}; // lower uses year"),
        planted("src/check/lower.rs", "mod calls; use super::Checked;\n/// See [`super::year`]"),
        planted("src/check/lower/calls.rs", "use super::Lowering; pub(in crate::check) fn f() {}"),
        planted("src/parse.rs", "use crate::check::year;"),
    ];
    assert_eq!(circles(&files), []);
}
