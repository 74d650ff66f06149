//! Exact numbers: whole numbers and reduced fractions of yen, with named rounding.
//! Nothing here knows units, ranges or unknowns, and nothing is ever rounded unasked.

use crate::limits::FINEST;
use core::cmp::Ordering;
use core::fmt;
use core::num::NonZeroU32;
use rust_decimal::Decimal;
use strum::{IntoStaticStr, VariantArray};

/// An exact number: a fraction in lowest terms, whose denominator is 1 for a whole number.
///
/// The numerator is at most [`i64::MAX`] in magnitude, a million times what a rule or an answer can
/// hold. The denominator is 1 to [`FINEST`]. An operation returns `None` exactly where its result
/// in lowest terms leaves these limits; callers then widen their range.
///
/// Fractions with different denominators are brought to a common one as [`Decimal`]s without decimal places, because
/// their numerators may then need more than 64 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exact {
    numer: i64,
    denom: NonZeroU32,
}

/// How a number is brought to a multiple of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Rounding {
    /// Down, 切捨て.
    Floor,
    /// Up, 切上げ.
    Ceil,
    /// To the nearest unit, a half going up, 四捨五入.
    #[strum(serialize = "round")]
    HalfUp,
}

impl Exact {
    /// Nothing.
    pub const ZERO: Exact = Exact { numer: 0, denom: NonZeroU32::MIN };
    /// One.
    pub const ONE: Exact = Exact { numer: 1, denom: NonZeroU32::MIN };

    /// A fraction, brought to lowest terms. `None` if `denom` is zero, or if the fraction in lowest
    /// terms has a denominator over [`FINEST`] or the numerator [`i64::MIN`].
    #[must_use]
    pub fn new(numer: i64, denom: u32) -> Option<Exact> {
        let divisor = greatest_common_divisor(numer.unsigned_abs(), denom.into());
        // The divisor is at most the denominator.
        let divisor = u32::try_from(divisor).ok()?;
        let numer = numer.checked_div(divisor.into())?;
        Exact::within_limits(numer, NonZeroU32::new(denom.checked_div(divisor)?)?)
    }

    /// A whole number. [`i64::MIN`] is beyond the limits and becomes `-i64::MAX`.
    #[must_use]
    pub fn whole(value: i64) -> Exact {
        Exact { numer: value.max(-i64::MAX), denom: NonZeroU32::MIN }
    }

    fn within_limits(numer: i64, denom: NonZeroU32) -> Option<Exact> {
        (numer != i64::MIN && denom.get() <= FINEST).then_some(Exact { numer, denom })
    }

    /// The numerator and the denominator, in lowest terms.
    #[must_use]
    pub fn fraction(self) -> (i64, u32) {
        (self.numer, self.denom.get())
    }

    fn is_whole(self) -> bool {
        self.denom == NonZeroU32::MIN
    }

    /// The numerator over the product of both denominators. The limits keep it within a `Decimal`.
    fn crossed(self, other: Exact) -> Option<i128> {
        let numer = Decimal::from(self.numer).checked_mul(other.denom.get().into())?;
        Some(numer.mantissa())
    }

