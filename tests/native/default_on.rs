//! The application date that is asked about if the household names none.

use crate::made_up_town;
use iju_check::calendar::Day;
use iju_check::evaluate::default_on;
use iju_check::wire::answers;

/// The date for a household of the made-up town that moves on some days, on 2025-06-10.
fn asked(answers: &str) -> String {
    let situation = answers::read(made_up_town(), &serde_json::from_str(answers).unwrap()).unwrap();
    default_on(made_up_town(), &situation, Day::parse("2025-06-10").unwrap()).to_string()
}

#[test]
fn the_date_is_the_last_day_of_the_move_from_today_up_to_a_year() {
    for (moved, expected) in [
        ("null", "2025-06-10"),
        (r#""2025-05""#, "2025-06-10"),
        (r#""2025-06-11""#, "2025-06-11"),
        (r#""2025""#, "2025-12-31"),
        (r#""2026-02""#, "2026-02-28"),
        (r#""2026-06-10""#, "2026-06-10"),
        (r#""2026-06-11""#, "2026-06-10"),
        (r#""2027""#, "2026-06-10"),
    ] {
        assert_eq!(asked(&format!(r#"{{ "moved_on": {moved} }}"#)), expected, "{moved}");
    }
    assert_eq!(asked("{}"), "2025-06-10");
    // Nobody chooses when they were hired.
    assert_eq!(asked(r#"{ "hired_on": "2025-12-01" }"#), "2025-06-10");
}
