//! One year's rules: looks every name up and puts the year together. What an expression means is
//! worked out in `lower`, requirements in `requirements`, amounts in `amounts`.

use super::lower::Lowering;
use super::usage::Used;
use super::{Sites, amounts, awards, requirements, source_of};
use crate::calendar::Day;
use crate::closed_list::ClosedList;
use crate::diagnostic::{Diagnostics, Place, suggestion};
use crate::index::{FactIndex, ProgrammeInYear, ProgrammeIndex, SourceIndex};
use crate::rulebook::{Exclusion, Fact, Party, Programme, Reading, Rulebook, WindowDates};
use crate::source::{self, Cite, Evidence, Rules, Statement, Word, Year};
use typed_index_collections::{TiSlice, TiVec};

/// The rules of a year, as far as they could be made, and where they stand.
pub(super) fn check_year(
    rules: &Rules,
    year: &Year,
    facts: &TiSlice<FactIndex, Fact>,
    used: &mut Used,
    apart: bool,
    problems: &mut Diagnostics,
) -> (Rulebook, Sites) {
    let mut lowering = Lowering::new(rules, year, facts, apart, problems);
    let groups = requirements::Groups::new(year);
    let mut programmes = TiVec::new();
    let mut groups = groups;
    for (index, programme) in TiSlice::from_ref(&year.programmes).iter_enumerated() {
        programmes.extend(check_programme(&mut lowering, &mut groups, year, programme, index));
    }
    let caps = awards::shared_caps(&mut lowering, year, &mut programmes);
    lowering.check_readings();
    // What is used is known only once everything else is right.
    if lowering.problems.is_empty() {
        groups.note_unused(&mut lowering);
        lowering.note_unused();
        note_unused_supports(&mut lowering, year);
    }
    let lowered = lowering.finish(used);
    let book = Rulebook {
        fiscal_year: year.fiscal_year,
        provisional: year.is_provisional,
        sources: year.sources.iter().map(|source| source_of(year, source)).collect(),
        readings: year.readings.iter().map(reading).collect(),
        exprs: lowered.exprs,
        requirements: groups.requirements,
        programmes,
        caps,
    };
    let sites = Sites {
        requirements: groups.places,
        tables: lowered.tables,
        exprs: lowered.places,
        names: lowered.names,
    };
    (book, sites)
}

fn reading(reading: &source::Reading) -> Reading {
    let choices = reading.choices.iter().map(|(id, _)| id.text.clone()).collect();
    Reading { id: reading.id.text.clone(), choices }
}

fn check_programme(
    lowering: &mut Lowering<'_>,
    groups: &mut requirements::Groups<'_>,
    year: &Year,
    programme: &source::Programme,
    index: ProgrammeInYear,
) -> Option<Programme> {
    let (from, to, place) = programme.valid;
    check_dates(lowering, year, from, to, place);
    let mut cited = Vec::new();
    let valid_by = programme.valid_by.as_ref().and_then(|fact| lowering.date_fact(fact));
    let statements =
        [&programme.before, &programme.reported, &programme.documents, &programme.notes];
    for statement in statements.into_iter().flatten() {
        check_cites(lowering, &statement.cites, &mut cited);
    }
    if let Some(window) = &programme.window {
        check_cites(lowering, &window.statement.cites, &mut cited);
        if let (Some(opens), Some(closes)) = (window.opens, window.closes)
            && opens > closes
        {
            let message = format!("the window opens on {opens}, after it closes on {closes}");
            lowering.problems.add(window.place, "window", message);
        }
    }
    check_support(lowering, year, programme);
    let exclusive = exclusions(lowering, year, programme, index, &mut cited);
    let requires = groups.top(lowering, programme, &mut cited);
    lowering.programme = Some(index);
    let amount =
        programme.amount.as_ref().map(|amount| amounts::lower(lowering, amount, &mut cited));
    lowering.programme = None;
    let obligations = awards::obligations(lowering, &programme.obligations, &mut cited);
    let benefit = member(lowering, &programme.benefit);
    let payer = member(lowering, &programme.payer);
    let payee = member(lowering, &programme.payee);
    cited.sort_unstable();
    cited.dedup();
    Some(Programme {
        id: programme.id.text.clone(),
        number: ProgrammeIndex::default(), // until all years are known
        valid_from: from.number(),
        valid_to: to.number(),
        valid_by,
        window: programme.window.as_ref().map_or_else(WindowDates::default, window),
        benefit: benefit?,
        payer: payer?,
        payee: payee?,
        exclusive,
        requires: requires?,
        amount: match amount {
            Some(amount) => Some(amount?),
            None => None,
        },
        obligations: obligations?,
        sources: cited,
    })
}

