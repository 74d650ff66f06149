//! What the rules of a programme give an example, by registered rules or by an estimate. It compares nothing.

use crate::report::Verdict;
use crate::wire::named::{
    NamedAmount, NamedConditions, NamedDetermining, NamedEstimate, NamedPart, NamedProgramme,
    NamedReading, NamedRequirement,
};

/// What rules give, whether they hold or would go on.
pub(super) struct Given<'a> {
    pub(super) year: Option<i16>,
    pub(super) verdict: Verdict,
    pub(super) amount: Option<&'a NamedAmount>,
    pub(super) parts: &'a [NamedPart],
    pub(super) requirements: &'a [NamedRequirement],
    pub(super) conditions: Option<NamedConditions>,
    pub(super) determining: &'a [NamedDetermining],
    pub(super) readings: &'a [NamedReading],
    pub(super) rulings: &'a [String],
}

impl<'a> Given<'a> {
    pub(super) fn of(found: &'a NamedProgramme) -> Given<'a> {
        Given {
            year: found.year,
            verdict: found.verdict,
            amount: found.amount.as_ref(),
            parts: &found.parts,
            requirements: &found.requirements,
            conditions: found.conditions,
            determining: &found.determining,
            readings: &found.readings,
            rulings: &found.rulings,
        }
    }

    pub(super) fn of_estimate(found: &'a NamedEstimate) -> Given<'a> {
        Given {
            year: found.year,
            verdict: found.verdict,
            amount: found.amount.as_ref(),
            parts: &found.parts,
            requirements: &found.requirements,
            conditions: found.conditions,
            determining: &found.determining,
            readings: &found.readings,
            rulings: &found.rulings,
        }
    }
}
