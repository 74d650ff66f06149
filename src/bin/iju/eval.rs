//! `iju eval`: evaluates households on all processors, and prints each report in the order of the input, as soon as
//! those before it are printed. It does not judge whether a report is right.

use crate::evaluator::{Evaluator, Wrong, given};
use crate::households::{Household, Households};
use crate::out::print;
use crate::sum::{self, Sum};
use crate::summary::summary;
use crate::{Failure, failed, find, load};
use iju_check::advise::advise;
use iju_check::calendar::Day;
use iju_check::diagnostic::Files;
use iju_check::evaluate::evaluate;
use iju_check::source;
use iju_check::wire::named::{AdvisedReport, name_advice, name_report};
use iju_check::wire::names::{Names, names};
use rayon::prelude::*;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// How to evaluate, as the call says it.
#[derive(clap::Args)]
pub(crate) struct Question {
    /// The city, such as `oita`.
    city: String,
    /// The application date asked about, YYYY-MM-DD. If it is absent, it is the last day on which the household
    /// may move, from today up to a year from today.
    #[arg(long, value_parser = crate::day)]
    on: Option<Day>,
    /// The day that counts as today: sources may be stale on it, and nothing is planned before; the application
    /// date, if absent.
    #[arg(long, value_parser = crate::day, required_unless_present = "on")]
    today: Option<Day>,
    /// A file of answers, or - for standard input.
    #[arg(long, value_name = "FILE|-")]
    answers: PathBuf,
    /// Prints one JSON report a line.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    sum: sum::Asked,
}

pub(crate) fn run(rules: &Path, asked: &Question) -> Result<String, Failure> {
    let checked = load(rules, &mut Files::default())?;
    let (texts, city) = find(&checked, &asked.city)?;
    let today =
        asked.today.or(asked.on).ok_or_else(|| failed("name a day with --on or --today"))?;
    let evaluator = Evaluator { city, on: asked.on, today };
    let input: Box<dyn Read> = if asked.answers == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(&asked.answers).map_err(|cause| unread(&asked.answers, &cause))?)
    };
    let households = Households::new(input);
    let (done, count) = if asked.sum.is_asked {
        let beside = asked.sum.beside(rules, &asked.city)?;
        let other = beside.as_ref().map(|beside| beside.evaluator(&evaluator)).transpose()?;
        let mut sum = Sum::new(&asked.sum, &evaluator, other.as_ref())?;
        let count = each_batch(households, asked, |batch| Ok(sum.add(batch)))?;
        sum.print()?;
        ("summed", count)
    } else {
        let names = names(city);
        let said = |one: &Household| said(&evaluator, one, &names, texts, asked.json);
        let print_each = |batch: &[Household]| {
            let all: Vec<Result<String, Wrong>> = batch.par_iter().map(said).collect();
            print_reports(all, asked)
        };
        ("evaluated", each_batch(households, asked, print_each)?)
    };
    Ok(match asked.on {
        Some(on) => format!("iju eval: {count} {done} on {on}"),
        None => format!("iju eval: {count} {done}, today being {today}"),
    })
}

fn unread(path: &Path, cause: &io::Error) -> Failure {
    Failure::Call(format!("iju: cannot read {}: {cause}", path.display()))
}

/// Gives every batch of households to a function, which returns what is wrong with some of them. Fails after the last
/// batch if anything was wrong. Returns the number of households.
fn each_batch(
    mut households: Households<impl Read>,
    asked: &Question,
    mut work: impl FnMut(&[Household]) -> Result<Vec<Wrong>, Failure>,
) -> Result<usize, Failure> {
    let path = &asked.answers;
    let (mut count, mut wrong) = (0_usize, 0_usize);
    loop {
        let batch = households.next_batch().map_err(|cause| unread(path, &cause))?;
        if batch.is_empty() {
            break;
        }
        count = count.saturating_add(batch.len());
        let found = work(&batch)?;
        wrong = wrong.saturating_add(found.len());
        found.iter().for_each(|wrong| tell(path, wrong));
    }
    match (count, wrong) {
        (0, _) => Err(failed("no answers were given, expected a JSON object")),
        (_, 0) => Ok(count),
        _ => {
            let left = if asked.sum.is_asked { "; nothing was summed" } else { "" };
            let what =
                format!("{wrong} of {count} were not evaluated: their answers are wrong{left}");
            Err(failed(what))
        }
    }
}

/// Prints the reports, and as JSON also what is wrong. Returns what is wrong.
fn print_reports(all: Vec<Result<String, Wrong>>, asked: &Question) -> Result<Vec<Wrong>, Failure> {
    let (mut lines, mut found) = (Vec::new(), Vec::new());
    for one in all {
        match one {
            Ok(line) => lines.push(line),
            Err(wrong) => {
                if asked.json {
                    lines.push(wrong.errors.to_string());
                }
                found.push(wrong);
            }
        }
    }
    if !lines.is_empty() {
        print(lines.join("\n"))?;
    }
    Ok(found)
}

/// A household's report and the advice on each of its programmes, as JSON or for people.
fn said(
    evaluator: &Evaluator<'_>,
    household: &Household,
    names: &Names,
    texts: &source::City,
    as_json: bool,
) -> Result<String, Wrong> {
    evaluator.evaluate(&given(household)?, |city, situation, on| {
        let report = evaluate(city, situation, on, evaluator.today);
        let advice = advise(city, situation, &report, evaluator.today);
        let advice: Vec<_> = advice.programmes.iter().map(|one| name_advice(names, one)).collect();
        // The ids are those of the rules without rulings, as in the page.
        let report = name_report(names, &report);
        if !as_json {
            return summary(texts, &report, &advice);
        }
        // A report has no map with keys that are no text, the only thing that cannot be written.
        serde_json::to_string(&AdvisedReport::new(&report, &advice)).unwrap_or_default()
    })
}

/// Prints what is wrong with one household's answers.
fn tell(path: &Path, Wrong { line, errors }: &Wrong) {
    for error in errors.get("errors").and_then(|all| all.as_array()).into_iter().flatten() {
        let text = |key: &str| error.get(key).and_then(|found| found.as_str()).unwrap_or_default();
        let place = match text("fact") {
            "" => "the answers".to_owned(),
            fact => format!("`{fact}`"),
        };
        let (code, expected) = (text("code"), text("expected"));
        let path = path.display();
        let _ =
            writeln!(io::stderr(), "{path}:{line}: error[{code}]: {place}: expected {expected}");
    }
    if let Some(more) = errors.get("more") {
        let _ = writeln!(io::stderr(), "{}:{line}: and {more} more", path.display());
    }
}
