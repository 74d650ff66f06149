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
//! apply  plans  change   days to apply · days to plan · changes of answers
//! trial                  a household with a changed answer, and the verdicts with it
//! solve                  finds where an answer changes within a span of numbers
//! ```

mod apply;
mod change;
mod plans;
mod solve;
mod trial;

use crate::calendar::Day;
use crate::evaluate::baseline::Baseline;
use crate::index::{MissingIndex, ProgrammeIndex};
use crate::report::{Advice, ProgrammeAdvice, Report, Verdict};
use crate::rulebook::City;
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
    advice.apply = apply::apply(&trial, programme);
    // Answers other than plans must be given before a change of plans is advised.
    let is_plan = |missing: &MissingIndex| {
        let missing = report.incomplete.get(*missing);
        missing.is_some_and(|missing| trial.is_plan(missing.fact))
    };
    if one.verdict != Verdict::Undetermined || one.missing.iter().all(is_plan) {
        advice.plans = plans::plans(&mut trial, programme);
        if one.verdict == Verdict::Ineligible {
            advice.what_if = change::what_if(&mut trial, report, one);
        }
        advice.raises = change::raises(&mut trial, report, one);
    }
    advice
}
