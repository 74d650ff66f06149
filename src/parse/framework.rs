//! A framework's file by shape: its clauses, its parameters with the values seen elsewhere, its worked
//! examples. It does not look names up.

use super::reader::{Map, Reader};
use super::year::{self, Names};
use super::{dated_lists, examples, programme, uses};
use crate::source::{
    Basis, Framework, FrameworkExample, FrameworkParameter, FrameworkPart, Seen, Stated, Terms,
    Word,
};
use marked_yaml::Node;

/// Reads a version of a framework. There is none without a level, and none without a benefit, a payer and
/// a payee that builds on no other.
pub(super) fn framework_file(
    reader: &mut Reader<'_>,
    map: &mut Map<'_>,
    id: String,
    fiscal_year: i16,
) -> Option<Framework> {
    let id = Word { text: id, place: map.place };
    let name = reader.required_text(map, "name");
    let level = reader.required_member(map, "level");
    let version_by = map.take("version_by").and_then(|node| reader.id(node));
    let basis = basis(reader, map);
    let sources = reader.required(map, "sources").map_or_else(Vec::new, |node| reader.named(node));
    let parameters = named(reader, map, "parameters");
    let lists = named(reader, map, "lists");
    let Names { asks, readings, definitions, member_definitions } = year::names(reader, map);
    let sources = sources.into_iter().filter_map(|(id, node)| year::source(reader, id, node));
    let sources = sources.collect();
    let parameters = parameters.into_iter().filter_map(|(id, node)| parameter(reader, id, node));
    let parameters = parameters.collect();
    let lists = lists.into_iter().filter_map(|(id, node)| dated_lists::list(reader, id, node));
    let lists = lists.collect();
    let obligations = programme::obligations(reader, map.take("obligations"));
    let before = reader.statements(map.take("before"));
    let documents = reader.statements(map.take("documents"));
    let notes = reader.statements(map.take("notes"));
    let examples = examples::listed(reader, map, fiscal_year, own_of_example);
    let examples = examples.into_iter().map(|(example, (parameters, valid_by))| FrameworkExample {
        example,
        parameters,
        valid_by,
    });
    Some(Framework {
        id,
        fiscal_year,
        name,
        level: level?,
        version_by,
        basis: basis?,
        sources,
        parameters,
        lists,
        asks,
        readings,
        definitions,
        member_definitions,
        obligations,
        before,
        documents,
        notes,
        examples: examples.collect(),
    })
}

fn named<'n>(
    reader: &mut Reader<'_>,
    map: &mut Map<'n>,
    key: &'static str,
) -> Vec<(Word, &'n Node)> {
    map.take(key).map_or_else(Vec::new, |node| reader.named(node))
}

/// The clauses, or the framework on which this one builds.
fn basis(reader: &mut Reader<'_>, map: &mut Map<'_>) -> Option<Basis> {
    if let Some(node) = map.take("builds_on") {
        let mut inner = reader.map(node)?;
        let found = uses::framework_use(reader, &mut inner);
        reader.finish(inner);
        return found.map(Basis::BuildsOn);
    }
    let benefit = reader.required_member(map, "benefit");
    let payer = reader.required_member(map, "payer");
    let payee = reader.required_member(map, "payee");
    let requires = programme::requires(reader, map);
    let parts = map.take("amount").map_or_else(Vec::new, |node| parts(reader, node));
    let (benefit, payer, payee) = (benefit?, payer?, payee?);
    Some(Basis::Own(Terms { benefit, payer, payee, requires, parts }.into()))
}

/// The parts of an amount. Each has its figure in a sentence too.
fn parts(reader: &mut Reader<'_>, node: &Node) -> Vec<FrameworkPart> {
    let Some(mut map) = reader.map(node) else { return Vec::new() };
    let listed = reader.required(&mut map, "parts").map_or_else(Vec::new, |node| reader.list(node));
    let mut found = Vec::new();
    for node in listed {
        let Some(mut map) = reader.map(node) else { continue };
        let id = reader.required(&mut map, "id").and_then(|node| reader.id(node));
        let reported = reader.required_text(&mut map, "reported");
        let part = programme::part_body(reader, &mut map, id);
        reader.finish(map);
        found.extend(part.map(|part| FrameworkPart { part, reported }));
    }
    reader.finish(map);
    found
}

fn parameter(reader: &mut Reader<'_>, id: Word, node: &Node) -> Option<FrameworkParameter> {
    let mut map = reader.map(node)?;
    let quantity = reader.required_member(&mut map, "type");
    let says = reader.required_text(&mut map, "says");
    let decides = reader.required_member(&mut map, "decides");
    let usual = map.take("usual").and_then(|node| reader.word(node));
    let seen = named(reader, &mut map, "seen");
    let seen: Vec<Seen> =
        seen.into_iter().filter_map(|(id, node)| value_seen(reader, id, node)).collect();
    let ask = if seen.is_empty() { None } else { reader.required(&mut map, "ask") };
    let ask = ask.and_then(|node| reader.ask(node));
    reader.finish(map);
    Some(FrameworkParameter { id, quantity: quantity?, says, decides: decides?, usual, seen, ask })
}

fn value_seen(reader: &mut Reader<'_>, id: Word, node: &Node) -> Option<Seen> {
    let mut map = reader.map(node)?;
    let value = reader.required(&mut map, "value").and_then(|node| reader.parameter_value(node));
    let statement = reader.statement_of(&mut map);
    reader.finish(map);
    Some(Seen { id, statement, value: value? })
}

/// What an example of a framework has beside those of a city: the parameters that its municipality
/// states, and the date that decides whether the version holds.
fn own_of_example(reader: &mut Reader<'_>, map: &mut Map<'_>) -> (Vec<Stated>, Option<Word>) {
    let mut parameters = Vec::new();
    for (id, node) in named(reader, map, "parameters") {
        let value = reader.parameter_value(node);
        parameters.extend(value.map(|value| Stated { id, value, cites: Vec::new() }));
    }
    let by = map.take("by").and_then(|node| reader.id(node));
    (parameters, by)
}
