//! JSON Schemas of the files that authors write, so that an editor completes keys and words and marks
//! mistakes while somebody types. A schema sees the shape of one file. It knows no name of another one,
//! and reads no expression; `check` does. The parser reads files in its own way: tests/native/schema.rs
//! changes files in every place and compares what both say.
//!
//! The files of this module form layers. Each uses only those before it:
//!
//! 1. `shape` (maps, lists, words as schemas)
//! 2. `values` (what several files share)
//! 3. `clauses` (what programmes and frameworks are made of), `examples`
//! 4. `files` (the files of a city, words), `shared` (what cities share beside the questions)
//! 5. this file

mod clauses;
mod examples;
mod files;
mod shape;
mod shared;
mod values;

use crate::closed_list::ClosedList;
use serde_json::{Map, Value, json};
use strum::{IntoStaticStr, VariantArray};

/// A kind of file that authors write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum FileKind {
    /// `facts.yaml`: the questions.
    Facts,
    /// `library.yaml`: what years use by name.
    Library,
    /// `frameworks/<id>/<version>.yaml`.
    Framework,
    /// `<city>/city.yaml`.
    City,
    /// `<city>/<year>/rulebook.yaml`.
    Rulebook,
    /// `<city>/<year>/<id>.yaml`.
    Programme,
    /// `<city>/<year>/examples/*.yaml`.
    Examples,
    /// The words of the pages in a language, `www/words/<language>.yaml`.
    Words,
}

impl FileKind {
    /// Which files are of this kind.
    #[must_use]
    pub fn files(self) -> &'static str {
        match self {
            FileKind::Facts => "facts.yaml",
            FileKind::Library => "library.yaml",
            FileKind::Framework => "frameworks/<id>/<version>.yaml",
            FileKind::City => "<city>/city.yaml",
            FileKind::Rulebook => "<city>/<year>/rulebook.yaml",
            FileKind::Programme => "<city>/<year>/<id>.yaml",
            FileKind::Examples => "<city>/<year>/examples/*.yaml",
            FileKind::Words => "www/words/<language>.yaml",
        }
    }
}

/// The JSON Schema (draft 2020-12) of a kind of file. It is for values as YAML 1.2 reads them.
#[must_use]
pub fn schema(kind: FileKind) -> Value {
    let file = match kind {
        FileKind::Facts => files::facts(),
        FileKind::Library => shared::library(),
        FileKind::Framework => shared::framework(),
        FileKind::City => files::city(),
        FileKind::Rulebook => files::rulebook(),
        FileKind::Programme => files::programme(),
        FileKind::Examples => examples::examples(),
        FileKind::Words => files::words(),
    };
    let mut all = values::definitions();
    if let Value::Object(all) = &mut all {
        all.insert("field".to_owned(), files::field());
    }
    let head = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("{} ({})", kind.name(), kind.files()),
    });
    shape::with(shape::with(head, file.clone()), json!({ "$defs": used(&file, &all) }))
}

/// The definitions that a shape names, directly or not.
fn used(shape: &Value, all: &Value) -> Map<String, Value> {
    let mut found = Map::new();
    let mut waiting = vec![shape];
    while let Some(next) = waiting.pop() {
        match next {
            Value::Object(entries) => {
                let name = entries.get("$ref").and_then(Value::as_str);
                let name = name.and_then(|name| name.strip_prefix("#/$defs/"));
                if let Some((name, shape)) = name.and_then(|name| Some((name, all.get(name)?)))
                    && found.insert(name.to_owned(), shape.clone()).is_none()
                {
                    waiting.push(shape);
                }
                waiting.extend(entries.values());
            }
            Value::Array(items) => waiting.extend(items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    found
}
