//! What several programmes give together: the best lawful combination of all of them, of those that need no plan, and
//! of those that are estimated with the others; and on which answers it depends. The combining itself is done in
//! [`combine`].

use super::by_year::{Paid, by_year};
use super::candidates::{self, Entry, Years};
use super::estimate::{Estimated, estimate};
use super::programme::{Inputs, ProgrammeResult, evaluate_programme};
use super::single::{Single, reads};
use crate::amount::Exact;
use crate::combine::{self, Candidate, Cap};
use crate::index::{FactIndex, FactSet, ProgrammeIndex};
use crate::possible::{Options, Slots};
use crate::report::{AmountRange, Best, BestChosen, Verdict};
use crate::rulebook::Fixed;
use crate::situation::{Known, Situation};
use crate::truth::Truth;
use std::borrow::Cow;
use typed_index_collections::{TiSlice, TiVec};

/// What several programmes give together; see [`crate::report::Report`].
pub(super) struct Together {
    pub(super) best: Best,
    pub(super) best_chosen: BestChosen,
    pub(super) best_estimate: Option<Best>,
    pub(super) best_estimate_chosen: Option<BestChosen>,
    /// The answers on which the shown sum depends.
    pub(super) decisive: Slots,
    /// The answers that could change a cap which programmes share.
    pub(super) in_caps: Slots,
}

/// Combines what was found for each programme.
pub(super) fn together(
    inputs: Inputs<'_>,
    singles: &TiSlice<ProgrammeIndex, Single<'_>>,
) -> Together {
    let found: TiVec<ProgrammeIndex, Found<'_>> =
        singles.iter().map(|one| Found::of(&one.result, &one.estimated)).collect();
    let (best, best_estimate) = sums(inputs, &found);
    let (assuming, without) = without_plans(inputs);
    let mut changed = FactSet::EMPTY;
    assuming.iter().for_each(|fact| changed.insert(*fact));
    let of_chosen = inputs.with(&without, changed);
    let again = if assuming.is_empty() { Vec::new() } else { results_again(of_chosen, changed) };
    let mut chosen = found.clone();
    for (one, again) in chosen.iter_mut().zip(&again) {
        if let Some((result, estimated)) = again {
            *one = Found::of(result, estimated);
        }
    }
    let sums_of_chosen = (!assuming.is_empty()).then(|| sums(of_chosen, &chosen));
    let (one, with_estimates) = match &sums_of_chosen {
        Some((one, with_estimates)) => (one, with_estimates.as_ref()),
        None => (&best, best_estimate.as_ref()),
    };
    let decisive = decisive(&chosen, one, with_estimates);
    let best_chosen = |sum: &Sum| {
        let both = found.iter_enumerated().zip(&chosen);
        let needs_plan = both.filter(|((_, all), chosen)| {
            all.may_be_granted(sum.with_estimates) && !chosen.may_be_granted(sum.with_estimates)
        });
        BestChosen {
            assuming: assuming.clone(),
            best: sum.best.clone(),
            needs_plan: needs_plan.map(|((index, _), _)| index).collect(),
        }
    };
    let of_estimates = best_estimate.as_ref().map_or(Slots::NONE, |sum| sum.open);
    Together {
        in_caps: best.open.union(of_estimates),
        best_chosen: best_chosen(one),
        best_estimate_chosen: with_estimates.map(best_chosen),
        best: best.best,
        best_estimate: best_estimate.map(|sum| sum.best),
        decisive,
    }
}

/// The answers that could change a cap which programmes share, as [`together`] finds them.
#[cfg(feature = "author")]
pub(super) fn in_caps(inputs: Inputs<'_>, singles: &TiSlice<ProgrammeIndex, &Single<'_>>) -> Slots {
    let found: TiVec<ProgrammeIndex, Found<'_>> =
        singles.iter().map(|one| Found::of(&one.result, &one.estimated)).collect();
    let is_estimated = found.iter().any(|one| one.estimated.is_some());
    let in_caps = |with_estimates| counted(inputs, &found, with_estimates).open;
    if is_estimated { in_caps(false).union(in_caps(true)) } else { in_caps(false) }
}

