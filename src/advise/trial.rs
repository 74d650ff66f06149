//! Changes one answer of a household after another and gives the verdicts with each change. It does not
//! choose what to try.

use crate::calendar::Day;
use crate::evaluate::baseline::Baseline;
use crate::evaluate::success::{Stretch, Success};
use crate::index::{FactIndex, FactSet, ProgrammeIndex, Version};
use crate::possible::{Days, Options};
use crate::report::Verdict;
use crate::rulebook::{City, Fact, Kind};
use crate::situation::{Known, Situation};

/// A household on which changes are tried.
pub(super) struct Trial<'a> {
    pub(super) city: &'a City,
    /// What is known of the household, with the change that is being tried.
    pub(super) situation: Situation,
    /// The application date of the report.
    pub(super) on: Day,
    /// Nothing is planned before this day.
    pub(super) today: Day,
    /// How every programme was judged before anything was tried.
    baseline: &'a Baseline,
    /// The facts whose answer differs from the baseline.
    changed: FactSet,
}

impl<'a> Trial<'a> {
    /// Starts without a change. `baseline` is that of `situation`.
    pub(super) fn new(
        city: &'a City,
        situation: Situation,
        (on, today): (Day, Day),
        baseline: &'a Baseline,
    ) -> Trial<'a> {
        Trial { city, situation, on, today, baseline, changed: FactSet::EMPTY }
    }

    /// Calls `visit` with another answer to a fact, then takes that answer back.
    pub(super) fn with<T>(
        &mut self,
        fact: FactIndex,
        known: Known,
        visit: &mut dyn FnMut(&mut Self) -> T,
    ) -> T {
        let changed = self.changed;
        let before = self.replace(fact, known.clone());
        let found = visit(self);
        self.replace(fact, before.unwrap_or(known));
        self.changed = changed;
        found
    }

    /// Calls `visit` with other answers to several facts, then takes those answers back.
    pub(super) fn with_all<T>(
        &mut self,
        answers: &[(FactIndex, Known)],
        visit: &mut dyn FnMut(&mut Self) -> T,
    ) -> T {
        let Some(((fact, known), others)) = answers.split_first() else { return visit(self) };
        self.with(*fact, known.clone(), &mut |trial| trial.with_all(others, visit))
    }

    fn replace(&mut self, fact: FactIndex, known: Known) -> Option<Known> {
        let answer = self.situation.facts.get_mut(fact)?;
        self.changed.insert(fact);
        Some(core::mem::replace(&mut answer.known, known))
    }

    /// The verdict on a programme on the application date of the report.
    pub(super) fn verdict(&self, programme: ProgrammeIndex) -> Verdict {
        self.baseline.verdict(self.on, self.city, &self.situation, self.changed, programme)
    }

    /// Every day of the calendar by the success of an application for a programme.
    pub(super) fn stretches(&self, programme: ProgrammeIndex) -> Vec<Stretch> {
        self.baseline.stretches(self.city, &self.situation, self.changed, programme)
    }

    /// Whether everybody for whom an application succeeds by the rules of another year succeeds in a stretch too.
    pub(super) fn includes(
        &self,
        programme: ProgrammeIndex,
        stretch: &Stretch,
        other: Option<Version>,
    ) -> bool {
        match (stretch.success, stretch.version, other) {
            (Success::Always, _, _) => true,
            (Success::Lasting, Some(version), Some(other)) => {
                let known = (self.city, &self.situation, self.changed);
                let day = stretch.days.first;
                self.baseline.includes(known, (programme, version), day, other)
            }
            _ => false,
        }
    }

    /// Whether a programme reads a fact whose answer is changed.
    pub(super) fn affects(&self, programme: ProgrammeIndex) -> bool {
        self.city.facts_read_by_programme(programme).intersects(self.changed)
    }

    pub(super) fn known(&self, fact: FactIndex) -> Option<&Known> {
        self.situation.facts.get(fact).map(|answer| &answer.known)
    }

    pub(super) fn fact(&self, fact: FactIndex) -> Option<&'a Fact> {
        self.city.rules().facts.get(fact)
    }

    /// Whether a fact is a date that the applicant can choose.
    pub(super) fn is_plan(&self, fact: FactIndex) -> bool {
        let fact = self.fact(fact).filter(|fact| fact.choosable != Options::NONE);
        fact.is_some_and(|fact| matches!(fact.kind, Kind::Date { .. }))
    }

    /// The facts of a set whose answer the applicant can choose.
    pub(super) fn choosable(&self, facts: FactSet) -> Vec<FactIndex> {
        let is_choosable =
            |fact: &FactIndex| self.fact(*fact).is_some_and(|fact| fact.choosable != Options::NONE);
        facts.iter().filter(is_choosable).collect()
    }
}

/// The number of a day, for [`super::solve`].
pub(super) fn number(day: Day) -> i64 {
    i64::from(day.number())
}

/// The days with these numbers. A number outside the calendar becomes its first or last day.
pub(super) fn days(first: i64, last: i64) -> Days {
    let day =
        |number: i64, end| i32::try_from(number).ok().and_then(Day::from_number).unwrap_or(end);
    Days { first: day(first, Day::MIN), last: day(last, Day::MAX) }
}
