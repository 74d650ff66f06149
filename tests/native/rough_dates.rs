//! Tests each date function on two rough dates: the verdict is decided exactly if all pairs of days
//! give the same one. The rules are made here; the calendar tests the functions on single days.

use crate::readings::town;
use iju_check::calendar::{Day, FirstDay, Period};
use iju_check::closed_list::ClosedList;
use iju_check::evaluate::evaluate;
use iju_check::index::{ExprIndex, FactIndex};
use iju_check::possible::{Days, Options};
use iju_check::report::Verdict;
use iju_check::rulebook::{
    City, Constant, DayOperation, DayOperationDiscriminants, Expr, Fact, Kind, TimeUnit,
};
use iju_check::situation::{Answer, Known, Situation};
use std::collections::BTreeSet;
use strum::VariantArray;
use typed_index_collections::ti_vec;

const YEAR: Period = Period { years: 1, months: 0, days: 0 };

/// Conditions on two dates, which are the facts 0 and 1. Each is a list of expressions, and the
/// last of them is the condition.
fn conditions() -> Vec<Vec<Expr>> {
    let whole = |numer| Expr::Number(Constant { numer, denom: 1 });
    let facts = || [0, 1].map(FactIndex::new).map(Expr::Fact).to_vec();
    let with = |more: Vec<Expr>| [facts(), more].concat();
    let from = |day, operation| Expr::DayFrom { day, operation };
    // The indices of the two dates, and of the expressions after them.
    let [a, b, c, d] = [0, 1, 2, 3].map(ExprIndex::new);
    vec![
        with(vec![
            Expr::TimeBetween { from: a, to: b, unit: TimeUnit::YearsOfAge },
            whole(0),
            Expr::AtMost(c, d),
        ]),
        with(vec![
            Expr::TimeBetween { from: a, to: b, unit: TimeUnit::Months },
            whole(5),
            Expr::AtMost(c, d),
        ]),
        with(vec![
            Expr::TimeBetween { from: a, to: b, unit: TimeUnit::Days },
            whole(40),
            Expr::AtMost(c, d),
        ]),
        with(vec![
            from(a, DayOperation::LastDay { period: YEAR, first_day: FirstDay::Counted }),
            Expr::Less(c, b),
        ]),
        with(vec![from(b, DayOperation::FirstDayBefore { period: YEAR }), Expr::AtMost(c, a)]),
        with(vec![from(a, DayOperation::DayReached { age: 1 }), Expr::Equal(c, b)]),
        with(vec![from(b, DayOperation::FiscalYearStart), Expr::AtMost(c, a)]),
        with(vec![Expr::FiscalYear(a), Expr::FiscalYear(b), Expr::Less(c, d)]),
        with(vec![from(a, DayOperation::NextMonthDay { month: 3, day: 31 }), Expr::Less(c, b)]),
        with(vec![from(b, DayOperation::FirstOfMonth), Expr::AtMost(c, a)]),
    ]
}

