//! The shape of an expression: its type, its scope, its size, the readings in it. An expression without
//! one is not part of any valid rulebook.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "each question here is about a few of the many expressions"
)]

use super::super::{
    CityRules, Constant, DATE_ASKED_ABOUT, Expr, ExprId, Fact, Kind, Rulebook, limits,
};
use super::{Broken, Check, ensure};
use crate::amount::MAX_DENOM;
use crate::calendar::{Day, Period, days_in_month};
use crate::possible::Options;

/// What an expression gives, and what it costs.
#[derive(Clone, Copy, Debug)]
pub(in crate::rulebook) struct Shape {
    pub(super) kind: Type,
    /// The list whose member must be in scope.
    pub(super) scope: Option<u16>,
    pub(super) size: u32,
    pub(super) depth: u16,
    /// Facts that occur in it.
    pub(in crate::rulebook) facts: u128,
    /// Readings that occur in it.
    pub(in crate::rulebook) readings: u64,
    /// Readings that occur in it more than once.
    pub(super) repeated: u64,
    /// Whether an unstated number occurs in it.
    pub(super) unstated: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Type {
    Truth,
    Number,
    Day,
    /// A choice among so many.
    Options(u8),
}

/// Finds shapes, given those of every earlier expression.
pub(super) struct Shaper<'a> {
    pub(super) rules: &'a CityRules,
    pub(super) book: &'a Rulebook,
    pub(super) shapes: &'a [Shape],
}

