//! Answers the questions of a city for a random household, one at a time, and checks the announced
//! number of questions. This file does not know how a question is worded.

use crate::dice::Dice;
use crate::household::{Key, day_ends, number_ends};
use crate::soundness::check_pair;
use iju_check::calendar::Day;
use iju_check::evaluate::evaluate;
use iju_check::index::FactIndex;
use iju_check::possible::{Days, Options, Range};
use iju_check::report::{Missing, Needs, Verdict};
use iju_check::rulebook::{City, Fact, Fixed, Kind};
use iju_check::situation::{self, Answer, Further, Known, Situation};

/// How a household answers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    /// Out of ten questions, how many are declined.
    pub(crate) declines: usize,
    /// Out of ten dates and bands, how many are answered only roughly.
    pub(crate) roughly: usize,
    /// Whether no plan is made yet, so that every plan is declined.
    pub(crate) plans_nothing: bool,
}

impl Manner {
    /// Answers everything exactly.
    pub(crate) const SURE: Manner = Manner { declines: 0, roughly: 0, plans_nothing: false };
}

/// The questions that were asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Path {
    /// How many.
    pub(crate) steps: u32,
    /// The fact or field of each question, in the order asked.
    pub(crate) asked: Vec<Key>,
}

/// Always asks the first relevant question, until none is left.
///
/// # Errors
/// If an answer takes something back, if more questions are asked than were announced, or if a
/// programme is undetermined at the end although every question was answered.
pub(crate) fn ask_until_settled(
    city: &City,
    household: &Situation,
    on: Day,
    manner: Manner,
    dice: &mut Dice,
) -> Result<Path, String> {
    let mut known = Situation::unknown(city);
    let mut report = evaluate(city, &known, on, on);
    let mut path = Path::default();
    let mut left = Vec::new();
    while let Some(first) = report.relevant.first() {
        let missing = report.incomplete[*first];
        left.push(report.questions_left_at_most);
        path.steps += 1;
        path.asked.push(answer(city, household, missing, &mut known, manner, dice));
        let next = evaluate(city, &known, on, on);
        let told = |what: String| format!("on {on}, step {}, {missing:?}: {what}", path.steps);
        check_pair(&report, &next).map_err(told)?;
        if path.steps > 400 {
            return Err(told("the questions do not end".to_owned()));
        }
        report = next;
    }
    for (at, announced) in (0_u32..).zip(&left) {
        let taken = path.steps - at;
        if taken > *announced {
            return Err(format!(
                "on {on}: {taken} questions after step {at}, {announced} announced"
            ));
        }
    }
    let declined = manner.declines > 0 || manner.roughly > 0 || manner.plans_nothing;
    let open = report.programmes.iter().find(|one| one.verdict == Verdict::Undetermined);
    match open.filter(|_| !declined) {
        Some(open) => Err(format!("on {on}: nothing to ask, and {open:?} is not decided")),
        None => Ok(path),
    }
}

/// Asks the questions in a fixed order until none is relevant. Returns how many were asked.
pub(crate) fn ask_in_order(city: &City, household: &Situation, on: Day, order: &[Key]) -> u32 {
    let mut known = Situation::unknown(city);
    let mut steps = 0;
    let mut dice = Dice::of(0, 0);
    for key in order {
        loop {
            let report = evaluate(city, &known, on, on);
            if report.relevant.is_empty() {
                return steps;
            }
            let missing = report.incomplete.iter().find(|one| {
                (one.fact, one.field) == *key && (one.member.is_some() || one.field.is_none())
            });
            let Some(missing) = missing else { break };
            answer(city, household, *missing, &mut known, Manner::SURE, &mut dice);
            steps += 1;
        }
    }
    steps
}

/// Every fact and field of a city, in asking order, with the number of questions that complete it. The first of the
/// plans that are asked together has their common question; a plan that needs no further one is left out.
pub(crate) fn everything(city: &City) -> Vec<(Key, u32)> {
    let mut found = Vec::new();
    for (at, fact) in city.rules().facts.iter_enumerated() {
        let alone = match fact.together {
            None => steps(fact),
            Some(first) => u32::from(first == at) + u32::from(ways(fact).is_some()),
        };
        if alone > 0 {
            found.push(((at, None), alone));
        }
        if let Kind::List { fields, key, .. } = &fact.kind {
            let asked = fields.iter_enumerated().filter(|(index, _)| index != key);
            found.extend(asked.map(|(index, field)| ((at, Some(index)), steps(field))));
        }
    }
    found
}

fn steps(fact: &Fact) -> u32 {
    match fact.kind {
        Kind::Date { .. } | Kind::Number { banded: true, .. } => 2,
        _ => 1,
    }
}

