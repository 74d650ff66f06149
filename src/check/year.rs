//! Checks and compiles one year: looks up the names of its programmes and puts their parts
//! together. Expressions and citations are lowered in `lower`, requirements in `requirements`,
//! amounts in `amounts`.

use super::lower::{Lowering, Sharing};
use super::source_map::SourceMap;
use super::usage::Usage;
use super::{amounts, asks, awards, in_force, leftover, requirements};
use crate::calendar::Day;
use crate::diagnostic::{Diagnostics, suggestion};
use crate::index::{FactIndex, ItemIndex, ProgrammeInYear, ProgrammeIndex, SourceIndex};
use crate::possible::Options;
use crate::rulebook::{Exclusion, Fact, Programme, Reading, Rulebook, Source, Under, WindowDates};
use crate::source::{self, Evidence, SharedRules, Word, Year};
use typed_index_collections::{TiSlice, TiVec};

/// The rules of a year without the parts that have a problem, and their places. `ids` are the programmes of all years
/// of the city. The facts that the rules read are added to `usage`, and what the year declares and never uses to `unused`.
pub(super) fn check(
    rules: &SharedRules,
    (year, ids): (&Year, &TiSlice<ProgrammeIndex, &str>),
    facts: &TiSlice<FactIndex, Fact>,
    usage: &mut Usage,
    sharing: Sharing,
    (problems, unused): (&mut Diagnostics, &mut Diagnostics),
) -> (Rulebook, SourceMap) {
    let before = problems.len();
    let mut lowering = Lowering::new(rules, year, facts, sharing, problems);
    let mut groups = requirements::Groups::new(year);
    let mut programmes = TiVec::new();
    for (index, programme) in TiSlice::from_ref(&year.programmes).iter_enumerated() {
        let (year, programme) = ((year, ids), (programme, index));
        programmes.extend(check_programme(&mut lowering, &mut groups, year, programme));
    }
    let caps = awards::shared_caps(&mut lowering, year, &mut programmes);
    lowering.cite_readings();
    lowering.check_lists();
    asks::check(year, lowering.problems);
    let mut declared = Diagnostics::default();
    groups.note_unused(&mut declared);
    lowering.note_unused(&mut declared);
    let declared = declared.sorted().into_iter().map(|one| one.place).collect();
    leftover::check(rules, year, facts, &declared, lowering.problems);
    // Usage is complete only if everything else in the year is right.
    if lowering.problems.len() == before && year.unread.is_empty() {
        groups.note_unused(unused);
        lowering.note_unused(unused);
        note_unused_supports(year, unused);
        asks::note_unused(year, unused);
    }
    let (exprs, mut source_map) = lowering.finish(usage);
    source_map.requirements = groups.places;
    source_map.early = groups.early;
    let asks = asks::compile(year, &groups.asked);
    let book = Rulebook {
        fiscal_year: year.fiscal_year,
        provisional: year.is_provisional,
        sources: year.sources.iter().map(|source| source_of(year, source)).collect(),
        readings: year.readings.iter().map(reading).collect(),
        exprs,
        requirements: groups.requirements,
        programmes,
        caps,
        asks,
    };
    (book, source_map)
}

/// A source as evaluation needs it. Its id contains the year, as it does on the page.
fn source_of(year: &source::Year, source: &source::Source) -> Source {
    let id = year.source_id(&source.id.text);
    Source { id, review_by: source.review_by.map(|day| day.number()) }
}

fn reading(reading: &source::Reading) -> Reading {
    let choices = reading.choices.iter().map(|(id, _)| id.text.clone()).collect();
    Reading { id: reading.id.text.clone(), item: ItemIndex::default(), choices }
}

