//! The report for one household: total, pure, sound and monotone. Every value is computed over the
//! whole set of completions still possible. Nothing here reads a clock, texts or bytes.

mod amounts;
mod assumed;
mod awards;
#[cfg(feature = "author")]
pub mod beforehand;
mod choices;
mod expression;
mod questions;
mod requirement;

use crate::calendar::Day;
use crate::combine;
use crate::index::{FactSet, ProgrammeIndex, ReadingSet, RequirementPlace, SourceIndex, Version};
use crate::possible::{DATE_SLOT, Days, Slots};
use crate::report::{AmountRange, OpenReading, ProgrammeReport, Report, Verdict, Window};
use crate::rulebook::{City, Programme, ProgrammeInfo, WindowDates};
use crate::situation::{Known, Situation};
use amounts::{Grant, Paid};
use assumed::Assumed;
use choices::Choices;
use expression::Context;
use requirement::Judged;
use typed_index_collections::{TiSlice, TiVec};

/// Evaluates a situation on an application date. `today` only decides which sources are stale.
///
/// # Soundness
/// For every completion of the situation and every reading, the verdict is that of the completion or
/// [`Verdict::Undetermined`], and the amount lies within the range. A narrower situation never
/// changes a decided verdict, widens an amount or adds a question.
#[must_use]
pub fn evaluate(city: &City, situation: &Situation, on: Day, today: Day) -> Report {
    let run = Run { city, situation, on, today };
    let gaps = questions::gaps(city, situation);
    let mut open = Slots::NONE;
    let mut programmes = TiVec::with_capacity(city.programmes().len());
    for (index, versions) in city.programmes().iter_enumerated() {
        let Evaluated { mut report, bearing } = evaluate_programme(run, index, versions);
        report.missing = questions::missing(&gaps, bearing.marks);
        open = open.union(bearing.open);
        programmes.push(report);
    }
    let relevant = questions::askable(&gaps, open);
    let candidates = awards::candidates(city, &programmes);
    let best = combine::best(&candidates, &awards::caps(run, &candidates));
    let questions_left_at_most = questions::steps(city, &gaps, &relevant);
    let incomplete = gaps.iter().map(|gap| gap.missing).collect();
    Report { on, programmes, incomplete, relevant, questions_left_at_most, best }
}

/// The ids of a city's programmes over all its years, in the author's order.
#[must_use]
pub fn programme_ids(city: &City) -> TiVec<ProgrammeIndex, &str> {
    let first = |versions: &Vec<_>| city.programme(*versions.first()?);
    city.programmes().iter().filter_map(first).map(|one| one.id.as_str()).collect()
}

/// The report of one programme; what is missing is left out.
#[must_use]
pub(crate) fn report_of(
    city: &City,
    situation: &Situation,
    on: Day,
    programme: ProgrammeIndex,
) -> ProgrammeReport {
    let run = Run { city, situation, on, today: on };
    evaluate_programme(run, programme, city.versions(programme)).report
}

/// What a programme's requirements come to on every day of a span.
pub(crate) struct Standing {
    /// The verdict if it is the same on every day and for every completion.
    pub(crate) verdict: Verdict,
    /// What could still decide it: answers, and [`crate::possible::DATE_SLOT`].
    pub(crate) open: Slots,
}

/// What each requirement of a programme, by its rules of each year, came to once.
#[derive(Debug)]
pub(crate) struct Judgement(Vec<TiVec<RequirementPlace, Judged>>);

/// Judges a programme once, for [`standing`] to go on from.
pub(crate) fn judgement(
    city: &City,
    situation: &Situation,
    on: Days,
    programme: ProgrammeIndex,
) -> Judgement {
    let versions = city.versions(programme);
    let mut found = Vec::with_capacity(versions.len());
    for version in versions {
        let context = Context::plain(city, version.year, situation, on);
        let judged = context.zip(city.programme_info(*version));
        let judged = judged.map(|(context, facts)| requirement::judge(&context, facts));
        found.push(judged.unwrap_or_default());
    }
    Judgement(found)
}

/// Where a programme stands over a span of application dates, where only the facts in `changed` and
/// the date may differ from when it was judged before.
pub(crate) fn standing(
    city: &City,
    situation: &Situation,
    on: Days,
    programme: ProgrammeIndex,
    (before, changed): (&Judgement, FactSet),
) -> Standing {
    let none = Standing { verdict: Verdict::NoRule, open: Slots::NONE };
    let mut found: Option<Standing> = None;
    for (version, before) in city.versions(programme).iter().zip(&before.0) {
        let Some(rules) = city.programme(*version) else { continue };
        match holds(rules, situation, on) {
            Holds::No => {}
            Holds::Yes if found.is_none() => {
                let context = Context::plain(city, version.year, situation, on);
                let judged = context.zip(city.programme_info(*version));
                found = judged.and_then(|(context, facts)| {
                    let changed = changed.union(FactSet::APPLICATION_DATE);
                    let top = requirement::judge_from(&context, facts, before, changed)?;
                    Some(Standing { verdict: top.verdict(), open: top.open })
                });
            }
            Holds::Yes | Holds::Perhaps => {
                let slot = rules.valid_by.map_or(DATE_SLOT, |fact| city.slot(fact));
                found = Some(Standing { verdict: Verdict::Undetermined, open: Slots::only(slot) });
            }
        }
    }
    found.unwrap_or(none)
}

