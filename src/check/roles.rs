//! Checks the roles: what the page takes a question, a field or an option for. It does not check how the page uses them.

use crate::closed_list::ClosedList;
use crate::diagnostic::{Diagnostics, suggestion};
use crate::source::{Fact, FactKind, Role, SharedRules, Word};

/// Reports every role of something that is missing or of another kind.
pub(super) fn check(rules: &SharedRules, problems: &mut Diagnostics) {
    let household = rules.role(Role::Household).and_then(|list| household(rules, list));
    for (role, word) in &rules.roles {
        if matches!(role, Role::Move | Role::Household) {
            let (expected, is_kind) = expected(*role);
            check_one(word, &rules.facts, expected, is_kind, problems);
            continue;
        }
        let Some((key, fields)) = household else {
            let message = format!("`{}` is something of the household", role.name());
            let help = "name the list in the role `household`".to_owned();
            problems.add_with_help(word.place, "role", message, Some(help));
            continue;
        };
        if matches!(role, Role::Born | Role::MovesTogether) {
            let (expected, is_kind) = expected(*role);
            check_one(word, fields, expected, is_kind, problems);
        } else {
            check_option(word, key, fields, problems);
        }
    }
}

/// What a question with a role must be, in words and as a test.
fn expected(role: Role) -> (&'static str, fn(&FactKind) -> bool) {
    match role {
        Role::Move | Role::Born => ("a date", |kind| matches!(kind, FactKind::Date { .. })),
        Role::Household => ("a list", |kind| matches!(kind, FactKind::List { .. })),
        Role::MovesTogether => ("a yes-no question", |kind| matches!(kind, FactKind::YesNo)),
        Role::Spouse | Role::Child | Role::Expected | Role::Parent => {
            ("an option", |kind| matches!(kind, FactKind::Choice(_)))
        }
    }
}

/// The key and the fields of a list.
fn household<'r>(rules: &'r SharedRules, list: &Word) -> Option<(&'r Word, &'r [Fact])> {
    let found = rules.facts.iter().find(|fact| fact.id.text == list.text)?;
    let FactKind::List { key, fields, .. } = &found.kind else { return None };
    Some((key, fields))
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
