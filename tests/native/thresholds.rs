//! The values of facts at which a rule changes: constants carried back through arithmetic, ages and
//! periods to the facts that are compared with them. It guides random draws, so it may miss a value or
//! give one too many.

use crate::household::{Key, Points, day, day_ends, number_ends};
use iju_check::calendar::Day;
use iju_check::index::{ExprIndex, RequirementPlace, Version};
use iju_check::rulebook::{
    Amount, City, Constant, DayOperation, Expr, Fact, Kind, Programme, RequirementEntry, Rulebook,
    Step, TimeUnit,
};
use iju_check::situation::{Known, Situation};
use std::collections::{BTreeMap, BTreeSet};
use typed_index_collections::TiSlice;

/// Values beyond this many of one expression are left out.
const MOST: usize = 8;

/// The thresholds of some programmes on an application date, given what is known of a household.
pub(crate) fn thresholds(
    city: &City,
    of: &[Version],
    on: Day,
    situation: Option<&Situation>,
) -> Points {
    let mut known = situation.map_or_else(Points::new, |one| ends(city, one));
    let mut found = Points::new();
    for _ in 0..2 {
        let mut all: BTreeMap<Key, BTreeSet<i64>> = BTreeMap::new();
        for at in of {
            let book = &city.rules().years[at.year];
            let found = BTreeMap::new();
            let seen = BTreeSet::new();
            let mut finder = Finder { book, on, known: &known, found, seen };
            let programme = city.programme(*at).unwrap();
            let facts = city.programme_info(*at).unwrap();
            finder.programme(programme, &facts.requirements);
            for (key, values) in finder.found {
                all.entry(key).or_default().extend(values);
            }
        }
        found = all.into_iter().map(|(key, all)| (key, all.into_iter().collect())).collect();
        for (key, values) in &found {
            known.entry(*key).or_insert_with(|| some(values));
        }
    }
    found
}

/// The expressions that a programme's requirements and amount start from.
pub(crate) fn roots(
    book: &Rulebook,
    programme: &Programme,
    requirements: &TiSlice<RequirementPlace, RequirementEntry>,
) -> Vec<ExprIndex> {
    let mut found = Vec::new();
    for one in requirements {
        found.extend(book.requirements[one.id].exprs());
    }
    found.extend(programme.amount.iter().flat_map(Amount::exprs));
    found
}

/// The ends of the answers that narrow a fact.
fn ends(city: &City, situation: &Situation) -> Points {
    let mut found = Points::new();
    for ((at, fact), answer) in city.rules().facts.iter_enumerated().zip(&situation.facts) {
        let mut add = |key: Key, fact: &Fact, known: &Known| {
            let (low, high) = match (&fact.kind, known) {
                (Kind::Number { min, max, .. }, Known::Number(range)) => {
                    number_ends(*range, *min, *max)
                }
                (Kind::Date { first, last }, Known::Day(days)) => day_ends(*days, *first, *last),
                _ => return,
            };
            if known.is_single() || high - low < 400 {
                let values = found.entry(key).or_default();
                values.extend([low, high]);
                values.sort_unstable();
                values.dedup();
            }
        };
        match (&fact.kind, &answer.known) {
            (Kind::List { fields, .. }, Known::List(members)) => {
                for record in &members.named {
                    for ((index, field), answer) in fields.iter_enumerated().zip(record) {
                        add((at, Some(index)), field, &answer.known);
                    }
                }
            }
            (_, known) => add((at, None), fact, known),
        }
    }
    found
}

fn some(values: &[i64]) -> Vec<i64> {
    let step = values.len().div_ceil(MOST).max(1);
    values.iter().copied().step_by(step).collect()
}

struct Finder<'a> {
    book: &'a Rulebook,
    on: Day,
    /// Known values of facts, and values at which a rule changes.
    known: &'a Points,
    found: BTreeMap<Key, BTreeSet<i64>>,
    seen: BTreeSet<(ExprIndex, Vec<i64>)>,
}

