//! Checks that exactly one case of a table holds for every household that no requirement excludes.
//! Conditions compare facts or definitions with constants, so the values just before, at and after
//! each constant represent all values. A gap or an overlap is reported with a household in it. The
//! amounts in the cases are not checked here.

use super::source_map::SourceMap;
use crate::amount::Exact;
use crate::calendar::Day;
use crate::diagnostic::{Diagnostics, Place};
use crate::evaluate::{self, constant};
use crate::index::{ExprIndex, OptionIndex, ProgrammeInYear, Version, YearIndex};
use crate::possible::{Days, Options, Range};
use crate::report::Verdict;
use crate::rulebook::{City, CityRules, Constant, Expr, Fact, Kind, Rulebook};
use crate::situation::{Answer, Known, Situation};
use crate::truth::Truth;
use core::cmp::Ordering;
use typed_index_collections::{TiSlice, TiVec};

/// The most households that the check tries for one table.
const MAX_HOUSEHOLDS: usize = 20_000;

/// Reports every gap, every overlap and every condition that cannot be checked.
pub(super) fn check(
    city: &City,
    places: &TiSlice<YearIndex, SourceMap>,
    problems: &mut Diagnostics,
) {
    for (year, source_map) in places.iter_enumerated() {
        let Some(book) = city.rules().years.get(year) else {
            continue;
        };
        for table in &source_map.tables {
            let Some(Expr::Table(cases)) = book.exprs.get(table.id) else {
                continue;
            };
            let asked = Table { city, year, book, source_map, cases, programme: table.programme };
            asked.check(table.place, &table.conditions, problems);
        }
    }
}

struct Table<'a> {
    city: &'a City,
    year: YearIndex,
    book: &'a Rulebook,
    source_map: &'a SourceMap,
    cases: &'a [(ExprIndex, ExprIndex)],
    programme: Option<ProgrammeInYear>,
}

/// A value of an expression that conditions ask about.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Value {
    Truth(bool),
    Number(Exact),
    Day(Day),
    Option(OptionIndex),
}

/// An expression that conditions ask about, and the values to try.
type Asked = (ExprIndex, Vec<Value>);

/// A condition as the check reads it.
enum Condition<'a> {
    Constant(bool),
    All(&'a [ExprIndex]),
    Any(&'a [ExprIndex]),
    Not(ExprIndex),
    Among(ExprIndex, Options),
    /// A comparison of two expressions, true of some orders.
    Compare(fn(Ordering) -> bool, ExprIndex, ExprIndex),
    /// A condition that the check does not take apart: it tries yes and no.
    Whole,
}

impl Condition<'_> {
    fn of(expr: &Expr) -> Condition<'_> {
        match expr {
            Expr::Truth(value) => Condition::Constant(*value),
            Expr::All(parts) => Condition::All(parts),
            Expr::Any(parts) => Condition::Any(parts),
            Expr::Not(part) => Condition::Not(*part),
            Expr::Among(part, wanted) => Condition::Among(*part, *wanted),
            Expr::Less(a, b) => Condition::Compare(Ordering::is_lt, *a, *b),
            Expr::AtMost(a, b) => Condition::Compare(Ordering::is_le, *a, *b),
            Expr::Equal(a, b) => Condition::Compare(Ordering::is_eq, *a, *b),
            Expr::Number(_)
            | Expr::Day(_)
            | Expr::On
            | Expr::Fact(_)
            | Expr::Field { .. }
            | Expr::Add(..)
            | Expr::Negate(_)
            | Expr::Multiply(..)
            | Expr::Min(_)
            | Expr::Max(_)
            | Expr::Round { .. }
            | Expr::TimeBetween { .. }
            | Expr::DayFrom { .. }
            | Expr::FiscalYear(_)
            | Expr::Count { .. }
            | Expr::Sum { .. }
            | Expr::AnyMember { .. }
            | Expr::EveryMember { .. }
            | Expr::Ordinal { .. }
            | Expr::Table(_)
            | Expr::Reading { .. }
            | Expr::Unstated { .. } => Condition::Whole,
        }
    }
}

