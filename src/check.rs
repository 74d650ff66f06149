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
//! 6. `shared` (the rules that all cities share, and one city by them)
//! 7. this file (one city after another)

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
mod shared;
mod source_map;
mod stock;
pub(crate) mod texts;
mod usage;
mod witness;
mod year;

use crate::diagnostic::{Diagnostics, Files, Place};
use crate::index::FactIndex;
use crate::parse::{self, CityFiles, CityFolder, ReadError};
use crate::rulebook::{City, Fact};
use crate::source::{self, Example, Rules, SharedRules, Word};
use rayon::prelude::*;
use shared::{AllUsage, Found, WrongCity};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use typed_index_collections::TiVec;
use usage::Usage;

pub use city::Unshared;
pub use folders::{LANGUAGES, PLAIN_PAGES};
pub use shared::{CheckedCity, CheckedShared};
pub use source_map::SourceMap;
pub use texts::{untranslated, untranslated_shared};

/// Rules without a problem, all in memory: the source tree for texts, the cities for evaluation.
#[derive(Debug)]
pub struct Checked {
    /// The source tree.
    pub rules: Rules,
    /// The compiled cities, in the order of the source tree's.
    pub cities: Vec<City>,
    /// The worked examples of each city.
    pub examples: Vec<Vec<Example>>,
    /// The worked examples of the frameworks, each with the made-up city in which it is run.
    pub frameworks: Vec<(Example, City)>,
}

/// A folder of rules before the years of its first city are read. The rules that all cities share are checked, and every
/// city's own file is read.
#[derive(Debug)]
pub struct Opened {
    /// Nothing, if the questions cannot be read whole.
    shared: Option<CheckedShared>,
    cities: Vec<CityFolder>,
}

/// What is held of one city after it.
struct Done<T> {
    /// What was made of it.
    made: Option<T>,
    problems: Diagnostics,
    /// The lines of its files that a report of problems shows.
    files: Files,
    /// The facts that its rules read, if they could be compiled.
    usage: Option<Usage>,
}

impl Opened {
    /// Reads and checks the rules that all cities share, and reads every city's own file.
    ///
    /// # Errors
    /// If a file or folder cannot be read; what is wrong with rules is a problem.
    pub fn read(
        folder: &Path,
        files: &mut Files,
        problems: &mut Diagnostics,
    ) -> Result<Opened, ReadError> {
        let shared = parse::parse_shared(folder, files, problems)?;
        let cities = parse::city_folders(folder)?;
        let known: Vec<&source::City> = cities.iter().filter_map(CityFolder::city).collect();
        let shared = shared.map(|shared| CheckedShared::new(shared, &known, problems));
        Ok(Opened { shared, cities })
    }

    /// The rules that all cities share, if the questions can be read whole.
    #[must_use]
    pub fn shared(&self) -> Option<&SharedRules> {
        self.shared.as_ref().map(|shared| &shared.rules)
    }

    /// The languages of the cities' pages, each once, in the order in which they first occur.
    #[must_use]
    pub fn languages(&self) -> Vec<Word> {
        let cities: Vec<&source::City> = self.cities.iter().filter_map(CityFolder::city).collect();
        shared::languages(&cities)
    }

    /// No file yet, of the part whose problems are reported after those of the rules.
    #[must_use]
    pub fn files_after(&self) -> Files {
        Files::of_part(self.cities.len().saturating_mul(2).saturating_add(1))
    }

