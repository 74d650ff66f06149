//! What the household could do: when to apply, when to move, and which change of plans would make a
//! programme eligible or raise it. Everything is found by evaluating again; no rule is read here.

mod apply;
mod change;
mod solve;

use crate::calendar::Day;
use crate::evaluate::{Judgement, Standing, judgement, standing};
use crate::index::{FactIndex, FactSet, GapIndex, ProgrammeIndex};
use crate::possible::{Days, Options, Slots};
use crate::report::{Advice, ProgrammeAdvice, Report, Verdict};
use crate::rulebook::{City, Fact, Kind};
use crate::situation::{Known, Situation};
use typed_index_collections::{TiSlice, TiVec};

/// What the household of a report could do about each programme.
///
/// `today` only decides what is still a plan: nothing is advised that lies before it.
#[must_use]
pub fn advise(city: &City, situation: &Situation, report: &Report, today: Day) -> Advice {
    let outset = Outset::of(city, situation, report.on);
    let mut programmes = TiVec::with_capacity(report.programmes.len());
    for programme in report.programmes.keys() {
        programmes.push(advise_about(city, situation, report, today, &outset, programme));
    }
    Advice { programmes }
}

/// How every programme was judged for a household before anything is tried.
#[derive(Debug)]
pub struct Outset(TiVec<ProgrammeIndex, Judgement>);

impl Outset {
    /// Judges every programme for a situation on an application date.
    #[must_use]
    pub fn of(city: &City, situation: &Situation, on: Day) -> Outset {
        let mut found = TiVec::with_capacity(city.programmes().len());
        for programme in city.programmes().keys() {
            found.push(judgement(city, situation, Days::exactly(on), programme));
        }
        Outset(found)
    }
}

/// What the household of a report could do about one programme; the outset is that of the situation
/// and of the report's day.
#[must_use]
pub fn advise_about(
    city: &City,
    situation: &Situation,
    report: &Report,
    today: Day,
    outset: &Outset,
    programme: ProgrammeIndex,
) -> ProgrammeAdvice {
    let situation = situation.clone();
    let (before, changed) = (&outset.0, FactSet::EMPTY);
    let mut trial = Trial { city, situation, on: report.on, today, before, changed };
    let mut advice = ProgrammeAdvice::default();
    let Some(one) = report.programmes.get(programme) else { return advice };
    // What hangs on more than a plan must be answered before there is anything to advise.
    let is_plan = |gap: &GapIndex| {
        let gap = report.incomplete.get(*gap);
        gap.is_some_and(|gap| trial.is_plan(gap.fact))
    };
    if one.verdict != Verdict::Undetermined || one.missing.iter().all(is_plan) {
        advice.apply = apply::apply(&trial, programme);
        advice.plans = apply::plans(&mut trial, programme);
        if one.verdict == Verdict::Ineligible {
            advice.what_if = trial.what_if(report, one);
        }
        advice.raises = trial.raises(report, one);
    }
    advice
}

/// A household of which one answer after another is tried.
struct Trial<'a> {
    city: &'a City,
    situation: Situation,
    on: Day,
    today: Day,
    /// How every programme was judged before anything was tried.
    before: &'a TiSlice<ProgrammeIndex, Judgement>,
    /// The facts of which another answer is tried.
    changed: FactSet,
}

impl<'a> Trial<'a> {
    /// What `look` finds where a fact has another answer.
    fn with<T>(
        &mut self,
        fact: FactIndex,
        known: Known,
        look: &mut dyn FnMut(&mut Self) -> T,
    ) -> T {
        let changed = self.changed;
        let before = self.put(fact, known.clone());
        let found = look(self);
        self.put(fact, before.unwrap_or(known));
        self.changed = changed;
        found
    }

    /// Where a programme stands over a span of application dates, with what is tried.
    fn standing(&self, programme: ProgrammeIndex, on: Days) -> Standing {
        let none = Standing { verdict: Verdict::NoRule, open: Slots::NONE };
        self.before.get(programme).map_or(none, |before| {
            standing(self.city, &self.situation, on, programme, (before, self.changed))
        })
    }

    fn put(&mut self, fact: FactIndex, known: Known) -> Option<Known> {
        let answer = self.situation.facts.get_mut(fact)?;
        self.changed.insert(fact);
        Some(core::mem::replace(&mut answer.known, known))
    }

    fn known(&self, fact: FactIndex) -> Option<&Known> {
        self.situation.facts.get(fact).map(|answer| &answer.known)
    }

    fn fact(&self, fact: FactIndex) -> Option<&'a Fact> {
        self.city.rules().facts.get(fact)
    }

    /// Whether a fact is a date that the applicant can choose.
    fn is_plan(&self, fact: FactIndex) -> bool {
        let fact = self.fact(fact).filter(|fact| fact.choosable != Options::NONE);
        fact.is_some_and(|fact| matches!(fact.kind, Kind::Date { .. }))
    }

    /// The facts of a set whose answer the applicant can choose.
    fn chosen(&self, of: FactSet) -> Vec<FactIndex> {
        let is_chosen =
            |fact: &FactIndex| self.fact(*fact).is_some_and(|fact| fact.choosable != Options::NONE);
        of.iter().filter(is_chosen).collect()
    }
}

fn number(day: Day) -> i64 {
    i64::from(day.number())
}

/// The days with these numbers; the calendar's ends where there are none.
fn days(first: i64, last: i64) -> Days {
    let day =
        |number: i64, end| i32::try_from(number).ok().and_then(Day::from_number).unwrap_or(end);
    Days { first: day(first, Day::MIN), last: day(last, Day::MAX) }
}
