//! Civil dates as day numbers, legal age, fiscal years, and periods by the Civil Code.
//! Nothing here reads a clock or knows time zones.
#![expect(
    clippy::arithmetic_side_effects,
    reason = "every day number lies between 1800 and 2299, so no sum of a few of them overflows"
)]

use core::fmt;
use strum::{IntoStaticStr, VariantArray};

/// A civil date: the number of days since 1970-01-01, between [`Day::MIN`] and [`Day::MAX`].
///
/// Arithmetic that would leave this span stops at its first or last day. As an end of a range these two
/// days mean that the range is not bounded there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(i32);

/// Year, month and day of a civil date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Civil {
    /// The year, 1800 to 2299.
    pub year: i32,
    /// The month, 1 to 12.
    pub month: i32,
    /// The day of the month, 1 to 31.
    pub day: i32,
}

/// A length of time in calendar units. See [`Day::last_day`] for an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Whole years, at most 200.
    pub years: u8,
    /// Whole months, at most 200.
    pub months: u8,
    /// Days, at most 60,000.
    pub days: u16,
}

/// Whether the day from which a period runs is its first day (算入) or the day after it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum FirstDay {
    /// 「から起算して」: the named day is day 1.
    Counted,
    /// 初日不算入 (民法140条): the day after the named day is day 1.
    NotCounted,
}

impl Day {
    /// 1800-01-01.
    pub const MIN: Day = Day(-62_091);
    /// 2299-12-31.
    pub const MAX: Day = Day(120_529);

    /// The day of a civil date, or `None` where the calendar has no such day.
    ///
    /// ```
    /// use iju_check::calendar::Day;
    /// assert!(Day::civil(2024, 2, 29).is_some());
    /// assert!(Day::civil(2025, 2, 29).is_none());
    /// ```
    #[must_use]
    pub fn civil(year: i32, month: i32, day: i32) -> Option<Day> {
        let known = (1800..=2299).contains(&year) && (1..=12).contains(&month);
        (known && (1..=days_in_month(year, month)).contains(&day))
            .then(|| Day(days_from_civil(year, month, day)))
    }

    /// The day with this number, counted from 1970-01-01.
    #[must_use]
    pub fn from_number(number: i32) -> Option<Day> {
        (Day::MIN.0..=Day::MAX.0).contains(&number).then_some(Day(number))
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub fn number(self) -> i32 {
        self.0
    }

    /// The day of an ISO 8601 date such as `2024-02-29`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Day> {
        let (year, month) = year_month(text.get(..7)?)?;
        Day::civil(year, month, whole(text.get(7..)?.strip_prefix('-')?, 2)?)
    }

    /// Year, month and day.
    #[must_use]
    pub fn to_civil(self) -> Civil {
        civil_from_days(self.0)
    }

    /// The day `days` later (earlier where negative).
    #[must_use]
    pub fn plus_days(self, days: i32) -> Day {
        Day(self.0.saturating_add(days).clamp(Day::MIN.0, Day::MAX.0))
    }

    /// The corresponding day `months` later; the last day of that month where it has no such day.
    #[must_use]
    fn plus_months(self, months: i32) -> Day {
        let civil = self.to_civil();
        let month = civil.year * 12 + civil.month - 1 + months;
        let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
        if year < 1800 {
            return Day::MIN;
        }
        if year > 2299 {
            return Day::MAX;
        }
        Day(days_from_civil(year, month, civil.day.min(days_in_month(year, month))))
    }

    /// The same month and day so many years later; 28 February where the year has no 29 February.
    #[must_use]
    pub fn plus_years(self, years: i32) -> Day {
        self.plus_months(years.saturating_mul(12))
    }

    /// The corresponding day so long before.
    #[must_use]
    pub fn before(self, period: Period) -> Day {
        let months = i32::from(period.years).saturating_mul(12);
        let months = months.saturating_add(period.months.into());
        self.plus_months(months.saturating_neg()).plus_days(i32::from(period.days).saturating_neg())
    }

