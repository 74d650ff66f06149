//! The licence notices of everything that the published pages contain: the crates in the engine, the standard
//! library, the npm packages in the scripts, and the design system.
//! It judges no licence, and it leaves out tools that put none of their own code into a page.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::{CargoOpt, Metadata, MetadataCommand};
use minijinja::{Environment, UndefinedBehavior, context};
use serde_json::Value;

use crate::bundle::INPUTS;
use crate::engine::ask_rustc;
use crate::workspace::{Failure, Workspace, capture, files_below, step};

/// The notices as one text file, which every city's archive contains.
pub(crate) const FILE: &str = "LICENCES.txt";
/// The same notices as a page.
const PAGE: &str = "index.html";
/// The folder of both in `dist/`.
const FOLDER: &str = "licences";
/// The templates of both.
const TEMPLATES: &str = "www/licences";
/// Licence texts that no installed package carries, each named after its work.
const STORED: &str = "www/licences/texts";

const TARGET: &str = "wasm32-unknown-unknown";
/// Works that neither Cargo nor npm installs: the name of the stored text, the title, and the licence.
const UNPACKAGED: [(&str, &str, &str); 2] = [
    ("digital-agency-design-system", "Digital Agency Design System", "MIT"),
    (STANDARD_LIBRARY, "Rust standard library", "MIT AND Unicode-3.0"),
];
const STANDARD_LIBRARY: &str = "rust-standard-library";

/// A work that a page contains, and the texts that its licence asks to pass on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Work {
    /// The name, with the version if it has one.
    title: String,
    /// The licence as the work states it, most often an SPDX expression.
    licence: String,
    texts: Vec<String>,
}

/// A licence text, with the titles of all works that carry it.
#[derive(Debug, PartialEq, Eq)]
struct Notice {
    titles: Vec<String>,
    body: String,
}

/// The stored licence texts that no work has taken yet, by the names of their files without `.txt`.
type Stored = BTreeMap<String, String>;

/// Where the notices are written for the archives.
pub(crate) fn notices(workspace: &Workspace) -> PathBuf {
    workspace.dist().join(FOLDER).join(FILE)
}

/// Writes the notices as a page and as a text file.
///
/// # Errors
///
/// Fails with the name of a package that has no licence text, and with the name of a stored text that no work needs.
pub(crate) fn write(workspace: &Workspace) -> Result<(), Failure> {
    step("licences: the notices of what the pages contain");
    let mut stored = stored_texts(workspace)?;
    let mut works = crates(workspace, &mut stored)?;
    works.extend(npm_packages(workspace, &mut stored)?);
    works.extend(unpackaged(workspace, &mut stored)?);
    if let Some(name) = stored.keys().next() {
        let path = workspace.root().join(STORED).join(format!("{name}.txt"));
        return Err(Failure::at(&path, "no page contains this work: remove its licence text"));
    }
    works.sort();
    render(workspace, &works)
}

fn render(workspace: &Workspace, works: &[Work]) -> Result<(), Failure> {
    let contents = contents(works);
    let folder = workspace.dist().join(FOLDER);
    fs::create_dir_all(&folder).map_err(|cause| Failure::at(&folder, cause))?;
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    for name in [PAGE, FILE] {
        let template = workspace.root().join(TEMPLATES).join(name);
        let mut written = templates
            .render_named_str(name, &read_text(&template)?, &contents)
            .map_err(|cause| Failure::at(&template, cause))?;
        // The engine of the templates drops the line break at the end of a file.
        written.push('\n');
        let path = folder.join(name);
        fs::write(&path, written).map_err(|cause| Failure::at(&path, cause))?;
    }
    Ok(())
}

/// What the templates show.
fn contents(works: &[Work]) -> minijinja::Value {
    let listed: Vec<_> = works
        .iter()
        .map(|work| context! { title => &work.title, licence => &work.licence })
        .collect();
    let texts: Vec<_> = by_text(works)
        .iter()
        .map(|notice| context! { titles => &notice.titles, body => &notice.body })
        .collect();
    context! { works => listed, texts => texts }
}

