//! Whether a programme takes applications on a day. This depends on the published dates alone,
//! never on the household.

use crate::calendar::Day;
use crate::possible::Days;
use crate::report::Window;
use crate::rulebook::WindowDates;

/// Whether applications are taken on a day, as far as the published dates tell.
pub(crate) fn window_on(dates: WindowDates, on: Day) -> Window {
    let on = on.number();
    let reached = |day: Option<i32>| day.is_some_and(|day| day <= on);
    let until = |day: Option<i32>| day.is_some_and(|day| on <= day);
    if reached(dates.seen_closed) {
        if dates.budget_reached { Window::BudgetReached } else { Window::Closed }
    } else if dates.closes.is_some_and(|last| last < on) {
        Window::Closed
    } else if dates.opens.is_some_and(|first| on < first) {
        Window::Upcoming
    } else if reached(dates.opens) && (until(dates.closes) || until(dates.seen_open)) {
        Window::Open
    } else {
        Window::Unknown
    }
}

/// Published dates by which a day has a window.
#[cfg(feature = "author")]
pub(crate) fn dates_with(window: Window, on: Day) -> WindowDates {
    let (day, next) = (Some(on.number()), Some(on.plus_days(1).number()));
    let none = WindowDates::default();
    match window {
        Window::Open => WindowDates { opens: day, seen_open: day, ..none },
        Window::Upcoming => WindowDates { opens: next, ..none },
        Window::Closed => WindowDates { seen_closed: day, ..none },
        Window::BudgetReached => WindowDates { seen_closed: day, budget_reached: true, ..none },
        Window::Unknown => none,
    }
}

/// The days on which applications are taken, as far as the published dates tell: from the first of them to
/// the last. `None` if there are none.
pub(crate) fn days_taken(dates: WindowDates) -> Option<Days> {
    let day = |number: i32| Day::from_number(number);
    let before_closing = dates.seen_closed.map(|closed| closed.saturating_sub(1));
    let last = [dates.closes, before_closing].into_iter().flatten().min();
    let first = dates.opens.map_or(Some(Day::MIN), day)?;
    let last = last.map_or(Some(Day::MAX), day)?;
    (first <= last).then_some(Days { first, last })
}

/// The days on which a source says that applications are taken, from the first of them to the last. `None` if
/// there are none.
pub(crate) fn days_known_open(dates: WindowDates) -> Option<Days> {
    let taken = days_taken(dates)?;
    let first = Day::from_number(dates.opens?)?;
    let last = Day::from_number(dates.closes.max(dates.seen_open)?)?.min(taken.last);
    (first <= last).then_some(Days { first, last })
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::VariantArray;

    #[test]
    fn dates_with_a_window_have_it() {
        let on = Day::parse("2025-06-10").unwrap();
        for window in Window::VARIANTS {
            assert_eq!(window_on(dates_with(*window, on), on), *window);
        }
    }

    #[test]
    fn a_window_is_known_only_as_far_as_its_dates_tell() {
        let day = |text| Day::parse(text).unwrap();
        let number = |text| Some(day(text).number());
        let none = WindowDates::default();
        let at = |dates, text| window_on(dates, day(text));
        assert_eq!(at(none, "2025-06-10"), Window::Unknown);
        let announced =
            WindowDates { opens: number("2025-06-02"), closes: number("2025-12-26"), ..none };
        assert_eq!(at(announced, "2025-06-01"), Window::Upcoming);
        assert_eq!(at(announced, "2025-06-02"), Window::Open);
        assert_eq!(at(announced, "2025-12-26"), Window::Open);
        assert_eq!(at(announced, "2025-12-27"), Window::Closed);
        let seen =
            WindowDates { opens: number("2025-06-02"), seen_open: number("2025-08-05"), ..none };
        assert_eq!(at(seen, "2025-08-05"), Window::Open);
        assert_eq!(at(seen, "2025-08-06"), Window::Unknown);
        let over = WindowDates { seen_closed: number("2025-08-05"), ..none };
        assert_eq!(at(over, "2025-08-04"), Window::Unknown);
        assert_eq!(at(over, "2025-08-05"), Window::Closed);
        let spent = WindowDates { budget_reached: true, ..over };
        assert_eq!(at(spent, "2025-08-05"), Window::BudgetReached);
        // The window closed before its announced last day.
        let early = WindowDates { closes: number("2025-12-26"), ..spent };
        assert_eq!(at(early, "2025-09-01"), Window::BudgetReached);
        for dates in [none, announced, seen, over, spent, early] {
            let taken = days_taken(dates).unwrap();
            for on in day("2025-03-01").number()..day("2026-03-01").number() {
                let on = Day::from_number(on).unwrap();
                let is_taken = matches!(window_on(dates, on), Window::Open | Window::Unknown);
                assert_eq!((taken.first..=taken.last).contains(&on), is_taken, "{dates:?} {on}");
                let open = days_known_open(dates);
                let is_open = open.is_some_and(|open| (open.first..=open.last).contains(&on));
                assert_eq!(is_open, window_on(dates, on) == Window::Open, "{dates:?} {on}");
            }
        }
    }
}
