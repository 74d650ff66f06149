//! The values of facts at which a rule changes: constants carried back through arithmetic, ages and
//! periods to the facts they are compared with. A guide for drawing values: it may miss one or name one too many.

use crate::household::{Key, Points, day, day_ends, number_ends};
use iju_check::calendar::Day;
use iju_check::index::{ExprIndex, RequirementPlace, Version};
use iju_check::rulebook::{
    Amount, City, Constant, Expr, Fact, Kind, Listed, Programme, Rulebook, Step,
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
            let facts = city.programme_facts(*at).unwrap();
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
    requirements: &TiSlice<RequirementPlace, Listed>,
) -> Vec<ExprIndex> {
    let mut found = Vec::new();
    for one in requirements {
        found.extend(book.requirements[one.id].exprs());
    }
    found.extend(programme.amount.iter().flat_map(Amount::exprs));
    found
}

/// The ends of what is known, where anything is.
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
    /// Values that facts are known to have, or change something at.
    known: &'a Points,
    found: BTreeMap<Key, BTreeSet<i64>>,
    seen: BTreeSet<(ExprIndex, Vec<i64>)>,
}

impl Finder<'_> {
    fn programme(
        &mut self,
        programme: &Programme,
        requirements: &TiSlice<RequirementPlace, Listed>,
    ) {
        if let Some(fact) = programme.valid_by {
            let days = [programme.valid_from, programme.valid_to + 1].map(i64::from);
            self.found.entry((fact, None)).or_default().extend(days);
        }
        let mut caps = Vec::new();
        if let Some(amount) = &programme.amount {
            for step in &amount.then {
                if let Step::Cap(cap) = step {
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

    /// Values that a number or a day may well have.
    fn values(&self, expr: ExprIndex) -> Vec<i64> {
        let mut found: Vec<i64> = match self.expr(expr) {
            Expr::Number(constant) => vec![constant.numer / i64::from(constant.denom)],
            Expr::Day(number) => vec![i64::from(*number)],
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
            Expr::Age { born: a, on: b } | Expr::MonthsBetween(a, b) => {
                let word = self.expr(expr);
                self.pairs(*a, *b, |a, b| of_days(word, a, b))
            }
            word => match word.parts().first() {
                Some(part) => self.each(*part, |value| of_days(word, value, value)),
                None => Vec::new(),
            },
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
        let word = self.expr(expr).clone();
        match &word {
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
            Expr::Age { born: a, on: b } | Expr::MonthsBetween(a, b) => {
                let (left, right) = (self.values(*a), self.values(*b));
                let at = and_next(at);
                let back = across(&at, &right, |at, b| turn(-at + 1, |x| -of_days(&word, x, b)));
                self.back(*a, &back);
                let back = across(&at, &left, |at, a| turn(at, |x| of_days(&word, a, x)));
                self.back(*b, &back);
            }
            Expr::FiscalYear(part)
            | Expr::DayReached { born: part, .. }
            | Expr::FiscalYearStart(part)
            | Expr::FirstOfMonth(part)
            | Expr::NextMonthDay { from: part, .. }
            | Expr::LastDay { from: part, .. }
            | Expr::FirstDayBefore { before: part, .. } => {
                let back: Vec<i64> =
                    and_next(at).iter().map(|at| turn(*at, |x| of_days(&word, x, x))).collect();
                self.back(*part, &back);
            }
            Expr::Among(..) => {}
            _ => word.parts().into_iter().for_each(|part| self.back(part, at)),
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

/// Values and their successors: what changes at one of two words changes at the other's next.
fn and_next(at: &[i64]) -> Vec<i64> {
    across(at, &[0, 1], |at, next| at + next)
}

/// The first day on which something that never falls is as large.
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

/// What a word about days gives.
fn of_days(word: &Expr, a: i64, b: i64) -> i64 {
    let in_bounds =
        |number: i64| day(number.clamp(Day::MIN.number().into(), Day::MAX.number().into()));
    let (a, b) = (in_bounds(a), in_bounds(b));
    let found = match word {
        Expr::Age { .. } => b.age_years(a),
        Expr::MonthsBetween(..) => a.months_until(b),
        Expr::FiscalYear(_) => a.fiscal_year(),
        Expr::DayReached { age, .. } => a.day_reached(i32::from(*age)).number(),
        Expr::FiscalYearStart(_) => a.fiscal_year_start().number(),
        Expr::FirstOfMonth(_) => a.first_of_month().number(),
        Expr::NextMonthDay { month, day, .. } => {
            a.next_month_day((*month).into(), (*day).into()).number()
        }
        Expr::LastDay { period, first_day, .. } => a.last_day(*period, *first_day).number(),
        Expr::FirstDayBefore { period, .. } => a.first_day_before(*period).number(),
        _ => 0,
    };
    i64::from(found)
}
