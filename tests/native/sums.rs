//! The table of `iju eval --sum`: figures by hand on the rules of the tutorial, and that it says the same as the reports
//! that it stands for.

use crate::call::{done, iju_in, iju_with};
use crate::dice::Dice;
use crate::tutorial::followed;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::process::Command;

/// The lines of a table, each by the names of its columns.
fn table(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let names = lines.next().unwrap();
    lines.map(|line| names.iter().cloned().zip(line).collect()).collect()
}

/// Half of 55,000 yen is above the limit of 20,000 yen a month: 240,000 yen a year. Half of 30,900 yen is paid as
/// 15,000 yen: 180,000 yen. The third household has no child. Of the fourth nothing but the day of its move is known: it
/// gets at most the limit.
const HOUSEHOLDS: &str = r#"{ "moved_on": "2026-04-20", "rent": 55000, "children": 1 }
{ "moved_on": "2026-04-20", "rent": 30900, "children": 2 }
{ "moved_on": "2026-04-20", "rent": 30900, "children": 0 }
{ "moved_on": "2026-04-20" }
"#;

const SUM: [&str; 8] =
    ["--rules", "practice", "eval", "minato", "--on", "2026-06-01", "--answers", "-"];

/// Calls `iju eval --sum` in a folder.
fn sum(folder: &crate::folder::Folder, more: &[&str], input: &str) -> crate::call::Done {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iju"));
    command.current_dir(folder.path()).args(SUM).arg("--sum").args(more);
    done(command, input)
}

#[test]
fn a_sum_is_what_a_person_adds_up() {
    let folder = followed("sum");
    let found = sum(&folder, &[], HOUSEHOLDS);
    let names = "programme,households,eligible,confirm,ineligible,no_rule,undetermined,yen_from,yen_to,no_upper_end";
    // 240,000 + 180,000 yen are sure; the fourth household may get 240,000 yen more.
    let expected = format!("{names}\nrent_support,4,2,0,1,0,1,420000,660000,0\n");
    assert_eq!((found.code, found.out), (0, expected), "{}", found.err);
    assert_eq!(found.err, "iju eval: 4 summed on 2026-06-01\n");
}

#[test]
fn a_draft_stands_beside_and_answers_group() {
    let folder = followed("draft");
    for (file, text) in practice(&folder) {
        folder.write(&file.replace("practice/", "draft/"), &text);
    }
    folder.replace("draft/minato/2026/rent_support.yaml", "cap: 20_000", "cap: 30_000").unwrap();
    let found = sum(&folder, &["--beside", "draft", "--by", "children"], HOUSEHOLDS);
    assert_eq!(found.code, 0, "{}", found.err);
    let lines = table(&found.out);
    let column =
        |name: &str| -> Vec<&str> { lines.iter().map(|line| line[name].as_str()).collect() };
    assert_eq!(column("children"), ["", "0", "1", "2"]);
    assert_eq!(column("yen_from"), ["0", "0", "240000", "180000"]);
    // Half of 55,000 yen is 27,500 yen, paid as 27,000 yen: 324,000 yen a year.
    assert_eq!(column("yen_from_beside"), ["0", "0", "324000", "180000"]);
    assert_eq!(column("yen_to_beside"), ["360000", "0", "324000", "180000"]);
    // On the day after the fiscal year there are no rules.
    let later = sum(&folder, &["--beside-on", "2027-04-01"], HOUSEHOLDS);
    assert_eq!(table(&later.out)[0]["no_rule_beside"], "4", "{}", later.err);
}

/// The files of the rules in `practice`.
fn practice(folder: &crate::folder::Folder) -> Vec<(String, String)> {
    let files = [
        "facts.yaml",
        "minato/city.yaml",
        "minato/2026/rulebook.yaml",
        "minato/2026/rent_support.yaml",
    ];
    let files = files.map(|file| format!("practice/{file}"));
    let read = |file: String| {
        let text = std::fs::read_to_string(folder.path().join(&file)).unwrap();
        (file, text)
    };
    files.map(read).into_iter().collect()
}

