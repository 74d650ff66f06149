//! What a household could do: when to apply, when to carry out a plan such as moving, and which
//! change of plans would make a programme eligible or raise its amount. All of it is found by
//! evaluating again, so advice cannot disagree with a verdict; no rule is read here.
//!
//! # Layers
//!
//! A file uses only files of lower lines.
//!
//! ```text
//! advise                 which advice a programme gets (this file)
//! apply  plans  change  settles
//!                        days to apply · days to plan · changes of answers · answers that settle a verdict
//! trial                  a household with a changed answer, and the verdicts with it
//! solve                  finds where an answer changes within a span of numbers
//! ```

mod apply;
mod change;
mod plans;
mod settles;
mod solve;
mod trial;

use crate::calendar::Day;
use crate::evaluate::baseline::Baseline;
use crate::evaluate::report_of;
use crate::index::{MissingIndex, ProgrammeIndex};
use crate::report::{
    Advice, EstimateAdvice, ProgrammeAdvice, ProgrammeReport, Report, Verdict, Why,
};
use crate::rulebook::{City, Continued};
use crate::situation::Situation;
use trial::Trial;
use typed_index_collections::TiVec;

/// What a household could do about each programme. `report` is the report of `situation`. Nothing
/// is advised for a day before `today`. `city` is that of the report, perhaps with rulings
/// ([`City::ruled`]).
///
/// # Example
/// In the made-up town only those who train as a dairy farmer get the training paid. The advice for
/// somebody who does not plan to names this change of plans, and what it would pay.
///
/// ```
/// use iju_check::advise::advise;
/// use iju_check::calendar::Day;
/// use iju_check::check;
/// use iju_check::diagnostic::{Diagnostics, Files};
/// use iju_check::evaluate::{evaluate, programme_ids};
/// use iju_check::possible::Range;
/// use iju_check::report::{NewAnswer, Verdict};
/// use iju_check::wire::answers;
/// use std::path::Path;
///
/// let (mut files, mut problems) = (Files::default(), Diagnostics::default());
/// let folder = Path::new("tests/cases");
/// let checked = check::load(folder, &mut files, &mut problems).unwrap().unwrap();
/// let town = &checked.cities[0];
///
/// let answers = r#"{ "dairy_training": false, "training_cost": 6000000 }"#;
/// let answers = serde_json::from_str(answers).unwrap();
/// let situation = answers::read(town, &answers).unwrap();
/// let on = Day::parse("2025-06-10").unwrap();
/// let report = evaluate(town, &situation, on, on);
/// let advice = advise(town, &situation, &report, on);
///
/// let dairy = programme_ids(town).iter().position(|id| *id == "dairy").unwrap();
/// assert_eq!(report.programmes.raw[dairy].verdict, Verdict::Ineligible);
/// let what_if = &advice.programmes.raw[dairy].what_if[0];
/// assert_eq!(what_if.changes[0].to, NewAnswer::YesNo { value: true });
/// assert_eq!(what_if.verdict, Verdict::Eligible);
/// assert_eq!(what_if.amount.unwrap().yen, Range::whole(800_000, Some(800_000)));
/// ```
#[must_use]
pub fn advise(city: &City, situation: &Situation, report: &Report, today: Day) -> Advice {
    let baseline = Baseline::of(city, situation, report.on);
    let mut programmes = TiVec::with_capacity(report.programmes.len());
    for programme in report.programmes.keys() {
        programmes.push(advise_about(city, situation, report, today, &baseline, programme));
    }
    Advice { programmes }
}

/// What a household could do about one programme. `report` and `baseline` are those of `situation`,
/// on the same application date.
#[must_use]
pub fn advise_about(
    city: &City,
    situation: &Situation,
    report: &Report,
    today: Day,
    baseline: &Baseline,
    programme: ProgrammeIndex,
) -> ProgrammeAdvice {
    let mut trial = Trial::new(city, situation.clone(), (report.on, today), baseline);
    let mut advice = ProgrammeAdvice::default();
    let Some(one) = report.programmes.get(programme) else { return advice };
    advice.apply = apply::apply(&trial, programme, None);
    if one.verdict == Verdict::Undetermined {
        advice.settles = settles::settles(&mut trial, report, programme, &one.missing);
    }
    if is_ready(&trial, report, one, one.verdict) {
        advice.plans = plans::plans(&mut trial, programme);
        if one.verdict == Verdict::Ineligible {
            advice.what_if = change::what_if(&mut trial, report, one);
        }
        advice.raises = change::raises(&mut trial, report, one);
    }
    if let (Some(estimate), Some(continued), Some(later)) =
        (&one.estimate, city.continued(), baseline.later())
    {
        let mut later = Trial::new(&continued.city, situation.clone(), (report.on, today), later);
        let ready = is_ready(&later, report, one, estimate.verdict);
        let estimate = estimate_advice(continued, [&mut trial, &mut later], (report, one), ready);
        advice.estimate_advice = Some(estimate);
    }
    advice
}

/// Whether a change of plans can be advised: answers other than plans must be given first.
fn is_ready(trial: &Trial<'_>, report: &Report, one: &ProgrammeReport, verdict: Verdict) -> bool {
    let is_plan = |missing: &MissingIndex| {
        let missing = report.incomplete.get(*missing);
        missing.is_some_and(|missing| trial.is_plan(missing.fact))
    };
    verdict != Verdict::Undetermined || one.missing.iter().all(is_plan)
}

/// The advice by the rules that would go on. `later` tries changes under these rules, `trial` under the registered
/// ones.
fn estimate_advice(
    continued: &Continued,
    [trial, later]: [&mut Trial<'_>; 2],
    (report, one): (&Report, &ProgrammeReport),
    ready: bool,
) -> EstimateAdvice {
    let mut advice = EstimateAdvice::default();
    let programme = one.programme;
    let decides_by_application =
        |version| continued.city.programme(version).is_some_and(|rules| rules.valid_by.is_none());
    let versions = continued.city.versions(programme).first();
    let from = versions.filter(|version| decides_by_application(**version)).map(|_| later.today);
    advice.apply = apply::apply(later, programme, from);
    if let Some(apply) = &mut advice.apply {
        if apply.first.days.first == from {
            // Only the present limits the days.
            apply.first.why = None;
        }
        for end in [&mut apply.first, &mut apply.last] {
            end.why = end.why.and_then(|why| registered(continued, why));
        }
    }
    if one.estimate.as_ref().is_some_and(|one| one.verdict == Verdict::Undetermined) {
        advice.settles = settles::settles(later, report, programme, &one.missing);
    }
    if ready {
        advice.plans = plans::plans(later, programme);
        let estimated = report_of(&continued.city, &later.situation, later.on, programme);
        if estimated.verdict == Verdict::Ineligible {
            advice.what_if = change::what_if(later, report, &estimated);
        }
        advice.raises = change::raises(later, report, &estimated);
        for change in advice.what_if.iter_mut().chain(&mut advice.raises) {
            if change.verdict == Verdict::Eligible {
                change.verdict = Verdict::Confirm;
            }
            change::add_losses(trial, report, change);
        }
    }
    advice
}

/// A reason by the rules that would go on, by the registered ones.
fn registered(continued: &Continued, why: Why) -> Option<Why> {
    Some(match why {
        Why::Rules | Why::Upcoming | Why::Closed | Why::BudgetReached => why,
        Why::Requirement { version, place } => {
            Why::Requirement { version: continued.registered(version)?, place }
        }
    })
}
