//! When an application succeeds, and when to do what is only planned. The days are solved from the
//! verdict over spans of days; a window that no source states is not narrowed here.

use super::solve::{Answer, MOST_ASKED, lowest};
use super::{Trial, days, number};
use crate::calendar::Day;
use crate::evaluate::{report_of, window};
use crate::index::{FactIndex, ProgrammeIndex};
use crate::possible::{DATE_SLOT, Days};
use crate::report::{Apply, Edge, Plan, Verdict, Why, Window};
use crate::situation::Known;
use core::cell::Cell;

/// So many spans of days are asked about for one programme; what is then not settled stays open.
const MOST_TAKEN: u32 = 128;

/// The stretch of days on which an application succeeds: the one that holds the date asked about,
/// or else the next, or else the last.
pub(super) fn apply(trial: &Trial<'_>, programme: ProgrammeIndex) -> Option<Apply> {
    let (opens, closes) = registered(trial, programme)?;
    let most = if hangs_on_an_unknown_plan(trial, programme) { ROUGHLY } else { MOST_ASKED };
    let left = Cell::new(MOST_TAKEN);
    let seek = |from, to, wanted: fn(Answer) -> bool| {
        let mut ask = |a, b| {
            let Some(fewer) = left.get().checked_sub(1) else { return Answer::Perhaps };
            left.set(fewer);
            takes(trial, programme, days(a, b))
        };
        seek((from, to), most, wanted, &mut ask)
    };
    let may: fn(Answer) -> bool = |answer| answer != Answer::No;
    let on = number(trial.on).clamp(opens, closes);
    let inside = seek(on, closes, may).or_else(|| seek(on, opens, may))?;
    let first =
        seek(inside, opens, |one| one == Answer::No).map_or(opens, |no| no.saturating_add(1));
    let last =
        seek(inside, closes, |one| one == Answer::No).map_or(closes, |no| no.saturating_sub(1));
    let first_certain = seek(first, last, |one| one == Answer::Yes);
    let last_certain = first_certain.and_then(|from| seek(last, from, |one| one == Answer::Yes));
    let why = |day: i64| why(trial, programme, days(day, day).first);
    Some(Apply {
        first: Edge {
            days: days(first, first_certain.unwrap_or(last)),
            why: why(first.saturating_sub(1)),
        },
        last: Edge {
            days: days(last_certain.or(first_certain).unwrap_or(first), last),
            why: why(last.saturating_add(1)),
        },
        certain: first_certain.is_some(),
    })
}

/// The first day, going from one day to another, whose answer is wanted.
fn seek(
    (from, to): (i64, i64),
    most: u32,
    wanted: fn(Answer) -> bool,
    ask: &mut dyn FnMut(i64, i64) -> Answer,
) -> Option<i64> {
    let back = to < from;
    let turn = |day: i64| if back { day.saturating_neg() } else { day };
    let found = lowest(turn(from), turn(to), most, &mut |a, b| {
        let (first, last) = if back { (turn(b), turn(a)) } else { (a, b) };
        let answer = ask(first, last);
        if answer == Answer::Differs && first < last {
            wanted(ask(turn(a), turn(a))).then_some(true)
        } else {
            Some(wanted(answer))
        }
    });
    found.map(turn)
}

/// While nothing at all is known of a planned day it hangs on, an application's days are not sought
/// closely: the days to plan say more.
const ROUGHLY: u32 = 8;

fn hangs_on_an_unknown_plan(trial: &Trial<'_>, programme: ProgrammeIndex) -> bool {
    let plans = trial.chosen(trial.city.facts_read_by_programme(programme));
    plans.into_iter().any(|fact| matches!(trial.known(fact), Some(Known::Day(Days::ANY))))
}

/// For each date that is still a plan and bears on the programme, the first and the last day with
/// which an application can succeed on some day.
pub(super) fn plans(trial: &mut Trial<'_>, programme: ProgrammeIndex) -> Vec<Plan> {
    let mut found = Vec::new();
    for fact in trial.chosen(trial.city.facts_read_by_programme(programme)) {
        found.extend(plan(trial, programme, fact));
    }
    found
}

/// So many spans of application dates are tried for one plan.
const MOST_TRIED: u32 = 256;

