//! Mutation testing of a city's rules: one small change at a time, and whether a worked example fails
//! with it. Nothing here writes examples; their authors work out what an example should say.

mod changes;
mod household;
mod near_turns;

use crate::advise::advise;
use crate::calendar::Day;
use crate::check::Unshared;
use crate::diagnostic::{Diagnostics, Place};
use crate::evaluate::{evaluate, programme_ids};
use crate::examples;
use crate::index::{FactIndex, FactSet};
use crate::report::Report;
use crate::rulebook::{City, CityRules};
use crate::situation::Situation;
use crate::source::Example;
use crate::wire::answers;
use crate::wire::named::{name_advice, name_report};
use crate::wire::names::names;
use changes::Mutant;
use household::{Rng, Thresholds};

/// The number of random households on which a mutant must give the original report before it is
/// called perhaps equivalent.
const HOUSEHOLDS: usize = 300;

/// The most households that are tried before them, each near a day on which a changed comparison turns.
const NEAR_TURNS: usize = 1_000;

/// Which mutants are tried. `None` is any year, or any programme.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// The fiscal year.
    pub year: Option<i16>,
    /// The programme.
    pub programme: Option<String>,
}

/// A mutant that no worked example notices.
#[derive(Debug)]
pub struct Survivor {
    /// Its place in the rule files.
    pub place: Option<Place>,
    /// A description of the change, with the programmes.
    pub what: String,
    /// A household whose report differs from the original one, if one was found.
    pub witness: Option<String>,
}

/// The result of a run.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The number of mutants tried.
    pub count: usize,
    /// The mutants that no example notices.
    pub survivors: Vec<Survivor>,
}

/// Tries every mutant that the filter selects. Calls `progress` before each with the number done and the
/// number of all.
///
/// # Errors
/// If the rules are invalid, an example's answers do not fit, or an example fails without any change.
pub fn run(
    unshared: &Unshared,
    examples: &[Example],
    filter: &Filter,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Outcome, String> {
    let city = City::new(unshared.rules.clone()).map_err(|invalid| invalid.to_string())?;
    let mut evaluated = Vec::new();
    // A ruling decides what a mutant may change, so only what the sources say is compared.
    // What is supposed of a window is not in the rules that are changed either.
    let is_told = |example: &&Example| example.rulings.is_none() && example.supposed.is_empty();
    for example in examples.iter().filter(is_told) {
        let situation = answers::read(&city, &example.answers)
            .map_err(|_| format!("the answers of `{}` do not fit", example.name.text))?;
        let report = evaluate(&city, &situation, example.on, example.today);
        if is_noticed(example, &city, &situation, &report) {
            return Err(format!("the example `{}` does not hold", example.name.text));
        }
        evaluated.push(EvaluatedExample { example, situation, report });
    }
    let thresholds = Thresholds::of(&city);
    let runner = MutantRunner { rules: &unshared.rules, thresholds, city, examples: evaluated };
    let mutants = changes::mutants(unshared);
    let is_selected = |mutant: &&Mutant| {
        let year = unshared.rules.years.get(mutant.year).map(|book| book.fiscal_year);
        filter.year.is_none_or(|wanted| Some(wanted) == year)
            && filter.programme.as_ref().is_none_or(|id| mutant.programmes.contains(id))
    };
    let mutants: Vec<&Mutant> = mutants.iter().filter(is_selected).collect();
    let mut outcome = Outcome::default();
    for (at, mutant) in mutants.iter().enumerate() {
        progress(at, mutants.len());
        // The checker refuses rules that are invalid, so such a mutant needs no example.
        let Ok(mutated) = City::new(mutant.apply(runner.rules)) else { continue };
        outcome.count = outcome.count.saturating_add(1);
        outcome.survivors.extend(runner.survivor(mutant, &mutated));
    }
    Ok(outcome)
}

/// An example and its report without any change.
struct EvaluatedExample<'a> {
    example: &'a Example,
    situation: Situation,
    report: Report,
}

impl EvaluatedExample<'_> {
    /// Whether it expects something of one of these programmes.
    fn expects_of(&self, programmes: &[String]) -> bool {
        let mut expected = self.example.expect.iter();
        expected.any(|(id, _)| programmes.contains(&id.text))
    }
}

/// Tries mutants of one city.
struct MutantRunner<'a> {
    rules: &'a CityRules,
    city: City,
    thresholds: Thresholds,
    examples: Vec<EvaluatedExample<'a>>,
}

