//! The compiled format, field by field: each type writes itself and reads itself back from bytes.
//! Reading checks only that the bytes make such a structure; `City::new` checks what it means.

use crate::amount::Rounding;
use crate::calendar::{FirstDay, Period};
use crate::possible::Options;
use crate::rulebook::{
    Amount, Benefit, CityRules, Constant, Every, Exclusion, Expr, Fact, Fixed, Grouping, Kind,
    Obligation, Part, Party, Programme, Reading, Requirement, Rule, Rulebook, Schedule, SharedCap,
    Source, Step, WindowDates,
};

/// Something with a place in the format. Every value takes at least one byte.
pub(super) trait Code: Sized {
    /// Appends the value.
    fn write(&self, out: &mut Vec<u8>);
    /// Takes the value off the front; nothing if the bytes hold no such value.
    fn read(from: &mut &[u8]) -> Option<Self>;
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
    fn read(from: &mut &[u8]) -> Option<u64> {
        let mut found = 0_u64;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = from.split_first()?;
            *from = rest;
            let bits = u64::from(byte & 0x7f);
            let placed = bits << shift;
            if placed >> shift != bits {
                return None;
            }
            found |= placed;
            if byte & 0x80 == 0 {
                return Some(found);
            }
        }
        None
    }
}

/// Numbers of one sign after the other: 0, -1, 1, -2, …
impl Code for i64 {
    fn write(&self, out: &mut Vec<u8>) {
        let folded = (self << 1) ^ (self >> 63);
        u64::from_ne_bytes(folded.to_ne_bytes()).write(out);
    }

    #[inline(never)]
    fn read(from: &mut &[u8]) -> Option<i64> {
        let folded = u64::read(from)?;
        let half = i64::try_from(folded >> 1).ok()?;
        Some(if folded & 1 == 0 { half } else { !half })
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
            fn read(from: &mut &[u8]) -> Option<$type> {
                <$wide>::read(from)?.try_into().ok()
            }
        })*
    };
}

narrow!(u8 as u64, u16 as u64, u32 as u64, i16 as i64, i32 as i64);

impl Code for bool {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn read(from: &mut &[u8]) -> Option<bool> {
        match u8::read(from)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

/// A length no longer than the bytes that are left.
fn read_length(from: &mut &[u8]) -> Option<usize> {
    let length = usize::try_from(u64::read(from)?).ok()?;
    (length <= from.len()).then_some(length)
}

fn write_length(length: usize, out: &mut Vec<u8>) {
    u64::try_from(length).unwrap_or(u64::MAX).write(out);
}

impl Code for String {
    fn write(&self, out: &mut Vec<u8>) {
        write_length(self.len(), out);
        out.extend_from_slice(self.as_bytes());
    }

    fn read(from: &mut &[u8]) -> Option<String> {
        let length = read_length(from)?;
        let (text, rest) = from.split_at_checked(length)?;
        *from = rest;
        core::str::from_utf8(text).ok().map(str::to_owned)
    }
}

impl<T: Code> Code for Vec<T> {
    fn write(&self, out: &mut Vec<u8>) {
        write_length(self.len(), out);
        self.iter().for_each(|item| item.write(out));
    }

    #[inline(never)]
    fn read(from: &mut &[u8]) -> Option<Vec<T>> {
        let length = read_length(from)?;
        let mut items = Vec::new();
        for _ in 0..length {
            items.push(T::read(from)?);
        }
        Some(items)
    }
}

impl<T: Code> Code for Option<T> {
    fn write(&self, out: &mut Vec<u8>) {
        self.is_some().write(out);
        self.iter().for_each(|value| value.write(out));
    }

    #[inline(never)]
    fn read(from: &mut &[u8]) -> Option<Option<T>> {
        Some(if bool::read(from)? { Some(T::read(from)?) } else { None })
    }
}

impl<A: Code, B: Code> Code for (A, B) {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
    }

    fn read(from: &mut &[u8]) -> Option<(A, B)> {
        Some((A::read(from)?, B::read(from)?))
    }
}

impl Code for Options {
    fn write(&self, out: &mut Vec<u8>) {
        self.bits().write(out);
    }

    fn read(from: &mut &[u8]) -> Option<Options> {
        u64::read(from).map(Options::from_bits)
    }
}

/// A structure: its fields in this order.
macro_rules! fields {
    ($type:ident { $($field:ident),* $(,)? }) => {
        impl Code for $type {
            fn write(&self, out: &mut Vec<u8>) {
                $(self.$field.write(out);)*
            }

            fn read(from: &mut &[u8]) -> Option<$type> {
                Some($type { $($field: Code::read(from)?),* })
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

            fn read(from: &mut &[u8]) -> Option<$type> {
                match u8::read(from)? {
                    $($number => {
                        $($(let $item = Code::read(from)?;)*)?
                        $($(let $field = Code::read(from)?;)*)?
                        Some($type::$case $(($($item),*))? $({ $($field),* })?)
                    })*
                    _ => None,
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
cases!(Rounding { 0 => Floor, 1 => Ceil, 2 => HalfUp });
fields!(Period { years, months, days });
cases!(FirstDay { 0 => Counted, 1 => NotCounted });
fields!(Requirement { id, rule, applies_if, reported });
cases!(Rule { 0 => When(expr), 1 => Desk, 2 => Group { how, incomplete, members } });
cases!(Grouping { 0 => All, 1 => Any, 2 => None });
fields!(Programme {
    id,
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
cases!(Benefit {
    0 => Cash,
    1 => Reimbursement,
    2 => Voucher,
    3 => FeeWaiver,
    4 => Loan,
    5 => Service,
    6 => Facility,
    7 => TaxRelief,
});
cases!(Party { 0 => City, 1 => Employer, 2 => Household, 3 => Worker, 4 => Other });
fields!(Exclusion { programme, inferred });
fields!(Amount { parts, then, schedule });
fields!(Part { id, value, ceiling, payer, payee });
cases!(Step { 0 => Cap(cap), 1 => Round { way, unit } });
fields!(Schedule { every, times });
cases!(Every { 0 => Month, 1 => Year });

#[cfg(test)]
mod tests {
    use super::*;

    fn returns<T: Code + PartialEq + core::fmt::Debug>(value: &T) {
        let mut bytes = Vec::new();
        value.write(&mut bytes);
        let mut rest = bytes.as_slice();
        assert_eq!(T::read(&mut rest).as_ref(), Some(value));
        assert!(rest.is_empty());
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
        returns(&vec![(Some(3_u8), String::from("二十三区")), (None, String::new())]);
    }

    #[test]
    fn what_is_too_long_is_refused() {
        assert_eq!(u64::read(&mut [0xff; 10].as_slice()), None);
        assert_eq!(u8::read(&mut [0x80, 0x02].as_slice()), None);
        assert_eq!(bool::read(&mut [2].as_slice()), None);
        assert_eq!(Vec::<u8>::read(&mut [200, 1, 0].as_slice()), None);
        assert_eq!(String::read(&mut [1, 0xff].as_slice()), None);
    }
}
