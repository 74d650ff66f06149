//! `iju check`: reports every problem of the rules and of the pages' words, for people, editors or
//! services. It does not find problems itself.

use crate::out::print;
use crate::{Failure, WORDS, failed, folder_of, found, print_problems};
use clap::ValueEnum;
use iju_check::check::{self, Checked};
use iju_check::diagnostic::{Diagnostic, Diagnostics, Files, Level, json, sarif};
use iju_check::page::Words;
use iju_check::source::Rules;
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

/// Rules and the pages' words without a problem, or all problems of both.
pub(crate) struct Outcome<'a> {
    /// Both, if there is no problem; no words, if the call names no folder of words.
    pub(crate) right: Option<(Checked, Option<Words>)>,
    pub(crate) problems: Diagnostics,
    /// The folders with problems.
    pub(crate) folders: Vec<&'a Path>,
}

/// Reads and checks the rules, and the pages' words if there is a folder of them.
pub(crate) fn outcome<'a>(
    folder: &'a Path,
    words: Option<&'a Path>,
    files: &mut Files,
) -> Result<Outcome<'a>, Failure> {
    let mut problems = Diagnostics::default();
    let checked = check::load(folder_of(folder, "--rules")?, files, &mut problems);
    let checked = checked.map_err(failed)?;
    let of_rules = problems.len();
    let Some(words) = words else {
        let right = checked.map(|checked| (checked, None));
        return Ok(Outcome { right, problems, folders: vec![folder] });
    };
    let found = Words::load(folder_of(words, "--words")?, files, &mut problems).map_err(failed)?;
    if let Some((checked, found)) = checked.as_ref().zip(found.as_ref()) {
        found.cover(&checked.rules, &mut problems);
    }
    let folders = match (of_rules, problems.len()) {
        (0, _) => vec![words],
        (of_rules, all) if of_rules == all => vec![folder],
        _ => vec![folder, words],
    };
    let both = checked.zip(found).filter(|_| problems.is_empty());
    let right = both.map(|(checked, words)| (checked, Some(words)));
    Ok(Outcome { right, problems, folders })
}

pub(crate) fn run(folder: &Path, words: Option<&Path>, format: Format) -> Result<String, Failure> {
    let words = words.or_else(|| Some(Path::new(WORDS)).filter(|default| default.is_dir()));
    let left_out = if words.is_some() { "" } else { WORDS_LEFT_OUT };
    let mut files = Files::default();
    let checked = match outcome(folder, words, &mut files) {
        Ok(outcome) => reported(&files, outcome, format),
        Err(failure) => Err(failure),
    };
    let rules = checked.map_err(|failure| with_words_left_out(failure, left_out))?;
    let years = rules.cities.iter().flat_map(|city| &city.years);
    let programmes: usize = years.clone().map(|year| year.programmes.len()).sum();
    Ok(format!(
        "iju check: no problems (cities: {}, years: {}, programmes: {programmes}){left_out}",
        rules.cities.len(),
        years.count(),
    ))
}

/// Prints what was found. The rules, if there is no problem.
fn reported(files: &Files, outcome: Outcome<'_>, format: Format) -> Result<Rules, Failure> {
    let Outcome { right, problems, folders } = outcome;
    let moving = right.as_ref().map(|(checked, _)| dates_that_move(&checked.rules));
    let rules = right.map(|(checked, _)| checked.rules);
    if format == Format::Text {
        let count = print_problems(files, problems);
        for one in moving.unwrap_or_default() {
            let place = files.place(one.place);
            print(format!("{place}: {}; {}", one.message, one.help.unwrap_or_default()))?;
        }
        return rules.ok_or_else(|| found(count, &folders));
    }
    let errors = problems.sorted().into_iter().map(|one| (Level::Error, one));
    let notes = moving.unwrap_or_default().into_iter().map(|one| (Level::Note, one));
    let all: Vec<(Level, Diagnostic)> = errors.chain(notes).collect();
    let here = env::current_dir().unwrap_or_default();
    print(match format {
        Format::Sarif => sarif(files, &all, &here),
        Format::Json | Format::Text => json(files, &all, &here),
    })?;
    let count = all.iter().filter(|(level, _)| *level == Level::Error).count();
    rules.ok_or_else(|| found(count, &folders))
}

/// A note for each date that moves with the year.
fn dates_that_move(rules: &Rules) -> Vec<Diagnostic> {
    let note = |(place, day)| Diagnostic {
        place,
        code: "date-moves",
        message: format!("{day} may move with the year in an estimate"),
        help: Some(format!("stays({day}) does not")),
    };
    check::dates_that_move(rules).into_iter().map(note).collect()
}

fn with_words_left_out(failure: Failure, left_out: &str) -> Failure {
    match failure {
        Failure::Rules(line) => Failure::Rules(line + left_out),
        other @ (Failure::Call(_) | Failure::Closed) => other,
    }
}
