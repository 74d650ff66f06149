//! Checks that the answers which a report calls decisive settle the sum that is shown: no other answer that is asked
//! changes it, and answering them asks for no further ones. Whether each of them can change it is not checked.

use crate::cities::{dates, every_city, examples};
use crate::dice::Dice;
use crate::household::{Blur, Source};
use crate::rulebooks;
use crate::soundness::all_thresholds;
use iju_check::calendar::Day;
use iju_check::evaluate::evaluate;
use iju_check::index::{FactIndex, MissingIndex, ProgrammeIndex};
use iju_check::possible::{Options, Range};
use iju_check::report::{BestChosen, Report, Verdict};
use iju_check::rulebook::{City, Fixed};
use iju_check::situation::{Answer, Known, Situation};
use iju_check::truth::Truth;
use std::collections::BTreeSet;

const SEED: u64 = 7;

/// How much was checked.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    /// Situations with other answers to questions that are not decisive.
    narrowed: u64,
    /// Those of them in which answers are decisive all the same.
    decisive: u64,
    /// Those in which the sum is one of estimates.
    estimated: u64,
    /// Situations in which an answer to a decisive question changes the sum.
    changed: u64,
}

/// The sum that is shown.
fn shown(report: &Report) -> (&BestChosen, bool) {
    match &report.best_estimate_chosen {
        Some(estimated) if report.best_chosen.best.chosen.programmes.is_empty() => {
            (estimated, true)
        }
        _ => (&report.best_chosen, false),
    }
}

/// What must not change: the sum, and its programmes with their verdicts.
type Told = (Range, Range, Vec<(ProgrammeIndex, Vec<Verdict>)>);

fn told(report: &Report) -> Told {
    let (sum, with_estimates) = shown(report);
    let of = |at: &ProgrammeIndex| {
        let one = &report.programmes[*at];
        let estimate = one.estimate.as_ref().filter(|_| with_estimates);
        (*at, [one.verdict].into_iter().chain(estimate.map(|one| one.verdict)).collect())
    };
    let programmes = sum.best.chosen.programmes.iter().map(of).collect();
    (sum.best.range, sum.best.chosen.range, programmes)
}

fn facts(report: &Report, missing: &[MissingIndex]) -> BTreeSet<FactIndex> {
    missing.iter().map(|at| report.incomplete[*at].fact).collect()
}

/// The answer of a household that does not make a plan.
fn not_made(city: &City, fact: FactIndex) -> Option<Known> {
    Some(match city.rules().facts[fact].no_plan? {
        Fixed::YesNo(value) => Known::Truth(Truth::known(value)),
        Fixed::Option(option) => Known::Options(Options::only(option)),
    })
}

/// Whether an answer, or a part of it, was declined.
fn is_declined(answer: &Answer) -> bool {
    let members = match &answer.known {
        Known::List(members) => members.named.as_slice(),
        _ => Default::default(),
    };
    answer.declined || members.iter().flatten().any(|field| field.declined)
}

/// A situation with the answers of a completion to some questions, and without the plans that the sum assumes not to
/// be made.
fn narrowed(
    city: &City,
    (wide, report): (&Situation, &Report),
    complete: &Situation,
    answered: impl Fn(FactIndex) -> bool,
) -> Situation {
    let mut narrow = wide.clone();
    let asked = facts(report, &report.relevant).into_iter();
    // What was declined is not asked again.
    let asked = asked.filter(|fact| answered(*fact) && !is_declined(&wide.facts[*fact]));
    for fact in asked {
        narrow.facts[fact] = complete.facts[fact].clone();
    }
    for fact in &report.best_chosen.assuming {
        let known = not_made(city, *fact).unwrap();
        narrow.facts[*fact] = Answer { known, ..wide.facts[*fact].clone() };
    }
    narrow
}

