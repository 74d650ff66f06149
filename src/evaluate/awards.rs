//! What stands around the amounts: obligations after an award, and what the programmes are to the best
//! combination: candidates with exclusions, and caps that several share. Nothing is combined here.

use super::Run;
use super::expression::{Context, Scope};
use crate::amount::Exact;
use crate::combine::{self, Candidate, Cap};
use crate::index::{CapOfYear, ProgrammeIndex, Version, YearIndex};
use crate::possible::{Days, Range};
use crate::report::{AmountRange, Obligation, OpenDays, ProgrammeReport, Verdict};
use crate::rulebook::{City, Programme, SharedCap};
use typed_index_collections::TiSlice;

/// Until when what would be owed, if the programme were granted with this amount.
pub(super) fn obligations(
    context: &Context<'_>,
    programme: &Programme,
    amount: Option<AmountRange>,
) -> Vec<Obligation> {
    let mut found = Vec::new();
    for one in &programme.obligations {
        let share = Exact::new(one.share.numer, one.share.denom).map_or(Range::ANY, Range::exactly);
        // Less than a ceiling may have been paid, and less is owed then.
        let paid = amount.map(
            |AmountRange { yen, ceiling }| {
                if ceiling { yen.hull(Range::ZERO) } else { yen }
            },
        );
        let [first, last] = context.value(one.until, Scope::None).days().ends();
        found.push(Obligation {
            until: OpenDays { first, last },
            owed: paid.map(|paid| paid.times(share)),
        });
    }
    found
}

/// The year's caps under which candidates stand.
pub(super) fn caps(run: Run<'_>, candidates: &[Candidate]) -> Vec<Cap> {
    let Run { city, situation, on, .. } = run;
    let mut found: Vec<Cap> = Vec::new();
    for candidate in candidates {
        let Some(id) = candidate.cap.filter(|id| found.iter().all(|cap| cap.id != *id)) else {
            continue;
        };
        let Some(context) = Context::plain(city, id.year, situation, Days::exactly(on)) else {
            continue;
        };
        let Some(cap) = context.book.caps.get(id.cap) else { continue };
        // A cap below nothing makes nobody pay.
        let yen = context.value(cap.yen, Scope::None).number().max(Range::ZERO);
        found.push(Cap { id, yen });
    }
    found
}

/// The cap that a programme stands under by the rules that hold for it; where that is not known it
/// stands under none, which only widens the sum.
fn cap_of(city: &City, rules: Option<Version>) -> Option<CapOfYear> {
    let Version { year, programme } = rules?;
    let caps = &city.rules().years.get(year)?.caps;
    let cap = caps.position(|cap: &SharedCap| cap.programmes.contains(&programme))?;
    Some(CapOfYear { year, cap })
}

/// The programmes whose money counts for the best combination.
pub(super) fn candidates(
    city: &City,
    reports: &TiSlice<ProgrammeIndex, ProgrammeReport>,
) -> Vec<Candidate> {
    let mut found = Vec::new();
    for report in reports {
        let Some(amount) = report.amount else { continue };
        let mut counts = false;
        let mut exclusive: Option<Vec<(ProgrammeIndex, bool)>> = None;
        for at in city.versions(report.programme) {
            let Some(programme) = city.programme(*at) else { continue };
            if report.rules.is_some_and(|rules| rules != *at) {
                continue;
            }
            counts |= combine::counts(programme, report);
            let also = exclusions(city, at.year, programme);
            // Where it is not known which year's rules hold, only what all of them exclude is excluded.
            match &mut exclusive {
                Some(exclusive) => exclusive.retain(|one| also.contains(one)),
                None => exclusive = Some(also),
            }
        }
        if !counts {
            continue;
        }
        let is_sure = report.verdict != Verdict::Undetermined && !amount.ceiling;
        let guaranteed = amount.yen.low.filter(|_| is_sure).unwrap_or(Exact::ZERO);
        found.push(Candidate {
            programme: report.programme,
            pays: Range { low: Some(guaranteed), high: amount.yen.high },
            exclusive: exclusive.unwrap_or_default(),
            cap: cap_of(city, report.rules),
        });
    }
    found
}

/// Programmes that one excludes, each with whether that is only inferred.
fn exclusions(city: &City, year: YearIndex, programme: &Programme) -> Vec<(ProgrammeIndex, bool)> {
    let mut found = Vec::new();
    for other in &programme.exclusive {
        let named = Version { year, programme: other.programme };
        if let Some(named) = city.programme(named) {
            found.push((named.number, other.inferred));
        }
    }
    found
}
