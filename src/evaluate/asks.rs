//! Gathers what the household should ask the desk, over all programmes: readings, unpublished lists and requirements
//! that are open. It decides for none of them whether it is open.

use super::conditions::Tree;
use crate::index::{
    AskIndex, ProgrammeIndex, ReadingSet, RequirementIndex, RequirementPlace, Version,
};
use crate::report::{About, Ask, Open, ProgrammeReport, State, Verdict};
use crate::rulebook::{self, City, RequirementEntry, Rule};
use typed_index_collections::TiSlice;

/// The questions for the desk about the programmes that the household gets, or gets if the desk agrees. Those of
/// `first` come first.
pub(super) fn asks(
    city: &City,
    programmes: &TiSlice<ProgrammeIndex, ProgrammeReport>,
    first: &[ProgrammeIndex],
) -> Vec<Ask> {
    let mut all = Asks(Vec::new());
    let others = programmes.keys().filter(|one| !first.contains(one));
    for report in first.iter().copied().chain(others).filter_map(|one| programmes.get(one)) {
        let Some(rules) = asked_rules(report) else { continue };
        let (states, readings) = match &report.estimate {
            Some(one) if report.verdict == Verdict::NoRule => (&one.states, &one.readings),
            _ => (&report.states, &report.readings),
        };
        let Some(tree) = Tree::of(city, rules, states) else { continue };
        let mut open = ReadingSet::EMPTY;
        readings.iter().for_each(|one| open.insert(one.reading));
        let desk = Desk { tree, rules, programme: report.programme, open };
        desk.ask(&mut all);
        desk.ask_about_exclusions(programmes, &mut all);
    }
    all.0.into_iter().map(|(ask, _)| ask).collect()
}

/// The rules by which the household gets a programme, or gets it if the desk agrees.
fn asked_rules(report: &ProgrammeReport) -> Option<Version> {
    let (rules, verdict) = match &report.estimate {
        Some(one) if report.verdict == Verdict::NoRule => (one.rules, one.verdict),
        _ => (report.rules, report.verdict),
    };
    rules.filter(|_| matches!(verdict, Verdict::Eligible | Verdict::Confirm))
}

/// The questions so far, each with its requirement if the rules state no question for it.
struct Asks(Vec<(Ask, Option<RequirementIndex>)>);

impl Asks {
    /// Adds a question. If it is known already, it also concerns this programme, and the last reason remains.
    fn add(&mut self, ask: Ask, requirement: Option<RequirementIndex>) {
        let same = |(one, of): &&mut (Ask, Option<RequirementIndex>)| {
            one.year == ask.year
                && if requirement.is_some() { *of == requirement } else { one.about == ask.about }
        };
        let Some((known, _)) = self.0.iter_mut().find(same) else {
            return self.0.push((ask, requirement));
        };
        known.why = ask.why;
        for programme in ask.programmes {
            if !known.programmes.contains(&programme) {
                known.programmes.push(programme);
            }
        }
    }
}

/// What is open of one programme.
#[derive(Clone, Copy)]
struct Desk<'a> {
    tree: Tree<'a>,
    rules: Version,
    programme: ProgrammeIndex,
    /// The readings that matter.
    open: ReadingSet,
}

/// A requirement that is open, with the questions that the rules state for it.
#[derive(Clone, Copy)]
struct Row {
    place: RequirementPlace,
    own: Option<AskIndex>,
    /// The question about its unpublished members.
    list: Option<AskIndex>,
}