    /// Reads, checks and compiles the cities on all processors, each processor one city at a time, and gives what is made
    /// of each in the order of the cities. Nothing is given if there is a problem.
    ///
    /// A city is read when a processor begins with it. `look` sees each city without a problem and may find some, unless
    /// there is a problem before the first city.
    /// `make` takes the city; what it does not keep is dropped before the processor begins with the next city. It is not
    /// called any more once there is a problem.
    ///
    /// # Errors
    /// If a file or folder cannot be read.
    pub fn each<T: Send>(
        self,
        files: &mut Files,
        problems: &mut Diagnostics,
        look: impl Fn(&source::City, &mut Diagnostics) + Sync,
        make: impl Fn(&SharedRules, CheckedCity) -> T + Sync,
    ) -> Result<Option<(CheckedShared, Vec<T>)>, ReadError> {
        let Opened { shared, cities } = self;
        let are_cities_read = cities.iter().all(|one| one.city().is_some());
        let is_right = AtomicBool::new(problems.is_empty() && are_cities_read);
        // Some are about what cities say of themselves.
        let earlier: Vec<Place> = problems.places().collect();
        let one = |folder: CityFolder| {
            let look = earlier.is_empty().then_some(&look);
            let found = folder.read().map(|read| check_city(shared.as_ref(), read, look));
            if !found.as_ref().is_ok_and(|found| found.city.is_ok()) {
                is_right.store(false, Ordering::Relaxed);
            }
            let Found { city, usage } = found?;
            let WrongCity { problems, mut files } = match (city, &shared) {
                (Ok(city), Some(shared)) if is_right.load(Ordering::Relaxed) => {
                    let made = Some(make(&shared.rules, city));
                    let (problems, files) = (Diagnostics::default(), Files::default());
                    return Ok(Done { made, problems, files, usage });
                }
                (Ok(CheckedCity { files, .. }), _) => {
                    WrongCity { problems: Diagnostics::default(), files }
                }
                (Err(wrong), _) => wrong,
            };
            files.keep_lines(problems.places().chain(earlier.iter().copied()));
            Ok(Done { made: None, problems, files, usage })
        };
        let done: Vec<Result<Done<T>, ReadError>> = cities.into_par_iter().map(one).collect();
        let (mut made, mut usage) = (Vec::new(), shared.as_ref().map(AllUsage::new));
        let count = done.len();
        for done in done {
            let done = done?;
            made.extend(done.made);
            files.append(done.files);
            problems.append(done.problems);
            if let Some(usage) = &mut usage {
                usage.add(done.usage);
            }
        }
        let Some((shared, usage)) = shared.zip(usage) else { return Ok(None) };
        usage.check(&shared.rules, problems);
        Ok((problems.is_empty() && made.len() == count).then_some((shared, made)))
    }
}

/// Checks a city, and then looks at it with `look`, if there is nothing wrong with it.
fn check_city(
    shared: Option<&CheckedShared>,
    read: CityFiles,
    look: Option<&impl Fn(&source::City, &mut Diagnostics)>,
) -> Found {
    let Some(shared) = shared else {
        let CityFiles { files, problems, .. } = read;
        return Found { city: Err(WrongCity { problems, files }), usage: None };
    };
    let Found { city, usage } = shared.check(read);
    let city = city.and_then(|city| {
        let mut problems = Diagnostics::default();
        look.iter().for_each(|look| look(&city.source, &mut problems));
        if problems.is_empty() { Ok(city) } else { Err(WrongCity { problems, files: city.files }) }
    });
    Found { city, usage }
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
    let opened = Opened::read(folder, files, problems)?;
    let found = opened.each(files, problems, |_, _| (), |_, city| city)?;
    Ok(found.map(|(shared, cities)| Checked::new(shared, cities, files)))
}

/// Checks a source tree, with the clauses of frameworks in the programmes that use them. There are no rules if
/// there is a problem.
#[must_use]
pub fn check(rules: Rules, problems: &mut Diagnostics) -> Option<Checked> {
    let Rules { shared, cities, is_whole } = rules;
    let known: Vec<&source::City> = cities.iter().collect();
    let shared = CheckedShared::new(shared, &known, problems);
    let (mut usage, mut right) = (AllUsage::new(&shared), Vec::new());
    for city in cities {
        let found = shared.check(CityFiles::of(city));
        usage.add(found.usage);
        match found.city {
            Ok(city) => right.push(city),
            Err(wrong) => problems.append(wrong.problems),
        }
    }
    usage.check(&shared.rules, problems);
    let is_right = is_whole && problems.is_empty();
    is_right.then(|| Checked::new(shared, right, &mut Files::default()))
}

impl Checked {
    fn new(shared: CheckedShared, cities: Vec<CheckedCity>, all_files: &mut Files) -> Checked {
        let CheckedShared { rules: shared, frameworks, .. } = shared;
        let rules = Rules { shared, cities: Vec::new(), is_whole: true };
        let mut found = Checked { rules, cities: Vec::new(), examples: Vec::new(), frameworks };
        for CheckedCity { source, compiled, examples, files, moving: _ } in cities {
            found.rules.cities.push(source);
            found.cities.push(compiled);
            found.examples.push(examples);
            all_files.append(files);
        }
        found
    }
}

/// Compiles the cities of checked rules again, each with unshared nodes, for the mutation tester.
#[must_use]
pub fn unshared(rules: &Rules) -> Vec<Unshared> {
    let mut problems = Diagnostics::default();
    let facts: TiVec<FactIndex, Fact> = facts::facts(&rules.shared, &mut problems);
    let compile = |city| city::unshared(&rules.shared, city, &facts, &mut problems);
    rules.cities.iter().filter_map(compile).collect()
}
