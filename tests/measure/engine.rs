//! Times the native engine: one evaluation, its advice, and the decoding of the rules. Some households have given every
//! answer, some half of them, and some none. The cities have few rules or many. It judges no figure.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::unreachable,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    reason = "a measurement fails by panicking, and its numbers are small"
)]

#[path = "../native/cities.rs"]
#[expect(dead_code, reason = "other measurements need the rest")]
mod cities;
#[path = "../native/dice.rs"]
mod dice;
#[path = "../native/household.rs"]
#[expect(dead_code, reason = "other measurements need the rest")]
mod household;

use crate::dice::Dice;
use crate::household::{Blur, Points, Source};
use divan::{Bencher, black_box};
use iju_check::advise::advise;
use iju_check::calendar::Day;
use iju_check::check::Checked;
use iju_check::evaluate::evaluate;
use iju_check::rulebook::City;
use iju_check::situation::Situation;
use iju_check::wire::compiled;
use std::fmt;
use std::sync::LazyLock;

/// Rules from few to many. `common` has six programmes without dates, lists and readings.
const CITIES: [&str; 4] = ["common", "oita", "nemuro", "town"];
const HOUSEHOLDS: u64 = 64;
const SEED: u64 = 1;

/// How much is known of a household.
#[derive(Clone, Copy)]
enum Known {
    /// Every answer.
    All,
    /// Every second answer, on average.
    Half,
    /// Nothing.
    Nothing,
}

/// Households of one city of which the same is known.
struct Case {
    city: &'static City,
    known: Known,
    households: Vec<Situation>,
}

impl fmt::Display for Case {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = match self.known {
            Known::All => "all known",
            Known::Half => "half known",
            Known::Nothing => "nothing known",
        };
        write!(to, "{}, {known}", self.city.rules().id)
    }
}

fn city(id: &str) -> &'static City {
    static COMMON: LazyLock<Checked> = LazyLock::new(|| cities::load("tests/measure/common"));
    match id {
        "common" => &COMMON.cities[0],
        "town" => cities::made_up_town(),
        _ => cities::shipped(id),
    }
}

fn cases() -> Vec<Case> {
    let of_city =
        |id: &&str| [Known::All, Known::Half, Known::Nothing].map(|known| case(city(id), known));
    CITIES.iter().flat_map(of_city).collect()
}

fn case(city: &'static City, known: Known) -> Case {
    let examples = cities::examples(city).into_iter().map(|(situation, _)| situation);
    let examples: Vec<Situation> = examples.collect();
    let source = Source { city, points: &Points::new(), examples: &examples };
    let half = Blur { exact: 1, rough: 0, unknown: 1, declined: 0 };
    let draw = |case| {
        let dice = &mut Dice::of(SEED, case);
        let complete = source.complete(dice);
        match known {
            Known::All => complete,
            Known::Half => source.rough(&complete, half, dice),
            Known::Nothing => Situation::unknown(city),
        }
    };
    Case { city, known, households: (0..HOUSEHOLDS).map(draw).collect() }
}

/// A day on which rules of a city hold.
fn on(city: &City) -> Day {
    Day::parse(if city.rules().id == "common" { "2024-10-10" } else { "2025-06-10" }).unwrap()
}

#[divan::bench(args = cases())]
fn evaluation(bencher: Bencher<'_, '_>, case: &Case) {
    let (on, mut households) = (on(case.city), case.households.iter().cycle());
    bencher
        .with_inputs(|| households.next().unwrap())
        .bench_local_values(|household| evaluate(case.city, black_box(household), on, on));
}

#[divan::bench(args = cases())]
fn advice(bencher: Bencher<'_, '_>, case: &Case) {
    let (on, mut households) = (on(case.city), case.households.iter().cycle());
    bencher
        .with_inputs(|| {
            let household = households.next().unwrap();
            (household, evaluate(case.city, household, on, on))
        })
        .bench_local_refs(|(household, report)| {
            advise(case.city, black_box(household), report, on)
        });
}

#[divan::bench(args = CITIES)]
fn decoding(bencher: Bencher<'_, '_>, id: &str) {
    let bytes = compiled::encode(city(id)).unwrap();
    bencher.bench(|| compiled::decode(black_box(&bytes)));
}

fn main() {
    divan::main();
}
