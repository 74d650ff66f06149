//! Runs worked examples: evaluates each household and compares the report with the expectations
//! that its author worked out from the source. It never records an expectation from a report. Names in
//! examples are checked in `check`, before.

mod given;
mod later;
mod shown;
mod supposed;

use crate::advise::advise;
use crate::calendar::Day;
use crate::closed_list::ClosedList;
use crate::diagnostic::{Diagnostics, Place};
use crate::evaluate::evaluate;
use crate::rulebook::City;
use crate::source::{APPLICATION_DATE, Example, Node, NodeKind, Word};
use crate::wire::answers;
use crate::wire::named::{
    NamedAdvice, NamedAmount, NamedApply, NamedBest, NamedBestChosen, NamedBoundary,
    NamedConditions, NamedDays, NamedDecidedBy, NamedDetermining, NamedEstimate, NamedInstalments,
    NamedPart, NamedProgramme, NamedReading, NamedReference, NamedReport, NamedRequirement,
    name_advice, name_report,
};
use crate::wire::names::names;
use crate::wire::refusal::FactError;
use crate::wire::rulings;
use given::Given;
use shown::{Ends, asks, needs, shown_or_null};
use supposed::supposing;

/// An example's report, and the advice on each of its programmes.
///
/// # Errors
/// If an answer or a ruling does not fit: its place, and what was expected.
pub fn report(city: &City, example: &Example) -> Result<(NamedReport, Vec<NamedAdvice>), String> {
    let situation = answers::read(city, &example.answers).map_err(|errors| told(&errors))?;
    let supposed = (!example.supposed.is_empty()).then(|| supposing(city, example)).transpose();
    let supposed = supposed.map_err(|invalid| invalid.to_string())?;
    let city = supposed.as_ref().unwrap_or(city);
    let rulings = example.rulings.as_ref().map(|node| rulings::read(city, &node.value()));
    let rulings = rulings.transpose().map_err(|errors| told(&errors))?;
    let ruled = rulings.map(|rulings| city.ruled(&rulings)).transpose();
    let ruled = ruled.map_err(|invalid| invalid.to_string())?;
    // The ids are those of the rules without rulings, as in the page.
    let names = names(city);
    let city = ruled.as_ref().unwrap_or(city);
    let report = evaluate(city, &situation, example.on, example.today);
    let advice = advise(city, &situation, &report, example.today);
    let advice = advice.programmes.iter().map(|one| name_advice(&names, one)).collect();
    Ok((name_report(&names, &report), advice))
}

fn told(errors: &[FactError<'_>]) -> String {
    let told = errors.iter().map(|error| {
        format!("`{}`: {}, expected {}", error.fact, error.code.name(), error.expected)
    });
    told.collect::<Vec<_>>().join("; ")
}

/// Compares a report and the advice on its programmes with the example's expectations. Every difference is a
/// diagnostic at the key of the expectation. The advice may be left out if the example expects none.
pub fn compare(
    example: &Example,
    (report, advice): (&NamedReport, &[NamedAdvice]),
    problems: &mut Diagnostics,
) {
    let mut test = Test { example, problems };
    for (subject, expected) in &example.expect {
        match subject.text.as_str() {
            "questions_left" => {
                test.same(subject, expected, &report.questions_left_at_most.to_string());
            }
            "relevant" => test.names(subject, expected, needs(&report.relevant)),
            "best" => test.best(expected, &report.best),
            "best_chosen" => test.best_chosen(expected, &report.best_chosen),
            "best_estimate" => match &report.best_estimate {
                Some(best) => test.best(expected, best),
                None => test.same(subject, expected, "none"),
            },
            "best_estimate_chosen" => match &report.best_estimate_chosen {
                Some(chosen) => test.best_chosen(expected, chosen),
                None => test.same(subject, expected, "none"),
            },
            "asks" => test.names(subject, expected, asks(&report.asks)),
            "decisive" => test.names(subject, expected, needs(&report.decisive)),
            id => match report.programmes.iter().position(|one| one.id == id) {
                Some(at) => {
                    if let Some(found) = report.programmes.get(at) {
                        test.programme(expected, found);
                    }
                    test.advice(expected, advice.get(at));
                }
                None => test.fail(subject.place, format!("there is no programme `{id}`")),
            },
        }
    }
}

struct Test<'a> {
    example: &'a Example,
    problems: &'a mut Diagnostics,
}

