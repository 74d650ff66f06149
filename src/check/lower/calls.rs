//! The meaning of each function of the rule language, as an expression of the rulebook. The names and
//! arguments of the functions are in `source::Function`.

use super::{Lowering, Type, TypedExpr};
use crate::amount::Rounding;
use crate::calendar::{FirstDay, Period, days_in_month};
use crate::closed_list::ClosedList;
use crate::diagnostic::suggestion;
use crate::index::{ExprIndex, FactIndex, FieldIndex};
use crate::rulebook::{DayOperation, Expr, TimeUnit};
use crate::source::{
    self, Argument, ArgumentValue, ExprKind, FIRST_DAY_OF_PERIODS, Function, Parameter,
    ParameterType, ResultType, Word,
};
use strum::VariantArray;

/// A call that is being lowered.
struct Call<'l, 'a, 's> {
    lowering: &'l mut Lowering<'a>,
    name: &'s Word,
    function: Function,
    arguments: &'s [Argument],
    /// The parameter of each argument.
    parameters: Vec<Parameter>,
    scope: Option<FactIndex>,
    /// The type of the first argument that is a number or yen, once it is known.
    number: Option<Type>,
}

impl Lowering<'_> {
    /// Lowers a call of a function.
    pub(super) fn call(
        &mut self,
        name: &Word,
        arguments: &[Argument],
        scope: Option<FactIndex>,
    ) -> Option<TypedExpr> {
        Call::new(self, name, arguments, scope)?.lower()
    }
}

