//! Checks a source tree and compiles it into valid rules: names, types, citations, translations,
//! dates, tables, rules that never matter. It reports every problem and gives no rules if there is
//! one.
//!
//! The files of this module form layers. Each uses only those before it:
//!
//! 1. `easy`, `folders` (names in the site), `stock` (readings that a year needs and does not declare), `picture`,
//!    `source_map`, `usage`, `condition`, `witness` (a household with a property), `example_names`, `example_answers`,
//!    `expectations` (what examples can expect), `depth` (of definitions), `limit` (which limit is passed)
//! 2. `markup`, `texts` (translations), `facts` (questions), `roles` (what the page takes them for), `lower` (expressions
//!    and citations of a year)
//! 3. `amounts`, `asks` (questions for the desk), `awards`, `requirements`, `leftover` (what nothing uses), `in_force`
//!    (on which days rules hold)
//! 4. `year` (a whole year), `coverage`, `constant`, `below_nothing`, `periods` and `gates` (what a
//!    valid city shows)
//! 5. `city` (all years of a city), `examples`
//! 6. this file (all cities)

mod amounts;
mod asks;
mod awards;
mod below_nothing;
mod city;
mod condition;
mod constant;
mod coverage;
mod depth;
pub mod easy;
mod example_answers;
mod example_names;
mod examples;
pub(crate) mod expectations;
mod facts;
mod folders;
mod gates;
mod in_force;
mod leftover;
mod limit;
mod lower;
pub(crate) mod markup;
mod periods;
mod picture;
mod requirements;
mod roles;
mod source_map;
mod stock;
pub(crate) mod texts;
mod usage;
mod witness;
mod year;

use crate::calendar::Day;
use crate::diagnostic::{Diagnostics, Files, Place};
use crate::expand::{self, MadeUp};
use crate::index::FactIndex;
use crate::parse::{self, ReadError};
use crate::rulebook::{City, Expr, Fact};
use crate::source::{Example, Rules};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;
use typed_index_collections::{TiSlice, TiVec};

pub use city::Unshared;
pub use folders::{LANGUAGES, PLAIN_PAGES};
pub use source_map::SourceMap;

/// Rules without a problem: the source tree for texts, the cities for evaluation.
#[derive(Debug)]
pub struct Checked {
    /// The source tree.
    pub rules: Rules,
    /// The compiled cities, in the order of the source tree's.
    pub cities: Vec<City>,
    /// The worked examples of the frameworks, each with the made-up city in which it is run.
    pub frameworks: Vec<(Example, City)>,
}

/// Reads and checks every rule file and every file of examples below a folder. There are no rules if
/// there is a problem.
///
/// # Errors
/// If a file cannot be read.
///
/// # Example
/// ```
/// use iju_check::check;
/// use iju_check::diagnostic::{Diagnostics, Files};
/// use std::path::Path;
///
/// let (mut files, mut problems) = (Files::default(), Diagnostics::default());
/// let folder = Path::new("tests/cases");
/// let checked = check::load(folder, &mut files, &mut problems).unwrap().unwrap();
/// assert_eq!(checked.cities.len(), checked.rules.cities.len());
/// ```
pub fn load(
    folder: &Path,
    files: &mut Files,
    problems: &mut Diagnostics,
) -> Result<Option<Checked>, ReadError> {
    let rules = parse::parse(folder, files, problems)?;
    let examples = parse::parse_examples(folder, files, problems)?;
    let Some(mut rules) = rules else { return Ok(None) };
    let compiled = compile(&mut rules, problems);
    examples::check(&rules, &compiled.cities, &examples, problems);
    Ok(compiled.complete(rules, problems))
}

/// Checks a source tree, with the clauses of frameworks in the programmes that use them. There are no rules if
/// there is a problem.
#[must_use]
pub fn check(mut rules: Rules, problems: &mut Diagnostics) -> Option<Checked> {
    let compiled = compile(&mut rules, problems);
    compiled.complete(rules, problems)
}

/// What could be compiled.
struct Compiled {
    /// Each city of the source tree, if it has no problem.
    cities: Vec<Option<City>>,
    /// The worked examples of the frameworks.
    frameworks: Vec<(Example, City)>,
}

impl Compiled {
    /// No city at all.
    fn nothing(rules: &Rules) -> Compiled {
        Compiled { cities: rules.cities.iter().map(|_| None).collect(), frameworks: Vec::new() }
    }

