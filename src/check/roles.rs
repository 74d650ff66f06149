//! Checks the roles: what the page takes a question, a field or an option for. It does not check how the page uses them.

use crate::closed_list::ClosedList;
use crate::diagnostic::{Diagnostics, suggestion};
use crate::source::{Fact, FactKind, Role, Rules, Word};

/// Reports every role of something that is missing or of another kind.
pub(super) fn check(rules: &Rules, problems: &mut Diagnostics) {
    for (role, word) in &rules.roles {
        let fields = rules.role(Role::Household).and_then(|list| household(rules, list));
        match role {
            Role::Move => check_one(word, &rules.facts, "a date", is_date, problems),
            Role::Household => check_one(word, &rules.facts, "a list", is_list, problems),
            Role::Born
            | Role::MovesTogether
            | Role::Spouse
            | Role::Child
            | Role::Expected
            | Role::Parent => {
                let Some((key, fields)) = fields else {
                    let message = format!("`{}` is something of the household", role.name());
                    let help = "name the list in the role `household`".to_owned();
                    problems.add_with_help(word.place, "role", message, Some(help));
                    continue;
                };
                match role {
                    Role::Born => check_one(word, fields, "a date", is_date, problems),
                    Role::MovesTogether => {
                        check_one(word, fields, "a yes-no question", is_yes_no, problems);
                    }
                    _ => check_option(word, key, fields, problems),
                }
            }
        }
    }
}

/// The key and the fields of a list.
fn household<'r>(rules: &'r Rules, list: &Word) -> Option<(&'r Word, &'r [Fact])> {
    let found = rules.facts.iter().find(|fact| fact.id.text == list.text)?;
    match &found.kind {
        FactKind::List { key, fields, .. } => Some((key, fields)),
        _ => None,
    }
}

/// Reports a name that is none of some questions, or a question of another kind.
fn check_one(
    word: &Word,
    facts: &[Fact],
    expected: &str,
    is_kind: fn(&FactKind) -> bool,
    problems: &mut Diagnostics,
) {
    match facts.iter().find(|fact| fact.id.text == word.text) {
        Some(fact) if is_kind(&fact.kind) => {}
        Some(_) => {
            problems.add(word.place, "role", format!("`{}` is not {expected}", word.text));
        }
        None => {
            let message = format!("unknown name `{}`, expected {expected}", word.text);
            let known = facts.iter().filter(|fact| is_kind(&fact.kind));
            let help = suggestion(&word.text, known.map(|fact| fact.id.text.as_str()));
            problems.add_with_help(word.place, "unknown-name", message, help);
        }
    }
}

/// Reports a name that is no option of the key.
fn check_option(word: &Word, key: &Word, fields: &[Fact], problems: &mut Diagnostics) {
    let options = fields.iter().find(|field| field.id.text == key.text).map(|field| &field.kind);
    let Some(FactKind::Choice(options)) = options else { return };
    let known = || options.iter().map(|(id, _)| id.text.as_str());
    if !known().any(|id| id == word.text) {
        let message = format!("`{}` is no option of `{}`", word.text, key.text);
        let help = suggestion(&word.text, known());
        problems.add_with_help(word.place, "unknown-name", message, help);
    }
}

fn is_date(kind: &FactKind) -> bool {
    matches!(kind, FactKind::Date { .. })
}

fn is_list(kind: &FactKind) -> bool {
    matches!(kind, FactKind::List { .. })
}

fn is_yes_no(kind: &FactKind) -> bool {
    matches!(kind, FactKind::YesNo)
}