impl Finder<'_> {
    fn programme(
        &mut self,
        programme: &Programme,
        requirements: &TiSlice<RequirementPlace, RequirementEntry>,
    ) {
        if let Some(fact) = programme.valid_by {
            let days = [programme.valid_from, programme.valid_to + 1].map(i64::from);
            self.found.entry((fact, None)).or_default().extend(days);
        }
        let mut caps = Vec::new();
        if let Some(amount) = &programme.amount {
            for step in &amount.then {
                if let Step::Cap(cap) | Step::Total(cap) = step {
                    caps.extend(self.values(*cap));
                }
            }
        }
        for root in roots(self.book, programme, requirements) {
            self.back(root, &caps);
        }
    }

    fn expr(&self, expr: ExprIndex) -> &Expr {
        &self.book.exprs[expr]
    }

    /// Values that a number or a day probably has.
    fn values(&self, expr: ExprIndex) -> Vec<i64> {
        let mut found: Vec<i64> = match self.expr(expr) {
            Expr::Number(constant) => vec![constant.numer / i64::from(constant.denom)],
            Expr::Day { number, stays: _ } => vec![i64::from(*number)],
            Expr::On => vec![i64::from(self.on.number())],
            Expr::Fact(fact) => self.known.get(&(*fact, None)).cloned().unwrap_or_default(),
            Expr::Field { list, field } => {
                self.known.get(&(*list, Some(*field))).cloned().unwrap_or_default()
            }
            Expr::Add(a, b) => self.pairs(*a, *b, i64::saturating_add),
            Expr::Multiply(a, b) => match (self.expr(*a), self.expr(*b)) {
                (Expr::Number(rate), _) => self.each(*b, |value| scaled(value, *rate)),
                (_, Expr::Number(rate)) => self.each(*a, |value| scaled(value, *rate)),
                _ => self.pairs(*a, *b, i64::saturating_mul),
            },
            Expr::Negate(part) => self.each(*part, |value| -value),
            Expr::Min(parts) | Expr::Max(parts) | Expr::Reading { choices: parts, .. } => {
                parts.iter().flat_map(|part| self.values(*part)).collect()
            }
            Expr::Round { value, .. } => self.values(*value),
            Expr::Table(cases) => cases.iter().flat_map(|case| self.values(case.1)).collect(),
            Expr::Count { .. } | Expr::Ordinal { .. } => vec![0, 1, 2, 3],
            Expr::Sum { value, .. } => {
                [0, 1, 2].iter().flat_map(|n| self.each(*value, |one| one * n)).collect()
            }
            Expr::TimeBetween { from, to, unit } => {
                self.pairs(*from, *to, |from, to| time_between(from, to, *unit))
            }
            Expr::FiscalYear(part) => self.each(*part, fiscal_year),
            Expr::DayFrom { day, operation } => {
                self.each(*day, |value| day_from(value, *operation))
            }
            Expr::Truth(_)
            | Expr::All(_)
            | Expr::Any(_)
            | Expr::Not(_)
            | Expr::Among(..)
            | Expr::Less(..)
            | Expr::AtMost(..)
            | Expr::Equal(..)
            | Expr::AnyMember { .. }
            | Expr::EveryMember { .. }
            | Expr::Unstated { .. } => Vec::new(),
        };
        found.sort_unstable();
        found.dedup();
        some(&found)
    }

    fn each(&self, part: ExprIndex, change: impl Fn(i64) -> i64) -> Vec<i64> {
        self.values(part).into_iter().map(change).collect()
    }

    fn pairs(&self, a: ExprIndex, b: ExprIndex, with: impl Fn(i64, i64) -> i64) -> Vec<i64> {
        let (a, b) = (self.values(a), self.values(b));
        a.iter().flat_map(|a| b.iter().map(|b| with(*a, *b))).collect()
    }

    /// Carries the values at which an expression matters back to the facts in it.
    fn back(&mut self, expr: ExprIndex, at: &[i64]) {
        if !self.seen.insert((expr, at.to_vec())) {
            return;
        }
        let node = self.expr(expr).clone();
        match &node {
            Expr::Fact(fact) => self.found.entry((*fact, None)).or_default().extend(at),
            Expr::Field { list, field } => {
                self.found.entry((*list, Some(*field))).or_default().extend(at);
            }
            Expr::Less(a, b) | Expr::AtMost(a, b) | Expr::Equal(a, b) => {
                let (left, right) = (self.values(*a), self.values(*b));
                self.back(*a, &right);
                self.back(*b, &left);
            }
            Expr::Add(a, b) => {
                let (left, right) = (self.values(*a), self.values(*b));
                self.back(*a, &across(at, &right, |at, other| at - other));
                self.back(*b, &across(at, &left, |at, other| at - other));
            }
            Expr::Multiply(a, b) => self.back_through_product(*a, *b, at),
            Expr::Negate(part) => {
                self.back(*part, &at.iter().map(|value| -value).collect::<Vec<_>>());
            }
            Expr::Min(parts) | Expr::Max(parts) => {
                for part in parts {
                    let others = parts.iter().filter(|other| *other != part);
                    let others: Vec<i64> = others.flat_map(|other| self.values(*other)).collect();
                    self.back(*part, &[at, &others].concat());
                }
            }
            Expr::TimeBetween { from, to, unit } => {
                let (left, right) = (self.values(*from), self.values(*to));
                let at = and_next(at);
                let back = |at: i64, to| turn(1 - at, |from| -time_between(from, to, *unit));
                self.back(*from, &across(&at, &right, back));
                let back = |at: i64, from| turn(at, |to| time_between(from, to, *unit));
                self.back(*to, &across(&at, &left, back));
            }
            Expr::FiscalYear(part) => {
                let back = and_next(at).into_iter().map(|at| turn(at, fiscal_year));
                self.back(*part, &back.collect::<Vec<_>>());
            }
            Expr::DayFrom { day, operation } => {
                let back = and_next(at).into_iter();
                let back = back.map(|at| turn(at, |day| day_from(day, *operation)));
                self.back(*day, &back.collect::<Vec<_>>());
            }
            Expr::Truth(_)
            | Expr::Number(_)
            | Expr::Day { .. }
            | Expr::On
            | Expr::Among(..)
            | Expr::Unstated { .. } => {}
            Expr::All(_)
            | Expr::Any(_)
            | Expr::Not(_)
            | Expr::Round { .. }
            | Expr::Count { .. }
            | Expr::Sum { .. }
            | Expr::AnyMember { .. }
            | Expr::EveryMember { .. }
            | Expr::Ordinal { .. }
            | Expr::Table(_)
            | Expr::Reading { .. } => {
                node.parts().into_iter().for_each(|part| self.back(part, at));
            }
        }
    }

    fn back_through_product(&mut self, a: ExprIndex, b: ExprIndex, at: &[i64]) {
        for (part, by) in [(a, b), (b, a)] {
            let back = match self.expr(by) {
                Expr::Number(rate) if rate.numer != 0 => {
                    let (numer, denom) = (i128::from(rate.numer), i128::from(rate.denom));
                    at.iter().map(|at| (i128::from(*at) * denom / numer) as i64).collect()
                }
                _ => {
                    let by: Vec<i64> = self.values(by).into_iter().filter(|by| *by != 0).collect();
                    across(at, &by, |at, by| at / by)
                }
            };
            self.back(part, &back);
        }
    }
}

