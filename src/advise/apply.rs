//! On which days an application succeeds, and when to do what is only planned, such as moving. Both
//! are solved from the verdicts over spans of days. Where no source states a window, none is
//! assumed.

use super::solve::{MAX_SPANS, SpanAnswer, lowest_success};
use super::trial::{Trial, days, number};
use crate::calendar::Day;
use crate::evaluate::report_of;
use crate::evaluate::window::window_on;
use crate::index::{FactIndex, ProgrammeIndex};
use crate::possible::{DATE_SLOT, Days};
use crate::report::{Apply, Boundary, Plan, Verdict, Why, Window};
use crate::situation::Known;
use core::cell::Cell;

/// The largest number of spans of days that are judged to find when to apply for one programme.
/// What is then not decided stays open.
const MAX_APPLY_SPANS: u32 = 128;

/// The largest number of spans for each end of the days to apply, while nothing is known of a
/// planned day that they depend on. The days to plan say more then.
const MAX_SPANS_WITH_UNKNOWN_PLAN: u32 = 8;

/// The largest number of spans of days that are judged to find when to carry out one plan.
const MAX_PLAN_SPANS: u32 = 256;

/// The run of days on which an application succeeds or perhaps succeeds: the run that holds the
/// date asked about, else the next run, else the last one before it. `None` if there is no such
/// day.
pub(super) fn apply(trial: &Trial<'_>, programme: ProgrammeIndex) -> Option<Apply> {
    let (opens, closes) = registered_days(trial, programme)?;
    let depends_on_unknown = depends_on_unknown_plan(trial, programme);
    let max_spans = if depends_on_unknown { MAX_SPANS_WITH_UNKNOWN_PLAN } else { MAX_SPANS };
    let left = Cell::new(MAX_APPLY_SPANS);
    let find = |from, to, wanted: fn(SpanAnswer) -> bool| {
        let mut ask = |a, b| {
            let Some(fewer) = left.get().checked_sub(1) else { return SpanAnswer::Perhaps };
            left.set(fewer);
            succeeds(trial, programme, days(a, b))
        };
        first_day((from, to), max_spans, wanted, &mut ask)
    };
    let may_succeed: fn(SpanAnswer) -> bool = |answer| answer != SpanAnswer::No;
    let on = number(trial.on).clamp(opens, closes);
    let inside = find(on, closes, may_succeed).or_else(|| find(on, opens, may_succeed))?;
    let first = find(inside, opens, |one| one == SpanAnswer::No)
        .map_or(opens, |refused| refused.saturating_add(1));
    let last = find(inside, closes, |one| one == SpanAnswer::No)
        .map_or(closes, |refused| refused.saturating_sub(1));
    let first_certain = find(first, last, |one| one == SpanAnswer::Yes);
    let last_certain =
        first_certain.and_then(|from| find(last, from, |one| one == SpanAnswer::Yes));
    let why = |day: i64| why_refused(trial, programme, days(day, day).first);
    Some(Apply {
        first: Boundary {
            days: days(first, first_certain.unwrap_or(last)),
            why: why(first.saturating_sub(1)),
        },
        last: Boundary {
            days: days(last_certain.or(first_certain).unwrap_or(first), last),
            why: why(last.saturating_add(1)),
        },
        certain: first_certain.is_some(),
    })
}

/// The first day, on the way from one day to another, whose answer is wanted. The other day may be
/// earlier.
fn first_day(
    (from, to): (i64, i64),
    max_spans: u32,
    wanted: fn(SpanAnswer) -> bool,
    ask: &mut dyn FnMut(i64, i64) -> SpanAnswer,
) -> Option<i64> {
    let backwards = to < from;
    let turn = |day: i64| if backwards { day.saturating_neg() } else { day };
    let found = lowest_success(turn(from), turn(to), max_spans, &mut |a, b| {
        let (first, last) = if backwards { (turn(b), turn(a)) } else { (a, b) };
        let answer = ask(first, last);
        if answer == SpanAnswer::Differs && first < last {
            wanted(ask(turn(a), turn(a))).then_some(true)
        } else {
            Some(wanted(answer))
        }
    });
    found.map(turn)
}

/// Whether nothing is known of a planned day that a programme depends on.
fn depends_on_unknown_plan(trial: &Trial<'_>, programme: ProgrammeIndex) -> bool {
    let plans = trial.choosable(trial.city.facts_read_by_programme(programme));
    plans.into_iter().any(|fact| matches!(trial.known(fact), Some(Known::Day(Days::ANY))))
}

/// For each date that is still a plan and that a programme depends on, the first and the last day
/// with which an application can succeed on some day.
pub(super) fn plans(trial: &mut Trial<'_>, programme: ProgrammeIndex) -> Vec<Plan> {
    let mut found = Vec::new();
    for fact in trial.choosable(trial.city.facts_read_by_programme(programme)) {
        found.extend(plan(trial, programme, fact));
    }
    found
}

