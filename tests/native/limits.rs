//! The limits of valid rules: rules beyond a limit are refused by its name, rules at the limit are not.
//! What the limits protect is tested with damaged rules and with answers.

use crate::adversary;
use crate::call::iju_in;
use crate::folder::Folder;
use crate::made_up_town;
use iju_check::index::{
    ExprIndex, ItemIndex, ProgrammeInYear, ProgrammeIndex, ReadingIndex, RequirementIndex,
};
use iju_check::limits;
use iju_check::rulebook::{
    Broken, City, CityRules, Constant, Expr, Fact, Kind, Programme, Reading, Rule, Rulebook,
};
use iju_check::wire::answers;
use serde_json::json;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The limits that `iju check` tells with file, line and column, and the case of tests/broken that shows it.
const TOLD_WITH_THE_PLACE: [(&str, &str); 5] = [
    ("OPTIONS", "one_option"),
    ("DEPTH", "nested_too_deeply"),
    ("NUMBER", "figure_too_large"),
    ("DENOMINATOR", "decimal_too_fine"),
    ("FINEST", "product_too_fine"),
];

/// The limits of which `iju check` tells the year, the programme or the expression.
const TOLD_WITH_THE_YEAR: [&str; 14] = [
    "STEPS",
    "FACTS",
    "FIELDS",
    "SOURCES",
    "READINGS",
    "READING_COMBINATIONS",
    "LATER_COMBINATIONS",
    "SLOTS",
    "NODES",
    "EXPRESSION_SIZE",
    "PROGRAMMES",
    "LINKED",
    "LATER",
    "YEARS",
];

/// The limit of answers. It is tested with them.
const OF_ANSWERS: &str = "MEMBERS";

/// The limit of estimates, which no rules can pass. It is tested with the worked examples of the made-up town.
const OF_ESTIMATES: &str = "YEARS_LATER";

/// A limit: its name, its value, what rules beyond it break, and the change that makes rules of a size.
struct Case {
    name: &'static str,
    limit: i64,
    broken: Broken,
    make: fn(&mut CityRules, usize),
}

fn cases() -> Vec<Case> {
    let case = |name, limit: usize, broken, make| {
        let limit = i64::try_from(limit).unwrap();
        Case { name, limit, broken, make }
    };
    let number = usize::try_from(limits::NUMBER).unwrap();
    let size = usize::try_from(limits::EXPRESSION_SIZE).unwrap();
    let denominator = usize::try_from(limits::DENOMINATOR).unwrap();
    let steps = usize::try_from(limits::STEPS).unwrap();
    let finest = usize::try_from(limits::FINEST).unwrap();
    let last_year = usize::try_from(*limits::YEARS.end()).unwrap();
    vec![
        case("FACTS", limits::FACTS, Broken::TooManyFacts, with_facts),
        case("SLOTS", limits::SLOTS, Broken::TooManyFacts, with_slots),
        case("FIELDS", limits::FIELDS, Broken::NumberOfFields, with_fields),
        case("OPTIONS", limits::OPTIONS, Broken::NumberOfOptions, with_options),
        case("SOURCES", limits::SOURCES, Broken::TooManyNodes, |rules, count| {
            let book = book(rules);
            book.sources = vec![book.sources.raw[0].clone(); count].into();
        }),
        case("READINGS", limits::READINGS, Broken::TooManyNodes, with_readings),
        case(
            "READING_COMBINATIONS",
            limits::READING_COMBINATIONS,
            Broken::TooManyReadings,
            with_combinations,
        ),
        case(
            "LATER_COMBINATIONS",
            limits::LATER_COMBINATIONS,
            Broken::DatesThatMove,
            with_dates_that_move,
        ),
        case("NODES", limits::NODES, Broken::TooManyNodes, |rules, count| {
            book(rules).exprs.resize(count, Expr::Truth(true));
        }),
        case("EXPRESSION_SIZE", size, Broken::ExpressionTooLarge, |rules, count| {
            let exprs = &mut book(rules).exprs;
            let leaf = exprs.push_and_get_key(Expr::Truth(true));
            // The expression itself is a node of its size.
            exprs.push(Expr::All(vec![leaf; count - 1]));
        }),
        case("DEPTH", limits::DEPTH, Broken::ExpressionTooDeep, |rules, count| {
            let exprs = &mut book(rules).exprs;
            let mut last = exprs.push_and_get_key(Expr::Truth(true));
            for _ in 1..count {
                last = exprs.push_and_get_key(Expr::Not(last));
            }
        }),
        case("PROGRAMMES", limits::PROGRAMMES, Broken::TooManyNodes, with_programmes),
        case("LINKED", limits::LINKED, Broken::TooManyLinkedProgrammes, |rules, count| {
            let caps = &mut book(rules).caps;
            caps.raw[0].programmes = (0..count).map(ProgrammeInYear::from).collect();
            caps.truncate(1);
        }),
        case("LATER", limits::LATER, Broken::NumberOfLater, |rules, count| {
            let later = &mut book(rules).programmes.raw[0].later;
            *later = vec![later[0].clone(); count];
        }),
        case("NUMBER", number, Broken::Number, |rules, size| {
            let numer = i64::try_from(size).unwrap();
            book(rules).exprs.push(Expr::Number(Constant { numer, denom: 1 }));
        }),
        case("STEPS", steps, Broken::TooManySteps, with_steps),
        case("DENOMINATOR", denominator, Broken::Number, with_a_denominator),
        case("FINEST", finest, Broken::TooFine, with_a_fine_product),
        case("YEARS", last_year, Broken::YearsInOrder, |rules, year| {
            rules.years.last_mut().unwrap().fiscal_year = i16::try_from(year).unwrap();
        }),
    ]
}

