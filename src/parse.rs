//! Reads a folder of rule files into the source tree and reports every file of the wrong shape. It
//! does not look names up; `check` does.
//!
//! The files of this module form layers. Each uses only those before it:
//!
//! 1. `files` (what is opened), `characters` (which are refused), `expression` (the grammar of one
//!    line)
//! 2. `reader` (YAML nodes by shape)
//! 3. `address` (what becomes a link), `forms` (every form of an expression), `steps` (what is done to an
//!    amount)
//! 4. `facts`, `programme`, `examples` (one kind of file each)
//! 5. `year` (a year's own file), `city`
//! 6. this file (folders)

mod address;
mod characters;
mod city;
mod examples;
mod expression;
mod facts;
mod files;
mod forms;
mod programme;
mod reader;
mod steps;
mod year;

use crate::diagnostic::{Diagnostic, Diagnostics, Files, Place};
use crate::source::{City, Example, Rules, Word, WordsFile, Year};
use files::{Found, at};
use reader::{Map, Reader, is_id};
use std::fs;
use std::path::{Path, PathBuf};

pub use files::ReadError;

/// Reads every rule file below a folder.
///
/// # Errors
/// If a file or folder cannot be read; problems inside files are diagnostics.
pub fn parse(
    folder: &Path,
    files: &mut Files,
    problems: &mut Diagnostics,
) -> Result<Rules, ReadError> {
    let mut loader = Loader::new(folder, files, problems)?;
    let facts::FactsFile { topics, facts, together, roles } =
        loader.file(&folder.join("facts.yaml"), facts::facts_file)?;
    let mut cities = Vec::new();
    for path in folders(folder)? {
        cities.extend(loader.city(&path)?);
    }
    Ok(Rules { topics, facts, together, roles, cities })
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
    let mut loader = Loader::new(folder, files, problems)?;
    let mut found = Vec::new();
    for city in folders(folder)?.into_iter().filter(|city| is_id(&name_of(city))) {
        for year in folders(&city)? {
            let examples = year.join("examples");
            // A folder with another name than a year is reported with its rulebook.
            let fiscal_year = name_of(&year).parse().unwrap_or_default();
            for path in if examples.is_dir() { entries(&examples)? } else { Vec::new() } {
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
    let mut loader = Loader::new(folder, files, problems)?;
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

/// The folders in a folder, by name.
fn folders(folder: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let mut found = entries(folder)?;
    found.retain(|path| path.is_dir());
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
    /// The folder to stay in, without links.
    root: PathBuf,
    files: &'a mut Files,
    problems: &'a mut Diagnostics,
}

impl<'a> Loader<'a> {
    fn new(
        folder: &Path,
        files: &'a mut Files,
        problems: &'a mut Diagnostics,
    ) -> Result<Loader<'a>, ReadError> {
        let root = folder.canonicalize().map_err(at(folder))?;
        Ok(Loader { root, files, problems })
    }

    /// Reads one file. `read` gets no map if the file has none.
    fn file<T>(
        &mut self,
        path: &Path,
        read: impl Fn(&mut Reader<'_>, Option<&mut Map<'_>>) -> T,
    ) -> Result<T, ReadError> {
        let before = self.problems.len();
        let (file, text) = self.text(path)?;
        let mut reader = Reader { file, text: &text, problems: self.problems, source: None };
        let is_comment = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
        if reader.problems.len() > before {
            return Ok(read(&mut reader, None));
        }
        if text.lines().all(is_comment) {
            let place = Place { file, line: 1, column: 1, length: 1 };
            reader.problem(place, "empty-file", "the file says nothing, expected a map of keys");
            return Ok(read(&mut reader, None));
        }
        reader.refuse_half_width_kana();
        let root = reader.root();
        let mut map = root.as_ref().and_then(|root| reader.map(root));
        let found = read(&mut reader, map.as_mut());
        if let Some(map) = map {
            reader.finish(map);
        }
        let advised = |problem: &&mut Diagnostic| !matches!(problem.code, "character" | "yaml");
        for problem in self.problems.since(before).iter_mut().filter(advised) {
            let advice = characters::advice(&self.files.meant(problem.place));
            problem.help = advice.or(problem.help.take());
        }
        Ok(found)
    }

    /// A file's index and text. If the file is refused, the text is empty and there is a problem.
    fn text(&mut self, path: &Path) -> Result<(usize, String), ReadError> {
        let before = self.problems.len();
        let (file, text) = match files::read(path, &self.root)? {
            Found::Text(text) => (self.files.add(path.to_owned(), text.clone()), text),
            Found::NotOpened(why, help) => {
                (self.problem_of(path, "file", why, help), String::new())
            }
            Found::NotText { shown, before, why, help } => {
                let file = self.files.add(path.to_owned(), shown);
                let last = before.rsplit('\n').next().unwrap_or_default();
                let (line, column) = (before.split('\n').count(), last.chars().count());
                let place = Place { file, line, column: column.saturating_add(1), length: 1 };
                self.problems.add_with_help(place, "encoding", why, Some(help.to_owned()));
                (file, String::new())
            }
        };
        for (at, line) in text.split('\n').enumerate() {
            if let Some(fault) = characters::control(line) {
                fault.report(file, at, self.problems);
            }
        }
        Ok((file, if self.problems.len() > before { String::new() } else { text }))
    }

    /// Adds a problem of a file or folder as a whole, and gives its index.
    fn problem_of(
        &mut self,
        path: &Path,
        code: &'static str,
        message: impl Into<String>,
        help: &str,
    ) -> usize {
        let file = self.files.add(path.to_owned(), String::new());
        let place = Place { file, line: 1, column: 1, length: 1 };
        self.problems.add_with_help(place, code, message, Some(help.to_owned()));
        file
    }

    fn city(&mut self, folder: &Path) -> Result<Option<City>, ReadError> {
        let name = name_of(folder);
        if !is_id(&name) {
            let message = "a city's folder has the city's id as its name: expected lower-case \
                           letters, digits and `_`, after a letter";
            self.problem_of(folder, "id", message, "rename the folder, or move it elsewhere");
            return Ok(None);
        }
        let read = |reader: &mut Reader<'_>, map: Option<&mut Map<'_>>| {
            map.map(|map| city::city_file(reader, map, name_of(folder)))
        };
        let Some(mut city) = self.file(&folder.join("city.yaml"), read)? else {
            return Ok(None);
        };
        self.picture(folder, &mut city)?;
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

    /// Reads the picture of a city, which has its description in `city.yaml`.
    fn picture(&mut self, folder: &Path, city: &mut City) -> Result<(), ReadError> {
        let path = folder.join("picture.svg");
        match (&mut city.picture, path.symlink_metadata().is_ok()) {
            (Some(picture), true) => {
                let (file, svg) = self.text(&path)?;
                picture.place = Place { file, line: 1, column: 1, length: 1 };
                picture.svg = svg;
            }
            (Some(picture), false) => {
                let message = "there is no file `picture.svg` beside this one";
                self.problems.add(picture.says.place, "missing-file", message);
            }
            (None, true) => {
                let message = "the picture has no description";
                let help = "say in `city.yaml` what it shows, as `picture`, in every language";
                self.problem_of(&path, "picture", message, help);
            }
            (None, false) => {}
        }
        Ok(())
    }

    fn year(&mut self, folder: &Path) -> Result<Option<Year>, ReadError> {
        let read = |reader: &mut Reader<'_>, map: Option<&mut Map<'_>>| {
            map.map(|map| year::year_file(reader, map))
        };
        let Some((mut year, programmes)) = self.file(&folder.join("rulebook.yaml"), read)? else {
            return Ok(None);
        };
        let fiscal_year = year.fiscal_year;
        for (at, id) in programmes.iter().enumerate() {
            let earlier = programmes.get(..at).unwrap_or_default();
            if earlier.iter().any(|known| known.text == id.text) {
                let message = format!("the programme `{}` is listed a second time", id.text);
                self.problems.add(id.place, "duplicate-id", message);
                continue;
            }
            if !is_id(&id.text) {
                continue;
            }
            let path = folder.join(format!("{}.yaml", id.text));
            if path.symlink_metadata().is_err() {
                let message = format!("there is no file `{}.yaml` for this programme", id.text);
                self.problems.add(id.place, "missing-file", message);
                continue;
            }
            let read = |reader: &mut Reader<'_>, map: Option<&mut Map<'_>>| {
                map.and_then(|map| programme::programme(reader, map, id.clone(), fiscal_year))
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
