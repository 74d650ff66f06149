//! Checks translations: every text of a city exists in the first language of its pages, and is easy in easy Japanese. The
//! other languages can follow until the pages are published. It does not judge what a text says.

use super::easy;
use crate::diagnostic::Diagnostics;
use crate::source::{
    Basis, City, Clause, Departure, Desk, Expr, Fact, FactKind, Framework, Library, Obligation,
    Part, Programme, Reading, Requirement, Rule, SharedRules, Source, Statement, Terms, Text, Word,
    Year,
};
use std::collections::BTreeSet;

/// Reports every text of a city that is not written in the first language of its pages.
pub(super) fn check_city(city: &City, problems: &mut Diagnostics) {
    let texts = of_city(city);
    easy::texts(&texts, problems);
    report_missing(&texts, &firsts(&[city]), problems);
}

/// Reports every text that cities share and that is not written in the first language of the pages of one of them.
pub(super) fn check_shared(rules: &SharedRules, cities: &[&City], problems: &mut Diagnostics) {
    let texts = of_shared(rules);
    easy::texts(&texts, problems);
    report_missing(&texts, &firsts(cities), problems);
}

/// Every text of a city that lacks another language of its pages. Its pages cannot be published yet.
#[must_use]
pub fn untranslated(city: &City) -> Diagnostics {
    let mut found = Diagnostics::default();
    let others: Vec<&str> = city.languages.iter().skip(1).map(|word| word.text.as_str()).collect();
    report_missing(&of_city(city), &others, &mut found);
    found
}

/// Every text that cities share and that lacks one of the languages of their pages.
#[must_use]
pub fn untranslated_shared(rules: &SharedRules, languages: &[Word]) -> Diagnostics {
    let mut found = Diagnostics::default();
    let languages: Vec<&str> = languages.iter().map(|word| word.text.as_str()).collect();
    report_missing(&of_shared(rules), &languages, &mut found);
    found
}

/// The first language of each city, each once.
fn firsts<'a>(cities: &[&'a City]) -> Vec<&'a str> {
    let firsts = cities.iter().filter_map(|city| city.languages.first());
    let firsts: BTreeSet<&str> = firsts.map(|word| word.text.as_str()).collect();
    firsts.into_iter().collect()
}

/// Every text that the cities share.
pub(crate) fn of_shared(rules: &SharedRules) -> Vec<&Text> {
    let of_frameworks = rules.frameworks.iter().flat_map(of_framework);
    let of_library = of_library(&rules.library);
    of_questions(rules).into_iter().chain(of_library).chain(of_frameworks).collect()
}

/// Every text of a city.
pub(crate) fn of_city(city: &City) -> Vec<&Text> {
    let mut texts = vec![&city.name, &city.prefecture, &city.title];
    desk(&city.desk, &mut texts);
    texts.extend(city.picture.as_ref().map(|picture| &picture.says));
    city.years.iter().for_each(|found| year(found, &mut texts));
    texts
}

fn of_questions(rules: &SharedRules) -> Vec<&Text> {
    let mut texts: Vec<&Text> = rules.topics.iter().map(|(_, text)| text).collect();
    rules.facts.iter().for_each(|found| fact(found, &mut texts));
    for together in &rules.together {
        texts.push(&together.question);
        texts.extend(&together.help);
        texts.extend(together.facts.iter().chain(&together.notes).map(|(_, tick)| tick));
    }
    texts
}

fn of_library(library: &Library) -> Vec<&Text> {
    let Library { asks, readings, definitions: _, member_definitions: _, requirements } = library;
    let mut texts: Vec<&Text> = asks.iter().map(|(_, text)| text).collect();
    readings.iter().for_each(|found| reading(found, &mut texts));
    requirements.iter().for_each(|found| requirement(found, &mut texts));
    texts
}

/// The texts of a framework, also those of clauses that no city uses.
fn of_framework(framework: &Framework) -> Vec<&Text> {
    let mut texts = vec![&framework.name];
    framework.sources.iter().for_each(|found| source(found, &mut texts));
    texts.extend(framework.asks.iter().map(|(_, text)| text));
    framework.readings.iter().for_each(|found| reading(found, &mut texts));
    for parameter in &framework.parameters {
        texts.push(&parameter.says);
        parameter.seen.iter().for_each(|seen| statement(&seen.statement, &mut texts));
    }
    for open in framework.lists.iter().filter_map(|list| list.open.as_ref()) {
        statement(&open.listed, &mut texts);
        statement(&open.not_listed, &mut texts);
    }
    match &framework.basis {
        Basis::Own(terms) => {
            let Terms { benefit: _, payer: _, payee: _, requires, parts } = terms.as_ref();
            requirement(requires, &mut texts);
            for one in parts {
                texts.push(&one.reported);
                part(&one.part, &mut texts);
            }
        }
        Basis::BuildsOn(used) => {
            for departure in &used.departures {
                match departure {
                    Departure::Replace(found) | Departure::Add { clause: found, .. } => {
                        clause(found, &mut texts);
                    }
                    Departure::Drop { statement: found, .. } => statement(found, &mut texts),
                }
            }
        }
    }
    let Framework { obligations, before, documents, notes, .. } = framework;
    obligations.iter().for_each(|found| obligation(found, &mut texts));
    let lists = [before, documents, notes];
    lists.into_iter().flatten().for_each(|found| statement(found, &mut texts));
    texts
}

