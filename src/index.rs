//! Typed indices, one type for each sort of list, so that the compiler refuses the index of another list.
//! The lists themselves are defined elsewhere.

mod sets;

pub(crate) use sets::bits;
pub use sets::{FactSet, ReadingSet};

/// Defines the index type of one sort of list.
macro_rules! index {
    ($($(#[$doc:meta])* $name:ident($raw:ty);)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
            #[serde(transparent)]
            pub struct $name($raw);

            impl $name {
                /// The index with this number.
                #[must_use]
                pub const fn new(number: $raw) -> $name {
                    $name(number)
                }

                /// Its number.
                #[must_use]
                pub const fn get(self) -> $raw {
                    self.0
                }

                /// The next index. The largest one is followed by itself.
                #[must_use]
                pub const fn next(self) -> $name {
                    $name(self.0.saturating_add(1))
                }
            }

            /// A position in memory. A position that is too large becomes the largest index. Every list is
            /// shorter than that (`rulebook::limits`), so the largest index names nothing.
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

            /// The number that JavaScript receives.
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
    /// An expression among those of its year. An expression names only ones with smaller indices.
    ExprIndex(u16);
    /// A requirement among those of its year. A group names only ones with smaller indices.
    RequirementIndex(u16);
    /// A requirement among those of one programme, parents before members. The first one is the group of
    /// all requirements.
    RequirementPlace(u16);
    /// An incomplete answer among those of a report.
    MissingIndex(u16);
    /// A slot for an answer or a part of one; see [`crate::possible::Slots`].
    Slot(u16);
}

impl RequirementPlace {
    /// The group of all requirements of the programme.
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