fn book(rules: &mut CityRules) -> &mut Rulebook {
    rules.years.iter_mut().find(|book| book.fiscal_year == 2025).unwrap()
}

fn with_facts(rules: &mut CityRules, count: usize) {
    let plain = rules.facts.iter().find(|fact| fact.kind == Kind::YesNo).unwrap().clone();
    rules.facts.resize(count, plain);
}

/// Two lists of the largest size, and plain facts for the other slots.
fn with_slots(rules: &mut CityRules, count: usize) {
    let in_a_list = 1 + limits::FIELDS * (limits::MEMBERS + 1);
    with_fields(rules, limits::FIELDS);
    let list = rules.facts.iter().find(|fact| matches!(fact.kind, Kind::List { .. })).unwrap();
    let list = list.clone();
    rules.facts.retain(|fact| fact.kind == Kind::YesNo);
    let plain = rules.facts.first().unwrap().clone();
    rules.facts.resize(count - 2 * in_a_list, plain);
    rules.facts.extend([list.clone(), list]);
}

fn with_fields(rules: &mut CityRules, count: usize) {
    for Fact { kind, .. } in &mut rules.facts {
        if let Kind::List { fields, applicant, .. } = kind {
            fields.resize(count, fields.raw[1].clone());
            applicant.resize(count, None);
        }
    }
}

fn with_options(rules: &mut CityRules, count: usize) {
    let options = rules.facts.iter_mut().find_map(|fact| match &mut fact.kind {
        Kind::Choice { options } => Some(options),
        _ => None,
    });
    options.unwrap().resize(count, String::new());
}

fn with_readings(rules: &mut CityRules, count: usize) {
    // A date that moves would be one more.
    for expr in rules.years.iter_mut().flat_map(|book| &mut book.exprs) {
        if let Expr::Day { stays, .. } = expr {
            *stays = true;
        }
    }
    let reading =
        Reading { id: String::new(), item: ItemIndex::default(), choices: vec![String::new(); 2] };
    book(rules).readings.resize(count, reading);
}

/// A condition that so many combinations of readings give a meaning: each further reading doubles them.
fn with_combinations(rules: &mut CityRules, count: usize) {
    let book = book(rules);
    let leaf = book.exprs.push_and_get_key(Expr::Truth(true));
    let mut parts = Vec::new();
    for _ in 0..count.next_power_of_two().ilog2() {
        let reading = Reading {
            id: String::new(),
            item: ItemIndex::default(),
            choices: vec![String::new(); 2],
        };
        let reading: ReadingIndex = book.readings.push_and_get_key(reading);
        let open = Expr::Reading { reading, choices: vec![leaf; 2] };
        parts.push(book.exprs.push_and_get_key(open));
    }
    let when: ExprIndex = book.exprs.push_and_get_key(Expr::All(parts));
    let mut condition = book.requirements.raw[0].clone();
    condition.rule = Rule::When(when);
    let condition: RequirementIndex = book.requirements.push_and_get_key(condition);
    book.programmes.raw[0].requires = condition;
}

