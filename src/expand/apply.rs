//! Applies what a user of a framework writes: the parameters that it states, the clauses that it confirms,
//! its departures. Every name that the framework does not have is a problem. A user is a city, or a framework that
//! builds on the other one.

use super::find::{obligation_mut, part_mut, remove, requirement_mut};
use super::merged::{Merged, Shared, Whose, set_origin};
use super::quantity::check_type;
use crate::diagnostic::{Diagnostics, suggestion};
use crate::source::{
    Cite, Clause, Departure, Evidence, FrameworkUse, Origin, Requirement, Rule, Source, Stated,
    Statement, Text, Word,
};

/// Where a user's words are applied.
pub(super) struct Applied<'a> {
    pub(super) merged: &'a mut Merged,
    /// What stands before the names of the framework.
    pub(super) prefix: &'a str,
    /// The origin of the user's clauses, if the user is a framework.
    pub(super) origin: Option<&'a Origin>,
    /// The sources of a city.
    pub(super) sources: Option<&'a [Source]>,
    pub(super) problems: &'a mut Diagnostics,
}

impl Applied<'_> {
    /// Applies everything that a user writes.
    pub(super) fn apply(&mut self, used: &FrameworkUse) {
        used.parameters.iter().for_each(|stated| self.state(stated));
        for departure in &used.departures {
            match departure {
                Departure::Replace(clause) => self.replace(clause),
                Departure::Add { clause, to } => self.add(clause, to.as_ref()),
                Departure::Drop { clause, statement } => self.drop_clause(clause, statement),
            }
        }
        for (clause, cites) in &used.confirms {
            if used.departures.iter().any(|one| changed(one) == Some(clause.text.as_str())) {
                let message = format!("`{}` is confirmed, and a departure changes it", clause.text);
                let help = "keep the departure, which has a source of its own".to_owned();
                self.refuse(clause, "departure", message, Some(help));
            } else {
                self.confirm(clause, cites);
            }
        }
    }

    /// Notes the value of a parameter. Nothing says who may state it: the framework only says who decides it.
    pub(super) fn state(&mut self, stated: &Stated) {
        let name = format!("{}{}", self.prefix, stated.id.text);
        let parameters = &mut self.merged.parameters;
        let Some(known) = parameters.iter_mut().find(|one| one.declared.id.text == name) else {
            let message = format!("unknown parameter `{}`", stated.id.text);
            let ids = parameters.iter().map(|one| one.declared.id.text.as_str());
            let help = near(&stated.id.text, self.prefix, ids);
            return self.refuse(&stated.id, "unknown-parameter", message, help);
        };
        check_type(&stated.id, known.declared.quantity, &stated.value, self.problems);
        known.stated = Some(stated.clone());
        known.is_of_city = self.origin.is_none();
        if self.is_only_reported(&stated.cites) {
            let message =
                format!("`{}` is stated by a source that is only reported", stated.id.text);
            let help = "leave the parameter out: it is then open over the values seen elsewhere";
            self.refuse(&stated.id, "reported-parameter", message, Some(help.to_owned()));
        }
    }

    /// Puts a user's citations before those of a clause. A city's confirm it, and replace those of
    /// the framework.
    fn confirm(&mut self, clause: &Word, cites: &[Cite]) {
        if self.is_only_reported(cites) {
            let message =
                format!("`{}` is confirmed by a source that is only reported", clause.text);
            let help = "only the city's own text confirms a clause: leave this out";
            return self.refuse(clause, "reported-confirmation", message, Some(help.to_owned()));
        }
        let is_city = self.origin.is_none();
        let id = format!("{}{}", self.prefix, clause.text);
        if let Some(found) = requirement_mut(&mut self.merged.requires, &id) {
            if let Rule::Group { incomplete: Some(hidden), .. } = &mut found.rule {
                cite(&mut hidden.statement.cites, cites, is_city);
            }
            cite(&mut found.cites, cites, is_city);
            found.origin.iter_mut().for_each(|origin| origin.is_confirmed |= is_city);
        } else if let Some(found) = part_mut(self.merged, &clause.text) {
            cite(&mut found.clause.cites, cites, is_city);
            confirm_shared(found, is_city);
        } else if let Some(found) = obligation_mut(self.merged, &clause.text) {
            cite(&mut found.clause.statement.cites, cites, is_city);
            confirm_shared(found, is_city);
        } else {
            self.unknown_clause(clause);
        }
    }

    /// Puts a user's clause in the place of the framework's.
    fn replace(&mut self, clause: &Clause) {
        let name = id_of(clause);
        let id = format!("{}{}", self.prefix, name.text);
        let origin = self.origin;
        let kind = self.kind(name);
        match clause {
            Clause::Requirement(by) => {
                if let Some(found) = requirement_mut(&mut self.merged.requires, &id) {
                    *found = owned(by, origin);
                    found.id.text = id;
                    return;
                }
            }
            Clause::Part(by) => {
                if let Some(found) = part_mut(self.merged, &name.text) {
                    let whose = whose(origin, &by.says);
                    *found = Shared { clause: (**by).clone(), whose };
                    return;
                }
            }
            Clause::Obligation(by) => {
                if let Some(found) = obligation_mut(self.merged, &name.text) {
                    let whose = whose(origin, &by.statement.says);
                    *found = Shared { clause: (**by).clone(), whose };
                    return;
                }
            }
        }
        let Some(kind) = kind else { return self.unknown_clause(name) };
        let message =
            format!("`{}` is {kind}, and this is {}", name.text, described_clause(clause));
        let help = "drop the clause, and add the other one".to_owned();
        self.refuse(name, "departure", message, Some(help));
    }

    /// Adds a user's clause.
    fn add(&mut self, clause: &Clause, to: Option<&Word>) {
        let name = id_of(clause);
        if let Some(kind) = self.kind(name) {
            let message = format!("`{}` is {kind} of the framework already", name.text);
            let help = "write `replace` to put another clause in its place".to_owned();
            return self.refuse(name, "departure", message, Some(help));
        }
        let origin = self.origin;
        match clause {
            Clause::Requirement(one) => {
                let group = match to {
                    Some(to) => {
                        let id = format!("{}{}", self.prefix, to.text);
                        requirement_mut(&mut self.merged.requires, &id).map(|group| &mut group.rule)
                    }
                    None => Some(&mut self.merged.requires.rule),
                };
                match (group, to) {
                    (Some(Rule::Group { members, .. }), _) => members.push(owned(one, origin)),
                    (None, Some(to)) => self.unknown_clause(to),
                    (
                        Some(Rule::When(_) | Rule::Desk | Rule::Use(_) | Rule::Library(_)),
                        Some(to),
                    ) => {
                        let message = format!("`{}` is no group of requirements", to.text);
                        let help = "leave `to` out to add to the top group".to_owned();
                        self.refuse(to, "departure", message, Some(help));
                    }
                    // The top group is a group.
                    (
                        None | Some(Rule::When(_) | Rule::Desk | Rule::Use(_) | Rule::Library(_)),
                        None,
                    ) => {}
                }
            }
            Clause::Part(part) => {
                let whose = whose(origin, &part.says);
                self.merged.parts.push(Shared { clause: (**part).clone(), whose });
            }
            Clause::Obligation(one) => {
                let whose = whose(origin, &one.statement.says);
                self.merged.obligations.push(Shared { clause: (**one).clone(), whose });
            }
        }
        if let (Clause::Part(_) | Clause::Obligation(_), Some(to)) = (clause, to) {
            let message = format!(
                "only a requirement is added to a group, and this is {}",
                described_clause(clause)
            );
            self.refuse(to, "departure", message, Some("leave `to` out".to_owned()));
        }
    }

    /// Takes a clause out. What the user's text says instead becomes a note.
    fn drop_clause(&mut self, clause: &Word, statement: &Statement) {
        let id = format!("{}{}", self.prefix, clause.text);
        let (parts, obligations) = (self.merged.parts.len(), self.merged.obligations.len());
        let emptied = remove(&mut self.merged.requires, &id);
        self.merged.parts.retain(|one| one.clause.id.text != clause.text);
        self.merged.obligations.retain(|one| one.clause.id.text != clause.text);
        let is_gone =
            parts > self.merged.parts.len() || obligations > self.merged.obligations.len();
        match emptied {
            None if !is_gone => return self.unknown_clause(clause),
            Some(true) => {
                let message = format!("`{}` is the last requirement of its group", clause.text);
                let help = "drop or replace the whole group".to_owned();
                self.refuse(clause, "departure", message, Some(help));
            }
            None | Some(false) => {}
        }
        self.merged.notes.push(statement.clone());
    }

    /// What a clause of the framework is, in words.
    fn kind(&mut self, name: &Word) -> Option<&'static str> {
        let id = format!("{}{}", self.prefix, name.text);
        if requirement_mut(&mut self.merged.requires, &id).is_some() {
            Some("a requirement")
        } else if part_mut(self.merged, &name.text).is_some() {
            Some("a part of the amount")
        } else {
            obligation_mut(self.merged, &name.text).map(|_| "an obligation")
        }
    }

    fn unknown_clause(&mut self, clause: &Word) {
        let message = format!("the framework has no clause `{}`", clause.text);
        let ids = self.merged.clause_ids();
        let help = near(&clause.text, self.prefix, ids.iter().map(|id| id.text.as_str()));
        self.refuse(clause, "unknown-clause", message, help);
    }

    /// Whether a city's first citation is only reported.
    fn is_only_reported(&self, cites: &[Cite]) -> bool {
        let Some((sources, cite)) = self.sources.zip(cites.first()) else { return false };
        let source = sources.iter().find(|source| source.id.text == cite.source.text);
        let grade = cite.evidence.or(source.map(|source| source.evidence));
        grade == Some(Evidence::Reported)
    }

    fn refuse(&mut self, word: &Word, code: &'static str, message: String, help: Option<String>) {
        self.problems.add_with_help(word.place, code, message, help);
    }
}