impl Test<'_> {
    fn fail(&mut self, place: Place, message: String) {
        let message = format!("{}: {message}", self.example.name.text);
        self.problems.add(place, "example", message);
    }

    fn same(&mut self, key: &Word, expected: &Node, found: &str) {
        let expected = expected.shown();
        if expected != found {
            self.fail(key.place, format!("{}: expected {expected}, found {found}", key.text));
        }
    }

    /// The entries of a map. Anything else is reported, and has none.
    fn entries<'v>(&mut self, expected: &'v Node) -> &'v [(Word, Node)] {
        if let NodeKind::Map(entries) = &expected.kind {
            return entries;
        }
        self.fail(expected.place, "expected a map of what to compare".to_owned());
        &[]
    }

    fn unknown(&mut self, key: &Word) {
        self.fail(key.place, format!("unknown expectation `{}`", key.text));
    }

    fn programme(&mut self, expected: &Node, found: &NamedProgramme) {
        for (key, expected) in self.entries(expected) {
            match key.text.as_str() {
                "window" => self.same(key, expected, found.window.name()),
                "provisional" => self.same(key, expected, &found.provisional.to_string()),
                "obligations" => self.obligations(key, expected, &found.obligations),
                "key_dates" => self.key_dates(key, expected, &found.key_dates),
                "instalments" => self.instalments(key, expected, &found.instalments),
                "missing" => self.contained(key, expected, &needs(&found.missing)),
                "decided_by" => self.decided_by(key, expected, found.decided_by.as_ref()),
                "stale" => self.names(key, expected, found.stale.clone()),
                "estimate" => self.estimate(key, expected, found.estimate.as_ref()),
                "reference" => self.reference(key, expected, found.reference.as_ref()),
                // Advice is compared apart.
                "apply" | "settles" => {}
                _ => self.result(key, expected, &Given::of(found)),
            }
        }
    }

    /// The day that decides which rules hold: `none`, or a map.
    fn decided_by(&mut self, key: &Word, expected: &Node, found: Option<&NamedDecidedBy>) {
        let (NodeKind::Map(entries), Some(found)) = (&expected.kind, found) else {
            return self.same(key, expected, found.map_or("none", |_| "a day"));
        };
        for (key, expected) in entries {
            match key.text.as_str() {
                "fact" => {
                    self.same(key, expected, found.fact.as_deref().unwrap_or(APPLICATION_DATE))
                }
                "days" => {
                    let NamedDays { min, max } = found.days;
                    self.range(key, expected, Some(Ends::of_days(min, max)));
                }
                _ => self.unknown(key),
            }
        }
    }

    /// What the latest earlier rules would give: `none`, or a map.
    fn estimate(&mut self, key: &Word, expected: &Node, found: Option<&NamedEstimate>) {
        let (NodeKind::Map(entries), Some(found)) = (&expected.kind, found) else {
            return self.same(key, expected, found.map_or("none", |_| "an estimate"));
        };
        for (key, expected) in entries {
            match key.text.as_str() {
                "dates" => {
                    let dates = found.dates.iter().map(Day::to_string).collect();
                    self.names(key, expected, dates);
                }
                // Advice is compared apart.
                "apply" | "settles" => {}
                _ => self.result(key, expected, &Given::of_estimate(found)),
            }
        }
    }

    /// What an earlier year paid: `none`, or a map.
    fn reference(&mut self, key: &Word, expected: &Node, found: Option<&NamedReference>) {
        let (NodeKind::Map(entries), Some(found)) = (&expected.kind, found) else {
            return self.same(key, expected, found.map_or("none", |_| "a reference"));
        };
        for (key, expected) in entries {
            match key.text.as_str() {
                "year" => self.same(key, expected, &shown_or_null(found.year)),
                "amount" => self.amount(key, expected, Some(&found.amount)),
                "parts" => self.parts(expected, &found.parts),
                _ => self.unknown(key),
            }
        }
    }

    /// One expectation of what rules give, whether they hold or would go on.
    fn result(&mut self, key: &Word, expected: &Node, found: &Given<'_>) {
        match key.text.as_str() {
            "verdict" => self.same(key, expected, found.verdict.name()),
            "year" => self.same(key, expected, &shown_or_null(found.year)),
            "amount" => self.amount(key, expected, found.amount),
            "states" => self.states(expected, found.requirements),
            "conditions" => self.conditions(key, expected, found.conditions),
            "parts" => self.parts(expected, found.parts),
            "determining" => self.determining(key, expected, found.determining),
            "readings" => self.readings(key, expected, found.readings),
            "rulings" => self.names(key, expected, found.rulings.to_vec()),
            _ => self.unknown(key),
        }
    }

    fn amount(&mut self, key: &Word, expected: &Node, found: Option<&NamedAmount>) {
        let ends = found.map(|one| Ends::of(one.min, one.max, Some(one.ceiling)));
        self.range(key, expected, ends);
    }

    fn advice(&mut self, expected: &Node, found: Option<&NamedAdvice>) {
        for (key, expected) in self.entries(expected) {
            match (key.text.as_str(), &expected.kind) {
                ("estimate", NodeKind::Map(entries)) => {
                    let found = found.and_then(|found| found.estimate_advice.as_ref());
                    let ways = found.map(|found| (&found.apply, &found.settles));
                    for (key, expected) in entries {
                        self.ways(key, expected, ways);
                    }
                }
                _ => self.ways(key, expected, found.map(|found| (&found.apply, &found.settles))),
            }
        }
    }

    /// Compares one expectation of advice, by the rules that hold or by those that would go on.
    fn ways(
        &mut self,
        key: &Word,
        expected: &Node,
        found: Option<(&Option<NamedApply>, &Vec<String>)>,
    ) {
        match key.text.as_str() {
            "apply" => self.apply(key, expected, found.and_then(|(apply, _)| apply.as_ref())),
            "settles" => {
                let settles = found.map(|(_, settles)| settles.clone()).unwrap_or_default();
                self.names(key, expected, settles);
            }
            _ => {}
        }
    }

    /// The days to apply: `none`, or a map. Spans of days are written `2025-04-01 to 2026-03-31`.
    fn apply(&mut self, key: &Word, expected: &Node, found: Option<&NamedApply>) {
        let (NodeKind::Map(entries), Some(found)) = (&expected.kind, found) else {
            let is_none = expected.shown() == "none";
            if is_none != found.is_none() {
                let found = found.map_or("none", |_| "some days");
                let message = format!("apply: expected {}, found {found}", expected.shown());
                self.fail(key.place, message);
            }
            return;
        };
        let spans = |days: &[NamedDays]| -> Vec<String> {
            let end = |end: Option<Day>| shown_or_null(end);
            days.iter().map(|one| format!("{} to {}", end(one.min), end(one.max))).collect()
        };
        for (key, expected) in entries {
            let ends = |end: &NamedBoundary| Some(Ends::of_days(end.min, end.max));
            match key.text.as_str() {
                "first" => self.range(key, expected, ends(&found.first)),
                "last" => self.range(key, expected, ends(&found.last)),
                "possible" => self.names(key, expected, spans(&found.possible)),
                "sure" => self.names(key, expected, spans(&found.sure)),
                "ends_with_rules" => {
                    self.same(key, expected, &found.ends_with_rules.to_string());
                }
                "window_unknown" => self.same(key, expected, &found.window_unknown.to_string()),
                _ => self.unknown(key),
            }
        }
    }

    /// A range: `none`, one value for both ends, or a map of the ends.
    fn range(&mut self, key: &Word, expected: &Node, found: Option<Ends>) {
        let Some(found) = found else {
            if expected.shown() != "none" {
                let message = format!("{}: expected {}, found none", key.text, expected.shown());
                self.fail(key.place, message);
            }
            return;
        };
        let NodeKind::Map(entries) = &expected.kind else {
            let shown = if found.min == found.max {
                found.min
            } else {
                format!("{} to {}", found.min, found.max)
            };
            return self.same(key, expected, &shown);
        };
        for (key, expected) in entries {
            match (key.text.as_str(), found.ceiling) {
                ("min", _) => self.same(key, expected, &found.min),
                ("max", _) => self.same(key, expected, &found.max),
                ("ceiling", Some(ceiling)) => self.same(key, expected, &ceiling.to_string()),
                _ => self.unknown(key),
            }
        }
    }

    /// The counts of conditions: `none`, or a map.
    fn conditions(&mut self, key: &Word, expected: &Node, found: Option<NamedConditions>) {
        let (NodeKind::Map(entries), Some(found)) = (&expected.kind, found) else {
            return self.same(key, expected, found.map_or("none", |_| "some conditions"));
        };
        for (key, expected) in entries {
            match key.text.as_str() {
                "all" => self.same(key, expected, &found.all.to_string()),
                "met" => self.same(key, expected, &found.met.to_string()),
                _ => self.unknown(key),
            }
        }
    }

    fn states(&mut self, expected: &Node, found: &[NamedRequirement]) {
        for (id, expected) in self.entries(expected) {
            match found.iter().find(|one| one.id == id.text) {
                Some(found) => self.same(id, expected, found.state.name()),
                None => self.fail(id.place, format!("there is no requirement `{}`", id.text)),
            }
        }
    }

    fn parts(&mut self, expected: &Node, found: &[NamedPart]) {
        for (id, expected) in self.entries(expected) {
            match found.iter().find(|one| one.id == id.text) {
                Some(found) => {
                    let ends = Ends::of(found.min, found.max, Some(found.ceiling));
                    self.range(id, expected, Some(ends));
                }
                None => self.fail(id.place, format!("there is no part `{}`", id.text)),
            }
        }
    }

    /// What each run of instalments pays in one of them, in order.
    fn instalments(&mut self, key: &Word, expected: &Node, found: &[NamedInstalments]) {
        let runs = found.iter().map(|one| Ends::of(one.min, one.max, None));
        self.in_order(key, expected, runs.collect());
    }

    /// As many amounts as are expected, in order.
    fn in_order(&mut self, key: &Word, expected: &Node, found: Vec<Ends>) {
        if expected.items().len() != found.len() {
            self.fail(key.place, format!("{}: found {}", key.text, found.len()));
        }
        for (expected, found) in expected.items().iter().zip(found) {
            self.range(key, expected, Some(found));
        }
    }

    /// The open readings: their ids, or for some the amount under each choice.
    fn readings(&mut self, key: &Word, expected: &Node, found: &[NamedReading]) {
        if let NodeKind::List(_) = expected.kind {
            let ids = found.iter().map(|one| one.id.clone()).collect();
            return self.names(key, expected, ids);
        }
        for (id, choices) in self.entries(expected) {
            let reading = found.iter().find(|one| one.id == id.text);
            for (choice, expected) in self.entries(choices) {
                let found =
                    reading.and_then(|one| one.choices.iter().find(|one| one.id == choice.text));
                let Some(found) = found else {
                    let message =
                        format!("the point `{}` with `{}` is not open", id.text, choice.text);
                    self.fail(choice.place, message);
                    continue;
                };
                let amount = found.amount.as_ref();
                let ends = amount.map(|one| Ends::of(one.min, one.max, Some(one.ceiling)));
                self.range(choice, expected, ends);
            }
        }
    }

    fn determining(&mut self, key: &Word, expected: &Node, found: &[NamedDetermining]) {
        let mut wanted = Vec::new();
        for one in expected.items() {
            let NodeKind::Map(entries) = &one.kind else {
                wanted.push(one.shown());
                continue;
            };
            let entry = |name: &str| entries.iter().find(|(key, _)| key.text == name);
            let id = entry("id").map(|(_, id)| id.shown()).unwrap_or_default();
            if let Some((key, branches)) = entry("branches") {
                let found = found.iter().filter(|one| one.id == id);
                let found = found.flat_map(|one| one.branches.iter().cloned()).collect();
                self.names(key, branches, found);
            }
            wanted.push(id);
        }
        self.exactly(key, wanted, found.iter().map(|one| one.id.clone()).collect());
    }

    /// Expects exactly these names, in any order.
    fn names(&mut self, key: &Word, expected: &Node, found: Vec<String>) {
        self.exactly(key, expected.items().iter().map(Node::shown).collect(), found);
    }

    fn exactly(&mut self, key: &Word, mut wanted: Vec<String>, mut found: Vec<String>) {
        wanted.sort();
        found.sort();
        if wanted != found {
            let (wanted, found) = (wanted.join(", "), found.join(", "));
            let message = format!("{}: expected [{wanted}], found [{found}]", key.text);
            self.fail(key.place, message);
        }
    }

    /// Expects these names, and allows others. An empty list expects none.
    fn contained(&mut self, key: &Word, expected: &Node, found: &[String]) {
        if expected.items().is_empty() {
            return self.exactly(key, Vec::new(), found.to_vec());
        }
        for name in expected.items() {
            let shown = name.shown();
            if !found.contains(&shown) {
                let message =
                    format!("{}: expected {shown} among [{}]", key.text, found.join(", "));
                self.fail(name.place, message);
            }
        }
    }

    fn best_chosen(&mut self, expected: &Node, found: &NamedBestChosen) {
        for (key, expected) in self.entries(expected) {
            match key.text.as_str() {
                "assuming" => self.names(key, expected, found.assuming.clone()),
                "needs_plan" => self.names(key, expected, found.needs_plan.clone()),
                _ => self.of_best(key, expected, &found.best),
            }
        }
    }

    fn best(&mut self, expected: &Node, found: &NamedBest) {
        for (key, expected) in self.entries(expected) {
            self.of_best(key, expected, found);
        }
    }

    fn of_best(&mut self, key: &Word, expected: &Node, found: &NamedBest) {
        match key.text.as_str() {
            "min" => self.same(key, expected, &shown_or_null(found.min)),
            "max" => self.same(key, expected, &shown_or_null(found.max)),
            "chosen_min" => self.same(key, expected, &shown_or_null(found.chosen_min)),
            "chosen_max" => self.same(key, expected, &shown_or_null(found.chosen_max)),
            "chosen" => self.names(key, expected, found.chosen.clone()),
            "caps" => self.names(key, expected, found.caps.clone()),
            "by_year" => {
                let years = found.by_year.iter().map(|one| Ends::of(one.min, one.max, None));
                self.in_order(key, expected, years.collect());
            }
            _ => self.unknown(key),
        }
    }
}
