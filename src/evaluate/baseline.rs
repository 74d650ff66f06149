//! Verdicts over spans of application dates, for trying many changes of one household. The first
//! results are kept, and only requirements that read a changed fact are judged again. Nothing here
//! is advice.

use super::expression::Context;
use super::requirement::{self, RequirementResult};
use super::validity::{Validity, validity};
use crate::calendar::Day;
use crate::index::{FactSet, ProgrammeIndex, RequirementPlace};
use crate::possible::{DATE_SLOT, Days, Slots};
use crate::report::Verdict;
use crate::rulebook::City;
use crate::situation::Situation;
use typed_index_collections::TiVec;

/// The results of one programme's requirements: by the rules of each year, in the order of
/// [`City::versions`].
type ByVersion = Vec<TiVec<RequirementPlace, RequirementResult>>;

/// How every programme was judged for a household before any change is tried.
#[derive(Debug)]
pub struct Baseline(TiVec<ProgrammeIndex, ByVersion>);

/// The verdict on a programme over a span of application dates.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SpanVerdict {
    /// The verdict of every day and every completion, or [`Verdict::Undetermined`] if they differ.
    pub(crate) verdict: Verdict,
    /// The answers that could still decide it. [`DATE_SLOT`] is among them if it differs between
    /// days.
    pub(crate) open: Slots,
}

impl SpanVerdict {
    const NO_RULE: SpanVerdict = SpanVerdict { verdict: Verdict::NoRule, open: Slots::NONE };
}

impl Baseline {
    /// Judges every programme for a situation on an application date.
    #[must_use]
    pub fn of(city: &City, situation: &Situation, on: Day) -> Baseline {
        let mut programmes = TiVec::with_capacity(city.programmes().len());
        for versions in city.programmes() {
            let mut by_version = Vec::with_capacity(versions.len());
            for version in versions {
                let context = Context::plain(city, version.year, situation, Days::exactly(on));
                let judged = context.zip(city.programme_info(*version));
                let judged = judged.map(|(context, facts)| requirement::judge(&context, facts));
                by_version.push(judged.unwrap_or_default());
            }
            programmes.push(by_version);
        }
        Baseline(programmes)
    }

    /// The verdict on a programme over a span of application dates. Only the date and the facts in
    /// `changed` may differ from the situation of this baseline.
    pub(crate) fn verdict_over(
        &self,
        on: Days,
        city: &City,
        situation: &Situation,
        changed: FactSet,
        programme: ProgrammeIndex,
    ) -> SpanVerdict {
        let Some(by_version) = self.0.get(programme) else { return SpanVerdict::NO_RULE };
        let mut found: Option<SpanVerdict> = None;
        for (version, results) in city.versions(programme).iter().zip(by_version) {
            let Some(rules) = city.programme(*version) else { continue };
            match validity(rules, situation, on) {
                Validity::DoesNotHold => {}
                Validity::Holds if found.is_none() => {
                    let context = Context::plain(city, version.year, situation, on);
                    let judged = context.zip(city.programme_info(*version));
                    found = judged.and_then(|(context, facts)| {
                        let changed = changed.union(FactSet::APPLICATION_DATE);
                        let top = requirement::judge_again(&context, facts, results, changed)?;
                        Some(SpanVerdict { verdict: top.verdict(), open: top.open })
                    });
                }
                Validity::Holds | Validity::MayHold => {
                    let slot = rules.valid_by.map_or(DATE_SLOT, |fact| city.slot(fact));
                    let open = Slots::only(slot);
                    found = Some(SpanVerdict { verdict: Verdict::Undetermined, open });
                }
            }
        }
        found.unwrap_or(SpanVerdict::NO_RULE)
    }
}