/// What one evaluation is about.
#[derive(Clone, Copy)]
struct Run<'a> {
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

/// What one programme comes to, by whichever year's rules hold.
fn evaluate_programme(run: Run<'_>, index: ProgrammeIndex, versions: &[Version]) -> Evaluated {
    let mut possible = Vec::new();
    for version in versions {
        let Some(programme) = run.city.programme(*version) else { continue };
        let holds = holds(programme, run.situation, Days::exactly(run.on));
        if holds != Holds::No {
            possible.push((Rules { version: *version, programme }, holds));
        }
    }
    match possible.as_slice() {
        [] => nothing(index),
        [(only, Holds::Yes)] => evaluate_version(run, index, *only),
        several => undecided_version(run, index, several),
    }
}

#[derive(PartialEq)]
enum Holds {
    Yes,
    No,
    Perhaps,
}

fn holds(programme: &Programme, situation: &Situation, on: Days) -> Holds {
    let days = valid_by(programme, situation).unwrap_or(on);
    let (first, last) = (days.first.number(), days.last.number());
    if programme.valid_from <= first && last <= programme.valid_to {
        Holds::Yes
    } else if last < programme.valid_from || programme.valid_to < first {
        Holds::No
    } else {
        Holds::Perhaps
    }
}

fn valid_by(programme: &Programme, situation: &Situation) -> Option<Days> {
    match situation.facts.get(programme.valid_by?)?.known {
        Known::Day(days) => Some(days),
        Known::Truth(_) | Known::Options(_) | Known::Number(_) | Known::List(_) => None,
    }
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
    }
}

/// No rules hold, or none that could be read.
fn nothing(programme: ProgrammeIndex) -> Evaluated {
    let bearing = Bearing { open: Slots::NONE, marks: Slots::NONE };
    Evaluated { report: no_rule(programme), bearing }
}

