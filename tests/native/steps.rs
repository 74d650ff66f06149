//! What is done to a part of an amount: the caps and roundings are taken in the written order, and a
//! result above a cap is either written as intended or refused. Expected values come from plain
//! integers.

use crate::checked::{checked, codes};
use iju_check::calendar::Day;
use iju_check::evaluate::evaluate;
use iju_check::possible::Range;
use iju_check::rulebook::City;
use iju_check::wire::answers;

const FILE: &str = "town/2025/rent.yaml";
const WRITTEN: &str = "yen: \"rate * rent_yen\", floor: 1_000, cap: 30_000 yen";

#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Cap(i64),
    Floor(i64),
    Ceil(i64),
    Round(i64),
}

impl Step {
    fn key(self) -> String {
        match self {
            Step::Cap(yen) => format!("cap: {yen} yen"),
            Step::Floor(unit) => format!("floor: {unit}"),
            Step::Ceil(unit) => format!("ceil: {unit}"),
            Step::Round(unit) => format!("round: {unit}"),
        }
    }

    fn of(self, yen: i64) -> i64 {
        match self {
            Step::Cap(most) => yen.min(most),
            Step::Floor(unit) => yen / unit * unit,
            Step::Ceil(unit) => (yen + unit - 1) / unit * unit,
            Step::Round(unit) => (yen + unit / 2) / unit * unit,
        }
    }

    fn unit(self) -> Option<i64> {
        match self {
            Step::Cap(_) => None,
            Step::Floor(unit) | Step::Ceil(unit) | Step::Round(unit) => Some(unit),
        }
    }
}

/// Every order of two or three different kinds of steps with these figures.
fn orders() -> Vec<Vec<Step>> {
    let all = [Step::Cap(15_900), Step::Floor(100), Step::Ceil(1_000), Step::Round(30)];
    let mut found = Vec::new();
    for one in all {
        for other in all.into_iter().filter(|other| *other != one) {
            found.push(vec![one, other]);
            let thirds = all.into_iter().filter(|third| *third != one && *third != other);
            found.extend(thirds.map(|third| vec![one, other, third]));
        }
    }
    found
}

/// The part that a household with a rent gets, without children half of it.
fn part(city: &City, rent: i64) -> Range {
    let on = Day::parse("2025-06-10").unwrap();
    let answers = format!(
        r#"{{ "rent_yen": {rent}, "moved_on": "2025-05-01", "settles": true, "reason": "own_wish",
             "household": {{ "members": [ {{ "born": "1990-05-05" }} ], "more": {{}} }} }}"#
    );
    let situation = answers::read(city, &serde_json::from_str(&answers).unwrap()).unwrap();
    evaluate(city, &situation, on, on).programmes.raw[1].parts[0]
}

/// Whether a later step does nothing: its unit divides that of the rounding before it.
fn repeats(steps: &[Step]) -> bool {
    let mut unit = None;
    for step in steps {
        match (step.unit(), unit) {
            (Some(now), Some(before)) if before % now == 0 => return true,
            (Some(now), _) => unit = Some(now),
            (None, Some(before)) if 15_900 % before != 0 => unit = None,
            (None, _) => {}
        }
    }
    false
}

/// Whether a rounding after the cap goes up to a multiple that the cap is not.
fn can_pass_the_cap(steps: &[Step]) -> bool {
    let after = steps.iter().skip_while(|step| !matches!(step, Step::Cap(_)));
    after.into_iter().any(|step| match step {
        Step::Ceil(unit) | Step::Round(unit) => 15_900 % unit != 0,
        Step::Cap(_) | Step::Floor(_) => false,
    })
}

/// Checks one order, written as keys or as a list, and compares the parts with plain integers.
fn compare(steps: &[Step], is_listed: bool) {
    let keys: Vec<String> = steps.iter().map(|step| step.key()).collect();
    let written = if is_listed {
        format!("then: [ {{ {} }} ]", keys.join(" }, { "))
    } else {
        keys.join(", ")
    };
    let part_text = format!("yen: \"rate * rent_yen\", {written}");
    // The examples of the folder expect other amounts, but are not run here.
    let name = format!("steps-{}", written.replace(|c: char| !c.is_ascii_alphanumeric(), ""));
    let (_folder, found, problems) = checked(&name, &[(FILE, WRITTEN, &part_text)]);
    let is_refused = repeats(steps) || (!is_listed && can_pass_the_cap(steps));
    assert_eq!(codes(&problems).contains(&"steps"), is_refused, "{written}: {problems:?}");
    let Some(checked) = found else { return assert!(is_refused, "{written}: {problems:?}") };
    for rent in [0, 198, 2_000, 31_700, 31_798, 31_800, 33_000, 64_002] {
        let expected = steps.iter().fold(rent / 2, |yen, step| step.of(yen));
        let found = part(&checked.cities[0], rent);
        assert_eq!(found, Range::whole(expected, Some(expected)), "{written} of a rent of {rent}");
    }
}

#[test]
fn steps_are_taken_in_the_written_order_or_refused() {
    let orders = orders();
    assert_eq!(orders.len(), 36);
    for steps in &orders {
        compare(steps, false);
        compare(steps, true);
    }
}

#[test]
fn a_part_written_as_keys_never_passes_its_cap() {
    let keys = "yen: 16_500, cap: 15_900, ceil: 1_000";
    let (_folder, _, problems) = checked("steps-above", &[(FILE, WRITTEN, keys)]);
    assert!(codes(&problems).contains(&"steps"), "{problems:?}");
    let keys = "yen: \"rate * rent_yen\", ceil: 1_000, cap: 15_900";
    let (_folder, found, problems) = checked("steps-below", &[(FILE, WRITTEN, keys)]);
    let city = &found.unwrap_or_else(|| panic!("{problems:?}")).cities[0];
    assert_eq!(part(city, 33_000), Range::whole(15_900, Some(15_900)));
}
