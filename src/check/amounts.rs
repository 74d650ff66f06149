//! Lowers the amount of a programme: parts, steps and instalments. Whether a table covers every
//! household is checked in `coverage`.

use super::lower::{Lowering, Type};
use crate::index::SourceIndex;
use crate::rulebook::{Amount, Expr, Part, Schedule, Step};
use crate::source::{self, Evidence};

/// The amount, if it has no problem.
pub(super) fn lower(
    lowering: &mut Lowering<'_>,
    amount: &source::Amount,
    cited: &mut Vec<SourceIndex>,
) -> Option<Amount> {
    let mut parts = Vec::new();
    for (at, one) in amount.parts.iter().enumerate() {
        let earlier = amount.parts.get(..at).unwrap_or_default();
        if earlier.iter().any(|known| known.id.text == one.id.text) {
            let message = format!("a second part is called `{}`", one.id.text);
            lowering.problems.add(one.id.place, "duplicate-id", message);
        }
        parts.push(part(lowering, one, cited));
    }
    let mut then = Vec::new();
    for step in &amount.then {
        then.push(match step {
            source::Step::Cap(cap) => lowering.typed(cap, None, &Type::Yen).map(Step::Cap),
            source::Step::Round(way, unit) => Some(Step::Round { way: *way, unit: *unit }),
        });
    }
    Some(Amount {
        parts: parts.into_iter().collect::<Option<_>>()?,
        then: then.into_iter().collect::<Option<_>>()?,
        schedule: amount.schedule.map(|(every, times)| Schedule { every, times }),
    })
}

fn part(
    lowering: &mut Lowering<'_>,
    part: &source::Part,
    cited: &mut Vec<SourceIndex>,
) -> Option<Part> {
    let evidence = lowering.cite(&part.cites, cited);
    let is_unstated = matches!(part.value.kind, source::ExprKind::Unknown(None, None));
    if evidence == Some(Evidence::Reported) && !is_unstated {
        let message = "a figure that is only reported is never computed with";
        let help = Some("write `yen: unknown`, and the figure under `reported`".to_owned());
        lowering.problems.add_with_help(part.id.place, "reported-figure", message, help);
    }
    lowering.unknown_allowed = true;
    let value = lowering.typed(&part.value, None, &Type::Yen);
    lowering.unknown_allowed = false;
    let mut value = value?;
    for step in &part.then {
        let step = match step {
            source::Step::Cap(cap) => {
                let cap = lowering.typed(cap, None, &Type::Yen)?;
                Expr::Min(vec![value, cap])
            }
            source::Step::Round(way, unit) => Expr::Round { value, way: *way, unit: *unit },
        };
        value = lowering.push(step);
    }
    let source::Part { id, is_ceiling, payer, payee, .. } = part;
    Some(Part { id: id.text.clone(), value, ceiling: *is_ceiling, payer: *payer, payee: *payee })
}
