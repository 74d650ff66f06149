//! What the command line reads and writes as streams: output that cannot be written, a reader that
//! goes away, answers that come one by one. What a report says is tested elsewhere.

use crate::call::{Watch, command, ended, iju_with};
use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Stdio};

const EVAL: [&str; 9] = [
    "eval",
    "town",
    "--rules",
    "tests/broken/base",
    "--on",
    "2025-06-10",
    "--answers",
    "-",
    "--json",
];

/// Calls that write to standard output, with what they read.
const WRITERS: [(&[&str], &str); 6] = [
    (&EVAL, "{}\n"),
    (EVAL.split_at(8).0, "{}\n{}\n"),
    (&["test", "--rules", "tests/cases", "--json"], ""),
    (&["mutants", "--rules", "tests/broken/base"], ""),
    (&["--help"], ""),
    (&["--version"], ""),
];

fn piped(call: &[&str]) -> Child {
    let pipe = Stdio::piped;
    command(call).stdin(pipe()).stdout(pipe()).stderr(pipe()).spawn().unwrap()
}

fn told(child: &mut Child) -> String {
    let mut told = String::new();
    child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    told
}

#[test]
#[cfg(target_os = "linux")]
fn output_that_cannot_be_written_is_an_error() {
    for (call, input) in WRITERS {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = command(call);
        let mut child =
            command.stdin(Stdio::piped()).stdout(full).stderr(Stdio::piped()).spawn().unwrap();
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let told = told(&mut child);
        assert_eq!(ended(&mut child).code(), Some(1), "{call:?} {told}");
        let last = told.lines().last().unwrap_or_default();
        assert!(last.starts_with("iju: cannot write to standard output: "), "{call:?} {told}");
    }
}

#[test]
#[cfg(unix)]
fn a_reader_that_has_gone_ends_the_call_quietly() {
    for (call, input) in WRITERS {
        // The reader has gone before the call begins to write.
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = command(call);
        let pipes = command.stdin(Stdio::piped()).stdout(writer).stderr(Stdio::piped());
        let mut child = pipes.spawn().unwrap();
        drop(command);
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let told = told(&mut child);
        assert_eq!(ended(&mut child).code(), Some(141), "{call:?} {told}");
        // `mutants` says how far it is.
        assert!(told.lines().all(|line| line.contains(" of ")), "{call:?} {told}");
    }
}

#[test]
fn each_report_is_written_before_the_next_answers_come() {
    let mut child = piped(&EVAL);
    let _watch = Watch::over(&child);
    let mut answers = child.stdin.take().unwrap();
    let mut reports = BufReader::new(child.stdout.take().unwrap()).lines();
    for line in ["{}", "{\"reason\":\"transfer\"}", "{\"reason\":\"x\"}", "{}"] {
        writeln!(answers, "{line}").unwrap();
        let report: Value = serde_json::from_str(&reports.next().unwrap().unwrap()).unwrap();
        assert_eq!(report["programmes"].is_array(), !line.contains("\"x\""), "{line}");
    }
    drop(answers);
    assert!(reports.next().is_none());
    assert!(told(&mut child).starts_with("-:3: error[unknown-option]: `reason`: "));
    assert_eq!(ended(&mut child).code(), Some(1));
}

#[test]
#[cfg(target_os = "linux")]
fn many_answers_take_no_more_memory_than_one() {
    let mut child = piped(&EVAL);
    let _watch = Watch::over(&child);
    let mut answers = child.stdin.take().unwrap();
    let mut reports = BufReader::new(child.stdout.take().unwrap()).lines();
    let errors = child.stderr.take().unwrap();
    let errors = std::thread::spawn(move || BufReader::new(errors).lines().count());
    let line = format!("[{}0]\n", "0,".repeat(400_000));
    for _ in 0..64 {
        answers.write_all(line.as_bytes()).unwrap();
        reports.next().unwrap().unwrap();
    }
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let kilobytes: usize = peak.trim().trim_end_matches(" kB").parse().unwrap();
    assert!(kilobytes < 64 * 1024, "{kilobytes} kB");
    drop(answers);
    assert_eq!(ended(&mut child).code(), Some(1));
    assert_eq!(errors.join().unwrap(), 65);
}

#[test]
fn a_line_that_cannot_be_answers_is_named_by_its_number() {
    let long = format!("{{\"reason\":\"{}\"}}", "x".repeat(1 << 20));
    let lines = format!("\u{feff}{{}}\r\n\r\n{long}\r\n{{\"reason\":\r\n{{}}\r\n");
    let done = iju_with(&EVAL, &lines);
    assert_eq!(done.code, 1);
    let places: Vec<&str> = done.err.lines().filter_map(|line| line.split(": ").next()).collect();
    assert_eq!(places, ["-:3", "-:4", "iju"], "{}", done.err);
    assert!(done.err.contains("expected a line of less than 1048576 bytes"), "{}", done.err);
    let answered: Vec<bool> =
        done.reports().iter().map(|one| one["programmes"].is_array()).collect();
    assert_eq!(answered, [true, false, false, true]);
}

#[test]
fn a_mistake_in_a_household_over_several_lines_is_named_by_its_line() {
    let done = iju_with(&EVAL, "\u{feff}\n{\n  \"reason\": \"transfer\",\n  \"settles\": yes\n}\n");
    assert_eq!((done.code, done.reports().len()), (1, 1), "{}", done.err);
    assert!(done.err.starts_with("-:4: error[not-json]: "), "{}", done.err);
}
