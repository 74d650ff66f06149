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

use iju_output::OutputError;
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
        Verb::Site => site(&Workspace::find()?, build),
        Verb::Engine => engine(&Workspace::find()?),
        Verb::Serve { port } => serve::serve(&Workspace::find()?.dist(), *port),
        Verb::Help => {
            println!("{USAGE}");
            Ok(())
        }
    }
}

/// Builds the parts and the site beside the last ones, which they replace if every step succeeds.
fn site(
    workspace: &Workspace,
    build: impl FnOnce(&Workspace) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (parts, dist) = (workspace.begin(&workspace.parts())?, workspace.begin(&workspace.dist())?);
    build(&workspace.building(parts.folder(), dist.folder()))?;
    let not_moved = |cause: OutputError| Failure::new(cause.to_string());
    parts.finish().map_err(not_moved)?;
    dist.finish().map_err(not_moved)
}

/// Builds the engine among the parts of the last site.
fn engine(workspace: &Workspace) -> Result<(), Failure> {
    if !workspace.parts().exists() {
        let parts = workspace.begin(&workspace.parts())?;
        parts.finish().map_err(|cause| Failure::new(cause.to_string()))?;
    }
    engine::build(workspace)
}

/// Builds everything in order. Each step reads only what the steps before it wrote.
fn build(workspace: &Workspace) -> Result<(), Failure> {
    engine::build(workspace)?;
    bundle::script(workspace)?;
    bundle::first_script(workspace)?;
    bundle::styles(workspace)?;
    pages::render(workspace)?;
    pages::copy_plain(workspace)?;
    bundle::plain_styles(workspace)?;
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
    use std::fs;

    /// A workspace whose last site has one page.
    fn with_a_site() -> (tempfile::TempDir, Workspace) {
        let root = tempfile::tempdir().unwrap();
        let workspace = Workspace::at(root.path().to_owned(), root.path().join("target"));
        site(&workspace, |building| page(building, "good")).unwrap();
        (root, workspace)
    }

    fn page(building: &Workspace, text: &str) -> Result<(), Failure> {
        fs::write(building.dist().join("index.html"), text).unwrap();
        fs::write(building.parts().join("app.js"), text).unwrap();
        Ok(())
    }

    /// What the folders of the parts and of the site hold, and how many entries are beside the site.
    fn held(workspace: &Workspace) -> (String, String, usize) {
        let read = |file| fs::read_to_string(file).unwrap();
        let beside = fs::read_dir(workspace.root()).unwrap().count();
        let (page, part) = ("index.html", "app.js");
        (read(workspace.dist().join(page)), read(workspace.parts().join(part)), beside)
    }

    #[test]
    fn a_complete_build_replaces_the_last_site() {
        let (_root, workspace) = with_a_site();
        let old = workspace.dist().join("old.html");
        fs::write(&old, "").unwrap();
        site(&workspace, |building| page(building, "better")).unwrap();
        assert_eq!(held(&workspace), ("better".to_owned(), "better".to_owned(), 2));
        assert!(!old.exists());
    }

    #[test]
    fn a_broken_build_leaves_the_last_site() {
        let (_root, workspace) = with_a_site();
        let broken = site(&workspace, |building| {
            assert_eq!(held(&workspace).0, "good", "the last site is there while one is built");
            page(building, "bad")?;
            Err(Failure::new("too large"))
        });
        assert_eq!(broken.unwrap_err().to_string(), "too large");
        assert_eq!(held(&workspace), ("good".to_owned(), "good".to_owned(), 2));
    }

    #[test]
    fn a_folder_with_other_files_is_not_replaced() {
        let (_root, workspace) = with_a_site();
        fs::remove_file(workspace.dist().join(iju_output::MARKER)).unwrap();
        let refused = site(&workspace, |_| Err(Failure::new("something was built")));
        let told = refused.unwrap_err().to_string();
        assert!(told.contains("dist holds files that are not an earlier output"), "{told}");
        assert_eq!(held(&workspace), ("good".to_owned(), "good".to_owned(), 2));
    }

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
