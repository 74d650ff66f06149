//! Turns the reports of programmes into the input of the best combination: candidates with their exclusions, in
//! groups that share readings, and the caps that several of them share. Nothing is combined here.

use super::amounts::AmountEvaluator;
use super::expression::{Context, Scope};
use super::reading_choices::ReadingChoices;
use super::requirement::{self, Results};
use super::validity::{Validity, validity};
use super::value::Value;
use crate::amount::Exact;
use crate::calendar::Day;
use crate::combine::{self, Candidate, Cap, Terms, are_connected};
use crate::index::{
    CapOfYear, FactSet, ProgrammeIndex, ReadingSet, RequirementPlace, Version, YearIndex,
};
use crate::possible::{Days, Range, Slots};
use crate::report::{AmountRange, ProgrammeReport, Verdict};
use crate::rulebook::{City, MAX_MEANINGS, Programme, ProgrammeInfo, Rulebook};
use crate::situation::Situation;
use typed_index_collections::TiVec;

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
        let amount = self.evaluator.as_ref()?.total_under(choices)?;
        (top.verdict() != Verdict::Ineligible).then(|| terms(amount, top.outcomes.is_grantable()))
    }
}

fn terms(amount: AmountRange, is_grantable: bool) -> Terms {
    let low = amount.yen.low.filter(|_| !amount.ceiling).unwrap_or(Exact::ZERO);
    let pays = Range { low: Some(low), high: amount.yen.high };
    Terms { pays, is_sure: is_grantable }
}

/// A programme that may be a candidate. It has one report, or both if each holds for some completions.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    /// What it gives by registered rules.
    pub(super) registered: Option<&'a ProgrammeReport>,
    /// What it gives as an estimate, with the indices of [`Continued::city`].
    pub(super) estimate: Option<&'a ProgrammeReport>,
    /// Absent if it is not known which rules hold or go on.
    pub(super) granting: Option<&'a Granting<'a>>,
}

/// The years of a city by number: first the registered ones, then those in which their rules would go on.
#[derive(Clone, Copy)]
pub(super) struct Years<'a>(pub(super) &'a City);

impl<'a> Years<'a> {
    fn registered(self) -> usize {
        self.0.rules().years.len()
    }

    /// The rules of registered years, or those in which they would go on.
    pub(super) fn city(self, is_estimate: bool) -> Option<&'a City> {
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

    /// A cap of some rules by its number. The rules of one registered year share their caps in all later years.
    /// The numbers of these caps come after those of the registered ones.
    fn cap(self, is_estimate: bool, cap: CapOfYear) -> Option<CapOfYear> {
        if !is_estimate {
            return Some(cap);
        }
        let origin = self.0.continued()?.origin(cap.year)?;
        Some(CapOfYear { year: self.number(true, origin), cap: cap.cap })
    }

    /// The registered cap behind a cap by its number.
    pub(super) fn registered_cap(self, cap: CapOfYear) -> CapOfYear {
        let year = usize::from(cap.year);
        let year = year.checked_sub(self.registered()).unwrap_or(year).into();
        CapOfYear { year, cap: cap.cap }
    }

    /// The yen of a cap by its number on an application date, over all years in which its rules are read, and the
    /// answers that could change it.
    fn yen(self, cap: CapOfYear, situation: &Situation, on: Day) -> Option<(Range, Slots)> {
        let is_later = usize::from(cap.year) >= self.registered();
        let city = self.city(is_later)?;
        let registered = self.registered_cap(cap).year;
        let mut found: Option<Value> = None;
        for year in city.rules().years.keys() {
            let origin = if is_later { self.0.continued()?.origin(year)? } else { year };
            if origin != registered {
                continue;
            }
            let context = Context::plain(city, year, situation, Days::exactly(on))?;
            let yen = context.value(context.book.caps.get(cap.cap)?.yen, Scope::None);
            found = Some(found.map_or(yen, |found| found.hull(yen)));
        }
        // A cap below zero would make a household pay; it counts as zero.
        found.map(|yen| (yen.number().max(Range::ZERO), yen.open))
    }
}

/// A candidate, and the readings of a year that change what it pays or whether it is granted.
struct Open<'a> {
    candidate: Candidate,
    granting: Option<&'a Granting<'a>>,
    /// The number of the year; see [`Years`].
    year: Option<YearIndex>,
    readings: ReadingSet,
    /// The caps that may limit it, while it is open which year's rules hold.
    perhaps_capped: Vec<CapOfYear>,
}

/// The programmes whose money counts for the best combination.
pub(super) struct Candidates {
    /// In groups that are connected by exclusions, caps and readings.
    pub(super) groups: Vec<Vec<Candidate>>,
    /// The caps that may limit a candidate whose year is still open.
    perhaps_capped: Vec<CapOfYear>,
}

