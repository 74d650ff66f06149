//! What several programmes give together: the best lawful combination of all of them, of those that need no plan, and
//! of those that are estimated with the others. The combining itself is done in [`combine`].

use super::candidates::{self, Entry, Years};
use super::estimate::Estimated;
use super::programme::{Inputs, ProgrammeResult, evaluate_programme};
use crate::combine;
use crate::index::{FactIndex, ProgrammeIndex};
use crate::possible::Options;
use crate::report::{Best, BestChosen, Verdict};
use crate::rulebook::Fixed;
use crate::situation::Known;
use crate::truth::Truth;
use typed_index_collections::{TiSlice, TiVec};

/// The result of each programme by its registered rules.
pub(super) fn results(inputs: Inputs<'_>) -> TiVec<ProgrammeIndex, ProgrammeResult<'_>> {
    let programmes = inputs.city.programmes().iter_enumerated();
    programmes.map(|(index, versions)| evaluate_programme(inputs, index, versions)).collect()
}

/// The best lawful combination of the programmes with rules.
pub(super) fn best(
    inputs: Inputs<'_>,
    results: &TiSlice<ProgrammeIndex, ProgrammeResult<'_>>,
) -> Best {
    best_of(inputs, results.iter().map(registered_entry))
}

fn registered_entry<'a>(result: &'a ProgrammeResult<'a>) -> Entry<'a> {
    Entry { registered: Some(&result.report), estimate: None, granting: result.granting.as_ref() }
}

/// The best lawful combination of some programmes.
fn best_of<'a>(inputs: Inputs<'_>, entries: impl Iterator<Item = Entry<'a>>) -> Best {
    let entries: Vec<Entry<'_>> = entries.collect();
    let years = Years(inputs.city);
    let candidates = candidates::candidates(years, &entries);
    let caps = candidates::caps(years, inputs.situation, inputs.on, &candidates);
    let mut best = combine::best(&candidates, &caps);
    for cap in &mut best.caps {
        *cap = years.registered_cap(*cap);
    }
    best
}

/// The best lawful combination of the programmes with rules and of those that are estimated. `None` if none is.
pub(super) fn best_estimate(
    inputs: Inputs<'_>,
    results: &TiSlice<ProgrammeIndex, ProgrammeResult<'_>>,
    estimates: &TiSlice<ProgrammeIndex, Option<Estimated<'_>>>,
) -> Option<Best> {
    if estimates.iter().all(Option::is_none) {
        return None;
    }
    let entries = results.iter().zip(estimates).map(|(result, estimated)| {
        let Some(Estimated { report, granting, .. }) = estimated else {
            return registered_entry(result);
        };
        let is_registered = result.report.verdict != Verdict::NoRule;
        Entry {
            registered: Some(&result.report).filter(|_| is_registered),
            estimate: Some(report),
            granting: granting.as_ref().filter(|_| !is_registered),
        }
    });
    Some(best_of(inputs, entries))
}

/// The best lawful combination of the completions in which nothing is planned but what the household says it plans.
/// `results` and `best` are those of all completions.
pub(super) fn best_chosen(
    inputs: Inputs<'_>,
    results: &TiSlice<ProgrammeIndex, ProgrammeResult<'_>>,
    best: &Best,
) -> BestChosen {
    let mut without: Vec<(FactIndex, Known)> = Vec::new();
    let facts = inputs.city.rules().facts.iter_enumerated();
    for ((index, fact), answer) in facts.zip(&inputs.situation.facts) {
        let no_plan = fact.no_plan.and_then(|no_plan| without_plan(no_plan, &answer.known));
        without.extend(no_plan.map(|known| (index, known)));
    }
    let assuming: Vec<FactIndex> = without.iter().map(|(fact, _)| *fact).collect();
    if assuming.is_empty() {
        return BestChosen { assuming, best: best.clone(), needs_plan: Vec::new() };
    }
    let mut situation = inputs.situation.clone();
    for (fact, known) in without {
        if let Some(answer) = situation.facts.get_mut(fact) {
            answer.known = known;
        }
    }
    let chosen = self::results(Inputs { situation: &situation, ..inputs });
    let mut needs_plan = Vec::new();
    for (index, (all, chosen)) in results.iter().zip(&chosen).enumerate() {
        let may_be_granted = |verdict| match verdict {
            Verdict::Eligible | Verdict::Confirm | Verdict::Undetermined => true,
            Verdict::Ineligible | Verdict::NoRule => false,
        };
        if may_be_granted(all.report.verdict) && !may_be_granted(chosen.report.verdict) {
            needs_plan.push(index.into());
        }
    }
    BestChosen { assuming, best: self::best(inputs, &chosen), needs_plan }
}

/// What is known of a plan that is not decided, if it is not made. `None` if it is decided, or certainly made.
fn without_plan(no_plan: Fixed, known: &Known) -> Option<Known> {
    match (no_plan, known) {
        (Fixed::YesNo(value), Known::Truth(Truth::Unknown)) => {
            Some(Known::Truth(Truth::known(value)))
        }
        (Fixed::Option(option), Known::Options(options)) => {
            let none = Options::only(option);
            (*options != none && none.is_within(*options)).then_some(Known::Options(none))
        }
        _ => None,
    }
}
