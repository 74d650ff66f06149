//! Tests what the desk has ruled: the report by rules with rulings is that by rules in which the same items are
//! decided, and a ruling only narrows what the report without it says. What single rulings mean is in the worked
//! examples.

use crate::cities::{dates, every_city, examples};
use crate::dice::Dice;
use crate::household::{Blur, Source};
use crate::reference::{plainly, rules_for};
use crate::resolution::{resolve_readings, resolve_requirements};
use crate::rulebooks;
use crate::soundness::{all_thresholds, holds};
use crate::sweep::sweep;
use iju_check::advise::advise_about;
use iju_check::calendar::Day;
use iju_check::closed_list::ClosedList;
use iju_check::evaluate::baseline::Baseline;
use iju_check::evaluate::{evaluate, programme_ids};
use iju_check::index::{ProgrammeIndex, RequirementPlace, Version};
use iju_check::report::{Missing, OpenDays, ProgrammeReport, Report, State, Verdict};
use iju_check::rulebook::{City, CityRules, Requirement, Rule, RulingRead};
use iju_check::situation::Situation;
use iju_check::wire::answers::Value;
use iju_check::wire::named::name_report;
use iju_check::wire::names::names;
use iju_check::wire::rulings;
use std::collections::{BTreeMap, BTreeSet};

/// How much was checked.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    reports: u64,
    /// Reports that ask for the same answers.
    asked_alike: u64,
    /// Verdicts that a ruling decides, of those that were to confirm.
    settled: u64,
    /// Amounts that a ruling narrows.
    narrowed: u64,
    /// Verdicts compared with the plain evaluation.
    plain: u64,
    /// Programmes with a day on which an application may succeed, and the same such days by both rules.
    days: u64,
}

/// What is decided by id: the meanings of some readings, and whether some open requirements turn out well. All that
/// is open of one requirement turns out alike.
#[derive(Clone, Debug, Default)]
struct Decided {
    meanings: BTreeMap<String, String>,
    requirements: BTreeMap<String, bool>,
}

/// The rules with only some of it decided.
fn resolved_partly(rules: &CityRules, decided: &Decided) -> CityRules {
    let mut rules = rules.clone();
    for book in &mut rules.years {
        resolve_readings(book, &mut |one| {
            let meaning = decided.meanings.get(&one.id)?;
            one.choices.iter().position(|choice| choice == meaning)
        });
        resolve_requirements(book, &mut |_, id| decided.requirements.get(id).copied());
    }
    rules
}

/// Some of what a city's rules leave open, decided at random.
fn drawn(city: &City, dice: &mut Dice) -> Decided {
    let mut decided = Decided::default();
    for book in &city.rules().years {
        for reading in &book.readings {
            if dice.chance(1, 2) {
                let meaning = dice.one_of(&reading.choices).clone();
                decided.meanings.entry(reading.id.clone()).or_insert(meaning);
            }
        }
        for one in &book.requirements {
            if is_open(one) && dice.chance(1, 2) {
                let well = dice.chance(3, 4);
                decided.requirements.entry(one.id.clone()).or_insert(well);
            }
        }
    }
    decided
}

/// The city with the rulings that say the same, read as the command line reads them.
fn ruled(city: &City, decided: &Decided) -> City {
    let meanings = decided.meanings.iter();
    let meanings = meanings.map(|(id, one)| (id.clone(), Value::Text(one.clone())));
    let truths = decided.requirements.iter().map(|(id, well)| (id.clone(), Value::Bool(*well)));
    let given = Value::Map(meanings.chain(truths).collect());
    city.ruled(&rulings::read(city, &given).unwrap()).unwrap()
}

/// The states of a programme's requirements by id.
fn states<'a>(city: &'a City, one: &ProgrammeReport) -> BTreeMap<&'a str, State> {
    let Some(version) = one.rules else { return BTreeMap::new() };
    let listed = &city.programme_info(version).unwrap().requirements;
    let id = |place: RequirementPlace| {
        city.rules().years[version.year].requirements[listed[place].id].id.as_str()
    };
    one.states.iter_enumerated().map(|(place, state)| (id(place), *state)).collect()
}

fn ensure(is_right: bool, told: impl FnOnce() -> String) -> Result<(), String> {
    if is_right { Ok(()) } else { Err(told()) }
}

/// The answers that are asked for.
fn asked(report: &Report) -> Vec<Missing> {
    report.relevant.iter().map(|at| report.incomplete[*at]).collect()
}

