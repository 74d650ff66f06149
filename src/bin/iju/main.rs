//! The command line for rule authors: check, evaluate, test, build the pages. Each verb reads the whole
//! rules folder, reports every problem at once, and ends with one clear line. It knows no rule itself.

mod summary;

use clap::{Parser, Subcommand};
use iju_check::advise::advise;
use iju_check::calendar::Day;
use iju_check::check::{self, Checked};
use iju_check::diagnostic::{Diagnostics, Files, render};
use iju_check::evaluate::evaluate;
use iju_check::rulebook::City;
use iju_check::wire::answers;
use iju_check::wire::named::{AdvisedReport, NamedAdvice, NamedReport, name_advice, name_report};
use iju_check::wire::names::names;
use iju_check::{examples, mutants, page, parse, source};
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use summary::summary;

/// Checks and evaluates the rules of municipal relocation support.
///
/// Exit codes: 0 fine, 1 the rules or the answers are wrong, 2 the call is wrong.
#[derive(Parser)]
#[command(name = "iju", version, arg_required_else_help = true)]
struct Call {
    /// The folder of rules.
    #[arg(long, global = true, value_name = "DIR", default_value = "rules")]
    rules: PathBuf,
    /// The folder of the pages' words.
    #[arg(long, global = true, value_name = "DIR", default_value = "www/words")]
    words: PathBuf,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Reports every problem of the rules and of the pages' words.
    Check {
        /// The folder of rules, instead of --rules.
        folder: Option<PathBuf>,
    },
    /// Evaluates one household (JSON), or many (JSON Lines, one report a line).
    Eval {
        /// The city, such as `oita`.
        city: String,
        /// The application date asked about, YYYY-MM-DD.
        #[arg(long, value_parser = day)]
        on: Day,
        /// The day on which sources may be stale; the application date, if absent.
        #[arg(long, value_parser = day)]
        today: Option<Day>,
        /// A file of answers, or - for standard input.
        #[arg(long, value_name = "FILE|-")]
        answers: PathBuf,
        /// Prints one JSON report a line.
        #[arg(long)]
        json: bool,
    },
    /// Runs the worked examples.
    Test {
        /// Prints each example with its report as a line of JSON.
        #[arg(long)]
        json: bool,
    },
    /// Changes the rules one small place at a time and lists what no worked example notices.
    Mutants {
        /// The city; all, if absent.
        city: Option<String>,
        /// The fiscal year.
        #[arg(long)]
        year: Option<i16>,
        /// The programme.
        #[arg(long, value_name = "ID")]
        programme: Option<String>,
    },
    /// Builds every page.
    Site {
        /// Where the pages go; emptied first.
        #[arg(long, value_name = "DIR", default_value = "dist")]
        out: PathBuf,
        /// The folder with app.js, app.css and engine.wasm; without it the pages stay without script.
        #[arg(long, value_name = "DIR")]
        parts: Option<PathBuf>,
        /// The folder of templates.
        #[arg(long, value_name = "DIR", default_value = "www/templates")]
        templates: PathBuf,
    },
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "expected a date YYYY-MM-DD between 1800 and 2299".to_owned())
}

/// Why a verb did not succeed, in one line.
enum Failure {
    Rules(String),
    Call(String),
}

fn main() -> ExitCode {
    let call = Call::parse();
    let done = match call.verb {
        Verb::Check { folder } => run_check(&folder.unwrap_or(call.rules), &call.words),
        Verb::Eval { city, on, today, answers, json } => {
            run_eval(&call.rules, &city, on, today.unwrap_or(on), &answers, json)
        }
        Verb::Test { json } => run_test(&call.rules, json),
        Verb::Mutants { city, year, programme } => {
            run_mutants(&call.rules, city.as_deref(), &mutants::Filter { year, programme })
        }
        Verb::Site { out, parts, templates } => {
            run_site(&call.rules, &call.words, &out, parts.as_deref(), &templates)
        }
    };
    let (line, code) = match done {
        Ok(line) => (line, 0),
        Err(Failure::Rules(line)) => (line, 1),
        Err(Failure::Call(line)) => (line, 2),
    };
    // Standard output may be a report; the closing line is for people.
    let _ = writeln!(io::stderr(), "{line}");
    ExitCode::from(code)
}

fn failed(what: impl core::fmt::Display) -> Failure {
    Failure::Rules(format!("iju: {what}"))
}

fn print_problems(files: &Files, problems: Diagnostics) -> usize {
    let problems = problems.sorted();
    for problem in &problems {
        let _ = writeln!(io::stderr(), "{}", render(files, problem));
    }
    problems.len()
}

/// The folder, if it is one.
fn folder_of<'a>(path: &'a Path, option: &str) -> Result<&'a Path, Failure> {
    let missing = || format!("iju: there is no folder {}; name one with {option}", path.display());
    if path.is_dir() { Ok(path) } else { Err(Failure::Call(missing())) }
}

