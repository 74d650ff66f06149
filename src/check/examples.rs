//! Checks worked examples like rules: the sources that they cite, their answers, and every name and
//! word that they expect. It evaluates nothing; `iju test` compares the reports.
//!
//! Names are those of any year of the city, because the application date of an example decides
//! which year's rules hold.

use super::example_answers;
use super::example_names::{Names, Of};
use super::expectations::{
    OF_APPLY, OF_BEST, OF_CHOSEN, OF_CONDITIONS, OF_DECIDED_BY, OF_ESTIMATE, OF_KEY_DATES,
    OF_OBLIGATION, OF_PROGRAMME, OF_REFERENCE, OF_REPORT,
};
use crate::calendar::Day;
use crate::closed_list::ClosedList;
use crate::diagnostic::{Diagnostics, Place, suggestion};
use crate::report::{Needs, Open, State, Verdict, Window};
use crate::rulebook::City;
use crate::source::{self, Example, Node, NodeKind, Word};
use crate::wire::answers::Value;

/// Reports every mistake in an example of a city.
pub(super) fn check(
    city: &source::City,
    compiled: &City,
    example: &Example,
    problems: &mut Diagnostics,
) {
    check_sources(city, example, problems);
    example_answers::check(compiled, example, problems);
    let names = Names::new(compiled);
    let mut expectations = Expectations { names, problems };
    expectations.supposed(example);
    example.expect.iter().for_each(|(subject, node)| expectations.subject(subject, node));
}

fn check_sources(city: &source::City, example: &Example, problems: &mut Diagnostics) {
    let year = city.years.iter().find(|year| year.fiscal_year == example.fiscal_year);
    let Some(year) = year else { return };
    let known = || year.sources.iter().map(|source| source.id.text.as_str());
    for cite in &example.cites {
        if !known().any(|id| id == cite.source.text) {
            let message = format!("unknown source `{}`", cite.source.text);
            let help = suggestion(&cite.source.text, known());
            problems.add_with_help(cite.source.place, "unknown-source", message, help);
        }
    }
}

struct Expectations<'a> {
    names: Names<'a>,
    problems: &'a mut Diagnostics,
}

