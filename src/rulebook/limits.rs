//! The limits that keep evaluation short and exact. `check` and [`super::City::new`] refuse rules that
//! exceed them; nothing is counted here.
//!
//! Every list with an index type of [`crate::index`] is shorter than the type can count, so no index of
//! valid rules is ever cut short.

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
/// Readings of a year.
pub const READINGS: usize = 64;
/// Combinations of readings tried at one place.
pub const READING_COMBINATIONS: usize = 64;
/// Expressions or requirements of a year.
pub const NODES: usize = 10_000;
/// Nodes visited when one expression is evaluated. A node that occurs twice is visited twice.
pub const EXPRESSION_SIZE: u32 = 4_000;
/// Nesting of expressions and of requirements.
pub const DEPTH: usize = 48;
/// Programmes of a year.
pub const PROGRAMMES: usize = 64;
/// Programmes connected by exclusions and shared caps, directly or not.
pub const LINKED: usize = 12;
/// Obligations of a programme.
pub const OBLIGATIONS: usize = 16;
/// Largest whole number in a rule or an answer.
pub const NUMBER: i64 = 1_000_000_000_000;
/// Fiscal years a rulebook can be for.
pub const YEARS: core::ops::RangeInclusive<i16> = 1990..=2200;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::{
        CapIndex, ExprIndex, FactIndex, FieldIndex, MemberIndex, MissingIndex, OptionIndex,
        ProgrammeInYear, ProgrammeIndex, ReadingIndex, RequirementIndex, RequirementPlace, Slot,
        SourceIndex, YearIndex,
    };
    use crate::possible::MAX_SLOTS;

    /// Whether every position in a list of this length, and the one after it, has its own index.
    fn counts<K: From<usize> + Into<usize>>(length: usize) -> bool {
        let returned: usize = K::from(length).into();
        returned == length
    }

    #[test]
    fn every_index_type_counts_further_than_the_limit_of_its_list() {
        let years = YEARS.count();
        assert!(counts::<FactIndex>(FACTS));
        assert!(counts::<FieldIndex>(FIELDS));
        assert!(counts::<OptionIndex>(OPTIONS));
        assert!(counts::<MemberIndex>(MEMBERS));
        assert!(counts::<YearIndex>(years));
        assert!(counts::<ProgrammeInYear>(PROGRAMMES));
        assert!(counts::<ProgrammeIndex>(PROGRAMMES * years));
        // A shared cap has two programmes at least, and no programme has two caps.
        assert!(counts::<CapIndex>(PROGRAMMES / 2));
        assert!(counts::<SourceIndex>(SOURCES));
        assert!(counts::<ReadingIndex>(READINGS));
        assert!(counts::<ExprIndex>(NODES));
        assert!(counts::<RequirementIndex>(NODES));
        assert!(counts::<RequirementPlace>(NODES));
        // Each incomplete answer has its own slot.
        assert!(counts::<MissingIndex>(MAX_SLOTS));
        assert!(counts::<Slot>(MAX_SLOTS));
    }
}
