//! Whether a programme takes applications on a day. This depends on the published dates alone,
//! never on the household.

use crate::calendar::Day;
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

#[cfg(test)]
mod tests {
    use super::*;

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
    }
}
