//! Verdicts and days that succeed, for trying many changes of one household. The first results are kept, and
//! only requirements that read a changed fact are judged again. Nothing here is advice.

use super::expression::Context;
use super::memo::{Memo, Memory};
use super::requirement::{self, RequirementResult};
use super::success::{self, Stretch};
use super::validity::{Validity, validity};
use crate::calendar::Day;
use crate::index::{FactSet, ProgrammeIndex, RequirementPlace, Version};
use crate::possible::Days;
use crate::report::Verdict;
use crate::rulebook::City;
use crate::situation::Situation;
use typed_index_collections::TiVec;

/// The results of one programme's requirements: by the rules of each year, in the order of
/// [`City::versions`].
type ByVersion = Vec<TiVec<RequirementPlace, RequirementResult>>;

/// How every programme was judged for a household before any change is tried.
#[derive(Debug)]
pub struct Baseline {
    programmes: TiVec<ProgrammeIndex, ByVersion>,
    /// The same by the rules that would go on; see [`City::continued`].
    later: Option<Box<Baseline>>,
}

impl Baseline {
    /// Judges every programme for a situation on an application date.
    #[must_use]
    pub fn of(city: &City, situation: &Situation, on: Day) -> Baseline {
        let memory = Memory::of(city);
        let mut programmes = TiVec::with_capacity(city.programmes().len());
        for versions in city.programmes() {
            let mut by_version = Vec::with_capacity(versions.len());
            for version in versions {
                let context = Context::plain(city, version.year, situation, Days::exactly(on));
                let judged = context.zip(city.programme_info(*version));
                let judged = judged.zip(memory.of_year(city, version.year));
                let judged = judged.map(|((context, facts), memo)| {
                    requirement::judge(&context.with_memo(memo), facts)
                });
                by_version.push(judged.unwrap_or_default());
            }
            programmes.push(by_version);
        }
        let later = city.continued().map(|one| Box::new(Baseline::of(&one.city, situation, on)));
        Baseline { programmes, later }
    }

    /// How every programme was judged by the rules that would go on. Absent if this is that.
    pub(crate) fn later(&self) -> Option<&Baseline> {
        self.later.as_deref()
    }

    /// The verdict on a programme on an application date. Only the date and the facts in `changed` may differ
    /// from the situation of this baseline.
    pub(crate) fn verdict(
        &self,
        on: Day,
        city: &City,
        situation: &Situation,
        changed: FactSet,
        programme: ProgrammeIndex,
    ) -> Verdict {
        let Some(by_version) = self.programmes.get(programme) else { return Verdict::NoRule };
        let changed = changed.union(FactSet::APPLICATION_DATE);
        let mut found = None;
        for (version, results) in city.versions(programme).iter().zip(by_version) {
            let Some(rules) = city.programme(*version) else { continue };
            match validity(rules, situation, Days::exactly(on)) {
                Validity::DoesNotHold => {}
                Validity::Holds if found.is_none() => {
                    let context = Context::plain(city, version.year, situation, Days::exactly(on));
                    let judged = context.zip(city.programme_info(*version));
                    found = judged.and_then(|(context, facts)| {
                        let memo = Memo::default();
                        let context = context.with_memo(&memo);
                        let top = requirement::judge_again(&context, facts, results, changed)?;
                        Some(top.verdict())
                    });
                }
                Validity::Holds | Validity::MayHold => found = Some(Verdict::Undetermined),
            }
        }
        found.unwrap_or(Verdict::NoRule)
    }

    /// Every day of the calendar by the success of an application for a programme. Only the facts in `changed`
    /// may differ from the situation of this baseline.
    pub(crate) fn stretches(
        &self,
        city: &City,
        situation: &Situation,
        changed: FactSet,
        programme: ProgrammeIndex,
    ) -> Vec<Stretch> {
        let Some(by_version) = self.programmes.get(programme) else { return Vec::new() };
        let versions = city.versions(programme).iter().copied();
        let results = by_version.iter().map(|results| results.as_slice());
        let versions: Vec<_> = versions.zip(results).collect();
        success::stretches(success::Inputs { city, situation, changed }, &versions)
    }

    /// Whether everybody for whom an application succeeds by the rules of another year succeeds on a day by these
    /// rules too; see [`success::includes`]. The success of that day is lasting.
    pub(crate) fn includes(
        &self,
        (city, situation, changed): (&City, &Situation, FactSet),
        (programme, version): (ProgrammeIndex, Version),
        day: Day,
        other: Version,
    ) -> bool {
        let inputs = success::Inputs { city, situation, changed };
        let versions = city.versions(programme).iter();
        let includes = self.programmes.get(programme).and_then(|by_version| {
            let (_, results) = versions.zip(by_version).find(|(one, _)| **one == version)?;
            success::includes(inputs, (version, results), day, other)
        });
        version == other || includes == Some(true)
    }
}
