//! Tests that the answers which a report says would settle a verdict do settle it, for every city and for random
//! rulebooks: each completion of them alone decides the verdict. The made-up town's examples state such answers by hand.

use crate::cities::{dates, every_city, examples};
use crate::dice::Dice;
use crate::household::{Blur, Source};
use crate::rulebooks;
use crate::soundness::all_thresholds;
use iju_check::advise::advise;
use iju_check::calendar::Day;
use iju_check::evaluate::evaluate;
use iju_check::index::FactIndex;
use iju_check::report::{Report, Verdict};
use iju_check::rulebook::City;
use iju_check::situation::Situation;

/// How many verdicts were to be settled, and how many of them by fewer answers than are missing.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    verdicts: u32,
    by_fewer: u32,
    estimates: u32,
}

/// A view in which only some facts are known as in a completion.
fn narrowed(wide: &Situation, complete: &Situation, facts: &[FactIndex]) -> Situation {
    let mut narrowed = wide.clone();
    for fact in facts {
        narrowed.facts[*fact] = complete.facts[*fact].clone();
    }
    narrowed
}

fn check_situation(source: Source<'_>, on: Day, dice: &mut Dice, counts: &mut Counts) {
    let city = source.city;
    let blur = Blur { exact: 3, rough: 1, unknown: 2, declined: dice.below(2) };
    let wide = source.rough(&source.complete(dice), blur, dice);
    let report = evaluate(city, &wide, on, on);
    let advice = advise(city, &wide, &report, on);
    for (one, advice) in report.programmes.iter().zip(&advice.programmes) {
        let estimate = one.estimate.as_ref().zip(advice.estimate_advice.as_ref());
        let verdicts = [
            Some((one.verdict, &advice.settles)),
            estimate.map(|(one, advice)| (one.verdict, &advice.settles)),
        ];
        for (at, (verdict, settles)) in verdicts.into_iter().flatten().enumerate() {
            if verdict != Verdict::Undetermined {
                assert!(settles.is_empty(), "{one:?}");
                continue;
            }
            let missing = one.missing.iter().map(|at| report.incomplete[*at].fact);
            let mut missing: Vec<FactIndex> = missing.collect();
            missing.dedup();
            counts.verdicts += 1;
            counts.estimates += at as u32;
            counts.by_fewer += u32::from(settles.len() < missing.len());
            for _ in 0..6 {
                let complete = source.completion(&wide, dice);
                let narrow = narrowed(&wide, &complete, settles);
                let found = evaluate(city, &narrow, on, on);
                let decided = verdict_at(&found, one.programme, at);
                assert_ne!(decided, Some(Verdict::Undetermined), "{settles:?}\non {on}\n{one:?}");
            }
        }
    }
}

/// The verdict of a report on a programme, or that of its estimate.
fn verdict_at(
    report: &Report,
    programme: iju_check::index::ProgrammeIndex,
    at: usize,
) -> Option<Verdict> {
    let one = &report.programmes[programme];
    if at == 0 { Some(one.verdict) } else { one.estimate.as_ref().map(|one| one.verdict) }
}

#[test]
fn the_named_answers_settle_every_verdict() {
    for city in every_city() {
        let households: Vec<_> =
            examples(city).into_iter().map(|(household, _)| household).collect();
        let mut counts = Counts::default();
        for (case, on) in (0..).zip(dates().into_iter().chain(dates())) {
            let points = all_thresholds(city, on);
            let source = Source { city, points: &points, examples: &households };
            check_situation(source, on, &mut Dice::of(3, case), &mut counts);
        }
        println!("{}: {counts:?}", city.rules().id);
        assert!(counts.verdicts > 8 && counts.by_fewer > 2, "{counts:?}");
    }
}

#[test]
fn the_named_answers_settle_every_verdict_of_random_rulebooks() {
    let mut counts = Counts::default();
    for case in 0..300 {
        let mut dice = Dice::of(3, case);
        let Ok(city) = City::new(rulebooks::city(&mut dice)) else { continue };
        let on = Day::parse("2025-04-01").unwrap().plus_days(dice.below(1_500) as i32);
        let points = all_thresholds(&city, on);
        let source = Source { city: &city, points: &points, examples: &[] };
        check_situation(source, on, &mut dice, &mut counts);
    }
    println!("{counts:?}");
    assert!(counts.verdicts > 50 && counts.by_fewer > 10 && counts.estimates > 5, "{counts:?}");
}
