//! Which readings matter to a household, and what each of their meanings would pay. Readings that
//! change nothing for it are left out; this file chooses no meaning.

use super::amounts::AmountEvaluator;
use super::explain::{Undecided, readings_that_change};
use super::expression::Context;
use super::requirement::{Results, excludes};
use crate::index::{FactSet, ReadingSet};
use crate::report::{AmountRange, OpenReading};
use crate::rulebook::ProgrammeInfo;

/// The readings that change an undecided requirement or the amount, and those that matter `later`, after the award.
pub(super) fn open_readings(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    (results, undecided): (&Results, &Undecided),
    evaluator: Option<&AmountEvaluator<'_>>,
    amount: Option<AmountRange>,
    later: ReadingSet,
) -> Vec<OpenReading> {
    let mut in_requirements = ReadingSet::EMPTY;
    for place in undecided.leaves.iter().chain(&undecided.groups) {
        let changing = readings_that_change(context, facts, *place);
        in_requirements = in_requirements.union(changing);
    }
    let in_amount = if evaluator.is_some() { facts.in_amount } else { ReadingSet::EMPTY };
    let mut found = Vec::new();
    for reading in in_requirements.union(in_amount).union(later).iter() {
        let in_requirements = in_requirements.contains(reading);
        let evaluator = evaluator.filter(|_| in_amount.contains(reading));
        let mut choices = Vec::new();
        context.choices.for_each(context.book, ReadingSet::only(reading), &mut |choice| {
            // A meaning that excludes the household pays nothing.
            let context = Context { choices: choice, ..*context };
            let is_excluded = in_requirements && excludes(&context, facts, results, FactSet::EMPTY);
            choices.push(match evaluator {
                _ if is_excluded => None,
                Some(evaluator) => evaluator.total_under(choice),
                None => amount,
            });
        });
        let differ = choices.windows(2).any(|pair| pair.first() != pair.last());
        if differ || in_requirements || later.contains(reading) {
            found.push(OpenReading { reading, choices });
        }
    }
    found
}
