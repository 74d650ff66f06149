//! The expressions of rule files as trees. Nothing here knows which names exist or which types fit.

use super::function::Function;
use super::text::{Text, Word};
use crate::calendar::{Day, FirstDay, Period};
use crate::closed_list::ClosedList;
use crate::diagnostic::Place;
use strum::{EnumDiscriminants, IntoStaticStr, VariantArray};

/// The reading that says whether the day from which a period runs is its first day, where a rule leaves that
/// open: its choices are those of [`FirstDay`], in their order. The checker declares it where a year does not.
pub const FIRST_DAY_OF_PERIODS: &str = "first_day_of_periods";

/// An expression with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// Its place in the file.
    pub place: Place,
    /// The expression itself.
    pub kind: ExprKind,
}

/// An expression without its place.
#[derive(Clone, Debug, PartialEq, EnumDiscriminants)]
#[strum_discriminants(derive(Hash, PartialOrd, Ord, VariantArray))]
#[strum_discriminants(doc = "The expressions without their parts, for tests that need them all.")]
pub enum ExprKind {
    /// A number: numerator and denominator.
    Number(i64, u32),
    /// Yen.
    Yen(i64),
    /// A day.
    Day(Day),
    /// Yes or no.
    Truth(bool),
    /// A name.
    Name(String),
    /// `not`.
    Not(Box<Expr>),
    /// A number with its sign changed.
    Negate(Box<Expr>),
    /// An operator between two expressions.
    Binary(Operator, Box<Expr>, Box<Expr>),
    /// `in (…)`.
    In(Box<Expr>, Vec<Word>),
    /// A function.
    Call(Word, Vec<Argument>),
    /// A table: exactly one case holds for each household.
    Cases(Vec<Case>),
    /// A point that the sources leave open, with an expression for each meaning.
    Reading(Word, Vec<(Word, Expr)>),
    /// A figure that no source states, with its bounds where a source states them.
    Unknown(Option<i64>, Option<i64>),
}

impl Expr {
    /// The expressions directly inside this one, in the order written.
    #[must_use]
    pub fn parts(&self) -> Vec<&Expr> {
        match &self.kind {
            ExprKind::Number(..)
            | ExprKind::Yen(_)
            | ExprKind::Day(_)
            | ExprKind::Truth(_)
            | ExprKind::Name(_)
            | ExprKind::Unknown(..) => Vec::new(),
            ExprKind::Not(part) | ExprKind::Negate(part) | ExprKind::In(part, _) => vec![part],
            ExprKind::Binary(_, a, b) => vec![a, b],
            ExprKind::Call(_, arguments) => arguments.iter().filter_map(Argument::expr).collect(),
            ExprKind::Cases(cases) => {
                cases.iter().flat_map(|case| [&case.when, &case.value]).collect()
            }
            ExprKind::Reading(_, choices) => choices.iter().map(|(_, choice)| choice).collect(),
        }
    }

    /// The id of the reading that this expression itself reads: the one that it names, or
    /// [`FIRST_DAY_OF_PERIODS`] where it is a shorthand without `first_day`.
    #[must_use]
    pub fn reading(&self) -> Option<&str> {
        match &self.kind {
            ExprKind::Reading(id, _) => Some(&id.text),
            ExprKind::Call(name, arguments) => {
                let is_shorthand = Function::named(&name.text).is_some_and(Function::is_shorthand);
                let says =
                    |argument: &Argument| matches!(argument.value, ArgumentValue::FirstDay(_));
                let is_open = is_shorthand && !arguments.iter().any(says);
                is_open.then_some(FIRST_DAY_OF_PERIODS)
            }
            ExprKind::Number(..)
            | ExprKind::Yen(_)
            | ExprKind::Day(_)
            | ExprKind::Truth(_)
            | ExprKind::Name(_)
            | ExprKind::Not(_)
            | ExprKind::Negate(_)
            | ExprKind::Binary(..)
            | ExprKind::In(..)
            | ExprKind::Cases(_)
            | ExprKind::Unknown(..) => None,
        }
    }

