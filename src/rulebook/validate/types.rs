//! The type checker: what is known of each expression of a year, such as its type, its size and the
//! facts it reads. It computes no value.

use super::super::course::{Course, course};
use super::super::expr::{Constant, DayOperation, Expr, Reference};
use super::super::rules::{CityRules, Fact, Kind, Rulebook};
use super::super::signature::{PartTypes, Type, ValueType};
use super::broken::{Broken, ensure};
use crate::calendar::{Day, Period, days_in_month};
use crate::index::{ExprIndex, FactIndex, FactSet, FieldIndex, ReadingIndex, ReadingSet};
use crate::limits::{self, FINEST};
use crate::possible::Options;
use typed_index_collections::{TiSlice, TiVec};

/// So many nodes are visited more slowly than a value is looked up.
const COSTLY: u32 = 10;

/// What is known of an expression and its parts.
#[derive(Clone, Copy, Debug)]
pub(in crate::rulebook) struct ExprInfo {
    /// The type of its value.
    pub(super) kind: Type,
    /// The list whose member must be in scope.
    pub(super) scope: Option<FactIndex>,
    /// Nodes visited when it is evaluated.
    pub(in crate::rulebook) size: u32,
    /// Nodes visited when it is evaluated and every part is known whose value is remembered.
    pub(super) own_size: u32,
    /// Nesting, 1 for an expression without parts.
    depth: u16,
    /// Facts that occur in it.
    pub(in crate::rulebook) facts: FactSet,
    /// Readings that occur in it.
    pub(in crate::rulebook) readings: ReadingSet,
    /// How its value changes while the application date moves on.
    pub(in crate::rulebook) course: Course,
    /// Readings that occur in it more than once.
    pub(super) repeated: ReadingSet,
    /// Whether an unstated number occurs in it.
    pub(super) unstated: bool,
    /// A number that the denominator of each of its values divides; 1 if its values are no numbers.
    pub(super) grain: u32,
    /// Whether a date occurs in it that moves if the rules go on in a later year.
    pub(in crate::rulebook) moves: bool,
}

/// Checks a year's expressions in their order, each after those that it names.
pub(super) struct TypeChecker<'a> {
    pub(super) facts: &'a TiSlice<FactIndex, Fact>,
    pub(super) book: &'a Rulebook,
    /// The most combinations of readings at one place.
    pub(super) combinations: usize,
    exprs: TiVec<ExprIndex, ExprInfo>,
}

