//! The invariants of a city's rules, and what follows from them once and for all.
//! Takes nothing on trust: the rules may come from damaged or hostile bytes.

mod broken;
mod shape;

use super::{
    Amount, CityRules, Fact, Fixed, Grouping, Kind, Obligation, Programme, Requirement, Rule,
    Rulebook, Step, let_go, limits,
};
use crate::calendar::Day;
use crate::index::{
    ExprIndex, FactIndex, FactSet, ProgrammeInYear, ProgrammeIndex, ReadingSet, RequirementIndex,
    RequirementPlace, Slot, Version, YearIndex,
};
use crate::possible::MAX_SLOTS;
pub use broken::Broken;
use core::cell::Cell;
use core::fmt;
pub(super) use shape::Shape;
use shape::{Shaper, Type};
use typed_index_collections::{TiSlice, TiVec};

/// An invariant that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// What should hold.
    pub what: Broken,
    /// The fiscal year, or 0 for the city's facts.
    pub year: i16,
    /// Index of the fact, expression, requirement or programme.
    pub index: usize,
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (year {}, index {})", self.what, self.year, self.index)
    }
}

impl core::error::Error for Invalid {}

/// What is worked out once for each programme.
#[derive(Debug, Default)]
pub struct ProgrammeFacts {
    /// Its requirements, parents before members, members in the author's order.
    pub requirements: TiVec<RequirementPlace, Listed>,
    /// The readings that several of its requirements share.
    pub shared_by_requirements: ReadingSet,
    /// The readings that occur more than once in its amount.
    pub repeated_in_amount: ReadingSet,
    /// The readings that occur in its amount.
    pub in_amount: ReadingSet,
    /// The readings that occur in its requirements and in its amount.
    pub in_both: ReadingSet,
    /// The readings that occur in any part of it.
    pub readings: ReadingSet,
    /// The facts that any part of it reads, and perhaps the application date.
    pub facts: FactSet,
}

/// A requirement among those of a programme, and what it reads.
#[derive(Clone, Copy, Debug)]
pub struct Listed {
    /// Which it is in the rulebook.
    pub id: RequirementIndex,
    /// The readings in its own conditions.
    pub own_readings: ReadingSet,
    /// The readings in its conditions and in those of all below it.
    pub readings: ReadingSet,
    /// The facts in its conditions and in those of all below it, and perhaps the application date.
    pub facts: FactSet,
}

#[derive(Debug, Default)]
pub(super) struct Derived {
    /// First answer slot of each fact.
    pub(super) slots: TiVec<FactIndex, Slot>,
    /// The years of each of the city's programmes.
    pub(super) versions: TiVec<ProgrammeIndex, Vec<Version>>,
    /// Of each year, what its expressions are.
    pub(super) shapes: TiVec<YearIndex, TiVec<ExprIndex, Shape>>,
    /// Of each year, what follows for its programmes.
    pub(super) programmes: TiVec<YearIndex, TiVec<ProgrammeInYear, ProgrammeFacts>>,
}

/// What does not hold, the first of it, and the place that the check had come to. The check goes on with
/// whatever is there, so that nothing in it needs a way out.
#[derive(Debug, Default)]
struct Found {
    broken: Cell<Option<Broken>>,
    year: Cell<i16>,
    index: Cell<usize>,
}

impl Found {
    #[inline(never)]
    fn ensure(&self, holds: bool, what: Broken) {
        if !holds && !self.is_broken() {
            self.broken.set(Some(what));
        }
    }

    fn is_broken(&self) -> bool {
        self.broken.get().is_some()
    }

    /// Notes to which place of the year the check has come.
    #[inline(never)]
    fn come_to(&self, index: usize) {
        if !self.is_broken() {
            self.index.set(index);
        }
    }
}

pub(super) fn validate(rules: &CityRules) -> Result<Derived, Invalid> {
    let found = Found::default();
    let mut derived = Derived::default();
    check_city(rules, &mut derived, &found);
    let Some(what) = found.broken.get() else { return Ok(derived) };
    let_go(derived);
    Err(Invalid { what, year: found.year.get(), index: found.index.get() })
}

fn check_city(rules: &CityRules, derived: &mut Derived, found: &Found) {
    derived.slots = slots(&rules.facts, found);
    for (index, fact) in rules.facts.iter().enumerate() {
        found.come_to(index);
        check_fact(fact, true, found);
    }
    derived.versions = versions(rules, found);
    if found.is_broken() {
        return;
    }
    let mut previous = i16::MIN;
    for book in &rules.years {
        found.year.set(book.fiscal_year);
        found.come_to(0);
        let in_order = limits::YEARS.contains(&book.fiscal_year) && previous < book.fiscal_year;
        found.ensure(in_order, Broken::YearsInOrder);
        previous = book.fiscal_year;
        let mut shaper = Shaper { rules, book, found, shapes: TiVec::new() };
        check_book(&mut shaper);
        if found.is_broken() {
            return;
        }
        derived.programmes.push(check_programmes(&shaper));
        check_caps(&shaper);
        if found.is_broken() {
            return;
        }
        derived.shapes.push(shaper.shapes);
    }
    found.year.set(0);
    found.come_to(0);
    let most = most_linked(rules, derived.versions.len());
    found.ensure(most <= limits::LINKED, Broken::TooManyLinkedProgrammes);
}