/// Loads the rules, or prints every problem.
fn load(folder: &Path) -> Result<Checked, Failure> {
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let checked = check::load(folder_of(folder, "--rules")?, &mut files, &mut problems);
    let count = print_problems(&files, problems);
    checked.map_err(failed)?.ok_or_else(|| found(count, &[folder]))
}

fn found(problems: usize, folders: &[&Path]) -> Failure {
    let folders: Vec<String> = folders.iter().map(|path| path.display().to_string()).collect();
    failed(format!("{problems} problems in {}", folders.join(" and ")))
}

/// Loads the rules and the pages' words, or prints every problem of both.
fn load_with_words(folder: &Path, words: &Path) -> Result<(Checked, page::Words), Failure> {
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let checked = check::load(folder_of(folder, "--rules")?, &mut files, &mut problems);
    let checked = checked.map_err(failed)?;
    let before = problems.len();
    let found_words = page::Words::load(folder_of(words, "--words")?, &mut files, &mut problems);
    let found_words = found_words.map_err(failed)?;
    if let Some((checked, found_words)) = checked.as_ref().zip(found_words.as_ref()) {
        found_words.cover(&checked.rules, &mut problems);
    }
    let folders: &[&Path] = match (before, problems.len()) {
        (0, _) => &[words],
        (rules, all) if rules == all => &[folder],
        _ => &[folder, words],
    };
    let count = print_problems(&files, problems);
    let both = checked.zip(found_words).filter(|_| count == 0);
    both.ok_or_else(|| found(count, folders))
}

fn run_check(folder: &Path, words: &Path) -> Result<String, Failure> {
    let (checked, _) = load_with_words(folder, words)?;
    let years = checked.rules.cities.iter().map(|city| city.years.len());
    let programmes = checked.rules.cities.iter().flat_map(|city| &city.years);
    let programmes: usize = programmes.map(|year| year.programmes.len()).sum();
    Ok(format!(
        "iju check: no problems (cities: {}, years: {}, programmes: {programmes})",
        checked.rules.cities.len(),
        years.sum::<usize>(),
    ))
}

fn find<'a>(checked: &'a Checked, id: &str) -> Result<(&'a source::City, &'a City), Failure> {
    let cities = checked.rules.cities.iter().zip(&checked.cities);
    cities.into_iter().find(|(city, _)| city.id == id).ok_or_else(|| {
        let known: Vec<&str> = checked.rules.cities.iter().map(|city| city.id.as_str()).collect();
        Failure::Call(format!("iju: unknown city `{id}`, expected {}", known.join(", ")))
    })
}

fn run_eval(
    rules: &Path,
    city: &str,
    on: Day,
    today: Day,
    path: &Path,
    as_json: bool,
) -> Result<String, Failure> {
    let checked = load(rules)?;
    let (names, city) = find(&checked, city)?;
    let mut text = String::new();
    let read = if path == Path::new("-") {
        io::stdin().read_to_string(&mut text).map(|_| ())
    } else {
        fs::read_to_string(path).map(|found| text = found)
    };
    read.map_err(|cause| Failure::Call(format!("iju: cannot read {}: {cause}", path.display())))?;
    let mut out = io::stdout().lock();
    let (mut count, mut wrong) = (0_usize, 0_usize);
    for (line, household) in households(&text) {
        count = count.saturating_add(1);
        let printed = match evaluated(city, &household, on, today) {
            Ok((report, advice)) if as_json => {
                writeln!(out, "{}", json(&AdvisedReport::new(&report, &advice))?)
            }
            Ok((report, advice)) => writeln!(out, "{}", summary(names, &report, &advice)),
            Err(errors) => {
                wrong = wrong.saturating_add(1);
                tell(path, line, &errors);
                if as_json { writeln!(out, "{errors}") } else { Ok(()) }
            }
        };
        printed.map_err(|cause| failed(format!("cannot write: {cause}")))?;
    }
    match (count, wrong) {
        (0, _) => Err(failed("no answers were given, expected a JSON object")),
        (_, 0) => Ok(format!("iju eval: {count} evaluated on {on}")),
        _ => Err(failed(format!("{wrong} of {count} were not evaluated: their answers are wrong"))),
    }
}

/// Prints what is wrong with one household's answers.
fn tell(path: &Path, line: usize, errors: &serde_json::Value) {
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
}

fn json(value: &impl serde::Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|cause| failed(format!("cannot write JSON: {cause}")))
}

/// The households of a text: one JSON value, or one a line; each with its line.
fn households(text: &str) -> Vec<(usize, String)> {
    if serde_json::from_str::<serde_json::Value>(text).is_ok() {
        return vec![(1, text.to_owned())];
    }
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(at, line)| (at.saturating_add(1), line.to_owned())).collect()
}