impl Shaper<'_> {
    pub(super) fn shape(&self, expr: &Expr) -> Check<Shape> {
        let mut shape = Shape::LEAF;
        self.look(expr, &mut shape)?;
        ensure(shape.size <= limits::EXPRESSION_SIZE, Broken::ExpressionTooLarge)?;
        ensure(usize::from(shape.depth) <= limits::DEPTH, Broken::ExpressionTooDeep)?;
        Ok(shape)
    }

    /// Takes everything that stands in an expression into its shape.
    fn look(&self, expr: &Expr, whole: &mut Shape) -> Check<()> {
        match expr {
            Expr::Truth(_) => {}
            Expr::Number(constant) => {
                whole.kind = Type::Number;
                check_constant(*constant)?;
            }
            Expr::Day(number) => {
                whole.kind = Type::Day;
                ensure(Day::from_number(*number).is_some(), Broken::DayNumber)?;
            }
            Expr::On => {
                whole.kind = Type::Day;
                whole.facts = DATE_ASKED_ABOUT;
            }
            Expr::Fact(at) => {
                let fact = self.rules.facts.get(usize::from(*at)).ok_or(Broken::FactExists)?;
                whole.fact(*at, type_of(&fact.kind)?);
            }
            Expr::Field { list, field } => {
                whole.fact(*list, type_of(&self.field(*list, *field)?.kind)?);
                whole.scope = Some(*list);
            }
            Expr::Among(part, options) => self.among(*part, *options, whole)?,
            Expr::Less(a, b) | Expr::AtMost(a, b) | Expr::Equal(a, b) => {
                let kind = self.at(*a)?.kind;
                ensure(matches!(kind, Type::Number | Type::Day), Broken::ExpressionType)?;
                self.take(*a, kind, whole)?;
                self.take(*b, kind, whole)?;
            }
            Expr::Count { list, when } => {
                self.over_members(*list, None, *when, whole)?;
                whole.kind = Type::Number;
            }
            Expr::AnyMember { list, when } | Expr::EveryMember { list, when } => {
                self.over_members(*list, None, *when, whole)?;
            }
            Expr::Sum { list, value, when } => {
                self.over_members(*list, Some(*value), *when, whole)?;
                whole.kind = Type::Number;
            }
            Expr::Ordinal { list, born, among } => {
                let field = self.field(*list, *born)?;
                ensure(matches!(field.kind, Kind::Date { .. }), Broken::BirthIsADate)?;
                self.over_members(*list, None, *among, whole)?;
                whole.kind = Type::Number;
                whole.scope = Some(*list);
            }
            Expr::Table(cases) => self.table(cases, whole)?,
            Expr::Reading { reading, choices } => self.reading(*reading, choices, whole)?,
            Expr::Unstated { min, max } => {
                whole.kind = Type::Number;
                whole.unstated = true;
                for constant in [min, max].into_iter().flatten() {
                    check_constant(*constant)?;
                }
            }
            _ => {
                check_literals(expr)?;
                let (of, gives) = signature(expr).ok_or(Broken::ExpressionType)?;
                whole.kind = gives;
                let parts = expr.parts();
                ensure(!parts.is_empty(), Broken::EmptyList)?;
                for part in parts {
                    self.take(part, of, whole)?;
                }
            }
        }
        Ok(())
    }

    #[inline(never)]
    fn at(&self, expr: ExprId) -> Check<&Shape> {
        self.shapes.get(usize::from(expr)).ok_or(Broken::ExpressionOrder)
    }

    /// Takes in a part of a type.
    #[inline(never)]
    fn take(&self, part: ExprId, kind: Type, whole: &mut Shape) -> Check<()> {
        let part = self.at(part)?;
        ensure(part.kind == kind, Broken::ExpressionType)?;
        whole.take(part)
    }

    fn field(&self, list: u16, field: u8) -> Check<&Fact> {
        match self.rules.facts.get(usize::from(list)).map(|fact| &fact.kind) {
            Some(Kind::List { fields, .. }) => {
                fields.get(usize::from(field)).ok_or(Broken::FieldExists)
            }
            Some(Kind::YesNo | Kind::Choice { .. } | Kind::Number { .. } | Kind::Date { .. })
            | None => Err(Broken::ListExists),
        }
    }

    fn among(&self, part: ExprId, wanted: Options, whole: &mut Shape) -> Check<()> {
        let part = self.at(part)?;
        let Type::Options(count) = part.kind else {
            return Err(Broken::ExpressionType);
        };
        let proper =
            wanted != Options::NONE && wanted.is_within(Options::first(usize::from(count)));
        ensure(proper, Broken::OptionsExist)?;
        whole.take(part)
    }

    fn over_members(
        &self,
        list: u16,
        value: Option<ExprId>,
        when: ExprId,
        whole: &mut Shape,
    ) -> Check<()> {
        self.field(list, 0)?;
        whole.fact(list, Type::Truth);
        if let Some(value) = value {
            self.take_each(list, value, Type::Number, whole)?;
        }
        self.take_each(list, when, Type::Truth, whole)
    }

    /// Takes in what is looked at for each member of a list.
    #[inline(never)]
    fn take_each(&self, list: u16, part: ExprId, kind: Type, whole: &mut Shape) -> Check<()> {
        let part = self.at(part)?;
        ensure(part.kind == kind, Broken::ExpressionType)?;
        ensure(part.scope.is_none_or(|scope| scope == list), Broken::MemberScope)?;
        let many = u32::try_from(limits::MEMBERS).unwrap_or(u32::MAX);
        // A reading under a list counts for each member.
        let size = part.size.saturating_mul(many);
        whole.take(&Shape { repeated: part.readings, scope: None, size, ..*part })
    }

    fn table(&self, cases: &[(ExprId, ExprId)], whole: &mut Shape) -> Check<()> {
        let (_, first) = cases.first().ok_or(Broken::EmptyList)?;
        whole.kind = self.at(*first)?.kind;
        ensure(!matches!(whole.kind, Type::Options(_)), Broken::ExpressionType)?;
        for (when, value) in cases {
            self.take(*when, Type::Truth, whole)?;
            self.take(*value, whole.kind, whole)?;
        }
        Ok(())
    }

    fn reading(&self, reading: u8, choices: &[ExprId], whole: &mut Shape) -> Check<()> {
        let declared = self.book.readings.get(usize::from(reading)).ok_or(Broken::ReadingExists)?;
        ensure(declared.choices.len() == choices.len(), Broken::NumberOfChoices)?;
        whole.kind = self.at(*choices.first().ok_or(Broken::EmptyList)?)?.kind;
        ensure(!matches!(whole.kind, Type::Options(_)), Broken::ExpressionType)?;
        let own = 1_u64 << reading;
        let (mut readings, mut repeated) = (0, 0);
        for choice in choices {
            let choice = self.at(*choice)?;
            ensure(choice.kind == whole.kind, Broken::ExpressionType)?;
            // Only one choice is ever looked at, so readings in two of them are not repeated.
            readings |= choice.readings;
            repeated |= choice.repeated;
            whole.take(&Shape { readings: 0, repeated: 0, ..*choice })?;
        }
        whole.readings = readings | own;
        whole.repeated = repeated | (readings & own);
        Ok(())
    }
}

