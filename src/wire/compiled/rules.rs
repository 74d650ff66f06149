//! The contents of a compiled rulebook: one line for each type of the rulebook. Ids are left out, since
//! only the page needs them. Reading checks only that the numbers form these structures; `City::new` checks
//! the invariants.

use super::super::coded::{Coded, cases, names, record};
use super::super::numbers::{Damaged, Sink, Source as Numbers};
use crate::amount::Rounding;
use crate::calendar::{FirstDay, Period};
use crate::possible::Options;
use crate::rulebook::{
    Amount, Ask, Benefit, CityRules, Constant, DayOperation, Every, Exclusion, Expr, Fact, Fixed,
    Gate, Grouping, Instalments, Kind, Later, Opens, Part, Party, Programme, Reading, Requirement,
    Rule, Rulebook, Schedule, SharedCap, Source, Step, TimeUnit, Under, WindowDates,
};

/// An id is written as 0 and read as an empty one.
impl Coded for String {
    fn write(&self, out: &mut impl Sink) {
        out.put(0);
    }

    fn read(from: &mut impl Numbers) -> Result<String, Damaged> {
        if from.take()? == 0 { Ok(String::new()) } else { Err(Damaged) }
    }
}

/// A set of options, by its bits.
impl Coded for Options {
    fn write(&self, out: &mut impl Sink) {
        self.bits().write(out);
    }

    fn read(from: &mut impl Numbers) -> Result<Options, Damaged> {
        Coded::read(from).map(Options::from_bits)
    }
}

names!(Benefit, Every, FirstDay, Grouping, Party, Rounding, TimeUnit);

record!(CityRules { id, facts, years });
record!(Fact { id, choosable, no_plan, behind, together, kind });
record!(Gate { fact, opens });
cases!(Opens { 0 => YesNo(value), 1 => Options(options) });
cases!(Kind {
    0 => YesNo,
    1 => Choice { options },
    2 => Number { min, max, banded },
    3 => Date { first, last },
    4 => List { fields, key, applicant },
});
cases!(Fixed { 0 => YesNo(value), 1 => Option(option) });
record!(Rulebook {
    fiscal_year,
    provisional,
    sources,
    readings,
    exprs,
    requirements,
    programmes,
    caps,
    asks
});
record!(Ask { id, readings, requirements, lists, obligations });
record!(SharedCap { id, programmes, yen });
record!(Source { id, review_by });
record!(Reading { id, item, choices });
record!(Constant { numer, denom });
cases!(Expr {
    0 => Truth(value),
    1 => Number(value),
    2 => Day { number, stays },
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
    19 => DayFrom { day, operation },
    20 => FiscalYear(part),
    21 => TimeBetween { from, to, unit },
    22 => Count { list, when },
    23 => Sum { list, value, when },
    24 => AnyMember { list, when },
    25 => EveryMember { list, when },
    26 => Ordinal { list, born, among },
    27 => Table(cases),
    28 => Reading { reading, choices },
    29 => Unstated { min, max },
});
cases!(DayOperation {
    0 => DayReached { age },
    1 => FiscalYearStart,
    2 => FirstOfMonth,
    3 => NextMonthDay { month, day },
    4 => LastDay { period, first_day },
    5 => FirstDayBefore { period },
});
record!(Period { years, months, days });
record!(Requirement { id, item, rule, applies_if, reported });
cases!(Rule { 0 => When(expr), 1 => Desk, 2 => Group { how, incomplete, members } });
record!(Programme {
    id,
    number,
    continues,
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
    award,
    later,
    sources,
});
record!(Later { id, day, owed });
record!(WindowDates { opens, closes, seen_open, seen_closed, budget_reached });
record!(Exclusion { programme, inferred, under });
record!(Under { reading, choices });
record!(Amount { parts, then, schedule });
record!(Part { id, value, ceiling, instalments, payer, payee });
record!(Instalments { first, last });
cases!(Step { 0 => Cap(cap), 1 => Round { way, unit }, 2 => Total(expr) });
record!(Schedule { every, times });

#[cfg(test)]
mod tests {
    use super::super::super::numbers::Bytes;
    use super::*;
    use typed_index_collections::TiVec;

    fn read<T: Coded>(bytes: &[u8]) -> Result<T, Damaged> {
        T::read(&mut Bytes::new(bytes))
    }

    #[test]
    fn an_id_is_left_out() {
        let mut bytes = Vec::<u8>::new();
        vec![(Some(3_u8), "grant".to_owned()), (None, String::new())].write(&mut bytes);
        let expected = vec![(Some(3_u8), String::new()), (None, String::new())];
        assert_eq!(read::<Vec<(Option<u8>, String)>>(&bytes), Ok(expected));
    }

    #[test]
    fn what_is_too_long_or_too_deep_is_refused() {
        assert_eq!(read::<bool>(&[4]), Err(Damaged));
        assert_eq!(read::<u8>(&[0x80, 0x04]), Err(Damaged), "256");
        assert_eq!(read::<Vec<u8>>(&[200, 1, 0]), Err(Damaged), "a list of 100 in two bytes");
        assert_eq!(read::<String>(&[2]), Err(Damaged));
        assert_eq!(read::<Rounding>(&[6]), Err(Damaged), "there are three ways");
        // A list whose field is a list, and so on without end.
        let mut nested = vec![2];
        nested.extend([0, 0, 8, 2].repeat(1 << 18));
        assert_eq!(read::<TiVec<crate::index::FactIndex, Fact>>(&nested).err(), Some(Damaged));
    }
}