/// The programmes whose money counts for the best combination, for a situation on an application date.
pub(super) fn candidates(
    years: Years<'_>,
    (situation, on): (&Situation, Day),
    entries: &[Entry<'_>],
) -> Candidates {
    let mut all = Vec::new();
    let mut perhaps_capped = Vec::new();
    for entry in entries {
        let Some(open) = open_candidate(years, (situation, on), *entry) else { continue };
        perhaps_capped.extend_from_slice(&open.perhaps_capped);
        all.push(open);
    }
    let pair = |a: usize, b: usize| all.get(a).zip(all.get(b));
    let groups = combine::groups(all.len(), &|a, b| {
        pair(a, b).is_some_and(|(a, b)| {
            are_connected(&a.candidate, &b.candidate)
                || a.year == b.year && a.readings.intersects(b.readings)
        })
    });
    let with_terms = |places: Vec<usize>| {
        let group: Vec<&Open<'_>> = places.into_iter().filter_map(|at| all.get(at)).collect();
        with_terms(years, &group)
    };
    Candidates { groups: groups.into_iter().map(with_terms).collect(), perhaps_capped }
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
        if meanings > usize::from(MAX_MEANINGS) {
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
fn open_candidate<'a>(
    years: Years<'_>,
    (situation, on): (&Situation, Day),
    entry: Entry<'a>,
) -> Option<Open<'a>> {
    let Entry { registered, estimate, granting } = entry;
    let report = registered.or(estimate)?;
    let mut amount: Option<AmountRange> = None;
    let (mut counts, mut caps) = (false, Vec::new());
    let mut exclusive: Option<Vec<(ProgrammeIndex, bool)>> = None;
    for (is_estimate, report) in [(false, registered), (true, estimate)] {
        let Some((city, report)) = years.city(is_estimate).zip(report) else { continue };
        amount = AmountRange::hull_of(amount, report.amount);
        for at in city.versions(report.programme) {
            let Some(programme) = city.programme(*at) else { continue };
            if report.rules.is_some_and(|rules| rules != *at) {
                continue;
            }
            counts |= report.amount.is_some() && combine::counts(programme, report);
            if validity(programme, situation, Days::exactly(on)) != Validity::DoesNotHold {
                caps.extend(cap_of(city, *at).and_then(|cap| years.cap(is_estimate, cap)));
            }
            let also = exclusions(programme);
            match &mut exclusive {
                Some(exclusive) => may_exclude(exclusive, &also),
                None => exclusive = Some(also),
            }
        }
    }
    let mut amount = amount.filter(|_| counts)?;
    let top = granting.and_then(|granting| granting.results.first());
    let is_grantable = top.is_some_and(|top| top.outcomes.is_grantable());
    // If the year of the rules is open, no reading of a year counts for the programme, and a shared cap of one may leave
    // nothing of it.
    let is_one = registered.is_none() || estimate.is_none();
    let rules = report.rules.filter(|_| is_one);
    let cap = rules.and(caps.first().copied());
    if rules.is_some() {
        caps.clear();
    }
    if !caps.is_empty() {
        amount.yen = amount.yen.hull(Range::ZERO);
    }
    let is_estimate = registered.is_none();
    let mut readings = ReadingSet::EMPTY;
    if is_one {
        report.readings.iter().for_each(|open| readings.insert(open.reading));
    }
    Some(Open {
        candidate: Candidate {
            programme: report.programme,
            terms: vec![Some(terms(amount, is_grantable))],
            exclusive: exclusive.unwrap_or_default(),
            cap,
        },
        granting,
        year: rules.map(|rules| years.number(is_estimate, rules.year)),
        readings,
        perhaps_capped: caps,
    })
}

/// Adds what the rules of another year exclude, if either year's rules may hold. Only what all of them exclude is
/// excluded for sure; the rest may be, like what is only inferred.
fn may_exclude(known: &mut Vec<(ProgrammeIndex, bool)>, also: &[(ProgrammeIndex, bool)]) {
    for (programme, inferred) in known.iter_mut() {
        *inferred |= !also.contains(&(*programme, false));
    }
    for (programme, _) in also {
        if known.iter().all(|(one, _)| one != programme) {
            known.push((*programme, true));
        }
    }
}

/// The programmes that one excludes, each with whether the exclusion is only inferred or holds only under some meanings
/// of a reading.
fn exclusions(programme: &Programme) -> Vec<(ProgrammeIndex, bool)> {
    let named = programme.exclusive.iter();
    named.map(|other| (other.programme, other.inferred || other.under.is_some())).collect()
}

/// The cap that limits a programme under some rules.
pub(super) fn cap_of(city: &City, rules: Version) -> Option<CapOfYear> {
    let Version { year, programme } = rules;
    let cap = city.rules().years.get(year)?.cap_of(programme)?;
    Some(CapOfYear { year, cap })
}

/// The caps that limit the candidates, each with its yen on an application date, and the answers that could change one
/// of them or one that may limit a candidate.
pub(super) fn caps(
    years: Years<'_>,
    (situation, on): (&Situation, Day),
    candidates: &Candidates,
) -> (Vec<Cap>, Slots) {
    let (mut found, mut open) = (Vec::<Cap>::new(), Slots::NONE);
    for cap in &candidates.perhaps_capped {
        open = open.union(years.yen(*cap, situation, on).map_or(Slots::NONE, |(_, open)| open));
    }
    for candidate in candidates.groups.iter().flatten() {
        let new = candidate.cap.filter(|id| found.iter().all(|cap| cap.id != *id));
        let Some((id, (yen, of_cap))) =
            new.and_then(|id| Some((id, years.yen(id, situation, on)?)))
        else {
            continue;
        };
        found.push(Cap { id, yen });
        open = open.union(of_cap);
    }
    (found, open)
}
