//! The application dates on which something that a programme's requirements say of the date turns. Between two
//! of them every requirement has the same outcomes, so one day stands for all. This file judges no requirement.

use super::expression::{Context, Scope};
use super::value::{Value, ValueSet};
use crate::calendar::Day;
use crate::index::{ExprIndex, FactIndex, ReadingIndex};
use crate::possible::{DATE_SLOT, Days};
use crate::rulebook::{Course, Expr, ProgrammeInfo};
use crate::truth::Truth;

/// The most spans of days for which one condition is computed if its truth may turn again and again: among the
/// days that are near, and on each side of them. The first suffices for every day of five years.
const MAX_SPANS: u32 = 4_096;
const MAX_SPANS_BEYOND: u32 = 256;

/// Different days in order.
#[derive(Debug, Default)]
pub(super) struct DaysInOrder(Vec<Day>);

impl DaysInOrder {
    pub(super) fn insert(&mut self, day: Day) {
        if let Err(at) = self.0.binary_search(&day) {
            self.0.insert(at, day);
        }
    }

    /// The stretches that begin on the days. The last one ends on `last`.
    pub(super) fn stretches(&self, last: Day) -> impl Iterator<Item = Days> {
        let ends = self.0.iter().skip(1).map(|next| next.plus_days(-1)).chain([last]);
        self.0.iter().zip(ends).map(|(first, last)| Days { first: *first, last })
    }
}

/// The days on which requirements turn.
#[derive(Debug)]
pub(super) struct TurningPoints {
    /// The first day of each stretch in which the outcomes of all requirements stay, in order.
    pub(super) days: DaysInOrder,
    /// Spans in which a condition may turn on any day, because [`MAX_SPANS`] did not suffice.
    pub(super) unknown: Vec<Days>,
}

/// The days of `within` on which the outcome of a requirement turns, and the first day of `within`. Those that are
/// `near` are searched first.
pub(super) fn turning_points(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    within: Days,
    near: Days,
) -> TurningPoints {
    let mut found = TurningPoints { days: DaysInOrder::default(), unknown: Vec::new() };
    found.days.insert(within.first);
    for listed in &facts.requirements {
        let Some(requirement) = context.book.requirements.get(listed.id) else { continue };
        context.choices.for_each(context.book, listed.own_readings, &mut |choices| {
            let context = Context { choices, ..*context };
            for expr in requirement.exprs() {
                Search { context, within, near, found: &mut found }.truth(expr, Scope::None);
            }
        });
    }
    found
}

/// A search for the days on which the truth of a condition turns.
struct Search<'a, 'f> {
    /// What the condition is computed against, but for the application date.
    context: Context<'a>,
    within: Days,
    near: Days,
    found: &'f mut TurningPoints,
}

impl Search<'_, '_> {
    /// Finds the days on which a condition turns. One that is made of others may turn where they do.
    fn truth(&mut self, expr: ExprIndex, scope: Scope) {
        let course = self.course(expr);
        if course == Course::Still {
            return;
        }
        if let Course::Rises | Course::Falls = course {
            return self.once(&|search, day| search.on(day).value(expr, scope).truth());
        }
        match self.context.book.exprs.get(expr) {
            Some(Expr::All(parts) | Expr::Any(parts)) => {
                parts.iter().for_each(|part| self.truth(*part, scope));
            }
            Some(Expr::Not(part)) => self.truth(*part, scope),
            Some(Expr::Table(cases)) => {
                for (when, value) in cases {
                    self.truth(*when, scope);
                    self.truth(*value, scope);
                }
            }
            Some(Expr::Reading { reading, choices }) => {
                if let Some(choice) = self.chosen(*reading, choices) {
                    self.truth(choice, scope);
                }
            }
            Some(Expr::AnyMember { list, when } | Expr::EveryMember { list, when }) => {
                self.truth_of_members(*list, *when);
            }
            Some(Expr::Less(a, b) | Expr::AtMost(a, b) | Expr::Equal(a, b))
                if self.goes_in_steps(*a) && self.goes_in_steps(*b) =>
            {
                self.steps(*a, scope);
                self.steps(*b, scope);
            }
            // Two values are equal from the day on which one is no longer less until the day on which it is more.
            Some(Expr::Equal(a, b)) if course == Course::OneRun => {
                for (less, more) in [(*a, *b), (*b, *a)] {
                    self.once(&|search, day| {
                        let context = search.on(day);
                        is_less(context.value(less, scope), context.value(more, scope))
                    });
                }
            }
            _ => self.again_and_again(expr, scope),
        }
    }

    fn course(&self, expr: ExprIndex) -> Course {
        self.context.city.course(self.context.year, expr)
    }

