//! Short forms in the answers of worked examples: one member of a list that the base has, changed
//! (`household.spouse.born: …`), and days before the application date (`38 years ago`). It looks no name up.

use super::expression;
use super::reader::is_id;
use crate::calendar::Day;
use crate::diagnostic::{Diagnostic, suggestion};
use crate::source::{Node, NodeKind, Word};
use crate::wire::answers::Value;

/// Changes one member of a list in earlier answers. `path` is the list, the member by a choice that it has or by its
/// number from 0, and a field. Without a field `answer` is a map of fields.
///
/// # Errors
/// If the answers have no such member, or several. They stay as they are.
pub(super) fn change(
    answers: &mut [(Word, Node)],
    path: &Word,
    answer: Node,
) -> Result<(), Diagnostic> {
    let refuse = |message: String, help: Option<String>| Diagnostic {
        place: path.place,
        code: "member",
        message,
        help,
    };
    let mut parts = path.text.split('.');
    let (list, name) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let fields = match (parts.next(), parts.next(), answer.kind) {
        (Some(field), None, kind) => {
            let field = Word { text: field.to_owned(), place: path.place };
            vec![(field, Node { place: answer.place, kind })]
        }
        (None, None, NodeKind::Map(fields)) => fields,
        _ => {
            let help = "write such as `household.spouse.born`, or a map of fields for \
                        `household.spouse`";
            let message = format!("`{}` names no field of a member", path.text);
            return Err(refuse(message, Some(help.to_owned())));
        }
    };
    let found = answers.iter_mut().find(|(id, _)| id.text == list);
    let Some(members) = found.and_then(|(_, node)| members(node)) else {
        let help = "name a list that the base answers with its members".to_owned();
        return Err(refuse(format!("the base has no members of `{list}`"), Some(help)));
    };
    let names: Vec<String> = members.iter().flat_map(words).collect();
    let number = name.parse::<usize>().ok();
    let at: Vec<usize> = match number {
        Some(number) => (number < members.len()).then_some(number).into_iter().collect(),
        None => (0..members.len())
            .filter(|at| {
                members.get(*at).is_some_and(|one| words(one).iter().any(|word| word == name))
            })
            .collect(),
    };
    let [at] = at.as_slice() else {
        let message = match at.len() {
            0 => format!("no member of `{list}` is `{name}`"),
            count => format!("{count} members of `{list}` are `{name}`"),
        };
        let help = match at.first() {
            Some(first) => Some(format!("write the number of one, such as `{list}.{first}.…`")),
            None => suggestion(name, names.iter().map(String::as_str)).or_else(|| {
                let all = names.join("`, `");
                Some(format!("write a choice that one member has (`{all}`), or its number from 0"))
            }),
        };
        return Err(refuse(message, help));
    };
    if let Some(Node { kind: NodeKind::Map(entries), .. }) = members.get_mut(*at) {
        for (id, node) in fields {
            match entries.iter_mut().find(|(known, _)| known.text == id.text) {
                Some(known) => *known = (id, node),
                None => entries.push((id, node)),
            }
        }
    }
    Ok(())
}

/// The members of the answer to a list.
fn members(node: &mut Node) -> Option<&mut Vec<Node>> {
    let NodeKind::Map(entries) = &mut node.kind else { return None };
    let (_, members) = entries.iter_mut().find(|(key, _)| key.text == "members")?;
    if let NodeKind::List(members) = &mut members.kind { Some(members) } else { None }
}

/// The choices among a member's fields.
fn words(member: &Node) -> Vec<String> {
    let NodeKind::Map(entries) = &member.kind else { return Vec::new() };
    let texts = entries.iter().filter_map(|(_, node)| match &node.kind {
        NodeKind::Scalar(Value::Text(text)) if is_id(text) => Some(text.clone()),
        NodeKind::Scalar(_) | NodeKind::List(_) | NodeKind::Map(_) => None,
    });
    texts.collect()
}

/// Puts the day in place of every `38 years ago`, `3 months ago` and `10 days ago` before a date.
pub(super) fn date(node: &mut Node, on: Day) {
    match &mut node.kind {
        NodeKind::Scalar(Value::Text(text)) => {
            let period = text.strip_suffix(" ago");
            if let Some(period) = period.and_then(|text| expression::period(text, node.place)) {
                *text = on.before(period).to_string();
            }
        }
        NodeKind::Scalar(_) => {}
        NodeKind::List(items) => items.iter_mut().for_each(|one| date(one, on)),
        NodeKind::Map(entries) => entries.iter_mut().for_each(|(_, one)| date(one, on)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;

    #[test]
    fn days_before_the_application_date() {
        for (written, on, day) in [
            ("38 years ago", "2026-02-28", "1988-02-28"),
            ("1 year ago", "2024-02-29", "2023-02-28"),
            ("3 months ago", "2025-05-31", "2025-02-28"),
            ("1 day ago", "2025-04-01", "2025-03-31"),
            // No length of time, and what is no answer of this form.
            ("0 days ago", "2025-04-01", "0 days ago"),
            ("long ago", "2025-04-01", "long ago"),
            ("3 months", "2025-04-01", "3 months"),
        ] {
            let place = Place { file: 0, line: 1, column: 1, length: 1 };
            let text = NodeKind::Scalar(Value::Text(written.to_owned()));
            let mut node = Node { place, kind: NodeKind::List(vec![Node { place, kind: text }]) };
            date(&mut node, Day::parse(on).unwrap());
            assert_eq!(node.items()[0].shown(), day, "{written} on {on}");
        }
    }
}
