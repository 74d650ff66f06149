//! Reads a folder of rule files into the source tree and reports every file of the wrong shape. It
//! does not look names up; `check` does.
//!
//! The tree holds only what could be read whole, so that one slip is reported once: a file with a
//! problem is left out of it, with what stands in files that depend on it. The tree says what it lacks.
//!
//! The files of this module form layers. Each uses only those before it:
//!
//! 1. `stock` (texts that the checker adds), `files` (what is opened), `characters` (which are refused), `number` (how numbers are written),
//!    `expression` (the grammar of one line)
//! 2. `reader` (YAML nodes by shape)
//! 3. `loader` (one file after another), `address` (what becomes a link), `forms` (every form of an expression), `steps`
//!    (what is done to an amount)
//! 4. `members` (short forms in examples), `facts`, `programme`, `examples` (one kind of file each), `dated_lists` (of a framework)
//! 5. `uses` (how a programme uses a framework), `year` (a year's own file), `city`
//! 6. `library`, `framework`, `city_folder` (the files of one city)
//! 7. this file (folders)

mod address;
mod characters;
mod city;
mod city_folder;
mod dated_lists;
mod examples;
mod expression;
mod facts;
mod files;
mod forms;
mod framework;
mod library;
mod loader;
mod members;
mod number;
mod programme;
mod reader;
mod steps;
mod stock;
mod uses;
mod year;

use crate::diagnostic::{Diagnostics, Files};
use crate::source::{City, Example, Framework, Library, Rules, SharedRules, WordsFile};
use files::at;
use loader::{Loader, entries, folders, name_of};
use rayon::prelude::*;
use reader::{Map, Reader, is_id};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use city_folder::{CityFiles, CityFolder};
pub use files::ReadError;
pub use stock::{StockReading, stock_reading};

/// Reads every rule file below a folder, and no examples. There are no rules if the questions cannot be read whole,
/// because no other name has a meaning without them.
///
/// # Errors
/// If a file or folder cannot be read; problems inside files are diagnostics.
pub fn parse(
    folder: &Path,
    files: &mut Files,
    problems: &mut Diagnostics,
) -> Result<Option<Rules>, ReadError> {
    let shared = parse_shared(folder, files, problems)?;
    let (mut cities, mut is_whole) = (Vec::new(), true);
    for city in city_folders(folder)? {
        let found = city.read_rules()?;
        is_whole &= found.city.as_ref().is_some_and(City::is_whole);
        cities.extend(found.city);
        files.append(found.files);
        problems.append(found.problems);
    }
    Ok(shared.map(|shared| {
        let is_whole = is_whole && shared.is_whole;
        Rules { shared, cities, is_whole }
    }))
}

/// Reads the rules that all cities share. There are none if the questions cannot be read whole.
///
/// # Errors
/// If a file or folder cannot be read; problems inside files are diagnostics.
pub fn parse_shared(
    folder: &Path,
    files: &mut Files,
    problems: &mut Diagnostics,
) -> Result<Option<SharedRules>, ReadError> {
    let root = folder.canonicalize().map_err(at(folder))?;
    let mut loader = Loader::new(&root, files, problems);
    let questions = loader.file(&folder.join("facts.yaml"), |reader, map| {
        map.map(|map| facts::facts_file(reader, map))
    })?;
    let (library, has_library) = loader.library(&folder.join(LIBRARY))?;
    let (frameworks, has_all_frameworks) = loader.frameworks(&folder.join(FRAMEWORKS))?;
    let is_whole = has_library && has_all_frameworks;
    let questions = questions.whole();
    Ok(questions.map(|facts::FactsFile { topics, facts, together, roles }| SharedRules {
        topics,
        facts,
        together,
        roles,
        frameworks,
        library,
        is_whole,
    }))
}

/// The file of the library, beside that of the questions.
const LIBRARY: &str = "library.yaml";

/// The folder of the frameworks. So no city can have this name.
const FRAMEWORKS: &str = "frameworks";

/// The folders of the cities, by name.
fn paths_of_cities(folder: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let mut found = folders(folder)?;
    found.retain(|path| name_of(path) != FRAMEWORKS);
    Ok(found)
}

/// Opens the folder of every city, by name, and reads the city's own file. What is wrong with the rules of all cities
/// is reported before what is wrong with their examples.
///
/// # Errors
/// If a file or folder cannot be read; problems inside files are diagnostics.
pub fn city_folders(folder: &Path) -> Result<Vec<CityFolder>, ReadError> {
    let root: Arc<Path> = folder.canonicalize().map_err(at(folder))?.into();
    let paths = paths_of_cities(folder)?;
    let count = paths.len();
    let opened = paths.into_par_iter().enumerate().map(|(at, path)| {
        // The first part has the rules that all cities share.
        let of_rules = at.saturating_add(1);
        let parts = (of_rules, of_rules.saturating_add(count));
        CityFolder::open(path, Arc::clone(&root), parts)
    });
    let opened: Vec<_> = opened.collect();
    opened.into_iter().collect()
}

