//! Properties of the engine on random households of Oita and of a town that uses the whole rule
//! language: soundness, monotonicity, and agreement with the plain reading of `reference`. Expected figures are in the worked examples.

use crate::household::{Draw, views};
use crate::reference::Reference;
use crate::{made_up_town, shipped};
use iju_check::amount::Exact;
use iju_check::calendar::Day;
use iju_check::evaluate::evaluate;
use iju_check::possible::Range;
use iju_check::report::{ProgrammeReport, Report, State, Verdict};
use iju_check::rulebook::{Amount, City, Programme, ProgrammeFacts, Rulebook, Step};
use iju_check::situation::Situation;
use proptest::prelude::*;
use std::collections::BTreeSet;

const DATES: [&str; 12] = [
    "2024-04-01",
    "2024-06-01",
    "2024-10-10",
    "2025-03-31",
    "2025-04-01",
    "2025-06-09",
    "2025-06-10",
    "2025-09-30",
    "2025-10-01",
    "2026-03-31",
    "2026-05-01",
    "2027-06-01",
];

fn draws() -> impl Strategy<Value = Vec<Draw>> {
    let draw = (any::<u32>(), 0..3_u8, 0..3_u8);
    proptest::collection::vec(draw.prop_map(|(value, blur, more)| Draw { value, blur, more }), 60)
}

fn cities() -> impl Strategy<Value = &'static City> {
    prop::sample::select(vec![shipped("nemuro"), shipped("oita"), made_up_town()])
}

fn on() -> impl Strategy<Value = Day> {
    prop::sample::select(DATES.to_vec()).prop_map(|text| Day::parse(text).unwrap())
}

/// Whether everything in `inner` is in `outer`.
fn holds(outer: Range, inner: Range) -> bool {
    let low = outer.low.is_none_or(|low| inner.low.is_some_and(|inner| low <= inner));
    low && outer.high.is_none_or(|high| inner.high.is_some_and(|inner| inner <= high))
}

fn asked(report: &Report, gaps: &[usize]) -> BTreeSet<(u16, Option<u8>)> {
    gaps.iter().map(|at| (report.incomplete[*at].fact, report.incomplete[*at].field)).collect()
}

