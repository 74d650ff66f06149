//! Looks into the results of a programme's requirements: which are still undecided, which settle an
//! ineligible verdict, and which readings change them. This file changes no result.

use super::expression::{Context, Scope};
use super::requirement::{Results, judge_leaf, judge_under_meanings};
use crate::index::{ReadingSet, RequirementPlace};
use crate::possible::Slots;
use crate::report::Determining;
use crate::rulebook::{Grouping, ProgrammeInfo, Rule, Ruled};
use crate::truth::{Outcome, Outcomes, Truth};

/// What can still change the verdict.
pub(super) struct Undecided {
    /// The requirements without members, or whose members do not count: neither they nor any group above them is
    /// decided.
    pub(super) leaves: Vec<RequirementPlace>,
    /// The undecided groups that may or may not apply, depending on a reading.
    pub(super) groups: Vec<RequirementPlace>,
    /// The answers that say whether an undecided group applies.
    pub(super) applies_open: Slots,
}

/// Finds what can still change the verdict.
pub(super) fn undecided(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    results: &Results,
) -> Undecided {
    let (leaves, groups) = (Vec::new(), Vec::new());
    let mut found = Undecided { leaves, groups, applies_open: Slots::NONE };
    let mut place = RequirementPlace::TOP;
    while let Some((at, listed)) = results.get(place).zip(facts.requirements.get(place)) {
        let requirement = context.book.requirements.get(listed.id);
        let is_ruled = listed.ruled.and_then(Ruled::outcome).is_some();
        let is_group = matches!(requirement.map(|one| &one.rule), Some(Rule::Group { .. }));
        let is_leaf = is_ruled || !is_group;
        let is_decided = at.is_decided() || at.applies == Truth::False;
        if is_leaf && !is_decided {
            found.leaves.push(place);
        }
        if !is_leaf && !is_decided && !listed.own_readings.is_empty() {
            found.groups.push(place);
        }
        if !is_decided {
            found.applies_open = found.applies_open.union(at.applies_open);
        }
        place = if is_leaf || is_decided { listed.end } else { place.next() };
    }
    found
}

/// The fewest requirements whose failure alone makes the verdict ineligible.
pub(super) fn determining(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    results: &Results,
) -> Vec<Determining> {
    if let Some(found) = first_failing(context, facts, results, RequirementPlace::TOP) {
        return vec![found];
    }
    // No requirement fails under every meaning, but under each meaning some requirement fails.
    let mut found = Vec::new();
    let readings = facts.shared_by_requirements;
    context.choices.for_each(context.book, readings, &mut |choices| {
        let context = &Context { choices, ..*context };
        let results = judge_under_meanings(context, facts, results, readings);
        if let Some(failing) = first_failing(context, facts, &results, RequirementPlace::TOP) {
            found.push(failing);
        }
    });
    let mut in_order = Vec::new();
    for place in facts.requirements.keys() {
        if let Some(one) = found.iter().find(|one| one.place == place) {
            in_order.push(one.clone());
        }
    }
    in_order
}

/// The first requirement at or below a place that certainly fails and whose failure is enough for
/// the whole to fail.
fn first_failing(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    results: &Results,
    place: RequirementPlace,
) -> Option<Determining> {
    results.get(place).filter(|result| result.fails())?;
    let listed = facts.requirements.get(place)?;
    let with_branches = |branches| Some(Determining { place, branches });
    match &context.book.requirements.get(listed.id)?.rule {
        Rule::When(_) | Rule::Desk => with_branches(Vec::new()),
        Rule::Group { how: Grouping::All, .. } => {
            let mut members = facts.members(place);
            let failing = members.find_map(|one| first_failing(context, facts, results, one));
            let is_ruled_out = listed.ruled == Some(Ruled::NotMet);
            failing.or_else(|| with_branches(Vec::new()).filter(|_| is_ruled_out))
        }
        Rule::Group { how, .. } => {
            let mut branches = Vec::new();
            for member in facts.members(place) {
                let is_met = results.get(member)?.outcomes.single() == Some(Outcome::Always);
                if *how == Grouping::Any || is_met {
                    branches.push(member);
                }
            }
            with_branches(branches)
        }
    }
}

/// The readings whose meaning changes the outcomes of a requirement without members, or whether a group applies.
pub(super) fn readings_that_change(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    place: RequirementPlace,
) -> ReadingSet {
    let mut found = ReadingSet::EMPTY;
    let Some(listed) = facts.requirements.get(place) else { return found };
    let Some(requirement) = context.book.requirements.get(listed.id) else { return found };
    let is_group = matches!(requirement.rule, Rule::Group { .. });
    for reading in listed.own_readings.iter() {
        let mut seen: Option<Outcomes> = None;
        context.choices.for_each(context.book, ReadingSet::only(reading), &mut |choices| {
            let context = Context { choices, ..*context };
            let scope = requirement.applies_if.filter(|_| is_group);
            let outcomes = match scope {
                Some(expr) => Outcomes::of(context.value(expr, Scope::None).truth()),
                None => judge_leaf(&context, requirement, listed).outcomes,
            };
            if seen.is_some_and(|seen| seen != outcomes) {
                found.insert(reading);
            }
            seen = Some(outcomes);
        });
    }
    found
}
