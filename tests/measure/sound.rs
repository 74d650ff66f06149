//! Searches a million households and a hundred thousand random rulebooks for counterexamples to
//! soundness and monotonicity. The checks themselves are in `soundness`.

use crate::cities::{dates, every_city, examples};
use crate::dice::Dice;
use crate::estimates;
use crate::household::{Points, Source};
use crate::rulebooks;
use crate::soundness::{Counts, Look, all_thresholds, check_situation};
use iju_check::calendar::Day;
use iju_check::rulebook::City;
use iju_check::situation::Situation;
use std::process::ExitCode;

const REAL: Look = Look { completions: 10, plain_one_in: 20 };
const RANDOM: Look = Look { completions: 2, plain_one_in: 1 };

/// The number of counterexamples after which the search stops.
const MAX_FAILURES: usize = 5;

pub(crate) fn run(pairs: u64, random_rulebooks: u64, seed: u64) -> ExitCode {
    println!("soundness: {pairs} pairs, {random_rulebooks} random rulebooks, seed {seed}");
    let (real, mut failures) = real(pairs, seed);
    println!("real rulebooks: {}", line(real));
    let (random, refused, more) = random(random_rulebooks, seed);
    println!("random rulebooks: {}, {refused} refused", line(random));
    failures += more;
    println!(
        "soundness: {} counterexamples in {} pairs, seed {seed}",
        failures,
        real.pairs + random.pairs
    );
    if failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn line(counts: Counts) -> String {
    let Counts { situations, pairs, plain, decided, amounts, estimates } = counts;
    let estimates::Counts { estimates, references } = estimates;
    format!(
        "{situations} situations, {pairs} pairs, {decided} verdicts decided early, {amounts} amounts \
         held, {plain} verdicts, {estimates} estimates and {references} references as in the plain \
         reading"
    )
}

fn real(pairs: u64, seed: u64) -> (Counts, usize) {
    let cities: Vec<&City> = every_city().collect();
    let examples: Vec<Vec<Situation>> = cities
        .iter()
        .map(|city| examples(city).into_iter().map(|(household, _)| household).collect())
        .collect();
    let dates = dates();
    let points: Vec<Vec<Points>> = cities
        .iter()
        .map(|city| dates.iter().map(|on| all_thresholds(city, *on)).collect())
        .collect();
    let (mut counts, mut failures, mut printed) = (Counts::default(), 0, 0);
    for case in 0.. {
        if counts.pairs >= pairs || failures >= MAX_FAILURES {
            break;
        }
        let mut dice = Dice::of(seed, case);
        let (at, date) = (case as usize % cities.len(), dice.below(dates.len()));
        let source =
            Source { city: cities[at], points: &points[at][date], examples: &examples[at] };
        match check_situation(source, dates[date], REAL, &mut dice) {
            Ok(more) => counts.add(more),
            Err(what) => {
                failures += 1;
                println!("COUNTEREXAMPLE in {}, case {case}: {what}", cities[at].rules().id);
            }
        }
        if counts.pairs / (pairs / 10).max(1) > printed {
            printed = counts.pairs / (pairs / 10).max(1);
            println!("  {} pairs", counts.pairs);
        }
    }
    (counts, failures)
}

fn random(rulebooks: u64, seed: u64) -> (Counts, u64, usize) {
    let (mut counts, mut refused, mut failures) = (Counts::default(), 0, 0);
    for case in 0..rulebooks {
        let mut dice = Dice::of(seed, case);
        let on = Day::parse("2025-04-01").unwrap().plus_days(dice.below(730) as i32);
        let city = match City::new(rulebooks::city(&mut dice)) {
            Ok(city) => city,
            Err(why) => {
                if refused == 0 {
                    println!("  refused, for example: {why}");
                }
                refused += 1;
                continue;
            }
        };
        let points = all_thresholds(&city, on);
        let source = Source { city: &city, points: &points, examples: &[] };
        match check_situation(source, on, RANDOM, &mut dice) {
            Ok(more) => counts.add(more),
            Err(what) => {
                failures += 1;
                println!("COUNTEREXAMPLE in random rulebook {case}: {what}\n{:?}", city.rules());
                if failures == MAX_FAILURES {
                    break;
                }
            }
        }
        if (case + 1) % (rulebooks / 10).max(1) == 0 {
            println!("  {} rulebooks", case + 1);
        }
    }
    (counts, refused, failures)
}
