//! Checks the days on which an application succeeds against reports for each single day, and against every day of
//! households and rules in which nothing is open. It does not measure how wide the ranges of the ends are.

use crate::dice::Dice;
use crate::household::{Blur, Source};
use crate::resolution::resolved;
use iju_check::advise::advise;
use iju_check::calendar::Day;
use iju_check::evaluate::evaluate;
use iju_check::index::ProgrammeIndex;
use iju_check::possible::{Days, Options};
use iju_check::report::{Apply, OpenDays, ProgrammeReport, Verdict, Window};
use iju_check::rulebook::City;
use iju_check::situation::{Known, Situation};

/// How much was checked.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    /// Pairs of a programme's days to apply and a day.
    pub(crate) days: u64,
    /// Runs of days of a household and rules in which nothing is open.
    pub(crate) runs: u64,
    /// Runs that begin and end on the only days that the ends allow.
    pub(crate) exact: u64,
    /// Days of plans with which an application can succeed.
    pub(crate) plans: u64,
}

impl Counts {
    pub(crate) fn add(&mut self, more: Counts) {
        self.days += more.days;
        self.runs += more.runs;
        self.exact += more.exact;
        self.plans += more.plans;
    }
}

type Found<T> = Result<T, String>;

fn ensure(holds: bool, told: impl FnOnce() -> String) -> Found<()> {
    if holds { Ok(()) } else { Err(told()) }
}

fn holds(days: OpenDays, day: Day) -> bool {
    days.first.is_none_or(|first| first <= day) && days.last.is_none_or(|last| day <= last)
}

/// Whether a day is in one of some spans.
pub(crate) fn contains(all: &[OpenDays], day: Day) -> bool {
    all.iter().any(|days| holds(*days, day))
}

/// The days for which the rules of a city are registered, and a year more on each side.
fn span(city: &City) -> (Day, Day) {
    let programmes = city.programmes().iter().flatten().filter_map(|one| city.programme(*one));
    let days = programmes.map(|one| (one.valid_from, one.valid_to));
    let (first, last) = days.reduce(|(a, b), (c, d)| (a.min(c), b.max(d))).unwrap();
    let day = |number| Day::from_number(number).unwrap();
    (day(first).plus_days(-366), day(last).plus_days(366))
}

/// The days for which the rules of a programme are registered, and a year more on each side.
fn near(city: &City, programme: ProgrammeIndex) -> OpenDays {
    let rules = city.versions(programme).iter().filter_map(|one| city.programme(*one));
    let (first, last) = rules.clone().fold((i32::MAX, i32::MIN), |(first, last), one| {
        (first.min(one.valid_from), last.max(one.valid_to))
    });
    OpenDays { first: Day::from_number(first - 366), last: Day::from_number(last + 366) }
}

fn every_day((first, last): (Day, Day)) -> impl Iterator<Item = Day> {
    (first.number()..=last.number()).filter_map(Day::from_number)
}

fn takes_applications(report: &ProgrammeReport) -> bool {
    matches!(report.window, Window::Open | Window::Unknown)
}

/// The days to apply for each programme.
fn all_applied(city: &City, situation: &Situation, on: Day) -> Vec<Option<Apply>> {
    let report = evaluate(city, situation, on, on);
    let advice = advise(city, situation, &report, on);
    advice.programmes.into_iter().map(|one| one.apply).collect()
}

/// Checks the days to apply against a report for each day.
pub(crate) fn check_each_day(city: &City, situation: &Situation, on: Day) -> Found<Counts> {
    let mut counts = Counts::default();
    let applied = all_applied(city, situation, on);
    for day in every_day(span(city)) {
        let report = evaluate(city, situation, day, day);
        for (apply, one) in applied.iter().zip(&report.programmes) {
            let (possible, sure) = match apply {
                Some(apply) => (contains(&apply.possible, day), contains(&apply.sure, day)),
                None => (false, false),
            };
            let told = |what: &str| format!("{day}: {what}\n{one:?}\n{apply:?}");
            let is_taken = takes_applications(one);
            let fails = matches!(one.verdict, Verdict::Ineligible | Verdict::NoRule) || !is_taken;
            // Far from the days of its rules, a programme's days are known less exactly.
            let is_near = holds(near(city, one.programme), day);
            ensure(!(fails && possible && is_near), || told("a day that fails is possible"))?;
            let succeeds = one.verdict == Verdict::Eligible && is_taken;
            ensure(!succeeds || sure, || told("a day that succeeds is not sure"))?;
            let may_succeed = matches!(one.verdict, Verdict::Eligible | Verdict::Confirm);
            ensure(!sure || may_succeed && is_taken, || told("a sure day is not granted"))?;
            ensure(!(may_succeed && is_taken) || possible, || told("a day is missing"))?;
            ensure(!sure || possible, || told("a sure day is not possible"))?;
            counts.days += 1;
        }
    }
    Ok(counts)
}

/// The days on which an application for each programme succeeds, if nothing is open.
fn days_that_succeed(city: &City, household: &Situation, within: (Day, Day)) -> Vec<Vec<Day>> {
    let mut all = vec![Vec::new(); city.programmes().len()];
    for day in every_day(within) {
        let report = evaluate(city, household, day, day);
        for (days, one) in all.iter_mut().zip(&report.programmes) {
            let is_decided =
                matches!(one.verdict, Verdict::Eligible | Verdict::Ineligible | Verdict::NoRule);
            assert!(is_decided, "{one:?}");
            if one.verdict == Verdict::Eligible && takes_applications(one) {
                days.push(day);
            }
        }
    }
    all
}

