//! Checks that the engine is sound and monotone: compares the report of a rough household with
//! those of its completions and of views between, and with the plain evaluation of `reference`. It
//! does not measure how narrow the results are.

use crate::dice::Dice;
use crate::estimates;
use crate::household::{Blur, Points, Source};
use crate::reference::{plainly, rules_for};
use iju_check::amount::Exact;
use iju_check::calendar::Day;
use iju_check::evaluate::evaluate;
use iju_check::index::{FactIndex, FieldIndex, MissingIndex, ProgrammeIndex};
use iju_check::possible::{Options, Range};
use iju_check::report::{
    Best, Conditions, Estimate, Later, OpenDays, OpenReading, ProgrammeReport, Report, State,
    Verdict,
};
use iju_check::rulebook::{City, Fixed};
use iju_check::situation::{Known, Situation};
use iju_check::truth::Truth;
use std::collections::BTreeSet;

/// How much was checked.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) situations: u64,
    /// Pairs of a situation and one of its completions.
    pub(crate) pairs: u64,
    /// Verdicts of completions that were compared with the plain evaluation.
    pub(crate) plain: u64,
    /// Verdicts that were decided before the situation was complete.
    pub(crate) decided: u64,
    /// Amounts of completions that lie within the situation's amount.
    pub(crate) amounts: u64,
    /// Estimates and references of completions that were compared with their definition.
    pub(crate) estimates: estimates::Counts,
}

impl Counts {
    pub(crate) fn add(&mut self, more: Counts) {
        self.situations += more.situations;
        self.pairs += more.pairs;
        self.plain += more.plain;
        self.decided += more.decided;
        self.amounts += more.amounts;
        self.estimates.add(more.estimates);
    }
}

/// How much to check of one situation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    pub(crate) completions: usize,
    /// One completion in this many is compared with the plain evaluation.
    pub(crate) plain_one_in: usize,
}

type Found<T> = Result<T, String>;

fn ensure(holds: bool, told: impl FnOnce() -> String) -> Found<()> {
    if holds { Ok(()) } else { Err(told()) }
}

/// Checks one random situation of a city against some of its completions, and against a view
/// between the situation and each completion.
pub(crate) fn check_situation(
    source: Source<'_>,
    on: Day,
    look: Look,
    dice: &mut Dice,
) -> Found<Counts> {
    let city = source.city;
    let blurs = [(1, 1, 2), (4, 1, 1), (8, 1, 0), (2, 3, 0), (12, 0, 1)];
    let (exact, rough, unknown) = *dice.one_of(&blurs);
    let base = source.complete(dice);
    let blur = Blur { exact, rough, unknown, declined: dice.below(3) };
    let wide = source.rough(&base, blur, dice);
    let wide_report = evaluate(city, &wide, on, on);
    // A random gate may hide a question that matters; those of authors are checked.
    let is_gated = city.rules().facts.iter().any(|fact| fact.behind.is_some());
    if blur.declined == 0 && (!is_gated || !source.examples.is_empty()) {
        check_asked(&wide_report)
            .map_err(|what| format!("{what}\non {on}\n{}", told(city, &wide)))?;
    }
    let mut counts = Counts { situations: 1, ..Counts::default() };
    for _ in 0..look.completions {
        let complete = source.completion(&wide, dice);
        let between = source.between(&wide, &complete, dice);
        let report = evaluate(city, &complete, on, on);
        let between_report = evaluate(city, &between, on, on);
        let told = |what: String, narrow: &Situation| {
            format!("{what}\non {on}\nwide {}\nnarrow {}", told(city, &wide), told(city, narrow))
        };
        check_pair(&wide_report, &report).map_err(|what| told(what, &complete))?;
        check_pair(&wide_report, &between_report).map_err(|what| told(what, &between))?;
        check_pair(&between_report, &report).map_err(|what| {
            format!(
                "{what}\non {on}\nwide {}\nnarrow {}",
                self::told(city, &between),
                self::told(city, &complete)
            )
        })?;
        check_complete(&report).map_err(|what| told(what, &complete))?;
        check_chosen(city, &wide_report, (&complete, &report))
            .map_err(|what| told(what, &complete))?;
        if dice.chance(1, look.plain_one_in) {
            let reports = [&report, &between_report, &wide_report];
            counts.plain += check_plainly(city, &complete, on, reports)
                .map_err(|what| told(what, &complete))?;
            let found = estimates::check(city, &complete, on, reports);
            counts.estimates.add(found.map_err(|what| told(what, &complete))?);
        }
        counts.pairs += 1;
        let both = wide_report.programmes.iter().zip(&report.programmes);
        for (wide, narrow) in both {
            counts.decided += u64::from(wide.verdict != Verdict::Undetermined);
            counts.amounts += u64::from(wide.amount.is_some() && narrow.amount.is_some());
        }
    }
    Ok(counts)
}

