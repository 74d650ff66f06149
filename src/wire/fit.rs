//! Checks whether an answer fits its fact, and says what is known then. It reads no answers: `answers` reads
//! them by id and `given` by index.

use crate::amount::Exact;
use crate::calendar::Day;
use crate::closed_list::ClosedList;
use crate::possible::{Days, Options, Range};
use crate::situation::{Further, Known};
use crate::truth::Truth;
use serde::{Serialize, Serializer};
use strum::{IntoStaticStr, VariantArray};

/// Why an answer does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Fault {
    /// It is of another kind than the fact.
    WrongType,
    /// No fact has this id.
    UnknownFact,
    /// No field of the list has this id.
    UnknownField,
    /// An answer has no such key.
    UnknownKey,
    /// The fact has no such option, or not here.
    UnknownOption,
    /// It is no whole number.
    NotANumber,
    /// It is no date.
    NotADate,
    /// Its first end is above its last.
    EmptyRange,
    /// It lies outside the bounds of the fact.
    OutOfBounds,
    /// More members than can be named.
    TooMany,
    /// It contradicts what follows from being the applicant, or from not being it.
    NotPossible,
}

/// A fault is written by its name.
impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// The bounds for the number of further members with one option, both included.
pub const COUNTS: (i64, i64) = (0, 20);

/// A whole number within `min` and `max`.
///
/// # Errors
/// [`Fault::OutOfBounds`].
pub fn whole((min, max): (i64, i64), number: i64) -> Result<i64, Fault> {
    if (min..=max).contains(&number) { Ok(number) } else { Err(Fault::OutOfBounds) }
}

/// The numbers between two ends within bounds. Without a first end they begin at `min`.
///
/// # Errors
/// [`Fault::EmptyRange`].
pub fn range(min: i64, low: Option<i64>, high: Option<i64>) -> Result<Range, Fault> {
    let low = low.unwrap_or(min);
    if high.is_some_and(|high| low > high) {
        Err(Fault::EmptyRange)
    } else {
        Ok(Range::whole(low, high))
    }
}

/// The days of a date between two ends. An absent end is the fact's own bound.
///
/// # Errors
/// [`Fault::EmptyRange`]; [`Fault::OutOfBounds`], if none of them is allowed.
pub fn days(bounds: (i32, i32), first: Option<Day>, last: Option<Day>) -> Result<Days, Fault> {
    let bound = |number| Day::from_number(number).ok_or(Fault::OutOfBounds);
    let (least, most) = (bound(bounds.0)?, bound(bounds.1)?);
    let (first, last) = (first.unwrap_or(least), last.unwrap_or(most));
    let within = Days { first: first.max(least), last: last.min(most) };
    if first > last {
        Err(Fault::EmptyRange)
    } else if within.first > within.last {
        Err(Fault::OutOfBounds)
    } else {
        Ok(within)
    }
}

/// The values of a member's field that both the earlier knowledge and an answer allow.
///
/// # Errors
/// [`Fault::NotPossible`].
pub fn narrowed(known: &Known, given: Known) -> Result<Known, Fault> {
    match (known, &given) {
        (Known::Options(known), Known::Options(given)) => {
            let left = given.without(given.without(*known));
            if left == Options::NONE { Err(Fault::NotPossible) } else { Ok(Known::Options(left)) }
        }
        (Known::Truth(known), Known::Truth(given)) if *known != Truth::Unknown => {
            let fits = *given == Truth::Unknown || given == known;
            if fits { Ok(Known::Truth(*known)) } else { Err(Fault::NotPossible) }
        }
        _ => Ok(given),
    }
}

/// The number of further members with one option.
#[must_use]
pub fn count(range: Range) -> Further {
    let end = |end: Option<Exact>| end?.to_i32().and_then(|end| u8::try_from(end).ok());
    Further { min: end(range.low).unwrap_or(0), max: end(range.high) }
}
