//! Counts the questions until everything is decided if the first relevant one is always asked, and
//! compares with a good fixed order, with asking everything, and with rules that know no gates and ask no plans
//! together. This file does not decide which
//! questions are relevant.

use crate::answering::{Manner, Path, ask_in_order, ask_until_settled, everything};
use crate::cities::{examples, shipped};
use crate::dice::Dice;
use crate::figures::{self, Figure};
use crate::household::{Key, Source};
use crate::soundness::all_thresholds;
use iju_check::calendar::Day;
use iju_check::rulebook::City;
use iju_check::situation::Situation;
use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

const UNSURE: Manner = Manner { declines: 1, roughly: 3, plans_nothing: false };
const UNDECIDED: Manner = Manner { plans_nothing: true, ..Manner::SURE };

pub(crate) fn run(households: u64, seed: u64) -> ExitCode {
    println!("questions: {households} households a city, seed {seed}");
    let mut failures = 0;
    let mut figures = BTreeMap::from([("households".to_owned(), Figure::of(households as f64))]);
    for (name, on) in [("nemuro", "2024-10-10"), ("oita", "2025-06-10")] {
        let (more, found) = measure(shipped(name), Day::parse(on).unwrap(), households, seed);
        failures += more;
        figures.extend(found.map(|(what, found)| (format!("{name}.{what}"), Figure::of(found))));
    }
    figures::keep("questions", figures);
    println!("questions: {failures} announcements that did not come true");
    if failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The same city without gates and groups: it asks every question on its own.
fn without_gates(city: &City) -> City {
    let mut rules = city.rules().clone();
    for fact in &mut rules.facts {
        (fact.behind, fact.together) = (None, None);
    }
    City::new(rules).unwrap()
}

/// The number of announcements that did not come true, and the figures of a city.
fn measure(city: &City, on: Day, households: u64, seed: u64) -> (u64, [(&'static str, f64); 8]) {
    let examples: Vec<Situation> = examples(city).into_iter().map(|(one, _)| one).collect();
    let points = all_thresholds(city, on);
    let source = Source { city, points: &points, examples: &examples };
    let plain = without_gates(city);
    let mut steps = [const { Vec::new() }; 4];
    let (mut needed, mut drawn, mut failures) = (Vec::new(), Vec::new(), 0_u64);
    for case in 0..households {
        let mut dice = Dice::of(seed, case);
        let household = source.complete(&mut dice);
        let runs =
            [(&plain, Manner::SURE), (city, Manner::SURE), (city, UNSURE), (city, UNDECIDED)];
        for (at, (city, manner)) in runs.into_iter().enumerate() {
            match ask_until_settled(city, &household, on, manner, &mut dice) {
                Ok(path) if manner.plans_nothing => steps[at].push(after_plans(city, &path)),
                Ok(path) => {
                    steps[at].push(path.steps);
                    if at == 1 {
                        needed.push(path.asked.into_iter().collect::<BTreeSet<Key>>());
                    }
                }
                Err(what) => {
                    failures += 1;
                    if failures <= 5 {
                        println!("  case {case}: {what}");
                    }
                }
            }
        }
        drawn.push(household);
    }
    let all = everything(city);
    let every: u32 = all.iter().map(|(_, steps)| steps).sum();
    let order = order(&all, &needed);
    // A fixed order needs many evaluations, so it is measured on fewer households.
    let some = &drawn[..drawn.len().min(300)];
    let fixed: Vec<u32> = some.iter().map(|one| ask_in_order(city, one, on, &order)).collect();
    let [alone, sure, unsure, undecided] = steps.each_ref().map(|steps| mean(steps));
    let fixed = mean(&fixed);
    println!(
        "{:8} on {on}: {sure:.2} steps on average, {alone:.2} with each question on its own; {unsure:.2} with one \
         answer in ten declined; everything {every}; best fixed order {fixed:.2} (greedy from its end, on {} \
         households)",
        city.rules().id,
        some.len(),
    );
    let [.., plans] = &steps;
    let most = plans.iter().copied().max().unwrap_or(0);
    let few = plans.iter().filter(|steps| **steps <= 5).count();
    println!(
        "{:8} without any plan: {undecided:.2} further steps on average after the first screen of plans, at most \
         {most}; five or fewer for {few} of {} households",
        "",
        plans.len(),
    );
    let figures = [
        ("together", sure),
        ("alone", alone),
        ("unsure", unsure),
        ("fixed", fixed),
        ("every", every.into()),
        ("plans", undecided),
        ("few", few as f64),
        ("most", most.into()),
    ];
    (failures, figures)
}

fn mean(steps: &[u32]) -> f64 {
    let sum: u32 = steps.iter().sum();
    f64::from(sum) / (steps.len() as f64).max(1.0)
}

/// The number of steps after the first screen of plans.
fn after_plans(city: &City, path: &Path) -> u32 {
    let is_plan = |(fact, _): &Key| city.rules().facts[*fact].no_plan.is_some();
    let first = path.asked.iter().position(is_plan);
    first.map_or(0, |at| path.steps - 1 - at as u32)
}

/// A good fixed order, built from its end. The next question from the end is the one that the
/// fewest households need per question asked, among the households that need none of the questions
/// after it.
fn order(all: &[(Key, u32)], needed: &[BTreeSet<Key>]) -> Vec<Key> {
    let mut left: Vec<(Key, u32)> = all.to_vec();
    let mut waiting: Vec<&BTreeSet<Key>> = needed.iter().collect();
    let mut found = Vec::new();
    while !left.is_empty() {
        let cost = |(key, steps): &(Key, u32)| {
            waiting.iter().filter(|one| one.contains(key)).count() * 1_000 / *steps as usize
        };
        // Who the members are must be asked before anything is asked about them.
        let free = |(key, _): &&(Key, u32)| {
            key.1.is_some() || !left.iter().any(|(other, _)| other.0 == key.0 && other.1.is_some())
        };
        let (last, _) = *left.iter().filter(free).min_by_key(|one| cost(one)).unwrap();
        left.retain(|(key, _)| *key != last);
        waiting.retain(|one| !one.contains(&last));
        found.insert(0, last);
    }
    found
}
