//! Counts the published conditions of a programme that apply to a household, and those that are met. It judges none.

use crate::index::{RequirementPlace, Version};
use crate::report::{Conditions, State};
use crate::rulebook::{City, Grouping, ProgrammeInfo, Requirement, Rule, Rulebook};
use typed_index_collections::TiSlice;

/// The requirements of a programme as a tree, each with its state.
#[derive(Clone, Copy)]
pub(super) struct Tree<'a> {
    pub(super) book: &'a Rulebook,
    pub(super) info: &'a ProgrammeInfo,
    states: &'a TiSlice<RequirementPlace, State>,
}

impl<'a> Tree<'a> {
    /// The requirements of some rules.
    pub(super) fn of(
        city: &'a City,
        rules: Version,
        states: &'a TiSlice<RequirementPlace, State>,
    ) -> Option<Tree<'a>> {
        let book = city.rules().years.get(rules.year)?;
        Some(Tree { book, info: city.programme_info(rules)?, states })
    }

    /// A requirement and its state. `None` beyond the last.
    pub(super) fn at(self, place: RequirementPlace) -> Option<(&'a Requirement, State)> {
        let requirement = self.book.requirements.get(self.info.requirements.get(place)?.id)?;
        Some((requirement, self.states.get(place).copied()?))
    }

    /// Counts the conditions that stand for a requirement: itself, or the members of an `all` group.
    fn count(self, place: RequirementPlace, found: &mut Conditions) {
        let Some((requirement, state)) = self.at(place) else { return };
        if state == State::NotApplicable {
            return;
        }
        if let Rule::Group { how: Grouping::All, .. } = requirement.rule {
            self.info.members(place).for_each(|member| self.count(member, found));
        } else if !requirement.reported {
            found.all = found.all.saturating_add(1);
            found.met = found.met.saturating_add(u16::from(state == State::Met));
        }
    }
}

/// Counts the conditions of a programme by their states. `None` if it is not known which year's rules hold.
pub(super) fn conditions(
    city: &City,
    rules: Option<Version>,
    states: &TiSlice<RequirementPlace, State>,
) -> Option<Conditions> {
    let (tree, mut found) = (Tree::of(city, rules?, states)?, Conditions::default());
    tree.info.members(RequirementPlace::TOP).for_each(|member| tree.count(member, &mut found));
    Some(found)
}
