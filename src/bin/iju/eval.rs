//! `iju eval`: evaluates households one after the other and prints each report at once. It does not
//! judge whether a report is right.

use crate::households::{Household, Households};
use crate::out::print;
use crate::summary::summary;
use crate::{Failure, failed, find, load};
use iju_check::advise::advise;
use iju_check::calendar::Day;
use iju_check::diagnostic::{Files, MOST_SHOWN};
use iju_check::evaluate::{default_on, evaluate};
use iju_check::rulebook::{City, Rulings};
use iju_check::wire::answers;
use iju_check::wire::named::{AdvisedReport, NamedAdvice, NamedReport, name_advice, name_report};
use iju_check::wire::names::names;
use iju_check::wire::refusal::FactError;
use iju_check::wire::rulings;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

/// What is asked of each household.
pub(crate) struct Question<'a> {
    /// The city's id.
    pub(crate) city: &'a str,
    /// The application date. If it is absent, it follows from the answers.
    pub(crate) on: Option<Day>,
    /// The day that counts as today.
    pub(crate) today: Day,
    /// Whether reports are lines of JSON.
    pub(crate) as_json: bool,
}

pub(crate) fn run(rules: &Path, question: &Question<'_>, path: &Path) -> Result<String, Failure> {
    let checked = load(rules, &mut Files::default())?;
    let (names, city) = find(&checked, question.city)?;
    let unread =
        |cause: io::Error| Failure::Call(format!("iju: cannot read {}: {cause}", path.display()));
    let input: Box<dyn BufRead> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(path).map_err(unread)?))
    };
    let mut households = Households::new(input);
    let (mut count, mut wrong) = (0_usize, 0_usize);
    while let Some(household) = households.next().map_err(unread)? {
        count = count.saturating_add(1);
        match evaluated(city, &household, question) {
            Ok((report, advice)) if question.as_json => {
                print(json_line(&AdvisedReport::new(&report, &advice))?)?;
            }
            Ok((report, advice)) => print(summary(names, &report, &advice))?,
            Err((line, errors)) => {
                wrong = wrong.saturating_add(1);
                tell(path, line, &errors);
                if question.as_json {
                    print(errors)?;
                }
            }
        }
    }
    match (count, wrong) {
        (0, _) => Err(failed("no answers were given, expected a JSON object")),
        (_, 0) => Ok(match question.on {
            Some(on) => format!("iju eval: {count} evaluated on {on}"),
            None => format!("iju eval: {count} evaluated, today being {}", question.today),
        }),
        _ => Err(failed(format!("{wrong} of {count} were not evaluated: their answers are wrong"))),
    }
}

/// Prints what is wrong with one household's answers.
fn tell(path: &Path, line: usize, errors: &Value) {
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

/// The first of a household's errors, and how many more there are.
fn bounded(errors: &[FactError<'_>]) -> Value {
    let more = errors.len().saturating_sub(MOST_SHOWN);
    let shown = errors.get(..MOST_SHOWN).unwrap_or(errors);
    if more == 0 { json!({ "errors": shown }) } else { json!({ "errors": shown, "more": more }) }
}

fn json_line(value: &impl serde::Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|cause| failed(format!("cannot write JSON: {cause}")))
}

/// A household's report, and the advice on each of its programmes; or the line of what is wrong,
/// and what it is.
fn evaluated(
    city: &City,
    household: &Household,
    question: &Question<'_>,
) -> Result<(NamedReport, Vec<NamedAdvice>), (usize, Value)> {
    let first = household.line;
    let no_json = |line: usize, expected: String| {
        let errors = json!([{ "fact": "", "code": "not-json", "expected": expected }]);
        (line, json!({ "errors": errors }))
    };
    let text = household.text.as_ref().map_err(|expected| no_json(first, expected.clone()))?;
    let mut answers: answers::Value = serde_json::from_str(text).map_err(|cause| {
        let line = first.saturating_add(cause.line().saturating_sub(1));
        no_json(line, format!("a JSON object of answers ({cause})"))
    })?;
    let rulings = answers.take(rulings::KEY).map(|rulings| rulings::read(city, &rulings));
    let rulings = rulings.unwrap_or_else(|| Ok(Rulings::default()));
    let (situation, rulings) = match (answers::read(city, &answers), rulings) {
        (Ok(situation), Ok(rulings)) => (situation, rulings),
        (situation, rulings) => {
            let errors = [situation.err(), rulings.err()].into_iter().flatten().flatten();
            return Err((first, bounded(&errors.collect::<Vec<_>>())));
        }
    };
    let ruled = (!rulings.is_empty()).then(|| city.ruled(&rulings)).transpose();
    let ruled = ruled.map_err(|invalid| no_json(first, invalid.to_string()))?;
    // The ids are those of the rules without rulings, as in the page.
    let names = names(city);
    let city = ruled.as_ref().unwrap_or(city);
    let on = question.on.unwrap_or_else(|| default_on(city, &situation, question.today));
    let report = evaluate(city, &situation, on, question.today);
    let advice = advise(city, &situation, &report, question.today);
    let advice = advice.programmes.iter().map(|one| name_advice(&names, one)).collect();
    Ok((name_report(&names, &report), advice))
}
