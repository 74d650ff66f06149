//! `iju check`: reports every problem of the rules and of the pages' words, for people, editors or
//! services. It does not find problems itself.

use crate::inputs::{Inputs, Outcome};
use crate::out::print;
use crate::{Failure, WORDS, found, print_problems};
use clap::ValueEnum;
use iju_check::calendar::Day;
use iju_check::check::CheckedCity;
use iju_check::diagnostic::{Diagnostic, Files, Level, Place, json, sarif};
use std::collections::BTreeSet;
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
    /// The lines of its files on which these dates are.
    files: Files,
}

impl Summary {
    fn new(city: CheckedCity) -> Summary {
        let CheckedCity { source, moving, mut files, .. } = city;
        files.keep_lines(moving.iter().map(|(place, _)| *place));
        let programmes = source.years.iter().map(|year| year.programmes.len()).sum();
        Summary { years: source.years.len(), programmes, moving, files }
    }
}

pub(crate) fn run(folder: &Path, words: Option<&Path>, format: Format) -> Result<String, Failure> {
    let words = words.or_else(|| Some(Path::new(WORDS)).filter(|default| default.is_dir()));
    let left_out = if words.is_some() { "" } else { WORDS_LEFT_OUT };
    let checked = match Inputs::open(folder, words) {
        Ok(inputs) => inputs.each(|_, city| Summary::new(city)),
        Err(failure) => Err(failure),
    };
    let cities = checked.and_then(|outcome| reported(outcome, format));
    let cities = cities.map_err(|failure| with_words_left_out(failure, left_out))?;
    let sum = |of: fn(&Summary) -> usize| cities.iter().map(of).sum::<usize>();
    Ok(format!(
        "iju check: no problems (cities: {}, years: {}, programmes: {}){left_out}",
        cities.len(),
        sum(|city| city.years),
        sum(|city| city.programmes),
    ))
}

/// Prints what was found. The cities, if there is no problem.
fn reported(outcome: Outcome<'_, Summary>, format: Format) -> Result<Vec<Summary>, Failure> {
    let Outcome { right, problems, mut files, folders } = outcome;
    let mut moving = Vec::new();
    let right = right.map(|mut cities| {
        for city in &mut cities {
            files.append(core::mem::take(&mut city.files));
            moving.extend(core::mem::take(&mut city.moving).into_iter().map(date_that_moves));
        }
        cities
    });
    if format == Format::Text {
        let count = print_problems(&files, problems);
        for one in moving {
            let place = files.place(one.place);
            print(format!("{place}: {}; {}", one.message, one.help.unwrap_or_default()))?;
        }
        return right.ok_or_else(|| found(count, &folders));
    }
    let errors = problems.sorted().into_iter().map(|one| (Level::Error, one));
    let notes = moving.into_iter().map(|one| (Level::Note, one));
    let all: Vec<(Level, Diagnostic)> = errors.chain(notes).collect();
    let here = env::current_dir().unwrap_or_default();
    print(match format {
        Format::Sarif => sarif(&files, &all, &here),
        Format::Json | Format::Text => json(&files, &all, &here),
    })?;
    let count = all.iter().filter(|(level, _)| *level == Level::Error).count();
    right.ok_or_else(|| found(count, &folders))
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