impl<'a> TypeChecker<'a> {
    /// A checker that has seen no expression yet.
    pub(super) fn new(
        rules: &'a CityRules,
        book: &'a Rulebook,
        combinations: usize,
    ) -> TypeChecker<'a> {
        TypeChecker { facts: &rules.facts, book, combinations, exprs: TiVec::new() }
    }

    /// What is known of the expressions seen.
    pub(super) fn finish(self) -> TiVec<ExprIndex, ExprInfo> {
        self.exprs
    }

    /// Checks the next expression.
    pub(super) fn add(&mut self, expr: &Expr) -> Result<(), Broken> {
        let info = self.check(expr)?;
        ensure(info.size <= limits::EXPRESSION_SIZE, Broken::ExpressionTooLarge)?;
        ensure(usize::from(info.depth) <= limits::DEPTH, Broken::ExpressionTooDeep)?;
        self.exprs.push(info);
        Ok(())
    }

    /// What is known of an expression seen before.
    pub(super) fn info(&self, expr: ExprIndex) -> Result<&ExprInfo, Broken> {
        self.exprs.get(expr).ok_or(Broken::ExpressionOrder)
    }

    /// The number of meanings of a reading.
    pub(super) fn choices(&self, reading: ReadingIndex) -> u32 {
        let count = self.book.readings.get(reading).map_or(1, |reading| reading.choices.len());
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// A number that is about no member. It may be unstated.
    pub(super) fn amount(&self, expr: ExprIndex) -> Result<&ExprInfo, Broken> {
        let info = self.info(expr)?;
        let is_amount = info.kind == Type::Number && info.scope.is_none();
        ensure(is_amount, Broken::AmountIsANumber)?;
        Ok(info)
    }

    /// A stated value of a type that is about no member; `otherwise` is the error if it is not.
    pub(super) fn stated(
        &self,
        expr: ExprIndex,
        kind: Type,
        otherwise: Broken,
    ) -> Result<&ExprInfo, Broken> {
        let info = self.info(expr)?;
        ensure(info.kind == kind && info.scope.is_none() && !info.unstated, otherwise)?;
        Ok(info)
    }

    fn check(&self, expr: &Expr) -> Result<ExprInfo, Broken> {
        let mut parts = Vec::new();
        for part in expr.parts() {
            parts.push(self.info(part)?);
        }
        let reference = expr.reference();
        self.check_reference(reference, parts.len())?;
        let (part_types, value_type) = expr.signature();
        check_part_types(part_types, &parts)?;
        check_literals(expr, &parts)?;
        let kind = self.value_type(value_type, &parts)?;
        let of = |part: ExprIndex| self.exprs.get(part).map_or(Course::Varies, |info| info.course);
        let mut info = ExprInfo {
            kind,
            course: course(expr, kind == Type::Truth, &of),
            scope: reference.scope(),
            size: 1,
            own_size: 1,
            depth: 1,
            facts: reference.facts(),
            readings: ReadingSet::EMPTY,
            repeated: ReadingSet::EMPTY,
            unstated: matches!(expr, Expr::Unstated { .. }),
            grain: if kind == Type::Number { grain(expr, &parts)? } else { 1 },
            moves: matches!(expr, Expr::Day { stays: false, .. }),
        };
        match reference {
            Reference::Members(list) | Reference::Rank { list, born: _ } => {
                for part in &parts {
                    info.add_part(&for_each_member(part, list)?)?;
                }
                // Nothing is remembered that is found for a member.
                info.own_size = info.size;
                return Ok(info);
            }
            Reference::Reading(reading) => {
                info.add_choices(&parts, ReadingSet::only(reading))?;
            }
            Reference::Nothing
            | Reference::ApplicationDate
            | Reference::Fact(_)
            | Reference::Field { .. } => {
                for part in &parts {
                    info.add_part(part)?;
                }
            }
        }
        let visited = parts.iter().map(|part| part.visited());
        info.own_size = visited.fold(1, u32::saturating_add);
        Ok(info)
    }

    /// Checks that a reference names something that exists; `parts` is the number of parts.
    fn check_reference(&self, reference: Reference, parts: usize) -> Result<(), Broken> {
        match reference {
            Reference::Nothing | Reference::ApplicationDate => Ok(()),
            Reference::Fact(fact) => ensure(self.facts.get(fact).is_some(), Broken::FactExists),
            Reference::Field { list, field } => self.field(list, field).map(|_| ()),
            Reference::Members(list) => self.fields(list).map(|_| ()),
            Reference::Rank { list, born } => {
                let is_date = matches!(self.field(list, born)?.kind, Kind::Date { .. });
                ensure(is_date, Broken::BirthIsADate)
            }
            Reference::Reading(reading) => {
                let declared = self.book.readings.get(reading).ok_or(Broken::ReadingExists)?;
                ensure(declared.choices.len() == parts, Broken::NumberOfChoices)
            }
        }
    }

    fn fields(&self, list: FactIndex) -> Result<&'a TiSlice<FieldIndex, Fact>, Broken> {
        match self.facts.get(list).map(|fact| &fact.kind) {
            Some(Kind::List { fields, .. }) => Ok(fields),
            Some(Kind::YesNo | Kind::Choice { .. } | Kind::Number { .. } | Kind::Date { .. })
            | None => Err(Broken::ListExists),
        }
    }

    fn field(&self, list: FactIndex, field: FieldIndex) -> Result<&'a Fact, Broken> {
        self.fields(list)?.get(field).ok_or(Broken::FieldExists)
    }

    fn value_type(&self, value: ValueType, parts: &[&ExprInfo]) -> Result<Type, Broken> {
        match value {
            ValueType::Always(kind) => Ok(kind),
            ValueType::OfLastPart => parts.last().map(|part| part.kind).ok_or(Broken::EmptyList),
            ValueType::OfReference(Reference::Fact(fact)) => {
                type_of(self.facts.get(fact).ok_or(Broken::FactExists)?)
            }
            ValueType::OfReference(Reference::Field { list, field }) => {
                type_of(self.field(list, field)?)
            }
            ValueType::OfReference(
                Reference::Nothing
                | Reference::ApplicationDate
                | Reference::Members(_)
                | Reference::Rank { .. }
                | Reference::Reading(_),
            ) => Err(Broken::ExpressionType),
        }
    }
}

fn type_of(fact: &Fact) -> Result<Type, Broken> {
    match &fact.kind {
        Kind::YesNo => Ok(Type::Truth),
        Kind::Choice { options } => Ok(Type::Choice(options.len())),
        Kind::Number { .. } => Ok(Type::Number),
        Kind::Date { .. } => Ok(Type::Day),
        Kind::List { .. } => Err(Broken::ListAsAValue),
    }
}

