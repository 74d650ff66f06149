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
        let line = self.text.lines().nth(place.line.saturating_sub(1)).unwrap_or_default();
        let before: String = line.chars().take(place.column.saturating_sub(1)).collect();
        let found = before.split(' ').rfind(|word| word.starts_with(sign)).unwrap_or_default();
        let (Some(at), false) = (before.rfind(found), found.is_empty()) else { return place };
        let column = before.get(..at).unwrap_or_default().chars().count().saturating_add(1);
        Place { column, length: found.chars().count(), ..place }
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
                let message = format!("not readable as YAML: {}", error.info());
                self.problem(at(marker), "yaml", message);
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
        let lines = self.text.lines().enumerate().take(place.line);
        let lines = lines.skip(place.line.saturating_sub(LINES_BEFORE_ERROR));
        let found = lines.filter_map(|(at, line)| Some((at, characters::wide_structure(line)?)));
        let Some((at, (column, help))) = found.last() else { return false };
        let (line, column) = (at.saturating_add(1), column.saturating_add(1));
        let place = Place { line, column, length: 1, ..place };
        let message = "not readable as YAML: a full-width character where YAML has its structure";
        self.problems.add_with_help(place, "yaml", message, Some(help));
        true
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