/// Each text once, in the order of the works, whatever its line breaks are.
fn by_text(works: &[Work]) -> Vec<Notice> {
    let mut notices: Vec<Notice> = Vec::new();
    let mut places: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    for work in works {
        for text in &work.texts {
            let place = *places.entry(text.split_whitespace().collect()).or_insert(notices.len());
            match notices.get_mut(place) {
                Some(notice) => notice.titles.push(work.title.clone()),
                None => {
                    let titles = vec![work.title.clone()];
                    notices.push(Notice { titles, body: text.clone() });
                }
            }
        }
    }
    notices
}

/// The crates whose code is linked into the engine, this project's own among them.
fn crates(workspace: &Workspace, stored: &mut Stored) -> Result<Vec<Work>, Failure> {
    let packages = metadata(workspace)?.packages;
    linked(workspace)?
        .into_iter()
        .map(|(name, version)| {
            let package = packages
                .iter()
                .find(|package| *package.name == name && package.version.to_string() == version)
                .ok_or_else(|| Failure::new(format!("`cargo metadata` omits {name} {version}")))?;
            let folder = package.manifest_path.parent().map_or(Path::new(""), AsRef::as_ref);
            packaged(&name, &version, package.license.as_deref(), folder, stored)
        })
        .collect()
}

/// The names and versions of the linked crates. `cargo metadata` cannot tell them: it also resolves the optional
/// dependencies of dependencies that nothing turns on.
fn linked(workspace: &Workspace) -> Result<BTreeSet<(String, String)>, Failure> {
    let mut tree = workspace.cargo();
    tree.args(["tree", "--locked", "--package", "iju-check", "--no-default-features"])
        .args(["--target", TARGET, "--edges", "normal,no-proc-macro"])
        .args(["--prefix", "none", "--format", "{p}"]);
    let lines = String::from_utf8(capture(&mut tree)?)
        .map_err(|cause| Failure::new(format!("`cargo tree`: {cause}")))?;
    let crates = lines.lines().map(|line| {
        let (name, rest) = line.split_once(" v").unwrap_or((line, ""));
        let version = rest.split(' ').next().unwrap_or_default();
        (name.to_owned(), version.to_owned())
    });
    Ok(crates.collect())
}

fn metadata(workspace: &Workspace) -> Result<Metadata, Failure> {
    MetadataCommand::new()
        .current_dir(workspace.root())
        .features(CargoOpt::NoDefaultFeatures)
        .other_options(["--locked", "--filter-platform", TARGET].map(str::to_owned))
        .exec()
        .map_err(|cause| Failure::new(format!("`cargo metadata`: {cause}")))
}

/// The npm packages that esbuild put into a bundle.
fn npm_packages(workspace: &Workspace, stored: &mut Stored) -> Result<Vec<Work>, Failure> {
    let mut folders = BTreeSet::new();
    let mut files = files_below(&workspace.parts())?;
    files.retain(|file| file.to_string_lossy().ends_with(INPUTS));
    for file in &files {
        let inputs = read_json(file)?;
        folders.extend(package_folders(&inputs));
    }
    if files.is_empty() {
        return Err(Failure::at(&workspace.parts(), "no list of what went into a bundle"));
    }
    folders
        .iter()
        .map(|folder| {
            let folder = workspace.root().join(folder);
            let manifest = read_json(&folder.join("package.json"))?;
            let text = |key| manifest.get(key).and_then(Value::as_str);
            let name = text("name").unwrap_or_default();
            packaged(name, text("version").unwrap_or_default(), text("license"), &folder, stored)
        })
        .collect()
}

/// The folders of the packages in esbuild's list of inputs, as paths from the workspace.
fn package_folders(inputs: &Value) -> BTreeSet<String> {
    const INSTALLED: &str = "node_modules/";
    let files = inputs.get("inputs").and_then(Value::as_object);
    let folder = |file: &String| {
        let (before, inside) = file.rsplit_once(INSTALLED)?;
        // A scope is part of the name: @scope/name.
        let parts = if inside.starts_with('@') { 2 } else { 1 };
        let name: Vec<&str> = inside.split('/').take(parts).collect();
        Some(format!("{before}{INSTALLED}{}", name.join("/")))
    };
    files.into_iter().flat_map(|files| files.keys()).filter_map(folder).collect()
}