fn check_part_types(expected: PartTypes, parts: &[&ExprInfo]) -> Result<(), Broken> {
    let Some(last) = parts.last().map(|part| part.kind) else {
        return ensure(expected == PartTypes::None, Broken::EmptyList);
    };
    let is_choice = matches!(last, Type::Choice(_));
    let is_ordered = matches!(last, Type::Number | Type::Day);
    // The types of the parts in turn, and whether the last part may have its type.
    let (in_turn, is_allowed) = match expected {
        PartTypes::None => return Err(Broken::ExpressionType),
        PartTypes::Each(kind) => ([kind, kind], true),
        PartTypes::NumberThenTruth => ([Type::Number, Type::Truth], true),
        PartTypes::Choice => ([last, last], is_choice),
        PartTypes::Comparable => ([last, last], is_ordered),
        PartTypes::Alike => ([last, last], !is_choice),
        PartTypes::Cases => ([Type::Truth, last], !is_choice),
    };
    ensure(is_allowed, Broken::ExpressionType)?;
    for (part, kind) in parts.iter().zip(in_turn.iter().cycle()) {
        ensure(part.kind == *kind, Broken::ExpressionType)?;
    }
    Ok(())
}

/// A number that the denominator of each value of a number divides, so that no value leaves the limits of
/// [`crate::amount::Exact`] by being too fine.
fn grain(expr: &Expr, parts: &[&ExprInfo]) -> Result<u32, Broken> {
    match expr {
        Expr::Number(constant) => Ok(constant.denom),
        Expr::Unstated { min, max } => {
            let ends = [min, max].into_iter().flatten();
            ends.map(|end| end.denom).try_fold(1, common_grain).ok_or(Broken::TooFine)
        }
        Expr::Multiply(..) => {
            parts.iter().map(|part| part.grain).try_fold(1, grain_of_product).ok_or(Broken::TooFine)
        }
        Expr::Negate(_)
        | Expr::Add(..)
        | Expr::Min(_)
        | Expr::Max(_)
        | Expr::Sum { .. }
        | Expr::Table(_)
        | Expr::Reading { .. } => {
            parts.iter().map(|part| part.grain).try_fold(1, common_grain).ok_or(Broken::TooFine)
        }
        Expr::Round { .. }
        | Expr::Fact(_)
        | Expr::Field { .. }
        | Expr::FiscalYear(_)
        | Expr::TimeBetween { .. }
        | Expr::Count { .. }
        | Expr::Ordinal { .. } => Ok(1),
        Expr::Truth(_)
        | Expr::Day { .. }
        | Expr::On
        | Expr::All(_)
        | Expr::Any(_)
        | Expr::Not(_)
        | Expr::Less(..)
        | Expr::AtMost(..)
        | Expr::Equal(..)
        | Expr::Among(..)
        | Expr::DayFrom { .. }
        | Expr::AnyMember { .. }
        | Expr::EveryMember { .. } => Err(Broken::ExpressionType),
    }
}

/// The grain of the sums of numbers of two grains: their least common multiple. `None` beyond [`FINEST`].
pub(super) fn common_grain(a: u32, b: u32) -> Option<u32> {
    let steps = core::iter::successors(Some((a, b)), |(a, b)| Some((*b, a.checked_rem(*b)?)));
    let (divisor, _) = steps.last()?;
    grain_of_product(a.checked_div(divisor)?, b)
}

/// The grain of the products of numbers of two grains. `None` beyond [`FINEST`].
pub(super) fn grain_of_product(a: u32, b: u32) -> Option<u32> {
    a.checked_mul(b).filter(|product| *product <= FINEST)
}

/// Checks the constants that an expression holds besides its parts.
fn check_literals(expr: &Expr, parts: &[&ExprInfo]) -> Result<(), Broken> {
    match expr {
        Expr::Number(constant) => check_constant(*constant),
        Expr::Unstated { min, max } => {
            for constant in [min, max].into_iter().flatten() {
                check_constant(*constant)?;
            }
            Ok(())
        }
        Expr::Day { number, stays: _ } => {
            ensure(Day::from_number(*number).is_some(), Broken::DayNumber)
        }
        Expr::Among(_, wanted) => check_options(*wanted, parts),
        Expr::Round { value: _, way: _, unit } => check_unit(*unit),
        Expr::DayFrom { day: _, operation } => check_day_operation(*operation),
        Expr::Truth(_)
        | Expr::On
        | Expr::Fact(_)
        | Expr::Field { .. }
        | Expr::All(_)
        | Expr::Any(_)
        | Expr::Not(_)
        | Expr::Less(..)
        | Expr::AtMost(..)
        | Expr::Equal(..)
        | Expr::Add(..)
        | Expr::Negate(_)
        | Expr::Multiply(..)
        | Expr::Min(_)
        | Expr::Max(_)
        | Expr::FiscalYear(_)
        | Expr::TimeBetween { from: _, to: _, unit: _ }
        | Expr::Count { .. }
        | Expr::Sum { .. }
        | Expr::AnyMember { .. }
        | Expr::EveryMember { .. }
        | Expr::Ordinal { .. }
        | Expr::Table(_)
        | Expr::Reading { .. } => Ok(()),
    }
}

