//! Evaluates an expression to the set of values it can still have, with the answers that could
//! still narrow that set. The set always holds every value that a completion gives. This file knows
//! no requirements.

mod members;

use super::constraints::Constraints;
use super::memo::{Memo, Remembered, Variant};
use super::reading_choices::ReadingChoices;
use super::slots::{further_slot, member_slot};
use super::value::{Value, ValueSet};
use super::visits;
use crate::amount::Exact;
use crate::calendar::Day;
use crate::index::{
    ExprIndex, FactIndex, FieldIndex, MemberIndex, OptionIndex, ReadingIndex, Slot, YearIndex,
};
use crate::possible::{DATE_SLOT, Days, Options, Range, Slots};
use crate::rulebook::{City, Constant, Expr, Fact, Kind, Rulebook};
use crate::situation::{Answer, Known, Members, Situation};
use crate::truth::Truth;
use typed_index_collections::TiSlice;

/// The member of a list that an expression is evaluated for.
#[derive(Clone, Copy)]
pub(super) enum Scope {
    /// The expression is not inside a list.
    None,
    /// A named member.
    Named(MemberIndex),
    /// A member who is not named yet, of one sort (an option of the list's key field).
    Further(OptionIndex),
}

/// Everything that an expression is evaluated against.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) city: &'a City,
    pub(super) year: YearIndex,
    pub(super) book: &'a Rulebook,
    pub(super) situation: &'a Situation,
    /// The application date, or several possible ones.
    pub(super) on: Days,
    pub(super) choices: &'a ReadingChoices,
    /// What is taken as true beyond the answers.
    pub(super) constraints: &'a Constraints,
    /// The values of costly expressions that are known already, under the same constraints and on the same days.
    pub(super) remembered: Option<Remembered<'a>>,
}

