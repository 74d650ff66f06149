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
//! 3. `address` (what becomes a link), `forms` (every form of an expression), `steps` (what is done to an
//!    amount)
//! 4. `facts`, `programme`, `examples` (one kind of file each), `dated_lists` (of a framework)
//! 5. `uses` (how a programme uses a framework), `year` (a year's own file), `city`
//! 6. `framework`
//! 7. this file (folders)

mod address;
mod characters;
mod city;
mod dated_lists;
mod examples;
mod expression;
mod facts;
mod files;
mod forms;
mod framework;
mod number;
mod programme;
mod reader;
mod steps;
mod stock;
mod uses;
mod year;

use crate::diagnostic::{Diagnostic, Diagnostics, Files, Place};
use crate::source::{
    City, Example, Framework, FrameworkUse, Programme, Rules, Word, WordsFile, Year,
};
use files::{Found, at};
use reader::{Map, Reader, is_id};
use std::fs;
use std::path::{Path, PathBuf};

pub use files::ReadError;
pub use stock::{StockReading, stock_reading};

/// Reads every rule file below a folder. There are no rules if the questions cannot be read whole,
/// because no other name has a meaning without them.
///
/// # Errors
/// If a file or folder cannot be read; problems inside files are diagnostics.
pub fn parse(
    folder: &Path,
    files: &mut Files,
    problems: &mut Diagnostics,
) -> Result<Option<Rules>, ReadError> {
    let mut loader = Loader::new(folder, files, problems)?;
    let questions = loader.file(&folder.join("facts.yaml"), |reader, map| {
        map.map(|map| facts::facts_file(reader, map))
    })?;
    let (frameworks, has_all_frameworks) = loader.frameworks(&folder.join(FRAMEWORKS))?;
    let (mut cities, mut is_whole) = (Vec::new(), has_all_frameworks);
    for path in city_folders(folder)? {
        let city = loader.city(&path)?;
        is_whole &= city.as_ref().is_some_and(City::is_whole);
        cities.extend(city);
    }
    let questions = questions.whole();
    Ok(questions.map(|facts::FactsFile { topics, facts, together, roles }| Rules {
        topics,
        facts,
        together,
        roles,
        frameworks,
        has_all_frameworks,
        cities,
        is_whole,
    }))
}

/// The folder of the frameworks. So no city can have this name.
const FRAMEWORKS: &str = "frameworks";

