//! Turns the reports of programmes into the input of the best combination: candidates with their exclusions, in
//! groups that share readings, and the caps that several of them share. Nothing is combined here.

use super::amounts::AmountEvaluator;
use super::expression::{Context, Scope};
use super::reading_choices::ReadingChoices;
use super::requirement::{self, Results};
use crate::amount::Exact;
use crate::calendar::Day;
use crate::combine::{self, Candidate, Cap, Terms, are_connected};
use crate::index::{
    CapOfYear, FactSet, ProgrammeInYear, ProgrammeIndex, ReadingSet, RequirementPlace, Version,
    YearIndex,
};
use crate::possible::{Days, Range};
use crate::report::{AmountRange, ProgrammeReport, Verdict};
use crate::rulebook::{City, Programme, ProgrammeInfo, Rulebook, SharedCap};
use crate::situation::Situation;
use typed_index_collections::TiVec;

/// The largest number of combinations of meanings that are told apart for programmes that share readings. Further
/// readings count as if each programme had its own, which only widens the range of the best sum.
const MAX_MEANINGS: usize = 16;

/// The results from which the terms of a programme under any meaning of its readings are computed.
pub(super) struct Granting<'a> {
    pub(super) context: Context<'a>,
    pub(super) facts: &'a ProgrammeInfo,
    pub(super) results: TiVec<RequirementPlace, requirement::RequirementResult>,
    pub(super) evaluator: Option<AmountEvaluator<'a>>,
}

impl Granting<'_> {
    /// What the programme pays under some meanings. `None` if it cannot be granted under them.
    fn terms(&self, choices: &ReadingChoices) -> Option<Terms> {
        let context = Context { choices, ..self.context };
        let results: &Results = &self.results;
        let top = requirement::judge_again(&context, self.facts, results, FactSet::EMPTY)?;
        let amount = self.evaluator.as_ref()?.amount_under(choices).total?;
        (top.verdict() != Verdict::Ineligible).then(|| terms(amount, top.outcomes.is_grantable()))
    }
}

fn terms(amount: AmountRange, is_grantable: bool) -> Terms {
    let low = amount.yen.low.filter(|_| !amount.ceiling).unwrap_or(Exact::ZERO);
    let pays = Range { low: Some(low), high: amount.yen.high };
    Terms { pays, is_sure: is_grantable }
}

/// A programme that may be a candidate.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    pub(super) report: &'a ProgrammeReport,
    pub(super) granting: Option<&'a Granting<'a>>,
    /// Whether the report is an estimate: its indices are those of [`Continued::city`].
    pub(super) is_estimate: bool,
}

/// The years of a city by number: first the registered ones, then those in which their rules would go on.
#[derive(Clone, Copy)]
pub(super) struct Years<'a>(pub(super) &'a City);

impl<'a> Years<'a> {
    fn registered(self) -> usize {
        self.0.rules().years.len()
    }

    /// The rules of registered years, or those in which they would go on.
    fn city(self, is_estimate: bool) -> Option<&'a City> {
        if is_estimate { Some(&self.0.continued()?.city) } else { Some(self.0) }
    }

    fn number(self, is_estimate: bool, year: YearIndex) -> YearIndex {
        let before = if is_estimate { self.registered() } else { 0 };
        usize::from(year).saturating_add(before).into()
    }

    /// The rules that have a year, and its index among theirs.
    fn find(self, number: YearIndex) -> Option<(&'a City, YearIndex)> {
        match usize::from(number).checked_sub(self.registered()) {
            None => Some((self.0, number)),
            Some(later) => Some((self.city(true)?, later.into())),
        }
    }

    /// The registered cap behind a cap.
    pub(super) fn registered_cap(self, cap: CapOfYear) -> Option<CapOfYear> {
        let later = usize::from(cap.year).checked_sub(self.registered());
        let Some(later) = later else { return Some(cap) };
        let version = Version { year: later.into(), programme: ProgrammeInYear::new(0) };
        let year = self.0.continued()?.registered(version)?.year;
        Some(CapOfYear { year, cap: cap.cap })
    }
}

/// A candidate, and the readings of a year that change what it pays or whether it is granted.
struct Open<'a> {
    candidate: Candidate,
    granting: Option<&'a Granting<'a>>,
    /// The number of the year; see [`Years`].
    year: Option<YearIndex>,
    readings: ReadingSet,
}

/// The programmes whose money counts for the best combination, in groups that are connected by exclusions, caps and
/// readings.
pub(super) fn candidates(years: Years<'_>, entries: &[Entry<'_>]) -> Vec<Vec<Candidate>> {
    let mut all = Vec::new();
    for entry in entries {
        all.extend(open_candidate(years, *entry));
    }
    let pair = |a: usize, b: usize| all.get(a).zip(all.get(b));
    let groups = combine::groups(all.len(), &|a, b| {
        pair(a, b).is_some_and(|(a, b)| {
            are_connected(&a.candidate, &b.candidate)
                || a.year == b.year && a.readings.intersects(b.readings)
        })
    });
    let mut found = Vec::with_capacity(groups.len());
    for places in groups {
        let group: Vec<&Open<'_>> = places.into_iter().filter_map(|at| all.get(at)).collect();
        found.push(with_terms(years, &group));
    }
    found
}

