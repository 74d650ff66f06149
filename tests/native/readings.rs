//! Tests a reading that occurs in several requirements: it has the same meaning in all of them. The
//! rules are made here; no file is read.

use iju_check::calendar::Day;
use iju_check::evaluate::evaluate;
use iju_check::index::{
    ExprIndex, FactIndex, ItemIndex, ProgrammeIndex, ReadingIndex, RequirementPlace,
};
use iju_check::possible::{Options, Range};
use iju_check::report::{ProgrammeReport, State, Verdict};
use iju_check::rulebook::{
    Amount, Benefit, City, CityRules, Constant, Expr, Fact, Grouping, Kind, Part, Party, Programme,
    Reading, Requirement, Rule, Rulebook, WindowDates,
};
use iju_check::situation::{Answer, Known, Situation};
use iju_check::truth::Truth;
use typed_index_collections::{TiVec, ti_vec};

fn requirement(id: &str, rule: Rule) -> Requirement {
    Requirement {
        id: id.to_owned(),
        item: ItemIndex::default(),
        rule,
        applies_if: None,
        reported: false,
    }
}

/// A town with one programme, whose requirements are `conditions` of the expressions.
pub(crate) fn town_with(
    facts: Vec<Fact>,
    exprs: TiVec<ExprIndex, Expr>,
    how: Grouping,
    conditions: Vec<ExprIndex>,
    readings: Vec<Reading>,
) -> City {
    let day = |text| Day::parse(text).unwrap().number();
    let leaf = |(at, when): (usize, ExprIndex)| requirement(&format!("r{at}"), Rule::When(when));
    let mut requirements: TiVec<_, _> = conditions.into_iter().enumerate().map(leaf).collect();
    let members = requirements.keys().collect();
    let top = requirement("top", Rule::Group { how, incomplete: false, members });
    let requires = requirements.push_and_get_key(top);
    let programme = Programme {
        id: "grant".to_owned(),
        number: ProgrammeIndex::new(0),
        continues: None,
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
        award: None,
        later: Vec::new(),
        sources: Vec::new(),
    };
    let book = Rulebook {
        fiscal_year: 2025,
        provisional: false,
        sources: TiVec::new(),
        readings: readings.into(),
        exprs,
        requirements,
        programmes: ti_vec![programme],
        caps: TiVec::new(),
        asks: TiVec::new(),
    };
    let (id, facts, years) = ("town".to_owned(), facts.into(), ti_vec![book]);
    City::new(CityRules { id, facts, years }).unwrap()
}

/// A town with one programme, whose one requirement is the last of the expressions.
pub(crate) fn town(facts: Vec<Fact>, exprs: Vec<Expr>) -> City {
    let exprs = TiVec::from(exprs);
    let last = exprs.last_key().unwrap();
    town_with(facts, exprs, Grouping::All, vec![last], Vec::new())
}

/// A town with one yes-no fact and one reading of two meanings. Each pair is a requirement, with
/// the expression that must hold under the first and under the second meaning: 0 is the fact, 1 its
/// negation, and 2 is always true.
fn city(how: Grouping, pairs: &[(u16, u16)]) -> City {
    let fact = Expr::Fact(FactIndex::new(0));
    let mut exprs = ti_vec![fact, Expr::Not(ExprIndex::new(0)), Expr::Truth(true)];
    let meanings = pairs.iter().map(|(a, b)| Expr::Reading {
        reading: ReadingIndex::new(0),
        choices: [*a, *b].map(ExprIndex::new).to_vec(),
    });
    exprs.extend(meanings);
    let conditions = exprs.keys().skip(3).collect();
    let reading = Reading {
        id: "point".to_owned(),
        item: ItemIndex::default(),
        choices: vec!["a".into(), "b".into()],
    };
    let facts = vec![Fact {
        id: "fact".to_owned(),
        choosable: Options::NONE,
        no_plan: None,
        behind: None,
        together: None,
        kind: Kind::YesNo,
    }];
    town_with(facts, exprs, how, conditions, vec![reading])
}

