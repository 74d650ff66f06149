//! The value of an expression over everything still possible, with the answers that could still
//! change it. A value is never smaller than the truth; nothing here knows requirements.

mod members;

use super::assumed::Assumed;
use super::choices::Choices;
use crate::amount::Exact;
use crate::calendar::Day;
use crate::index::{
    ExprIndex, FactIndex, FieldIndex, MemberIndex, OptionIndex, ReadingIndex, Slot, YearIndex,
};
use crate::possible::{DATE_SLOT, Days, Options, Range, Slots};
use crate::rulebook::{City, Constant, DayOperation, Expr, Fact, Kind, Rulebook, TimeUnit};
use crate::situation::{Answer, Known, Members, Situation};
use crate::truth::Truth;
use typed_index_collections::TiSlice;

/// A set of possible values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Set {
    Truth(Truth),
    Number(Range),
    Day(Days),
    Options(Options),
    /// No value: no case of a table applies, so a requirement excludes the household.
    Nothing,
}

impl Set {
    /// The values of both, where there is one; this set, where there is none.
    pub(super) fn and(self, other: Set) -> Set {
        match (self, other) {
            (Set::Truth(Truth::Unknown), Set::Truth(_)) => other,
            (Set::Number(a), Set::Number(b)) if !a.is_single() => {
                let low = a.max(Range { high: None, ..b }).low;
                let high = a.min(Range { low: None, ..b }).high;
                let empty = matches!((low, high), (Some(low), Some(high)) if high < low);
                if empty { self } else { Set::Number(Range { low, high }) }
            }
            (Set::Day(a), Set::Day(b)) => {
                let days = Days { first: a.first.max(b.first), last: a.last.min(b.last) };
                if days.last < days.first { self } else { Set::Day(days) }
            }
            (Set::Options(a), Set::Options(b)) => {
                let left = a.without(a.without(b));
                if left == Options::NONE { self } else { Set::Options(left) }
            }
            _ => self,
        }
    }
}

/// A set of possible values and the answers that could still change it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) set: Set,
    pub(super) open: Slots,
}

/// Which member of a list an expression is about.
#[derive(Clone, Copy)]
pub(super) enum Scope {
    None,
    /// A named member.
    Named(MemberIndex),
    /// A member not named yet, of one sort.
    Further(OptionIndex),
}

/// Everything an expression is evaluated against.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) city: &'a City,
    pub(super) year: YearIndex,
    pub(super) book: &'a Rulebook,
    pub(super) situation: &'a Situation,
    pub(super) on: Days,
    pub(super) choices: &'a Choices,
    /// What is taken to hold beyond the answers.
    pub(super) assumed: &'a Assumed,
}

impl Found {
    const NOTHING: Found = Found { set: Set::Nothing, open: Slots::NONE };

    fn sure(set: Set) -> Found {
        Found { set, open: Slots::NONE }
    }

    /// A value that no answer can change once it is single.
    #[inline(never)] // one copy; it is called at every node
    fn settled(set: Set, open: Slots) -> Found {
        if open.is_empty() {
            return Found { set, open };
        }
        let single = match set {
            Set::Truth(truth) => truth != Truth::Unknown,
            Set::Number(range) => range.is_single(),
            Set::Day(days) => days.is_single(),
            Set::Options(options) => options.is_single(),
            Set::Nothing => true,
        };
        Found { set, open: if single { Slots::NONE } else { open } }
    }

    pub(super) fn truth(self) -> Truth {
        match self.set {
            Set::Truth(truth) => truth,
            Set::Number(_) | Set::Day(_) | Set::Options(_) | Set::Nothing => Truth::Unknown,
        }
    }

    pub(super) fn number(self) -> Range {
        match self.set {
            Set::Number(range) => range,
            Set::Truth(_) | Set::Day(_) | Set::Options(_) | Set::Nothing => Range::ANY,
        }
    }

    pub(super) fn days(self) -> Days {
        match self.set {
            Set::Day(days) => days,
            Set::Truth(_) | Set::Number(_) | Set::Options(_) | Set::Nothing => Days::ANY,
        }
    }

    pub(super) fn is_nothing(self) -> bool {
        self.set == Set::Nothing
    }