/// What was found for one programme.
#[derive(Clone, Copy)]
struct Found<'a> {
    result: &'a ProgrammeResult<'a>,
    estimated: Option<&'a Estimated<'a>>,
}

impl<'a> Found<'a> {
    fn of(result: &'a ProgrammeResult<'a>, estimated: &'a Option<Estimated<'a>>) -> Found<'a> {
        Found { result, estimated: estimated.as_ref() }
    }

    /// The programme without its estimate, unless estimates count.
    fn counted(self, with_estimates: bool) -> Found<'a> {
        Found { estimated: self.estimated.filter(|_| with_estimates), ..self }
    }

    fn entry(self) -> Entry<'a> {
        let ProgrammeResult { report, granting, .. } = self.result;
        let Some(estimated) = self.estimated else {
            return Entry {
                registered: Some(report),
                estimate: None,
                granting: granting.as_deref(),
            };
        };
        let is_registered = report.verdict != Verdict::NoRule;
        Entry {
            registered: is_registered.then_some(report),
            estimate: Some(&estimated.report),
            granting: estimated.granting.as_deref().filter(|_| !is_registered),
        }
    }

    /// The answers that could change what it gives.
    fn open(self) -> Slots {
        let of_estimate = self.estimated.map_or(Slots::NONE, |one| one.open.relevant);
        self.result.open.relevant.union(of_estimate)
    }

    fn may_be_granted(self, with_estimates: bool) -> bool {
        let may_be_granted = |verdict| match verdict {
            Verdict::Eligible | Verdict::Confirm | Verdict::Undetermined => true,
            Verdict::Ineligible | Verdict::NoRule => false,
        };
        let Found { result, estimated } = self.counted(with_estimates);
        may_be_granted(result.report.verdict)
            || estimated.is_some_and(|one| may_be_granted(one.report.verdict))
    }

    /// Whether its registered rules may grant it, and what they then pay is more than nothing in every case.
    fn pays(self) -> bool {
        let report = &self.result.report;
        let low = report.amount.and_then(|amount| amount.yen.low);
        matches!(report.verdict, Verdict::Eligible | Verdict::Confirm)
            && low.is_some_and(|low| low > Exact::ZERO)
    }
}

/// The best lawful combination of some programmes, and what it was found from.
struct Sum {
    best: Best,
    with_estimates: bool,
    groups: Vec<Vec<Candidate>>,
    caps: Vec<Cap>,
    /// The answers that could change a cap.
    open: Slots,
}

/// The best lawful combination of the programmes with rules, and that of the programmes with rules and of those that
/// are estimated. The latter is `None` if none is.
fn sums(inputs: Inputs<'_>, found: &TiSlice<ProgrammeIndex, Found<'_>>) -> (Sum, Option<Sum>) {
    let is_estimated = found.iter().any(|one| one.estimated.is_some());
    (sum(inputs, found, false), is_estimated.then(|| sum(inputs, found, true)))
}

/// The programmes whose money counts, the caps that limit them, and the answers that could change a cap.
struct Counted {
    groups: Vec<Vec<Candidate>>,
    caps: Vec<Cap>,
    open: Slots,
}

fn counted(
    inputs: Inputs<'_>,
    found: &TiSlice<ProgrammeIndex, Found<'_>>,
    with_estimates: bool,
) -> Counted {
    let entries: Vec<Entry<'_>> =
        found.iter().map(|one| one.counted(with_estimates).entry()).collect();
    let (years, household) = (Years(inputs.city), (inputs.situation, inputs.on));
    let candidates = candidates::candidates(years, household, &entries);
    let (caps, open) = candidates::caps(years, household, &candidates);
    Counted { groups: candidates.groups, caps, open }
}

