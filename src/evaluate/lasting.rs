//! Whether an application on this date succeeds whenever one on any other date would, by the same rules or by those of
//! another year. This file judges no requirement.

use super::expression::Context;
use super::requirement::Results;
use crate::index::{FactSet, RequirementIndex, RequirementPlace, Version, YearIndex};
use crate::rulebook::{City, Grouping, ProgrammeInfo, Rule, Rulebook};
use crate::truth::Outcome;

/// A requirement that every household has to meet and that is not certainly met.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pending {
    /// The requirement.
    requirement: RequirementIndex,
    /// Whether it is what nobody published of a list that is known to be incomplete.
    is_hidden: bool,
}

/// The requirements that every household has to meet, but for those that `is_met` names.
fn demanded(
    book: &Rulebook,
    facts: &ProgrammeInfo,
    is_met: &dyn Fn(RequirementPlace) -> bool,
) -> Vec<Pending> {
    let mut found = Vec::new();
    let mut left: Vec<RequirementIndex> =
        facts.requirements.first().map(|top| top.id).into_iter().collect();
    while let Some(id) = left.pop() {
        let Some(requirement) = book.requirements.get(id) else { continue };
        if let Rule::Group { how: Grouping::All, incomplete, members } = &requirement.rule
            && requirement.applies_if.is_none()
            && !requirement.reported
        {
            left.extend_from_slice(members);
            if *incomplete {
                found.push(Pending { requirement: id, is_hidden: true });
            }
        } else if !facts.requirements.position(|one| one.id == id).is_some_and(is_met) {
            found.push(Pending { requirement: id, is_hidden: false });
        }
    }
    found
}

/// What every household still has to meet, besides what it certainly meets.
pub(super) fn pending(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    results: &Results,
) -> Vec<Pending> {
    demanded(context.book, facts, &|place| {
        results.get(place).is_some_and(|one| one.outcomes.single() == Some(Outcome::Always))
    })
}

/// Whether the rules of another year demand all that is pending by the rules of a year.
pub(super) fn demands_all(
    city: &City,
    other: Version,
    (year, pending): (YearIndex, &[Pending]),
) -> bool {
    let (Some(facts), Some(book)) =
        (city.programme_info(other), city.rules().years.get(other.year))
    else {
        return false;
    };
    let theirs = demanded(book, facts, &|_| false);
    let item = |year: YearIndex, id: RequirementIndex| {
        Some(city.rules().years.get(year)?.requirements.get(id)?.item)
    };
    pending.iter().all(|one| {
        theirs.iter().any(|their| {
            if one.is_hidden || their.is_hidden {
                one.is_hidden == their.is_hidden
                    && item(year, one.requirement) == item(other.year, their.requirement)
            } else {
                city.same_requirement((year, one.requirement), (other.year, their.requirement))
            }
        })
    })
}

/// Which end of the truths that a requirement has on all days.
#[derive(Clone, Copy, PartialEq)]
enum End {
    /// It holds at least as often as on any other day.
    Best,
    /// It holds at most as often as on any other day.
    Worst,
}

/// Whether every answer to what is open that grants the programme on any day grants it on the date of the
/// context. `results` are those of that date.
pub(super) fn is_lasting(context: &Context<'_>, facts: &ProgrammeInfo, results: &Results) -> bool {
    is_at(End::Best, context, facts, results, RequirementPlace::TOP)
}

/// Whether the truth of a requirement is at an end, for every household and every answer to what is open.
fn is_at(
    end: End,
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    results: &Results,
    place: RequirementPlace,
) -> bool {
    let (Some(listed), Some(result)) = (facts.requirements.get(place), results.get(place)) else {
        return false;
    };
    let decided = match end {
        End::Best => Outcome::Always,
        End::Worst => Outcome::Never,
    };
    let depends = |facts: FactSet| facts.intersects(FactSet::APPLICATION_DATE);
    if !depends(listed.facts) || result.outcomes.single() == Some(decided) {
        return true;
    }
    let Some(requirement) = context.book.requirements.get(listed.id) else { return false };
    let scope = requirement.applies_if;
    if scope.is_some_and(|scope| depends(context.city.facts_read_by(context.year, scope))) {
        return false;
    }
    let each = |end| facts.members(place).all(|member| is_at(end, context, facts, results, member));
    match (&requirement.rule, end) {
        (Rule::When(_), _) => false,
        (Rule::Desk, _) => true,
        (Rule::Group { how: Grouping::All | Grouping::Any, .. }, end) => each(end),
        (Rule::Group { how: Grouping::None, .. }, End::Best) => each(End::Worst),
        (Rule::Group { how: Grouping::None, .. }, End::Worst) => each(End::Best),
    }
}