/// The answers of a household, one line for each fact.
fn told(city: &City, situation: &Situation) -> String {
    let facts = city.rules().facts.iter().zip(&situation.facts);
    let lines = facts.map(|(fact, answer)| format!("\n    {}: {answer:?}", fact.id));
    lines.collect()
}

/// Whether every number of `inner` is in `outer`.
pub(crate) fn holds(outer: Range, inner: Range) -> bool {
    let low = outer.low.is_none_or(|low| inner.low.is_some_and(|inner| low <= inner));
    low && outer.high.is_none_or(|high| inner.high.is_some_and(|inner| inner <= high))
}

/// Whether what is told of the time after an award holds what is told of a narrower view. A sum of which nothing is known
/// holds any.
fn later_holds(outer: Later, inner: Later) -> bool {
    let low = outer.day.first.is_none_or(|low| inner.day.first.is_some_and(|one| low <= one));
    let high = outer.day.last.is_none_or(|high| inner.day.last.is_some_and(|one| one <= high));
    let owed = outer.owed.zip(inner.owed).is_none_or(|(outer, inner)| holds(outer, inner));
    low && high && owed && (inner.owed.is_some() || outer.owed.is_none())
}

/// The facts and fields of some incomplete answers.
fn asked(report: &Report, missing: &[MissingIndex]) -> BTreeSet<(FactIndex, Option<FieldIndex>)> {
    missing.iter().map(|at| (report.incomplete[*at].fact, report.incomplete[*at].field)).collect()
}

/// Checks that the report of a narrower view takes nothing back that the report of a wider view
/// says.
pub(crate) fn check_pair(wide: &Report, narrow: &Report) -> Found<()> {
    for (wide_one, narrow_one) in wide.programmes.iter().zip(&narrow.programmes) {
        let at = wide_one.programme;
        check_programme(wide_one, narrow_one).map_err(|what| format!("programme {at}: {what}"))?;
        let (before, after) = (asked(wide, &wide_one.missing), asked(narrow, &narrow_one.missing));
        ensure(after.is_subset(&before), || {
            format!("programme {at}: missing grew from {before:?} to {after:?}")
        })?;
    }
    ensure(holds(wide.best.range, narrow.best.range), || {
        format!("best: {:?} does not hold {:?}", wide.best, narrow.best)
    })?;
    for (wide, narrow) in bests(wide).into_iter().zip(bests(narrow)) {
        check_years(wide, narrow)?;
    }
    let (before, after) = (with_estimates(wide), with_estimates(narrow));
    ensure(holds(before, after), || {
        format!(
            "best with estimates: {:?} does not hold {:?}",
            wide.best_estimate, narrow.best_estimate
        )
    })?;
    let is_estimated = [wide.best_estimate.is_some(), wide.best_estimate_chosen.is_some()];
    ensure(is_estimated[0] == is_estimated[1], || {
        format!("{:?} but {:?}", wide.best_estimate, wide.best_estimate_chosen)
    })?;
    let (before, after) = (&wide.best_chosen.assuming, &narrow.best_chosen.assuming);
    ensure(after.iter().all(|fact| before.contains(fact)), || {
        format!("assumed plans grew from {before:?} to {after:?}")
    })?;
    let (before, after) = (asked(wide, &wide.relevant), asked(narrow, &narrow.relevant));
    ensure(after.is_subset(&before), || format!("relevant grew from {before:?} to {after:?}"))?;
    let (before, after) = (wide.questions_left_at_most, narrow.questions_left_at_most);
    ensure(after <= before, || format!("questions left rose from {before} to {after}"))
}