#[test]
fn the_conditions_use_every_operation_on_days() {
    let exprs = conditions().into_iter().flatten();
    let (mut operations, mut units) = (BTreeSet::new(), BTreeSet::new());
    for expr in exprs {
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
    assert!(operations.iter().eq(DayOperationDiscriminants::VARIANTS), "{operations:?}");
    assert_eq!(units, TimeUnit::names().collect(), "{units:?}");
}

fn verdict(city: &City, first: Days, second: Days) -> Verdict {
    let mut situation = Situation::unknown(city);
    for (fact, days) in situation.facts.iter_mut().zip([first, second]) {
        *fact = Answer::of(Known::Day(days));
    }
    let on = Day::parse("2025-06-10").unwrap();
    evaluate(city, &situation, on, on).programmes.raw[0].verdict
}

fn days(span: Days) -> impl Iterator<Item = Day> {
    (0..).map(move |step| span.first.plus_days(step)).take_while(move |day| *day <= span.last)
}

#[test]
fn a_verdict_is_decided_exactly_if_all_pairs_of_days_agree() {
    let bounds = Kind::Date { first: Day::MIN.number(), last: Day::MAX.number() };
    let fact = |id: &str| Fact {
        id: id.to_owned(),
        choosable: Options::NONE,
        no_plan: None,
        behind: None,
        together: None,
        kind: bounds.clone(),
    };
    let firsts = ["2024-02-28", "2024-03-30", "2024-06-09"];
    let seconds = ["2024-08-27", "2025-02-26", "2025-03-30", "2025-06-07"];
    let (mut decided, mut open) = (0, 0);
    for (at, exprs) in conditions().into_iter().enumerate() {
        let city = town(vec![fact("a"), fact("b")], exprs);
        for (first, second) in firsts.iter().flat_map(|a| seconds.iter().map(move |b| (a, b))) {
            for (a, b) in (0..4).flat_map(|a| (0..4).map(move |b| (a, b))) {
                let span = |text: &str, length| {
                    let first = Day::parse(text).unwrap();
                    Days { first, last: first.plus_days(length) }
                };
                let (first, second) = (span(first, a), span(second, b));
                let exact = days(first).flat_map(|x| days(second).map(move |y| (x, y)));
                let mut exact =
                    exact.map(|(x, y)| verdict(&city, Days::exactly(x), Days::exactly(y)));
                let one = exact.next().unwrap();
                let expected =
                    if exact.all(|other| other == one) { one } else { Verdict::Undetermined };
                let found = verdict(&city, first, second);
                assert_eq!(found, expected, "condition {at}: {first:?} {second:?}");
                decided += usize::from(found != Verdict::Undetermined);
                open += usize::from(found == Verdict::Undetermined);
            }
        }
    }
    assert!(decided > 100 && open > 100, "{decided} decided, {open} open");
}

#[test]
fn a_verdict_is_undetermined_if_the_rules_of_two_years_may_hold() {
    let bounds = Kind::Date { first: Day::MIN.number(), last: Day::MAX.number() };
    let moved = Fact {
        id: "moved_on".to_owned(),
        choosable: Options::NONE,
        no_plan: None,
        behind: None,
        together: None,
        kind: bounds,
    };
    let mut rules = town(vec![moved], vec![Expr::Truth(true)]).rules().clone();
    let day = |text| Day::parse(text).unwrap();
    let mut second = rules.years.raw[0].clone();
    second.fiscal_year = 2026;
    second.exprs = ti_vec![Expr::Truth(false)];
    second.programmes.raw[0].valid_from = day("2026-04-01").number();
    second.programmes.raw[0].valid_to = day("2027-03-31").number();
    rules.years.push(second);
    for book in &mut rules.years {
        book.programmes.raw[0].valid_by = Some(FactIndex::new(0));
    }
    let city = City::new(rules).unwrap();
    let verdict = |moved: Days| {
        let on = "2026-05-01";
        let mut situation = Situation::unknown(&city);
        situation.facts[FactIndex::new(0)] = Answer::of(Known::Day(moved));
        evaluate(&city, &situation, day(on), day(on)).programmes.raw[0].verdict
    };
    let exactly = |text| Days::exactly(day(text));
    assert_eq!(verdict(exactly("2025-06-01")), Verdict::Eligible);
    assert_eq!(verdict(exactly("2026-06-01")), Verdict::Ineligible);
    assert_eq!(verdict(exactly("2024-06-01")), Verdict::NoRule);
    for (first, last) in [("2026-03-31", "2026-04-01"), ("2024-06-01", "2025-06-01")] {
        let moved = Days { first: day(first), last: day(last) };
        assert_eq!(verdict(moved), Verdict::Undetermined, "{moved:?}");
    }
    assert_eq!(verdict(Days::ANY), Verdict::Undetermined);
}
