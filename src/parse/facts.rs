//! The file of questions, `facts.yaml`, by shape. It does not check that the rules use a question.

use super::reader::{Map, Reader};
use crate::closed_list::ClosedList;
use crate::diagnostic::Place;
use crate::limits;
use crate::source::{Behind, Fact, FactKind, FactType, Icon, Role, Text, Together, Word};
use marked_yaml::Node;

/// What the file holds.
pub(super) struct FactsFile {
    pub(super) topics: Vec<(Word, Text)>,
    pub(super) facts: Vec<Fact>,
    pub(super) together: Vec<Together>,
    pub(super) roles: Vec<(Role, Word)>,
}

/// Reads the file.
pub(super) fn facts_file(reader: &mut Reader<'_>, map: &mut Map<'_>) -> FactsFile {
    let topics = reader.required(map, "topics").map_or_else(Vec::new, |node| reader.named(node));
    let topics =
        topics.into_iter().filter_map(|(id, node)| Some((id, reader.text(node)?))).collect();
    let facts = reader.required(map, "facts").map_or_else(Vec::new, |node| reader.named(node));
    let facts = facts.into_iter().filter_map(|(id, node)| fact(reader, id, node)).collect();
    let groups = map.take("asked_together").map_or_else(Vec::new, |node| reader.named(node));
    let groups = groups.into_iter().filter_map(|(id, node)| together(reader, id, node));
    let together = groups.collect();
    let roles = map.take("roles").map_or_else(Vec::new, |node| reader.named(node));
    let roles = roles.into_iter().filter_map(|(name, node)| role(reader, &name, node)).collect();
    FactsFile { topics, facts, together, roles }
}

fn role(reader: &mut Reader<'_>, name: &Word, node: &Node) -> Option<(Role, Word)> {
    let Some(role) = Role::named(&name.text) else {
        reader.unknown_name(name, format!("unknown role `{}`", name.text), Role::names());
        return None;
    };
    Some((role, reader.id(node)?))
}

fn together(reader: &mut Reader<'_>, id: Word, node: &Node) -> Option<Together> {
    let mut map = reader.map(node)?;
    let question = reader.required_text(&mut map, "question");
    let help = reader.optional_text(&mut map, "help");
    let facts = reader.required(&mut map, "facts").map_or_else(Vec::new, |node| reader.named(node));
    let facts = facts.into_iter().filter_map(|(id, node)| Some((id, reader.text(node)?))).collect();
    let notes = map.take("notes").map_or_else(Vec::new, |node| reader.named(node));
    let notes = notes.into_iter().filter_map(|(id, node)| Some((id, reader.text(node)?))).collect();
    let icons = map.take("icons").map_or_else(Vec::new, |node| reader.named(node));
    let icons = icons
        .into_iter()
        .filter_map(|(id, node)| Some((id, reader.member_of::<Icon>(node, "icon")?)))
        .collect();
    reader.finish(map);
    Some(Together { id, question, help, facts, notes, icons })
}

fn fact(reader: &mut Reader<'_>, id: Word, node: &Node) -> Option<Fact> {
    let mut map = reader.map(node)?;
    let topic = map.take("topic").and_then(|node| reader.id(node));
    let question = reader.required_text(&mut map, "question");
    let label = reader.optional_text(&mut map, "label");
    let help = reader.optional_text(&mut map, "help");
    let is_chosen = reader.yes_no(map.take("chosen"));
    let not_chosen = map.take("not_chosen").map_or_else(Vec::new, |node| reader.list(node));
    let not_chosen = not_chosen.into_iter().filter_map(|node| reader.id(node)).collect();
    let no_plan = map.take("no_plan").and_then(|node| reader.word(node));
    let behind = map.take("behind").and_then(|node| behind(reader, node));
    let on_screen_of = map.take("on_screen_of").and_then(|node| reader.id(node));
    let kind = reader.required(&mut map, "type");
    let kind = match kind.and_then(|node| reader.member_of(node, "type"))? {
        FactType::YesNo => FactKind::YesNo,
        FactType::Choice => FactKind::Choice(options(reader, &mut map)),
        FactType::Number => number(reader, &mut map, false),
        FactType::Yen => number(reader, &mut map, true),
        FactType::Date => date(reader, &mut map)?,
        FactType::List => list(reader, &mut map)?,
    };
    reader.finish(map);
    Some(Fact {
        id,
        topic,
        question,
        label,
        help,
        is_chosen,
        not_chosen,
        no_plan,
        behind,
        on_screen_of,
        kind,
    })
}