/// The best combinations of a report.
fn bests(report: &Report) -> Vec<&Best> {
    let of_estimates = report.best_estimate.iter();
    let of_estimates = of_estimates.chain(report.best_estimate_chosen.iter().map(|one| &one.best));
    [&report.best, &report.best_chosen.best].into_iter().chain(of_estimates).collect()
}

/// Checks that what a set pays by year adds up to what it pays, and that a narrower view of the same set stays within.
fn check_years(wide: &Best, narrow: &Best) -> Found<()> {
    for one in [wide, narrow].into_iter().filter(|one| !one.by_year.is_empty()) {
        let sum = one.by_year.iter().copied().reduce(Range::plus).unwrap();
        ensure(holds(sum, one.chosen.range), || format!("{sum:?} in all years: {one:?}"))?;
    }
    let is_same = wide.chosen.programmes == narrow.chosen.programmes;
    for (before, after) in wide.by_year.iter().zip(&narrow.by_year).filter(|_| is_same) {
        ensure(holds(*before, *after), || format!("by year: {wide:?} does not hold {narrow:?}"))?;
    }
    Ok(())
}

/// The best sum of the programmes with rules and of those that are estimated, if any is.
fn with_estimates(report: &Report) -> Range {
    report.best_estimate.as_ref().unwrap_or(&report.best).range
}

fn check_programme(wide: &ProgrammeReport, narrow: &ProgrammeReport) -> Found<()> {
    // Every field is named: whoever adds one has to say what a narrower view may make of it.
    let ProgrammeReport {
        programme: _,
        rules: _,
        decided_by,
        verdict,
        window: _,
        amount: after,
        parts: _,
        instalments,
        later,
        states,
        conditions,
        determining: _,
        missing: _,
        readings,
        stale: _,
        rulings: _,
        estimate,
        reference,
    } = narrow;
    let stays = wide.verdict == Verdict::Undetermined || wide.verdict == *verdict;
    ensure(stays, || format!("verdict {:?} became {verdict:?}", wide.verdict))?;
    if let (Some(before), Some(after)) = (wide.decided_by, decided_by) {
        let held = before.fact == after.fact && before.days.common(after.days) == Some(after.days);
        ensure(held, || format!("deciding days {before:?} do not hold {after:?}"))?;
    }
    let before = wide.amount;
    let held = after.is_none_or(|after| before.is_some_and(|one| holds(one.yen, after.yen)));
    ensure(held, || format!("amount {before:?} does not hold {after:?}"))?;
    for (wide, narrow) in wide.instalments.iter().zip(instalments) {
        ensure(holds(*wide, *narrow), || format!("instalment {wide:?} does not hold {narrow:?}"))?;
    }
    for (wide, narrow) in wide.later.iter().zip(later) {
        ensure(later_holds(*wide, *narrow), || format!("{wide:?} does not hold {narrow:?}"))?;
    }
    check_readings(&wide.readings, readings)?;
    check_conditions(wide.conditions, *conditions)?;
    for (at, (wide, narrow)) in wide.states.iter().zip(states).enumerate() {
        let stays = *wide == State::Unknown || wide == narrow;
        ensure(stays, || format!("state {at} {wide:?} became {narrow:?}"))?;
    }
    if let Some(narrow) = estimate {
        let Some(wide) = &wide.estimate else { return Err(format!("estimated only {narrow:?}")) };
        check_estimate(wide, narrow)?;
    }
    if let Some(narrow) = reference {
        let before = wide.reference.as_ref().map(|one| one.amount.yen);
        let held = before.is_some_and(|before| holds(before, narrow.amount.yen));
        ensure(held, || format!("reference {before:?} does not hold {narrow:?}"))?;
    }
    Ok(())
}

