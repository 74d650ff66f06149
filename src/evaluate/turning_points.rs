//! The application dates on which something that a programme's requirements say of the date turns. Between two
//! of them every requirement has the same outcomes, so one day stands for all. This file judges no requirement.

use super::expression::{Context, Scope};
use crate::calendar::Day;
use crate::index::ExprIndex;
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
                Search { context, within, near, found: &mut found }.truth(expr);
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
    /// Finds the days on which a condition that is about no member turns. A condition that is made of others may
    /// turn where they do.
    fn truth(&mut self, expr: ExprIndex) {
        match self.context.city.course(self.context.year, expr) {
            Course::Still => return,
            Course::Rises | Course::Falls => return self.once(expr),
            Course::OneRun | Course::Varies => {}
        }
        match self.context.book.exprs.get(expr) {
            Some(Expr::All(parts) | Expr::Any(parts)) => {
                for part in parts {
                    self.truth(*part);
                }
            }
            Some(Expr::Not(part)) => self.truth(*part),
            Some(Expr::Table(cases)) => {
                for (when, value) in cases {
                    self.truth(*when);
                    self.truth(*value);
                }
            }
            Some(Expr::Reading { reading, choices }) => {
                let meaning = self.context.choices.meaning(*reading).map(usize::from);
                if let Some(choice) = meaning.and_then(|meaning| choices.get(meaning)) {
                    self.truth(*choice);
                }
            }
            _ => self.again_and_again(expr),
        }
    }

    fn truth_on(&self, expr: ExprIndex, day: Day) -> Truth {
        let context = Context { on: Days::exactly(day), ..self.context };
        context.value(expr, Scope::None).truth()
    }

    /// Finds the days on which a truth turns that only rises or only falls. If it is the same on two days, it is
    /// the same between them.
    fn once(&mut self, expr: ExprIndex) {
        let Days { first, last } = self.within;
        let ends = [first, last].map(|day| (day, self.truth_on(expr, day)));
        let mut left = vec![ends];
        while let Some([(first, before), (last, after)]) = left.pop() {
            if before == after {
                continue;
            }
            let middle = Days { first, last }.middle();
            if middle == first {
                self.found.days.insert(last);
            } else {
                let between = (middle, self.truth_on(expr, middle));
                left.push([(first, before), between]);
                left.push([between, (last, after)]);
            }
        }
    }

    /// Finds the days on which any truth turns.
    fn again_and_again(&mut self, expr: ExprIndex) {
        let Days { first, last } = self.within;
        let near = Days { first: self.near.first.max(first), last: self.near.last.min(last) };
        let before = Days { first, last: near.first.plus_days(-1) };
        let after = Days { first: near.last.plus_days(1), last };
        for (within, max_spans) in
            [(before, MAX_SPANS_BEYOND), (near, MAX_SPANS), (after, MAX_SPANS_BEYOND)]
        {
            if within.first <= within.last {
                self.found.days.insert(within.first);
                self.turns_within(expr, within, max_spans);
            }
        }
    }

    fn turns_within(&mut self, expr: ExprIndex, within: Days, max_spans: u32) {
        let (mut left, mut spans) = (vec![within], 0_u32);
        let mut before = None;
        while let Some(on) = left.pop() {
            spans = spans.saturating_add(1);
            let value = Context { on, ..self.context }.value(expr, Scope::None);
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
