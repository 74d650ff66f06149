//! The files of a city: `facts.yaml`, `city.yaml`, `rulebook.yaml`, a programme, and the words of a language.

use super::clauses::{framework_use, names, obligation, own_id, parts, requires, source};
use super::shape::{
    Key, day, defined, id, list, map, may, member, named, need, one_of, some_word, whole,
    whole_within, with, word, yes_no,
};
use super::values::{Cites, requirements, statement, texts, validity};
use crate::closed_list::ClosedList;
use crate::limits;
use crate::rulebook::{Benefit, Every, Party};
use crate::source::{FactType, Icon, Measure, Role};
use serde_json::{Value, json};
use strum::VariantArray;

pub(super) fn facts() -> Value {
    let roles = json!({
        "type": "object",
        "propertyNames": member::<Role>(),
        "additionalProperties": id(),
    });
    map([
        need("topics", "The headings of the questions, by id.", texts()),
        need("facts", "The questions, by id, in asking order.", named(question(true))),
        may("asked_together", "Plans that are asked on one screen.", named(together())),
        may("roles", "What the page takes some questions, fields and options for.", roles),
    ])
}

fn together() -> Value {
    map([
        need("question", "The question on the screen.", defined("text")),
        may("help", "How to answer it.", defined("text")),
        need(
            "facts",
            "What a tick says, by question.",
            with(texts(), json!({ "minProperties": 2 })),
        ),
        may("notes", "A second line below a tick, by question.", texts()),
        may("icons", "The picture of a tick, by question.", named(member::<Icon>())),
    ])
}

/// A question, or a field of a list, which has no topic.
fn question(has_topic: bool) -> Value {
    one_of(FactType::VARIANTS.iter().map(|kind| typed(has_topic, *kind)))
}

fn typed(has_topic: bool, kind: FactType) -> Value {
    let topic = if has_topic { need } else { may };
    let common = [
        need("type", "What kind of answer it takes.", json!({ "const": kind.name() })),
        topic("topic", "The heading under which the page asks it.", id()),
        need("question", "The question.", defined("text")),
        may("help", "How to answer it.", defined("text")),
        may("label", "What lists of answers call it.", defined("text")),
        may("chosen", "The applicant can choose the answer.", yes_no()),
        may("not_chosen", "The options that nobody can choose.", list(id())),
        may("no_plan", "The answer of somebody who does not make this plan.", word()),
        may("behind", "When it matters, such as `telework is yes`.", behind()),
        may("on_screen_of", "The earlier question whose screen it shares.", id()),
    ];
    let shape = map(common.into_iter().chain(of_type(kind)));
    let is_measured = kind == FactType::Number;
    let measured = json!({ "dependentRequired": { "unit": ["measure"] } });
    if is_measured { with(shape, measured) } else { shape }
}

fn behind() -> Value {
    json!({ "type": "string", "pattern": "^[^ ]+ is [^ ]+( or [^ ]+)*$" })
}

pub(super) fn city() -> Value {
    let languages = with(list(id()), json!({ "minItems": 1 }));
    let address = json!({ "type": "string", "pattern": "^https://[^?#]*/$" });
    map([
        need("name", "The city's name.", defined("text")),
        need("prefecture", "Its prefecture.", defined("text")),
        need("code", "Its municipality code.", word()),
        need("languages", "The languages of its pages.", languages),
        need("title", "The title of its pages.", defined("text")),
        need("desk", "The office to ask.", defined("desk")),
        may("published_at", "The address below which its pages are published.", address),
        may("picture", "What picture.svg beside this file shows.", defined("text")),
    ])
}

pub(super) fn rulebook() -> Value {
    let own = [
        need(
            "fiscal_year",
            "The fiscal year, as its folder is called.",
            whole_within(-32_768, 32_767),
        ),
        need("programmes", "The ids of the programmes, in the order shown.", list(id())),
        may("provisional", "The rules are only announced.", yes_no()),
        may(
            "still_in_force",
            "The programmes that the year leaves out, because their earlier rules still hold.",
            list(id()),
        ),
        may("supports", "The headings under which the city groups its programmes.", texts()),
        need("sources", "What the year's rules cite, by id.", named(source())),
        may(
            "groups",
            "Requirements that several programmes share.",
            named(one_of(requirements(Cites::Its, &Vec::new))),
        ),
        may("shared_caps", "The most that several programmes pay together.", list(shared_cap())),
    ];
    map(own.into_iter().chain(names(defined("statement"))))
}

fn shared_cap() -> Value {
    let programmes = with(list(id()), json!({ "minItems": 2 }));
    let own = [
        need("id", "Its id.", id()),
        need("programmes", "The programmes that it covers.", programmes),
        need("yen", "The most that they pay together.", defined("money")),
    ];
    map(own.into_iter().chain(statement()))
}

/// A programme with rules of its own, or by a framework.
pub(super) fn programme() -> Value {
    json!({
        "if": { "required": ["framework"] },
        "then": programme_by_framework(),
        "else": own_programme(),
    })
}

