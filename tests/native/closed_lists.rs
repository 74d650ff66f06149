//! The closed lists: their names, in the order of the codes that reports and compiled rules use.
//! The meaning of the members is tested elsewhere.

use iju_check::amount::Rounding;
use iju_check::calendar::FirstDay;
use iju_check::closed_list::ClosedList;
use iju_check::report::{Needs, State, Verdict, Window};
use iju_check::rulebook::{Benefit, Every, Grouping, Party, TimeUnit};
use iju_check::source::{Arithmetic, Comparison, Evidence, FactType, Judge, Logic, SourceKind};
use std::collections::BTreeSet;
use std::fmt::Debug;

/// Checks that a list has these names, and that each name and each code gives its member back.
fn check<T: ClosedList + Debug>(names: &[&str]) {
    assert!(T::names().eq(names.iter().copied()), "{:?}", T::VARIANTS);
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
    for (code, member) in (0..).zip(T::VARIANTS) {
        assert_eq!(member.code(), code, "{member:?}");
        assert_eq!(T::with_code(code), Some(*member));
        assert_eq!(T::named(member.name()), Some(*member));
    }
    assert_eq!(T::named(""), None);
    assert_eq!(T::with_code(u8::MAX), None);
}

#[test]
fn the_lists_of_reports_keep_their_names_and_codes() {
    check::<Verdict>(&["eligible", "confirm", "ineligible", "no_rule", "undetermined"]);
    check::<Window>(&["open", "upcoming", "closed", "budget_reached", "unknown"]);
    check::<State>(&["met", "not_met", "desk", "unsettled", "unknown", "not_applicable"]);
    check::<Needs>(&["value", "year", "month_day", "members", "band", "exact"]);
}

#[test]
fn the_lists_of_compiled_rules_keep_their_names_and_codes() {
    check::<Benefit>(&[
        "cash",
        "reimbursement",
        "voucher",
        "fee_waiver",
        "loan",
        "service",
        "facility",
        "tax_relief",
    ]);
    check::<Party>(&["city", "employer", "household", "worker", "other"]);
    check::<Every>(&["month", "year"]);
    check::<Grouping>(&["all", "any", "none"]);
    check::<Rounding>(&["floor", "ceil", "round"]);
    check::<FirstDay>(&["counted", "not_counted"]);
    check::<TimeUnit>(&["years_of_age", "months", "days"]);
}

#[test]
fn the_lists_of_rule_files_keep_their_names() {
    check::<Evidence>(&["stated", "inferred", "reported"]);
    check::<SourceKind>(&["official", "prefecture", "ministry", "aggregator", "blog", "news"]);
    check::<FactType>(&["yes_no", "choice", "number", "yen", "date", "list"]);
    check::<Judge>(&["here", "declared"]);
    check::<Logic>(&["or", "and"]);
    check::<Comparison>(&["==", "!=", "<", "<=", ">", ">="]);
    check::<Arithmetic>(&["+", "-", "*"]);
}
