//! Problems as editors and services read them: JSON and SARIF say the same as the text for people, and every
//! place covers what its message names. Which problems there are is tested in `diagnostics`.

use crate::call::{iju, iju_in};
use crate::diagnostics::{broken, cases};
use crate::folder::Folder;
use iju_check::check;
use iju_check::diagnostic::{Diagnostic, Diagnostics, Files, Level, json, render, sarif};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// The problems of each broken case, by its name.
fn every_case(mut read: impl FnMut(&str, &Path, &Files, &[Diagnostic])) {
    let cases = cases();
    assert!(cases.len() >= 100);
    for case in cases {
        let folder = broken(&case).unwrap();
        let (mut files, mut problems) = (Files::default(), Diagnostics::default());
        check::load(folder.path(), &mut files, &mut problems).unwrap();
        read(&case.name, folder.path(), &files, &problems.sorted());
    }
}

fn errors(problems: &[Diagnostic]) -> Vec<(Level, Diagnostic)> {
    problems.iter().map(|one| (Level::Error, one.clone())).collect()
}

/// The number at a path of keys.
fn number(value: &Value, path: &str) -> usize {
    let found = value.pointer(path).and_then(Value::as_u64);
    usize::try_from(found.unwrap_or_else(|| panic!("no {path} in {value}"))).unwrap()
}

/// How wide a terminal shows characters: a full-width one is as wide as two others.
fn width(text: impl Iterator<Item = char>) -> usize {
    let is_narrow = |one: char| {
        one.is_ascii() || ('｡'..='ﾟ').contains(&one) || ('\u{2000}'..='\u{206f}').contains(&one)
    };
    text.map(|one| if is_narrow(one) { 1 } else { 2 }).sum()
}

#[test]
fn json_says_the_same_as_the_text() {
    let mut count = 0;
    every_case(|name, folder, files, problems| {
        let all = json(files, &errors(problems), folder);
        let all = all["diagnostics"].as_array().unwrap();
        assert_eq!(all.len(), problems.len(), "{name}");
        for (one, problem) in all.iter().zip(problems) {
            let text = render(files, problem).replace(&format!("{}/", folder.display()), "");
            let place =
                [&one["file"], &one["code"], &one["message"]].map(|one| one.as_str().unwrap());
            let [file, code, message] = place;
            let (line, column) = (number(one, "/line"), number(one, "/column"));
            let first = format!(
                "{file}:{line}:{column}: {}[{code}]: {message}\n",
                one["level"].as_str().unwrap()
            );
            assert!(text.starts_with(&first), "{name}: {first}{text}");
            let help = text.lines().find_map(|line| line.strip_prefix("  help: "));
            assert_eq!(one["help"].as_str(), help, "{name}");
            // As many carets as the place has characters, a full-width one counting twice.
            let written = files.line(problem.place.file, line);
            let meant = written.chars().skip(column - 1).take(number(one, "/end/column") - column);
            let width = width(meant);
            let carets = text
                .lines()
                .find(|line| line.trim_start().starts_with("| ") && line.ends_with('^'));
            let carets = carets.map_or(1, |line| line.matches('^').count());
            assert_eq!(carets, width.max(1), "{name}: {text}");
            assert_eq!(number(one, "/end/line"), line, "{name}");
            count += 1;
        }
    });
    assert!(count > 200, "{count}");
}

#[test]
fn sarif_has_what_the_standard_requires() {
    every_case(|name, folder, files, problems| {
        let log = sarif(files, &errors(problems), folder);
        assert_eq!(log["version"], "2.1.0");
        assert!(log["$schema"].as_str().unwrap().ends_with("sarif-schema-2.1.0.json"));
        let runs = log["runs"].as_array().unwrap();
        assert_eq!(runs.len(), 1);
        let driver = &runs[0]["tool"]["driver"];
        assert_eq!((&driver["name"], driver["version"].is_string()), (&"iju".into(), true));
        let rules = driver["rules"].as_array().unwrap();
        let ids: BTreeSet<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), rules.len(), "{name}: a rule comes twice");
        let results = runs[0]["results"].as_array().unwrap();
        assert_eq!(results.len(), problems.len(), "{name}");
        let all = json(files, &errors(problems), folder);
        for (result, one) in results.iter().zip(all["diagnostics"].as_array().unwrap()) {
            let rule = &rules[number(result, "/ruleIndex")];
            assert_eq!((&result["ruleId"], &rule["id"]), (&one["code"], &one["code"]), "{name}");
            assert_eq!(result["level"], "error");
            let text = result["message"]["text"].as_str().unwrap();
            let help = one["help"].as_str().map(|help| format!("\nhelp: {help}"));
            assert_eq!(
                text,
                format!("{}{}", one["message"].as_str().unwrap(), help.unwrap_or_default())
            );
            let place = &result["locations"][0]["physicalLocation"];
            let uri = place["artifactLocation"]["uri"].as_str().unwrap();
            assert_eq!(uri, one["file"].as_str().unwrap(), "{name}");
            let region = |key: &str| number(place, &format!("/region/{key}"));
            assert!(region("startLine") > 0 && region("startColumn") > 0, "{name}");
            assert_eq!(region("endLine"), region("startLine"), "{name}");
            assert!(region("endColumn") > region("startColumn"), "{name}");
            assert_eq!(region("startLine"), number(one, "/line"), "{name}");
            assert_eq!(region("startColumn"), number(one, "/column"), "{name}");
            assert_eq!(region("endColumn"), number(one, "/end/column"), "{name}");
        }
    });
}

