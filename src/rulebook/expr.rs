//! The expressions of rules, as nodes that name each other by index. The functions here list what a
//! node contains, and compute days and times from single days; the evaluator computes the value of a node.

use crate::amount::Rounding;
use crate::calendar::{Day, FirstDay, Period};
use crate::index::{ExprIndex, FactIndex, FactSet, FieldIndex, ReadingIndex};
use crate::possible::Options;
use strum::{EnumDiscriminants, IntoStaticStr, VariantArray};

/// An exact constant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constant {
    /// The numerator, within [`crate::limits::NUMBER`].
    pub numer: i64,
    /// The denominator, 1 to [`crate::limits::DENOMINATOR`].
    pub denom: u32,
}

/// A day computed from another day. A later day never gives an earlier result: the evaluator
/// computes the ends of a range of days from the ends of another.
#[derive(Clone, Copy, Debug, PartialEq, EnumDiscriminants)]
#[strum_discriminants(derive(Hash, PartialOrd, Ord, VariantArray))]
#[strum_discriminants(doc = "The operations without their settings, for tests that need them all.")]
pub enum DayOperation {
    /// The day on which somebody born on the day reaches an age.
    DayReached {
        /// The age in years, 1 to 150.
        age: u8,
    },
    /// April 1 of the day's fiscal year.
    FiscalYearStart,
    /// The first day of the day's month.
    FirstOfMonth,
    /// The first such month and day on or after the day.
    NextMonthDay {
        /// Month, 1 to 12.
        month: u8,
        /// Day of the month, 1 to 31.
        day: u8,
    },
    /// The last day of a period that starts on the day.
    LastDay {
        /// The length of the period.
        period: Period,
        /// Whether the day itself is the first day of the period.
        first_day: FirstDay,
    },
    /// The first day of a period that ends the day before the day.
    FirstDayBefore {
        /// The length of the period.
        period: Period,
    },
}

impl DayOperation {
    /// The day that it gives.
    #[must_use]
    pub fn apply(self, day: Day) -> Day {
        match self {
            DayOperation::DayReached { age } => day.day_reached(i32::from(age)),
            DayOperation::FiscalYearStart => day.fiscal_year_start(),
            DayOperation::FirstOfMonth => day.first_of_month(),
            DayOperation::NextMonthDay { month, day: day_of_month } => {
                day.next_month_day(i32::from(month), i32::from(day_of_month))
            }
            DayOperation::LastDay { period, first_day } => day.last_day(period, first_day),
            DayOperation::FirstDayBefore { period } => day.first_day_before(period),
        }
    }
}

/// The unit of the time between two days. The number of units grows with the second day and shrinks
/// with the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum TimeUnit {
    /// Full years of age by law; the first day is the birth.
    YearsOfAge,
    /// Whole months.
    Months,
    /// Days: 0 from a day to itself.
    Days,
}

impl TimeUnit {
    /// The whole units from one day to another.
    #[must_use]
    pub fn between(self, from: Day, to: Day) -> i32 {
        match self {
            TimeUnit::YearsOfAge => to.age_years(from),
            TimeUnit::Months => from.months_until(to),
            TimeUnit::Days => to.number().saturating_sub(from.number()),
        }
    }
}

/// An expression. Truths, numbers, days and options never mix.
#[derive(Clone, Debug, PartialEq, EnumDiscriminants)]
#[strum_discriminants(derive(Hash, PartialOrd, Ord, VariantArray))]
#[strum_discriminants(doc = "The expressions without their parts, for tests that need them all.")]
pub enum Expr {
    /// A constant truth.
    Truth(bool),
    /// A constant number.
    Number(Constant),
    /// A constant day.
    Day {
        /// Its number.
        number: i32,
        /// Whether it stays as it is if the rules go on in a later year.
        stays: bool,
    },
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
    /// A day computed from another day.
    DayFrom {
        /// The other day.
        day: ExprIndex,
        /// How.
        operation: DayOperation,
    },
    /// The number of the fiscal year of a day.
    FiscalYear(ExprIndex),
    /// The time from one day to another in whole units; negative where `to` is earlier.
    TimeBetween {
        /// The first day.
        from: ExprIndex,
        /// The second day.
        to: ExprIndex,
        /// The unit.
        unit: TimeUnit,
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
    /// The rank by birth of the member in scope among those that satisfy a condition. The eldest has
    /// rank 1; members born on the same day rank in the order of the list.
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
    /// A point that the sources leave open: one value for each choice of the reading.
    Reading {
        /// Which reading.
        reading: ReadingIndex,
        /// One expression a choice.
        choices: Vec<ExprIndex>,
    },
    /// A number that no source states. Only amounts contain it.
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
        let mut found = Vec::new();
        self.clone().for_each_part(&mut |part| found.push(*part));
        found
    }