/// The question behind which another one stands: `moved is yes`, `home is buys or rents`.
fn behind(reader: &mut Reader<'_>, node: &Node) -> Option<Behind> {
    let whole = reader.word(node)?;
    let mut words = Vec::new();
    let mut column = whole.place.column;
    for text in whole.text.split(' ') {
        let length = text.chars().count();
        let place = Place { column, length, ..whole.place };
        words.push(Word { place, text: text.to_owned() });
        column = column.saturating_add(length).saturating_add(1);
    }
    // Answers are at the even places after the question, with `is` before the first and `or` between.
    let mut joints = words.iter().skip(1).step_by(2).map(|word| word.text.as_str());
    let is_right = words.len() >= 3
        && words.len() % 2 == 1
        && joints.next() == Some("is")
        && joints.all(|joint| joint == "or");
    if !is_right {
        let message = format!("`{}` is no question with its answers", whole.text);
        let help = "write `question is yes`, or `question is option or option`";
        reader.problems.add_with_help(whole.place, "behind", message, Some(help.to_owned()));
        return None;
    }
    let mut found = words.into_iter().step_by(2);
    Some(Behind { fact: found.next()?, answers: found.collect() })
}

fn date(reader: &mut Reader<'_>, map: &mut Map<'_>) -> Option<FactKind> {
    let first = reader.required(map, "first").and_then(|node| reader.day(node));
    let last = reader.required(map, "last").and_then(|node| reader.day(node));
    let bounds = (first?, last?);
    if bounds.0 >= bounds.1 {
        let place = map.key_place("last");
        reader.problem(place, "bounds", "`last` is not after `first`");
    }
    Some(FactKind::Date { bounds })
}

fn options(reader: &mut Reader<'_>, map: &mut Map<'_>) -> Vec<(Word, Text)> {
    let options = reader.required(map, "options").map_or_else(Vec::new, |node| reader.named(node));
    if !(2..=limits::OPTIONS).contains(&options.len()) {
        let message = format!("a choice has from 2 to {} options", limits::OPTIONS);
        reader.problem(map.key_place("options"), "number-of-options", message);
    }
    options.into_iter().filter_map(|(id, node)| Some((id, reader.text(node)?))).collect()
}

fn number(reader: &mut Reader<'_>, map: &mut Map<'_>, is_yen: bool) -> FactKind {
    let min = reader.required(map, "min").and_then(|node| reader.whole(node)).unwrap_or(0);
    let max = reader.required(map, "max").and_then(|node| reader.whole(node)).unwrap_or(1);
    if min >= max {
        let place = map.key_place("max");
        reader.problem(place, "bounds", "`max` is not above `min`");
    }
    let bands = map.take("bands").map_or_else(Vec::new, |node| reader.list(node));
    let bands = bands.into_iter().filter_map(|node| reader.whole(node)).collect();
    let unit = reader.optional_text(map, "unit");
    let measure = map.take("measure");
    let is_unmeasured = unit.is_some() && measure.is_none() && !is_yen;
    if is_unmeasured {
        let message = "a number with a unit needs its `measure`: what the number counts";
        reader.problem(map.key_place("unit"), "missing-key", message);
    }
    let measure = measure.and_then(|node| reader.member_of(node, "measure"));
    FactKind::Number { bounds: (min, max), is_yen, bands, unit, measure }
}

fn list(reader: &mut Reader<'_>, map: &mut Map<'_>) -> Option<FactKind> {
    let key = reader.required(map, "key").and_then(|node| reader.id(node));
    let applicant = map.take("applicant").map_or_else(Vec::new, |node| reader.named(node));
    let applicant = applicant
        .into_iter()
        .filter_map(|(field, node)| Some((field, reader.word(node)?)))
        .collect();
    let fields = reader.required(map, "fields").map_or_else(Vec::new, |node| reader.named(node));
    let fields = fields.into_iter().filter_map(|(id, node)| fact(reader, id, node)).collect();
    Some(FactKind::List { key: key?, applicant, fields })
}
