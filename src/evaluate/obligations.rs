//! What a household would have to pay back after an award, and until when. Whether anything is
//! awarded is decided elsewhere.

use super::expression::{Context, Scope};
use crate::amount::Exact;
use crate::possible::Range;
use crate::report::{AmountRange, Obligation, OpenDays};
use crate::rulebook::Programme;

/// The obligations of a programme that was granted with an amount.
pub(super) fn obligations(
    context: &Context<'_>,
    programme: &Programme,
    amount: Option<AmountRange>,
) -> Vec<Obligation> {
    // A ceiling is the most that may have been paid; perhaps less was, and then less is owed.
    let paid = amount.map(
        |AmountRange { yen, ceiling }| {
            if ceiling { yen.hull(Range::ZERO) } else { yen }
        },
    );
    let mut found = Vec::new();
    for one in &programme.obligations {
        let share = Exact::new(one.share.numer, one.share.denom).map_or(Range::ANY, Range::exactly);
        let [first, last] = context.value(one.until, Scope::None).days().ends();
        found.push(Obligation {
            until: OpenDays { first, last },
            owed: paid.map(|paid| paid.times(share)),
        });
    }
    found
}
