//! How a programme, or another framework, uses a framework, by shape: the parameters, the clauses that
//! it confirms, its departures. It does not look names up; `expand` does.

use super::programme;
use super::reader::{Map, Reader};
use crate::source::{Clause, Departure, FrameworkUse, Programme, Stated, Word};
use marked_yaml::Node;

/// Reads a programme, and how it uses a framework if it names one.
pub(super) fn programme(
    reader: &mut Reader<'_>,
    map: &mut Map<'_>,
    id: Word,
    fiscal_year: i16,
) -> Option<(Programme, Option<FrameworkUse>)> {
    let programme = programme::programme(reader, map, id, fiscal_year);
    let found = if map.has("framework") { framework_use(reader, map) } else { None };
    Some((programme?, found))
}

/// The keys of a map that use a framework.
pub(super) fn framework_use(reader: &mut Reader<'_>, map: &mut Map<'_>) -> Option<FrameworkUse> {
    let framework = reader.required(map, "framework").and_then(|node| reader.word(node));
    let parameters = map.take("parameters").map_or_else(Vec::new, |node| reader.named(node));
    let parameters = parameters.into_iter().filter_map(|(id, node)| stated(reader, id, node));
    let parameters = parameters.collect();
    let mut confirms = Vec::new();
    let confirmed = map.take("confirms").map_or_else(Vec::new, |node| reader.named(node));
    for (clause, node) in confirmed {
        confirms.push((clause, reader.cites_at(Some(node), reader.node_place(node))));
    }
    let listed = map.take("departures").map_or_else(Vec::new, |node| reader.list(node));
    let departures = listed.into_iter().filter_map(|node| departure(reader, node)).collect();
    Some(FrameworkUse { framework: framework?, parameters, confirms, departures })
}

/// A parameter with its value and citations: `{ value, source }`.
fn stated(reader: &mut Reader<'_>, id: Word, node: &Node) -> Option<Stated> {
    let mut map = reader.map(node)?;
    let value = reader.required(&mut map, "value").and_then(|node| reader.parameter_value(node));
    let cites = reader.cites(&mut map);
    reader.finish(map);
    Some(Stated { id, value: value?, cites })
}

fn departure(reader: &mut Reader<'_>, node: &Node) -> Option<Departure> {
    let mut map = reader.map(node)?;
    let kinds = ["replace", "add", "drop"];
    let named = kinds.into_iter().filter(|kind| map.has(kind)).collect::<Vec<_>>();
    let [kind] = named.as_slice() else {
        let message = "a departure needs exactly one of `replace`, `add` and `drop`";
        reader.problem(map.place, "departure", message);
        return None;
    };
    let id = map.take(kind).and_then(|node| reader.id(node));
    let found = match *kind {
        "drop" => {
            let statement = reader.statement_of(&mut map);
            id.map(|clause| Departure::Drop { clause, statement })
        }
        "add" => {
            let to = map.take("to").and_then(|node| reader.id(node));
            clause(reader, &mut map, id).map(|clause| Departure::Add { clause, to })
        }
        _ => clause(reader, &mut map, id).map(Departure::Replace),
    };
    reader.finish(map);
    found
}

/// A clause from the keys of a map other than its id. Its keys tell a requirement, a part of the amount
/// and an obligation apart.
fn clause(reader: &mut Reader<'_>, map: &mut Map<'_>, id: Option<Word>) -> Option<Clause> {
    if map.has("yen") || map.has("cases") {
        return programme::part_body(reader, map, id).map(|found| Clause::Part(found.into()));
    }
    if map.has("until") {
        return programme::obligation(reader, map, id)
            .map(|found| Clause::Obligation(found.into()));
    }
    programme::body(reader, map, id?).map(|found| Clause::Requirement(found.into()))
}