/// The years of each of the city's programmes, by number.
fn versions(rules: &CityRules, found: &Found) -> TiVec<ProgrammeIndex, Vec<Version>> {
    let mut all: TiVec<ProgrammeIndex, Vec<Version>> = TiVec::new();
    for (year, book) in rules.years.iter_enumerated() {
        for (programme, rules) in book.programmes.iter_enumerated() {
            if rules.number == all.next_key() {
                all.push(Vec::new());
            }
            let Some(versions) = all.get_mut(rules.number) else {
                found.ensure(false, Broken::ProgrammesInOrder);
                continue;
            };
            let is_new = versions.last().is_none_or(|last| last.year != year);
            found.ensure(is_new, Broken::ProgrammeTwiceInAYear);
            versions.push(Version { year, programme });
        }
    }
    all
}

fn slots(facts: &TiSlice<FactIndex, Fact>, found: &Found) -> TiVec<FactIndex, Slot> {
    let mut next = 0_usize;
    let mut slots = TiVec::with_capacity(facts.len());
    for fact in facts {
        slots.push(Slot::from(next));
        let width = match &fact.kind {
            Kind::List { fields, .. } => {
                let each = limits::MEMBERS.saturating_add(1);
                fields.len().saturating_mul(each).saturating_add(1)
            }
            Kind::YesNo | Kind::Choice { .. } | Kind::Number { .. } | Kind::Date { .. } => 1,
        };
        next = next.saturating_add(width);
    }
    found.ensure(facts.len() <= limits::FACTS && next < MAX_SLOTS, Broken::TooManyFacts);
    slots
}

fn check_fact(fact: &Fact, list_allowed: bool, found: &Found) {
    match &fact.kind {
        Kind::YesNo => {}
        Kind::Choice { options } => {
            found.ensure((2..=limits::OPTIONS).contains(&options.len()), Broken::NumberOfOptions);
        }
        Kind::Number { min, max, .. } => {
            let known = -limits::NUMBER..=limits::NUMBER;
            let within = min < max && known.contains(min) && known.contains(max);
            found.ensure(within, Broken::NumberBounds);
        }
        Kind::Date { first, last } => {
            found.ensure(is_day(*first) && is_day(*last) && first < last, Broken::DateBounds);
        }
        Kind::List { fields, key, applicant } => {
            found.ensure(list_allowed, Broken::ListInAList);
            found.ensure((1..=limits::FIELDS).contains(&fields.len()), Broken::NumberOfFields);
            let key = fields.get(*key);
            let is_choice = key.is_some_and(|field| matches!(field.kind, Kind::Choice { .. }));
            found.ensure(is_choice, Broken::KeyIsAChoice);
            found.ensure(applicant.len() == fields.len(), Broken::ApplicantFields);
            for (field, fixed) in fields.iter().zip(applicant) {
                check_fact(field, false, found);
                found.ensure(fits(field, *fixed), Broken::ApplicantFields);
            }
        }
    }
}

/// Whether what is fixed of the applicant is an answer to a field.
fn fits(field: &Fact, fixed: Option<Fixed>) -> bool {
    match (fixed, &field.kind) {
        (None, _) | (Some(Fixed::YesNo(_)), Kind::YesNo) => true,
        (Some(Fixed::Option(option)), Kind::Choice { options }) => options.get(option).is_some(),
        (Some(Fixed::YesNo(_) | Fixed::Option(_)), _) => false,
    }
}

fn is_day(number: i32) -> bool {
    Day::from_number(number).is_some()
}

fn check_book(shaper: &mut Shaper<'_>) {
    let (book, found) = (shaper.book, shaper.found);
    let in_limits = book.exprs.len() <= limits::NODES
        && book.requirements.len() <= limits::NODES
        && book.programmes.len() <= limits::PROGRAMMES
        && book.sources.len() <= limits::SOURCES
        && book.readings.len() <= limits::READINGS;
    found.ensure(in_limits, Broken::TooManyNodes);
    if !in_limits {
        return;
    }
    for (index, reading) in book.readings.iter().enumerate() {
        found.come_to(index);
        found.ensure((2..=8).contains(&reading.choices.len()), Broken::NumberOfChoices);
    }
    for (index, expr) in book.exprs.iter().enumerate() {
        found.come_to(index);
        let shape = shaper.shape(expr);
        shaper.shapes.push(shape);
    }
    for (index, requirement) in book.requirements.iter_enumerated() {
        found.come_to(index.into());
        check_requirement(shaper, requirement, index);
    }
}