/// The candidates of a group, with terms for each combination of meanings of the readings that they share.
fn with_terms(years: Years<'_>, group: &[&Open<'_>]) -> Vec<Candidate> {
    let (year, shared) = shared_readings(years, group);
    let book = year.and_then(|year| book(years, year));
    let mut candidates: Vec<Candidate> = group.iter().map(|one| one.candidate.clone()).collect();
    let Some(book) = book.filter(|_| !shared.is_empty()) else { return candidates };
    for (candidate, open) in candidates.iter_mut().zip(group) {
        let usual = candidate.terms.first().copied().flatten();
        candidate.terms.clear();
        ReadingChoices::OPEN.for_each(book, shared, &mut |choices| {
            let granting =
                open.granting.filter(|_| open.year == year && open.readings.intersects(shared));
            candidate.terms.push(granting.map_or(usual, |granting| granting.terms(choices)));
        });
    }
    candidates
}

/// The readings that at least two candidates of a group share, as far as their combinations are told apart.
fn shared_readings(years: Years<'_>, group: &[&Open<'_>]) -> (Option<YearIndex>, ReadingSet) {
    let year = group.iter().find(|one| !one.readings.is_empty()).and_then(|one| one.year);
    let (mut once, mut shared) = (ReadingSet::EMPTY, ReadingSet::EMPTY);
    for open in group.iter().filter(|one| one.year == year) {
        shared = shared.union(once.intersection(open.readings));
        once = once.union(open.readings);
    }
    let (mut told_apart, mut meanings) = (ReadingSet::EMPTY, 1_usize);
    let book = year.and_then(|year| book(years, year));
    for reading in shared.iter() {
        let choices = book.and_then(|book| book.readings.get(reading)).map(|one| one.choices.len());
        meanings = meanings.saturating_mul(choices.unwrap_or(1));
        if meanings > MAX_MEANINGS {
            break;
        }
        told_apart.insert(reading);
    }
    (year, told_apart)
}

/// The rules of a year by its number.
fn book(years: Years<'_>, number: YearIndex) -> Option<&Rulebook> {
    let (city, year) = years.find(number)?;
    city.rules().years.get(year)
}

/// A programme as a candidate, if its money counts.
fn open_candidate<'a>(years: Years<'_>, entry: Entry<'a>) -> Option<Open<'a>> {
    let Entry { report, granting, is_estimate } = entry;
    let city = years.city(is_estimate)?;
    let amount = report.amount?;
    let mut counts = false;
    let mut exclusive: Option<Vec<(ProgrammeIndex, bool)>> = None;
    for at in city.versions(report.programme) {
        let Some(programme) = city.programme(*at) else { continue };
        if report.rules.is_some_and(|rules| rules != *at) {
            continue;
        }
        counts |= combine::counts(programme, report);
        let also = exclusions(city, at.year, programme);
        // If the rules of several years may hold, only what all of them exclude is excluded.
        match &mut exclusive {
            Some(exclusive) => exclusive.retain(|one| also.contains(one)),
            None => exclusive = Some(also),
        }
    }
    let top = granting.and_then(|granting| granting.results.first());
    let is_grantable = top.is_some_and(|top| top.outcomes.is_grantable());
    let mut readings = ReadingSet::EMPTY;
    for open in &report.readings {
        readings.insert(open.reading);
    }
    counts.then(|| Open {
        candidate: Candidate {
            programme: report.programme,
            terms: vec![Some(terms(amount, is_grantable))],
            exclusive: exclusive.unwrap_or_default(),
            cap: cap_of(city, report.rules).map(|CapOfYear { year, cap }| CapOfYear {
                year: years.number(is_estimate, year),
                cap,
            }),
        },
        granting,
        year: report.rules.map(|rules| years.number(is_estimate, rules.year)),
        readings,
    })
}

/// The programmes that one excludes, each with whether the exclusion is only inferred.
fn exclusions(city: &City, year: YearIndex, programme: &Programme) -> Vec<(ProgrammeIndex, bool)> {
    let mut found = Vec::new();
    for other in &programme.exclusive {
        let named = Version { year, programme: other.programme };
        if let Some(named) = city.programme(named) {
            found.push((named.number, other.inferred));
        }
    }
    found
}

/// The cap that limits a programme under the rules that hold. If it is not known which rules hold,
/// no cap limits it, which only widens the sum.
fn cap_of(city: &City, rules: Option<Version>) -> Option<CapOfYear> {
    let Version { year, programme } = rules?;
    let caps = &city.rules().years.get(year)?.caps;
    let cap = caps.position(|cap: &SharedCap| cap.programmes.contains(&programme))?;
    Some(CapOfYear { year, cap })
}

/// The caps that limit the candidates, each with its yen on an application date.
pub(super) fn caps(
    years: Years<'_>,
    situation: &Situation,
    on: Day,
    groups: &[Vec<Candidate>],
) -> Vec<Cap> {
    let mut found: Vec<Cap> = Vec::new();
    for candidate in groups.iter().flatten() {
        let Some(id) = candidate.cap.filter(|id| found.iter().all(|cap| cap.id != *id)) else {
            continue;
        };
        let Some((city, year)) = years.find(id.year) else { continue };
        let Some(context) = Context::plain(city, year, situation, Days::exactly(on)) else {
            continue;
        };
        let Some(cap) = context.book.caps.get(id.cap) else { continue };
        // A cap below zero would make a household pay; it counts as zero.
        let yen = context.value(cap.yen, Scope::None).number().max(Range::ZERO);
        found.push(Cap { id, yen });
    }
    found
}
