//! Opens one file or folder after another and remembers what is wrong with them. It does not know what they mean.

use super::characters;
use super::files::{self, Found, ReadError, at};
use super::reader::{Map, Reader};
use crate::diagnostic::{Diagnostic, Diagnostics, Files, Place};
use std::fs;
use std::path::{Path, PathBuf};

/// The folders in a folder, by name.
pub(super) fn folders(folder: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let mut found = entries(folder)?;
    found.retain(|path| path.is_dir());
    Ok(found)
}

/// The files and folders in a folder, by name.
pub(super) fn entries(folder: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        found.push(entry.map_err(at(folder))?.path());
    }
    found.sort();
    Ok(found)
}

pub(super) fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// What was found in a file.
pub(super) struct Read<T> {
    /// What could be read; nothing, if the file has no map.
    pub(super) found: Option<T>,
    /// Whether the file has no problem.
    pub(super) is_whole: bool,
}

impl<T> Read<T> {
    /// What the file says, if it has no problem.
    pub(super) fn whole(self) -> Option<T> {
        self.found.filter(|_| self.is_whole)
    }
}

/// Opens files inside one folder.
pub(super) struct Loader<'a> {
    /// The folder to stay in, without links.
    root: &'a Path,
    pub(super) files: &'a mut Files,
    pub(super) problems: &'a mut Diagnostics,
}

impl<'a> Loader<'a> {
    /// Opens files inside the folder `root`, a path without links.
    pub(super) fn new(
        root: &'a Path,
        files: &'a mut Files,
        problems: &'a mut Diagnostics,
    ) -> Loader<'a> {
        Loader { root, files, problems }
    }

    /// Reads one file. `read` gets no map if the file has none.
    pub(super) fn file<T>(
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
    pub(super) fn text(&mut self, path: &Path) -> Result<(usize, String), ReadError> {
        let before = self.problems.len();
        let (file, text) = match files::read(path, self.root)? {
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
    pub(super) fn problem_of(
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
}
