//! Whether what was said of a fact fits it, and what is known then. It reads no answers: two
//! neighbours do, one of names and one of numbers.

use crate::amount::Exact;
use crate::calendar::Day;
use crate::possible::{Days, Options, Range};
use crate::situation::{Further, Known};
use crate::truth::Truth;

/// Why an answer does not fit, as a stable code.
pub type Misfit = &'static str;

/// It is of another kind than the fact's.
pub const WRONG_TYPE: Misfit = "wrong-type";
/// No option of the fact, or none that is possible here.
pub const UNKNOWN_OPTION: Misfit = "unknown-option";
/// Its first end is above its last.
pub const EMPTY_RANGE: Misfit = "empty-range";
/// It lies outside what the fact allows.
pub const OUT_OF_BOUNDS: Misfit = "out-of-bounds";
/// No such day.
pub const NOT_A_DATE: Misfit = "not-a-date";
/// More members than can be named.
pub const TOO_MANY: Misfit = "too-many";
/// It contradicts what follows from being the applicant, or from not being it.
pub const NOT_POSSIBLE: Misfit = "not-possible";

/// How many further members of one sort can be told, both ends included.
pub const COUNTS: (i64, i64) = (0, 20);

/// A whole number within `min` and `max`.
///
/// # Errors
/// [`OUT_OF_BOUNDS`].
pub fn whole((min, max): (i64, i64), number: i64) -> Result<i64, Misfit> {
    if (min..=max).contains(&number) { Ok(number) } else { Err(OUT_OF_BOUNDS) }
}

/// The numbers between two ends that fit already; without a first, from the smallest on.
///
/// # Errors
/// [`EMPTY_RANGE`].
pub fn range(min: i64, low: Option<i64>, high: Option<i64>) -> Result<Range, Misfit> {
    let low = low.unwrap_or(min);
    if high.is_some_and(|high| low > high) { Err(EMPTY_RANGE) } else { Ok(Range::whole(low, high)) }
}

/// The days of a date between two ends, without which they are all that the fact allows.
///
/// # Errors
/// [`EMPTY_RANGE`]; [`OUT_OF_BOUNDS`], if none of them is allowed.
pub fn days(bounds: (i32, i32), first: Option<Day>, last: Option<Day>) -> Result<Days, Misfit> {
    let bound = |number| Day::from_number(number).ok_or(OUT_OF_BOUNDS);
    let (least, most) = (bound(bounds.0)?, bound(bounds.1)?);
    let (first, last) = (first.unwrap_or(least), last.unwrap_or(most));
    let within = Days { first: first.max(least), last: last.min(most) };
    if first > last {
        Err(EMPTY_RANGE)
    } else if within.first > within.last {
        Err(OUT_OF_BOUNDS)
    } else {
        Ok(within)
    }
}

/// What is left of what was known of a member's field once an answer is known.
///
/// # Errors
/// [`NOT_POSSIBLE`].
pub fn narrowed(known: &Known, given: Known) -> Result<Known, Misfit> {
    match (known, &given) {
        (Known::Options(known), Known::Options(given)) => {
            let left = given.without(given.without(*known));
            if left == Options::NONE { Err(NOT_POSSIBLE) } else { Ok(Known::Options(left)) }
        }
        (Known::Truth(known), Known::Truth(given)) if *known != Truth::Unknown => {
            let fits = *given == Truth::Unknown || given == known;
            if fits { Ok(Known::Truth(*known)) } else { Err(NOT_POSSIBLE) }
        }
        _ => Ok(given),
    }
}

/// How many further members of one sort there are.
#[must_use]
pub fn count(range: Range) -> Further {
    let end = |end: Option<Exact>| end?.to_i32().and_then(|end| u8::try_from(end).ok());
    Further { min: end(range.low).unwrap_or(0), max: end(range.high) }
}