fn check_requirement(shaper: &Shaper<'_>, requirement: &Requirement, index: RequirementIndex) {
    for expr in requirement.exprs() {
        shaper.whole(expr, Type::Truth, Broken::RequirementIsATruth);
    }
    let Rule::Group { members, how, incomplete } = &requirement.rule else { return };
    let found = shaper.found;
    found.ensure(!members.is_empty() || *incomplete, Broken::EmptyList);
    found.ensure(!(*incomplete && *how == Grouping::None), Broken::IncompleteNone);
    for member in members {
        found.ensure(*member < index, Broken::RequirementOrder);
    }
}

fn check_programmes(shaper: &Shaper<'_>) -> TiVec<ProgrammeInYear, ProgrammeFacts> {
    let mut all = TiVec::new();
    for (index, programme) in shaper.book.programmes.iter_enumerated() {
        shaper.found.come_to(index.into());
        let mut facts = ProgrammeFacts::default();
        check_programme(shaper, programme, index, &mut facts);
        all.push(facts);
    }
    all
}

fn check_programme(
    shaper: &Shaper<'_>,
    programme: &Programme,
    index: ProgrammeInYear,
    facts: &mut ProgrammeFacts,
) {
    let Shaper { rules, book, found, .. } = shaper;
    let (from, to) = (programme.valid_from, programme.valid_to);
    found.ensure(is_day(from) && is_day(to) && from <= to, Broken::Validity);
    if let Some(fact) = programme.valid_by {
        let fact = rules.facts.get(fact);
        let is_date = fact.is_some_and(|fact| matches!(fact.kind, Kind::Date { .. }));
        found.ensure(is_date, Broken::ValidityByADate);
    }
    let window = programme.window;
    for day in [window.opens, window.closes, window.seen_open, window.seen_closed] {
        found.ensure(day.is_none_or(is_day), Broken::WindowDates);
    }
    for other in &programme.exclusive {
        let exists = book.programmes.get(other.programme).is_some();
        found.ensure(exists && other.programme != index, Broken::ExclusionExists);
    }
    for source in &programme.sources {
        found.ensure(book.sources.get(*source).is_some(), Broken::SourceExists);
    }
    facts.facts = programme.valid_by.map_or(FactSet::DATE_ASKED_ABOUT, FactSet::only);
    let required = walk(shaper, programme.requires, 0, facts);
    facts.facts = facts.facts.union(required.facts);
    if let Some(amount) = &programme.amount {
        check_amount(shaper, amount, facts);
    }
    found.ensure(programme.obligations.len() <= limits::OBLIGATIONS, Broken::NumberOfObligations);
    for obligation in &programme.obligations {
        check_obligation(shaper, obligation, facts);
    }
    check_combinations(shaper, facts.shared_by_requirements, Broken::TooManySharedReadings);
}

/// Collects a programme's requirements and what each reads; a requirement stands in it once.
fn walk(
    shaper: &Shaper<'_>,
    id: RequirementIndex,
    depth: usize,
    facts: &mut ProgrammeFacts,
) -> Listed {
    let Shaper { book, found, .. } = shaper;
    let none = ReadingSet::EMPTY;
    let mut whole = Listed { id, own_readings: none, readings: none, facts: FactSet::EMPTY };
    // What is broken may lead around in circles, or through the same again and again.
    if found.is_broken() {
        return whole;
    }
    found.ensure(depth <= limits::DEPTH, Broken::RequirementTooDeep);
    let is_new = facts.requirements.iter().all(|one| one.id != id);
    found.ensure(is_new, Broken::RequirementUsedTwice);
    let requirement = book.requirements.get(id);
    found.ensure(requirement.is_some(), Broken::RequirementExists);
    let Some(requirement) = requirement.filter(|_| !found.is_broken()) else { return whole };
    let place = facts.requirements.push_and_get_key(whole);
    for expr in requirement.exprs() {
        let shape = shaper.at(expr);
        whole.readings = whole.readings.union(shape.readings);
        whole.facts = whole.facts.union(shape.facts);
    }
    whole.own_readings = whole.readings;
    check_combinations(shaper, whole.own_readings, Broken::TooManyReadings);
    let shared = facts.readings.intersection(whole.own_readings);
    facts.shared_by_requirements = facts.shared_by_requirements.union(shared);
    facts.readings = facts.readings.union(whole.own_readings);
    if let Rule::Group { members, .. } = &requirement.rule {
        for member in members {
            let member = walk(shaper, *member, depth.saturating_add(1), facts);
            whole.readings = whole.readings.union(member.readings);
            whole.facts = whole.facts.union(member.facts);
        }
    }
    if let Some(listed) = facts.requirements.get_mut(place) {
        *listed = whole;
    }
    whole
}

