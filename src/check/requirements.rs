//! Lowers the requirements of a year: groups, conditions, grades. A named group becomes one node
//! that several programmes share. Whether a requirement can fail at all is checked in `constant`.

use super::lower::{Lowering, Type};
use crate::diagnostic::{Diagnostics, Place, suggestion};
use crate::index::{ItemIndex, RequirementIndex, SourceIndex};
use crate::limits;
use crate::rulebook::{Grouping, Requirement, Rule};
use crate::source::{self, Evidence, Programme, Year};
use std::collections::{BTreeMap, BTreeSet};
use typed_index_collections::TiVec;

/// The requirements lowered so far.
pub(super) struct Groups<'a> {
    year: &'a Year,
    pub(super) requirements: TiVec<RequirementIndex, Requirement>,
    pub(super) places: TiVec<RequirementIndex, Place>,
    /// Those that say `early: yes`.
    pub(super) early: BTreeSet<RequirementIndex>,
    /// Named groups with the sources they cite; `None` while a group is being lowered.
    made: BTreeMap<&'a str, Option<(RequirementIndex, Vec<SourceIndex>)>>,
    /// Named groups that are being lowered, outermost first.
    open: Vec<&'a str>,
    ids: BTreeMap<String, Place>,
    /// The names of questions for the desk, each with the requirement about which it asks, and whether it asks about
    /// its unpublished members only.
    pub(super) asked: Vec<(&'a str, RequirementIndex, bool)>,
}

