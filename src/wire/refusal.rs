//! The error for an answer that does not fit: its place, a stable code, and what was expected. It reads no
//! answers.

use super::fit::Fault;
use crate::amount::Exact;
use crate::calendar::Day;
use crate::rulebook::Fact;
use core::fmt;
use serde::{Serialize, Serializer};

/// An answer that does not fit.
#[derive(Clone, Debug, Serialize)]
pub struct FactError<'a> {
    /// The place, such as `household.members[1].born`.
    pub fact: String,
    /// What is wrong, as a stable code.
    pub code: Fault,
    /// What was expected instead, such as `YYYY, YYYY-MM or YYYY-MM-DD`.
    pub expected: Expected<'a>,
}

/// What was expected instead of an answer.
#[derive(Clone, Debug)]
pub enum Expected<'a> {
    /// A description.
    Words(&'static str),
    /// One of these ids.
    Option(&'a [String]),
    /// The id of one of these facts.
    Fact(&'a [Fact]),
    /// One of these ids of several lists.
    Ids(Vec<String>),
    /// A whole number, both ends included.
    Whole {
        /// The smallest.
        min: i64,
        /// The largest.
        max: i64,
    },
    /// A date from the first to the last of these days.
    Between(Day, Day),
    /// A list of at most so many items.
    AtMost(usize),
}

impl From<&'static str> for Expected<'_> {
    fn from(words: &'static str) -> Self {
        Expected::Words(words)
    }
}

impl fmt::Display for Expected<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expected::Words(words) => f.write_str(words),
            Expected::Option(ids) => f.write_str(&ids.join(", ")),
            Expected::Fact(facts) => {
                let ids: Vec<&str> = facts.iter().map(|fact| fact.id.as_str()).collect();
                f.write_str(&ids.join(", "))
            }
            Expected::Ids(ids) => f.write_str(&ids.join(", ")),
            Expected::Whole { min, max } => {
                write!(f, "a whole number from {} to {}", Exact::whole(*min), Exact::whole(*max))
            }
            Expected::Between(first, last) => write!(f, "{first} to {last}"),
            Expected::AtMost(most) => write!(f, "at most {most}"),
        }
    }
}

impl Serialize for Expected<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
