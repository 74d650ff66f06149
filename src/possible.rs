//! Sets of possible values: ranges of numbers and of days, subsets of options, and sets of answers
//! that could still change a value. The result of every operation holds each possible result. This
//! file does not know which facts there are.

use crate::amount::{Exact, Rounding};
use crate::calendar::Day;
use crate::index::{OptionIndex, Slot, bits};
use crate::truth::Truth;

/// The numbers from `low` to `high`, both included. `None` means that there is no bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The smallest number, if there is a bound.
    pub low: Option<Exact>,
    /// The largest number, if there is a bound.
    pub high: Option<Exact>,
}

impl Range {
    /// All numbers.
    pub const ANY: Range = Range { low: None, high: None };
    /// Only zero.
    pub const ZERO: Range = Range::exactly(Exact::ZERO);

    /// One number.
    #[must_use]
    pub const fn exactly(value: Exact) -> Range {
        Range { low: Some(value), high: Some(value) }
    }

    /// Whole numbers from `low` to `high`.
    #[must_use]
    pub fn whole(low: i64, high: Option<i64>) -> Range {
        Range { low: Some(Exact::whole(low)), high: high.map(Exact::whole) }
    }

    /// Whether one number is left.
    #[must_use]
    pub fn is_single(self) -> bool {
        self.low.is_some() && self.low == self.high
    }

    /// The smallest range that holds both.
    #[must_use]
    pub fn hull(self, other: Range) -> Range {
        Range {
            low: both(self.low, other.low, Exact::min),
            high: both(self.high, other.high, Exact::max),
        }
    }

    /// Sums of a number of each.
    #[must_use]
    pub fn plus(self, other: Range) -> Range {
        let sum = |a: Option<Exact>, b: Option<Exact>| a?.add(b?);
        Range { low: sum(self.low, other.low), high: sum(self.high, other.high) }
    }

    /// The numbers with their sign changed.
    #[must_use]
    pub fn negated(self) -> Range {
        Range { low: self.high.map(Exact::negated), high: self.low.map(Exact::negated) }
    }

    /// Products of a number of each.
    #[must_use]
    pub fn times(self, other: Range) -> Range {
        if self == Range::ZERO || other == Range::ZERO {
            return Range::ZERO;
        }
        let product = |a: Option<Exact>, b: Option<Exact>| a?.mul(b?);
        if self.is_never_negative() && other.is_never_negative() {
            let low = product(self.low, other.low).or(Some(Exact::ZERO));
            return Range { low, high: product(self.high, other.high) };
        }
        let corners = [
            product(self.low, other.low),
            product(self.low, other.high),
            product(self.high, other.low),
            product(self.high, other.high),
        ];
        let bound = |pick: fn(Exact, Exact) -> Exact| {
            corners.into_iter().reduce(|a, b| both(a, b, pick)).flatten()
        };
        Range { low: bound(Exact::min), high: bound(Exact::max) }
    }

    /// The smaller of a number of each.
    #[must_use]
    pub fn min(self, other: Range) -> Range {
        Range {
            low: both(self.low, other.low, Exact::min),
            high: any(self.high, other.high, Exact::min),
        }
    }

    /// The larger of a number of each.
    #[must_use]
    pub fn max(self, other: Range) -> Range {
        Range {
            low: any(self.low, other.low, Exact::max),
            high: both(self.high, other.high, Exact::max),
        }
    }

    /// Every number rounded to a multiple of `unit`.
    #[must_use]
    pub fn rounded(self, way: Rounding, unit: u32) -> Range {
        let round = |end: Option<Exact>| end?.rounded(way, unit);
        Range { low: round(self.low), high: round(self.high) }
    }

    fn is_never_negative(self) -> bool {
        self.low.is_some_and(|low| !low.is_negative())
    }

    /// Whether a number of this is less than one of `other`.
    #[must_use]
    pub fn less_than(self, other: Range) -> Truth {
        if matches!((self.high, other.low), (Some(a), Some(b)) if a < b) {
            Truth::True
        } else if matches!((other.high, self.low), (Some(b), Some(a)) if b <= a) {
            Truth::False
        } else {
            Truth::Unknown
        }
    }

    /// Whether a number of this equals one of `other`.
    #[must_use]
    pub fn equals(self, other: Range) -> Truth {
        if self.is_single() && self == other {
            return Truth::True;
        }
        let apart = Truth::True;
        Truth::known(self.less_than(other) != apart && other.less_than(self) != apart)
            .and(Truth::Unknown)
    }
}

fn both(a: Option<Exact>, b: Option<Exact>, pick: fn(Exact, Exact) -> Exact) -> Option<Exact> {
    Some(pick(a?, b?))
}

fn any(a: Option<Exact>, b: Option<Exact>, pick: fn(Exact, Exact) -> Exact) -> Option<Exact> {
    match (a, b) {
        (Some(a), Some(b)) => Some(pick(a, b)),
        (a, b) => a.or(b),
    }
}

