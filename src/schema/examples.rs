//! The files of worked examples. Answers and rulings have the names of the city's rules, which no schema
//! knows.

use super::shape::{
    Key, day, defined, id, list, map, may, member, named, need, one_of, with, word, yes_no,
};
use crate::check::expectations::{
    OF_APPLY, OF_BEST, OF_CHOSEN, OF_CONDITIONS, OF_DECIDED_BY, OF_ESTIMATE, OF_KEY_DATES,
    OF_OBLIGATION, OF_PROGRAMME, OF_REFERENCE, OF_REPORT,
};
use crate::report::{State, Verdict, Window};
use serde_json::{Map, Value, json};

pub(super) fn examples() -> Value {
    let own = may("source", "The source that examples cite without naming one.", id());
    map(listed(expected(), Vec::new()).into_iter().chain([own]))
}

/// The worked examples of a framework, which say of one programme what is expected.
pub(super) fn of_framework() -> [Key; 2] {
    let own = vec![
        may(
            "parameters",
            "What the municipality states, by parameter.",
            named(defined("expression")),
        ),
        may("by", "The date question that decides whether the version holds.", id()),
    ];
    listed(programme(), own)
}

/// Examples that expect something of a shape, and the bases from which they start. Each has these keys of its own too.
fn listed(expect: Value, own: Vec<Key>) -> [Key; 2] {
    let answers = || json!({ "type": "object" });
    let keys = [
        need("name", "What it shows.", word()),
        need("on", "The application date.", day()),
        may("today", "The day on which a source can be stale.", day()),
        may("like", "The base that it starts from.", id()),
        may("without", "Questions of the base that it leaves open.", list(word())),
        may("answers", "Its answers, by question.", answers()),
        may("rulings", "What the city has confirmed, by id.", json!({})),
        need("expect", "What is expected, by programme or of the whole report.", expect),
        may(
            "suppose",
            "Whether applications are taken on the application date, by programme.",
            named(member::<Window>()),
        ),
        may(
            "source",
            "Where it stands: the id of a source, or a list of citations. The file's own, if absent.",
            defined("source"),
        ),
    ];
    let examples = with(list(map(keys.into_iter().chain(own))), json!({ "minItems": 1 }));
    let on_another = map([
        need("like", "The earlier base that it starts from.", id()),
        may("without", "Questions of that base that it leaves open.", list(word())),
        may("answers", "Its answers, by question.", answers()),
    ]);
    let base = json!({ "if": { "required": ["like"] }, "then": on_another, "else": answers() });
    [
        may("bases", "Named answers from which examples start.", named(base)),
        need("examples", "The examples.", examples),
    ]
}

/// What is expected of the whole report, and of each programme by its id.
fn expected() -> Value {
    let of_report = keys(&OF_REPORT, |key| match key {
        "best" | "best_estimate" => best(&OF_BEST),
        "best_chosen" | "best_estimate_chosen" => best(&[&OF_BEST[..], &OF_CHOSEN].concat()),
        _ => one_or_more(),
    });
    with(of_report, json!({ "additionalProperties": programme(), "minProperties": 1 }))
}

fn programme() -> Value {
    result(&OF_PROGRAMME)
}

/// A map with some of these keys.
fn keys(known: &[&str], shape: impl Fn(&str) -> Value) -> Value {
    let properties: Map<_, _> = known.iter().map(|key| ((*key).to_owned(), shape(key))).collect();
    json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "minProperties": 1,
    })
}

fn result(known: &[&str]) -> Value {
    keys(known, |key| match key {
        "verdict" => member::<Verdict>(),
        "window" => member::<Window>(),
        "provisional" => truth(),
        "year" => scalar(),
        "decided_by" => or_none(keys(&OF_DECIDED_BY, |_| range())),
        "amount" => range(),
        "parts" => by_id(range()),
        "states" => by_id(member::<State>()),
        "conditions" => or_none(keys(&OF_CONDITIONS, |_| scalar())),
        "readings" => one_of([one_or_more(), by_id(by_id(range()))]),
        "obligations" => one_of([one_or_more(), by_id(keys(&OF_OBLIGATION, |_| range()))]),
        "key_dates" => one_of([one_or_more(), by_id(keys(&OF_KEY_DATES, |_| range()))]),
        "apply" => or_none(keys(&OF_APPLY, |key| match key {
            "first" | "last" => range(),
            "ends_with_rules" | "window_unknown" => truth(),
            _ => one_or_more(),
        })),
        "estimate" => or_none(result(&OF_ESTIMATE)),
        "reference" => or_none(result(&OF_REFERENCE)),
        _ => one_or_more(),
    })
}

fn best(known: &[&str]) -> Value {
    or_none(keys(known, |_| one_or_more()))
}

/// `none`, or a map.
fn or_none(shape: Value) -> Value {
    one_of([json!({ "const": "none" }), shape])
}

fn truth() -> Value {
    one_of([yes_no(), json!({ "type": "boolean" })])
}

fn scalar() -> Value {
    json!({ "type": ["string", "number", "boolean", "null"] })
}

/// One value or a list of them.
fn one_or_more() -> Value {
    one_of([scalar(), list(json!({}))])
}

/// `none`, one figure or day, or its ends.
fn range() -> Value {
    let ends =
        keys(&["min", "max", "ceiling"], |key| if key == "ceiling" { truth() } else { scalar() });
    one_of([scalar(), ends])
}

fn by_id(value: Value) -> Value {
    json!({ "type": "object", "additionalProperties": value, "minProperties": 1 })
}
