//! Tables: exactly one case for every household that no requirement excludes. Conditions compare
//! facts or definitions with constants, so the values just before, at and after each constant stand
//! for all values, and a gap or an overlap is found with a household in it.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "each question here is about a few of the many expressions"
)]

use super::Sites;
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
use typed_index_collections::{TiSlice, TiVec};

/// How many households a table may make it look at.
const MAX_HOUSEHOLDS: usize = 20_000;

/// Notes every gap, overlap and undecidable condition.
pub(super) fn check(city: &City, sites: &TiSlice<YearIndex, Sites>, problems: &mut Diagnostics) {
    for (year, sites) in sites.iter_enumerated() {
        let Some(book) = city.rules().years.get(year) else {
            continue;
        };
        for table in &sites.tables {
            let Some(Expr::Table(cases)) = book.exprs.get(table.id) else {
                continue;
            };
            let asked = Table { city, year, book, sites, cases, programme: table.programme };
            asked.check(table.place, &table.conditions, problems);
        }
    }
}

struct Table<'a> {
    city: &'a City,
    year: YearIndex,
    book: &'a Rulebook,
    sites: &'a Sites,
    cases: &'a [(ExprIndex, ExprIndex)],
    programme: Option<ProgrammeInYear>,
}

/// A value of something that conditions ask about.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Value {
    Truth(bool),
    Number(Exact),
    Day(Day),
    Option(OptionIndex),
}

/// Something that conditions ask about, and the values worth trying.
type Asked = (ExprIndex, Vec<Value>);

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

    /// The first household that not exactly one case covers.
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
        match self.at(expr)? {
            Expr::Number(Constant { numer, denom }) => {
                Exact::new(*numer, *denom).map(Value::Number)
            }
            Expr::Day(number) => Day::from_number(*number).map(Value::Day),
            _ => None,
        }
    }

    /// What a comparison asks about, with the constant it is compared with.
    fn compared(&self, a: ExprIndex, b: ExprIndex) -> Option<(ExprIndex, Value)> {
        match (self.constant(a), self.constant(b)) {
            (None, Some(constant)) => Some((a, constant)),
            (Some(constant), None) => Some((b, constant)),
            _ => None,
        }
    }

    /// Adds what a condition asks about.
    fn collect(&self, when: ExprIndex, asked: &mut Vec<Asked>) -> Option<()> {
        match self.at(when)? {
            Expr::Truth(_) => Some(()),
            Expr::All(parts) | Expr::Any(parts) => {
                parts.iter().try_for_each(|part| self.collect(*part, asked))
            }
            Expr::Not(part) => self.collect(*part, asked),
            Expr::Among(part, _) => {
                add(asked, *part, self.options(*part)?.keys().map(Value::Option));
                Some(())
            }
            Expr::Less(a, b) | Expr::AtMost(a, b) | Expr::Equal(a, b) => {
                let (expr, constant) = self.compared(*a, *b)?;
                let possible = constant::possible_values(self.city, self.year, expr);
                add(asked, expr, around(constant, possible).into_iter());
                Some(())
            }
            _ => {
                add(asked, when, [Value::Truth(true), Value::Truth(false)].into_iter());
                Some(())
            }
        }
    }

    /// The fact, or the field of a list, that an expression reads as it is.
    fn asked(&self, expr: ExprIndex) -> Option<&Fact> {
        let facts = &self.city.rules().facts;
        match self.at(expr)? {
            Expr::Fact(fact) => facts.get(*fact),
            Expr::Field { list, field } => match &facts.get(*list)?.kind {
                Kind::List { fields, .. } => fields.get(*field),
                _ => None,
            },
            _ => None,
        }
    }

    fn options(&self, expr: ExprIndex) -> Option<&TiVec<OptionIndex, String>> {
        match &self.asked(expr)?.kind {
            Kind::Choice { options } => Some(options),
            _ => None,
        }
    }

    fn holds(&self, when: ExprIndex, household: &[(ExprIndex, Value)]) -> Option<bool> {
        let value = |expr: ExprIndex| {
            household.iter().find(|(known, _)| *known == expr).map(|(_, value)| *value)
        };
        match self.at(when)? {
            Expr::Truth(value) => Some(*value),
            Expr::All(parts) => {
                Some(parts.iter().all(|part| self.holds(*part, household) == Some(true)))
            }
            Expr::Any(parts) => {
                Some(parts.iter().any(|part| self.holds(*part, household) == Some(true)))
            }
            Expr::Not(part) => self.holds(*part, household).map(|holds| !holds),
            Expr::Among(part, wanted) => match value(*part)? {
                Value::Option(option) => Some(Options::only(option).among(*wanted) == Truth::True),
                _ => None,
            },
            Expr::Less(a, b) | Expr::AtMost(a, b) | Expr::Equal(a, b) => {
                let a = self.constant(*a).or_else(|| value(*a))?;
                let b = self.constant(*b).or_else(|| value(*b))?;
                let order = match (a, b) {
                    (Value::Number(a), Value::Number(b)) => a.cmp(&b),
                    (Value::Day(a), Value::Day(b)) => a.cmp(&b),
                    _ => return None,
                };
                Some(match self.at(when)? {
                    Expr::Less(..) => order.is_lt(),
                    Expr::AtMost(..) => order.is_le(),
                    _ => order.is_eq(),
                })
            }
            _ => match value(when)? {
                Value::Truth(truth) => Some(truth),
                _ => None,
            },
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
        let name = self.sites.names.get(&expr).cloned().unwrap_or_else(|| "the value".to_owned());
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

/// The values just before, at and after a constant that are possible at all.
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

/// Takes a value for granted: in the situation for a fact, in the rules for a definition.
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
