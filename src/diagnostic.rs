//! Problems in rule files: the place, the message, the help. A pass collects all its problems and
//! sorts them by position. Nothing here knows the rule language.

use core::fmt::Write;
use std::path::PathBuf;

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

/// The rule files that were read, by index.
#[derive(Debug, Default)]
pub struct Files {
    files: Vec<(PathBuf, String)>,
}

impl Files {
    /// Adds a file and gives its index. A file that is read again keeps its index, so that a problem
    /// found in it twice is reported once.
    pub fn add(&mut self, path: PathBuf, text: String) -> usize {
        if let Some(known) =
            self.files.iter().position(|known| *known == (path.clone(), text.clone()))
        {
            return known;
        }
        self.files.push((path, text));
        self.files.len().saturating_sub(1)
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self, file: usize) -> &str {
        self.files.get(file).map_or("", |(_, text)| text)
    }

    /// The text at a place, without the quotation mark that it may begin with.
    #[must_use]
    pub fn meant(&self, place: Place) -> String {
        let line = self.text(place.file).lines().nth(place.line.saturating_sub(1));
        let rest = line.unwrap_or_default().chars().skip(place.column.saturating_sub(1));
        rest.skip_while(|one| matches!(one, '"' | '\'')).take(place.length).collect()
    }

    /// A place as `file:line:column`.
    #[must_use]
    pub fn place(&self, place: Place) -> String {
        format!("{}:{}:{}", self.path(place.file), place.line, place.column)
    }

    fn path(&self, file: usize) -> String {
        let path = self.files.get(file).map(|(path, _)| path.display().to_string());
        visible(&path.unwrap_or_default())
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
    let near = known.map(|known| (strsim::damerau_levenshtein(written, known), known));
    let (distance, nearest) = near.min_by_key(|(distance, _)| *distance)?;
    let close = distance <= written.chars().count().div_ceil(3);
    close.then(|| format!("did you mean `{nearest}`?"))
}

/// A text for a terminal: a character that could direct the terminal is replaced.
fn visible(text: &str) -> String {
    let directs = |one: char| {
        let bidi = matches!(one, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
            || matches!(one, '\u{2066}'..='\u{2069}');
        one != '\t' && (one.is_control() || bidi)
    };
    text.replace(directs, "\u{fffd}")
}

/// Whether a terminal shows a character as wide as a letter. Half-width kana are.
fn is_narrow(character: char) -> bool {
    character.is_ascii() || matches!(character, '\u{ff61}'..='\u{ff9f}' | '\u{fffd}')
}

/// A problem as text: `file:line:column`, the message, the line with its place underlined, the
/// help.
#[must_use]
pub fn render(files: &Files, problem: &Diagnostic) -> String {
    let Place { file, line, column, length } = problem.place;
    let mut text = format!(
        "{}:{line}:{column}: error[{}]: {}\n",
        files.path(file),
        problem.code,
        problem.message
    );
    if let Some(source) = files.text(file).lines().nth(line.saturating_sub(1)) {
        let source = visible(source);
        let number = line.to_string();
        let margin = " ".repeat(number.len());
        // A terminal shows a full-width character as wide as two others.
        let width = |text: &str| -> usize {
            text.chars().map(|c| if is_narrow(c) { 1_usize } else { 2 }).sum()
        };
        let before: String = source.chars().take(column.saturating_sub(1)).collect();
        let meant: String =
            source.chars().skip(column.saturating_sub(1)).take(length.max(1)).collect();
        let carets = "^".repeat(width(&meant).max(1));
        let indent = " ".repeat(width(&before));
        let _ = write!(text, "{margin} |\n{number} | {source}\n{margin} | {indent}{carets}\n");
    }
    if let Some(help) = &problem.help {
        let _ = writeln!(text, "  help: {help}");
    }
    text
}
