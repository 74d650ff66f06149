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
//! 5. `questions` turns the answers that could still change any of this into what is missing.
//!
//! Then [`combine::best()`](crate::combine::best) finds the best lawful combination of all
//! programmes. Every step returns, together with each value, the answers that could still change it
//! (`open`).
//!
//! # Layers
//!
//! A file uses only files of lower lines, and no file uses another of its own line.
//!
//! ```text
//! evaluate                                    the reports of all programmes (this file)
//! open_readings  baseline  candidates         readings that matter · verdicts and days with other answers
//! amounts  explain  success                   what is paid · what decides a verdict · days that succeed
//! constraint_collector  lasting  turning_points
//!                                             what the requirements demand · of which day no other is better
//! requirement  obligations  constant
//! expression (with expression/members)        the values of an expression
//! constraints  questions                      what is taken as true · what is still asked
//! value  slots  reading_choices  validity  window
//! ```

mod amounts;
pub mod baseline;
mod candidates;
#[cfg(feature = "author")]
pub mod constant;
mod constraint_collector;
mod constraints;
mod explain;
mod expression;
mod lasting;
mod obligations;
mod open_readings;
mod questions;
mod reading_choices;
mod requirement;
mod slots;
pub(crate) mod success;
mod turning_points;
mod validity;
mod value;
pub(crate) mod window;

use crate::calendar::Day;
use crate::combine;
use crate::index::{ProgrammeIndex, RequirementPlace, SourceIndex, Version};
use crate::possible::{Days, Slots};
use crate::report::{AmountRange, ProgrammeReport, Report, Verdict, Window};
use crate::rulebook::{City, Programme, ProgrammeInfo};
use crate::situation::Situation;
use amounts::{AmountEvaluator, AmountResult};
use candidates::Granting;
use constraints::Constraints;
use expression::Context;
use reading_choices::ReadingChoices;
use requirement::{RequirementResult, Results};
use typed_index_collections::TiVec;
use validity::{Validity, validity};

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
    let inputs = Inputs { city, situation, on, today };
    let incomplete = questions::incomplete_answers(city, situation);
    let mut relevant = Slots::NONE;
    let mut programmes = TiVec::with_capacity(city.programmes().len());
    let mut granting = TiVec::with_capacity(city.programmes().len());
    for (index, versions) in city.programmes().iter_enumerated() {
        let ProgrammeResult { mut report, open, granting: of_programme } =
            evaluate_programme(inputs, index, versions);
        granting.push(of_programme);
        report.missing = questions::in_slots(&incomplete, open.missing);
        relevant = relevant.union(open.relevant);
        programmes.push(report);
    }
    let relevant = questions::askable(city, situation, &incomplete, relevant);
    let candidates = candidates::candidates(city, &programmes, &granting);
    let caps = candidates::caps(city, situation, on, &candidates);
    let best = combine::best(&candidates, &caps);
    let questions_left_at_most = questions::max_questions(city, &incomplete, &relevant);
    let incomplete = incomplete.iter().map(|one| one.missing).collect();
    Report { on, programmes, incomplete, relevant, questions_left_at_most, best }
}

/// The report of one programme. Its list of missing answers is left empty.
#[must_use]
pub(crate) fn report_of(
    city: &City,
    situation: &Situation,
    on: Day,
    programme: ProgrammeIndex,
) -> ProgrammeReport {
    let inputs = Inputs { city, situation, on, today: on };
    evaluate_programme(inputs, programme, city.versions(programme)).report
}

/// The ids of a city's programmes over all its years, in the author's order.
#[must_use]
pub fn programme_ids(city: &City) -> TiVec<ProgrammeIndex, &str> {
    let first = |versions: &Vec<_>| city.programme(*versions.first()?);
    city.programmes().iter().filter_map(first).map(|one| one.id.as_str()).collect()
}

