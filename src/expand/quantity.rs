//! The types of parameters, as far as a value shows its type without the names in it. `check` finds the
//! type of every other value where it is used.

use crate::closed_list::ClosedList;
use crate::diagnostic::Diagnostics;
use crate::source::{
    ArgumentValue, Expr, ExprKind, Function, Operator, ParameterValue, Quantity, ResultType, Word,
};

/// The type of a value. None if it depends on a name.
fn quantity(value: &ParameterValue) -> Option<Quantity> {
    match value {
        ParameterValue::Period(..) => Some(Quantity::Period),
        ParameterValue::Expr(expr) => of_expr(expr),
    }
}

/// Reports a value whose type is not its parameter's.
pub(super) fn check_type(
    parameter: &Word,
    expected: Quantity,
    value: &ParameterValue,
    problems: &mut Diagnostics,
) {
    let Some(found) = quantity(value).filter(|found| *found != expected) else { return };
    let (expected_words, found_words) = (described(expected), described(found));
    let message = format!("`{}` is {expected_words}, found {found_words}", parameter.text);
    let is_bare = expected == Quantity::Yen && found == Quantity::Number;
    let help = is_bare.then(|| "write the unit: `600_000 yen`".to_owned());
    problems.add_with_help(value.place(), "type", message, help);
}

fn of_expr(mut expr: &Expr) -> Option<Quantity> {
    loop {
        expr = match &expr.kind {
            ExprKind::Number(..) => return Some(Quantity::Number),
            ExprKind::Yen(_) => return Some(Quantity::Yen),
            ExprKind::Day(_) => return Some(Quantity::Date),
            ExprKind::Truth(_) | ExprKind::Not(_) | ExprKind::In(..) => {
                return Some(Quantity::YesNo);
            }
            ExprKind::Binary(Operator::Logic(_) | Operator::Compare(_), ..) => {
                return Some(Quantity::YesNo);
            }
            ExprKind::Negate(part) => part,
            ExprKind::Call(name, arguments) => match Function::named(&name.text)?.result() {
                ResultType::Number => return Some(Quantity::Number),
                ResultType::Day => return Some(Quantity::Date),
                ResultType::Truth => return Some(Quantity::YesNo),
                ResultType::LikeArgument => match &arguments.first()?.value {
                    ArgumentValue::Expr(inner) => inner,
                    ArgumentValue::Period(_) | ArgumentValue::FirstDay(_) => return None,
                },
            },
            ExprKind::Cases(cases) => &cases.first()?.value,
            ExprKind::Reading(_, choices) => &choices.first()?.1,
            ExprKind::Name(_)
            | ExprKind::Binary(Operator::Compute(_), ..)
            | ExprKind::Unknown(..) => return None,
        }
    }
}

/// A type in words.
fn described(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Yen => "yen",
        Quantity::Number => "a number",
        Quantity::YesNo => "yes or no",
        Quantity::Period => "a length of time",
        Quantity::Date => "a date",
    }
}
