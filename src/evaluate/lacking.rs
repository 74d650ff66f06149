//! The part of a report that says which answers are not complete and which of them matter. It seeks no combination of
//! programmes, so that the checker, which evaluates thousands of households, waits less.

use super::memo::Memory;
use super::programme::Inputs;
use super::questions;
use super::single::{Single, reads, single};
use super::together;
use crate::calendar::Day;
use crate::index::{FactIndex, FactSet, MissingIndex, ProgrammeIndex};
use crate::possible::Slots;
use crate::report::{Missing, Verdict};
use crate::rulebook::City;
use crate::situation::{Answer, Known, Situation};
use typed_index_collections::{TiSlice, TiVec};

/// What a report says of the answers that are not complete.
#[derive(Debug)]
pub(crate) struct Lacking {
    /// As in the report.
    pub(crate) incomplete: TiVec<MissingIndex, Missing>,
    /// As in the report.
    pub(crate) relevant: Vec<MissingIndex>,
    /// As in the report.
    pub(crate) questions_left_at_most: u32,
    /// The verdict on each programme, and the answers that could change anything of its report.
    pub(crate) programmes: TiVec<ProgrammeIndex, (Verdict, Vec<MissingIndex>)>,
}

/// What a household lacks on an application date.
#[must_use]
pub(crate) fn lacking(city: &City, situation: &Situation, on: Day) -> Lacking {
    let memory = Memory::of(city);
    let inputs = Inputs::of(city, situation, (on, on), &memory);
    let all: TiVec<ProgrammeIndex, Single<'_>> =
        city.programmes().keys().map(|index| single(inputs, index)).collect();
    of_programmes(inputs, &all.iter().collect::<TiVec<_, _>>())
}

/// What several households lack on an application date. Each differs from the same one in one answer, so that the
/// programmes that do not read the fact have the same result for both.
#[must_use]
pub(crate) fn lacking_with(
    city: &City,
    situation: &Situation,
    on: Day,
    answers: &[(FactIndex, Known)],
) -> Vec<Lacking> {
    let memory = Memory::of(city);
    let inputs = Inputs::of(city, situation, (on, on), &memory);
    let all: TiVec<ProgrammeIndex, Single<'_>> =
        city.programmes().keys().map(|index| single(inputs, index)).collect();
    let with = |(fact, known): &(FactIndex, Known)| {
        let mut changed = FactSet::EMPTY;
        changed.insert(*fact);
        let mut situation = situation.clone();
        if let Some(answer) = situation.facts.get_mut(*fact) {
            *answer = Answer::of(known.clone());
        }
        let inputs = inputs.with(&situation, changed);
        let again: TiVec<ProgrammeIndex, Option<Single<'_>>> = city
            .programmes()
            .keys()
            .map(|index| reads(city, index, changed).then(|| single(inputs, index)))
            .collect();
        let mixed = all.iter().zip(&again).map(|(one, again)| again.as_ref().unwrap_or(one));
        of_programmes(inputs, &mixed.collect::<TiVec<_, _>>())
    };
    answers.iter().map(with).collect()
}

fn of_programmes(inputs: Inputs<'_>, all: &TiSlice<ProgrammeIndex, &Single<'_>>) -> Lacking {
    let Inputs { city, situation, .. } = inputs;
    let incomplete = questions::incomplete_answers(city, situation);
    let in_caps = together::in_caps(inputs, all);
    let relevant = all.iter().map(|one| one.open.relevant).fold(in_caps, Slots::union);
    let relevant = questions::askable(city, situation, &incomplete, relevant);
    let of_programme = |one: &&Single<'_>| {
        (one.result.report.verdict, questions::in_slots(&incomplete, one.open.missing))
    };
    Lacking {
        questions_left_at_most: questions::max_questions(city, &incomplete, &relevant),
        incomplete: incomplete.iter().map(|one| one.missing).collect(),
        relevant,
        programmes: all.iter().map(of_programme).collect(),
    }
}
