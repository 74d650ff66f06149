//! `cargo xtask`: builds the site from the engine, the rules and `www/`, and serves it locally.
//! It renders no page (`iju site` does) and installs nothing (`build.sh` does).

mod archive;
mod bundle;
mod engine;
mod licences;
mod local_paths;
mod pages;
mod publish;
mod serve;
mod sizes;
mod workspace;

use std::process::ExitCode;

use workspace::{Failure, Workspace};

const USAGE: &str = "\
usage: cargo xtask <verb>

  site              build the engine, the script, the styles and every page into dist/
  engine            build the engine alone, as target/site/engine.wasm
  serve [--port N]  serve dist/ on this machine (8000, or the next free port)";

/// What the call asks for.
#[derive(Debug, PartialEq, Eq)]
enum Verb {
    Site,
    Engine,
    Serve { port: u16 },
    Help,
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let verb = match verb(&words) {
        Ok(verb) => verb,
        Err(problem) => {
            eprintln!("xtask: {problem}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&verb) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn verb(words: &[&str]) -> Result<Verb, String> {
    match words {
        ["site"] => Ok(Verb::Site),
        ["engine"] => Ok(Verb::Engine),
        ["serve"] => Ok(Verb::Serve { port: serve::DEFAULT_PORT }),
        ["serve", "--port", port] => match port.parse() {
            Ok(port) => Ok(Verb::Serve { port }),
            Err(_) => Err(format!("`{port}` is not a port: a number from 0 to 65535 is")),
        },
        ["help" | "--help" | "-h"] => Ok(Verb::Help),
        [] => Err("a verb is missing".to_owned()),
        _ => Err(format!("`{}` is not understood", words.join(" "))),
    }
}

fn run(verb: &Verb) -> Result<(), Failure> {
    match verb {
        Verb::Site => site(&Workspace::find()?),
        Verb::Engine => engine::build(&Workspace::find()?),
        Verb::Serve { port } => serve::serve(&Workspace::find()?.dist(), *port),
        Verb::Help => {
            println!("{USAGE}");
            Ok(())
        }
    }
}

/// Builds everything in order. Each step reads only what the steps before it wrote.
fn site(workspace: &Workspace) -> Result<(), Failure> {
    workspace.start_afresh()?;
    engine::build(workspace)?;
    bundle::script(workspace)?;
    bundle::styles(workspace)?;
    pages::render(workspace)?;
    pages::copy_plain(workspace)?;
    bundle::loader(workspace)?;
    bundle::demo(workspace)?;
    licences::write(workspace)?;
    publish::archives(workspace)?;
    publish::hashes(workspace)?;
    pages::work_examples(workspace)?;
    local_paths::refuse(workspace)?;
    sizes::report(workspace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_is_understood() {
        assert_eq!(verb(&["site"]), Ok(Verb::Site));
        assert_eq!(verb(&["engine"]), Ok(Verb::Engine));
        assert_eq!(verb(&["serve"]), Ok(Verb::Serve { port: 8000 }));
        assert_eq!(verb(&["serve", "--port", "0"]), Ok(Verb::Serve { port: 0 }));
        assert_eq!(verb(&["--help"]), Ok(Verb::Help));
    }

    #[test]
    fn a_wrong_call_is_named() {
        let wrong: [&[&str]; 5] =
            [&[], &["sites"], &["site", "x"], &["serve", "--port"], &["serve", "--port", "65536"]];
        for words in wrong {
            assert!(verb(words).is_err(), "{words:?}");
        }
    }
}
