//! The rules that all cities share, checked once, and the check of one city by them. It reads no file and knows no
//! other city.

use super::usage::{self, Usage};
use super::{city, examples, facts, folders, picture, roles, stock, texts};
use crate::calendar::Day;
use crate::diagnostic::{Diagnostics, Files, Place};
use crate::expand::{self, MadeUp};
use crate::index::FactIndex;
use crate::parse::CityFiles;
use crate::rulebook::{City, Fact};
use crate::source::{self, Example, SharedRules, Word};
use std::collections::BTreeSet;
use typed_index_collections::TiVec;

/// The rules that all cities share, after their check.
#[derive(Debug)]
pub struct CheckedShared {
    /// Their source tree.
    pub rules: SharedRules,
    /// The worked examples of the frameworks, each with the made-up city in which it is run.
    pub frameworks: Vec<(Example, City)>,
    /// The facts that the worked examples of the frameworks read.
    usage: Usage,
    /// The questions, if they and every framework are right. Otherwise the rules of no city are looked at.
    questions: Option<TiVec<FactIndex, Fact>>,
    /// Whether the texts of cities are looked at: a language with a wrong name would lack every text.
    are_texts_checked: bool,
}

/// A city without a problem.
#[derive(Debug)]
pub struct CheckedCity {
    /// Its source tree, for texts.
    pub source: source::City,
    /// Its rules, for evaluation.
    pub compiled: City,
    /// Its worked examples.
    pub examples: Vec<Example>,
    /// Its files.
    pub files: Files,
    /// Its dates that move if its rules go on in a later year, in the order of its files.
    pub moving: BTreeSet<(Place, Day)>,
}

/// What is wrong with a city.
#[derive(Debug)]
pub(super) struct WrongCity {
    pub(super) problems: Diagnostics,
    pub(super) files: Files,
}

/// What the check of a city found.
pub(super) struct Found {
    pub(super) city: Result<CheckedCity, WrongCity>,
    /// The facts that the city's rules read, if they could be compiled.
    pub(super) usage: Option<Usage>,
}

/// The languages of the pages of some cities, each once, in the order in which they first occur.
pub(super) fn languages(cities: &[&source::City]) -> Vec<Word> {
    let mut seen = BTreeSet::new();
    let all = cities.iter().flat_map(|city| &city.languages);
    all.filter(|one| seen.insert(one.text.as_str())).cloned().collect()
}

impl CheckedShared {
    /// Checks the questions, the frameworks, and what the cities say of themselves outside of their years.
    pub(super) fn new(
        rules: SharedRules,
        cities: &[&source::City],
        problems: &mut Diagnostics,
    ) -> CheckedShared {
        let before = problems.len();
        let languages = languages(cities);
        let mut made_up = Vec::new();
        if rules.is_whole {
            made_up = expand::made_up(&rules, &languages, problems);
            for one in &mut made_up {
                expand::take_from_library(&mut one.city, &rules.library, problems);
            }
        }
        let are_linked = rules.is_whole && problems.len() == before;
        made_up.iter_mut().for_each(|one| stock::declare(&mut one.city, problems));
        let before = problems.len();
        folders::check(cities, problems);
        picture::check(cities, problems);
        let are_texts_checked = are_linked && problems.len() == before;
        if are_texts_checked {
            texts::check_shared(&rules, cities, problems);
        }
        let before = problems.len();
        let questions = facts::facts(&rules, problems);
        facts::check_topics(&rules, problems);
        facts::check_screens(&rules, problems);
        roles::check(&rules, problems);
        // The rules are looked at when every question and every link to a framework is right.
        let are_right = are_linked && questions.len() == rules.facts.len();
        let mut found = CheckedShared {
            rules,
            frameworks: Vec::new(),
            usage: Usage::default(),
            questions: Some(questions).filter(|_| are_right && problems.len() == before),
            are_texts_checked,
        };
        found.check_library(&languages, problems);
        found.check_frameworks(made_up, problems);
        found
    }

