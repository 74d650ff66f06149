//! Tests that advice is true for the household of every worked example: it is evaluated again on
//! the days around each end of the days to apply, and with each suggested change. The examples
//! themselves state which advice they expect. One test bounds how long advice takes.

use crate::cities::{all_shipped, every_city, examples};
use crate::dice::Dice;
use crate::household::{Blur, Points, Source};
use crate::{shipped, worked_examples};
use iju_check::advise::advise;
use iju_check::calendar::Day;
use iju_check::evaluate::evaluate;
use iju_check::index::ProgrammeIndex;
use iju_check::possible::Options;
use iju_check::report::{
    Apply, NewAnswer, Plan, ProgrammeReport, Report, Verdict, WhatIf, Why, Window,
};
use iju_check::rulebook::City;
use iju_check::situation::{Answer, Known, Situation};
use iju_check::wire::named::{AdvisedReport, name_advice, name_report};
use iju_check::wire::names::names;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// The reports of one household, by application date. Each is made once.
struct Reports<'a> {
    city: &'a City,
    situation: &'a Situation,
    by_day: BTreeMap<Day, Report>,
}

/// Whether an application succeeds.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Success {
    Yes,
    Perhaps,
    No,
}

impl Reports<'_> {
    fn on(&mut self, day: Day, programme: ProgrammeIndex) -> &ProgrammeReport {
        let (city, situation) = (self.city, self.situation);
        let report = self.by_day.entry(day).or_insert_with(|| evaluate(city, situation, day, day));
        &report.programmes[programme]
    }

    fn succeeds(&mut self, day: Day, programme: ProgrammeIndex) -> Success {
        succeeds(self.on(day, programme))
    }
}

fn succeeds(report: &ProgrammeReport) -> Success {
    match (report.verdict, report.window) {
        (_, Window::Upcoming | Window::Closed | Window::BudgetReached)
        | (Verdict::Ineligible | Verdict::NoRule, _) => Success::No,
        (Verdict::Undetermined, _) => Success::Perhaps,
        (Verdict::Eligible | Verdict::Confirm, _) => Success::Yes,
    }
}

/// Checks why no day beyond the days to apply succeeds.
fn check_apply(reports: &mut Reports<'_>, at: ProgrammeIndex, apply: &Apply, city: &City) {
    let before = apply.first.days.first.map(|day| day.plus_days(-1));
    let after = apply.last.days.last.map(|day| day.plus_days(1));
    for (day, why) in [(before, apply.first.why), (after, apply.last.why)] {
        let Some(day) = day else {
            assert_eq!(why, None);
            continue;
        };
        assert_eq!(reports.succeeds(day, at), Success::No, "{day}: {apply:?}");
        let found = reports.on(day, at);
        match why.unwrap() {
            Why::Rules => assert_eq!(found.verdict, Verdict::NoRule, "{day}"),
            Why::Upcoming => assert_eq!(found.window, Window::Upcoming, "{day}"),
            Why::Closed => assert_eq!(found.window, Window::Closed, "{day}"),
            Why::BudgetReached => assert_eq!(found.window, Window::BudgetReached, "{day}"),
            Why::Requirement { version, place } => {
                let rules = found.rules.unwrap();
                assert_eq!(rules, version);
                assert_eq!(found.determining[0].place, place, "{day}");
                assert!(city.programme_info(rules).unwrap().requirements.get(place).is_some());
            }
        }
    }
}

/// The household with some answers changed, a number to the lowest or the highest that is
/// suggested.
fn changed(situation: &Situation, one: &WhatIf, highest: bool) -> Situation {
    let mut situation = situation.clone();
    for change in &one.changes {
        let known = match change.to {
            NewAnswer::Number { range } => {
                let end = if highest { range.high.or(range.low) } else { range.low };
                Known::Number(iju_check::possible::Range::exactly(end.unwrap()))
            }
            NewAnswer::YesNo { .. } | NewAnswer::Option { .. } => change.to.known(),
        };
        situation.facts[change.fact] = Answer::of(known);
    }
    situation
}

