//! Measurements that take too long for every change: soundness on a million cases, tightness
//! against brute force, the number of questions, and speed. The tests that every change must pass
//! are in `native`, not here.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::unreachable,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::float_arithmetic,
    clippy::wildcard_enum_match_arm,
    reason = "a measurement fails by panicking, and its numbers are small"
)]

#[path = "../native/adversary.rs"]
mod adversary;
#[path = "../native/answering.rs"]
mod answering;
mod applied;
#[path = "../native/best.rs"]
mod best;
mod bound;
mod brute;
#[path = "../native/cities.rs"]
mod cities;
#[path = "../native/days.rs"]
mod days;
#[path = "../native/dice.rs"]
mod dice;
#[path = "../native/estimates.rs"]
mod estimates;
mod figures;
#[path = "../native/household.rs"]
mod household;
mod questions;
#[path = "../native/reference.rs"]
mod reference;
#[path = "../native/resolution.rs"]
mod resolution;
#[path = "../native/rulebooks.rs"]
mod rulebooks;
mod sound;
#[path = "../native/soundness.rs"]
mod soundness;
mod speed;
#[path = "../native/thresholds.rs"]
mod thresholds;
mod tightness;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(about = "Long measurements of the engine")]
struct Call {
    #[command(subcommand)]
    verb: Verb,
    /// An option that cargo adds
    #[arg(long, global = true, hide = true)]
    bench: bool,
}

#[derive(Subcommand)]
enum Verb {
    /// Compare rough households with their completions, on every city and on random rulebooks
    Soundness {
        /// The number of pairs of a situation and a completion, on the cities' rulebooks
        #[arg(long, default_value_t = 1_000_000)]
        pairs: u64,
        /// The number of random rulebooks, each with one situation
        #[arg(long, default_value_t = 100_000)]
        random_rulebooks: u64,
        /// The seed of the cases
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Compare the days to apply with a report for every day, on every city and on random rulebooks
    Days {
        /// The number of situations for each city
        #[arg(long, default_value_t = 200)]
        situations: u64,
        /// The number of random rulebooks, each with one situation
        #[arg(long, default_value_t = 2_000)]
        random_rulebooks: u64,
        /// The seed of the situations
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Compare the best combination with every lawful set, on every city and on random rulebooks
    Best {
        /// The number of situations for each city
        #[arg(long, default_value_t = 5_000)]
        situations: u64,
        /// The number of random rulebooks, each with one situation
        #[arg(long, default_value_t = 5_000)]
        random_rulebooks: u64,
        /// The seed of the situations
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Compare verdicts and amounts of rough households with brute force
    Tightness {
        /// The number of situations for each programme
        #[arg(long, default_value_t = 400)]
        situations: usize,
        /// The seed of the situations
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Measure only programmes whose id contains this
        #[arg(long, default_value = "")]
        only: String,
    },
    /// Time the evaluation of rules that are made to be dear, beside the bound of their steps
    Bound,
    /// Count the questions until everything is decided, and compare with a fixed order
    Questions {
        /// The number of households for each city
        #[arg(long, default_value_t = 2_000)]
        households: u64,
        /// The seed of the households
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Check the common rule set against a plain implementation, and time it
    Speed {
        /// The number of households
        #[arg(long, default_value_t = 500)]
        households: u64,
        /// The seed of the households
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Write the households and their expected results to this file, one a line, for
        /// `speed.mjs`
        #[arg(long, value_name = "FILE")]
        write: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    let call = Call::parse();
    match call.verb {
        Verb::Soundness { pairs, random_rulebooks, seed } => {
            sound::run(pairs, random_rulebooks, seed)
        }
        Verb::Days { situations, random_rulebooks, seed } => {
            applied::days(applied::Search { situations, random_rulebooks, seed })
        }
        Verb::Best { situations, random_rulebooks, seed } => {
            applied::best(applied::Search { situations, random_rulebooks, seed })
        }
        Verb::Bound => bound::run(),
        Verb::Questions { households, seed } => questions::run(households, seed),
        Verb::Tightness { situations, seed, only } => tightness::run(situations, seed, &only),
        Verb::Speed { households, seed, write } => speed::run(households, seed, write.as_deref()),
    }
}
