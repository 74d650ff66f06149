//! Typed indices, one type for each sort of list, so that the compiler refuses the index of another list.
//! The lists themselves are defined elsewhere.

mod sets;

use crate::limits;

pub(crate) use sets::bits;
pub use sets::{FactSet, ReadingSet};

/// Defines the index type of one sort of list: its name, the integer in it, and the most entries that the
/// list can have. A list that the integer cannot count does not compile.
macro_rules! index {
    ($($(#[$doc:meta])* $name:ident($raw:ty), at most $most:expr;)*) => {
        $(
            // The largest index is that of no entry.
            const _: () = assert!($most < 1 << <$raw>::BITS);

            $(#[$doc])*
            #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
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

            /// A position in memory. A position that is too large becomes the largest index, which names no
            /// entry of valid rules.
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

/// The most years of a city.
#[expect(clippy::as_conversions, reason = "a conversion in a constant has no other form")]
const YEARS: usize = (*limits::YEARS.end() - *limits::YEARS.start()) as usize + 1;

index! {
    /// A fact among the city's.
    FactIndex(u16), at most limits::FACTS;
    /// A field among those of a list's records.
    FieldIndex(u8), at most limits::FIELDS;
    /// An option among those of a choice.
    OptionIndex(u8), at most limits::OPTIONS;
    /// A member among those named of a list, the applicant first.
    MemberIndex(u8), at most limits::MEMBERS;
    /// A programme among the city's, counted over all years.
    ProgrammeIndex(u16), at most limits::PROGRAMMES * YEARS;
    /// A year among the city's, the oldest first; or one of the years into which they turn if they go on.
    YearIndex(u16), at most YEARS * 8;
    /// A programme among those of its year.
    ProgrammeInYear(u8), at most limits::PROGRAMMES;
    /// A shared cap among those of its year. It has two programmes at least, and no programme has two caps.
    CapIndex(u8), at most limits::PROGRAMMES / 2;
    /// A source among those of its year.
    SourceIndex(u8), at most limits::SOURCES;
    /// A reading among those of its year.
    ReadingIndex(u8), at most limits::READINGS;
    /// An expression among those of its year. An expression names only ones with smaller indices.
    ExprIndex(u16), at most limits::NODES;
    /// A requirement among those of its year. A group names only ones with smaller indices.
    RequirementIndex(u16), at most limits::NODES;
    /// A question for the desk among those of its year.
    AskIndex(u16), at most limits::NODES;
    /// Something that may be open, such as a requirement or a reading, by its id: it has the same number in every
    /// year. The largest number stands for all further ids.
    ItemIndex(u16), at most limits::NODES;
    /// A requirement among those of one programme, parents before members. The first one is the group of
    /// all requirements.
    RequirementPlace(u16), at most limits::NODES;
    /// An incomplete answer among those of a report. Each has its own slot.
    MissingIndex(u16), at most limits::SLOTS;
    /// A slot for an answer or a part of one; see [`crate::possible::Slots`].
    Slot(u16), at most limits::SLOTS;
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
