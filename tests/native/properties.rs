//! Tests the engine's properties on random households of every city and on random rulebooks.
//! `cargo bench --bench measure` does the same at length. No figure is expected here; the worked
//! examples state them.

use crate::answering::{Manner, ask_in_order, ask_until_settled, everything};
use crate::best;
use crate::cities::{dates, every_city, examples};
use crate::days;
use crate::dice::Dice;
use crate::household::Source;
use crate::rulebooks;
use crate::soundness::{Counts, Look, all_thresholds, check_situation};
use crate::sweep::sweep;
use iju_check::calendar::Day;
use iju_check::rulebook::City;
use iju_check::situation::Situation;

const SEED: u64 = 1;

fn households(city: &City) -> Vec<Situation> {
    examples(city).into_iter().map(|(household, _)| household).collect()
}

#[test]
fn no_completion_contradicts_the_report_of_a_rough_household() {
    let look = Look { completions: 4, plain_one_in: 8 };
    for city in every_city() {
        let examples = households(city);
        let mut counts = Counts::default();
        for (case, on) in dates().into_iter().enumerate() {
            let points = all_thresholds(city, on);
            let source = Source { city, points: &points, examples: &examples };
            for more in 0..20 {
                let case = case as u64 * 1_000 + more;
                let found = check_situation(source, on, look, &mut Dice::of(SEED, case));
                counts.add(found.unwrap_or_else(|what| panic!("case {case}: {what}")));
            }
        }
        println!("{}: {counts:?}", city.rules().id);
        assert!(counts.pairs == 960 && counts.plain > 100, "{counts:?}");
        assert!(counts.decided > 100 && counts.amounts > 100, "{counts:?}");
    }
}

#[test]
fn random_rulebooks_are_evaluated_soundly() {
    let look = Look { completions: 3, plain_one_in: 1 };
    let (mut counts, mut refused) = (Counts::default(), 0);
    for case in 0..500 {
        let mut dice = Dice::of(SEED, case);
        let Ok(city) = City::new(rulebooks::city(&mut dice)) else {
            refused += 1;
            continue;
        };
        let on = Day::parse("2025-04-01").unwrap().plus_days(dice.below(2_200) as i32);
        let points = all_thresholds(&city, on);
        let source = Source { city: &city, points: &points, examples: &[] };
        let found = check_situation(source, on, look, &mut dice);
        counts.add(found.unwrap_or_else(|what| panic!("case {case}: {what}\n{:#?}", city.rules())));
    }
    println!("{counts:?}");
    assert!(refused < 40, "{refused} random rulebooks are refused");
    assert!(counts.plain > 500 && counts.amounts > 100, "{counts:?}");
}

#[test]
fn at_most_the_announced_number_of_questions_is_asked() {
    let manners = [(0, 0, false), (1, 0, false), (1, 3, false), (0, 0, true)];
    let manners = manners.map(|(declines, roughly, plans_nothing)| Manner {
        declines,
        roughly,
        plans_nothing,
    });
    for city in every_city() {
        let examples = households(city);
        let on = Day::parse("2025-03-31").unwrap();
        let points = all_thresholds(city, on);
        let source = Source { city, points: &points, examples: &examples };
        for case in 0..12 {
            let mut dice = Dice::of(SEED, case);
            let household = source.complete(&mut dice);
            let manner = manners[case as usize % 4];
            let path = ask_until_settled(city, &household, on, manner, &mut dice);
            let path = path.unwrap_or_else(|what| panic!("case {case}: {what}"));
            assert_eq!(path.steps as usize, path.asked.len());
            let all: Vec<_> = everything(city).into_iter().map(|(key, _)| key).collect();
            let most: u32 = everything(city).into_iter().map(|(_, steps)| steps).sum();
            assert!(path.steps <= most && ask_in_order(city, &household, on, &all) <= most);
        }
    }
}

#[test]
fn days_to_apply_agree_with_every_single_day() {
    let mut plans = 0;
    for city in every_city() {
        let households = households(city);
        let mut counts = days::Counts::default();
        for (case, on) in (0..).zip(dates()) {
            let points = all_thresholds(city, on);
            let source = Source { city, points: &points, examples: &households };
            let found = days::check_situation(source, on, sweep(2, 3), &mut Dice::of(SEED, case));
            counts.add(found.unwrap_or_else(|what| panic!("case {case}: {what}")));
        }
        println!("{}: {counts:?}", city.rules().id);
        plans += counts.plans;
        assert!(counts.days > 10_000 && counts.runs > 20, "{counts:?}");
    }
    assert!(plans > 20, "{plans} days of plans");
}

#[test]
fn days_to_apply_of_random_rulebooks_agree_with_every_single_day() {
    let mut counts = days::Counts::default();
    for case in 0..sweep(100, 200) {
        let mut dice = Dice::of(SEED, case);
        let Ok(city) = City::new(rulebooks::city(&mut dice)) else { continue };
        let on = Day::parse("2025-04-01").unwrap().plus_days(dice.below(730) as i32);
        let points = all_thresholds(&city, on);
        let source = Source { city: &city, points: &points, examples: &[] };
        let found = days::check_situation(source, on, 2, &mut dice);
        counts.add(found.unwrap_or_else(|what| panic!("case {case}: {what}\n{:#?}", city.rules())));
    }
    println!("{counts:?}");
    assert!(counts.days > sweep(25_000, 50_000) && counts.runs > sweep(25, 50), "{counts:?}");
}

#[test]
fn the_best_combination_holds_under_every_meaning_of_the_readings() {
    for city in every_city() {
        let households = households(city);
        let mut counts = best::Counts::default();
        for (case, on) in (0..).zip(dates().into_iter().cycle()).take(36) {
            let points = all_thresholds(city, on);
            let source = Source { city, points: &points, examples: &households };
            let found = best::check_situation(source, on, 3, &mut Dice::of(SEED, case));
            counts.add(found.unwrap_or_else(|what| panic!("case {case}: {what}")));
        }
        println!("{}: {counts:?}", city.rules().id);
        assert!(counts.pairs > 100 && counts.known > 20, "{counts:?}");
    }
}

#[test]
fn the_best_combination_of_random_rulebooks_holds_under_every_meaning_of_the_readings() {
    let mut counts = best::Counts::default();
    for case in 0..600 {
        let mut dice = Dice::of(SEED, case);
        let Ok(city) = City::new(rulebooks::city(&mut dice)) else { continue };
        let on = Day::parse("2025-04-01").unwrap().plus_days(dice.below(730) as i32);
        let points = all_thresholds(&city, on);
        let source = Source { city: &city, points: &points, examples: &[] };
        let found = best::check_situation(source, on, 3, &mut dice);
        counts.add(found.unwrap_or_else(|what| panic!("case {case}: {what}\n{:#?}", city.rules())));
    }
    println!("{counts:?}");
    assert!(counts.known > 3_000 && counts.refused > 100, "{counts:?}");
}