impl MutantRunner<'_> {
    /// The mutant as a survivor, unless an example notices it.
    fn survivor(&self, mutant: &Mutant, mutated: &City) -> Option<Survivor> {
        let (near, far): (Vec<&EvaluatedExample<'_>>, Vec<&EvaluatedExample<'_>>) =
            self.examples.iter().partition(|one| one.expects_of(&mutant.programmes));
        if near.iter().chain(&far).any(|one| notices(one, mutated, mutant.changes_programme())) {
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

    /// A household for which the mutant and the rules give different reports.
    fn witness(
        &self,
        mutant: &Mutant,
        mutated: &City,
        near: &[&EvaluatedExample<'_>],
    ) -> Option<String> {
        if let Some(found) = self.witness_near_turns(mutant, mutated, near) {
            return Some(found);
        }
        let mut rng = Rng(7);
        let facts = self.facts_read_by(mutant);
        for _ in 0..HOUSEHOLDS {
            let like = rng.one_of(near)?;
            let on = match rng.below(4) {
                0 => self.thresholds.day(&mut rng, like.example.on),
                _ => like.example.on,
            };
            let drawn =
                self.thresholds.household(&mut rng, &self.city, &like.situation, (on, &facts));
            if self.differ(mutant, mutated, &drawn, on) {
                return Some(self.describe_difference((mutant, mutated), like, drawn, on));
            }
        }
        None
    }

    /// A household for which the mutant and the rules give different reports, near a day on which a
    /// comparison turns that the mutant changes.
    fn witness_near_turns(
        &self,
        mutant: &Mutant,
        mutated: &City,
        near: &[&EvaluatedExample<'_>],
    ) -> Option<String> {
        let mut rng = Rng(11);
        let comparisons = mutant.comparisons(self.rules);
        let mut tried = 0_usize;
        for like in near {
            let on = like.example.on;
            let whole = self.thresholds.household(&mut rng, &self.city, &like.situation, (on, &[]));
            for comparison in &comparisons {
                for city in [&self.city, mutated] {
                    let rules = (city, mutant.year);
                    for (drawn, on) in near_turns::households(rules, *comparison, (&whole, on)) {
                        if tried == NEAR_TURNS {
                            return None;
                        }
                        tried = tried.saturating_add(1);
                        if self.differ(mutant, mutated, &drawn, on) {
                            let both = (mutant, mutated);
                            return Some(self.describe_difference(both, like, drawn, on));
                        }
                    }
                }
            }
        }
        None
    }

    /// The facts that the rules of the mutant's programmes read.
    fn facts_read_by(&self, mutant: &Mutant) -> Vec<FactIndex> {
        let Some(book) = self.rules.years.get(mutant.year) else { return Vec::new() };
        let mut found = FactSet::EMPTY;
        for programme in &book.programmes {
            if mutant.programmes.contains(&programme.id) {
                found = found.union(programme.valid_by.map_or(FactSet::EMPTY, FactSet::only));
            }
        }
        for expr in mutant.exprs(self.rules) {
            let own = book.exprs.get(expr).map(|expr| expr.reference().facts());
            found = found.union(own.unwrap_or_default());
        }
        found.iter().collect()
    }

    /// Whether the mutant and the rules give reports that an example can tell apart.
    fn differ(&self, mutant: &Mutant, mutated: &City, household: &Situation, on: Day) -> bool {
        let before = without_top_states(evaluate(&self.city, household, on, on));
        let after = without_top_states(evaluate(mutated, household, on, on));
        before.programmes != after.programmes
            || before.best != after.best
            || (mutant.changes_programme()
                && name_report(&names(&self.city), &before) != name_report(&names(mutated), &after))
    }

    /// Describes a household for which the reports differ: an example, the few answers in which the
    /// household must differ from it, and the programmes whose reports change.
    fn describe_difference(
        &self,
        (mutant, mutated): (&Mutant, &City),
        like: &EvaluatedExample<'_>,
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
        let mut described = vec![format!("like `{}`, on {on}", like.example.name.text)];
        let facts = self.city.rules().facts.iter().zip(&least.facts);
        for ((fact, answer), own) in facts.zip(&like.situation.facts) {
            if answer != own {
                described.push(format!(
                    "{}: {}",
                    fact.id,
                    household::describe_answer(fact, answer)
                ));
            }
        }
        let (before, after) =
            (evaluate(&self.city, &least, on, on), evaluate(mutated, &least, on, on));
        let pairs = before.programmes.iter().zip(&after.programmes);
        let changed = pairs.filter(|(one, other)| one != other).map(|(one, _)| one.programme);
        let ids = programme_ids(&self.city);
        let changed: Vec<&str> = changed.filter_map(|at| ids.get(at).copied()).collect();
        described.push(format!("changes {}", changed.join(", ")));
        described.join("; ")
    }
}

/// A report without the state of each programme's top group, which has no id that an example could name.
fn without_top_states(mut report: Report) -> Report {
    for programme in &mut report.programmes {
        let estimated = programme.estimate.as_mut().map(|estimate| &mut estimate.states);
        for states in [Some(&mut programme.states), estimated].into_iter().flatten() {
            let top = states.len().min(1);
            *states = states.raw.split_off(top).into();
        }
    }
    report
}

/// Whether an example fails with a mutant. `always_compare` is for mutants that may change the named
/// report while the report itself stays the same.
fn notices(evaluated: &EvaluatedExample<'_>, mutated: &City, always_compare: bool) -> bool {
    let EvaluatedExample { example, situation, report } = evaluated;
    let found = evaluate(mutated, situation, example.on, example.today);
    let may_notice = found != *report || always_compare || example.expects_advice();
    may_notice && is_noticed(example, mutated, situation, &found)
}

/// Whether a report, or the advice on its programmes, is not what an example expects.
fn is_noticed(example: &Example, city: &City, situation: &Situation, report: &Report) -> bool {
    let mut problems = Diagnostics::default();
    let names = names(city);
    let advice = example.expects_advice().then(|| advise(city, situation, report, example.today));
    let programmes = advice.iter().flat_map(|advice| &advice.programmes);
    let advice: Vec<_> = programmes.map(|one| name_advice(&names, one)).collect();
    examples::compare(example, (&name_report(&names, report), &advice), &mut problems);
    !problems.is_empty()
}
