//! Problems for editors and services: JSON of our own, and SARIF 2.1.0, the format in which code hosts
//! and editors take the findings of checkers. People read `text`.
//!
//! Both name files relative to a folder, the current one of the caller, where they are below it.

use super::text::clipped;
use super::{Diagnostic, Files, Place};
use crate::closed_list::ClosedList;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Component, Path};
use strum::{IntoStaticStr, VariantArray};

/// How much a finding matters. The names are those of SARIF.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Level {
    /// The rules are wrong.
    Error,
    /// The rules are right, and their pages cannot be published yet.
    Warning,
    /// The rules are right, and an author may want to know this.
    Note,
}

/// The version of SARIF.
const SARIF: &str = "2.1.0";

/// The JSON Schema of SARIF, by which editors know the format.
const SARIF_SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Findings as one JSON object: `{ "diagnostics": [ … ] }`, in their order. Each has `code`, `level`,
/// `message`, `help` (or null), `file`, `line`, `column` and `end: { line, column }`. Lines and
/// columns count from 1, columns in characters (code points); the end is the first column after the
/// place.
#[must_use]
pub fn json(files: &Files, found: &[(Level, Diagnostic)], folder: &Path) -> Value {
    let one = |(level, one): &(Level, Diagnostic)| {
        let Place { file, line, column, .. } = one.place;
        json!({
            "code": one.code,
            "level": level.name(),
            "message": clipped(&one.message),
            "help": one.help.as_deref().map(clipped),
            "file": relative(files.path(file), folder),
            "line": line,
            "column": column,
            "end": { "line": line, "column": end(files, one.place) },
        })
    };
    json!({ "diagnostics": found.iter().map(one).collect::<Vec<_>>() })
}

/// Findings as a SARIF log with one run. A help follows its message on a line of its own.
#[must_use]
pub fn sarif(files: &Files, found: &[(Level, Diagnostic)], folder: &Path) -> Value {
    let codes: BTreeSet<&str> = found.iter().map(|(_, one)| one.code).collect();
    let codes: Vec<&str> = codes.into_iter().collect();
    let one = |(level, one): &(Level, Diagnostic)| {
        let Place { file, line, column, .. } = one.place;
        let help = one.help.as_deref().map(|help| format!("\nhelp: {}", clipped(help)));
        json!({
            "ruleId": one.code,
            "ruleIndex": codes.iter().position(|code| *code == one.code),
            "level": level.name(),
            "message": { "text": clipped(&one.message) + &help.unwrap_or_default() },
            "locations": [{
                "physicalLocation": {
                    "artifactLocation": { "uri": uri(&relative(files.path(file), folder)) },
                    "region": {
                        "startLine": line,
                        "startColumn": column,
                        "endLine": line,
                        "endColumn": end(files, one.place),
                    },
                },
            }],
        })
    };
    let rules: Vec<Value> = codes.iter().map(|code| json!({ "id": code })).collect();
    let driver = json!({ "name": "iju", "version": env!("CARGO_PKG_VERSION"), "rules": rules });
    json!({
        "$schema": SARIF_SCHEMA,
        "version": SARIF,
        "runs": [{
            "tool": { "driver": driver },
            "columnKind": "unicodeCodePoints",
            "results": found.iter().map(one).collect::<Vec<_>>(),
        }],
    })
}

/// The first column after a place. A place ends with its line, and covers a column at least.
fn end(files: &Files, place: Place) -> usize {
    let rest = files.line(place.file, place.line).chars().skip(place.column.saturating_sub(1));
    place.column.saturating_add(rest.take(place.length).count().max(1))
}

/// A path with `/` between its parts, relative to a folder if it is below it.
fn relative(path: &Path, folder: &Path) -> String {
    let path = path.strip_prefix(folder).unwrap_or(path);
    let parts = path.components().filter(|part| *part != Component::CurDir);
    let part = |part: Component<'_>| part.as_os_str().to_string_lossy().into_owned();
    let is_root = |part: &Component<'_>| *part == Component::RootDir;
    let parts: Vec<String> =
        parts.map(|one| if is_root(&one) { String::new() } else { part(one) }).collect();
    parts.join("/")
}

/// A path as a reference to a file: every byte but those that a path may have is escaped.
fn uri(path: &str) -> String {
    let scheme = if path.starts_with('/') { "file://" } else { "" };
    let escaped = path.bytes().map(|byte| match byte {
        b'/' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    scheme.to_owned() + &escaped.collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_relative_to_the_folder_that_it_is_below() {
        for (path, expected) in [
            ("rules/facts.yaml", "rules/facts.yaml"),
            ("./rules/facts.yaml", "rules/facts.yaml"),
            ("/here/rules/facts.yaml", "rules/facts.yaml"),
            ("/there/facts.yaml", "/there/facts.yaml"),
            ("../facts.yaml", "../facts.yaml"),
        ] {
            assert_eq!(relative(Path::new(path), Path::new("/here")), expected);
        }
    }

    #[test]
    fn a_reference_to_a_file_has_only_the_characters_of_one() {
        for (path, expected) in [
            ("rules/oita/2025/a_b.yaml", "rules/oita/2025/a_b.yaml"),
            ("a b/%25#?:.yaml", "a%20b/%2525%23%3F%3A.yaml"),
            ("大分", "%E5%A4%A7%E5%88%86"),
            ("/there/a", "file:///there/a"),
        ] {
            assert_eq!(uri(path), expected);
        }
    }
}