/// Checks that a constant is within the limits of numbers.
pub(super) fn check_constant(constant: Constant) -> Result<(), Broken> {
    let Constant { numer, denom } = constant;
    let known = (-limits::NUMBER..=limits::NUMBER).contains(&numer);
    ensure(known && (1..=limits::DENOMINATOR).contains(&denom), Broken::Number)
}

/// Checks the unit of a rounding.
pub(super) fn check_unit(unit: u32) -> Result<(), Broken> {
    ensure((1..=1_000_000).contains(&unit), Broken::RoundingUnit)
}

/// Checks that the options asked about exist in the choice, which is the one part.
fn check_options(wanted: Options, parts: &[&ExprInfo]) -> Result<(), Broken> {
    let all = match parts.first().map(|part| part.kind) {
        Some(Type::Choice(count)) => Options::first(count),
        Some(Type::Truth | Type::Number | Type::Day) | None => Options::NONE,
    };
    ensure(wanted != Options::NONE && wanted.is_within(all), Broken::OptionsExist)
}

fn check_day_operation(operation: DayOperation) -> Result<(), Broken> {
    match operation {
        DayOperation::DayReached { age } => ensure((1..=150).contains(&age), Broken::Age),
        DayOperation::NextMonthDay { month, day } => {
            let (month, day) = (i32::from(month), i32::from(day));
            let is_month = (1..=12).contains(&month);
            ensure(is_month && (1..=days_in_month(2024, month)).contains(&day), Broken::MonthDay)
        }
        DayOperation::LastDay { period, first_day: _ }
        | DayOperation::FirstDayBefore { period } => check_period(period),
        DayOperation::FiscalYearStart | DayOperation::FirstOfMonth => Ok(()),
    }
}

fn check_period(period: Period) -> Result<(), Broken> {
    let Period { years, months, days } = period;
    let is_some = years > 0 || months > 0 || days > 0;
    ensure(is_some && years <= 200 && months <= 200 && days <= 60_000, Broken::Period)
}

/// A part as it counts when it is computed for each member of a list.
fn for_each_member(part: &ExprInfo, list: FactIndex) -> Result<ExprInfo, Broken> {
    ensure(part.scope.is_none_or(|scope| scope == list), Broken::MemberScope)?;
    let members = u32::try_from(limits::MEMBERS).unwrap_or(u32::MAX);
    // A reading in the part occurs once for each member.
    let repeated = part.readings;
    Ok(ExprInfo { repeated, scope: None, size: part.size.saturating_mul(members), ..*part })
}

impl ExprInfo {
    /// Nodes visited when it is evaluated as a part, if its value is known where it is remembered.
    pub(super) fn visited(&self) -> u32 {
        if self.is_costly() && self.scope.is_none() { 1 } else { self.size }
    }

    /// Whether computing it takes so many steps that its value is worth remembering.
    pub(in crate::rulebook) fn is_costly(&self) -> bool {
        self.size >= COSTLY
    }

    fn add_part(&mut self, part: &ExprInfo) -> Result<(), Broken> {
        let agree = self.scope.is_none() || part.scope.is_none() || self.scope == part.scope;
        ensure(agree, Broken::MemberScope)?;
        self.scope = self.scope.or(part.scope);
        self.size = self.size.saturating_add(part.size);
        self.depth = self.depth.max(part.depth.saturating_add(1));
        self.facts = self.facts.union(part.facts);
        let again = self.readings.intersection(part.readings);
        self.repeated = self.repeated.union(part.repeated).union(again);
        self.readings = self.readings.union(part.readings);
        self.unstated |= part.unstated;
        self.moves |= part.moves;
        Ok(())
    }

    /// Adds the expressions of a reading, one for each choice. `own` is the reading.
    fn add_choices(&mut self, choices: &[&ExprInfo], own: ReadingSet) -> Result<(), Broken> {
        let (mut readings, mut repeated) = (ReadingSet::EMPTY, ReadingSet::EMPTY);
        for choice in choices {
            // Only one choice is ever computed, so a reading in two of them is not repeated.
            readings = readings.union(choice.readings);
            repeated = repeated.union(choice.repeated);
            let none = ReadingSet::EMPTY;
            self.add_part(&ExprInfo { readings: none, repeated: none, ..**choice })?;
        }
        self.readings = readings.union(own);
        self.repeated = repeated.union(readings.intersection(own));
        Ok(())
    }
}
