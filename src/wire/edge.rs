//! Everything that crosses between the engine and JavaScript, both ways: one line for each type names its
//! fields, and the readers and writers of both sides follow from it (`coded` for Rust, `script` for
//! JavaScript). What the fields of a report mean is said in `report`; nothing is decided here.

use super::coded::{Coded, cases, names, record};
use super::fit::Fault;
use super::numbers::{Damaged, Sink, Source, Words};
#[cfg(feature = "author")]
use super::shape::{shaped, shaped_cases, shaped_names};
use crate::amount::Exact;
use crate::calendar::Day;
use crate::index::{
    CapOfYear, FactIndex, FieldIndex, MemberIndex, OptionIndex, ProgrammeIndex, ReadingIndex,
    RequirementPlace, Version, YearIndex,
};
use crate::possible::{Days, Range};
use crate::report::{
    About, AmountRange, Apply, Ask, Best, BestChosen, Boundary, Change, Combination, Conditions,
    DecidedBy, Determining, Estimate, EstimateAdvice, Later, Missing, Needs, NewAnswer, Open,
    OpenDays, OpenReading, Plan, ProgrammeAdvice, ProgrammeReport, Reference, Report, State,
    Verdict, WhatIf, Why, Window,
};
use crate::rulebook::RulingRead;
use serde::Serialize;

/// What the engine is asked: a household's answers, and the days that an evaluation needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The answers; a fact that is not among them is unknown.
    pub answers: Vec<GivenAnswer>,
    /// The application date asked about; absent if the engine is to choose it.
    pub on: Option<Day>,
    /// Today, which decides only which sources are stale and what is still a plan.
    pub today: Day,
    /// What the desk has ruled.
    pub rulings: Vec<GivenRuling>,
}

/// What the desk has ruled about one point that the rules leave open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenRuling {
    /// The meaning of a reading.
    Reading {
        /// The year.
        year: YearIndex,
        /// The reading.
        reading: ReadingIndex,
        /// The meaning, by its place among the reading's choices.
        choice: u8,
    },
    /// Whether a requirement is met.
    Requirement {
        /// The rules.
        rules: Version,
        /// The requirement among theirs.
        place: RequirementPlace,
        /// Whether it is met.
        met: bool,
    },
    /// Where a date lies in the year of an estimate.
    Date {
        /// The date, as it is written.
        written: Day,
        /// The date in that year.
        day: Day,
    },
    /// Whether the rules of a programme go on after its registered years.
    GoesOn {
        /// The programme.
        programme: ProgrammeIndex,
        /// Whether they do.
        goes_on: bool,
    },
}

/// An answer to a fact.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenAnswer {
    /// The fact.
    pub fact: FactIndex,
    /// Whether the rest was asked and is not known.
    pub declined: bool,
    /// What is known; absent if nothing is.
    pub said: Option<Said>,
}

/// An answer to a field of one member of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenField {
    /// The field.
    pub field: FieldIndex,
    /// Whether the rest was asked and is not known.
    pub declined: bool,
    /// What is known; absent if nothing is.
    pub said: Option<Said>,
}

/// What is known of a fact or a field. An absent end of a range is not known.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// Yes or no.
    YesNo {
        /// Whether it is yes.
        value: bool,
    },
    /// One of these options.
    Choice {
        /// The options.
        options: Vec<OptionIndex>,
    },
    /// A number of this range.
    Number {
        /// The least.
        min: Option<i64>,
        /// The most.
        max: Option<i64>,
    },
    /// A day of these, as days since 1970-01-01; the calendar need not have them.
    Date {
        /// The first.
        first: Option<i32>,
        /// The last.
        last: Option<i32>,
    },
    /// The members of a list.
    List {
        /// The members named, the applicant first.
        members: Vec<Vec<GivenField>>,
        /// How many others there are of each option of the list's key field; absent if that is not known.
        more: Option<Vec<GivenCount>>,
    },
}

/// How many further members of a list have one option of its key field.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenCount {
    /// The option.
    pub option: OptionIndex,
    /// The least.
    pub min: Option<i64>,
    /// The most.
    pub max: Option<i64>,
}