    /// The expressions directly inside this one, to change them.
    pub fn parts_mut(&mut self) -> Vec<&mut Expr> {
        match &mut self.kind {
            ExprKind::Number(..)
            | ExprKind::Yen(_)
            | ExprKind::Day(_)
            | ExprKind::Truth(_)
            | ExprKind::Name(_)
            | ExprKind::Unknown(..) => Vec::new(),
            ExprKind::Not(part) | ExprKind::Negate(part) | ExprKind::In(part, _) => vec![part],
            ExprKind::Binary(_, a, b) => vec![a, b],
            ExprKind::Call(_, arguments) => {
                arguments.iter_mut().filter_map(Argument::expr_mut).collect()
            }
            ExprKind::Cases(cases) => {
                cases.iter_mut().flat_map(|case| [&mut case.when, &mut case.value]).collect()
            }
            ExprKind::Reading(_, choices) => choices.iter_mut().map(|(_, one)| one).collect(),
        }
    }

    /// The texts of this expression itself. Those of its [`Expr::parts`] are not among them.
    #[must_use]
    pub fn texts(&self) -> Vec<&Text> {
        match &self.kind {
            ExprKind::Cases(cases) => cases.iter().filter_map(|case| case.says.as_ref()).collect(),
            ExprKind::Number(..)
            | ExprKind::Yen(_)
            | ExprKind::Day(_)
            | ExprKind::Truth(_)
            | ExprKind::Name(_)
            | ExprKind::Not(_)
            | ExprKind::Negate(_)
            | ExprKind::Binary(..)
            | ExprKind::In(..)
            | ExprKind::Call(..)
            | ExprKind::Reading(..)
            | ExprKind::Unknown(..) => Vec::new(),
        }
    }
}

/// An operator between two expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// It joins two conditions.
    Logic(Logic),
    /// It compares two values.
    Compare(Comparison),
    /// It computes a number or yen.
    Compute(Arithmetic),
}

/// An operator that joins two conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Logic {
    /// One of them holds.
    Or,
    /// Both hold.
    And,
}

/// An operator that compares two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
pub enum Comparison {
    /// The same value.
    #[strum(serialize = "==")]
    Equal,
    /// Another value.
    #[strum(serialize = "!=")]
    NotEqual,
    /// Less than, or earlier than: 未満.
    #[strum(serialize = "<")]
    Less,
    /// Less or equal, or not later: 以下.
    #[strum(serialize = "<=")]
    AtMost,
    /// More than, or later than: 超.
    #[strum(serialize = ">")]
    Greater,
    /// More or equal, or not earlier: 以上.
    #[strum(serialize = ">=")]
    AtLeast,
}

/// An operator that computes a number or yen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
pub enum Arithmetic {
    /// A sum.
    #[strum(serialize = "+")]
    Add,
    /// A difference.
    #[strum(serialize = "-")]
    Subtract,
    /// A product.
    #[strum(serialize = "*")]
    Multiply,
}

/// A case of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The condition.
    pub when: Expr,
    /// The value.
    pub value: Expr,
    /// The case in words.
    pub says: Option<Text>,
}

/// An argument of a function.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// Its label, if it has one.
    pub label: Option<Word>,
    /// Its value.
    pub value: ArgumentValue,
}

impl Argument {
    /// Its expression, where the value is one.
    #[must_use]
    pub fn expr(&self) -> Option<&Expr> {
        match &self.value {
            ArgumentValue::Expr(expr) => Some(expr),
            ArgumentValue::Period(_) | ArgumentValue::FirstDay(_) => None,
        }
    }
}

impl Argument {
    fn expr_mut(&mut self) -> Option<&mut Expr> {
        match &mut self.value {
            ArgumentValue::Expr(expr) => Some(expr),
            ArgumentValue::Period(_) | ArgumentValue::FirstDay(_) => None,
        }
    }
}

/// The value of an argument.
#[derive(Clone, Debug, PartialEq)]
pub enum ArgumentValue {
    /// An expression.
    Expr(Expr),
    /// A length of time.
    Period(Period),
    /// Whether the first day of a period counts.
    FirstDay(FirstDay),
}