/// Checks that two cities have the same report: one with rulings, and one whose rules decide the same.
fn check_same(
    (ruled, found): (&City, &Report),
    (resolved, expected): (&City, &Report),
) -> Result<(), String> {
    for (a, b) in found.programmes.iter().zip(&expected.programmes) {
        let same = (a.verdict, a.amount, &a.parts) == (b.verdict, b.amount, &b.parts);
        ensure(same, || format!("{a:?} is not\n{b:?}"))?;
        let states_of = states(ruled, a);
        for (id, state) in states(resolved, b) {
            ensure(states_of[id] == state, || format!("{id} is not {state:?}: {a:?}"))?;
        }
    }
    // The conditions of a requirement that is ruled to be met may share a reading with the amount. Its meanings are then
    // told apart, and under each of them fewer answers may matter.
    let (found_asked, expected_asked) = (asked(found), asked(expected));
    let is_subset = found_asked.iter().all(|one| expected_asked.contains(one));
    ensure(is_subset, || "other answers are relevant".to_owned())?;
    ensure(found.best == expected.best, || format!("{:?} {:?}", found.best, expected.best))
}

/// Checks that rulings take nothing back that the report without them says.
fn check_narrower(
    before: &ProgrammeReport,
    after: &ProgrammeReport,
    is_complete: bool,
) -> Result<(), String> {
    let told = || format!("{before:?} became\n{after:?}");
    let may_become = match before.verdict {
        Verdict::Eligible | Verdict::Ineligible | Verdict::NoRule => {
            after.verdict == before.verdict
        }
        Verdict::Confirm => match after.verdict {
            Verdict::Eligible | Verdict::Ineligible | Verdict::Confirm => true,
            // Each household is decided, but not all of them alike.
            Verdict::Undetermined => !is_complete,
            Verdict::NoRule => false,
        },
        Verdict::Undetermined => after.verdict != Verdict::NoRule,
    };
    ensure(may_become, told)?;
    // With a meaning chosen, fewer parts may read one choice, so its answers are no longer told apart. An amount can
    // then be found although none is paid; it is never found for a decided verdict.
    let is_less_told_apart = before.amount.is_none() && after.verdict == Verdict::Undetermined;
    let amounts = after
        .amount
        .is_none_or(|after| before.amount.is_some_and(|before| holds(before.yen, after.yen)));
    ensure(amounts || is_less_told_apart, told)?;
    let is_changed = (before.verdict, before.amount, &before.states)
        != (after.verdict, after.amount, &after.states);
    ensure(!is_changed || !after.rulings.is_empty(), || format!("no ruling is named: {}", told()))?;
    let estimates = before.estimate.as_ref().zip(after.estimate.as_ref());
    ensure(estimates.is_some() || (&before.estimate, &after.estimate) == (&None, &None), told)?;
    if let Some((before, after)) = estimates {
        let may_become = match before.verdict {
            Verdict::Ineligible => after.verdict == Verdict::Ineligible,
            Verdict::Confirm => match after.verdict {
                Verdict::Ineligible | Verdict::Confirm => true,
                Verdict::Undetermined => !is_complete,
                Verdict::Eligible | Verdict::NoRule => false,
            },
            Verdict::Undetermined => after.verdict != Verdict::Eligible,
            Verdict::Eligible | Verdict::NoRule => false,
        };
        let amounts = after
            .amount
            .is_none_or(|after| before.amount.is_some_and(|before| holds(before.yen, after.yen)));
        ensure(may_become && (amounts || after.verdict == Verdict::Undetermined), told)?;
    }
    ensure(before.rulings.is_empty(), told)
}

/// The ids of what is ruled of a programme and of its shared cap in a year.
fn read_by(city: &City, version: Version, decided: &Decided) -> BTreeSet<String> {
    let book = &city.rules().years[version.year];
    let info = city.programme_info(version).unwrap();
    let mut readings = info.readings;
    for cap in book.caps.iter().filter(|cap| cap.programmes.contains(&version.programme)) {
        readings = readings.union(city.readings_in(version.year, cap.yen));
    }
    let mut found = BTreeSet::new();
    for reading in readings.iter().map(|at| &book.readings[at]) {
        let meaning = decided.meanings.get(&reading.id);
        if meaning.is_some_and(|meaning| reading.choices.contains(meaning)) {
            found.insert(reading.id.clone());
        }
    }
    for one in info.requirements.iter().map(|listed| &book.requirements[listed.id]) {
        if is_open(one) && decided.requirements.contains_key(&one.id) {
            found.insert(one.id.clone());
        }
    }
    found
}

