//! A year's own file, `rulebook.yaml`, by shape. Its programmes are in files of their own.

use super::programme;
use super::reader::{Map, Reader};
use crate::source::{Evidence, Expr, Reading, Requirement, SharedCap, Source, Text, Word, Year};
use marked_yaml::Node;

/// Reads a year without its programmes, and the ids of these.
pub(super) fn year_file(reader: &mut Reader<'_>, map: &mut Map<'_>) -> (Year, Vec<Word>) {
    let fiscal_year = reader.required(map, "fiscal_year").and_then(|node| reader.small(node));
    let programmes =
        reader.required(map, "programmes").map_or_else(Vec::new, |node| reader.list(node));
    let programmes = programmes.into_iter().filter_map(|node| reader.id(node)).collect();
    let still = map.take("still_in_force").map_or_else(Vec::new, |node| reader.list(node));
    let supports = map.take("supports").map_or_else(Vec::new, |node| reader.named(node));
    let sources = reader.required(map, "sources").map_or_else(Vec::new, |node| reader.named(node));
    let Names { asks, readings, definitions, member_definitions } = names(reader, map);
    let groups = map.take("groups").map_or_else(Vec::new, |node| reader.named(node));
    let caps = map.take("shared_caps").map_or_else(Vec::new, |node| reader.list(node));
    let year = Year {
        fiscal_year: fiscal_year.unwrap_or_default(),
        place: map.key_place("fiscal_year"),
        is_provisional: reader.yes_no(map.take("provisional")),
        still_in_force: still.into_iter().filter_map(|node| reader.id(node)).collect(),
        supports: texts(reader, supports),
        sources: sources.into_iter().filter_map(|(id, node)| source(reader, id, node)).collect(),
        asks,
        readings,
        definitions,
        member_definitions,
        groups: groups
            .into_iter()
            .filter_map(|(id, node)| programme::named_group(reader, id, node))
            .collect::<Vec<Requirement>>(),
        shared_caps: caps.into_iter().filter_map(|node| shared_cap(reader, node)).collect(),
        programmes: Vec::new(),
        unread: Vec::new(),
        uses: Vec::new(),
    };
    (year, programmes)
}

/// The names that a year, a framework and the library declare.
pub(super) struct Names {
    pub(super) asks: Vec<(Word, Text)>,
    pub(super) readings: Vec<Reading>,
    pub(super) definitions: Vec<(Word, Expr)>,
    pub(super) member_definitions: Vec<(Word, Vec<(Word, Expr)>)>,
}

/// Reads the questions for the desk, the readings and the definitions of a map.
pub(super) fn names(reader: &mut Reader<'_>, map: &mut Map<'_>) -> Names {
    let asks = map.take("asks").map_or_else(Vec::new, |node| reader.named(node));
    let readings = map.take("readings").map_or_else(Vec::new, |node| reader.named(node));
    let definitions = map.take("definitions").map_or_else(Vec::new, |node| reader.named(node));
    let of_members =
        map.take("member_definitions").map_or_else(Vec::new, |node| reader.named(node));
    let asks = texts(reader, asks);
    let readings = readings.into_iter().filter_map(|(id, node)| reading(reader, id, node));
    let readings = readings.collect();
    let definitions = expressions(reader, definitions);
    let of_members = of_members.into_iter();
    let of_members = of_members.map(|(list, node)| of_members_of(reader, list, node));
    Names { asks, readings, definitions, member_definitions: of_members.collect() }
}

fn texts(reader: &mut Reader<'_>, entries: Vec<(Word, &Node)>) -> Vec<(Word, Text)> {
    entries.into_iter().filter_map(|(id, node)| Some((id, reader.text(node)?))).collect()
}

fn expressions(reader: &mut Reader<'_>, entries: Vec<(Word, &Node)>) -> Vec<(Word, Expr)> {
    let found = entries.into_iter().filter_map(|(id, node)| Some((id, reader.expr(node, false)?)));
    found.collect()
}

/// The named expressions about a member of one list.
fn of_members_of(reader: &mut Reader<'_>, list: Word, node: &Node) -> (Word, Vec<(Word, Expr)>) {
    let entries = reader.named(node);
    (list, expressions(reader, entries))
}

pub(super) fn source(reader: &mut Reader<'_>, id: Word, node: &Node) -> Option<Source> {
    let mut map = reader.map(node)?;
    let title = reader.required_text(&mut map, "title");
    let publisher = reader.required_text(&mut map, "publisher");
    let address = reader.required(&mut map, "address");
    let address = address.and_then(|node| reader.web_address(node)).unwrap_or_default();
    let kind = reader.required_member(&mut map, "kind");
    let evidence = reader.required_member(&mut map, "evidence");
    let evidence = evidence.unwrap_or(Evidence::Reported);
    let dated = map.take("dated").and_then(|node| reader.day(node));
    let checked = reader.required(&mut map, "checked").and_then(|node| reader.day(node));
    let review_by = map.take("review_by").and_then(|node| reader.day(node));
    reader.finish(map);
    Some(Source {
        id,
        title,
        publisher,
        address,
        kind: kind?,
        evidence,
        dated,
        checked: checked?,
        review_by,
    })
}

fn shared_cap(reader: &mut Reader<'_>, node: &Node) -> Option<SharedCap> {
    let mut map = reader.map(node)?;
    let id = reader.required(&mut map, "id").and_then(|node| reader.id(node));
    let statement = reader.statement_of(&mut map);
    let programmes =
        reader.required(&mut map, "programmes").map_or_else(Vec::new, |node| reader.list(node));
    if programmes.len() < 2 {
        let place = map.key_place("programmes");
        reader.problem(place, "shared-cap", "a shared cap is for at least 2 programmes");
    }
    let programmes = programmes.into_iter().filter_map(|node| reader.id(node)).collect();
    let yen = reader.required(&mut map, "yen").and_then(|node| reader.expr(node, true));
    reader.finish(map);
    Some(SharedCap { id: id?, statement, programmes, yen: yen? })
}

fn reading(reader: &mut Reader<'_>, id: Word, node: &Node) -> Option<Reading> {
    let mut map = reader.map(node)?;
    let ask = reader.required(&mut map, "ask").and_then(|node| reader.ask(node));
    let choices =
        reader.required(&mut map, "choices").map_or_else(Vec::new, |node| reader.named(node));
    if choices.len() < 2 {
        let place = map.key_place("choices");
        reader.problem(place, "number-of-choices", "a reading has at least 2 choices");
    }
    let choices =
        choices.into_iter().filter_map(|(id, node)| Some((id, reader.statement(node)?))).collect();
    reader.finish(map);
    Some(Reading { id, ask: ask?, choices })
}
