//! Days in a report: the days between two ends, and the day that decides which rules hold. It computes no day.

use super::super::shape::shaped;
use crate::calendar::Day;
use serde::Serialize;

/// Days; an absent end is not bounded.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedDays {
    /// The first.
    pub min: Option<Day>,
    /// The last.
    pub max: Option<Day>,
}

/// The day that decides which year's rules of a programme hold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedDecidedBy {
    /// The date fact; absent if the application date decides.
    pub fact: Option<String>,
    /// The days that are still possible.
    pub days: NamedDays,
}

shaped!(NamedDays { min, max });
shaped!(NamedDecidedBy { fact, days });
