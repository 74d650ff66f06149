//! Turns what is known of a household into a report: total, pure, sound and monotone. Every value
//! is computed over all completions that are still possible. Nothing here reads a clock, a text or
//! bytes.
//!
//! # From a situation to a report
//!
//! [`evaluate()`] makes the report of each programme, one after the other:
//!
//! 1. `validity` finds the year whose rules hold for the household.
//! 2. `requirement::judge` gives each requirement its possible outcomes. The outcome of all of them
//!    together is the verdict.
//! 3. `AmountEvaluator` computes what would be paid, unless the verdict is ineligible.
//!    `constraint_collector` first finds what the requirements demand, so that households that get
//!    nothing do not widen the amount.
//! 4. `explain::determining` names the requirements that exclude the household. If it is not
//!    excluded, `obligations` and `open_readings` say what would be owed later and which readings
//!    matter.
//!
//! Where no rules are registered, `estimate` does the same with the latest earlier rules, as
//! [`Continued`](crate::rulebook::Continued) has them for later years. Where an amount is not known,
//! `reference` looks for the latest year that knows it.
//!
//! Every step returns, together with each value, the answers that could still change it (`open`);
//! `questions` turns them into what is missing. Then `together` finds the best lawful combination of
//! all programmes with [`combine::best()`](crate::combine::best).
//!
//! # Layers
//!
//! A file uses only files of lower lines, and no file uses another of its own line.
//!
//! ```text
//! evaluate                                    the reports of all programmes (this file)
//! lacking                                     what a report says of open answers, for the checker
//! together                                    what several programmes give
//! single                                      what one programme gives
//! estimate  reference                         rules that would go on · amounts of earlier years
//! programme                                   the report of one programme
//! open_readings  baseline  candidates  asks   readings that matter · verdicts and days with other answers
//! amounts  explain  success                   what is paid · what decides a verdict · days that succeed
//! constraint_collector  lasting  turning_points
//!                                             what the requirements demand · of which day no other is better
//! requirement  obligations  constant  unstated
//! expression (with expression/members)        the values of an expression
//! constraints  questions  memo                what is taken as true · what is still asked · values known already
//! value  slots  reading_choices  validity  window  default_on  conditions  by_year  visits
//! ```

mod amounts;
mod asks;
pub mod baseline;
mod by_year;
mod candidates;
mod conditions;
#[cfg(feature = "author")]
pub mod constant;
mod constraint_collector;
mod constraints;
mod default_on;
mod estimate;
mod explain;
mod expression;
#[cfg(feature = "author")]
mod lacking;
mod lasting;
mod memo;
mod obligations;
mod open_readings;
mod programme;
mod questions;
mod reading_choices;
mod reference;
mod requirement;
mod single;
mod slots;
pub(crate) mod success;
mod together;
mod turning_points;
mod unstated;
mod validity;
mod value;
pub mod visits;
pub(crate) mod window;

use crate::calendar::Day;
use crate::index::ProgrammeIndex;
use crate::possible::Slots;
use crate::report::{AmountRange, ProgrammeReport, Report, Verdict};
use crate::rulebook::{City, RulingRead};
use crate::situation::Situation;
pub use default_on::default_on;
#[cfg(feature = "author")]
pub(crate) use lacking::{Lacking, lacking, lacking_with};
use memo::Memory;
use programme::{Inputs, evaluate_programme};
use single::{Single, single};
use together::Together;
use typed_index_collections::TiVec;

