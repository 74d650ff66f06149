//! The shape of an expression: its type, its scope, its size, the readings in it. An expression without
//! one is not part of any valid rulebook.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "each question here is about a few of the many expressions"
)]

use super::super::{CityRules, Constant, Expr, Fact, Kind, Rulebook, limits};
use super::{Broken, Found};
use crate::amount::MAX_DENOM;
use crate::calendar::{Day, days_in_month};
use crate::index::{ExprIndex, FactIndex, FactSet, FieldIndex, ReadingIndex, ReadingSet};
use crate::possible::Options;
use typed_index_collections::TiVec;

/// What an expression gives, and what it costs.
#[derive(Clone, Copy, Debug)]
pub(in crate::rulebook) struct Shape {
    pub(super) kind: Type,
    /// The list whose member must be in scope.
    pub(super) scope: Option<FactIndex>,
    pub(super) size: u32,
    pub(super) depth: u16,
    /// Facts that occur in it.
    pub(in crate::rulebook) facts: FactSet,
    /// Readings that occur in it.
    pub(in crate::rulebook) readings: ReadingSet,
    /// Readings that occur in it more than once.
    pub(super) repeated: ReadingSet,
    /// Whether an unstated number occurs in it.
    pub(super) unstated: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Type {
    Truth,
    Number,
    Day,
    /// A choice among so many.
    Options(usize),
}

/// Finds the shapes of a year's expressions, each given those of every earlier one. Of what is not there
/// it takes the simplest there could be, and says so to `found`.
pub(super) struct Shaper<'a> {
    pub(super) rules: &'a CityRules,
    pub(super) book: &'a Rulebook,
    pub(super) found: &'a Found,
    pub(super) shapes: TiVec<ExprIndex, Shape>,
}