/// Reads the worked examples of every city's years: the city's id and its examples, one pair for each
/// file that can be read whole.
///
/// # Errors
/// If a file or folder cannot be read; problems inside files are diagnostics.
pub fn parse_examples(
    folder: &Path,
    files: &mut Files,
    problems: &mut Diagnostics,
) -> Result<Vec<(String, Vec<Example>)>, ReadError> {
    let root = folder.canonicalize().map_err(at(folder))?;
    let mut loader = Loader::new(&root, files, problems);
    let mut found = Vec::new();
    for city in paths_of_cities(folder)?.into_iter().filter(|city| is_id(&name_of(city))) {
        let of_files = loader.examples(&city)?.into_iter();
        found.extend(of_files.map(|examples| (name_of(&city), examples)));
    }
    Ok(found)
}

/// Reads the words of the pages: a file for each language.
///
/// # Errors
/// If a file or folder cannot be read; problems inside files are diagnostics.
pub fn parse_words(
    folder: &Path,
    files: &mut Files,
    problems: &mut Diagnostics,
) -> Result<Vec<WordsFile>, ReadError> {
    let root = folder.canonicalize().map_err(at(folder))?;
    let mut loader = Loader::new(&root, files, problems);
    let mut found = Vec::new();
    for path in entries(folder)? {
        let name = name_of(&path);
        let Some(language) = name.strip_suffix(".yaml").filter(|language| is_id(language)) else {
            let message = "the words of a language are in a file `<language>.yaml`, whose name is \
                           lower-case letters, digits and `_`";
            loader.problem_of(&path, "file-name", message, "rename it, or remove it");
            continue;
        };
        let read = |reader: &mut Reader<'_>, map: Option<&mut Map<'_>>| {
            map.map(|map| words_file(reader, map, language.to_owned()))
        };
        found.extend(loader.file(&path, read)?.found);
    }
    Ok(found)
}

fn words_file(reader: &mut Reader<'_>, map: &mut Map<'_>, language: String) -> WordsFile {
    let place = map.place;
    let has_kanji = reader.required(map, "kanji");
    let has_kanji = reader.yes_no(has_kanji);
    let page = reader.required(map, "page");
    let page = reader.words(page);
    let script = reader.required(map, "script");
    let script = reader.words(script);
    let slots = map.take("slots");
    let slots = reader.words(slots);
    WordsFile { language, place, has_kanji, page, script, slots }
}

/// The fiscal year with which the name of a framework's version begins.
fn year_of_version(version: &str) -> Option<i16> {
    let (year, rest) = version.split_once('_').map_or((version, None), |(a, b)| (a, Some(b)));
    let is_year = year.len() == 4 && year.bytes().all(|one| one.is_ascii_digit());
    year.parse().ok().filter(|_| is_year && rest.is_none_or(is_id))
}

impl Loader<'_> {
    /// Reads the library, if there is one. Says whether it could be read.
    fn library(&mut self, path: &Path) -> Result<(Library, bool), ReadError> {
        if path.symlink_metadata().is_err() {
            return Ok((Library::default(), true));
        }
        let read = self.file(path, |reader, map| map.map(|map| library::library_file(reader, map)));
        let found = read?.whole();
        let is_whole = found.is_some();
        Ok((found.unwrap_or_default(), is_whole))
    }

    /// Reads the frameworks: a folder for each, with a file for each version. Says whether all could be read.
    fn frameworks(&mut self, folder: &Path) -> Result<(Vec<Framework>, bool), ReadError> {
        let before = self.problems.len();
        let mut found = Vec::new();
        for folder in if folder.is_dir() { entries(folder)? } else { Vec::new() } {
            let id = name_of(&folder);
            if !folder.is_dir() || !is_id(&id) {
                let message = "a framework is a folder whose name is lower-case letters, digits and \
                               `_`, after a letter";
                self.problem_of(&folder, "file-name", message, "rename it, or move it elsewhere");
                continue;
            }
            for path in entries(&folder)? {
                let name = name_of(&path);
                let version = name.strip_suffix(".yaml").unwrap_or_default();
                let Some(fiscal_year) = year_of_version(version) else {
                    let message = "a version of a framework is a file `<fiscal year>.yaml`, such as \
                                   `2025.yaml` or `2025_october.yaml`";
                    self.problem_of(&path, "file-name", message, "rename it, or move it elsewhere");
                    continue;
                };
                let id = format!("{id}/{version}");
                let read = |reader: &mut Reader<'_>, map: Option<&mut Map<'_>>| {
                    map.and_then(|map| {
                        framework::framework_file(reader, map, id.clone(), fiscal_year)
                    })
                };
                found.extend(self.file(&path, read)?.whole());
            }
        }
        Ok((found, self.problems.len() == before))
    }
}
