//! The invariants of a city's rules, and what follows from them once and for all.
//! Takes nothing on trust: the rules may come from damaged or hostile bytes.

mod broken;
mod shape;

use super::{
    Amount, CityRules, Fact, Fixed, Grouping, Kind, Obligation, Programme, Requirement,
    RequirementId, Rule, Rulebook, SharedCap, Step, limits,
};
use crate::calendar::Day;
use crate::possible::MAX_SLOTS;
pub use broken::Broken;
use core::fmt;
pub(super) use shape::Shape;
use shape::{Shaper, Type, check_constant};

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
    pub requirements: Vec<Listed>,
    /// The readings that several of its requirements share.
    pub shared_by_requirements: u64,
    /// The readings that occur more than once in its amount.
    pub repeated_in_amount: u64,
    /// The readings that occur in its amount.
    pub in_amount: u64,
    /// The readings that occur in its requirements and in its amount.
    pub in_both: u64,
    /// The readings on which any part of it hangs.
    pub readings: u64,
    /// The facts on which any part of it hangs, and perhaps [`super::DATE_ASKED_ABOUT`].
    pub facts: u128,
}

/// A requirement among those of a programme, and on what it hangs.
#[derive(Clone, Copy, Debug)]
pub struct Listed {
    /// Which it is in the rulebook.
    pub id: RequirementId,
    /// The readings in its own conditions.
    pub own_readings: u64,
    /// The readings in its conditions and in those of all below it.
    pub readings: u64,
    /// The facts in its conditions and in those of all below it, and perhaps
    /// [`super::DATE_ASKED_ABOUT`].
    pub facts: u128,
}

#[derive(Debug, Default)]
pub(super) struct Derived {
    /// First answer slot of each fact.
    pub(super) slots: Vec<usize>,
    /// The years of each of the city's programmes.
    pub(super) versions: Vec<Vec<(usize, usize)>>,
    /// Of each year, what its expressions are.
    pub(super) shapes: Vec<Vec<Shape>>,
    /// Of each year, what follows for its programmes.
    pub(super) programmes: Vec<Vec<ProgrammeFacts>>,
}

type Check<T> = Result<T, Broken>;

fn ensure(holds: bool, what: Broken) -> Check<()> {
    if holds { Ok(()) } else { Err(what) }
}

/// Where the check has come to, as [`Invalid`] names it.
#[derive(Default)]
struct Place {
    year: i16,
    index: usize,
}

pub(super) fn validate(rules: &CityRules) -> Result<Derived, Invalid> {
    let mut derived = Derived::default();
    let mut place = Place::default();
    match check_city(rules, &mut derived, &mut place) {
        Ok(()) => Ok(derived),
        Err(what) => Err(Invalid { what, year: place.year, index: place.index }),
    }
}

fn check_city(rules: &CityRules, derived: &mut Derived, place: &mut Place) -> Check<()> {
    derived.slots = slots(&rules.facts)?;
    for (index, fact) in rules.facts.iter().enumerate() {
        place.index = index;
        check_fact(fact, true)?;
    }
    derived.versions = versions(rules)?;
    let mut previous = i16::MIN;
    for book in &rules.years {
        *place = Place { year: book.fiscal_year, index: 0 };
        let in_order = limits::YEARS.contains(&book.fiscal_year) && previous < book.fiscal_year;
        ensure(in_order, Broken::YearsInOrder)?;
        previous = book.fiscal_year;
        let mut shapes = Vec::new();
        check_book(rules, book, &mut shapes, &mut place.index)?;
        let mut programmes = Vec::new();
        check_programmes(rules, book, &shapes, &mut programmes, &mut place.index)?;
        derived.shapes.push(shapes);
        derived.programmes.push(programmes);
    }
    *place = Place::default();
    ensure(most_linked(rules, &derived.versions) <= limits::LINKED, Broken::TooManyLinkedProgrammes)
}

/// The years of each of the city's programmes, by number.
fn versions(rules: &CityRules) -> Check<Vec<Vec<(usize, usize)>>> {
    let mut found: Vec<Vec<(usize, usize)>> = Vec::new();
    for (year, book) in rules.years.iter().enumerate() {
        for (index, programme) in book.programmes.iter().enumerate() {
            let number = usize::from(programme.number);
            ensure(number <= found.len(), Broken::ProgrammesInOrder)?;
            match found.get_mut(number) {
                Some(versions) => {
                    let is_new = versions.last().is_none_or(|(last, _)| *last != year);
                    ensure(is_new, Broken::ProgrammeTwiceInAYear)?;
                    versions.push((year, index));
                }
                None => found.push(vec![(year, index)]),
            }
        }
    }
    Ok(found)
}

