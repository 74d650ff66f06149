//! The tutorial, followed step by step: every file that it shows is written, and every command that it shows
//! prints what it says.

use crate::call::iju_in;
use crate::folder::Folder;
use std::path::Path;

/// A step of the tutorial.
#[derive(Debug, PartialEq)]
enum Step {
    /// A file to write, and its text.
    File(String, String),
    /// A call of `iju`, and what it prints.
    Call(String, String),
}

/// The blocks of the text that are files (```` ```yaml path ````) or calls (```` ```console ````), in order.
fn steps(text: &str) -> Vec<Step> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(kind) = line.strip_prefix("```") else { continue };
        let inside =
            lines.by_ref().take_while(|line| *line != "```").map(|line| format!("{line}\n"));
        let block: String = inside.collect();
        found.push(match kind.split_once(' ') {
            Some(("yaml", path)) => Step::File(path.to_owned(), block),
            _ if kind == "console" => {
                let (call, printed) = block.split_once('\n').unwrap();
                Step::Call(call.strip_prefix("$ iju ").unwrap().to_owned(), printed.to_owned())
            }
            _ => panic!("unknown block {kind}"),
        });
    }
    found
}

/// The text of the tutorial.
fn tutorial() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/tutorial.md"))
        .unwrap()
}

/// A folder with the rules in `practice` that whoever has followed the tutorial has. `test` is the name of the test.
pub(crate) fn followed(test: &str) -> Folder {
    let folder = Folder::empty(test);
    for step in steps(&tutorial()) {
        if let Step::File(path, text) = step {
            folder.write(&path, &text);
        }
    }
    folder
}

#[test]
fn the_tutorial_does_what_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Folder::empty("tutorial");
    for words in ["ja.yaml", "en.yaml", "easy.yaml"].map(|name| format!("www/words/{name}")) {
        folder.write(&words, &std::fs::read_to_string(root.join(&words)).unwrap());
    }
    let mut calls = Vec::new();
    for step in steps(&tutorial()) {
        match step {
            Step::File(path, text) => folder.write(&path, &text),
            Step::Call(call, expected) => {
                let arguments: Vec<&str> = call.split(' ').collect();
                let done = iju_in(folder.path(), &arguments);
                assert_eq!(format!("{}{}", done.out, done.err), expected, "iju {call}");
                calls.push((call, done.code));
            }
        }
    }
    // The first check finds the mistake, the first search for mutants what no example notices.
    let codes: Vec<i32> = calls.iter().map(|(_, code)| *code).collect();
    assert_eq!(codes, [1, 0, 0, 1, 0], "{calls:?}");
}
