//! Which changes of plans would make a programme eligible or raise its amount: one changed answer,
//! or two where one is not enough. Only answers that the applicant can choose are tried, and no
//! dates.

use super::solve::{Interval, intervals};
use super::trial::Trial;
use crate::evaluate::gives;
use crate::index::{FactIndex, FactSet, ProgrammeIndex};
use crate::possible::{Options, Range};
use crate::report::{
    AmountRange, Change, NewAnswer, ProgrammeReport, Report, State, Verdict, WhatIf,
};
use crate::rulebook::{Amount, Kind};
use crate::situation::{Answer, Known};
use crate::truth::Truth;

/// The largest number of changes that are named for one programme.
const MAX_CHANGES: usize = 6;

/// The largest number of spans of numbers that are tried for one answer. It is enough for three changes of the
/// result in a thousand numbers.
const MAX_SPANS: u32 = 64;

/// Whether a change brings something about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reached {
    /// For every completion.
    Yes,
    /// For none.
    No,
    /// Perhaps only for some.
    Perhaps,
}

/// What a change is to bring about.
#[derive(Clone, Copy)]
enum Goal {
    /// The programme is granted, perhaps only if the desk agrees.
    Granted,
    /// The programme pays more: neither end of the amount is less than this one's, and one end is
    /// more.
    More(AmountRange),
}

/// A goal, and the programme that is to reach it.
#[derive(Clone, Copy)]
struct Aim {
    programme: ProgrammeIndex,
    goal: Goal,
}

/// The smallest changes that make an ineligible programme eligible, or that leave it to the desk.
/// If there are none, the changes after which it is no longer certainly ineligible.
pub(super) fn what_if(
    trial: &mut Trial<'_>,
    report: &Report,
    one: &ProgrammeReport,
) -> Vec<WhatIf> {
    let aim = Aim { programme: one.programme, goal: Goal::Granted };
    let facts = trial.choosable(facts_of_unmet(trial, one));
    let mut found = single_changes(trial, &facts, aim, Reached::Yes);
    if found.is_empty() {
        found = double_changes(trial, &facts, aim);
    }
    if found.is_empty() {
        found = single_changes(trial, &facts, aim, Reached::Perhaps);
    }
    outcomes(trial, report, aim, found)
}

/// The single changes that raise the amount of a programme that can be granted.
pub(super) fn raises(trial: &mut Trial<'_>, report: &Report, one: &ProgrammeReport) -> Vec<WhatIf> {
    let granted = matches!(one.verdict, Verdict::Eligible | Verdict::Confirm);
    let Some(amount) = one.amount.filter(|_| granted) else { return Vec::new() };
    let aim = Aim { programme: one.programme, goal: Goal::More(amount) };
    let facts = trial.choosable(facts_of_amount(trial, one));
    let found = single_changes(trial, &facts, aim, Reached::Yes);
    outcomes(trial, report, aim, found)
}

/// The facts that the amount reads.
fn facts_of_amount(trial: &Trial<'_>, one: &ProgrammeReport) -> FactSet {
    let mut found = FactSet::EMPTY;
    let Some(rules) = one.rules else { return found };
    let amount = trial.city.programme(rules).and_then(|programme| programme.amount.as_ref());
    for expr in amount.map_or_else(Vec::new, Amount::exprs) {
        found = found.union(trial.city.facts_read_by(rules.year, expr));
    }
    found
}

/// The facts that unmet requirements read.
fn facts_of_unmet(trial: &Trial<'_>, one: &ProgrammeReport) -> FactSet {
    let mut found = FactSet::EMPTY;
    let Some(rules) = one.rules else { return found };
    let (Some(book), Some(facts)) =
        (trial.city.rules().years.get(rules.year), trial.city.programme_info(rules))
    else {
        return found;
    };
    for (listed, state) in facts.requirements.iter().zip(&one.states).skip(1) {
        let requirement = book.requirements.get(listed.id);
        let is_unmet = matches!(state, State::NotMet | State::Unsettled);
        let Some(requirement) = requirement.filter(|_| is_unmet) else { continue };
        for expr in requirement.exprs() {
            found = found.union(trial.city.facts_read_by(rules.year, expr));
        }
    }
    found
}

