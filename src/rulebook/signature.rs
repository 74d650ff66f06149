//! The signature of each expression: the types of its parts and of its value. Whether the parts have
//! these types is checked in `validate`.

use super::expr::{Expr, Reference};

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    /// True or false.
    Truth,
    /// A number, perhaps of yen.
    Number,
    /// A day.
    Day,
    /// One of so many options.
    Choice(usize),
}

/// The types of an expression's parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartTypes {
    /// No parts.
    None,
    /// One part or more, each of this type.
    Each(Type),
    /// A number, then a truth.
    NumberThenTruth,
    /// One choice.
    Choice,
    /// Two numbers or two days.
    Comparable,
    /// One part or more, all of one type that is no choice.
    Alike,
    /// Pairs of a truth and a value. The values are as for [`PartTypes::Alike`].
    Cases,
}

/// The type of an expression's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueType {
    /// Always this type.
    Always(Type),
    /// The type of the fact or field that it reads.
    OfReference(Reference),
    /// The type of its last part.
    OfLastPart,
}

impl Expr {
    /// The types of its parts and of its value.
    pub(super) fn signature(&self) -> (PartTypes, ValueType) {
        use Type::{Day, Number, Truth};
        match self {
            Expr::Truth(_) => (PartTypes::None, ValueType::Always(Truth)),
            Expr::Number(_) | Expr::Unstated { .. } => (PartTypes::None, ValueType::Always(Number)),
            Expr::Day { .. } | Expr::On => (PartTypes::None, ValueType::Always(Day)),
            Expr::Fact(_) | Expr::Field { .. } => {
                (PartTypes::None, ValueType::OfReference(self.reference()))
            }
            Expr::All(_)
            | Expr::Any(_)
            | Expr::Not(_)
            | Expr::AnyMember { .. }
            | Expr::EveryMember { .. } => (PartTypes::Each(Truth), ValueType::Always(Truth)),
            Expr::Among(..) => (PartTypes::Choice, ValueType::Always(Truth)),
            Expr::Less(..) | Expr::AtMost(..) | Expr::Equal(..) => {
                (PartTypes::Comparable, ValueType::Always(Truth))
            }
            Expr::Add(..)
            | Expr::Negate(_)
            | Expr::Multiply(..)
            | Expr::Min(_)
            | Expr::Max(_)
            | Expr::Round { .. } => (PartTypes::Each(Number), ValueType::Always(Number)),
            Expr::DayFrom { .. } => (PartTypes::Each(Day), ValueType::Always(Day)),
            Expr::FiscalYear(_) | Expr::TimeBetween { .. } => {
                (PartTypes::Each(Day), ValueType::Always(Number))
            }
            Expr::Count { .. } | Expr::Ordinal { .. } => {
                (PartTypes::Each(Truth), ValueType::Always(Number))
            }
            Expr::Sum { .. } => (PartTypes::NumberThenTruth, ValueType::Always(Number)),
            Expr::Table(_) => (PartTypes::Cases, ValueType::OfLastPart),
            Expr::Reading { .. } => (PartTypes::Alike, ValueType::OfLastPart),
        }
    }
}