impl<'a> Context<'a> {
    /// The rules of a year, with every reading open and without constraints. Returns `None` if the
    /// city has no such year.
    pub(super) fn plain(
        city: &'a City,
        year: YearIndex,
        situation: &'a Situation,
        on: Days,
    ) -> Option<Context<'a>> {
        let book = city.rules().years.get(year)?;
        let (choices, constraints) = (&ReadingChoices::OPEN, Constraints::NONE);
        Some(Context { city, year, book, situation, on, choices, constraints, remembered: None })
    }

    /// The values that an expression can have.
    pub(super) fn value(&self, expr: ExprIndex, scope: Scope) -> Value {
        visits::count();
        if let (Some(remembered), Scope::None) = (&self.remembered, scope)
            && let Some((readings, facts)) = self.city.costly(self.year, expr)
        {
            let evaluate = || self.found_value(expr, scope);
            return remembered.value(expr, (self.choices, readings), facts, evaluate);
        }
        self.found_value(expr, scope)
    }

    /// The same, with a memo for the values of this household alone.
    pub(super) fn with_memo(self, memo: &'a Memo) -> Context<'a> {
        let remembered = Some(Remembered { memo, variant: Variant::ORIGINAL });
        Context { remembered, ..self }
    }

    /// The same on other days.
    pub(super) fn on_days(self, on: Days) -> Context<'a> {
        Context { on, remembered: None, ..self }
    }

    /// The same under other constraints.
    pub(super) fn under(
        self,
        constraints: &'a Constraints,
        remembered: Option<Remembered<'a>>,
    ) -> Context<'a> {
        Context { constraints, remembered, ..self }
    }

    fn found_value(&self, expr: ExprIndex, scope: Scope) -> Value {
        let mut value = self.value_from_answers(expr, scope);
        for to in self.constraints.limits_of(expr) {
            value = Value::new(value.set.narrowed_to(to), value.open);
        }
        value
    }

    fn value_from_answers(&self, expr: ExprIndex, scope: Scope) -> Value {
        let Some(expr) = self.book.exprs.get(expr) else {
            return Value::NOTHING;
        };
        match expr {
            Expr::Truth(value) => Value::constant(ValueSet::Truth(Truth::known(*value))),
            Expr::Number(constant) => Value::constant(ValueSet::Number(constant_range(*constant))),
            Expr::Day { number, stays: _ } => Value::constant(ValueSet::Day(constant_day(*number))),
            Expr::On => Value::new(ValueSet::Day(self.on), Slots::only(DATE_SLOT)),
            Expr::Fact(fact) => self.fact(*fact),
            Expr::Field { list, field } => self.field(*list, *field, scope),
            Expr::All(parts) => self.logic(parts, scope, Truth::False),
            Expr::Any(parts) => self.logic(parts, scope, Truth::True),
            Expr::Not(part) => {
                let part = self.value(*part, scope);
                Value { set: ValueSet::Truth(part.truth().not()), ..part }
            }
            Expr::Among(part, wanted) => self.among(*part, *wanted, scope),
            Expr::Less(..) | Expr::AtMost(..) | Expr::Equal(..) => self.comparison(expr, scope),
            Expr::Add(a, b) => self.numbers(*a, *b, scope, Range::plus),
            Expr::Multiply(a, b) => self.numbers(*a, *b, scope, Range::times),
            Expr::Negate(part) => self.number(*part, scope, Range::negated),
            Expr::Min(parts) => self.extreme(parts, scope, Range::min),
            Expr::Max(parts) => self.extreme(parts, scope, Range::max),
            Expr::Round { value, way, unit } => {
                self.number(*value, scope, |range| range.rounded(*way, *unit))
            }
            Expr::Table(cases) => self.table(cases, scope),
            Expr::Reading { reading, choices } => self.reading(*reading, choices, scope),
            Expr::Unstated { min, max } => Value::constant(ValueSet::Number(Range {
                low: min.and_then(exact),
                high: max.and_then(exact),
            })),
            Expr::Count { list, when } => self.count(*list, *when),
            Expr::Sum { list, value, when } => self.sum(*list, *value, *when),
            Expr::AnyMember { list, when } => self.any_member(*list, *when),
            Expr::EveryMember { list, when } => self.every_member(*list, *when),
            Expr::Ordinal { list, born, among } => self.ordinal(*list, *born, *among, scope),
            Expr::DayFrom { day, operation } => self.day(*day, scope, |day| operation.apply(day)),
            Expr::FiscalYear(part) => {
                self.day_number(*part, *part, scope, |day, _| day.fiscal_year())
            }
            Expr::TimeBetween { from, to, unit } => {
                self.day_number(*to, *from, scope, |to, from| unit.between(from, to))
            }
        }
    }

    fn fact(&self, fact: FactIndex) -> Value {
        match self.situation.facts.get(fact) {
            Some(answer) => answered(answer, self.city.slot(fact)),
            None => Value::NOTHING,
        }
    }

    fn field(&self, list: FactIndex, field: FieldIndex, scope: Scope) -> Value {
        let (Some(fields), Some(members)) = (self.fields(list), self.members(list)) else {
            return Value::NOTHING;
        };
        match scope {
            Scope::Named(member) => {
                let answer = members.named.get(member).and_then(|record| record.get(field));
                let slot = member_slot(self.city.slot(list), fields.len(), member, field);
                answer.map_or(Value::NOTHING, |answer| answered(answer, slot))
            }
            Scope::Further(sort) => self.further_field(list, field, sort),
            Scope::None => Value::NOTHING,
        }
    }

    fn further_field(&self, list: FactIndex, field: FieldIndex, sort: OptionIndex) -> Value {
        let Some(Kind::List { fields, key, .. }) = self.kind(list) else {
            return Value::NOTHING;
        };
        if field == *key {
            return Value::constant(ValueSet::Options(Options::only(sort)));
        }
        let slot = further_slot(self.city.slot(list), field);
        fields.get(field).map_or(Value::NOTHING, |field| answered(&Answer::unknown(field), slot))
    }

    fn kind(&self, fact: FactIndex) -> Option<&'a Kind> {
        self.city.rules().facts.get(fact).map(|fact| &fact.kind)
    }

    fn fields(&self, list: FactIndex) -> Option<&'a TiSlice<FieldIndex, Fact>> {
        match self.kind(list)? {
            Kind::List { fields, .. } => Some(fields),
            Kind::YesNo | Kind::Choice { .. } | Kind::Number { .. } | Kind::Date { .. } => None,
        }
    }

    fn members(&self, list: FactIndex) -> Option<&'a Members> {
        match &self.situation.facts.get(list)?.known {
            Known::List(members) => Some(members),
            Known::Truth(_) | Known::Options(_) | Known::Number(_) | Known::Day(_) => None,
        }
    }

    /// A conjunction if `decisive` is false, a disjunction if it is true: one part with the
    /// decisive truth decides the whole.
    fn logic(&self, parts: &[ExprIndex], scope: Scope, decisive: Truth) -> Value {
        let (mut truth, mut open) = (decisive.not(), Slots::NONE);
        for part in parts {
            let part = self.value(*part, scope);
            if part.truth() == decisive {
                return Value::constant(ValueSet::Truth(decisive));
            }
            if part.truth() == Truth::Unknown {
                truth = Truth::Unknown;
                open = open.union(part.open);
            }
        }
        Value { set: ValueSet::Truth(truth), open }
    }

    fn among(&self, part: ExprIndex, wanted: Options, scope: Scope) -> Value {
        let part = self.value(part, scope);
        match part.set {
            ValueSet::Options(options) => {
                Value::new(ValueSet::Truth(options.among(wanted)), part.open)
            }
            ValueSet::Truth(_) | ValueSet::Number(_) | ValueSet::Day(_) | ValueSet::Nothing => {
                Value { set: ValueSet::Truth(Truth::Unknown), open: part.open }
            }
        }
    }

    fn comparison(&self, expr: &Expr, scope: Scope) -> Value {
        let (Expr::Less(a, b) | Expr::AtMost(a, b) | Expr::Equal(a, b)) = expr else {
            return Value::NOTHING;
        };
        let (a, b) = (self.value(*a, scope), self.value(*b, scope));
        let truth = match (expr, a.set, b.set) {
            (Expr::Less(..), ValueSet::Number(a), ValueSet::Number(b)) => a.less_than(b),
            (Expr::AtMost(..), ValueSet::Number(a), ValueSet::Number(b)) => b.less_than(a).not(),
            (Expr::Equal(..), ValueSet::Number(a), ValueSet::Number(b)) => a.equals(b),
            (Expr::Less(..), ValueSet::Day(a), ValueSet::Day(b)) => a.before(b),
            (Expr::AtMost(..), ValueSet::Day(a), ValueSet::Day(b)) => b.before(a).not(),
            (Expr::Equal(..), ValueSet::Day(a), ValueSet::Day(b)) => a.equals(b),
            _ => Truth::Unknown,
        };
        Value::new(ValueSet::Truth(truth), a.open.union(b.open))
    }

    fn number(&self, part: ExprIndex, scope: Scope, change: impl Fn(Range) -> Range) -> Value {
        let part = self.value(part, scope);
        if part.is_nothing() {
            part
        } else {
            Value::new(ValueSet::Number(change(part.number())), part.open)
        }
    }

    fn numbers(
        &self,
        a: ExprIndex,
        b: ExprIndex,
        scope: Scope,
        with: fn(Range, Range) -> Range,
    ) -> Value {
        let (a, b) = (self.value(a, scope), self.value(b, scope));
        if a.is_nothing() || b.is_nothing() {
            return Value::NOTHING;
        }
        Value::new(ValueSet::Number(with(a.number(), b.number())), a.open.union(b.open))
    }

    fn extreme(&self, parts: &[ExprIndex], scope: Scope, with: fn(Range, Range) -> Range) -> Value {
        let mut whole: Option<Value> = None;
        for part in parts {
            let b = self.value(*part, scope);
            let Some(a) = whole else {
                whole = Some(b);
                continue;
            };
            if a.is_nothing() || b.is_nothing() {
                return Value::NOTHING;
            }
            let range = with(a.number(), b.number());
            // If the ranges do not overlap, only the side that gives the result matters.
            let open = if a.open == b.open || !are_disjoint(a, b) {
                a.open.union(b.open)
            } else if range == a.number() {
                a.open
            } else {
                b.open
            };
            whole = Some(Value::new(ValueSet::Number(range), open));
        }
        whole.unwrap_or(Value::NOTHING)
    }

    fn table(&self, cases: &[(ExprIndex, ExprIndex)], scope: Scope) -> Value {
        let mut found = Value::NOTHING;
        for (when, value) in cases {
            let when = self.value(*when, scope);
            match when.truth() {
                // The cases exclude each other, so a case that holds is the only one.
                Truth::True => return self.value(*value, scope),
                Truth::False => {}
                Truth::Unknown => {
                    let value = self.value(*value, scope);
                    found.open = found.open.union(value.open).union(when.open);
                    found.set = found.set.hull(value.set);
                }
            }
        }
        Value::new(found.set, found.open)
    }

    fn reading(&self, reading: ReadingIndex, choices: &[ExprIndex], scope: Scope) -> Value {
        if let Some(choice) = self.choices.meaning(reading) {
            let choice = choices.get(usize::from(choice));
            return choice.map_or(Value::NOTHING, |expr| self.value(*expr, scope));
        }
        let mut whole: Option<Value> = None;
        for choice in choices {
            let b = self.value(*choice, scope);
            whole = Some(match whole {
                Some(a) => Value { set: a.set.hull(b.set), open: a.open.union(b.open) },
                None => b,
            });
        }
        whole.unwrap_or(Value::NOTHING)
    }

    /// Changes a day. `change` must be monotone: a later day never gives an earlier result.
    fn day(&self, part: ExprIndex, scope: Scope, change: impl Fn(Day) -> Day) -> Value {
        let part = self.value(part, scope);
        if part.is_nothing() {
            return part;
        }
        Value::new(ValueSet::Day(part.days().map(change)), part.open)
    }

    /// A whole number that rises when the day `grows` moves on and falls when the day `shrinks`
    /// does.
    fn day_number(
        &self,
        grows: ExprIndex,
        shrinks: ExprIndex,
        scope: Scope,
        number: impl Fn(Day, Day) -> i32,
    ) -> Value {
        let (up, down) = (self.value(grows, scope), self.value(shrinks, scope));
        if up.is_nothing() || down.is_nothing() {
            return Value::NOTHING;
        }
        let (a, b) = (up.days(), down.days());
        let same = grows == shrinks;
        let end = |grown: Day, shrunk: Day, unbounded: bool| {
            (!unbounded).then(|| Exact::whole(i64::from(number(grown, shrunk))))
        };
        let low = end(a.first, b.last, a.first == Day::MIN || (!same && b.last == Day::MAX));
        let high = end(a.last, b.first, a.last == Day::MAX || (!same && b.first == Day::MIN));
        Value::new(ValueSet::Number(Range { low, high }), up.open.union(down.open))
    }
}

/// Whether two number ranges have no number in common.
fn are_disjoint(a: Value, b: Value) -> bool {
    let (a, b) = (a.number(), b.number());
    a.less_than(b) == Truth::True || b.less_than(a) == Truth::True
}

fn answered(answer: &Answer, slot: Slot) -> Value {
    let set = match &answer.known {
        Known::Truth(truth) => ValueSet::Truth(*truth),
        Known::Options(options) => ValueSet::Options(*options),
        Known::Number(range) => ValueSet::Number(*range),
        Known::Day(days) => ValueSet::Day(*days),
        Known::List(_) => ValueSet::Nothing,
    };
    Value::new(set, Slots::only(slot))
}

fn exact(constant: Constant) -> Option<Exact> {
    Exact::new(constant.numer, constant.denom)
}

fn constant_range(constant: Constant) -> Range {
    exact(constant).map_or(Range::ANY, Range::exactly)
}

fn constant_day(number: i32) -> Days {
    Day::from_number(number).map_or(Days::ANY, Days::exactly)
}