/// The days from `first` to `last`, both included. The calendar's first day ([`Day::MIN`]) and last
/// day ([`Day::MAX`]) mean that there is no bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The earliest day.
    pub first: Day,
    /// The latest day, not before `first`.
    pub last: Day,
}

impl Days {
    /// Any day.
    pub const ANY: Days = Days { first: Day::MIN, last: Day::MAX };

    /// One day.
    #[must_use]
    pub fn exactly(day: Day) -> Days {
        Days { first: day, last: day }
    }

    /// Whether one day is left.
    #[must_use]
    pub fn is_single(self) -> bool {
        self.first == self.last
    }

    /// The first and the last day. `None` means that there is no bound.
    #[must_use]
    pub fn ends(self) -> [Option<Day>; 2] {
        let bounded = |end: Day, unbounded: Day| (end != unbounded).then_some(end);
        [bounded(self.first, Day::MIN), bounded(self.last, Day::MAX)]
    }

    /// A day in the middle: the earlier of two. It is the last day only if there is no other.
    #[must_use]
    pub fn middle(self) -> Day {
        let length = self.last.number().saturating_sub(self.first.number());
        self.first.plus_days(length / 2)
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn hull(self, other: Days) -> Days {
        Days { first: self.first.min(other.first), last: self.last.max(other.last) }
    }

    /// The days that both have. `None` if there are none.
    #[must_use]
    pub fn common(self, other: Days) -> Option<Days> {
        let days = Days { first: self.first.max(other.first), last: self.last.min(other.last) };
        (days.first <= days.last).then_some(days)
    }

    /// Changes both ends. `change` must be monotone: a later day never gives an earlier result.
    #[must_use]
    pub fn map(self, change: impl Fn(Day) -> Day) -> Days {
        let keep = |end: Day, ends: Day| if end == ends { ends } else { change(end) };
        Days { first: keep(self.first, Day::MIN), last: keep(self.last, Day::MAX) }
    }

    /// Whether a day of this span is before a day of `other`. Unknown if it depends on the days.
    #[must_use]
    pub fn before(self, other: Days) -> Truth {
        if self.last < other.first {
            Truth::True
        } else if other.last <= self.first {
            Truth::False
        } else {
            Truth::Unknown
        }
    }

    /// Whether a day of this span equals a day of `other`. Unknown if it depends on the days.
    #[must_use]
    pub fn equals(self, other: Days) -> Truth {
        if self.is_single() && self == other {
            Truth::True
        } else if self.last < other.first || other.last < self.first {
            Truth::False
        } else {
            Truth::Unknown
        }
    }
}

/// A subset of at most 64 options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options(u64);

impl Options {
    /// No option.
    pub const NONE: Options = Options(0);

    /// One option, below 64.
    #[must_use]
    pub fn only(option: OptionIndex) -> Options {
        Options(1_u64.checked_shl(u32::from(option.get())).unwrap_or(0))
    }

    /// The first `count` options.
    #[must_use]
    pub fn first(count: usize) -> Options {
        let shift = u32::try_from(count).unwrap_or(u32::MAX);
        Options(1_u64.checked_shl(shift).map_or(u64::MAX, |bit| bit.wrapping_sub(1)))
    }

    /// The options, in their order.
    pub fn iter(self) -> impl Iterator<Item = OptionIndex> {
        bits(self.0).map(OptionIndex::new)
    }

    /// The set as bits. The lowest bit stands for the first option.
    #[must_use]
    pub fn bits(self) -> u64 {
        self.0
    }

    /// The set with these bits.
    #[must_use]
    pub fn from_bits(bits: u64) -> Options {
        Options(bits)
    }

    /// The options of either set.
    #[must_use]
    pub fn union(self, other: Options) -> Options {
        Options(self.0 | other.0)
    }

    /// The options that are not in `other`.
    #[must_use]
    pub fn without(self, other: Options) -> Options {
        Options(self.0 & !other.0)
    }

    /// Whether every option is in `other`.
    #[must_use]
    pub fn is_within(self, other: Options) -> bool {
        self.without(other) == Options::NONE
    }

    /// Whether one option is left.
    #[must_use]
    pub fn is_single(self) -> bool {
        self.0.is_power_of_two()
    }

    /// Whether the option is one of `wanted`. Unknown if it depends on which option it is.
    #[must_use]
    pub fn among(self, wanted: Options) -> Truth {
        if self.is_within(wanted) {
            Truth::True
        } else if self.0 & wanted.0 == 0 {
            Truth::False
        } else {
            Truth::Unknown
        }
    }
}

/// The slot of the application date, after those of the answers. Only verdicts over a span of dates use it.
pub const DATE_SLOT: Slot = Slot::new(255);

/// A slot that no set can hold.
pub const NO_SLOT: Slot = Slot::new(256);

/// A set of slots. A slot is the number of an answer or of a part of one, so this is the set of
/// answers that could still change a value.
///
/// A fact has one slot. A list has several: one for who its members are, one for each field of the
/// members who are not named yet, and one for each field of each named member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Slots([u64; 4]);

impl Slots {
    /// The empty set: no answer could change the value.
    pub const NONE: Slots = Slots([0; 4]);

