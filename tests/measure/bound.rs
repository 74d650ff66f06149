//! Times the evaluation of rules that are made to be dear, from small ones to the last that are not refused, beside the
//! steps to which their rules add up. It judges no figure.

use crate::adversary::FAMILIES;
use crate::cities;
use iju_check::calendar::Day;
use iju_check::evaluate::evaluate;
use iju_check::limits;
use iju_check::rulebook::City;
use iju_check::situation::Situation;
use std::process::ExitCode;
use std::time::Instant;

/// How often an evaluation is timed. The shortest time counts.
const TIMES: usize = 5;

/// The time of an evaluation of a household of which nothing is known, in nanoseconds.
fn nanoseconds(city: &City) -> f64 {
    let on = Day::parse("2025-06-10").unwrap();
    let situation = Situation::unknown(city);
    let times = (0..TIMES).map(|_| {
        let started = Instant::now();
        std::hint::black_box(evaluate(city, &situation, on, on));
        started.elapsed().as_secs_f64() * 1e9
    });
    times.fold(f64::INFINITY, f64::min)
}

pub(crate) fn run() -> ExitCode {
    let mut longest = 0_f64;
    let mut print = |name: &str, city: &City| {
        let (time, steps) = (nanoseconds(city), city.steps());
        println!(
            "{name}: {steps} steps, {:.3} ms, {:.1} ns a step",
            time / 1e6,
            time / steps as f64
        );
        longest = longest.max(time);
    };
    for city in [cities::shipped("nemuro"), cities::shipped("oita"), cities::made_up_town()] {
        print(&city.rules().id, city);
    }
    for (name, make) in FAMILIES {
        let sizes = (0..).map(|power: u32| 3_usize * 2_usize.pow(power));
        let cities = sizes.map_while(|size| Some((size, City::new(make(size)).ok()?)));
        for (size, city) in cities {
            print(&format!("{name}, {size}"), &city);
        }
    }
    println!("bound: at most {:.1} ms within {} steps", longest / 1e6, limits::STEPS);
    ExitCode::SUCCESS
}