impl Table<'_> {
    fn check(&self, place: Place, conditions: &[Place], problems: &mut Diagnostics) {
        let mut asked: Vec<Asked> = Vec::new();
        for ((when, _), place) in self.cases.iter().zip(conditions) {
            if self.collect(*when, &mut asked).is_none() {
                let message =
                    "a table's condition must compare facts or definitions with constants";
                let help = Some("define the difference, and compare it with a constant".to_owned());
                problems.add_with_help(*place, "table-condition", message, help);
                return;
            }
        }
        let households = asked.iter().map(|(_, values)| values.len());
        if households.fold(1, usize::saturating_mul) > MAX_HOUSEHOLDS {
            let message = "the table asks about too much at once to be checked";
            let help = Some("split it into definitions".to_owned());
            problems.add_with_help(place, "table-too-large", message, help);
            return;
        }
        if let Some((matching, household)) = self.fault(&asked, &mut Vec::new()) {
            let shown: Vec<String> =
                household.iter().map(|(expr, value)| self.show(*expr, *value)).collect();
            let shown = shown.join(", ");
            let (code, message) = if matching == 0 {
                ("table-gap", format!("no case covers the household {shown}"))
            } else {
                ("table-overlap", format!("{matching} cases cover the household {shown}"))
            };
            let help = Some("exactly one case must hold for every household".to_owned());
            problems.add_with_help(place, code, message, help);
        }
    }

    /// The first household for which no case or several cases hold, with their number.
    fn fault(
        &self,
        rest: &[Asked],
        household: &mut Vec<(ExprIndex, Value)>,
    ) -> Option<(usize, Vec<(ExprIndex, Value)>)> {
        let Some(((expr, values), rest)) = rest.split_first() else {
            let holds = |when: &ExprIndex| self.holds(*when, household) == Some(true);
            let matching = self.cases.iter().filter(|(when, _)| holds(when)).count();
            let is_fault = matching != 1 && !self.is_excluded(household);
            return is_fault.then(|| (matching, household.clone()));
        };
        values.iter().find_map(|value| {
            household.push((*expr, *value));
            let found = self.fault(rest, household);
            household.pop();
            found
        })
    }

    fn at(&self, expr: ExprIndex) -> Option<&Expr> {
        self.book.exprs.get(expr)
    }

    fn constant(&self, expr: ExprIndex) -> Option<Value> {
        let expr = self.at(expr)?;
        if let Expr::Number(Constant { numer, denom }) = expr {
            Exact::new(*numer, *denom).map(Value::Number)
        } else if let Expr::Day(number) = expr {
            Day::from_number(*number).map(Value::Day)
        } else {
            None
        }
    }

    /// The expression that a comparison asks about, and the constant it is compared with.
    fn compared(&self, a: ExprIndex, b: ExprIndex) -> Option<(ExprIndex, Value)> {
        match (self.constant(a), self.constant(b)) {
            (None, Some(constant)) => Some((a, constant)),
            (Some(constant), None) => Some((b, constant)),
            _ => None,
        }
    }

    /// Adds the expressions that a condition asks about.
    fn collect(&self, when: ExprIndex, asked: &mut Vec<Asked>) -> Option<()> {
        match Condition::of(self.at(when)?) {
            Condition::Constant(_) => Some(()),
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().try_for_each(|part| self.collect(*part, asked))
            }
            Condition::Not(part) => self.collect(part, asked),
            Condition::Among(part, _) => {
                add(asked, part, self.options(part)?.keys().map(Value::Option));
                Some(())
            }
            Condition::Compare(_, a, b) => {
                let (expr, constant) = self.compared(a, b)?;
                let possible = constant::possible_values(self.city, self.year, expr);
                add(asked, expr, around(constant, possible).into_iter());
                Some(())
            }
            Condition::Whole => {
                add(asked, when, [Value::Truth(true), Value::Truth(false)].into_iter());
                Some(())
            }
        }
    }

    /// The fact, or the field of a list, that an expression is.
    fn asked(&self, expr: ExprIndex) -> Option<&Fact> {
        let facts = &self.city.rules().facts;
        let expr = self.at(expr)?;
        if let Expr::Fact(fact) = expr {
            facts.get(*fact)
        } else if let Expr::Field { list, field } = expr
            && let Kind::List { fields, .. } = &facts.get(*list)?.kind
        {
            fields.get(*field)
        } else {
            None
        }
    }

    fn options(&self, expr: ExprIndex) -> Option<&TiVec<OptionIndex, String>> {
        let Kind::Choice { options } = &self.asked(expr)?.kind else { return None };
        Some(options)
    }

    fn holds(&self, when: ExprIndex, household: &[(ExprIndex, Value)]) -> Option<bool> {
        let value = |expr: ExprIndex| {
            household.iter().find(|(known, _)| *known == expr).map(|(_, value)| *value)
        };
        match Condition::of(self.at(when)?) {
            Condition::Constant(value) => Some(value),
            Condition::All(parts) => {
                Some(parts.iter().all(|part| self.holds(*part, household) == Some(true)))
            }
            Condition::Any(parts) => {
                Some(parts.iter().any(|part| self.holds(*part, household) == Some(true)))
            }
            Condition::Not(part) => self.holds(part, household).map(|holds| !holds),
            Condition::Among(part, wanted) => {
                let Value::Option(option) = value(part)? else { return None };
                Some(Options::only(option).among(wanted) == Truth::True)
            }
            Condition::Compare(is_true_of, a, b) => {
                let a = self.constant(a).or_else(|| value(a))?;
                let b = self.constant(b).or_else(|| value(b))?;
                match (a, b) {
                    (Value::Number(a), Value::Number(b)) => Some(is_true_of(a.cmp(&b))),
                    (Value::Day(a), Value::Day(b)) => Some(is_true_of(a.cmp(&b))),
                    _ => None,
                }
            }
            Condition::Whole => {
                let Value::Truth(truth) = value(when)? else { return None };
                Some(truth)
            }
        }
    }

    /// Whether the programme's requirements exclude a household on the first and on the last day.
    fn is_excluded(&self, household: &[(ExprIndex, Value)]) -> bool {
        let Some(programme) = self.programme else {
            return false;
        };
        let mut rules: CityRules = self.city.rules().clone();
        let mut situation = Situation::unknown(self.city);
        for (expr, value) in household {
            assume(&mut rules, self.year, *expr, *value, &mut situation);
        }
        let Ok(city) = City::new(rules) else {
            return false;
        };
        let Some(programme) = city.programme(Version { year: self.year, programme }) else {
            return false;
        };
        [programme.valid_from, programme.valid_to].into_iter().all(|on| {
            let Some(on) = Day::from_number(on) else {
                return false;
            };
            let report = evaluate::evaluate(&city, &situation, on, on);
            let found = report.programmes.get(programme.number);
            found.is_some_and(|found| found.verdict == Verdict::Ineligible)
        })
    }

    fn show(&self, expr: ExprIndex, value: Value) -> String {
        let name =
            self.source_map.names.get(&expr).cloned().unwrap_or_else(|| "the value".to_owned());
        match value {
            Value::Truth(true) => name,
            Value::Truth(false) => format!("not {name}"),
            Value::Number(number) => format!("{name} = {number}"),
            Value::Day(day) => format!("{name} = {day}"),
            Value::Option(option) => format!("{name} = {}", self.option_name(expr, option)),
        }
    }

    fn option_name(&self, expr: ExprIndex, option: OptionIndex) -> String {
        let name = self.options(expr).and_then(|options| options.get(option));
        name.cloned().unwrap_or_default()
    }
}