/// Checks that each meaning of a reading pays in a narrower view what it may pay in the wide one.
fn check_readings(wide: &[OpenReading], narrow: &[OpenReading]) -> Found<()> {
    for after in narrow {
        let Some(before) = wide.iter().find(|one| one.reading == after.reading) else { continue };
        for (at, (before, after)) in before.choices.iter().zip(&after.choices).enumerate() {
            let held =
                after.is_none_or(|after| before.is_some_and(|one| holds(one.yen, after.yen)));
            ensure(held, || {
                format!("meaning {at} pays {before:?}, which does not hold {after:?}")
            })?;
        }
    }
    Ok(())
}

/// Checks that no more conditions apply in a narrower view, and that no more of them are not met. Fewer may be met: a
/// group may turn out not to apply, and then its members do not either.
fn check_conditions(wide: Option<Conditions>, narrow: Option<Conditions>) -> Found<()> {
    let (Some(before), Some(after)) = (wide, narrow) else {
        return ensure(wide.is_none(), || format!("the conditions {wide:?} are lost"));
    };
    let not_met = |one: Conditions| one.all - one.met;
    let holds = after.all <= before.all && not_met(after) <= not_met(before);
    ensure(holds, || format!("conditions {before:?} became {after:?}"))
}

fn check_estimate(wide: &Estimate, narrow: &Estimate) -> Found<()> {
    // Every field is named: whoever adds one has to say what a narrower view may make of it.
    let Estimate {
        rules,
        verdict,
        amount: after,
        parts: _,
        states,
        conditions,
        determining: _,
        readings,
        dates: _,
        rulings: _,
    } = narrow;
    let stays = wide.verdict == Verdict::Undetermined || wide.verdict == *verdict;
    ensure(stays, || format!("estimate {:?} became {verdict:?}", wide.verdict))?;
    let stays = wide.rules.is_none() || wide.rules == *rules;
    ensure(stays, || format!("estimate by {:?} became one by {rules:?}", wide.rules))?;
    let before = wide.amount;
    let held = after.is_none_or(|after| before.is_some_and(|one| holds(one.yen, after.yen)));
    ensure(held, || format!("estimate {before:?} does not hold {after:?}"))?;
    check_readings(&wide.readings, readings)?;
    check_conditions(wide.conditions, *conditions)?;
    for (at, (wide, narrow)) in wide.states.iter().zip(states).enumerate() {
        let stays = *wide == State::Unknown || wide == narrow;
        ensure(stays, || format!("state {at} of the estimate: {wide:?} became {narrow:?}"))?;
    }
    Ok(())
}

/// Checks that a household without the plans that are taken as not made gets what is then the best combination, and
/// that each of these plans can be left.
fn check_chosen(
    city: &City,
    wide: &Report,
    (household, report): (&Situation, &Report),
) -> Found<()> {
    let is_without =
        |fact: &FactIndex| match (city.rules().facts[*fact].no_plan, &household.facts[*fact].known)
        {
            (Some(Fixed::YesNo(value)), Known::Truth(truth)) => *truth == Truth::known(value),
            (Some(Fixed::Option(option)), Known::Options(options)) => {
                *options == Options::only(option)
            }
            _ => false,
        };
    if !wide.best_chosen.assuming.iter().all(is_without) {
        return Ok(());
    }
    let is_refused = |verdict| matches!(verdict, Verdict::Ineligible | Verdict::NoRule);
    for at in &wide.best_chosen.needs_plan {
        let verdict = report.programmes[*at].verdict;
        ensure(is_refused(verdict), || format!("programme {at} needs no plan: {verdict:?}"))?;
    }
    if let Some(chosen) = &wide.best_estimate_chosen {
        let assuming = (&wide.best_chosen.assuming, &chosen.assuming);
        ensure(assuming.0 == assuming.1, || format!("two lists of plans: {assuming:?}"))?;
        for at in &chosen.needs_plan {
            let one = &report.programmes[*at];
            let estimate = one.estimate.as_ref().map_or(Verdict::NoRule, |one| one.verdict);
            ensure(is_refused(one.verdict) && is_refused(estimate), || {
                format!("programme {at} needs no plan: {one:?}")
            })?;
        }
        ensure(holds(chosen.best.range, with_estimates(report)), || {
            format!("best estimate without plans: {chosen:?} does not hold {report:?}")
        })?;
    }
    ensure(holds(wide.best_chosen.best.range, report.best.range), || {
        format!("best without plans: {:?} does not hold {:?}", wide.best_chosen, report.best)
    })
}

