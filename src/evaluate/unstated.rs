//! Whether an amount is made of a number that no source states. `amounts` computes the amount.

use super::expression::{Context, Scope};
use crate::index::ExprIndex;
use crate::rulebook::{Amount, Expr};
use crate::truth::Truth;

/// Whether an amount is made of a number that no source states, under some meaning of the readings. Unknown if it
/// depends on answers.
pub(super) fn is_unstated(context: &Context<'_>, amount: &Amount) -> Truth {
    any_unstated(context, &amount.exprs())
}

fn any_unstated(context: &Context<'_>, exprs: &[ExprIndex]) -> Truth {
    exprs.iter().fold(Truth::False, |found, expr| found.or(unstated(context, *expr)))
}

fn unstated(context: &Context<'_>, expr: ExprIndex) -> Truth {
    match context.book.exprs.get(expr) {
        Some(Expr::Unstated { .. }) => Truth::True,
        Some(Expr::Table(cases)) => {
            let mut found = Truth::False;
            for (when, value) in cases {
                let when = context.value(*when, Scope::None).truth();
                found = found.or(when.and(unstated(context, *value)));
            }
            found
        }
        Some(expr) => any_unstated(context, &expr.parts()),
        None => Truth::False,
    }
}
