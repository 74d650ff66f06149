//! Formats yen, days and years in the way of a language. The language's words file has the patterns,
//! and the templates choose the figures.

use super::words::{Language, wrong};
use crate::amount::{Exact, Rounding};
use crate::calendar::Day;
use minijinja::{Environment, Error};
use std::sync::Arc;

/// Gives templates `yen`, `day`, `fiscal_year` and `fiscal_year_short`.
pub(super) fn add_to(environment: &mut Environment<'_>, language: &Arc<Language>) {
    let own = Arc::clone(language);
    environment.add_filter("yen", move |digits: &str| yen(&own, digits));
    let own = Arc::clone(language);
    environment.add_filter("day", move |iso: &str| day(&own, iso));
    let own = Arc::clone(language);
    environment.add_filter("fiscal_year", move |year: i16| fiscal_year(&own, "fiscal_year", year));
    let own = Arc::clone(language);
    environment.add_filter("fiscal_year_short", move |year: i16| {
        fiscal_year(&own, "fiscal_year.short", year)
    });
}

/// Whole yen of "600000" or "2960000/3": 60万円, 12万3000円, 1億2050万円, 986,666円. A fraction is floored. The script
/// writes them in the same way (`www/text/money.js`): `tests/data/yen.json` has the cases that both are tested by.
fn yen(language: &Language, digits: &str) -> Result<String, Error> {
    let (numer, denom) = digits.split_once('/').unwrap_or((digits, "1"));
    let exact = numer.parse().ok().zip(denom.parse().ok());
    let whole =
        exact.and_then(|(numer, denom)| Exact::new(numer, denom)?.rounded(Rounding::Floor, 1));
    let whole = whole.map_or_else(|| digits.to_owned(), |whole| whole.to_string());
    let amount: i64 = whole.parse().unwrap_or(0);
    let (all_man, rest) = (amount.div_euclid(10_000), amount.rem_euclid(10_000));
    let (oku, man) = (all_man.div_euclid(10_000), all_man.rem_euclid(10_000));
    let key = match (oku, man, rest) {
        (1.., 0, 0) => "yen.oku",
        (1.., _, 0) => "yen.oku_man",
        (0, 1.., 0) => "yen.man",
        (0, 1.., _) if amount.rem_euclid(1_000) == 0 => "yen.mixed",
        _ => "yen.plain",
    };
    language.say(key, |slot| match slot {
        "n" => Some(grouped(amount)),
        "oku" => Some(oku.to_string()),
        "man" => Some(man.to_string()),
        "rest" => Some(rest.to_string()),
        _ => None,
    })
}

fn grouped(number: i64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        let left = digits.len().saturating_sub(at);
        if at > 0 && left.is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A date. In Japanese it names the year in both calendars: 令和7年（2025年）8月5日.
fn day(language: &Language, iso: &str) -> Result<String, Error> {
    let day = Day::parse(iso).ok_or_else(|| wrong(format!("`{iso}` is no day")))?;
    let civil = day.to_civil();
    let era = era(language, day)?;
    let month = language.item("months", civil.month)?;
    let of_month = language.item("days", civil.day)?;
    language.say("day", |slot| match slot {
        "era" => Some(era.clone()),
        "year" => Some(civil.year.to_string()),
        "month" => Some(month.to_owned()),
        "day" => Some(of_month.to_owned()),
        _ => None,
    })
}

/// First days of the eras, the latest first, as the words' list `eras` names them.
const ERAS: [(i32, i32, i32); 5] =
    [(2019, 5, 1), (1989, 1, 8), (1926, 12, 25), (1912, 7, 30), (1868, 10, 23)];

/// The year in the Japanese era: 令和元年, 平成31年. Empty where the language names no eras.
fn era(language: &Language, day: Day) -> Result<String, Error> {
    let civil = day.to_civil();
    let began = |first: &(i32, i32, i32)| (civil.year, civil.month, civil.day) >= *first;
    let found = (1..).zip(&ERAS).find(|(_, first)| began(first));
    let names = language.unfilled("eras")?;
    let Some((number, (first, _, _))) = found.filter(|_| !names.is_empty()) else {
        return language.say("era.none", |_| Some(civil.year.to_string()));
    };
    let name = language.item("eras", number)?;
    let count = match civil.year.saturating_sub(*first).saturating_add(1) {
        1 => language.unfilled("era.first")?.to_owned(),
        count => count.to_string(),
    };
    language.say("era.year", |slot| match slot {
        "name" => Some(name.to_owned()),
        "n" => Some(count.clone()),
        _ => None,
    })
}

fn fiscal_year(language: &Language, key: &str, year: i16) -> Result<String, Error> {
    // 2019 began in the old era; the fiscal year is called by the new one.
    let month = if year == 2019 { 5 } else { 4 };
    let first = Day::civil(i32::from(year), month, 1);
    let era = era(language, first.ok_or_else(|| wrong(format!("`{year}` is no year")))?)?;
    language.say(key, |slot| match slot {
        "era" => Some(era.clone()),
        "year" => Some(year.to_string()),
        _ => None,
    })
}
