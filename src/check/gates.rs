//! Reports questions that can change a result although the question behind which they stand is answered so that they
//! are not asked. That a gate is an earlier question with such answers is checked in `facts`.

use crate::calendar::Day;
use crate::diagnostic::Diagnostics;
use crate::evaluate::evaluate;
use crate::index::{FactIndex, MissingIndex};
use crate::possible::Options;
use crate::report::{ProgrammeReport, Report, Verdict};
use crate::rulebook::{City, Gate, Kind, Opens};
use crate::situation::{Answer, Known, Situation};
use crate::source::Rules;
use crate::truth::Truth;
use std::collections::{BTreeMap, BTreeSet};

/// Reports every question of a city that its gate hides wrongly.
pub(super) fn check(rules: &Rules, city: &City, problems: &mut Diagnostics) {
    // Without gates, a report asks every question that can change a verdict or an amount.
    let mut open = city.rules().clone();
    for fact in &mut open.facts {
        fact.behind = None;
    }
    let Ok(open) = City::new(open) else { return };
    let days = days(&open);
    // Several questions may stand behind one gate.
    let mut reports: BTreeMap<(FactIndex, String), Vec<Report>> = BTreeMap::new();
    for (at, fact) in city.rules().facts.iter_enumerated() {
        let Some(gate) = fact.behind else { continue };
        let Some(source) = rules.facts.iter().find(|one| one.id.text == fact.id) else { continue };
        let Some(behind) = &source.behind else { continue };
        let Some((closed, told)) = closed(city, gate) else {
            let message = format!("every answer to `{}` opens `{}`", behind.fact.text, fact.id);
            problems.add(behind.fact.place, "behind", message);
            continue;
        };
        let known = reports.entry((gate.fact, told.clone()));
        let reports = known.or_insert_with(|| reports_behind(&open, &days, gate.fact, &closed));
        if let Some(programme) = changed_programme(&open, reports, at) {
            let message = format!(
                "with `{}: {told}` the answer to `{}` can still change `{programme}`",
                behind.fact.text, fact.id
            );
            let help = "name the further answers, or remove `behind`".to_owned();
            problems.add_with_help(behind.fact.place, "behind", message, Some(help));
        }
    }
}

/// The answer to a gate that does not open it, and how it is written. `None` if every answer opens it.
fn closed(city: &City, gate: Gate) -> Option<(Known, String)> {
    match (gate.opens, &city.rules().facts.get(gate.fact)?.kind) {
        (Opens::YesNo(yes), _) => {
            let answer = ["no", "yes"].get(usize::from(!yes))?;
            Some((Known::Truth(Truth::known(!yes)), (*answer).to_owned()))
        }
        (Opens::Options(some), Kind::Choice { options }) => {
            let others = Options::first(options.len()).without(some);
            let names = others.iter().filter_map(|one| options.get(one)).map(String::as_str);
            let names: Vec<&str> = names.collect();
            (!names.is_empty()).then(|| (Known::Options(others), names.join(" or ")))
        }
        (Opens::Options(_), _) => None,
    }
}

/// The first, the middle and the last day of the rules of every programme and year.
fn days(city: &City) -> BTreeSet<Day> {
    let versions = city.programmes().iter().flatten();
    let rules = versions.filter_map(|version| city.programme(*version));
    let days = rules.flat_map(|rules| {
        let middle = rules.valid_from.midpoint(rules.valid_to);
        [rules.valid_from, middle, rules.valid_to]
    });
    days.filter_map(Day::from_number).collect()
}

/// The reports on some days, if a gate is closed and nothing else is known.
fn reports_behind(
    city: &City,
    days: &BTreeSet<Day>,
    gate: FactIndex,
    closed: &Known,
) -> Vec<Report> {
    let mut situation = Situation::unknown(city);
    if let Some(answer) = situation.facts.get_mut(gate) {
        *answer = Answer::of(closed.clone());
    }
    days.iter().map(|on| evaluate(city, &situation, *on, *on)).collect()
}

/// A programme that a fact can change by one of some reports.
fn changed_programme(city: &City, reports: &[Report], fact: FactIndex) -> Option<String> {
    for report in reports {
        let is_about =
            |at: &MissingIndex| report.incomplete.get(*at).is_some_and(|one| one.fact == fact);
        if !report.relevant.iter().any(is_about) {
            continue;
        }
        let of_fact = |one: &&ProgrammeReport| {
            one.verdict != Verdict::Ineligible && one.missing.iter().any(is_about)
        };
        let found = report.programmes.iter().find(of_fact)?;
        let first = city.versions(found.programme).first()?;
        return city.programme(*first).map(|programme| programme.id.clone());
    }
    None
}