    /// One slot.
    #[must_use]
    pub fn only(slot: Slot) -> Slots {
        let mut slots = Slots::NONE;
        slots.insert(slot);
        slots
    }

    /// Adds a slot.
    pub fn insert(&mut self, slot: Slot) {
        let slot = usize::from(slot);
        if let Some(word) = self.0.get_mut(slot >> 6) {
            *word |= 1 << (slot & 63);
        }
    }

    /// Whether a slot is in the set.
    #[must_use]
    pub fn contains(self, slot: Slot) -> bool {
        let slot = usize::from(slot);
        self.0.get(slot >> 6).is_some_and(|word| word & (1 << (slot & 63)) != 0)
    }

    /// The slots of either set.
    #[must_use]
    pub fn union(self, other: Slots) -> Slots {
        let (Slots([a, b, c, d]), Slots([e, f, g, h])) = (self, other);
        Slots([a | e, b | f, c | g, d | h])
    }

    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(self) -> bool {
        let Slots([a, b, c, d]) = self;
        a | b | c | d == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranges() -> Vec<Range> {
        let ends = [None, Some(-2), Some(0), Some(1), Some(3)];
        let end = |end: Option<i64>| end.map(Exact::whole);
        let mut found = Vec::new();
        for low in ends {
            for high in ends {
                if !matches!((low, high), (Some(l), Some(h)) if l > h) {
                    found.push(Range { low: end(low), high: end(high) });
                }
            }
        }
        found
    }

    fn holds(range: Range, value: Exact) -> bool {
        range.low.is_none_or(|low| low <= value) && range.high.is_none_or(|high| value <= high)
    }

    /// Some whole and half numbers of a range, its ends among them.
    fn members(range: Range) -> Vec<Exact> {
        (-10..=10).filter_map(|n| Exact::new(n, 2)).filter(|value| holds(range, *value)).collect()
    }

    #[test]
    fn the_middle_of_two_days_is_the_earlier_one_before_1970_too() {
        for first in ["1969-12-30", "1969-12-31", "1970-01-01"].map(|day| Day::parse(day).unwrap())
        {
            assert_eq!(Days { first, last: first.plus_days(1) }.middle(), first);
            assert_eq!(Days { first, last: first.plus_days(2) }.middle(), first.plus_days(1));
        }
    }

    #[test]
    fn every_range_operation_covers_every_result() {
        for a in ranges() {
            for b in ranges() {
                for x in members(a) {
                    for y in members(b) {
                        assert!(holds(a.plus(b), x.add(y).unwrap()));
                        assert!(holds(a.times(b), x.mul(y).unwrap()), "{a:?} {b:?} {x} {y}");
                        assert!(holds(a.min(b), x.min(y)) && holds(a.max(b), x.max(y)));
                        assert!(holds(a.hull(b), x) && holds(a.negated(), x.negated()));
                        assert_ne!(a.less_than(b), Truth::known(x >= y));
                        assert_ne!(a.equals(b), Truth::known(x != y), "{a:?} {b:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_bound_is_kept_when_the_other_range_has_none() {
        let cap = Range::whole(5, Some(5));
        assert_eq!(Range::whole(0, None).min(cap), Range::whole(0, Some(5)));
        assert_eq!(Range::whole(0, None).times(Range::ZERO), Range::ZERO);
        assert_eq!(Range::whole(2, None).times(cap), Range::whole(10, None));
    }

    #[test]
    fn options_and_slots_are_sets() {
        let only = |option| Options::only(OptionIndex::new(option));
        let two = only(0).union(only(2));
        assert!(two.iter().eq([0, 2].map(OptionIndex::new)));
        assert_eq!(two.among(Options::first(3)), Truth::True);
        assert_eq!(two.among(only(1)), Truth::False);
        assert_eq!(two.among(only(2)), Truth::Unknown);
        assert_eq!(Options::first(64).without(Options::first(63)), only(63));
        let [one, other, third] = [200, 3, 72].map(Slot::new);
        let slots = Slots::only(one).union(Slots::only(other));
        assert!(slots.contains(one) && slots.contains(other) && !slots.contains(third));
        assert_eq!(usize::from(DATE_SLOT), crate::limits::SLOTS);
        assert!(Slots::only(NO_SLOT).is_empty() && !Slots::only(DATE_SLOT).is_empty());
    }

    #[test]
    fn spans_of_days_compare_by_their_ends() {
        let day = |text| Day::parse(text).unwrap();
        let year = Days { first: day("1986-01-01"), last: day("1986-12-31") };
        assert_eq!(year.before(Days::exactly(day("1987-01-01"))), Truth::True);
        assert_eq!(year.before(Days::exactly(day("1986-01-01"))), Truth::False);
        assert_eq!(year.before(Days::exactly(day("1986-04-01"))), Truth::Unknown);
        assert_eq!(year.equals(Days::exactly(day("1985-04-01"))), Truth::False);
        assert_eq!(Days::ANY.map(|day| day.plus_days(3)), Days::ANY);
    }
}
