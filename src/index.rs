//! Typed places: what a number that names a fact, a programme or an expression is the place of, so that
//! no list is read with another list's number. The lists themselves are defined elsewhere.

mod sets;

pub(crate) use sets::bits;
pub use sets::{FactSet, ReadingSet};

/// Defines a place in one sort of list, as wide as the compiled format writes it.
macro_rules! index {
    ($($(#[$doc:meta])* $name:ident($raw:ty);)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
            #[serde(transparent)]
            pub struct $name($raw);

            impl $name {
                /// The place with this number.
                #[must_use]
                pub const fn new(number: $raw) -> $name {
                    $name(number)
                }

                /// Its number.
                #[must_use]
                pub const fn get(self) -> $raw {
                    self.0
                }

                /// The place after it.
                #[must_use]
                pub const fn next(self) -> $name {
                    $name(self.0.saturating_add(1))
                }
            }

            /// A place in memory. One that is too large becomes the largest number there is. Every list
            /// is shorter than that (`rulebook::limits`), so that number names nothing.
            impl From<usize> for $name {
                fn from(place: usize) -> $name {
                    $name(<$raw>::try_from(place).unwrap_or(<$raw>::MAX))
                }
            }

            impl From<$name> for usize {
                fn from(index: $name) -> usize {
                    usize::from(index.0)
                }
            }

            /// The number that crosses to JavaScript.
            impl From<$name> for i32 {
                fn from(index: $name) -> i32 {
                    i32::from(index.0)
                }
            }

            impl core::fmt::Display for $name {
                fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                    self.0.fmt(f)
                }
            }
        )*
    };
}

index! {
    /// A fact among the city's.
    FactIndex(u16);
    /// A field among those of a list's records.
    FieldIndex(u8);
    /// An option among those of a choice.
    OptionIndex(u8);
    /// A member among those named of a list, the applicant first.
    MemberIndex(u8);
    /// A programme among the city's, counted over all years.
    ProgrammeIndex(u16);
    /// A year among the city's, the oldest first.
    YearIndex(u8);
    /// A programme among those of its year.
    ProgrammeInYear(u8);
    /// A shared cap among those of its year.
    CapIndex(u8);
    /// A source among those of its year.
    SourceIndex(u8);
    /// A reading among those of its year.
    ReadingIndex(u8);
    /// An expression among those of its year; it names only expressions with smaller indices.
    ExprIndex(u16);
    /// A requirement among those of its year; a group names only requirements with smaller indices.
    RequirementIndex(u16);
    /// A requirement among those of one programme, parents before members; all of them together are
    /// the first.
    RequirementPlace(u16);
    /// An incomplete answer among those of a report.
    GapIndex(u16);
    /// A slot for an answer, or for a part of one; see [`crate::possible::Slots`].
    Slot(u16);
}

impl RequirementPlace {
    /// All requirements of the programme together.
    pub const TOP: RequirementPlace = RequirementPlace(0);
}

impl MemberIndex {
    /// The applicant.
    pub const APPLICANT: MemberIndex = MemberIndex(0);
}

/// The rules of a programme in one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// The year.
    pub year: YearIndex,
    /// The programme among the year's.
    pub programme: ProgrammeInYear,
}

/// A shared cap of one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CapOfYear {
    /// The year.
    pub year: YearIndex,
    /// The cap among the year's.
    pub cap: CapIndex,
}