/// An answer that does not fit its fact. It crosses as a plain object, since it is rare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Misfit {
    /// The fact.
    pub fact: FactIndex,
    /// The member, where it is about one.
    pub member: Option<MemberIndex>,
    /// The field, where it is about one.
    pub field: Option<FieldIndex>,
    /// What is wrong.
    pub fault: Fault,
}

/// A structure that crosses: its fields in this order.
macro_rules! crossing {
    ($type:ident { $($field:ident),* $(,)? }) => {
        record!($type { $($field),* });
        #[cfg(feature = "author")]
        shaped!($type { $($field),* });
    };
}

/// A choice that crosses: the cases with their numbers.
macro_rules! crossing_cases {
    ($type:ident { $($number:literal => $case:ident $({ $($field:ident),* })?),* $(,)? }) => {
        cases!($type { $($number => $case $({ $($field),* })?),* });
        #[cfg(feature = "author")]
        shaped_cases!($type { $($number => $case $({ $($field),* })?),* });
    };
}

/// Closed lists that cross.
macro_rules! crossing_names {
    ($($type:ident),* $(,)?) => {
        names!($($type),*);
        #[cfg(feature = "author")]
        shaped_names!($($type),*);
    };
}

// From JavaScript.
crossing!(Asked { answers, on, today, rulings });
crossing_cases!(GivenRuling {
    0 => Reading { year, reading, choice },
    1 => Requirement { rules, place, met },
    2 => Date { written, day },
    3 => GoesOn { programme, goes_on },
});
crossing!(GivenAnswer { fact, declined, said });
crossing!(GivenField { field, declined, said });
crossing_cases!(Said {
    0 => YesNo { value },
    1 => Choice { options },
    2 => Number { min, max },
    3 => Date { first, last },
    4 => List { members, more },
});
crossing!(GivenCount { option, min, max });

// To JavaScript.
crossing!(Report {
    on,
    programmes,
    incomplete,
    relevant,
    questions_left_at_most,
    best,
    best_chosen,
    best_estimate,
    best_estimate_chosen,
    decisive,
    asks,
});
crossing!(Ask { year, about, programmes, why });
crossing_cases!(About {
    0 => Question { ask },
    1 => Requirement { rules, place },
});
crossing_names!(Open);
crossing!(ProgrammeReport {
    programme,
    rules,
    decided_by,
    verdict,
    window,
    amount,
    parts,
    instalments,
    later,
    states,
    conditions,
    determining,
    missing,
    readings,
    stale,
    rulings,
    estimate,
    reference,
});
crossing!(DecidedBy { fact, days });
crossing!(Estimate {
    rules,
    verdict,
    amount,
    parts,
    states,
    conditions,
    determining,
    readings,
    dates,
    rulings,
});
crossing!(Reference { rules, amount, parts });
crossing_cases!(RulingRead {
    0 => Reading { year, reading },
    1 => Requirement { rules, place },
    2 => Date { day },
    3 => GoesOn { programme },
});
crossing_names!(Verdict, Window, State, Needs);
crossing!(Conditions { all, met });
crossing!(Version { year, programme });
crossing!(AmountRange { yen, ceiling });
crossing!(Range { low, high });
crossing!(Days { first, last });
crossing!(OpenDays { first, last });
crossing!(Later { day, owed });
crossing!(Determining { place, branches });
crossing!(Missing { fact, field, member, needs });
crossing!(OpenReading { reading, choices });
crossing!(Best { chosen, range, by_year, alternatives, caps });
crossing!(BestChosen { assuming, best, needs_plan });
crossing!(Combination { programmes, range });
crossing!(CapOfYear { year, cap });
crossing!(ProgrammeAdvice { apply, plans, what_if, raises, settles, estimate_advice });
crossing!(EstimateAdvice { apply, plans, what_if, raises, settles });
crossing!(Apply { first, last, possible, sure, ends_with_rules, window_unknown });
crossing!(Boundary { days, why });
crossing_cases!(Why {
    0 => Rules,
    1 => Upcoming,
    2 => Closed,
    3 => BudgetReached,
    4 => Requirement { version, place },
});
crossing!(Plan { fact, days });
crossing!(WhatIf { changes, verdict, amount, loses });
crossing!(Change { fact, to });
crossing_cases!(NewAnswer {
    0 => YesNo { value },
    1 => Option { option },
    2 => Number { range },
});
#[cfg(feature = "author")]
shaped!(Misfit { fact, member, field, fault });
#[cfg(feature = "author")]
shaped_names!(Fault);

