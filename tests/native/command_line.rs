//! The command line as an author calls it: exit codes, closing lines, what is printed where.
//! Which rules are wrong is not asked here, nor whether a report is right.

use crate::call::{Done, iju, iju_with};
use crate::folder::Folder;
use serde_json::Value;
use std::fs;

/// Evaluates answers from standard input, by the rules of the made-up town.
fn eval(answers: &str, json: bool) -> Done {
    let mut arguments =
        vec!["eval", "town", "--rules", TOWN, "--on", "2025-06-10", "--answers", "-"];
    arguments.extend(json.then_some("--json"));
    iju_with(&arguments, answers)
}

const TOWN: &str = "tests/broken/base";

/// Asserts that one household is refused, with this on its line, and that nothing is reported of it.
fn assert_refused(answers: &str, told: &str) {
    let done = eval(answers, false);
    assert_eq!((done.code, done.out.as_str()), (1, ""), "{answers}");
    assert_eq!(
        done.err,
        format!("-:1: {told}\niju: 1 of 1 were not evaluated: their answers are wrong\n"),
        "{answers}"
    );
}

#[test]
fn right_rules_end_with_what_was_checked() {
    let done = iju(&["check", TOWN]);
    assert_eq!((done.code, done.out.as_str()), (0, ""));
    assert_eq!(done.err, "iju check: no problems (cities: 1, years: 1, programmes: 2)\n");
    let same = iju(&["--rules", TOWN, "check"]);
    assert_eq!((same.code, same.err), (0, done.err));
}

