//! A framework's clauses, parameters and names as one value, to which those who build on it or use it
//! apply their changes. Its sources and questions have names that are unique among all frameworks.

use super::quantity::check_type;
use super::walk;
use crate::diagnostic::Diagnostics;
use crate::rulebook::{Benefit, Party};
use crate::source::{
    Basis, Cite, DatedList, Evidence, Expr, Framework, FrameworkParameter, FrameworkUse,
    Obligation, Origin, ParameterValue, Part, Reading, Requirement, Rule, Source, Stated,
    Statement, Step, Terms, Text, Word,
};
use std::collections::BTreeMap;

/// A framework with those on which it builds.
#[derive(Clone, Debug)]
pub(super) struct Merged {
    pub(super) benefit: Benefit,
    pub(super) payer: Party,
    pub(super) payee: Party,
    /// The top group. Every requirement below it has an origin, unless a city wrote it.
    pub(super) requires: Requirement,
    pub(super) parts: Vec<Shared<Part>>,
    pub(super) obligations: Vec<Shared<Obligation>>,
    pub(super) before: Vec<Statement>,
    pub(super) documents: Vec<Statement>,
    pub(super) notes: Vec<Statement>,
    /// The date that chooses the version, if a framework says so.
    pub(super) version_by: Option<Word>,
    pub(super) parameters: Vec<Parameter>,
    pub(super) lists: Vec<DatedList>,
    pub(super) names: Names,
}

/// A part of the amount, or an obligation.
#[derive(Clone, Debug)]
pub(super) struct Shared<T> {
    pub(super) clause: T,
    pub(super) whose: Whose,
}

/// Whose text a clause is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Whose {
    /// The city's own.
    City,
    /// The framework's, and the city's text repeats it.
    Confirmed,
    /// The framework's, with the sentence that is shown in its place.
    Framework(Text),
}

/// A parameter, and its value if somebody states it.
#[derive(Clone, Debug)]
pub(super) struct Parameter {
    pub(super) declared: FrameworkParameter,
    pub(super) stated: Option<Stated>,
    /// Whether the city states it. The framework's own expressions are renamed, the city's are not.
    pub(super) is_of_city: bool,
}

/// What the clauses name.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    pub(super) sources: Vec<Source>,
    pub(super) asks: Vec<(Word, Text)>,
    pub(super) readings: Vec<Reading>,
    pub(super) definitions: Vec<(Word, Expr)>,
    pub(super) member_definitions: Vec<(Word, Vec<(Word, Expr)>)>,
}

impl Merged {
    /// A framework that states its clauses itself.
    pub(super) fn new(framework: &Framework, terms: &Terms) -> Merged {
        let Terms { benefit, payer, payee, requires, parts } = terms.clone();
        let parts = parts.into_iter().map(|one| {
            let whose = Whose::Framework(one.reported);
            Shared { clause: one.part, whose }
        });
        let mut merged = Merged {
            benefit,
            payer,
            payee,
            requires,
            parts: parts.collect(),
            obligations: Vec::new(),
            before: Vec::new(),
            documents: Vec::new(),
            notes: Vec::new(),
            version_by: None,
            parameters: Vec::new(),
            lists: Vec::new(),
            names: Names::default(),
        };
        merged.add(framework);
        let origin = origin(framework);
        if let Rule::Group { members, .. } = &mut merged.requires.rule {
            for member in members {
                set_origin(member, &origin);
            }
        }
        merged.number(framework);
        merged
    }

    /// Adds what a framework states beside its terms.
    pub(super) fn add(&mut self, framework: &Framework) {
        let Framework {
            id: _,
            fiscal_year: _,
            name: _,
            level: _,
            version_by,
            basis: _,
            sources,
            parameters,
            lists,
            asks,
            readings,
            definitions,
            member_definitions,
            obligations,
            before,
            documents,
            notes,
            examples: _,
        } = framework;
        self.names.sources.extend(sources.iter().cloned());
        self.names.asks.extend(asks.iter().cloned());
        self.names.readings.extend(readings.iter().cloned());
        self.names.definitions.extend(definitions.iter().cloned());
        self.names.member_definitions.extend(member_definitions.iter().cloned());
        for declared in parameters {
            // A later framework may declare an open parameter anew, with other values that were seen.
            let is_open = |one: &Parameter| {
                one.stated.is_none() && one.declared.id.place.file != declared.id.place.file
            };
            let is_same = |one: &Parameter| one.declared.id.text == declared.id.text;
            self.parameters.retain(|one| !(is_same(one) && is_open(one)));
            let declared = declared.clone();
            self.parameters.push(Parameter { declared, stated: None, is_of_city: false });
        }
        // A later framework may declare a list anew.
        let is_new = |known: &DatedList| {
            !lists
                .iter()
                .any(|one| one.id.text == known.id.text && one.id.place.file != known.id.place.file)
        };
        self.lists.retain(is_new);
        self.lists.extend(lists.iter().cloned());
        self.version_by = version_by.clone().or(self.version_by.take());
        self.obligations.extend(obligations.iter().map(|one| Shared {
            clause: one.clone(),
            whose: Whose::Framework(one.statement.says.clone()),
        }));
        self.before.extend(before.iter().cloned());
        self.documents.extend(documents.iter().cloned());
        self.notes.extend(notes.iter().cloned());
    }

