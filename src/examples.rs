//! Runs worked examples: evaluates each household and compares the report with the expectations
//! that its author worked out from the source. It never records an expectation from a report.

use crate::advise::advise;
use crate::amount::Exact;
use crate::calendar::Day;
use crate::closed_list::ClosedList;
use crate::diagnostic::{Diagnostics, Place};
use crate::evaluate::evaluate;
use crate::rulebook::City;
use crate::source::Example;
use crate::wire::answers::{self, Value};
use crate::wire::named::{
    NamedAdvice, NamedBest, NamedDetermining, NamedMissing, NamedObligation, NamedPart,
    NamedProgramme, NamedReading, NamedReport, NamedRequirement, name_advice, name_report,
};
use crate::wire::names::names;

/// An example's report, and the advice on each of its programmes.
///
/// # Errors
/// If an answer does not fit: its fact, and what was expected.
pub fn report(city: &City, example: &Example) -> Result<(NamedReport, Vec<NamedAdvice>), String> {
    let situation = answers::read(city, &example.answers).map_err(|errors| {
        let told = errors.iter().map(|error| {
            format!("`{}`: {}, expected {}", error.fact, error.code.name(), error.expected)
        });
        told.collect::<Vec<_>>().join("; ")
    })?;
    let report = evaluate(city, &situation, example.on, example.today);
    let advice = advise(city, &situation, &report, example.today);
    let names = names(city);
    let advice = advice.programmes.iter().map(|one| name_advice(&names, one)).collect();
    Ok((name_report(&names, &report), advice))
}

/// Compares a report with the example's expectations. Every difference is a diagnostic.
pub fn compare(example: &Example, report: &NamedReport, problems: &mut Diagnostics) {
    for (subject, expected) in &example.expect {
        let mut test = Test { example, place: subject.place, problems };
        match subject.text.as_str() {
            "questions_left" => {
                test.same("questions_left", expected, &report.questions_left_at_most.to_string());
            }
            "relevant" => test.names("relevant", expected, needs(&report.relevant)),
            "best" => test.best(expected, &report.best),
            id => match report.programmes.iter().find(|one| one.id == id) {
                Some(found) => test.programme(expected, found),
                None => test.fail(format!("there is no programme `{id}`")),
            },
        }
    }
}

/// The ends of a range as an expectation writes them, and whether they are upper limits.
struct Ends {
    min: String,
    max: String,
    ceiling: Option<bool>,
}

impl Ends {
    fn of(min: Option<Exact>, max: Option<Exact>, ceiling: Option<bool>) -> Ends {
        Ends { min: shown_or_null(min), max: shown_or_null(max), ceiling }
    }

    fn of_days(min: Option<Day>, max: Option<Day>) -> Ends {
        Ends { min: shown_or_null(min), max: shown_or_null(max), ceiling: None }
    }
}

struct Test<'a> {
    example: &'a Example,
    place: Place,
    problems: &'a mut Diagnostics,
}