fn check_amount(shaper: &Shaper<'_>, amount: &Amount, facts: &mut ProgrammeFacts) {
    let found = shaper.found;
    found.ensure((1..=16).contains(&amount.parts.len()), Broken::NumberOfParts);
    let (mut readings, mut repeated) = (ReadingSet::EMPTY, ReadingSet::EMPTY);
    for expr in amount.exprs() {
        let shape = shaper.number(expr);
        let again = readings.intersection(shape.readings);
        repeated = repeated.union(shape.repeated).union(again);
        readings = readings.union(shape.readings);
        facts.facts = facts.facts.union(shape.facts);
    }
    for step in &amount.then {
        if let Step::Round { unit, .. } = step {
            found.ensure((1..=1_000_000).contains(unit), Broken::RoundingUnit);
        }
    }
    if let Some(schedule) = amount.schedule {
        found.ensure((1..=1_200).contains(&schedule.times), Broken::NumberOfInstalments);
    }
    facts.in_both = facts.readings.intersection(readings);
    check_combinations(shaper, repeated.union(facts.in_both), Broken::TooManyReadings);
    facts.repeated_in_amount = repeated;
    facts.in_amount = readings;
    facts.readings = facts.readings.union(readings);
}

/// Checks an obligation, and notes what it reads.
fn check_obligation(shaper: &Shaper<'_>, obligation: &Obligation, facts: &mut ProgrammeFacts) {
    let shape = shaper.whole(obligation.until, Type::Day, Broken::ObligationUntilADay);
    let share = obligation.share;
    shaper.constant(share);
    let is_share = (1..=i64::from(share.denom)).contains(&share.numer);
    shaper.found.ensure(is_share, Broken::ObligationShare);
    facts.readings = facts.readings.union(shape.readings);
    facts.facts = facts.facts.union(shape.facts);
}

/// A programme stands under one shared cap at most, and once.
fn check_caps(shaper: &Shaper<'_>) {
    let Shaper { book, found, .. } = shaper;
    let mut capped: Vec<ProgrammeInYear> = Vec::new();
    for (index, cap) in book.caps.iter().enumerate() {
        found.come_to(index);
        shaper.whole(cap.yen, Type::Number, Broken::CapIsANumber);
        found.ensure(cap.programmes.len() >= 2, Broken::EmptyList);
        for programme in &cap.programmes {
            let exists = book.programmes.get(*programme).is_some();
            found.ensure(exists, Broken::CapProgrammeExists);
            found.ensure(!capped.contains(programme), Broken::ProgrammeUnderOneCap);
            // What is broken may name the same programmes again and again.
            if found.is_broken() {
                return;
            }
            capped.push(*programme);
        }
    }
}

/// Checks how many ways there are to choose a meaning for each of these readings.
#[inline(never)]
fn check_combinations(shaper: &Shaper<'_>, readings: ReadingSet, what: Broken) {
    let mut product = 1_usize;
    for reading in readings.iter().filter_map(|reading| shaper.book.readings.get(reading)) {
        product = product.saturating_mul(reading.choices.len());
    }
    shaper.found.ensure(product <= limits::READING_COMBINATIONS, what);
}

/// The most of the city's programmes, of which there are `count`, that are linked by exclusions and
/// shared caps of any year, directly or not: each year's rules may hold for another programme.
fn most_linked(rules: &CityRules, count: usize) -> usize {
    // Of each programme, the first of those that it is linked with.
    let mut group: TiVec<ProgrammeIndex, usize> = (0..count).collect();
    for book in &rules.years {
        for programme in &book.programmes {
            for other in &programme.exclusive {
                join(&mut group, book, programme.number, other.programme);
            }
        }
        for cap in &book.caps {
            let first = cap.programmes.first().and_then(|first| book.programmes.get(*first));
            for other in &cap.programmes {
                if let Some(first) = first {
                    join(&mut group, book, first.number, *other);
                }
            }
        }
    }
    let size = |one| group.iter().filter(|other| *other == one).count();
    group.iter().map(size).max().unwrap_or(0)
}

/// Puts all that are linked with one programme among those linked with another of the year.
#[inline(never)]
fn join(
    group: &mut TiSlice<ProgrammeIndex, usize>,
    book: &Rulebook,
    one: ProgrammeIndex,
    other: ProgrammeInYear,
) {
    let other = book.programmes.get(other);
    let to = other.and_then(|other| group.get(other.number).copied());
    let from = group.get(one).copied();
    for member in group {
        if Some(*member) == from {
            *member = to.unwrap_or(*member);
        }
    }
}
