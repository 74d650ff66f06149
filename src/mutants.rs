//! Mutants of a city's rules: one small change at a time, and the worked examples that notice it. What
//! an example should say of a mutant is for its author to work out; nothing here writes examples.

mod changes;
mod household;

use crate::calendar::Day;
use crate::check::Apart;
use crate::diagnostic::{Diagnostics, Place};
use crate::evaluate::{evaluate, programme_ids};
use crate::examples;
use crate::index::FactIndex;
use crate::report::Report;
use crate::rulebook::{City, CityRules, Expr};
use crate::situation::Situation;
use crate::source::Example;
use crate::wire::answers;
use crate::wire::named::name_report;
use crate::wire::names::names;
use changes::Mutant;
use household::{Dice, Thresholds};

/// How many random households a mutant must agree on before it may be called equivalent.
const HOUSEHOLDS: usize = 300;

/// Which mutants are looked at; all, where nothing is named.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The fiscal year.
    pub year: Option<i16>,
    /// The programme.
    pub programme: Option<String>,
}

/// A mutant that no worked example notices.
#[derive(Debug)]
pub struct Survivor {
    /// Where it stands.
    pub place: Option<Place>,
    /// What was changed, and in which programmes.
    pub what: String,
    /// A household that tells it from the rules, if one was found.
    pub witness: Option<String>,
}

/// What became of the mutants.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How many there are.
    pub count: usize,
    /// Those that no example notices.
    pub survivors: Vec<Survivor>,
}

/// Tries every wanted mutant of a city's rules; `progress` is told how many of how many are done.
///
/// # Errors
/// If an example's answers do not fit, or the rules are no city.
pub fn run(
    apart: &Apart,
    examples: &[Example],
    wanted: &Wanted,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Outcome, String> {
    let city = City::new(apart.rules.clone()).map_err(|invalid| invalid.to_string())?;
    let mut tried = Vec::new();
    for example in examples {
        let situation = answers::read(&city, &example.answers)
            .map_err(|_| format!("the answers of `{}` do not fit", example.name.text))?;
        let report = evaluate(&city, &situation, example.on, example.today);
        if is_noticed(example, &city, &report) {
            return Err(format!("the example `{}` does not hold", example.name.text));
        }
        tried.push(Tried { example, situation, report });
    }
    let bench = Bench { rules: &apart.rules, thresholds: Thresholds::of(&city), city, tried };
    let mutants = changes::mutants(apart);
    let is_wanted = |mutant: &&Mutant| {
        let year = apart.rules.years.get(mutant.year).map(|book| book.fiscal_year);
        wanted.year.is_none_or(|wanted| Some(wanted) == year)
            && wanted.programme.as_ref().is_none_or(|id| mutant.programmes.contains(id))
    };
    let mutants: Vec<&Mutant> = mutants.iter().filter(is_wanted).collect();
    let mut outcome = Outcome::default();
    for (at, mutant) in mutants.iter().enumerate() {
        progress(at, mutants.len());
        // What is no rulebook at all is noticed by the checker.
        let Ok(mutated) = City::new(mutant.of(bench.rules)) else { continue };
        outcome.count = outcome.count.saturating_add(1);
        outcome.survivors.extend(bench.survivor(mutant, &mutated));
    }
    Ok(outcome)
}

/// An example and what the rules say of it.
struct Tried<'a> {
    example: &'a Example,
    situation: Situation,
    report: Report,
}

impl Tried<'_> {
    fn names(&self, programmes: &[String]) -> bool {
        let mut named = self.example.expect.iter();
        named.any(|(id, _)| programmes.contains(&id.text))
    }
}

struct Bench<'a> {
    rules: &'a CityRules,
    city: City,
    thresholds: Thresholds,
    tried: Vec<Tried<'a>>,
}

