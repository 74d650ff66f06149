//! The invariants of a year's programmes and shared caps, and what evaluation needs to know of each
//! programme. Expressions are checked in `types`, before.

use super::super::course::{Course, of_requirement};
use super::super::programme::{Amount, Later, Programme, SharedCap, Step};
use super::super::rules::{Grouping, Kind, Rule};
use super::super::signature::Type;
use super::broken::{At, Broken, Invalid, ensure};
use super::facts::is_day;
use super::types::{ExprInfo, TypeChecker, check_unit, common_grain, grain_of_product};
use crate::calendar::Day;
use crate::index::{
    ExprIndex, FactSet, ProgrammeInYear, ProgrammeIndex, ReadingIndex, ReadingSet,
    RequirementIndex, RequirementPlace, Version, YearIndex,
};
use crate::limits;
use crate::possible::Options;
use typed_index_collections::{TiSlice, TiVec};

/// What validation works out about a programme.
#[derive(Debug, Default)]
pub struct ProgrammeInfo {
    /// Its requirements, parents before members, members in the author's order.
    pub requirements: TiVec<RequirementPlace, RequirementEntry>,
    /// The readings that several of its requirements share.
    pub shared_by_requirements: ReadingSet,
    /// The readings that occur more than once in its amount.
    pub repeated_in_amount: ReadingSet,
    /// The readings that occur in its amount.
    pub in_amount: ReadingSet,
    /// The readings that occur both in its requirements and in its amount.
    pub in_both: ReadingSet,
    /// The readings that occur in any part of it.
    pub readings: ReadingSet,
    /// The facts that any part of it reads, perhaps with the application date.
    pub facts: FactSet,
    /// Whether a date in it moves if the rules go on in a later year. The dates of its shared cap do not count.
    pub moves: bool,
    /// The yes-no facts and choices that several parts of its amount read. The amount is found for each of their
    /// answers.
    pub split_by: FactSet,
    /// A number that the denominator of its amount divides.
    pub grain: u32,
    /// The most steps that an evaluation of it takes; see `cost`.
    pub steps: u32,
    /// Whether its amount contains a number that no source states.
    pub has_unstated: bool,
    /// What the desk has ruled about it and about its shared cap.
    pub rulings: Vec<RulingRead>,
}

impl ProgrammeInfo {
    /// The places of the members of the requirement at a place.
    pub fn members(&self, place: RequirementPlace) -> impl Iterator<Item = RequirementPlace> {
        let end = |place: RequirementPlace| Some(self.requirements.get(place)?.end);
        let last = end(place).unwrap_or_default();
        core::iter::successors(Some(place.next()), move |at| end(*at))
            .take_while(move |at| *at < last)
    }
}

/// A requirement of a programme, and what it reads.
#[derive(Clone, Copy, Debug)]
pub struct RequirementEntry {
    /// The requirement's index in the rulebook.
    pub id: RequirementIndex,
    /// The place after its last member.
    pub end: RequirementPlace,
    /// How the group that it belongs to combines its members.
    pub within: Grouping,
    /// The readings in its own conditions.
    pub own_readings: ReadingSet,
    /// The readings in its conditions and in those of all requirements below it.
    pub readings: ReadingSet,
    /// The facts in its conditions and in those of all requirements below it, perhaps with the
    /// application date.
    pub facts: FactSet,
    /// How its truth changes while the application date moves on.
    pub course: Course,
    /// What the desk has ruled about it.
    pub ruled: Option<Ruled>,
}

/// A ruling of the desk that the rules of a programme read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RulingRead {
    /// The meaning of a reading.
    Reading {
        /// The year.
        year: YearIndex,
        /// The reading.
        reading: ReadingIndex,
    },
    /// What is open of a requirement.
    Requirement {
        /// The rules.
        rules: Version,
        /// The requirement among theirs.
        place: RequirementPlace,
    },
    /// Where a date lies in the year of an estimate.
    Date {
        /// The date, as it is written.
        day: Day,
    },
    /// Whether the rules of a programme go on after its registered years.
    GoesOn {
        /// The programme.
        programme: ProgrammeIndex,
    },
}