    /// Checked rules, if nothing is wrong or missing.
    fn complete(self, rules: Rules, problems: &Diagnostics) -> Option<Checked> {
        let cities: Vec<City> = self.cities.into_iter().flatten().collect();
        let is_complete =
            rules.is_whole && problems.is_empty() && cities.len() == rules.cities.len();
        is_complete.then_some(Checked { rules, cities, frameworks: self.frameworks })
    }
}

/// Compiles a source tree. The clauses of frameworks, and what a year needs and does not declare, are added to it.
fn compile(rules: &mut Rules, problems: &mut Diagnostics) -> Compiled {
    let before = problems.len();
    let mut made_up = Vec::new();
    if rules.has_all_frameworks {
        made_up = expand::made_up(rules, problems);
        expand::expand(rules, problems);
    }
    let are_linked = rules.has_all_frameworks && problems.len() == before;
    let of_examples = made_up.iter_mut().map(|one| &mut one.city);
    stock::declare(rules.cities.iter_mut().chain(of_examples), problems);
    let rules = &*rules;
    let before = problems.len();
    folders::check(rules, problems);
    picture::check(rules, problems);
    // A language with a wrong name would lack every text.
    if are_linked && problems.len() == before {
        texts::check(rules, problems);
    }
    let before = problems.len();
    let facts = facts::facts(rules, problems);
    facts::check_topics(rules, problems);
    facts::check_screens(rules, problems);
    roles::check(rules, problems);
    // The rules are looked at when every question and every link to a framework is right.
    if !are_linked || facts.len() < rules.facts.len() || problems.len() > before {
        return Compiled::nothing(rules);
    }
    let mut usage = usage::Usage::default();
    let Some(frameworks) = check_frameworks(rules, made_up, &facts, &mut usage, problems) else {
        return Compiled::nothing(rules);
    };
    let (mut cities, mut are_compiled) = (Vec::new(), rules.is_whole);
    // A city is checked for itself, so all processors check cities.
    let checked = rules.cities.par_iter().map(|city| {
        let (mut usage, mut problems) = (usage::Usage::default(), Diagnostics::default());
        (city::check(rules, city, &facts, &mut usage, &mut problems), usage, problems)
    });
    for (found, used, found_problems) in checked.collect::<Vec<_>>() {
        are_compiled &= found.is_some();
        usage.add(&used);
        // Examples are about what a city uses.
        cities.push(found.filter(|_| found_problems.is_empty()));
        found_problems.sorted().into_iter().for_each(|problem| problems.push(problem));
    }
    // Usage is complete only if every city could be compiled.
    if are_compiled {
        usage::unused_facts(rules, &usage, problems);
    }
    Compiled { cities, frameworks }
}

/// Checks frameworks in the made-up cities of their worked examples, before a mistake of theirs is reported for
/// every city that uses them. There is nothing if there is a problem.
fn check_frameworks(
    rules: &Rules,
    made_up: Vec<MadeUp>,
    facts: &TiSlice<FactIndex, Fact>,
    usage: &mut usage::Usage,
    problems: &mut Diagnostics,
) -> Option<Vec<(Example, City)>> {
    let before = problems.len();
    let mut found = Vec::new();
    for MadeUp { city, example } in made_up {
        if let Some(compiled) = city::check(rules, &city, facts, usage, problems) {
            examples::check_one(&city, &compiled, &example, problems);
            found.push((example, compiled));
        }
    }
    (problems.len() == before).then_some(found)
}

/// Every date in checked rules that moves if they go on in a later year, in the order of the files.
#[must_use]
pub fn dates_that_move(rules: &Rules) -> Vec<(Place, Day)> {
    let mut found = BTreeSet::new();
    for Unshared { rules, places } in unshared(rules) {
        for (book, places) in rules.years.iter().zip(places) {
            for (expr, place) in places.exprs {
                if let Some(Expr::Day { number, stays: false }) = book.exprs.get(expr) {
                    found.extend(Day::from_number(*number).map(|day| (place, day)));
                }
            }
        }
    }
    found.into_iter().collect()
}

/// Compiles the cities of checked rules again, each with unshared nodes, for the mutation tester.
#[must_use]
pub fn unshared(rules: &Rules) -> Vec<Unshared> {
    let mut problems = Diagnostics::default();
    let facts: TiVec<FactIndex, Fact> = facts::facts(rules, &mut problems);
    let cities = rules.cities.iter();
    cities.filter_map(|city| city::unshared(rules, city, &facts, &mut problems)).collect()
}
