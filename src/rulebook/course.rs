//! How the value of an expression changes while the application date moves on, if every answer and the meaning
//! of every reading stay. It computes no value.

use super::expr::Expr;
use super::rules::{Grouping, Requirement, Rule};
use crate::index::ExprIndex;

/// How a value changes while the application date moves on. A truth rises when it becomes true, and falls when
/// it becomes false.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// It stays the same.
    Still,
    /// It stays the same or becomes greater, never less.
    Rises,
    /// It stays the same or becomes less, never greater.
    Falls,
    /// A truth that holds on one run of days, or on none. It may rise first and fall afterwards.
    OneRun,
    /// Nothing of this is sure.
    Varies,
}

impl Course {
    /// The course of the opposite truth, or of the number with its sign changed.
    fn opposite(self) -> Course {
        match self {
            Course::Still => Course::Still,
            Course::Rises => Course::Falls,
            Course::Falls => Course::Rises,
            Course::OneRun | Course::Varies => Course::Varies,
        }
    }

    /// The course of a sum, a minimum or a maximum of two values.
    fn with(self, other: Course) -> Course {
        match (self, other) {
            (Course::Still, one) | (one, Course::Still) => one,
            (Course::Rises, Course::Rises) => Course::Rises,
            (Course::Falls, Course::Falls) => Course::Falls,
            (Course::Rises | Course::Falls | Course::OneRun | Course::Varies, _) => Course::Varies,
        }
    }

    /// The course of a truth that holds where both hold.
    fn and(self, other: Course) -> Course {
        let both = self.with(other);
        let are_runs = self != Course::Varies && other != Course::Varies;
        if both == Course::Varies && are_runs { Course::OneRun } else { both }
    }

    /// The course of a truth that holds where one of both holds.
    fn or(self, other: Course) -> Course {
        self.with(other)
    }

    /// The course of a value that is one of both, the same one on every day.
    fn either(self, other: Course, is_truth: bool) -> Course {
        if is_truth { self.and(other) } else { self.with(other) }
    }
}

fn all(parts: impl Iterator<Item = Course>, combine: fn(Course, Course) -> Course) -> Course {
    parts.fold(Course::Still, combine)
}

/// The course of an expression. `of` gives those of its parts, and `is_truth` says whether its value is a truth.
pub(super) fn course(expr: &Expr, is_truth: bool, of: &dyn Fn(ExprIndex) -> Course) -> Course {
    let each = |parts: &[ExprIndex], combine| all(parts.iter().map(|part| of(*part)), combine);
    match expr {
        Expr::Truth(_)
        | Expr::Number(_)
        | Expr::Day { .. }
        | Expr::Fact(_)
        | Expr::Field { .. }
        | Expr::Unstated { .. } => Course::Still,
        Expr::On => Course::Rises,
        Expr::All(parts) => each(parts, Course::and),
        Expr::Any(parts) => each(parts, Course::or),
        Expr::Min(parts) | Expr::Max(parts) => each(parts, Course::with),
        Expr::Not(part) | Expr::Negate(part) => of(*part).opposite(),
        Expr::Less(a, b) | Expr::AtMost(a, b) => of(*b).with(of(*a).opposite()),
        Expr::TimeBetween { from, to, unit: _ } => of(*to).with(of(*from).opposite()),
        Expr::Equal(a, b) => match of(*b).with(of(*a).opposite()) {
            Course::Still => Course::Still,
            // The difference is zero on one run of days.
            Course::Rises | Course::Falls => Course::OneRun,
            Course::OneRun | Course::Varies => Course::Varies,
        },
        Expr::Add(a, b) => of(*a).with(of(*b)),
        Expr::Round { value: part, way: _, unit: _ }
        | Expr::DayFrom { day: part, operation: _ }
        | Expr::FiscalYear(part) => of(*part),
        Expr::Count { list: _, when } | Expr::AnyMember { list: _, when } => {
            of(*when).with(of(*when))
        }
        Expr::EveryMember { list: _, when } => of(*when).and(of(*when)),
        Expr::Ordinal { list: _, born: _, among } => of(*among).with(of(*among)),
        Expr::Among(part, _) => only_still([of(*part)].into_iter()),
        Expr::Multiply(a, b) | Expr::Sum { list: _, value: a, when: b } => {
            only_still([of(*a), of(*b)].into_iter())
        }
        Expr::Table(cases) => {
            let which = only_still(cases.iter().map(|(when, _)| of(*when)));
            let values = cases.iter().map(|(_, value)| of(*value));
            let value = values.fold(Course::Still, |one, other| one.either(other, is_truth));
            if which == Course::Still { value } else { Course::Varies }
        }
        Expr::Reading { reading: _, choices } => {
            let values = choices.iter().map(|choice| of(*choice));
            values.fold(Course::Still, |one, other| one.either(other, is_truth))
        }
    }
}

/// Still, if all parts are.
fn only_still(mut parts: impl Iterator<Item = Course>) -> Course {
    if parts.all(|part| part == Course::Still) { Course::Still } else { Course::Varies }
}

/// The course of a requirement. `of` gives the courses of its conditions, and `members` those of its members.
pub(super) fn of_requirement(
    requirement: &Requirement,
    of: &dyn Fn(ExprIndex) -> Course,
    members: &[Course],
) -> Course {
    let of_members = |combine| all(members.iter().copied(), combine);
    // What nobody published and what the desk decides is the same on every day.
    let rule = match &requirement.rule {
        Rule::When(expr) => of(*expr),
        Rule::Desk => Course::Still,
        Rule::Group { how: Grouping::All, .. } => of_members(Course::and),
        Rule::Group { how: Grouping::Any, .. } => of_members(Course::or),
        Rule::Group { how: Grouping::None, .. } => of_members(Course::or).opposite(),
    };
    requirement.applies_if.map_or(rule, |applies| rule.or(of(applies).opposite()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Course; 5] =
        [Course::Still, Course::Rises, Course::Falls, Course::OneRun, Course::Varies];

    /// Every truth of that course over six days.
    fn truths(course: Course) -> Vec<[bool; 6]> {
        let all = (0..64_u8).map(|bits| core::array::from_fn(|day| bits & (1 << day) != 0));
        all.filter(|days| fits(course, days)).collect()
    }

    fn fits(course: Course, days: &[bool; 6]) -> bool {
        let changes: Vec<bool> =
            days.windows(2).filter(|pair| pair[0] != pair[1]).map(|pair| pair[1]).collect();
        match course {
            Course::Still => changes.is_empty(),
            Course::Rises => matches!(changes[..], [] | [true]),
            Course::Falls => matches!(changes[..], [] | [false]),
            Course::OneRun => {
                matches!(changes[..], [] | [true] | [false] | [true, false])
            }
            Course::Varies => true,
        }
    }

    #[test]
    fn courses_combine_like_every_pair_of_truths() {
        for a in ALL {
            for x in truths(a) {
                assert!(fits(a.opposite(), &x.map(|holds| !holds)), "{a:?}");
            }
            for b in ALL {
                for x in truths(a) {
                    for y in truths(b) {
                        let both = core::array::from_fn(|day| x[day] && y[day]);
                        let one = core::array::from_fn(|day| x[day] || y[day]);
                        assert!(fits(a.and(b), &both), "{a:?} and {b:?}");
                        assert!(fits(a.or(b), &one), "{a:?} or {b:?}");
                        assert!(fits(a.either(b, true), &x) && fits(a.either(b, true), &y));
                    }
                }
            }
        }
    }
}
