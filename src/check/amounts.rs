//! Lowers the amount of a programme: parts, steps and instalments. A step that undoes or repeats
//! another is refused. Whether a table covers every household is checked in `coverage`.

use super::lower::{Lowering, Type};
use crate::amount::{Exact, Rounding};
use crate::closed_list::ClosedList;
use crate::diagnostic::Place;
use crate::index::{ExprIndex, ReadingIndex, SourceIndex};
use crate::rulebook::{Amount, Constant, Expr, Instalments, Part, Party, Schedule, Step};
use crate::source::{self, Evidence};
use strum::VariantArray;

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
    check_instalments(lowering, amount);
    let parts: Vec<Part> = parts.into_iter().collect::<Option<_>>()?;
    let then: Vec<LoweredStep> = then.into_iter().collect::<Option<_>>()?;
    Some(Amount {
        then: steps_of_sum(lowering, &parts, then, payee),
        parts,
        schedule: amount.schedule.map(|(every, times)| Schedule { every, times }),
    })
}

/// Reports parts that are paid in instalments that the schedule does not have, instalments in which nothing is
/// paid, and a rounding of a sum that differs between them and that no source states.
fn check_instalments(lowering: &mut Lowering<'_>, amount: &source::Amount) {
    let times = amount.schedule.map_or(0, |(_, times)| times);
    let mut limited: Vec<(Instalments, Place)> = Vec::new();
    for part in &amount.parts {
        let Some((Instalments { first, last }, place)) = part.instalments else { continue };
        if first < 1 || first > last || last > times {
            let message =
                format!("`{}` is paid in instalments {first} to {last} of {times}", part.id.text);
            let help = "write them as `instalments: { first: 1, last: 3 }`, within the `times` of the \
                        amount's `schedule`";
            lowering.problems.add_with_help(place, "instalments", message, Some(help.to_owned()));
            return;
        }
        limited.push((Instalments { first, last }, place));
    }
    let Some((_, place)) = limited.first().copied() else { return };
    let is_paid = |at: u16| limited.iter().any(|(one, _)| (one.first..=one.last).contains(&at));
    let has_whole = amount.parts.iter().any(|part| part.instalments.is_none());
    if let Some(at) = (1..=times).find(|at| !has_whole && !is_paid(*at)) {
        let message = format!("nothing is paid in instalment {at} of {times}");
        lowering.problems.add(place, "instalments", message);
    }
    if amount.then.iter().any(|step| matches!(step, source::Step::RoundUnknown { .. })) {
        let message =
            "the sum differs between instalments, so how it is rounded cannot be left open";
        let help = Some("round the parts instead".to_owned());
        lowering.problems.add_with_help(place, "instalments", message, help);
    }
}

/// The steps from the sum of the parts to the amount. A rounding that no source states is no step but an
/// expression, so the sum and the steps before it become one.
fn steps_of_sum(
    lowering: &mut Lowering<'_>,
    parts: &[Part],
    then: Vec<LoweredStep>,
    payee: Party,
) -> Vec<Step> {
    let mut steps = Vec::new();
    for step in then {
        let step = match step {
            LoweredStep::Cap(cap) => Step::Cap(cap),
            LoweredStep::Round(way, unit) => Step::Round { way, unit },
            LoweredStep::RoundBy(..) => {
                let zero = Expr::Number(Constant { numer: 0, denom: 1 });
                let is_paid = |part: &&Part| part.payee.is_none_or(|own| own == payee);
                let values: Vec<ExprIndex> =
                    parts.iter().filter(is_paid).map(|part| part.value).collect();
                let sum =
                    values.into_iter().reduce(|sum, value| lowering.push(Expr::Add(sum, value)));
                let sum = sum.unwrap_or_else(|| lowering.push(zero));
                let before = steps.drain(..);
                let sum = before.fold(sum, |sum, step| match step {
                    Step::Cap(cap) => lowering.push(Expr::Min(vec![sum, cap])),
                    Step::Round { way, unit } => {
                        lowering.push(Expr::Round { value: sum, way, unit })
                    }
                    Step::Total(total) => total,
                });
                Step::Total(step.applied(lowering, sum))
            }
        };
        steps.push(step);
    }
    steps
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
        value = order.lowered(lowering, step)?.applied(lowering, value);
    }
    let source::Part { id, is_ceiling, instalments, payer, payee, .. } = part;
    Some(Part {
        id: id.text.clone(),
        value,
        ceiling: *is_ceiling,
        instalments: instalments.map(|(found, _)| found),
        payer: *payer,
        payee: *payee,
    })
}

