//! On which application dates a programme would be granted: every day of the calendar, divided into stretches.
//! Why a day fails, and which stretch matters to the household, is decided elsewhere.

use super::expression::Context;
use super::lasting;
use super::memo::Memo;
use super::requirement::{RequirementResult, Results, judge_each_again};
use super::turning_points::{DaysInOrder, TurningPoints, turning_points};
use super::validity::{Validity, validity};
use super::window::days_taken;
use crate::calendar::Day;
use crate::index::{FactSet, Version};
use crate::possible::Days;
use crate::report::Verdict;
use crate::rulebook::{City, Course, Programme, ProgrammeInfo};
use crate::situation::Situation;

/// For which households, of those that are still possible, an application on a day succeeds. An application
/// succeeds if rules hold on that day, they grant the programme, and applications are taken or no source
/// says whether they are. What the rules leave open, such as the meaning of a reading, has the same answer on
/// every day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Success {
    /// For none of them.
    Never,
    /// Perhaps for some of them.
    Perhaps,
    /// For each of them, under some answer to what is open.
    Granted,
    /// For each of them, under some answer to what is open, and under every answer under which it succeeds on any
    /// day by the same rules.
    Lasting,
    /// For each of them, under every answer to what is open.
    Always,
}

/// Successive days on which an application succeeds alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stretch {
    /// The days. The first and the last day of the calendar stand for all before and after.
    pub(crate) days: Days,
    pub(crate) success: Success,
    /// The rules that decide. Absent where no rules do, or where it is not known which.
    pub(crate) version: Option<Version>,
}

/// The days around those for which rules are registered on which success is found for every single day.
const MARGIN: i32 = 400;

/// What success depends on.
#[derive(Clone, Copy)]
pub(super) struct Inputs<'a> {
    pub(super) city: &'a City,
    pub(super) situation: &'a Situation,
    /// The facts whose answers differ from those for which earlier results were found.
    pub(super) changed: FactSet,
}

