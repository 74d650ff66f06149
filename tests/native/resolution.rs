//! Rules in which nothing is left open: each reading has one meaning, each matter for the desk and each requirement
//! that nobody published is decided. What has the same id in several years is decided alike. The tests compare
//! results over everything that is open with those of such rules.

use crate::dice::Dice;
use iju_check::rulebook::{CityRules, Expr, Grouping, Requirement, Rule, Rulebook};
use std::collections::BTreeMap;

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
    let mut resolution = Resolution::default();
    let mut rules = rules.clone();
    for book in &mut rules.years {
        resolve_readings(book, &mut resolution, dice);
        resolve_requirements(book, &mut resolution, dice);
    }
    (rules, resolution)
}

fn resolve_readings(book: &mut Rulebook, resolution: &mut Resolution, dice: &mut Dice) {
    for at in book.exprs.keys() {
        if let Expr::Reading { reading, choices } = &book.exprs[at] {
            let meaning = resolution.meaning(&book.readings[*reading].id, choices.len(), dice);
            // An expression names only ones with smaller indices, so the chosen one is resolved already.
            book.exprs[at] = book.exprs[choices[meaning]].clone();
        }
    }
}

fn resolve_requirements(book: &mut Rulebook, resolution: &mut Resolution, dice: &mut Dice) {
    let truths = [false, true].map(|truth| book.exprs.push_and_get_key(Expr::Truth(truth)));
    let truth = |truth: bool| Rule::When(truths[usize::from(truth)]);
    for at in book.requirements.keys() {
        let Requirement { id, rule, reported, .. } = book.requirements[at].clone();
        let rule = match rule {
            Rule::When(expr) => Rule::When(expr),
            Rule::Desk => truth(resolution.truth("desk", &id, dice)),
            Rule::Group { how, incomplete: true, members } => {
                let hidden = resolution.truth("hidden", &id, dice);
                match (how, hidden) {
                    (Grouping::All, true) | (Grouping::Any, false) if members.is_empty() => {
                        truth(hidden)
                    }
                    (Grouping::All, true) | (Grouping::Any | Grouping::None, false) => {
                        Rule::Group { how, incomplete: false, members }
                    }
                    (Grouping::All, false) | (Grouping::Any | Grouping::None, true) => {
                        truth(hidden)
                    }
                }
            }
            group @ Rule::Group { .. } => group,
        };
        let granted = reported && resolution.truth("unsettled", &id, dice);
        let requirement = &mut book.requirements[at];
        requirement.reported = false;
        requirement.rule = if granted { truth(true) } else { rule };
    }
}
