//! `iju check`: reports every problem of the rules and of the pages' words, for people, editors or
//! services. It does not find problems itself.

use crate::inputs::{Inputs, Outcome, Purpose};
use crate::out::print;
use crate::{Failure, WORDS, found, print_problems};
use clap::ValueEnum;
use iju_check::calendar::Day;
use iju_check::check::{self, CheckedCity};
use iju_check::diagnostic::{Diagnostic, Diagnostics, Files, Level, Place, json, sarif};
use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::path::Path;

/// How `iju check` reports.
#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub(crate) enum Format {
    /// Text for people.
    Text,
    /// One JSON object.
    Json,
    /// SARIF 2.1.0.
    Sarif,
}

/// What the last line adds if the words of the pages are not checked.
const WORDS_LEFT_OUT: &str =
    "; the words of the pages were not checked, because there is no folder www/words";

/// What is reported of a city without a problem.
struct Summary {
    years: usize,
    programmes: usize,
    /// Its dates that move if its rules go on in a later year.
    moving: BTreeSet<(Place, Day)>,
    /// Its texts that lack a language.
    untranslated: Diagnostics,
    /// The lines of its files on which these dates and texts are.
    files: Files,
}

impl Summary {
    fn new(city: CheckedCity) -> Summary {
        let CheckedCity { source, moving, mut files, .. } = city;
        let untranslated = check::untranslated(&source);
        files.keep_lines(moving.iter().map(|(place, _)| *place).chain(untranslated.places()));
        let programmes = source.years.iter().map(|year| year.programmes.len()).sum();
        Summary { years: source.years.len(), programmes, moving, untranslated, files }
    }
}

pub(crate) fn run(folder: &Path, words: Option<&Path>, format: Format) -> Result<String, Failure> {
    let words = words.or_else(|| Some(Path::new(WORDS)).filter(|default| default.is_dir()));
    let left_out = if words.is_some() { "" } else { WORDS_LEFT_OUT };
    let checked = match Inputs::open(folder, words, Purpose::Check) {
        Ok(inputs) => inputs.each(|_, city| Summary::new(city)),
        Err(failure) => Err(failure),
    };
    let cities = checked.and_then(|outcome| reported(outcome, format));
    let (cities, untranslated) =
        cities.map_err(|failure| with_words_left_out(failure, left_out))?;
    let sum = |of: fn(&Summary) -> usize| cities.iter().map(of).sum::<usize>();
    let untranslated = match untranslated {
        0 => String::new(),
        count => format!("; texts that lack a language: {count} (`iju site` refuses them)"),
    };
    Ok(format!(
        "iju check: no problems (cities: {}, years: {}, programmes: {}){untranslated}{left_out}",
        cities.len(),
        sum(|city| city.years),
        sum(|city| city.programmes),
    ))
}

/// Prints what was found. The cities and the number of texts that lack a language, if there is no problem.
fn reported(
    outcome: Outcome<'_, Summary>,
    format: Format,
) -> Result<(Vec<Summary>, usize), Failure> {
    let Outcome { right, problems, mut untranslated, mut files, folders } = outcome;
    if right.is_none() {
        untranslated = Diagnostics::default();
    }
    let mut moving = Vec::new();
    let right = right.map(|mut cities| {
        for city in &mut cities {
            files.append(core::mem::take(&mut city.files));
            moving.extend(core::mem::take(&mut city.moving).into_iter().map(date_that_moves));
            untranslated.append(core::mem::take(&mut city.untranslated));
        }
        cities
    });
    // Texts of frameworks and of the library stand in cities too.
    let untranslated: BTreeSet<Diagnostic> = untranslated.sorted().into_iter().collect();
    let count_untranslated = untranslated.len();
    if format == Format::Text {
        let count = print_problems(&files, problems);
        for line in by_file(&files, &untranslated) {
            print(line)?;
        }
        for one in moving {
            let place = files.place(one.place);
            print(format!("{place}: {}; {}", one.message, one.help.unwrap_or_default()))?;
        }
        let right = right.ok_or_else(|| found(count, &folders))?;
        return Ok((right, count_untranslated));
    }
    let errors = problems.sorted().into_iter().map(|one| (Level::Error, one));
    let warnings = untranslated.into_iter().map(|one| (Level::Warning, one));
    let notes = moving.into_iter().map(|one| (Level::Note, one));
    let all: Vec<(Level, Diagnostic)> = errors.chain(warnings).chain(notes).collect();
    let here = env::current_dir().unwrap_or_default();
    print(match format {
        Format::Sarif => sarif(&files, &all, &here),
        Format::Json | Format::Text => json(&files, &all, &here),
    })?;
    let count = all.iter().filter(|(level, _)| *level == Level::Error).count();
    let right = right.ok_or_else(|| found(count, &folders))?;
    Ok((right, count_untranslated))
}

/// A line for each file that has texts without a language, at the first of them.
fn by_file(files: &Files, untranslated: &BTreeSet<Diagnostic>) -> Vec<String> {
    let mut of_files: BTreeMap<usize, Vec<&Diagnostic>> = BTreeMap::new();
    for one in untranslated {
        of_files.entry(one.place.file).or_default().push(one);
    }
    let line = |all: &Vec<&Diagnostic>| {
        let first = all.first()?;
        let (place, what) = (files.place(first.place), &first.message);
        Some(match all.len() {
            1 => format!("{place}: warning: {what}"),
            count => {
                let more = count.saturating_sub(1);
                format!("{place}: warning: {what}, and {more} more in this file")
            }
        })
    };
    of_files.values().filter_map(line).collect()
}

/// A note that a date moves with the year.
fn date_that_moves((place, day): (Place, Day)) -> Diagnostic {
    Diagnostic {
        place,
        code: "date-moves",
        message: format!("{day} may move with the year in an estimate"),
        help: Some(format!("stays({day}) does not")),
    }
}

fn with_words_left_out(failure: Failure, left_out: &str) -> Failure {
    match failure {
        Failure::Rules(line) => Failure::Rules(line + left_out),
        other @ (Failure::Call(_) | Failure::Closed) => other,
    }
}
