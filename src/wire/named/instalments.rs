//! What the instalments of an amount pay, where they differ, with their numbers from the rules. It computes no amount.

use super::super::names::{InstalmentNames, ProgrammeNames};
use super::super::shape::shaped;
use crate::amount::Exact;
use crate::possible::Range;
use serde::Serialize;

/// What each of some instalments pays.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedInstalments {
    /// The first instalment, from 1.
    pub first: u16,
    /// The last.
    pub last: u16,
    /// Yen in each of them, at least.
    pub min: Option<Exact>,
    /// Yen in each of them, at most.
    pub max: Option<Exact>,
}

shaped!(NamedInstalments { first, last, min, max });

/// Names what each run of instalments pays in one of them.
pub(super) fn name_instalments(
    rules: &ProgrammeNames,
    instalments: &[Range],
) -> Vec<NamedInstalments> {
    let named = rules.instalments.iter().zip(instalments).map(|(named, range)| {
        let InstalmentNames { first, last } = *named;
        let Range { low: min, high: max } = *range;
        NamedInstalments { first, last, min, max }
    });
    named.collect()
}