/// The inputs of one evaluation.
#[derive(Clone, Copy)]
struct Inputs<'a> {
    city: &'a City,
    situation: &'a Situation,
    on: Day,
    today: Day,
}

/// The rules of one programme in one year.
#[derive(Clone, Copy)]
struct Rules<'a> {
    version: Version,
    programme: &'a Programme,
}

/// The report of one programme, and what the report of all programmes is made of.
struct ProgrammeResult<'a> {
    report: ProgrammeReport,
    open: OpenAnswers,
    /// Absent if the programme cannot be granted, or if it is not known which year's rules hold.
    granting: Option<Granting<'a>>,
}

/// The answers that could still change something about a programme.
#[derive(Clone, Copy, Debug)]
struct OpenAnswers {
    /// Those that could change the verdict or the amount: they are worth asking for.
    relevant: Slots,
    /// Those that could change anything that the report says, such as the state of a requirement.
    missing: Slots,
}

/// Evaluates a programme by the year's rules that hold. `versions` are its rules in all years.
fn evaluate_programme<'a>(
    inputs: Inputs<'a>,
    index: ProgrammeIndex,
    versions: &[Version],
) -> ProgrammeResult<'a> {
    let mut possible = Vec::new();
    for version in versions {
        let Some(programme) = inputs.city.programme(*version) else { continue };
        let validity = validity(programme, inputs.situation, Days::exactly(inputs.on));
        if validity != Validity::DoesNotHold {
            possible.push((Rules { version: *version, programme }, validity));
        }
    }
    match possible.as_slice() {
        [] => no_rule_result(index),
        [(only, Validity::Holds)] => evaluate_version(inputs, index, *only),
        several => evaluate_possible_versions(inputs, index, several),
    }
}

/// Evaluates a programme by the rules of one year.
fn evaluate_version<'a>(
    inputs: Inputs<'a>,
    index: ProgrammeIndex,
    rules: Rules<'a>,
) -> ProgrammeResult<'a> {
    let Inputs { city, situation, on, .. } = inputs;
    let Rules { version, programme } = rules;
    let context = Context::plain(city, version.year, situation, Days::exactly(on));
    let (Some(context), Some(facts)) = (context, city.programme_info(version)) else {
        return no_rule_result(index);
    };
    let results = requirement::judge(&context, facts);
    let verdict = results.first().map_or(Verdict::Undetermined, RequirementResult::verdict);
    let is_excluded = verdict == Verdict::Ineligible;
    let undecided = explain::undecided(&context, facts, &results);

    let evaluator = if is_excluded {
        None
    } else {
        amount_evaluator(context, programme, facts, &results, verdict)
    };
    let amount = evaluator
        .as_ref()
        .map_or(AmountResult::NOTHING, |one| one.amount_under(&ReadingChoices::OPEN));
    let open = open_answers(&results, &undecided, amount.open);

    let (mut determining, mut obligations, mut readings) = (Vec::new(), Vec::new(), Vec::new());
    if is_excluded {
        determining = explain::determining(&context, facts, &results);
    } else {
        let total = amount.total;
        obligations = obligations::obligations(&context, programme, total);
        let requirements: (&Results, &[RequirementPlace]) = (&results, &undecided.leaves);
        let evaluator = evaluator.as_ref();
        readings = open_readings::open_readings(&context, facts, requirements, evaluator, total);
    }
    let report = ProgrammeReport {
        programme: index,
        rules: Some(version),
        verdict,
        window: window::window_on(programme.window, on),
        amount: amount.total,
        parts: amount.parts,
        obligations,
        states: results.iter().map(RequirementResult::state).collect(),
        determining,
        missing: Vec::new(),
        readings,
        stale: stale_sources(rules, city, inputs.today),
        rulings: facts.rulings.clone(),
    };
    let granting = Granting { context, facts, results, evaluator };
    ProgrammeResult { report, open, granting: (!is_excluded).then_some(granting) }
}

