//! Puts the clauses of frameworks into the programmes that use them, and what a year names of the library into the
//! year. Whoever reads the source tree after it sees ordinary programmes. It looks up clauses, parameters and names of
//! the library; `check` looks up every other name.
//!
//! The files of this module form layers. Each uses only those before it:
//!
//! 1. `walk` (the expressions of clauses), `quantity` (the types of parameters)
//! 2. `merged` (a framework's clauses as one value), `find` (a clause by id)
//! 3. `rename` (names that are unique in a year), `apply` (what a user states, confirms and changes), `lists`
//!    (conditions on places and days)
//! 4. `chain` (a framework with those on which it builds), `settle` (grades, and parameters that nobody
//!    states)
//! 5. `import` (from there into a programme and its year)
//! 6. `library` (what a year names of it), `made_up` (a city for each worked example)
//! 7. this file (all programmes of a city)

mod apply;
mod chain;
mod find;
mod import;
mod library;
mod lists;
mod made_up;
mod merged;
mod quantity;
mod rename;
mod settle;
mod walk;

use crate::diagnostic::{Diagnostics, suggestion};
use crate::source::{City, Evidence, Framework, FrameworkUse, Word, Year};
use apply::Applied;
use merged::Merged;
use settle::Wanted;

pub use library::take_from_library;
pub use made_up::{MadeUp, made_up, with_library};

/// Puts the clauses of its framework into each programme of a city that uses one. What cannot be found is a problem,
/// and the programme stays without clauses.
pub fn expand(city: &mut City, frameworks: &[Framework], problems: &mut Diagnostics) {
    for year in &mut city.years {
        for (programme, used) in core::mem::take(&mut year.uses) {
            let known = frameworks.iter().map(|one| one.id.text.as_str());
            match frameworks.iter().find(|one| one.id.text == used.framework.text) {
                Some(framework) => {
                    if let Some(merged) = chain::merged(framework, frameworks, problems) {
                        take_over(year, &programme, merged, &used, problems);
                    }
                }
                None => unknown_framework(&used, known, problems),
            }
            year.uses.push((programme, used));
        }
    }
}

fn unknown_framework<'a>(
    used: &FrameworkUse,
    known: impl Iterator<Item = &'a str>,
    problems: &mut Diagnostics,
) {
    let name = &used.framework;
    let message = format!("unknown framework `{}`", name.text);
    let help = suggestion(&name.text, known).unwrap_or(
        "the files below `frameworks` have such names as `relocation_grant/2025`".into(),
    );
    problems.add_with_help(name.place, "unknown-framework", message, Some(help));
}

/// Puts a framework's clauses into a programme of a year.
fn take_over(
    year: &mut Year,
    programme: &Word,
    mut merged: Merged,
    used: &FrameworkUse,
    problems: &mut Diagnostics,
) {
    let prefix = format!("{}_", programme.text);
    rename::rename(&mut merged, &prefix);
    merged.grade(Evidence::Reported);
    let mut applied = Applied {
        merged: &mut merged,
        prefix: &prefix,
        origin: None,
        sources: Some(&year.sources),
        problems,
    };
    applied.apply(used);
    if let Some(own) = year.programmes.iter_mut().find(|one| one.id.text == programme.text) {
        own.valid.by = own.valid.by.take().or(merged.version_by.clone());
    }
    let settled = settle::settle(merged, used.framework.place, (&prefix, Wanted::Used), problems);
    import::into_year(year, programme, settled, problems);
}
