//! Compares the engine, on random complete households, with plain implementations of whole
//! programmes that were written from the sources. They share no calendar, amount, set or rule file
//! with the engine. They test no incomplete answers; `properties` does.

mod combiner;
mod dates;
mod draws;
mod marriage;
mod oita;
mod people;
mod startup;
mod subject;
mod uiturn;

use crate::sweep::sweep;
use draws::Draws;
use iju_check::report::Verdict;
use jiff::ToSpan;
use jiff::civil::Date;
use people::Person;
use std::collections::BTreeMap;
use std::fmt::Debug;
use subject::Subject;

/// The largest number of disagreements that are shown in full.
const MAX_SHOWN: usize = 3;

/// Whether a list of requirements that the source cuts off counts as incomplete.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Lists {
    /// It does. Nobody is eligible if more may be required, and nobody is ineligible if there may
    /// be another way to qualify.
    AsPublished,
    /// It does not, so that every verdict can be reached.
    TakenAsComplete,
}

impl Lists {
    /// The number of households that are compared for each programme.
    fn households(self) -> u32 {
        match self {
            Lists::AsPublished => sweep(50_000, 100_000),
            Lists::TakenAsComplete => sweep(20_000, 40_000),
        }
    }

    /// Whether the unpublished requirements may be met: either way, or they count as met.
    fn unpublished(self) -> &'static [bool] {
        match self {
            Lists::AsPublished => &[false, true],
            Lists::TakenAsComplete => &[true],
        }
    }
}

/// What the sources decide for a household.
struct Decided {
    finding: Finding,
    /// What would be paid, including the meanings under which this household is granted nothing.
    /// The engine's range may be this wide and still be sound.
    under_any_meaning: Paid,
}

/// A verdict and an amount, by the plain implementation or by the engine.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Finding {
    verdict: Verdict,
    paid: Paid,
}

/// What would be paid if granted.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Paid {
    /// It cannot be granted.
    Nothing,
    /// No source gives a figure.
    Unstated,
    /// The least and the most over all meanings that the sources leave open, in half yen.
    HalfYen { least: i64, most: i64, ceiling: bool },
}

/// An answer to a question.
#[derive(Clone, Copy, Debug)]
enum Given<'a> {
    Yes(bool),
    Option(&'static str),
    Number(i64),
    Day(Date),
    People(&'a [Person]),
}

/// The answers that one programme asks of a household.
trait Household: Debug + Sized {
    /// Draws a random household and the date on which it applies.
    fn draw(draws: &mut Draws) -> (Self, Date);

    /// The answers, by the ids of their facts.
    fn answers(&self) -> Vec<(&'static str, Given<'_>)>;

    /// Decides the programme as the sources say.
    fn decide(&self, on: Date, lists: Lists) -> Decided;
}

/// The verdict over all meanings, and the range of what is paid under the meanings that grant the
/// programme. Each meaning says whether it grants the programme and what it pays, in half yen
/// (`None` if the source states no figure).
fn over_all_meanings(
    meanings: impl Iterator<Item = (bool, Option<i64>)>,
    ceiling: bool,
) -> Decided {
    let (mut always, mut ever) = (true, false);
    let mut paid = Paid::Nothing;
    let mut under_any_meaning = Paid::Nothing;
    for (granted, half_yen) in meanings {
        always &= granted;
        ever |= granted;
        if granted {
            paid = paid.or(half_yen, ceiling);
        }
        under_any_meaning = under_any_meaning.or(half_yen, ceiling);
    }
    let verdict = match (always, ever) {
        (true, _) => Verdict::Eligible,
        (false, true) => Verdict::Confirm,
        (false, false) => Verdict::Ineligible,
    };
    let under_any_meaning = if ever { under_any_meaning } else { Paid::Nothing };
    Decided { finding: Finding { verdict, paid }, under_any_meaning }
}

const NO_RULE: Decided = Decided {
    finding: Finding { verdict: Verdict::NoRule, paid: Paid::Nothing },
    under_any_meaning: Paid::Nothing,
};

impl Paid {
    /// The range that also holds one more amount.
    fn or(self, half_yen: Option<i64>, ceiling: bool) -> Paid {
        match (self, half_yen) {
            (Paid::Nothing, Some(yen)) => Paid::HalfYen { least: yen, most: yen, ceiling },
            (Paid::HalfYen { least, most, ceiling }, Some(yen)) => {
                Paid::HalfYen { least: least.min(yen), most: most.max(yen), ceiling }
            }
            (Paid::Unstated, _) | (_, None) => Paid::Unstated,
        }
    }
}

/// What a comparison must show, besides agreement.
struct Expected<'a> {
    /// Each of these is the verdict of at least one household in fifty.
    reached: &'a [Verdict],
    /// The largest number of households whose amount may be wider than necessary, though still
    /// sound.
    wide: u32,
}

