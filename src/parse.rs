//! From a folder of rule files to the source tree, with every problem of shape noted. Names are not
//! looked up here.

mod examples;
mod expression;
mod programme;
mod reader;

use crate::diagnostic::{Diagnostics, Files, Place, suggestion};
use crate::rulebook::limits;
use crate::source::{
    City, Desk, Evidence, Example, Expr, Fact, FactKind, Reading, Requirement, Rules, SharedCap,
    Source, Text, Word, WordsFile, Year,
};
use marked_yaml::Node;
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
    let (topics, facts) = loader.file(&folder.join("facts.yaml"), facts_file)?;
    let mut cities = Vec::new();
    for path in folders(folder)? {
        cities.extend(loader.city(&path)?);
    }
    Ok(Rules { topics, facts, cities })
}

/// Reads the worked examples of every city's years: city, fiscal year's folder, examples.
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
            for path in files_in(&year.join("examples"))? {
                found.push((name_of(&city), loader.file(&path, examples::examples_file)?));
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

/// What lies in a folder, by name.
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
    /// Reads one file; where it is no YAML at all, what an empty file gives.
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
            map.map(|map| city_file(reader, map, name_of(folder)))
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
            map.map(|map| year_file(reader, map))
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
                map.map(|map| programme::programme(reader, map, id.clone()))
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

type FactsFile = (Vec<(Word, Text)>, Vec<Fact>);

fn facts_file(reader: &mut Reader<'_>, map: Option<&mut Map<'_>>) -> FactsFile {
    let Some(map) = map else {
        return (Vec::new(), Vec::new());
    };
    let topics = reader.required(map, "topics").map_or_else(Vec::new, |node| reader.named(node));
    let topics =
        topics.into_iter().filter_map(|(id, node)| Some((id, reader.text(node)?))).collect();
    let facts = reader.required(map, "facts").map_or_else(Vec::new, |node| reader.named(node));
    let facts = facts.into_iter().filter_map(|(id, node)| fact(reader, id, node)).collect();
    (topics, facts)
}

fn fact(reader: &mut Reader<'_>, id: Word, node: &Node) -> Option<Fact> {
    let mut map = reader.map(node)?;
    let topic = map.take("topic").and_then(|node| reader.id(node));
    let question = reader.required_text(&mut map, "question");
    let help = reader.optional_text(&mut map, "help");
    let is_chosen = reader.yes_no(map.take("chosen"));
    let not_chosen = map.take("not_chosen").map_or_else(Vec::new, |node| reader.list(node));
    let not_chosen = not_chosen.into_iter().filter_map(|node| reader.id(node)).collect();
    let kind = reader.required(&mut map, "type").and_then(|node| reader.word(node))?;
    let kind = match kind.text.as_str() {
        "yes_no" => FactKind::YesNo,
        "choice" => FactKind::Choice(options(reader, &mut map)),
        "number" | "yen" => number(reader, &mut map, kind.text == "yen"),
        "date" => {
            let first = reader.required(&mut map, "first").and_then(|node| reader.day(node));
            let last = reader.required(&mut map, "last").and_then(|node| reader.day(node));
            let bounds = (first?, last?);
            if bounds.0 >= bounds.1 {
                let place = map.key_place("last");
                reader.problem(place, "bounds", "`last` is not after `first`");
            }
            FactKind::Date { bounds }
        }
        "list" => list(reader, &mut map)?,
        other => {
            let known = ["yes_no", "choice", "number", "yen", "date", "list"];
            let message = format!("unknown type `{other}`, expected {}", known.join(", "));
            let help = suggestion(other, known.into_iter());
            reader.problems.add_with_help(kind.place, "unknown-word", message, help);
            return None;
        }
    };
    reader.finish(map);
    Some(Fact { id, topic, question, help, is_chosen, not_chosen, kind })
}

fn options(reader: &mut Reader<'_>, map: &mut Map<'_>) -> Vec<(Word, Text)> {
    let options = reader.required(map, "options").map_or_else(Vec::new, |node| reader.named(node));
    if !(2..=limits::OPTIONS).contains(&options.len()) {
        let message = format!("a choice has from 2 to {} options", limits::OPTIONS);
        reader.problem(map.key_place("options"), "number-of-options", message);
    }
    options.into_iter().filter_map(|(id, node)| Some((id, reader.text(node)?))).collect()
}

fn number(reader: &mut Reader<'_>, map: &mut Map<'_>, is_yen: bool) -> FactKind {
    let min = reader.required(map, "min").and_then(|node| reader.whole(node)).unwrap_or(0);
    let max = reader.required(map, "max").and_then(|node| reader.whole(node)).unwrap_or(1);
    if min >= max {
        let place = map.key_place("max");
        reader.problem(place, "bounds", "`max` is not above `min`");
    }
    let bands = map.take("bands").map_or_else(Vec::new, |node| reader.list(node));
    let bands = bands.into_iter().filter_map(|node| reader.whole(node)).collect();
    let unit = reader.optional_text(map, "unit");
    FactKind::Number { bounds: (min, max), is_yen, bands, unit }
}

fn list(reader: &mut Reader<'_>, map: &mut Map<'_>) -> Option<FactKind> {
    let key = reader.required(map, "key").and_then(|node| reader.id(node));
    let applicant = map.take("applicant").map_or_else(Vec::new, |node| reader.named(node));
    let applicant = applicant
        .into_iter()
        .filter_map(|(field, node)| Some((field, reader.word(node)?)))
        .collect();
    let fields = reader.required(map, "fields").map_or_else(Vec::new, |node| reader.named(node));
    let fields = fields.into_iter().filter_map(|(id, node)| fact(reader, id, node)).collect();
    Some(FactKind::List { key: key?, applicant, fields })
}

fn city_file(reader: &mut Reader<'_>, map: &mut Map<'_>, id: String) -> City {
    let languages =
        reader.required(map, "languages").map_or_else(Vec::new, |node| reader.list(node));
    if languages.is_empty() {
        let place = map.key_place("languages");
        reader.problem(place, "no-language", "a city's pages need at least one language");
    }
    City {
        id,
        place: map.place,
        name: reader.required_text(map, "name"),
        prefecture: reader.required_text(map, "prefecture"),
        code: {
            let node = reader.required(map, "code");
            reader.plain(node).unwrap_or_default()
        },
        languages: languages.into_iter().filter_map(|node| reader.word(node)).collect(),
        title: reader.required_text(map, "title"),
        desk: desk(reader, map),
        years: Vec::new(),
    }
}

fn desk(reader: &mut Reader<'_>, map: &mut Map<'_>) -> Desk {
    let name = Text { by_language: Vec::new(), place: map.place };
    let node = reader.required(map, "desk");
    let found = node.and_then(|node| programme::desk(reader, node));
    found.unwrap_or(Desk { name, address: None, phone: None, hours: None, note: None })
}

/// A year without its programmes, and their ids.
fn year_file(reader: &mut Reader<'_>, map: &mut Map<'_>) -> (Year, Vec<Word>) {
    let fiscal_year = reader.required(map, "fiscal_year").and_then(|node| reader.small(node));
    let programmes =
        reader.required(map, "programmes").map_or_else(Vec::new, |node| reader.list(node));
    let programmes = programmes.into_iter().filter_map(|node| reader.id(node)).collect();
    let supports = map.take("supports").map_or_else(Vec::new, |node| reader.named(node));
    let sources = reader.required(map, "sources").map_or_else(Vec::new, |node| reader.named(node));
    let readings = map.take("readings").map_or_else(Vec::new, |node| reader.named(node));
    let definitions = map.take("definitions").map_or_else(Vec::new, |node| reader.named(node));
    let of_members =
        map.take("member_definitions").map_or_else(Vec::new, |node| reader.named(node));
    let groups = map.take("groups").map_or_else(Vec::new, |node| reader.named(node));
    let caps = map.take("shared_caps").map_or_else(Vec::new, |node| reader.list(node));
    let year = Year {
        fiscal_year: fiscal_year.unwrap_or_default(),
        place: map.place,
        is_provisional: reader.yes_no(map.take("provisional")),
        supports: supports
            .into_iter()
            .filter_map(|(id, node)| Some((id, reader.text(node)?)))
            .collect(),
        sources: sources.into_iter().filter_map(|(id, node)| source(reader, id, node)).collect(),
        readings: readings.into_iter().filter_map(|(id, node)| reading(reader, id, node)).collect(),
        definitions: expressions(reader, definitions),
        member_definitions: of_members
            .into_iter()
            .map(|(list, node)| {
                let entries = reader.named(node);
                (list, expressions(reader, entries))
            })
            .collect(),
        groups: groups
            .into_iter()
            .filter_map(|(id, node)| programme::named_group(reader, id, node))
            .collect::<Vec<Requirement>>(),
        shared_caps: caps.into_iter().filter_map(|node| shared_cap(reader, node)).collect(),
        programmes: Vec::new(),
    };
    (year, programmes)
}

fn expressions(reader: &mut Reader<'_>, entries: Vec<(Word, &Node)>) -> Vec<(Word, Expr)> {
    let found = entries.into_iter().filter_map(|(id, node)| Some((id, reader.expr(node, false)?)));
    found.collect()
}

fn source(reader: &mut Reader<'_>, id: Word, node: &Node) -> Option<Source> {
    let mut map = reader.map(node)?;
    let title = reader.required_text(&mut map, "title");
    let publisher = reader.required_text(&mut map, "publisher");
    let address = reader.required(&mut map, "address");
    let address = reader.plain(address).unwrap_or_default();
    let kind = reader.required(&mut map, "kind").and_then(|node| reader.member(node));
    let evidence = reader.required(&mut map, "evidence").and_then(|node| reader.member(node));
    let evidence = evidence.unwrap_or(Evidence::Reported);
    let dated = map.take("dated").and_then(|node| reader.day(node));
    let checked = reader.required(&mut map, "checked").and_then(|node| reader.day(node));
    let review_by = map.take("review_by").and_then(|node| reader.day(node));
    reader.finish(map);
    Some(Source {
        id,
        title,
        publisher,
        address,
        kind: kind?,
        evidence,
        dated,
        checked: checked?,
        review_by,
    })
}

fn shared_cap(reader: &mut Reader<'_>, node: &Node) -> Option<SharedCap> {
    let mut map = reader.map(node)?;
    let id = reader.required(&mut map, "id").and_then(|node| reader.id(node));
    let statement = reader.statement_of(&mut map);
    let programmes =
        reader.required(&mut map, "programmes").map_or_else(Vec::new, |node| reader.list(node));
    if programmes.len() < 2 {
        let place = map.key_place("programmes");
        reader.problem(place, "shared-cap", "a shared cap is for at least 2 programmes");
    }
    let programmes = programmes.into_iter().filter_map(|node| reader.id(node)).collect();
    let yen = reader.required(&mut map, "yen").and_then(|node| reader.expr(node, true));
    reader.finish(map);
    Some(SharedCap { id: id?, statement, programmes, yen: yen? })
}

fn reading(reader: &mut Reader<'_>, id: Word, node: &Node) -> Option<Reading> {
    let mut map = reader.map(node)?;
    let question = reader.required_text(&mut map, "question");
    let choices =
        reader.required(&mut map, "choices").map_or_else(Vec::new, |node| reader.named(node));
    if choices.len() < 2 {
        let place = map.key_place("choices");
        reader.problem(place, "number-of-choices", "a reading has at least 2 choices");
    }
    let choices =
        choices.into_iter().filter_map(|(id, node)| Some((id, reader.statement(node)?))).collect();
    reader.finish(map);
    Some(Reading { id, question, choices })
}