/// What the parts of an expression whose parts are all of one type are, and what it gives.
fn signature(expr: &Expr) -> Option<(Type, Type)> {
    match expr {
        Expr::All(_) | Expr::Any(_) | Expr::Not(_) => Some((Type::Truth, Type::Truth)),
        Expr::Min(_)
        | Expr::Max(_)
        | Expr::Add(..)
        | Expr::Multiply(..)
        | Expr::Negate(_)
        | Expr::Round { .. } => Some((Type::Number, Type::Number)),
        Expr::Age { .. } | Expr::MonthsBetween(..) | Expr::FiscalYear(_) => {
            Some((Type::Day, Type::Number))
        }
        Expr::DayReached { .. }
        | Expr::FiscalYearStart(_)
        | Expr::FirstOfMonth(_)
        | Expr::NextMonthDay { .. }
        | Expr::LastDay { .. }
        | Expr::FirstDayBefore { .. } => Some((Type::Day, Type::Day)),
        _ => None,
    }
}

/// The bounds of what stands in an expression besides its parts.
fn check_literals(expr: &Expr) -> Check<()> {
    match expr {
        Expr::Round { unit, .. } => ensure((1..=1_000_000).contains(unit), Broken::RoundingUnit),
        Expr::DayReached { age, .. } => ensure((1..=150).contains(age), Broken::Age),
        Expr::NextMonthDay { month, day, .. } => {
            let (month, day) = (i32::from(*month), i32::from(*day));
            let exists =
                (1..=12).contains(&month) && (1..=days_in_month(2024, month)).contains(&day);
            ensure(exists, Broken::MonthDay)
        }
        Expr::LastDay { period, .. } | Expr::FirstDayBefore { period, .. } => check_period(*period),
        _ => Ok(()),
    }
}

impl Shape {
    /// A truth with nothing in it.
    const LEAF: Shape = Shape {
        kind: Type::Truth,
        scope: None,
        size: 1,
        depth: 1,
        facts: 0,
        readings: 0,
        repeated: 0,
        unstated: false,
    };

    /// Makes this a value that hangs on a fact of the city's.
    fn fact(&mut self, fact: u16, kind: Type) {
        self.kind = kind;
        self.facts = 1_u128.checked_shl(u32::from(fact)).unwrap_or(0);
    }

    /// Takes in a further part.
    #[inline(never)]
    fn take(&mut self, part: &Shape) -> Check<()> {
        let scopes_agree = self.scope.is_none() || part.scope.is_none() || self.scope == part.scope;
        ensure(scopes_agree, Broken::MemberScope)?;
        self.scope = self.scope.or(part.scope);
        self.size = self.size.saturating_add(part.size);
        self.depth = self.depth.max(part.depth.saturating_add(1));
        self.facts |= part.facts;
        self.repeated |= part.repeated | (self.readings & part.readings);
        self.readings |= part.readings;
        self.unstated |= part.unstated;
        Ok(())
    }
}

fn type_of(kind: &Kind) -> Check<Type> {
    match kind {
        Kind::YesNo => Ok(Type::Truth),
        Kind::Choice { options } => {
            Ok(Type::Options(u8::try_from(options.len()).unwrap_or(u8::MAX)))
        }
        Kind::Number { .. } => Ok(Type::Number),
        Kind::Date { .. } => Ok(Type::Day),
        Kind::List { .. } => Err(Broken::ListAsAValue),
    }
}

pub(super) fn check_constant(constant: Constant) -> Check<()> {
    let known = (-limits::NUMBER..=limits::NUMBER).contains(&constant.numer);
    ensure(known && (1..=MAX_DENOM).contains(&constant.denom), Broken::Number)
}

fn check_period(period: Period) -> Check<()> {
    let some = period.years > 0 || period.months > 0 || period.days > 0;
    ensure(
        some && period.years <= 200 && period.months <= 200 && period.days <= 60_000,
        Broken::Period,
    )
}
