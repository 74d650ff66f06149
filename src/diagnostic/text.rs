//! Problems as text for people at a terminal. Long lines and long words are clipped, so that a report stays short.

use super::{Diagnostic, Files, Place};
use core::fmt::Write;

/// The most problems that a report shows. The others are counted.
pub const MOST_SHOWN: usize = 100;

/// The most characters of a line that a report shows.
const LINE: usize = 160;

/// How many characters of a clipped line come before the place.
const BEFORE: usize = 40;

/// The most characters of a message or a help.
const WORDS: usize = 1_200;

/// A problem as text: `file:line:column`, the message, the line with its place underlined, the
/// help.
#[must_use]
pub fn render(files: &Files, problem: &Diagnostic) -> String {
    let Place { file, line, column, length } = problem.place;
    let path = shown_path(files, file);
    let message = clipped(&problem.message);
    let mut text = format!("{path}:{line}:{column}: error[{}]: {message}\n", problem.code);
    let written = files.line(file, line);
    if !files.text(file).is_empty() {
        let number = line.to_string();
        let margin = " ".repeat(number.len());
        let Clipped { source, before, meant } = clipped_line(written, column, length);
        let carets = "^".repeat(width(&meant).max(1));
        let indent = " ".repeat(width(&before));
        let _ = write!(text, "{margin} |\n{number} | {source}\n{margin} | {indent}{carets}\n");
    }
    if let Some(help) = &problem.help {
        let _ = writeln!(text, "  help: {}", clipped(help));
    }
    text
}

/// The path of a file as it was given.
pub(super) fn shown_path(files: &Files, file: usize) -> String {
    visible(&files.path(file).display().to_string())
}

/// A message or a help without what is too much of it.
pub(super) fn clipped(words: &str) -> String {
    let visible = visible(words);
    match visible.char_indices().nth(WORDS) {
        Some((end, _)) => format!("{}…", visible.get(..end).unwrap_or_default()),
        None => visible,
    }
}

/// What a report shows of a line.
struct Clipped {
    source: String,
    /// What of it comes before the place.
    before: String,
    /// What of it is at the place.
    meant: String,
}

fn clipped_line(line: &str, column: usize, length: usize) -> Clipped {
    let at = column.saturating_sub(1);
    let is_long = line.chars().nth(LINE).is_some();
    let start = if is_long { at.saturating_sub(BEFORE) } else { 0 };
    let mut rest = line.chars().skip(start);
    let shown: String = rest.by_ref().take(LINE).collect();
    let (head, tail) = (if start > 0 { "…" } else { "" }, rest.next().map_or("", |_| "…"));
    let shown = visible(&shown);
    let before: String = shown.chars().take(at.saturating_sub(start)).collect();
    let meant = shown.chars().skip(at.saturating_sub(start)).take(length.max(1)).collect();
    Clipped { source: format!("{head}{shown}{tail}"), before: format!("{head}{before}"), meant }
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

/// How wide a terminal shows a text: a full-width character is as wide as two others.
fn width(text: &str) -> usize {
    text.chars().map(|one| if is_narrow(one) { 1_usize } else { 2 }).sum()
}

/// Whether a terminal shows a character as wide as a letter. Half-width kana are.
fn is_narrow(character: char) -> bool {
    character.is_ascii() || matches!(character, '\u{ff61}'..='\u{ff9f}' | '\u{fffd}' | '…')
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    #[test]
    fn a_long_line_is_clipped_around_the_place() {
        let mut files = Files::default();
        let line = format!("{}wrong{}", "a".repeat(10_000), "b".repeat(10_000));
        let file = files.add(PathBuf::from("x.yaml"), format!("# x\n{line}\n"));
        let place = Place { file, line: 2, column: 10_001, length: 5 };
        let problem = Diagnostic { place, code: "x", message: "y".repeat(5_000), help: None };
        let shown = render(&files, &problem);
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(lines[0].chars().count(), "x.yaml:2:10001: error[x]: …".chars().count() + 1_200);
        let expected = format!("2 | …{}wrong{}…", "a".repeat(40), "b".repeat(115));
        assert_eq!(lines[2], expected);
        assert_eq!(lines[3], format!("  | {}^^^^^", " ".repeat(41)));
    }

    #[test]
    fn a_place_behind_the_end_of_a_long_line_has_a_caret() {
        let mut files = Files::default();
        let file = files.add(PathBuf::from("x.yaml"), "a".repeat(500));
        let place = Place { file, line: 1, column: 501, length: 1 };
        let problem = Diagnostic { place, code: "x", message: "y".into(), help: None };
        let shown = render(&files, &problem);
        assert!(shown.ends_with(&format!("1 | …{}\n  | {}^\n", "a".repeat(40), " ".repeat(41))));
    }

    #[test]
    fn a_problem_is_shown_the_same_after_other_lines_are_dropped() {
        let mut files = Files::of_part(3);
        let file = files.add(PathBuf::from("x.yaml"), "one: 1\ntwo: 2\n\nfour: 四\n".to_owned());
        files.add(PathBuf::from("y.yaml"), "five: 5\n".to_owned());
        let empty = files.add(PathBuf::from("z.yaml"), String::new());
        let problem = |file, line| {
            let place = Place { file, line, column: 1, length: 3 };
            Diagnostic { place, code: "x", message: "y".into(), help: None }
        };
        let problems = [problem(file, 2), problem(file, 3), problem(file, 4), problem(empty, 1)];
        let shown = |files: &Files| problems.each_ref().map(|one| render(files, one));
        let before = shown(&files);
        files.keep_lines(problems.iter().map(|one| one.place));
        assert_eq!(files.lines_kept(), 3);
        assert_eq!(shown(&files), before);
        let mut all = Files::default();
        all.append(files);
        assert_eq!(shown(&all), before);
    }
}