fn check_change(
    city: &City,
    situation: &Situation,
    report: &Report,
    at: ProgrammeIndex,
    one: &WhatIf,
) {
    for change in &one.changes {
        let chosen = city.rules().facts[change.fact].choosable;
        match change.to {
            NewAnswer::Option { option } => {
                assert!(Options::only(option).is_within(chosen), "{one:?}");
            }
            NewAnswer::YesNo { .. } | NewAnswer::Number { .. } => {
                assert_ne!(chosen, Options::NONE, "{one:?}");
            }
        }
    }
    for highest in [false, true] {
        let then = evaluate(city, &changed(situation, one, highest), report.on, report.on);
        let found = &then.programmes[at];
        assert_eq!(found.verdict, one.verdict, "{one:?}");
        assert_eq!(found.amount, one.amount, "{one:?}");
        let lost = report.programmes.iter().zip(&then.programmes).filter(|(before, after)| {
            let had = !matches!(before.verdict, Verdict::Ineligible | Verdict::NoRule);
            had && after.verdict == Verdict::Ineligible
        });
        let lost: Vec<ProgrammeIndex> = lost.map(|(before, _)| before.programme).collect();
        assert_eq!(lost, one.loses, "{one:?}");
    }
}

/// Checks that an application can succeed on some day if the plan is carried out on its first or
/// last day, and on no day if it is carried out a day earlier or later (as far as that can still be
/// planned).
fn check_plan(city: &City, situation: &Situation, today: Day, at: ProgrammeIndex, plan: &Plan) {
    let can = |day: Day| {
        let mut situation = situation.clone();
        let fact = &mut situation.facts[plan.fact];
        let Known::Day(days) = fact.known else { panic!("a plan is a day") };
        if day < days.first || days.last < day || day < today {
            return None;
        }
        fact.known = Known::Day(iju_check::possible::Days::exactly(day));
        let advice = advise(city, &situation, &evaluate(city, &situation, today, today), today);
        Some(advice.programmes[at].apply.is_some())
    };
    let ends = [(plan.days.first, -1), (plan.days.last, 1)];
    for (end, beyond) in ends.into_iter().filter_map(|(end, beyond)| Some((end?, beyond))) {
        assert_eq!(can(end), Some(true), "{plan:?} {at}");
        assert_ne!(can(end.plus_days(beyond)), Some(true), "{plan:?}");
    }
}

fn check_city(city: &City) -> [usize; 4] {
    let name = &city.rules().id;
    let mut counts = [0; 4];
    for example in worked_examples(name) {
        let situation = iju_check::wire::answers::read(city, &example.answers).unwrap();
        let report = evaluate(city, &situation, example.on, example.today);
        let advice = advise(city, &situation, &report, example.today);
        let place = format!("{name}, {}, {}", example.on, example.name.text);
        println!("{place}"); // shown only if a check below fails
        let mut reports = Reports { city, situation: &situation, by_day: BTreeMap::new() };
        for (at, one) in advice.programmes.iter_enumerated() {
            if let Some(apply) = &one.apply {
                check_apply(&mut reports, at, apply, city);
            }
            for what_if in &one.what_if {
                assert_eq!(report.programmes[at].verdict, Verdict::Ineligible);
                assert_ne!(what_if.verdict, Verdict::Ineligible);
                assert!(what_if.changes.len() <= 2);
                check_change(city, &situation, &report, at, what_if);
            }
            for raise in &one.raises {
                check_change(city, &situation, &report, at, raise);
                let (before, after) =
                    (report.programmes[at].amount.unwrap(), raise.amount.unwrap());
                assert!(before.yen != after.yen && before.yen.low <= after.yen.low);
            }
            for plan in &one.plans {
                check_plan(city, &situation, example.today, at, plan);
            }
            let found =
                [one.apply.iter().len(), one.what_if.len(), one.raises.len(), one.plans.len()];
            counts.iter_mut().zip(found).for_each(|(count, more)| *count += more);
        }
    }
    counts
}

#[test]
fn advice_for_every_worked_household_holds_when_evaluated_again() {
    let counts: Vec<_> = all_shipped().iter().map(check_city).collect();
    println!("days to apply, changes, raises, plans: {counts:?}");
    let together = |at: usize| counts.iter().map(|count| count[at]).sum::<usize>();
    assert!((0..4).all(|at| together(at) > 0), "{counts:?}");
}

