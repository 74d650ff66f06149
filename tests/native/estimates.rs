//! Estimates and references of complete households by their definition, and how the engine's reports must agree with
//! them. It shares with the engine only the rules, not how it reads them in later years.

use crate::reference::{Reference, meanings, paid, rules_for};
use crate::soundness::holds;
use iju_check::amount::Exact;
use iju_check::calendar::Day;
use iju_check::index::{ExprIndex, ProgrammeIndex, RequirementIndex, Version};
use iju_check::limits;
use iju_check::possible::Range;
use iju_check::report::{Report, Verdict};
use iju_check::rulebook::{City, Expr, Programme, Rule, Rulebook};
use iju_check::situation::{Known, Situation};
use std::collections::{BTreeMap, BTreeSet};

/// More combinations of dates and readings than these are not tried.
const MAX_COMBINATIONS: usize = 2_000;

/// The day that decides which rules of a programme hold.
fn deciding(programme: &Programme, household: &Situation, on: Day) -> Day {
    match programme.valid_by.map(|fact| &household.facts[fact].known) {
        Some(Known::Day(days)) => days.first,
        _ => on,
    }
}

/// The rules that would go on for a complete household: those that end last before the deciding day, unless a later
/// year is registered whole without the programme.
fn going_on(city: &City, at: ProgrammeIndex, household: &Situation, on: Day) -> Option<Version> {
    let ended = |version: &&Version| {
        let rules = city.programme(**version).unwrap();
        rules.valid_to < deciding(rules, household, on).number()
    };
    let versions = city.versions(at).iter().filter(ended);
    let last = *versions.max_by_key(|version| city.programme(**version).unwrap().valid_to)?;
    let rules = city.programme(last)?;
    let last_day = Day::from_number(rules.valid_to).unwrap();
    let leaves_out = city.rules().years.iter().any(|book| {
        let year = i32::from(book.fiscal_year);
        let is_later = last_day < Day::civil(year, 4, 1).unwrap()
            && year <= deciding(rules, household, on).fiscal_year();
        is_later && !book.provisional && book.programmes.iter().all(|one| one.number != at)
    });
    (!leaves_out).then_some(last)
}

/// The dates in the rules of a programme that move.
fn moving(book: &Rulebook, programme: &Programme) -> Vec<i32> {
    fn add(book: &Rulebook, expr: ExprIndex, found: &mut BTreeSet<i32>) {
        if let Expr::Day { number, stays: false } = &book.exprs[expr] {
            found.insert(*number);
        }
        book.exprs[expr].parts().iter().for_each(|part| add(book, *part, found));
    }
    fn add_requirement(book: &Rulebook, id: RequirementIndex, found: &mut BTreeSet<i32>) {
        let requirement = &book.requirements[id];
        requirement.exprs().for_each(|expr| add(book, expr, found));
        if let Rule::Group { members, .. } = &requirement.rule {
            members.iter().for_each(|member| add_requirement(book, *member, found));
        }
    }
    let mut found = BTreeSet::new();
    add_requirement(book, programme.requires, &mut found);
    for expr in programme.amount.iter().flat_map(|amount| amount.exprs()) {
        add(book, expr, &mut found);
    }
    found.into_iter().collect()
}

/// What rules give a complete household if they are read in a later year.
struct Later {
    /// Whether everything that is open can turn out so that the programme is granted.
    is_possible: bool,
    /// The amounts under each choice of everything open under which it is granted.
    amounts: Vec<Exact>,
    /// Whether the amount is made of a number that no source states, under some choice.
    is_unstated: bool,
}

/// `None` if the rules are not read so late, or if there are too many combinations to try.
fn later(city: &City, version: Version, household: &Situation, on: Day) -> Option<Later> {
    let book = &city.rules().years[version.year];
    let programme = &book.programmes[version.programme];
    let deciding = deciding(programme, household, on);
    let years = (deciding.fiscal_year() - i32::from(book.fiscal_year)).max(0);
    if years > i32::from(limits::YEARS_LATER) {
        return None;
    }
    let mut moves = vec![BTreeMap::new()];
    for date in moving(book, programme) {
        let written = Day::from_number(date).unwrap().to_civil();
        let moved: Vec<i32> = (0..=years)
            .map(|by| {
                let day = |of_month| Day::civil(written.year + by, written.month, of_month);
                day(written.day).or_else(|| day(28)).unwrap().number()
            })
            .collect();
        moves = moves
            .into_iter()
            .flat_map(|known: BTreeMap<i32, i32>| {
                moved.iter().map(move |to| {
                    let mut all = known.clone();
                    all.insert(date, *to);
                    all
                })
            })
            .collect();
        if moves.len() > MAX_COMBINATIONS {
            return None;
        }
    }
    let all = meanings(book, city.programme_info(version).unwrap());
    if all.len() * moves.len() > MAX_COMBINATIONS {
        return None;
    }
    let mut found = Later { is_possible: false, amounts: Vec::new(), is_unstated: false };
    for meanings in all {
        for moved in &moves {
            let (meanings, moved) = (meanings.clone(), moved.clone());
            let facts = &city.rules().facts;
            let reference = Reference { facts, book, household, on, meanings, moved, award: None };
            let is_possible = reference.requirement(programme.requires, true);
            found.is_possible |= is_possible;
            if let Some(amount) = &programme.amount {
                found.is_unstated |= amount.exprs().iter().any(|one| reference.is_unstated(*one));
                found.amounts.extend(
                    Some(())
                        .filter(|()| is_possible)
                        .and_then(|()| paid(&reference, programme, amount)),
                );
            }
        }
    }
    Some(found)
}