/// The works whose texts are all stored here.
fn unpackaged(workspace: &Workspace, stored: &mut Stored) -> Result<Vec<Work>, Failure> {
    let mut works = Vec::new();
    for (name, title, licence) in UNPACKAGED {
        let text = stored.remove(name).ok_or_else(|| no_text(title, STORED))?;
        if name == STANDARD_LIBRARY {
            let crates = standard_library_crates(workspace)?;
            if let Some(missing) = unnamed(&crates, &text) {
                return Err(no_text(&format!("`{missing}` of the {title}"), STORED));
            }
        }
        works.push(Work {
            title: title.to_owned(),
            licence: licence.to_owned(),
            texts: vec![text],
        });
    }
    Ok(works)
}

/// The crates of the standard library that the toolchain has for the engine's target.
fn standard_library_crates(workspace: &Workspace) -> Result<BTreeSet<String>, Failure> {
    let sysroot = ask_rustc(workspace, "--print=sysroot")?;
    let folder = Path::new(sysroot.trim_end()).join("lib/rustlib").join(TARGET).join("lib");
    let crates: BTreeSet<String> = files_below(&folder)?
        .iter()
        .filter_map(|file| file.file_name()?.to_str()?.strip_prefix("lib")?.strip_suffix(".rlib"))
        .map(|name| name.rsplit_once('-').map_or(name, |(name, _)| name).to_owned())
        .collect();
    if crates.is_empty() {
        return Err(Failure::at(&folder, "the standard library is not installed"));
    }
    Ok(crates)
}

/// The first crate that a text does not name.
fn unnamed<'a>(crates: &'a BTreeSet<String>, text: &str) -> Option<&'a String> {
    let is_apart = |character: char| !character.is_alphanumeric() && character != '_';
    let words: BTreeSet<&str> = text.split(is_apart).collect();
    crates.iter().find(|name| !words.contains(name.as_str()))
}

/// An installed package with the licence texts in its folder, or with the one stored for just this version.
fn packaged(
    name: &str,
    version: &str,
    licence: Option<&str>,
    folder: &Path,
    stored: &mut Stored,
) -> Result<Work, Failure> {
    let title = format!("{name} {version}");
    let mut texts = texts_in(folder)?;
    if texts.is_empty() {
        texts.extend(stored.remove(&format!("{name}-{version}")));
    }
    if texts.is_empty() {
        return Err(no_text(&title, &folder.to_string_lossy()));
    }
    Ok(Work { title, licence: licence.unwrap_or("its own licence, below").to_owned(), texts })
}

fn no_text(title: &str, place: &str) -> Failure {
    Failure::new(format!(
        "{title} is shipped, and {place} has no licence text for it: store the text in {STORED}/"
    ))
}

/// The licence texts directly in a folder, in the order of their names.
fn texts_in(folder: &Path) -> Result<Vec<String>, Failure> {
    const BEGINNINGS: [&str; 5] = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"];
    let entries = fs::read_dir(folder).map_err(|cause| Failure::at(folder, cause))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|cause| Failure::at(folder, cause))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_uppercase();
        if path.is_file() && BEGINNINGS.iter().any(|beginning| name.starts_with(beginning)) {
            files.push(path);
        }
    }
    files.sort();
    files.iter().map(|file| Ok(tidied(&read_text(file)?))).collect()
}

fn stored_texts(workspace: &Workspace) -> Result<Stored, Failure> {
    let files = files_below(&workspace.root().join(STORED))?;
    let named = |file: &PathBuf| {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok((name, tidied(&read_text(file)?)))
    };
    files.iter().map(named).collect()
}

/// A text without the spaces at the ends of its lines, and without empty lines around it.
fn tidied(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

fn read_text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|cause| Failure::at(path, cause))
}

fn read_json(path: &Path) -> Result<Value, Failure> {
    serde_json::from_str(&read_text(path)?).map_err(|cause| Failure::at(path, cause))
}

