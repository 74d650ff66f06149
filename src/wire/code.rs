//! The compiled format, field by field: each type writes itself and reads itself back from bytes, but
//! for names, which only the page's index has.
//! Reading checks only that the bytes make such a structure; `City::new` checks what it means.

use crate::amount::Rounding;
use crate::calendar::{FirstDay, Period};
use crate::closed_list::ClosedList;
use crate::index::{
    ExprIndex, FactIndex, FieldIndex, OptionIndex, ProgrammeInYear, ProgrammeIndex, ReadingIndex,
    RequirementIndex, SourceIndex,
};
use crate::possible::Options;
use crate::rulebook::{
    Amount, Benefit, CityRules, Constant, Every, Exclusion, Expr, Fact, Fixed, Grouping, Kind,
    Obligation, Part, Party, Programme, Reading, Requirement, Rule, Rulebook, Schedule, SharedCap,
    Source, Step, WindowDates,
};
use typed_index_collections::TiVec;

/// Something with a place in the format. Every value takes at least one byte.
pub(super) trait Code: Sized {
    /// Appends the value.
    fn write(&self, out: &mut Vec<u8>);
    /// Takes the value off the front; anything, where the bytes hold no such value.
    fn read(from: &mut Reader<'_>) -> Self;
}

/// The bytes that are left to read. Where they do not hold what is read they are damaged, and none
/// are left: what is read from there on is 0s and means nothing, and no type needs a way out.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
    damaged: bool,
    /// How many lists what is read now stands in.
    depth: u8,
}

/// Lists stand in no more lists than these: a year's, its programmes', their parts', and some to spare.
const MAX_DEPTH: u8 = 8;

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { rest: bytes, damaged: false, depth: 0 }
    }

    /// Whether all bytes were read and each made a value.
    pub(super) fn is_done(&self) -> bool {
        self.rest.is_empty() && !self.damaged
    }

    fn damage(&mut self) {
        (self.rest, self.damaged) = (&[], true);
    }

    fn byte(&mut self) -> u8 {
        if let Some((byte, rest)) = self.rest.split_first() {
            self.rest = rest;
            return *byte;
        }
        self.damage();
        0
    }

    /// Begins a list, no longer than the bytes that are left.
    #[inline(never)]
    fn begin(&mut self) -> usize {
        let found = usize::try_from(u64::read(self)).unwrap_or(usize::MAX);
        if found > self.rest.len() || self.depth == MAX_DEPTH {
            self.damage();
        }
        self.depth = self.depth.saturating_add(1);
        found
    }

    /// Whether a list of which so many items are left has one more; it ends where it has none.
    #[inline(never)]
    fn more(&mut self, left: &mut usize) -> bool {
        if *left == 0 || self.damaged {
            self.depth = self.depth.saturating_sub(1);
            return false;
        }
        *left = left.saturating_sub(1);
        true
    }
}

/// Seven bits a byte, lowest first, the highest bit set on all but the last.
impl Code for u64 {
    fn write(&self, out: &mut Vec<u8>) {
        let mut left = *self;
        loop {
            let low = u8::try_from(left & 0x7f).unwrap_or(0);
            left >>= 7;
            if left == 0 {
                return out.push(low);
            }
            out.push(low | 0x80);
        }
    }

    // One copy: it is read at every field, and inlined it doubles the decoder.
    #[inline(never)]
    fn read(from: &mut Reader<'_>) -> u64 {
        let mut found = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = from.byte();
            let bits = u64::from(byte & 0x7f);
            let placed = bits << shift;
            if placed >> shift != bits {
                break;
            }
            found |= placed;
            if byte & 0x80 == 0 {
                return found;
            }
        }
        from.damage();
        0
    }
}

/// Numbers of one sign after the other: 0, -1, 1, -2, …
impl Code for i64 {
    fn write(&self, out: &mut Vec<u8>) {
        let folded = (self << 1) ^ (self >> 63);
        u64::from_ne_bytes(folded.to_ne_bytes()).write(out);
    }

    #[inline(never)]
    fn read(from: &mut Reader<'_>) -> i64 {
        let folded = u64::read(from);
        let half = i64::try_from(folded >> 1).unwrap_or(0);
        if folded & 1 == 0 { half } else { !half }
    }
}

/// A smaller number as one of a wider type.
macro_rules! narrow {
    ($($type:ty as $wide:ty),* $(,)?) => {
        $(impl Code for $type {
            fn write(&self, out: &mut Vec<u8>) {
                <$wide>::from(*self).write(out);
            }

            #[inline(never)]
            fn read(from: &mut Reader<'_>) -> $type {
                <$wide>::read(from).try_into().unwrap_or_else(|_| {
                    from.damage();
                    0
                })
            }
        })*
    };
}

