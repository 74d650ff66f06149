//! Checks translations: every text of a city exists in every language of its pages, and is easy in easy
//! Japanese. It does not judge what a text says.

use super::easy;
use crate::diagnostic::Diagnostics;
use crate::source::{
    City, Desk, Expr, Fact, FactKind, Programme, Requirement, Rule, Rules, Statement, Text, Year,
};

/// Reports every text that lacks a language.
pub(super) fn check(rules: &Rules, problems: &mut Diagnostics) {
    let mut every = Vec::new();
    for city in &rules.cities {
        let languages: Vec<&str> = city.languages.iter().map(|word| word.text.as_str()).collect();
        complete(&of_city(city), &languages, problems);
        every.extend(languages);
    }
    complete(&of_questions(rules), &every, problems);
}

/// Every text of the rules.
pub(crate) fn all(rules: &Rules) -> Vec<&Text> {
    rules.cities.iter().flat_map(of_city).chain(of_questions(rules)).collect()
}

fn of_city(city: &City) -> Vec<&Text> {
    let mut texts = vec![&city.name, &city.prefecture, &city.title];
    desk(&city.desk, &mut texts);
    texts.extend(city.picture.as_ref().map(|picture| &picture.says));
    city.years.iter().for_each(|found| year(found, &mut texts));
    texts
}

/// The texts that the cities share.
fn of_questions(rules: &Rules) -> Vec<&Text> {
    let mut texts: Vec<&Text> = rules.topics.iter().map(|(_, text)| text).collect();
    rules.facts.iter().for_each(|found| fact(found, &mut texts));
    for together in &rules.together {
        texts.push(&together.question);
        texts.extend(&together.help);
        texts.extend(together.facts.iter().chain(&together.notes).map(|(_, tick)| tick));
    }
    texts
}

fn complete(texts: &[&Text], languages: &[&str], problems: &mut Diagnostics) {
    easy::texts(texts, problems);
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
    for source in &year.sources {
        texts.extend([&source.title, &source.publisher]);
    }
    texts.extend(year.asks.iter().map(|(_, text)| text));
    let choices = year.readings.iter().flat_map(|reading| &reading.choices);
    choices.for_each(|(_, choice)| statement(choice, texts));
    year.groups.iter().for_each(|group| requirement(group, texts));
    year.shared_caps.iter().for_each(|cap| statement(&cap.statement, texts));
    year.programmes.iter().for_each(|found| programme(found, texts));
}

fn programme<'a>(programme: &'a Programme, texts: &mut Vec<&'a Text>) {
    texts.push(&programme.name);
    texts.extend(&programme.summary);
    let lists = [&programme.before, &programme.reported, &programme.documents, &programme.notes];
    lists.into_iter().flatten().for_each(|found| statement(found, texts));
    programme.window.iter().for_each(|window| statement(&window.statement, texts));
    programme.exclusive.iter().for_each(|found| statement(&found.statement, texts));
    programme.obligations.iter().for_each(|found| statement(&found.statement, texts));
    programme.desk.iter().for_each(|found| desk(found, texts));
    requirement(&programme.requires, texts);
    for part in programme.amount.iter().flat_map(|amount| &amount.parts) {
        texts.push(&part.says);
        expr(&part.value, texts);
    }
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