impl Test<'_> {
    fn fail(&mut self, message: String) {
        let message = format!("{}: {message}", self.example.name.text);
        self.problems.add(self.place, "example", message);
    }

    fn same(&mut self, what: &str, expected: &Value, found: &str) {
        let expected = shown(expected);
        if expected != found {
            self.fail(format!("{what}: expected {expected}, found {found}"));
        }
    }

    fn entries<'v>(&mut self, expected: &'v Value) -> &'v [(String, Value)] {
        if let Value::Map(entries) = expected {
            return entries;
        }
        self.fail("expected a map of what to compare".to_owned());
        &[]
    }

    fn programme(&mut self, expected: &Value, found: &NamedProgramme) {
        for (key, expected) in self.entries(expected) {
            match key.as_str() {
                "verdict" => self.same(key, expected, found.verdict.name()),
                "window" => self.same(key, expected, found.window.name()),
                "year" => self.same(key, expected, &shown_or_null(found.year)),
                "provisional" => self.same(key, expected, &found.provisional.to_string()),
                "amount" => {
                    let amount = found.amount.as_ref();
                    let ends = amount.map(|one| Ends::of(one.min, one.max, Some(one.ceiling)));
                    self.range("amount", expected, ends);
                }
                "states" => self.states(expected, &found.requirements),
                "parts" => self.parts(expected, &found.parts),
                "obligations" => self.obligations(expected, &found.obligations),
                "determining" => self.determining(expected, &found.determining),
                "missing" => self.contained("missing", expected, &needs(&found.missing)),
                "readings" => self.readings(expected, &found.readings),
                "stale" => self.names("stale", expected, found.stale.clone()),
                _ => self.fail(format!("unknown expectation `{key}`")),
            }
        }
    }

    /// A range: `none`, one value for both ends, or a map of the ends.
    fn range(&mut self, what: &str, expected: &Value, found: Option<Ends>) {
        let Some(found) = found else {
            if *expected != Value::Text("none".to_owned()) {
                self.fail(format!("{what}: expected {}, found none", shown(expected)));
            }
            return;
        };
        let Value::Map(entries) = expected else {
            self.same(&format!("{what}.min"), expected, &found.min);
            self.same(&format!("{what}.max"), expected, &found.max);
            return;
        };
        for (key, expected) in entries {
            let name = format!("{what}.{key}");
            match (key.as_str(), found.ceiling) {
                ("min", _) => self.same(&name, expected, &found.min),
                ("max", _) => self.same(&name, expected, &found.max),
                ("ceiling", Some(ceiling)) => self.same(&name, expected, &ceiling.to_string()),
                _ => self.fail(format!("unknown expectation `{name}`")),
            }
        }
    }

    fn states(&mut self, expected: &Value, found: &[NamedRequirement]) {
        for (id, expected) in self.entries(expected) {
            match found.iter().find(|one| one.id == *id) {
                Some(found) => self.same(&format!("state of {id}"), expected, found.state.name()),
                None => self.fail(format!("there is no requirement `{id}`")),
            }
        }
    }

    fn parts(&mut self, expected: &Value, found: &[NamedPart]) {
        for (id, expected) in self.entries(expected) {
            match found.iter().find(|one| one.id == *id) {
                Some(found) => {
                    let ends = Ends::of(found.min, found.max, Some(found.ceiling));
                    self.range(&format!("part {id}"), expected, Some(ends));
                }
                None => self.fail(format!("there is no part `{id}`")),
            }
        }
    }

    /// The open readings: their ids, or for some the amount under each choice.
    fn readings(&mut self, expected: &Value, found: &[NamedReading]) {
        if let Value::List(_) = expected {
            let ids = found.iter().map(|one| one.id.clone()).collect();
            return self.names("readings", expected, ids);
        }
        for (id, choices) in self.entries(expected) {
            let reading = found.iter().find(|one| one.id == *id);
            for (choice, expected) in self.entries(choices) {
                let found =
                    reading.and_then(|one| one.choices.iter().find(|one| one.id == *choice));
                let Some(found) = found else {
                    self.fail(format!("the point `{id}` with `{choice}` is not open"));
                    continue;
                };
                let amount = found.amount.as_ref();
                let ends = amount.map(|one| Ends::of(one.min, one.max, Some(one.ceiling)));
                self.range(&format!("{id}.{choice}"), expected, ends);
            }
        }
    }

    /// The obligations: `until` is a day or `{ min, max }`, `owed` is written like an amount.
    fn obligations(&mut self, expected: &Value, found: &[NamedObligation]) {
        if let Value::List(_) = expected {
            let ids = found.iter().map(|one| one.id.clone()).collect();
            return self.names("obligations", expected, ids);
        }
        for (id, expected) in self.entries(expected) {
            let Some(found) = found.iter().find(|one| one.id == *id) else {
                self.fail(format!("there is no obligation `{id}`"));
                continue;
            };
            for (key, expected) in self.entries(expected) {
                let ends = match key.as_str() {
                    "until" => Some(Ends::of_days(found.until.min, found.until.max)),
                    "owed" => found.owed.as_ref().map(|owed| Ends::of(owed.min, owed.max, None)),
                    _ => {
                        self.fail(format!("unknown expectation `obligations.{id}.{key}`"));
                        continue;
                    }
                };
                self.range(&format!("{key} of {id}"), expected, ends);
            }
        }
    }

    fn determining(&mut self, expected: &Value, found: &[NamedDetermining]) {
        let Value::List(expected) = expected else {
            return self.fail("determining: expected a list".to_owned());
        };
        let mut wanted = Vec::new();
        for one in expected {
            let Value::Map(entries) = one else {
                wanted.push(one.clone());
                continue;
            };
            let entry =
                |name: &str| entries.iter().find(|(key, _)| key == name).map(|(_, one)| one);
            let id = entry("id").map(shown).unwrap_or_default();
            if let Some(branches @ Value::List(_)) = entry("branches") {
                let found = found.iter().filter(|one| one.id == id);
                let found = found.flat_map(|one| one.branches.iter().cloned()).collect();
                self.names("branches", branches, found);
            }
            wanted.push(Value::Text(id));
        }
        let found = found.iter().map(|one| one.id.clone()).collect();
        self.names("determining", &Value::List(wanted), found);
    }

    /// Expects exactly these names, in any order.
    fn names(&mut self, what: &str, expected: &Value, found: Vec<String>) {
        let (mut wanted, mut found) = (list(expected), found);
        wanted.sort();
        found.sort();
        if wanted != found {
            let message =
                format!("{what}: expected [{}], found [{}]", wanted.join(", "), found.join(", "));
            self.fail(message);
        }
    }

    /// Expects these names, and allows others.
    fn contained(&mut self, what: &str, expected: &Value, found: &[String]) {
        for name in list(expected) {
            if !found.contains(&name) {
                self.fail(format!("{what}: expected {name} among [{}]", found.join(", ")));
            }
        }
    }

    fn best(&mut self, expected: &Value, found: &NamedBest) {
        for (key, expected) in self.entries(expected) {
            match key.as_str() {
                "min" => self.same(key, expected, &shown_or_null(found.min)),
                "max" => self.same(key, expected, &shown_or_null(found.max)),
                "chosen_min" => self.same(key, expected, &shown_or_null(found.chosen_min)),
                "chosen_max" => self.same(key, expected, &shown_or_null(found.chosen_max)),
                "chosen" => self.names(key, expected, found.chosen.clone()),
                "caps" => self.names(key, expected, found.caps.clone()),
                _ => self.fail(format!("unknown expectation `best.{key}`")),
            }
        }
    }
}

fn shown_or_null(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "null".to_owned(), |value| value.to_string())
}

fn list(value: &Value) -> Vec<String> {
    if let Value::List(items) = value {
        items.iter().map(shown).collect()
    } else {
        vec![shown(value)]
    }
}

/// Missing answers as `fact: needs` or `fact[member].field: needs`.
fn needs(found: &[NamedMissing]) -> Vec<String> {
    let one = |NamedMissing { fact, field, member, needs }: &NamedMissing| {
        let member = member.map(|at| format!("[{at}]")).unwrap_or_default();
        let field = field.as_ref().map(|field| format!(".{field}")).unwrap_or_default();
        format!("{fact}{member}{field}: {}", needs.name())
    };
    found.iter().map(one).collect()
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Whole(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Inexact => "an inexact number".to_owned(),
        // YAML reads `household[0].born: month_day` as a map where it is not quoted.
        Value::Map(entries) => {
            let entries = entries.iter().map(|(key, value)| format!("{key}: {}", shown(value)));
            entries.collect::<Vec<_>>().join(", ")
        }
        Value::List(_) => list(value).join(", "),
    }
}
