//! Checks that exactly one case of a table holds for every household that no requirement excludes.
//! Conditions compare facts or definitions with constants, or dates with each other, so the values
//! just before, at and after each turn of a condition represent all values. A gap or an overlap is
//! reported with a household in it. The amounts in the cases are not checked here.

use super::condition::Condition;
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
use crate::turning::{Leaf, Turning};
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

/// An expression that conditions ask about, and the values to try. A date has further values: the
/// days around the turns of the conditions that read it.
#[derive(Debug)]
struct Asked {
    expr: ExprIndex,
    values: Vec<Value>,
    date: Option<Leaf>,
}

/// The values of expressions of one household.
type Household = Vec<(ExprIndex, Value)>;

/// Everything that the conditions of a table ask about.
#[derive(Debug, Default)]
struct Questions {
    asked: Vec<Asked>,
    /// The comparisons of dates.
    comparisons: Vec<ExprIndex>,
}

/// What the search for a gap or an overlap found.
enum Fault {
    /// So many cases cover a household.
    Household(usize, Household),
    /// There are too many households to try.
    TooMany,
}

impl Table<'_> {
    fn check(&self, place: Place, conditions: &[Place], problems: &mut Diagnostics) {
        let mut questions = Questions::default();
        for ((when, _), place) in self.cases.iter().zip(conditions) {
            if self.collect(*when, &mut questions).is_none() {
                let message = "a table's condition cannot compare two numbers or sums that both \
                               depend on the household";
                let help = "define their difference, such as `more: a - b`, and compare that with \
                            a constant, such as `more > 0`";
                let help = Some(help.to_owned());
                problems.add_with_help(*place, "table-condition", message, help);
                return;
            }
        }
        let mut tried = 0;
        match self.fault(&questions, 0, &mut Vec::new(), &mut tried) {
            None => {}
            Some(Fault::TooMany) => {
                let message = "the table asks about too much at once to be checked";
                let help = Some("split it into definitions".to_owned());
                problems.add_with_help(place, "table-too-large", message, help);
            }
            Some(Fault::Household(matching, household)) => {
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
    }

    /// The first household for which no case or several cases hold. `next` is the first question
    /// without an answer in `household`.
    fn fault(
        &self,
        questions: &Questions,
        next: usize,
        household: &mut Household,
        tried: &mut usize,
    ) -> Option<Fault> {
        let Some(asked) = questions.asked.get(next) else {
            *tried = tried.saturating_add(1);
            if *tried > MAX_HOUSEHOLDS {
                return Some(Fault::TooMany);
            }
            let holds = |when: &ExprIndex| self.holds(*when, household) == Some(true);
            let matching = self.cases.iter().filter(|(when, _)| holds(when)).count();
            let is_fault = matching != 1 && !self.is_excluded(household);
            return is_fault.then(|| Fault::Household(matching, household.clone()));
        };
        let values = self.values(questions, asked, household);
        values.into_iter().find_map(|value| {
            household.push((asked.expr, value));
            let found = self.fault(questions, next.saturating_add(1), household, tried);
            household.pop();
            found
        })
    }

    /// The values to try for an expression, given those of the expressions before it.
    fn values(&self, questions: &Questions, asked: &Asked, household: &Household) -> Vec<Value> {
        let mut values = asked.values.clone();
        let Some(leaf) = asked.date else { return values };
        let mut days = self.turns(questions, leaf, household);
        // The dates that come later have turns of their own, and this one turns around them.
        let dates = questions.asked.iter().filter_map(|one| Some((one.expr, one.date?)));
        for (expr, later) in dates.filter(|(_, later)| *later != leaf) {
            if household.iter().any(|(known, _)| *known == expr) {
                continue;
            }
            for day in self.turns(questions, later, &Household::new()) {
                days.extend(self.turns(questions, leaf, &vec![(expr, Value::Day(day))]));
            }
        }
        let possible = constant::possible_values(self.city, self.year, asked.expr);
        // A household of the year itself comes first.
        let year = i32::from(self.book.fiscal_year);
        days.sort_unstable_by_key(|day| (day.fiscal_year() != year, *day));
        days.dedup();
        days.retain(|day| is_possible(*day, possible));
        values.extend(days.into_iter().map(Value::Day));
        values
    }

    /// The days around which comparisons turn that read a date, given the dates of a household.
    fn turns(&self, questions: &Questions, leaf: Leaf, household: &Household) -> Vec<Day> {
        let (day, number) = (|leaf| self.day(leaf, household), |_| None);
        let turning = Turning { book: self.book, day: &day, number: &number, whole: true };
        let dates = questions.asked.iter().filter(|one| one.date.is_some()).count();
        let spread = i32::try_from(dates).unwrap_or(0).saturating_sub(2).max(0);
        let mut days = Vec::new();
        for comparison in &questions.comparisons {
            let several = turning.leaves(*comparison).len() > 1;
            for day in turning.days(*comparison, leaf, Day::MIN, Day::MAX) {
                // Between two dates that are next to each other there is no room for a third one.
                let spread = if several { spread } else { 0 };
                let from = day.plus_days(spread.saturating_neg());
                days.extend((0..=spread.saturating_mul(2)).map(|by| from.plus_days(by)));
            }
            if several {
                days.extend(self.anchors());
            }
        }
        days
    }

    /// Days from which dates that are compared with each other are tried: the ends of the fiscal year
    /// and of its February.
    fn anchors(&self) -> Vec<Day> {
        let year = i32::from(self.book.fiscal_year);
        let (first, last) = Day::fiscal_year_ends(year).unzip();
        let march = Day::civil(year.saturating_add(1), 3, 1).map(|day| day.plus_days(-1));
        [first, march, last].into_iter().flatten().collect()
    }

    /// The day of a date of a household.
    fn day(&self, leaf: Leaf, household: &Household) -> Option<Day> {
        let expr = self.expr_of(leaf)?;
        let (_, value) = household.iter().find(|(known, _)| *known == expr)?;
        if let Value::Day(day) = value { Some(*day) } else { None }
    }

    /// The expression that is a date.
    fn expr_of(&self, leaf: Leaf) -> Option<ExprIndex> {
        let wanted = match leaf {
            Leaf::On => Expr::On,
            Leaf::Fact(fact) => Expr::Fact(fact),
            Leaf::Field(list, field) => Expr::Field { list, field },
            Leaf::Whole(expr) => return Some(expr),
        };
        self.book.exprs.position(|expr| *expr == wanted)
    }

    fn at(&self, expr: ExprIndex) -> Option<&Expr> {
        self.book.exprs.get(expr)
    }

    fn constant(&self, expr: ExprIndex) -> Option<Value> {
        let expr = self.at(expr)?;
        if let Expr::Number(Constant { numer, denom }) = expr {
            Exact::new(*numer, *denom).map(Value::Number)
        } else if let Expr::Day { number, stays: _ } = expr {
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
    fn collect(&self, when: ExprIndex, questions: &mut Questions) -> Option<()> {
        match Condition::of(self.at(when)?) {
            Condition::Constant(_) => Some(()),
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().try_for_each(|part| self.collect(*part, questions))
            }
            Condition::Not(part) => self.collect(part, questions),
            Condition::Among(part, _) => {
                questions.add(part, self.options(part)?.keys().map(Value::Option));
                Some(())
            }
            Condition::Compare(_, a, b) => {
                let possible = |expr| constant::possible_values(self.city, self.year, expr);
                if self.is_day(a) {
                    return self.collect_dates(when, questions);
                }
                let (expr, constant) = self.compared(a, b)?;
                questions.add(expr, around(constant, possible(expr)).into_iter());
                Some(())
            }
            Condition::Whole => {
                questions.add(when, [Value::Truth(true), Value::Truth(false)].into_iter());
                Some(())
            }
        }
    }

    fn is_day(&self, expr: ExprIndex) -> bool {
        match self.at(expr) {
            Some(Expr::Day { .. } | Expr::On | Expr::DayFrom { .. }) => true,
            Some(Expr::Fact(_) | Expr::Field { .. }) => {
                self.asked(expr).is_some_and(|fact| matches!(fact.kind, Kind::Date { .. }))
            }
            Some(Expr::Table(cases)) => cases.first().is_some_and(|(_, value)| self.is_day(*value)),
            Some(Expr::Reading { choices, .. }) => {
                choices.first().is_some_and(|choice| self.is_day(*choice))
            }
            _ => false,
        }
    }

    /// Adds the dates that a comparison of days reads.
    fn collect_dates(&self, comparison: ExprIndex, questions: &mut Questions) -> Option<()> {
        let (day, number) = (|_: Leaf| None, |_| None);
        let turning = Turning { book: self.book, day: &day, number: &number, whole: true };
        for leaf in turning.leaves(comparison) {
            let expr = self.expr_of(leaf)?;
            questions.add(expr, core::iter::empty());
            let asked = questions.asked.iter_mut().filter(|one| one.expr == expr);
            asked.for_each(|one| one.date = Some(leaf));
        }
        if !questions.comparisons.contains(&comparison) {
            questions.comparisons.push(comparison);
        }
        Some(())
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

    fn holds(&self, when: ExprIndex, household: &Household) -> Option<bool> {
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
                let (day, number) = (|leaf| self.day(leaf, household), |_| None);
                let turning = Turning { book: self.book, day: &day, number: &number, whole: true };
                let number = |expr| self.constant(expr).or_else(|| value(expr));
                match (number(a), number(b)) {
                    (Some(Value::Number(a)), Some(Value::Number(b))) => Some(is_true_of(a.cmp(&b))),
                    _ => turning.order(when).map(is_true_of),
                }
            }
            Condition::Whole => {
                let Value::Truth(truth) = value(when)? else { return None };
                Some(truth)
            }
        }
    }

    /// Whether the programme's requirements exclude a household: on its application date, or where no
    /// condition reads that, on the first and on the last day.
    fn is_excluded(&self, household: &Household) -> bool {
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
        let days = match self.day(Leaf::On, household) {
            Some(on) => vec![on],
            None => [programme.valid_from, programme.valid_to]
                .into_iter()
                .filter_map(Day::from_number)
                .collect(),
        };
        days.into_iter().all(|on| {
            let report = evaluate::evaluate(&city, &situation, on, on);
            let found = report.programmes.get(programme.number);
            // On a day without rules nobody is paid.
            found.is_some_and(|one| matches!(one.verdict, Verdict::Ineligible | Verdict::NoRule))
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

impl Questions {
    fn add(&mut self, expr: ExprIndex, values: impl Iterator<Item = Value>) {
        let at = self.asked.iter().position(|known| known.expr == expr);
        let at = at.unwrap_or(self.asked.len());
        if at == self.asked.len() {
            self.asked.push(Asked { expr, values: Vec::new(), date: None });
        }
        let Some(asked) = self.asked.get_mut(at) else { return };
        for value in values {
            if !asked.values.contains(&value) {
                asked.values.push(value);
            }
        }
    }
}

fn is_possible(day: Day, possible: Option<constant::ValueRange>) -> bool {
    match possible {
        Some(constant::ValueRange::Day(days)) => Days::exactly(day).equals(days) != Truth::False,
        _ => true,
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
        // Days are found from the comparisons of dates.
        Value::Day(_) | Value::Truth(_) | Value::Option(_) => vec![constant],
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
    // The household is evaluated on its application date.
    if *node == Expr::On {
        return;
    }
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
        Value::Day(day) => *node = Expr::Day { number: day.number(), stays: false },
        Value::Number(number) => {
            if let Ok(numer) = number.to_string().parse() {
                *node = Expr::Number(Constant { numer, denom: 1 });
            }
        }
        Value::Option(_) => {}
    }
}
