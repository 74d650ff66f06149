//! Which of the missing answers are enough to decide a verdict.

use super::trial::Trial;
use crate::amount::Exact;
use crate::index::{FactIndex, FactSet, MissingIndex, ProgrammeIndex};
use crate::possible::{Days, Options, Range};
use crate::report::{Report, Verdict};
use crate::rulebook::{City, Kind};
use crate::situation::Known;
use crate::truth::Truth;

/// The largest number of verdicts that are computed for one programme. What is then not proved to be needless stays.
const MAX_VERDICTS: u32 = 600;

/// Missing or declined facts that settle an open verdict on a programme: every value of them decides it.
/// `missing` are the answers that could still change something about it.
///
/// A fact is left out only if the others are proved to suffice. So no fact can be left out of the result, unless that
/// takes more than [`MAX_VERDICTS`] verdicts to prove, or the members of a list to try.
pub(super) fn settles(
    trial: &mut Trial<'_>,
    report: &Report,
    programme: ProgrammeIndex,
    missing: &[MissingIndex],
) -> Vec<FactIndex> {
    let decisive = decisive(trial.city, programme);
    let mut facts: Vec<FactIndex> = Vec::new();
    for one in missing.iter().filter_map(|at| report.incomplete.get(*at)) {
        if decisive.contains(one.fact) && !facts.contains(&one.fact) {
            facts.push(one.fact);
        }
    }
    let mut search = Search { trial, programme, left: MAX_VERDICTS };
    for at in (0..facts.len()).rev() {
        let mut fewer = facts.clone();
        fewer.remove(at);
        if search.is_settled_by(&fewer) {
            facts = fewer;
        }
    }
    facts
}

/// The facts on which the verdict on a programme can depend: those that its requirements read, and the date that
/// decides which rules hold.
fn decisive(city: &City, programme: ProgrammeIndex) -> FactSet {
    let mut found = FactSet::EMPTY;
    for version in city.versions(programme) {
        let required = city.programme_info(*version).and_then(|info| info.requirements.first());
        let by = city.programme(*version).and_then(|programme| programme.valid_by);
        found = found.union(required.map_or(FactSet::EMPTY, |top| top.facts));
        found = found.union(by.map_or(FactSet::EMPTY, FactSet::only));
    }
    found
}

struct Search<'s, 'a> {
    trial: &'s mut Trial<'a>,
    programme: ProgrammeIndex,
    /// How many more verdicts may be computed.
    left: u32,
}

impl Search<'_, '_> {
    /// Whether the verdict is proved to be decided for all values of some facts, each taken by itself.
    fn is_settled_by(&mut self, facts: &[FactIndex]) -> bool {
        let Some(left) = self.left.checked_sub(1) else { return false };
        self.left = left;
        if self.trial.verdict(self.programme) != Verdict::Undetermined {
            return true;
        }
        let Some((fact, rest)) = facts.split_first() else { return false };
        let known = self.trial.known(*fact).cloned();
        let kind = self.trial.fact(*fact).map(|fact| &fact.kind);
        let Some((known, kind)) = known.zip(kind) else { return false };
        let Some(values) = divided(&known, kind) else { return self.is_settled_by(rest) };
        let facts = facts.to_vec();
        for value in values {
            let Search { trial, programme, left } = self;
            let (programme, mut remaining) = (*programme, *left);
            let is_settled = trial.with(*fact, value, &mut |trial| {
                let mut search = Search { trial, programme, left: remaining };
                let is_settled = search.is_settled_by(&facts);
                remaining = search.left;
                is_settled
            });
            self.left = remaining;
            if !is_settled {
                return false;
            }
        }
        true
    }
}

/// The values of a fact in smaller sets: one by one, or a half each. `None` if there is one value, or if the fact is a
/// list, whose members are not tried.
fn divided(known: &Known, kind: &Kind) -> Option<Vec<Known>> {
    match known {
        Known::Truth(Truth::Unknown) => {
            Some(vec![Known::Truth(Truth::True), Known::Truth(Truth::False)])
        }
        Known::Options(options) if !options.is_single() => {
            Some(options.iter().map(|one| Known::Options(Options::only(one))).collect())
        }
        Known::Number(range) => {
            let Kind::Number { min, max, .. } = kind else { return None };
            let end = |end: Option<Exact>, bound: i64| end.map_or(bound, |end| end.fraction().0);
            let (low, high) = (end(range.low, *min), end(range.high, *max));
            let middle = low.saturating_add(high.saturating_sub(low) / 2);
            (low < high).then(|| {
                // Beyond the largest answer that can be entered nothing is told apart.
                let last = range.high.map(|_| high);
                let upper = Range::whole(middle.saturating_add(1), last);
                vec![Known::Number(Range::whole(low, Some(middle))), Known::Number(upper)]
            })
        }
        Known::Day(days) if !days.is_single() => {
            let middle = days.middle();
            let later = Days { first: middle.plus_days(1), last: days.last };
            Some(vec![Known::Day(Days { last: middle, ..*days }), Known::Day(later)])
        }
        Known::Truth(_) | Known::Options(_) | Known::Day(_) | Known::List(_) => None,
    }
}
