//! A household whose answers change one after another: only the programmes that a change bears on are
//! evaluated again. It finds what evaluating from nothing finds.

use super::{Bearing, Evaluated, Run, report};
use crate::calendar::Day;
use crate::index::{FactSet, ProgrammeIndex};
use crate::report::Report;
use crate::rulebook::City;
use crate::situation::Situation;
use typed_index_collections::TiVec;

/// A household's answers and what they came to, from which the next ones can go on.
#[derive(Debug)]
pub struct Followed {
    situation: Situation,
    today: Day,
    report: Report,
    /// What bears on each programme of the report.
    bearing: TiVec<ProgrammeIndex, Bearing>,
}

impl Followed {
    /// Evaluates a situation from nothing, or from what was found `before`.
    #[must_use]
    pub fn evaluate(
        before: Option<Followed>,
        city: &City,
        situation: Situation,
        on: Day,
        today: Day,
    ) -> Followed {
        let run = Run { city, situation: &situation, on, today };
        let kept = before.map_or_else(TiVec::new, |before| before.kept(run));
        let (report, bearing) = report(run, kept);
        Followed { situation, today, report, bearing }
    }

    /// What the household comes to.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// What is known of the household.
    #[must_use]
    pub fn situation(&self) -> &Situation {
        &self.situation
    }

    /// The day on which it was evaluated.
    #[must_use]
    pub fn today(&self) -> Day {
        self.today
    }

    /// Of each programme, what stands in another run too.
    fn kept(self, run: Run<'_>) -> TiVec<ProgrammeIndex, Option<Evaluated>> {
        if (self.report.on, self.today) != (run.on, run.today) {
            return TiVec::new();
        }
        let mut changed = FactSet::EMPTY;
        for ((fact, before), now) in
            self.situation.facts.iter_enumerated().zip(&run.situation.facts)
        {
            if before != now {
                changed.insert(fact);
            }
        }
        let mut kept = TiVec::with_capacity(self.bearing.len());
        for (report, bearing) in self.report.programmes.into_iter().zip(self.bearing) {
            let is_changed = run.city.facts_of(report.programme).intersects(changed);
            kept.push((!is_changed).then_some(Evaluated { report, bearing }));
        }
        kept
    }
}