/// Every day of the calendar by the success of an application. `versions` are the rules of a programme in each
/// year, with the earlier results of their requirements.
pub(super) fn stretches<'a>(
    inputs: Inputs<'a>,
    versions: &[(Version, &'a Results)],
) -> Vec<Stretch> {
    let registered = versions.iter().filter_map(|(version, _)| {
        let programme = inputs.city.programme(*version)?;
        let first = Day::from_number(programme.valid_from)?.plus_days(-MARGIN);
        let last = Day::from_number(programme.valid_to)?.plus_days(MARGIN);
        Some(Days { first, last })
    });
    let near = registered.reduce(Days::hull).unwrap_or(Days::ANY);
    let mut found = Vec::new();
    for (version, results) in versions {
        found.extend(stretches_of_version(inputs, *version, results, near).unwrap_or_default());
    }
    merge(&found)
}

/// The stretches in which the rules of one year may grant the programme.
fn stretches_of_version(
    inputs: Inputs<'_>,
    version: Version,
    results: &Results,
    near: Days,
) -> Option<Vec<Stretch>> {
    let Inputs { city, situation, changed } = inputs;
    let (programme, facts) = (city.programme(version)?, city.programme_info(version)?);
    let (within, is_certain) = days_in_force(programme, situation)?;
    let context = Context::plain(city, version.year, situation, within)?;
    let TurningPoints { days: points, unknown } = turning_points(&context, facts, within, near);
    let changed = changed.union(FactSet::APPLICATION_DATE);
    let mut found = Vec::new();
    for days in points.stretches(within.last) {
        let memo = Memo::default();
        let context = context.on_days(Days::exactly(days.first)).with_memo(&memo);
        let judged = judge_each_again(&context, facts, results, changed);
        let is_unknown =
            unknown.iter().any(|span| span.first <= days.first && days.last <= span.last);
        let mut success = success(&context, facts, &judged);
        if is_unknown || !is_certain && success != Success::Never {
            success = Success::Perhaps;
        }
        found.push(Stretch { days, success, version: Some(version) });
    }
    Some(found)
}

/// The application dates on which the rules of a year may hold and applications may be taken, and whether the
/// rules certainly hold on them. `None` if there are none.
fn days_in_force(programme: &Programme, situation: &Situation) -> Option<(Days, bool)> {
    // The first and the last day of the calendar mean that a span has no end, so they are no dates to try.
    let calendar = Days { first: Day::MIN.plus_days(1), last: Day::MAX.plus_days(-1) };
    let in_force = |days: Days| {
        let taken = days_taken(programme.window)?;
        let first = days.first.max(taken.first).max(calendar.first);
        let last = days.last.min(taken.last).min(calendar.last);
        (first <= last).then_some(Days { first, last })
    };
    if programme.valid_by.is_none() {
        let first = Day::from_number(programme.valid_from)?;
        let last = Day::from_number(programme.valid_to)?;
        return in_force(Days { first, last }).zip(Some(true));
    }
    match validity(programme, situation, calendar) {
        Validity::DoesNotHold => None,
        Validity::MayHold => in_force(calendar).zip(Some(false)),
        Validity::Holds => in_force(calendar).zip(Some(true)),
    }
}

/// The success of an application on the date of the context.
fn success(context: &Context<'_>, facts: &ProgrammeInfo, results: &Results) -> Success {
    match results.first().map(RequirementResult::verdict) {
        Some(Verdict::Eligible) => Success::Always,
        Some(Verdict::Confirm) if lasting::is_lasting(context, facts, results) => Success::Lasting,
        Some(Verdict::Confirm) => Success::Granted,
        Some(Verdict::Ineligible) => Success::Never,
        Some(Verdict::Undetermined | Verdict::NoRule) | None => Success::Perhaps,
    }
}

/// Whether every household and every answer to what is open for which an application succeeds by the rules of
/// another year succeeds on a day by the rules of this one. The success of the day is lasting, and `results` are
/// earlier results by the rules of this year.
pub(super) fn includes(
    inputs: Inputs<'_>,
    (version, results): (Version, &Results),
    day: Day,
    other: Version,
) -> Option<bool> {
    let Inputs { city, situation, changed } = inputs;
    let facts = city.programme_info(version)?;
    let context = Context::plain(city, version.year, situation, Days::exactly(day))?;
    let changed = changed.union(FactSet::APPLICATION_DATE);
    let judged = judge_each_again(&context, facts, results, changed);
    let pending = lasting::pending(&context, facts, &judged);
    Some(lasting::demands_all(city, other, (version.year, &pending)))
}

/// Puts the stretches of several years in order, with those between them. Where two of them meet on a day, it is
/// not known which rules decide.
fn merge(found: &[Stretch]) -> Vec<Stretch> {
    let mut starts = DaysInOrder::default();
    starts.insert(Day::MIN);
    for stretch in found {
        starts.insert(stretch.days.first);
        starts.insert(stretch.days.last.plus_days(1));
    }
    let unknown = |days, success| Stretch { days, success, version: None };
    let mut merged: Vec<Stretch> = Vec::new();
    for days in starts.stretches(Day::MAX) {
        let on_it = |one: &&Stretch| one.days.first <= days.first && days.last <= one.days.last;
        let mut granting = found.iter().filter(|one| one.success != Success::Never).filter(on_it);
        let one = match (granting.next(), granting.next()) {
            (None, _) => unknown(days, Success::Never),
            (Some(only), None) => Stretch { days, ..*only },
            (Some(_), Some(_)) => unknown(days, Success::Perhaps),
        };
        match merged.last_mut() {
            Some(last) if Stretch { days, ..*last } == one => last.days.last = days.last,
            _ => merged.push(one),
        }
    }
    merged
}

/// Whether an application for one household and under one answer to what is open succeeds on one run of days, if
/// the rules of these years decide.
pub(crate) fn is_one_run(city: &City, version: Version) -> bool {
    let course = city.programme_info(version).and_then(|facts| facts.requirements.first());
    course.is_some_and(|top| top.course != Course::Varies)
}