/// Prepares the amount of a programme that is not excluded. `None` if the programme states no
/// figure.
fn amount_evaluator<'a>(
    context: Context<'a>,
    programme: &'a Programme,
    facts: &'a ProgrammeInfo,
    results: &Results,
    verdict: Verdict,
) -> Option<AmountEvaluator<'a>> {
    let amount = programme.amount.as_ref()?;
    // Once the verdict is decided, the requirements exclude no completion that is still possible.
    let constraints = if verdict == Verdict::Undetermined {
        constraint_collector::collect_constraints(&context, facts, results)
    } else {
        Constraints::default()
    };
    Some(AmountEvaluator::new(context, programme, amount, facts, results, constraints))
}

/// The answers that could still change the requirements, or an amount that `in_amount` could
/// change.
fn open_answers(
    results: &Results,
    undecided: &explain::Undecided,
    in_amount: Slots,
) -> OpenAnswers {
    let relevant = in_amount.union(undecided.applies_open);
    let mut open = OpenAnswers { relevant, missing: in_amount };
    for place in &undecided.leaves {
        let of_requirement = results.get(*place).map_or(Slots::NONE, |one| one.open);
        open.relevant = open.relevant.union(of_requirement);
    }
    for result in results {
        open.missing = open.missing.union(result.open).union(result.applies_open);
    }
    open
}

/// The sources of a programme that should have been read again by `today`.
fn stale_sources(rules: Rules<'_>, city: &City, today: Day) -> Vec<SourceIndex> {
    let mut found = Vec::new();
    let Some(book) = city.rules().years.get(rules.version.year) else { return found };
    for at in &rules.programme.sources {
        let source = book.sources.get(*at);
        if source.and_then(|source| source.review_by).is_some_and(|by| by < today.number()) {
            found.push(*at);
        }
    }
    found
}

/// The result of a programme if the rules of one of several years hold, or perhaps none. The
/// verdict is undetermined, and the amount holds the amount of each year.
fn evaluate_possible_versions<'a>(
    inputs: Inputs<'a>,
    index: ProgrammeIndex,
    possible: &[(Rules<'a>, Validity)],
) -> ProgrammeResult<'a> {
    let mut open = OpenAnswers { relevant: Slots::NONE, missing: Slots::NONE };
    let mut amount: Option<AmountRange> = None;
    let mut rulings = Vec::new();
    for (rules, _) in possible {
        let one = evaluate_version(inputs, index, *rules);
        rulings.extend(one.report.rulings);
        open.relevant = open.relevant.union(one.open.relevant);
        open.missing = open.missing.union(one.open.missing);
        if let Some(fact) = rules.programme.valid_by {
            open.relevant.insert(inputs.city.slot(fact));
        }
        amount = match (amount, one.report.amount) {
            (Some(a), Some(b)) => {
                Some(AmountRange { yen: a.yen.hull(b.yen), ceiling: a.ceiling || b.ceiling })
            }
            (a, b) => a.or(b),
        };
    }
    open.missing = open.missing.union(open.relevant);
    let report =
        ProgrammeReport { verdict: Verdict::Undetermined, amount, rulings, ..no_rule(index) };
    ProgrammeResult { report, open, granting: None }
}

/// The result of a programme whose rules hold in no year.
fn no_rule_result<'a>(programme: ProgrammeIndex) -> ProgrammeResult<'a> {
    let open = OpenAnswers { relevant: Slots::NONE, missing: Slots::NONE };
    ProgrammeResult { report: no_rule(programme), open, granting: None }
}

fn no_rule(programme: ProgrammeIndex) -> ProgrammeReport {
    ProgrammeReport {
        programme,
        rules: None,
        verdict: Verdict::NoRule,
        window: Window::Unknown,
        amount: None,
        parts: Vec::new(),
        obligations: Vec::new(),
        states: TiVec::new(),
        determining: Vec::new(),
        missing: Vec::new(),
        readings: Vec::new(),
        stale: Vec::new(),
        rulings: Vec::new(),
    }
}