fn scaled(value: i64, rate: Constant) -> i64 {
    (i128::from(value) * i128::from(rate.numer) / i128::from(rate.denom)) as i64
}

fn across(at: &[i64], others: &[i64], with: impl Fn(i64, i64) -> i64) -> Vec<i64> {
    let mut found: Vec<i64> =
        at.iter().flat_map(|at| others.iter().map(|other| with(*at, *other))).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Values and their successors: `<` changes at a value where `<=` changes at the next one.
fn and_next(at: &[i64]) -> Vec<i64> {
    across(at, &[0, 1], |at, next| at + next)
}

/// The first day on which a function that never decreases reaches `at`.
fn turn(at: i64, of: impl Fn(i64) -> i64) -> i64 {
    let (mut low, mut high) = (i64::from(Day::MIN.number()), i64::from(Day::MAX.number()));
    while low < high {
        let middle = low + (high - low) / 2;
        if of(middle) >= at {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// The day with a number, or the nearest one that the calendar has.
fn nearest_day(number: i64) -> Day {
    day(number.clamp(Day::MIN.number().into(), Day::MAX.number().into()))
}

fn fiscal_year(number: i64) -> i64 {
    nearest_day(number).fiscal_year().into()
}

fn time_between(from: i64, to: i64, unit: TimeUnit) -> i64 {
    let (from, to) = (nearest_day(from), nearest_day(to));
    i64::from(match unit {
        TimeUnit::YearsOfAge => to.age_years(from),
        TimeUnit::Months => from.months_until(to),
        TimeUnit::Days => to.number() - from.number(),
    })
}

fn day_from(number: i64, operation: DayOperation) -> i64 {
    let from = nearest_day(number);
    let found = match operation {
        DayOperation::DayReached { age } => from.day_reached(age.into()),
        DayOperation::FiscalYearStart => from.fiscal_year_start(),
        DayOperation::FirstOfMonth => from.first_of_month(),
        DayOperation::NextMonthDay { month, day } => from.next_month_day(month.into(), day.into()),
        DayOperation::LastDay { period, first_day } => from.last_day(period, first_day),
        DayOperation::FirstDayBefore { period } => from.first_day_before(period),
    };
    found.number().into()
}
