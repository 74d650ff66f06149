//! What programmes and frameworks are made of: requirements, parts of an amount, obligations, names, sources, and how
//! one of them uses a framework.

use super::shape::{
    Key, day, defined, id, list, map, may, member, named, need, one_of, whole_within, with, word,
    yes_no,
};
use super::values::{Cites, requirements, statement, steps, texts};
use crate::rulebook::Party;
use crate::source::{Evidence, SourceKind};
use serde_json::{Value, json};

/// The questions for the desk, the readings and the definitions of a file. `choice` is the shape of a choice of a reading.
pub(super) fn names(choice: Value) -> [Key; 4] {
    let choices = with(named(choice), json!({ "minProperties": 2 }));
    let reading = map([
        need("ask", "The id of its question for the desk.", id()),
        need("choices", "The meanings that it can have, by id.", choices),
    ]);
    let expressions = || named(defined("expression"));
    [
        may("asks", "The questions for the desk, by id.", texts()),
        may("readings", "Points that the sources leave open, by id.", named(reading)),
        may("definitions", "Named expressions.", expressions()),
        may(
            "member_definitions",
            "Named expressions about a member, by list.",
            named(expressions()),
        ),
    ]
}

pub(super) fn source() -> Value {
    let address = json!({ "type": "string", "pattern": "^https?://" });
    map([
        need("title", "Its title.", defined("text")),
        need("publisher", "Who publishes it.", defined("text")),
        need("address", "The address of the web page.", address),
        need("kind", "What kind of publisher that is.", member::<SourceKind>()),
        need("evidence", "The grade of statements that cite it.", member::<Evidence>()),
        may("dated", "The date that it shows.", day()),
        need("checked", "The day on which its text was last read for this rulebook.", day()),
        may("review_by", "The last day before it must be read again.", day()),
    ])
}

/// The top group of a programme or a framework.
pub(super) fn requires() -> Value {
    let incomplete = may("incomplete", "Something is not published.", defined("incomplete"));
    let all = need("all", "What a household must satisfy.", list(defined("requirement")));
    map([incomplete, all])
}

/// An obligation with these keys of its own.
pub(super) fn obligation(own_keys: &dyn Fn() -> Vec<Key>) -> Value {
    let event = map([
        need("when", "Whether it happened.", defined("expression")),
        may("day", "The day on which it happened.", defined("expression")),
    ]);
    let excuse = [may(
        "when",
        "Whether the reason applies; only the desk judges it, if absent.",
        defined("expression"),
    )];
    let excuse = map(excuse.into_iter().chain(statement()));
    let end = "The last day on which it can arise, `no_end`, or `unknown`.";
    let owed = "What is owed: a share of what was paid, such as 1/2, yen, or `unknown`.";
    let own = [
        may("event", "The event, if the rules ask about it.", event),
        need("until", end, defined("expression")),
        may("excused", "The reasons that excuse.", list(excuse)),
        need("owed", owed, defined("expression")),
        may("ask", "The id of the question about what is unknown.", id()),
    ];
    let is_known = json!({ "description": "It is stated.", "not": { "const": "unknown" } });
    let needs_no_question = json!({ "properties": { "until": is_known, "owed": is_known } });
    let any_of = json!({ "anyOf": [{ "required": ["ask"] }, needs_no_question] });
    with(map(own_keys().into_iter().chain(own).chain(statement())), any_of)
}

/// The id of a part of an amount or of an obligation.
pub(super) fn own_id() -> Vec<Key> {
    vec![need("id", "Its id.", id())]
}

fn instalments() -> Value {
    let number = || whole_within(0, i64::from(u16::MAX));
    map([
        need("first", "The number of the first one, from 1.", number()),
        need("last", "The number of the last one.", number()),
    ])
}

/// A part with these keys of its own: a table or an expression, with its steps as keys or under `then`.
pub(super) fn parts(own_keys: &dyn Fn() -> Vec<Key>) -> Vec<Value> {
    let part = |value: Key| {
        let own = [
            value,
            may("ceiling", "The figure is an upper limit: 最大, 以内.", yes_no()),
            may("payer", "Who pays it, if not the programme's payer.", member::<Party>()),
            may("payee", "Who is paid, if not the programme's payee.", member::<Party>()),
            may("then", "What is done to it, in this order.", list(defined("step"))),
            may("instalments", "The instalments that it is in; all, if absent.", instalments()),
        ];
        let steps_as_keys: Vec<Value> =
            steps().iter().map(|key| json!({ "required": ["then", key.name()] })).collect();
        let own = own_keys().into_iter().chain(own);
        let shape = map(own.chain(statement()).chain(steps()));
        with(shape, json!({ "not": { "anyOf": steps_as_keys } }))
    };
    let table = "A table of its amounts.";
    vec![
        part(need("yen", "Its amount in yen.", defined("money"))),
        part(need("cases", table, defined("money_cases"))),
    ]
}

/// How a programme, or another framework, uses a framework.
pub(super) fn framework_use() -> [Key; 4] {
    let stated = [
        need("value", "The value.", defined("expression")),
        may("source", "Where the city states it.", defined("source")),
    ];
    [
        need("framework", "The framework and its version, such as relocation_grant/2025.", word()),
        may("parameters", "What the city states, by parameter.", named(map(stated))),
        may(
            "confirms",
            "The citations of clauses that the city's own text repeats, by clause.",
            named(defined("source")),
        ),
        may("departures", "Where it differs: each replaces, adds or drops.", list(departure())),
    ]
}

fn departure() -> Value {
    let drop = [need("drop", "The clause that does not hold.", id())];
    let add = || {
        let to = may("to", "The group to which a requirement is added.", id());
        vec![need("add", "The id of the new clause.", id()), to]
    };
    let replace = || vec![need("replace", "The clause in whose place this one stands.", id())];
    let drop = map(drop.into_iter().chain(statement()));
    one_of([drop].into_iter().chain(clause(&add)).chain(clause(&replace)))
}

/// The shapes of a clause with these keys of its own: a requirement, a part of the amount, an obligation.
fn clause(own: &dyn Fn() -> Vec<Key>) -> Vec<Value> {
    let mut shapes = requirements(Cites::Its, own);
    shapes.extend(parts(own));
    shapes.push(obligation(own));
    shapes
}
