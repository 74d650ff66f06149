//! Problems in rule files: the place, the message, the help. A pass collects all its problems and
//! sorts them by position. Nothing here knows the rule language.
//!
//! `text` writes problems for people, `machine` for editors and services. Both bound what they write.

mod machine;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

pub use machine::{Level, json, sarif};
pub use text::{MOST_SHOWN, render};

/// A position in a rule file; lines and columns count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Index of the file; see [`Files`].
    pub file: usize,
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
    /// The number of characters it covers.
    pub length: usize,
}

/// The rule files that were read, by index. Whoever reads many reads them in parts, and keeps of each part only the
/// lines that a report shows.
#[derive(Debug, Default)]
pub struct Files {
    files: BTreeMap<usize, File>,
    /// The index of the next file.
    next: usize,
}

#[derive(Debug)]
struct File {
    path: PathBuf,
    text: String,
    /// The number of each line that is kept, and where it begins in the text. They ascend.
    lines: Vec<(usize, usize)>,
}

impl File {
    fn new(path: PathBuf, text: String) -> File {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = core::iter::once(0).chain(ends.map(|(at, _)| at.saturating_add(1)));
        let lines = starts.enumerate().map(|(at, start)| (at.saturating_add(1), start)).collect();
        File { path, text, lines }
    }

    fn line(&self, number: usize) -> &str {
        let at = self.lines.binary_search_by_key(&number, |(known, _)| *known).ok();
        let start = at.and_then(|at| self.lines.get(at)).map(|(_, start)| *start);
        let rest = start.and_then(|start| self.text.get(start..));
        rest.and_then(|rest| rest.split('\n').next()).unwrap_or_default()
    }

    /// The same file with a few of its lines.
    fn with_lines(self, numbers: &BTreeSet<usize>) -> File {
        let (mut text, mut lines) = (String::new(), Vec::new());
        if !self.text.is_empty() {
            for number in numbers {
                lines.push((*number, text.len()));
                text.push_str(self.line(*number));
                text.push('\n');
            }
        }
        File { path: self.path, text, lines }
    }
}

/// How many files a part can have. A part with more goes on in the numbers of the next one.
const FILES_OF_PART: usize = 1 << 16;

impl Files {
    /// No file yet, of the part with this number. Reports are sorted by part, and in a part by the order in which
    /// its files were read.
    #[must_use]
    pub fn of_part(number: usize) -> Files {
        Files { next: number.saturating_mul(FILES_OF_PART), ..Files::default() }
    }

    /// Adds a file and gives its index.
    pub fn add(&mut self, path: PathBuf, text: String) -> usize {
        let index = self.next;
        self.files.insert(index, File::new(path, text));
        self.next = index.saturating_add(1);
        index
    }

    /// Adds the files of another part.
    pub fn append(&mut self, mut other: Files) {
        self.next = self.next.max(other.next);
        self.files.append(&mut other.files);
    }

    /// Drops every line that has none of these places, and every file that has none.
    pub fn keep_lines(&mut self, places: impl Iterator<Item = Place>) {
        let mut kept: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for Place { file, line, .. } in places {
            kept.entry(file).or_default().insert(line);
        }
        let all = core::mem::take(&mut self.files).into_iter();
        let all = all.filter_map(|(index, file)| Some((index, file.with_lines(kept.get(&index)?))));
        self.files = all.collect();
    }

    /// How many lines are kept.
    #[must_use]
    pub fn lines_kept(&self) -> usize {
        self.files.values().map(|file| file.lines.len()).sum()
    }

    /// What is kept of the text of a file.
    #[must_use]
    pub fn text(&self, file: usize) -> &str {
        self.files.get(&file).map_or("", |file| &file.text)
    }

    /// A line of a file, counted from 1; empty, if there is none.
    #[must_use]
    pub fn line(&self, file: usize, line: usize) -> &str {
        self.files.get(&file).map_or("", |file| file.line(line))
    }

    /// The text at a place.
    #[must_use]
    pub fn meant(&self, place: Place) -> String {
        let line = self.line(place.file, place.line);
        line.chars().skip(place.column.saturating_sub(1)).take(place.length).collect()
    }

    /// A place as `file:line:column`.
    #[must_use]
    pub fn place(&self, place: Place) -> String {
        format!("{}:{}:{}", text::shown_path(self, place.file), place.line, place.column)
    }

    fn path(&self, file: usize) -> &Path {
        self.files.get(&file).map_or(Path::new(""), |file| &file.path)
    }
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// The place.
    pub place: Place,
    /// The kind of problem, as a stable code.
    pub code: &'static str,
    /// The message, which names what was found and what was expected: lower case, no full stop.
    pub message: String,
    /// Advice for the author.
    pub help: Option<String>,
}

/// All problems of a pass.
#[derive(Debug, Default)]
pub struct Diagnostics {
    problems: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds a problem.
    pub fn add(&mut self, place: Place, code: &'static str, message: impl Into<String>) {
        self.problems.push(Diagnostic { place, code, message: message.into(), help: None });
    }

    /// Adds a complete problem.
    pub fn push(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }

    /// Adds a problem with a suggestion.
    pub fn add_with_help(
        &mut self,
        place: Place,
        code: &'static str,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        self.problems.push(Diagnostic { place, code, message: message.into(), help });
    }

    /// Moves the problems of another pass here.
    pub fn append(&mut self, mut other: Diagnostics) {
        self.problems.append(&mut other.problems);
    }

    /// The places of the problems.
    pub fn places(&self) -> impl Iterator<Item = Place> {
        self.problems.iter().map(|problem| problem.place)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// The number of problems so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.problems.len()
    }

    /// The problems that were added since there were `count`.
    pub fn since(&mut self, count: usize) -> &mut [Diagnostic] {
        self.problems.get_mut(count..).unwrap_or_default()
    }

    /// The problems, sorted by position, each once.
    #[must_use]
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        self.problems.sort();
        self.problems.dedup();
        self.problems
    }
}

/// A question that names the known word nearest to the written one, if one is close enough.
#[must_use]
pub fn suggestion<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let most = written.chars().count().div_ceil(3);
    if most > LONGEST_NAME.div_ceil(3) {
        return None;
    }
    let near = known.filter(|known| is_perhaps_near(written, known, most));
    let near = near.map(|known| (strsim::damerau_levenshtein(written, known), known));
    let (distance, nearest) = near.min_by_key(|(distance, _)| *distance)?;
    (distance <= most).then(|| format!("did you mean `{nearest}`?"))
}

/// The most characters of a word that can be meant as a name.
const LONGEST_NAME: usize = 64;

/// Whether two words can be so near to each other. A distance takes long to compute, and a file can
/// have thousands of names.
fn is_perhaps_near(one: &str, other: &str, most: usize) -> bool {
    if one.len().abs_diff(other.len()) > most.saturating_mul(4) {
        return false;
    }
    let lacks =
        |one: &str, other: &str| one.chars().filter(|letter| !other.contains(*letter)).count();
    lacks(one, other) <= most && lacks(other, one) <= most
}
