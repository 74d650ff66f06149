//! Closed lists: enums whose members have a name in rule files and reports, and a code as a number.
//! The enums themselves are defined elsewhere.

use strum::VariantArray;

/// A closed list. An enum is one if it derives [`strum::IntoStaticStr`] for its names, and
/// [`VariantArray`].
///
/// ```
/// use iju_check::closed_list::ClosedList;
/// use iju_check::rulebook::Party;
///
/// assert_eq!(Party::named("city"), Some(Party::City));
/// assert_eq!(Party::with_code(Party::City.code()), Some(Party::City));
/// ```
pub trait ClosedList: VariantArray + Copy + PartialEq + Into<&'static str> {
    /// The member's name, as rule files and reports write it.
    #[must_use]
    fn name(self) -> &'static str {
        self.into()
    }

    /// The member's position in the list, which is its code in compiled rules and flat reports.
    #[must_use]
    fn code(self) -> u8 {
        let mut codes = Self::VARIANTS.iter().zip(0_u8..);
        codes.find(|(member, _)| **member == self).map_or(0, |(_, code)| code)
    }

    /// The member with a code, if there is one.
    #[must_use]
    fn with_code(code: u8) -> Option<Self> {
        Self::VARIANTS.get(usize::from(code)).copied()
    }

    /// The member with a name, if there is one.
    #[must_use]
    fn named(name: &str) -> Option<Self> {
        Self::VARIANTS.iter().copied().find(|member| member.name() == name)
    }

    /// Every name, in the order of the list.
    fn names() -> impl Iterator<Item = &'static str> {
        Self::VARIANTS.iter().map(|member| member.name())
    }
}

impl<T: VariantArray + Copy + PartialEq + Into<&'static str>> ClosedList for T {}