/// A condition that names so many combinations of dates that move: each further date multiplies them by eight.
fn with_dates_that_move(rules: &mut CityRules, count: usize) {
    let book = book(rules);
    let on = book.exprs.push_and_get_key(Expr::On);
    let mut parts = Vec::new();
    let mut combinations = 1;
    for number in 0.. {
        if combinations >= count {
            break;
        }
        combinations *= usize::from(limits::YEARS_LATER) + 1;
        let day = book.exprs.push_and_get_key(Expr::Day { number, stays: false });
        parts.push(book.exprs.push_and_get_key(Expr::Less(on, day)));
    }
    let when: ExprIndex = book.exprs.push_and_get_key(Expr::All(parts));
    let mut condition = book.requirements.raw[0].clone();
    condition.rule = Rule::When(when);
    let condition: RequirementIndex = book.requirements.push_and_get_key(condition);
    book.programmes.raw[0].requires = condition;
}

/// Conditions that share readings, so many that they take more than so many steps, or one fewer than that takes.
fn with_steps(rules: &mut CityRules, steps: usize) {
    let most = usize::try_from(limits::STEPS).unwrap();
    let is_within = |size: &usize| City::new(adversary::conditions_that_share(*size)).is_ok();
    let within = (1..).step_by(8).take_while(is_within).last().unwrap();
    *rules = adversary::conditions_that_share(if steps > most { within + 8 } else { within });
}

fn with_a_denominator(rules: &mut CityRules, size: usize) {
    let denom = u32::try_from(size).unwrap();
    book(rules).exprs.push(Expr::Number(Constant { numer: 1, denom }));
}

/// A product of three fractions, with a denominator of at least so much.
fn with_a_fine_product(rules: &mut CityRules, size: usize) {
    let denominator = usize::try_from(limits::DENOMINATOR).unwrap();
    let exprs = &mut book(rules).exprs;
    let mut product = exprs.push_and_get_key(Expr::Number(Constant { numer: 1, denom: 1 }));
    for denom in [denominator, denominator, size.div_ceil(denominator * denominator)] {
        let denom = u32::try_from(denom).unwrap();
        let factor = exprs.push_and_get_key(Expr::Number(Constant { numer: 1, denom }));
        product = exprs.push_and_get_key(Expr::Multiply(product, factor));
    }
}

fn with_programmes(rules: &mut CityRules, count: usize) {
    rules.years.retain(|book| book.fiscal_year == 2025);
    let book = book(rules);
    book.caps.clear();
    let one = Programme { exclusive: Vec::new(), ..book.programmes.raw[0].clone() };
    let numbers = (0..count).map(ProgrammeIndex::from);
    book.programmes = numbers.map(|number| Programme { number, ..one.clone() }).collect();
}

/// What the made-up town's rules break after a change.
fn broken(change: impl FnOnce(&mut CityRules)) -> Option<Broken> {
    let mut rules = made_up_town().rules().clone();
    change(&mut rules);
    City::new(rules).err().map(|invalid| invalid.what)
}

#[test]
fn rules_beyond_a_limit_are_refused_and_rules_at_it_are_not() {
    for Case { name, limit, broken: expected, make } in cases() {
        let at = usize::try_from(limit).unwrap();
        assert_ne!(broken(|rules| make(rules, at)), Some(expected), "at {name}");
        assert_eq!(broken(|rules| make(rules, at + 1)), Some(expected), "beyond {name}");
    }
}

#[test]
fn a_household_has_no_more_named_members_than_the_limit() {
    let town = made_up_town();
    let read = |count: usize| {
        let members = vec![json!({}); count];
        let answers = json!({ "household": { "members": members } });
        answers::read(town, &serde_json::from_value(answers).unwrap()).map(|_| ())
    };
    assert!(read(limits::MEMBERS).is_ok());
    assert!(read(limits::MEMBERS + 1).is_err());
}

/// The text of a file of the project.
fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The names of all limits.
fn names() -> BTreeSet<String> {
    let file = read("src/limits.rs");
    let names = file.lines().filter_map(|line| line.strip_prefix("pub const ")?.split(':').next());
    names.map(str::to_owned).collect()
}

#[test]
fn every_limit_has_a_case() {
    let tested = cases().into_iter().map(|case| case.name).chain([OF_ANSWERS, OF_ESTIMATES]);
    let tested: BTreeSet<String> = tested.map(str::to_owned).collect();
    let untested: Vec<_> = names().difference(&tested).cloned().collect();
    assert!(untested.is_empty(), "no case of this file tests {untested:?}");
}