impl Desk<'_> {
    fn ask(self, all: &mut Asks) {
        let question = |ask: Option<AskIndex>, why: Open, all: &mut Asks| {
            if let Some(ask) = ask {
                self.add(About::Question { ask }, None, why, all);
            }
        };
        let asks = &self.tree.book.asks;
        let top = self.row(RequirementPlace::TOP).filter(|(_, state, _)| *state != State::Met);
        question(top.and_then(|(row, ..)| row.list), Open::Incomplete, all);
        let mut rows = Vec::new();
        let members = self.tree.info.members(RequirementPlace::TOP);
        members.for_each(|member| rows.extend(self.rows(member)));
        for row in rows {
            let Some((_, state, (entry, requirement))) = self.row(row.place) else { continue };
            let is_group =
                matches!(&requirement.rule, Rule::Group { members, .. } if !members.is_empty());
            if !is_group && entry.own_readings.intersects(self.open) {
                continue;
            }
            let why = if row.list.is_some() {
                Open::Incomplete
            } else if requirement.reported {
                Open::Reported
            } else if !entry.own_readings.is_empty() {
                Open::Reading
            } else if state == State::Desk {
                Open::Desk
            } else {
                Open::Unsettled
            };
            match row.list.or(row.own) {
                Some(ask) => question(Some(ask), why, all),
                None => {
                    let about = About::Requirement { rules: self.rules, place: row.place };
                    self.add(about, Some(entry.id), why, all);
                }
            }
        }
        for reading in self.open.iter() {
            let ask = asks.position(|one| one.readings.contains(&reading));
            question(ask, Open::Reading, all);
        }
        for (ask, one) in asks.iter_enumerated() {
            if one.obligations.contains(&self.rules.programme) {
                question(Some(ask), Open::Unsettled, all);
            }
        }
    }

    /// Asks about the readings on which it depends whether another programme that the household gets excludes this one.
    fn ask_about_exclusions(
        self,
        programmes: &TiSlice<ProgrammeIndex, ProgrammeReport>,
        all: &mut Asks,
    ) {
        let book = self.tree.book;
        let own = book.programmes.get(self.rules.programme);
        for exclusion in own.iter().flat_map(|own| &own.exclusive) {
            let report = programmes.get(exclusion.programme);
            let other = report.filter(|other| asked_rules(other).is_some());
            let ask = exclusion
                .under
                .and_then(|under| book.asks.position(|one| one.readings.contains(&under.reading)));
            if let Some((other, ask)) = other.zip(ask) {
                let programmes = vec![self.programme, other.programme];
                let (year, about) = (self.rules.year, About::Question { ask });
                all.add(Ask { year, about, programmes, why: Open::Reading }, None);
            }
        }
    }

    fn add(self, about: About, requirement: Option<RequirementIndex>, why: Open, all: &mut Asks) {
        let (year, programmes) = (self.rules.year, vec![self.programme]);
        all.add(Ask { year, about, programmes, why }, requirement);
    }

    /// A requirement with its questions and its state.
    fn row(
        &self,
        place: RequirementPlace,
    ) -> Option<(Row, State, (&RequirementEntry, &rulebook::Requirement))> {
        let entry = self.tree.info.requirements.get(place)?;
        let (requirement, state) = self.tree.at(place)?;
        let asks = &self.tree.book.asks;
        let own = asks.position(|one| one.requirements.contains(&entry.id));
        let is_open = entry.ruled.is_none()
            && matches!(requirement.rule, Rule::Group { incomplete: true, .. });
        let list = asks.position(|one| one.lists.contains(&entry.id)).filter(|_| is_open);
        Some((Row { place, own, list }, state, (entry, requirement)))
    }

    /// The requirements to ask the desk about for this one: the innermost that are open, and every group with unpublished
    /// members. If a group has its own question, members without a question are left out.
    fn rows(&self, place: RequirementPlace) -> Vec<Row> {
        let state = self.tree.at(place).map(|(_, state)| state);
        if !matches!(state, Some(State::Desk | State::Unsettled)) {
            return Vec::new();
        }
        let Some((row, ..)) = self.row(place) else { return Vec::new() };
        let mut inner = Vec::new();
        self.tree.info.members(place).for_each(|member| inner.extend(self.rows(member)));
        if row.own.is_some() {
            inner.retain(|one| one.own.is_some() || one.list.is_some());
        }
        if row.own.is_some() || row.list.is_some() || inner.is_empty() {
            inner.insert(0, row);
        }
        inner
    }
}
