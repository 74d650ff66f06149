//! Two rough dates against each date word: decided exactly when every pair of days agrees. The rules
//! are made here; what the words mean for single days is tested with the calendar.

use crate::readings::town;
use iju_check::calendar::{Day, FirstDay, Period};
use iju_check::evaluate::evaluate;
use iju_check::possible::{Days, Options};
use iju_check::report::Verdict;
use iju_check::rulebook::{City, Constant, Expr, Fact, Kind};
use iju_check::situation::{Answer, Known, Situation};

const YEAR: Period = Period { years: 1, months: 0, days: 0 };

/// A condition on two dates, the facts 0 and 1: its expressions, the last of them the condition.
fn conditions() -> Vec<Vec<Expr>> {
    let whole = |numer| Expr::Number(Constant { numer, denom: 1 });
    let facts = || vec![Expr::Fact(0), Expr::Fact(1)];
    let with = |more: Vec<Expr>| [facts(), more].concat();
    vec![
        with(vec![Expr::Age { born: 0, on: 1 }, whole(0), Expr::AtMost(2, 3)]),
        with(vec![Expr::MonthsBetween(0, 1), whole(5), Expr::AtMost(2, 3)]),
        with(vec![
            Expr::LastDay { from: 0, period: YEAR, first_day: FirstDay::Counted },
            Expr::Less(2, 1),
        ]),
        with(vec![Expr::FirstDayBefore { before: 1, period: YEAR }, Expr::AtMost(2, 0)]),
        with(vec![Expr::DayReached { born: 0, age: 1 }, Expr::Equal(2, 1)]),
        with(vec![Expr::FiscalYearStart(1), Expr::AtMost(2, 0)]),
        with(vec![Expr::FiscalYear(0), Expr::FiscalYear(1), Expr::Less(2, 3)]),
        with(vec![Expr::NextMonthDay { from: 0, month: 3, day: 31 }, Expr::Less(2, 1)]),
        with(vec![Expr::FirstOfMonth(1), Expr::AtMost(2, 0)]),
    ]
}

fn verdict(city: &City, first: Days, second: Days) -> Verdict {
    let mut situation = Situation::unknown(city);
    for (fact, days) in situation.facts.iter_mut().zip([first, second]) {
        *fact = Answer::of(Known::Day(days));
    }
    let on = Day::parse("2025-06-10").unwrap();
    evaluate(city, &situation, on, on).programmes[0].verdict
}

fn days(span: Days) -> impl Iterator<Item = Day> {
    (0..).map(move |step| span.first.plus_days(step)).take_while(move |day| *day <= span.last)
}

#[test]
fn a_verdict_is_given_exactly_when_every_pair_of_days_agrees() {
    let bounds = Kind::Date { first: Day::MIN.number(), last: Day::MAX.number() };
    let fact = |id: &str| Fact { id: id.to_owned(), chosen: Options::NONE, kind: bounds.clone() };
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
fn rules_of_two_years_that_may_both_hold_decide_nothing() {
    let bounds = Kind::Date { first: Day::MIN.number(), last: Day::MAX.number() };
    let moved = Fact { id: "moved_on".to_owned(), chosen: Options::NONE, kind: bounds };
    let mut rules = town(vec![moved], vec![Expr::Truth(true)]).rules().clone();
    // The first year by the day of the move, the second by the day of the application.
    let day = |text| Day::parse(text).unwrap();
    let mut second = rules.years[0].clone();
    second.fiscal_year = 2026;
    second.exprs = vec![Expr::Truth(false)];
    second.programmes[0].valid_from = day("2026-04-01").number();
    second.programmes[0].valid_to = day("2027-03-31").number();
    rules.years[0].programmes[0].valid_by = Some(0);
    rules.years.push(second);
    let city = City::new(rules).unwrap();
    let verdict = |moved: Days, on| {
        let mut situation = Situation::unknown(&city);
        situation.facts[0] = Answer::of(Known::Day(moved));
        evaluate(&city, &situation, day(on), day(on)).programmes[0].verdict
    };
    let exactly = |text| Days::exactly(day(text));
    assert_eq!(verdict(exactly("2025-06-01"), "2025-12-01"), Verdict::Eligible);
    assert_eq!(verdict(exactly("2024-06-01"), "2026-05-01"), Verdict::Ineligible);
    assert_eq!(verdict(exactly("2024-06-01"), "2025-12-01"), Verdict::NoRule);
    for moved in [exactly("2025-06-01"), Days::ANY] {
        assert_eq!(verdict(moved, "2026-05-01"), Verdict::Undetermined, "{moved:?}");
    }
    assert_eq!(verdict(Days::ANY, "2025-12-01"), Verdict::Undetermined);
}
