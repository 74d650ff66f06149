//! The functions of the rule language: what each takes and gives.

use super::{Lowering, Type, Typed};
use crate::amount::Rounding;
use crate::calendar::{FirstDay, Period, days_in_month};
use crate::closed_list::ClosedList;
use crate::diagnostic::suggestion;
use crate::index::{ExprIndex, FactIndex};
use crate::rulebook::Expr;
use crate::source::{self, Argument, ArgumentValue, ExprKind, Word};

/// A function being looked up.
pub(super) struct Call<'l, 'a, 's> {
    lowering: &'l mut Lowering<'a>,
    name: &'s Word,
    arguments: &'s [Argument],
    scope: Option<FactIndex>,
}

/// How each function is written.
const FUNCTIONS: [(&str, &str); 20] = [
    ("min", "min(a, b, …)"),
    ("max", "max(a, b, …)"),
    ("floor", "floor(x, to: 1_000 yen)"),
    ("ceil", "ceil(x, to: 1_000 yen)"),
    ("round", "round(x, to: 1_000 yen)"),
    ("age", "age(born, on: date)"),
    ("day_reached", "day_reached(18, born)"),
    ("fiscal_year", "fiscal_year(date)"),
    ("fiscal_year_start", "fiscal_year_start(date)"),
    ("first_of_month", "first_of_month(date)"),
    ("next_month_day", "next_month_day(3, 31, from: date)"),
    ("months", "months(from: date, to: date)"),
    ("last_day", "last_day(1 year, from: date, first_day: counted)"),
    ("first_day", "first_day(1 year, before: date)"),
    ("count", "count(list, condition)"),
    ("sum", "sum(list, value) or sum(list, value, condition)"),
    ("any", "any(list, condition)"),
    ("all", "all(list, condition)"),
    ("ordinal", "ordinal(born, among: condition), about a member of a list"),
    ("yen", "600_000 yen"),
];

