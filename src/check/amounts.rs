//! Lowers the amount of a programme: parts, steps and instalments. A step that undoes or repeats
//! another is refused. Whether a table covers every household is checked in `coverage`.

use super::lower::{Lowering, Type};
use crate::amount::{Exact, Rounding};
use crate::closed_list::ClosedList;
use crate::index::{ExprIndex, SourceIndex};
use crate::rulebook::{Amount, Constant, Expr, Part, Party, Schedule, Step};
use crate::source::{self, Evidence};

/// The amount of a programme that pays `payee`, if it has no problem.
pub(super) fn lower(
    lowering: &mut Lowering<'_>,
    amount: &source::Amount,
    payee: Party,
    cited: &mut Vec<SourceIndex>,
) -> Option<Amount> {
    let mut parts = Vec::new();
    for (at, one) in amount.parts.iter().enumerate() {
        let earlier = amount.parts.get(..at).unwrap_or_default();
        if earlier.iter().any(|known| known.id.text == one.id.text) {
            let message = format!("a second part is called `{}`", one.id.text);
            lowering.problems.add(one.id.place, "duplicate-id", message);
        }
        if let Some(own @ (Party::Household | Party::Worker)) = one.payee
            && own != payee
        {
            let (own, whole) = (own.name(), payee.name());
            let message = format!(
                "`{}` is paid to the {own} and the programme to the {whole}: no sum would count the part",
                one.id.text
            );
            let help = "make the part a programme of its own".to_owned();
            lowering.problems.add_with_help(one.id.place, "payee", message, Some(help));
        }
        parts.push(part(lowering, one, cited));
    }
    let mut then = Vec::new();
    let mut order = Order { is_listed: true, ..Order::default() };
    for step in &amount.then {
        then.push(order.lowered(lowering, step));
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
    let mut order = Order { is_listed: part.is_then_listed, ..Order::default() };
    for step in &part.then {
        let step = order.lowered(lowering, step)?;
        value = lowering.push(match step {
            Step::Cap(cap) => Expr::Min(vec![value, cap]),
            Step::Round { way, unit } => Expr::Round { value, way, unit },
        });
    }
    let source::Part { id, is_ceiling, payer, payee, .. } = part;
    Some(Part { id: id.text.clone(), value, ceiling: *is_ceiling, payer: *payer, payee: *payee })
}

/// What the steps so far say of a sum.
#[derive(Default)]
struct Order {
    /// Whether the author wrote the steps as a list, which shows their order.
    is_listed: bool,
    /// The cap that holds.
    cap: Option<ExprIndex>,
    /// The sum is a multiple of this unit.
    unit: Option<u32>,
}

impl Order {
    /// Lowers the next step, and reports it if it repeats or undoes an earlier one.
    fn lowered(&mut self, lowering: &mut Lowering<'_>, step: &source::Step) -> Option<Step> {
        match step {
            source::Step::Cap(cap) => {
                let cap = lowering.typed(cap, None, &Type::Yen)?;
                self.unit = self.unit.filter(|unit| is_multiple(lowering, cap, *unit));
                self.cap = Some(cap);
                Some(Step::Cap(cap))
            }
            source::Step::Round(way, unit, place) => {
                let (name, shown) = (way.name(), Exact::whole(i64::from(*unit)));
                if let Some(before) = self.unit
                    && before.is_multiple_of(*unit)
                {
                    let message = format!(
                        "`{name}` to {shown} yen does nothing: the steps before it give multiples \
                         of {} yen",
                        Exact::whole(i64::from(before))
                    );
                    let help = Some("keep one of the roundings".to_owned());
                    lowering.problems.add_with_help(*place, "steps", message, help);
                }
                let goes_up = matches!(way, Rounding::Ceil | Rounding::HalfUp);
                if let Some(cap) = self.cap
                    && goes_up
                    && !self.is_listed
                    && !is_multiple(lowering, cap, *unit)
                {
                    let message = format!(
                        "`{name}` after `cap` can give more than the cap, which is not always a \
                         multiple of {shown} yen"
                    );
                    let help = "write `cap` after the rounding; if the source rounds the capped \
                                sum up, write the steps as a list under `then`";
                    let help = Some(help.to_owned());
                    lowering.problems.add_with_help(*place, "steps", message, help);
                }
                self.unit = Some(*unit);
                Some(Step::Round { way: *way, unit: *unit })
            }
        }
    }
}

/// Whether an expression is known to give a multiple of a unit for every household.
fn is_multiple(lowering: &Lowering<'_>, expr: ExprIndex, unit: u32) -> bool {
    let part = |part: &ExprIndex| is_multiple(lowering, *part, unit);
    match lowering.node(expr) {
        Some(Expr::Number(Constant { numer, denom: 1 })) => {
            numer.checked_rem(i64::from(unit)) == Some(0)
        }
        Some(Expr::Round { unit: to, .. }) => to.is_multiple_of(unit),
        Some(Expr::Add(a, b)) => part(a) && part(b),
        Some(Expr::Negate(inner)) => part(inner),
        Some(Expr::Min(parts) | Expr::Max(parts) | Expr::Reading { choices: parts, .. }) => {
            parts.iter().all(part)
        }
        Some(Expr::Table(cases)) => cases.iter().all(|(_, value)| part(value)),
        // Anything else is taken as no multiple; the author can then write the steps as a list.
        _ => false,
    }
}