/// Several years' rules may hold, or perhaps none: what is common to them.
fn undecided_version(
    run: Run<'_>,
    index: ProgrammeIndex,
    several: &[(Rules<'_>, Holds)],
) -> Evaluated {
    let (mut open, mut marks) = (Slots::NONE, Slots::NONE);
    let mut amount: Option<AmountRange> = None;
    for (rules, _) in several {
        let Evaluated { report, bearing } = evaluate_version(run, index, *rules);
        open = open.union(bearing.open);
        marks = marks.union(bearing.marks);
        if let Some(fact) = rules.programme.valid_by {
            open.insert(run.city.slot(fact));
        }
        amount = match (amount, report.amount) {
            (Some(a), Some(b)) => {
                Some(AmountRange { yen: a.yen.hull(b.yen), ceiling: a.ceiling || b.ceiling })
            }
            (a, b) => a.or(b),
        };
    }
    let report = ProgrammeReport { verdict: Verdict::Undetermined, amount, ..no_rule(index) };
    Evaluated { report, bearing: Bearing { open, marks: open.union(marks) } }
}

/// What one programme comes to; which answers are missing for it is put in last, from `bearing`.
struct Evaluated {
    report: ProgrammeReport,
    bearing: Bearing,
}

/// The answers that bear on a programme.
#[derive(Clone, Copy, Debug)]
struct Bearing {
    /// Those worth asking for.
    open: Slots,
    /// Those that could change a mark on any requirement, or the amount.
    marks: Slots,
}

fn evaluate_version(run: Run<'_>, index: ProgrammeIndex, rules: Rules<'_>) -> Evaluated {
    let Run { city, situation, on, .. } = run;
    let Rules { version, programme } = rules;
    let context = Context::plain(city, version.year, situation, Days::exactly(on));
    let (Some(context), Some(facts)) = (context, city.programme_info(version)) else {
        return nothing(index);
    };
    let judged = requirement::judge(&context, facts);
    let verdict = judged.first().map_or(Verdict::Undetermined, Judged::verdict);
    let is_refused = verdict == Verdict::Ineligible;
    let bearing = requirement::bearing(&context, facts, &judged);
    let amount = programme.amount.as_ref().filter(|_| !is_refused);
    let grant = amount.map(|amount| {
        let assumed = if verdict == Verdict::Undetermined {
            assumed::assumed(&context, facts, &judged)
        } else {
            Assumed::default()
        };
        Grant::new(context, programme, amount, facts, &judged, assumed)
    });
    let paid = grant.as_ref().map_or(Paid::NOTHING, |grant| grant.paid(&Choices::OPEN));
    let (mut open, mut marks) = (paid.open, paid.open);
    for at in &bearing {
        open = open.union(judged.get(*at).map_or(Slots::NONE, |one| one.open));
    }
    let mut states = TiVec::with_capacity(judged.len());
    for one in &judged {
        marks = marks.union(one.open).union(one.for_whom);
        states.push(one.state());
    }
    let (mut determining, mut obligations, mut readings) = (Vec::new(), Vec::new(), Vec::new());
    if is_refused {
        determining = requirement::determining(&context, facts, &judged);
    } else {
        obligations = awards::obligations(&context, programme, paid.total);
        readings = open_readings(&context, facts, (&judged, &bearing), grant.as_ref(), paid.total);
    }
    let report = ProgrammeReport {
        programme: index,
        rules: Some(version),
        verdict,
        window: window(programme.window, on),
        amount: paid.total,
        parts: paid.parts,
        obligations,
        states,
        determining,
        missing: Vec::new(),
        readings,
        stale: stale(rules, city, run.today),
    };
    Evaluated { report, bearing: Bearing { open, marks } }
}

/// The readings that change a requirement that still bears on the verdict, or the amount.
fn open_readings(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    (judged, bearing): (&TiSlice<RequirementPlace, Judged>, &[RequirementPlace]),
    grant: Option<&Grant<'_>>,
    amount: Option<AmountRange>,
) -> Vec<OpenReading> {
    let mut in_requirements = ReadingSet::EMPTY;
    for place in bearing {
        let differing = requirement::differing_readings(context, facts, *place);
        in_requirements = in_requirements.union(differing);
    }
    // Where one amount is left, no reading changes it.
    let granted = grant.filter(|_| amount.is_some_and(|amount| !amount.yen.is_single()));
    let in_amount = if granted.is_some() { facts.in_amount } else { ReadingSet::EMPTY };
    let mut found = Vec::new();
    for reading in in_requirements.union(in_amount).iter() {
        let in_requirements = in_requirements.contains(reading);
        let granted = granted.filter(|_| in_amount.contains(reading));
        let mut choices = Vec::new();
        context.choices.each(context.book, ReadingSet::only(reading), &mut |choice| {
            // What a meaning that excludes the household would pay is no amount.
            let context = Context { choices: choice, ..*context };
            let none = FactSet::EMPTY;
            let is_excluded =
                in_requirements && requirement::excludes(&context, facts, judged, none);
            choices.push(match granted {
                _ if is_excluded => None,
                Some(grant) => grant.paid(choice).total,
                None => amount,
            });
        });
        let differ = choices.windows(2).any(|pair| pair.first() != pair.last());
        if differ || in_requirements {
            found.push(OpenReading { reading, choices });
        }
    }
    found
}

fn stale(rules: Rules<'_>, city: &City, today: Day) -> Vec<SourceIndex> {
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

/// Whether applications are taken on a date, from the date alone.
pub(crate) fn window(dates: WindowDates, on: Day) -> Window {
    let on = on.number();
    let reached = |day: Option<i32>| day.is_some_and(|day| day <= on);
    let until = |day: Option<i32>| day.is_some_and(|day| on <= day);
    if reached(dates.seen_closed) {
        if dates.budget_reached { Window::BudgetReached } else { Window::Closed }
    } else if dates.closes.is_some_and(|last| last < on) {
        Window::Closed
    } else if dates.opens.is_some_and(|first| on < first) {
        Window::Upcoming
    } else if reached(dates.opens) && (until(dates.closes) || until(dates.seen_open)) {
        Window::Open
    } else {
        Window::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_says_no_more_than_its_dates() {
        let day = |text| Day::parse(text).unwrap();
        let number = |text| Some(day(text).number());
        let none = WindowDates::default();
        let at = |dates, text| window(dates, day(text));
        assert_eq!(at(none, "2025-06-10"), Window::Unknown);
        let announced =
            WindowDates { opens: number("2025-06-02"), closes: number("2025-12-26"), ..none };
        assert_eq!(at(announced, "2025-06-01"), Window::Upcoming);
        assert_eq!(at(announced, "2025-06-02"), Window::Open);
        assert_eq!(at(announced, "2025-12-26"), Window::Open);
        assert_eq!(at(announced, "2025-12-27"), Window::Closed);
        let seen =
            WindowDates { opens: number("2025-06-02"), seen_open: number("2025-08-05"), ..none };
        assert_eq!(at(seen, "2025-08-05"), Window::Open);
        assert_eq!(at(seen, "2025-08-06"), Window::Unknown);
        let over = WindowDates { seen_closed: number("2025-08-05"), ..none };
        assert_eq!(at(over, "2025-08-04"), Window::Unknown);
        assert_eq!(at(over, "2025-08-05"), Window::Closed);
        let spent = WindowDates { budget_reached: true, ..over };
        assert_eq!(at(spent, "2025-08-05"), Window::BudgetReached);
        // Closed early, before the announced last day.
        let early = WindowDates { closes: number("2025-12-26"), ..spent };
        assert_eq!(at(early, "2025-09-01"), Window::BudgetReached);
    }
}