/// Checks that something is asked about every programme that is not decided yet, if nothing was declined.
fn check_asked(report: &Report) -> Found<()> {
    for one in report.programmes.iter().filter(|one| one.verdict == Verdict::Undetermined) {
        let is_asked = one.missing.iter().any(|at| report.relevant.contains(at));
        ensure(is_asked, || format!("programme {}: nothing is asked: {one:?}", one.programme))?;
    }
    Ok(())
}

/// Checks that a complete household is asked nothing and that every programme is decided.
fn check_complete(report: &Report) -> Found<()> {
    ensure(report.relevant.is_empty(), || "a complete household is asked".to_owned())?;
    for one in &report.programmes {
        let decided = one.verdict != Verdict::Undetermined && !one.states.contains(&State::Unknown);
        let decided = decided && one.missing.is_empty();
        let estimate = one.estimate.as_ref();
        let decided = decided && estimate.is_none_or(|one| one.verdict != Verdict::Undetermined);
        ensure(decided, || format!("programme {}: not decided: {one:?}", one.programme))?;
    }
    Ok(())
}

/// Checks a completion's verdict and amounts against the plain evaluation. Each amount must lie
/// within that of every report.
fn check_plainly(city: &City, household: &Situation, on: Day, reports: [&Report; 3]) -> Found<u64> {
    let mut compared = 0;
    for (at, found) in reports[0].programmes.iter_enumerated() {
        let Some(rules) = rules_for(city, at, household, on) else {
            ensure(found.verdict == Verdict::NoRule, || {
                format!("programme {at}: no rule holds, found {:?}", found.verdict)
            })?;
            continue;
        };
        let plain = plainly(city, rules, household, on);
        ensure(found.verdict == plain.verdict, || {
            format!("programme {at}: verdict {:?}, plainly {:?}", found.verdict, plain.verdict)
        })?;
        for amount in plain.amounts {
            for report in reports {
                let told = report.programmes[at].amount;
                let held = told.is_some_and(|told| holds(told.yen, Range::exactly(amount)));
                ensure(held, || format!("programme {at}: {told:?} does not hold {amount}"))?;
            }
        }
        for later in plain.later {
            check_later(&later, at, reports)?;
        }
        compared += 1;
    }
    Ok(compared)
}

/// Checks that every report tells of days and sums of the time after the award that hold those of a completion.
fn check_later(
    plain: &[(Option<Day>, Option<Exact>)],
    at: ProgrammeIndex,
    reports: [&Report; 3],
) -> Found<()> {
    for report in reports {
        for (told, (day, owed)) in report.programmes[at].later.iter().zip(plain) {
            let days = OpenDays { first: *day, last: *day };
            let plainly = Later { day: days, owed: owed.map(Range::exactly) };
            let held = later_holds(*told, Later { owed: plainly.owed.or(told.owed), ..plainly });
            ensure(held || day.is_none(), || {
                format!("programme {at}: {told:?}, plainly {plainly:?}")
            })?;
            let is_held = told.owed.zip(plainly.owed).is_none_or(|(one, plain)| holds(one, plain));
            ensure(is_held, || format!("programme {at}: {told:?} does not hold {plainly:?}"))?;
        }
    }
    Ok(())
}

/// The values at which anything in a city changes, on an application date.
pub(crate) fn all_thresholds(city: &City, on: Day) -> Points {
    let versions: Vec<_> = city.programmes().iter().flatten().copied().collect();
    crate::thresholds::thresholds(city, &versions, on, None)
}
