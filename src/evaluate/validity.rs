//! Whether the rules of a programme in one year hold for a household. Whether applications are
//! taken is a separate question; see `window`.

use crate::possible::Days;
use crate::rulebook::Programme;
use crate::situation::{Known, Situation};

/// Whether the rules of a programme in one year hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Validity {
    /// On every day that is still possible.
    Holds,
    /// On some of the days that are still possible.
    MayHold,
    /// On no day that is still possible.
    DoesNotHold,
}

/// Compares the days on which the rules hold with the day that decides: the date fact that the
/// programme names in `valid_by`, or else the application date `on`.
pub(super) fn validity(programme: &Programme, situation: &Situation, on: Days) -> Validity {
    let days = deciding_days(programme, situation).unwrap_or(on);
    let (first, last) = (days.first.number(), days.last.number());
    if programme.valid_from <= first && last <= programme.valid_to {
        Validity::Holds
    } else if last < programme.valid_from || programme.valid_to < first {
        Validity::DoesNotHold
    } else {
        Validity::MayHold
    }
}

fn deciding_days(programme: &Programme, situation: &Situation) -> Option<Days> {
    match situation.facts.get(programme.valid_by?)?.known {
        Known::Day(days) => Some(days),
        Known::Truth(_) | Known::Options(_) | Known::Number(_) | Known::List(_) => None,
    }
}
