//! Rules in which nothing is left open: each reading has one meaning, each matter for the desk and each requirement
//! that nobody published is decided. What has the same id in several years is decided alike. The tests compare
//! results over everything that is open with those of such rules.

use crate::dice::Dice;
use iju_check::possible::Options;
use iju_check::rulebook::{CityRules, Expr, Grouping, Reading, Requirement, Rule, Rulebook};
use std::collections::{BTreeMap, BTreeSet};

/// What is decided, by id. A choice of more than there are means one of those there are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Resolution(BTreeMap<String, usize>);

impl Resolution {
    /// A number for an item, the same one for the same id.
    fn of(&mut self, kind: &str, id: &str, dice: &mut Dice) -> usize {
        *self.0.entry(format!("{kind} {id}")).or_insert_with(|| dice.below(840))
    }

    fn truth(&mut self, kind: &str, id: &str, dice: &mut Dice) -> bool {
        // Mostly in the household's favour, so that several open items together often are.
        !self.of(kind, id, dice).is_multiple_of(5)
    }

    /// The meaning of a reading among so many.
    pub(crate) fn meaning(&mut self, id: &str, count: usize, dice: &mut Dice) -> usize {
        self.of("reading", id, dice) % count
    }
}

/// The rules with everything decided at random.
pub(crate) fn resolved(rules: &CityRules, dice: &mut Dice) -> (CityRules, Resolution) {
    let (mut resolution, mut rules) = (Resolution::default(), rules.clone());
    for book in &mut rules.years {
        resolve_readings(book, &mut |one| {
            Some(resolution.meaning(&one.id, one.choices.len(), dice))
        });
        resolve_requirements(book, &mut |kind, id| Some(resolution.truth(kind, id, dice)));
    }
    (rules, resolution)
}

/// Decides readings, and the exclusions under them: `choose` gives a meaning, or none.
pub(crate) fn resolve_readings(
    book: &mut Rulebook,
    choose: &mut dyn FnMut(&Reading) -> Option<usize>,
) {
    for at in book.exprs.keys() {
        if let Expr::Reading { reading, choices } = &book.exprs[at]
            && let Some(meaning) = choose(&book.readings[*reading])
        {
            // An expression names only ones with smaller indices, so the chosen one is resolved already.
            book.exprs[at] = book.exprs[choices[meaning]].clone();
        }
    }
    resolve_exclusions(book, choose);
}

/// Decides the exclusions under a reading: they hold always or never.
fn resolve_exclusions(book: &mut Rulebook, choose: &mut dyn FnMut(&Reading) -> Option<usize>) {
    for programme in &mut book.programmes {
        let exclusive = std::mem::take(&mut programme.exclusive);
        for mut one in exclusive {
            let Some(under) = one.under else {
                programme.exclusive.push(one);
                continue;
            };
            let meaning = choose(&book.readings[under.reading]);
            if meaning.is_some() {
                one.under = None;
            }
            let meaning = meaning.map(|meaning| Options::only(meaning.into()));
            if meaning.is_none_or(|meaning| meaning.is_within(under.choices)) {
                programme.exclusive.push(one);
            }
        }
    }
}

/// Decides what is open of requirements: `decide` gives the truth of a kind of item, or none.
pub(crate) fn resolve_requirements(
    book: &mut Rulebook,
    decide: &mut dyn FnMut(&str, &str) -> Option<bool>,
) {
    let truths = [false, true].map(|truth| book.exprs.push_and_get_key(Expr::Truth(truth)));
    let truth = |truth: bool| Rule::When(truths[usize::from(truth)]);
    let mut alternatives = BTreeSet::new();
    for requirement in &book.requirements {
        if let Rule::Group { how: Grouping::Any | Grouping::None, members, .. } = &requirement.rule
        {
            alternatives.extend(members.iter().copied());
        }
    }
    for at in book.requirements.keys() {
        let Requirement { id, rule, reported, .. } = book.requirements[at].clone();
        let rule = match rule {
            Rule::When(expr) => Rule::When(expr),
            Rule::Desk => decide("desk", &id).map_or(Rule::Desk, truth),
            Rule::Group { how, incomplete: true, members } => match (how, decide("hidden", &id)) {
                (_, None) => Rule::Group { how, incomplete: true, members },
                (Grouping::All, Some(true)) | (Grouping::Any, Some(false))
                    if members.is_empty() =>
                {
                    truth(how == Grouping::All)
                }
                (Grouping::All, Some(true)) | (Grouping::Any | Grouping::None, Some(false)) => {
                    Rule::Group { how, incomplete: false, members }
                }
                (Grouping::All, Some(false)) => truth(false),
                (Grouping::Any | Grouping::None, Some(true)) => truth(true),
            },
            group @ Rule::Group { .. } => group,
        };
        let unsettled = if reported { decide("unsettled", &id) } else { None };
        let requirement = &mut book.requirements[at];
        requirement.reported = reported && unsettled.is_none();
        requirement.rule = match (unsettled, alternatives.contains(&at)) {
            // It is no requirement: its group does not need it, or is not met by it.
            (Some(true), false) => truth(true),
            (Some(false), true) => truth(false),
            (Some(false), false) | (Some(true), true) | (None, _) => rule,
        };
    }
}
