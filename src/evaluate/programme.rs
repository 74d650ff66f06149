//! The report of one programme: by the year's rules that hold, or over the years whose rules may hold. Which answers
//! are asked for, and what several programmes give together, is found elsewhere.

use super::amounts::{AmountEvaluator, AmountResult};
use super::candidates::Granting;
use super::constraint_collector;
use super::constraints::Constraints;
use super::explain;
use super::expression::Context;
use super::memo::{Memory, Remembered, Variant};
use super::obligations;
use super::open_readings;
use super::requirement::{self, RequirementResult, Results};
use super::validity::{Validity, decided_by, validity};
use super::window;
use crate::calendar::Day;
use crate::index::{
    FactSet, ProgrammeIndex, RequirementPlace, Slot, SourceIndex, Version, YearIndex,
};
use crate::possible::{Days, Slots};
use crate::report::{AmountRange, ProgrammeReport, Verdict, Window};
use crate::rulebook::{City, Programme, ProgrammeInfo};
use crate::situation::Situation;
use typed_index_collections::TiVec;

/// The inputs of one evaluation.
#[derive(Clone, Copy)]
pub(super) struct Inputs<'a> {
    pub(super) city: &'a City,
    pub(super) situation: &'a Situation,
    pub(super) on: Day,
    pub(super) today: Day,
    /// The values that are known already, and for which variant of the household.
    pub(super) memory: &'a Memory,
    pub(super) variant: Option<Variant>,
}

impl<'a> Inputs<'a> {
    /// The inputs for one household. `memory` holds no values of another one.
    pub(super) fn of(
        city: &'a City,
        situation: &'a Situation,
        (on, today): (Day, Day),
        memory: &'a Memory,
    ) -> Inputs<'a> {
        Inputs { city, situation, on, today, memory, variant: Some(Variant::ORIGINAL) }
    }

    /// The same for another household, whose answers differ only in some facts.
    pub(super) fn with(self, situation: &'a Situation, differs: FactSet) -> Inputs<'a> {
        let variant = self.variant.and_then(|variant| self.memory.variant(variant, differs));
        Inputs { situation, variant, ..self }
    }

    /// What expressions of a year are evaluated against.
    pub(super) fn context(self, year: YearIndex) -> Option<Context<'a>> {
        let context = Context::plain(self.city, year, self.situation, Days::exactly(self.on))?;
        let memo = self.memory.of_year(self.city, year);
        let remembered = memo.zip(self.variant).map(|(memo, variant)| Remembered { memo, variant });
        Some(Context { remembered, ..context })
    }
}

/// The rules of one programme in one year.
#[derive(Clone, Copy)]
pub(super) struct Rules<'a> {
    pub(super) version: Version,
    pub(super) programme: &'a Programme,
}

/// The report of one programme, and what the report of all programmes is made of. The large parts are boxed, because a
/// result is handed on several times.
pub(super) struct ProgrammeResult<'a> {
    pub(super) report: Box<ProgrammeReport>,
    pub(super) open: OpenAnswers,
    /// Absent if the programme cannot be granted, or if it is not known which year's rules hold.
    pub(super) granting: Option<Box<Granting<'a>>>,
}

/// The answers that could still change something about a programme.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpenAnswers {
    /// Those that could change the verdict or the amount: they are worth asking for.
    pub(super) relevant: Slots,
    /// Those that could change anything that the report says, such as the state of a requirement.
    pub(super) missing: Slots,
}

impl OpenAnswers {
    /// No answer.
    pub(super) const NONE: OpenAnswers =
        OpenAnswers { relevant: Slots::NONE, missing: Slots::NONE };

    /// Adds an answer that is worth asking for.
    pub(super) fn add(&mut self, slot: Slot) {
        self.relevant.insert(slot);
        self.missing.insert(slot);
    }

    /// The answers of both.
    pub(super) fn union(self, other: OpenAnswers) -> OpenAnswers {
        OpenAnswers {
            relevant: self.relevant.union(other.relevant),
            missing: self.missing.union(other.missing),
        }
    }
}