narrow!(u8 as u64, u16 as u64, u32 as u64, i16 as i64, i32 as i64);

impl Code for bool {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn read(from: &mut Reader<'_>) -> bool {
        let number = u8::read(from);
        if number > 1 {
            from.damage();
        }
        number == 1
    }
}

fn write_length(length: usize, out: &mut Vec<u8>) {
    u64::try_from(length).unwrap_or(u64::MAX).write(out);
}

/// A name, for which a zero stands: nothing at the engine's edge has one.
impl Code for String {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(0);
    }

    fn read(from: &mut Reader<'_>) -> String {
        if from.byte() != 0 {
            from.damage();
        }
        String::new()
    }
}

impl<T: Code> Code for Vec<T> {
    fn write(&self, out: &mut Vec<u8>) {
        write_length(self.len(), out);
        self.iter().for_each(|item| item.write(out));
    }

    #[inline(never)]
    fn read(from: &mut Reader<'_>) -> Vec<T> {
        let mut items = Vec::new();
        let mut left = from.begin();
        while from.more(&mut left) {
            items.push(T::read(from));
        }
        items
    }
}

impl<K, T: Code> Code for TiVec<K, T> {
    fn write(&self, out: &mut Vec<u8>) {
        self.raw.write(out);
    }

    fn read(from: &mut Reader<'_>) -> TiVec<K, T> {
        Vec::read(from).into()
    }
}

impl<T: Code> Code for Option<T> {
    fn write(&self, out: &mut Vec<u8>) {
        self.is_some().write(out);
        self.iter().for_each(|value| value.write(out));
    }

    #[inline(never)]
    fn read(from: &mut Reader<'_>) -> Option<T> {
        bool::read(from).then(|| T::read(from))
    }
}

impl<A: Code, B: Code> Code for (A, B) {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
    }

    fn read(from: &mut Reader<'_>) -> (A, B) {
        (A::read(from), B::read(from))
    }
}

impl Code for Options {
    fn write(&self, out: &mut Vec<u8>) {
        self.bits().write(out);
    }

    fn read(from: &mut Reader<'_>) -> Options {
        Options::from_bits(u64::read(from))
    }
}

/// An index: its number.
macro_rules! indices {
    ($($type:ident),* $(,)?) => {
        $(impl Code for $type {
            fn write(&self, out: &mut Vec<u8>) {
                self.get().write(out);
            }

            fn read(from: &mut Reader<'_>) -> $type {
                $type::new(Code::read(from))
            }
        })*
    };
}

indices!(
    ExprIndex,
    FactIndex,
    FieldIndex,
    OptionIndex,
    ProgrammeInYear,
    ProgrammeIndex,
    ReadingIndex,
    RequirementIndex,
    SourceIndex,
);

/// A member of a closed list: its code.
macro_rules! closed_lists {
    ($($type:ident),* $(,)?) => {
        $(impl Code for $type {
            fn write(&self, out: &mut Vec<u8>) {
                out.push(self.code());
            }

            fn read(from: &mut Reader<'_>) -> $type {
                $type::with_code(Code::read(from)).unwrap_or_else(|| {
                    // Every number read from damaged bytes is 0, so this is the first member.
                    from.damage();
                    $type::read(from)
                })
            }
        })*
    };
}

closed_lists!(Benefit, Every, FirstDay, Grouping, Party, Rounding);

/// A structure: its fields in this order.
macro_rules! fields {
    ($type:ident { $($field:ident),* $(,)? }) => {
        impl Code for $type {
            fn write(&self, out: &mut Vec<u8>) {
                $(self.$field.write(out);)*
            }

            fn read(from: &mut Reader<'_>) -> $type {
                $type { $($field: Code::read(from)),* }
            }
        }
    };
}

/// A choice: a number, then what the case holds.
macro_rules! cases {
    ($type:ident {
        $($number:literal => $case:ident $(($($item:ident),*))? $({ $($field:ident),* })?),* $(,)?
    }) => {
        impl Code for $type {
            fn write(&self, out: &mut Vec<u8>) {
                match self {
                    $($type::$case $(($($item),*))? $({ $($field),* })? => {
                        out.push($number);
                        $($($item.write(out);)*)?
                        $($($field.write(out);)*)?
                    })*
                }
            }

            fn read(from: &mut Reader<'_>) -> $type {
                match u8::read(from) {
                    $($number => {
                        $($(let $item = Code::read(from);)*)?
                        $($(let $field = Code::read(from);)*)?
                        $type::$case $(($($item),*))? $({ $($field),* })?
                    })*
                    // Of damaged bytes every number is 0, so this is the first case.
                    _ => {
                        from.damage();
                        $type::read(from)
                    }
                }
            }
        }
    };
}

