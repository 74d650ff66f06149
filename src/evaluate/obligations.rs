//! What a household would have to pay back after an award, until when, and the days that it has to know. Whether
//! anything is awarded is decided elsewhere.

use super::constraints::Constraints;
use super::expression::{Context, Scope};
use super::value::ValueSet;
use crate::index::ReadingSet;
use crate::possible::{Days, Range, Slots};
use crate::report::{AmountRange, Later, OpenDays};
use crate::rulebook::Programme;

/// What is told of the time after a programme was granted with an amount, and the readings that matter for it.
pub(super) fn later(
    context: &Context<'_>,
    programme: &Programme,
    amount: Option<AmountRange>,
) -> (Vec<Later>, ReadingSet) {
    // A ceiling is the most that may have been paid; perhaps less was, and then less is owed.
    let paid = amount.map(
        |AmountRange { yen, ceiling }| {
            if ceiling { yen.hull(Range::ZERO) } else { yen }
        },
    );
    let mut constraints = Constraints::default();
    if let (Some(award), Some(paid)) = (programme.award, paid) {
        constraints.limit(award, ValueSet::Number(paid));
    }
    let context = context.under(&constraints, None);
    let mut readings = ReadingSet::EMPTY;
    let mut found = Vec::new();
    for one in &programme.later {
        let (mut days, mut owed) = (Days::ANY, None);
        for expr in [one.day, one.owed] {
            let Some(expr) = expr else { continue };
            let value = context.value(expr, Scope::None);
            // If no answer can narrow it any more, the readings do.
            if value.open == Slots::NONE && !value.set.is_single() {
                readings = readings.union(context.city.readings_in(context.year, expr));
            }
            match value.set {
                ValueSet::Day(found) => days = found,
                // A debt below nothing is none.
                ValueSet::Number(sum) if paid.is_some() || sum.high.is_some() => {
                    owed = Some(sum.max(Range::ZERO));
                }
                ValueSet::Truth(_)
                | ValueSet::Number(_)
                | ValueSet::Options(_)
                | ValueSet::Nothing => {}
            }
        }
        let [first, last] = days.ends();
        found.push(Later { day: OpenDays { first, last }, owed });
    }
    (found, readings)
}