impl<'a> Groups<'a> {
    pub(super) fn new(year: &'a Year) -> Groups<'a> {
        Groups {
            year,
            requirements: TiVec::new(),
            places: TiVec::new(),
            early: BTreeSet::new(),
            made: BTreeMap::new(),
            open: Vec::new(),
            ids: BTreeMap::new(),
            asked: Vec::new(),
        }
    }

    /// The top group of a programme.
    pub(super) fn top(
        &mut self,
        lowering: &mut Lowering<'_>,
        programme: &'a Programme,
        cited: &mut Vec<SourceIndex>,
    ) -> Option<RequirementIndex> {
        let id = format!("{}__requires", programme.id.text);
        let place = programme.requires.id.place;
        let rule = self.rule(lowering, (&programme.requires, false), cited)?;
        let top =
            Requirement { id, item: ItemIndex::default(), rule, applies_if: None, reported: false };
        let index = self.push(place, top);
        self.note_asked(&programme.requires, index);
        Some(index)
    }

    /// Notes the questions for the desk about a requirement.
    fn note_asked(&mut self, requirement: &'a source::Requirement, index: RequirementIndex) {
        self.asked.extend(requirement.ask.as_ref().map(|ask| (ask.text.as_str(), index, false)));
        if let source::Rule::Group { incomplete: Some(hidden), .. } = &requirement.rule {
            self.asked.push((&hidden.ask.text, index, true));
        }
    }

    fn push(&mut self, place: Place, requirement: Requirement) -> RequirementIndex {
        self.places.push(place);
        self.requirements.push_and_get_key(requirement)
    }

    fn make(
        &mut self,
        lowering: &mut Lowering<'_>,
        requirement: &'a source::Requirement,
        cited: &mut Vec<SourceIndex>,
    ) -> Option<RequirementIndex> {
        if let source::Rule::Use(name) = &requirement.rule {
            return self.named(lowering, name, cited);
        }
        let id = &requirement.id;
        if let Some(first) = self.ids.insert(id.text.clone(), id.place) {
            let message = format!("a second requirement is called `{}` in this year", id.text);
            let help = format!("the first is on line {}: name it otherwise", first.line);
            lowering.problems.add_with_help(id.place, "duplicate-id", message, Some(help));
        }
        let evidence = lowering.cite(&requirement.cites, cited);
        let applies_if = match &requirement.applies_if {
            Some(expr) => Some(lowering.typed(expr, None, &Type::Truth)?),
            None => None,
        };
        let reported = evidence == Some(Evidence::Reported);
        let rule = self.rule(lowering, (requirement, reported), cited)?;
        let made = Requirement {
            id: id.text.clone(),
            item: ItemIndex::default(),
            rule,
            applies_if,
            reported,
        };
        let index = self.push(id.place, made);
        self.note_asked(requirement, index);
        if requirement.is_early {
            self.early.insert(index);
        }
        Some(index)
    }

    fn rule(
        &mut self,
        lowering: &mut Lowering<'_>,
        (requirement, is_reported): (&'a source::Requirement, bool),
        cited: &mut Vec<SourceIndex>,
    ) -> Option<Rule> {
        match &requirement.rule {
            source::Rule::When(expr) => lowering.typed(expr, None, &Type::Truth).map(Rule::When),
            source::Rule::Desk => Some(Rule::Desk),
            source::Rule::Use(_) | source::Rule::Library(_) => None,
            source::Rule::Group { how, incomplete, members } => {
                if let Some(hidden) = incomplete {
                    lowering.cite(&hidden.statement.cites, cited);
                    if *how == Grouping::None {
                        let message = "a `none` group cannot be incomplete";
                        lowering.problems.add(requirement.id.place, "incomplete-none", message);
                    }
                }
                if members.is_empty() && incomplete.is_none() {
                    let message = "a group needs at least one requirement";
                    lowering.problems.add(requirement.id.place, "empty-group", message);
                }
                let mut made = Vec::new();
                for (at, member) in members.iter().enumerate() {
                    let earlier = members.iter().take(at);
                    if let Some(name) = used(member)
                        && earlier.filter_map(used).any(|known| known.text == name.text)
                    {
                        let message = format!("the group `{}` is used a second time", name.text);
                        lowering.problems.add(name.place, "duplicate-id", message);
                    }
                    let index = self.make(lowering, member, cited);
                    made.extend(index);
                    if let (Grouping::Any | Grouping::None, Some(index)) = (*how, index) {
                        let group = Some(requirement).filter(|_| is_reported);
                        self.check_alternative(lowering, group, (member, index));
                    }
                }
                let complete = made.len() == members.len();
                let incomplete = incomplete.is_some();
                complete.then_some(Rule::Group { how: *how, incomplete, members: made })
            }
        }
    }

    /// Checks a member of a group in which one is enough, or none may hold. `reported` is the group if it is only
    /// reported. If the same source states the member, both are one claim: if the group is a requirement, so is the
    /// member.
    fn check_alternative(
        &mut self,
        lowering: &mut Lowering<'_>,
        reported: Option<&source::Requirement>,
        (member, index): (&source::Requirement, RequirementIndex),
    ) {
        let Some(made) = self.requirements.get_mut(index) else { return };
        let own = member.applies_if.as_ref();
        let own = own.map(|expr| ("a requirement with `applies_if`".to_owned(), expr.place));
        let named = used(member);
        let named =
            named.map(|name| (format!("`{}`, a group with `applies_if`,", name.text), name.place));
        if let Some((what, place)) = named.or(own).filter(|_| made.applies_if.is_some()) {
            let message = format!(
                "{what} cannot stand directly in `any` or `none`: where it does not apply it \
                 counts as met"
            );
            let help = Some("put the condition into `when`".to_owned());
            lowering.problems.add_with_help(place, "applies-in-any", message, help);
        }
        let source = |one: &source::Requirement| Some(one.cites.first()?.source.text.clone());
        let is_own = used(member).is_none();
        made.reported &= !(is_own && reported.is_some_and(|group| source(group) == source(member)));
    }

    /// A named group, which is lowered where it is named first.
    pub(super) fn named(
        &mut self,
        lowering: &mut Lowering<'_>,
        name: &source::Word,
        cited: &mut Vec<SourceIndex>,
    ) -> Option<RequirementIndex> {
        let year = self.year;
        let Some(group) = year.groups.iter().find(|group| group.id.text == name.text) else {
            let known = year.groups.iter().map(|group| group.id.text.as_str());
            let help = suggestion(&name.text, known);
            let message = format!("unknown group `{}`", name.text);
            lowering.problems.add_with_help(name.place, "unknown-name", message, help);
            return None;
        };
        match self.made.get(group.id.text.as_str()) {
            Some(Some((id, sources))) => {
                cited.extend(sources);
                Some(*id)
            }
            Some(None) => {
                if self.open.contains(&group.id.text.as_str()) {
                    let message = format!("the group `{}` uses itself", name.text);
                    let help = Some("list its requirements, without its own name".to_owned());
                    lowering.problems.add_with_help(name.place, "cycle", message, help);
                }
                None
            }
            None if self.open.len() >= limits::DEPTH => {
                let most = limits::DEPTH;
                let message = format!("more than {most} groups use each other, one in the other");
                let help = Some("shorten the chain of groups".to_owned());
                lowering.problems.add_with_help(name.place, "too-deep", message, help);
                None
            }
            None => {
                self.made.insert(&group.id.text, None);
                let mut sources = Vec::new();
                self.open.push(&group.id.text);
                let id = self.make(lowering, group, &mut sources);
                self.open.pop();
                let id = id?;
                cited.extend(&sources);
                self.made.insert(&group.id.text, Some((id, sources)));
                Some(id)
            }
        }
    }

    /// Reports every named group that no programme uses.
    pub(super) fn note_unused(&self, unused: &mut Diagnostics) {
        for group in &self.year.groups {
            if !self.made.contains_key(group.id.text.as_str()) {
                let message = format!("the group `{}` is used nowhere", group.id.text);
                unused.add(group.id.place, "unused", message);
            }
        }
    }
}

/// The named group that a requirement refers to.
fn used(requirement: &source::Requirement) -> Option<&source::Word> {
    match &requirement.rule {
        source::Rule::Use(name) => Some(name),
        source::Rule::When(_)
        | source::Rule::Desk
        | source::Rule::Library(_)
        | source::Rule::Group { .. } => None,
    }
}
