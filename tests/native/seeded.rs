//! The usual mistakes of authors, one at a time: each is told at its place, and what to do about it. The full
//! reports of more mistakes are in tests/broken/cases.

use crate::checked::check_folder;
use crate::folder::Folder;
use iju_check::diagnostic::Diagnostic;
use std::fs;

const FACTS: &str = "facts.yaml";
const BOOK: &str = "town/2025/rulebook.yaml";
const GRANT: &str = "town/2025/grant.yaml";
const RENT: &str = "town/2025/rent.yaml";
const EXAMPLES: &str = "town/2025/examples/households.yaml";

/// A mistake: what an author does wrong, the file, the text that is replaced, the text in its place with the
/// expected place between `«` and `»`, the code, and what the message or the help says to do.
type Mistake = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

const MISTAKES: [Mistake; 29] = [
    ("a wrong key", RENT, "reported: [", "«reportd»: [", "unknown-key", "did you mean `reported`?"),
    (
        "a wrong unit",
        GRANT,
        "yen: \"additions * 300_000 yen\"",
        "yen: «additions * 300_000»",
        "type",
        "write the unit: `600_000 yen`",
    ),
    ("a wrong name", RENT, "children >= 1", "«childern» >= 1", "unknown-name", "`children`?"),
    (
        "a day that does not exist",
        GRANT,
        "to: 2026-03-31",
        "to: «2026-02-29»",
        "date",
        "there is no such day",
    ),
    (
        "a date in another form",
        GRANT,
        "to: 2026-03-31",
        "to: «2026/3/31»",
        "date",
        "write year, month and day, such as 2026-03-31",
    ),
    (
        "a quotation mark that is not closed",
        RENT,
        "yen: \"rate * rent_yen\"",
        "yen: «\"»rate * rent_yen",
        "yaml",
        "close the text with the quotation mark",
    ),
    (
        "a wrong indentation",
        GRANT,
        "      when: \"moved_on",
        "       «w»hen: \"moved_on",
        "yaml",
        "keys of one map begin in one column",
    ),
    (
        "a missing citation",
        GRANT,
        "when: reason == own_wish, source: page }",
        "when: reason == own_wish }",
        "missing-citation",
        "add `source:` with the id of a source of the year",
    ),
    (
        "a missing translation",
        GRANT,
        "says: { ja: 基本額 }",
        "says: { «en»: base }",
        "missing-translation",
        "add `ja: …` to this text",
    ),
    (
        "a full-width digit",
        GRANT,
        "yen: 600_000",
        "yen: «６00_000»",
        "expression",
        "type `600_000`",
    ),
    ("a tab", GRANT, "    - use: settled", "«\t»- use: settled", "yaml", "indent with blanks"),
    (
        "a key twice",
        GRANT,
        "payer: city",
        "payer: city\n«payer»: city",
        "duplicate-key",
        "keep one",
    ),
    (
        "a wrong word of a list",
        GRANT,
        "benefit: cash",
        "benefit: «case»",
        "unknown-word",
        "`cash`?",
    ),
    (
        "a gap in a table",
        BOOK,
        "    cases:\n      - { when: children == 0, value: 1/2 }",
        "    «cases»:\n      - { when: children == 1, value: 1/2 }",
        "table-gap",
        "exactly one case must hold for every household",
    ),
    (
        "an overlap in a table",
        BOOK,
        "    cases:\n      - { when: children == 0, value: 1/2 }",
        "    «cases»:\n      - { when: children >= 0, value: 1/2 }",
        "table-overlap",
        "exactly one case must hold for every household",
    ),
    (
        "a question that does not exist",
        EXAMPLES,
        "answers: { hours_per_week: 10 }",
        "answers: { «hours_a_week»: 10 }",
        "answers",
        "hours_per_week",
    ),
    (
        "an exclusion of nothing",
        RENT,
        "programme: grant",
        "programme: «grand»",
        "unknown-programme",
        "did you mean `grant`?",
    ),
    (
        "definitions in a circle",
        BOOK,
        "\"min(children, 1)\"",
        "\"min(«additions», 1)\"",
        "cycle",
        "uses itself",
    ),
    (
        "a wrong argument of a function",
        BOOK,
        "minor: \"age(born, on: on) < 18\"",
        "minor: \"«age»(born, at: on) < 18\"",
        "arguments",
        "write `age(born, on: date)`",
    ),
    (
        "an option that is misspelt",
        GRANT,
        "reason == own_wish",
        "reason == «own_wich»",
        "unknown-option",
        "did you mean `own_wish`?",
    ),
    (
        "`yes` in quotation marks",
        EXAMPLES,
        "settles: yes",
        "settles: \"«yes»\"",
        "answers",
        "leave the quotation marks out",
    ),
    (
        "money without its unit",
        RENT,
        "rate * rent_yen",
        "rate * rent_yen + «5_000»",
        "unit",
        "yen and a number do not add up",
    ),
    (
        "a day outside the year",
        GRANT,
        "valid: { from: 2025-04-01",
        "valid: { «from»: 2025-03-31",
        "outside-the-year",
        "on a day from 2025-04-01 to 2026-03-31",
    ),
    (
        "a topic that does not exist",
        FACTS,
        "hours_per_week: { topic: move",
        "hours_per_week: { topic: «moves»",
        "unknown-name",
        "did you mean `move`?",
    ),
    (
        "an unknown end without a question",
        RENT,
        "reported: [",
        "obligations: [ { id: «leaves», says: { ja: 返す }, source: page, until: unknown, owed: 1 } ]\nreported: [",
        "missing-key",
        "declare the question under the year's `asks`",
    ),
    (
        "a sum that is owed without its unit",
        RENT,
        "reported: [",
        "obligations: [ { id: leaves, says: { ja: 返す }, source: page, until: no_end, owed: «50_000» } ]\nreported: [",
        "share",
        "write a sum with its unit",
    ),
    (
        "a reason that excuses from no event",
        RENT,
        "reported: [",
        "obligations: [ { id: leaves, says: { ja: 返す }, source: page, until: no_end, owed: 1, excused: [ { says: { ja: 災害 }, source: page, when: «children >= 1» } ] } ]\nreported: [",
        "missing-key",
        "add `event: { when: … }`",
    ),
    (
        "a key date that is no date",
        RENT,
        "reported: [",
        "key_dates: [ { id: asked, says: { ja: 請求の日 }, source: page, day: «rent_yen» } ]\nreported: [",
        "type",
        "expected a date, found yen",
    ),
    (
        "the award where nothing is owed",
        RENT,
        "yen: \"rate * rent_yen\"",
        "yen: \"rate * «award»\"",
        "unknown-name",
        "unknown name `award`",
    ),
];