/// Whether the rules leave something about a requirement open.
fn is_open(one: &Requirement) -> bool {
    one.reported || matches!(one.rule, Rule::Desk | Rule::Group { incomplete: true, .. })
}

/// The days of two years on which an application for a programme may succeed, and those on which everybody
/// succeeds who succeeds at all.
fn days(
    city: &City,
    household: &Situation,
    report: &Report,
    at: ProgrammeIndex,
) -> [BTreeSet<Day>; 2] {
    let baseline = Baseline::of(city, household, report.on);
    let advice = advise_about(city, household, report, report.on, &baseline, at);
    let Some(apply) = advice.apply else { return Default::default() };
    [apply.possible, apply.sure].map(|spans| single_days(&spans, report.on))
}

fn single_days(spans: &[OpenDays], on: Day) -> BTreeSet<Day> {
    let mut found = BTreeSet::new();
    for span in spans {
        let first = span.first.unwrap_or(Day::MIN).max(on.plus_days(-366));
        let last = span.last.unwrap_or(Day::MAX).min(on.plus_days(366));
        let count = i64::from(last.number()) - i64::from(first.number());
        found.extend((0..=count).map(|more| first.plus_days(more as i32)));
    }
    found
}

/// Checks random rulings about a random situation and one of its completions.
fn check_situation(source: Source<'_>, on: Day, dice: &mut Dice) -> Result<Counts, String> {
    let city = source.city;
    let decided = drawn(city, dice);
    let ruled = ruled(city, &decided);
    let resolved = City::new(resolved_partly(city.rules(), &decided)).unwrap();
    let (exact, rough, unknown) = *dice.one_of(&[(1, 1, 2), (4, 1, 1), (8, 1, 0), (12, 0, 1)]);
    let blur = Blur { exact, rough, unknown, declined: dice.below(2) };
    let wide = source.rough(&source.complete(dice), blur, dice);
    let complete = source.completion(&wide, dice);
    let mut counts = Counts::default();
    for household in [&wide, &complete] {
        let before = evaluate(city, household, on, on);
        let report = evaluate(&ruled, household, on, on);
        let expected = evaluate(&resolved, household, on, on);
        let told = |what: String| format!("{what}\n{decided:?}\non {on} {household:?}");
        check_same((&ruled, &report), (&resolved, &expected)).map_err(told)?;
        counts.reports += 1;
        counts.asked_alike += u64::from(asked(&report) == asked(&expected));
        for (before, after) in before.programmes.iter().zip(&report.programmes) {
            let is_complete = std::ptr::eq(household, &complete);
            check_narrower(before, after, is_complete).map_err(told)?;
            let is_settled = matches!(after.verdict, Verdict::Eligible | Verdict::Ineligible);
            counts.settled += u64::from(before.verdict == Verdict::Confirm && is_settled);
            counts.narrowed += u64::from(after.amount.is_some() && before.amount != after.amount);
        }
        for (one, named) in
            report.programmes.iter().zip(name_report(&names(&ruled), &report).programmes)
        {
            let Some(version) = one.rules else { continue };
            let expected = read_by(city, version, &decided);
            let told = || told(format!("{named:?} should name {expected:?}"));
            ensure(named.rulings.iter().cloned().collect::<BTreeSet<_>>() == expected, told)?;
        }
        let at = ProgrammeIndex::from(dice.below(city.programmes().len()));
        let [possible, sure] = days(&ruled, household, &report, at);
        let [may_succeed, is_sure] = days(&resolved, household, &expected, at);
        // Members of a group that is ruled may turn on more days than are tried.
        let same = may_succeed.is_subset(&possible) && sure.is_subset(&is_sure);
        ensure(same, || told("other days".to_owned()))?;
        let [without, _] = days(city, household, &before, at);
        ensure(possible.is_subset(&without), || told("more days".to_owned()))?;
        counts.days += u64::from(!possible.is_empty() && possible == may_succeed);
    }
    // By the slow evaluator, which knows no ruling.
    let report = evaluate(&ruled, &complete, on, on);
    for (at, one) in report.programmes.iter_enumerated() {
        if let Some(rules) = rules_for(&resolved, at, &complete, on) {
            let plain = plainly(&resolved, rules, &complete, on).verdict;
            ensure(one.verdict == plain, || format!("{plain:?} expected: {one:?}\n{decided:?}"))?;
            counts.plain += 1;
        }
    }
    Ok(counts)
}