/// Evaluates a programme by the year's rules that hold. `versions` are its rules in all years.
pub(super) fn evaluate_programme<'a>(
    inputs: Inputs<'a>,
    index: ProgrammeIndex,
    versions: &[Version],
) -> ProgrammeResult<'a> {
    match possible_rules(inputs, versions).as_slice() {
        [] => no_rule_result(index),
        [(only, Validity::Holds)] => evaluate_version(inputs, index, *only),
        several => evaluate_possible_versions(inputs, index, several),
    }
}

/// The verdict on a programme and what it would pay, as [`evaluate_programme`] finds them.
pub(super) fn verdict_and_amount(
    inputs: Inputs<'_>,
    versions: &[Version],
) -> (Verdict, Option<AmountRange>) {
    let possible = possible_rules(inputs, versions);
    let mut judged = possible.iter().filter_map(|(rules, _)| judge_version(inputs, *rules));
    match possible.as_slice() {
        [] => (Verdict::NoRule, None),
        [(_, Validity::Holds)] => {
            judged.next().map_or((Verdict::NoRule, None), |one| (one.verdict, one.amount.total))
        }
        _ => {
            let amounts = judged.map(|one| one.amount.total);
            (Verdict::Undetermined, amounts.fold(None, AmountRange::hull_of))
        }
    }
}

/// The rules of a programme that may hold for the household.
fn possible_rules<'a>(inputs: Inputs<'a>, versions: &[Version]) -> Vec<(Rules<'a>, Validity)> {
    let mut possible = Vec::new();
    for version in versions {
        let Some(programme) = inputs.city.programme(*version) else { continue };
        let validity = validity(programme, inputs.situation, Days::exactly(inputs.on));
        if validity != Validity::DoesNotHold {
            possible.push((Rules { version: *version, programme }, validity));
        }
    }
    possible
}

/// What a programme gives by the rules of one year, without the reasons.
pub(super) struct Judged<'a> {
    rules: Rules<'a>,
    context: Context<'a>,
    facts: &'a ProgrammeInfo,
    results: TiVec<RequirementPlace, RequirementResult>,
    undecided: explain::Undecided,
    pub(super) verdict: Verdict,
    evaluator: Option<AmountEvaluator<'a>>,
    pub(super) amount: AmountResult,
    pub(super) open: OpenAnswers,
}

/// Judges the requirements of a programme and computes its amount by the rules of one year. `None` if the city has no
/// such rules.
pub(super) fn judge_version<'a>(inputs: Inputs<'a>, rules: Rules<'a>) -> Option<Judged<'a>> {
    let Rules { version, programme } = rules;
    let context = inputs.context(version.year)?;
    let facts = inputs.city.programme_info(version)?;
    let results = requirement::judge(&context, facts);
    let verdict = results.first().map_or(Verdict::Undetermined, RequirementResult::verdict);
    let undecided = explain::undecided(&context, facts, &results);
    let evaluator = if verdict == Verdict::Ineligible {
        None
    } else {
        amount_evaluator(inputs, (context, facts), programme, &results, verdict)
    };
    let amount = evaluator.as_ref().map_or(AmountResult::NOTHING, AmountEvaluator::amount);
    let open = open_answers(&results, &undecided, amount.open);
    Some(Judged { rules, context, facts, results, undecided, verdict, evaluator, amount, open })
}