/// The run that holds a day, else the next, else the last before it.
fn run(days: &[Day], on: Day) -> Option<(Day, Day)> {
    let mut runs: Vec<(Day, Day)> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some((_, last)) if last.plus_days(1) == *day => *last = *day,
            _ => runs.push((*day, *day)),
        }
    }
    runs.iter().find(|(_, last)| on <= *last).or(runs.last()).copied()
}

/// Checks the days to apply of a situation against a completion of it and rules in which nothing is open.
fn check_resolved(
    city: &City,
    decided: &City,
    (applied, household, on): (&[Option<Apply>], &Situation, Day),
) -> Found<Counts> {
    let mut counts = Counts::default();
    let within = span(city);
    for (at, days) in days_that_succeed(decided, household, within).iter().enumerate() {
        let apply = &applied[at];
        let told = |what: &str| {
            format!("programme {}: {what}\n{days:?}\n{apply:?}", ProgrammeIndex::from(at))
        };
        let Some((first, last)) = run(days, on) else { continue };
        let Some(apply) = apply else { return Err(told("there is a day that succeeds")) };
        let are_possible = days.iter().all(|day| contains(&apply.possible, *day));
        ensure(are_possible, || told("a day that succeeds is not possible"))?;
        for day in every_day(within) {
            let is_sure = contains(&apply.sure, day);
            ensure(!is_sure || days.contains(&day), || told("a sure day fails"))?;
        }
        // Beyond the days that are tried, a run may go on.
        let first_holds = first == within.0 || holds(apply.first.days, first);
        ensure(first_holds, || told("the first day is outside its range"))?;
        let last_holds = last == within.1 || holds(apply.last.days, last);
        ensure(last_holds, || told("the last day is outside its range"))?;
        let is_exact = |days: OpenDays| days.first == days.last;
        counts.runs += 1;
        counts.exact += u64::from(is_exact(apply.first.days) && is_exact(apply.last.days));
    }
    Ok(counts)
}

/// Checks the days to apply of a random situation and of a view between it and a completion.
pub(crate) fn check_situation(
    source: Source<'_>,
    on: Day,
    completions: usize,
    dice: &mut Dice,
) -> Found<Counts> {
    let city = source.city;
    let blurs = [(1, 1, 2), (4, 1, 1), (8, 1, 0), (2, 3, 0), (12, 0, 1), (1, 0, 0)];
    let (exact, rough, unknown) = *dice.one_of(&blurs);
    let base = source.complete(dice);
    let blur = Blur { exact, rough, unknown, declined: dice.below(3) };
    let wide = source.rough(&base, blur, dice);
    let mut counts = check_each_day(city, &wide, on)?;
    counts.plans += check_plans(city, &wide, on, dice)?;
    let applied = all_applied(city, &wide, on);
    for _ in 0..completions {
        let complete = source.completion(&wide, dice);
        let between = source.between(&wide, &complete, dice);
        check_narrower(&applied, &all_applied(city, &between, on), city)?;
        let (rules, resolution) = resolved(city.rules(), dice);
        let Ok(decided) = City::new(rules) else { continue };
        let found = check_resolved(city, &decided, (&applied, &complete, on));
        let found = found.and_then(|counts| {
            let between = all_applied(city, &between, on);
            check_resolved(city, &decided, (&between, &complete, on))?;
            Ok(counts)
        });
        counts.add(found.map_err(|what| format!("{what}\non {on}, {resolution:?}\n{complete:?}"))?);
    }
    Ok(counts)
}

/// Checks that each day of a plan with which an application can succeed is named, on some days of the plan.
fn check_plans(city: &City, situation: &Situation, on: Day, dice: &mut Dice) -> Found<u64> {
    let report = evaluate(city, situation, on, on);
    let advice = advise(city, situation, &report, on);
    let mut checked = 0;
    for (at, fact) in city.rules().facts.iter_enumerated() {
        let Known::Day(known) = situation.facts[at].known else { continue };
        if fact.choosable == Options::NONE || known.is_single() {
            continue;
        }
        let (first, last) = span(city);
        let (first, last) = (known.first.max(first).max(on), known.last.min(last));
        for _ in 0..16 {
            if last < first {
                break;
            }
            let day =
                first.plus_days(dice.below((last.number() - first.number() + 1) as usize) as i32);
            let mut settled = situation.clone();
            settled.facts[at].known = Known::Day(Days::exactly(day));
            for (programme, apply) in (0..).zip(all_applied(city, &settled, on)) {
                let programme = ProgrammeIndex::new(programme);
                let plans = &advice.programmes[programme].plans;
                // Nothing is advised while other answers are missing.
                let is_advised = report.programmes[programme].verdict != Verdict::Undetermined;
                let is_read = city.facts_read_by_programme(programme).contains(at);
                if apply.is_none() || !is_read || !is_advised && plans.is_empty() {
                    continue;
                }
                let mut of_fact = plans.iter().filter(|plan| plan.fact == at);
                ensure(of_fact.any(|plan| holds(plan.days, day)), || {
                    format!("programme {programme}: {day} is no plan\n{plans:?}\n{apply:?}")
                })?;
                checked += 1;
            }
        }
    }
    Ok(checked)
}

/// Checks that a narrower view adds no day that is possible.
fn check_narrower(wide: &[Option<Apply>], narrow: &[Option<Apply>], city: &City) -> Found<()> {
    for (wide, narrow) in wide.iter().zip(narrow) {
        let Some(narrow) = narrow else { continue };
        for day in every_day(span(city)).filter(|day| contains(&narrow.possible, *day)) {
            let stays = wide.as_ref().is_some_and(|wide| contains(&wide.possible, day));
            ensure(stays, || format!("{day} became possible\n{wide:?}\n{narrow:?}"))?;
        }
    }
    Ok(())
}
