//! The layout of the code that carries answers in a link: the constants that `www/link/code.js` writes and reads
//! by, and whether a city's questions fit them. Only the page writes and reads codes.

use crate::calendar::Day;
use crate::limits;
use crate::rulebook::{Fact, Kind};
use strum::{IntoStaticStr, VariantArray};

/// The first part of every code. A code of another version is refused.
pub const VERSION: &str = "v4";

/// The year that is written as 0.
pub const FIRST_YEAR: i32 = 1900;

/// How many bits a part of a code takes.
#[derive(Clone, Copy, Debug)]
pub struct Width {
    /// The part, as the page calls it.
    pub name: &'static str,
    /// Its bits.
    pub bits: u32,
}

/// The parts that have a width of their own.
pub const WIDTHS: [Width; 6] = [
    Width { name: "length", bits: 6 },
    Width { name: "members", bits: 4 },
    Width { name: "others", bits: 3 },
    Width { name: "year", bits: 8 },
    Width { name: "month", bits: 4 },
    Width { name: "day", bits: 5 },
];

/// Who else there may be, as the page's list asks; each is written as its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Others {
    /// Not answered.
    #[strum(serialize = "")]
    Unanswered,
    /// Nobody.
    None,
    /// No children.
    NoChildren,
    /// Perhaps somebody.
    Maybe,
    /// So many children.
    Counted,
}

/// The first day and the last that a code can hold.
#[must_use]
pub fn days() -> (Day, Day) {
    let last_year = FIRST_YEAR.saturating_add(largest("year"));
    let first = Day::civil(FIRST_YEAR, 1, 1).unwrap_or(Day::MIN);
    (first, Day::civil(last_year, 12, 31).unwrap_or(Day::MAX))
}

/// Whether every answer that a fact allows can be written.
#[must_use]
pub fn fits(fact: &Fact) -> bool {
    match &fact.kind {
        Kind::YesNo | Kind::Choice { .. } => true,
        // A number is written as its length and its digits: not below 0, and all that JavaScript holds.
        Kind::Number { min, .. } => *min >= 0,
        Kind::Date { first, last } => {
            let (least, most) = days();
            least.number() <= *first && *last <= most.number()
        }
        Kind::List { fields, .. } => {
            let members = i32::try_from(limits::MEMBERS).unwrap_or(i32::MAX);
            members <= largest("members") && fields.iter().all(fits)
        }
    }
}

/// The largest number that a part can hold.
fn largest(name: &str) -> i32 {
    let width = WIDTHS.iter().find(|width| width.name == name).map_or(0, |width| width.bits);
    1_i32.checked_shl(width).map_or(i32::MAX, |beyond| beyond.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::closed_list::ClosedList;

    #[test]
    fn a_code_holds_255_years_and_15_members() {
        assert_eq!(days(), (Day::civil(1900, 1, 1).unwrap(), Day::civil(2155, 12, 31).unwrap()));
        assert_eq!(largest("members"), 15);
    }

    #[test]
    fn every_answer_about_others_has_a_position() {
        assert!(Others::VARIANTS.len() <= usize::try_from(largest("others")).unwrap());
        assert_eq!(Others::named("no_children").map(ClosedList::code), Some(2));
    }
}