fn add(counts: &mut Counts, more: Counts) {
    counts.reports += more.reports;
    counts.asked_alike += more.asked_alike;
    counts.settled += more.settled;
    counts.narrowed += more.narrowed;
    counts.plain += more.plain;
    counts.days += more.days;
}

#[test]
fn a_report_with_rulings_is_that_of_rules_that_decide_the_same() {
    let mut counts = Counts::default();
    for city in every_city() {
        let households: Vec<_> = examples(city).into_iter().map(|(one, _)| one).collect();
        for (case, on) in (0..).zip(dates().into_iter().cycle()).take(72) {
            let points = all_thresholds(city, on);
            let source = Source { city, points: &points, examples: &households };
            let found = check_situation(source, on, &mut Dice::of(1, case));
            add(&mut counts, found.unwrap_or_else(|what| panic!("case {case}: {what}")));
        }
    }
    println!("{counts:?}");
    assert_eq!(counts.asked_alike, counts.reports, "{counts:?}");
    assert!(counts.reports == 576 && counts.settled > 200 && counts.narrowed > 3, "{counts:?}");
    assert!(counts.plain > 1_000 && counts.days > 100, "{counts:?}");
}

#[test]
fn random_rulebooks_with_rulings_are_those_that_decide_the_same() {
    let mut counts = Counts::default();
    for case in 0..sweep(1_250, 2_500) {
        let mut dice = Dice::of(2, case);
        let Ok(city) = City::new(rulebooks::city(&mut dice)) else { continue };
        let on = Day::parse("2025-04-01").unwrap().plus_days(dice.below(730) as i32);
        let points = all_thresholds(&city, on);
        let source = Source { city: &city, points: &points, examples: &[] };
        let found = check_situation(source, on, &mut dice);
        let told = |what| panic!("case {case}: {what}\n{:#?}", city.rules());
        add(&mut counts, found.unwrap_or_else(told));
    }
    println!("{counts:?}");
    assert!(counts.reports - counts.asked_alike < 10, "{counts:?}");
    let least = sweep(1, 2);
    assert!(counts.reports > 2_000 * least && counts.plain > 1_000 * least, "{counts:?}");
    assert!(counts.settled > 125 * least && counts.narrowed > 30 * least, "{counts:?}");
    assert!(counts.days > 125 * least, "{counts:?}");
}

#[test]
fn a_ruling_about_an_estimate_that_cannot_be_is_refused_and_names_itself() {
    let told = |given: &str| {
        let read = rulings::read(crate::made_up_town(), &serde_json::from_str(given).unwrap());
        let errors = read.err().unwrap_or_default();
        errors
            .iter()
            .map(|error| format!("{} {}", error.fact, error.code.name()))
            .collect::<Vec<_>>()
    };
    for given in [
        r#"{ "2025-07-01": "2025-07-01", "dairy": true }"#,
        r#"{ "2025-07-01": "2032-07-01", "moving": false }"#,
    ] {
        assert!(told(given).is_empty(), "{given}: {:?}", told(given));
    }
    for (given, expected) in [
        (r#"{ "2025-07-01": "2026-07-02" }"#, "rulings.2025-07-01 unknown-option"),
        (r#"{ "2025-07-01": "2024-07-01" }"#, "rulings.2025-07-01 unknown-option"),
        (r#"{ "2025-07-01": true }"#, "rulings.2025-07-01 unknown-option"),
        // This date stays.
        (r#"{ "2020-04-01": "2021-04-01" }"#, "rulings.2020-04-01 unknown-key"),
        (r#"{ "dairy": "yes" }"#, "rulings.dairy wrong-type"),
        (r#"{ "diary": true }"#, "rulings.diary unknown-key"),
    ] {
        assert_eq!(told(given), [expected], "{given}");
    }
}

#[test]
fn that_rules_do_not_go_on_is_told_although_registered_ones_may_hold() {
    let town = crate::made_up_town();
    let given = rulings::read(town, &serde_json::from_str(r#"{ "moving": false }"#).unwrap());
    let ruled = town.ruled(&given.unwrap()).unwrap();
    // The move is open: the rules of 2025 or 2026 hold, or none.
    let on = Day::parse("2026-06-10").unwrap();
    let report = evaluate(&ruled, &Situation::unknown(&ruled), on, on);
    let moving = programme_ids(&ruled).position(|id| *id == "moving").unwrap();
    let one = &report.programmes[moving];
    assert_eq!((one.verdict, one.estimate.is_none()), (Verdict::Undetermined, true));
    assert_eq!(one.rulings, [RulingRead::GoesOn { programme: moving }]);
}
