//! Searches for days to apply that disagree with a report for the day, or with a household and rules in which
//! nothing is open, and for best combinations that disagree with every lawful set. The checks themselves are in
//! `days` and `best`.

use crate::best;
use crate::cities::{dates, every_city, examples};
use crate::days::{self, Counts};
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

/// What is searched.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Search {
    pub(crate) situations: u64,
    pub(crate) random_rulebooks: u64,
    pub(crate) seed: u64,
}

/// Searches for counterexamples to the days to apply.
pub(crate) fn days(search: Search) -> ExitCode {
    let mut counts = Counts::default();
    let mut check = |source: Source<'_>, on: Day, dice: &mut Dice| {
        counts.add(days::check_situation(source, on, COMPLETIONS, dice)?);
        let Counts { days, runs, exact, plans } = counts;
        Ok(format!("{days} days, {runs} runs ({exact} between known ends), {plans} days of plans"))
    };
    run("days", search, &mut check)
}

/// Searches for counterexamples to the best combination.
pub(crate) fn best(search: Search) -> ExitCode {
    let mut counts = best::Counts::default();
    let mut check = |source: Source<'_>, on: Day, dice: &mut Dice| {
        counts.add(best::check_situation(source, on, COMPLETIONS, dice)?);
        let best::Counts { pairs, known, refused } = counts;
        Ok(format!("{pairs} pairs, {known} of known sums, {refused} with a refused programme"))
    };
    run("best", search, &mut check)
}

/// Checks a situation, and says how much was checked so far.
type Check<'a> = dyn FnMut(Source<'_>, Day, &mut Dice) -> Result<String, String> + 'a;

fn run(what: &str, search: Search, check: &mut Check<'_>) -> ExitCode {
    let Search { situations, random_rulebooks, seed } = search;
    println!(
        "{what}: {situations} situations a city, {random_rulebooks} random rulebooks, seed {seed}"
    );
    let mut failures = 0;
    let mut note = |place: String, found: Result<String, String>| match found {
        Ok(counts) => counts,
        Err(what) => {
            failures += 1;
            println!("COUNTEREXAMPLE in {place}: {what}");
            String::new()
        }
    };
    for city in every_city() {
        let id = &city.rules().id;
        let households: Vec<Situation> =
            examples(city).into_iter().map(|(household, _)| household).collect();
        let dates: Vec<(Day, Points)> =
            dates().into_iter().map(|on| (on, all_thresholds(city, on))).collect();
        let mut counts = String::new();
        for case in 0..situations {
            let mut dice = Dice::of(seed, case);
            let (on, points) = dice.one_of(&dates);
            let source = Source { city, points, examples: &households };
            counts = note(format!("{id}, case {case}"), check(source, *on, &mut dice));
        }
        println!("  up to {id}: {counts}");
    }
    let mut counts = String::new();
    for case in 0..random_rulebooks {
        let mut dice = Dice::of(seed, case);
        let on = Day::parse("2025-04-01").unwrap().plus_days(dice.below(730) as i32);
        let Ok(city) = City::new(rulebooks::city(&mut dice)) else { continue };
        let points = all_thresholds(&city, on);
        let source = Source { city: &city, points: &points, examples: &[] };
        counts = note(format!("random rulebook {case}"), check(source, on, &mut dice));
    }
    println!("  with random rulebooks: {counts}");
    println!("{what}: {failures} counterexamples, seed {seed}");
    if failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