#[cfg(test)]
mod tests {
    use cargo_metadata::{Dependency, DependencyKind};

    use super::*;

    #[test]
    fn every_crate_in_the_engine_has_a_notice() {
        let workspace = Workspace::find().unwrap();
        let works = crates(&workspace, &mut stored_texts(&workspace).unwrap()).unwrap();
        let has = |name: &str| works.iter().any(|work| work.title.starts_with(&format!("{name} ")));
        let metadata = metadata(&workspace).unwrap();
        let wanted = |dependency: &&Dependency| {
            let target = dependency.target.as_ref().map(ToString::to_string);
            !dependency.optional
                && dependency.kind == DependencyKind::Normal
                && target.is_none_or(|target| target.contains("wasm32"))
        };
        let mut direct = metadata.root_package().unwrap().dependencies.iter().filter(wanted);
        assert!(direct.clone().count() > 2, "{direct:?}");
        assert!(direct.all(|dependency| has(&dependency.name)), "{works:?}");
        // Two dependencies of dependencies, a macro that runs at build time, and what only this folder uses.
        assert!(has("serde_core") && has("wasm-bindgen-shared"), "{works:?}");
        assert!(!has("serde_derive") && !has("xtask") && !has("minijinja"), "{works:?}");
        assert!(works.iter().all(|work| !work.texts.is_empty()), "{works:?}");
    }

    #[test]
    fn every_crate_of_the_standard_library_is_named() {
        let workspace = Workspace::find().unwrap();
        let crates = standard_library_crates(&workspace).unwrap();
        assert!(crates.contains("core") && crates.contains("std"), "{crates:?}");
        let text = stored_texts(&workspace).unwrap().remove(STANDARD_LIBRARY).unwrap();
        assert_eq!(unnamed(&crates, &text), None);
    }

    #[test]
    fn a_crate_that_a_text_does_not_name_is_found() {
        let crates = BTreeSet::from(["core".to_owned(), "std_detect".to_owned()]);
        assert_eq!(unnamed(&crates, "core, std_detect\n").map(String::as_str), None);
        assert_eq!(unnamed(&crates, "core, std").map(String::as_str), Some("std_detect"));
    }

    #[test]
    fn a_package_without_a_licence_text_is_named() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let failure = packaged("bare", "1.0.0", None, folder, &mut Stored::new()).unwrap_err();
        assert!(failure.to_string().starts_with("bare 1.0.0 is shipped, and "), "{failure}");
    }

    #[test]
    fn a_stored_text_serves_only_its_own_version() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut stored = Stored::from([("bare-1.0.0".to_owned(), "text".to_owned())]);
        assert!(packaged("bare", "1.0.1", None, folder, &mut stored).is_err());
        let work = packaged("bare", "1.0.0", Some("MIT"), folder, &mut stored).unwrap();
        assert_eq!(work.texts, ["text"]);
        assert!(stored.is_empty());
    }

    #[test]
    fn bundled_packages_are_found_by_their_folders() {
        let inputs = serde_json::json!({ "inputs": {
            "www/app/main.js": {},
            "node_modules/plain/a.mjs": {},
            "node_modules/plain/b.mjs": {},
            "../x/node_modules/@scope/name/lib/c.js": {},
            "node_modules/plain/node_modules/inner/d.js": {},
        }});
        let expected = [
            "../x/node_modules/@scope/name",
            "node_modules/plain",
            "node_modules/plain/node_modules/inner",
        ];
        assert_eq!(package_folders(&inputs), expected.map(str::to_owned).into());
    }

    #[test]
    fn the_same_text_is_given_once_however_its_lines_break() {
        let work = |title: &str, text: &str| Work {
            title: title.to_owned(),
            licence: "MIT".to_owned(),
            texts: vec![text.to_owned()],
        };
        let notices = by_text(&[work("a", "one\ntwo"), work("b", "other"), work("c", "one two")]);
        let titles: Vec<&[String]> = notices.iter().map(|notice| &notice.titles[..]).collect();
        assert_eq!(titles, [&["a".to_owned(), "c".to_owned()][..], &["b".to_owned()][..]]);
    }
}
