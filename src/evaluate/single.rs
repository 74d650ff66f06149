//! What is found for one programme by itself: by its registered rules, as an estimate, and as a reference. What several
//! programmes give together is found elsewhere.

use super::estimate::{Estimated, estimate};
use super::programme::{Inputs, OpenAnswers, ProgrammeResult, evaluate_programme};
use super::reference::{Referred, reference};
use crate::index::{FactSet, ProgrammeIndex};
use crate::rulebook::City;

/// What is found for one programme.
pub(super) struct Single<'a> {
    pub(super) result: ProgrammeResult<'a>,
    pub(super) estimated: Option<Estimated<'a>>,
    /// The answers that could still change one of them, or the reference.
    pub(super) open: OpenAnswers,
}

/// Finds what one programme gives, and puts the reference into its report.
pub(super) fn single(inputs: Inputs<'_>, index: ProgrammeIndex) -> Single<'_> {
    let mut result = evaluate_programme(inputs, index, inputs.city.versions(index));
    let estimated = estimate(inputs, index);
    let mut open = result.open;
    if let Some(one) = &estimated {
        open = open.union(one.open);
    }
    if let Some(Referred { reference, open: of_reference }) = reference(inputs, index) {
        open = open.union(of_reference);
        result.report.reference = Some(reference);
    }
    Single { result, estimated, open }
}

/// Whether a programme reads one of some facts, by its registered rules or by those that would go on.
pub(super) fn reads(city: &City, programme: ProgrammeIndex, facts: FactSet) -> bool {
    let reads = |city: &City| city.facts_read_by_programme(programme).intersects(facts);
    reads(city) || city.continued().is_some_and(|later| reads(&later.city))
}
