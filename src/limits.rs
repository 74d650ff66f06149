//! The limits that keep evaluation short and exact. `check` and [`City::new`](crate::rulebook::City::new)
//! refuse rules that exceed them; nothing is counted here.

/// Facts of a city.
pub const FACTS: usize = 120;
/// Members of a list that a household can name.
pub const MEMBERS: usize = 12;
/// Fields of a list's records.
pub const FIELDS: usize = 8;
/// Options of a choice.
pub const OPTIONS: usize = 32;
/// Sources of a year.
pub const SOURCES: usize = 250;
/// Readings of a year. A date that moves if the year goes on is one too.
pub const READINGS: usize = 64;
/// Combinations of readings tried at one place.
pub const READING_COMBINATIONS: usize = 64;
/// The same if the rules go on in a later year, and each date that moves is a reading too.
pub const LATER_COMBINATIONS: usize = 512;
/// Fiscal years after that of registered rules for which they are read: a date that moves then has eight meanings at
/// most.
pub const YEARS_LATER: u8 = 7;
/// Answers of a household. Each field of each member of a list counts as an answer, and so does the list
/// itself.
pub const SLOTS: usize = 255;
/// Expressions or requirements of a year.
pub const NODES: usize = 10_000;
/// Nodes visited when one expression is evaluated. A node that occurs twice is visited twice.
pub const EXPRESSION_SIZE: u32 = 4_000;
/// Nesting of expressions and of requirements.
pub const DEPTH: usize = 48;
/// Steps of an evaluation of a household, as [`City::steps`](crate::rulebook::City::steps) adds them up from the rules. Where
/// they are many, a step takes 5 to 15 ns natively.
pub const STEPS: u32 = 1_000_000;
/// Programmes of a year.
pub const PROGRAMMES: usize = 200;
/// Programmes connected by exclusions and shared caps, directly or not.
pub const LINKED: usize = 12;
/// Obligations of a programme and days of its key dates.
pub const LATER: usize = 32;
/// Largest whole number in a rule or an answer.
pub const NUMBER: i64 = 1_000_000_000_000;
/// Denominator of a fraction that a rule writes: a per cent may have two digits after the point.
pub const DENOMINATOR: u32 = 10_000;
/// Denominator of a computed number or a sum of amounts, for any answers.
pub const FINEST: u32 = 1_000_000_000;
/// Fiscal years a rulebook can be for.
pub const YEARS: core::ops::RangeInclusive<i16> = 1990..=2200;
