//! A worked example: a household and the result that its author expects. Values keep their places.
//! Nothing here knows whether an expectation holds.

use super::text::{Cite, Word};
use crate::calendar::Day;
use crate::diagnostic::Place;
use crate::report::Window;
use crate::wire::answers::Value;

/// A worked example: a household and the expected result.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its name, which says what it shows.
    pub name: Word,
    /// The fiscal year in whose folder it is.
    pub fiscal_year: i16,
    /// The application date.
    pub on: Day,
    /// The day on which the report judges whether sources are stale.
    pub today: Day,
    /// The household's answers.
    pub answers: Value,
    /// The same answers with their places, by fact.
    pub given: Vec<(Word, Node)>,
    /// What the desk has ruled, by id; absent if it is not written.
    pub rulings: Option<Node>,
    /// Whether applications are supposed to be taken on the application date, by programme.
    pub supposed: Vec<(Word, Window)>,
    /// The expected values, by programme id, `best`, `questions_left` or `relevant`.
    pub expect: Vec<(Word, Node)>,
    /// The sources of what it expects.
    pub cites: Vec<Cite>,
}

impl Example {
    /// Whether it expects something of the advice on a programme.
    #[must_use]
    pub fn expects_advice(&self) -> bool {
        self.expect.iter().any(|(_, node)| expects_advice(node))
    }
}

fn expects_advice(node: &Node) -> bool {
    let NodeKind::Map(entries) = &node.kind else { return false };
    entries.iter().any(|(key, node)| match key.text.as_str() {
        "apply" | "settles" => true,
        "estimate" => expects_advice(node),
        _ => false,
    })
}

/// A value of an example file, with its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its place.
    pub place: Place,
    /// The value.
    pub kind: NodeKind,
}

/// What a value of an example file is.
#[derive(Clone, Debug)]
pub enum NodeKind {
    /// Anything that is neither a list nor a map.
    Scalar(Value),
    /// A list.
    List(Vec<Node>),
    /// Named values, in the written order.
    Map(Vec<(Word, Node)>),
}

impl Node {
    /// The value without places.
    #[must_use]
    pub fn value(&self) -> Value {
        match &self.kind {
            NodeKind::Scalar(value) => value.clone(),
            NodeKind::List(items) => Value::List(items.iter().map(Node::value).collect()),
            NodeKind::Map(entries) => Value::Map(values(entries)),
        }
    }

    /// The value as a word, as expectations compare it.
    #[must_use]
    pub fn shown(&self) -> String {
        match &self.kind {
            NodeKind::Scalar(Value::Null) => "null".to_owned(),
            NodeKind::Scalar(Value::Bool(value)) => value.to_string(),
            NodeKind::Scalar(Value::Whole(number)) => number.to_string(),
            NodeKind::Scalar(Value::Text(text)) => text.clone(),
            NodeKind::Scalar(Value::Inexact | Value::List(_) | Value::Map(_)) => String::new(),
            // YAML reads `household[0].born: month_day` as a map where it is not quoted.
            NodeKind::Map(entries) => {
                let shown =
                    entries.iter().map(|(key, one)| format!("{}: {}", key.text, one.shown()));
                shown.collect::<Vec<_>>().join(", ")
            }
            NodeKind::List(items) => items.iter().map(Node::shown).collect::<Vec<_>>().join(", "),
        }
    }

    /// Its items; itself, if it is no list.
    #[must_use]
    pub fn items(&self) -> &[Node] {
        if let NodeKind::List(items) = &self.kind { items } else { core::slice::from_ref(self) }
    }
}

/// Named values without places.
#[must_use]
pub fn values(entries: &[(Word, Node)]) -> Vec<(String, Value)> {
    entries.iter().map(|(key, node)| (key.text.clone(), node.value())).collect()
}
