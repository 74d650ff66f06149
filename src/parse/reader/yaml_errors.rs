//! Says in our words what the YAML library cannot read, and where. What a readable file means is said by others.

use super::Reader;
use crate::diagnostic::Place;
use crate::parse::characters;
use marked_yaml::LoadError;

const ANCHORS: &str = "anchors and aliases are not part of the language";

/// How many lines, up to the one that YAML cannot read, may hold the cause.
const LINES_BEFORE_ERROR: usize = 4;

impl Reader<'_> {
    /// The place of the word that begins with a sign, before a place. The library reports only the
    /// place after that word.
    fn sign_before(&self, place: Place, sign: char) -> Place {
        let line = self.lines.get(place.line.saturating_sub(1)).copied().unwrap_or_default();
        let before: String = line.chars().take(place.column.saturating_sub(1)).collect();
        let found = before.split(' ').rfind(|word| word.starts_with(sign)).unwrap_or_default();
        let (Some(at), false) = (before.rfind(found), found.is_empty()) else { return place };
        let column = before.get(..at).unwrap_or_default().chars().count().saturating_add(1);
        Place { column, length: found.chars().count(), ..place }
    }

    /// The place of what is wrong at the beginning of a line, where the library names a place after it.
    fn beginning(&self, place: Place, info: &str) -> Place {
        let line = self.lines.get(place.line.saturating_sub(1)).copied().unwrap_or_default();
        let found = if info.contains("tab") {
            line.chars().position(|one| one == '\t')
        } else if info.contains("did not find expected key") {
            line.chars().position(|one| one != ' ')
        } else {
            None
        };
        let column = found.map_or(place.column, |at| at.saturating_add(1));
        Place { column: column.min(place.column), ..place }
    }

    pub(super) fn load_error(&mut self, error: &LoadError) {
        let (file, text) = (self.file, self.text);
        let at = |marker: &marked_yaml::Marker| within(text, file, marker);
        match error {
            LoadError::DuplicateKey(keys) => {
                let place = self.place(keys.key.span(), keys.key.as_str());
                let first = self.place(keys.prev_key.span(), "");
                let message = format!("the key `{}` stands here a second time", keys.key.as_str());
                let help = format!("the first is on line {}: keep one of them", first.line);
                self.problems.add_with_help(place, "duplicate-key", message, Some(help));
            }
            LoadError::UnexpectedAnchor(marker) => {
                let place = self.sign_before(at(marker), '&');
                self.problem(place, "yaml", ANCHORS);
            }
            LoadError::UnexpectedTag(marker) => {
                let place = self.sign_before(at(marker), '!');
                self.problem(place, "yaml", "tags are not part of the language");
            }
            LoadError::ScanError(marker, error) if error.info().contains("unknown anchor") => {
                self.problem(at(marker), "yaml", ANCHORS);
            }
            LoadError::ScanError(marker, error) => {
                if self.wide_structure(at(marker)) {
                    return;
                }
                if error.info().contains("recursion limit") {
                    self.problem(
                        at(marker),
                        "too-deep",
                        "too many maps and lists stand in each other",
                    );
                    return;
                }
                let message = format!("not readable as YAML: {}", error.info());
                let help = help(error.info()).map(str::to_owned);
                let place = self.beginning(at(marker), error.info());
                self.problems.add_with_help(place, "yaml", message, help);
            }
            LoadError::TopLevelMustBeMapping(marker)
            | LoadError::TopLevelMustBeSequence(marker)
            | LoadError::MappingKeyMustBeScalar(marker) => {
                let place = at(marker);
                self.problems.add(place, "yaml", format!("not the expected shape: {error}"));
            }
        }
    }

    /// Reports a full-width character on the line that YAML cannot read, or shortly before it,
    /// where YAML has its structure.
    fn wide_structure(&mut self, place: Place) -> bool {
        let lines = self.lines.iter().enumerate().take(place.line);
        let lines = lines.skip(place.line.saturating_sub(LINES_BEFORE_ERROR));
        let mut found =
            lines.filter_map(|(at, line)| Some((at, characters::wide_structure(line)?)));
        let Some((at, (column, help))) = found.next_back() else { return false };
        let (line, column) = (at.saturating_add(1), column.saturating_add(1));
        let place = Place { line, column, length: 1, ..place };
        let message = "not readable as YAML: a full-width character where YAML has its structure";
        self.problems.add_with_help(place, "yaml", message, Some(help));
        true
    }
}

/// What to do about what the library calls an error.
fn help(info: &str) -> Option<&'static str> {
    let has = |word: &str| info.contains(word);
    if has("tab") {
        Some("indent with blanks: a tab does not count")
    } else if has("quoted scalar") {
        Some("close the text with the quotation mark with which it begins")
    } else if has("mapping values are not allowed") {
        Some("a text that contains `: ` needs quotation marks; keys of one map begin in one column")
    } else if has("flow") || has("',' or") {
        Some("close every `[` and `{`, and write a comma between items")
    } else if has("block") || has("indent") || has("simple key") {
        Some("the keys of one map begin in one column, and each has a colon and a blank")
    } else {
        None
    }
}

/// The place that the library names; behind the last word of the file, if it names a line after the last one.
fn within(text: &str, file: usize, marker: &marked_yaml::Marker) -> Place {
    let written = text.trim_end();
    let (last, count) = (written.lines().last().unwrap_or_default(), written.lines().count());
    let (line, column) = if marker.line() <= count {
        (marker.line(), marker.column())
    } else {
        (count.max(1), last.chars().count().max(1))
    };
    Place { file, line, column, length: 1 }
}