impl<'a> Judged<'a> {
    /// The report of the programme: what it gives, and why.
    fn report(self, inputs: Inputs<'a>, index: ProgrammeIndex) -> ProgrammeResult<'a> {
        let Judged { rules, context, facts, results, undecided, verdict, evaluator, amount, open } =
            self;
        let Rules { version, programme } = rules;
        let Inputs { city, situation, on, .. } = inputs;
        let is_excluded = verdict == Verdict::Ineligible;
        let (mut determining, mut later, mut readings) = (Vec::new(), Vec::new(), Vec::new());
        if is_excluded {
            determining = explain::determining(&context, facts, &results);
        } else {
            let total = amount.total;
            let requirements: (&Results, &explain::Undecided) = (&results, &undecided);
            let of_later;
            (later, of_later) = obligations::later(&context, programme, total);
            readings = open_readings::open_readings(
                &context,
                facts,
                requirements,
                evaluator.as_ref(),
                total,
                of_later,
            );
        }
        let report = ProgrammeReport {
            programme: index,
            rules: Some(version),
            decided_by: Some(decided_by(programme, situation, Days::exactly(on))),
            verdict,
            window: window::window_on(programme.window, on),
            amount: amount.total,
            parts: amount.parts,
            instalments: amount.instalments,
            later,
            states: results.iter().map(RequirementResult::state).collect(),
            conditions: None,
            determining,
            missing: Vec::new(),
            readings,
            stale: stale_sources(rules, city, inputs.today),
            rulings: facts.rulings.clone(),
            estimate: None,
            reference: None,
        };
        let granting = Granting { context, facts, results, evaluator };
        let granting = (!is_excluded).then(|| Box::new(granting));
        ProgrammeResult { report: Box::new(report), open, granting }
    }
}

/// Evaluates a programme by the rules of one year.
pub(super) fn evaluate_version<'a>(
    inputs: Inputs<'a>,
    index: ProgrammeIndex,
    rules: Rules<'a>,
) -> ProgrammeResult<'a> {
    let judged = judge_version(inputs, rules);
    judged.map_or_else(|| no_rule_result(index), |judged| judged.report(inputs, index))
}

/// Prepares the amount of a programme that is not excluded. `None` if the programme states no
/// figure.
fn amount_evaluator<'a>(
    inputs: Inputs<'a>,
    (context, facts): (Context<'a>, &'a ProgrammeInfo),
    programme: &'a Programme,
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
    Some(AmountEvaluator::new(
        (context, inputs.memory),
        (programme, amount),
        facts,
        results,
        constraints,
    ))
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
    let mut open = OpenAnswers::NONE;
    let mut amount: Option<AmountRange> = None;
    let mut rulings = Vec::new();
    let mut window = None;
    for (rules, _) in possible {
        let Some(one) = judge_version(inputs, *rules) else { continue };
        let of_rules = window::window_on(rules.programme.window, inputs.on);
        let same = window.is_none_or(|window| window == of_rules);
        window = Some(if same { of_rules } else { Window::Unknown });
        rulings.extend(one.facts.rulings.iter().cloned());
        open = open.union(one.open);
        if let Some(fact) = rules.programme.valid_by {
            open.add(inputs.city.slot(fact));
        }
        amount = AmountRange::hull_of(amount, one.amount.total);
    }
    open.missing = open.missing.union(open.relevant);
    let report = ProgrammeReport {
        verdict: Verdict::Undetermined,
        window: window.unwrap_or(Window::Unknown),
        amount,
        rulings,
        ..no_rule(index)
    };
    ProgrammeResult { report: Box::new(report), open, granting: None }
}

/// The result of a programme whose rules hold in no year.
fn no_rule_result<'a>(programme: ProgrammeIndex) -> ProgrammeResult<'a> {
    let report = Box::new(no_rule(programme));
    ProgrammeResult { report, open: OpenAnswers::NONE, granting: None }
}

fn no_rule(programme: ProgrammeIndex) -> ProgrammeReport {
    ProgrammeReport {
        programme,
        rules: None,
        decided_by: None,
        verdict: Verdict::NoRule,
        window: Window::Unknown,
        amount: None,
        parts: Vec::new(),
        instalments: Vec::new(),
        later: Vec::new(),
        states: TiVec::new(),
        conditions: None,
        determining: Vec::new(),
        missing: Vec::new(),
        readings: Vec::new(),
        stale: Vec::new(),
        rulings: Vec::new(),
        estimate: None,
        reference: None,
    }
}