fn clause<'a>(clause: &'a Clause, texts: &mut Vec<&'a Text>) {
    match clause {
        Clause::Requirement(found) => requirement(found, texts),
        Clause::Part(found) => part(found, texts),
        Clause::Obligation(found) => obligation(found, texts),
    }
}

fn report_missing(texts: &[&Text], languages: &[&str], problems: &mut Diagnostics) {
    for text in texts {
        for language in languages {
            if !text.by_language.iter().any(|(known, _)| known == language) {
                let message = format!("the text in `{language}` is missing");
                let help = Some(format!("add `{language}: …` to this text"));
                problems.add_with_help(text.place, "missing-translation", message, help);
            }
        }
    }
}

fn fact<'a>(fact_: &'a Fact, texts: &mut Vec<&'a Text>) {
    texts.push(&fact_.question);
    texts.extend(fact_.label.iter().chain(&fact_.help));
    match &fact_.kind {
        FactKind::Choice(options) => texts.extend(options.iter().map(|(_, text)| text)),
        FactKind::Number { unit, .. } => texts.extend(unit),
        FactKind::List { fields, .. } => fields.iter().for_each(|field| fact(field, texts)),
        FactKind::YesNo | FactKind::Date { .. } => {}
    }
}

fn desk<'a>(desk: &'a Desk, texts: &mut Vec<&'a Text>) {
    texts.push(&desk.name);
    texts.extend(desk.address.iter().chain(&desk.hours).chain(&desk.note));
}

fn statement<'a>(statement: &'a Statement, texts: &mut Vec<&'a Text>) {
    texts.push(&statement.says);
}

fn year<'a>(year: &'a Year, texts: &mut Vec<&'a Text>) {
    texts.extend(year.supports.iter().map(|(_, text)| text));
    year.sources.iter().for_each(|found| source(found, texts));
    texts.extend(year.asks.iter().map(|(_, text)| text));
    year.readings.iter().for_each(|found| reading(found, texts));
    year.groups.iter().for_each(|group| requirement(group, texts));
    year.shared_caps.iter().for_each(|cap| statement(&cap.statement, texts));
    year.programmes.iter().for_each(|found| programme(found, texts));
}

fn source<'a>(source: &'a Source, texts: &mut Vec<&'a Text>) {
    texts.extend([&source.title, &source.publisher]);
}

fn reading<'a>(reading: &'a Reading, texts: &mut Vec<&'a Text>) {
    reading.choices.iter().for_each(|(_, choice)| statement(choice, texts));
}

fn programme<'a>(programme: &'a Programme, texts: &mut Vec<&'a Text>) {
    texts.push(&programme.name);
    texts.extend(&programme.summary);
    let lists = [&programme.before, &programme.reported, &programme.documents, &programme.notes];
    lists.into_iter().flatten().for_each(|found| statement(found, texts));
    programme.window.iter().for_each(|window| statement(&window.statement, texts));
    programme.exclusive.iter().for_each(|found| statement(&found.statement, texts));
    programme.obligations.iter().for_each(|found| obligation(found, texts));
    programme.key_dates.iter().for_each(|found| statement(&found.statement, texts));
    programme.desk.iter().for_each(|found| desk(found, texts));
    requirement(&programme.requires, texts);
    let parts = programme.amount.iter().flat_map(|amount| &amount.parts);
    parts.for_each(|found| part(found, texts));
}

fn obligation<'a>(found: &'a Obligation, texts: &mut Vec<&'a Text>) {
    found.statements().for_each(|one| statement(one, texts));
}

fn part<'a>(part: &'a Part, texts: &mut Vec<&'a Text>) {
    texts.push(&part.says);
    expr(&part.value, texts);
}

fn requirement<'a>(found: &'a Requirement, texts: &mut Vec<&'a Text>) {
    texts.extend(found.says.iter().chain(&found.applies));
    if let Rule::Group { incomplete, members, .. } = &found.rule {
        incomplete.iter().for_each(|hidden| statement(&hidden.statement, texts));
        members.iter().for_each(|member| requirement(member, texts));
    }
}

/// The texts of the cases of every table in an amount.
fn expr<'a>(found: &'a Expr, texts: &mut Vec<&'a Text>) {
    texts.extend(found.texts());
    found.parts().into_iter().for_each(|part| expr(part, texts));
}