/// The member of a closed list that a word names.
fn member<T: ClosedList>(lowering: &mut Lowering<'_>, word: &Word) -> Option<T> {
    let found = T::named(&word.text);
    if found.is_none() {
        let names: Vec<&str> = T::names().collect();
        let message = format!("unknown word `{}`, expected {}", word.text, names.join(", "));
        let help = suggestion(&word.text, names.into_iter());
        lowering.problems.add_with_help(word.place, "unknown-word", message, help);
    }
    found
}

/// Who is paid a part.
pub(super) fn party(lowering: &mut Lowering<'_>, name: &Word) -> Option<Party> {
    member(lowering, name)
}

fn check_dates(lowering: &mut Lowering<'_>, year: &Year, from: Day, to: Day, place: Place) {
    let fiscal_year = i32::from(year.fiscal_year);
    let within = from.fiscal_year() == fiscal_year && to.fiscal_year() == fiscal_year;
    if !within {
        let message =
            format!("{from} to {to} is not within fiscal year {fiscal_year} (April to March)");
        lowering.problems.add(place, "outside-the-year", message);
    } else if from > to {
        lowering.problems.add(place, "outside-the-year", format!("{from} is after {to}"));
    }
}

/// A programme stands under one of the year's headings, where the year has any.
fn check_support(lowering: &mut Lowering<'_>, year: &Year, programme: &source::Programme) {
    let known = || year.supports.iter().map(|(id, _)| id.text.as_str());
    match &programme.support {
        None if year.supports.is_empty() => {}
        None => {
            let message = format!(
                "`{}` needs the key `support`, since the year has headings",
                programme.id.text
            );
            lowering.problems.add(programme.id.place, "missing-key", message);
        }
        Some(named) if known().any(|id| id == named.text) => {}
        Some(named) => {
            let message = format!("`{}` is no heading of the year's `supports`", named.text);
            let help = suggestion(&named.text, known());
            lowering.problems.add_with_help(named.place, "unknown-support", message, help);
        }
    }
}

fn note_unused_supports(lowering: &mut Lowering<'_>, year: &Year) {
    for (id, _) in &year.supports {
        let named = |one: &source::Programme| {
            one.support.as_ref().is_some_and(|support| support.text == id.text)
        };
        if !year.programmes.iter().any(named) {
            let message = format!("no programme stands under the heading `{}`", id.text);
            lowering.problems.add(id.place, "unused", message);
        }
    }
}

fn window(window: &source::Window) -> WindowDates {
    let number = |day: Option<Day>| day.map(Day::number);
    WindowDates {
        opens: number(window.opens),
        closes: number(window.closes),
        seen_open: number(window.seen_open),
        seen_closed: number(window.seen_closed),
        budget_reached: window.budget_reached,
    }
}

fn exclusions(
    lowering: &mut Lowering<'_>,
    year: &Year,
    programme: &source::Programme,
    index: ProgrammeInYear,
    cited: &mut Vec<SourceIndex>,
) -> Vec<Exclusion> {
    let mut found = Vec::new();
    for (other, Statement { cites, .. }) in &programme.exclusive {
        let evidence = check_cites(lowering, cites, cited);
        let known = TiSlice::from_ref(&year.programmes);
        let at = known.position(|known| known.id.text == other.text);
        match at.filter(|at| *at != index) {
            Some(programme) => {
                let inferred = evidence != Some(Evidence::Stated);
                found.push(Exclusion { programme, inferred });
            }
            None => {
                let message = format!("`{}` is no other programme of the year", other.text);
                let others = known.iter_enumerated().filter(|(at, _)| *at != index);
                let help = suggestion(&other.text, others.map(|(_, one)| one.id.text.as_str()));
                lowering.problems.add_with_help(other.place, "unknown-programme", message, help);
            }
        }
    }
    found
}

/// Looks citations up, notes their sources, and gives the grade of the first.
pub(super) fn check_cites(
    lowering: &mut Lowering<'_>,
    cites: &[Cite],
    cited: &mut Vec<SourceIndex>,
) -> Option<Evidence> {
    let mut grade = None;
    for cite in cites {
        let sources = TiSlice::<SourceIndex, _>::from_ref(&lowering.year.sources);
        let is_cited = |source: &source::Source| source.id.text == cite.source.text;
        let Some((at, source)) = sources.iter_enumerated().find(|(_, one)| is_cited(one)) else {
            let message = format!("unknown source `{}`", cite.source.text);
            let known = sources.iter().map(|source| source.id.text.as_str());
            let help = suggestion(&cite.source.text, known);
            lowering.problems.add_with_help(cite.source.place, "unknown-source", message, help);
            continue;
        };
        lowering.note_source(at);
        cited.push(at);
        grade = grade.or(Some(cite.evidence.unwrap_or(source.evidence)));
    }
    grade
}
