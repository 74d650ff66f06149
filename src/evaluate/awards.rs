//! What stands around the amounts: obligations after an award, and what the programmes are to the best
//! combination: candidates with exclusions, and caps that several share. Nothing is combined here.

use super::Run;
use super::expression::{Context, Scope};
use crate::amount::Exact;
use crate::combine::{self, Candidate, Cap, CapId};
use crate::possible::{Days, Range};
use crate::report::{AmountRange, Obligation, ProgrammeReport, Verdict};
use crate::rulebook::{City, Programme, SharedCap};

/// Until when what would be owed, if the programme were granted with this amount.
pub(super) fn obligations(
    context: Context<'_>,
    programme: &Programme,
    amount: Option<AmountRange>,
) -> Vec<Obligation> {
    let found = programme.obligations.iter().map(|one| {
        let share = Exact::new(one.share.numer, one.share.denom).map_or(Range::ANY, Range::exactly);
        // Less than a ceiling may have been paid, and less is owed then.
        let paid = amount.map(
            |AmountRange { yen, ceiling }| {
                if ceiling { yen.hull(Range::ZERO) } else { yen }
            },
        );
        Obligation {
            until: context.value(one.until, Scope::None).days(),
            owed: paid.map(|paid| paid.times(share)),
        }
    });
    found.collect()
}

/// The year's caps under which candidates stand.
pub(super) fn caps(run: Run<'_>, candidates: &[Candidate]) -> Vec<Cap> {
    let Run { city, situation, on, .. } = run;
    let mut found: Vec<Cap> = Vec::new();
    for id in candidates.iter().filter_map(|one| one.cap) {
        let known = found.iter().any(|cap| cap.id == id);
        let context = Context::plain(city, id.0, situation, Days::exactly(on)).filter(|_| !known);
        let cap = context.and_then(|context| Some((context, context.book.caps.get(id.1)?)));
        let Some((context, cap)) = cap else { continue };
        // A cap below nothing makes nobody pay.
        let yen = context.value(cap.yen, Scope::None).number().max(Range::ZERO);
        found.push(Cap { id, yen });
    }
    found
}

/// The cap that a programme stands under by the rules that hold for it; where that is not known it
/// stands under none, which only widens the sum.
fn cap_of(city: &City, rules: Option<(usize, usize)>) -> Option<CapId> {
    let (year, index) = rules?;
    let mut caps = city.rules().years.get(year)?.caps.iter();
    let holds = |cap: &SharedCap| cap.programmes.iter().any(|one| usize::from(*one) == index);
    caps.position(holds).map(|at| (year, at))
}

/// The programmes whose money counts for the best combination.
pub(super) fn candidates(city: &City, reports: &[ProgrammeReport]) -> Vec<Candidate> {
    let candidates = reports.iter().map(|report| {
        let amount = report.amount?;
        let mut versions = city.programmes().get(report.programme)?.clone();
        versions.retain(|one| report.rules.is_none_or(|rules| rules == *one));
        // Where it is not known which year's rules hold, only what all of them exclude is excluded.
        let (first, others) = versions.split_first()?;
        let mut exclusive = exclusions(city, *first);
        for other in others {
            let also = exclusions(city, *other);
            exclusive.retain(|one| also.contains(one));
        }
        let mut programmes = versions.iter().filter_map(|one| city.programme(*one));
        let is_sure = report.verdict != Verdict::Undetermined && !amount.ceiling;
        let guaranteed = amount.yen.low.filter(|_| is_sure).unwrap_or(Exact::ZERO);
        programmes.any(|one| combine::counts(one, report)).then(|| Candidate {
            programme: report.programme,
            pays: Range { low: Some(guaranteed), high: amount.yen.high },
            exclusive,
            cap: cap_of(city, report.rules),
        })
    });
    candidates.flatten().collect()
}

/// Programmes that one excludes, each with whether that is only inferred.
fn exclusions(city: &City, of: (usize, usize)) -> Vec<(usize, bool)> {
    let exclusive = city.programme(of).map_or(&[][..], |one| &one.exclusive);
    let found = exclusive.iter().filter_map(|other| {
        let named = (of.0, usize::from(other.programme));
        let at = city.programmes().iter().position(|versions| versions.contains(&named));
        at.map(|at| (at, other.inferred))
    });
    found.collect()
}