    /// Calls `visit` for each expression directly in it.
    pub(super) fn for_each_part(&mut self, visit: &mut dyn FnMut(&mut ExprIndex)) {
        match self {
            Expr::Truth(_)
            | Expr::Number(_)
            | Expr::Day { .. }
            | Expr::On
            | Expr::Fact(_)
            | Expr::Field { .. }
            | Expr::Unstated { .. } => {}
            Expr::All(parts)
            | Expr::Any(parts)
            | Expr::Min(parts)
            | Expr::Max(parts)
            | Expr::Reading { reading: _, choices: parts } => parts.iter_mut().for_each(visit),
            Expr::Not(part)
            | Expr::Among(part, _)
            | Expr::Negate(part)
            | Expr::Round { value: part, way: _, unit: _ }
            | Expr::DayFrom { day: part, operation: _ }
            | Expr::FiscalYear(part)
            | Expr::Count { list: _, when: part }
            | Expr::AnyMember { list: _, when: part }
            | Expr::EveryMember { list: _, when: part }
            | Expr::Ordinal { list: _, born: _, among: part } => visit(part),
            Expr::Less(a, b)
            | Expr::AtMost(a, b)
            | Expr::Equal(a, b)
            | Expr::Add(a, b)
            | Expr::Multiply(a, b)
            | Expr::TimeBetween { from: a, to: b, unit: _ }
            | Expr::Sum { list: _, value: a, when: b } => {
                visit(a);
                visit(b);
            }
            Expr::Table(cases) => {
                for (when, value) in cases {
                    visit(when);
                    visit(value);
                }
            }
        }
    }

    /// What it reads or names besides its parts.
    #[must_use]
    pub fn reference(&self) -> Reference {
        match self {
            Expr::Truth(_)
            | Expr::Number(_)
            | Expr::Day { .. }
            | Expr::All(_)
            | Expr::Any(_)
            | Expr::Not(_)
            | Expr::Among(..)
            | Expr::Less(..)
            | Expr::AtMost(..)
            | Expr::Equal(..)
            | Expr::Add(..)
            | Expr::Negate(_)
            | Expr::Multiply(..)
            | Expr::Min(_)
            | Expr::Max(_)
            | Expr::Round { .. }
            | Expr::DayFrom { .. }
            | Expr::FiscalYear(_)
            | Expr::TimeBetween { .. }
            | Expr::Table(_)
            | Expr::Unstated { .. } => Reference::Nothing,
            Expr::On => Reference::ApplicationDate,
            Expr::Fact(fact) => Reference::Fact(*fact),
            Expr::Field { list, field } => Reference::Field { list: *list, field: *field },
            Expr::Count { list, when: _ }
            | Expr::Sum { list, value: _, when: _ }
            | Expr::AnyMember { list, when: _ }
            | Expr::EveryMember { list, when: _ } => Reference::Members(*list),
            Expr::Ordinal { list, born, among: _ } => Reference::Rank { list: *list, born: *born },
            Expr::Reading { reading, choices: _ } => Reference::Reading(*reading),
        }
    }
}

/// What an expression reads or names besides its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {
    /// Nothing.
    Nothing,
    /// The application date.
    ApplicationDate,
    /// A fact that is not a list.
    Fact(FactIndex),
    /// A field of the list member in scope.
    Field {
        /// The list.
        list: FactIndex,
        /// The field.
        field: FieldIndex,
    },
    /// The members of a list. The parts are computed for each member.
    Members(FactIndex),
    /// The members of a list, to rank the one in scope. The parts are computed for each member.
    Rank {
        /// The list.
        list: FactIndex,
        /// The field of birth.
        born: FieldIndex,
    },
    /// A point that the sources leave open.
    Reading(ReadingIndex),
}

impl Reference {
    /// The facts read.
    #[must_use]
    pub fn facts(self) -> FactSet {
        match self {
            Reference::Nothing | Reference::Reading(_) => FactSet::EMPTY,
            Reference::ApplicationDate => FactSet::APPLICATION_DATE,
            Reference::Fact(fact)
            | Reference::Field { list: fact, field: _ }
            | Reference::Members(fact)
            | Reference::Rank { list: fact, born: _ } => FactSet::only(fact),
        }
    }

    /// The list that the expression iterates over.
    #[must_use]
    pub fn list(self) -> Option<FactIndex> {
        match self {
            Reference::Members(list) | Reference::Rank { list, born: _ } => Some(list),
            Reference::Nothing
            | Reference::ApplicationDate
            | Reference::Fact(_)
            | Reference::Field { .. }
            | Reference::Reading(_) => None,
        }
    }

    /// The list that must have a member in scope.
    #[must_use]
    pub fn scope(self) -> Option<FactIndex> {
        match self {
            Reference::Field { list, field: _ } | Reference::Rank { list, born: _ } => Some(list),
            Reference::Nothing
            | Reference::ApplicationDate
            | Reference::Fact(_)
            | Reference::Members(_)
            | Reference::Reading(_) => None,
        }
    }
}