#[test]
fn the_shipped_rules_are_right() {
    let done = iju(&["check"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.closing().starts_with("iju check: no problems ("), "{}", done.err);
}

#[test]
fn wrong_rules_stop_every_verb_with_all_their_problems() {
    let folder = Folder::copy_of(TOWN, "two-problems");
    folder.replace("town/2025/grant.yaml", "== own_wish", "== own_wich").unwrap();
    folder.replace("town/2025/rent.yaml", "programme: grant", "programme: grants").unwrap();
    let rules = folder.path().to_str().unwrap();
    let answers = ["eval", "town", "--on", "2025-06-10", "--answers", "-"];
    let outside = Folder::empty("two-problems-site");
    let site = outside.path().join("dist");
    let out = ["site", "--out", site.to_str().unwrap()];
    for verb in [&["check"][..], &answers, &["test"], &out] {
        let done = iju_with(&[&["--rules", rules], verb].concat(), "{}");
        assert_eq!((done.code, done.out.as_str()), (1, ""), "{verb:?}");
        let problems = done.err.lines().filter(|line| line.contains(": error[")).count();
        assert_eq!(problems, 2, "{verb:?} {}", done.err);
        assert_eq!(done.closing(), format!("iju: 2 problems in {rules}"), "{verb:?}");
    }
    assert!(!site.exists(), "pages were written from wrong rules");
}

#[test]
fn a_wrong_call_is_told_from_wrong_rules() {
    let on = ["--on", "2025-06-10"];
    let answers = ["--answers", "-"];
    for (call, told) in [
        (vec![], "Usage: iju"),
        (vec!["chekc"], "unrecognized subcommand 'chekc'"),
        (vec!["check", "nowhere"], "iju: there is no folder nowhere; name one with --rules"),
        (vec!["check", "--rules", "nowhere"], "iju: there is no folder nowhere"),
        (
            [&["eval", "oota"][..], &on, &answers].concat(),
            "iju: unknown city `oota`, expected nemuro, oita",
        ),
        ([&["eval", "oita"][..], &answers].concat(), "--today <TODAY>"),
        (
            [&["eval", "oita", "--on", "2025-02-29"][..], &answers].concat(),
            "expected a date YYYY-MM-DD between 1800 and 2299",
        ),
        ([&["eval", "oita", "--answers", "nowhere.json"][..], &on].concat(), "nowhere.json"),
    ] {
        let done = iju(&call);
        assert_eq!((done.code, done.out.as_str()), (2, ""), "{call:?} {}", done.err);
        assert!(done.err.contains(told), "{call:?} {}", done.err);
    }
}

#[test]
fn a_rules_folder_without_questions_is_named() {
    let folder = Folder::empty("no-questions");
    let done = iju(&["check", folder.path().to_str().unwrap()]);
    let file = folder.path().join("facts.yaml");
    assert_eq!((done.code, done.out.as_str()), (1, ""));
    assert!(done.closing().starts_with(&format!("iju: cannot read {}: ", file.display())));
}

#[test]
fn one_household_is_a_few_lines_for_people() {
    let done = eval(r#"{ "reason": "transfer", "hours_per_week": 19 }"#, false);
    assert_eq!((done.code, done.err.as_str()), (0, "iju eval: 1 evaluated on 2025-06-10\n"));
    let first: Vec<&str> = done.out.lines().take(3).collect();
    let verdict = "  ineligible, window unknown, no amount (rules of 2025)";
    assert_eq!(first, ["grant 移住支援金", verdict, "  because of: way"]);
    assert!(done.out.lines().last().unwrap().starts_with("best: "), "{}", done.out);
}

#[test]
fn one_household_over_several_lines_is_one_report() {
    let done = eval("{\n  \"reason\": \"transfer\"\n}\n", true);
    assert_eq!((done.code, done.reports().len()), (0, 1), "{}", done.err);
}

#[test]
fn many_households_are_one_report_a_line() {
    let done = eval("{\"reason\":\"transfer\"}\n\n{\"reason\":\"own_wish\"}\n{}\n", true);
    assert_eq!((done.code, done.err.as_str()), (0, "iju eval: 3 evaluated on 2025-06-10\n"));
    let reports = done.reports();
    assert_eq!(reports.len(), 3);
    for report in reports {
        assert_eq!((&report["city"], &report["on"]), (&"town".into(), &"2025-06-10".into()));
        assert_eq!(report["programmes"].as_array().unwrap().len(), 2);
    }
}

#[test]
fn a_wrong_line_is_named_and_the_others_are_answered() {
    for (wrong, told) in [
        (r#"{"reason":"#, "-:3: error[not-json]: "),
        (r#"{"reason":"x"}"#, "-:3: error[unknown-option]: `reason`: expected own_wish, "),
    ] {
        let lines = format!("{{}}\n\n{wrong}\n{{\"reason\":\"transfer\"}}\n");
        let done = eval(&lines, true);
        assert_eq!(done.code, 1, "{wrong}");
        assert!(done.err.starts_with(told), "{wrong} {}", done.err);
        assert_eq!(done.err.lines().count(), 2, "{}", done.err);
        let closing = "iju: 1 of 3 were not evaluated: their answers are wrong";
        assert_eq!(done.closing(), closing, "{wrong}");
        let reports = done.reports();
        let answered: Vec<bool> = reports.iter().map(|one| one["programmes"].is_array()).collect();
        assert_eq!(answered, [true, false, true], "{wrong}");
        assert_eq!(reports[1]["errors"].as_array().unwrap().len(), 1, "{wrong}");
    }
}

#[test]
fn answers_come_from_a_file_too() {
    let folder = Folder::empty("answers");
    folder.write("one.json", r#"{ "reasons": "transfer" }"#);
    let file = folder.path().join("one.json");
    let file = file.to_str().unwrap();
    let call = ["eval", "town", "--rules", TOWN, "--on", "2025-06-10", "--answers", file];
    let done = iju(&call);
    assert_eq!((done.code, done.out.as_str()), (1, ""));
    assert!(done.err.starts_with(&format!("{file}:1: error[unknown-fact]: `reasons`: ")));
    folder.write("one.json", r#"{ "reason": "transfer" }"#);
    assert_eq!(iju(&call).code, 0);
}

#[test]
fn an_answer_that_does_not_fit_is_named_and_nothing_is_evaluated() {
    for (answers, told) in [
        (
            r#"{"moved":"2025-05-01"}"#,
            "error[unknown-fact]: `moved`: expected moved_on, reason, settles, hours_per_week, \
             rent_yen, household",
        ),
        (r#"{"settles":"yes"}"#, "error[wrong-type]: `settles`: expected true or false"),
        (
            r#"{"hours_per_week":169}"#,
            "error[out-of-bounds]: `hours_per_week`: expected a whole number from 0 to 168",
        ),
        (
            r#"{"hours_per_week":20.5}"#,
            "error[not-a-number]: `hours_per_week`: expected a whole number from 0 to 168",
        ),
        (
            r#"{"hours_per_week":{"min":30,"max":20}}"#,
            "error[empty-range]: `hours_per_week`: expected `min` not above `max`",
        ),
        (
            r#"{"rent_yen":"900001"}"#,
            "error[out-of-bounds]: `rent_yen`: expected a whole number from 0 to 900000",
        ),
        (
            r#"{"moved_on":"2025-02-29"}"#,
            "error[not-a-date]: `moved_on`: expected YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        (
            r#"{"moved_on":"1999"}"#,
            "error[out-of-bounds]: `moved_on`: expected 2000-01-01 to 2100-12-31",
        ),
        (
            r#"{"household":{"members":[{"relation":"self"},{"born":"abc"}]}}"#,
            "error[not-a-date]: `household.members[1].born`: expected YYYY, YYYY-MM or YYYY-MM-DD",
        ),
    ] {
        assert_refused(answers, told);
    }
}

#[test]
fn a_ruling_settles_what_the_rules_leave_open_and_is_named_in_the_report() {
    let answers = r#""reason":"own_wish","settles":true,"moved_on":"2025-05-01""#;
    for (rulings, verdict, read) in [
        ("{}", "confirm", &[][..]),
        (r#"{"settled":true}"#, "eligible", &["settled"]),
        (
            r#"{"settled":false,"addition_for":"household"}"#,
            "ineligible",
            &["addition_for", "settled"],
        ),
    ] {
        let done = eval(&format!(r#"{{{answers},"rulings":{rulings}}}"#), true);
        assert_eq!(done.code, 0, "{rulings} {}", done.err);
        let grant = &done.reports()[0]["programmes"][0];
        assert_eq!((&grant["id"], &grant["verdict"]), (&"grant".into(), &verdict.into()));
        assert_eq!(grant["rulings"], serde_json::json!(read), "{rulings}");
        // Advice is by the same rules.
        assert_eq!(grant["apply"].is_null(), verdict == "ineligible", "{rulings}");
    }
}

#[test]
fn a_ruling_that_does_not_fit_is_named_and_nothing_is_evaluated() {
    for (rulings, told) in [
        (
            r#"{"settle":true}"#,
            "error[unknown-key]: `rulings.settle`: expected addition_for, settled, grant, rent",
        ),
        // It is not open.
        (
            r#"{"moved_in":true}"#,
            "error[unknown-key]: `rulings.moved_in`: expected addition_for, settled, grant, rent",
        ),
        (
            r#"{"settled":"household"}"#,
            "error[wrong-type]: `rulings.settled`: expected true or false",
        ),
        (
            r#"{"addition_for":"child"}"#,
            "error[unknown-option]: `rulings.addition_for`: expected each_child, household",
        ),
        (
            r#"{"addition_for":true}"#,
            "error[unknown-option]: `rulings.addition_for`: expected each_child, household",
        ),
        (r#"["settled"]"#, "error[wrong-type]: `rulings`: expected an object of rulings by id"),
    ] {
        assert_refused(&format!(r#"{{"settles":true,"rulings":{rulings}}}"#), told);
    }
    // Mistakes of both kinds are told together.
    let done = eval(r#"{"rulings":{"settle":true},"settles":1}"#, true);
    let errors = done.reports()[0]["errors"].as_array().unwrap().len();
    assert_eq!((done.code, errors), (1, 2), "{}", done.err);
}

#[test]
fn what_is_no_household_is_refused() {
    for (answers, code, expected) in [
        ("[]", "wrong-type", "expected an object of answers by fact id"),
        ("{", "not-json", "expected a JSON object of answers"),
        (r#"{"settles":true,"settles":false}"#, "not-json", "`settles` is given twice"),
    ] {
        let done = eval(answers, false);
        assert_eq!((done.code, done.out.as_str()), (1, ""), "{answers}");
        assert!(done.err.starts_with(&format!("-:1: error[{code}]: ")), "{}", done.err);
        assert!(done.err.contains(expected), "{answers} {}", done.err);
    }
}

#[test]
fn every_answer_that_does_not_fit_is_named() {
    let done = eval(r#"{"moved":1,"settles":true,"hours_per_week":-1,"reason":"x"}"#, true);
    assert_eq!(done.code, 1);
    let reports = done.reports();
    assert_eq!(reports.len(), 1);
    let errors = reports[0]["errors"].as_array().unwrap();
    let facts: Vec<&str> = errors.iter().map(|error| error["fact"].as_str().unwrap()).collect();
    assert_eq!(facts, ["moved", "hours_per_week", "reason"]);
    assert_eq!(reports[0]["programmes"], Value::Null);
}

#[test]
fn no_answers_at_all_are_not_taken_for_a_household() {
    let done = eval("\n", false);
    assert_eq!((done.code, done.out.as_str()), (1, ""));
    assert_eq!(done.err, "iju: no answers were given, expected a JSON object\n");
}

#[test]
fn the_shipped_examples_come_true() {
    let done = iju(&["test"]);
    assert_eq!((done.code, done.out.as_str()), (0, ""), "{}", done.err);
    assert!(done.closing().ends_with(" passed, 0 failed"), "{}", done.err);
}

/// The first example of a year that expects a verdict, expecting another one.
fn spoil(folder: &Folder, file: &str) {
    let text = std::fs::read_to_string(folder.path().join(file)).unwrap();
    assert!(text.contains("verdict: confirm"), "{file}");
    folder.write(file, &text.replacen("verdict: confirm", "verdict: eligible", 1));
}

#[test]
fn a_wrong_expectation_fails_and_says_which() {
    let folder = Folder::copy_of("rules", "wrong-expectation");
    let file = "oita/2025/examples/households.yaml";
    spoil(&folder, file);
    let done = iju(&["test", "--rules", folder.path().to_str().unwrap()]);
    assert_eq!((done.code, done.out.as_str()), (1, ""));
    assert!(done.closing().ends_with(" passed, 1 failed"), "{}", done.err);
    assert_eq!(done.err.lines().filter(|line| line.contains("error[example]")).count(), 1);
    assert!(done.err.starts_with(&folder.path().join(file).display().to_string()));
    assert!(done.err.contains("verdict: expected eligible, found confirm"), "{}", done.err);
}

#[test]
fn rules_without_examples_are_not_taken_for_tested() {
    let folder = Folder::copy_of(TOWN, "without-examples");
    fs::remove_dir_all(folder.path().join("town/2025/examples")).unwrap();
    let done = iju(&["test", "--rules", &folder.path().to_string_lossy()]);
    assert_eq!((done.code, done.err.as_str()), (1, "iju: there are no worked examples\n"));
}

#[test]
fn examples_as_json_are_one_report_a_line() {
    let done = iju(&["test", "--json"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let lines = done.reports();
    assert!(done.closing().contains(&format!(" {} passed, 0 failed", lines.len())), "{}", done.err);
    assert!(lines.iter().all(|line| line["report"]["programmes"].is_array()));
}