impl<'l, 'a, 's> Call<'l, 'a, 's> {
    pub(super) fn new(
        lowering: &'l mut Lowering<'a>,
        name: &'s Word,
        arguments: &'s [Argument],
        scope: Option<FactIndex>,
    ) -> Call<'l, 'a, 's> {
        Call { lowering, name, arguments, scope }
    }

    pub(super) fn lower(mut self) -> Option<Typed> {
        match self.name.text.as_str() {
            "min" | "max" => self.extreme(),
            "age" | "day_reached" | "fiscal_year" | "fiscal_year_start" | "first_of_month"
            | "next_month_day" | "months" => self.dates(),
            "last_day" => {
                let (period, from) = (self.period(0)?, self.day(1, Some("from"))?);
                let first_day = self.first_day(2)?;
                self.end(3)?;
                self.lowering.give(Expr::LastDay { from, period, first_day }, Type::Day)
            }
            "first_day" => {
                let (period, before) = (self.period(0)?, self.day(1, Some("before"))?);
                self.end(2)?;
                self.lowering.give(Expr::FirstDayBefore { before, period }, Type::Day)
            }
            "count" | "any" | "all" | "sum" => self.members(),
            "ordinal" => self.ordinal(),
            other => {
                if let Some(way) = Rounding::named(other) {
                    return self.round(way);
                }
                let help = suggestion(other, FUNCTIONS.iter().map(|(name, _)| *name));
                let message = format!("unknown function `{other}`");
                self.lowering.problems.add_with_help(
                    self.name.place,
                    "unknown-name",
                    message,
                    help,
                );
                None
            }
        }
    }

    /// Notes that the function is written otherwise.
    fn refuse<T>(&mut self) -> Option<T> {
        let form = FUNCTIONS.iter().find(|(name, _)| *name == self.name.text);
        let form = form.map_or("", |(_, form)| *form);
        let message = format!("`{}` does not take these arguments", self.name.text);
        let help = Some(format!("write `{form}`"));
        self.lowering.problems.add_with_help(self.name.place, "arguments", message, help);
        None
    }

    /// The argument at a position, with the label it must have.
    fn argument(&mut self, at: usize, label: Option<&str>) -> Option<&'s ArgumentValue> {
        let argument = self.arguments.get(at);
        match argument {
            Some(found) if found.label.as_ref().map(|label| label.text.as_str()) == label => {
                Some(&found.value)
            }
            Some(_) | None => self.refuse(),
        }
    }

    fn expr(&mut self, at: usize, label: Option<&str>) -> Option<&'s source::Expr> {
        match self.argument(at, label)? {
            ArgumentValue::Expr(expr) => Some(expr),
            ArgumentValue::Period(_) | ArgumentValue::FirstDay(_) => self.refuse(),
        }
    }

    fn end(&mut self, count: usize) -> Option<()> {
        if self.arguments.len() == count { Some(()) } else { self.refuse() }
    }

    fn day(&mut self, at: usize, label: Option<&str>) -> Option<ExprIndex> {
        let expr = self.expr(at, label)?;
        self.lowering.typed(expr, self.scope, &Type::Day)
    }

    fn literal(&mut self, at: usize) -> Option<i64> {
        match self.expr(at, None)?.kind {
            ExprKind::Number(number, 1) => Some(number),
            _ => self.refuse(),
        }
    }

    fn period(&mut self, at: usize) -> Option<Period> {
        match self.argument(at, None)? {
            ArgumentValue::Period(period) => Some(*period),
            ArgumentValue::Expr(_) | ArgumentValue::FirstDay(_) => self.refuse(),
        }
    }

    fn first_day(&mut self, at: usize) -> Option<FirstDay> {
        match self.argument(at, Some("first_day"))? {
            ArgumentValue::FirstDay(first_day) => Some(*first_day),
            ArgumentValue::Expr(_) | ArgumentValue::Period(_) => self.refuse(),
        }
    }

    fn extreme(&mut self) -> Option<Typed> {
        let first = self.expr(0, None)?;
        let kind = self.lowering.lower(first, self.scope)?;
        self.lowering.numeric(&kind, first.place)?;
        let mut parts = vec![kind.id];
        for at in 1..self.arguments.len() {
            let expr = self.expr(at, None)?;
            parts.push(self.lowering.typed(expr, self.scope, &kind.kind)?);
        }
        let node = if self.name.text == "min" { Expr::Min(parts) } else { Expr::Max(parts) };
        self.lowering.give(node, kind.kind)
    }

    fn round(&mut self, way: Rounding) -> Option<Typed> {
        let value = self.expr(0, None)?;
        let value = self.lowering.lower(value, self.scope)?;
        self.lowering.numeric(&value, self.name.place)?;
        let unit = match (&self.expr(1, Some("to"))?.kind, &value.kind) {
            (ExprKind::Yen(unit), Type::Yen) | (ExprKind::Number(unit, 1), Type::Number) => {
                u32::try_from(*unit).ok()
            }
            _ => None,
        };
        self.end(2)?;
        let Some(unit) = unit.filter(|unit| (1..=1_000_000).contains(unit)) else {
            return self.refuse();
        };
        self.lowering.give(Expr::Round { value: value.id, way, unit }, value.kind)
    }

    fn dates(&mut self) -> Option<Typed> {
        let (node, kind, count) = match self.name.text.as_str() {
            "age" => {
                let node = Expr::Age { born: self.day(0, None)?, on: self.day(1, Some("on"))? };
                (node, Type::Number, 2)
            }
            "day_reached" => {
                let age = self.literal(0)?;
                let Some(age) = u8::try_from(age).ok().filter(|age| (1..=150).contains(age)) else {
                    return self.refuse();
                };
                (Expr::DayReached { age, born: self.day(1, None)? }, Type::Day, 2)
            }
            "fiscal_year" => (Expr::FiscalYear(self.day(0, None)?), Type::Number, 1),
            "fiscal_year_start" => (Expr::FiscalYearStart(self.day(0, None)?), Type::Day, 1),
            "first_of_month" => (Expr::FirstOfMonth(self.day(0, None)?), Type::Day, 1),
            "next_month_day" => {
                let (month, day) = (self.literal(0)?, self.literal(1)?);
                let from = self.day(2, Some("from"))?;
                match (u8::try_from(month), u8::try_from(day)) {
                    (Ok(month @ 1..=12), Ok(day @ 1..=31))
                        if i32::from(day) <= days_in_month(2024, i32::from(month)) =>
                    {
                        (Expr::NextMonthDay { from, month, day }, Type::Day, 3)
                    }
                    _ => return self.refuse(),
                }
            }
            _ => {
                let node =
                    Expr::MonthsBetween(self.day(0, Some("from"))?, self.day(1, Some("to"))?);
                (node, Type::Number, 2)
            }
        };
        self.end(count)?;
        self.lowering.give(node, kind)
    }

    fn members(&mut self) -> Option<Typed> {
        let list = self.expr(0, None)?;
        let list = self.lowering.list(list)?;
        if self.name.text == "sum" {
            return self.sum(list);
        }
        let when = self.expr(1, None)?;
        let when = self.lowering.typed(when, Some(list), &Type::Truth)?;
        self.end(2)?;
        match self.name.text.as_str() {
            "count" => self.lowering.give(Expr::Count { list, when }, Type::Number),
            "any" => self.lowering.give(Expr::AnyMember { list, when }, Type::Truth),
            _ => self.lowering.give(Expr::EveryMember { list, when }, Type::Truth),
        }
    }

    fn sum(&mut self, list: FactIndex) -> Option<Typed> {
        let value = self.expr(1, None)?;
        let value = self.lowering.lower(value, Some(list))?;
        self.lowering.numeric(&value, self.name.place)?;
        let when = if self.arguments.len() == 2 {
            self.lowering.push(Expr::Truth(true))
        } else {
            let when = self.expr(2, None)?;
            self.end(3)?;
            self.lowering.typed(when, Some(list), &Type::Truth)?
        };
        self.lowering.give(Expr::Sum { list, value: value.id, when }, value.kind)
    }

    fn ordinal(&mut self) -> Option<Typed> {
        let Some(list) = self.scope else {
            return self.refuse();
        };
        let born = self.expr(0, None)?;
        let born = self.lowering.birth_field(list, born)?;
        let among = self.expr(1, Some("among"))?;
        let among = self.lowering.typed(among, Some(list), &Type::Truth)?;
        self.end(2)?;
        self.lowering.give(Expr::Ordinal { list, born, among }, Type::Number)
    }
}