/// A household's report, and the advice on each of its programmes.
fn evaluated(
    city: &City,
    household: &str,
    on: Day,
    today: Day,
) -> Result<(NamedReport, Vec<NamedAdvice>), serde_json::Value> {
    let answers: answers::Value = serde_json::from_str(household).map_err(|cause| {
        let expected = format!("a JSON object of answers ({cause})");
        serde_json::json!({ "errors": [{ "fact": "", "code": "not-json", "expected": expected }] })
    })?;
    match answers::read(city, &answers) {
        Ok(situation) => {
            let report = evaluate(city, &situation, on, today);
            let advice = advise(city, &situation, &report, today);
            let names = names(city);
            let advice = advice.programmes.iter().map(|one| name_advice(&names, one)).collect();
            Ok((name_report(&names, &report), advice))
        }
        Err(errors) => Err(serde_json::json!({ "errors": errors })),
    }
}

fn run_test(rules: &Path, as_json: bool) -> Result<String, Failure> {
    let checked = load(rules)?;
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let groups = parse::parse_examples(rules, &mut files, &mut problems).map_err(failed)?;
    let (mut passed, mut count) = (0_usize, 0_usize);
    for (id, group) in groups {
        let (_, city) = find(&checked, &id)?;
        for example in group {
            count = count.saturating_add(1);
            let mut own = Diagnostics::default();
            match examples::report(city, &example) {
                Ok((report, advice)) => {
                    examples::compare(&example, &report, &mut own);
                    if as_json {
                        let line = serde_json::json!({
                            "name": example.name.text,
                            "city": id,
                            "on": example.on,
                            "today": example.today,
                            "answers": example.answers,
                            "report": AdvisedReport::new(&report, &advice),
                        });
                        let _ = writeln!(io::stdout(), "{line}");
                    }
                }
                Err(message) => {
                    own.add(
                        example.name.place,
                        "answers",
                        format!("{}: {message}", example.name.text),
                    );
                }
            }
            passed = passed.saturating_add(usize::from(own.is_empty()));
            own.sorted().into_iter().for_each(|problem| problems.push(problem));
        }
    }
    let problems = print_problems(&files, problems);
    let failed_count = count.saturating_sub(passed);
    let line = format!("iju test: {passed} passed, {failed_count} failed");
    if count == 0 {
        return Err(failed("there are no worked examples"));
    }
    if problems == 0 { Ok(line) } else { Err(Failure::Rules(line)) }
}

fn run_mutants(
    rules: &Path,
    only: Option<&str>,
    filter: &mutants::Filter,
) -> Result<String, Failure> {
    if !rules.is_dir() {
        return Err(Failure::Call(format!("iju: there is no folder {}", rules.display())));
    }
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let checked = check::load(rules, &mut files, &mut problems).map_err(failed)?;
    let groups = parse::parse_examples(rules, &mut files, &mut problems).map_err(failed)?;
    let count = print_problems(&files, problems);
    let checked = checked.filter(|_| count == 0);
    let checked = checked.ok_or_else(|| failed(format!("{count} problems")))?;
    if let Some(id) = only {
        find(&checked, id)?;
    }
    let (mut all, mut perhaps, mut survive) = (0_usize, 0_usize, 0_usize);
    for city in check::unshared(&checked.rules) {
        let id = &city.rules.id;
        if only.is_some_and(|only| only != id) {
            continue;
        }
        let own = groups.iter().filter(|(of, _)| of == id);
        let own: Vec<_> = own.flat_map(|(_, examples)| examples).cloned().collect();
        let mut progress = |done: usize, count: usize| {
            if done.is_multiple_of(100) {
                let _ = writeln!(io::stderr(), "{id}: {done} of {count}");
            }
        };
        let outcome = mutants::run(&city, &own, filter, &mut progress).map_err(failed)?;
        all = all.saturating_add(outcome.count);
        for one in outcome.survivors {
            let place = one.place.map_or_else(|| id.clone(), |place| files.place(place));
            let witness = match &one.witness {
                Some(witness) => format!("\n  {witness}"),
                None => " — perhaps equivalent".to_owned(),
            };
            let count = if one.witness.is_some() { &mut survive } else { &mut perhaps };
            *count = count.saturating_add(1);
            let _ = writeln!(io::stdout(), "{place}: {}{witness}", one.what);
        }
    }
    let killed = all.saturating_sub(survive).saturating_sub(perhaps);
    let line = format!(
        "iju mutants: {all} mutants, {killed} killed, {survive} survive, {perhaps} perhaps equivalent"
    );
    if survive == 0 { Ok(line) } else { Err(Failure::Rules(line)) }
}

fn run_site(
    rules: &Path,
    words: &Path,
    out: &Path,
    parts: Option<&Path>,
    templates: &Path,
) -> Result<String, Failure> {
    let (checked, words) = load_with_words(rules, words)?;
    let parts = parts.map(page::Parts::read).transpose().map_err(failed)?;
    let pages = page::build(&checked, &words, templates, parts.as_ref()).map_err(failed)?;
    let written = page::write(&pages, out).map_err(failed)?;
    Ok(format!("iju site: {written} pages in {}", out.display()))
}
