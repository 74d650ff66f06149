//! The set of values that an expression can still have, with the answers that could still narrow
//! it. This file evaluates no expression.

use crate::possible::{Days, Options, Range, Slots};
use crate::truth::Truth;

/// A set of possible values. It is copied often. The size of its tag puts every value at the same place, so that a copy
/// moves whole words.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(u64)]
pub(super) enum ValueSet {
    Truth(Truth),
    Number(Range),
    Day(Days),
    Options(Options),
    /// The empty set: for example, no case of a table applies. A requirement then excludes the
    /// household.
    Nothing,
}

impl ValueSet {
    /// The values that are in both sets. Returns `self` where the two have no value in common.
    pub(super) fn narrowed_to(self, other: ValueSet) -> ValueSet {
        match (self, other) {
            (ValueSet::Truth(Truth::Unknown), ValueSet::Truth(_)) => other,
            (ValueSet::Number(a), ValueSet::Number(b)) if !a.is_single() => {
                let low = a.max(Range { high: None, ..b }).low;
                let high = a.min(Range { low: None, ..b }).high;
                let empty = matches!((low, high), (Some(low), Some(high)) if high < low);
                if empty { self } else { ValueSet::Number(Range { low, high }) }
            }
            (ValueSet::Day(a), ValueSet::Day(b)) => {
                let days = Days { first: a.first.max(b.first), last: a.last.min(b.last) };
                if days.last < days.first { self } else { ValueSet::Day(days) }
            }
            (ValueSet::Options(a), ValueSet::Options(b)) => {
                let left = a.without(a.without(b));
                if left == Options::NONE { self } else { ValueSet::Options(left) }
            }
            _ => self,
        }
    }

    /// The smallest set that holds the values of both.
    pub(super) fn hull(self, other: ValueSet) -> ValueSet {
        match (self, other) {
            (ValueSet::Nothing, set) | (set, ValueSet::Nothing) => set,
            (ValueSet::Number(a), ValueSet::Number(b)) => ValueSet::Number(a.hull(b)),
            (ValueSet::Day(a), ValueSet::Day(b)) => ValueSet::Day(a.hull(b)),
            (ValueSet::Options(a), ValueSet::Options(b)) => ValueSet::Options(a.union(b)),
            (a, b) => ValueSet::Truth(if a == b { a.truth() } else { Truth::Unknown }),
        }
    }

    /// A truth; unknown for any other value.
    fn truth(self) -> Truth {
        match self {
            ValueSet::Truth(truth) => truth,
            ValueSet::Number(_) | ValueSet::Day(_) | ValueSet::Options(_) | ValueSet::Nothing => {
                Truth::Unknown
            }
        }
    }

    /// Whether at most one value is left.
    pub(super) fn is_single(self) -> bool {
        match self {
            ValueSet::Truth(truth) => truth != Truth::Unknown,
            ValueSet::Number(range) => range.is_single(),
            ValueSet::Day(days) => days.is_single(),
            ValueSet::Options(options) => options.is_single(),
            ValueSet::Nothing => true,
        }
    }
}

/// The possible values of an expression, and the answers that could still narrow them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Value {
    pub(super) set: ValueSet,
    pub(super) open: Slots,
}

impl Value {
    pub(super) const NOTHING: Value = Value { set: ValueSet::Nothing, open: Slots::NONE };

    /// Values that depend on no answer.
    pub(super) fn constant(set: ValueSet) -> Value {
        Value { set, open: Slots::NONE }
    }

    /// Values that depend on some answers. If only one value is left, no answer can change it, so
    /// the answers are dropped.
    pub(super) fn new(set: ValueSet, open: Slots) -> Value {
        Value { set, open: if set.is_single() { Slots::NONE } else { open } }
    }

    pub(super) fn truth(self) -> Truth {
        self.set.truth()
    }

    pub(super) fn number(self) -> Range {
        match self.set {
            ValueSet::Number(range) => range,
            ValueSet::Truth(_) | ValueSet::Day(_) | ValueSet::Options(_) | ValueSet::Nothing => {
                Range::ANY
            }
        }
    }

    pub(super) fn days(self) -> Days {
        match self.set {
            ValueSet::Day(days) => days,
            ValueSet::Truth(_) | ValueSet::Number(_) | ValueSet::Options(_) | ValueSet::Nothing => {
                Days::ANY
            }
        }
    }

    pub(super) fn is_nothing(self) -> bool {
        self.set == ValueSet::Nothing
    }

    /// The smallest set that holds the values of both, with the answers that could narrow either.
    pub(super) fn hull(self, other: Value) -> Value {
        Value::new(self.set.hull(other.set), self.open.union(other.open))
    }
}