fn slots(facts: &[Fact]) -> Check<Vec<usize>> {
    ensure(facts.len() <= limits::FACTS, Broken::TooManyFacts)?;
    let mut next = 0_usize;
    let mut slots = Vec::with_capacity(facts.len());
    for fact in facts {
        slots.push(next);
        let width = match &fact.kind {
            Kind::List { fields, .. } => {
                let each = limits::MEMBERS.saturating_add(1);
                fields.len().saturating_mul(each).saturating_add(1)
            }
            Kind::YesNo | Kind::Choice { .. } | Kind::Number { .. } | Kind::Date { .. } => 1,
        };
        next = next.saturating_add(width);
    }
    ensure(next < MAX_SLOTS, Broken::TooManyFacts)?;
    Ok(slots)
}

fn check_fact(fact: &Fact, list_allowed: bool) -> Check<()> {
    match &fact.kind {
        Kind::YesNo => Ok(()),
        Kind::Choice { options } => {
            ensure((2..=limits::OPTIONS).contains(&options.len()), Broken::NumberOfOptions)
        }
        Kind::Number { min, max, .. } => {
            let known = -limits::NUMBER..=limits::NUMBER;
            ensure(min < max && known.contains(min) && known.contains(max), Broken::NumberBounds)
        }
        Kind::Date { first, last } => {
            let known = Day::from_number(*first).is_some() && Day::from_number(*last).is_some();
            ensure(known && first < last, Broken::DateBounds)
        }
        Kind::List { fields, key, applicant } => {
            ensure(list_allowed, Broken::ListInAList)?;
            ensure((1..=limits::FIELDS).contains(&fields.len()), Broken::NumberOfFields)?;
            for field in fields {
                check_fact(field, false)?;
            }
            let key = fields.get(usize::from(*key));
            let is_choice = key.is_some_and(|field| matches!(field.kind, Kind::Choice { .. }));
            ensure(is_choice, Broken::KeyIsAChoice)?;
            ensure(applicant.len() == fields.len(), Broken::ApplicantFields)?;
            fields.iter().zip(applicant).try_for_each(|(field, fixed)| check_fixed(field, *fixed))
        }
    }
}

fn check_fixed(field: &Fact, fixed: Option<Fixed>) -> Check<()> {
    let fits = match (fixed, &field.kind) {
        (None, _) | (Some(Fixed::YesNo(_)), Kind::YesNo) => true,
        (Some(Fixed::Option(option)), Kind::Choice { options }) => {
            usize::from(option) < options.len()
        }
        (Some(Fixed::YesNo(_) | Fixed::Option(_)), _) => false,
    };
    ensure(fits, Broken::ApplicantFields)
}

fn check_book(
    rules: &CityRules,
    book: &Rulebook,
    shapes: &mut Vec<Shape>,
    at: &mut usize,
) -> Check<()> {
    let in_limits = book.exprs.len() <= limits::NODES
        && book.requirements.len() <= limits::NODES
        && book.programmes.len() <= limits::PROGRAMMES
        && book.readings.len() <= limits::READINGS;
    ensure(in_limits, Broken::TooManyNodes)?;
    for (index, reading) in book.readings.iter().enumerate() {
        *at = index;
        ensure((2..=8).contains(&reading.choices.len()), Broken::NumberOfChoices)?;
    }
    for (index, expr) in book.exprs.iter().enumerate() {
        *at = index;
        let shape = Shaper { rules, book, shapes }.shape(expr)?;
        shapes.push(shape);
    }
    for (index, requirement) in book.requirements.iter().enumerate() {
        *at = index;
        check_requirement(requirement, index, shapes)?;
    }
    Ok(())
}

fn check_requirement(requirement: &Requirement, index: usize, shapes: &[Shape]) -> Check<()> {
    for expr in requirement.exprs() {
        let shape = shapes.get(usize::from(expr)).ok_or(Broken::ExpressionExists)?;
        let plain = shape.kind == Type::Truth && shape.scope.is_none() && !shape.unstated;
        ensure(plain, Broken::RequirementIsATruth)?;
    }
    let Rule::Group { members, how, incomplete } = &requirement.rule else { return Ok(()) };
    ensure(!members.is_empty() || *incomplete, Broken::EmptyList)?;
    ensure(!(*incomplete && *how == Grouping::None), Broken::IncompleteNone)?;
    ensure(members.iter().all(|member| usize::from(*member) < index), Broken::RequirementOrder)
}

