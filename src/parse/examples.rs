//! Worked examples: reads a file in `examples/` into households and expectations. It looks no name
//! up and compares nothing with a report.

use super::members;
use super::reader::{Map, Reader};
use crate::diagnostic::Place;
use crate::report::Window;
use crate::source::{Example, Node, NodeKind, Word, values};
use crate::wire::answers::Value;
use marked_yaml::Node as Yaml;

/// Named answers, and whether an example starts from them.
struct Base {
    id: Word,
    answers: Vec<(Word, Node)>,
    is_used: bool,
}

/// The examples of a file in the folder of a fiscal year.
pub(super) fn examples_file(
    reader: &mut Reader<'_>,
    map: &mut Map<'_>,
    fiscal_year: i16,
) -> Vec<Example> {
    reader.source = map.take("source").and_then(|node| reader.id(node));
    let found = listed(reader, map, fiscal_year, |_, _| ());
    found.into_iter().map(|(example, ())| example).collect()
}

/// The examples of a map of a fiscal year, each with what `own` takes from it first.
pub(super) fn listed<T>(
    reader: &mut Reader<'_>,
    map: &mut Map<'_>,
    fiscal_year: i16,
    own: impl Fn(&mut Reader<'_>, &mut Map<'_>) -> T,
) -> Vec<(Example, T)> {
    let named = map.take("bases").map_or_else(Vec::new, |node| reader.named(node));
    let mut bases = Vec::new();
    for (id, node) in named {
        let answers = base(reader, node, &mut bases);
        bases.push(Base { id, answers, is_used: false });
    }
    let place = map.key_place("examples");
    let items = reader.required(map, "examples").map(|node| reader.list(node));
    if items.as_ref().is_some_and(Vec::is_empty) {
        reader.problem(place, "empty-example", "the file has no example");
    }
    let items = items.unwrap_or_default();
    let count = items.len();
    let read = |item| {
        let mut map = reader.map(item)?;
        let own = own(reader, &mut map);
        let found = example(reader, &mut map, &mut bases, fiscal_year);
        reader.finish(map);
        Some((found?, own))
    };
    let found: Vec<(Example, T)> = items.into_iter().filter_map(read).collect();
    // A base may belong to an example that could not be read.
    for base in bases.iter().filter(|base| !base.is_used && found.len() == count) {
        let message = format!("no example starts from the base `{}`", base.id.text);
        reader.problem(base.id.place, "unused", message);
    }
    found
}

/// The answers of a base. With the key `like` it starts from an earlier base, as an example does.
fn base(reader: &mut Reader<'_>, node: &Yaml, earlier: &mut [Base]) -> Vec<(Word, Node)> {
    let starts_from_one =
        node.as_mapping().is_some_and(|map| map.keys().any(|key| key.as_str() == "like"));
    if !starts_from_one {
        return entries(reader, node);
    }
    let Some(mut map) = reader.map(node) else { return Vec::new() };
    let found = answers(reader, &mut map, earlier);
    reader.finish(map);
    found
}

fn entries(reader: &mut Reader<'_>, node: &Yaml) -> Vec<(Word, Node)> {
    match marked(reader, node).kind {
        NodeKind::Map(entries) => entries,
        NodeKind::Scalar(_) | NodeKind::List(_) => {
            reader.wrong_shape(node, "a map");
            Vec::new()
        }
    }
}

fn example(
    reader: &mut Reader<'_>,
    map: &mut Map<'_>,
    bases: &mut [Base],
    fiscal_year: i16,
) -> Option<Example> {
    let name = reader.required(map, "name").and_then(|node| reader.word(node));
    let on = reader.required(map, "on").and_then(|node| reader.day(node));
    let today = map.take("today").and_then(|node| reader.day(node));
    let mut given = answers(reader, map, bases);
    if let Some(on) = on {
        given.iter_mut().for_each(|(_, node)| members::date(node, on));
    }
    let rulings = map.take("rulings").map(|node| marked(reader, node));
    let supposed = map.take("suppose").map_or_else(Vec::new, |node| windows(reader, node));
    let place = map.key_place("expect");
    let expect = reader.required(map, "expect");
    let is_written = expect.is_some();
    let expect = expect.map_or_else(Vec::new, |node| entries(reader, node));
    if is_written && expect.is_empty() {
        expects_nothing(reader, place);
    }
    let cites = reader.cites(map);
    let on = on?;
    Some(Example {
        name: name?,
        fiscal_year,
        on,
        today: today.unwrap_or(on),
        answers: Value::Map(values(&given)),
        given,
        rulings,
        supposed,
        expect,
        cites,
    })
}