    /// Either of two values.
    fn or_else(self, other: Found) -> Found {
        let set = match (self.set, other.set) {
            (Set::Nothing, set) | (set, Set::Nothing) => set,
            (Set::Number(a), Set::Number(b)) => Set::Number(a.hull(b)),
            (Set::Day(a), Set::Day(b)) => Set::Day(a.hull(b)),
            (Set::Options(a), Set::Options(b)) => Set::Options(a.union(b)),
            (a, b) => Set::Truth(if a == b { self.truth() } else { Truth::Unknown }),
        };
        Found::settled(set, self.open.union(other.open))
    }
}

impl<'a> Context<'a> {
    /// A year's rules with every meaning open and nothing assumed.
    pub(super) fn plain(
        city: &'a City,
        year: YearIndex,
        situation: &'a Situation,
        on: Days,
    ) -> Option<Context<'a>> {
        let book = city.rules().years.get(year)?;
        let (choices, assumed) = (&Choices::OPEN, Assumed::NOTHING);
        Some(Context { city, year, book, situation, on, choices, assumed })
    }

    /// The value of an expression.
    pub(super) fn value(&self, expr: ExprIndex, scope: Scope) -> Found {
        let found = self.value_from_answers(expr, scope);
        if self.assumed.is_empty() {
            return found;
        }
        Found::settled(self.assumed.narrow(expr, found.set), found.open)
    }

    fn value_from_answers(&self, expr: ExprIndex, scope: Scope) -> Found {
        let Some(expr) = self.book.exprs.get(expr) else {
            return Found::NOTHING;
        };
        match expr {
            Expr::Truth(value) => Found::sure(Set::Truth(Truth::known(*value))),
            Expr::Number(constant) => Found::sure(Set::Number(constant_range(*constant))),
            Expr::Day(number) => Found::sure(Set::Day(constant_day(*number))),
            Expr::On => Found::settled(Set::Day(self.on), Slots::only(DATE_SLOT)),
            Expr::Fact(fact) => self.fact(*fact),
            Expr::Field { list, field } => self.field(*list, *field, scope),
            Expr::All(parts) => self.logic(parts, scope, Truth::False),
            Expr::Any(parts) => self.logic(parts, scope, Truth::True),
            Expr::Not(part) => {
                let part = self.value(*part, scope);
                Found { set: Set::Truth(part.truth().not()), ..part }
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
            Expr::Unstated { min, max } => Found::sure(Set::Number(Range {
                low: min.and_then(exact),
                high: max.and_then(exact),
            })),
            Expr::Count { list, when } => self.count(*list, *when),
            Expr::Sum { list, value, when } => self.sum(*list, *value, *when),
            Expr::AnyMember { list, when } => self.any_member(*list, *when),
            Expr::EveryMember { list, when } => self.every_member(*list, *when),
            Expr::Ordinal { list, born, among } => self.ordinal(*list, *born, *among, scope),
            Expr::DayFrom { day, operation } => {
                self.day(*day, scope, |day| day_from(day, *operation))
            }
            Expr::FiscalYear(part) => {
                self.day_number(*part, *part, scope, |day, _| day.fiscal_year())
            }
            Expr::TimeBetween { from, to, unit } => {
                self.day_number(*to, *from, scope, |to, from| time_between(from, to, *unit))
            }
        }
    }

    fn fact(&self, fact: FactIndex) -> Found {
        match self.situation.facts.get(fact) {
            Some(answer) => answered(answer, self.city.slot(fact)),
            None => Found::NOTHING,
        }
    }

    fn field(&self, list: FactIndex, field: FieldIndex, scope: Scope) -> Found {
        let (Some(fields), Some(members)) = (self.fields(list), self.members(list)) else {
            return Found::NOTHING;
        };
        match scope {
            Scope::Named(member) => {
                let answer = members.named.get(member).and_then(|record| record.get(field));
                let slot = member_slot(self.city.slot(list), fields.len(), member, field);
                answer.map_or(Found::NOTHING, |answer| answered(answer, slot))
            }
            Scope::Further(sort) => self.further_field(list, field, sort),
            Scope::None => Found::NOTHING,
        }
    }

    fn further_field(&self, list: FactIndex, field: FieldIndex, sort: OptionIndex) -> Found {
        let Some(Kind::List { fields, key, .. }) = self.kind(list) else {
            return Found::NOTHING;
        };
        if field == *key {
            return Found::sure(Set::Options(Options::only(sort)));
        }
        let slot = further_slot(self.city.slot(list), field);
        fields.get(field).map_or(Found::NOTHING, |field| answered(&Answer::unknown(field), slot))
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

    /// "All" where `decisive` is false, "any" where it is true.
    fn logic(&self, parts: &[ExprIndex], scope: Scope, decisive: Truth) -> Found {
        let (mut truth, mut open) = (decisive.not(), Slots::NONE);
        for part in parts {
            let part = self.value(*part, scope);
            if part.truth() == decisive {
                return Found::sure(Set::Truth(decisive));
            }
            if part.truth() == Truth::Unknown {
                truth = Truth::Unknown;
                open = open.union(part.open);
            }
        }
        Found { set: Set::Truth(truth), open }
    }

    fn among(&self, part: ExprIndex, wanted: Options, scope: Scope) -> Found {
        let part = self.value(part, scope);
        match part.set {
            Set::Options(options) => Found::settled(Set::Truth(options.among(wanted)), part.open),
            Set::Truth(_) | Set::Number(_) | Set::Day(_) | Set::Nothing => {
                Found { set: Set::Truth(Truth::Unknown), open: part.open }
            }
        }
    }

    fn comparison(&self, expr: &Expr, scope: Scope) -> Found {
        let (Expr::Less(a, b) | Expr::AtMost(a, b) | Expr::Equal(a, b)) = expr else {
            return Found::NOTHING;
        };
        let (a, b) = (self.value(*a, scope), self.value(*b, scope));
        let truth = match (expr, a.set, b.set) {
            (Expr::Less(..), Set::Number(a), Set::Number(b)) => a.less_than(b),
            (Expr::AtMost(..), Set::Number(a), Set::Number(b)) => b.less_than(a).not(),
            (Expr::Equal(..), Set::Number(a), Set::Number(b)) => a.equals(b),
            (Expr::Less(..), Set::Day(a), Set::Day(b)) => a.before(b),
            (Expr::AtMost(..), Set::Day(a), Set::Day(b)) => b.before(a).not(),
            (Expr::Equal(..), Set::Day(a), Set::Day(b)) => a.equals(b),
            _ => Truth::Unknown,
        };
        Found::settled(Set::Truth(truth), a.open.union(b.open))
    }

    fn number(&self, part: ExprIndex, scope: Scope, change: impl Fn(Range) -> Range) -> Found {
        let part = self.value(part, scope);
        if part.is_nothing() {
            part
        } else {
            Found::settled(Set::Number(change(part.number())), part.open)
        }
    }

    fn numbers(
        &self,
        a: ExprIndex,
        b: ExprIndex,
        scope: Scope,
        with: fn(Range, Range) -> Range,
    ) -> Found {
        let (a, b) = (self.value(a, scope), self.value(b, scope));
        if a.is_nothing() || b.is_nothing() {
            return Found::NOTHING;
        }
        Found::settled(Set::Number(with(a.number(), b.number())), a.open.union(b.open))
    }

    fn extreme(&self, parts: &[ExprIndex], scope: Scope, with: fn(Range, Range) -> Range) -> Found {
        let mut whole: Option<Found> = None;
        for part in parts {
            let b = self.value(*part, scope);
            let Some(a) = whole else {
                whole = Some(b);
                continue;
            };
            if a.is_nothing() || b.is_nothing() {
                return Found::NOTHING;
            }
            let range = with(a.number(), b.number());
            // Where one side lies wholly beyond the other, that other side alone counts.
            let open = match (apart(a, b), range == a.number()) {
                (true, true) => a.open,
                (true, false) => b.open,
                (false, _) => a.open.union(b.open),
            };
            whole = Some(Found::settled(Set::Number(range), open));
        }
        whole.unwrap_or(Found::NOTHING)
    }

    fn table(&self, cases: &[(ExprIndex, ExprIndex)], scope: Scope) -> Found {
        let mut found = Found::NOTHING;
        for (when, value) in cases {
            let when = self.value(*when, scope);
            match when.truth() {
                // Cases exclude each other, so a case that holds is the only one.
                Truth::True => return self.value(*value, scope),
                Truth::False => {}
                Truth::Unknown => {
                    let value = self.value(*value, scope);
                    let open = found.open.union(value.open).union(when.open);
                    found = Found { open, ..found.or_else(value) };
                }
            }
        }
        Found::settled(found.set, found.open)
    }

    fn reading(&self, reading: ReadingIndex, choices: &[ExprIndex], scope: Scope) -> Found {
        if let Some(choice) = self.choices.of(reading) {
            let choice = choices.get(usize::from(choice));
            return choice.map_or(Found::NOTHING, |expr| self.value(*expr, scope));
        }
        let mut whole: Option<Found> = None;
        for choice in choices {
            let b = self.value(*choice, scope);
            whole = Some(match whole {
                Some(a) => Found { open: a.open.union(b.open), ..a.or_else(b) },
                None => b,
            });
        }
        whole.unwrap_or(Found::NOTHING)
    }

    /// A day that never falls behind when another moves on.
    fn day(&self, part: ExprIndex, scope: Scope, change: impl Fn(Day) -> Day) -> Found {
        let part = self.value(part, scope);
        if part.is_nothing() {
            return part;
        }
        Found::settled(Set::Day(part.days().map(change)), part.open)
    }

    /// A whole number that grows with one day and shrinks with the other.
    fn day_number(
        &self,
        grows: ExprIndex,
        shrinks: ExprIndex,
        scope: Scope,
        number: impl Fn(Day, Day) -> i32,
    ) -> Found {
        let (up, down) = (self.value(grows, scope), self.value(shrinks, scope));
        if up.is_nothing() || down.is_nothing() {
            return Found::NOTHING;
        }
        let (a, b) = (up.days(), down.days());
        let same = grows == shrinks;
        let end = |grown: Day, shrunk: Day, unbounded: bool| {
            (!unbounded).then(|| Exact::whole(i64::from(number(grown, shrunk))))
        };
        let low = end(a.first, b.last, a.first == Day::MIN || (!same && b.last == Day::MAX));
        let high = end(a.last, b.first, a.last == Day::MAX || (!same && b.first == Day::MIN));
        Found::settled(Set::Number(Range { low, high }), up.open.union(down.open))
    }
}

/// The day that an operation gives.
fn day_from(day: Day, operation: DayOperation) -> Day {
    match operation {
        DayOperation::DayReached { age } => day.day_reached(i32::from(age)),
        DayOperation::FiscalYearStart => day.fiscal_year_start(),
        DayOperation::FirstOfMonth => day.first_of_month(),
        DayOperation::NextMonthDay { month, day: day_of_month } => {
            day.next_month_day(i32::from(month), i32::from(day_of_month))
        }
        DayOperation::LastDay { period, first_day } => day.last_day(period, first_day),
        DayOperation::FirstDayBefore { period } => day.first_day_before(period),
    }
}

/// The whole units of time from one day to another.
fn time_between(from: Day, to: Day, unit: TimeUnit) -> i32 {
    match unit {
        TimeUnit::YearsOfAge => to.age_years(from),
        TimeUnit::Months => from.months_until(to),
    }
}

/// Whether one number range lies wholly beyond the other.
fn apart(a: Found, b: Found) -> bool {
    let (a, b) = (a.number(), b.number());
    a.less_than(b) == Truth::True || b.less_than(a) == Truth::True
}

fn answered(answer: &Answer, slot: Slot) -> Found {
    let set = match &answer.known {
        Known::Truth(truth) => Set::Truth(*truth),
        Known::Options(options) => Set::Options(*options),
        Known::Number(range) => Set::Number(*range),
        Known::Day(days) => Set::Day(*days),
        Known::List(_) => Set::Nothing,
    };
    Found::settled(set, Slots::only(slot))
}

/// The slot of a field of members not named yet.
pub(super) fn further_slot(list_slot: Slot, field: FieldIndex) -> Slot {
    Slot::new(list_slot.next().get().saturating_add(field.get().into()))
}

/// The slot of a field of a named member.
pub(super) fn member_slot(
    list_slot: Slot,
    fields: usize,
    member: MemberIndex,
    field: FieldIndex,
) -> Slot {
    let before = usize::from(member.next()).saturating_mul(fields);
    Slot::from(usize::from(further_slot(list_slot, field)).saturating_add(before))
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