/// A question that names the nearest of the framework's own names, which stand behind a prefix.
fn near<'a>(
    written: &str,
    prefix: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Option<String> {
    let mut own = known.map(|id| id.strip_prefix(prefix).unwrap_or(id));
    suggestion(written, own.clone()).or_else(|| {
        let all: Vec<&str> = own.by_ref().collect();
        (!all.is_empty()).then(|| format!("known here: {}", all.join(", ")))
    })
}

/// Puts citations before those of a clause, or in their place if they are a city's.
fn cite(cites: &mut Vec<Cite>, first: &[Cite], is_city: bool) {
    if is_city {
        cites.clear();
    }
    cites.splice(0..0, first.iter().cloned());
}

fn confirm_shared<T>(found: &mut Shared<T>, is_city: bool) {
    if is_city {
        found.whose = Whose::Confirmed;
    }
}

/// A user's requirement, with its origin if the user is a framework.
fn owned(requirement: &Requirement, origin: Option<&Origin>) -> Requirement {
    let mut found = requirement.clone();
    if let Some(origin) = origin {
        set_origin(&mut found, origin);
    }
    found
}

/// Whose text a user's clause is, which says something.
fn whose(origin: Option<&Origin>, says: &Text) -> Whose {
    origin.map_or(Whose::City, |_| Whose::Framework(says.clone()))
}

/// The clause of the framework that a departure changes.
fn changed(departure: &Departure) -> Option<&str> {
    match departure {
        Departure::Replace(clause) => Some(&id_of(clause).text),
        Departure::Drop { clause, .. } => Some(&clause.text),
        Departure::Add { .. } => None,
    }
}

fn id_of(clause: &Clause) -> &Word {
    match clause {
        Clause::Requirement(one) => &one.id,
        Clause::Part(one) => &one.id,
        Clause::Obligation(one) => &one.id,
    }
}

fn described_clause(clause: &Clause) -> &'static str {
    match clause {
        Clause::Requirement(_) => "a requirement",
        Clause::Part(_) => "a part of the amount",
        Clause::Obligation(_) => "an obligation",
    }
}