/// Whether applications are taken, by programme.
fn windows(reader: &mut Reader<'_>, node: &Yaml) -> Vec<(Word, Window)> {
    let named = reader.named(node);
    named.into_iter().filter_map(|(id, node)| Some((id, reader.member(node)?))).collect()
}

fn expects_nothing(reader: &mut Reader<'_>, place: Place) {
    let help = "name a programme and its `verdict`, or what else the source says of the household";
    let message = "the example expects nothing";
    reader.problems.add_with_help(place, "empty-example", message, Some(help.to_owned()));
}

/// The answers of an example, or of a base on another: those of its base without some, then its own.
fn answers(reader: &mut Reader<'_>, map: &mut Map<'_>, bases: &mut [Base]) -> Vec<(Word, Node)> {
    let mut answers = Vec::new();
    if let Some(like) = map.take("like").and_then(|node| reader.id(node)) {
        let known: Vec<String> = bases.iter().map(|base| base.id.text.clone()).collect();
        match bases.iter_mut().find(|base| base.id.text == like.text) {
            Some(base) => {
                base.is_used = true;
                answers.clone_from(&base.answers);
            }
            None => {
                let message = format!("unknown base `{}`", like.text);
                reader.unknown_name(&like, message, known.iter().map(String::as_str));
            }
        }
    }
    for node in map.take("without").map_or_else(Vec::new, |node| reader.list(node)) {
        if let Some(word) = reader.word(node) {
            let before = answers.len();
            answers.retain(|(id, _): &(Word, Node)| id.text != word.text);
            if answers.len() == before {
                let message = format!("`{}` is not in the base", word.text);
                reader.problem(word.place, "unknown-name", message);
            }
        }
    }
    for (id, answer) in map.take("answers").map_or_else(Vec::new, |node| entries(reader, node)) {
        if id.text.contains('.') {
            if let Err(problem) = members::change(&mut answers, &id, answer) {
                reader.problems.push(problem);
            }
            continue;
        }
        match answers.iter_mut().find(|(known, _)| known.text == id.text) {
            Some(known) => *known = (id, answer),
            None => answers.push((id, answer)),
        }
    }
    answers
}

/// Plain YAML with its places: `yes`, `no`, `null`, whole numbers, anything else as text; quoted is
/// text.
fn marked(reader: &Reader<'_>, node: &Yaml) -> Node {
    let kind = match node {
        Yaml::Scalar(scalar) if scalar.may_coerce() => NodeKind::Scalar(match scalar.as_str() {
            "yes" | "true" => Value::Bool(true),
            "no" | "false" => Value::Bool(false),
            "null" | "~" | "" => Value::Null,
            text => match text.replace('_', "").parse() {
                Ok(number) => Value::Whole(number),
                Err(_) => Value::Text(text.to_owned()),
            },
        }),
        Yaml::Scalar(scalar) => NodeKind::Scalar(Value::Text(scalar.as_str().to_owned())),
        Yaml::Sequence(items) => {
            NodeKind::List(items.iter().map(|node| marked(reader, node)).collect())
        }
        Yaml::Mapping(mapping) => {
            let entries = reader.mapping(mapping).take_rest();
            let entry = |(key, node): (Word, &Yaml)| (key, marked(reader, node));
            NodeKind::Map(entries.into_iter().map(entry).collect())
        }
    };
    Node { place: reader.node_place(node), kind }
}
