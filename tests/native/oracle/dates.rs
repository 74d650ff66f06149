//! Periods by the Civil Code (民法140–143条) and ages by the Act on Calculation of Ages, on top of
//! a date library. It shares no code with the engine's calendar, and knows no programme.

use jiff::civil::{Date, date};

/// The last day of a period of years that begins on `first`: the day before the corresponding day,
/// or the last day of the month if that month has no such day (民法143条2項).
pub(super) fn last_day_of_years(first: Date, years: i16) -> Date {
    let year = first.year() + years;
    match Date::new(year, first.month(), first.day()) {
        Ok(corresponding) => corresponding.yesterday().unwrap(),
        Err(_) => date(year, first.month(), 1).last_of_month(),
    }
}

/// Whether an age is reached before a day begins. An age is reached at the end of the day before
/// the birthday. That day is the last one of as many years, if the day of birth counts.
pub(super) fn has_reached(born: Date, age: i16, on: Date) -> bool {
    last_day_of_years(born, age) < on
}

/// Whether somebody is younger than an age (未満) on a day.
pub(super) fn is_under(born: Date, age: i16, on: Date) -> bool {
    !has_reached(born, age, on)
}

/// Whether somebody is at most an age (以下) on a day, that is, has not reached the next age.
pub(super) fn is_at_most(born: Date, age: i16, on: Date) -> bool {
    is_under(born, age + 1, on)
}

/// April 1 of the fiscal year that a day is in.
pub(super) fn april_of(on: Date) -> Date {
    date(if on.month() < 4 { on.year() - 1 } else { on.year() }, 4, 1)
}

/// Whether a day is in a fiscal year, which runs from April 1 to March 31.
pub(super) fn is_in_fiscal_year(on: Date, year: i16) -> bool {
    april_of(on).year() == year
}

#[test]
fn periods_and_ages_end_on_the_days_that_the_acts_name() {
    let day = |text: &str| text.parse::<Date>().unwrap();
    let last = |first, years| last_day_of_years(day(first), years).to_string();
    assert_eq!(last("2025-04-01", 1), "2026-03-31");
    assert_eq!(last("2024-02-29", 1), "2025-02-28");
    assert_eq!(last("2024-02-29", 4), "2028-02-28");
    assert_eq!(last("2023-03-01", 1), "2024-02-29");
    let reached = |born, age, on| has_reached(day(born), age, day(on));
    assert!(!reached("1986-04-01", 40, "2026-03-31"));
    assert!(reached("1986-04-01", 40, "2026-04-01"));
    assert!(!reached("1986-04-02", 40, "2026-04-01"));
    // Somebody born on 29 February reaches an age at the end of 28 February.
    assert!(!reached("2008-02-29", 18, "2026-02-28"));
    assert!(reached("2008-02-29", 18, "2026-03-01"));
    assert!(is_in_fiscal_year(day("2025-03-31"), 2024));
    assert!(is_in_fiscal_year(day("2025-04-01"), 2025));
}
