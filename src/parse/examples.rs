//! Worked examples: reads a file in `examples/` into households and expectations. It does not
//! compare anything with a report.

use super::reader::{Map, Reader};
use crate::source::{Example, Word};
use crate::wire::answers::Value;
use marked_yaml::Node;

/// The examples of a file.
pub(super) fn examples_file(reader: &mut Reader<'_>, map: Option<&mut Map<'_>>) -> Vec<Example> {
    let Some(map) = map else { return Vec::new() };
    let bases = map.take("bases").map_or_else(Vec::new, |node| reader.named(node));
    let bases: Vec<(Word, Vec<(String, Value)>)> =
        bases.into_iter().map(|(id, node)| (id, entries(reader, node))).collect();
    let items = reader.required(map, "examples").map_or_else(Vec::new, |node| reader.list(node));
    items.into_iter().filter_map(|item| example(reader, item, &bases)).collect()
}

fn entries(reader: &mut Reader<'_>, node: &Node) -> Vec<(String, Value)> {
    let Some(Value::Map(entries)) = reader.map(node).map(|_| value(node)) else {
        return Vec::new();
    };
    entries
}

fn example(
    reader: &mut Reader<'_>,
    node: &Node,
    bases: &[(Word, Vec<(String, Value)>)],
) -> Option<Example> {
    let mut map = reader.map(node)?;
    let name = reader.required(&mut map, "name").and_then(|node| reader.word(node));
    let on = reader.required(&mut map, "on").and_then(|node| reader.day(node));
    let today = map.take("today").and_then(|node| reader.day(node));
    let mut answers = Vec::new();
    if let Some(like) = map.take("like").and_then(|node| reader.id(node)) {
        match bases.iter().find(|(id, _)| id.text == like.text) {
            Some((_, base)) => answers.clone_from(base),
            None => {
                reader.problem(like.place, "unknown-name", format!("unknown base `{}`", like.text))
            }
        }
    }
    for node in map.take("without").map_or_else(Vec::new, |node| reader.list(node)) {
        if let Some(word) = reader.word(node) {
            let before = answers.len();
            answers.retain(|(id, _)| *id != word.text);
            if answers.len() == before {
                let message = format!("`{}` is not in the base", word.text);
                reader.problem(word.place, "unknown-name", message);
            }
        }
    }
    for (id, answer) in map.take("answers").map_or_else(Vec::new, |node| entries(reader, node)) {
        match answers.iter_mut().find(|(known, _)| *known == id) {
            Some((_, known)) => *known = answer,
            None => answers.push((id, answer)),
        }
    }
    let expect =
        reader.required(&mut map, "expect").map_or_else(Vec::new, |node| reader.named(node));
    let expect = expect.into_iter().map(|(id, node)| (id, value(node))).collect();
    let cited = map.take("source");
    if cited.is_none() {
        let place = map.place;
        reader.problem(place, "missing-citation", "an example names the source of what it expects");
    }
    reader.finish(map);
    let on = on?;
    Some(Example {
        name: name?,
        on,
        today: today.unwrap_or(on),
        answers: Value::Map(answers),
        expect,
    })
}

/// Plain YAML as answers: `yes`, `no`, `null`, whole numbers, anything else as text; quoted is
/// text.
fn value(node: &Node) -> Value {
    match node {
        Node::Scalar(scalar) if scalar.may_coerce() => match scalar.as_str() {
            "yes" | "true" => Value::Bool(true),
            "no" | "false" => Value::Bool(false),
            "null" | "~" | "" => Value::Null,
            text => match text.replace('_', "").parse() {
                Ok(number) => Value::Whole(number),
                Err(_) => Value::Text(text.to_owned()),
            },
        },
        Node::Scalar(scalar) => Value::Text(scalar.as_str().to_owned()),
        Node::Sequence(items) => Value::List(items.iter().map(value).collect()),
        Node::Mapping(map) => Value::Map(
            map.iter().map(|(key, node)| (key.as_str().to_owned(), value(node))).collect(),
        ),
    }
}