    /// What the condition is computed against on an application date.
    fn on(&self, day: Day) -> Context<'_> {
        self.context.on_days(Days::exactly(day))
    }

    fn chosen(&self, reading: ReadingIndex, choices: &[ExprIndex]) -> Option<ExprIndex> {
        let meaning = self.context.choices.meaning(reading)?;
        choices.get(usize::from(meaning)).copied()
    }

    /// Finds the days on which a condition turns for some member of a list.
    fn truth_of_members(&mut self, list: FactIndex, when: ExprIndex) {
        for scope in self.context.member_scopes(list) {
            self.truth(when, scope);
        }
    }

    /// Whether a value changes only where a condition in it turns, and not from day to day.
    fn goes_in_steps(&self, expr: ExprIndex) -> bool {
        if self.course(expr) == Course::Still {
            return true;
        }
        let Some(found) = self.context.book.exprs.get(expr) else { return true };
        if let Expr::Table(cases) = found {
            return cases.iter().all(|(_, value)| self.goes_in_steps(*value));
        }
        if let Expr::Sum { list: _, value, when: _ } = found {
            return self.goes_in_steps(*value);
        }
        let is_of_conditions = matches!(found, Expr::Count { .. } | Expr::Ordinal { .. });
        let is_of_parts = *found != Expr::On;
        is_of_conditions
            || is_of_parts && found.parts().into_iter().all(|part| self.goes_in_steps(part))
    }

    /// Finds the days on which a value changes that goes in steps.
    fn steps(&mut self, expr: ExprIndex, scope: Scope) {
        if self.course(expr) == Course::Still {
            return;
        }
        let Some(found) = self.context.book.exprs.get(expr) else { return };
        if let Expr::Table(cases) = found {
            for (when, value) in cases {
                self.truth(*when, scope);
                self.steps(*value, scope);
            }
        } else if let Expr::Reading { reading, choices } = found {
            if let Some(choice) = self.chosen(*reading, choices) {
                self.steps(choice, scope);
            }
        } else if let Expr::Count { list, when } | Expr::Ordinal { list, born: _, among: when } =
            found
        {
            self.truth_of_members(*list, *when);
        } else if let Expr::Sum { list, value, when } = found {
            self.truth_of_members(*list, *when);
            for scope in self.context.member_scopes(*list) {
                self.steps(*value, scope);
            }
        } else {
            found.parts().into_iter().for_each(|part| self.steps(part, scope));
        }
    }

    /// Finds the days on which a truth turns that only rises or only falls. If it is the same on two days, it is
    /// the same between them.
    fn once(&mut self, truth_on: &dyn Fn(&Self, Day) -> Truth) {
        let Days { first, last } = self.within;
        let ends = [first, last].map(|day| (day, truth_on(self, day)));
        let mut left = vec![ends];
        while let Some([(first, before), (last, after)]) = left.pop() {
            if before == after {
                continue;
            }
            let middle = Days { first, last }.middle();
            if middle == first {
                self.found.days.insert(last);
            } else {
                let between = (middle, truth_on(self, middle));
                left.push([(first, before), between]);
                left.push([between, (last, after)]);
            }
        }
    }

    /// Finds the days on which any truth turns.
    fn again_and_again(&mut self, expr: ExprIndex, scope: Scope) {
        let Days { first, last } = self.within;
        let near = Days { first: self.near.first.max(first), last: self.near.last.min(last) };
        let before = Days { first, last: near.first.plus_days(-1) };
        let after = Days { first: near.last.plus_days(1), last };
        for (within, max_spans) in
            [(before, MAX_SPANS_BEYOND), (near, MAX_SPANS), (after, MAX_SPANS_BEYOND)]
        {
            if within.first <= within.last {
                self.found.days.insert(within.first);
                self.turns_within((expr, scope), within, max_spans);
            }
        }
    }

    fn turns_within(&mut self, (expr, scope): (ExprIndex, Scope), within: Days, max_spans: u32) {
        let (mut left, mut spans) = (vec![within], 0_u32);
        let mut before = None;
        while let Some(on) = left.pop() {
            spans = spans.saturating_add(1);
            let value = self.context.on_days(on).value(expr, scope);
            if on.first == on.last || !value.open.contains(DATE_SLOT) {
                if before != Some(value.truth()) {
                    self.found.days.insert(on.first);
                }
                before = Some(value.truth());
            } else if spans < max_spans {
                let middle = on.middle();
                left.push(Days { first: middle.plus_days(1), last: on.last });
                left.push(Days { first: on.first, last: middle });
            } else {
                self.found.unknown.push(on);
                self.found.days.insert(on.first);
                before = None;
            }
        }
    }
}

/// Whether a number or a day is less than another.
fn is_less(a: Value, b: Value) -> Truth {
    match (a.set, b.set) {
        (ValueSet::Number(a), ValueSet::Number(b)) => a.less_than(b),
        (ValueSet::Day(a), ValueSet::Day(b)) => a.before(b),
        _ => Truth::Unknown,
    }
}