fn add(asked: &mut Vec<Asked>, expr: ExprIndex, values: impl Iterator<Item = Value>) {
    let at = asked.iter().position(|(known, _)| *known == expr).unwrap_or(asked.len());
    if at == asked.len() {
        asked.push((expr, Vec::new()));
    }
    let Some((_, known)) = asked.get_mut(at) else { return };
    for value in values {
        if !known.contains(&value) {
            known.push(value);
        }
    }
}

/// The values just before, at and after a constant, without the impossible ones.
fn around(constant: Value, possible: Option<constant::ValueRange>) -> Vec<Value> {
    match constant {
        Value::Number(number) => {
            let steps = [Exact::whole(-1), Exact::ZERO, Exact::ONE];
            let near = steps.into_iter().filter_map(|step| number.add(step));
            let within = |value: &Exact| match possible {
                Some(constant::ValueRange::Number(range)) => {
                    Range::exactly(*value).equals(range) != Truth::False
                }
                _ => true,
            };
            near.filter(within).map(Value::Number).collect()
        }
        Value::Day(day) => {
            let near = [-1, 0, 1].into_iter().map(|step| day.plus_days(step));
            let within = |value: &Day| match possible {
                Some(constant::ValueRange::Day(days)) => {
                    Days::exactly(*value).equals(days) != Truth::False
                }
                _ => true,
            };
            near.filter(within).map(Value::Day).collect()
        }
        Value::Truth(_) | Value::Option(_) => vec![constant],
    }
}

/// Fixes the value of an expression: a fact in the situation, a definition in the rules.
fn assume(
    rules: &mut CityRules,
    year: YearIndex,
    expr: ExprIndex,
    value: Value,
    situation: &mut Situation,
) {
    let node = rules.years.get_mut(year).and_then(|book| book.exprs.get_mut(expr));
    let Some(node) = node else { return };
    if let Expr::Fact(fact) = node {
        let known = match value {
            Value::Truth(truth) => Known::Truth(Truth::known(truth)),
            Value::Number(number) => Known::Number(Range::exactly(number)),
            Value::Day(day) => Known::Day(Days::exactly(day)),
            Value::Option(option) => Known::Options(Options::only(option)),
        };
        if let Some(answer) = situation.facts.get_mut(*fact) {
            *answer = Answer::of(known);
        }
        return;
    }
    match value {
        Value::Truth(truth) => *node = Expr::Truth(truth),
        Value::Day(day) => *node = Expr::Day(day.number()),
        Value::Number(number) => {
            if let Ok(numer) = number.to_string().parse() {
                *node = Expr::Number(Constant { numer, denom: 1 });
            }
        }
        Value::Option(_) => {}
    }
}
