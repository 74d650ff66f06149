//! Puts conditions on places and days where a framework's conditions ask one of its dated lists:
//! `on_list(list, fact, on: day)`. A point that a list leaves open becomes a reading. It does not know which options
//! the fact has.

use super::merged::Merged;
use super::walk;
use crate::diagnostic::{Diagnostics, Place, suggestion};
use crate::source::{
    Argument, ArgumentValue, Comparison, DatedList, Expr, ExprKind, Logic, ON_LIST, Operator,
    Reading, Span, Word,
};
use std::collections::BTreeSet;

/// The choices of the reading of a list that leaves something open.
const LISTED: &str = "listed";
const NOT_LISTED: &str = "not_listed";

/// Puts conditions where the expressions ask a list, and a reading for each list that leaves something open. Reports a
/// call with wrong arguments, a list that is not there, and a list of the file `declared_in` that nothing asks.
pub(super) fn put(
    merged: &mut Merged,
    prefix: &str,
    declared_in: Option<usize>,
    problems: &mut Diagnostics,
) {
    let lists = core::mem::take(&mut merged.lists);
    let (mut asked, mut are_calls_right) = (BTreeSet::new(), true);
    walk::change_all(merged.exprs_mut(), &mut |expr| {
        let ExprKind::Call(name, arguments) = &expr.kind else { return };
        if name.text != ON_LIST {
            return;
        }
        if let Some((list, fact, day)) = asks(name, arguments, &lists, prefix, problems) {
            asked.insert(list.id.text.clone());
            expr.kind = condition(list, fact, day, expr.place);
        } else {
            // The mistake is reported; the rest of the framework is still checked.
            are_calls_right = false;
            expr.kind = ExprKind::Truth(false);
        }
    });
    for list in lists {
        let is_asked = asked.contains(&list.id.text);
        if declared_in == Some(list.id.place.file) && !is_asked && are_calls_right {
            let message = format!("no condition asks the list `{}`", list.id.text);
            problems.add(list.id.place, "unused", message);
        }
        if let Some(open) = list.open.filter(|_| is_asked) {
            let word = |text: &str| Word { text: text.to_owned(), place: list.id.place };
            let choices = vec![(word(LISTED), open.listed), (word(NOT_LISTED), open.not_listed)];
            merged.names.readings.push(Reading { id: list.id, ask: open.ask, choices });
        }
    }
}

/// The list, the fact and the day of a call.
fn asks<'a>(
    name: &Word,
    arguments: &'a [Argument],
    lists: &'a [DatedList],
    prefix: &str,
    problems: &mut Diagnostics,
) -> Option<(&'a DatedList, &'a Expr, &'a Expr)> {
    let label = |argument: &'a Argument| argument.label.as_ref().map(|one| one.text.as_str());
    let [list, fact, day] = arguments else { return refuse(name, problems) };
    let labels = [label(list), label(fact), label(day)];
    let (ArgumentValue::Expr(list), ArgumentValue::Expr(fact), ArgumentValue::Expr(day)) =
        (&list.value, &fact.value, &day.value)
    else {
        return refuse(name, problems);
    };
    let (ExprKind::Name(id), [None, None, Some("on")]) = (&list.kind, labels) else {
        return refuse(name, problems);
    };
    let found = lists.iter().find(|one| one.id.text == *id);
    if found.is_none() {
        let id = id.strip_prefix(prefix).unwrap_or(id);
        let known = lists.iter().map(|one| one.id.text.as_str());
        let known = known.map(|one| one.strip_prefix(prefix).unwrap_or(one));
        let message = format!("the framework has no list `{id}`");
        problems.add_with_help(list.place, "unknown-list", message, suggestion(id, known));
    }
    Some((found?, fact, day))
}

fn refuse<T>(name: &Word, problems: &mut Diagnostics) -> Option<T> {
    let message = format!("expected `{ON_LIST}(list, fact, on: date)`");
    problems.add(name.place, "arguments", message);
    None
}

/// Whether a place was on a list on a day: a reading of the widest and the narrowest list if the list leaves something
/// open. Both are the same for every place and day for which nothing is open.
fn condition(list: &DatedList, fact: &Expr, day: &Expr, place: Place) -> ExprKind {
    let at = |kind: ExprKind| Expr { place, kind };
    let sure: Vec<(&Word, Vec<Span>)> =
        list.places.iter().map(|one| (&one.id, one.on.clone())).collect();
    let sure = at(any_of(&sure, fact, day, place));
    if !list.is_open() {
        return sure.kind;
    }
    let widest = list.places.iter().map(|one| {
        let spans = one.on.iter().chain(&one.perhaps).copied();
        (&one.id, spans.collect())
    });
    let mut widest = at(any_of(&widest.collect::<Vec<_>>(), fact, day, place));
    if list.are_others_open {
        let named = list.places.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
        let others = if named.is_empty() {
            ExprKind::Truth(true)
        } else {
            ExprKind::Not(at(ExprKind::In(fact.clone().into(), named)).into())
        };
        widest = join(Logic::Or, widest, at(others));
    }
    let word = |text: &str| Word { text: text.to_owned(), place };
    ExprKind::Reading(list.id.clone(), vec![(word(LISTED), widest), (word(NOT_LISTED), sure)])
}

/// Whether the fact is a place, and the day in one of its spans. Places with the same spans are taken together.
fn any_of(places: &[(&Word, Vec<Span>)], fact: &Expr, day: &Expr, place: Place) -> ExprKind {
    let mut groups = Vec::<(&Vec<Span>, Vec<Word>)>::new();
    for (id, spans) in places.iter().filter(|(_, spans)| !spans.is_empty()) {
        match groups.iter_mut().find(|(known, _)| *known == spans) {
            Some((_, ids)) => ids.push((*id).clone()),
            None => groups.push((spans, vec![(*id).clone()])),
        }
    }
    let conditions = groups.into_iter().map(|(spans, ids)| {
        let is_place = Expr { place, kind: ExprKind::In(fact.clone().into(), ids) };
        let spans = spans.iter().map(|span| within(*span, day, place));
        // A span without ends holds on every day.
        let spans: Option<Vec<Expr>> = spans.collect();
        match spans.and_then(|spans| spans.into_iter().reduce(|a, b| join(Logic::Or, a, b))) {
            Some(when) => join(Logic::And, is_place, when),
            None => is_place,
        }
    });
    let joined = conditions.reduce(|a, b| join(Logic::Or, a, b));
    joined.map_or(ExprKind::Truth(false), |joined| joined.kind)
}

/// Whether a day is in a span. None if the span has no end. The dates of a list never move with the year.
fn within(span: Span, day: &Expr, place: Place) -> Option<Expr> {
    let at = |kind: ExprKind| Expr { place, kind };
    let bound = |comparison: Comparison, bound| {
        let written =
            Argument { label: None, value: ArgumentValue::Expr(at(ExprKind::Day(bound))) };
        let stays = ExprKind::Call(Word { text: "stays".to_owned(), place }, vec![written]);
        let operator = Operator::Compare(comparison);
        at(ExprKind::Binary(operator, day.clone().into(), at(stays).into()))
    };
    let from = span.from.map(|from| bound(Comparison::AtLeast, from));
    let to = span.to.map(|to| bound(Comparison::AtMost, to));
    match (from, to) {
        (Some(from), Some(to)) => Some(join(Logic::And, from, to)),
        (from, to) => from.or(to),
    }
}

fn join(logic: Logic, a: Expr, b: Expr) -> Expr {
    Expr { place: a.place, kind: ExprKind::Binary(Operator::Logic(logic), a.into(), b.into()) }
}