/// A day crosses as the number of days since 1970-01-01.
impl Coded for Day {
    fn write(&self, out: &mut impl Sink) {
        self.number().write(out);
    }

    fn read(from: &mut impl Source) -> Result<Day, Damaged> {
        Day::from_number(Coded::read(from)?).ok_or(Damaged)
    }
}

/// An exact number crosses as its numerator and its denominator.
impl Coded for Exact {
    fn write(&self, out: &mut impl Sink) {
        self.fraction().write(out);
    }

    fn read(from: &mut impl Source) -> Result<Exact, Damaged> {
        let (numer, denom) = Coded::read(from)?;
        Exact::new(numer, denom).ok_or(Damaged)
    }
}

/// The words of a report.
#[must_use]
pub fn report_words(report: &Report) -> Vec<i32> {
    let mut words = Vec::with_capacity(1_024);
    report.write(&mut words);
    words
}

/// The words of the advice on one programme.
#[must_use]
pub fn advice_words(advice: &ProgrammeAdvice) -> Vec<i32> {
    let mut words = Vec::new();
    advice.write(&mut words);
    words
}

/// What is asked, from words that came from JavaScript.
///
/// # Errors
/// If the words are not exactly one [`Asked`].
pub fn read_asked(words: &[i32]) -> Result<Asked, Damaged> {
    let mut from = Words::new(words);
    let asked = Asked::read(&mut from)?;
    if from.left() == 0 { Ok(asked) } else { Err(Damaged) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn returns<T: Coded + PartialEq + core::fmt::Debug>(value: &T) {
        let mut words = Vec::<i32>::new();
        value.write(&mut words);
        let mut from = Words::new(&words);
        assert_eq!(T::read(&mut from).as_ref(), Ok(value));
        assert_eq!(from.left(), 0);
    }

    #[test]
    fn exact_numbers_return_however_large() {
        for (numer, denom) in [(0, 1), (-7, 3), (2_960_000, 3), (i64::MAX, 1), (-i64::MAX, 9_999)] {
            returns(&Exact::new(numer, denom).unwrap());
        }
        returns(&Range { low: None, high: Some(Exact::whole(i64::from(i32::MIN))) });
    }

    #[test]
    fn every_case_returns() {
        let version = Version { year: 1_usize.into(), programme: 2_usize.into() };
        let place = crate::index::RequirementPlace::new(3);
        for why in [
            Why::Rules,
            Why::Upcoming,
            Why::Closed,
            Why::BudgetReached,
            Why::Requirement { version, place },
        ] {
            let days = crate::report::OpenDays { first: Some(Day::MIN), last: None };
            returns(&Boundary { days, why: Some(why) });
        }
        let field = GivenField {
            field: FieldIndex::new(0),
            declined: true,
            said: Some(Said::Date { first: Some(-1), last: None }),
        };
        let more =
            Some(vec![GivenCount { option: OptionIndex::new(1), min: Some(1 << 40), max: None }]);
        let said = [
            None,
            Some(Said::YesNo { value: true }),
            Some(Said::Choice { options: vec![OptionIndex::new(0), OptionIndex::new(9)] }),
            Some(Said::Number { min: Some(-1), max: None }),
            Some(Said::List { members: vec![vec![field], Vec::new()], more }),
        ];
        for (fact, said) in said.into_iter().enumerate() {
            returns(&GivenAnswer { fact: fact.into(), declined: fact % 2 == 0, said });
        }
    }

    #[test]
    fn words_that_go_on_are_no_question() {
        let rulings = vec![
            GivenRuling::Date { written: Day::MIN, day: Day::MAX },
            GivenRuling::GoesOn { programme: ProgrammeIndex::new(1), goes_on: true },
        ];
        let asked = Asked { answers: Vec::new(), on: Some(Day::MIN), today: Day::MAX, rulings };
        let mut words = Vec::<i32>::new();
        asked.write(&mut words);
        assert_eq!(read_asked(&words), Ok(asked));
        words.push(0);
        assert_eq!(read_asked(&words), Err(Damaged));
    }
}
