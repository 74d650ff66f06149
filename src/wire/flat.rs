//! A report as one list of whole numbers and one text of yen, which cross to JavaScript in two steps
//! instead of hundreds. `www/js/report.js` reads it; the order here is the contract between them.

use super::index;
use crate::possible::Range;
use crate::report::{AmountRange, Combination, Missing, ProgrammeReport, Report};
use core::fmt::Write;

/// A flattened report.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Flat {
    /// Counts, indices and codes; a list stands behind its length, an absent index is 0 and the
    /// others are one more than they are.
    pub numbers: Vec<i32>,
    /// Ends of yen ranges in order of appearance, a line each; an absent end is an empty line.
    pub yen: String,
}

/// Flattens a report.
#[must_use]
pub fn flatten(report: &Report) -> Flat {
    let mut flat = Flat::default();
    flat.list(&report.incomplete, |flat, missing| flat.missing(*missing));
    flat.list(&report.programmes, |flat, programme| flat.programme(programme));
    flat.list(&report.relevant, |flat, at| flat.number(*at));
    flat.number(report.questions_left_at_most);
    flat.combination(&report.best.chosen);
    flat.range(report.best.range);
    flat.list(&report.best.alternatives, |flat, one| flat.combination(one));
    flat
}

impl Flat {
    fn code(&mut self, code: i32) {
        self.numbers.push(code);
    }

    fn number(&mut self, number: impl TryInto<i32>) {
        self.code(number.try_into().unwrap_or(i32::MAX));
    }

    fn list<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Flat, &T)) {
        self.number(items.len());
        for item in items {
            write(self, item);
        }
    }

    fn range(&mut self, range: Range) {
        for end in [range.low, range.high] {
            if let Some(end) = end {
                // Writing to a text does not fail.
                let _ = write!(self.yen, "{end}");
            }
            self.yen.push('\n');
        }
    }

    fn amount(&mut self, amount: Option<AmountRange>) {
        match amount {
            None => self.code(0),
            Some(amount) => {
                self.code(if amount.ceiling { 2 } else { 1 });
                self.range(amount.yen);
            }
        }
    }

    fn missing(&mut self, missing: Missing) {
        self.number(missing.fact);
        let one_more =
            |index: Option<u8>| index.map_or(0, |index| i32::from(index).saturating_add(1));
        self.code(one_more(missing.field));
        self.code(one_more(missing.member));
        self.code(index::needs(missing.needs).0);
    }

    fn programme(&mut self, report: &ProgrammeReport) {
        let (year, at) = report.rules.map_or((0, 0), |(year, at)| (year.saturating_add(1), at));
        self.number(year);
        self.number(at);
        self.code(index::verdict(report.verdict).0);
        self.code(index::window(report.window).0);
        self.amount(report.amount);
        self.list(&report.parts, |flat, part| flat.range(*part));
        self.list(&report.states, |flat, state| flat.code(index::state(*state).0));
        self.list(&report.determining, |flat, one| {
            flat.number(one.requirement);
            flat.list(&one.branches, |flat, branch| flat.number(*branch));
        });
        self.list(&report.missing, |flat, at| flat.number(*at));
        self.list(&report.readings, |flat, one| {
            flat.number(one.reading);
            flat.list(&one.choices, |flat, amount| flat.amount(*amount));
        });
        self.list(&report.stale, |flat, source| flat.number(*source));
    }

    fn combination(&mut self, combination: &Combination) {
        self.list(&combination.programmes, |flat, programme| flat.number(*programme));
        self.range(combination.range);
    }
}