impl<'l, 'a, 's> Call<'l, 'a, 's> {
    /// Looks up the function and its parameters. Notes a problem if there is no such function, or if it
    /// does not take so many arguments or these labels.
    pub(super) fn new(
        lowering: &'l mut Lowering<'a>,
        name: &'s Word,
        arguments: &'s [Argument],
        scope: Option<FactIndex>,
    ) -> Option<Call<'l, 'a, 's>> {
        let Some(function) = Function::named(&name.text) else {
            let help = suggestion(&name.text, Function::names());
            let message = format!("unknown function `{}`", name.text);
            lowering.problems.add_with_help(name.place, "unknown-name", message, help);
            return None;
        };
        let label = |argument: &'s Argument| argument.label.as_ref().map(|one| one.text.as_str());
        let parameters = function.parameters_of_call(arguments.len());
        let fits = parameters.as_ref().is_some_and(|parameters| {
            arguments.iter().map(label).eq(parameters.iter().map(|one| one.label))
        });
        let parameters = parameters.unwrap_or_default();
        let mut call =
            Call { lowering, name, function, arguments, parameters, scope, number: None };
        if fits { Some(call) } else { call.refuse() }
    }

    /// The expression of the call.
    pub(super) fn lower(mut self) -> Option<TypedExpr> {
        let node = match self.function {
            Function::Min => Expr::Min(self.numbers()?),
            Function::Max => Expr::Max(self.numbers()?),
            Function::Floor => self.rounded(Rounding::Floor)?,
            Function::Ceil => self.rounded(Rounding::Ceil)?,
            Function::Round => self.rounded(Rounding::HalfUp)?,
            Function::Age => self.time_between(TimeUnit::YearsOfAge)?,
            Function::Months => self.time_between(TimeUnit::Months)?,
            Function::Days => self.time_between(TimeUnit::Days)?,
            Function::FiscalYear => Expr::FiscalYear(self.day(0)?),
            Function::DayReached => {
                let age = self.age(0)?;
                self.day_from(1, DayOperation::DayReached { age })?
            }
            Function::FiscalYearStart => self.day_from(0, DayOperation::FiscalYearStart)?,
            Function::FirstOfMonth => self.day_from(0, DayOperation::FirstOfMonth)?,
            Function::Stays => {
                let date = self.expr(0, ParameterType::Date)?;
                let ExprKind::Day(day) = date.kind else { return self.refuse() };
                Expr::Day { number: day.number(), stays: true }
            }
            Function::NextMonthDay => {
                let (month, day) = self.month_and_day()?;
                self.day_from(2, DayOperation::NextMonthDay { month, day })?
            }
            Function::LastDay => {
                let (period, first_day) = (self.period(0)?, self.first_day(2)?);
                self.day_from(1, DayOperation::LastDay { period, first_day })?
            }
            Function::FirstDay => {
                let period = self.period(0)?;
                self.day_from(1, DayOperation::FirstDayBefore { period })?
            }
            Function::Within => {
                let (start, end) = self.start_and_end()?;
                let on = self.lowering.push(Expr::On);
                let bounds = [Expr::AtMost(start, on), Expr::AtMost(on, end)];
                let place = self.name.place;
                Expr::All(bounds.map(|one| self.lowering.push_at(one, place)).into())
            }
            Function::AtLeast => {
                let (_, end) = self.start_and_end()?;
                Expr::Less(end, self.lowering.push(Expr::On))
            }
            Function::Count => {
                let (list, when) = self.list_and_condition()?;
                Expr::Count { list, when }
            }
            Function::Any => {
                let (list, when) = self.list_and_condition()?;
                Expr::AnyMember { list, when }
            }
            Function::All => {
                let (list, when) = self.list_and_condition()?;
                Expr::EveryMember { list, when }
            }
            Function::Sum => self.sum()?,
            Function::Ordinal => self.ordinal()?,
        };
        let kind = match self.function.result() {
            ResultType::Truth => Type::Truth,
            ResultType::Number => Type::Number,
            ResultType::Day => Type::Day,
            ResultType::LikeArgument => self.number?,
        };
        self.lowering.push_typed(node, kind)
    }

    /// Notes that the function takes other arguments.
    fn refuse<T>(&mut self) -> Option<T> {
        let message = format!("`{}` does not take these arguments", self.name.text);
        let help = Some(format!("write `{}`", self.function.form()));
        self.lowering.problems.add_with_help(self.name.place, "arguments", message, help);
        None
    }

    /// The argument at a position, whose parameter must have a type.
    fn argument(&mut self, at: usize, kind: ParameterType) -> Option<&'s ArgumentValue> {
        let is_kind = self.parameters.get(at).is_some_and(|parameter| parameter.kind == kind);
        match self.arguments.get(at).filter(|_| is_kind) {
            Some(argument) => Some(&argument.value),
            None => self.refuse(),
        }
    }

    fn expr(&mut self, at: usize, kind: ParameterType) -> Option<&'s source::Expr> {
        match self.argument(at, kind)? {
            ArgumentValue::Expr(expr) => Some(expr),
            ArgumentValue::Period(_) | ArgumentValue::FirstDay(_) => self.refuse(),
        }
    }

    fn day(&mut self, at: usize) -> Option<ExprIndex> {
        let expr = self.expr(at, ParameterType::Day)?;
        self.lowering.typed(expr, self.scope, &Type::Day)
    }

    /// A number or yen. All of a call have the same unit.
    fn number(
        &mut self,
        at: usize,
        kind: ParameterType,
        scope: Option<FactIndex>,
    ) -> Option<ExprIndex> {
        let expr = self.expr(at, kind)?;
        if let Some(known) = &self.number {
            return self.lowering.typed(expr, scope, known);
        }
        let found = self.lowering.lower(expr, scope)?;
        self.lowering.numeric(&found, expr.place)?;
        self.number = Some(found.kind);
        Some(found.id)
    }

    fn condition(&mut self, at: usize, list: FactIndex) -> Option<ExprIndex> {
        let expr = self.expr(at, ParameterType::MemberCondition)?;
        self.lowering.typed(expr, Some(list), &Type::Truth)
    }

    fn list(&mut self, at: usize) -> Option<FactIndex> {
        let expr = self.expr(at, ParameterType::List)?;
        self.lowering.list(expr)
    }

    fn birth_field(&mut self, at: usize, list: FactIndex) -> Option<FieldIndex> {
        let expr = self.expr(at, ParameterType::BirthField)?;
        self.lowering.birth_field(list, expr)
    }

    /// A small number written as such.
    fn literal(&mut self, at: usize, kind: ParameterType) -> Option<u8> {
        let expr = self.expr(at, kind)?;
        let number = if let ExprKind::Number(number, 1) = expr.kind { Some(number) } else { None };
        match number.and_then(|number| u8::try_from(number).ok()) {
            Some(number) => Some(number),
            None => self.refuse(),
        }
    }

    fn age(&mut self, at: usize) -> Option<u8> {
        let age = self.literal(at, ParameterType::Age)?;
        if (1..=150).contains(&age) { Some(age) } else { self.refuse() }
    }

    /// A month and a day that it has in a leap year, the first two arguments.
    fn month_and_day(&mut self) -> Option<(u8, u8)> {
        let month = self.literal(0, ParameterType::Month)?;
        let day = self.literal(1, ParameterType::DayOfMonth)?;
        let exists = (1..=12).contains(&month)
            && (1..=days_in_month(2024, month.into())).contains(&day.into());
        if exists { Some((month, day)) } else { self.refuse() }
    }

    fn period(&mut self, at: usize) -> Option<Period> {
        match self.argument(at, ParameterType::Period)? {
            ArgumentValue::Period(period) => Some(*period),
            ArgumentValue::Expr(_) | ArgumentValue::FirstDay(_) => self.refuse(),
        }
    }

    fn first_day(&mut self, at: usize) -> Option<FirstDay> {
        match self.argument(at, ParameterType::FirstDay)? {
            ArgumentValue::FirstDay(first_day) => Some(*first_day),
            ArgumentValue::Expr(_) | ArgumentValue::Period(_) => self.refuse(),
        }
    }

    /// All arguments, each a number.
    fn numbers(&mut self) -> Option<Vec<ExprIndex>> {
        let scope = self.scope;
        (0..self.arguments.len()).map(|at| self.number(at, ParameterType::Number, scope)).collect()
    }

    fn rounded(&mut self, way: Rounding) -> Option<Expr> {
        let value = self.number(0, ParameterType::Number, self.scope)?;
        let unit = self.expr(1, ParameterType::RoundingUnit)?;
        let unit = match (&unit.kind, &self.number) {
            (ExprKind::Yen(unit), Some(Type::Yen))
            | (ExprKind::Number(unit, 1), Some(Type::Number)) => u32::try_from(*unit).ok(),
            (_, _) => None,
        };
        match unit.filter(|unit| (1..=1_000_000).contains(unit)) {
            Some(unit) => Some(Expr::Round { value, way, unit }),
            None => self.refuse(),
        }
    }

    /// The time from the day at position 0 to the day at position 1.
    fn time_between(&mut self, unit: TimeUnit) -> Option<Expr> {
        Some(Expr::TimeBetween { from: self.day(0)?, to: self.day(1)?, unit })
    }

    fn day_from(&mut self, at: usize, operation: DayOperation) -> Option<Expr> {
        Some(Expr::DayFrom { day: self.day(at)?, operation })
    }

    /// The day from which a period runs, and its last day. Where nothing says whether the first day counts,
    /// the last day is a reading.
    fn start_and_end(&mut self) -> Option<(ExprIndex, ExprIndex)> {
        let (period, day, place) = (self.period(0)?, self.day(1)?, self.name.place);
        let last_day = |first_day: FirstDay| {
            let operation = DayOperation::LastDay { period, first_day };
            Expr::DayFrom { day, operation }
        };
        let end = if self.arguments.len() > 2 {
            last_day(self.first_day(2)?)
        } else {
            let choices = FirstDay::VARIANTS.iter();
            let choices = choices.map(|one| self.lowering.push_at(last_day(*one), place)).collect();
            let reading = self.lowering.reading_named(FIRST_DAY_OF_PERIODS, place)?;
            Expr::Reading { reading, choices }
        };
        Some((day, self.lowering.push_at(end, place)))
    }

    fn list_and_condition(&mut self) -> Option<(FactIndex, ExprIndex)> {
        let list = self.list(0)?;
        Some((list, self.condition(1, list)?))
    }

    fn sum(&mut self) -> Option<Expr> {
        let list = self.list(0)?;
        let value = self.number(1, ParameterType::MemberNumber, Some(list))?;
        let when = if self.arguments.len() == 2 {
            self.lowering.push(Expr::Truth(true))
        } else {
            self.condition(2, list)?
        };
        Some(Expr::Sum { list, value, when })
    }

    fn ordinal(&mut self) -> Option<Expr> {
        let Some(list) = self.scope else {
            let message = "`ordinal` ranks a member: use it in a condition on members".to_owned();
            return self.lowering.refuse(self.name.place, "arguments", message);
        };
        let born = self.birth_field(0, list)?;
        Some(Expr::Ordinal { list, born, among: self.condition(1, list)? })
    }
}