fields!(CityRules { id, facts, years });
fields!(Fact { id, chosen, kind });
cases!(Kind {
    0 => YesNo,
    1 => Choice { options },
    2 => Number { min, max, banded },
    3 => Date { first, last },
    4 => List { fields, key, applicant },
});
cases!(Fixed { 0 => YesNo(value), 1 => Option(option) });
fields!(Rulebook {
    fiscal_year,
    provisional,
    sources,
    readings,
    exprs,
    requirements,
    programmes,
    caps
});
fields!(SharedCap { id, programmes, yen });
fields!(Source { id, review_by });
fields!(Reading { id, choices });
fields!(Constant { numer, denom });
cases!(Expr {
    0 => Truth(value),
    1 => Number(value),
    2 => Day(value),
    3 => On,
    4 => Fact(fact),
    5 => Field { list, field },
    6 => All(parts),
    7 => Any(parts),
    8 => Not(part),
    9 => Among(part, options),
    10 => Less(a, b),
    11 => AtMost(a, b),
    12 => Equal(a, b),
    13 => Add(a, b),
    14 => Negate(part),
    15 => Multiply(a, b),
    16 => Min(parts),
    17 => Max(parts),
    18 => Round { value, way, unit },
    19 => Age { born, on },
    20 => DayReached { born, age },
    21 => FiscalYear(part),
    22 => FiscalYearStart(part),
    23 => FirstOfMonth(part),
    24 => NextMonthDay { from, month, day },
    25 => MonthsBetween(a, b),
    26 => LastDay { from, period, first_day },
    27 => FirstDayBefore { before, period },
    28 => Count { list, when },
    29 => Sum { list, value, when },
    30 => AnyMember { list, when },
    31 => EveryMember { list, when },
    32 => Ordinal { list, born, among },
    33 => Table(cases),
    34 => Reading { reading, choices },
    35 => Unstated { min, max },
});
fields!(Period { years, months, days });
fields!(Requirement { id, rule, applies_if, reported });
cases!(Rule { 0 => When(expr), 1 => Desk, 2 => Group { how, incomplete, members } });
fields!(Programme {
    id,
    number,
    valid_from,
    valid_to,
    valid_by,
    window,
    benefit,
    payer,
    payee,
    exclusive,
    requires,
    amount,
    obligations,
    sources,
});
fields!(Obligation { id, until, share });
fields!(WindowDates { opens, closes, seen_open, seen_closed, budget_reached });
fields!(Exclusion { programme, inferred });
fields!(Amount { parts, then, schedule });
fields!(Part { id, value, ceiling, payer, payee });
cases!(Step { 0 => Cap(cap), 1 => Round { way, unit } });
fields!(Schedule { every, times });

#[cfg(test)]
mod tests {
    use super::*;

    fn returns<T: Code + PartialEq + core::fmt::Debug>(value: &T) {
        let mut bytes = Vec::new();
        value.write(&mut bytes);
        let mut from = Reader::new(&bytes);
        assert_eq!(T::read(&mut from), *value);
        assert!(from.is_done());
    }

    #[test]
    fn numbers_return_at_every_edge() {
        for shift in 0..64 {
            for value in [(1_u64 << shift) - 1, 1 << shift, u64::MAX >> shift] {
                returns(&value);
                returns(&i64::from_ne_bytes(value.to_ne_bytes()));
            }
        }
        returns(&i32::MIN);
        returns(&vec![(Some(3_u8), String::new()), (None, String::new())]);
    }

    #[test]
    fn what_is_too_long_or_too_deep_is_refused() {
        fn refused<T: Code>(bytes: &[u8]) -> bool {
            let mut from = Reader::new(bytes);
            T::read(&mut from);
            from.damaged && from.rest.is_empty()
        }
        assert!(refused::<u64>(&[0xff; 10]));
        assert!(refused::<u8>(&[0x80, 0x02]));
        assert!(refused::<bool>(&[2]));
        assert!(refused::<Vec<u8>>(&[200, 1, 0]));
        assert!(refused::<String>(&[1]));
        assert!(refused::<Rounding>(&[3]));
        // A list of which each field is a list again, without an end.
        let mut nested = vec![1];
        nested.extend([0, 0, 4, 1].repeat(1 << 18));
        assert!(refused::<Vec<Fact>>(&nested));
    }

    #[test]
    fn damaged_bytes_are_read_to_the_end() {
        // A long list whose first item is damaged: the others are not made.
        let mut from = Reader::new(&[8, 9, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(Vec::<Rounding>::read(&mut from), [Rounding::Floor]);
        assert!(!from.is_done());
    }
}
