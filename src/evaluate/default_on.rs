//! The application date to ask about if the household names none. Nothing is evaluated for it here.

use crate::calendar::Day;
use crate::possible::Options;
use crate::rulebook::City;
use crate::situation::{Known, Situation};

/// The application date if none is named: the last day on which what is planned may happen, such as the move; but
/// not before today, and no later than a year from today. If nothing limits that day, it is today.
///
/// What is planned is every date that the applicant can choose.
#[must_use]
pub fn default_on(city: &City, situation: &Situation, today: Day) -> Day {
    let mut on = today;
    for (fact, answer) in city.rules().facts.iter().zip(&situation.facts) {
        let Known::Day(days) = answer.known else { continue };
        if fact.choosable != Options::NONE && days.last < Day::MAX {
            on = on.max(days.last);
        }
    }
    on.min(today.plus_years(1))
}