    /// Gives the sources and questions that a framework declares names that no other framework has, and
    /// the same names to whatever in its file cites or asks them.
    pub(super) fn number(&mut self, framework: &Framework) {
        let is_own = |word: &Word| word.place.file == framework.id.place.file;
        let declares = |word: &Word| framework.sources.iter().any(|one| one.id.text == word.text);
        let cites = self.cites_mut().into_iter().map(|cite| &mut cite.source);
        let put = |word: &mut Word| word.text = unique(framework, &word.text);
        cites.filter(|word| is_own(word) && declares(word)).for_each(put);
        let sources = self.names.sources.iter_mut().map(|one| &mut one.id);
        sources.filter(|word| is_own(word) && declares(word)).for_each(put);
        let declares = |word: &Word| framework.asks.iter().any(|(id, _)| id.text == word.text);
        let asks = self.asks_mut().into_iter();
        asks.filter(|word| is_own(word) && declares(word)).for_each(put);
        let asks = self.names.asks.iter_mut().map(|(id, _)| id);
        asks.filter(|word| is_own(word) && declares(word)).for_each(put);
    }

    /// Grades every citation.
    pub(super) fn grade(&mut self, evidence: Evidence) {
        self.cites_mut().into_iter().for_each(|cite| cite.evidence = Some(evidence));
    }

    /// Every citation.
    pub(super) fn cites_mut(&mut self) -> Vec<&mut Cite> {
        let mut found = Vec::new();
        let mut waiting = vec![&mut self.requires];
        while let Some(one) = waiting.pop() {
            found.extend(&mut one.cites);
            if let Rule::Group { members, incomplete, .. } = &mut one.rule {
                found.extend(incomplete.iter_mut().flat_map(|one| &mut one.statement.cites));
                waiting.extend(members);
            }
        }
        found.extend(self.parts.iter_mut().flat_map(|one| &mut one.clause.cites));
        let obligations = self.obligations.iter_mut().flat_map(|one| one.clause.statements_mut());
        let choices = self.names.readings.iter_mut().flat_map(|one| &mut one.choices);
        let (mut seen, mut stated) = (Vec::new(), Vec::new());
        for one in &mut self.parameters {
            seen.extend(&mut one.declared.seen);
            stated.extend(one.stated.iter_mut().flat_map(|stated| &mut stated.cites));
        }
        let statements = obligations
            .chain(choices.map(|(_, statement)| statement))
            .chain(seen.into_iter().map(|one| &mut one.statement))
            .chain(&mut self.before)
            .chain(&mut self.documents)
            .chain(&mut self.notes);
        found.extend(statements.flat_map(|statement| &mut statement.cites));
        found.extend(stated);
        for list in &mut self.lists {
            found.extend(list.places.iter_mut().flat_map(|place| &mut place.cites));
            let open =
                list.open.iter_mut().flat_map(|open| [&mut open.listed, &mut open.not_listed]);
            found.extend(open.flat_map(|statement| &mut statement.cites));
        }
        found
    }

    /// Every name of a question for the desk.
    pub(super) fn asks_mut(&mut self) -> Vec<&mut Word> {
        let mut found: Vec<&mut Word> =
            self.names.readings.iter_mut().map(|one| &mut one.ask).collect();
        found.extend(self.parameters.iter_mut().filter_map(|one| one.declared.ask.as_mut()));
        found.extend(self.lists.iter_mut().filter_map(|one| Some(&mut one.open.as_mut()?.ask)));
        let mut waiting = vec![&mut self.requires];
        while let Some(one) = waiting.pop() {
            found.extend(&mut one.ask);
            if let Rule::Group { members, incomplete, .. } = &mut one.rule {
                found.extend(incomplete.iter_mut().map(|one| &mut one.ask));
                waiting.extend(members);
            }
        }
        found.extend(self.obligations.iter_mut().filter_map(|one| one.clause.ask.as_mut()));
        for step in self.parts.iter_mut().flat_map(|one| &mut one.clause.then) {
            if let Step::RoundUnknown { ask, .. } = step {
                found.push(ask);
            }
        }
        found
    }