fn check_programmes(
    rules: &CityRules,
    book: &Rulebook,
    shapes: &[Shape],
    found: &mut Vec<ProgrammeFacts>,
    at: &mut usize,
) -> Check<()> {
    for (index, programme) in book.programmes.iter().enumerate() {
        *at = index;
        let mut facts = ProgrammeFacts::default();
        check_programme(rules, book, shapes, programme, index, &mut facts)?;
        found.push(facts);
    }
    for (index, cap) in book.caps.iter().enumerate() {
        *at = index;
        check_cap(book, shapes, cap, index)?;
    }
    Ok(())
}

fn check_programme(
    rules: &CityRules,
    book: &Rulebook,
    shapes: &[Shape],
    programme: &Programme,
    index: usize,
    facts: &mut ProgrammeFacts,
) -> Check<()> {
    let known = |day: i32| Day::from_number(day).is_some();
    let valid = known(programme.valid_from) && known(programme.valid_to);
    ensure(valid && programme.valid_from <= programme.valid_to, Broken::Validity)?;
    if let Some(fact) = programme.valid_by {
        let fact = rules.facts.get(usize::from(fact)).ok_or(Broken::FactExists)?;
        ensure(matches!(fact.kind, Kind::Date { .. }), Broken::ValidityByADate)?;
    }
    let window = programme.window;
    for day in [window.opens, window.closes, window.seen_open, window.seen_closed] {
        ensure(day.is_none_or(known), Broken::WindowDates)?;
    }
    for other in &programme.exclusive {
        let other = usize::from(other.programme);
        ensure(other < book.programmes.len() && other != index, Broken::ExclusionExists)?;
    }
    let cited = programme.sources.iter().all(|at| usize::from(*at) < book.sources.len());
    ensure(cited, Broken::SourceExists)?;
    facts.facts = programme.valid_by.map_or(super::DATE_ASKED_ABOUT, |fact| 1 << fact);
    facts.facts |= walk(book, shapes, programme.requires, 0, facts)?.facts;
    if let Some(amount) = &programme.amount {
        check_amount(book, shapes, amount, facts)?;
    }
    for obligation in &programme.obligations {
        check_obligation(shapes, obligation, facts)?;
    }
    let few = programme.obligations.len() <= limits::OBLIGATIONS;
    ensure(few, Broken::NumberOfObligations)?;
    let shared = combinations(book, facts.shared_by_requirements);
    ensure(shared <= limits::READING_COMBINATIONS, Broken::TooManySharedReadings)
}

/// Collects a programme's requirements and on what each hangs; a requirement stands in it once.
fn walk(
    book: &Rulebook,
    shapes: &[Shape],
    id: RequirementId,
    depth: usize,
    facts: &mut ProgrammeFacts,
) -> Check<Listed> {
    ensure(depth <= limits::DEPTH, Broken::RequirementTooDeep)?;
    let is_new = facts.requirements.iter().all(|one| one.id != id);
    ensure(is_new, Broken::RequirementUsedTwice)?;
    let position = facts.requirements.len();
    let mut whole = Listed { id, own_readings: 0, readings: 0, facts: 0 };
    facts.requirements.push(whole);
    let requirement = book.requirements.get(usize::from(id)).ok_or(Broken::RequirementExists)?;
    for expr in requirement.exprs() {
        let shape = shapes.get(usize::from(expr)).ok_or(Broken::ExpressionExists)?;
        whole.readings |= shape.readings;
        whole.facts |= shape.facts;
    }
    whole.own_readings = whole.readings;
    let together = combinations(book, whole.own_readings);
    ensure(together <= limits::READING_COMBINATIONS, Broken::TooManyReadings)?;
    facts.shared_by_requirements |= facts.readings & whole.own_readings;
    facts.readings |= whole.own_readings;
    if let Rule::Group { members, .. } = &requirement.rule {
        for member in members {
            let member = walk(book, shapes, *member, depth.saturating_add(1), facts)?;
            whole.readings |= member.readings;
            whole.facts |= member.facts;
        }
    }
    if let Some(place) = facts.requirements.get_mut(position) {
        *place = whole;
    }
    Ok(whole)
}

