//! The expressions of rules: what can be computed from answers, as nodes that name each other by
//! index. What a node means is the evaluator's.

use super::ExprId;
use crate::amount::Rounding;
use crate::calendar::{FirstDay, Period};
use crate::possible::Options;

/// An exact constant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constant {
    /// The numerator, within [`limits::NUMBER`].
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
    Fact(u16),
    /// A field of the list member in scope.
    Field {
        /// The list.
        list: u16,
        /// The field.
        field: u8,
    },
    /// All hold.
    All(Vec<ExprId>),
    /// One holds.
    Any(Vec<ExprId>),
    /// The opposite holds.
    Not(ExprId),
    /// A choice is one of these options.
    Among(ExprId, Options),
    /// Less than, or earlier than: 未満.
    Less(ExprId, ExprId),
    /// Less or equal, or not later: 以下.
    AtMost(ExprId, ExprId),
    /// The same number or day.
    Equal(ExprId, ExprId),
    /// A sum.
    Add(ExprId, ExprId),
    /// A number with its sign changed.
    Negate(ExprId),
    /// A product.
    Multiply(ExprId, ExprId),
    /// The smallest.
    Min(Vec<ExprId>),
    /// The largest.
    Max(Vec<ExprId>),
    /// Rounded to a multiple.
    Round {
        /// The number.
        value: ExprId,
        /// Which way.
        way: Rounding,
        /// To a multiple of this.
        unit: u32,
    },
    /// Full years of age by law.
    Age {
        /// The birth.
        born: ExprId,
        /// The reference date.
        on: ExprId,
    },
    /// The day on which an age is reached.
    DayReached {
        /// The birth.
        born: ExprId,
        /// The age in years.
        age: u8,
    },
    /// The number of the fiscal year of a day.
    FiscalYear(ExprId),
    /// April 1 of the fiscal year of a day.
    FiscalYearStart(ExprId),
    /// The first day of a day's month.
    FirstOfMonth(ExprId),
    /// The first such month and day on or after a day.
    NextMonthDay {
        /// The day from which to look.
        from: ExprId,
        /// Month, 1 to 12.
        month: u8,
        /// Day of the month, 1 to 31.
        day: u8,
    },
    /// Whole months between two days.
    MonthsBetween(ExprId, ExprId),
    /// The last day of a period from a day.
    LastDay {
        /// The day from which the period runs.
        from: ExprId,
        /// Its length.
        period: Period,
        /// Whether that day is its first.
        first_day: FirstDay,
    },
    /// The first day of a period that ends the day before a day.
    FirstDayBefore {
        /// The day after the period.
        before: ExprId,
        /// Its length.
        period: Period,
    },
    /// How many members of a list satisfy a condition.
    Count {
        /// The list.
        list: u16,
        /// A condition on the member in scope.
        when: ExprId,
    },
    /// The sum of a number over the members that satisfy a condition.
    Sum {
        /// The list.
        list: u16,
        /// A number of the member in scope.
        value: ExprId,
        /// A condition on the member in scope.
        when: ExprId,
    },
    /// Whether a member satisfies a condition.
    AnyMember {
        /// The list.
        list: u16,
        /// A condition on the member in scope.
        when: ExprId,
    },
    /// Whether every member satisfies a condition.
    EveryMember {
        /// The list.
        list: u16,
        /// A condition on the member in scope.
        when: ExprId,
    },
    /// The rank by birth, the eldest being 1, of the member in scope among those that satisfy a
    /// condition; members born on one day rank in the order they are listed.
    Ordinal {
        /// The list.
        list: u16,
        /// The field of birth.
        born: u8,
        /// A condition on the others.
        among: ExprId,
    },
    /// The value of the one case whose condition holds.
    Table(Vec<(ExprId, ExprId)>),
    /// The value under whichever meaning is right, one for each choice of the reading.
    Reading {
        /// Which reading.
        reading: u8,
        /// One expression a choice.
        choices: Vec<ExprId>,
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
    pub fn parts(&self) -> Vec<ExprId> {
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