/// What a ruling makes of a requirement that is open: one that only the desk can judge, an incomplete group, or one
/// that only a weak source states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruled {
    /// It is met: the desk agrees, another way of an incomplete `any` is open, or what must hold is only reported and
    /// is no requirement.
    Met,
    /// It is not met: the desk refuses, something unpublished of an incomplete `all` prevents it, or a way that is only
    /// reported does not exist.
    NotMet,
    /// Its published rule alone decides it.
    ByRule,
}

impl Ruled {
    /// Whether it is met, if the ruling alone decides that.
    #[must_use]
    pub fn outcome(self) -> Option<bool> {
        match self {
            Ruled::Met => Some(true),
            Ruled::NotMet => Some(false),
            Ruled::ByRule => None,
        }
    }
}

/// Checks the programmes of a year of a city with so many programmes.
pub(super) fn check_programmes(
    checker: &TypeChecker<'_>,
    count: usize,
) -> Result<TiVec<ProgrammeInYear, ProgrammeInfo>, Invalid> {
    let mut all = TiVec::new();
    for (index, programme) in checker.book.programmes.iter_enumerated() {
        let info = check_programme(checker, programme, count);
        all.push(info.at(checker.book.fiscal_year, index.into())?);
    }
    Ok(all)
}

fn check_programme(
    checker: &TypeChecker<'_>,
    programme: &Programme,
    count: usize,
) -> Result<ProgrammeInfo, Broken> {
    check_dates(checker, programme)?;
    let mut under_readings = ReadingSet::EMPTY;
    for other in &programme.exclusive {
        let exists = usize::from(other.programme) < count;
        ensure(exists && other.programme != programme.number, Broken::ExclusionExists)?;
        if let Some(under) = other.under {
            let reading = checker.book.readings.get(under.reading).ok_or(Broken::ReadingExists)?;
            let all = Options::first(reading.choices.len());
            let are_some = under.choices != Options::NONE && under.choices != all;
            ensure(are_some && under.choices.is_within(all), Broken::ExclusionUnderSomeChoices)?;
            under_readings.insert(under.reading);
        }
    }
    for source in &programme.sources {
        ensure(checker.book.sources.get(*source).is_some(), Broken::SourceExists)?;
    }
    let valid_by = programme.valid_by.map_or(FactSet::APPLICATION_DATE, FactSet::only);
    let mut info = ProgrammeInfo { facts: valid_by, grain: 1, ..ProgrammeInfo::default() };
    let required = add_requirement(checker, (programme.requires, Grouping::All), 0, &mut info)?;
    info.facts = info.facts.union(required.facts);
    if let Some(amount) = &programme.amount {
        add_amount(checker, amount, &mut info)?;
    }
    ensure(programme.later.len() <= limits::LATER, Broken::NumberOfLater)?;
    if let Some(award) = programme.award {
        checker.amount(award)?;
    }
    for Later { id: _, day, owed } in &programme.later {
        if let Some(day) = day {
            add_later(checker.stated(*day, Type::Day, Broken::KeyDateIsADay)?, &mut info);
        }
        if let Some(owed) = owed {
            let owed = checker.amount(*owed)?;
            // It may be a share of the amount.
            grain_of_product(info.grain, owed.grain).ok_or(Broken::SumsTooFine)?;
            add_later(owed, &mut info);
        }
    }
    check_combinations(checker, info.shared_by_requirements, Broken::TooManySharedReadings)?;
    info.readings = info.readings.union(under_readings);
    Ok(info)
}

fn check_dates(checker: &TypeChecker<'_>, programme: &Programme) -> Result<(), Broken> {
    let (from, to) = (programme.valid_from, programme.valid_to);
    ensure(is_day(from) && is_day(to), Broken::Validity)?;
    if let Some(fact) = programme.valid_by {
        let fact = checker.facts.get(fact);
        let is_date = fact.is_some_and(|fact| matches!(fact.kind, Kind::Date { .. }));
        ensure(is_date, Broken::ValidityByADate)?;
    }
    let window = programme.window;
    let days = [window.opens, window.closes, window.seen_open, window.seen_closed];
    ensure(days.into_iter().flatten().all(is_day), Broken::WindowDates)
}

