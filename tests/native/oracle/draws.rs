//! Random values from a seed: half of them at most one away from a threshold, the others anywhere.
//! Each programme names its own thresholds; none is known here.

use crate::dice::Dice;
use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// Draws that are the same for the same seed.
#[derive(Debug)]
pub(super) struct Draws {
    dice: Dice,
    /// One answer in this many is to the present household's disadvantage.
    against: u64,
}

impl Draws {
    pub(super) fn new(seed: u64) -> Draws {
        Draws { dice: Dice::of(seed, 0), against: 2 }
    }

    /// Begins a new household. Some households meet nearly every condition, and some meet half of
    /// them.
    pub(super) fn begin_household(&mut self) {
        self.against = self.pick(&[2, 8, 30, 90, 90]);
    }

    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.dice.below(end as usize) as u64
    }

    pub(super) fn coin(&mut self) -> bool {
        self.below(2) == 0
    }

    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }

    /// A yes or no, mostly the one that helps the household.
    pub(super) fn mostly(&mut self, helps: bool) -> bool {
        (self.below(self.against) == 0) != helps
    }

    /// A choice, mostly one that helps the household.
    pub(super) fn mostly_of<T: Copy>(&mut self, helps: &[T], all: &[T]) -> T {
        if self.mostly(true) { self.pick(helps) } else { self.pick(all) }
    }

    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        self.dice.between(low, high)
    }

    pub(super) fn number(&mut self, thresholds: &[i64], low: i64, high: i64) -> i64 {
        if self.coin() {
            (self.pick(thresholds) + self.between(-1, 1)).clamp(low, high)
        } else {
            self.between(low, high)
        }
    }

    pub(super) fn day(&mut self, thresholds: &[Date], first: Date, last: Date) -> Date {
        if self.coin() {
            (self.pick(thresholds) + self.days(-1, 1)).clamp(first, last)
        } else {
            let span = (last - first).get_days();
            first + self.days(0, span.into())
        }
    }

    /// A day of birth, never after `latest`. Half of the time somebody born on it reaches one of
    /// `ages` at most a day away from one of `days`.
    pub(super) fn birth(&mut self, ages: &[i16], days: &[Date], latest: Date) -> Date {
        let thresholds = [self.pick(days) - self.pick(ages).years()];
        let first = latest - 70.years();
        self.day(&thresholds, first, latest)
    }

    fn days(&mut self, low: i64, high: i64) -> Span {
        self.between(low, high).days()
    }
}
