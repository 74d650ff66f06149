//! What a programme gets of a framework once its user has been applied: clauses that nobody confirmed are
//! shown and never computed with, and a parameter that nobody states is open over the values seen elsewhere.

use super::lists;
use super::merged::{Merged, Parameter, Shared, Whose};
use super::walk;
use crate::diagnostic::{Diagnostics, Place};
use crate::source::{
    ArgumentValue, Cite, Evidence, Expr, ExprKind, Obligation, ParameterValue, Part, Quantity,
    Reading, Requirement, Statement, Word,
};
use std::collections::{BTreeMap, BTreeSet};

/// Which names of a framework a programme gets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Wanted {
    /// Those that its clauses use.
    Used,
    /// Those too that a file declares, so that `check` reports those that nothing uses.
    DeclaredIn(usize),
}

/// A framework as a programme takes it over.
#[derive(Debug)]
pub(super) struct Settled {
    pub(super) merged: Merged,
    /// Figures and obligations that the user did not confirm, in words.
    pub(super) reported: Vec<Statement>,
    /// The names that the programme gets.
    pub(super) wanted: BTreeSet<String>,
}

/// Settles a framework for a programme that names it at a place.
pub(super) fn settle(
    mut merged: Merged,
    place: Place,
    (prefix, wanted): (&str, Wanted),
    problems: &mut Diagnostics,
) -> Settled {
    let mut reported = Vec::new();
    merged.parts.iter_mut().for_each(|one| reported.extend(part_not_confirmed(one)));
    merged.obligations.retain(|one| {
        let statement = obligation_not_confirmed(one);
        let is_kept = statement.is_none();
        reported.extend(statement);
        is_kept
    });
    let links = links(&merged);
    let mut names = reached(&links, walk::names(roots(&merged)));
    if let Wanted::DeclaredIn(file) = wanted {
        let declared = merged.declared().into_iter().filter(|word| word.place.file == file);
        let declared = declared.map(|word| word.text.clone()).collect();
        names.extend(reached(&links, declared));
    }
    for one in merged.parameters.iter().filter(|one| names.contains(&one.declared.id.text)) {
        if one.stated.is_none() && one.declared.seen.len() < 2 {
            demand(one, (prefix, wanted), place, problems);
        }
    }
    for stated in merged.parameters.iter().filter(|one| !names.contains(&one.declared.id.text)) {
        if let Some(stated) = stated.stated.as_ref().filter(|_| stated.is_of_city) {
            let message = format!("nothing reads the parameter `{}`", stated.id.text);
            let help = "leave it out, or confirm the clause that reads it".to_owned();
            problems.add_with_help(stated.id.place, "unused", message, Some(help));
        }
    }
    cite_names(&mut merged, &links);
    put_periods(&mut merged);
    let declared_in = match wanted {
        Wanted::Used => None,
        Wanted::DeclaredIn(file) => Some(file),
    };
    lists::put(&mut merged, prefix, declared_in, problems);
    name_parameters(&mut merged, &names);
    Settled { merged, reported, wanted: names }
}

/// Makes the figure of a part unknown, unless the user confirmed it or wrote it.
fn part_not_confirmed(one: &mut Shared<Part>) -> Option<Statement> {
    let Whose::Framework(says) = &one.whose else { return None };
    let part = &mut one.clause;
    part.value.kind = ExprKind::Unknown(None, None);
    part.then = Vec::new();
    part.is_ceiling = false;
    Some(Statement { says: says.clone(), cites: part.cites.clone() })
}

/// An obligation in words, unless the user confirmed it or wrote it.
fn obligation_not_confirmed(one: &Shared<Obligation>) -> Option<Statement> {
    let Whose::Framework(says) = &one.whose else { return None };
    Some(Statement { says: says.clone(), cites: one.clause.statement.cites.clone() })
}