fn single_changes(
    trial: &mut Trial<'_>,
    facts: &[FactIndex],
    aim: Aim,
    wanted: Reached,
) -> Vec<Vec<Change>> {
    let mut found = Vec::new();
    for fact in facts {
        if is_out_of_reach(trial, &[*fact], aim) {
            continue;
        }
        for to in new_answers(trial, *fact, aim, wanted) {
            found.push(vec![Change { fact: *fact, to }]);
        }
    }
    found
}

fn double_changes(trial: &mut Trial<'_>, facts: &[FactIndex], aim: Aim) -> Vec<Vec<Change>> {
    let mut found = Vec::new();
    for (at, one) in facts.iter().enumerate() {
        for other in facts.iter().skip(at.saturating_add(1)) {
            if is_out_of_reach(trial, &[*one, *other], aim) {
                continue;
            }
            let Some(unknown) = unknown(trial, *other) else { continue };
            let first = trial.with(*other, unknown, &mut |trial| {
                let mut answers = new_answers(trial, *one, aim, Reached::Yes);
                answers.extend(new_answers(trial, *one, aim, Reached::Perhaps));
                answers
            });
            for to in first {
                let second = trial.with(*one, to.known(), &mut |trial| {
                    new_answers(trial, *other, aim, Reached::Yes)
                });
                for also in second {
                    let first = Change { fact: *one, to };
                    found.push(vec![first, Change { fact: *other, to: also }]);
                }
            }
        }
    }
    found
}

/// Whether the aim is reached with no answers to some facts.
fn is_out_of_reach(trial: &mut Trial<'_>, facts: &[FactIndex], aim: Aim) -> bool {
    let mut unknowns = Vec::with_capacity(facts.len());
    for fact in facts {
        let Some(unknown) = unknown(trial, *fact) else { return true };
        unknowns.push((*fact, unknown));
    }
    trial.with_all(&unknowns, &mut |trial| reaches(trial, aim) == Reached::No)
}

fn unknown(trial: &Trial<'_>, fact: FactIndex) -> Option<Known> {
    trial.fact(fact).map(|fact| Answer::unknown(fact).known)
}

