//! Random households for property tests: a complete one, and rougher views of it, one inside the
//! other. Every view is built from the same numbers, so that a failure shrinks. Knows no rule.

use iju_check::amount::Exact;
use iju_check::calendar::Day;
use iju_check::possible::{Days, Options, Range};
use iju_check::rulebook::{City, Fact, Kind};
use iju_check::situation::{self, Answer, Further, Known, Members, Situation};
use iju_check::truth::Truth;

/// How one answer is chosen and blurred.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Draw {
    /// Chooses the value.
    pub(crate) value: u32,
    /// 0 exact, 1 rough, 2 unknown; the rougher view adds `more`.
    pub(crate) blur: u8,
    /// How much rougher the second view is.
    pub(crate) more: u8,
}

/// A complete household and two views of it: `[complete, rough, rougher]`.
pub(crate) fn views(city: &City, draws: &[Draw]) -> [Situation; 3] {
    [0, 1, 2].map(|view| {
        let mut draws = draws.iter().copied().cycle();
        let facts = city.rules().facts.iter().map(|fact| answer(fact, view, &mut draws));
        Situation { facts: facts.collect() }
    })
}

fn answer(fact: &Fact, view: u8, draws: &mut impl Iterator<Item = Draw>) -> Answer {
    if let Kind::List { .. } = fact.kind {
        return Answer::of(Known::List(members(fact, view, draws)));
    }
    let Some(draw) = draws.next() else { return Answer::unknown(fact) };
    let blur = match view {
        0 => 0,
        1 => draw.blur,
        _ => draw.blur.saturating_add(draw.more),
    };
    let declined = view > 0 && blur > 0 && draw.value.is_multiple_of(7);
    let known = match blur {
        0 => exact(fact, draw.value),
        1 => rough(fact, draw.value),
        _ => Answer::unknown(fact).known,
    };
    Answer { known, declined }
}

/// Days around boundaries that the rules of 2024, 2025 and 2026 know.
const DAYS: [&str; 22] = [
    "2024-06-09",
    "2024-06-10",
    "2024-06-11",
    "2025-03-31",
    "2025-04-01",
    "2025-09-30",
    "2025-10-01",
    "1986-03-31",
    "1986-04-01",
    "1986-04-02",
    "2007-06-10",
    "2007-06-11",
    "2007-05-20",
    "2015-02-28",
    "1994-06-01",
    "2006-04-01",
    "2018-04-01",
    "2021-04-01",
    "2022-04-01",
    "2023-06-01",
    "2024-05-31",
    "2024-10-10",
];

fn day(value: u32) -> Day {
    let known = DAYS[value as usize % DAYS.len()];
    Day::parse(known).unwrap().plus_days((value / 16 % 3) as i32 - 1)
}

/// Three times in four what a household that meets everything answers, so that amounts are reached.
fn exact(fact: &Fact, value: u32) -> Known {
    match (fact.id.as_str(), value / 97 % 4) {
        (_, 0) => drawn(fact, value),
        ("moved_on", _) => {
            let text = if value.is_multiple_of(2) { "2025-05-20" } else { "2024-05-20" };
            Known::Day(Days::exactly(Day::parse(text).unwrap()))
        }
        ("born", _) => drawn(fact, value),
        ("move_reason", _) => Known::Options(Options::only(0)),
        ("origin", _) => match &fact.kind {
            Kind::Choice { options } => {
                let from_outside = 1 + value as usize % (options.len() - 1);
                Known::Options(Options::only(from_outside as u8))
            }
            _ => drawn(fact, value),
        },
        ("via_prefecture" | "professional_scheme" | "tax_arrears", _) => Known::Truth(Truth::False),
        ("received_other_grant" | "received_support_grant", _) => Known::Truth(Truth::False),
        _ => match drawn(fact, value) {
            Known::Truth(_) => Known::Truth(Truth::True),
            other => other,
        },
    }
}

