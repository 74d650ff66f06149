//! Runs worked examples: evaluates each household and compares the report with what its author
//! expects from the source. Expectations are never recorded from a report.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "an expectation of any other shape is wrong in the same way"
)]

use crate::advise::advise;
use crate::diagnostic::{Diagnostics, Place};
use crate::evaluate::evaluate;
use crate::rulebook::City;
use crate::source::Example;
use crate::wire::answers::{self, Value};
use crate::wire::json;
use serde_json::Value as Json;

/// The JSON of an example's report.
///
/// # Errors
/// If an answer does not fit: where, and what was expected.
pub fn report(city: &City, example: &Example) -> Result<Json, String> {
    let situation = answers::read(city, &example.answers).map_err(|errors| {
        let told = errors
            .iter()
            .map(|error| format!("`{}`: {}, expected {}", error.fact, error.code, error.expected));
        told.collect::<Vec<_>>().join("; ")
    })?;
    let report = evaluate(city, &situation, example.on, example.today);
    let advice = advise(city, &situation, &report, example.today);
    Ok(json::report(city, &report, Some(&advice)))
}

/// Compares a report with what is expected of it; every difference is a diagnostic.
pub fn compare(example: &Example, report: &Json, problems: &mut Diagnostics) {
    for (subject, expected) in &example.expect {
        let mut test = Test { example, place: subject.place, problems };
        match subject.text.as_str() {
            "questions_left" => {
                test.same("questions_left", expected, &report["questions_left_at_most"])
            }
            "relevant" => test.names("relevant", expected, &needs(&report["relevant"])),
            "best" => test.best(expected, &report["best"]),
            programme => {
                let programmes = report["programmes"].as_array();
                let found = programmes.into_iter().flatten().find(|one| one["id"] == programme);
                match found {
                    Some(found) => test.programme(expected, found),
                    None => test.fail(format!("there is no programme `{programme}`")),
                }
            }
        }
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

    fn same(&mut self, what: &str, expected: &Value, found: &Json) {
        if shown(expected) != shown_json(found) {
            let message =
                format!("{what}: expected {}, found {}", shown(expected), shown_json(found));
            self.fail(message);
        }
    }

    fn entries<'v>(&mut self, expected: &'v Value) -> &'v [(String, Value)] {
        if let Value::Map(entries) = expected {
            return entries;
        }
        self.fail("expected a map of what to compare".to_owned());
        &[]
    }

    fn programme(&mut self, expected: &Value, found: &Json) {
        for (key, expected) in self.entries(expected) {
            match key.as_str() {
                "verdict" | "window" | "year" | "provisional" => {
                    self.same(key, expected, &found[key])
                }
                "amount" => self.amount("amount", expected, &found["amount"]),
                "states" => self.states(expected, &found["requirements"]),
                "parts" => self.parts(expected, &found["parts"]),
                "obligations" => self.obligations(expected, &found["obligations"]),
                "determining" => self.determining(expected, &found["determining"]),
                "missing" => self.contained("missing", expected, &needs(&found["missing"])),
                "readings" => self.readings(expected, &found["readings"]),
                "stale" => {
                    let found = found["stale"].as_array().into_iter().flatten().map(shown_json);
                    self.names("stale", expected, &found.collect::<Vec<_>>());
                }
                _ => self.fail(format!("unknown expectation `{key}`")),
            }
        }
    }

    fn amount(&mut self, what: &str, expected: &Value, found: &Json) {
        match expected {
            Value::Map(entries) => {
                for (key, expected) in entries {
                    if !["min", "max", "ceiling"].contains(&key.as_str()) {
                        self.fail(format!("unknown expectation `{what}.{key}`"));
                    }
                    if found.is_null() {
                        self.fail(format!("{what}: expected a range, found none"));
                    } else {
                        self.same(&format!("{what}.{key}"), expected, &found[key]);
                    }
                }
            }
            Value::Text(none) if none == "none" => self.same(what, &Value::Null, found),
            _ => {
                self.same(&format!("{what}.min"), expected, &found["min"]);
                self.same(&format!("{what}.max"), expected, &found["max"]);
            }
        }
    }

    fn states(&mut self, expected: &Value, found: &Json) {
        for (id, expected) in self.entries(expected) {
            let found = found.as_array().into_iter().flatten().find(|one| one["id"] == *id);
            match found {
                Some(found) => self.same(&format!("state of {id}"), expected, &found["state"]),
                None => self.fail(format!("there is no requirement `{id}`")),
            }
        }
    }

    fn parts(&mut self, expected: &Value, found: &Json) {
        for (id, expected) in self.entries(expected) {
            let found = found.as_array().into_iter().flatten().find(|one| one["id"] == *id);
            match found {
                Some(found) => self.amount(&format!("part {id}"), expected, found),
                None => self.fail(format!("there is no part `{id}`")),
            }
        }
    }

    /// The open points: their ids, or for some the amount under each meaning.
    fn readings(&mut self, expected: &Value, found: &Json) {
        if let Value::List(_) = expected {
            return self.names("readings", expected, &ids(found));
        }
        for (id, choices) in self.entries(expected) {
            let reading = of(found, id);
            for (choice, expected) in self.entries(choices) {
                match reading.and_then(|reading| of(&reading["choices"], choice)) {
                    Some(found) => {
                        self.amount(&format!("{id}.{choice}"), expected, &found["amount"]);
                    }
                    None => self.fail(format!("the point `{id}` with `{choice}` is not open")),
                }
            }
        }
    }

    /// Until when what is owed: `until` a day or `{ min, max }`, `owed` like an amount.
    fn obligations(&mut self, expected: &Value, found: &Json) {
        if let Value::List(none) = expected {
            let wanted = Value::List(none.clone());
            return self.names("obligations", &wanted, &ids(found));
        }
        for (id, expected) in self.entries(expected) {
            let found = found.as_array().into_iter().flatten().find(|one| one["id"] == *id);
            let Some(found) = found else {
                self.fail(format!("there is no obligation `{id}`"));
                continue;
            };
            for (key, expected) in self.entries(expected) {
                match key.as_str() {
                    "until" | "owed" => {
                        self.amount(&format!("{key} of {id}"), expected, &found[key]);
                    }
                    _ => self.fail(format!("unknown expectation `obligations.{id}.{key}`")),
                }
            }
        }
    }

    fn determining(&mut self, expected: &Value, found: &Json) {
        let Value::List(expected) = expected else {
            return self.fail("determining: expected a list".to_owned());
        };
        let mut wanted = Vec::new();
        for one in expected {
            match one {
                Value::Map(entries) => {
                    let id = entries.iter().find(|(key, _)| key == "id").map(|(_, id)| shown(id));
                    let branches = entries.iter().find(|(key, _)| key == "branches");
                    if let Some((_, Value::List(branches))) = branches {
                        let found = found.as_array().into_iter().flatten();
                        let found = found.filter(|one| Some(shown_json(&one["id"])) == id);
                        let found: Vec<String> = found
                            .flat_map(|one| one["branches"].as_array().into_iter().flatten())
                            .map(shown_json)
                            .collect();
                        self.names("branches", &Value::List(branches.clone()), &found);
                    }
                    wanted.push(Value::Text(id.unwrap_or_default()));
                }
                _ => wanted.push(one.clone()),
            }
        }
        self.names("determining", &Value::List(wanted), &ids(found));
    }

    /// The same names, in any order.
    fn names(&mut self, what: &str, expected: &Value, found: &[String]) {
        let mut wanted = list(expected);
        let mut found = found.to_vec();
        wanted.sort();
        found.sort();
        if wanted != found {
            let message =
                format!("{what}: expected [{}], found [{}]", wanted.join(", "), found.join(", "));
            self.fail(message);
        }
    }

    /// These names, and perhaps others.
    fn contained(&mut self, what: &str, expected: &Value, found: &[String]) {
        for name in list(expected) {
            if !found.contains(&name) {
                self.fail(format!("{what}: expected {name} among [{}]", found.join(", ")));
            }
        }
    }

    fn best(&mut self, expected: &Value, found: &Json) {
        for (key, expected) in self.entries(expected) {
            match key.as_str() {
                "min" | "max" | "chosen_min" | "chosen_max" => {
                    self.same(key, expected, &found[key])
                }
                "chosen" | "caps" => {
                    let found = found[key].as_array().into_iter().flatten().map(shown_json);
                    self.names(key, expected, &found.collect::<Vec<_>>());
                }
                _ => self.fail(format!("unknown expectation `best.{key}`")),
            }
        }
    }
}

/// The one with an id.
fn of<'j>(all: &'j Json, id: &str) -> Option<&'j Json> {
    all.as_array().into_iter().flatten().find(|one| one["id"] == *id)
}

fn list(value: &Value) -> Vec<String> {
    match value {
        Value::List(items) => items.iter().map(shown).collect(),
        other => vec![shown(other)],
    }
}

fn ids(found: &Json) -> Vec<String> {
    found.as_array().into_iter().flatten().map(|one| shown_json(&one["id"])).collect()
}

/// Missing answers as `fact: needs` or `fact[member].field: needs`.
fn needs(found: &Json) -> Vec<String> {
    let one = |missing: &Json| {
        let member = missing["member"].as_u64().map(|at| format!("[{at}]")).unwrap_or_default();
        let field = missing["field"].as_str().map(|field| format!(".{field}")).unwrap_or_default();
        let fact = shown_json(&missing["fact"]);
        format!("{fact}{member}{field}: {}", shown_json(&missing["needs"]))
    };
    found.as_array().into_iter().flatten().map(one).collect()
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

fn shown_json(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
