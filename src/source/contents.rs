//! Lists the expressions of a year and the names of its questions for the desk.

use super::{Expr, KeyDates, Obligation, Programme, Requirement, Rule, Step, Word, Year};

impl Programme {
    /// The steps of its parts and of their sum.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        let amount = || self.amount.iter();
        let parts = amount().flat_map(|amount| &amount.parts);
        parts.flat_map(|part| &part.then).chain(amount().flat_map(|amount| &amount.then))
    }

    /// The names of the questions about its obligations.
    pub fn asked_after(&self) -> impl Iterator<Item = &Word> {
        self.obligations.iter().filter_map(|one| one.ask.as_ref())
    }
}

impl Year {
    /// Every expression that is no part of another.
    #[must_use]
    pub fn exprs(&self) -> Vec<&Expr> {
        let of_members = self.member_definitions.iter().flat_map(|(_, all)| all);
        let mut found: Vec<&Expr> =
            self.definitions.iter().chain(of_members).map(|(_, expr)| expr).collect();
        for programme in &self.programmes {
            let parts = programme.amount.iter().flat_map(|amount| &amount.parts);
            found.extend(parts.map(|part| &part.value));
            found.extend(programme.obligations.iter().flat_map(Obligation::exprs));
            found.extend(programme.key_dates.iter().flat_map(KeyDates::exprs));
            found.extend(programme.steps().filter_map(|step| match step {
                Step::Cap(cap) => Some(cap),
                Step::Round(..) | Step::RoundUnknown { .. } => None,
            }));
        }
        found.extend(self.shared_caps.iter().map(|cap| &cap.yen));
        let mut waiting = self.requirements();
        while let Some(requirement) = waiting.pop() {
            found.extend(&requirement.applies_if);
            match &requirement.rule {
                Rule::When(expr) => found.push(expr),
                Rule::Group { members, .. } => waiting.extend(members),
                Rule::Desk | Rule::Use(_) | Rule::Library(_) => {}
            }
        }
        found
    }

    /// Every name of a question for the desk: those of readings, incomplete lists, requirements and obligations.
    #[must_use]
    pub fn asked(&self) -> Vec<&Word> {
        let mut names: Vec<&Word> = self.readings.iter().map(|reading| &reading.ask).collect();
        self.requirements().into_iter().for_each(|one| asked_by(one, &mut names));
        names.extend(self.programmes.iter().flat_map(Programme::asked_after));
        names
    }

    /// Adds named expressions about a member of a list.
    pub fn define_of_members(&mut self, list: &Word, definitions: Vec<(Word, Expr)>) {
        match self.member_definitions.iter_mut().find(|(known, _)| known.text == list.text) {
            _ if definitions.is_empty() => {}
            Some((_, known)) => known.extend(definitions),
            None => self.member_definitions.push((list.clone(), definitions)),
        }
    }

    /// The named groups and the top groups of the programmes.
    fn requirements(&self) -> Vec<&Requirement> {
        let tops = self.programmes.iter().map(|programme| &programme.requires);
        self.groups.iter().chain(tops).collect()
    }
}

fn asked_by<'a>(requirement: &'a Requirement, names: &mut Vec<&'a Word>) {
    names.extend(&requirement.ask);
    if let Rule::Group { incomplete, members, .. } = &requirement.rule {
        names.extend(incomplete.iter().map(|hidden| &hidden.ask));
        members.iter().for_each(|member| asked_by(member, names));
    }
}