fn drawn(fact: &Fact, value: u32) -> Known {
    match &fact.kind {
        Kind::YesNo => Known::Truth(Truth::known(value.is_multiple_of(2))),
        Kind::Choice { options } => {
            Known::Options(Options::only((value as usize % options.len()) as u8))
        }
        Kind::Number { min, max, .. } => {
            let near = [*min, 4, 5, 6, 19, 20, 21, 29_999, 400_001, 7_400_000, *max];
            let value = near[value as usize % near.len()].clamp(*min, *max);
            Known::Number(Range::exactly(Exact::whole(value)))
        }
        Kind::Date { .. } => Known::Day(Days::exactly(day(value))),
        Kind::List { .. } => unreachable!("lists are drawn member by member"),
    }
}

/// A set that holds the exact value and more.
fn rough(fact: &Fact, value: u32) -> Known {
    match (&fact.kind, exact(fact, value)) {
        (Kind::Choice { options }, Known::Options(only)) => {
            let other = Options::only((value as usize / 5 % options.len()) as u8);
            Known::Options(only.union(other))
        }
        (_, Known::Number(range)) => {
            let widened = Range::whole(-i64::from(value % 4), Some(i64::from(value % 3)));
            let low = range.plus(widened).low.max(Answer::unknown(fact).number_low());
            Known::Number(Range { low, high: range.plus(widened).high })
        }
        (_, Known::Day(days)) => {
            let civil = days.first.to_civil();
            let month = (value.is_multiple_of(2)).then_some(civil.month);
            Known::Day(situation::rough_days(civil.year, month).unwrap())
        }
        (_, known) => known,
    }
}

trait NumberLow {
    fn number_low(&self) -> Option<Exact>;
}

impl NumberLow for Answer {
    fn number_low(&self) -> Option<Exact> {
        match self.known {
            Known::Number(range) => range.low,
            _ => None,
        }
    }
}

fn members(fact: &Fact, view: u8, draws: &mut impl Iterator<Item = Draw>) -> Members {
    let Kind::List { fields, key, applicant } = &fact.kind else { unreachable!("a list") };
    let head = draws.next().unwrap();
    let count = head.value as usize % 4;
    let mut named: Vec<Vec<Answer>> = Vec::new();
    for member in 0..=count {
        let blank = if member == 0 {
            situation::applicant_record(fields, applicant)
        } else {
            situation::member_record(fields, *key, applicant)
        };
        let record = fields.iter().zip(blank).map(|(field, blank)| {
            let drawn = answer(field, view, draws);
            narrowed(&blank, drawn)
        });
        named.push(record.collect());
    }
    let blur = if view == 0 { 0 } else { head.blur + if view == 2 { head.more } else { 0 } };
    let kept = if blur == 0 { named.len() } else { 1 + count / 2 };
    let sorts = match &fields[usize::from(*key)].kind {
        Kind::Choice { options } => options.len(),
        _ => unreachable!("the key is a choice"),
    };
    let mut further = vec![Further::NOBODY; sorts];
    let left = named.split_off(kept);
    for sort in further.iter_mut().skip(1) {
        let most = left.len() as u8;
        *sort = match blur {
            0 => Further::NOBODY,
            1 => Further { min: 0, max: Some(most + (head.value % 2) as u8) },
            _ => Further::ANY,
        };
    }
    Members { named, further }
}

/// A drawn answer made to fit what follows from being that member.
fn narrowed(blank: &Answer, drawn: Answer) -> Answer {
    match (&blank.known, &drawn.known) {
        (Known::Options(possible), Known::Options(wanted)) => {
            let left = wanted.without(wanted.without(*possible));
            // An option that only the applicant has becomes the first that is left.
            let first = (0..32).map(Options::only).find(|one| one.is_within(*possible)).unwrap();
            let left = if wanted.is_within(*possible) { left } else { left.union(first) };
            Answer { known: Known::Options(left), ..drawn }
        }
        (Known::Truth(known), _) if *known != Truth::Unknown => blank.clone(),
        _ => drawn,
    }
}