/// Answers one question. Returns the fact or field that it was about.
fn answer(
    city: &City,
    household: &Situation,
    missing: Missing,
    known: &mut Situation,
    manner: Manner,
    dice: &mut Dice,
) -> Key {
    let fact = &city.rules().facts[missing.fact];
    let declines =
        manner.plans_nothing && fact.no_plan.is_some() || dice.chance(manner.declines, 10);
    if let Some(first) = fact.together
        && known.facts[missing.fact] == Answer::unknown(fact)
    {
        answer_together(city, household, first, known, declines);
        return (first, None);
    }
    let complete = &household.facts[missing.fact].known;
    let answer = &mut known.facts[missing.fact];
    let (Kind::List { fields, key, applicant }, Known::List(all)) = (&fact.kind, complete) else {
        one_step(fact, complete, missing.needs, answer, declines, manner, dice);
        return (missing.fact, None);
    };
    let Known::List(some) = &mut answer.known else { unreachable!("a list") };
    let asks_who = missing.needs == Needs::Members || missing.member.is_none();
    let Some(field) = missing.field.filter(|_| !asks_who) else {
        if declines {
            answer.declined = true;
            return (missing.fact, None);
        }
        for complete in &all.named.raw[some.named.len()..] {
            let mut record = situation::member_record(fields, *key, applicant);
            record[*key] = complete[*key].clone();
            some.named.push(record);
        }
        some.further.fill(Further::NOBODY);
        return (missing.fact, None);
    };
    // One question asks about all members.
    for (record, complete) in some.named.iter_mut().zip(&all.named) {
        if !record[field].known.is_single() && !record[field].declined {
            let needs = needs(&fields[field], &record[field].known);
            let complete = &complete[field].known;
            one_step(&fields[field], complete, needs, &mut record[field], declines, manner, dice);
        }
    }
    (missing.fact, missing.field)
}

/// Answers the plans that are asked together and that nothing is said about yet. A tick says that a plan is made, in
/// one of its ways; no tick is the answer of somebody who does not make it. Who cannot say so declines all of them.
fn answer_together(
    city: &City,
    household: &Situation,
    first: FactIndex,
    known: &mut Situation,
    declines: bool,
) {
    for (at, fact) in city.rules().facts.iter_enumerated() {
        let answer = &mut known.facts[at];
        if fact.together != Some(first) || *answer != Answer::unknown(fact) {
            continue;
        }
        answer.declined = declines;
        let complete = &household.facts[at].known;
        if !declines {
            answer.known = ticked(fact, complete).unwrap_or_else(|| complete.clone());
        }
    }
}

/// What a tick says of a plan that can be made in several ways. `None` if it says everything, or if the plan is not
/// made.
fn ticked(fact: &Fact, complete: &Known) -> Option<Known> {
    let ways = ways(fact)?;
    let Known::Options(chosen) = complete else { return None };
    chosen.is_within(ways).then_some(Known::Options(ways))
}

/// The ways in which a plan can be made, if there are several.
fn ways(fact: &Fact) -> Option<Options> {
    let (Kind::Choice { options }, Some(Fixed::Option(none))) = (&fact.kind, fact.no_plan) else {
        return None;
    };
    (options.len() > 2).then(|| Options::first(options.len()).without(Options::only(none)))
}

fn needs(fact: &Fact, known: &Known) -> Needs {
    match (&fact.kind, known) {
        (Kind::Date { .. }, Known::Day(Days::ANY)) => Needs::Year,
        (Kind::Date { .. }, _) => Needs::MonthDay,
        (Kind::Number { banded: true, .. }, Known::Number(Range { high: None, .. })) => Needs::Band,
        _ => Needs::Value,
    }
}

/// Answers one question about a fact or field: exactly, roughly or not at all.
fn one_step(
    fact: &Fact,
    complete: &Known,
    needs: Needs,
    answer: &mut Answer,
    declines: bool,
    manner: Manner,
    dice: &mut Dice,
) {
    if declines {
        answer.declined = true;
        return;
    }
    let rough = match (&fact.kind, complete) {
        (Kind::Date { first, last }, Known::Day(day)) if needs == Needs::Year => {
            let year = situation::rough_days(day.first.to_civil().year, None).unwrap();
            debug_assert!(day_ends(year, *first, *last).0 <= i64::from(day.first.number()));
            Some(Known::Day(year))
        }
        (Kind::Number { min, max, .. }, Known::Number(range)) if needs == Needs::Band => {
            let (value, _) = number_ends(*range, *min, *max);
            let band = 1_000_000;
            let low = value.div_euclid(band) * band;
            Some(Known::Number(Range::whole(low.max(*min), Some((low + band).min(*max)))))
        }
        _ => None,
    };
    answer.declined = rough.is_some() && dice.chance(manner.roughly, 10);
    answer.known = rough.unwrap_or_else(|| complete.clone());
}