fn report(city: &City, fact: Truth) -> ProgrammeReport {
    let mut situation = Situation::unknown(city);
    situation.facts[FactIndex::new(0)] = Answer::of(Known::Truth(fact));
    let on = Day::parse("2025-06-10").unwrap();
    evaluate(city, &situation, on, on).programmes.raw.remove(0)
}

#[test]
fn requirements_that_need_opposite_meanings_cannot_both_be_met() {
    let city = city(Grouping::All, &[(0, 1), (1, 0)]);
    for fact in [Truth::True, Truth::False] {
        let found = report(&city, fact);
        assert_eq!(found.verdict, Verdict::Ineligible);
        assert_eq!(found.states.raw[1..], [State::Unsettled, State::Unsettled]);
        // Under each meaning another requirement fails, so both are named.
        let places: Vec<_> = found.determining.iter().map(|one| one.place).collect();
        assert_eq!(places, [1, 2].map(RequirementPlace::new));
    }
    // The fact is not known, but none of its values would help.
    assert_ne!(report(&city, Truth::Unknown).verdict, Verdict::Eligible);
}

#[test]
fn one_of_two_that_need_opposite_meanings_is_always_met() {
    let found = report(&city(Grouping::Any, &[(0, 1), (1, 0)]), Truth::True);
    assert_eq!(found.verdict, Verdict::Eligible);
}

#[test]
fn requirements_that_need_the_same_meaning_can_all_be_met() {
    let city = city(Grouping::All, &[(0, 2), (0, 2)]);
    assert_eq!(report(&city, Truth::False).verdict, Verdict::Confirm);
    assert_eq!(report(&city, Truth::True).verdict, Verdict::Eligible);
    assert_eq!(report(&city, Truth::Unknown).verdict, Verdict::Undetermined);
}

/// A town with two programmes that pay 100,000 and 50,000 yen. Under one meaning of a reading only the first can be
/// granted, under the other only the second.
fn town_of_two() -> City {
    let mut rules = city(Grouping::All, &[(0, 1)]).rules().clone();
    let book = rules.years.first_mut().unwrap();
    book.requirements = TiVec::new();
    // The third expression is always true, the fourth never.
    book.exprs = ti_vec![
        Expr::Fact(FactIndex::new(0)),
        Expr::Not(ExprIndex::new(0)),
        Expr::Truth(true),
        Expr::Truth(false),
    ];
    let mut programmes = Vec::new();
    for (at, (choices, yen)) in [([2, 3], 100_000), ([3, 2], 50_000)].into_iter().enumerate() {
        let choices = choices.map(ExprIndex::new).to_vec();
        let reading = ReadingIndex::new(0);
        let when = book.exprs.push_and_get_key(Expr::Reading { reading, choices });
        let value = book.exprs.push_and_get_key(Expr::Number(Constant { numer: yen, denom: 1 }));
        let leaf = requirement(&format!("leaf{at}"), Rule::When(when));
        let members = vec![book.requirements.push_and_get_key(leaf)];
        let rule = Rule::Group { how: Grouping::All, incomplete: false, members };
        let requires = book.requirements.push_and_get_key(requirement(&format!("all{at}"), rule));
        let id = format!("part{at}");
        let part = Part { id, value, ceiling: false, instalments: None, payer: None, payee: None };
        let amount = Amount { parts: vec![part], then: Vec::new(), schedule: None };
        programmes.push(Programme {
            id: format!("p{at}"),
            number: at.into(),
            requires,
            amount: Some(amount),
            ..book.programmes.raw[0].clone()
        });
    }
    book.programmes = programmes.into();
    City::new(rules).unwrap()
}

#[test]
fn a_reading_has_one_meaning_in_all_programmes_of_a_combination() {
    let city = town_of_two();
    let on = Day::parse("2025-06-10").unwrap();
    let best = evaluate(&city, &Situation::unknown(&city), on, on).best;
    // Under one meaning 100,000 yen, under the other 50,000 yen; under none both.
    assert_eq!(best.range, Range::whole(50_000, Some(100_000)));
    let first = ProgrammeIndex::new(0);
    assert_eq!(best.chosen.programmes, [first]);
    assert_eq!(best.chosen.range, Range::whole(100_000, Some(100_000)));
    let others: Vec<_> = best.alternatives.iter().map(|one| &one.programmes).collect();
    assert_eq!(others, [&vec![ProgrammeIndex::new(1)]]);
    assert_eq!(best.alternatives[0].range, Range::whole(50_000, Some(50_000)));
}

