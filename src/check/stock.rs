//! Declares the readings that a year's rules leave open without naming one: whether the first day of a
//! period counts, and how a sum is rounded. The year then reads as if its author had declared them, with
//! the texts of `stock.yaml`. An author who declares such a reading writes its texts and sources.

use crate::amount::Rounding;
use crate::calendar::FirstDay;
use crate::closed_list::ClosedList;
use crate::diagnostic::{Diagnostics, Place};
use crate::parse::{StockReading, stock_reading};
use crate::source::{
    City, ExprKind, FIRST_DAY_OF_PERIODS, Programme, Reading, Statement, Step, Text, Word, Year,
};

/// The name of the readings about rounding in `stock.yaml`. Each has the id of its question.
const ROUNDING: &str = "rounding";

/// A reading that a year needs.
struct Needed {
    /// Its id, at the place of the first rule that needs it.
    id: Word,
    /// Its name in `stock.yaml`.
    stock: &'static str,
}

/// Declares every reading that a year of a city needs and does not declare, and reports those that have other choices
/// than it needs.
pub(super) fn declare(city: &mut City, problems: &mut Diagnostics) {
    let languages: Vec<&str> = city.languages.iter().map(|word| word.text.as_str()).collect();
    for year in &mut city.years {
        for Needed { id, stock } in needed(year) {
            match year.readings.iter().find(|one| one.id.text == id.text) {
                Some(declared) => check_choices(declared, stock, problems),
                None => add(year, &id, stock, &languages, problems),
            }
        }
    }
}

/// The ids of the choices of a reading, in their order.
fn choices(stock: &str) -> Vec<&'static str> {
    if stock == ROUNDING { Rounding::names().collect() } else { FirstDay::names().collect() }
}

fn check_choices(declared: &Reading, stock: &str, problems: &mut Diagnostics) {
    let wanted = choices(stock);
    if !declared.choices.iter().map(|(id, _)| id.text.as_str()).eq(wanted.iter().copied()) {
        let id = &declared.id;
        let message = format!(
            "the reading `{}` needs the choices `{}`, in this order",
            id.text,
            wanted.join("`, `")
        );
        let help = "rules of this year use it without naming its choices".to_owned();
        problems.add_with_help(id.place, "choices", message, Some(help));
    }
}

/// Declares a reading, and its question where the author does not, in the languages of the city.
fn add(year: &mut Year, id: &Word, stock: &str, languages: &[&str], problems: &mut Diagnostics) {
    let Some(StockReading { mut ask, mut choices }) = stock_reading(stock, id.place) else {
        return;
    };
    for text in ask.iter_mut().chain(choices.iter_mut().map(|(_, says)| says)) {
        let has = |language: &&str| text.by_language.iter().any(|(known, _)| known == language);
        if let Some(language) = languages.iter().find(|language| !has(language)) {
            let message =
                format!("the reading `{}` has no text of its own in `{language}`", id.text);
            let help = format!(
                "declare it under `readings` of `rulebook.yaml`, with the choices `{}`",
                self::choices(stock).join("`, `")
            );
            problems.add_with_help(id.place, "missing-translation", message, Some(help));
            return;
        }
        text.by_language.retain(|(language, _)| languages.contains(&language.as_str()));
    }
    if let Some(ask) = ask.filter(|_| year.ask(&id.text).is_none()) {
        year.asks.push((id.clone(), ask));
    }
    let choice = |(id, says): (Word, Text)| (id, Statement { says, cites: Vec::new() });
    let choices = choices.into_iter().map(choice).collect();
    year.readings.push(Reading { id: id.clone(), ask: id.clone(), choices });
}

/// The readings that a year's rules need without naming their choices, each once.
fn needed(year: &Year) -> Vec<Needed> {
    let mut found: Vec<Needed> = Vec::new();
    let mut add = |text: &str, place: Place, stock: &'static str| {
        if !found.iter().any(|known| known.id.text == text) {
            let id = Word { text: text.to_owned(), place };
            found.push(Needed { id, stock });
        }
    };
    let mut waiting = year.exprs();
    while let Some(expr) = waiting.pop() {
        if let (ExprKind::Call(name, _), Some(id)) = (&expr.kind, expr.reading()) {
            add(id, name.place, FIRST_DAY_OF_PERIODS);
        }
        waiting.extend(expr.parts().into_iter().rev());
    }
    for step in year.programmes.iter().flat_map(Programme::steps) {
        if let Step::RoundUnknown { ask, .. } = step {
            add(&ask.text, ask.place, ROUNDING);
        }
    }
    found
}
