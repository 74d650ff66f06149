//! Values that were found before, for evaluations that differ only in the meanings of readings. This file evaluates
//! nothing.

use super::reading_choices::ReadingChoices;
use super::value::Value;
use crate::index::ExprIndex;
use core::cell::Cell;

/// The values of some expressions for one situation, by the meanings of the readings that occur in them.
#[derive(Default)]
pub(super) struct Memo {
    found: Cell<Vec<(ExprIndex, ReadingChoices, Value)>>,
}

impl Memo {
    /// The value of an expression under chosen meanings: the known one, or what `evaluate` finds. `choices` are only
    /// those of readings that occur in the expression.
    pub(super) fn value(
        &self,
        expr: ExprIndex,
        choices: ReadingChoices,
        evaluate: impl FnOnce() -> Value,
    ) -> Value {
        let found = self.found.take();
        let known = found.iter().find(|(one, under, _)| *one == expr && *under == choices);
        let known = known.map(|(_, _, value)| *value);
        self.found.set(found);
        known.unwrap_or_else(|| {
            let value = evaluate();
            let mut found = self.found.take();
            found.push((expr, choices, value));
            self.found.set(found);
            value
        })
    }
}
