//! The functions of the rule language: their names, arguments and results. `check` gives each its
//! meaning; nothing here reads rules.

use crate::closed_list::ClosedList;
use strum::{IntoStaticStr, VariantArray};

/// A function of the rule language.
///
/// ```
/// use iju_check::closed_list::ClosedList;
/// use iju_check::source::Function;
///
/// assert_eq!(Function::named("months"), Some(Function::Months));
/// assert_eq!(Function::Months.form(), "months(from: date, to: date)");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Function {
    /// The smallest number.
    Min,
    /// The largest number.
    Max,
    /// Rounding down.
    Floor,
    /// Rounding up.
    Ceil,
    /// Rounding half up.
    Round,
    /// Years of age by law.
    Age,
    /// The day on which an age is reached.
    DayReached,
    /// The number of a fiscal year.
    FiscalYear,
    /// The first day of a fiscal year.
    FiscalYearStart,
    /// The first day of a month.
    FirstOfMonth,
    /// A date that stays as it is if the rules go on in a later year.
    Stays,
    /// The next day with a month and day.
    NextMonthDay,
    /// Whole months between two days.
    Months,
    /// Days between two days.
    Days,
    /// The last day of a period.
    LastDay,
    /// The first day of a period.
    FirstDay,
    /// Whether the application date lies within a period.
    Within,
    /// Whether the application date lies after a period.
    AtLeast,
    /// The number of members.
    Count,
    /// The sum over members.
    Sum,
    /// Whether one member satisfies a condition.
    Any,
    /// Whether every member satisfies a condition.
    All,
    /// The rank of a member by birth.
    Ordinal,
}

/// A parameter of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The label that the argument must have, if any.
    pub label: Option<&'static str>,
    /// The type of the argument.
    pub kind: ParameterType,
    /// An example of the argument, or a word for it.
    pub example: &'static str,
}

/// The type of an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterType {
    /// A number or yen. The other numbers of the call have the same unit.
    Number,
    /// A whole number above 0 with the unit of the number to be rounded.
    RoundingUnit,
    /// An age in years, 1 to 150.
    Age,
    /// A month, 1 to 12.
    Month,
    /// A day of the month before it, 1 to 31.
    DayOfMonth,
    /// A day.
    Day,
    /// A written date.
    Date,
    /// A length of time.
    Period,
    /// `counted` or `not_counted`.
    FirstDay,
    /// The name of a list.
    List,
    /// A number or yen of each member of the list.
    MemberNumber,
    /// A condition on each member of the list.
    MemberCondition,
    /// A date field of the list.
    BirthField,
}

/// The type of a function's result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultType {
    /// Yes or no.
    Truth,
    /// A number.
    Number,
    /// A day.
    Day,
    /// A number or yen, as the argument is.
    LikeArgument,
}

/// How often the last parameter occurs in a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastParameter {
    /// Once.
    Once,
    /// Once or not at all.
    Optional,
    /// Any number of times.
    Repeated,
}

const fn plain(kind: ParameterType, example: &'static str) -> Parameter {
    Parameter { label: None, kind, example }
}

const fn labelled(label: &'static str, kind: ParameterType, example: &'static str) -> Parameter {
    Parameter { label: Some(label), kind, example }
}

