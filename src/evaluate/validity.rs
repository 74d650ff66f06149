//! Whether the rules of a programme in one year hold for a household. Whether applications are
//! taken is a separate question; see `window`.

use crate::calendar::Day;
use crate::index::FactSet;
use crate::possible::Days;
use crate::report::DecidedBy;
use crate::rulebook::Programme;
use crate::situation::{Answer, Known, Situation};

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
    validity_on(programme, days_in_force(programme), situation, on)
}

/// The days on which the rules of a programme hold.
pub(super) fn days_in_force(programme: &Programme) -> Days {
    Days {
        first: Day::from_number(programme.valid_from).unwrap_or(Day::MIN),
        last: Day::from_number(programme.valid_to).unwrap_or(Day::MAX),
    }
}

/// Compares some days with the day that decides whether the rules of a programme hold.
pub(super) fn validity_on(
    programme: &Programme,
    days: Days,
    situation: &Situation,
    on: Days,
) -> Validity {
    let known = deciding_days(programme, situation).unwrap_or(on);
    match known.common(days) {
        None => Validity::DoesNotHold,
        Some(common) if common == known => Validity::Holds,
        Some(_) => Validity::MayHold,
    }
}

/// The completions for which the day that decides whether the rules of a programme hold is one of some days. The
/// application date is the same for all.
pub(super) fn narrowed(situation: &Situation, programme: &Programme, days: Days) -> Situation {
    let mut narrowed = situation.clone();
    let answer = programme.valid_by.and_then(|fact| narrowed.facts.get_mut(fact));
    if let Some(Answer { known: Known::Day(known), .. }) = answer {
        *known = known.common(days).unwrap_or(*known);
    }
    narrowed
}

/// The date fact that decides whether the rules of a programme hold. Empty if the application date does.
pub(super) fn deciding_fact(programme: &Programme) -> FactSet {
    programme.valid_by.map(FactSet::only).unwrap_or_default()
}

/// The day that decides whether the rules of a programme hold.
pub(super) fn decided_by(programme: &Programme, situation: &Situation, on: Days) -> DecidedBy {
    let days = deciding_days(programme, situation).unwrap_or(on);
    DecidedBy { fact: programme.valid_by, days }
}

fn deciding_days(programme: &Programme, situation: &Situation) -> Option<Days> {
    match situation.facts.get(programme.valid_by?)?.known {
        Known::Day(days) => Some(days),
        Known::Truth(_) | Known::Options(_) | Known::Number(_) | Known::List(_) => None,
    }
}