/// How much was compared.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) estimates: u64,
    pub(crate) references: u64,
}

impl Counts {
    pub(crate) fn add(&mut self, more: Counts) {
        self.estimates += more.estimates;
        self.references += more.references;
    }
}

/// Checks the estimates and references of a complete household against their definition, and the amounts in them
/// against those of rougher reports of the same household.
pub(crate) fn check(
    city: &City,
    household: &Situation,
    on: Day,
    reports: [&Report; 3],
) -> Result<Counts, String> {
    let mut counts = Counts::default();
    for (at, found) in reports[0].programmes.iter_enumerated() {
        let registered = rules_for(city, at, household, on);
        let last = registered.or_else(|| going_on(city, at, household, on));
        let Some(last) = last else {
            if found.estimate.is_some() || found.reference.is_some() {
                return Err(format!("programme {at}: nothing goes on, found {found:?}"));
            }
            continue;
        };
        let plain = later(city, last, household, on);
        if registered.is_some() {
            if found.estimate.is_some() {
                return Err(format!("programme {at}: estimated although rules hold: {found:?}"));
            }
        } else if let Some(plain) = &plain {
            counts.estimates += 1;
            let expected = if plain.is_possible { Verdict::Confirm } else { Verdict::Ineligible };
            let estimate = found.estimate.as_ref().map(|one| (one.verdict, one.rules));
            if estimate != Some((expected, Some(last))) {
                return Err(format!("programme {at}: estimate {estimate:?}, plainly {expected:?}"));
            }
            for report in reports {
                let told = report.programmes[at].estimate.as_ref().and_then(|one| one.amount);
                for amount in &plain.amounts {
                    if !told.is_some_and(|told| holds(told.yen, Range::exactly(*amount))) {
                        return Err(format!("programme {at}: {told:?} does not hold {amount}"));
                    }
                }
            }
        }
        if let Some(plain) = plain {
            counts.references +=
                check_reference(city, (at, last), &plain, (household, on), reports)?;
        }
    }
    Ok(counts)
}

/// Checks one reference; `last` are the rules that hold or are estimated, and `plain` what they give.
fn check_reference(
    city: &City,
    (at, last): (ProgrammeIndex, Version),
    plain: &Later,
    (household, on): (&Situation, Day),
    reports: [&Report; 3],
) -> Result<u64, String> {
    let found = &reports[0].programmes[at].reference;
    let mut expected = None;
    if plain.is_unstated && plain.is_possible {
        for version in city.versions(at).iter().filter(|one| **one < last).rev() {
            let Some(one) = later(city, *version, household, on) else { return Ok(0) };
            if !one.is_unstated {
                let is_paid = one.is_possible && !one.amounts.is_empty();
                expected = is_paid.then_some((*version, one.amounts));
                break;
            }
        }
    }
    let rules = found.as_ref().map(|one| one.rules);
    // Where a reading decides whether the amount is stated, the engine may refer to a year too many.
    let Some((version, amounts)) = expected else {
        let is_right = found.is_none() || plain.is_unstated;
        return if is_right { Ok(0) } else { Err(format!("programme {at}: referred: {found:?}")) };
    };
    if rules.is_none_or(|rules| rules.is_some_and(|rules| rules != version)) {
        return Err(format!("programme {at}: refers to {rules:?}, plainly to {version:?}"));
    }
    for report in reports {
        let told = report.programmes[at].reference.as_ref().map(|one| one.amount.yen);
        for amount in &amounts {
            if !told.is_some_and(|told| holds(told, Range::exactly(*amount))) {
                return Err(format!("programme {at}: reference {told:?} does not hold {amount}"));
            }
        }
    }
    Ok(1)
}
