//! Tests the days to apply on small rules whose days are worked out by hand. The rules are made here; no file is
//! read.

use crate::readings::town_with;
use iju_check::advise::advise;
use iju_check::calendar::{Day, FirstDay, Period};
use iju_check::evaluate::evaluate;
use iju_check::index::{ExprIndex, FactIndex, ItemIndex, ProgrammeIndex, ReadingIndex};
use iju_check::possible::{Days, Options};
use iju_check::report::{Apply, OpenDays, Why};
use iju_check::rulebook::{City, DayOperation, Expr, Fact, Grouping, Kind, Reading};
use iju_check::situation::{Answer, Known, Situation};
use typed_index_collections::{TiVec, ti_vec};

const MOVED_ON: FactIndex = FactIndex::new(0);
/// The application date and the day of the move, the first two expressions of every town.
const ON: ExprIndex = ExprIndex::new(0);
const MOVED: ExprIndex = ExprIndex::new(1);

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn moved_on() -> Vec<Fact> {
    let days = [Day::MIN, Day::MAX].map(Day::number);
    let kind = Kind::Date { first: days[0], last: days[1] };
    vec![Fact {
        id: "moved_on".to_owned(),
        choosable: Options::NONE,
        no_plan: None,
        behind: None,
        together: None,
        kind,
    }]
}

/// The last day of a period that starts the day after the move.
fn last_day(exprs: &mut TiVec<ExprIndex, Expr>, years: u8, months: u8) -> ExprIndex {
    let period = Period { years, months, days: 0 };
    let operation = DayOperation::LastDay { period, first_day: FirstDay::NotCounted };
    exprs.push_and_get_key(Expr::DayFrom { day: MOVED, operation })
}

/// The days to apply to a town's only programme.
fn apply(town: &City, moved: Days, on: &str) -> Option<Apply> {
    let mut situation = Situation::unknown(town);
    situation.facts[MOVED_ON] = Answer::of(Known::Day(moved));
    let report = evaluate(town, &situation, day(on), day(on));
    let advice = advise(town, &situation, &report, day(on));
    advice.programmes[ProgrammeIndex::new(0)].apply.clone()
}

fn days(first: &str, last: &str) -> OpenDays {
    let end = |text: &str| (!text.is_empty()).then(|| day(text));
    OpenDays { first: end(first), last: end(last) }
}

#[test]
fn a_year_that_the_move_chooses_does_not_end_the_days_to_apply() {
    let mut exprs = ti_vec![Expr::On, Expr::Fact(MOVED_ON)];
    let last = last_day(&mut exprs, 1, 0);
    let within = exprs.push_and_get_key(Expr::AtMost(ON, last));
    let town = town_with(moved_on(), exprs, Grouping::All, vec![within], Vec::new());
    let mut rules = town.rules().clone();
    rules.years.raw[0].programmes.raw[0].valid_by = Some(MOVED_ON);
    let town = City::new(rules).unwrap();
    let found = apply(&town, Days::exactly(day("2025-06-01")), "2026-04-10").unwrap();
    assert_eq!(found.last.days, days("2026-06-01", "2026-06-01"));
    assert!(matches!(found.last.why, Some(Why::Requirement { .. })), "{found:?}");
    assert_eq!((found.first.days, found.first.why), (days("", ""), None));
    assert_eq!((&found.possible, &found.sure), (&vec![days("", "2026-06-01")], &found.possible));
    assert!(!found.ends_with_rules);
    // The rules of 2025 do not hold for a move in 2024.
    assert_eq!(apply(&town, Days::exactly(day("2024-06-01")), "2025-04-10"), None);
}

#[test]
fn a_reading_of_the_first_day_is_a_range_of_days() {
    let mut exprs = ti_vec![Expr::On, Expr::Fact(MOVED_ON)];
    let ends = [last_day(&mut exprs, 0, 3), last_day(&mut exprs, 0, 6)];
    let choices = ends.map(|end| exprs.push_and_get_key(Expr::AtMost(end, ON))).to_vec();
    let reading = ReadingIndex::new(0);
    let since = exprs.push_and_get_key(Expr::Reading { reading, choices });
    let months = ["three", "six"].map(str::to_owned).to_vec();
    let readings =
        vec![Reading { id: "months".to_owned(), item: ItemIndex::default(), choices: months }];
    let town = town_with(moved_on(), exprs, Grouping::All, vec![since], readings);
    for on in ["2025-05-10", "2025-09-10", "2025-12-10"] {
        let found = apply(&town, Days::exactly(day("2025-05-01")), on).unwrap();
        assert_eq!(found.first.days, days("2025-08-01", "2025-11-01"), "{on}");
        assert_eq!(found.last.days, days("2026-03-31", "2026-03-31"), "{on}");
        assert_eq!(found.possible, [days("2025-08-01", "2026-03-31")]);
        assert_eq!(found.sure, [days("2025-11-01", "2026-03-31")]);
        assert_eq!((found.last.why, found.ends_with_rules), (Some(Why::Rules), true));
    }
}

#[test]
fn a_day_that_fails_between_two_runs_is_not_bridged() {
    // Everybody may apply on each day but that of the move, which is some day of June.
    let mut exprs = ti_vec![Expr::On, Expr::Fact(MOVED_ON)];
    let same = exprs.push_and_get_key(Expr::Equal(ON, MOVED));
    let other = exprs.push_and_get_key(Expr::Not(same));
    let town = town_with(moved_on(), exprs, Grouping::All, vec![other], Vec::new());
    let june = Days { first: day("2025-06-01"), last: day("2025-06-30") };
    let found = apply(&town, june, "2025-05-10").unwrap();
    assert_eq!(found.first.days, days("2025-04-01", "2025-04-01"));
    assert_eq!(found.last.days, days("2025-05-31", "2026-03-31"));
    assert_eq!(found.sure, [days("2025-04-01", "2025-05-31"), days("2025-07-01", "2026-03-31")]);
    let found = apply(&town, june, "2025-08-10").unwrap();
    assert_eq!(found.first.days, days("2025-04-01", "2025-07-01"));
    assert_eq!(found.last.days, days("2026-03-31", "2026-03-31"));
}
