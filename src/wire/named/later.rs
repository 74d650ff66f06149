//! What comes after the award: what is owed if something happens, and the days to know. It computes neither.

use super::super::shape::shaped;
use super::{NamedDays, NamedRange};
use serde::Serialize;

/// What is owed after the award if an event happens by some day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedObligation {
    /// The obligation.
    pub id: String,
    /// The last day on which the debt can arise.
    pub until: NamedDays,
    /// Yen, from 0 as long as it is open whether it arises.
    pub owed: Option<NamedRange>,
}

/// A day that the household has to know, or a period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedKeyDates {
    /// The key date.
    pub id: String,
    /// The day, or the first day of the period.
    pub first: NamedDays,
    /// The last day of the period.
    pub last: Option<NamedDays>,
}

shaped!(NamedObligation { id, until, owed });
shaped!(NamedKeyDates { id, first, last });
