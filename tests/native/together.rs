//! Tests the best combination where its parts cannot be told from worked examples: with estimates, and over the
//! rules of several years.

use crate::checked::check_folder;
use crate::cities::made_up_town;
use crate::folder::Folder;
use iju_check::amount::Exact;
use iju_check::calendar::Day;
use iju_check::evaluate::{evaluate, programme_ids};
use iju_check::rulebook::{City, Constant, Exclusion, Expr, Fact, Kind, SharedCap, WindowDates};
use iju_check::situation::Situation;
use iju_check::wire::answers;

#[test]
fn an_estimate_counts_although_registered_rules_may_hold_too() {
    let folder = Folder::copy_of("tests/broken/base", "best-both");
    let part = "    - { id: half, says: { ja: 家賃の一部 }, source: page, ";
    let before = [part, "yen: \"rate * rent_yen\", floor: 1_000, cap: 30_000 yen }\n"].concat();
    let cases = [
        "cases: [ { when: on < 2025-10-01, yen: 9_000_000 }, ",
        "{ when: on >= 2025-10-01, yen: \"min(rate * rent_yen, 1 yen)\" } ] }\n",
    ];
    let after = [part, &cases.concat()].concat();
    folder.replace("town/2025/rent.yaml", &before, &after).unwrap();
    let part = "    - { id: children_addition, says: { ja: 加算 }, source: page, ";
    let before = [part, "yen: \"additions * 300_000 yen\" }\n"].concat();
    let after = [part, "yen: \"min(additions, 1) * 300_000 yen\" }\n"].concat();
    folder.replace("town/2025/grant.yaml", &before, &after).unwrap();
    let (checked, problems) = check_folder(&folder);
    let checked = checked.unwrap_or_else(|| panic!("{problems:?}"));
    let city = &checked.cities[0];
    // Whoever moved by 2026-03-31 has registered rules, which pay 1 yen now. In an estimate for a later move, the
    // date can be 2026-10-01, before which the rules pay 9_000_000 yen.
    let on = Day::civil(2026, 5, 1).unwrap();
    let report = evaluate(city, &Situation::unknown(city), on, on);
    let high = report.best_estimate.unwrap().range.high.unwrap();
    assert!(high >= Exact::whole(9_000_000), "{high:?}");
}

#[test]
fn what_only_one_of_two_possible_years_excludes_is_not_chosen_together() {
    let town = made_up_town();
    let mut rules = town.rules().clone();
    let book = rules.years.iter_mut().find(|book| book.fiscal_year == 2025).unwrap();
    let position = |id: &str| book.programmes.position(|programme| programme.id == id).unwrap();
    let (moving, repair) = (position("moving"), position("repair"));
    let repair = book.programmes[repair].number;
    let exclusion = Exclusion { programme: repair, inferred: false, under: None };
    book.programmes[moving].exclusive.push(exclusion);
    let excluding = City::new(rules).unwrap();
    // The move chooses the year of `moving`, and both years are possible.
    let given = r#"{ "moved_on": { "min": "2026-03-20", "max": "2026-04-05" }, "origin": "newcomer",
        "moving_cost": 90000 }"#;
    let given = serde_json::from_str(given).unwrap();
    let situation = answers::read(town, &given).unwrap();
    let on = Day::civil(2026, 4, 10).unwrap();
    let chosen = |city: &City| {
        let report = evaluate(city, &situation, on, on);
        let ids = programme_ids(city);
        let chosen = report.best.chosen.programmes.iter().map(|at| ids[*at]);
        chosen.filter(|id| ["moving", "repair"].contains(id)).count()
    };
    assert_eq!((chosen(town), chosen(&excluding)), (2, 1));
}