#[test]
fn a_wrong_line_is_named_and_nothing_is_summed() {
    let folder = followed("wrong");
    let input = format!("{HOUSEHOLDS}{{ \"rent\": -1 }}\n");
    let found = sum(&folder, &[], &input);
    assert_eq!((found.code, found.out.as_str()), (1, ""));
    assert!(found.err.starts_with("-:5: error["), "{}", found.err);
    let last = "iju: 1 of 5 were not evaluated: their answers are wrong; nothing was summed";
    assert_eq!(found.closing(), last);
    for (more, told) in [
        (
            ["--by", "rents"],
            "iju: --by `rents` is no question with one answer, expected moved_on, rent, children",
        ),
        (["--beside", "drafts"], "iju: there is no folder drafts; name one with --beside"),
    ] {
        let found = sum(&folder, &more, HOUSEHOLDS);
        assert_eq!((found.code, found.out.as_str(), found.closing()), (2, "", told));
    }
    let alone = iju_in(folder.path(), &[&SUM[..], &["--by", "rent"]].concat());
    assert_eq!(alone.code, 2, "{}", alone.err);
}

/// Random households of the made-up town, a line each.
fn random_households(count: u64) -> String {
    let household = |case| {
        let mut dice = Dice::of(9, case);
        let mut answers = serde_json::Map::new();
        if dice.chance(3, 4) {
            let origins = ["inside_prefecture", "returning", "newcomer"];
            answers.insert("origin".to_owned(), json!(origins[dice.below(3)]));
        }
        for fact in ["married", "tax_arrears", "other_grant", "starts_up"] {
            if dice.chance(2, 3) {
                answers.insert(fact.to_owned(), json!(dice.chance(1, 2)));
            }
        }
        if dice.chance(3, 4) {
            answers.insert(
                "moved_on".to_owned(),
                json!(format!("2025-{:02}-01", dice.between(1, 12))),
            );
            answers.insert("moving_cost".to_owned(), json!(dice.between(0, 300_000)));
        }
        format!("{}\n", Value::Object(answers))
    };
    (0..count).map(household).collect()
}

#[test]
fn a_sum_says_what_the_reports_say_and_the_reports_keep_their_order() {
    let call = ["--rules", "tests/cases", "eval", "town", "--on", "2025-06-10", "--answers", "-"];
    let input = random_households(300);
    let reports = iju_with(&[&call[..], &["--json"]].concat(), &input).reports();
    let single = input
        .lines()
        .take(5)
        .map(|line| iju_with(&[&call[..], &["--json"]].concat(), line).reports());
    assert_eq!(single.flatten().collect::<Vec<_>>(), reports[..5]);
    let lines = table(&iju_with(&[&call[..], &["--sum", "--by", "origin"]].concat(), &input).out);
    for (at, programme) in reports[0]["programmes"].as_array().unwrap().iter().enumerate() {
        let id = programme["id"].as_str().unwrap();
        let own = || lines.iter().filter(|line| line["programme"] == id);
        let total =
            |column: &str| own().map(|line| line[column].parse::<i64>().unwrap()).sum::<i64>();
        assert_eq!((own().count(), total("households")), (4, 300));
        for verdict in ["eligible", "confirm", "ineligible", "no_rule", "undetermined"] {
            let count =
                reports.iter().filter(|one| one["programmes"][at]["verdict"] == verdict).count();
            assert_eq!(total(verdict), i64::try_from(count).unwrap(), "{id} {verdict}");
        }
        let most =
            reports.iter().map(|one| &one["programmes"][at]["amount"]).filter(|one| !one.is_null());
        let open = most.clone().filter(|one| one["max"].is_null()).count();
        assert_eq!(total("no_upper_end"), i64::try_from(open).unwrap(), "{id}");
        let whole = |one: &Value| one["max"].as_str().and_then(|yen| yen.parse::<i64>().ok());
        let known: Vec<&Value> = most.filter(|one| !one["max"].is_null()).collect();
        if known.iter().all(|one| whole(one).is_some()) {
            assert_eq!(
                total("yen_to"),
                known.iter().filter_map(|one| whole(one)).sum::<i64>(),
                "{id}"
            );
        }
    }
}
