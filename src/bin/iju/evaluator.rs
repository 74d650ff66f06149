//! Takes in one household after another by the rules of one city: its answers, or what is wrong with them. It neither
//! reads a file nor prints.

use crate::households::Household;
use iju_check::calendar::Day;
use iju_check::diagnostic::MOST_SHOWN;
use iju_check::evaluate::default_on;
use iju_check::rulebook::{City, Rulings};
use iju_check::situation::Situation;
use iju_check::wire::answers::{self, Value};
use iju_check::wire::refusal::FactError;
use iju_check::wire::rulings;
use serde_json::json;

/// What is asked of each household.
pub(crate) struct Evaluator<'a> {
    pub(crate) city: &'a City,
    /// The application date. If it is absent, it follows from the answers.
    pub(crate) on: Option<Day>,
    /// The day that counts as today.
    pub(crate) today: Day,
}

/// What is wrong with a household's answers, and the line on which it stands.
#[derive(Debug)]
pub(crate) struct Wrong {
    pub(crate) line: usize,
    /// `{ "errors": […] }`, and `more` if they are many.
    pub(crate) errors: serde_json::Value,
}

impl Wrong {
    fn of_text(line: usize, expected: &str) -> Wrong {
        let errors = json!([{ "fact": "", "code": "not-json", "expected": expected }]);
        Wrong { line, errors: json!({ "errors": errors }) }
    }

    /// The first of the errors, and how many more there are.
    fn of_answers(line: usize, errors: &[FactError<'_>]) -> Wrong {
        let more = errors.len().saturating_sub(MOST_SHOWN);
        let shown = errors.get(..MOST_SHOWN).unwrap_or(errors);
        let errors = match more {
            0 => json!({ "errors": shown }),
            more => json!({ "errors": shown, "more": more }),
        };
        Wrong { line, errors }
    }
}

/// What a household gives, not yet checked.
pub(crate) struct Given {
    line: usize,
    pub(crate) answers: Value,
    /// What the city has confirmed.
    rulings: Option<Value>,
}

/// Reads what a household gives.
pub(crate) fn given(household: &Household) -> Result<Given, Wrong> {
    let line = household.line;
    let text = household.text.as_ref().map_err(|expected| Wrong::of_text(line, expected))?;
    let mut answers: Value = serde_json::from_str(text).map_err(|cause| {
        let line = line.saturating_add(cause.line().saturating_sub(1));
        Wrong::of_text(line, &format!("a JSON object of answers ({cause})"))
    })?;
    let rulings = answers.take(rulings::KEY);
    Ok(Given { line, answers, rulings })
}

impl Evaluator<'_> {
    /// Takes in a household. `evaluate` gets the rules with what the city has confirmed, the answers and the application
    /// date.
    pub(crate) fn evaluate<T>(
        &self,
        Given { line, answers, rulings }: &Given,
        evaluate: impl FnOnce(&City, &Situation, Day) -> T,
    ) -> Result<T, Wrong> {
        let line = *line;
        let rulings = rulings.as_ref().map(|given| rulings::read(self.city, given));
        let rulings = rulings.unwrap_or_else(|| Ok(Rulings::default()));
        let (situation, rulings) = match (answers::read(self.city, answers), rulings) {
            (Ok(situation), Ok(rulings)) => (situation, rulings),
            (situation, rulings) => {
                let errors = [situation.err(), rulings.err()].into_iter().flatten().flatten();
                return Err(Wrong::of_answers(line, &errors.collect::<Vec<_>>()));
            }
        };
        let ruled = (!rulings.is_empty()).then(|| self.city.ruled(&rulings)).transpose();
        let ruled = ruled.map_err(|invalid| Wrong::of_text(line, &invalid.to_string()))?;
        let city = ruled.as_ref().unwrap_or(self.city);
        let on = self.on.unwrap_or_else(|| default_on(city, &situation, self.today));
        Ok(evaluate(city, &situation, on))
    }
}