impl Shaper<'_> {
    pub(super) fn shape(&self, expr: &Expr) -> Shape {
        let mut shape = Shape::LEAF;
        self.look(expr, &mut shape);
        self.found.ensure(shape.size <= limits::EXPRESSION_SIZE, Broken::ExpressionTooLarge);
        self.found.ensure(usize::from(shape.depth) <= limits::DEPTH, Broken::ExpressionTooDeep);
        shape
    }

    /// The shape of an expression that was looked at.
    #[inline(never)]
    pub(super) fn at(&self, expr: ExprIndex) -> &Shape {
        let shape = self.shapes.get(expr);
        self.found.ensure(shape.is_some(), Broken::ExpressionOrder);
        shape.unwrap_or(&Shape::LEAF)
    }

    /// A number that hangs on no member.
    pub(super) fn number(&self, expr: ExprIndex) -> &Shape {
        let shape = self.at(expr);
        let is_number = shape.kind == Type::Number && shape.scope.is_none();
        self.found.ensure(is_number, Broken::AmountIsANumber);
        shape
    }

    /// Something stated, of a type, that hangs on no member.
    #[inline(never)]
    pub(super) fn whole(&self, expr: ExprIndex, kind: Type, what: Broken) -> &Shape {
        let shape = self.at(expr);
        let plain = shape.kind == kind && shape.scope.is_none() && !shape.unstated;
        self.found.ensure(plain, what);
        shape
    }

    /// Takes everything that stands in an expression into its shape.
    fn look(&self, expr: &Expr, whole: &mut Shape) {
        match expr {
            Expr::Truth(_) => {}
            Expr::Number(constant) => {
                whole.kind = Type::Number;
                self.constant(*constant);
            }
            Expr::Day(number) => {
                whole.kind = Type::Day;
                self.found.ensure(Day::from_number(*number).is_some(), Broken::DayNumber);
            }
            Expr::On => {
                whole.kind = Type::Day;
                whole.facts = FactSet::DATE_ASKED_ABOUT;
            }
            Expr::Fact(at) => {
                let fact = self.rules.facts.get(*at);
                self.found.ensure(fact.is_some(), Broken::FactExists);
                whole.facts = FactSet::only(*at);
                whole.kind = self.type_of(fact);
            }
            Expr::Field { list, field } => {
                whole.facts = FactSet::only(*list);
                whole.kind = self.type_of(self.field(*list, *field));
                whole.scope = Some(*list);
            }
            Expr::Among(part, options) => self.among(*part, *options, whole),
            Expr::Less(a, b) | Expr::AtMost(a, b) | Expr::Equal(a, b) => {
                let kind = self.at(*a).kind;
                let ordered = matches!(kind, Type::Number | Type::Day);
                self.found.ensure(ordered, Broken::ExpressionType);
                self.take(*a, kind, whole);
                self.take(*b, kind, whole);
            }
            Expr::Count { list, when } => {
                self.over_members(*list, *when, whole);
                whole.kind = Type::Number;
            }
            Expr::AnyMember { list, when } | Expr::EveryMember { list, when } => {
                self.over_members(*list, *when, whole);
            }
            Expr::Sum { list, value, when } => {
                self.take_each(*list, *value, Type::Number, whole);
                self.over_members(*list, *when, whole);
                whole.kind = Type::Number;
            }
            Expr::Ordinal { list, born, among } => {
                let born = self.field(*list, *born);
                let is_date = born.is_some_and(|field| matches!(field.kind, Kind::Date { .. }));
                self.found.ensure(is_date, Broken::BirthIsADate);
                self.over_members(*list, *among, whole);
                whole.kind = Type::Number;
                whole.scope = Some(*list);
            }
            Expr::Table(cases) => self.table(cases, whole),
            Expr::Reading { reading, choices } => self.reading(*reading, choices, whole),
            Expr::Unstated { min, max } => {
                whole.kind = Type::Number;
                whole.unstated = true;
                for constant in [min, max].into_iter().flatten() {
                    self.constant(*constant);
                }
            }
            _ => self.uniform(expr, whole),
        }
    }

    /// An expression whose parts are all of one type.
    fn uniform(&self, expr: &Expr, whole: &mut Shape) {
        self.literals(expr);
        let (of, gives) = signature(expr);
        let parts = expr.parts();
        self.found.ensure(!parts.is_empty(), Broken::EmptyList);
        for part in parts {
            self.take(part, of, whole);
        }
        whole.kind = gives;
    }

    /// Takes in a part of a type.
    #[inline(never)]
    fn take(&self, part: ExprIndex, kind: Type, whole: &mut Shape) {
        let part = self.at(part);
        self.found.ensure(part.kind == kind, Broken::ExpressionType);
        self.take_in(part, whole);
    }

    /// Takes in a part of any type.
    #[inline(never)]
    fn take_in(&self, part: &Shape, whole: &mut Shape) {
        let agree = whole.scope.is_none() || part.scope.is_none() || whole.scope == part.scope;
        self.found.ensure(agree, Broken::MemberScope);
        whole.scope = whole.scope.or(part.scope);
        whole.size = whole.size.saturating_add(part.size);
        whole.depth = whole.depth.max(part.depth.saturating_add(1));
        whole.facts = whole.facts.union(part.facts);
        let again = whole.readings.intersection(part.readings);
        whole.repeated = whole.repeated.union(part.repeated).union(again);
        whole.readings = whole.readings.union(part.readings);
        whole.unstated |= part.unstated;
    }

    fn field(&self, list: FactIndex, field: FieldIndex) -> Option<&Fact> {
        let fields = match self.rules.facts.get(list).map(|fact| &fact.kind) {
            Some(Kind::List { fields, .. }) => Some(fields),
            _ => None,
        };
        self.found.ensure(fields.is_some(), Broken::ListExists);
        let field = fields.and_then(|fields| fields.get(field));
        self.found.ensure(field.is_some(), Broken::FieldExists);
        field
    }

    fn among(&self, part: ExprIndex, wanted: Options, whole: &mut Shape) {
        let part = self.at(part);
        if let Type::Options(count) = part.kind {
            let all = Options::first(count);
            let proper = wanted != Options::NONE && wanted.is_within(all);
            self.found.ensure(proper, Broken::OptionsExist);
        } else {
            self.found.ensure(false, Broken::ExpressionType);
        }
        self.take_in(part, whole);
    }

    fn over_members(&self, list: FactIndex, when: ExprIndex, whole: &mut Shape) {
        self.field(list, FieldIndex::new(0));
        self.take_each(list, when, Type::Truth, whole);
        whole.facts.insert(list);
    }

    /// Takes in what is looked at for each member of a list.
    #[inline(never)]
    fn take_each(&self, list: FactIndex, part: ExprIndex, kind: Type, whole: &mut Shape) {
        let part = self.at(part);
        self.found.ensure(part.kind == kind, Broken::ExpressionType);
        self.found.ensure(part.scope.is_none_or(|scope| scope == list), Broken::MemberScope);
        let many = u32::try_from(limits::MEMBERS).unwrap_or(u32::MAX);
        // A reading under a list counts for each member.
        let size = part.size.saturating_mul(many);
        self.take_in(&Shape { repeated: part.readings, scope: None, size, ..*part }, whole);
    }

    /// The type of the values of a table or a reading, which its first has.
    fn first(&self, value: Option<ExprIndex>) -> Type {
        self.found.ensure(value.is_some(), Broken::EmptyList);
        let kind = value.map_or(Type::Truth, |value| self.at(value).kind);
        self.found.ensure(!matches!(kind, Type::Options(_)), Broken::ExpressionType);
        kind
    }

    fn table(&self, cases: &[(ExprIndex, ExprIndex)], whole: &mut Shape) {
        whole.kind = self.first(cases.first().map(|(_, value)| *value));
        for (when, value) in cases {
            self.take(*when, Type::Truth, whole);
            self.take(*value, whole.kind, whole);
        }
    }

    fn reading(&self, reading: ReadingIndex, choices: &[ExprIndex], whole: &mut Shape) {
        let declared = self.book.readings.get(reading);
        self.found.ensure(declared.is_some(), Broken::ReadingExists);
        let as_many = declared.is_some_and(|declared| declared.choices.len() == choices.len());
        self.found.ensure(as_many, Broken::NumberOfChoices);
        whole.kind = self.first(choices.first().copied());
        let own = ReadingSet::only(reading);
        let (mut readings, mut repeated) = (ReadingSet::EMPTY, ReadingSet::EMPTY);
        for choice in choices {
            let choice = self.at(*choice);
            self.found.ensure(choice.kind == whole.kind, Broken::ExpressionType);
            // Only one choice is ever looked at, so readings in two of them are not repeated.
            readings = readings.union(choice.readings);
            repeated = repeated.union(choice.repeated);
            let none = ReadingSet::EMPTY;
            self.take_in(&Shape { readings: none, repeated: none, ..*choice }, whole);
        }
        whole.readings = readings.union(own);
        whole.repeated = repeated.union(readings.intersection(own));
    }

    fn type_of(&self, fact: Option<&Fact>) -> Type {
        match fact.map(|fact| &fact.kind) {
            Some(Kind::Choice { options }) => Type::Options(options.len()),
            Some(Kind::Number { .. }) => Type::Number,
            Some(Kind::Date { .. }) => Type::Day,
            Some(Kind::YesNo) => Type::Truth,
            Some(Kind::List { .. }) | None => {
                self.found.ensure(false, Broken::ListAsAValue);
                Type::Truth
            }
        }
    }

    /// The bounds of what stands in an expression besides its parts.
    fn literals(&self, expr: &Expr) {
        match expr {
            Expr::Round { unit, .. } => {
                self.found.ensure((1..=1_000_000).contains(unit), Broken::RoundingUnit);
            }
            Expr::DayReached { age, .. } => {
                self.found.ensure((1..=150).contains(age), Broken::Age);
            }
            Expr::NextMonthDay { month, day, .. } => {
                let (month, day) = (i32::from(*month), i32::from(*day));
                let exists =
                    (1..=12).contains(&month) && (1..=days_in_month(2024, month)).contains(&day);
                self.found.ensure(exists, Broken::MonthDay);
            }
            Expr::LastDay { period, .. } | Expr::FirstDayBefore { period, .. } => {
                let some = period.years > 0 || period.months > 0 || period.days > 0;
                let short = period.years <= 200 && period.months <= 200 && period.days <= 60_000;
                self.found.ensure(some && short, Broken::Period);
            }
            _ => {}
        }
    }

    #[inline(never)]
    pub(super) fn constant(&self, constant: Constant) {
        let known = (-limits::NUMBER..=limits::NUMBER).contains(&constant.numer);
        let known = known && (1..=MAX_DENOM).contains(&constant.denom);
        self.found.ensure(known, Broken::Number);
    }
}

/// What the parts of an expression whose parts are all of one type are, and what it gives.
fn signature(expr: &Expr) -> (Type, Type) {
    match expr {
        Expr::Min(_)
        | Expr::Max(_)
        | Expr::Add(..)
        | Expr::Multiply(..)
        | Expr::Negate(_)
        | Expr::Round { .. } => (Type::Number, Type::Number),
        Expr::Age { .. } | Expr::MonthsBetween(..) | Expr::FiscalYear(_) => {
            (Type::Day, Type::Number)
        }
        Expr::DayReached { .. }
        | Expr::FiscalYearStart(_)
        | Expr::FirstOfMonth(_)
        | Expr::NextMonthDay { .. }
        | Expr::LastDay { .. }
        | Expr::FirstDayBefore { .. } => (Type::Day, Type::Day),
        // All, Any and Not.
        _ => (Type::Truth, Type::Truth),
    }
}

impl Shape {
    /// A truth with nothing in it.
    const LEAF: Shape = Shape {
        kind: Type::Truth,
        scope: None,
        size: 1,
        depth: 1,
        facts: FactSet::EMPTY,
        readings: ReadingSet::EMPTY,
        repeated: ReadingSet::EMPTY,
        unstated: false,
    };
}