/// Compares the plain implementation with the engine, and fails with the first households on which
/// they disagree.
fn compare<H: Household>(city: &str, programme: &str, lists: Lists, expected: &Expected<'_>) {
    let (seed, households) = (0x1A4_0001, lists.households());
    let subject = Subject::new(city, programme, lists);
    let mut draws = Draws::new(seed);
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let (mut wide, mut disagreements) = (0, 0);
    let mut shown = Vec::new();
    for number in 0..households {
        draws.begin_household();
        let (household, on) = H::draw(&mut draws);
        let Decided { finding: plain, under_any_meaning } = household.decide(on, lists);
        let engine = subject.finding(&household.answers(), on);
        *counts.entry(format!("{:?}", plain.verdict)).or_default() += 1;
        if plain == engine {
            continue;
        }
        if engine == (Finding { paid: under_any_meaning, ..plain }) {
            wide += 1;
            continue;
        }
        disagreements += 1;
        if shown.len() < MAX_SHOWN {
            shown.push(format!(
                "household {number} on {on}: {household:#?}\nplain:  {plain:?}\nengine: {engine:?}"
            ));
        }
    }
    let days = compare_days::<H>(&subject, lists);
    let subject = format!("{city} {programme} {lists:?}, seed {seed:#x}, {households} households");
    println!(
        "{subject}: {counts:?}, {wide} wider than they must be, {disagreements} disagreements, {days} days"
    );
    assert!(disagreements == 0, "{subject}: {disagreements} disagreements\n{}", shown.join("\n"));
    assert!(wide <= expected.wide, "{subject}: {wide} amounts are wider than they must be");
    for verdict in expected.reached {
        let count = counts.get(&format!("{verdict:?}")).copied().unwrap_or(0);
        assert!(count >= households / 50, "{subject}: only {count} are {verdict:?}");
    }
}

/// The number of households whose days to apply are compared.
const HOUSEHOLDS_WITH_DAYS: u32 = 20;

/// Compares the days to apply with the decision of the plain implementation on every day around the application
/// date. Returns how many days were compared.
fn compare_days<H: Household>(subject: &Subject, lists: Lists) -> u32 {
    let mut draws = Draws::new(0x1A4_0003);
    let mut compared = 0;
    for number in 0..HOUSEHOLDS_WITH_DAYS {
        draws.begin_household();
        let (household, on) = H::draw(&mut draws);
        let applied = subject.apply(&household.answers(), on);
        let days = (on - 420.days()).series(1.day()).take_while(|day| *day <= on + 420.days());
        for day in days {
            let verdict = household.decide(day, lists).finding.verdict;
            let is_granted = matches!(verdict, Verdict::Eligible | Verdict::Confirm);
            let told =
                || format!("household {number} on {day}: {verdict:?}\n{household:#?}\n{applied:?}");
            assert_eq!(applied.is_possible(day), is_granted, "{}", told());
            assert!(verdict != Verdict::Eligible || applied.is_sure(day), "{}", told());
            assert!(!applied.is_sure(day) || is_granted, "{}", told());
            compared += 1;
        }
    }
    compared
}
