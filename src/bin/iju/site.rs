//! `iju site`: writes the pages of one city after another into a folder, which takes the place of the last site when it is
//! complete. It does not render pages itself.

use crate::inputs::{Inputs, Outcome, Purpose};
use crate::{Failure, failed, found, print_problems};
use iju_check::page::{Listed, PageError, Parts, Site};
use iju_check::source::Word;
use iju_output::{Output, OutputError};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// The folders from which a site is built.
pub(crate) struct Folders<'a> {
    pub(crate) rules: &'a Path,
    pub(crate) words: &'a Path,
    pub(crate) templates: &'a Path,
    /// Those of the scripts and the engine; without it the pages stay without script.
    pub(crate) parts: Option<&'a Path>,
}

impl<'a> Folders<'a> {
    /// Each with its name.
    fn named(&self) -> Vec<(&'static str, &'a Path)> {
        let Folders { rules, words, templates, parts } = *self;
        let mut named = vec![("rules", rules), ("words", words), ("templates", templates)];
        named.extend(parts.map(|parts| ("parts", parts)));
        named
    }
}

pub(crate) fn run(folders: &Folders<'_>, out: &Path) -> Result<String, Failure> {
    Output::check(out, &folders.named()).map_err(not_written)?;
    let inputs = Inputs::open(folders.rules, Some(folders.words), Purpose::Publish)?;
    let languages = inputs.languages();
    let languages: Vec<&Word> = languages.iter().collect();
    let words = inputs.words().cloned();
    let Some(words) = words.filter(|words| languages.iter().all(|one| words.has(&one.text))) else {
        // What is wrong already is told with what is wrong with the cities.
        return inputs.each(|_, _| ()).and_then(|outcome| refused(outcome).map(|_| String::new()));
    };
    let parts = folders.parts.map(Parts::read).transpose().map_err(failed)?;
    let site = Site::new(&languages, &words, folders.templates, parts.as_ref()).map_err(failed)?;
    let output = Output::start(out, &folders.named()).map_err(not_written)?;
    let is_broken = AtomicBool::new(false);
    let cities = inputs.each(|rules, city| {
        // One page that cannot be written ends the call, so the others are not needed.
        if is_broken.load(Ordering::Relaxed) {
            return None;
        }
        let listed = site.write_city(rules, &city.source, &city.compiled, output.folder());
        is_broken.fetch_or(listed.is_err(), Ordering::Relaxed);
        Some(listed)
    });
    let cities = refused(cities?)?.into_iter().flatten();
    let cities: Result<Vec<Listed>, PageError> = cities.collect();
    let cities = cities.map_err(failed)?;
    let rest = site.write_rest(&cities, output.folder()).map_err(failed)?;
    let pages = cities.iter().map(Listed::pages).fold(rest, usize::saturating_add);
    output.finish().map_err(not_written)?;
    Ok(format!("iju site: {pages} pages in {}", out.display()))
}

/// What was made of the cities; every problem is printed.
fn refused<T>(outcome: Outcome<'_, T>) -> Result<Vec<T>, Failure> {
    let count = print_problems(&outcome.files, outcome.problems);
    outcome.right.ok_or_else(|| found(count, &outcome.folders))
}

fn not_written(cause: OutputError) -> Failure {
    match cause {
        OutputError::Refused(why) => Failure::Call(format!("iju: {why}")),
        OutputError::Failed(..) => failed(cause),
    }
}