impl Expectations<'_> {
    /// The programmes whose window is supposed.
    fn supposed(&mut self, example: &Example) {
        let known = self.names.programmes();
        for (id, _) in &example.supposed {
            if !known.contains(&id.text.as_str()) {
                self.unknown("programme", id, &known);
            }
        }
    }

    /// What is expected of a programme or of the whole report.
    fn subject(&mut self, subject: &Word, node: &Node) {
        match subject.text.as_str() {
            "questions_left" => self.figure(node),
            "asks" => node.items().iter().for_each(|one| self.ask(one)),
            "relevant" | "decisive" => node.items().iter().for_each(|one| self.missing(one)),
            "best" => self.best(subject, node, &[]),
            "best_chosen" => self.best(subject, node, &OF_CHOSEN),
            "best_estimate" | "best_estimate_chosen" => {
                if node.shown() != "none" {
                    let is_chosen = subject.text == "best_estimate_chosen";
                    self.best(subject, node, if is_chosen { &OF_CHOSEN } else { &[] });
                }
            }
            id => {
                let mut known = self.names.programmes();
                if known.contains(&id) {
                    return self.programme(subject, node);
                }
                known.extend(OF_REPORT);
                self.unknown("programme", subject, &known);
            }
        }
    }

    fn programme(&mut self, id: &Word, node: &Node) {
        for (key, node) in self.entries(id, node) {
            match key.text.as_str() {
                "window" => self.member::<Window>(node),
                "provisional" => self.yes_no(node),
                "obligations" | "key_dates" => self.later(id, key, node),
                "missing" => node.items().iter().for_each(|one| self.missing(one)),
                "decided_by" => self.decided_by(key, node),
                "stale" => self.ids(node, "source", &self.names.sources()),
                "apply" => self.apply(key, node),
                "settles" => self.ids(node, "fact", &self.names.facts()),
                "estimate" => self.estimate(id, key, node),
                "reference" => self.reference(id, key, node),
                _ => self.result(id, key, node, &OF_PROGRAMME),
            }
        }
    }

    /// The day that decides which rules hold: `none`, or a map.
    fn decided_by(&mut self, key: &Word, node: &Node) {
        if node.shown() == "none" {
            return;
        }
        for (key, node) in self.entries(key, node) {
            match key.text.as_str() {
                "fact" => {
                    let mut known = self.names.facts();
                    known.push(source::APPLICATION_DATE);
                    self.ids(node, "fact", &known);
                }
                "days" => self.range(key, node),
                _ => self.unknown("expectation", key, &OF_DECIDED_BY),
            }
        }
    }

    /// What the latest earlier rules would give: `none`, or a map.
    fn estimate(&mut self, id: &Word, key: &Word, node: &Node) {
        if node.shown() == "none" {
            return;
        }
        for (key, node) in self.entries(key, node) {
            match key.text.as_str() {
                "dates" => node.items().iter().for_each(|one| self.figure(one)),
                "apply" => self.apply(key, node),
                "settles" => self.ids(node, "fact", &self.names.facts()),
                _ => self.result(id, key, node, &OF_ESTIMATE),
            }
        }
    }

    /// What an earlier year paid: `none`, or a map.
    fn reference(&mut self, id: &Word, key: &Word, node: &Node) {
        if node.shown() == "none" {
            return;
        }
        for (key, node) in self.entries(key, node) {
            match key.text.as_str() {
                "year" | "amount" | "parts" => self.result(id, key, node, &OF_REFERENCE),
                _ => self.unknown("expectation", key, &OF_REFERENCE),
            }
        }
    }

    /// One expectation of what the rules of a programme give; `known` are all that are possible at its place.
    fn result(&mut self, id: &Word, key: &Word, node: &Node, known: &[&str]) {
        let requirements = self.names.of_programme(&id.text, Of::Requirements);
        match key.text.as_str() {
            "verdict" => self.member::<Verdict>(node),
            "year" => self.figure(node),
            "amount" => self.range(key, node),
            "states" => {
                for (key, node) in self.named(key, node, "requirement", &requirements) {
                    if requirements.contains(&key.text.as_str()) {
                        self.member::<State>(node);
                    }
                }
            }
            "parts" => {
                let parts = self.names.of_programme(&id.text, Of::Parts);
                for (key, node) in self.named(key, node, "part", &parts) {
                    self.range(key, node);
                }
            }
            "instalments" => node.items().iter().for_each(|one| self.range(key, one)),
            "conditions" => self.conditions(key, node),
            "determining" => {
                let top = self.names.of_programme(&id.text, Of::Top);
                self.determining(node, &[requirements.as_slice(), &top].concat());
            }
            "readings" => self.readings(key, node),
            "rulings" => {
                // A date that moves is ruled by itself.
                for one in node.items().iter().filter(|one| Day::parse(&one.shown()).is_none()) {
                    self.ids(one, "ruling", &self.names.rulings());
                }
            }
            _ => self.unknown("expectation", key, known),
        }
    }

    /// A question for the desk, such as `2025 other_cases: incomplete, grant, rent`.
    fn ask(&mut self, node: &Node) {
        let shown = node.shown();
        let parts = shown.split_once(' ').and_then(|(year, rest)| {
            let (about, rest) = rest.split_once(": ")?;
            Some((year, about, rest.split(", ")))
        });
        let is_year = |year: &str| year.parse::<i16>().is_ok();
        let Some((year, about, mut rest)) = parts else {
            return self.wrong(node, "a question, such as `2025 other_cases: incomplete, grant`");
        };
        let is_why = rest.next().is_some_and(|why| Open::names().any(|name| name == why));
        let known = self.names.programmes();
        if !is_year(year) || about.is_empty() || !is_why || !rest.all(|one| known.contains(&one)) {
            self.wrong(node, "a question, such as `2025 other_cases: incomplete, grant`");
        }
    }

    /// The counts of conditions: `none` or a map.
    fn conditions(&mut self, key: &Word, node: &Node) {
        if node.shown() == "none" {
            return;
        }
        for (key, node) in self.entries(key, node) {
            match key.text.as_str() {
                "all" | "met" => self.figure(node),
                _ => self.unknown("expectation", key, &OF_CONDITIONS),
            }
        }
    }

    /// The days to apply: `none` or a map.
    fn apply(&mut self, key: &Word, node: &Node) {
        if node.shown() == "none" {
            return;
        }
        for (key, node) in self.entries(key, node) {
            match key.text.as_str() {
                "first" | "last" => self.range(key, node),
                "possible" | "sure" => node.items().iter().for_each(|one| self.span(one)),
                "ends_with_rules" | "window_unknown" => self.yes_no(node),
                _ => self.unknown("expectation", key, &OF_APPLY),
            }
        }
    }

    /// Two days, such as `2025-04-01 to 2026-03-31`; `null` for an end that no rule limits.
    fn span(&mut self, node: &Node) {
        let shown = node.shown();
        let is_end = |end: &str| end == "null" || Day::parse(end).is_some();
        if !shown.split_once(" to ").is_some_and(|(first, last)| is_end(first) && is_end(last)) {
            self.wrong(node, "two days, such as `2025-04-01 to 2026-03-31`");
        }
    }

    /// A best combination, with keys besides those of every one.
    fn best(&mut self, subject: &Word, node: &Node, besides: &[&str]) {
        for (key, node) in self.entries(subject, node) {
            match key.text.as_str() {
                "assuming" if besides.contains(&"assuming") => {
                    self.ids(node, "fact", &self.names.facts());
                }
                "needs_plan" if besides.contains(&"needs_plan") => {
                    self.ids(node, "programme", &self.names.programmes());
                }
                "min" | "max" | "chosen_min" | "chosen_max" => self.figure(node),
                "chosen" => self.ids(node, "programme", &self.names.programmes()),
                "by_year" => node.items().iter().for_each(|one| self.range(key, one)),
                "caps" => self.ids(node, "shared cap", &self.names.caps()),
                _ => self.unknown("expectation", key, &[OF_BEST.as_slice(), besides].concat()),
            }
        }
    }

    /// What comes after the award: a list of ids, or for an id its ranges.
    fn later(&mut self, programme: &Word, key: &Word, node: &Node) {
        let (sort, what, keys) = match key.text.as_str() {
            "obligations" => (Of::Obligations, "obligation", &OF_OBLIGATION[..]),
            _ => (Of::KeyDates, "key date", &OF_KEY_DATES[..]),
        };
        let known = self.names.of_programme(&programme.text, sort);
        if let NodeKind::List(_) = node.kind {
            return self.ids(node, what, &known);
        }
        for (id, node) in self.named(key, node, what, &known) {
            for (key, node) in self.entries(id, node) {
                if keys.contains(&key.text.as_str()) {
                    self.range(key, node);
                } else {
                    self.unknown("expectation", key, keys);
                }
            }
        }
    }

    fn readings(&mut self, key: &Word, node: &Node) {
        let known = self.names.readings();
        if let NodeKind::List(_) = node.kind {
            return self.ids(node, "reading", &known);
        }
        for (id, node) in self.named(key, node, "reading", &known) {
            let choices = self.names.choices(&id.text);
            for (key, node) in self.named(id, node, "choice", &choices) {
                self.range(key, node);
            }
        }
    }

    fn determining(&mut self, node: &Node, known: &[&str]) {
        for one in node.items() {
            let NodeKind::Map(entries) = &one.kind else {
                self.ids(one, "requirement", known);
                continue;
            };
            for (key, node) in entries {
                match key.text.as_str() {
                    "id" | "branches" => self.ids(node, "requirement", known),
                    _ => self.unknown("expectation", key, &["id", "branches"]),
                }
            }
        }
    }

    /// A missing answer: `fact: needs`, `fact[member].field: needs`.
    fn missing(&mut self, node: &Node) {
        let shown = node.shown();
        let (fact, needs) = shown.split_once(':').unwrap_or((&shown, ""));
        let id = fact.split(['[', '.']).next().unwrap_or_default();
        let word = |text: &str| Word { text: text.to_owned(), place: node.place };
        let facts = self.names.facts();
        if !facts.contains(&id) {
            self.unknown("fact", &word(id), &facts);
        } else if Needs::named(needs.trim()).is_none() {
            let names: Vec<&str> = Needs::names().collect();
            self.unknown("need", &word(needs.trim()), &names);
        }
    }

    /// The entries of a map. A map without entries expects nothing, and anything else is no map.
    fn entries<'v>(&mut self, key: &Word, node: &'v Node) -> &'v [(Word, Node)] {
        match &node.kind {
            NodeKind::Map(entries) if entries.is_empty() => self.nothing(key.place),
            NodeKind::Map(entries) => return entries,
            NodeKind::Scalar(_) | NodeKind::List(_) => {
                self.wrong(node, "a map of what to compare");
            }
        }
        &[]
    }

    /// The entries of a map whose keys are ids. Unknown ids are reported.
    fn named<'v>(
        &mut self,
        key: &Word,
        node: &'v Node,
        what: &str,
        known: &[&str],
    ) -> &'v [(Word, Node)] {
        let entries = self.entries(key, node);
        for (id, _) in entries {
            if !known.contains(&id.text.as_str()) {
                self.unknown(what, id, known);
            }
        }
        entries
    }

    /// One id or a list of ids.
    fn ids(&mut self, node: &Node, what: &str, known: &[&str]) {
        for one in node.items() {
            let word = Word { text: one.shown(), place: one.place };
            if !known.contains(&word.text.as_str()) {
                self.unknown(what, &word, known);
            }
        }
    }

    fn member<T: ClosedList>(&mut self, node: &Node) {
        let word = Word { text: node.shown(), place: node.place };
        if T::named(&word.text).is_none() {
            let names: Vec<&str> = T::names().collect();
            let message = format!("unknown word `{}`, expected {}", word.text, names.join(", "));
            let help = suggestion(&word.text, names.into_iter());
            self.problems.add_with_help(word.place, "unknown-word", message, help);
        }
    }

    fn yes_no(&mut self, node: &Node) {
        if !matches!(node.kind, NodeKind::Scalar(Value::Bool(_))) {
            self.wrong(node, "`yes` or `no`");
        }
    }

    /// A range: `none`, one figure or day, or a map of the ends.
    fn range(&mut self, key: &Word, node: &Node) {
        let NodeKind::Map(_) = node.kind else {
            if node.shown() != "none" {
                self.figure(node);
            }
            return;
        };
        for (key, node) in self.entries(key, node) {
            match key.text.as_str() {
                "min" | "max" => self.figure(node),
                "ceiling" => self.yes_no(node),
                _ => self.unknown("expectation", key, &["min", "max", "ceiling"]),
            }
        }
    }

    /// A whole number, a fraction, a day, or `null` for no bound.
    fn figure(&mut self, node: &Node) {
        let is_figure = match &node.kind {
            NodeKind::Scalar(Value::Whole(_) | Value::Null) => true,
            NodeKind::Scalar(Value::Text(text)) => Day::parse(text).is_some() || is_fraction(text),
            NodeKind::Scalar(_) | NodeKind::List(_) | NodeKind::Map(_) => false,
        };
        if !is_figure {
            self.wrong(node, "a figure, a date or `null`");
        }
    }

    fn wrong(&mut self, node: &Node, expected: &str) {
        let found = match &node.kind {
            NodeKind::Scalar(_) => format!("`{}`", node.shown()),
            NodeKind::List(_) => "a list".to_owned(),
            NodeKind::Map(_) => "a map".to_owned(),
        };
        let message = format!("expected {expected}, found {found}");
        self.problems.add(node.place, "wrong-shape", message);
    }

    fn nothing(&mut self, place: Place) {
        let help = Some("write what the source says of the household".to_owned());
        self.problems.add_with_help(place, "empty-example", "this expects nothing", help);
    }

    fn unknown(&mut self, what: &str, word: &Word, known: &[&str]) {
        let message = format!("unknown {what} `{}`", word.text);
        let help = suggestion(&word.text, known.iter().copied()).or_else(|| {
            let is_short = (1..=16).contains(&known.len());
            is_short.then(|| format!("known here: {}", known.join(", ")))
        });
        self.problems.add_with_help(word.place, "unknown-name", message, help);
    }
}

fn is_fraction(text: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('/').is_some_and(|(numer, denom)| {
        is_number(numer.strip_prefix('-').unwrap_or(numer)) && is_number(denom)
    })
}