fn sum(
    inputs: Inputs<'_>,
    found: &TiSlice<ProgrammeIndex, Found<'_>>,
    with_estimates: bool,
) -> Sum {
    let Counted { groups, caps, open } = counted(inputs, found, with_estimates);
    let years = Years(inputs.city);
    let mut best = combine::best(&groups, &caps);
    let paid = paid_by(years, &best, found, with_estimates);
    best.by_year = paid.map_or_else(Vec::new, |paid| by_year(&paid));
    for cap in &mut best.caps {
        *cap = years.registered_cap(*cap);
    }
    Sum { best, with_estimates, groups, caps, open }
}

/// What each programme of the chosen set pays. `None` if a shared cap may reduce their sum, or if it is open which year's
/// rules hold for one of them.
fn paid_by<'a>(
    years: Years<'a>,
    best: &Best,
    found: &TiSlice<ProgrammeIndex, Found<'a>>,
    with_estimates: bool,
) -> Option<Vec<Paid<'a>>> {
    let paid = |programme: &ProgrammeIndex| {
        let entry = found.get(*programme)?.counted(with_estimates).entry();
        let (is_estimate, report) = match (entry.registered, entry.estimate) {
            (Some(report), None) => (false, report),
            (None, Some(report)) => (true, report),
            (Some(_), Some(_)) | (None, None) => return None,
        };
        let (city, rules) = (years.city(is_estimate)?, report.rules?);
        let amount = city.programme(rules)?.amount.as_ref()?;
        let AmountRange { yen: total, ceiling } = report.amount?;
        let is_capped = candidates::cap_of(city, rules).is_some();
        let instalments = &report.instalments;
        (!is_capped).then_some(Paid { amount, total, instalments, ceiling })
    };
    best.chosen.programmes.iter().map(paid).collect()
}

/// The answers on which the shown sum depends: that of the programmes with rules if it has one, and else that with
/// estimates. As long as every programme of the former may still fall away, both count.
fn decisive(
    chosen: &TiSlice<ProgrammeIndex, Found<'_>>,
    sum: &Sum,
    with_estimates: Option<&Sum>,
) -> Slots {
    let programmes = &sum.best.chosen.programmes;
    let found = |programme: &ProgrammeIndex| chosen.get(*programme);
    let stays = programmes.iter().filter_map(found).any(|one| one.pays());
    let is_shown = stays || !programmes.is_empty() || with_estimates.is_none();
    let shown = [Some(sum).filter(|_| is_shown), with_estimates.filter(|_| !stays)];
    let mut slots = Slots::NONE;
    for sum in shown.into_iter().flatten() {
        slots = slots.union(sum.open);
        // If nothing is open, nothing is decisive, and the costly search for contenders is in vain.
        if chosen.iter().all(|one| one.counted(sum.with_estimates).open().is_empty()) {
            continue;
        }
        for programme in combine::contenders(&sum.groups, &sum.caps) {
            let Some(one) = chosen.get(programme) else { continue };
            slots = slots.union(one.counted(sum.with_estimates).open());
        }
    }
    slots
}

/// The plans that are not decided, and the situation in which they are not made.
fn without_plans(inputs: Inputs<'_>) -> (Vec<FactIndex>, Cow<'_, Situation>) {
    let (mut assuming, mut situation) = (Vec::new(), Cow::Borrowed(inputs.situation));
    let facts = inputs.city.rules().facts.iter_enumerated();
    for ((index, fact), answer) in facts.zip(&inputs.situation.facts) {
        let known = fact.no_plan.and_then(|one| without_plan(one, &answer.known));
        let Some(known) = known else { continue };
        if let Some(answer) = situation.to_mut().facts.get_mut(index) {
            answer.known = known;
            assuming.push(index);
        }
    }
    (assuming, situation)
}

/// The results of those programmes that read a changed fact.
fn results_again<'a>(
    inputs: Inputs<'a>,
    changed: FactSet,
) -> Vec<Option<(ProgrammeResult<'a>, Option<Estimated<'a>>)>> {
    let again = inputs.city.programmes().iter_enumerated().map(|(index, versions)| {
        reads(inputs.city, index, changed)
            .then(|| (evaluate_programme(inputs, index, versions), estimate(inputs, index)))
    });
    again.collect()
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
