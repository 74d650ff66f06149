//! The shape of an expression: its type, its scope, its size, the readings in it. An expression without
//! one is not part of any valid rulebook.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "each question here is about a few of the many expressions"
)]

use super::super::{
    CityRules, Constant, DATE_ASKED_ABOUT, Expr, ExprId, Fact, Kind, Rulebook, limits,
};
use super::{Check, ensure};
use crate::amount::MAX_DENOM;
use crate::calendar::{Day, Period, days_in_month};
use crate::possible::Options;

/// What an expression gives, and what it costs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    pub(super) kind: Type,
    /// The list whose member must be in scope.
    pub(super) scope: Option<u16>,
    pub(super) size: u32,
    pub(super) depth: u16,
    /// Facts that occur in it.
    pub(super) facts: u128,
    /// Readings that occur in it.
    pub(super) readings: u64,
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
        let shape = self.unchecked(expr)?;
        ensure(shape.size <= limits::EXPRESSION_SIZE, "expression-too-large")?;
        ensure(usize::from(shape.depth) <= limits::DEPTH, "expression-too-deep")?;
        Ok(shape)
    }

    fn unchecked(&self, expr: &Expr) -> Check<Shape> {
        match expr {
            Expr::Truth(_) => Ok(leaf(Type::Truth)),
            Expr::Number(constant) => check_constant(*constant).map(|()| leaf(Type::Number)),
            Expr::Day(number) => {
                ensure(Day::from_number(*number).is_some(), "day-number").map(|()| leaf(Type::Day))
            }
            Expr::On => Ok(Shape { facts: DATE_ASKED_ABOUT, ..leaf(Type::Day) }),
            Expr::Fact(at) => {
                let fact = self.rules.facts.get(usize::from(*at)).ok_or("fact-exists")?;
                type_of(&fact.kind).map(|kind| of_fact(*at, kind))
            }
            Expr::Field { list, field } => {
                let field = self.field(*list, *field)?;
                Ok(Shape { scope: Some(*list), ..of_fact(*list, type_of(&field.kind)?) })
            }
            Expr::Among(part, options) => self.among(*part, *options),
            Expr::Less(a, b) | Expr::AtMost(a, b) | Expr::Equal(a, b) => self.comparison(*a, *b),
            Expr::Count { .. }
            | Expr::Sum { .. }
            | Expr::AnyMember { .. }
            | Expr::EveryMember { .. }
            | Expr::Ordinal { .. } => self.over_members(expr),
            Expr::Table(cases) => self.table(cases),
            Expr::Reading { reading, choices } => self.reading(*reading, choices),
            Expr::Unstated { min, max } => {
                min.iter().chain(max).try_for_each(|constant| check_constant(*constant))?;
                Ok(Shape { unstated: true, ..leaf(Type::Number) })
            }
            _ => {
                check_literals(expr)?;
                let (parts, of, gives) = signature(expr).ok_or("expression-type")?;
                Ok(Shape { kind: gives, ..self.several(&parts, of)? })
            }
        }
    }

    #[inline(never)]
    fn at(&self, expr: ExprId) -> Check<Shape> {
        self.shapes.get(usize::from(expr)).copied().ok_or("expression-order")
    }

    fn field(&self, list: u16, field: u8) -> Check<&Fact> {
        match self.rules.facts.get(usize::from(list)).map(|fact| &fact.kind) {
            Some(Kind::List { fields, .. }) => fields.get(usize::from(field)).ok_or("field-exists"),
            Some(Kind::YesNo | Kind::Choice { .. } | Kind::Number { .. } | Kind::Date { .. })
            | None => Err("list-exists"),
        }
    }

    #[inline(never)]
    fn several(&self, parts: &[ExprId], kind: Type) -> Check<Shape> {
        ensure(!parts.is_empty(), "empty-list")?;
        parts.iter().try_fold(leaf(kind), |whole, part| {
            let part = self.at(*part)?;
            ensure(part.kind == kind, "expression-type")?;
            whole.with(part)
        })
    }

    fn among(&self, part: ExprId, wanted: Options) -> Check<Shape> {
        let part = self.at(part)?;
        let Type::Options(count) = part.kind else {
            return Err("expression-type");
        };
        let proper =
            wanted != Options::NONE && wanted.is_within(Options::first(usize::from(count)));
        ensure(proper, "options-exist")?;
        leaf(Type::Truth).with(part)
    }

    fn comparison(&self, a: ExprId, b: ExprId) -> Check<Shape> {
        let (a, b) = (self.at(a)?, self.at(b)?);
        ensure(a.kind == b.kind && matches!(a.kind, Type::Number | Type::Day), "expression-type")?;
        leaf(Type::Truth).with(a)?.with(b)
    }

    fn over_members(&self, expr: &Expr) -> Check<Shape> {
        let (list, parts, kind, keeps_scope) = match expr {
            Expr::Count { list, when } => (*list, vec![(*when, Type::Truth)], Type::Number, false),
            Expr::AnyMember { list, when } | Expr::EveryMember { list, when } => {
                (*list, vec![(*when, Type::Truth)], Type::Truth, false)
            }
            Expr::Sum { list, value, when } => {
                (*list, vec![(*value, Type::Number), (*when, Type::Truth)], Type::Number, false)
            }
            Expr::Ordinal { list, born, among } => {
                let field = self.field(*list, *born)?;
                ensure(matches!(field.kind, Kind::Date { .. }), "birth-is-a-date")?;
                (*list, vec![(*among, Type::Truth)], Type::Number, true)
            }
            _ => return Err("expression-type"),
        };
        self.field(list, 0)?;
        let mut whole = of_fact(list, kind);
        for (part, wanted) in parts {
            let part = self.at(part)?;
            ensure(part.kind == wanted, "expression-type")?;
            ensure(part.scope.is_none_or(|scope| scope == list), "member-scope")?;
            // A reading under a list counts for each member.
            let many = u32::try_from(limits::MEMBERS).unwrap_or(u32::MAX);
            let each = Shape { repeated: part.readings, scope: None, ..part };
            whole = whole.with(Shape { size: part.size.saturating_mul(many), ..each })?;
        }
        Ok(Shape { scope: keeps_scope.then_some(list), ..whole })
    }

    fn table(&self, cases: &[(ExprId, ExprId)]) -> Check<Shape> {
        let (_, first) = cases.first().ok_or("empty-list")?;
        let kind = self.at(*first)?.kind;
        ensure(!matches!(kind, Type::Options(_)), "expression-type")?;
        cases.iter().try_fold(leaf(kind), |whole, (when, value)| {
            let (when, value) = (self.at(*when)?, self.at(*value)?);
            ensure(when.kind == Type::Truth && value.kind == kind, "expression-type")?;
            whole.with(when)?.with(value)
        })
    }

    fn reading(&self, reading: u8, choices: &[ExprId]) -> Check<Shape> {
        let declared = self.book.readings.get(usize::from(reading)).ok_or("reading-exists")?;
        ensure(declared.choices.len() == choices.len(), "number-of-choices")?;
        let first = self.at(*choices.first().ok_or("empty-list")?)?;
        ensure(!matches!(first.kind, Type::Options(_)), "expression-type")?;
        let own = 1_u64 << reading;
        let mut whole = leaf(first.kind);
        let (mut readings, mut repeated) = (0, 0);
        for choice in choices {
            let choice = self.at(*choice)?;
            ensure(choice.kind == first.kind, "expression-type")?;
            // Only one choice is ever looked at, so readings in two of them are not repeated.
            readings |= choice.readings;
            repeated |= choice.repeated;
            whole = whole.with(Shape { readings: 0, repeated: 0, ..choice })?;
        }
        Ok(Shape { readings: readings | own, repeated: repeated | (readings & own), ..whole })
    }
}