/// A programme by a framework.
fn programme_by_framework() -> Value {
    let own = [
        may("exclusive", "Other programmes that exclude this one.", list(exclusion())),
        may("incomplete", "Something is not published.", defined("incomplete")),
    ];
    map(own.into_iter().chain(framework_use()).chain(of_every_programme()))
}

/// Another programme that excludes this one.
fn exclusion() -> Value {
    let own = [
        need("programme", "The other programme.", id()),
        may("reading", "The reading on which the exclusion depends.", id()),
        may("under", "The choices of that reading under which it holds.", list(id())),
    ];
    let both = json!({ "dependentRequired": { "reading": ["under"], "under": ["reading"] } });
    with(map(own.into_iter().chain(statement())), both)
}

fn own_programme() -> Value {
    let own = [
        need("benefit", "What kind of benefit it is.", member::<Benefit>()),
        may("payer", "Who pays; the city, if absent.", member::<Party>()),
        may("payee", "Who is paid; the household, if absent.", member::<Party>()),
        may("exclusive", "Other programmes that exclude this one.", list(exclusion())),
        need("requires", "The requirements.", requires()),
        may("amount", "The amount.", amount()),
    ];
    map(own.into_iter().chain(of_every_programme()))
}

/// The keys of every programme.
fn of_every_programme() -> [Key; 14] {
    let statements = || list(defined("statement"));
    [
        may("source", "The source that the file's statements cite without naming one.", id()),
        need("name", "Its official name.", defined("text")),
        may("summary", "What it is, in a sentence.", defined("text")),
        may("support", "The heading of the year under which it stands.", id()),
        may("valid", "When these rules hold; the whole fiscal year, if absent.", validity()),
        may("continues", "The programme of earlier years in whose place it stands.", id()),
        may("window", "When applications are taken.", window()),
        may("before", "Acts that bar an application if they come before it.", statements()),
        may("obligations", "What the household owes after the award.", list(obligation(&own_id))),
        may("key_dates", "Days and periods that the household has to know.", list(key_dates())),
        may("reported", "Figures seen elsewhere, shown and never computed with.", statements()),
        may("documents", "What to bring.", statements()),
        may("notes", "What else the city says.", statements()),
        may("desk", "The office, if it is not the city's.", defined("desk")),
    ]
}

fn window() -> Value {
    let own = [
        may("opens", "The first day.", day()),
        may("closes", "The last day.", day()),
        may("seen_open", "A day on which it was seen open.", day()),
        may("seen_closed", "A day on which it was seen closed.", day()),
        may("budget_reached", "The budget is used up.", yes_no()),
    ];
    map(own.into_iter().chain(statement()))
}

/// A key date: a day, or a period.
fn key_dates() -> Value {
    let key = |own: Vec<Key>| {
        let own = [need("id", "Its id.", id())].into_iter().chain(own);
        map(own.chain(statement()))
    };
    one_of([
        key(vec![need("day", "The day.", defined("expression"))]),
        key(vec![
            need("from", "The first day of the period.", defined("expression")),
            need("to", "The last day of the period.", defined("expression")),
        ]),
    ])
}

fn amount() -> Value {
    let schedule = map([
        need("every", "The distance of instalments.", member::<Every>()),
        need("times", "How many there are.", whole_within(1, 1_200)),
    ]);
    let parts = with(list(one_of(parts(&own_id))), json!({ "minItems": 1 }));
    map([
        need("parts", "The parts whose sum is the amount.", parts),
        may("then", "What is done to the sum, in this order.", list(defined("step"))),
        may("schedule", "The parts are one instalment.", schedule),
    ])
}

pub(super) fn words() -> Value {
    let words = || json!({ "type": "object", "additionalProperties": some_word() });
    map([
        need("kanji", "Whether the language has kanji of its own.", yes_no()),
        need("page", "The words of the pages.", words()),
        need("script", "The words that the script shows.", words()),
        may("slots", "Slots that a language may use beside those of the Japanese text.", words()),
    ])
}

/// The keys of a question that only one type has.
fn of_type(kind: FactType) -> Vec<Key> {
    match kind {
        FactType::YesNo => Vec::new(),
        FactType::Choice => {
            let bounds = json!({ "minProperties": 2, "maxProperties": limits::OPTIONS });
            vec![need("options", "The options, by id.", with(texts(), bounds))]
        }
        FactType::Number | FactType::Yen => vec![
            need("min", "The least answer.", whole()),
            need("max", "The greatest answer.", whole()),
            may("bands", "The ends of the bands, where it is asked roughly first.", list(whole())),
            may("unit", "The unit behind the number.", defined("text")),
            may("measure", "What the number counts.", member::<Measure>()),
        ],
        FactType::Date => vec![
            need("first", "The earliest answer.", day()),
            need("last", "The latest answer.", day()),
        ],
        FactType::List => vec![
            need("key", "The choice by which members without a name are counted.", id()),
            may("applicant", "The applicant's fixed answers, by field.", named(word())),
            need("fields", "The questions about each member, by id.", named(defined("field"))),
        ],
    }
}

/// A field of a list, which other files do not have.
pub(super) fn field() -> Value {
    question(false)
}