/// A step with its expressions lowered.
#[derive(Clone, Copy)]
enum LoweredStep {
    Cap(ExprIndex),
    Round(Rounding, u32),
    /// Rounded in the way that a reading says, whose choices are those of [`Rounding`].
    RoundBy(ReadingIndex, u32),
}

impl LoweredStep {
    /// The value after the step.
    fn applied(self, lowering: &mut Lowering<'_>, value: ExprIndex) -> ExprIndex {
        let rounded = |way: Rounding, unit: u32| Expr::Round { value, way, unit };
        let expr = match self {
            LoweredStep::Cap(cap) => Expr::Min(vec![value, cap]),
            LoweredStep::Round(way, unit) => rounded(way, unit),
            LoweredStep::RoundBy(reading, unit) => {
                let choices = Rounding::VARIANTS.iter();
                let choices = choices.map(|way| lowering.push(rounded(*way, unit))).collect();
                Expr::Reading { reading, choices }
            }
        };
        lowering.push(expr)
    }
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
    fn lowered(&mut self, lowering: &mut Lowering<'_>, step: &source::Step) -> Option<LoweredStep> {
        match step {
            source::Step::Cap(cap) => {
                let cap = lowering.typed(cap, None, &Type::Yen)?;
                self.unit = self.unit.filter(|unit| is_multiple(lowering, cap, *unit));
                self.cap = Some(cap);
                Some(LoweredStep::Cap(cap))
            }
            source::Step::Round(way, unit, place) => {
                self.rounded(lowering, *way, *unit, *place);
                Some(LoweredStep::Round(*way, *unit))
            }
            source::Step::RoundUnknown { ask, unit, place } => {
                let reading = lowering.reading_named(&ask.text, ask.place)?;
                // One of the ways goes up.
                self.rounded(lowering, Rounding::HalfUp, *unit, *place);
                Some(LoweredStep::RoundBy(reading, *unit))
            }
        }
    }

    /// Reports a rounding that repeats an earlier step, or that can bring a sum above its cap.
    fn rounded(&mut self, lowering: &mut Lowering<'_>, way: Rounding, unit: u32, place: Place) {
        let (name, shown) = (way.name(), Exact::whole(i64::from(unit)));
        if let Some(before) = self.unit
            && before.is_multiple_of(unit)
        {
            let message = format!(
                "`{name}` to {shown} yen does nothing: the steps before it give multiples \
                         of {} yen",
                Exact::whole(i64::from(before))
            );
            let help = Some("keep one of the roundings".to_owned());
            lowering.problems.add_with_help(place, "steps", message, help);
        }
        let goes_up = matches!(way, Rounding::Ceil | Rounding::HalfUp);
        if let Some(cap) = self.cap
            && goes_up
            && !self.is_listed
            && !is_multiple(lowering, cap, unit)
        {
            let message = format!(
                "`{name}` after `cap` can give more than the cap, which is not always a \
                         multiple of {shown} yen"
            );
            let help = "write `cap` after the rounding; if the source rounds the capped \
                                sum up, write the steps as a list under `then`";
            let help = Some(help.to_owned());
            lowering.problems.add_with_help(place, "steps", message, help);
        }
        self.unit = Some(unit);
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