#[inline(never)]
fn leaf(kind: Type) -> Shape {
    Shape {
        kind,
        scope: None,
        size: 1,
        depth: 1,
        facts: 0,
        readings: 0,
        repeated: 0,
        unstated: false,
    }
}

/// A leaf that hangs on a fact of the city's.
fn of_fact(fact: u16, kind: Type) -> Shape {
    Shape { facts: 1_u128.checked_shl(u32::from(fact)).unwrap_or(0), ..leaf(kind) }
}

/// The parts of an expression whose parts are all of one type, that type, and what it gives.
fn signature(expr: &Expr) -> Option<(Vec<ExprId>, Type, Type)> {
    let (parts, of, gives) = match expr {
        Expr::All(parts) | Expr::Any(parts) => (parts.clone(), Type::Truth, Type::Truth),
        Expr::Min(parts) | Expr::Max(parts) => (parts.clone(), Type::Number, Type::Number),
        Expr::Not(part) => (vec![*part], Type::Truth, Type::Truth),
        Expr::Add(a, b) | Expr::Multiply(a, b) => (vec![*a, *b], Type::Number, Type::Number),
        Expr::Negate(part) | Expr::Round { value: part, .. } => {
            (vec![*part], Type::Number, Type::Number)
        }
        Expr::Age { born: a, on: b } | Expr::MonthsBetween(a, b) => {
            (vec![*a, *b], Type::Day, Type::Number)
        }
        Expr::FiscalYear(part) => (vec![*part], Type::Day, Type::Number),
        Expr::DayReached { born: part, .. }
        | Expr::FiscalYearStart(part)
        | Expr::FirstOfMonth(part)
        | Expr::NextMonthDay { from: part, .. }
        | Expr::LastDay { from: part, .. }
        | Expr::FirstDayBefore { before: part, .. } => (vec![*part], Type::Day, Type::Day),
        _ => return None,
    };
    Some((parts, of, gives))
}

