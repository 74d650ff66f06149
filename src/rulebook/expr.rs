//! The expressions of rules: what can be computed from answers, as nodes that name each other by
//! index. What a node means is the evaluator's.

use crate::amount::Rounding;
use crate::calendar::{FirstDay, Period};
use crate::index::{ExprIndex, FactIndex, FieldIndex, ReadingIndex};
use crate::possible::Options;

/// An exact constant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constant {
    /// The numerator, within [`super::limits::NUMBER`].
    pub numer: i64,
    /// The denominator, 1 to [`crate::amount::MAX_DENOM`].
    pub denom: u32,
}

/// An expression. Truths, numbers, days and options never mix.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A constant truth.
    Truth(bool),
    /// A constant number.
    Number(Constant),
    /// A constant day, by number.
    Day(i32),
    /// The application date asked about.
    On,
    /// A fact that is not a list.
    Fact(FactIndex),
    /// A field of the list member in scope.
    Field {
        /// The list.
        list: FactIndex,
        /// The field.
        field: FieldIndex,
    },
    /// All hold.
    All(Vec<ExprIndex>),
    /// One holds.
    Any(Vec<ExprIndex>),
    /// The opposite holds.
    Not(ExprIndex),
    /// A choice is one of these options.
    Among(ExprIndex, Options),
    /// Less than, or earlier than: 未満.
    Less(ExprIndex, ExprIndex),
    /// Less or equal, or not later: 以下.
    AtMost(ExprIndex, ExprIndex),
    /// The same number or day.
    Equal(ExprIndex, ExprIndex),
    /// A sum.
    Add(ExprIndex, ExprIndex),
    /// A number with its sign changed.
    Negate(ExprIndex),
    /// A product.
    Multiply(ExprIndex, ExprIndex),
    /// The smallest.
    Min(Vec<ExprIndex>),
    /// The largest.
    Max(Vec<ExprIndex>),
    /// Rounded to a multiple.
    Round {
        /// The number.
        value: ExprIndex,
        /// Which way.
        way: Rounding,
        /// To a multiple of this.
        unit: u32,
    },
    /// Full years of age by law.
    Age {
        /// The birth.
        born: ExprIndex,
        /// The reference date.
        on: ExprIndex,
    },
    /// The day on which an age is reached.
    DayReached {
        /// The birth.
        born: ExprIndex,
        /// The age in years.
        age: u8,
    },
    /// The number of the fiscal year of a day.
    FiscalYear(ExprIndex),
    /// April 1 of the fiscal year of a day.
    FiscalYearStart(ExprIndex),
    /// The first day of a day's month.
    FirstOfMonth(ExprIndex),
    /// The first such month and day on or after a day.
    NextMonthDay {
        /// The day from which to look.
        from: ExprIndex,
        /// Month, 1 to 12.
        month: u8,
        /// Day of the month, 1 to 31.
        day: u8,
    },
    /// Whole months between two days.
    MonthsBetween(ExprIndex, ExprIndex),
    /// The last day of a period from a day.
    LastDay {
        /// The day from which the period runs.
        from: ExprIndex,
        /// Its length.
        period: Period,
        /// Whether that day is its first.
        first_day: FirstDay,
    },
    /// The first day of a period that ends the day before a day.
    FirstDayBefore {
        /// The day after the period.
        before: ExprIndex,
        /// Its length.
        period: Period,
    },
    /// How many members of a list satisfy a condition.
    Count {
        /// The list.
        list: FactIndex,
        /// A condition on the member in scope.
        when: ExprIndex,
    },
    /// The sum of a number over the members that satisfy a condition.
    Sum {
        /// The list.
        list: FactIndex,
        /// A number of the member in scope.
        value: ExprIndex,
        /// A condition on the member in scope.
        when: ExprIndex,
    },
    /// Whether a member satisfies a condition.
    AnyMember {
        /// The list.
        list: FactIndex,
        /// A condition on the member in scope.
        when: ExprIndex,
    },
    /// Whether every member satisfies a condition.
    EveryMember {
        /// The list.
        list: FactIndex,
        /// A condition on the member in scope.
        when: ExprIndex,
    },
    /// The rank by birth, the eldest being 1, of the member in scope among those that satisfy a
    /// condition; members born on one day rank in the order they are listed.
    Ordinal {
        /// The list.
        list: FactIndex,
        /// The field of birth.
        born: FieldIndex,
        /// A condition on the others.
        among: ExprIndex,
    },
    /// The value of the one case whose condition holds.
    Table(Vec<(ExprIndex, ExprIndex)>),
    /// The value under whichever meaning is right, one for each choice of the reading.
    Reading {
        /// Which reading.
        reading: ReadingIndex,
        /// One expression a choice.
        choices: Vec<ExprIndex>,
    },
    /// A number that no source states. Only in amounts.
    Unstated {
        /// Its smallest possible value, if stated.
        min: Option<Constant>,
        /// Its largest possible value, if stated.
        max: Option<Constant>,
    },
}

impl Expr {
    /// The expressions directly in it.
    #[must_use]
    pub fn parts(&self) -> Vec<ExprIndex> {
        match self {
            Expr::Truth(_)
            | Expr::Number(_)
            | Expr::Day(_)
            | Expr::On
            | Expr::Fact(_)
            | Expr::Field { .. }
            | Expr::Unstated { .. } => Vec::new(),
            Expr::All(parts) | Expr::Any(parts) | Expr::Min(parts) | Expr::Max(parts) => {
                parts.clone()
            }
            Expr::Reading { choices, .. } => choices.clone(),
            Expr::Not(part)
            | Expr::Among(part, _)
            | Expr::Negate(part)
            | Expr::Round { value: part, .. }
            | Expr::DayReached { born: part, .. }
            | Expr::FiscalYear(part)
            | Expr::FiscalYearStart(part)
            | Expr::FirstOfMonth(part)
            | Expr::NextMonthDay { from: part, .. }
            | Expr::LastDay { from: part, .. }
            | Expr::FirstDayBefore { before: part, .. }
            | Expr::Count { when: part, .. }
            | Expr::AnyMember { when: part, .. }
            | Expr::EveryMember { when: part, .. }
            | Expr::Ordinal { among: part, .. } => vec![*part],
            Expr::Less(a, b)
            | Expr::AtMost(a, b)
            | Expr::Equal(a, b)
            | Expr::Add(a, b)
            | Expr::Multiply(a, b)
            | Expr::Age { born: a, on: b }
            | Expr::MonthsBetween(a, b)
            | Expr::Sum { value: a, when: b, .. } => vec![*a, *b],
            Expr::Table(cases) => {
                let mut parts = Vec::new();
                for (when, value) in cases {
                    parts.push(*when);
                    parts.push(*value);
                }
                parts
            }
        }
    }
}