/// Adds a requirement and all requirements below it. Returns what they read together.
///
/// A hostile group may contain itself, or name a requirement again and again. The walk ends at the
/// first requirement that occurs twice, so it never takes more steps than there are requirements.
fn add_requirement(
    checker: &TypeChecker<'_>,
    (id, within): (RequirementIndex, Grouping),
    depth: usize,
    info: &mut ProgrammeInfo,
) -> Result<RequirementEntry, Broken> {
    ensure(depth <= limits::DEPTH, Broken::RequirementTooDeep)?;
    let is_new = info.requirements.iter().all(|one| one.id != id);
    ensure(is_new, Broken::RequirementUsedTwice)?;
    let requirement = checker.book.requirements.get(id).ok_or(Broken::RequirementExists)?;
    let (mut readings, mut facts) = (ReadingSet::EMPTY, FactSet::EMPTY);
    for expr in requirement.exprs() {
        let expr = checker.info(expr)?;
        readings = readings.union(expr.readings);
        facts = facts.union(expr.facts);
        info.moves |= expr.moves;
    }
    check_combinations(checker, readings, Broken::TooManyReadings)?;
    let shared = info.readings.intersection(readings);
    info.shared_by_requirements = info.shared_by_requirements.union(shared);
    info.readings = info.readings.union(readings);
    let (end, course) = (RequirementPlace::TOP, Course::Varies);
    let own_readings = readings;
    let mut entry =
        RequirementEntry { id, end, within, own_readings, readings, facts, course, ruled: None };
    // The parent comes before its members, and is completed after them.
    let place = info.requirements.push_and_get_key(entry);
    let mut courses = Vec::new();
    if let Rule::Group { how, members, .. } = &requirement.rule {
        for member in members {
            let member = add_requirement(checker, (*member, *how), depth.saturating_add(1), info)?;
            entry.readings = entry.readings.union(member.readings);
            entry.facts = entry.facts.union(member.facts);
            courses.push(member.course);
        }
    }
    let of = |expr: ExprIndex| checker.info(expr).map_or(Course::Varies, |info| info.course);
    entry.course = of_requirement(requirement, &of, &courses);
    entry.end = info.requirements.next_key();
    if let Some(known) = info.requirements.get_mut(place) {
        *known = entry;
    }
    Ok(entry)
}

fn add_amount(
    checker: &TypeChecker<'_>,
    amount: &Amount,
    info: &mut ProgrammeInfo,
) -> Result<(), Broken> {
    ensure((1..=16).contains(&amount.parts.len()), Broken::NumberOfParts)?;
    let (mut readings, mut repeated) = (ReadingSet::EMPTY, ReadingSet::EMPTY);
    for expr in amount.exprs() {
        let expr = checker.amount(expr)?;
        let again = readings.intersection(expr.readings);
        repeated = repeated.union(expr.repeated).union(again);
        readings = readings.union(expr.readings);
        info.facts = info.facts.union(expr.facts);
        info.moves |= expr.moves;
        info.has_unstated |= expr.unstated;
    }
    info.grain = grain(checker, amount)?.ok_or(Broken::SumsTooFine)?;
    info.split_by = split_by(checker, amount)?;
    for step in &amount.then {
        match step {
            Step::Cap(_) | Step::Total(_) => {}
            Step::Round { way: _, unit } => check_unit(*unit)?,
        }
    }
    if let Some(schedule) = amount.schedule {
        ensure((1..=1_200).contains(&schedule.times), Broken::NumberOfInstalments)?;
    }
    let times = amount.schedule.map_or(0, |schedule| schedule.times);
    for own in amount.parts.iter().filter_map(|part| part.instalments) {
        let is_within = 1 <= own.first && own.first <= own.last && own.last <= times;
        ensure(is_within, Broken::NumberOfInstalments)?;
    }
    info.in_both = info.readings.intersection(readings);
    check_combinations(checker, repeated.union(info.in_both), Broken::TooManyReadings)?;
    info.repeated_in_amount = repeated;
    info.in_amount = readings;
    info.readings = info.readings.union(readings);
    Ok(())
}

