//! The steps from a value to an amount: caps and roundings, in the written order. Whether a step is
//! sensible, such as a rounding after a cap, is checked in `check`, where the names are known.

use super::reader::{Map, Reader};
use crate::amount::Rounding;
use crate::closed_list::ClosedList;
use crate::diagnostic::Place;
use crate::source::Step;
use marked_yaml::Node;
use strum::VariantArray;

/// The steps of a part, and whether they are a list under `then`. Otherwise they are keys of the part.
pub(super) fn of_part(reader: &mut Reader<'_>, map: &mut Map<'_>) -> (Vec<Step>, bool) {
    let then = map.take("then");
    let place = map.key_place("then");
    let keys = steps(reader, map);
    let Some(node) = then else { return (keys, false) };
    if !keys.is_empty() {
        let message = "the steps of a part are keys of the part or a list under `then`, not both";
        let help = Some("write every step under `then`, in the order to take them".to_owned());
        reader.problems.add_with_help(place, "steps", message, help);
    }
    (listed(reader, node), true)
}

/// A list of steps. Each item is one step, so that the list shows the order.
pub(super) fn listed(reader: &mut Reader<'_>, node: &Node) -> Vec<Step> {
    let mut found = Vec::new();
    for node in reader.list(node) {
        let Some(mut map) = reader.map(node) else { continue };
        let place = map.place;
        let before = reader.problems.len();
        let steps = steps(reader, &mut map);
        reader.finish(map);
        if steps.len() != 1 && reader.problems.len() == before {
            let message = format!("expected one step, found {}", steps.len());
            let help = "write each `cap`, `floor`, `ceil` or `round` as an item of its own";
            reader.problems.add_with_help(place, "steps", message, Some(help.to_owned()));
        }
        found.extend(steps);
    }
    found
}

/// The steps among the keys of a map, in the order in which they are written.
fn steps(reader: &mut Reader<'_>, map: &mut Map<'_>) -> Vec<Step> {
    let mut found = Vec::new();
    if let Some(node) = map.take("cap") {
        let step = reader.expr(node, true).map(Step::Cap);
        found.push((map.key_place("cap"), step));
    }
    for way in Rounding::VARIANTS {
        if let Some(node) = map.take(way.name()) {
            let place = map.key_place(way.name());
            let step = match node {
                Node::Mapping(_) if *way == Rounding::HalfUp => unknown(reader, node, place),
                Node::Scalar(_) | Node::Sequence(_) | Node::Mapping(_) => {
                    unit(reader, node).map(|unit| Step::Round(*way, unit, place))
                }
            };
            found.push((place, step));
        }
    }
    found.sort_by_key(|(place, _)| *place);
    found.into_iter().filter_map(|(_, step)| step).collect()
}

/// A rounding that no source states: `{ unknown: 1_000, ask: … }`.
fn unknown(reader: &mut Reader<'_>, node: &Node, place: Place) -> Option<Step> {
    let mut map = reader.map(node)?;
    let unit = reader.required(&mut map, "unknown").and_then(|node| unit(reader, node));
    let ask = reader.required(&mut map, "ask").and_then(|node| reader.ask(node));
    reader.finish(map);
    Some(Step::RoundUnknown { ask: ask?, unit: unit?, place })
}

/// The unit of a rounding in yen.
fn unit(reader: &mut Reader<'_>, node: &Node) -> Option<u32> {
    let found = reader.small::<u32>(node)?;
    if !(1..=1_000_000).contains(&found) {
        let place = reader.node_place(node);
        reader.problem(place, "rounding", "expected a unit from 1 to 1,000,000 yen");
        return None;
    }
    Some(found)
}
