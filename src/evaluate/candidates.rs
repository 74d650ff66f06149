//! Turns the reports of programmes into the input of the best combination: candidates with their
//! exclusions, and the caps that several of them share. Nothing is combined here.

use super::expression::{Context, Scope};
use crate::amount::Exact;
use crate::calendar::Day;
use crate::combine::{self, Candidate, Cap};
use crate::index::{CapOfYear, ProgrammeIndex, Version, YearIndex};
use crate::possible::{Days, Range};
use crate::report::{ProgrammeReport, Verdict};
use crate::rulebook::{City, Programme, SharedCap};
use crate::situation::Situation;
use typed_index_collections::TiSlice;

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
            // If the rules of several years may hold, only what all of them exclude is excluded.
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

/// The programmes that one excludes, each with whether the exclusion is only inferred.
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

/// The cap that limits a programme under the rules that hold. If it is not known which rules hold,
/// no cap limits it, which only widens the sum.
fn cap_of(city: &City, rules: Option<Version>) -> Option<CapOfYear> {
    let Version { year, programme } = rules?;
    let caps = &city.rules().years.get(year)?.caps;
    let cap = caps.position(|cap: &SharedCap| cap.programmes.contains(&programme))?;
    Some(CapOfYear { year, cap })
}

/// The caps that limit the candidates, each with its yen on an application date.
pub(super) fn caps(
    city: &City,
    situation: &Situation,
    on: Day,
    candidates: &[Candidate],
) -> Vec<Cap> {
    let mut found: Vec<Cap> = Vec::new();
    for candidate in candidates {
        let Some(id) = candidate.cap.filter(|id| found.iter().all(|cap| cap.id != *id)) else {
            continue;
        };
        let Some(context) = Context::plain(city, id.year, situation, Days::exactly(on)) else {
            continue;
        };
        let Some(cap) = context.book.caps.get(id.cap) else { continue };
        // A cap below zero would make a household pay; it counts as zero.
        let yen = context.value(cap.yen, Scope::None).number().max(Range::ZERO);
        found.push(Cap { id, yen });
    }
    found
}