/// The file, the line, the column and the length of the text between the marks of a file.
fn marked(text: &str) -> Option<(usize, usize, usize)> {
    let (before, rest) = text.split_once('«')?;
    let (meant, _) = rest.split_once('»')?;
    let last = before.rsplit('\n').next().unwrap();
    let line = before.matches('\n').count() + 1;
    Some((line, last.chars().count() + 1, meant.chars().count()))
}

/// The problems of rules with a mistake, and its place.
fn seeded(mistake: &Mistake) -> (Vec<Diagnostic>, Option<(usize, usize, usize)>) {
    let (name, file, find, replace, ..) = mistake;
    let folder = Folder::copy_of("tests/broken/base", "seeded");
    folder.replace(file, find, replace).unwrap_or_else(|e| panic!("{name}: {e}"));
    let text = fs::read_to_string(folder.path().join(file)).unwrap();
    folder.write(file, &text.replace(['«', '»'], ""));
    (check_folder(&folder).1, marked(&text))
}

#[test]
fn every_mistake_is_told_at_its_place_with_what_to_do() {
    let mut wrong = Vec::new();
    for mistake in &MISTAKES {
        let (problems, place) = seeded(mistake);
        let (name, _, _, _, code, advice) = mistake;
        let is_told = |one: &&Diagnostic| {
            let at = (one.place.line, one.place.column, one.place.length);
            let says = one.message.contains(advice)
                || one.help.as_ref().is_some_and(|help| help.contains(advice));
            one.code == *code && place.is_none_or(|place| place == at) && says
        };
        // A mistake can have a second consequence, but no more.
        if !problems.iter().any(|one| is_told(&one)) || problems.len() > 2 {
            wrong.push(format!("{name}: expected {code} at {place:?}\n{problems:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n\n"));
}