fn check_amount(
    book: &Rulebook,
    shapes: &[Shape],
    amount: &Amount,
    facts: &mut ProgrammeFacts,
) -> Check<()> {
    ensure((1..=16).contains(&amount.parts.len()), Broken::NumberOfParts)?;
    let (mut readings, mut repeated) = (0_u64, 0);
    for expr in amount.exprs() {
        let shape = shapes.get(usize::from(expr)).ok_or(Broken::ExpressionExists)?;
        ensure(shape.kind == Type::Number && shape.scope.is_none(), Broken::AmountIsANumber)?;
        repeated |= shape.repeated | (readings & shape.readings);
        readings |= shape.readings;
        facts.facts |= shape.facts;
    }
    for step in &amount.then {
        if let Step::Round { unit, .. } = step {
            ensure((1..=1_000_000).contains(unit), Broken::RoundingUnit)?;
        }
    }
    if let Some(schedule) = amount.schedule {
        ensure((1..=1_200).contains(&schedule.times), Broken::NumberOfInstalments)?;
    }
    facts.in_both = facts.readings & readings;
    let tried = combinations(book, repeated | facts.in_both);
    ensure(tried <= limits::READING_COMBINATIONS, Broken::TooManyReadings)?;
    facts.repeated_in_amount = repeated;
    facts.in_amount = readings;
    facts.readings |= readings;
    Ok(())
}

/// The readings on which an obligation hangs.
fn check_obligation(
    shapes: &[Shape],
    obligation: &Obligation,
    facts: &mut ProgrammeFacts,
) -> Check<()> {
    let shape = shapes.get(usize::from(obligation.until)).ok_or(Broken::ExpressionExists)?;
    let plain = shape.kind == Type::Day && shape.scope.is_none() && !shape.unstated;
    ensure(plain, Broken::ObligationUntilADay)?;
    let share = obligation.share;
    check_constant(share)?;
    let is_share = (1..=i64::from(share.denom)).contains(&share.numer);
    facts.readings |= shape.readings;
    facts.facts |= shape.facts;
    ensure(is_share, Broken::ObligationShare)
}

/// A programme stands under one shared cap at most, and once.
fn check_cap(book: &Rulebook, shapes: &[Shape], cap: &SharedCap, index: usize) -> Check<()> {
    let shape = shapes.get(usize::from(cap.yen)).ok_or(Broken::ExpressionExists)?;
    let plain = shape.kind == Type::Number && shape.scope.is_none() && !shape.unstated;
    ensure(plain, Broken::CapIsANumber)?;
    ensure(cap.programmes.len() >= 2, Broken::EmptyList)?;
    let earlier = book.caps.get(..index).unwrap_or_default();
    for (at, programme) in cap.programmes.iter().enumerate() {
        ensure(usize::from(*programme) < book.programmes.len(), Broken::CapProgrammeExists)?;
        let again = cap.programmes.iter().take(at).any(|other| other == programme);
        let elsewhere = earlier.iter().any(|other| other.programmes.contains(programme));
        ensure(!again && !elsewhere, Broken::ProgrammeUnderOneCap)?;
    }
    Ok(())
}

/// How many ways there are to choose a meaning for each of these readings.
#[inline(never)]
fn combinations(book: &Rulebook, readings: u64) -> usize {
    let mut product = 1_usize;
    for (index, reading) in book.readings.iter().enumerate() {
        if readings & (1 << index) != 0 {
            product = product.saturating_mul(reading.choices.len());
        }
    }
    product
}

/// The most programmes of the city that are linked by exclusions and shared caps of any year,
/// directly or not: each year's rules may hold for another programme.
fn most_linked(rules: &CityRules, versions: &[Vec<(usize, usize)>]) -> usize {
    let mut group: Vec<usize> = (0..versions.len()).collect();
    let mut join = |year: usize, one: usize, other: u8| {
        let of = |index: usize| versions.iter().position(|at| at.contains(&(year, index)));
        let (Some(one), Some(other)) = (of(one), of(usize::from(other))) else { return };
        let (from, to) = (group.get(one).copied(), group.get(other).copied());
        for member in &mut group {
            if Some(*member) == from {
                *member = to.unwrap_or(*member);
            }
        }
    };
    for (year, book) in rules.years.iter().enumerate() {
        for (index, programme) in book.programmes.iter().enumerate() {
            for other in &programme.exclusive {
                join(year, index, other.programme);
            }
        }
        for cap in &book.caps {
            let first = cap.programmes.first().copied().map_or(0, usize::from);
            for other in &cap.programmes {
                join(year, first, *other);
            }
        }
    }
    let mut most = 0;
    for one in &group {
        most = most.max(group.iter().filter(|other| *other == one).count());
    }
    most
}