fn plan(trial: &mut Trial<'_>, programme: ProgrammeIndex, fact: FactIndex) -> Option<Plan> {
    let Known::Day(known) = *trial.known(fact)? else { return None };
    if known.is_single() {
        return None;
    }
    let (opens, closes) = registered(trial, programme)?;
    // What is done more than a year before the first registered day is no plan, and where it can
    // still be done more than a year after the last one, there is no last day to name.
    let never = closes.saturating_add(366);
    let earliest = number(known.first).max(number(trial.today)).max(opens.saturating_sub(366));
    let latest = number(known.last).min(never);
    if latest < earliest {
        return None;
    }
    let all = days(opens, closes);
    // Once it is used up nothing more is tried, and no plan is named.
    let left = Cell::new(MOST_TRIED);
    let spend = || left.set(left.get().saturating_sub(1));
    let mut ask = |first: i64, last: i64, wanted: i64| {
        if left.get() == 0 {
            return Some(false);
        }
        spend();
        let fails = trial.with(fact, Known::Day(days(first, last)), &mut |trial| {
            let found = trial.standing(programme, all).verdict;
            matches!(found, Verdict::Ineligible | Verdict::NoRule)
        });
        if fails {
            return Some(false);
        }
        let succeeds = trial.with(fact, Known::Day(days(wanted, wanted)), &mut |trial| {
            let mut ask = |a, b| {
                spend();
                takes(trial, programme, days(a, b))
            };
            seek((opens, closes), left.get(), |one| one != Answer::No, &mut ask).is_some()
        });
        succeeds.then_some(true)
    };
    let first = lowest(earliest, latest, MOST_ASKED, &mut |a, b| ask(a, b, a))?;
    let back = |day: i64| day.saturating_neg();
    let last =
        lowest(back(latest), back(first), MOST_ASKED, &mut |a, b| ask(back(b), back(a), back(a)))?;
    if back(last) == never {
        return None;
    }
    let found = days(first, back(last));
    Some(Plan { fact, first: found.first, last: found.last })
}

/// The first and the last day for which a rule of the programme is registered.
fn registered(trial: &Trial<'_>, programme: ProgrammeIndex) -> Option<(i64, i64)> {
    let (mut first, mut last) = (i64::MAX, i64::MIN);
    for rules in trial.city.versions(programme) {
        let rules = trial.city.programme(*rules)?;
        first = first.min(rules.valid_from.into());
        last = last.max(rules.valid_to.into());
    }
    (first <= last).then_some((first, last))
}

/// Whether an application on each day of a span succeeds.
fn takes(trial: &Trial<'_>, programme: ProgrammeIndex, on: Days) -> Answer {
    let by_window = window_takes(trial, programme, on);
    if by_window == Answer::No {
        return Answer::No;
    }
    let found = trial.standing(programme, on);
    match found.verdict {
        Verdict::Ineligible | Verdict::NoRule => Answer::No,
        Verdict::Eligible | Verdict::Confirm => by_window,
        Verdict::Undetermined if found.open.contains(DATE_SLOT) => Answer::Differs,
        Verdict::Undetermined if by_window == Answer::Yes => Answer::Perhaps,
        Verdict::Undetermined => by_window,
    }
}

/// Whether applications are taken on each day of a span, as far as the sources say.
fn window_takes(trial: &Trial<'_>, programme: ProgrammeIndex, on: Days) -> Answer {
    let mut found: Option<Answer> = None;
    for rules in trial.city.versions(programme) {
        let Some(rules) = trial.city.programme(*rules) else { continue };
        if rules.valid_by.is_none()
            && (on.last.number() < rules.valid_from || rules.valid_to < on.first.number())
        {
            continue;
        }
        let (first, last) = (window(rules.window, on.first), window(rules.window, on.last));
        let one = match (is_taken(first), is_taken(last)) {
            (true, true) => Answer::Yes,
            (false, false) if first == last => Answer::No,
            _ => Answer::Differs,
        };
        found = Some(found.filter(|found| *found != one).map_or(one, |_| Answer::Differs));
    }
    found.unwrap_or(Answer::No)
}

fn is_taken(window: Window) -> bool {
    matches!(window, Window::Open | Window::Unknown)
}

/// What refuses an application on a day.
fn why(trial: &Trial<'_>, programme: ProgrammeIndex, day: Day) -> Why {
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
