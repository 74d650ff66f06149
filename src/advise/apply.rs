//! When an application succeeds, and when to do what is only planned. The days are solved from the
//! verdict over spans of days; a window that no source states is not narrowed here.

use super::solve::{Answer, MOST_ASKED, Stretch, lowest, stretches};
use super::{Trial, days, number};
use crate::calendar::Day;
use crate::evaluate::{report_of, standing, window};
use crate::possible::{DATE_SLOT, Days};
use crate::report::{Apply, Edge, Plan, Verdict, Why, Window};
use crate::situation::Known;

/// The stretch of days on which an application succeeds: the one that holds the date asked about,
/// or else the next, or else the last.
pub(super) fn apply(trial: &Trial<'_>, programme: usize) -> Option<Apply> {
    let (first, last) = registered(trial, programme)?;
    let most = if hangs_on_an_unknown_day(trial, programme) { ROUGHLY } else { MOST_ASKED };
    let found = stretches(first, last, most, &mut |a, b| takes(trial, programme, days(a, b)));
    let runs: Vec<&[Stretch]> = found
        .split(|stretch| stretch.answer == Answer::No)
        .filter(|stretches| !stretches.is_empty())
        .collect();
    let on = number(trial.on);
    let reaches = |run: &&&[Stretch]| run.last().is_some_and(|stretch| on <= stretch.last);
    let run = runs.iter().find(reaches).or(runs.last())?;
    let (first, last) = (run.first()?.first, run.last()?.last);
    let certain = run.iter().filter(|stretch| stretch.answer == Answer::Yes);
    let first_certain = certain.clone().map(|stretch| stretch.first).next();
    let last_certain = certain.map(|stretch| stretch.last).next_back();
    let why = |day: i64| why(trial, programme, days(day, day).first);
    Some(Apply {
        first: Edge {
            days: days(first, first_certain.unwrap_or(last)),
            why: why(first.saturating_sub(1)),
        },
        last: Edge {
            days: days(last_certain.unwrap_or(first), last),
            why: why(last.saturating_add(1)),
        },
        certain: first_certain.is_some(),
    })
}

/// While nothing at all is known of a day it hangs on, an application's days are not sought closely.
const ROUGHLY: u32 = 8;

fn hangs_on_an_unknown_day(trial: &Trial<'_>, programme: usize) -> bool {
    let facts = trial.facts_of(programme);
    let mut answers = trial.situation.facts.iter().enumerate();
    answers.any(|(at, one)| facts & (1 << at) != 0 && one.known == Known::Day(Days::ANY))
}

/// For each date that is still a plan and bears on the programme, the first and the last day with
/// which an application can succeed on some day.
pub(super) fn plans(trial: &mut Trial<'_>, programme: usize) -> Vec<Plan> {
    let dates = trial.chosen(trial.facts_of(programme));
    dates.filter_map(|fact| plan(trial, programme, fact)).collect()
}

fn plan(trial: &mut Trial<'_>, programme: usize, fact: usize) -> Option<Plan> {
    let Known::Day(known) = *trial.known(fact)? else { return None };
    if known.is_single() {
        return None;
    }
    let (opens, closes) = registered(trial, programme)?;
    // What was done more than a year before the first registered day is no plan.
    let earliest = number(known.first).max(number(trial.today)).max(opens.saturating_sub(366));
    let latest = number(known.last).min(closes);
    let all = days(opens, closes);
    let mut ask = |first: i64, last: i64, wanted: i64| {
        let fails = trial.with(fact, Known::Day(days(first, last)), &mut |trial| {
            let found = standing(trial.city, &trial.situation, all, programme).verdict;
            matches!(found, Verdict::Ineligible | Verdict::NoRule)
        });
        if fails {
            return Some(false);
        }
        let succeeds = trial.with(fact, Known::Day(days(wanted, wanted)), &mut |trial| {
            let mut ask = |a, b| match takes(trial, programme, days(a, b)) {
                Answer::No => Some(false),
                Answer::Yes | Answer::Perhaps => Some(true),
                Answer::Differs => {
                    (takes(trial, programme, days(a, a)) != Answer::No).then_some(true)
                }
            };
            lowest(opens, closes, &mut ask).is_some()
        });
        succeeds.then_some(true)
    };
    let first = lowest(earliest, latest, &mut |a, b| ask(a, b, a))?;
    let back = |day: i64| day.saturating_neg();
    let last = lowest(back(latest), back(first), &mut |a, b| ask(back(b), back(a), back(a)))?;
    let found = days(first, back(last));
    Some(Plan { fact: u16::try_from(fact).ok()?, first: found.first, last: found.last })
}

/// The first and the last day for which a rule of the programme is registered.
fn registered(trial: &Trial<'_>, programme: usize) -> Option<(i64, i64)> {
    let versions = trial.city.programmes().get(programme)?;
    let rules = versions.iter().filter_map(|one| trial.city.programme(*one));
    let ends = rules.map(|one| (i64::from(one.valid_from), i64::from(one.valid_to)));
    ends.reduce(|(a, b), (c, d)| (a.min(c), b.max(d)))
}

/// Whether an application on each day of a span succeeds.
fn takes(trial: &Trial<'_>, programme: usize, on: Days) -> Answer {
    let by_window = window_takes(trial, programme, on);
    if by_window == Answer::No {
        return Answer::No;
    }
    let found = standing(trial.city, &trial.situation, on, programme);
    match found.verdict {
        Verdict::Ineligible | Verdict::NoRule => Answer::No,
        Verdict::Eligible | Verdict::Confirm => by_window,
        Verdict::Undetermined if found.open.contains(DATE_SLOT) => Answer::Differs,
        Verdict::Undetermined if by_window == Answer::Yes => Answer::Perhaps,
        Verdict::Undetermined => by_window,
    }
}

/// Whether applications are taken on each day of a span, as far as the sources say.
fn window_takes(trial: &Trial<'_>, programme: usize, on: Days) -> Answer {
    let versions = trial.city.programmes().get(programme).into_iter().flatten();
    let mut found: Option<Answer> = None;
    for rules in versions.filter_map(|one| trial.city.programme(*one)) {
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
fn why(trial: &Trial<'_>, programme: usize, day: Day) -> Why {
    let found = report_of(trial.city, &trial.situation, day, programme);
    let failing = found.rules.zip(found.determining.first());
    match (found.verdict, failing) {
        (Verdict::Ineligible, Some(((year, _), one))) => Why::Requirement(year, one.requirement),
        (Verdict::NoRule, _) => Why::Rules,
        _ if !is_taken(found.window) => Why::Window(found.window),
        _ => Why::Rules,
    }
}
