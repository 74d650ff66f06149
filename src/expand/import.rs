//! Puts a settled framework into a programme, and the sources, questions, readings and definitions that it
//! names into the programme's year. A question that the year asks already is not asked twice.

use super::merged::{Merged, Names};
use super::settle::Settled;
use super::walk;
use crate::diagnostic::Diagnostics;
use crate::source::{
    Amount, Cite, Expr, Obligation, Programme, Reading, Rule, Statement, Text, Word, Year,
};
use std::collections::BTreeSet;

/// Puts a framework into a programme of a year.
pub(super) fn into_year(year: &mut Year, id: &Word, settled: Settled, problems: &mut Diagnostics) {
    let Settled { mut merged, reported, wanted } = settled;
    let is_wanted = |id: &Word| wanted.contains(&id.text);
    merged.names.readings.retain(|one| is_wanted(&one.id));
    merged.names.definitions.retain(|(id, _)| is_wanted(id));
    for (_, definitions) in &mut merged.names.member_definitions {
        definitions.retain(|(id, _)| is_wanted(id));
    }
    leave_out_incomplete(year, id, &mut merged);
    share_asks(year, &mut merged);
    let own = year.programmes.iter_mut().find(|one| one.id.text == id.text);
    let Some(programme) = own else { return };
    let names = core::mem::take(&mut merged.names);
    fill(programme, merged, reported);
    let cited = cited(programme, &names.readings);
    check_names(year, &names, &id.text, problems);
    year.readings.extend(names.readings);
    year.definitions.extend(names.definitions);
    for (list, definitions) in names.member_definitions {
        year.define_of_members(&list, definitions);
    }
    for source in names.sources {
        let is_known = year.sources.iter().any(|known| known.id.text == source.id.text);
        if cited.contains(&source.id.text) && !is_known {
            year.sources.push(source);
        }
    }
}

/// Leaves out what the framework says of requirements that are not published, and its question, if
/// the programme says itself what is not published.
fn leave_out_incomplete(year: &Year, id: &Word, merged: &mut Merged) {
    let own = year.programmes.iter().find(|one| one.id.text == id.text);
    let is_own = own
        .is_some_and(|one| matches!(&one.requires.rule, Rule::Group { incomplete: Some(_), .. }));
    if let (true, Rule::Group { incomplete, .. }) = (is_own, &mut merged.requires.rule) {
        *incomplete = None;
    }
}

/// Reports every name of the year that a framework's name, with the programme's id in front, has too.
fn check_names(year: &Year, names: &Names, programme: &str, problems: &mut Diagnostics) {
    let taken = ids(&names.definitions, &names.member_definitions, &names.readings);
    for word in ids(&year.definitions, &year.member_definitions, &year.readings) {
        if taken.iter().any(|one| one.text == word.text) {
            let message =
                format!("`{}` is a name of the framework that `{programme}` uses", word.text);
            let help = Some("call the year's own otherwise".to_owned());
            problems.add_with_help(word.place, "duplicate-id", message, help);
        }
    }
}

/// The ids of definitions and readings.
pub(super) fn ids<'a>(
    definitions: &'a [(Word, Expr)],
    of_members: &'a [(Word, Vec<(Word, Expr)>)],
    readings: &'a [Reading],
) -> Vec<&'a Word> {
    let of_members = of_members.iter().flat_map(|(_, all)| all);
    let definitions = definitions.iter().chain(of_members).map(|(id, _)| id);
    definitions.chain(readings.iter().map(|one| &one.id)).collect()
}

/// Adds the questions that the clauses and readings ask to the year, and gives those that the year asks
/// already the year's names.
fn share_asks(year: &mut Year, merged: &mut Merged) {
    let needed: BTreeSet<String> = merged.asks_mut().iter().map(|ask| ask.text.clone()).collect();
    for (id, text) in core::mem::take(&mut merged.names.asks) {
        if !needed.contains(&id.text) {
            continue;
        }
        let known = year.asks.iter().find(|(_, known)| asks_the_same(known, &text));
        let known = known.map(|(known, _)| known.text.clone());
        let Some(known) = known else {
            year.asks.push((id, text));
            continue;
        };
        let asks = merged.asks_mut().into_iter();
        asks.filter(|ask| ask.text == id.text).for_each(|ask| ask.text.clone_from(&known));
    }
}

/// Whether two questions have the same text in a language.
fn asks_the_same(one: &Text, other: &Text) -> bool {
    one.by_language.iter().any(|(language, word)| other.in_language(language) == word.text)
}

/// Gives a programme the clauses of a framework. Its own lists come first.
fn fill(programme: &mut Programme, merged: Merged, reported: Vec<Statement>) {
    programme.benefit = merged.benefit;
    programme.payer = merged.payer;
    programme.payee = merged.payee;
    if let (
        Rule::Group { incomplete, members, .. },
        Rule::Group { incomplete: of_framework, members: clauses, .. },
    ) = (&mut programme.requires.rule, merged.requires.rule)
    {
        *members = clauses;
        *incomplete = incomplete.take().or(of_framework);
    }
    let parts: Vec<_> = merged.parts.into_iter().map(|one| one.clause).collect();
    if !parts.is_empty() {
        programme.amount = Some(Amount { parts, then: Vec::new(), schedule: None });
    }
    programme.obligations.extend(merged.obligations.into_iter().map(|one| one.clause));
    programme.before.extend(merged.before);
    programme.reported.extend(reported);
    programme.documents.extend(merged.documents);
    programme.notes.extend(merged.notes);
}

/// The ids of the sources that a programme and readings cite.
fn cited(programme: &Programme, readings: &[Reading]) -> BTreeSet<String> {
    let Programme { before, reported, documents, notes, requires, obligations, key_dates, .. } =
        programme;
    let of_clauses = walk::requirements(requires).into_iter().flat_map(|one| {
        let hidden = match &one.rule {
            Rule::Group { incomplete, .. } => incomplete.as_ref(),
            Rule::When(_) | Rule::Desk | Rule::Use(_) | Rule::Library(_) => None,
        };
        one.cites.iter().chain(hidden.into_iter().flat_map(|hidden| &hidden.statement.cites))
    });
    let parts = programme.amount.iter().flat_map(|amount| &amount.parts);
    let of_parts = parts.flat_map(|part| &part.cites);
    let statements = [before, reported, documents, notes].into_iter().flatten();
    let statements = statements
        .chain(obligations.iter().flat_map(Obligation::statements))
        .chain(key_dates.iter().map(|one| &one.statement))
        .chain(readings.iter().flat_map(|one| one.choices.iter().map(|(_, choice)| choice)));
    let of_statements = statements.flat_map(|statement| &statement.cites);
    let all = of_clauses.chain(of_parts).chain(of_statements);
    all.map(|Cite { source, .. }| source.text.clone()).collect()
}
