//! The dated lists of a framework by shape: which places were on a list, and when. It does not look names up.

use super::reader::Reader;
use crate::source::{DatedList, ListedPlace, OpenList, Span, Word};
use marked_yaml::Node;

/// Reads a list. One that leaves something open needs what is asked then.
pub(super) fn list(reader: &mut Reader<'_>, id: Word, node: &Node) -> Option<DatedList> {
    let mut map = reader.map(node)?;
    let places = reader.required(&mut map, "places").map_or_else(Vec::new, |one| reader.named(one));
    let places = places.into_iter().filter_map(|(id, node)| place(reader, id, node)).collect();
    let are_others_open = reader.yes_no(map.take("others_open"));
    let mut list = DatedList { id, places, are_others_open, open: None };
    let open = if list.is_open() { reader.required(&mut map, "open") } else { None };
    list.open = open.and_then(|node| when_open(reader, node));
    reader.finish(map);
    Some(list)
}

fn place(reader: &mut Reader<'_>, id: Word, node: &Node) -> Option<ListedPlace> {
    let mut map = reader.map(node)?;
    let on = spans(reader, map.take("on"));
    let perhaps = spans(reader, map.take("perhaps"));
    let cites = reader.cites(&mut map);
    reader.finish(map);
    Some(ListedPlace { id, on, perhaps, cites })
}

/// Spans: one, or a list. `yes` is the span without ends.
fn spans(reader: &mut Reader<'_>, node: Option<&Node>) -> Vec<Span> {
    let Some(node) = node else { return Vec::new() };
    match node {
        Node::Scalar(_) => {
            let always = Span { from: None, to: None };
            if reader.yes_no(Some(node)) { vec![always] } else { Vec::new() }
        }
        Node::Mapping(_) => span(reader, node).into_iter().collect(),
        Node::Sequence(_) => {
            let nodes = reader.list(node);
            nodes.into_iter().filter_map(|node| span(reader, node)).collect()
        }
    }
}

/// A span that has an end, or two in their order.
fn span(reader: &mut Reader<'_>, node: &Node) -> Option<Span> {
    let place = reader.node_place(node);
    let mut map = reader.map(node)?;
    let from = map.take("from").map(|node| reader.day(node));
    let to = map.take("to").map(|node| reader.day(node));
    reader.finish(map);
    let (from, to) = (
        from.map_or(Some(None), |day| day.map(Some))?,
        to.map_or(Some(None), |day| day.map(Some))?,
    );
    match (from, to) {
        (None, None) => {
            let help = Some("write `from` or `to`; for every day, write `yes`".to_owned());
            let message = "these days have neither a first nor a last day";
            reader.problems.add_with_help(place, "span", message, help);
            None
        }
        (Some(from), Some(to)) if to < from => {
            reader.problem(place, "span", format!("`to` ({to}) is before `from` ({from})"));
            None
        }
        (from, to) => Some(Span { from, to }),
    }
}

fn when_open(reader: &mut Reader<'_>, node: &Node) -> Option<OpenList> {
    let mut map = reader.map(node)?;
    let ask = reader.required(&mut map, "ask").and_then(|node| reader.ask(node));
    let listed = reader.required(&mut map, "listed").and_then(|node| reader.statement(node));
    let not_listed =
        reader.required(&mut map, "not_listed").and_then(|node| reader.statement(node));
    reader.finish(map);
    Some(OpenList { ask: ask?, listed: listed?, not_listed: not_listed? })
}