#[test]
fn every_limit_says_how_an_author_is_told_of_it() {
    let with_the_place = TOLD_WITH_THE_PLACE.iter().map(|(name, _)| *name);
    let all = with_the_place.clone().chain(TOLD_WITH_THE_YEAR);
    let all = all.chain([OF_ANSWERS, OF_ESTIMATES]);
    assert_eq!(all.map(str::to_owned).collect::<BTreeSet<_>>(), names());
    for (name, case) in TOLD_WITH_THE_PLACE {
        let case = read(&format!("tests/broken/cases/{case}.txt"));
        assert!(case.contains("@@ told"), "{name}: {case}");
    }
}

/// A number with commas between its thousands.
fn with_commas(number: i64) -> String {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev();
    let groups: Vec<&str> = groups.map(|one| std::str::from_utf8(one).unwrap()).collect();
    groups.join(",")
}

#[test]
fn the_reference_has_every_limit_in_its_table() {
    let reference = read("rules/README.md");
    let section = reference.split("\n## ").find(|one| one.starts_with("Limits")).unwrap();
    let mut rows: Vec<&str> =
        section.lines().filter_map(|row| row.rsplit("| ").next()?.strip_suffix(" |")).collect();
    let years_later = i64::from(limits::YEARS_LATER);
    let others = [i64::try_from(limits::MEMBERS).unwrap(), years_later];
    for limit in cases().into_iter().map(|case| case.limit).chain(others) {
        let shown = if limit == i64::from(*limits::YEARS.end()) {
            format!("{limit}, and at least {}", limits::YEARS.start())
        } else {
            with_commas(limit)
        };
        let at = rows.iter().position(|row| *row == shown);
        rows.remove(at.unwrap_or_else(|| panic!("rules/README.md: no limit of {shown}")));
    }
    assert_eq!(rows, ["at most"], "limits that there are not");
}

#[test]
fn a_passed_limit_is_told_in_words_at_its_place() {
    let folder = Folder::copy_of("tests/broken/base", "limit");
    let grant = fs::read_to_string(folder.path().join("town/2025/grant.yaml")).unwrap();
    let rulebook = "town/2025/rulebook.yaml";
    let ids: Vec<String> = (0..limits::PROGRAMMES).map(|at| format!("grant_{at}")).collect();
    for id in &ids {
        let mut own = grant.clone();
        for requirement in ["moved_in", "way", "own_wish", "works"] {
            own = own.replace(&format!("id: {requirement}"), &format!("id: {requirement}_{id}"));
        }
        folder.write(&format!("town/2025/{id}.yaml"), &own);
    }
    let all = format!("programmes: [grant, rent, {}]", ids.join(", "));
    folder.replace(rulebook, "programmes: [grant, rent]", &all).unwrap();
    let done = iju_in(folder.path(), &["check", "."]);
    let first = "town/2025/rulebook.yaml:2:1: error[limit]: a year has at most 200 programmes, and this one has 202";
    assert!(done.err.contains(first), "{}", done.err);
}

#[test]
fn rules_that_take_too_many_steps_are_told_at_the_dearest_programme() {
    let folder = Folder::copy_of("tests/broken/base", "steps");
    let choices = "choices: { a: { says: { ja: 一つ }, source: page }, b: { says: { ja: 二つ }, source: page } }";
    let readings: String = (0..6)
        .map(|at| format!("  open_{at}: {{ ask: additions_per_child, {choices} }}\n"))
        .collect();
    folder
        .replace("town/2025/rulebook.yaml", "readings:\n", &format!("readings:\n{readings}"))
        .unwrap();
    let condition = |at: usize| {
        let when = format!("{{ reading: open_{}, a: settles, b: hours_per_week >= {at} }}", at % 6);
        format!("    - {{ id: c_{at}, says: {{ ja: 条件 }}, when: {when}, source: page }}\n")
    };
    let conditions: String = (1..=250).map(condition).collect();
    let first = "    - use: settled\n";
    folder.replace("town/2025/grant.yaml", first, &format!("{first}{conditions}")).unwrap();
    let done = iju_in(folder.path(), &["check", "."]);
    let told = "town/2025/rulebook.yaml:3:14: error[limit]: an evaluation by the city's rules may take more than \
                1000000 steps, and most of them for this programme";
    assert!(done.err.contains(told), "{}", done.err);
}