#[test]
fn whether_a_group_applies_is_asked_although_its_members_are_decided() {
    // A group applies if the first fact holds, and demands the second one, which does not.
    let fact = |id: &str| Fact {
        id: id.to_owned(),
        choosable: Options::NONE,
        no_plan: None,
        behind: None,
        together: None,
        kind: Kind::YesNo,
    };
    let exprs = ti_vec![Expr::Fact(FactIndex::new(0)), Expr::Fact(FactIndex::new(1))];
    let conditions = vec![ExprIndex::new(1)];
    let facts = vec![fact("applies"), fact("demanded")];
    let mut rules = town_with(facts, exprs, Grouping::All, conditions, Vec::new()).rules().clone();
    let top = rules.years.raw[0].programmes.raw[0].requires;
    rules.years.raw[0].requirements[top].applies_if = Some(ExprIndex::new(0));
    let city = City::new(rules).unwrap();
    let mut situation = Situation::unknown(&city);
    situation.facts[FactIndex::new(1)] = Answer::of(Known::Truth(Truth::False));
    let on = Day::parse("2025-06-10").unwrap();
    let report = evaluate(&city, &situation, on, on);
    assert_eq!(report.programmes.raw[0].verdict, Verdict::Undetermined);
    let asked: Vec<_> = report.relevant.iter().map(|at| report.incomplete[*at].fact).collect();
    assert_eq!(asked, [FactIndex::new(0)]);
}

#[test]
fn a_reading_that_decides_whether_a_group_applies_matters() {
    // The group demands the fact. It applies under the first meaning only.
    let mut rules = city(Grouping::All, &[(0, 0)]).rules().clone();
    let book = rules.years.first_mut().unwrap();
    let always = ExprIndex::new(2);
    let never = book.exprs.push_and_get_key(Expr::Truth(false));
    let (reading, choices) = (ReadingIndex::new(0), vec![always, never]);
    let applies = book.exprs.push_and_get_key(Expr::Reading { reading, choices });
    let top = book.programmes.raw[0].requires;
    book.requirements[top].applies_if = Some(applies);
    let city = City::new(rules).unwrap();
    let mattering = |fact| -> (Verdict, Vec<ReadingIndex>) {
        let found = report(&city, fact);
        (found.verdict, found.readings.iter().map(|one| one.reading).collect())
    };
    assert_eq!(mattering(Truth::False), (Verdict::Confirm, vec![reading]));
    assert_eq!(mattering(Truth::True), (Verdict::Eligible, vec![]));
}

#[test]
fn a_meaning_that_pays_nothing_matters_although_one_amount_is_left() {
    let mut rules = town_of_two().rules().clone();
    let book = rules.years.first_mut().unwrap();
    // The first programme is for everybody. It pays 100,000 yen, or by a table of which no case applies.
    let [always, never] = [2, 3].map(ExprIndex::new);
    let first = book.programmes.raw.first_mut().unwrap();
    let part = first.amount.as_mut().unwrap().parts.first_mut().unwrap();
    let table = book.exprs.push_and_get_key(Expr::Table(vec![(never, part.value)]));
    let (reading, choices) = (ReadingIndex::new(0), vec![part.value, table]);
    part.value = book.exprs.push_and_get_key(Expr::Reading { reading, choices });
    book.requirements.raw[0].rule = Rule::When(always);
    let found = report(&City::new(rules).unwrap(), Truth::True);
    let paid = Range::whole(100_000, Some(100_000));
    assert_eq!(found.amount.map(|amount| amount.yen), Some(paid));
    let choices: Vec<_> = found.readings.iter().flat_map(|one| &one.choices).collect();
    let choices: Vec<_> = choices.into_iter().map(|one| one.map(|amount| amount.yen)).collect();
    assert_eq!(choices, [Some(paid), None]);
}
