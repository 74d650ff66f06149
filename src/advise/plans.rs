//! When to carry out what is only planned, such as moving, so that an application succeeds on some day. When to
//! apply is found in `apply`.

use super::solve::intervals;
use super::trial::{Trial, days, number};
use crate::evaluate::success::Success;
use crate::index::{FactIndex, ProgrammeIndex};
use crate::report::{OpenDays, Plan};
use crate::situation::Known;

/// The largest number of spans of days that are tried for one plan. What is then not decided is possible.
const MAX_PLAN_SPANS: u32 = 128;

/// If an application can succeed with the first and with the last of so many days, the days between are not told
/// apart: they are possible.
const MAX_DAYS_ALIKE: i64 = 62;

/// Whether an application can succeed on some day if something is carried out on a day.
#[derive(Clone, Copy, PartialEq)]
enum Can {
    No,
    Perhaps,
    Yes,
}

/// For each date that is still a plan and that a programme depends on, the stretches of days with which an
/// application can succeed on some day.
pub(super) fn plans(trial: &mut Trial<'_>, programme: ProgrammeIndex) -> Vec<Plan> {
    let mut found = Vec::new();
    for fact in trial.choosable(trial.city.facts_read_by_programme(programme)) {
        found.extend(plans_of(trial, programme, fact).unwrap_or_default());
    }
    found
}

fn plans_of(
    trial: &mut Trial<'_>,
    programme: ProgrammeIndex,
    fact: FactIndex,
) -> Option<Vec<Plan>> {
    let Known::Day(known) = *trial.known(fact)? else { return None };
    if known.is_single() {
        return None;
    }
    let (opens, closes) = registered_days(trial, programme)?;
    // Days more than a year before the first registered day or after the last one are not told apart.
    let earliest = number(known.first).max(number(trial.today)).max(opens.saturating_sub(366));
    let latest = number(known.last).min(closes.saturating_add(366).max(earliest));
    if latest < earliest {
        return None;
    }
    let mut can = |first: i64, last: i64| {
        let success = trial.with(fact, Known::Day(days(first, last)), &mut |trial| {
            trial.stretches(programme).iter().map(|stretch| stretch.success).max()
        });
        match success {
            None | Some(Success::Never) => Can::No,
            Some(Success::Perhaps) => Can::Perhaps,
            Some(Success::Granted | Success::Lasting | Success::Always) => Can::Yes,
        }
    };
    let mut ask = |first: i64, last: i64| {
        let answer = can(first, last);
        if answer != Can::Perhaps || first == last {
            return Some(answer);
        }
        let is_short = last.saturating_sub(first) < MAX_DAYS_ALIKE;
        let mut is_possible = |day: i64| can(day, day) != Can::No;
        let are_alike = is_short && is_possible(first) && is_possible(last);
        are_alike.then_some(Can::Perhaps)
    };
    let mut plans: Vec<Plan> = Vec::new();
    let mut reached = i64::MIN;
    for interval in intervals((earliest, latest), MAX_PLAN_SPANS, Can::Perhaps, &mut ask) {
        if interval.answer == Can::No {
            continue;
        }
        let found = days(interval.first, interval.last);
        let is_last = interval.last == latest && latest < number(known.last);
        let last = Some(found.last).filter(|_| !is_last);
        match plans.last_mut() {
            Some(plan) if interval.first == reached.saturating_add(1) => plan.days.last = last,
            _ => plans.push(Plan { fact, days: OpenDays { first: Some(found.first), last } }),
        }
        reached = interval.last;
    }
    Some(plans)
}

/// The first and the last day for which a rule of a programme is registered.
fn registered_days(trial: &Trial<'_>, programme: ProgrammeIndex) -> Option<(i64, i64)> {
    let (mut first, mut last) = (i64::MAX, i64::MIN);
    for rules in trial.city.versions(programme) {
        let rules = trial.city.programme(*rules)?;
        first = first.min(rules.valid_from.into());
        last = last.max(rules.valid_to.into());
    }
    if trial.city.continued().is_none() {
        // These rules would go on for years.
        last = last.min(number(trial.today).saturating_add(366));
    }
    (first <= last).then_some((first, last))
}
