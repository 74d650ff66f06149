//! A report in a few lines for a person at a terminal. It decides nothing and leaves much out; `--json`
//! prints everything.

use iju_check::calendar::Day;
use iju_check::closed_list::ClosedList;
use iju_check::report::{Obstacle, Verdict};
use iju_check::source::City;
use iju_check::wire::named::{
    NamedAdvice, NamedAnswer, NamedBest, NamedBoundary, NamedProgramme, NamedReport, NamedWhatIf,
};

/// The summary of a report; `city` has the names of the programmes.
pub(crate) fn summary(city: &City, report: &NamedReport, advice: &[NamedAdvice]) -> String {
    let mut lines = Vec::new();
    for (programme, advice) in report.programmes.iter().zip(advice) {
        let all = city.years.iter().flat_map(|year| &year.programmes);
        let name = all.into_iter().find(|one| one.id.text == programme.id);
        let name = name.map_or("", |one| one.name.in_language("ja"));
        lines.push(format!("{} {name}", programme.id));
        if programme.verdict == Verdict::NoRule {
            lines.push("  no_rule".to_owned());
            continue;
        }
        lines.push(verdict_line(programme));
        lines.extend(advice_lines(advice));
        let determining = programme.determining.iter().map(|one| one.id.as_str());
        lines.extend(list_line("because of", determining));
        let readings = programme.readings.iter().map(|one| one.id.as_str());
        lines.extend(list_line("open", readings));
    }
    let NamedBest { min, max, .. } = &report.best;
    let left = report.questions_left_at_most;
    let (min, max) = (known(min.as_ref()), known(max.as_ref()));
    lines.push(format!("best: {min}–{max} yen; at most {left} questions left"));
    lines.join("\n")
}

fn verdict_line(programme: &NamedProgramme) -> String {
    let amount = programme.amount.as_ref().map_or_else(
        || "no amount".to_owned(),
        |one| format!("{}–{} yen", known(one.min.as_ref()), known(one.max.as_ref())),
    );
    let provisional = if programme.provisional { ", provisional" } else { "" };
    format!(
        "  {}, window {}, {amount} (rules of {}{provisional})",
        programme.verdict.name(),
        programme.window.name(),
        known(programme.year.as_ref()),
    )
}

fn list_line<'a>(what: &str, ids: impl Iterator<Item = &'a str>) -> Option<String> {
    let ids: Vec<&str> = ids.collect();
    (!ids.is_empty()).then(|| format!("  {what}: {}", ids.join(", ")))
}

fn known(value: Option<&impl ToString>) -> String {
    value.map_or_else(|| "?".to_owned(), ToString::to_string)
}

fn advice_lines(advice: &NamedAdvice) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(apply) = &advice.apply {
        let perhaps = if apply.sure.is_empty() { "perhaps " } else { "" };
        let (first, last) = (boundary(&apply.first), boundary(&apply.last));
        lines.push(format!("  apply: {perhaps}{first} to {last}"));
    }
    for plan in &advice.plans {
        let (first, last) = (day(plan.first), day(plan.last));
        lines.push(format!("  plan: {} from {first} to {last}", plan.fact));
    }
    lines.extend(advice.what_if.iter().map(|one| change_line("what if", one)));
    lines.extend(advice.raises.iter().map(|one| change_line("more if", one)));
    lines
}

/// A day, or a sign that there is no bound.
fn day(day: Option<Day>) -> String {
    day.map_or_else(|| "∞".to_owned(), |day| day.to_string())
}

fn boundary(boundary: &NamedBoundary) -> String {
    let why = boundary.requirement.as_deref().or(boundary.why.map(Obstacle::name));
    let why = why.map(|why| format!(" ({why})")).unwrap_or_default();
    let (min, max) = (day(boundary.min), day(boundary.max));
    if min == max { format!("{min}{why}") } else { format!("{min}..{max}{why}") }
}

fn change_line(what: &str, one: &NamedWhatIf) -> String {
    let changes = one.changes.iter().map(|change| {
        let to = match &change.to {
            NamedAnswer::YesNo(value) => value.to_string(),
            NamedAnswer::Option(option) => option.clone(),
            NamedAnswer::Number(range) => {
                format!("{}..{}", known(range.min.as_ref()), known(range.max.as_ref()))
            }
        };
        format!("{} = {to}", change.fact)
    });
    let changes: Vec<String> = changes.collect();
    format!("  {what}: {}: {}", changes.join(", "), one.verdict.name())
}