/// The names that each definition and parameter uses.
fn links(merged: &Merged) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::<String, BTreeSet<String>>::new();
    let of_members = merged.names.member_definitions.iter().flat_map(|(_, all)| all);
    for (id, expr) in merged.names.definitions.iter().chain(of_members) {
        found.entry(id.text.clone()).or_default().extend(walk::names(vec![expr]));
    }
    for one in &merged.parameters {
        let seen = one.declared.seen.iter().map(|seen| &seen.value);
        let values = match &one.stated {
            Some(stated) => vec![&stated.value],
            None => seen.collect(),
        };
        let exprs = values.into_iter().filter_map(|value| match value {
            ParameterValue::Expr(expr) => Some(expr),
            ParameterValue::Period(..) => None,
        });
        found.entry(one.declared.id.text.clone()).or_default().extend(walk::names(exprs.collect()));
    }
    found
}

/// Names, and all names that these use in turn.
fn reached(
    links: &BTreeMap<String, BTreeSet<String>>,
    roots: BTreeSet<String>,
) -> BTreeSet<String> {
    let (mut found, mut waiting) = (BTreeSet::new(), roots);
    while let Some(name) = waiting.pop_first() {
        if let Some(inner) = links.get(&name) {
            waiting.extend(inner.iter().filter(|one| !found.contains(*one)).cloned());
        }
        found.insert(name);
    }
    found
}

/// The expressions of all clauses.
fn roots(merged: &Merged) -> Vec<&Expr> {
    let requirements = walk::requirements(&merged.requires);
    let mut found: Vec<&Expr> = requirements.into_iter().flat_map(walk::of_requirement).collect();
    found.extend(merged.parts.iter().flat_map(|one| walk::of_part(&one.clause)));
    found.extend(merged.obligations.iter().flat_map(|one| one.clause.exprs()));
    found
}

/// Reports a parameter that has to be stated.
fn demand(
    one: &Parameter,
    (prefix, wanted): (&str, Wanted),
    place: Place,
    problems: &mut Diagnostics,
) {
    let id = &one.declared.id.text;
    let id = id.strip_prefix(prefix).unwrap_or(id);
    let message = format!(
        "the parameter `{id}` has to be stated: fewer than two values of it were seen elsewhere"
    );
    let usual = one.declared.usual.as_ref();
    let usual = usual.map(|usual| format!(" (usually `{}`)", usual.text)).unwrap_or_default();
    let help = match wanted {
        Wanted::Used => format!(
            "write `{id}: {{ value: …, source: … }}` under `parameters`{usual}, or drop the clause \
             that reads it"
        ),
        Wanted::DeclaredIn(_) => {
            format!("write `{id}: …` under `parameters` of the example{usual}")
        }
    };
    problems.add_with_help(place, "missing-parameter", message, Some(help));
}

/// Adds to each clause the citations of the parameters and lists that it reads. A requirement that reads a parameter
/// that nobody states can fail nobody: its grade is `reported`.
fn cite_names(merged: &mut Merged, links: &BTreeMap<String, BTreeSet<String>>) {
    let open = merged.parameters.iter().filter(|one| one.stated.is_none());
    let open: BTreeSet<String> = open.map(|one| one.declared.id.text.clone()).collect();
    let stated = merged.parameters.iter().filter_map(|one| {
        let stated = one.stated.as_ref()?;
        Some((one.declared.id.text.clone(), stated.cites.clone()))
    });
    let lists = merged.lists.iter().map(|list| {
        let cites = list.places.iter().flat_map(|place| place.cites.iter().cloned());
        (list.id.text.clone(), cites.collect())
    });
    let stated: Vec<(String, Vec<Cite>)> = stated.chain(lists).collect();
    let cite = |exprs: Vec<&Expr>, cites: &mut Vec<Cite>| {
        let names = reached(links, walk::names(exprs));
        for more in stated.iter().filter(|(id, _)| names.contains(id)).flat_map(|(_, cites)| cites)
        {
            if !cites.contains(more) {
                cites.push(more.clone());
            }
        }
        names
    };
    walk::change_requirements(&mut merged.requires, &mut |one: &mut Requirement| {
        let mut cites = core::mem::take(&mut one.cites);
        let names = cite(walk::of_requirement(one), &mut cites);
        if !names.is_disjoint(&open) {
            cites.sort_by_key(|cite| cite.evidence != Some(Evidence::Reported));
            cites.iter_mut().take(1).for_each(|cite| cite.evidence = Some(Evidence::Reported));
        }
        one.cites = cites;
    });
    for one in &mut merged.parts {
        let mut cites = core::mem::take(&mut one.clause.cites);
        cite(walk::of_part(&one.clause), &mut cites);
        one.clause.cites = cites;
    }
    for one in &mut merged.obligations {
        let mut cites = core::mem::take(&mut one.clause.statement.cites);
        cite(one.clause.exprs(), &mut cites);
        one.clause.statement.cites = cites;
    }
}

