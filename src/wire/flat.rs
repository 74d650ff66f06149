//! Answers in and a report out in few, flat values, which cross to and from JavaScript in a step or
//! two instead of hundreds: one text of words; one list of whole numbers and one text of yen.
//! `www/js/answers.js` writes and `www/js/report.js` reads them; the order here is the contract.

use super::answers::Value;
use super::index;
use crate::calendar::Day;
use crate::possible::Range;
use crate::report::{
    AmountRange, Change, Combination, Edge, Missing, Obligation, ProgrammeAdvice, ProgrammeReport,
    Report, WhatIf,
};
use crate::situation::Known;
use crate::truth::Truth;
use core::str::SplitTerminator;

/// A flattened report.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Flat {
    /// Counts, indices, codes and day numbers; a list stands behind its length, an absent index is 0
    /// and the others are one more than they are.
    pub numbers: Vec<i32>,
    /// Ends of yen ranges that are no whole numbers of four bytes, in order of appearance, a line each.
    pub yen: String,
}

/// Answers are nested no deeper than a household's members.
const MAX_DEPTH: u8 = 8;

/// In place of a day's number, or of a sum, where there is none.
const NOTHING: i32 = i32::MIN;

/// In place of a sum that stands among the lines of yen.
const IN_TEXT: i32 = i32::MIN + 1;

/// After each word of flat answers.
const END: char = '\0';

/// Reads answers from one text, in which they cross from JavaScript in one step: words, each a letter
/// for its kind and what it holds; a list or a map holds its length, and its items or its keys and
/// values follow. Nothing, if the text is anything else.
#[must_use]
pub fn unflatten(text: &str) -> Option<Value> {
    let mut words = text.split_terminator(END);
    let value = value(&mut words, MAX_DEPTH)?;
    words.next().is_none().then_some(value)
}

fn value(words: &mut SplitTerminator<'_, char>, depth: u8) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    let word = words.next()?;
    let held = word.get(1..)?;
    Some(match word.get(..1)? {
        "n" => Value::Null,
        "y" => Value::Bool(true),
        "f" => Value::Bool(false),
        "x" => Value::Inexact,
        "i" => held.parse().map_or(Value::Inexact, Value::Whole),
        "t" => Value::Text(held.to_owned()),
        "l" => {
            let mut items = Vec::new();
            for _ in 0..count(held)? {
                items.push(value(words, depth)?);
            }
            Value::List(items)
        }
        "m" => {
            let mut entries = Vec::new();
            for _ in 0..count(held)? {
                entries.push((words.next()?.to_owned(), value(words, depth)?));
            }
            Value::Map(entries)
        }
        _ => return None,
    })
}

fn count(digits: &str) -> Option<u32> {
    u32::try_from(digits.parse::<i64>().ok()?).ok().filter(|_| !digits.starts_with('-'))
}

/// Flattens a report.
#[must_use]
pub fn flatten(report: &Report) -> Flat {
    let mut flat = Flat { numbers: Vec::with_capacity(1_024), yen: String::with_capacity(256) };
    flat.list(&report.incomplete, |flat, missing| flat.missing(*missing));
    flat.list(&report.programmes, |flat, programme| flat.programme(programme));
    flat.list(&report.relevant, |flat, at| flat.number(*at));
    flat.number(report.questions_left_at_most);
    flat.combination(&report.best.chosen);
    flat.range(report.best.range);
    flat.list(&report.best.alternatives, |flat, one| flat.combination(one));
    flat.list(&report.best.caps, |flat, (year, cap)| {
        flat.number(*year);
        flat.number(*cap);
    });
    flat
}

/// Flattens the advice on one programme; days are numbers of days since 1970-01-01.
#[must_use]
pub fn flatten_advice(advice: &ProgrammeAdvice) -> Flat {
    let mut flat = Flat::default();
    flat.advice(advice);
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
            let Some(end) = end else {
                self.code(NOTHING);
                continue;
            };
            let small = end.to_i32().filter(|small| *small > IN_TEXT);
            self.code(small.unwrap_or(IN_TEXT));
            if small.is_none() {
                end.write_to(&mut self.yen);
                self.yen.push('\n');
            }
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
        let (year, at) = report.rules.map_or((0, 0), |(year, at)| (year.saturating_add(1), at));
        self.number(year);
        self.number(at);
        self.code(index::verdict(report.verdict).0);
        self.code(index::window(report.window).0);
        self.amount(report.amount);
        self.list(&report.parts, |flat, part| flat.range(*part));
        self.list(&report.obligations, |flat, one| flat.obligation(one));
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
        if let Some((year, requirement)) = at {
            self.number(year);
            self.number(requirement);
        }
    }

    fn what_if(&mut self, one: &WhatIf) {
        self.list(&one.changes, |flat, change| flat.change(change));
        self.code(index::verdict(one.verdict).0);
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