/// The yes-no facts and choices that several parts of an amount read.
fn split_by(checker: &TypeChecker<'_>, amount: &Amount) -> Result<FactSet, Broken> {
    let (mut once, mut several) = (FactSet::EMPTY, FactSet::EMPTY);
    for part in &amount.parts {
        let facts = checker.amount(part.value)?.facts;
        several = several.union(once.intersection(facts));
        once = once.union(facts);
    }
    let mut found = FactSet::EMPTY;
    for (fact, rules) in checker.facts.iter_enumerated() {
        let is_split = matches!(rules.kind, Kind::YesNo | Kind::Choice { .. });
        if is_split && several.contains(fact) {
            found.insert(fact);
        }
    }
    Ok(found)
}

/// A number that the denominator of an amount divides. `None` if there may be none within the limits.
fn grain(checker: &TypeChecker<'_>, amount: &Amount) -> Result<Option<u32>, Broken> {
    let mut sum = Some(1);
    for part in &amount.parts {
        let part = checker.amount(part.value)?.grain;
        sum = sum.and_then(|sum| common_grain(sum, part));
    }
    for step in &amount.then {
        sum = match step {
            Step::Cap(cap) => {
                let cap = checker.amount(*cap)?.grain;
                sum.and_then(|sum| common_grain(sum, cap))
            }
            Step::Total(total) => Some(checker.amount(*total)?.grain),
            Step::Round { .. } => sum.map(|_| 1),
        };
    }
    Ok(sum)
}

/// Adds what is known of an expression about the time after the award.
fn add_later(expr: &ExprInfo, info: &mut ProgrammeInfo) {
    info.readings = info.readings.union(expr.readings);
    info.facts = info.facts.union(expr.facts);
    info.moves |= expr.moves;
}

/// Checks the shared caps of a year.
pub(super) fn check_caps(checker: &TypeChecker<'_>) -> Result<(), Invalid> {
    let book = checker.book;
    let mut capped: Vec<ProgrammeInYear> = Vec::new();
    for (index, cap) in book.caps.iter().enumerate() {
        let at = |result: Result<(), Broken>| result.at(book.fiscal_year, index);
        at(checker.stated(cap.yen, Type::Number, Broken::CapIsANumber).map(|_| ()))?;
        at(ensure(cap.programmes.len() >= 2, Broken::EmptyList))?;
        for programme in &cap.programmes {
            let exists = book.programmes.get(*programme).is_some();
            at(ensure(exists, Broken::CapProgrammeExists))?;
            at(ensure(!capped.contains(programme), Broken::ProgrammeUnderOneCap))?;
            capped.push(*programme);
        }
    }
    Ok(())
}

/// A number that the denominators of all sums of amounts divide: those of the programmes and shared caps of a year, and
/// of others with the grain `known`.
pub(super) fn grain_of_sums(
    checker: &TypeChecker<'_>,
    programmes: &TiSlice<ProgrammeInYear, ProgrammeInfo>,
    known: u32,
) -> Result<u32, Invalid> {
    let of_cap = |cap: &SharedCap| {
        let grain = checker.info(cap.yen).map_or(1, |cap| cap.grain);
        cap.programmes.first().map(|programme| (*programme, grain))
    };
    let caps = checker.book.caps.iter().filter_map(of_cap);
    let amounts = programmes.iter_enumerated().map(|(index, one)| (index, one.grain));
    amounts.chain(caps).try_fold(known, |known, (index, grain)| {
        let common = common_grain(known, grain).ok_or(Broken::SumsTooFine);
        common.at(checker.book.fiscal_year, index.into())
    })
}

/// Checks the number of combinations of choices of these readings.
fn check_combinations(
    checker: &TypeChecker<'_>,
    readings: ReadingSet,
    otherwise: Broken,
) -> Result<(), Broken> {
    let mut product = 1_usize;
    for reading in readings.iter().filter_map(|reading| checker.book.readings.get(reading)) {
        product = product.saturating_mul(reading.choices.len());
    }
    ensure(product <= checker.combinations, otherwise)
}
