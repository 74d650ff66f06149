//! Measurements too long for every change: soundness on a million cases, tightness against brute force,
//! questions saved, and speed. A command of its own; the tests that every change must pass are in
//! `native`.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::unreachable,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::wildcard_enum_match_arm,
    reason = "a measurement fails by panicking, and its numbers are small"
)]

#[path = "../native/answering.rs"]
mod answering;
mod brute;
#[path = "../native/cities.rs"]
mod cities;
#[path = "../native/dice.rs"]
mod dice;
#[path = "../native/household.rs"]
mod household;
mod questions;
#[path = "../native/reference.rs"]
mod reference;
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
    /// What cargo adds.
    #[arg(long, global = true, hide = true)]
    bench: bool,
}

#[derive(Subcommand)]
enum Verb {
    /// Rough households against their completions, on every city and on random rulebooks
    Soundness {
        /// Pairs of a situation and a completion, on the cities' rulebooks
        #[arg(long, default_value_t = 1_000_000)]
        pairs: u64,
        /// Random rulebooks, each with a situation of its own
        #[arg(long, default_value_t = 100_000)]
        random_rulebooks: u64,
        /// The same seed gives the same cases
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Verdicts and amounts of rough households, against brute force over every cell's ends
    Tightness {
        /// Situations of each programme
        #[arg(long, default_value_t = 400)]
        situations: usize,
        /// The same seed gives the same situations
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Only programmes whose id contains this
        #[arg(long, default_value = "")]
        only: String,
    },
    /// Questions until everything is decided, against everything and a fixed order
    Questions {
        /// Households of each city
        #[arg(long, default_value_t = 2_000)]
        households: u64,
        /// The same seed gives the same households
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// The common rule set: compared with a plain reading of it, and how long a household takes
    Speed {
        /// Households
        #[arg(long, default_value_t = 500)]
        households: u64,
        /// The same seed gives the same households
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// A file for the households with what is expected of them, one a line, for `speed.mjs`
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
        Verb::Questions { households, seed } => questions::run(households, seed),
        Verb::Tightness { situations, seed, only } => tightness::run(situations, seed, &only),
        Verb::Speed { households, seed, write } => speed::run(households, seed, write.as_deref()),
    }
}
