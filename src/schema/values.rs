//! What several files of rules share: texts, citations, expressions, offices, steps of an amount.

use super::shape::{
    Key, day, defined, id, list, map, may, member, named, need, one_of, some_word, whole,
    whole_within, with, word, yes_no,
};
use crate::amount::Rounding;
use crate::closed_list::ClosedList;
use crate::rulebook::Grouping;
use crate::source::{Evidence, Judge};
use serde_json::{Map, Value, json};

/// The shapes that files name, by name.
pub(super) fn definitions() -> Value {
    let all = [
        ("text", text()),
        ("citation", citation()),
        ("source", citations()),
        ("statement", map(statement())),
        ("desk", desk()),
        ("expression", expression("value", "expression")),
        ("money", expression("yen", "money")),
        ("cases", cases("value", "expression")),
        ("money_cases", cases("yen", "money")),
        ("requirement", requirement()),
        ("incomplete", incomplete(Cites::Its)),
        ("library_requirement", one_of(requirements(Cites::No, &own_id))),
        ("library_incomplete", incomplete(Cites::No)),
        ("step", step()),
    ];
    Value::Object(
        all.into_iter().map(|(name, shape)| (name.to_owned(), shape)).collect::<Map<_, _>>(),
    )
}

fn text() -> Value {
    json!({
        "description": "A text by language, such as { ja: … }.",
        "type": "object",
        "additionalProperties": with(some_word(), json!({ "pattern": "\\S" })),
    })
}

fn citation() -> Value {
    let long = map([
        may("source", "The id of a source of the year; the file's own, if absent.", id()),
        may("at", "Where in the source, such as 4(1).", word()),
        may(
            "evidence",
            "The grade of this statement, if it is not the source's.",
            member::<Evidence>(),
        ),
    ]);
    one_of([id(), long])
}

fn citations() -> Value {
    one_of([defined("citation"), with(list(defined("citation")), json!({ "minItems": 1 }))])
}

/// The keys of a cited sentence.
pub(super) fn statement() -> [Key; 2] {
    [says(), cited()]
}

pub(super) fn says() -> Key {
    need("says", "The sentence, by language.", defined("text"))
}

fn cited() -> Key {
    may(
        "source",
        "Where it stands: the id of a source, or a list of citations. The file's own, if absent.",
        defined("source"),
    )
}

/// Whether the file of a requirement cites sources. The library does not.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Cites {
    Its,
    No,
}

impl Cites {
    /// The keys of a sentence.
    fn statement(self) -> Vec<Key> {
        match self {
            Cites::Its => vec![says(), cited()],
            Cites::No => vec![says()],
        }
    }

    /// The name of the shape of requirements, and of that of what is not published.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Cites::Its => ("requirement", "incomplete"),
            Cites::No => ("library_requirement", "library_incomplete"),
        }
    }
}

fn desk() -> Value {
    map([
        need("name", "The name of the office.", defined("text")),
        may("address", "Its address.", defined("text")),
        may("phone", "Its number in half-width digits and `-`, such as 000-000-0000.", word()),
        may("hours", "When it is open.", defined("text")),
        may("note", "Anything else, such as an extension.", defined("text")),
    ])
}

/// An expression: a line, a table, an open reading, or an unknown figure.
fn expression(value: &str, own: &str) -> Value {
    let line = json!({
        "description": "An expression on one line.",
        "type": ["string", "number"],
        "pattern": "\\S",
        "maxLength": 1000,
    });
    let table = if value == "yen" { "money_cases" } else { "cases" };
    let table = map([need(
        "cases",
        "A table: exactly one case holds for every household.",
        defined(table),
    )]);
    let bounds = map([
        may("min", "The least that it can be, in yen.", whole()),
        may("max", "The most that it can be, in yen.", whole()),
    ]);
    let unknown =
        map([need("unknown", "A figure that no source states, with its bounds.", bounds)]);
    let is_other = json!({ "anyOf": [{ "required": ["cases"] }, { "required": ["unknown"] }] });
    let reading =
        map([need("reading", "The id of a reading; its choices are keys beside it.", id())]);
    let reading = with(reading, json!({ "additionalProperties": defined(own), "not": is_other }));
    one_of([line, table, unknown, reading])
}

