//! The functions of the rule language: the reference lists each, the made-up town or the shipped rules
//! use each, and each accepts its own parameters. The random rulebooks use every expression. Results are
//! tested with the engine.

use crate::dice::Dice;
use crate::folder::Folder;
use crate::rulebooks;
use iju_check::check;
use iju_check::closed_list::ClosedList;
use iju_check::diagnostic::{Diagnostics, Files, render};
use iju_check::rulebook::{DayOperationDiscriminants, Expr, ExprDiscriminants, TimeUnit};
use iju_check::source::{Function, Parameter, ParameterType, ResultType};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use strum::VariantArray;

/// An argument of this type, in the rules of `tests/broken/base`.
fn argument(parameter: &Parameter) -> String {
    let value = match parameter.kind {
        ParameterType::Number => "hours_per_week",
        ParameterType::RoundingUnit => "10",
        ParameterType::Age => "18",
        ParameterType::Month => "3",
        ParameterType::DayOfMonth => "31",
        ParameterType::Day => "moved_on",
        ParameterType::Period => "1 year",
        ParameterType::FirstDay => "counted",
        ParameterType::List => "household",
        ParameterType::MemberNumber => "2",
        ParameterType::MemberCondition => "born <= moved_on",
        ParameterType::BirthField => "born",
        ParameterType::Date => "2019-04-01",
    };
    parameter.label.map_or_else(|| value.to_owned(), |label| format!("{label}: {value}"))
}

/// A condition with a call of a function.
fn condition(function: Function, arguments: &[String]) -> String {
    let call = format!("{}({})", function.name(), arguments.join(", "));
    let condition = match function.result() {
        ResultType::Truth => call,
        ResultType::Number | ResultType::LikeArgument => format!("{call} == 10"),
        ResultType::Day => format!("{call} <= on"),
    };
    let ranks = function.parameters().iter().any(|one| one.kind == ParameterType::BirthField);
    if ranks { format!("any(household, {condition})") } else { condition }
}

/// The problems of rules with a condition in them.
fn problems(condition: &str, function: Function) -> String {
    let folder = Folder::copy_of("tests/broken/base", &format!("function-{}", function.name()));
    let when = format!("when: \"hours_per_week >= 20 and {condition}\"");
    folder.replace("town/2025/grant.yaml", "when: hours_per_week >= 20", &when).unwrap();
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let _ = check::load(folder.path(), &mut files, &mut problems).unwrap();
    problems.sorted().iter().map(|one| render(&files, one)).collect()
}

#[test]
fn every_function_accepts_its_parameters() {
    for function in Function::VARIANTS {
        let most = function.parameters().len() + 1;
        for count in 0..=most {
            let Some(parameters) = function.parameters_of_call(count) else { continue };
            let arguments: Vec<String> = parameters.iter().map(argument).collect();
            let condition = condition(*function, &arguments);
            assert_eq!(problems(&condition, *function), "", "{condition}");
        }
    }
}

#[test]
fn every_function_refuses_a_wrong_label() {
    for function in Function::VARIANTS {
        let mut arguments: Vec<String> = function.parameters().iter().map(argument).collect();
        arguments[0].insert_str(0, "other: ");
        let found = problems(&condition(*function, &arguments), *function);
        assert!(!found.is_empty(), "{function:?}");
    }
}

#[test]
fn the_reference_lists_every_function() {
    let reference = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/README.md");
    let reference = fs::read_to_string(reference).unwrap();
    for function in Function::VARIANTS {
        let row = format!("| `{}` | {} |", function.form(), function.description());
        assert!(reference.contains(&row), "rules/README.md lacks the row\n{row}");
    }
}

/// The text of all rule files below a folder.
fn text_below(folder: PathBuf) -> String {
    let mut text = String::new();
    let mut waiting = vec![folder];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            text.push_str(&fs::read_to_string(path).unwrap());
        }
    }
    text
}

#[test]
fn the_rules_use_every_function() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rules = ["tests/cases", "rules"].map(|folder| text_below(root.join(folder))).concat();
    let is_used = |function: &Function| {
        let calls = rules.split(&format!("{}(", function.name())).collect::<Vec<_>>();
        let ends_a_word =
            |before: &&str| before.ends_with(|c: char| c == '_' || c.is_alphanumeric());
        calls.iter().rev().skip(1).any(|before| !ends_a_word(before))
    };
    let unused: Vec<_> = Function::VARIANTS.iter().filter(|one| !is_used(one)).collect();
    assert!(unused.is_empty(), "no rule of tests/cases or rules calls {unused:?}");
}

#[test]
fn random_rulebooks_use_every_expression() {
    let (mut exprs, mut operations, mut units) =
        (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for case in 0..100 {
        for expr in
            rulebooks::city(&mut Dice::of(1, case)).years.iter().flat_map(|book| &book.exprs)
        {
            exprs.insert(ExprDiscriminants::from(expr));
            match expr {
                Expr::DayFrom { operation, .. } => {
                    operations.insert(DayOperationDiscriminants::from(operation));
                }
                Expr::TimeBetween { unit, .. } => {
                    units.insert(unit.name());
                }
                _ => {}
            }
        }
    }
    assert!(exprs.iter().eq(ExprDiscriminants::VARIANTS), "{exprs:?}");
    assert!(operations.iter().eq(DayOperationDiscriminants::VARIANTS), "{operations:?}");
    assert_eq!(units, TimeUnit::names().collect(), "{units:?}");
}