    /// The sum.
    #[must_use]
    #[expect(
        clippy::should_implement_trait,
        reason = "an operator would have to panic on overflow"
    )]
    pub fn add(self, other: Exact) -> Option<Exact> {
        if self.is_whole() && other.is_whole() {
            return Exact::within_limits(self.numer.checked_add(other.numer)?, self.denom);
        }
        let numer = self.crossed(other)?.checked_add(other.crossed(self)?)?;
        let denom = u64::from(self.denom.get()).checked_mul(other.denom.get().into())?;
        let rest = u64::try_from(numer.checked_rem_euclid(denom.into())?).ok()?;
        let divisor = greatest_common_divisor(denom, rest);
        let numer = i64::try_from(numer.checked_div(divisor.into())?).ok()?;
        let denom = u32::try_from(denom.checked_div(divisor)?).ok()?;
        Exact::within_limits(numer, NonZeroU32::new(denom)?)
    }

    /// The number with its sign changed.
    #[must_use]
    pub fn negated(self) -> Exact {
        // The numerator is never `i64::MIN`.
        Exact { numer: self.numer.saturating_neg(), ..self }
    }

    /// The product.
    #[must_use]
    #[expect(
        clippy::should_implement_trait,
        reason = "an operator would have to panic on overflow"
    )]
    pub fn mul(self, other: Exact) -> Option<Exact> {
        // Each numerator over the other denominator in lowest terms: then the product is in lowest terms too.
        let (a, b) = (self.over(other.denom)?, other.over(self.denom)?);
        Exact::within_limits(a.numer.checked_mul(b.numer)?, a.denom.checked_mul(b.denom)?)
    }

    /// The numerator over another denominator, in lowest terms.
    fn over(self, denom: NonZeroU32) -> Option<Exact> {
        if denom == NonZeroU32::MIN {
            return Some(Exact { denom, ..self });
        }
        Exact::new(self.numer, denom.get())
    }

    /// The number brought to a multiple of `unit` in the named way. `None` also if `unit` is zero.
    ///
    /// ```
    /// use iju_check::amount::{Exact, Rounding};
    /// let third = Exact::new(2_960_000, 3).unwrap();
    /// assert_eq!(third.rounded(Rounding::Floor, 1), Some(Exact::whole(986_666)));
    /// assert_eq!(third.rounded(Rounding::Ceil, 1_000), Some(Exact::whole(987_000)));
    /// ```
    #[must_use]
    pub fn rounded(self, way: Rounding, unit: u32) -> Option<Exact> {
        let step = i64::from(self.denom.get()).checked_mul(unit.into())?;
        // How far the numerator is above the multiple of the step below it, and below the one above it.
        let down = self.numer.checked_rem_euclid(step)?;
        let up = step.checked_sub(down)?;
        let is_up = match way {
            Rounding::Floor => false,
            Rounding::Ceil => down > 0,
            Rounding::HalfUp => up <= down,
        };
        let below = self.numer.checked_div_euclid(step)?;
        let units = if is_up { below.checked_add(1)? } else { below };
        Exact::within_limits(units.checked_mul(unit.into())?, NonZeroU32::MIN)
    }

    /// The number as an `i32`, if it is whole and fits.
    #[must_use]
    pub fn to_i32(self) -> Option<i32> {
        self.is_whole().then(|| i32::try_from(self.numer).ok()).flatten()
    }

    /// Whether the number is below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.numer < 0
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Exact) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Exact) -> Ordering {
        if self.denom == other.denom {
            return self.numer.cmp(&other.numer);
        }
        self.crossed(*other).cmp(&other.crossed(*self))
    }
}

/// Digits, and `/` with the denominator where the number is not whole: `1000000`, `2960000/3`.
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (numer, denom) = self.fraction();
        if denom == 1 { write!(f, "{numer}") } else { write!(f, "{numer}/{denom}") }
    }
}

