//! Closed lists: enums whose members have a name in rule files and reports and a code in numbers.
//! The enums are defined where they are used; nothing here knows one of them.

use strum::VariantArray;

/// A closed list whose members are named by [`strum::IntoStaticStr`]. An enum that derives this and
/// [`VariantArray`] is one.
pub trait ClosedList: VariantArray + Copy + PartialEq + Into<&'static str> {
    /// The member's name, as rule files and reports write it.
    #[must_use]
    fn name(self) -> &'static str {
        self.into()
    }

    /// The member's place in the list, which is its code in compiled rules and flat reports.
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