/// Puts lengths of time where their parameters are named: a stated one as it is, and otherwise the whole call
/// once for each length that was seen.
fn put_periods(merged: &mut Merged) {
    let parameters = merged.parameters.iter();
    let periods: Vec<Parameter> =
        parameters.filter(|one| one.declared.quantity == Quantity::Period).cloned().collect();
    walk::change_all(merged.exprs_mut(), &mut |expr| {
        let ExprKind::Call(name, arguments) = &expr.kind else { return };
        let named = arguments.iter().enumerate().find_map(|(at, argument)| {
            let ArgumentValue::Expr(Expr { kind: ExprKind::Name(id), .. }) = &argument.value else {
                return None;
            };
            Some((at, periods.iter().find(|one| one.declared.id.text == *id)?))
        });
        let Some((at, parameter)) = named else { return };
        let with = |value: &ParameterValue| {
            let ParameterValue::Period(period, _) = value else { return None };
            let mut arguments = arguments.clone();
            arguments.get_mut(at)?.value = ArgumentValue::Period(*period);
            Some(ExprKind::Call(name.clone(), arguments))
        };
        let place = expr.place;
        let found = match &parameter.stated {
            Some(stated) => with(&stated.value),
            None => {
                let seen = parameter.declared.seen.iter();
                let choices = seen.filter_map(|seen| {
                    Some((seen.id.clone(), Expr { place, kind: with(&seen.value)? }))
                });
                Some(ExprKind::Reading(parameter.declared.id.clone(), choices.collect()))
            }
        };
        if let Some(kind) = found {
            expr.kind = kind;
        }
    });
}

/// Declares the parameters that are wanted: as a definition, and as a reading too where nobody states them.
fn name_parameters(merged: &mut Merged, wanted: &BTreeSet<String>) {
    let parameters = core::mem::take(&mut merged.parameters).into_iter();
    for one in parameters.filter(|one| wanted.contains(&one.declared.id.text)) {
        let id = &one.declared.id;
        let value = match one.stated {
            Some(stated) => match stated.value {
                ParameterValue::Expr(expr) => Some(expr),
                ParameterValue::Period(..) => None,
            },
            None => {
                let Some(ask) = one.declared.ask else { continue };
                let seen = one.declared.seen.iter();
                let choices = seen.map(|seen| (seen.id.clone(), seen.statement.clone())).collect();
                merged.names.readings.push(Reading { id: id.clone(), ask, choices });
                let values = one.declared.seen.into_iter();
                let values: Vec<(Word, Expr)> = values.filter_map(value_of).collect();
                let kind = ExprKind::Reading(id.clone(), values);
                Some(Expr { place: id.place, kind })
            }
        };
        if let Some(value) = value.filter(|_| one.declared.quantity != Quantity::Period) {
            merged.names.definitions.push((id.clone(), value));
        }
    }
}

fn value_of(seen: crate::source::Seen) -> Option<(Word, Expr)> {
    match seen.value {
        ParameterValue::Expr(expr) => Some((seen.id, expr)),
        ParameterValue::Period(..) => None,
    }
}