    /// Every expression in the framework's own words, without those of the values that a city states.
    pub(super) fn exprs_mut(&mut self) -> Vec<&mut Expr> {
        let mut found = walk::of_requirements_mut(&mut self.requires);
        found.extend(self.parts.iter_mut().flat_map(|one| walk::of_part_mut(&mut one.clause)));
        found.extend(self.obligations.iter_mut().flat_map(|one| one.clause.exprs_mut()));
        found.extend(self.names.definitions.iter_mut().map(|(_, expr)| expr));
        let of_members = self.names.member_definitions.iter_mut().flat_map(|(_, all)| all);
        found.extend(of_members.map(|(_, expr)| expr));
        for one in &mut self.parameters {
            let stated = one.stated.as_mut().filter(|_| !one.is_of_city);
            let values = one.declared.seen.iter_mut().map(|seen| &mut seen.value);
            for value in values.chain(stated.map(|stated| &mut stated.value)) {
                match value {
                    ParameterValue::Expr(expr) => found.push(expr),
                    ParameterValue::Period(..) => {}
                }
            }
        }
        found
    }

    /// The names of parameters, lists, readings and definitions where they are declared.
    pub(super) fn declared(&self) -> Vec<&Word> {
        let Names { sources: _, asks: _, readings, definitions, member_definitions } = &self.names;
        let of_members = member_definitions.iter().flat_map(|(_, all)| all);
        let definitions = definitions.iter().chain(of_members).map(|(id, _)| id);
        let parameters = self.parameters.iter().map(|one| &one.declared.id);
        let lists = self.lists.iter().map(|one| &one.id);
        let readings = readings.iter().map(|one| &one.id);
        definitions.chain(readings).chain(parameters).chain(lists).collect()
    }

    /// The ids of all clauses, in the order of the file.
    pub(super) fn clause_ids(&self) -> Vec<&Word> {
        let requirements = walk::requirements(&self.requires).into_iter().skip(1);
        let ids = requirements.map(|one| &one.id).filter(|id| !id.text.is_empty());
        let parts = self.parts.iter().map(|one| &one.clause.id);
        ids.chain(parts).chain(self.obligations.iter().map(|one| &one.clause.id)).collect()
    }

    /// Reports a second clause, and a second parameter, reading or definition, of the same id, and a value
    /// seen elsewhere whose type is not its parameter's.
    pub(super) fn check(&self, problems: &mut Diagnostics) {
        second(self.clause_ids().into_iter(), "clause", problems);
        let parameters = self.parameters.iter().map(|one| &one.declared.id);
        let readings = self.names.readings.iter().map(|one| &one.id);
        let definitions = self.names.definitions.iter().map(|(id, _)| id);
        let lists = self.lists.iter().map(|one| &one.id);
        let names = parameters.chain(readings).chain(definitions).chain(lists);
        second(names, "parameter or name", problems);
        for FrameworkParameter { id, quantity, seen, .. } in
            self.parameters.iter().map(|one| &one.declared)
        {
            for one in seen {
                check_type(id, *quantity, &one.value, problems);
            }
        }
    }
}

fn second<'a>(words: impl Iterator<Item = &'a Word>, what: &str, problems: &mut Diagnostics) {
    let mut first = BTreeMap::new();
    for word in words {
        if *first.entry(word.text.as_str()).or_insert(word.place) != word.place {
            let message = format!("a second {what} of the framework is called `{}`", word.text);
            problems.add(word.place, "duplicate-id", message);
        }
    }
}

/// The name of a source or question of a framework among all.
pub(super) fn unique(framework: &Framework, id: &str) -> String {
    format!("{}_{id}", framework.id.text.replace('/', "_"))
}

/// The origin of a framework's clauses.
pub(super) fn origin(framework: &Framework) -> Origin {
    Origin { level: framework.level, name: framework.name.clone(), is_confirmed: false }
}

/// Notes for a requirement and all below it where they come from.
pub(super) fn set_origin(requirement: &mut Requirement, origin: &Origin) {
    walk::change_requirements(requirement, &mut |one| one.origin = Some(origin.clone()));
}

/// The framework on which a framework builds.
pub(super) fn builds_on(framework: &Framework) -> Option<&FrameworkUse> {
    match &framework.basis {
        Basis::Own(_) => None,
        Basis::BuildsOn(used) => Some(used),
    }
}
