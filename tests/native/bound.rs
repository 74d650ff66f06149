//! No evaluation visits more nodes than the bound that its rules add up to: those of every city, of random rulebooks, and
//! of rules made to be dear. How long a node takes is measured elsewhere.

use crate::adversary::FAMILIES;
use crate::cities::{made_up_town, shipped};
use crate::dice::Dice;
use crate::household::{Blur, Points, Source};
use crate::rulebooks;
use iju_check::calendar::Day;
use iju_check::evaluate::{evaluate, visits};
use iju_check::limits;
use iju_check::rulebook::{Broken, City};
use iju_check::situation::Situation;

const SEED: u64 = 1;

/// The nodes that an evaluation visits, in thousandths of the bound.
fn share(city: &City, situation: &Situation, on: Day) -> u64 {
    let _ = visits::taken();
    let _ = evaluate(city, situation, on, on);
    let (visited, bound) = (visits::taken(), u64::from(city.steps()));
    assert!(visited > 0, "nothing is counted");
    assert!(visited <= bound, "{visited} nodes, and the bound is {bound}: {situation:?}");
    visited * 1_000 / bound
}

/// The greatest share over households of which nothing, something or everything is known.
fn greatest_share(city: &City, case: u64) -> u64 {
    let points = Points::new();
    let source = Source { city, points: &points, examples: &[] };
    let blur = Blur { exact: 1, rough: 1, unknown: 1, declined: 1 };
    let mut greatest = 0;
    for on in ["2025-06-10", "2026-12-01", "2029-04-01"] {
        let on = Day::parse(on).unwrap();
        greatest = greatest.max(share(city, &Situation::unknown(city), on));
        for draw in 0..8 {
            let dice = &mut Dice::of(SEED, case * 8 + draw);
            let complete = source.complete(dice);
            let rough = source.rough(&complete, blur, dice);
            greatest = greatest.max(share(city, &complete, on)).max(share(city, &rough, on));
        }
    }
    greatest
}

#[test]
fn no_city_takes_more_steps_than_its_bound() {
    for city in [shipped("nemuro"), shipped("oita"), made_up_town()] {
        let share = greatest_share(city, 0);
        assert!(share >= 5, "{}: the bound is far from what is visited: {share}", city.rules().id);
    }
}

#[test]
fn dear_rules_take_no_more_steps_than_their_bound_and_are_refused_beyond_the_budget() {
    let mut refused = 0;
    for (name, make) in FAMILIES {
        for size in [1, 5, 20, 80, 200, 600, 1_500] {
            match City::new(make(size)) {
                Ok(city) => {
                    assert!(city.steps() <= limits::STEPS, "{name}, {size}");
                    let on = Day::parse("2025-06-10").unwrap();
                    share(&city, &Situation::unknown(&city), on);
                }
                Err(why) => {
                    refused += usize::from(why.what == Broken::TooManySteps);
                    break;
                }
            }
        }
    }
    assert!(refused >= 4, "{refused} families are refused for their steps");
}

#[test]
fn no_random_rulebook_takes_more_steps_than_its_bound() {
    let mut greatest = 0;
    for case in 0..400 {
        let Ok(city) = City::new(rulebooks::city(&mut Dice::of(SEED, case))) else { continue };
        greatest = greatest.max(greatest_share(&city, case));
    }
    assert!(greatest >= 20, "{greatest}");
}
