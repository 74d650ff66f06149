//! The command line for rule authors: check, evaluate, test, build the pages. Each verb reads the whole
//! rules folder, reports every problem at once, and ends with one clear line. `check` and `site` go from city to city, so
//! that their memory does not grow with the number of cities. It knows no rule itself.

mod check;
mod eval;
mod evaluator;
mod households;
mod inputs;
mod out;
mod site;
mod sum;
mod summary;

use check::Format;
use clap::{Parser, Subcommand};
use eval::Question;
use iju_check::calendar::Day;
use iju_check::check::Checked;
use iju_check::closed_list::ClosedList;
use iju_check::diagnostic::{Diagnostics, Files, MOST_SHOWN, render};
use iju_check::rulebook::City;
use iju_check::schema::{FileKind, schema};
use iju_check::wire::named::AdvisedReport;
use iju_check::{examples, mutants, source};
use out::print;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use strum::VariantArray;

/// Checks and evaluates the rules of municipal relocation support.
///
/// Exit codes: 0 fine, 1 the rules or the answers are wrong or the output cannot be written, 2 the
/// call is wrong, 141 the reader of the output has gone.
#[derive(Parser)]
#[command(name = "iju", version, arg_required_else_help = true)]
struct Call {
    /// The folder of rules.
    #[arg(long, global = true, value_name = "DIR", default_value = "rules")]
    rules: PathBuf,
    /// The folder of the pages' words; www/words, if absent.
    #[arg(long, global = true, value_name = "DIR")]
    words: Option<PathBuf>,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Reports every problem of the rules, and of the pages' words if there are any.
    Check {
        /// The folder of rules, instead of --rules.
        folder: Option<PathBuf>,
        /// How to report: text for people, or JSON or SARIF on standard output.
        #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
        format: Format,
    },
    /// Prints the JSON Schema of a kind of file, for editors; without a kind, lists the kinds.
    Schema {
        /// The kind of file.
        kind: Option<String>,
    },
    /// Evaluates one household (JSON), or many (JSON Lines, one report a line).
    Eval(Question),
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
        /// Where the pages go: an empty or new folder, or one that iju wrote and now replaces.
        #[arg(long, value_name = "DIR", default_value = "dist")]
        out: PathBuf,
        /// The folder with the scripts, the styles and engine.wasm; without it the pages stay without script.
        #[arg(long, value_name = "DIR")]
        parts: Option<PathBuf>,
        /// The folder of templates.
        #[arg(long, value_name = "DIR", default_value = "www")]
        templates: PathBuf,
    },
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "expected a date YYYY-MM-DD between 1800 and 2299".to_owned())
}

/// The folder of the pages' words, if the call names none.
const WORDS: &str = "www/words";

/// The exit code if the reader of the output has gone: the one of a program that the signal of the
/// closed pipe ends.
const CLOSED: u8 = 141;

/// Why a verb did not succeed, in one line.
enum Failure {
    /// The rules or the answers are wrong, or something cannot be read or written.
    Rules(String),
    /// The call is wrong.
    Call(String),
    /// Nobody reads the output any more.
    Closed,
}

fn main() -> ExitCode {
    let call = match Call::try_parse() {
        Ok(call) => call,
        Err(told) => return explained(&told),
    };
    let done = run(call).and_then(|line| out::finish().map(|()| line));
    let (line, code) = match done {
        Ok(line) => (line, 0),
        Err(Failure::Rules(line)) => (line, 1),
        Err(Failure::Call(line)) => (line, 2),
        Err(Failure::Closed) => return ExitCode::from(CLOSED),
    };
    // Standard output may be a report; the closing line is for people.
    let _ = writeln!(io::stderr(), "{line}");
    ExitCode::from(code)
}

fn run(call: Call) -> Result<String, Failure> {
    let (rules, words) = (call.rules.as_path(), call.words.as_deref());
    match call.verb {
        Verb::Check { folder, format } => {
            check::run(folder.as_deref().unwrap_or(rules), words, format)
        }
        Verb::Schema { kind } => run_schema(kind.as_deref()),
        Verb::Eval(question) => eval::run(rules, &question),
        Verb::Test { json } => run_test(rules, json),
        Verb::Mutants { city, year, programme } => {
            run_mutants(rules, city.as_deref(), &mutants::Filter { year, programme })
        }
        Verb::Site { out, parts, templates } => {
            let words = words.unwrap_or(Path::new(WORDS));
            let (parts, templates) = (parts.as_deref(), templates.as_path());
            site::run(&site::Folders { rules, words, templates, parts }, &out)
        }
    }
}

fn run_schema(kind: Option<&str>) -> Result<String, Failure> {
    let Some(name) = kind else {
        for kind in FileKind::VARIANTS {
            print(format!("{:<10} {}", kind.name(), kind.files()))?;
        }
        return Ok("iju schema: name one of these kinds for its JSON Schema".to_owned());
    };
    let Some(kind) = FileKind::named(name) else {
        let known: Vec<&str> = FileKind::names().collect();
        let known = known.join(", ");
        return Err(Failure::Call(format!("iju: unknown kind of file `{name}`, expected {known}")));
    };
    print(format!("{:#}", schema(kind)))?;
    Ok(format!("iju schema: {}", kind.files()))
}

