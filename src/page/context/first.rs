//! The values of the first screen: the city's picture, how many programmes there are, and the most
//! questions that a visitor meets. It chooses no words.

use crate::calendar::Day;
use crate::evaluate::lacking;
use crate::page::in_force::year_ends;
use crate::rulebook;
use crate::situation::Situation;
use crate::source::{City, Picture};
use minijinja::{HtmlEscape, Value};
use std::collections::BTreeSet;

/// The picture of a city as an element that says what it shows.
pub(in crate::page) fn picture(picture: Option<&Picture>, language: &str) -> Option<Value> {
    let picture = picture?;
    let says = HtmlEscape(picture.says.in_language(language)).to_string();
    let start = format!("<svg role=\"img\" aria-label=\"{says}\"");
    Some(Value::from_safe_string(picture.svg.trim().replacen("<svg", &start, 1)))
}

/// The number of a city's programmes. A programme of several years is one.
pub(in crate::page) fn programmes(city: &City) -> usize {
    let all = city.years.iter().flat_map(|year| &year.programmes);
    all.map(|programme| programme.id.text.as_str()).collect::<BTreeSet<_>>().len()
}

/// The most questions that a visitor who has answered nothing may still meet, on whichever day: the greatest bound
/// of the first and the last day of each registered year, and of those rules that hold longer, and of the day after it.
pub(super) fn most_questions(city: &rulebook::City) -> u32 {
    let nothing = Situation::unknown(city);
    let mut days = BTreeSet::new();
    for year in &city.rules().years {
        let (from, to) = year_ends(year.fiscal_year);
        let ends = year.programmes.iter().filter_map(|one| Day::from_number(one.valid_to));
        let longer = ends.filter(|end| to < *end);
        days.insert(from);
        days.extend([to].into_iter().chain(longer).flat_map(|end| [end, end.plus_days(1)]));
    }
    let bounds = days.into_iter().map(|day| lacking(city, &nothing, day).questions_left_at_most);
    bounds.max().unwrap_or_default()
}
