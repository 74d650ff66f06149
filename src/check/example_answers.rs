//! Checks the answers of a worked example against the questions of its city, and its rulings against what the
//! rules leave open. It finds the place of each that does not fit. `wire` decides what fits.

use crate::diagnostic::{Diagnostics, Place, suggestion};
use crate::rulebook::City;
use crate::source::{Example, Node, NodeKind, Word};
use crate::wire::answers;
use crate::wire::fit::Fault;
use crate::wire::refusal::{Expected, FactError};
use crate::wire::rulings;

/// Reports every answer and every ruling that does not fit.
pub(super) fn check(city: &City, example: &Example, problems: &mut Diagnostics) {
    report(answers::read(city, &example.answers).err(), &example.given, example, problems);
    if let Some(node) = &example.rulings {
        let key = Word { text: rulings::KEY.to_owned(), place: node.place };
        let errors = rulings::read(city, &node.value()).err();
        report(errors, &[(key, node.clone())], example, problems);
    }
}

/// Reports errors at the places of what was given.
fn report(
    errors: Option<Vec<FactError<'_>>>,
    given: &[(Word, Node)],
    example: &Example,
    problems: &mut Diagnostics,
) {
    for error in errors.into_iter().flatten() {
        let found = find(given, &error.fact);
        let (key, value) = found.map_or((&example.name, None), |(key, node)| (key, Some(node)));
        let place = value.map_or(key.place, |value| place_of(&error, key, value));
        let (message, help) = told(&error, key, value);
        problems.add_with_help(place, "answers", message, help);
    }
}

/// The place to underline: the name, if that is what is unknown, and the answer otherwise.
fn place_of(error: &FactError<'_>, key: &Word, value: &Node) -> Place {
    let is_name = match error.code {
        Fault::UnknownFact | Fault::UnknownField | Fault::UnknownKey => true,
        // The number of members of a sort that does not exist.
        Fault::UnknownOption => !is_option(value),
        Fault::WrongType
        | Fault::NotANumber
        | Fault::NotADate
        | Fault::EmptyRange
        | Fault::OutOfBounds
        | Fault::TooMany
        | Fault::NotPossible => false,
    };
    if is_name { key.place } else { value.place }
}

/// Whether an answer names an option or several, and is no number of members.
fn is_option(value: &Node) -> bool {
    let is_word = |one: &Node| matches!(&one.kind, NodeKind::Scalar(answers::Value::Text(_)));
    value.items().iter().any(is_word)
}

/// The message and the help.
fn told(error: &FactError<'_>, key: &Word, value: Option<&Node>) -> (String, Option<String>) {
    let near = |written: &str| match &error.expected {
        Expected::Option(ids) => suggestion(written, ids.iter().map(String::as_str)),
        Expected::Ids(ids) => suggestion(written, ids.iter().map(String::as_str)),
        Expected::Fact(facts) => suggestion(written, facts.iter().map(|fact| fact.id.as_str())),
        Expected::Words(_)
        | Expected::Whole { .. }
        | Expected::Between(..)
        | Expected::AtMost(_) => None,
    };
    let written = value.map(Node::shown).unwrap_or_default();
    match error.code {
        Fault::UnknownFact => {
            let message = format!("the rules of this city ask for no fact `{}`", key.text);
            (message, near(&key.text))
        }
        Fault::UnknownField => (format!("unknown field `{}`", key.text), near(&key.text)),
        Fault::UnknownKey => {
            let message = format!("unknown key `{}`, expected {}", key.text, error.expected);
            (message, near(&key.text))
        }
        Fault::UnknownOption if value.is_some_and(is_option) => {
            let message = format!("unknown option `{written}`, expected {}", error.expected);
            (message, near(&written))
        }
        Fault::UnknownOption => {
            let message = format!("unknown option `{}`, expected {}", key.text, error.expected);
            (message, near(&key.text))
        }
        Fault::WrongType
        | Fault::NotANumber
        | Fault::NotADate
        | Fault::EmptyRange
        | Fault::OutOfBounds
        | Fault::TooMany
        | Fault::NotPossible => {
            let message =
                format!("expected {}, found `{written}` for `{}`", error.expected, key.text);
            let is_quoted = error.code == Fault::WrongType && matches!(&*written, "yes" | "no");
            (message, is_quoted.then(|| "leave the quotation marks out".to_owned()))
        }
    }
}

/// The key and the value at a path such as `household.members[1].born`.
fn find<'a>(entries: &'a [(Word, Node)], path: &str) -> Option<(&'a Word, &'a Node)> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let (name, index) = match first.split_once('[') {
        Some((name, index)) => (name, index.strip_suffix(']')?.parse::<usize>().ok()),
        None => (first, None),
    };
    let (key, node) = entries.iter().find(|(key, _)| key.text == name)?;
    let node = match index {
        Some(index) => node.items().get(index)?,
        None => node,
    };
    if rest.is_empty() {
        return Some((key, node));
    }
    let NodeKind::Map(inner) = &node.kind else { return Some((key, node)) };
    // The place of `{ is: … }` is that of the fact.
    find(inner, rest).or(Some((key, node)))
}