/// Prints the help that was asked for, or what is wrong with the call.
fn explained(told: &clap::Error) -> ExitCode {
    let printed = told.print().map_err(out::not_written).and_then(|()| out::finish());
    match printed {
        Ok(()) => ExitCode::from(u8::try_from(told.exit_code()).unwrap_or(2)),
        Err(Failure::Closed) => ExitCode::from(CLOSED),
        Err(Failure::Rules(line) | Failure::Call(line)) => {
            let _ = writeln!(io::stderr(), "{line}");
            ExitCode::from(1)
        }
    }
}

fn failed(what: impl core::fmt::Display) -> Failure {
    Failure::Rules(format!("iju: {what}"))
}

/// Prints the first problems, and how many more there are. Gives their number.
fn print_problems(files: &Files, problems: Diagnostics) -> usize {
    let problems = problems.sorted();
    for problem in problems.iter().take(MOST_SHOWN) {
        let _ = writeln!(io::stderr(), "{}", render(files, problem));
    }
    let more = problems.len().saturating_sub(MOST_SHOWN);
    if more > 0 {
        let _ = writeln!(io::stderr(), "and {more} more\n");
    }
    problems.len()
}

/// The folder, if it is one.
fn folder_of<'a>(path: &'a Path, option: &str) -> Result<&'a Path, Failure> {
    let missing = || format!("iju: there is no folder {}; name one with {option}", path.display());
    if path.is_dir() { Ok(path) } else { Err(Failure::Call(missing())) }
}

/// Loads the rules, or prints every problem.
fn load(folder: &Path, files: &mut Files) -> Result<Checked, Failure> {
    let mut problems = Diagnostics::default();
    let checked = iju_check::check::load(folder_of(folder, "--rules")?, files, &mut problems);
    let count = print_problems(files, problems);
    checked.map_err(failed)?.ok_or_else(|| found(count, &[folder]))
}

fn found(problems: usize, folders: &[&Path]) -> Failure {
    let folders: Vec<String> = folders.iter().map(|path| path.display().to_string()).collect();
    let counted =
        if problems == 1 { "1 problem".to_owned() } else { format!("{problems} problems") };
    failed(format!("{counted} in {}", folders.join(" and ")))
}

fn find<'a>(checked: &'a Checked, id: &str) -> Result<(&'a source::City, &'a City), Failure> {
    let cities = checked.rules.cities.iter().zip(&checked.cities);
    cities.into_iter().find(|(city, _)| city.id == id).ok_or_else(|| {
        let known: Vec<&str> = checked.rules.cities.iter().map(|city| city.id.as_str()).collect();
        Failure::Call(format!("iju: unknown city `{id}`, expected {}", known.join(", ")))
    })
}

fn run_test(rules: &Path, as_json: bool) -> Result<String, Failure> {
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let checked = load(rules, &mut files)?;
    let (mut passed, mut count) = (0_usize, 0_usize);
    let of_cities = checked.cities.iter().zip(&checked.examples);
    let of_cities =
        of_cities.map(|(city, group)| (city.rules().id.clone(), city, group.as_slice()));
    // Those of frameworks belong to no city, so none of them is printed.
    let of_frameworks = checked.frameworks.iter().filter(|_| !as_json);
    let of_frameworks =
        of_frameworks.map(|(example, city)| (String::new(), city, core::slice::from_ref(example)));
    for (id, city, group) in of_cities.chain(of_frameworks) {
        for example in group {
            count = count.saturating_add(1);
            let mut own = Diagnostics::default();
            match examples::report(city, example) {
                Ok((report, advice)) => {
                    examples::compare(example, (&report, &advice), &mut own);
                    if as_json {
                        let line = serde_json::json!({
                            "name": example.name.text,
                            "city": id,
                            "on": example.on,
                            "today": example.today,
                            "answers": example.answers,
                            "rulings": example.rulings.as_ref().map(source::Node::value),
                            "supposes": !example.supposed.is_empty(),
                            "report": AdvisedReport::new(&report, &advice),
                        });
                        print(line)?;
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
    let checked = iju_check::check::load(rules, &mut files, &mut problems).map_err(failed)?;
    let count = print_problems(&files, problems);
    let checked = checked.filter(|_| count == 0);
    let checked = checked.ok_or_else(|| failed(format!("{count} problems")))?;
    if let Some(id) = only {
        find(&checked, id)?;
    }
    let (mut all, mut perhaps, mut survive) = (0_usize, 0_usize, 0_usize);
    let unshared = iju_check::check::unshared(&checked.rules);
    for (city, own) in unshared.into_iter().zip(&checked.examples) {
        let id = &city.rules.id;
        if only.is_some_and(|only| only != id) {
            continue;
        }
        let mut progress = |done: usize, count: usize| {
            if done.is_multiple_of(100) {
                let _ = writeln!(io::stderr(), "{id}: {done} of {count}");
            }
        };
        let outcome = mutants::run(&city, own, filter, &mut progress).map_err(failed)?;
        all = all.saturating_add(outcome.count);
        for one in outcome.survivors {
            let place = one.place.map_or_else(|| id.clone(), |place| files.place(place));
            let witness = match &one.witness {
                Some(witness) => format!("\n  {witness}"),
                None => " — perhaps equivalent".to_owned(),
            };
            let count = if one.witness.is_some() { &mut survive } else { &mut perhaps };
            *count = count.saturating_add(1);
            print(format!("{place}: {}{witness}", one.what))?;
        }
    }
    let killed = all.saturating_sub(survive).saturating_sub(perhaps);
    let line = format!(
        "iju mutants: {all} mutants, {killed} killed, {survive} survive, {perhaps} perhaps equivalent"
    );
    if survive == 0 { Ok(line) } else { Err(Failure::Rules(line)) }
}