fn plan(trial: &mut Trial<'_>, programme: ProgrammeIndex, fact: FactIndex) -> Option<Plan> {
    let Known::Day(known) = *trial.known(fact)? else { return None };
    if known.is_single() {
        return None;
    }
    let (opens, closes) = registered_days(trial, programme)?;
    // A day more than a year before the first registered day is no plan. If the plan can still be
    // carried out more than a year after the last registered day, it has no last day.
    let never = closes.saturating_add(366);
    let earliest = number(known.first).max(number(trial.today)).max(opens.saturating_sub(366));
    let latest = number(known.last).min(never);
    if latest < earliest {
        return None;
    }
    let all = days(opens, closes);
    // Once all spans are used up, nothing more is tried and no plan is named.
    let left = Cell::new(MAX_PLAN_SPANS);
    let spend = || left.set(left.get().saturating_sub(1));
    let mut ask = |first: i64, last: i64, wanted: i64| {
        if left.get() == 0 {
            return Some(false);
        }
        spend();
        let fails = trial.with(fact, Known::Day(days(first, last)), &mut |trial| {
            let verdict = trial.verdict_over(programme, all).verdict;
            matches!(verdict, Verdict::Ineligible | Verdict::NoRule)
        });
        if fails {
            return Some(false);
        }
        let can_succeed = trial.with(fact, Known::Day(days(wanted, wanted)), &mut |trial| {
            let mut ask = |a, b| {
                spend();
                succeeds(trial, programme, days(a, b))
            };
            let may_succeed = |one| one != SpanAnswer::No;
            first_day((opens, closes), left.get(), may_succeed, &mut ask).is_some()
        });
        can_succeed.then_some(true)
    };
    let first = lowest_success(earliest, latest, MAX_SPANS, &mut |a, b| ask(a, b, a))?;
    let turn = |day: i64| day.saturating_neg();
    let mut ask_backwards = |a, b| ask(turn(b), turn(a), turn(a));
    let last = turn(lowest_success(turn(latest), turn(first), MAX_SPANS, &mut ask_backwards)?);
    if last == never {
        return None;
    }
    let found = days(first, last);
    Some(Plan { fact, first: found.first, last: found.last })
}

/// The first and the last day for which a rule of a programme is registered.
fn registered_days(trial: &Trial<'_>, programme: ProgrammeIndex) -> Option<(i64, i64)> {
    let (mut first, mut last) = (i64::MAX, i64::MIN);
    for rules in trial.city.versions(programme) {
        let rules = trial.city.programme(*rules)?;
        first = first.min(rules.valid_from.into());
        last = last.max(rules.valid_to.into());
    }
    (first <= last).then_some((first, last))
}

/// Whether an application succeeds on each day of a span.
fn succeeds(trial: &Trial<'_>, programme: ProgrammeIndex, on: Days) -> SpanAnswer {
    let by_window = is_taken(trial, programme, on);
    if by_window == SpanAnswer::No {
        return SpanAnswer::No;
    }
    let found = trial.verdict_over(programme, on);
    match found.verdict {
        Verdict::Ineligible | Verdict::NoRule => SpanAnswer::No,
        Verdict::Eligible | Verdict::Confirm => by_window,
        Verdict::Undetermined if found.open.contains(DATE_SLOT) => SpanAnswer::Differs,
        Verdict::Undetermined if by_window == SpanAnswer::Yes => SpanAnswer::Perhaps,
        Verdict::Undetermined => by_window,
    }
}

/// Whether applications are taken on each day of a span, as far as the sources say.
fn is_taken(trial: &Trial<'_>, programme: ProgrammeIndex, on: Days) -> SpanAnswer {
    let takes = |window| matches!(window, Window::Open | Window::Unknown);
    let mut found: Option<SpanAnswer> = None;
    for rules in trial.city.versions(programme) {
        let Some(rules) = trial.city.programme(*rules) else { continue };
        if rules.valid_by.is_none()
            && (on.last.number() < rules.valid_from || rules.valid_to < on.first.number())
        {
            continue;
        }
        let (first, last) = (window_on(rules.window, on.first), window_on(rules.window, on.last));
        let one = match (takes(first), takes(last)) {
            (true, true) => SpanAnswer::Yes,
            (false, false) if first == last => SpanAnswer::No,
            _ => SpanAnswer::Differs,
        };
        let other = found.filter(|found| *found != one);
        found = Some(other.map_or(one, |_| SpanAnswer::Differs));
    }
    found.unwrap_or(SpanAnswer::No)
}

/// Why an application on a day is refused.
fn why_refused(trial: &Trial<'_>, programme: ProgrammeIndex, day: Day) -> Why {
    let found = report_of(trial.city, &trial.situation, day, programme);
    let failing = found.rules.zip(found.determining.first());
    match (found.verdict, failing) {
        (Verdict::Ineligible, Some((rules, one))) => {
            Why::Requirement { version: rules, place: one.place }
        }
        (Verdict::NoRule, _) => Why::Rules,
        _ => match found.window {
            Window::Upcoming => Why::Upcoming,
            Window::Closed => Why::Closed,
            Window::BudgetReached => Why::BudgetReached,
            Window::Open | Window::Unknown => Why::Rules,
        },
    }
}
