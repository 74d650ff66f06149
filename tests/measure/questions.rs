//! Counts the questions until everything is decided if the first relevant one is always asked, and
//! compares with a good fixed order and with asking everything. This file does not decide which
//! questions are relevant.

use crate::answering::{Manner, ask_in_order, ask_until_settled, everything};
use crate::cities::{examples, shipped};
use crate::dice::Dice;
use crate::household::{Key, Source};
use crate::soundness::all_thresholds;
use iju_check::calendar::Day;
use iju_check::rulebook::City;
use iju_check::situation::Situation;
use std::collections::BTreeSet;
use std::process::ExitCode;

const SURE: Manner = Manner { declines: 0, roughly: 0 };
const UNSURE: Manner = Manner { declines: 1, roughly: 3 };

pub(crate) fn run(households: u64, seed: u64) -> ExitCode {
    println!("questions: {households} households a city, seed {seed}");
    let mut failures = 0;
    for (name, on) in [("nemuro", "2024-10-10"), ("oita", "2025-06-10")] {
        failures += measure(shipped(name), Day::parse(on).unwrap(), households, seed);
    }
    println!("questions: {failures} announcements that did not come true");
    if failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn measure(city: &City, on: Day, households: u64, seed: u64) -> u64 {
    let examples: Vec<Situation> = examples(city).into_iter().map(|(one, _)| one).collect();
    let points = all_thresholds(city, on);
    let source = Source { city, points: &points, examples: &examples };
    let (mut first, mut unsure, mut failures) = (0, 0, 0_u64);
    let (mut needed, mut drawn) = (Vec::new(), Vec::new());
    for case in 0..households {
        let mut dice = Dice::of(seed, case);
        let household = source.complete(&mut dice);
        for (manner, total) in [(SURE, &mut first), (UNSURE, &mut unsure)] {
            match ask_until_settled(city, &household, on, manner, &mut dice) {
                Ok(path) if manner.declines == 0 => {
                    *total += u64::from(path.steps);
                    needed.push(path.asked.into_iter().collect::<BTreeSet<Key>>());
                }
                Ok(path) => *total += u64::from(path.steps),
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
    let fixed: u64 = some.iter().map(|one| u64::from(ask_in_order(city, one, on, &order))).sum();
    let mean =
        |sum: u64, of: usize| format!("{}.{:02}", sum / of as u64, sum * 100 / of as u64 % 100);
    println!(
        "{:8} on {on}: {} steps on average, {} with one answer in ten declined; everything {every}; \
         best fixed order {} (greedy from its end, on {} households)",
        city.rules().id,
        mean(first, needed.len().max(1)),
        mean(unsure, drawn.len()),
        mean(fixed, some.len()),
        some.len(),
    );
    failures
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
