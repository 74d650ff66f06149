//! What a programme would pay: its parts and their sum as ranges over everything still possible.
//! Whether it would pay at all is not asked here.

use super::assumed::Assumed;
use super::expression::{Choices, Context, Scope};
use super::requirement;
use crate::possible::{Range, Slots};
use crate::report::AmountRange;
use crate::rulebook::{Amount, Programme, ProgrammeFacts, Step};

/// What a programme would pay.
pub(super) struct Paid {
    /// Absent where no case applies.
    pub(super) total: Option<AmountRange>,
    pub(super) parts: Vec<Range>,
    /// The answers that could change it.
    pub(super) open: Slots,
}

/// The amount under every reading that is not chosen yet, but those under which nothing is granted.
pub(super) fn paid(
    context: Context<'_>,
    programme: &Programme,
    amount: &Amount,
    facts: &ProgrammeFacts,
) -> Paid {
    let mut whole = Paid { total: None, parts: Vec::new(), open: Slots::NONE };
    let tried = facts.repeated_in_amount | facts.in_both;
    context.choices.each(context.book, tried, &mut |choices| {
        let plain = Context { choices, assumed: Assumed::NOTHING, ..context };
        if facts.in_both != 0 && requirement::excludes(plain, facts) {
            return;
        }
        let Some(one) = paid_once(Context { choices, ..context }, programme, amount) else {
            return;
        };
        whole.open = whole.open.union(one.open);
        if let (Some(total), Some(more)) = (&mut whole.total, one.total) {
            total.yen = total.yen.hull(more.yen);
            for (part, more) in whole.parts.iter_mut().zip(one.parts) {
                *part = part.hull(more);
            }
        } else {
            (whole.total, whole.parts) = (one.total, one.parts);
        }
    });
    whole
}

fn paid_once(context: Context<'_>, programme: &Programme, amount: &Amount) -> Option<Paid> {
    let (mut total, mut open) = (Range::ZERO, Slots::NONE);
    let mut ceiling = false;
    let mut parts = Vec::with_capacity(amount.parts.len());
    for part in &amount.parts {
        let found = context.value(part.value, Scope::None);
        if found.is_nothing() {
            return None;
        }
        parts.push(found.number());
        open = open.union(found.open);
        if part.payee.is_none_or(|payee| payee == programme.payee) {
            total = total.plus(found.number());
            ceiling |= part.ceiling;
        }
    }
    for step in &amount.then {
        total = match step {
            Step::Cap(cap) => {
                let cap = context.value(*cap, Scope::None);
                if cap.is_nothing() {
                    return None;
                }
                open = open.union(cap.open);
                total.min(cap.number())
            }
            Step::Round { way, unit } => total.rounded(*way, *unit),
        };
    }
    if let Some(schedule) = amount.schedule {
        total =
            total.times(Range::whole(i64::from(schedule.times), Some(i64::from(schedule.times))));
    }
    let open = if total.is_single() && parts.iter().all(|part| part.is_single()) {
        Slots::NONE
    } else {
        open
    };
    Some(Paid { total: Some(AmountRange { yen: total, ceiling }), parts, open })
}

/// The amount under each meaning of one reading.
pub(super) fn under_each_choice(
    context: Context<'_>,
    programme: &Programme,
    facts: &ProgrammeFacts,
    reading: u8,
) -> Vec<Option<AmountRange>> {
    let mut found = Vec::new();
    Choices::OPEN.each(context.book, 1 << reading, &mut |choices| {
        let context = Context { choices, ..context };
        let amount = programme.amount.as_ref();
        found.push(amount.and_then(|amount| paid(context, programme, amount, facts).total));
    });
    found
}