#[test]
fn the_command_prints_the_machine_s_output_alone() {
    let folder = Folder::copy_of("tests/broken/base", "machine");
    folder.replace("town/2025/grant.yaml", "benefit: cash", "benefit: case").unwrap();
    let plain = iju_in(folder.path(), &["check", "."]);
    assert_eq!((plain.code, plain.out.as_str()), (1, ""));
    assert!(plain.err.contains("grant.yaml:3:10: error[unknown-word]"), "{}", plain.err);
    for format in ["json", "sarif"] {
        let done = iju_in(folder.path(), &["check", ".", "--format", format]);
        assert_eq!((done.code, done.err.lines().count()), (1, 1), "{}", done.err);
        assert!(done.err.starts_with("iju: 1 problem in .;"), "{}", done.err);
        let found: Value = serde_json::from_str(&done.out).unwrap();
        let (file, line) = match format {
            "json" => (&found["diagnostics"][0]["file"], &found["diagnostics"][0]["line"]),
            _ => {
                let place = &found["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
                (&place["artifactLocation"]["uri"], &place["region"]["startLine"])
            }
        };
        assert_eq!((file, line), (&"town/2025/grant.yaml".into(), &3.into()));
    }
    let wrong = iju(&["check", "--format", "xml"]);
    assert_eq!((wrong.code, wrong.out.as_str()), (2, ""));
}

#[test]
fn right_rules_are_an_empty_list_or_notes() {
    let call = |format| iju(&["check", "tests/cases", "--format", format]);
    let text = call("text");
    let moving = text.out.lines().count();
    assert!(moving > 0 && text.code == 0, "{}", text.err);
    let found: Value = serde_json::from_str(&call("json").out).unwrap();
    let found = found["diagnostics"].as_array().unwrap();
    assert_eq!(found.len(), moving);
    for (one, line) in found.iter().zip(text.out.lines()) {
        assert_eq!((&one["level"], &one["code"]), (&"note".into(), &"date-moves".into()));
        let place =
            format!("{}:{}:{}: ", one["file"].as_str().unwrap(), one["line"], one["column"]);
        assert!(line.starts_with(&place), "{place} {line}");
    }
    let log: Value = serde_json::from_str(&call("sarif").out).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert!(results.len() == moving && results.iter().all(|one| one["level"] == "note"));
    let done = iju(&["check", "tests/broken/base", "--format", "json"]);
    assert_eq!((done.code, done.out.as_str()), (0, "{\"diagnostics\":[]}\n"));
}

/// The codes of problems whose messages name something else than what stands at the place: what is
/// missing, or what is expected instead.
const NAMES_SOMETHING_ELSE: [&str; 12] = [
    "early",
    "expression",
    "folder-name",
    "instalments",
    "left-out",
    "missing-file",
    "missing-key",
    "missing-parameter",
    "missing-translation",
    "reading",
    "share",
    "stray-file",
];

/// The cases of the same with a code that names what stands at the place elsewhere.
const CASES_WITH_SOMETHING_ELSE: [&str; 8] = [
    "applies_in_any",
    "choice_ordered",
    "example_names",
    "example_rulings_list",
    "on_screen_of",
    "parameter_period",
    "parameter_seen_type",
    "parameter_type",
];

#[test]
fn every_place_covers_what_its_message_names() {
    let mut wrong = Vec::new();
    every_case(|name, _, files, problems| {
        for problem in problems {
            let named: Vec<&str> = problem.message.split('`').skip(1).step_by(2).collect();
            let meant = files.meant(problem.place);
            let covers =
                |word: &&str| !meant.is_empty() && (meant.contains(*word) || word.contains(&meant));
            let is_other = NAMES_SOMETHING_ELSE.contains(&problem.code)
                || CASES_WITH_SOMETHING_ELSE.contains(&name);
            if !is_other && !named.is_empty() && !named.iter().any(covers) {
                wrong.push(format!("{name}: [{}] {} -- {meant}", problem.code, problem.message));
            }
        }
    });
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}
