//! A report in one list of whole numbers, which crosses to JavaScript in one step instead of hundreds.
//! `www/js/report.js` reads it; the order here is the contract.

use super::index;
use crate::amount::Exact;
use crate::calendar::Day;
use crate::closed_list::ClosedList;
use crate::index::{FieldIndex, MemberIndex};
use crate::possible::Range;
use crate::report::{
    AmountRange, Change, Combination, Edge, Missing, Obligation, ProgrammeAdvice, ProgrammeReport,
    Report, WhatIf,
};
use crate::situation::Known;
use crate::truth::Truth;

/// In place of a day's number, or of a sum, where there is none.
const NOTHING: i32 = i32::MIN;

/// Before a sum that is no whole number of four bytes: its numerator follows in two, the higher
/// first, and its denominator.
const LONG: i32 = i32::MIN + 1;

/// A report's numbers: counts, indices, codes, days and sums. A list stands behind its length, an
/// absent index is 0 and the others are one more than they are.
#[derive(Default)]
struct Flat(Vec<i32>);

/// Flattens a report.
#[must_use]
pub fn flatten(report: &Report) -> Vec<i32> {
    let mut flat = Flat(Vec::with_capacity(1_024));
    flat.list(&report.incomplete.raw, |flat, missing| flat.missing(*missing));
    flat.list(&report.programmes.raw, |flat, programme| flat.programme(programme));
    flat.list(&report.relevant, |flat, at| flat.number(*at));
    flat.number(report.questions_left_at_most);
    flat.combination(&report.best.chosen);
    flat.range(report.best.range);
    flat.list(&report.best.alternatives, |flat, one| flat.combination(one));
    flat.list(&report.best.caps, |flat, one| {
        flat.number(one.year);
        flat.number(one.cap);
    });
    flat.0
}

/// Flattens the advice on one programme; days are numbers of days since 1970-01-01.
#[must_use]
pub fn flatten_advice(advice: &ProgrammeAdvice) -> Vec<i32> {
    let mut flat = Flat::default();
    flat.advice(advice);
    flat.0
}

impl Flat {
    fn code(&mut self, code: i32) {
        self.0.push(code);
    }

    fn member(&mut self, member: impl ClosedList) {
        self.code(member.code().into());
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
            let Some(end) = end else {
                self.code(NOTHING);
                continue;
            };
            match end.to_i32().filter(|small| *small > LONG) {
                Some(small) => self.code(small),
                None => self.long(end),
            }
        }
    }

    fn long(&mut self, sum: Exact) {
        let (numer, denom) = sum.fraction();
        self.code(LONG);
        let [a, b, c, d, e, f, g, h] = numer.to_le_bytes();
        self.code(i32::from_le_bytes([e, f, g, h]));
        self.code(i32::from_le_bytes([a, b, c, d]));
        self.number(denom);
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
        self.code(missing.field.map(FieldIndex::next).map_or(0, i32::from));
        self.code(missing.member.map(MemberIndex::next).map_or(0, i32::from));
        self.member(missing.needs);
    }

    fn obligation(&mut self, obligation: &Obligation) {
        for end in obligation.until.ends() {
            self.code(end.map_or(NOTHING, Day::number));
        }
        self.code(i32::from(obligation.owed.is_some()));
        if let Some(owed) = obligation.owed {
            self.range(owed);
        }
    }

    fn programme(&mut self, report: &ProgrammeReport) {
        self.code(report.rules.map_or(0, |rules| rules.year.next().into()));
        self.code(report.rules.map_or(0, |rules| rules.programme.into()));
        self.member(report.verdict);
        self.member(report.window);
        self.amount(report.amount);
        self.list(&report.parts, |flat, part| flat.range(*part));
        self.list(&report.obligations, |flat, one| flat.obligation(one));
        self.list(&report.states, |flat, state| flat.member(*state));
        self.list(&report.determining, |flat, one| {
            flat.number(one.place);
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

    fn advice(&mut self, advice: &ProgrammeAdvice) {
        match &advice.apply {
            None => self.code(0),
            Some(apply) => {
                self.code(if apply.certain { 2 } else { 1 });
                self.edge(apply.first);
                self.edge(apply.last);
            }
        }
        self.list(&advice.plans, |flat, plan| {
            flat.number(plan.fact);
            flat.code(plan.first.number());
            flat.code(plan.last.number());
        });
        self.list(&advice.what_if, |flat, one| flat.what_if(one));
        self.list(&advice.raises, |flat, one| flat.what_if(one));
    }

    fn edge(&mut self, edge: Edge) {
        self.code(edge.days.first.number());
        self.code(edge.days.last.number());
        let (code, at) = index::why(edge.why);
        self.code(code);
        if let Some((year, place)) = at {
            self.number(year);
            self.number(place);
        }
    }

    fn what_if(&mut self, one: &WhatIf) {
        self.list(&one.changes, |flat, change| flat.change(change));
        self.member(one.verdict);
        self.amount(one.amount);
        self.list(&one.loses, |flat, programme| flat.number(*programme));
    }

    fn change(&mut self, change: &Change) {
        self.number(change.fact);
        match &change.to {
            Known::Truth(truth) => {
                self.code(0);
                self.code(i32::from(*truth == Truth::True));
            }
            Known::Options(options) => {
                self.code(1);
                self.number(options.bits().trailing_zeros());
            }
            Known::Number(range) => {
                self.code(2);
                self.range(*range);
            }
            // No date and no list is changed.
            Known::Day(_) | Known::List(_) => self.code(3),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of a range, as `tests/browser/units.test.mjs` reads them.
    fn words(low: Option<Exact>, high: Option<Exact>) -> Vec<i32> {
        let mut flat = Flat::default();
        flat.range(Range { low, high });
        flat.0
    }

    #[test]
    fn sums_that_are_long_or_broken_cross_as_they_are() {
        let whole = |number| Some(Exact::whole(number));
        assert_eq!(words(whole(600_000), None), [600_000, NOTHING]);
        assert_eq!(
            words(Exact::new(2_960_000, 3), whole(1_000_000_000_000)),
            [LONG, 0, 2_960_000, 3, LONG, 232, -727_379_968, 1]
        );
        assert_eq!(
            words(Exact::new(-7, 3), whole(i64::MAX)),
            [LONG, -1, -7, 3, LONG, i32::MAX, -1, 1]
        );
        // Numbers that stand for something else cross as long ones.
        assert_eq!(
            words(whole(i32::MIN.into()), whole(LONG.into())),
            [LONG, -1, NOTHING, 1, LONG, -1, LONG, 1]
        );
    }
}