    /// Checks the names and types of the library, also of what no city uses.
    fn check_library(&mut self, languages: &[Word], problems: &mut Diagnostics) {
        let Some(facts) = &self.questions else { return };
        let before = problems.len();
        for (id, _) in &self.rules.library.definitions {
            if self.rules.facts.iter().any(|fact| fact.id.text == id.text) {
                let message = format!("`{}` is a question already", id.text);
                let help = Some("call the definition otherwise".to_owned());
                problems.add_with_help(id.place, "duplicate-id", message, help);
            }
        }
        let mut city = expand::with_library(&self.rules, languages);
        stock::declare(&mut city, problems);
        city::check_names(&self.rules, &city, facts, problems);
        if problems.len() > before {
            self.questions = None;
        }
    }

    /// Checks frameworks in the made-up cities of their worked examples, before a mistake of theirs is reported for
    /// every city that uses them.
    fn check_frameworks(&mut self, made_up: Vec<MadeUp>, problems: &mut Diagnostics) {
        let before = problems.len();
        for MadeUp { city, example } in made_up {
            let Some(facts) = &self.questions else { return };
            let compiled = city::check(&self.rules, &city, facts, &mut self.usage, problems);
            if let Some((compiled, _)) = compiled {
                examples::check(&city, &compiled, &example, problems);
                self.frameworks.push((example, compiled));
            }
        }
        if problems.len() > before {
            self.questions = None;
        }
    }

    /// Checks a city and compiles its rules. The clauses of frameworks, and what a year needs and does not declare, are
    /// added to its source tree.
    pub(super) fn check(&self, read: CityFiles) -> Found {
        let CityFiles { city, examples, files, mut problems } = read;
        let is_read_whole = city.as_ref().is_some_and(source::City::is_whole);
        let (compiled, usage) = match city {
            Some(city) => self.compile(city, &examples, &mut problems),
            None => (None, None),
        };
        let city = match compiled.filter(|_| is_read_whole && problems.is_empty()) {
            Some((source, (compiled, moving))) => {
                Ok(CheckedCity { source, compiled, examples, files, moving })
            }
            None => Err(WrongCity { problems, files }),
        };
        Found { city, usage }
    }

    /// A city with its compiled rules, if nothing is wrong with them, and the facts that they read, if they could be
    /// compiled.
    fn compile(
        &self,
        mut city: source::City,
        examples: &[Example],
        problems: &mut Diagnostics,
    ) -> (Option<(source::City, city::Compiled)>, Option<Usage>) {
        let before = problems.len();
        if self.rules.is_whole {
            expand::expand(&mut city, &self.rules.frameworks, problems);
            expand::take_from_library(&mut city, &self.rules.library, problems);
        }
        let is_linked = problems.len() == before;
        stock::declare(&mut city, problems);
        if is_linked && self.are_texts_checked {
            texts::check_city(&city, problems);
        }
        let Some(facts) = self.questions.as_ref().filter(|_| is_linked) else {
            return (None, None);
        };
        let (mut usage, mut found) = (Usage::default(), Diagnostics::default());
        let compiled = city::check(&self.rules, &city, facts, &mut usage, &mut found);
        let usage = compiled.is_some().then_some(usage);
        // Examples are about what a city uses.
        let compiled = compiled.filter(|_| found.is_empty());
        problems.append(found);
        if let Some((compiled, _)) = &compiled {
            examples.iter().for_each(|one| examples::check(&city, compiled, one, problems));
        }
        (compiled.map(|compiled| (city, compiled)), usage)
    }
}

/// The facts that the rules of all cities read; none, if those of a city could not be compiled.
pub(super) struct AllUsage(Option<Usage>);

impl AllUsage {
    /// Those that the frameworks read.
    pub(super) fn new(shared: &CheckedShared) -> AllUsage {
        AllUsage(shared.questions.as_ref().map(|_| shared.usage.clone()))
    }

    pub(super) fn add(&mut self, of_city: Option<Usage>) {
        self.0 = self.0.take().zip(of_city).map(|(mut all, own)| {
            all.add(&own);
            all
        });
    }

    /// Reports every question that no rule reads.
    pub(super) fn check(self, rules: &SharedRules, problems: &mut Diagnostics) {
        if let Some(usage) = self.0 {
            usage::unused_facts(rules, &usage, problems);
        }
    }
}