/// The report and advice for a household, as the command line prints them.
fn printed(city: &str, on: &str, household: serde_json::Value) -> serde_json::Value {
    let city = shipped(city);
    let on = Day::parse(on).unwrap();
    let answers = serde_json::from_value(household).unwrap();
    let situation = iju_check::wire::answers::read(city, &answers).unwrap();
    let report = evaluate(city, &situation, on, on);
    let advice = advise(city, &situation, &report, on);
    let names = names(city);
    let advice: Vec<_> = advice.programmes.iter().map(|one| name_advice(&names, one)).collect();
    serde_json::to_value(AdvisedReport::new(&name_report(&names, &report), &advice)).unwrap()
}

fn of<'a>(report: &'a serde_json::Value, programme: &str) -> &'a serde_json::Value {
    let mut all = report["programmes"].as_array().unwrap().iter();
    all.find(|one| one["id"] == programme).unwrap()
}

/// The answers of somebody who moves to Oita for a listed job and meets every published condition,
/// as far as the date of the move and the weekly hours allow.
fn by_job(moved_on: &str, hours: i64) -> serde_json::Value {
    serde_json::json!({
        "moved_on": moved_on, "move_reason": "own_decision", "origin": "elsewhere",
        "via_prefecture": false, "received_other_grant": false, "received_support_grant": "never",
        "household": { "members": [{ "relation": "self", "born": "1990-05-05" }], "more": {} },
        "year_outside_before_move": true, "years_outside_of_last_ten": 10, "tax_arrears": false,
        "settle_five_years": true, "professional_scheme": false, "job_listed": true,
        "job_hours_per_week": hours, "job_indefinite": true, "job_applied_after_listing": true,
        "job_five_years": true, "job_new_hire": true, "telework": false, "startup_grant": false,
        "related_population_project": false,
    })
}

#[test]
fn days_to_apply_run_from_the_move_until_the_budget_was_seen_used_up() {
    // The city's page of 2025-08-05 says that the budget is used up. Applications follow the move.
    let report = printed("oita", "2025-06-10", by_job("2025-05-01", 20));
    let apply = &of(&report, "support_grant")["apply"];
    assert_eq!(apply["first"]["min"], "2025-05-01");
    assert_eq!(apply["first"]["max"], "2025-05-01");
    assert_eq!(apply["first"]["requirement"], "moved_in");
    assert_eq!(
        (&apply["last"]["min"], &apply["last"]["max"]),
        (&"2025-08-04".into(), &"2025-08-04".into())
    );
    assert_eq!(apply["last"]["why"], "budget_reached");
}

#[test]
fn days_to_apply_end_a_year_after_the_move_whose_day_counts() {
    let report = printed("oita", "2025-06-10", by_job("2024-07-01", 20));
    let apply = &of(&report, "support_grant")["apply"];
    assert_eq!(
        (&apply["last"]["min"], &apply["last"]["requirement"]),
        (&"2025-06-30".into(), &"within_a_year".into())
    );
    // If only the month of the move is known, the year ends on some day of that month.
    let report = printed("oita", "2025-06-10", by_job("2024-07", 20));
    let last = &of(&report, "support_grant")["apply"]["last"];
    assert_eq!((&last["min"], &last["max"]), (&"2025-06-30".into(), &"2025-07-30".into()));
}

/// The days between the ends of each span, as a report writes them.
fn spans(days: &serde_json::Value) -> Vec<(&str, &str)> {
    let end = |days: &'_ serde_json::Value, end: &str| days[end].as_str().unwrap_or_default().len();
    assert!(days.as_array().unwrap().iter().all(|one| end(one, "min") == 10));
    let spans = days.as_array().unwrap().iter();
    spans.map(|one| (one["min"].as_str().unwrap(), one["max"].as_str().unwrap())).collect()
}

#[test]
fn days_to_apply_are_told_in_every_registered_year() {
    // Moved on 2025-05-01: from then until the budget of 2025 was seen used up, and by the announced rules of 2026
    // until a year after the move, which ends on 2026-04-30.
    let report = printed("oita", "2025-06-10", by_job("2025-05-01", 20));
    let apply = &of(&report, "support_grant")["apply"];
    let both = [("2025-05-01", "2025-08-04"), ("2026-04-01", "2026-04-30")];
    assert_eq!(spans(&apply["possible"]), both);
    // What is open in 2025 is open in 2026 too, but not the other way round.
    assert_eq!(spans(&apply["sure"]), both[..1]);
}