/// Other answers to a fact with which the aim is reached as wanted: each such option, or the
/// nearest such numbers.
fn new_answers(
    trial: &mut Trial<'_>,
    fact: FactIndex,
    aim: Aim,
    wanted: Reached,
) -> Vec<NewAnswer> {
    let (Some(asked), Some(known)) = (trial.fact(fact), trial.known(fact).cloned()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut test = |answer: NewAnswer| {
        let then = answer.known();
        let reached = |trial: &mut Trial<'_>| reaches(trial, aim);
        if then != known && trial.with(fact, then, &mut { reached }) == wanted {
            found.push(answer);
        }
    };
    match &asked.kind {
        Kind::YesNo => {
            test(NewAnswer::YesNo { value: true });
            test(NewAnswer::YesNo { value: false });
        }
        Kind::Choice { options } => {
            for option in options.keys() {
                if Options::only(option).is_within(asked.choosable) {
                    test(NewAnswer::Option { option });
                }
            }
        }
        Kind::Number { min, max, .. } => {
            return nearest_numbers(trial, fact, (*min, *max), aim, wanted);
        }
        Kind::Date { .. } | Kind::List { .. } => {}
    }
    found
}

/// The nearest numbers above what is known with which the aim is reached as wanted, or else the
/// highest below it.
fn nearest_numbers(
    trial: &mut Trial<'_>,
    fact: FactIndex,
    (min, max): (i64, i64),
    aim: Aim,
    wanted: Reached,
) -> Vec<NewAnswer> {
    let Some(Known::Number(known)) = trial.known(fact).cloned() else { return Vec::new() };
    let to = |a, b| NewAnswer::Number { range: Range::whole(a, (b < max).then_some(b)) };
    let found = intervals((min, max), MAX_SPANS, Reached::Perhaps, &mut |a, b| {
        let reached = |trial: &mut Trial<'_>| reaches(trial, aim);
        Some(trial.with(fact, to(a, b).known(), &mut { reached }))
            .filter(|reached| *reached != Reached::Perhaps)
    });
    let range = |interval: &Interval<_>| Range::whole(interval.first, Some(interval.last));
    let is_wanted = |interval: &&Interval<_>| interval.answer == wanted;
    let mut nearest = Vec::new();
    for interval in found.iter().filter(is_wanted) {
        nearest = vec![to(interval.first, interval.last)];
        if known.less_than(range(interval)) == Truth::True {
            break;
        }
    }
    nearest
}

/// Whether the aim is reached.
fn reaches(trial: &mut Trial<'_>, aim: Aim) -> Reached {
    let verdict = trial.verdict(aim.programme);
    match verdict {
        Verdict::Ineligible | Verdict::NoRule => Reached::No,
        Verdict::Undetermined => Reached::Perhaps,
        Verdict::Eligible | Verdict::Confirm => match aim.goal {
            Goal::Granted => Reached::Yes,
            Goal::More(than) => pays_more(trial, aim.programme, than),
        },
    }
}

fn pays_more(trial: &Trial<'_>, programme: ProgrammeIndex, than: AmountRange) -> Reached {
    let (_, amount) = gives(trial.city, &trial.situation, trial.on, programme);
    let Some(amount) = amount else { return Reached::No };
    let (low, high) = (amount.yen.low, amount.yen.high);
    let (old_low, old_high) = (than.yen.low, than.yen.high);
    // A missing upper end is more than any number, and a missing lower end is less than any.
    let high_order = match (high, old_high) {
        (Some(new), Some(old)) => new.cmp(&old),
        (new, old) => new.is_none().cmp(&old.is_none()),
    };
    let low_order = low.cmp(&old_low);
    if low_order.is_le() && high_order.is_le() {
        Reached::No
    } else if low_order.is_ge() && high_order.is_ge() {
        Reached::Yes
    } else {
        Reached::Perhaps
    }
}

/// What follows from each set of changes, for the first [`MAX_CHANGES`] of them.
fn outcomes(
    trial: &mut Trial<'_>,
    report: &Report,
    aim: Aim,
    found: Vec<Vec<Change>>,
) -> Vec<WhatIf> {
    let mut named = Vec::new();
    for changes in found.into_iter().take(MAX_CHANGES) {
        named.push(outcome(trial, report, aim, changes));
    }
    named
}

fn outcome(trial: &mut Trial<'_>, report: &Report, aim: Aim, changes: Vec<Change>) -> WhatIf {
    let answers = answers(&changes);
    let (verdict, amount) = trial.with_all(&answers, &mut |trial| {
        gives(trial.city, &trial.situation, trial.on, aim.programme)
    });
    let mut outcome = WhatIf { changes, verdict, amount, loses: Vec::new() };
    add_losses(trial, report, &mut outcome);
    outcome
}

fn answers(changes: &[Change]) -> Vec<(FactIndex, Known)> {
    changes.iter().map(|one| (one.fact, one.to.known())).collect()
}

/// Adds the programmes that become ineligible by a change under the rules of a trial.
pub(super) fn add_losses(trial: &mut Trial<'_>, report: &Report, outcome: &mut WhatIf) {
    let answers = answers(&outcome.changes);
    for lost in trial.with_all(&answers, &mut |trial| lost_programmes(trial, report)) {
        if !outcome.loses.contains(&lost) {
            outcome.loses.push(lost);
        }
    }
}

/// The programmes that become ineligible by the change that is being tried.
fn lost_programmes(trial: &Trial<'_>, report: &Report) -> Vec<ProgrammeIndex> {
    let is_estimate = trial.city.continued().is_none();
    let mut lost = Vec::new();
    for one in &report.programmes {
        let programme = one.programme;
        let verdict = if is_estimate {
            one.estimate.as_ref().map_or(Verdict::NoRule, |estimate| estimate.verdict)
        } else {
            one.verdict
        };
        let was_possible = !matches!(verdict, Verdict::Ineligible | Verdict::NoRule);
        if was_possible
            && trial.affects(programme)
            && trial.verdict(programme) == Verdict::Ineligible
        {
            lost.push(programme);
        }
    }
    lost
}
