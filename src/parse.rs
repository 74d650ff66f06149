//! Reads a folder of rule files into the source tree and reports every file of the wrong shape. It
//! does not look names up; `check` does.
//!
//! The files of this module form layers. Each uses only those before it:
//!
//! 1. `expression` (the grammar of one line), `reader` (YAML nodes by shape)
//! 2. `forms` (every form of an expression)
//! 3. `steps` (what is done to an amount)
//! 4. `facts`, `programme`, `examples` (one kind of file each)
//! 5. `year` (a year's own file), `city`
//! 6. this file (folders)

mod city;
mod examples;
mod expression;
mod facts;
mod forms;
mod programme;
mod reader;
mod steps;
mod year;

use crate::diagnostic::{Diagnostics, Files, Place};
use crate::source::{City, Example, Rules, Word, WordsFile, Year};
use reader::{Map, Reader};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Reads every rule file below a folder.
///
/// # Errors
/// If a file or folder cannot be read; problems inside files are diagnostics.
pub fn parse(
    folder: &Path,
    files: &mut Files,
    problems: &mut Diagnostics,
) -> Result<Rules, ReadError> {
    let mut loader = Loader { files, problems };
    let (topics, facts) = loader.file(&folder.join("facts.yaml"), facts::facts_file)?;
    let mut cities = Vec::new();
    for path in folders(folder)? {
        cities.extend(loader.city(&path)?);
    }
    Ok(Rules { topics, facts, cities })
}

/// Reads the worked examples of every city's years: the city's id and its examples, one pair a
/// file.
///
/// # Errors
/// If a file or folder cannot be read; problems inside files are diagnostics.
pub fn parse_examples(
    folder: &Path,
    files: &mut Files,
    problems: &mut Diagnostics,
) -> Result<Vec<(String, Vec<Example>)>, ReadError> {
    let mut loader = Loader { files, problems };
    let mut found = Vec::new();
    for city in folders(folder)? {
        for year in folders(&city)? {
            // A folder with another name than a year is reported with its rulebook.
            let fiscal_year = name_of(&year).parse().unwrap_or_default();
            for path in files_in(&year.join("examples"))? {
                let read = |reader: &mut Reader<'_>, map: Option<&mut Map<'_>>| {
                    examples::examples_file(reader, map, fiscal_year)
                };
                found.push((name_of(&city), loader.file(&path, read)?));
            }
        }
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
    let mut loader = Loader { files, problems };
    let mut found = Vec::new();
    for path in entries(folder)? {
        let name = name_of(&path);
        let language = name.strip_suffix(".yaml").unwrap_or(&name);
        let read = |reader: &mut Reader<'_>, map: Option<&mut Map<'_>>| {
            map.map(|map| words_file(reader, map, language.to_owned()))
        };
        found.extend(loader.file(&path, read)?);
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

/// A file or folder that cannot be read.
#[derive(Debug)]
pub struct ReadError {
    path: PathBuf,
    cause: io::Error,
}

impl core::fmt::Display for ReadError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "cannot read {}: {}", self.path.display(), self.cause)
    }
}

impl core::error::Error for ReadError {}

fn at(path: &Path) -> impl Fn(io::Error) -> ReadError {
    let path = path.to_owned();
    move |cause| ReadError { path: path.clone(), cause }
}

/// The folders in a folder, by name.
fn folders(folder: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let mut found = entries(folder)?;
    found.retain(|path| path.is_dir());
    Ok(found)
}

/// The files in a folder, by name; none, if there is no such folder.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let mut found = if folder.is_dir() { entries(folder)? } else { Vec::new() };
    found.retain(|path| path.is_file());
    Ok(found)
}

/// The files and folders in a folder, by name.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        found.push(entry.map_err(at(folder))?.path());
    }
    found.sort();
    Ok(found)
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

struct Loader<'a> {
    files: &'a mut Files,
    problems: &'a mut Diagnostics,
}

impl Loader<'_> {
    /// Reads one file. `read` gets no map if the file has none.
    fn file<T>(
        &mut self,
        path: &Path,
        read: impl Fn(&mut Reader<'_>, Option<&mut Map<'_>>) -> T,
    ) -> Result<T, ReadError> {
        let text = fs::read_to_string(path).map_err(at(path))?;
        let file = self.files.add(path.to_owned(), text.clone());
        let mut reader = Reader { file, text: &text, problems: self.problems };
        let is_comment = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
        if text.lines().all(is_comment) {
            let place = Place { file, line: 1, column: 1, length: 1 };
            reader.problem(place, "empty-file", "the file says nothing, expected a map of keys");
            return Ok(read(&mut reader, None));
        }
        let root = reader.root();
        let mut map = root.as_ref().and_then(|root| reader.map(root));
        let found = read(&mut reader, map.as_mut());
        if let Some(map) = map {
            reader.finish(map);
        }
        Ok(found)
    }

    fn city(&mut self, folder: &Path) -> Result<Option<City>, ReadError> {
        let read = |reader: &mut Reader<'_>, map: Option<&mut Map<'_>>| {
            map.map(|map| city::city_file(reader, map, name_of(folder)))
        };
        let Some(mut city) = self.file(&folder.join("city.yaml"), read)? else {
            return Ok(None);
        };
        for path in folders(folder)? {
            let name = name_of(&path);
            if let Some(year) = self.year(&path)? {
                if name != year.fiscal_year.to_string() {
                    let message = format!(
                        "the folder is called `{name}`, but its fiscal year is {}",
                        year.fiscal_year
                    );
                    self.problems.add(year.place, "folder-name", message);
                }
                city.years.push(year);
            }
        }
        city.years.sort_by_key(|year| year.fiscal_year);
        Ok(Some(city))
    }

    fn year(&mut self, folder: &Path) -> Result<Option<Year>, ReadError> {
        let read = |reader: &mut Reader<'_>, map: Option<&mut Map<'_>>| {
            map.map(|map| year::year_file(reader, map))
        };
        let Some((mut year, programmes)) = self.file(&folder.join("rulebook.yaml"), read)? else {
            return Ok(None);
        };
        for (at, id) in programmes.iter().enumerate() {
            let earlier = programmes.get(..at).unwrap_or_default();
            if earlier.iter().any(|known| known.text == id.text) {
                let message = format!("the programme `{}` is listed a second time", id.text);
                self.problems.add(id.place, "duplicate-id", message);
                continue;
            }
            let path = folder.join(format!("{}.yaml", id.text));
            if !path.is_file() {
                let message = format!("there is no file `{}.yaml` for this programme", id.text);
                self.problems.add(id.place, "missing-file", message);
                continue;
            }
            let read = |reader: &mut Reader<'_>, map: Option<&mut Map<'_>>| {
                map.and_then(|map| programme::programme(reader, map, id.clone()))
            };
            year.programmes.extend(self.file(&path, read)?);
        }
        let place = programmes.first().map_or(year.place, |id| id.place);
        self.stray_files(folder, &programmes, place)?;
        Ok(Some(year))
    }

    fn stray_files(
        &mut self,
        folder: &Path,
        known: &[Word],
        place: Place,
    ) -> Result<(), ReadError> {
        for path in entries(folder)? {
            let name = name_of(&path);
            let stem = name.strip_suffix(".yaml").unwrap_or_default();
            let expected = name == "examples"
                || stem == "rulebook"
                || known.iter().any(|word| word.text == stem);
            if !expected {
                let message = format!("the file `{name}` belongs to no programme of the year");
                let help = Some("list it under `programmes`, or remove it".to_owned());
                self.problems.add_with_help(place, "stray-file", message, help);
            }
        }
        Ok(())
    }
}
