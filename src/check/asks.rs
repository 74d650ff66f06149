//! Checks a year's questions for the desk: every name of one is declared, every declared one is asked, and none is
//! declared twice. It also gathers what each question asks about. It does not check their translations; see `texts`.

use super::easy::ORIGINAL_LANGUAGE;
use crate::diagnostic::{Diagnostics, suggestion};
use crate::index::{AskIndex, RequirementIndex};
use crate::rulebook::Ask;
use crate::source::{Text, Word, Year};
use std::collections::BTreeMap;
use typed_index_collections::TiVec;

/// Reports names of questions that the year does not declare, and questions that it declares twice.
pub(super) fn check(year: &Year, problems: &mut Diagnostics) {
    for name in year.asked() {
        if year.ask(&name.text).is_none() {
            let message = format!("`{}` is no question of the year's `asks`", name.text);
            let help = suggestion(&name.text, year.asks.iter().map(|(id, _)| id.text.as_str()));
            problems.add_with_help(name.place, "unknown-ask", message, help);
        }
    }
    let mut declared = BTreeMap::new();
    for (id, text) in &year.asks {
        let japanese = text.in_language(ORIGINAL_LANGUAGE).trim();
        // A city without pages in Japanese need not write its questions in it.
        if japanese.is_empty() {
            continue;
        }
        let first = *declared.entry(japanese).or_insert(id);
        if first != id {
            let message = format!("`{}` asks the same in Japanese as `{}`", id.text, first.text);
            let help = "declare the question once, and name it wherever it is asked".to_owned();
            problems.add_with_help(id.place, "duplicate-ask", message, Some(help));
        }
    }
}

/// The questions of a year with what they ask about. `asked` are the names of questions about requirements, and whether
/// each asks only about unpublished members.
pub(super) fn compile(
    year: &Year,
    asked: &[(&str, RequirementIndex, bool)],
) -> TiVec<AskIndex, Ask> {
    let readings = || year.readings.iter().enumerate();
    let compile = |(id, _): &(Word, Text)| {
        let of = |is_list: bool| {
            let own = asked.iter().filter(|(name, _, list)| *name == id.text && *list == is_list);
            own.map(|(_, at, _)| *at).collect()
        };
        let own = readings().filter(|(_, one)| one.ask.text == id.text);
        let programmes = year.programmes.iter().enumerate();
        let after =
            programmes.filter(|(_, one)| one.asked_after().any(|name| name.text == id.text));
        Ask {
            id: id.text.clone(),
            readings: own.map(|(at, _)| at.into()).collect(),
            requirements: of(false),
            lists: of(true),
            obligations: after.map(|(at, _)| at.into()).collect(),
        }
    };
    year.asks.iter().map(compile).collect()
}

/// Reports every declared question that nothing asks.
pub(super) fn note_unused(year: &Year, unused: &mut Diagnostics) {
    let asked = year.asked();
    for (id, _) in &year.asks {
        if !asked.iter().any(|name| name.text == id.text) {
            unused.add(id.place, "unused", format!("nothing asks `{}`", id.text));
        }
    }
}
