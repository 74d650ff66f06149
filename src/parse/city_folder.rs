//! The folder of one city: its own file, and then its years and worked examples, which are read when they are needed.
//! It looks no name up.

use super::files::ReadError;
use super::loader::{Loader, Read, entries, folders, name_of};
use super::reader::{Map, Reader, is_id};
use super::{city, examples, uses, year};
use crate::diagnostic::{Diagnostics, Files, Place};
use crate::source::{City, Example, FrameworkUse, Programme, Word, Year};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The folder of a city of which only the city's own file is read.
#[derive(Debug)]
pub struct CityFolder {
    path: PathBuf,
    /// The folder to stay in, without links.
    root: Arc<Path>,
    /// The city without its years, if its own file can be read whole.
    city: Option<City>,
    files: Files,
    /// The files of its worked examples, of which none is read yet.
    example_files: Files,
    problems: Diagnostics,
}

/// A city as its files say it.
#[derive(Debug)]
pub struct CityFiles {
    /// The city, if its own file can be read whole.
    pub city: Option<City>,
    /// The worked examples of the files that can be read whole.
    pub examples: Vec<Example>,
    /// Every file that was opened.
    pub files: Files,
    /// What is wrong with the files.
    pub problems: Diagnostics,
}

impl CityFiles {
    /// A city without files, examples and problems.
    #[must_use]
    pub fn of(city: City) -> CityFiles {
        let (files, problems) = (Files::default(), Diagnostics::default());
        CityFiles { city: Some(city), examples: Vec::new(), files, problems }
    }
}

impl CityFolder {
    /// Reads the city's own file. The files of rules and of examples are of two parts, which have these numbers.
    pub(super) fn open(
        path: PathBuf,
        root: Arc<Path>,
        parts: (usize, usize),
    ) -> Result<CityFolder, ReadError> {
        let (mut files, mut problems) = (Files::of_part(parts.0), Diagnostics::default());
        let city = Loader::new(&root, &mut files, &mut problems).city(&path)?;
        let example_files = Files::of_part(parts.1);
        Ok(CityFolder { path, root, city, files, example_files, problems })
    }

    /// The city without its years, if its own file can be read whole.
    #[must_use]
    pub fn city(&self) -> Option<&City> {
        self.city.as_ref()
    }

    /// Reads every year and every file of examples, also if the city's own file cannot be read whole.
    ///
    /// # Errors
    /// If a file or folder cannot be read; problems inside files are diagnostics.
    pub fn read(mut self) -> Result<CityFiles, ReadError> {
        let (path, root) = (self.path.clone(), Arc::clone(&self.root));
        let mut files = core::mem::take(&mut self.example_files);
        let mut found = self.read_rules()?;
        if is_id(&name_of(&path)) {
            let of_files = Loader::new(&root, &mut files, &mut found.problems).examples(&path)?;
            found.examples = of_files.into_iter().flatten().collect();
            found.files.append(files);
        }
        Ok(found)
    }

    /// Reads every year, and no examples.
    pub(super) fn read_rules(self) -> Result<CityFiles, ReadError> {
        let CityFolder { path, root, mut city, mut files, example_files: _, mut problems } = self;
        if is_id(&name_of(&path)) {
            let read = Loader::new(&root, &mut files, &mut problems).years(&path)?;
            let (years, has_all_years) = read;
            city = city.map(|city| City { years, has_all_years, ..city });
        }
        Ok(CityFiles { city, examples: Vec::new(), files, problems })
    }
}

/// The id of the programme that a file holds by its name, if it can hold one.
fn programme_in(path: &Path) -> Option<Word> {
    let name = name_of(path);
    let text = name.strip_suffix(".yaml").filter(|stem| is_id(stem) && *stem != "rulebook")?;
    let place = Place { file: 0, line: 1, column: 1, length: 1 };
    Some(Word { text: text.to_owned(), place })
}

impl Loader<'_> {
    /// A city without its years, if its own file can be read whole.
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
        Ok(city.whole())
    }

    /// The years of a city whose own files can be read whole, oldest first, and whether these are all.
    fn years(&mut self, folder: &Path) -> Result<(Vec<Year>, bool), ReadError> {
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
        Ok((years, has_all_years))
    }

    /// The worked examples of a city's years, by file; files with a problem are left out.
    pub(super) fn examples(&mut self, city: &Path) -> Result<Vec<Vec<Example>>, ReadError> {
        let mut found = Vec::new();
        for year in folders(city)? {
            let examples = year.join("examples");
            // A folder with another name than a year is reported with its rulebook.
            let fiscal_year = name_of(&year).parse().unwrap_or_default();
            for path in if examples.is_dir() { entries(&examples)? } else { Vec::new() } {
                let read = |reader: &mut Reader<'_>, map: Option<&mut Map<'_>>| {
                    map.map(|map| examples::examples_file(reader, map, fiscal_year))
                };
                found.extend(self.file(&path, read)?.whole());
            }
        }
        Ok(found)
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