#[test]
fn a_spent_budget_counts_although_the_year_of_the_rules_is_open() {
    let town = made_up_town();
    let mut rules = town.rules().clone();
    for book in rules.years.iter_mut().filter(|book| book.fiscal_year >= 2025) {
        let moving = book.programmes.iter_mut().find(|programme| programme.id == "moving").unwrap();
        let spent = Day::civil(2026, 2, 1).unwrap().number();
        moving.window =
            WindowDates { seen_closed: Some(spent), budget_reached: true, ..moving.window };
    }
    let spent = City::new(rules).unwrap();
    let given = r#"{ "moved_on": { "min": "2026-03-20", "max": "2026-04-05" }, "origin": "newcomer",
        "moving_cost": 90000 }"#;
    let situation = answers::read(town, &serde_json::from_str(given).unwrap()).unwrap();
    let on = Day::civil(2026, 4, 10).unwrap();
    let moving = programme_ids(town).position(|id| *id == "moving").unwrap();
    let chosen =
        |city: &City| evaluate(city, &situation, on, on).best.chosen.programmes.contains(&moving);
    assert_eq!((chosen(town), chosen(&spent)), (true, false));
}

#[test]
fn a_shared_cap_counts_although_the_year_of_the_rules_is_open() {
    let mut rules = made_up_town().rules().clone();
    for book in rules.years.iter_mut().filter(|book| book.fiscal_year >= 2025) {
        let moving = book.programmes.position(|programme| programme.id == "moving").unwrap();
        let others = book.programmes.keys().rev();
        let other = others.into_iter().find(|one| *one != moving && book.cap_of(*one).is_none());
        let programmes = vec![moving, other.unwrap()];
        let yen = book.exprs.push_and_get_key(Expr::Number(Constant { numer: 1_000, denom: 1 }));
        book.caps.push(SharedCap { id: "together".to_owned(), programmes, yen });
    }
    let capped = City::new(rules).unwrap();
    let given = r#"{ "moved_on": { "min": "2026-03-20", "max": "2026-04-05" }, "origin": "newcomer",
        "moving_cost": 90000, "wants_visit": false }"#;
    let situation = answers::read(&capped, &serde_json::from_str(given).unwrap()).unwrap();
    let on = Day::civil(2026, 4, 10).unwrap();
    let report = evaluate(&capped, &situation, on, on);
    let moving = programme_ids(&capped).position(|id| *id == "moving").unwrap();
    assert!(report.best.chosen.programmes.contains(&moving));
    // `moving` pays 1,000 yen at most under the cap of either year, and 30,000 yen without it.
    let others = made_up_town();
    let free = evaluate(others, &situation, on, on).best.chosen.range.low.unwrap();
    let capped = report.best.chosen.range.low.unwrap();
    assert!(capped <= free.add(Exact::whole(-29_000)).unwrap(), "{capped:?} {free:?}");
}

#[test]
fn an_answer_that_changes_only_a_shared_cap_is_asked_although_the_year_of_the_rules_is_open() {
    let mut rules = made_up_town().rules().clone();
    let is_number = |fact: &&Fact| matches!(fact.kind, Kind::Number { .. });
    let number = rules.facts.iter().find(is_number).unwrap().clone();
    let fact = rules.facts.push_and_get_key(Fact { behind: None, together: None, ..number });
    for book in rules.years.iter_mut().filter(|book| book.fiscal_year >= 2025) {
        let moving = book.programmes.position(|programme| programme.id == "moving").unwrap();
        let others = book.programmes.keys().rev();
        let other = others.into_iter().find(|one| *one != moving && book.cap_of(*one).is_none());
        let programmes = vec![moving, other.unwrap()];
        let yen = book.exprs.push_and_get_key(Expr::Fact(fact));
        book.caps.push(SharedCap { id: "together".to_owned(), programmes, yen });
    }
    let capped = City::new(rules).unwrap();
    for moved_on in [r#""2026-04-02""#, r#"{ "min": "2026-03-20", "max": "2026-04-05" }"#] {
        let given = format!(
            r#"{{ "moved_on": {moved_on}, "origin": "newcomer", "moving_cost": 90000, "wants_visit": false }}"#
        );
        let situation = answers::read(&capped, &serde_json::from_str(&given).unwrap()).unwrap();
        let on = Day::civil(2026, 4, 10).unwrap();
        let report = evaluate(&capped, &situation, on, on);
        let mut asked = report.relevant.iter().map(|at| report.incomplete[*at].fact);
        assert!(asked.any(|one| one == fact), "moved on {moved_on}");
    }
}