#[test]
fn an_unknown_move_leaves_days_to_apply_after_a_day_that_fails() {
    // On 2025-09-01 the budget of 2025 is used up. Whoever moves later can apply by the announced rules of 2026.
    let mut household = by_job("2025-05-01", 20);
    household.as_object_mut().unwrap().remove("moved_on");
    let report = printed("oita", "2025-09-01", household);
    let apply = &of(&report, "support_grant")["apply"];
    assert_eq!(
        spans(&apply["possible"]),
        [("2025-04-01", "2025-08-04"), ("2026-04-01", "2027-03-31")]
    );
    assert_eq!(spans(&apply["sure"]), []);
}

#[test]
fn a_gap_between_two_children_leaves_the_first_day_open() {
    // The eldest is 18 until 2024-06-01, the day before the 19th birthday. The second is born on some day of 2024.
    // The run that holds 2025-02-28 begins on that day, or with the year if there is no gap.
    let child = |born: &str| serde_json::json!({ "relation": "child", "born": born });
    let household = serde_json::json!({
        "moved_on": "2024-02-26",
        "household": {
            "members": [{ "relation": "self" }, child("2005-06-02"), child("2024"), child("2025-01-21")],
            "more": {},
        },
    });
    let report = printed("nemuro", "2025-02-28", household);
    let apply = &of(&report, "bus_pass")["apply"];
    let ends =
        |end: &str| spans(&serde_json::json!([apply[end]]))[0] == ("2024-04-01", "2024-12-31");
    assert!(ends("first"), "{apply}");
    assert_eq!(spans(&apply["possible"]), [("2024-04-01", "2025-03-31")]);
    let sure = [("2024-04-01", "2024-06-01"), ("2024-12-31", "2025-03-31")];
    assert_eq!(spans(&apply["sure"]), sure);
    assert_eq!(apply["last"]["min"], "2025-03-31");
}

#[test]
fn too_few_hours_give_advice_that_names_enough_hours() {
    let report = printed("oita", "2025-06-10", by_job("2025-05-01", 19));
    let found = of(&report, "support_grant");
    assert_eq!(found["verdict"], "ineligible");
    let hours = found["what_if"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["changes"][0]["fact"] == "job_hours_per_week");
    let hours = hours.unwrap();
    assert_eq!(hours["changes"][0]["to"]["min"], "20");
    assert_eq!(hours["verdict"], "confirm");
    assert_eq!(
        (&hours["amount"]["min"], &hours["amount"]["max"]),
        (&"600000".into(), &"600000".into())
    );
    assert_eq!(hours["loses"], serde_json::json!([]));
    // Without a listed job and with too few hours, both must change.
    let mut household = by_job("2025-05-01", 19);
    household["job_listed"] = false.into();
    let report = printed("oita", "2025-06-10", household);
    let both = of(&report, "support_grant")["what_if"].as_array().unwrap().clone();
    let names = |one: &serde_json::Value| {
        one["changes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|change| change["fact"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert!(both.iter().any(|one| names(one) == ["job_listed", "job_hours_per_week"]), "{both:?}");
}

/// Advice tries many days and changes, so that it takes some ten times as long as the evaluation. For Nemuro it took a
/// thousand times as long while the turning days of a condition on births were looked for day by day.
#[test]
fn advice_takes_as_long_as_some_evaluations_however_little_is_known() {
    const MOST: u32 = 100;
    let on = Day::parse("2025-06-10").unwrap();
    for city in every_city() {
        let known: Vec<Situation> = examples(city).into_iter().map(|(one, _)| one).collect();
        let source = Source { city, points: &Points::new(), examples: &known };
        let (mut evaluating, mut advising) = (Duration::ZERO, Duration::ZERO);
        for case in 0..24 {
            let dice = &mut Dice::of(1, case);
            let complete = source.complete(dice);
            let half = Blur { exact: 1, rough: 0, unknown: 1, declined: 0 };
            let household = source.rough(&complete, half, dice);
            let started = Instant::now();
            let report = evaluate(city, &household, on, on);
            evaluating += started.elapsed();
            let advice = advise(city, &household, &report, on);
            advising += started.elapsed();
            assert_eq!(advice.programmes.len(), city.programmes().len());
        }
        let id = &city.rules().id;
        assert!(advising < MOST * evaluating, "{id}: {advising:?}, evaluated in {evaluating:?}");
    }
}