fn check_situation(source: Source<'_>, on: Day, dice: &mut Dice) -> Result<Counts, String> {
    let city = source.city;
    let blurs = [(4, 1, 1), (8, 1, 0), (2, 3, 0), (12, 0, 1), (1, 0, 2), (30, 1, 0)];
    let (exact, rough, unknown) = *dice.one_of(&blurs);
    let blur = Blur { exact, rough, unknown, declined: dice.below(3) };
    let wide = source.rough(&source.complete(dice), blur, dice);
    let report = evaluate(city, &wide, on, on);
    // The verdicts with which the sum is made: no plan is made but those that are chosen.
    let chosen = narrowed(city, (&wide, &report), &wide, |_| false);
    let before = told(&evaluate(city, &chosen, on, on));
    let is_asked = |at: &MissingIndex| report.relevant.contains(at);
    if !report.decisive.iter().all(is_asked)
        || !report.decisive.is_sorted_by_key(|at| report.relevant.iter().position(|one| one == at))
    {
        return Err(format!("{:?} is no part of {:?}", report.decisive, report.relevant));
    }
    let decisive = facts(&report, &report.decisive);
    let mut counts = Counts::default();
    for _ in 0..3 {
        let complete = source.completion(&wide, dice);
        let all = dice.chance(1, 2);
        let kept: BTreeSet<FactIndex> =
            city.rules().facts.keys().filter(|_| !all && dice.chance(1, 3)).collect();
        let others = |fact| !decisive.contains(&fact) && !kept.contains(&fact);
        let narrow = narrowed(city, (&wide, &report), &complete, others);
        let after = evaluate(city, &narrow, on, on);
        if before != told(&after) {
            let changed = city
                .rules()
                .facts
                .iter_enumerated()
                .filter(|(at, _)| narrow.facts[*at] != wide.facts[*at]);
            let changed: Vec<_> =
                changed.map(|(at, one)| (&one.id, &wide.facts[at], &narrow.facts[at])).collect();
            return Err(format!(
                "beside {decisive:?}, other answers change\n{before:?}\nto\n{:?}\n{changed:#?}",
                told(&after)
            ));
        }
        counts.narrowed += u64::from(narrow != wide);
        counts.decisive += u64::from(narrow != wide && !decisive.is_empty());
        counts.estimated += u64::from(narrow != wide && shown(&report).1);
        let narrow = narrowed(city, (&wide, &report), &complete, |fact| decisive.contains(&fact));
        let after = evaluate(city, &narrow, on, on);
        let left = facts(&after, &after.decisive);
        if !left.is_subset(&decisive) {
            return Err(format!("{left:?} follows {decisive:?}\n{wide:?}\n{narrow:?}"));
        }
        counts.changed += u64::from(before != told(&after));
    }
    Ok(counts)
}

impl Counts {
    fn add(&mut self, more: Counts) {
        self.narrowed += more.narrowed;
        self.decisive += more.decisive;
        self.estimated += more.estimated;
        self.changed += more.changed;
    }
}

#[test]
fn only_decisive_answers_change_the_shown_sum() {
    // On few of these days something of the village is estimated.
    for city in every_city().filter(|city| city.rules().id != "village") {
        let households: Vec<_> =
            examples(city).into_iter().map(|(household, _)| household).collect();
        let mut counts = Counts::default();
        for (case, on) in (0..).zip(dates().into_iter().cycle()).take(240) {
            let points = all_thresholds(city, on);
            let source = Source { city, points: &points, examples: &households };
            let found = check_situation(source, on, &mut Dice::of(SEED, case));
            counts.add(found.unwrap_or_else(|what| panic!("case {case}, on {on}: {what}")));
        }
        println!("{}: {counts:?}", city.rules().id);
        assert!(counts.decisive > 40 && counts.estimated > 20 && counts.changed > 40, "{counts:?}");
    }
}

#[test]
fn only_decisive_answers_change_the_shown_sum_of_random_rulebooks() {
    let mut counts = Counts::default();
    for case in 0..1_500 {
        let mut dice = Dice::of(SEED, case);
        let Ok(city) = City::new(rulebooks::city(&mut dice)) else { continue };
        let on = Day::parse("2025-04-01").unwrap().plus_days(dice.below(2_200) as i32);
        let points = all_thresholds(&city, on);
        let source = Source { city: &city, points: &points, examples: &[] };
        let found = check_situation(source, on, &mut dice);
        counts
            .add(found.unwrap_or_else(|what| {
                panic!("case {case}, on {on}: {what}\n{:#?}", city.rules())
            }));
    }
    println!("{counts:?}");
    assert!(counts.decisive > 100 && counts.changed > 100, "{counts:?}");
}
