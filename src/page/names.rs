//! Finds the names that a programme uses, also through definitions. The page then asks for these facts
//! and shows these readings. It judges nothing.

use crate::source::{
    Amount, ArgumentValue, City, Expr, ExprKind, Fact, KeyDates, Obligation, Part, Programme,
    Requirement, Rule, SharedRules, Step, Year,
};
use std::collections::BTreeSet;

fn collect_part_names(part: &Part, names: &mut BTreeSet<String>) {
    collect_names(&part.value, names);
    collect_step_names(&part.then, names);
}

fn collect_step_names(steps: &[Step], names: &mut BTreeSet<String>) {
    for step in steps {
        match step {
            Step::Cap(cap) => collect_names(cap, names),
            Step::Round(..) => {}
            Step::RoundUnknown { ask, .. } => {
                names.insert(ask.text.clone());
            }
        }
    }
}

fn collect_names(expr: &Expr, names: &mut BTreeSet<String>) {
    match &expr.kind {
        ExprKind::Name(name) => {
            names.insert(name.clone());
        }
        ExprKind::Not(part) | ExprKind::Negate(part) | ExprKind::In(part, _) => {
            collect_names(part, names);
        }
        ExprKind::Binary(_, a, b) => {
            collect_names(a, names);
            collect_names(b, names);
        }
        ExprKind::Call(_, arguments) => {
            names.extend(expr.reading().map(str::to_owned));
            for argument in arguments {
                if let ArgumentValue::Expr(expr) = &argument.value {
                    collect_names(expr, names);
                }
            }
        }
        ExprKind::Cases(cases) => {
            for case in cases {
                collect_names(&case.when, names);
                collect_names(&case.value, names);
            }
        }
        ExprKind::Reading(id, choices) => {
            names.insert(id.text.clone());
            choices.iter().for_each(|(_, choice)| collect_names(choice, names));
        }
        ExprKind::Number(..)
        | ExprKind::Yen(_)
        | ExprKind::Day(_)
        | ExprKind::Truth(_)
        | ExprKind::Unknown(..) => {}
    }
}

fn with_definitions(year: &Year, mut names: BTreeSet<String>) -> BTreeSet<String> {
    let of_members = year.member_definitions.iter().flat_map(|(_, all)| all);
    let definitions: Vec<_> = year.definitions.iter().chain(of_members).collect();
    loop {
        let before = names.len();
        for (id, expr) in &definitions {
            if names.contains(&id.text) {
                collect_names(expr, &mut names);
            }
        }
        if names.len() == before {
            return names;
        }
    }
}

/// The names that a requirement uses.
pub(super) fn of_requirement(year: &Year, requirement: &Requirement) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    requirement_names(requirement, &mut names);
    with_definitions(year, names)
}

fn requirement_names(requirement: &Requirement, names: &mut BTreeSet<String>) {
    requirement.applies_if.iter().for_each(|expr| collect_names(expr, names));
    match &requirement.rule {
        Rule::When(expr) => collect_names(expr, names),
        Rule::Group { members, .. } => {
            members.iter().for_each(|member| requirement_names(member, names));
        }
        Rule::Desk | Rule::Library(_) => {}
        Rule::Use(group) => {
            names.insert(format!("use {}", group.text));
        }
    }
}

/// Names of everything a programme uses.
pub(super) fn programme_names(year: &Year, programme: &Programme) -> BTreeSet<String> {
    let later = programme.obligations.iter().flat_map(Obligation::exprs);
    let later = later.chain(programme.key_dates.iter().flat_map(KeyDates::exprs));
    let mut names = names_before_award(year, programme);
    later.for_each(|expr| collect_names(expr, &mut names));
    with_definitions(year, names)
}

/// The names that some expressions of a programme use, and its requirements and amount do not.
pub(super) fn only_in(year: &Year, programme: &Programme, exprs: Vec<&Expr>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    exprs.into_iter().for_each(|expr| collect_names(expr, &mut names));
    let before = with_definitions(year, names_before_award(year, programme));
    with_definitions(year, names).difference(&before).cloned().collect()
}

/// Names of what a programme's validity, requirements, amount, exclusions and shared cap use.
fn names_before_award(year: &Year, programme: &Programme) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    names.extend(programme.date_fact().map(|fact| fact.text.clone()));
    requirement_names(&programme.requires, &mut names);
    for group in &year.groups {
        if names.contains(&format!("use {}", group.id.text)) {
            requirement_names(group, &mut names);
        }
    }
    if let Some(Amount { parts, then, .. }) = &programme.amount {
        parts.iter().for_each(|part| collect_part_names(part, &mut names));
        collect_step_names(then, &mut names);
    }
    let under = programme.exclusive.iter().filter_map(|one| one.under.as_ref());
    names.extend(under.map(|(reading, _)| reading.text.clone()));
    let shared = year.shared_caps.iter().filter(|cap| cap.covers(programme));
    shared.for_each(|cap| collect_names(&cap.yen, &mut names));
    names
}

/// Whether a fact is another one, or stands behind it, directly or through others.
pub(super) fn stands_behind(rules: &SharedRules, fact: &Fact, id: &str) -> bool {
    let mut at = Some(fact);
    // A gate stands before the facts behind it, so this ends; the bound only says so to the reader.
    for _ in 0..=rules.facts.len() {
        let Some(one) = at else { return false };
        if one.id.text == id {
            return true;
        }
        let gate = one.behind.as_ref().map(|behind| behind.fact.text.as_str());
        at = rules.facts.iter().find(|fact| Some(fact.id.text.as_str()) == gate);
    }
    false
}

/// The names of everything that a city's programmes use.
pub(super) fn used_facts(city: &City) -> BTreeSet<String> {
    let years = city.years.iter();
    years
        .flat_map(|year| year.programmes.iter().flat_map(|one| programme_names(year, one)))
        .collect()
}