/// The folders of the cities, by name.
fn city_folders(folder: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let mut found = folders(folder)?;
    found.retain(|path| name_of(path) != FRAMEWORKS);
    Ok(found)
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
    let mut loader = Loader::new(folder, files, problems)?;
    let mut found = Vec::new();
    for city in city_folders(folder)?.into_iter().filter(|city| is_id(&name_of(city))) {
        for year in folders(&city)? {
            let examples = year.join("examples");
            // A folder with another name than a year is reported with its rulebook.
            let fiscal_year = name_of(&year).parse().unwrap_or_default();
            for path in if examples.is_dir() { entries(&examples)? } else { Vec::new() } {
                let read = |reader: &mut Reader<'_>, map: Option<&mut Map<'_>>| {
                    map.map(|map| examples::examples_file(reader, map, fiscal_year))
                };
                let examples = loader.file(&path, read)?.whole();
                found.extend(examples.map(|examples| (name_of(&city), examples)));
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

/// The id of the programme that a file holds by its name, if it can hold one.
fn programme_in(path: &Path) -> Option<Word> {
    let name = name_of(path);
    let text = name.strip_suffix(".yaml").filter(|stem| is_id(stem) && *stem != "rulebook")?;
    let place = Place { file: 0, line: 1, column: 1, length: 1 };
    Some(Word { text: text.to_owned(), place })
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// The fiscal year with which the name of a framework's version begins.
fn year_of_version(version: &str) -> Option<i16> {
    let (year, rest) = version.split_once('_').map_or((version, None), |(a, b)| (a, Some(b)));
    let is_year = year.len() == 4 && year.bytes().all(|one| one.is_ascii_digit());
    year.parse().ok().filter(|_| is_year && rest.is_none_or(is_id))
}

/// What was found in a file.
struct Read<T> {
    /// What could be read; nothing, if the file has no map.
    found: Option<T>,
    /// Whether the file has no problem.
    is_whole: bool,
}

impl<T> Read<T> {
    /// What the file says, if it has no problem.
    fn whole(self) -> Option<T> {
        self.found.filter(|_| self.is_whole)
    }
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
        read: impl Fn(&mut Reader<'_>, Option<&mut Map<'_>>) -> Option<T>,
    ) -> Result<Read<T>, ReadError> {
        let before = self.problems.len();
        let (file, text) = self.text(path)?;
        let is_comment = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
        if self.problems.len() > before {
            return Ok(Read { found: None, is_whole: false });
        }
        if text.lines().all(is_comment) {
            let place = Place { file, line: 1, column: 1, length: 1 };
            let message = "the file says nothing, expected a map of keys";
            self.problems.add(place, "empty-file", message);
            return Ok(Read { found: None, is_whole: false });
        }
        let mut reader = Reader::new(file, &text, self.problems);
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
        Ok(Read { found, is_whole: self.problems.len() == before })
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

    /// A city, if its own file can be read whole. The files of its years are read in any case.
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
        let mut city = self.file(&folder.join("city.yaml"), read)?;
        if let Some(city) = &mut city.found {
            self.picture(folder, city)?;
        }
        let (mut years, mut has_all_years) = (Vec::new(), true);
        for path in folders(folder)? {
            let name = name_of(&path);
            let Some(year) = self.year(&path)? else {
                has_all_years = false;
                continue;
            };
            if name != year.fiscal_year.to_string() {
                let message = format!(
                    "the folder is called `{name}`, but its fiscal year is {}",
                    year.fiscal_year
                );
                self.problems.add(year.place, "folder-name", message);
                has_all_years = false;
                continue;
            }
            years.push(year);
        }
        years.sort_by_key(|year| year.fiscal_year);
        Ok(city.whole().map(|city| City { years, has_all_years, ..city }))
    }

    /// Reads the picture of a city, which has its description in `city.yaml`.
    fn picture(&mut self, folder: &Path, city: &mut City) -> Result<(), ReadError> {
        let path = folder.join("picture.svg");
        match (&mut city.picture, path.symlink_metadata().is_ok()) {
            (Some(picture), true) => {
                let before = self.problems.len();
                let (file, svg) = self.text(&path)?;
                picture.place = Place { file, line: 1, column: 1, length: 1 };
                picture.svg = svg;
                if self.problems.len() > before {
                    city.picture = None;
                }
            }
            (Some(picture), false) => {
                let message = "there is no file `picture.svg` beside this one";
                let help = "put the picture there, or remove the key `picture`".to_owned();
                let place = picture.says.place;
                self.problems.add_with_help(place, "missing-file", message, Some(help));
                city.picture = None;
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

    /// A year, if its own file can be read whole. The files of its programmes are read in any case.
    fn year(&mut self, folder: &Path) -> Result<Option<Year>, ReadError> {
        let read = |reader: &mut Reader<'_>, map: Option<&mut Map<'_>>| {
            map.map(|map| year::year_file(reader, map))
        };
        let Read { found, is_whole } = self.file(&folder.join("rulebook.yaml"), read)?;
        let Some((mut year, listed)) = found else {
            for path in entries(folder)? {
                if let Some(id) = programme_in(&path) {
                    self.programme(&path, &id, name_of(folder).parse().unwrap_or_default())?;
                }
            }
            return Ok(None);
        };
        for (at, id) in listed.iter().enumerate() {
            let earlier = listed.get(..at).unwrap_or_default();
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
                year.unread.push(id.clone());
                continue;
            }
            match self.programme(&path, id, year.fiscal_year)? {
                Some((programme, used)) => {
                    year.programmes.push(programme);
                    year.uses.extend(used.map(|used| (id.clone(), used)));
                }
                None => year.unread.push(id.clone()),
            }
        }
        let place = listed.first().map_or(year.place, |id| id.place);
        year.unread.extend(self.stray_files(folder, &listed, place)?);
        Ok(Some(year).filter(|_| is_whole))
    }

    /// A programme, if its file can be read whole.
    fn programme(
        &mut self,
        path: &Path,
        id: &Word,
        fiscal_year: i16,
    ) -> Result<Option<(Programme, Option<FrameworkUse>)>, ReadError> {
        let read = |reader: &mut Reader<'_>, map: Option<&mut Map<'_>>| {
            map.and_then(|map| uses::programme(reader, map, id.clone(), fiscal_year))
        };
        Ok(self.file(path, read)?.whole())
    }

    /// Reports files that belong to no programme. Those that may be a programme's are given.
    fn stray_files(
        &mut self,
        folder: &Path,
        known: &[Word],
        place: Place,
    ) -> Result<Vec<Word>, ReadError> {
        let mut found = Vec::new();
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
                found.extend(programme_in(&path));
            }
        }
        Ok(found)
    }
}
