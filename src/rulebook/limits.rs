//! The limits that keep evaluation short and exact. `check` and the decoder refuse what is over; nothing
//! is counted here.

/// Facts of a city.
pub const FACTS: usize = 120;
/// Members of a list that can be named.
pub const MEMBERS: usize = 12;
/// Fields of a list's records.
pub const FIELDS: usize = 8;
/// Options of a choice.
pub const OPTIONS: usize = 32;
/// Readings of a year.
pub const READINGS: usize = 64;
/// Combinations of readings tried at one place.
pub const READING_COMBINATIONS: usize = 64;
/// Expressions or requirements of a year.
pub const NODES: usize = 10_000;
/// Nodes visited when one expression is evaluated with its definitions written out.
pub const EXPRESSION_SIZE: u32 = 4_000;
/// Nesting of expressions and of requirements.
pub const DEPTH: usize = 48;
/// Programmes of a year.
pub const PROGRAMMES: usize = 64;
/// Programmes linked by exclusions and shared caps, directly or not.
pub const LINKED: usize = 12;
/// Obligations of a programme.
pub const OBLIGATIONS: usize = 16;
/// Largest whole number in a rule or an answer.
pub const NUMBER: i64 = 1_000_000_000_000;
/// Fiscal years a rulebook can be for.
pub const YEARS: core::ops::RangeInclusive<i16> = 1990..=2200;
