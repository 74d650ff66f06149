//! Reports questions that can change a result although the question behind which they stand is answered so that they
//! are not asked. That a gate is an earlier question with such answers is checked in `facts`.

use crate::calendar::Day;
use crate::diagnostic::Diagnostics;
use crate::evaluate::{Lacking, lacking_with};
use crate::index::{FactIndex, MissingIndex};
use crate::possible::Options;
use crate::report::Verdict;
use crate::rulebook::{City, Gate, Kind, Opens};
use crate::situation::{Known, Situation};
use crate::source::SharedRules;
use crate::truth::Truth;
use std::collections::BTreeSet;

/// Reports every question of a city that its gate hides wrongly.
pub(super) fn check(rules: &SharedRules, city: &City, problems: &mut Diagnostics) {
    // Without gates, a report asks every question that can change a verdict or an amount.
    let mut open = city.rules().clone();
    for fact in &mut open.facts {
        fact.behind = None;
    }
    let Ok(open) = City::new(open) else { return };
    let facts = city.rules().facts.iter_enumerated();
    let behind = facts.filter_map(|(at, fact)| {
        let source = rules.facts.iter().find(|one| one.id.text == fact.id)?;
        Some((at, fact, fact.behind?, source.behind.as_ref()?))
    });
    // Several questions may stand behind one gate.
    let mut asked = Vec::new();
    let mut gates: Vec<(FactIndex, Known)> = Vec::new();
    for (at, fact, gate, behind) in behind {
        let Some((closed, told)) = closed(city, gate) else {
            let message = format!("every answer to `{}` opens `{}`", behind.fact.text, fact.id);
            problems.add(behind.fact.place, "behind", message);
            continue;
        };
        let closed = (gate.fact, closed);
        let known = gates.iter().position(|one| *one == closed);
        asked.push((at, fact, behind, known.unwrap_or(gates.len()), told));
        if known.is_none() {
            gates.push(closed);
        }
    }
    // What the household lacks with each gate closed and nothing else known, by day.
    let unknown = Situation::unknown(&open);
    let days = days(&open).into_iter();
    let lacks: Vec<Vec<Lacking>> =
        days.map(|on| lacking_with(&open, &unknown, on, &gates)).collect();
    for (at, fact, behind, gate, told) in asked {
        let on_days = lacks.iter().filter_map(|of_day| of_day.get(gate));
        if let Some(programme) = changed_programme(&open, on_days, at) {
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

/// A programme that a fact can change on one of some days.
fn changed_programme<'a>(
    city: &City,
    on_days: impl Iterator<Item = &'a Lacking>,
    fact: FactIndex,
) -> Option<String> {
    for report in on_days {
        let is_about =
            |at: &MissingIndex| report.incomplete.get(*at).is_some_and(|one| one.fact == fact);
        if !report.relevant.iter().any(is_about) {
            continue;
        }
        let mut programmes = report.programmes.iter_enumerated();
        let (found, _) = programmes.find(|(_, (verdict, missing))| {
            *verdict != Verdict::Ineligible && missing.iter().any(is_about)
        })?;
        let first = city.versions(found).first()?;
        return city.programme(*first).map(|programme| programme.id.clone());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check;
    use crate::diagnostic::Files;
    use crate::evaluate::{evaluate, lacking};
    use crate::index::ProgrammeIndex;
    use crate::situation::Answer;
    use std::path::Path;
    use typed_index_collections::TiVec;

    fn assert_is_of_report(found: &Lacking, city: &City, situation: &Situation, on: Day) {
        let report = evaluate(city, situation, on, on);
        let programmes = report.programmes.into_iter().map(|one| (one.verdict, one.missing));
        assert_eq!(found.programmes, programmes.collect::<TiVec<ProgrammeIndex, _>>(), "{on}");
        assert_eq!((&found.incomplete, &found.relevant), (&report.incomplete, &report.relevant));
        assert_eq!(found.questions_left_at_most, report.questions_left_at_most, "{on}");
    }

    #[test]
    fn what_a_household_lacks_is_what_its_report_says() {
        let mut compared = 0;
        for folder in ["rules", "tests/cases"] {
            let (mut files, mut problems) = (Files::default(), Diagnostics::default());
            let checked = check::load(Path::new(folder), &mut files, &mut problems);
            for city in checked.unwrap().unwrap().cities {
                let unknown = Situation::unknown(&city);
                let facts = city.rules().facts.iter_enumerated();
                let is_yes_no = |at: &FactIndex| {
                    matches!(unknown.facts.get(*at).unwrap().known, Known::Truth(Truth::Unknown))
                };
                let facts = facts.map(|(at, _)| at).filter(is_yes_no);
                let no = |at| (at, Known::Truth(Truth::False));
                let answers: Vec<(FactIndex, Known)> = facts.map(no).collect();
                for on in ["2024-06-10", "2025-06-10", "2026-03-31", "2028-01-01"] {
                    let on = Day::parse(on).unwrap();
                    assert_is_of_report(&lacking(&city, &unknown, on), &city, &unknown, on);
                    let found = lacking_with(&city, &unknown, on, &answers);
                    for (found, (fact, known)) in found.iter().zip(&answers) {
                        let mut situation = unknown.clone();
                        *situation.facts.get_mut(*fact).unwrap() = Answer::of(known.clone());
                        assert_is_of_report(found, &city, &situation, on);
                        compared += 1;
                    }
                }
            }
        }
        assert!(compared > 200, "{compared}");
    }
}