    /// Whether `day` is this date in its own year or in a later one.
    #[must_use]
    pub fn is_in_later_year(self, day: Day) -> bool {
        let years = day.to_civil().year.saturating_sub(self.to_civil().year);
        years >= 0 && self.plus_years(years) == day
    }

    /// Full years since `born` on this day, by the Act on Calculation of Ages
    /// (年齢計算ニ関スル法律): an age is reached at the end of the day before the birthday, so on that
    /// day it is still one less. Negative before birth.
    #[must_use]
    pub fn age_years(self, born: Day) -> i32 {
        let (on, born) = (self.to_civil(), born.to_civil());
        let before_birthday = (on.month, on.day) < (born.month, born.day);
        on.year - born.year - i32::from(before_birthday)
    }

    /// The day on which someone born on this day reaches an age: 「*n* 歳に達する日」, the day before
    /// the *n*th birthday.
    #[must_use]
    pub fn day_reached(self, age_years: i32) -> Day {
        let civil = self.to_civil();
        let year = civil.year + age_years;
        if year > 2299 {
            return Day::MAX;
        }
        // A birthday on 29 February falls on 1 March in other years.
        let birthday = Day::civil(year, civil.month, civil.day)
            .or_else(|| Day::civil(year, civil.month + 1, 1));
        birthday.map_or(Day::MIN, |day| day.plus_days(-1))
    }

    /// The fiscal year (April to March) that holds this day.
    #[must_use]
    pub fn fiscal_year(self) -> i32 {
        let civil = self.to_civil();
        civil.year - i32::from(civil.month < 4)
    }

    /// April 1 of the fiscal year that holds this day.
    #[must_use]
    pub fn fiscal_year_start(self) -> Day {
        Day::civil(self.fiscal_year(), 4, 1).unwrap_or(Day::MIN)
    }

    /// The first and the last day of a fiscal year; none if the calendar of this crate ends before.
    #[must_use]
    pub fn fiscal_year_ends(year: i32) -> Option<(Day, Day)> {
        Some((Day::civil(year, 4, 1)?, Day::civil(year.saturating_add(1), 3, 31)?))
    }

    /// The first day of this day's month.
    #[must_use]
    pub fn first_of_month(self) -> Day {
        self.plus_days(1 - self.to_civil().day)
    }

    /// The first day with this month and day on or after this day. 29 February means 1 March in
    /// years without it.
    #[must_use]
    pub fn next_month_day(self, month: i32, day: i32) -> Day {
        let year = self.to_civil().year;
        [year, year + 1]
            .into_iter()
            .filter_map(|year| {
                Day::civil(year, month, day).or_else(|| Day::civil(year, month + 1, 1))
            })
            .find(|found| *found >= self)
            .unwrap_or(Day::MAX)
    }

    /// Whole months from this day to `to`; negative where `to` is earlier.
    #[must_use]
    pub fn months_until(self, to: Day) -> i32 {
        let (from, to) = (self.to_civil(), to.to_civil());
        (to.year - from.year) * 12 + to.month - from.month - i32::from(to.day < from.day)
    }

    /// The last day of a period that runs from this day (民法140–143条): the day before the
    /// corresponding day, or the last day of the month that has no corresponding day.
    ///
    /// ```
    /// use iju_check::calendar::{Day, FirstDay, Period};
    /// let year = Period { years: 1, months: 0, days: 0 };
    /// let last = |text, first| Day::parse(text).unwrap().last_day(year, first).to_string();
    /// assert_eq!(last("2024-06-10", FirstDay::Counted), "2025-06-09");
    /// assert_eq!(last("2024-02-29", FirstDay::Counted), "2025-02-28");
    /// assert_eq!(last("2025-04-01", FirstDay::NotCounted), "2026-04-01");
    /// ```
    #[must_use]
    pub fn last_day(self, period: Period, first_day: FirstDay) -> Day {
        let first = match first_day {
            FirstDay::Counted => self,
            FirstDay::NotCounted => self.plus_days(1),
        };
        let months = period.total_months();
        let corresponding = first.plus_months(months);
        let missing = months > 0 && corresponding.to_civil().day != first.to_civil().day;
        let days = i32::from(period.days);
        if missing && days == 0 { corresponding } else { corresponding.plus_days(days - 1) }
    }

