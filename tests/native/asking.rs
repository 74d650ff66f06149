//! The order of the questions and their number: plans that are asked together, and what stands behind an answer;
//! and what lists of answers call them.

use crate::cities::{made_up_town, shipped, shipped_rules};
use iju_check::calendar::Day;
use iju_check::evaluate::evaluate;
use iju_check::report::Report;
use iju_check::rulebook::City;
use iju_check::wire::answers;
use std::collections::BTreeSet;

/// The most characters in Japanese of a question that lists of answers show whole, and of a label. A label takes at
/// most two lines beside its answer on a phone.
const WHOLE_QUESTION: usize = 12;
const LABEL: usize = 20;

fn report(city: &City, on: &str, given: &str) -> Report {
    let given = serde_json::from_str(given).unwrap();
    let situation = answers::read(city, &given).unwrap();
    let on = Day::parse(on).unwrap();
    evaluate(city, &situation, on, on)
}

/// The ids of the facts that are asked, each once, in order.
fn asked<'a>(city: &'a City, report: &Report) -> Vec<&'a str> {
    let missing = report.relevant.iter().map(|at| report.incomplete[*at].fact);
    let mut ids: Vec<&str> = missing.map(|fact| city.rules().facts[fact].id.as_str()).collect();
    ids.dedup();
    ids
}

/// The same city, which asks each plan on its own.
fn asking_alone(city: &City) -> City {
    let mut rules = city.rules().clone();
    for fact in &mut rules.facts {
        fact.together = None;
    }
    City::new(rules).unwrap()
}

#[test]
fn plans_asked_together_are_one_question_and_one_more_for_each_that_has_several_ways() {
    // Nemuro asks six plans together, three of them with several ways (1 + 3 instead of 6), two routes (1 instead of
    // 2) and three acts of a business (1 instead of 3). Oita asks four routes (1 instead of 4), the town two plans.
    for (city, on, saved) in [
        (shipped("nemuro"), "2024-10-10", 5),
        (shipped("oita"), "2025-06-10", 3),
        (made_up_town(), "2025-06-10", 1),
    ] {
        let alone = report(&asking_alone(city), on, "{}").questions_left_at_most;
        assert_eq!(report(city, on, "{}").questions_left_at_most + saved, alone, "{on}");
    }
}

const SINGLE: &str = r#""moved_on": "2024-06-01", "household": { "members": [ { "relation": "self", "born": "1990-01-01" } ],
    "more": {} }, "newly_married": false"#;

#[test]
fn plans_are_asked_together_before_what_is_behind_them() {
    let nemuro = shipped("nemuro");
    let open = report(nemuro, "2024-10-10", &format!("{{ {SINGLE} }}"));
    let work = [
        "job_plan",
        "care_job",
        "business_plan",
        "farming_plan",
        "study_for_care_work",
        "telework",
    ];
    let asked = asked(nemuro, &open);
    assert!(asked.starts_with(&work), "{asked:?}");
}

#[test]
fn what_stands_behind_a_chosen_answer_is_asked_directly_after_it() {
    let nemuro = shipped("nemuro");
    let given = |plans: &str| {
        format!(
            r#"{{ {SINGLE}, "care_job": false, "farming_plan": "none", "study_for_care_work": false,
                "telework": false, {plans} }}"#
        )
    };
    let first = |plans: &str, count: usize| {
        let report = report(nemuro, "2024-10-10", &given(plans));
        let mut asked = asked(nemuro, &report);
        asked.truncate(count);
        asked
    };
    // The questions on jobs stand at the end of facts.yaml, after those on wards, history and children.
    assert_eq!(
        first(r#""job_plan": "regular", "business_plan": "none""#, 3),
        ["insured_employer", "stays_five_years", "student_loan"]
    );
    assert_eq!(
        first(r#""job_plan": "none", "business_plan": "starts""#, 3),
        ["business_kind", "away_five_years", "in_shopping_area"]
    );
    // Nothing is chosen: the questions go on in the order of the file.
    assert_eq!(
        first(r#""job_plan": "none", "business_plan": "none""#, 1),
        ["wards_years_of_last_ten"]
    );
    // How the plan is made comes before anything that may be behind it.
    assert_eq!(
        first(r#""job_plan": "none", "business_plan": ["starts", "succeeds", "has_business"]"#, 1),
        ["business_plan"]
    );
    // Who declines a plan is not asked what is behind it.
    let declined = first(r#""job_plan": null, "business_plan": null"#, 100);
    for behind in
        ["insured_employer", "student_loan", "business_kind", "opening_cost_yen", "new_product"]
    {
        assert!(!declined.contains(&behind), "{behind}: {declined:?}");
    }
}

#[test]
fn every_long_question_has_a_short_label_of_its_own() {
    let mut labels = BTreeSet::new();
    for fact in &shipped_rules().rules.shared.facts {
        let id = &fact.id.text;
        let question = fact.question.in_language("ja");
        let Some(label) = &fact.label else {
            assert!(question.chars().count() <= WHOLE_QUESTION, "`{id}` has no label");
            continue;
        };
        assert!(label.in_language("ja").chars().count() <= LABEL, "`{id}`");
        for (language, text) in &label.by_language {
            assert!(labels.insert((language, &text.text)), "`{}` names two questions", text.text);
        }
    }
}