fn check_programme<'a>(
    lowering: &mut Lowering<'_>,
    groups: &mut requirements::Groups<'a>,
    (year, ids): (&Year, &TiSlice<ProgrammeIndex, &str>),
    (programme, index): (&'a source::Programme, ProgrammeInYear),
) -> Option<Programme> {
    let mut cited = Vec::new();
    let (from, to) = in_force::days(lowering, year, &programme.valid, &mut cited);
    let valid_by = programme.date_fact().and_then(|fact| lowering.date_fact(fact));
    let statements =
        [&programme.before, &programme.reported, &programme.documents, &programme.notes];
    for statement in statements.into_iter().flatten() {
        lowering.cite(&statement.cites, &mut cited);
    }
    if let Some(window) = &programme.window {
        lowering.cite(&window.statement.cites, &mut cited);
        if let (Some(opens), Some(closes)) = (window.opens, window.closes)
            && opens > closes
        {
            let message = format!("the window opens on {opens}, after it closes on {closes}");
            lowering.problems.add(window.place, "window", message);
        }
    }
    check_support(lowering, year, programme);
    let exclusive = exclusions(lowering, (year, ids), programme, &mut cited);
    let requires = groups.top(lowering, programme, &mut cited);
    lowering.programme = Some(index);
    let payee = programme.payee;
    let amount =
        programme.amount.as_ref().map(|amount| amounts::lower(lowering, amount, payee, &mut cited));
    lowering.programme = None;
    let obligations = awards::obligations(lowering, &programme.obligations, &mut cited);
    let key_dates = awards::key_dates(lowering, &programme.key_dates, &mut cited);
    cited.sort_unstable();
    cited.dedup();
    Some(Programme {
        id: programme.id.text.clone(),
        number: ids.position(|id| *id == programme.id.text)?,
        continues: None,
        valid_from: from.number(),
        valid_to: to.number(),
        valid_by,
        window: programme.window.as_ref().map_or_else(WindowDates::default, window),
        benefit: programme.benefit,
        payer: programme.payer,
        payee: programme.payee,
        exclusive,
        requires: requires?,
        amount: match amount {
            Some(amount) => Some(amount?),
            None => None,
        },
        award: (!programme.obligations.is_empty()).then(|| lowering.award()),
        later: [obligations?, key_dates?].concat(),
        sources: cited,
    })
}

/// Reports a programme without one of the year's headings, where the year has any.
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

/// Reports every heading without a programme.
fn note_unused_supports(year: &Year, unused: &mut Diagnostics) {
    for (id, _) in &year.supports {
        let named = |one: &source::Programme| {
            one.support.as_ref().is_some_and(|support| support.text == id.text)
        };
        if !year.programmes.iter().any(named) {
            let message = format!("no programme stands under the heading `{}`", id.text);
            unused.add(id.place, "unused", message);
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
    (year, ids): (&Year, &TiSlice<ProgrammeIndex, &str>),
    programme: &source::Programme,
    cited: &mut Vec<SourceIndex>,
) -> Vec<Exclusion> {
    let mut found = Vec::new();
    for source::Exclusion { programme: other, statement, under } in &programme.exclusive {
        let evidence = lowering.cite(&statement.cites, cited);
        let open =
            under.as_ref().map(|(reading, choices)| exclusion_under(lowering, reading, choices));
        let listed = year.programmes.iter().map(|one| &one.id).chain(&year.still_in_force);
        let others = listed.map(|id| id.text.as_str()).filter(|id| *id != programme.id.text);
        let is_known = others.clone().any(|id| id == other.text);
        match ids.position(|id| is_known && *id == other.text) {
            Some(programme) => {
                let inferred = evidence != Some(Evidence::Stated);
                found.push(Exclusion { programme, inferred, under: open.flatten() });
            }
            // `in_force` reports a name under `still_in_force` that is not known.
            None if is_known || year.is_unread(&other.text) => {}
            None => {
                let message = format!("`{}` is no other programme of the year", other.text);
                let help = suggestion(&other.text, others).or_else(|| {
                    let is_of_another_year = ids.contains(&other.text.as_str());
                    let help =
                        "a programme whose earlier rules hold on is listed under `still_in_force`";
                    is_of_another_year.then(|| help.to_owned())
                });
                lowering.problems.add_with_help(other.place, "unknown-programme", message, help);
            }
        }
    }
    found
}

/// The choices of a reading under which an exclusion holds: some of them, and not all.
fn exclusion_under(lowering: &mut Lowering<'_>, reading: &Word, choices: &[Word]) -> Option<Under> {
    let index = lowering.reading_named(&reading.text, reading.place)?;
    let declared = TiSlice::from_ref(&lowering.year.readings).get(index)?;
    let mut under = Options::NONE;
    for choice in choices {
        let at = declared.choices.iter().position(|(known, _)| known.text == choice.text);
        let Some(at) = at else {
            let known = declared.choices.iter().map(|(known, _)| known.text.as_str());
            let help = suggestion(&choice.text, known);
            let message =
                format!("`{}` is no choice of the reading `{}`", choice.text, reading.text);
            lowering.problems.add_with_help(choice.place, "unknown-option", message, help);
            return None;
        };
        under = under.union(Options::only(at.into()));
    }
    if under == Options::NONE || under == Options::first(declared.choices.len()) {
        let message = "an exclusion under a reading holds under some of its choices, and not under \
                       all of them";
        lowering.problems.add(reading.place, "exclusion-under", message);
        return None;
    }
    Some(Under { reading: index, choices: under })
}