/// What a narrower view may say, given what a wider one said.
fn check_narrower(wide: &ProgrammeReport, narrow: &ProgrammeReport) -> Result<(), TestCaseError> {
    if wide.verdict != Verdict::Undetermined {
        prop_assert_eq!(narrow.verdict, wide.verdict);
    }
    match (wide.amount, narrow.amount) {
        (Some(wide), Some(narrow)) => {
            prop_assert!(holds(wide.yen, narrow.yen), "{wide:?} {narrow:?}")
        }
        (None, narrow) => prop_assert!(narrow.is_none()),
        (Some(_), None) => {}
    }
    for (wide, narrow) in wide.states.iter().zip(&narrow.states) {
        prop_assert!(*wide == State::Unknown || wide == narrow, "{wide:?} became {narrow:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_narrower_view_never_takes_an_answer_back(city in cities(), draws in draws(), on in on()) {
        let reports = views(city, &draws).map(|view| evaluate(city, &view, on, on));
        let [complete, rough, rougher] = &reports;
        for (wide, narrow) in [(rougher, rough), (rough, complete), (rougher, complete)] {
            for (wide_one, narrow_one) in wide.programmes.iter().zip(&narrow.programmes) {
                check_narrower(wide_one, narrow_one)?;
                let (before, after) = (asked(wide, &wide_one.missing), asked(narrow, &narrow_one.missing));
                prop_assert!(after.is_subset(&before), "more is missing: {before:?} then {after:?} in {:?}", wide_one.programme);
            }
            prop_assert!(holds(wide.best.range, narrow.best.range), "best: {:?} {:?}", wide.best, narrow.best);
        }
        prop_assert!(complete.relevant.is_empty());
        prop_assert!(complete.programmes.iter().all(|one| one.verdict != Verdict::Undetermined));
        prop_assert!(complete.programmes.iter().all(|one| !one.states.contains(&State::Unknown)));
        prop_assert!(complete.programmes.iter().all(|one| one.missing.is_empty()));
    }

    #[test]
    fn fewer_questions_are_left_the_more_is_known(city in cities(), draws in draws(), on in on()) {
        // Declined answers differ between the views, so nothing is declined here.
        let draws: Vec<Draw> = draws.into_iter().map(|draw| Draw { value: draw.value / 7 * 7 + 1, ..draw }).collect();
        let reports = views(city, &draws).map(|view| evaluate(city, &view, on, on));
        let [complete, rough, rougher] = &reports;
        for (wide, narrow) in [(rougher, rough), (rough, complete)] {
            let (before, after) = (asked(wide, &wide.relevant), asked(narrow, &narrow.relevant));
            prop_assert!(after.is_subset(&before), "{before:?} then {after:?}");
            prop_assert!(narrow.questions_left_at_most <= wide.questions_left_at_most);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn complete_households_agree_with_the_plain_reading(city in cities(), draws in draws(), on in on()) {
        let [complete, rough, rougher] = views(city, &draws);
        let report = evaluate(city, &complete, on, on);
        let wider = [rough, rougher].map(|view| evaluate(city, &view, on, on));
        for (at, found) in report.programmes.iter().enumerate() {
            let Some((year, index)) = found.rules else { continue };
            let truth = plainly(city, year, index, &complete, on);
            prop_assert_eq!(found.verdict, truth.verdict, "programme {}", at);
            for amount in truth.amounts {
                let range = Range::exactly(amount);
                for report in wider.iter().map(|wide| &wide.programmes[at]).chain([found]) {
                    let held = report.amount.is_some_and(|total| holds(total.yen, range));
                    prop_assert!(held, "{amount} is not in {:?}", report.amount);
                }
            }
        }
    }
}

struct Plain {
    verdict: Verdict,
    /// What would be paid under each choice of readings under which it can be granted.
    amounts: Vec<Exact>,
}

/// The verdict by definition: over every meaning of every reading, and with every other open item
/// turning out well or badly (requirements only gain from an item that turns out well).
fn plainly(city: &City, year: usize, index: usize, household: &Situation, on: Day) -> Plain {
    let book = &city.rules().years[year];
    let facts = city.programme_facts(year, index).unwrap();
    let programme = &book.programmes[index];
    let (mut always, mut ever) = (true, false);
    let mut amounts = Vec::new();
    for meanings in meanings(book, facts) {
        let mut reference = Reference {
            facts: &city.rules().facts,
            book,
            household,
            on,
            meanings,
            open_items: false,
        };
        let at_worst = reference.requirement(programme.requires);
        reference.open_items = true;
        let at_best = reference.requirement(programme.requires);
        assert!(at_best || !at_worst, "an open item that turns out well does harm");
        always &= at_worst;
        ever |= at_best;
        if let Some(amount) = programme.amount.as_ref().filter(|_| at_best) {
            amounts.extend(paid(&reference, programme, amount));
        }
    }
    let verdict = match (always, ever) {
        (true, _) => Verdict::Eligible,
        (false, true) => Verdict::Confirm,
        (false, false) => Verdict::Ineligible,
    };
    Plain { verdict, amounts }
}

/// The parts that the programme's payee is paid, added up, then every step, then every instalment.
fn paid(reference: &Reference<'_>, programme: &Programme, amount: &Amount) -> Option<Exact> {
    let mut sum = Exact::ZERO;
    for part in &amount.parts {
        // A part that no source states hides the sum; one that no case covers has none.
        let value = reference.number(part.value, None)?;
        if part.payee.is_none_or(|payee| payee == programme.payee) {
            sum = sum.add(value)?;
        }
    }
    for step in &amount.then {
        sum = match step {
            Step::Cap(cap) => sum.min(reference.number(*cap, None)?),
            Step::Round { way, unit } => sum.rounded(*way, *unit)?,
        };
    }
    sum.mul(Exact::whole(amount.schedule.map_or(1, |schedule| schedule.times.into())))
}

/// Every choice of meanings for the readings a programme hangs on.
fn meanings(book: &Rulebook, facts: &ProgrammeFacts) -> Vec<Vec<usize>> {
    let mut found = vec![Vec::new()];
    for (at, reading) in book.readings.iter().enumerate() {
        let used = facts.readings & (1 << at) != 0;
        let choices = if used { reading.choices.len() } else { 1 };
        found = found
            .into_iter()
            .flat_map(|chosen: Vec<usize>| {
                (0..choices).map(move |choice| [chosen.clone(), vec![choice]].concat())
            })
            .collect();
    }
    found
}