impl Bench<'_> {
    fn survivor(&self, mutant: &Mutant, mutated: &City) -> Option<Survivor> {
        let (near, far): (Vec<&Tried<'_>>, Vec<&Tried<'_>>) =
            self.tried.iter().partition(|one| one.names(&mutant.programmes));
        if near.iter().chain(&far).any(|one| notices(one, mutated, mutant.is_beside())) {
            return None;
        }
        let near = if near.is_empty() { &far } else { &near };
        let shown: Vec<&str> = mutant.programmes.iter().take(3).map(String::as_str).collect();
        let more = mutant.programmes.len().saturating_sub(shown.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        Some(Survivor {
            place: mutant.place,
            what: format!("{} ({}{more})", mutant.what, shown.join(", ")),
            witness: self.witness(mutant, mutated, near),
        })
    }

    /// A household that tells a mutant from the rules.
    fn witness(&self, mutant: &Mutant, mutated: &City, near: &[&Tried<'_>]) -> Option<String> {
        let mut dice = Dice(7);
        let facts = self.facts_of(mutant);
        for _ in 0..HOUSEHOLDS {
            let tried = dice.one_of(near)?;
            let on = match dice.below(4) {
                0 => self.thresholds.day(&mut dice, tried.example.on),
                _ => tried.example.on,
            };
            let drawn =
                self.thresholds.household(&mut dice, &self.city, &tried.situation, (on, &facts));
            if self.differ(mutant, mutated, &drawn, on) {
                return Some(self.told((mutant, mutated), tried, drawn, on));
            }
        }
        None
    }

    /// The facts that the rules of the mutant's programmes read.
    fn facts_of(&self, mutant: &Mutant) -> Vec<FactIndex> {
        let book = self.rules.years.get(mutant.year);
        let mut found: Vec<FactIndex> = Vec::new();
        for programme in book.into_iter().flat_map(|book| &book.programmes) {
            if mutant.programmes.contains(&programme.id) {
                found.extend(programme.valid_by);
            }
        }
        for at in mutant.reads(self.rules) {
            let expr = book.and_then(|book| book.exprs.get(at));
            match expr {
                Some(Expr::Fact(fact)) => found.push(*fact),
                Some(Expr::Field { list, .. } | Expr::Count { list, .. }) => {
                    found.push(*list);
                }
                Some(_) | None => {}
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn differ(&self, mutant: &Mutant, mutated: &City, household: &Situation, on: Day) -> bool {
        let before = evaluate(&self.city, household, on, on);
        let after = evaluate(mutated, household, on, on);
        before.programmes != after.programmes
            || before.best != after.best
            || (mutant.is_beside()
                && name_report(&names(&self.city), &before) != name_report(&names(mutated), &after))
    }

    /// The household in words: an example, and as few other answers as tell the mutant.
    fn told(
        &self,
        (mutant, mutated): (&Mutant, &City),
        like: &Tried<'_>,
        drawn: Situation,
        on: Day,
    ) -> String {
        let facts = drawn.facts.keys();
        let mut least = drawn;
        for at in facts {
            let mut fewer = least.clone();
            if let (Some(slot), Some(own)) = (fewer.facts.get_mut(at), like.situation.facts.get(at))
            {
                slot.clone_from(own);
            }
            if self.differ(mutant, mutated, &fewer, on) {
                least = fewer;
            }
        }
        let mut told = vec![format!("like `{}`, on {on}", like.example.name.text)];
        let facts = self.city.rules().facts.iter().zip(&least.facts);
        for ((fact, answer), own) in facts.zip(&like.situation.facts) {
            if answer != own {
                told.push(format!("{}: {}", fact.id, household::shown(fact, answer)));
            }
        }
        let (before, after) =
            (evaluate(&self.city, &least, on, on), evaluate(mutated, &least, on, on));
        let pairs = before.programmes.iter().zip(&after.programmes);
        let changed = pairs.filter(|(one, other)| one != other).map(|(one, _)| one.programme);
        let ids = programme_ids(&self.city);
        let changed: Vec<&str> = changed.filter_map(|at| ids.get(at).copied()).collect();
        told.push(format!("changes {}", changed.join(", ")));
        told.join("; ")
    }
}

/// Whether an example's expectations fail under a mutant.
fn notices(tried: &Tried<'_>, mutated: &City, beside: bool) -> bool {
    let Tried { example, situation, report } = tried;
    let found = evaluate(mutated, situation, example.on, example.today);
    // What stands beside the report, such as the upper limits of parts, is in the JSON alone.
    (found != *report || beside) && is_noticed(example, mutated, &found)
}

fn is_noticed(example: &Example, city: &City, report: &Report) -> bool {
    let mut problems = Diagnostics::default();
    examples::compare(example, &name_report(&names(city), report), &mut problems);
    !problems.is_empty()
}
