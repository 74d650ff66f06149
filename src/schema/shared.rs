//! The files that cities share beside the questions: the library and the frameworks. Only `check` knows which parameters
//! and clauses a framework has.

use super::clauses::{framework_use, names, obligation, own_id, parts, requires, source};
use super::examples;
use super::shape::{
    Key, day, defined, id, list, map, may, member, named, need, one_of, with, word, yes_no,
};
use super::values::{Cites, requirements, says, statement};
use crate::rulebook::{Benefit, Party};
use crate::source::{Decides, Level, Quantity};
use serde_json::{Value, json};

pub(super) fn library() -> Value {
    let own = may(
        "requirements",
        "Requirements that many programmes have, by name.",
        named(one_of(requirements(Cites::No, &Vec::new))),
    );
    map(names(map([says()])).into_iter().chain([own]))
}

/// A framework that states its terms, or that builds on another one.
pub(super) fn framework() -> Value {
    let built = [need("builds_on", "The framework that it changes.", map(framework_use()))];
    json!({
        "if": { "required": ["builds_on"] },
        "then": map(built.into_iter().chain(of_every_framework())),
        "else": map(terms().into_iter().chain(of_every_framework())),
    })
}

fn terms() -> [Key; 5] {
    let part = || {
        let figure = "The figure in a sentence, for cities that do not confirm it.";
        [own_id(), vec![need("reported", figure, defined("text"))]].into_iter().flatten().collect()
    };
    let parts = list(one_of(parts(&part)));
    [
        need("benefit", "What kind of benefit it is.", member::<Benefit>()),
        need("payer", "Who pays.", member::<Party>()),
        need("payee", "Who is paid.", member::<Party>()),
        need("requires", "The requirements.", requires()),
        may("amount", "The amount.", map([need("parts", "The parts whose sum it is.", parts)])),
    ]
}

/// The keys of every framework.
fn of_every_framework() -> Vec<Key> {
    let statements = || list(defined("statement"));
    let mut keys = vec![
        need("name", "Its name, with its year.", defined("text")),
        need("level", "Who lays it down.", member::<Level>()),
        may("version_by", "The date question that chooses the version.", id()),
        need("sources", "What it cites, by id.", named(source())),
        may("parameters", "What municipalities decide, by id.", named(parameter())),
        may("lists", "Lists of places with dates, by id.", named(dated_list())),
        may("obligations", "What the household owes later.", list(obligation(&own_id))),
        may("before", "Acts that bar an application if they come before it.", statements()),
        may("documents", "What to bring.", statements()),
        may("notes", "What else it says.", statements()),
    ];
    keys.extend(names(defined("statement")));
    keys.extend(examples::of_framework());
    keys
}

fn parameter() -> Value {
    let seen = [need("value", "The value.", defined("expression"))];
    let seen = map(seen.into_iter().chain(statement()));
    let keys = [
        need("type", "What kind of value it has.", member::<Quantity>()),
        need("says", "What it is, by language.", defined("text")),
        need("decides", "Who decides it.", member::<Decides>()),
        may("usual", "The usual value, which `check` suggests.", word()),
        may("seen", "The values that were seen in cities, by id.", named(seen)),
        may("ask", "The id of its question for the desk.", id()),
    ];
    // A value that was seen may be open, and then the desk is asked.
    let is_open = json!({
        "required": ["seen"],
        "properties": { "seen": { "description": "There is one.", "minProperties": 1 } },
    });
    let rest = json!({
        "if": is_open,
        "then": { "required": ["ask"] },
        "else": { "not": { "required": ["ask"] } },
    });
    with(map(keys), rest)
}

fn dated_list() -> Value {
    let span = map([may("from", "The first day.", day()), may("to", "The last day.", day())]);
    let span = with(span, json!({ "minProperties": 1 }));
    let spans = || one_of([yes_no(), span.clone(), list(span.clone())]);
    let place = map([
        may("on", "When the place was on the list; `yes` for every day.", spans()),
        may("perhaps", "When it is not known whether it was.", spans()),
        may("source", "Where that stands.", defined("source")),
    ]);
    let open = map([
        need("ask", "The id of the question for the desk.", id()),
        need("listed", "The meaning that the place is on the list.", defined("statement")),
        need("not_listed", "The meaning that it is not.", defined("statement")),
    ]);
    let keys = [
        need("places", "The places, by the options of the question about the place.", named(place)),
        may("others_open", "Other places may be on the list.", yes_no()),
        may("open", "What is asked where the list leaves something open.", open),
    ];
    let none_perhaps = json!({ "additionalProperties": { "not": { "required": ["perhaps"] } } });
    let are_others_open = json!({
        "required": ["others_open"],
        "properties": { "others_open": { "const": "yes", "description": "Others may be." } },
    });
    let is_open = json!({ "anyOf": [
        are_others_open,
        { "properties": { "places": { "not": none_perhaps, "description": "One is open." } } },
    ] });
    let rest = json!({
        "if": is_open,
        "then": { "required": ["open"] },
        "else": { "not": { "required": ["open"] } },
    });
    with(map(keys), rest)
}
