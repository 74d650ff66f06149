//! Plain implementations of whole programmes, written from their sources, compared with the engine on
//! random complete households. They share no calendar, amount, set or rule file with the engine;
//! incomplete answers are the subject of `properties`, not of these.

mod combiner;
mod dates;
mod draws;
mod marriage;
mod oita;
mod people;
mod startup;
mod subject;
mod uiturn;

use draws::Draws;
use iju_check::report::Verdict;
use jiff::civil::Date;
use people::Person;
use std::collections::BTreeMap;
use std::fmt::Debug;
use subject::Subject;

/// Disagreements shown in full.
const MOST_SHOWN: usize = 3;

/// Whether what a source says of its lists of requirements counts: that they are cut off.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Lists {
    /// Nobody can be told yes where more may be required, nor no where there may be another way.
    AsPublished,
    /// As if nothing were missing, so that every verdict can be reached.
    TakenAsComplete,
}

impl Lists {
    /// Households compared for each programme.
    fn households(self) -> u32 {
        match self {
            Lists::AsPublished => 100_000,
            Lists::TakenAsComplete => 40_000,
        }
    }

    /// How what is not published may turn out: badly or well, or there is nothing of the kind.
    fn unpublished(self) -> &'static [bool] {
        match self {
            Lists::AsPublished => &[false, true],
            Lists::TakenAsComplete => &[true],
        }
    }
}

/// What the sources say to a household.
struct Decided {
    finding: Finding,
    /// What would be paid, those meanings counted too under which this household is granted nothing. A
    /// range may be as wide as this and still be true.
    under_any_meaning: Paid,
}

/// What a household is told.
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
    /// The least and the most over everything that the sources leave open, in half yen.
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

/// The answers of a household that bear on one programme.
trait Household: Debug + Sized {
    /// An application date, and a household that would apply on it.
    fn draw(draws: &mut Draws) -> (Self, Date);

    /// The same answers by the questions' ids.
    fn answers(&self) -> Vec<(&'static str, Given<'_>)>;

    /// What the sources say.
    fn decide(&self, on: Date, lists: Lists) -> Decided;
}

/// The verdict over every meaning of what is open, and the hull of what would be paid under those that
/// grant it (`None` where the source has no figure).
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
    /// The hull with one more amount.
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

/// What a comparison must come to, besides agreement.
struct Expected<'a> {
    /// Each is the verdict of one household in fifty at least.
    reached: &'a [Verdict],
    /// The households whose amount may be wider than it must be, though still true.
    wide: u32,
}

/// Compares the two on as many households as it should, and shows the first that they disagree on.
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
        if shown.len() < MOST_SHOWN {
            shown.push(format!(
                "household {number} on {on}: {household:#?}\nplain:  {plain:?}\nengine: {engine:?}"
            ));
        }
    }
    let subject = format!("{city} {programme} {lists:?}, seed {seed:#x}, {households} households");
    println!(
        "{subject}: {counts:?}, {wide} wider than they must be, {disagreements} disagreements"
    );
    assert!(disagreements == 0, "{subject}: {disagreements} disagreements\n{}", shown.join("\n"));
    assert!(wide <= expected.wide, "{subject}: {wide} amounts are wider than they must be");
    for verdict in expected.reached {
        let count = counts.get(&format!("{verdict:?}")).copied().unwrap_or(0);
        assert!(count >= households / 50, "{subject}: only {count} are {verdict:?}");
    }
}