    /// The first day of a period that ends on the day before this day: the day after the
    /// corresponding day, counted back from the period's last day.
    ///
    /// ```
    /// use iju_check::calendar::{Day, Period};
    /// let year = Period { years: 1, months: 0, days: 0 };
    /// let first = |text| Day::parse(text).unwrap().first_day_before(year).to_string();
    /// assert_eq!(first("2025-06-10"), "2024-06-10");
    /// assert_eq!(first("2024-03-01"), "2023-03-01");
    /// ```
    #[must_use]
    pub fn first_day_before(self, period: Period) -> Day {
        let last = self.plus_days(-1);
        let corresponding = last.plus_months(-period.total_months());
        corresponding.plus_days(1 - i32::from(period.days))
    }
}

impl Period {
    fn total_months(self) -> i32 {
        i32::from(self.years) * 12 + i32::from(self.months)
    }
}

/// ISO 8601: `2024-02-29`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Civil { year, month, day } = self.to_civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// The year and the month of a text such as `2024-02`, whether or not there is such a month.
pub(crate) fn year_month(text: &str) -> Option<(i32, i32)> {
    Some((whole(text.get(..4)?, 4)?, whole(text.get(4..)?.strip_prefix('-')?, 2)?))
}

/// The number written in exactly `width` digits, four at most.
pub(crate) fn whole(digits: &str, width: usize) -> Option<i32> {
    let plain = digits.len() == width && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.bytes().fold(0, |number, digit| number * 10 + i32::from(digit & 15)))
}

/// The number of days in a month.
#[must_use]
pub fn days_in_month(year: i32, month: i32) -> i32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + i32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

// The two conversions count years from 1 March, so that the leap day is the last of its year.
fn days_from_civil(year: i32, month: i32, day: i32) -> i32 {
    let year = year - i32::from(month <= 2);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - 719_468
}