/// The bounds of what stands in an expression besides its parts.
fn check_literals(expr: &Expr) -> Check<()> {
    match expr {
        Expr::Round { unit, .. } => ensure((1..=1_000_000).contains(unit), "rounding-unit"),
        Expr::DayReached { age, .. } => ensure((1..=150).contains(age), "age"),
        Expr::NextMonthDay { month, day, .. } => {
            let (month, day) = (i32::from(*month), i32::from(*day));
            let exists =
                (1..=12).contains(&month) && (1..=days_in_month(2024, month)).contains(&day);
            ensure(exists, "month-day")
        }
        Expr::LastDay { period, .. } | Expr::FirstDayBefore { period, .. } => check_period(*period),
        _ => Ok(()),
    }
}

impl Shape {
    /// This expression with a further part in it.
    #[inline(never)]
    fn with(self, part: Shape) -> Check<Shape> {
        let scopes_agree = self.scope.is_none() || part.scope.is_none() || self.scope == part.scope;
        ensure(scopes_agree, "member-scope")?;
        Ok(Shape {
            kind: self.kind,
            scope: self.scope.or(part.scope),
            size: self.size.saturating_add(part.size),
            depth: self.depth.max(part.depth.saturating_add(1)),
            facts: self.facts | part.facts,
            readings: self.readings | part.readings,
            repeated: self.repeated | part.repeated | (self.readings & part.readings),
            unstated: self.unstated || part.unstated,
        })
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
        Kind::List { .. } => Err("list-as-a-value"),
    }
}

pub(super) fn check_constant(constant: Constant) -> Check<()> {
    let known = (-limits::NUMBER..=limits::NUMBER).contains(&constant.numer);
    ensure(known && (1..=MAX_DENOM).contains(&constant.denom), "number")
}

fn check_period(period: Period) -> Check<()> {
    let some = period.years > 0 || period.months > 0 || period.days > 0;
    ensure(some && period.years <= 200 && period.months <= 200 && period.days <= 60_000, "period")
}
