//! The closed lists: which names they have, in the order of the codes that cross to JavaScript and stand
//! in compiled rules. What the members mean is tested elsewhere.

use iju_check::amount::Rounding;
use iju_check::calendar::FirstDay;
use iju_check::closed_list::ClosedList;
use iju_check::report::{Needs, State, Verdict, Window};
use iju_check::rulebook::{Benefit, Every, Grouping, Party, TimeUnit};
use iju_check::source::{Evidence, SourceKind};
use std::collections::BTreeSet;
use std::fmt::Debug;

/// Checks that a list has these names, and that names and codes lead back to their members.
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
fn what_reports_name_by_codes_keeps_its_names_and_their_order() {
    check::<Verdict>(&["eligible", "confirm", "ineligible", "no_rule", "undetermined"]);
    check::<Window>(&["open", "upcoming", "closed", "budget_reached", "unknown"]);
    check::<State>(&["met", "not_met", "desk", "unsettled", "unknown", "not_applicable"]);
    check::<Needs>(&["value", "year", "month_day", "members", "band", "exact"]);
}

#[test]
fn what_compiled_rules_name_by_codes_keeps_its_names_and_their_order() {
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
    check::<TimeUnit>(&["years_of_age", "months"]);
}

#[test]
fn what_only_rule_files_name_keeps_its_names() {
    check::<Evidence>(&["stated", "inferred", "reported"]);
    check::<SourceKind>(&["official", "prefecture", "ministry", "aggregator", "blog", "news"]);
}