/// Evaluates a situation on the application date `on`. `today` only decides which sources should
/// have been read again.
///
/// # Soundness
/// For every completion of the situation and every reading, the verdict is that of the completion
/// or [`Verdict::Undetermined`], and the amount lies within the range. A narrower situation never
/// changes a decided verdict, widens an amount or adds a question.
///
/// # Example
/// Somebody in the made-up town trains as a dairy farmer and has not said what the training costs.
/// The verdict is certain already. The town pays 2/15 of the cost, and at most 1,680,000 yen.
///
/// ```
/// use iju_check::calendar::Day;
/// use iju_check::check;
/// use iju_check::diagnostic::{Diagnostics, Files};
/// use iju_check::evaluate::{evaluate, programme_ids};
/// use iju_check::possible::Range;
/// use iju_check::report::Verdict;
/// use iju_check::wire::answers;
/// use std::path::Path;
///
/// let (mut files, mut problems) = (Files::default(), Diagnostics::default());
/// let folder = Path::new("tests/cases");
/// let checked = check::load(folder, &mut files, &mut problems).unwrap().unwrap();
/// let town = &checked.cities[0];
///
/// let answers = serde_json::from_str(r#"{ "dairy_training": true }"#).unwrap();
/// let situation = answers::read(town, &answers).unwrap();
/// let on = Day::parse("2025-06-10").unwrap();
/// let report = evaluate(town, &situation, on, on);
///
/// let dairy = programme_ids(town).iter().position(|id| *id == "dairy").unwrap();
/// let dairy = &report.programmes.raw[dairy];
/// assert_eq!(dairy.verdict, Verdict::Eligible);
/// assert_eq!(dairy.amount.unwrap().yen, Range::whole(0, Some(1_680_000)));
/// ```
#[must_use]
pub fn evaluate(city: &City, situation: &Situation, on: Day, today: Day) -> Report {
    let memory = Memory::of(city);
    let inputs = Inputs::of(city, situation, (on, today), &memory);
    let incomplete = questions::incomplete_answers(city, situation);
    let mut relevant = Slots::NONE;
    let mut singles: TiVec<ProgrammeIndex, Single<'_>> =
        city.programmes().keys().map(|index| single(inputs, index)).collect();
    for one in &mut singles {
        one.result.report.missing = questions::in_slots(&incomplete, one.open.missing);
        relevant = relevant.union(one.open.relevant);
    }
    let Together { best, best_chosen, best_estimate, best_estimate_chosen, decisive, in_caps } =
        together::together(inputs, &singles);
    let relevant = relevant.union(in_caps);
    let relevant = questions::askable(city, situation, &incomplete, relevant);
    let decisive = questions::in_slots(&incomplete, decisive);
    let mut programmes: TiVec<ProgrammeIndex, ProgrammeReport> =
        TiVec::with_capacity(singles.len());
    for (index, Single { result, estimated, .. }) in singles.into_iter_enumerated() {
        let mut report = result.report;
        report.conditions = conditions::conditions(city, report.rules, &report.states);
        report.estimate = estimated.map(|one| one.into_estimate(city));
        let word = city.goes_on(index).map(|_| RulingRead::GoesOn { programme: index });
        match &mut report.estimate {
            Some(estimate) => estimate.rulings.extend(word),
            None if report.rules.is_none() => report.rulings.extend(word),
            None => {}
        }
        programmes.push(*report);
    }
    let questions_left_at_most = questions::max_questions(city, &incomplete, &relevant);
    let incomplete = incomplete.iter().map(|one| one.missing).collect();
    let estimated = best_estimate_chosen.as_ref();
    let shown = estimated.filter(|_| best_chosen.best.chosen.programmes.is_empty());
    let shown = &shown.unwrap_or(&best_chosen).best.chosen.programmes;
    Report {
        on,
        asks: asks::asks(city, &programmes, shown),
        programmes,
        incomplete,
        decisive: relevant.iter().copied().filter(|at| decisive.contains(at)).collect(),
        relevant,
        questions_left_at_most,
        best,
        best_chosen,
        best_estimate,
        best_estimate_chosen,
    }
}

/// The report of one programme, without its missing answers and the counts of its conditions.
#[must_use]
pub(crate) fn report_of(
    city: &City,
    situation: &Situation,
    on: Day,
    programme: ProgrammeIndex,
) -> ProgrammeReport {
    let memory = Memory::of(city);
    let inputs = Inputs::of(city, situation, (on, on), &memory);
    *evaluate_programme(inputs, programme, city.versions(programme)).report
}

/// The verdict on one programme, and what it would pay.
#[must_use]
pub(crate) fn gives(
    city: &City,
    situation: &Situation,
    on: Day,
    programme: ProgrammeIndex,
) -> (Verdict, Option<AmountRange>) {
    let memory = Memory::of(city);
    let inputs = Inputs::of(city, situation, (on, on), &memory);
    programme::verdict_and_amount(inputs, city.versions(programme))
}

/// The verdict on each programme and what it would pay, as [`evaluate()`] finds them. It leaves out everything else that a
/// report says.
#[cfg(feature = "author")]
#[must_use]
pub fn gives_each(
    city: &City,
    situation: &Situation,
    on: Day,
) -> TiVec<ProgrammeIndex, (Verdict, Option<AmountRange>)> {
    let memory = Memory::of(city);
    let inputs = Inputs::of(city, situation, (on, on), &memory);
    let versions = city.programmes().iter();
    versions.map(|versions| programme::verdict_and_amount(inputs, versions)).collect()
}

/// The ids of a city's programmes over all its years, in the author's order.
#[must_use]
pub fn programme_ids(city: &City) -> TiVec<ProgrammeIndex, &str> {
    let first = |versions: &Vec<_>| city.programme(*versions.first()?);
    city.programmes().iter().filter_map(first).map(|one| one.id.as_str()).collect()
}
