//! Where the amount of a programme is not known, by registered rules or by an estimate: what it paid in the latest
//! earlier year in which it is known. That is never added to a sum.

use super::amounts::AmountResult;
use super::programme::{Inputs, Judged, OpenAnswers, Rules, judge_version};
use super::unstated::is_unstated;
use super::validity::{Validity, days_in_force, deciding_fact, narrowed, validity_on};
use crate::index::{ProgrammeIndex, Version};
use crate::possible::Days;
use crate::report::{Reference, Verdict};
use crate::rulebook::{City, Continued};
use crate::truth::Truth;

/// The reference of one programme, and the answers that could change it.
pub(super) struct Referred {
    pub(super) reference: Reference,
    pub(super) open: OpenAnswers,
}

/// The latest known amount of a programme for the completions whose amount is not known. `None` if there are no such
/// completions, or if no earlier year knows their amount.
pub(super) fn reference(inputs: Inputs<'_>, index: ProgrammeIndex) -> Option<Referred> {
    let continued = inputs.city.continued()?;
    let mut found: Option<Referred> = None;
    for (city, version, registered) in every_rules(inputs.city, continued, index) {
        if let Some(days) = days_of_unknown(Inputs { city, ..inputs }, version) {
            let earlier = earlier(inputs, continued, (index, registered), days);
            found = match (found, earlier) {
                (Some(one), Some(other)) => Some(one.or(other)),
                (one, other) => one.or(other),
            };
        }
    }
    found
}

/// The rules of a programme in each registered year and in each year in which they would go on. For each: the city,
/// the rules in it, and the registered rules from which they come.
fn every_rules<'a>(
    city: &'a City,
    continued: &'a Continued,
    index: ProgrammeIndex,
) -> impl Iterator<Item = (&'a City, Version, Version)> {
    let registered = city.versions(index).iter().map(move |rules| (city, *rules, *rules));
    let later = continued.city.versions(index).iter();
    registered.chain(
        later.filter_map(|rules| Some((&continued.city, *rules, continued.registered(*rules)?))),
    )
}

/// The days on which some rules hold, if they may grant an amount that is not known.
fn days_of_unknown(inputs: Inputs<'_>, version: Version) -> Option<Days> {
    if !inputs.city.programme_info(version)?.has_unstated {
        return None;
    }
    let days = days_in_force(inputs.city.programme(version)?);
    let Given { verdict, unstated, .. } = given_on(inputs, version, days)?;
    (verdict != Verdict::Ineligible && unstated != Truth::False).then_some(days)
}

/// The latest known amount in the years before `before`, for completions whose deciding day is one of `days`.
fn earlier(
    inputs: Inputs<'_>,
    continued: &Continued,
    (index, before): (ProgrammeIndex, Version),
    days: Days,
) -> Option<Referred> {
    let mut found: Option<Referred> = None;
    let later = Inputs { city: &continued.city, ..inputs };
    for registered in versions_before(inputs.city, index, before) {
        let mut is_known = Truth::True;
        for (version, days) in continued.read_on(inputs.city, registered, days) {
            let Some(Given { amount, open, unstated, .. }) = given_on(later, version, days) else {
                continue;
            };
            is_known = is_known.and(unstated.not());
            let Some(total) = amount.total.filter(|_| unstated != Truth::True) else { continue };
            let reference =
                Reference { rules: Some(registered), amount: total, parts: amount.parts };
            let one = Referred { reference, open };
            found = Some(match found {
                None => one,
                Some(before) => before.or(one),
            });
        }
        if is_known == Truth::True {
            break;
        }
    }
    found
}

/// The rules of a programme, and of the one that it continues, in the years before some of its rules, the latest first.
fn versions_before(city: &City, index: ProgrammeIndex, before: Version) -> Vec<Version> {
    let continued = city.programme(before).and_then(|programme| programme.continues);
    let continued = continued.map_or(&[][..], |one| city.versions(one));
    let mut found: Vec<Version> = Vec::new();
    for version in city.versions(index).iter().chain(continued) {
        if version.year < before.year {
            let at = found.partition_point(|one| *one > *version);
            found.insert(at, *version);
        }
    }
    found
}

/// What some rules give.
struct Given {
    verdict: Verdict,
    amount: AmountResult,
    /// The answers that could change it.
    open: OpenAnswers,
    /// Whether the amount is made of a number that no source states.
    unstated: Truth,
}

/// What a programme gives by some rules, for the completions for which one of some days decides that they are read.
/// `None` if there are no such completions.
fn given_on(inputs: Inputs<'_>, version: Version, days: Days) -> Option<Given> {
    let Inputs { city, situation, on, .. } = inputs;
    let programme = city.programme(version)?;
    let on = Days::exactly(on);
    let validity = validity_on(programme, days, situation, on);
    if validity == Validity::DoesNotHold {
        return None;
    }
    let situation = &narrowed(situation, programme, days);
    let inputs = inputs.with(situation, deciding_fact(programme));
    let context = inputs.context(version.year)?;
    let amount = programme.amount.as_ref();
    let unstated = amount.map_or(Truth::False, |amount| is_unstated(&context, amount));
    let rules = Rules { version, programme };
    let Judged { verdict, amount, mut open, .. } = judge_version(inputs, rules)?;
    if let Some(fact) = programme.valid_by.filter(|_| validity == Validity::MayHold) {
        open.add(city.slot(fact));
    }
    Some(Given { verdict, amount, open, unstated })
}

impl Referred {
    /// The reference if the amount of this year or of another may be the latest known one.
    fn or(self, other: Referred) -> Referred {
        let open = self.open.union(other.open);
        let (mut both, other) = (self.reference, other.reference);
        both.amount = both.amount.hull(other.amount);
        if both.rules == other.rules {
            for (part, other) in both.parts.iter_mut().zip(other.parts) {
                *part = part.hull(other);
            }
        } else {
            both.rules = None;
        }
        if both.rules.is_none() {
            both.parts.clear();
        }
        Referred { reference: both, open }
    }
}