fn civil_from_days(number: i32) -> Civil {
    let days = number + 719_468;
    let era = days / 146_097;
    let in_era = days % 146_097;
    let year_of_era = (in_era - in_era / 1_460 + in_era / 36_524 - in_era / 146_096) / 365;
    let day_of_year = in_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    Civil {
        year: era * 400 + year_of_era + i32::from(month <= 2),
        month,
        day: day_of_year - (153 * shifted + 2) / 5 + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::{Span, civil::Date};

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn all_days() -> impl Iterator<Item = (Day, Date)> {
        let epoch = jiff::civil::date(1970, 1, 1);
        (Day::MIN.0..=Day::MAX.0)
            .map(move |number| (Day(number), epoch.checked_add(Span::new().days(number)).unwrap()))
    }

    fn of(date: Date) -> Day {
        Day::civil(date.year().into(), date.month().into(), date.day().into()).unwrap()
    }

    #[test]
    fn every_day_agrees_with_jiff_and_round_trips() {
        assert_eq!((day("1800-01-01"), day("2299-12-31")), (Day::MIN, Day::MAX));
        for (day, date) in all_days() {
            assert_eq!(of(date), day);
            assert_eq!(day.to_string(), date.to_string());
            assert_eq!(Day::parse(&day.to_string()), Some(day));
        }
    }

    #[test]
    fn months_and_ages_agree_with_jiff() {
        let born = jiff::civil::date(1996, 2, 29);
        for (day, date) in all_days().filter(|(_, date)| (1990..2060).contains(&date.year())) {
            for months in [1, 3, 12, 120] {
                assert_eq!(day.plus_months(months), of(date + Span::new().months(months)));
                assert_eq!(day.plus_months(-months), of(date - Span::new().months(months)));
            }
            if date >= born {
                let years = born.until((jiff::Unit::Year, date)).unwrap().get_years();
                assert_eq!(day.age_years(of(born)), i32::from(years), "{date}");
            }
        }
    }

    #[test]
    fn an_age_is_reached_the_day_before_the_birthday() {
        assert_eq!(day("2006-04-01").day_reached(18), day("2024-03-31"));
        assert_eq!(day("2006-04-02").day_reached(18), day("2024-04-01"));
        assert_eq!(day("2008-02-29").day_reached(17), day("2025-02-28"));
        assert_eq!(day("2008-02-29").day_reached(16), day("2024-02-28"));
        for (born, _) in all_days().filter(|(day, _)| day.fiscal_year() == 1987) {
            for age in [18, 39, 40] {
                let reached = born.day_reached(age);
                assert_eq!(reached.age_years(born), age - 1, "{born}");
                assert_eq!(reached.plus_days(1).age_years(born), age, "{born}");
            }
        }
    }

    #[test]
    fn periods_follow_the_civil_code() {
        let year = Period { years: 1, months: 0, days: 0 };
        let month = Period { years: 0, months: 1, days: 0 };
        let last = |text, period, first| day(text).last_day(period, first).to_string();
        // Corresponding day, first day counted: day 1 is the day itself.
        assert_eq!(last("2025-04-01", year, FirstDay::Counted), "2026-03-31");
        assert_eq!(last("2024-06-10", year, FirstDay::Counted), "2025-06-09");
        // No corresponding day: the last day of the month.
        assert_eq!(last("2024-02-29", year, FirstDay::Counted), "2025-02-28");
        assert_eq!(last("2025-01-31", month, FirstDay::Counted), "2025-02-28");
        // First day not counted.
        assert_eq!(last("2025-04-01", year, FirstDay::NotCounted), "2026-04-01");
        assert_eq!(last("2024-02-28", year, FirstDay::NotCounted), "2025-02-28");
        assert_eq!(last("2025-01-30", month, FirstDay::NotCounted), "2025-02-28");
        let ten_days = Period { years: 0, months: 0, days: 10 };
        assert_eq!(last("2025-04-01", ten_days, FirstDay::Counted), "2025-04-10");
    }

    #[test]
    fn counting_back_mirrors_counting_forward() {
        // The first day is the earliest one from which the period still reaches the day before.
        for period in [(1, 0), (0, 1), (0, 3), (5, 0)] {
            let period = Period { years: period.0, months: period.1, days: 0 };
            for (day, _) in all_days().filter(|(day, _)| (2023..2029).contains(&day.fiscal_year()))
            {
                let first = day.first_day_before(period);
                let reach = |from: Day| from.last_day(period, FirstDay::Counted);
                assert!(reach(first) >= day.plus_days(-1), "{day} {first}");
                assert!(reach(first.plus_days(-1)) < day.plus_days(-1), "{day} {first}");
            }
        }
    }

    #[test]
    fn fiscal_years_and_month_days_have_known_values() {
        assert_eq!(day("2025-03-31").fiscal_year(), 2024);
        assert_eq!(day("2025-04-01").fiscal_year_start(), day("2025-04-01"));
        assert_eq!(day("2024-04-01").next_month_day(3, 31), day("2025-03-31"));
        assert_eq!(day("2024-03-31").next_month_day(3, 31), day("2024-03-31"));
        assert_eq!(day("2025-01-05").next_month_day(2, 29), day("2025-03-01"));
        assert_eq!(day("2025-08-17").first_of_month(), day("2025-08-01"));
        assert_eq!(day("2025-01-31").months_until(day("2025-02-28")), 0);
        assert_eq!(day("2025-01-15").months_until(day("2026-01-15")), 12);
        assert_eq!(day("2025-01-15").months_until(day("2025-01-14")), -1);
    }

    #[test]
    fn text_that_is_no_date_is_refused() {
        for text in [
            "2025-02-29",
            "2025-13-01",
            "2025-00-10",
            "25-01-01",
            "2025-1-1",
            "+025-01-01",
            "2025-01-01-01",
            "",
            "2300-01-01",
            "２０２５-01-01",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }
}