impl Function {
    /// The parameters, in their order.
    #[must_use]
    pub fn parameters(self) -> &'static [Parameter] {
        use ParameterType as Type;
        match self {
            Function::Min | Function::Max => {
                const { &[plain(Type::Number, "a"), plain(Type::Number, "b")] }
            }
            Function::Floor | Function::Ceil | Function::Round => {
                const { &[plain(Type::Number, "x"), labelled("to", Type::RoundingUnit, "1_000 yen")] }
            }
            Function::Age => {
                const { &[plain(Type::Day, "born"), labelled("on", Type::Day, "date")] }
            }
            Function::DayReached => const { &[plain(Type::Age, "18"), plain(Type::Day, "born")] },
            Function::FiscalYear | Function::FiscalYearStart | Function::FirstOfMonth => {
                const { &[plain(Type::Day, "date")] }
            }
            Function::Stays => const { &[plain(Type::Date, "2019-04-01")] },
            Function::NextMonthDay => {
                const {
                    &[
                        plain(Type::Month, "3"),
                        plain(Type::DayOfMonth, "31"),
                        labelled("from", Type::Day, "date"),
                    ]
                }
            }
            Function::Months | Function::Days => {
                const { &[labelled("from", Type::Day, "date"), labelled("to", Type::Day, "date")] }
            }
            Function::LastDay => {
                const {
                    &[
                        plain(Type::Period, "1 year"),
                        labelled("from", Type::Day, "date"),
                        labelled("first_day", Type::FirstDay, "counted"),
                    ]
                }
            }
            Function::FirstDay => {
                const { &[plain(Type::Period, "1 year"), labelled("before", Type::Day, "date")] }
            }
            Function::Within | Function::AtLeast => {
                const {
                    &[
                        plain(Type::Period, "1 year"),
                        labelled("after", Type::Day, "date"),
                        labelled("first_day", Type::FirstDay, "counted"),
                    ]
                }
            }
            Function::Count | Function::Any | Function::All => {
                const { &[plain(Type::List, "list"), plain(Type::MemberCondition, "condition")] }
            }
            Function::Sum => {
                const {
                    &[
                        plain(Type::List, "list"),
                        plain(Type::MemberNumber, "value"),
                        plain(Type::MemberCondition, "condition"),
                    ]
                }
            }
            Function::Ordinal => {
                const {
                    &[
                        plain(Type::BirthField, "born"),
                        labelled("among", Type::MemberCondition, "condition"),
                    ]
                }
            }
        }
    }

    /// How often the last parameter occurs in a call.
    #[must_use]
    pub fn last_parameter(self) -> LastParameter {
        match self {
            Function::Min | Function::Max => LastParameter::Repeated,
            Function::Sum | Function::Within | Function::AtLeast => LastParameter::Optional,
            Function::Floor
            | Function::Ceil
            | Function::Round
            | Function::Age
            | Function::DayReached
            | Function::FiscalYear
            | Function::FiscalYearStart
            | Function::FirstOfMonth
            | Function::Stays
            | Function::NextMonthDay
            | Function::Months
            | Function::Days
            | Function::LastDay
            | Function::FirstDay
            | Function::Count
            | Function::Any
            | Function::All
            | Function::Ordinal => LastParameter::Once,
        }
    }

    /// The type of the result.
    #[must_use]
    pub fn result(self) -> ResultType {
        match self {
            Function::Min
            | Function::Max
            | Function::Floor
            | Function::Ceil
            | Function::Round
            | Function::Sum => ResultType::LikeArgument,
            Function::Age
            | Function::FiscalYear
            | Function::Months
            | Function::Days
            | Function::Count
            | Function::Ordinal => ResultType::Number,
            Function::DayReached
            | Function::FiscalYearStart
            | Function::FirstOfMonth
            | Function::Stays
            | Function::NextMonthDay
            | Function::LastDay
            | Function::FirstDay => ResultType::Day,
            Function::Within | Function::AtLeast | Function::Any | Function::All => {
                ResultType::Truth
            }
        }
    }

    /// Its meaning in one line, as the reference of the language has it.
    #[must_use]
    pub fn description(self) -> &'static str {
        match self {
            Function::Min => "the smallest of these numbers or sums",
            Function::Max => "the largest of these numbers or sums",
            Function::Floor => "rounded down to a multiple",
            Function::Ceil => "rounded up to a multiple",
            Function::Round => "rounded to a multiple, half up",
            Function::Age => "years of age by law on a day",
            Function::DayReached => {
                "the day on which an age is reached (「18歳に達する日」, the day before the birthday)"
            }
            Function::FiscalYear => "the fiscal year of a day, as a number",
            Function::FiscalYearStart => "April 1 of the fiscal year of a day",
            Function::FirstOfMonth => "the first day of the month of a day",
            Function::Stays => {
                "a date that never moves; in an estimate, every other written date may lie in a later year"
            }
            Function::NextMonthDay => "the first such month and day on or after a day",
            Function::Months => "whole months between two days",
            Function::Days => "days between two days, 0 from a day to itself",
            Function::LastDay => {
                "the last day of a period by the Civil Code; its first day is `counted` or `not_counted`"
            }
            Function::FirstDay => "the first day of a period that ends the day before a day",
            Function::Within => {
                "whether the application date lies from a day to the last day of a period that runs from it"
            }
            Function::AtLeast => {
                "whether the application date lies after the last day of a period that runs from a day"
            }
            Function::Count => "the number of members that satisfy a condition",
            Function::Sum => "the sum over all members, or over those that satisfy a condition",
            Function::Any => "whether a member satisfies a condition",
            Function::All => "whether every member satisfies a condition",
            Function::Ordinal => {
                "in a condition on members: the member's rank by birth, the eldest being 1"
            }
        }
    }

    /// Whether it is short for a comparison with the last day of a period. Without `first_day` it has both
    /// meanings of that word.
    #[must_use]
    pub fn is_shorthand(self) -> bool {
        matches!(self, Function::Within | Function::AtLeast)
    }

    /// An example of a call, such as `age(born, on: date)`.
    #[must_use]
    pub fn form(self) -> String {
        let written = |parameter: &Parameter| match parameter.label {
            Some(label) => format!("{label}: {}", parameter.example),
            None => parameter.example.to_owned(),
        };
        let mut all: Vec<String> = self.parameters().iter().map(written).collect();
        let call = |arguments: &[String]| format!("{}({})", self.name(), arguments.join(", "));
        match self.last_parameter() {
            LastParameter::Once => call(&all),
            LastParameter::Optional => {
                let long = call(&all);
                all.pop();
                format!("{} or {long}", call(&all))
            }
            LastParameter::Repeated => {
                all.push("…".to_owned());
                call(&all)
            }
        }
    }

    /// The parameters of a call with so many arguments; `None` if no call has so many.
    #[must_use]
    pub fn parameters_of_call(self, arguments: usize) -> Option<Vec<Parameter>> {
        let all = self.parameters();
        let (last, others) = all.split_last()?;
        let fits = match self.last_parameter() {
            LastParameter::Once => arguments == all.len(),
            LastParameter::Optional => arguments == all.len() || arguments == others.len(),
            LastParameter::Repeated => arguments >= others.len(),
        };
        let parameters = others.iter().chain(core::iter::repeat(last)).take(arguments);
        fits.then(|| parameters.copied().collect())
    }
}
