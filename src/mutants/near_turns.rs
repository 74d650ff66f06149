//! Households like an example in which one date lies near a day on which a comparison turns. The days
//! come from the comparison itself, so a period of any length is tried. Nothing is evaluated here.

use crate::calendar::Day;
use crate::index::{ExprIndex, MemberIndex, YearIndex};
use crate::possible::Days;
use crate::rulebook::{City, Fact, Kind};
use crate::situation::{Answer, Known, Situation};
use crate::turning::{Leaf, Turning};

/// For how many days after the fiscal year an application date is tried. A date fact can decide which
/// year's rules hold, and the application can then come later.
const DAYS_AFTER: i32 = 730;

/// The households like `like`, each with its application date, in which one date that a comparison reads
/// is near a turn of the comparison.
pub(super) fn households(
    (city, year): (&City, YearIndex),
    comparison: ExprIndex,
    (like, on): (&Situation, Day),
) -> Vec<(Situation, Day)> {
    let mut found = Vec::new();
    for member in members(like) {
        let day = |leaf: Leaf| match leaf {
            Leaf::On => Some(on),
            Leaf::Fact(_) | Leaf::Field(..) => answer(like, leaf, member).and_then(single),
            Leaf::Whole(_) => None,
        };
        let number = |fact| whole(like, fact);
        let Some(book) = city.rules().years.get(year) else { continue };
        let turning = Turning { book, day: &day, number: &number, whole: false };
        for leaf in turning.leaves(comparison) {
            let Some((first, last)) = bounds(city, book.fiscal_year, leaf) else { continue };
            for day in turning.days(comparison, leaf, first, last) {
                let (mut moved, mut moved_on) = (like.clone(), on);
                if leaf == Leaf::On {
                    moved_on = day;
                } else if let Some(answer) = answer_mut(&mut moved, leaf, member) {
                    *answer = Answer::of(Known::Day(Days::exactly(day)));
                }
                let household = (moved, moved_on);
                if !found.contains(&household) {
                    found.push(household);
                }
            }
        }
    }
    found
}

/// The members of the longest list of a household; one, if no list has any.
fn members(household: &Situation) -> Vec<MemberIndex> {
    let count = household.facts.iter().map(|answer| match &answer.known {
        Known::List(members) => members.named.len(),
        Known::Truth(_) | Known::Options(_) | Known::Number(_) | Known::Day(_) => 1,
    });
    (0..count.max().unwrap_or(1)).map(MemberIndex::from).collect()
}

fn answer(household: &Situation, leaf: Leaf, member: MemberIndex) -> Option<&Answer> {
    match leaf {
        Leaf::Fact(fact) => household.facts.get(fact),
        Leaf::Field(list, field) => match &household.facts.get(list)?.known {
            Known::List(members) => members.named.get(member)?.get(field),
            Known::Truth(_) | Known::Options(_) | Known::Number(_) | Known::Day(_) => None,
        },
        Leaf::On | Leaf::Whole(_) => None,
    }
}

fn answer_mut(household: &mut Situation, leaf: Leaf, member: MemberIndex) -> Option<&mut Answer> {
    match leaf {
        Leaf::Fact(fact) => household.facts.get_mut(fact),
        Leaf::Field(list, field) => match &mut household.facts.get_mut(list)?.known {
            Known::List(members) => members.named.get_mut(member)?.get_mut(field),
            Known::Truth(_) | Known::Options(_) | Known::Number(_) | Known::Day(_) => None,
        },
        Leaf::On | Leaf::Whole(_) => None,
    }
}

fn single(answer: &Answer) -> Option<Day> {
    match answer.known {
        Known::Day(days) if days.is_single() => Some(days.first),
        Known::Day(_) | Known::Truth(_) | Known::Options(_) | Known::Number(_) | Known::List(_) => {
            None
        }
    }
}

fn whole(household: &Situation, fact: crate::index::FactIndex) -> Option<i64> {
    match household.facts.get(fact)?.known {
        Known::Number(range) if range.is_single() => range.low?.to_string().parse().ok(),
        Known::Number(_) | Known::Truth(_) | Known::Options(_) | Known::Day(_) | Known::List(_) => {
            None
        }
    }
}

/// The first and the last day that a date can be.
fn bounds(city: &City, fiscal_year: i16, leaf: Leaf) -> Option<(Day, Day)> {
    let facts = &city.rules().facts;
    let asked: &Fact = match leaf {
        Leaf::Fact(fact) => facts.get(fact)?,
        Leaf::Field(list, field) => match &facts.get(list)?.kind {
            Kind::List { fields, .. } => fields.get(field)?,
            Kind::YesNo | Kind::Choice { .. } | Kind::Number { .. } | Kind::Date { .. } => {
                return None;
            }
        },
        Leaf::On => {
            let (first, last) = Day::fiscal_year_ends(fiscal_year.into())?;
            return Some((first, last.plus_days(DAYS_AFTER)));
        }
        Leaf::Whole(_) => return None,
    };
    match asked.kind {
        Kind::Date { first, last } => Some((Day::from_number(first)?, Day::from_number(last)?)),
        Kind::YesNo | Kind::Choice { .. } | Kind::Number { .. } | Kind::List { .. } => None,
    }
}
