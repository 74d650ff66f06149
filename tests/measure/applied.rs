//! Searches for days to apply that disagree with a report for the day, or with a household and rules in which
//! nothing is open. The checks themselves are in `days`.

use crate::cities::{dates, every_city, examples};
use crate::days::{Counts, check_situation};
use crate::dice::Dice;
use crate::household::{Points, Source};
use crate::rulebooks;
use crate::soundness::all_thresholds;
use iju_check::calendar::Day;
use iju_check::rulebook::City;
use iju_check::situation::Situation;
use std::process::ExitCode;

/// The completions of each situation, each with rules that are decided otherwise.
const COMPLETIONS: usize = 4;

pub(crate) fn run(situations: u64, random_rulebooks: u64, seed: u64) -> ExitCode {
    println!(
        "days: {situations} situations a city, {random_rulebooks} random rulebooks, seed {seed}"
    );
    let mut failures = 0;
    for city in every_city() {
        let id = &city.rules().id;
        let households: Vec<Situation> =
            examples(city).into_iter().map(|(household, _)| household).collect();
        let dates: Vec<(Day, Points)> =
            dates().into_iter().map(|on| (on, all_thresholds(city, on))).collect();
        let mut counts = Counts::default();
        for case in 0..situations {
            let mut dice = Dice::of(seed, case);
            let (on, points) = dice.one_of(&dates);
            let source = Source { city, points, examples: &households };
            match check_situation(source, *on, COMPLETIONS, &mut dice) {
                Ok(more) => counts.add(more),
                Err(what) => {
                    failures += 1;
                    println!("COUNTEREXAMPLE in {id}, case {case}: {what}");
                }
            }
        }
        println!("{id}: {}", line(counts));
    }
    let mut counts = Counts::default();
    for case in 0..random_rulebooks {
        let mut dice = Dice::of(seed, case);
        let on = Day::parse("2025-04-01").unwrap().plus_days(dice.below(730) as i32);
        let Ok(city) = City::new(rulebooks::city(&mut dice)) else { continue };
        let points = all_thresholds(&city, on);
        let source = Source { city: &city, points: &points, examples: &[] };
        match check_situation(source, on, COMPLETIONS, &mut dice) {
            Ok(more) => counts.add(more),
            Err(what) => {
                failures += 1;
                println!("COUNTEREXAMPLE in random rulebook {case}: {what}");
            }
        }
    }
    println!("random rulebooks: {}", line(counts));
    println!("days: {failures} counterexamples, seed {seed}");
    if failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn line(counts: Counts) -> String {
    let Counts { days, runs, exact } = counts;
    format!("{days} days, {runs} runs, {exact} of them between ends that are known to the day")
}