fn cases(value: &'static str, own: &str) -> Value {
    let case = map([
        need("when", "The condition.", defined("expression")),
        need(value, "The value where the condition holds.", defined(own)),
        may("says", "The case in words.", defined("text")),
    ]);
    with(list(case), json!({ "minItems": 1 }))
}

/// The keys that every requirement with an id has, without what it requires.
fn body(cites: Cites) -> Vec<Key> {
    let mut keys = cites.statement();
    keys.extend([
        may("ask", "The id of its question for the desk.", id()),
        may(
            "judged",
            "Who decides: the calculator, or the applicant who declares it.",
            member::<Judge>(),
        ),
        may("applies_if", "For which households it counts.", defined("expression")),
        may("applies", "The same in words.", defined("text")),
        may("early", "It may hold before its period begins.", yes_no()),
    ]);
    keys
}

/// The id of a requirement in a list.
fn own_id() -> Vec<Key> {
    vec![need("id", "Its id, unique in the year.", id())]
}

/// The shapes of a requirement that has these keys of its own beside what it requires.
pub(super) fn requirements(cites: Cites, own: &dyn Fn() -> Vec<Key>) -> Vec<Value> {
    let no = || may("desk", "Not by the desk alone.", json!({ "const": "no" }));
    let both =
        || json!({ "dependentRequired": { "applies_if": ["applies"], "applies": ["applies_if"] } });
    let shape =
        |rule: Vec<Key>| with(map(own().into_iter().chain(rule).chain(body(cites))), both());
    let when = need("when", "The condition.", defined("expression"));
    let desk = need("desk", "Only the desk can judge it.", json!({ "const": "yes" }));
    let mut shapes = vec![shape(vec![when, no()]), shape(vec![desk])];
    let (member, incomplete) = cites.names();
    for how in Grouping::names() {
        let members = need(how, "The requirements of the group.", list(defined(member)));
        let says = "Something of the list is not published.";
        shapes.push(shape(vec![members, no(), may("incomplete", says, defined(incomplete))]));
    }
    shapes
}

fn requirement() -> Value {
    let shared = map([need("use", "The name of a group of the year.", id())]);
    let of_library = map([
        need("library", "The name of a requirement of the library.", id()),
        may("id", "Its id, unique in the year; the library's name, if absent.", id()),
        may("says", "The sentence, if not the library's.", defined("text")),
        may("ask", "The id of its question for the desk, if not the library's.", id()),
        cited(),
    ]);
    one_of([shared, of_library].into_iter().chain(requirements(Cites::Its, &own_id)))
}

fn incomplete(cites: Cites) -> Value {
    let ask = need("ask", "The id of the question for the desk.", id());
    map(cites.statement().into_iter().chain([ask]))
}

/// The keys of steps from a value to an amount.
pub(super) fn steps() -> Vec<Key> {
    let cap = may("cap", "The most that it can be, in yen.", defined("money"));
    let unit = || whole_within(1, 1_000_000);
    let open = map([
        need("unknown", "The multiple; no source says in which way it is rounded.", unit()),
        need("ask", "The id of the question for the desk.", id()),
    ]);
    let rounding = |how| {
        let shape =
            if how == Rounding::HalfUp.name() { one_of([unit(), open.clone()]) } else { unit() };
        may(how, "Rounded to a multiple of so many yen.", shape)
    };
    [cap].into_iter().chain(Rounding::names().map(rounding)).collect()
}

fn step() -> Value {
    with(map(steps()), json!({ "minProperties": 1, "maxProperties": 1 }))
}

/// A map from ids to texts.
pub(super) fn texts() -> Value {
    named(defined("text"))
}

/// The days of a programme's rules.
pub(super) fn validity() -> Value {
    let to = json!({ "anyOf": [day(), { "const": "no_end" }] });
    map([
        may("from", "The first day, within the fiscal year.", day()),
        may("to", "The last day, or no_end where the source states no end.", to),
        may("by", "The date question that decides; the application date, if absent.", id()),
        may("source", "What states days after the fiscal year.", defined("source")),
    ])
}
