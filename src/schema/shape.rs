//! Shapes of YAML values as JSON Schemas: maps of known keys, lists, words. They are for values as YAML 1.2
//! reads them, where `yes`, dates and `600_000` are text. No file of rules is described here.

use crate::closed_list::ClosedList;
use serde_json::{Map, Value, json};

/// A key of a map: its name, whether it is required, what it means, the shape of its value.
pub(super) struct Key(&'static str, bool, &'static str, Value);

impl Key {
    /// The name.
    pub(super) fn name(&self) -> &'static str {
        self.0
    }
}

/// A key that a map needs.
pub(super) fn need(name: &'static str, says: &'static str, value: Value) -> Key {
    Key(name, true, says, value)
}

/// A key that a map can have.
pub(super) fn may(name: &'static str, says: &'static str, value: Value) -> Key {
    Key(name, false, says, value)
}

/// A map with these keys and no others.
pub(super) fn map(keys: impl IntoIterator<Item = Key>) -> Value {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for Key(name, is_required, says, value) in keys {
        required.extend(is_required.then_some(name));
        properties.insert(name.to_owned(), with(value, json!({ "description": says })));
    }
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// A map from ids to values of one shape.
pub(super) fn named(value: Value) -> Value {
    json!({ "type": "object", "propertyNames": { "pattern": ID }, "additionalProperties": value })
}

pub(super) fn list(item: Value) -> Value {
    json!({ "type": "array", "items": item })
}

pub(super) fn one_of(shapes: impl IntoIterator<Item = Value>) -> Value {
    json!({ "anyOf": shapes.into_iter().collect::<Vec<_>>() })
}

/// A shape with more keywords.
pub(super) fn with(mut shape: Value, keywords: Value) -> Value {
    if let (Value::Object(shape), Value::Object(keywords)) = (&mut shape, keywords) {
        shape.extend(keywords);
    }
    shape
}

/// A shape that the file's `$defs` name.
pub(super) fn defined(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// The form of an id.
const ID: &str = "^[a-z][a-z0-9_]{0,63}$";

pub(super) fn id() -> Value {
    json!({ "type": "string", "pattern": ID })
}

/// A member of a closed list.
pub(super) fn member<T: ClosedList>() -> Value {
    json!({ "enum": T::names().collect::<Vec<_>>() })
}

pub(super) fn yes_no() -> Value {
    json!({ "enum": ["yes", "no"] })
}

/// A word of any kind, or nothing.
pub(super) fn word() -> Value {
    json!({ "type": ["string", "number", "boolean", "null"] })
}

/// A word of any kind.
pub(super) fn some_word() -> Value {
    json!({ "type": ["string", "number", "boolean"] })
}

pub(super) fn day() -> Value {
    json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
}

/// A whole number. YAML 1.2 reads `600_000` as text.
pub(super) fn whole() -> Value {
    json!({ "type": ["integer", "string"], "pattern": "^[+-]?[0-9_]+$" })
}

/// A whole number from one to another. Of a number with `_`, only the form can be seen.
pub(super) fn whole_within(min: i64, max: i64) -> Value {
    with(whole(), json!({ "minimum": min, "maximum": max }))
}
