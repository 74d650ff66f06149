//! One open point in several requirements: the same meaning counts wherever it is used. The rules are
//! made here; no file is read.

use iju_check::calendar::Day;
use iju_check::evaluate::evaluate;
use iju_check::possible::Options;
use iju_check::report::{ProgrammeReport, State, Verdict};
use iju_check::rulebook::{
    Benefit, City, CityRules, Expr, Fact, Grouping, Kind, Party, Programme, Reading, Requirement,
    Rule, Rulebook, WindowDates,
};
use iju_check::situation::{Answer, Known, Situation};
use iju_check::truth::Truth;

fn requirement(id: &str, rule: Rule) -> Requirement {
    Requirement { id: id.to_owned(), rule, applies_if: None, reported: false }
}

/// A town with one programme, whose requirements are `conditions` of the expressions.
fn town_with(
    facts: Vec<Fact>,
    exprs: Vec<Expr>,
    how: Grouping,
    conditions: Vec<u16>,
    readings: Vec<Reading>,
) -> City {
    let day = |text| Day::parse(text).unwrap().number();
    let members: Vec<u16> = (0..conditions.len() as u16).collect();
    let requires = members.len() as u16;
    let leaf = |(at, when): (usize, u16)| requirement(&format!("r{at}"), Rule::When(when));
    let mut requirements: Vec<_> = conditions.into_iter().enumerate().map(leaf).collect();
    requirements.push(requirement("top", Rule::Group { how, incomplete: false, members }));
    let programme = Programme {
        id: "grant".to_owned(),
        number: 0,
        valid_from: day("2025-04-01"),
        valid_to: day("2026-03-31"),
        valid_by: None,
        window: WindowDates::default(),
        benefit: Benefit::Cash,
        payer: Party::City,
        payee: Party::Household,
        exclusive: Vec::new(),
        requires,
        amount: None,
        obligations: Vec::new(),
        sources: Vec::new(),
    };
    let book = Rulebook {
        fiscal_year: 2025,
        provisional: false,
        sources: Vec::new(),
        readings,
        exprs,
        requirements,
        programmes: vec![programme],
        caps: Vec::new(),
    };
    City::new(CityRules { id: "town".to_owned(), facts, years: vec![book] }).unwrap()
}

/// A town with one programme, whose one requirement is the last of the expressions.
pub(crate) fn town(facts: Vec<Fact>, exprs: Vec<Expr>) -> City {
    let last = exprs.len() as u16 - 1;
    town_with(facts, exprs, Grouping::All, vec![last], Vec::new())
}

/// One yes-no fact; each given pair is a requirement that holds under the first and under the second
/// meaning of one reading when the pair's expression does: 0 is the fact, 1 its opposite, 2 yes.
fn city(how: Grouping, pairs: &[(u16, u16)]) -> City {
    let mut exprs = vec![Expr::Fact(0), Expr::Not(0), Expr::Truth(true)];
    let meanings = pairs.iter().map(|(a, b)| Expr::Reading { reading: 0, choices: vec![*a, *b] });
    exprs.extend(meanings);
    let conditions = (3..3 + pairs.len() as u16).collect();
    let reading = Reading { id: "point".to_owned(), choices: vec!["a".into(), "b".into()] };
    let facts = vec![Fact { id: "fact".to_owned(), chosen: Options::NONE, kind: Kind::YesNo }];
    town_with(facts, exprs, how, conditions, vec![reading])
}

fn report(city: &City, fact: Truth) -> ProgrammeReport {
    let mut situation = Situation::unknown(city);
    situation.facts[0] = Answer::of(Known::Truth(fact));
    let on = Day::parse("2025-06-10").unwrap();
    evaluate(city, &situation, on, on).programmes.remove(0)
}

#[test]
fn requirements_that_need_opposite_meanings_cannot_both_be_met() {
    let city = city(Grouping::All, &[(0, 1), (1, 0)]);
    for fact in [Truth::True, Truth::False] {
        let found = report(&city, fact);
        assert_eq!(found.verdict, Verdict::Ineligible);
        assert_eq!(found.states, [State::Unsettled, State::Unsettled]);
        // Each meaning has its own requirement that fails: both are needed to see why.
        assert_eq!(found.determining.iter().map(|one| one.place).collect::<Vec<_>>(), [1, 2]);
    }
    // The fact is not known, but no value of it helps.
    assert_ne!(report(&city, Truth::Unknown).verdict, Verdict::Eligible);
}

#[test]
fn one_of_two_that_need_opposite_meanings_is_always_met() {
    let found = report(&city(Grouping::Any, &[(0, 1), (1, 0)]), Truth::True);
    assert_eq!(found.verdict, Verdict::Eligible);
}

#[test]
fn requirements_that_need_the_same_meaning_are_open_together() {
    let city = city(Grouping::All, &[(0, 2), (0, 2)]);
    assert_eq!(report(&city, Truth::False).verdict, Verdict::Confirm);
    assert_eq!(report(&city, Truth::True).verdict, Verdict::Eligible);
    assert_eq!(report(&city, Truth::Unknown).verdict, Verdict::Undetermined);
}