/// The largest whole number that divides both whole numbers; zero if both are zero.
fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    let (mut a, mut b) = (a, b);
    while let Some(rest) = a.checked_rem(b) {
        (a, b) = (b, rest);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(numer: i64, denom: u32) -> Exact {
        Exact::new(numer, denom).unwrap()
    }

    #[test]
    fn the_largest_numerator_is_the_largest_i64() {
        let largest = Exact::whole(i64::MAX);
        assert_eq!(largest.to_string(), "9223372036854775807");
        assert_eq!(largest.negated().to_string(), "-9223372036854775807");
        assert_eq!(largest.negated(), Exact::whole(i64::MIN));
        assert_eq!(largest.negated().negated(), largest);
        assert_eq!(largest.add(Exact::ONE), None);
        assert_eq!(largest.negated().add(Exact::ONE.negated()), None);
        assert_eq!(largest.add(Exact::ONE.negated()).unwrap().to_string(), "9223372036854775806");
        assert_eq!(largest.cmp(&exact(-i64::MAX, 999_999_999)), Ordering::Greater);
        let finest = exact(i64::MAX, 1_000_000_000);
        assert_eq!(finest.cmp(&exact(i64::MAX, 999_999_999)), Ordering::Less);
    }

    #[test]
    fn a_result_is_within_the_limits_although_a_step_to_it_is_not() {
        let half_of_largest = exact(i64::MAX, 2);
        assert_eq!(half_of_largest.add(half_of_largest), Some(Exact::whole(i64::MAX)));
        let finest = exact(i64::MAX, 1_000_000_000);
        assert_eq!(finest.add(finest.negated()), Some(Exact::ZERO));
        assert_eq!(finest.mul(Exact::whole(1_000_000_000)), Some(Exact::whole(i64::MAX)));
        let down = exact(-i64::MAX, 2).rounded(Rounding::Floor, 1);
        assert_eq!(down, Some(Exact::whole(-4_611_686_018_427_387_904)));
        assert_eq!(Exact::whole(i64::MAX).rounded(Rounding::Ceil, 1_000), None);
        assert_eq!(Exact::ONE.rounded(Rounding::Floor, 0), None);
    }

    #[test]
    fn fractions_are_reduced_and_exact() {
        assert_eq!(exact(2, 15).mul(Exact::whole(12_600_000)), Some(Exact::whole(1_680_000)));
        assert_eq!(exact(2, 15).mul(Exact::whole(7_400_000)).unwrap().to_string(), "2960000/3");
        assert_eq!(exact(1, 3).add(exact(1, 6)), Exact::new(1, 2));
        assert_eq!(exact(1, 3).mul(Exact::whole(300_000)), Some(Exact::whole(100_000)));
        assert_eq!(exact(-4, 6).to_string(), "-2/3");
    }

    #[test]
    fn small_arithmetic_agrees_with_integers() {
        for a in -12..=12_i64 {
            for b in 1..=6_u32 {
                for c in -12..=12_i64 {
                    for d in 1..=6_u32 {
                        let (b64, d64) = (i64::from(b), i64::from(d));
                        let sum = exact(a, b).add(exact(c, d)).unwrap();
                        assert_eq!(sum, exact(a * d64 + c * b64, b * d), "{a}/{b} + {c}/{d}");
                        assert_eq!(exact(a, b).mul(exact(c, d)).unwrap(), exact(a * c, b * d));
                        assert_eq!(exact(a, b).cmp(&exact(c, d)), (a * d64).cmp(&(c * b64)));
                    }
                }
            }
        }
    }

    #[test]
    fn rounding_goes_where_it_is_told() {
        for numer in -40..=40_i64 {
            for denom in 1..=7_u32 {
                for unit in 1..=5_u32 {
                    let step = i64::from(denom) * i64::from(unit);
                    let value = exact(numer, denom);
                    let times = |n: i64| Some(Exact::whole(n * i64::from(unit)));
                    assert_eq!(value.rounded(Rounding::Floor, unit), times(numer.div_euclid(step)));
                    assert_eq!(
                        value.rounded(Rounding::Ceil, unit),
                        times(-(-numer).div_euclid(step))
                    );
                    assert_eq!(
                        value.rounded(Rounding::HalfUp, unit),
                        times((2 * numer + step).div_euclid(2 * step)),
                        "{numer}/{denom} to {unit}"
                    );
                }
            }
        }
    }

    #[test]
    fn leaving_the_limits_is_reported() {
        let large = Exact::whole(i64::MAX);
        assert_eq!(large.mul(large), None);
        assert_eq!(Exact::new(1, 1_000_000_001), None);
        assert_eq!(Exact::new(1, 0), None);
        assert_eq!(exact(1, 99_999).add(exact(1, 99_998)), None);
    }
}
