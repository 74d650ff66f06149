//! Nothing that an author writes, however much of it, ends the checker in another way than with an error at
//! its place, soon, and in few words.

use crate::call::{iju, iju_with};
use crate::folder::Folder;
use std::time::{Duration, Instant};

const FACTS: &str = "facts.yaml";
const BOOK: &str = "town/2025/rulebook.yaml";
const GRANT: &str = "town/2025/grant.yaml";

/// The longest that a check may take here. Without bounds these inputs took minutes, or overflowed the stack.
const SOON: Duration = Duration::from_secs(30);
/// The most that a report may write.
const SHORT: usize = 100_000;

const WHEN: &str = "when: hours_per_week >= 20";

fn many(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

/// Checks the rules after a change, and asserts that the first problem and the last line are these.
fn assert_told(test: &str, change: (&str, &str, &str), first: &str, count: usize) {
    let folder = Folder::copy_of("tests/broken/base", &format!("bounded-{test}"));
    let (file, find, replace) = change;
    folder.replace(file, find, replace).unwrap();
    let path = folder.path().to_str().unwrap();
    let begun = Instant::now();
    let done = iju(&["check", path]);
    assert!(begun.elapsed() < SOON, "{test}: {:?}", begun.elapsed());
    let told = done.err.replace(&format!("{path}/"), "");
    let head: String = told.chars().take(300).collect();
    assert_eq!(done.code, 1, "{test}: {head}");
    assert!(told.starts_with(first), "{test}: {head}");
    assert!(told.len() < SHORT, "{test}: {} bytes", told.len());
    let problems = if count == 1 { "problem" } else { "problems" };
    assert_eq!(done.closing(), format!("iju: {count} {problems} in {path}"), "{test}: {head}");
    let more = format!("\nand {} more\n", count.saturating_sub(100));
    assert_eq!(told.contains(&more), count > 100, "{test}: {head}");
    let widest = told.lines().map(|line| line.chars().count()).max().unwrap();
    assert!(widest < 1_500, "{test}: a line of {widest} characters");
}

#[test]
fn an_expression_of_ten_thousand_terms_is_refused_at_its_place() {
    let terms = vec!["settles"; 10_000].join(" and ");
    let too_long = ":19:58: error[too-long]: an expression has at most 1000 characters";
    let first = format!("{GRANT}{too_long}");
    assert_told("and", (GRANT, WHEN, &format!("when: \"{terms}\"")), &first, 1);
    let nots = "not ".repeat(10_000);
    assert_told("not", (GRANT, WHEN, &format!("when: \"{nots}settles\"")), &first, 1);
    let sum = vec!["20 yen"; 100_000].join(" + ");
    let first = format!("{GRANT}:28:70: error[too-long]");
    assert_told("sum", (GRANT, "additions * 300_000 yen", &sum), &first, 1);
}

#[test]
fn an_expression_of_the_greatest_length_is_read() {
    // Each term is another level of the tree, and more of them than compiled rules may have.
    let terms = vec!["1"; 249].join(" + ");
    let first = format!("{GRANT}:19:57: error[limit]: at most 48 expressions stand in each other");
    assert_told("sum-of-ones", (GRANT, WHEN, &format!("when: {terms} > 5")), &first, 1);
}

#[test]
fn a_chain_of_thirty_thousand_definitions_is_refused_at_its_place() {
    let children = "  children: count(household, relation == child and minor)\n";
    let chain = many(30_000, |at| format!("  c{at}: c{}\n", at + 1));
    let chain = format!("  children: c0\n{chain}{}", children.replace("children", "c30000"));
    let told = "error[too-deep]: with the definitions that `children` uses, more than 400";
    assert_told("chain", (BOOK, children, &chain), &format!("{BOOK}:29:3: {told}"), 1);
    // A circle of as many.
    let circle =
        chain.replace("c30000: count(household, relation == child and minor)", "c30000: c0");
    assert_told("circle", (BOOK, children, &circle), &format!("{BOOK}:29:3: {told}"), 1);
}

#[test]
fn a_chain_of_groups_is_refused_at_its_place() {
    let group = |at: usize| {
        let next = at + 1;
        format!("  g{at}: {{ says: {{ ja: 組 }}, source: page, all: [ {{ use: g{next} }} ] }}\n")
    };
    let last = "  settled:\n";
    let chain = format!("{}{last}", many(3_000, group).replace("g3000", "settled"));
    let told = format!("{BOOK}:86:55: error[too-deep]: more than 48 groups use each other");
    // Each further group begins a chain of its own.
    assert_told("groups", (BOOK, last, &chain), &told, 62);
}

#[test]
fn yaml_that_is_nested_too_deeply_is_refused_at_its_place() {
    let lists = format!("when: {}{}", "[".repeat(5_000), "]".repeat(5_000));
    let told = ":19:311: error[too-deep]: too many maps and lists stand in each other";
    assert_told("flow", (GRANT, WHEN, &lists), &format!("{GRANT}{told}"), 1);
    let maps = many(1_000, |at| format!("{}a:\n", " ".repeat(at + 1)));
    let told = format!("{GRANT}:115:113: error[too-deep]: more than 112 maps and lists stand in");
    assert_told("block", (GRANT, "benefit: cash\n", &format!("benefit:\n{maps}")), &told, 1);
}

#[test]
fn a_typo_in_each_of_many_questions_is_counted() {
    let fact = |at| format!("  f{at}: {{ topik: move, type: yes_no, question: {{ ja: か }} }}\n");
    let before = "  hours_per_week:";
    let facts = format!("{}{before}", many(10_000, fact));
    let told = format!("{FACTS}:24:9: error[unknown-key]: unknown key `topik`");
    assert_told("typos", (FACTS, before, &facts), &told, 10_000);
}

#[test]
fn many_mistakes_on_one_line_are_clipped() {
    let ids = many(3_000, |at| format!(", Bad{at}"));
    let told = format!("{BOOK}:3:27: error[id]: `Bad0` is no id");
    let list = format!("programmes: [grant, rent{ids}]");
    assert_told("line", (BOOK, "programmes: [grant, rent]", &list), &told, 3_000);
}

#[test]
fn a_very_long_word_is_clipped() {
    let word = format!("benefit: {}", "x".repeat(1_000_000));
    let told = format!("{GRANT}:3:10: error[unknown-word]: unknown word `xxx");
    assert_told("word", (GRANT, "benefit: cash", &word), &told, 1);
}

#[test]
fn many_unknown_names_are_told_soon() {
    let definition = |at| format!("  d{at}: childern + {at}\n");
    let definitions = format!("{}  rate:\n", many(2_000, definition));
    let told = format!("{BOOK}:31:7: error[unknown-name]: unknown name `childern`");
    assert_told("names", (BOOK, "  rate:\n", &definitions), &told, 2_000);
}

#[test]
fn many_unknown_answers_are_counted() {
    for key in ["", "\"rulings\":{"] {
        let answers = many(60_000, |at| format!("\"k{at}\":true,"));
        let answers = format!("{{{key}{}}}", answers.trim_end_matches(','));
        let answers = if key.is_empty() { answers } else { format!("{answers}}}") };
        let call = ["eval", "town", "--rules", "tests/broken/base", "--on", "2025-06-10", "--json"];
        let begun = Instant::now();
        let done = iju_with(&[&call[..], &["--answers", "-"]].concat(), &answers);
        assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
        assert_eq!(done.code, 1);
        assert!(done.err.starts_with("-:1: error[unknown-"), "{:.200}", done.err);
        assert!(done.err.len() < SHORT && done.out.len() < SHORT, "{}", done.err.len());
        if key.is_empty() {
            assert!(done.err.contains("\n-:1: and 59900 more\n"), "{:.200}", done.err);
            assert_eq!(done.reports()[0]["more"], 59_900);
        }
        assert_eq!(done.closing(), "iju: 1 of 1 were not evaluated: their answers are wrong");
    }
}
