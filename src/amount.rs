//! Exact numbers: whole numbers and reduced fractions of yen, with named rounding.
//! Nothing here knows units, ranges or unknowns, and nothing is ever rounded unasked.

use core::cmp::Ordering;
use core::fmt;
use core::num::NonZeroU32;
use rust_decimal::Decimal;
use strum::{IntoStaticStr, VariantArray};

/// The largest denominator.
pub const MAX_DENOM: u32 = 10_000;

/// An exact number, always reduced: `numer / denom` with `1 <= denom <= 10_000` and a numerator whose
/// magnitude is at most [`i64::MAX`], a million times what a rule or an answer can hold.
///
/// The numerator is a [`Decimal`] of scale 0, whose own operators panic on overflow and divide to 28
/// digits; arithmetic here goes over its digits as one machine word instead, checked.
///
/// Operations return `None` where the result leaves the limits; callers widen their range then.
#[derive(Clone, Copy, Debug, Eq)]
pub struct Exact {
    numer: Decimal,
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
    pub const ZERO: Exact = Exact { numer: Decimal::ZERO, denom: NonZeroU32::MIN };
    /// One.
    pub const ONE: Exact = Exact { numer: Decimal::ONE, denom: NonZeroU32::MIN };

    /// A fraction, reduced. `None` if `denom` is zero or over [`MAX_DENOM`] once reduced.
    #[must_use]
    pub fn new(numer: i64, denom: u32) -> Option<Exact> {
        Exact::reduced(numer, denom)
    }

    /// A whole number; in place of [`i64::MIN`], which has no opposite, the one after it.
    #[must_use]
    pub fn whole(value: i64) -> Exact {
        Exact { numer: Decimal::from(value.max(-i64::MAX)), denom: NonZeroU32::MIN }
    }

    // One copy: inlined at every operation it weighs several kilobytes in the engine.
    #[inline(never)]
    fn reduced(numer: i64, denom: u32) -> Option<Exact> {
        let (mut numer, mut denom) = (numer, denom);
        if denom != 1 {
            let over = numer.checked_rem(i64::from(denom))?;
            let divisor = gcd(denom, u32::try_from(over.unsigned_abs()).ok()?);
            numer = numer.checked_div(i64::from(divisor))?;
            denom = denom.checked_div(divisor)?;
        }
        if numer == i64::MIN || denom > MAX_DENOM {
            return None;
        }
        Some(Exact { denom: NonZeroU32::new(denom)?, ..Exact::whole(numer) })
    }

    /// The number as a reduced fraction: numerator and denominator.
    #[must_use]
    pub fn fraction(self) -> (i64, u32) {
        (self.numer(), self.denom.get())
    }

    fn numer(self) -> i64 {
        let parts = self.numer.unpack();
        let magnitude = (u64::from(parts.mid) << 32 | u64::from(parts.lo)).cast_signed();
        if parts.negative { magnitude.wrapping_neg() } else { magnitude }
    }

    /// The sum.
    #[must_use]
    #[expect(
        clippy::should_implement_trait,
        reason = "an operator would have to panic on overflow"
    )]
    pub fn add(self, other: Exact) -> Option<Exact> {
        let (a, b) = (self.denom.get(), other.denom.get());
        let (mut left, mut right) = (self.numer(), other.numer());
        if a == b {
            return Exact::reduced(left.checked_add(right)?, a);
        }
        let shared = gcd(a, b);
        let more = b.checked_div(shared)?;
        left = left.checked_mul(i64::from(more))?;
        right = right.checked_mul(i64::from(a.checked_div(shared)?))?;
        Exact::reduced(left.checked_add(right)?, a.checked_mul(more)?)
    }

    /// The number with its sign changed.
    #[must_use]
    pub fn negated(self) -> Exact {
        let mut numer = self.numer;
        numer.set_sign_positive(numer.is_zero() || numer.is_sign_negative());
        Exact { numer, ..self }
    }

    /// The product.
    #[must_use]
    #[expect(
        clippy::should_implement_trait,
        reason = "an operator would have to panic on overflow"
    )]
    pub fn mul(self, other: Exact) -> Option<Exact> {
        let denom = self.denom.get().checked_mul(other.denom.get())?;
        Exact::reduced(self.numer().checked_mul(other.numer())?, denom)
    }

    /// The number brought to a multiple of `unit` (one or more) in the named way.
    ///
    /// ```
    /// use iju_check::amount::{Exact, Rounding};
    /// let third = Exact::new(2_960_000, 3).unwrap();
    /// assert_eq!(third.rounded(Rounding::Floor, 1), Some(Exact::whole(986_666)));
    /// assert_eq!(third.rounded(Rounding::Ceil, 1_000), Some(Exact::whole(987_000)));
    /// ```
    #[must_use]
    pub fn rounded(self, way: Rounding, unit: u32) -> Option<Exact> {
        let unit = i64::from(unit);
        let step = i64::from(self.denom.get()).checked_mul(unit)?;
        let numer = self.numer();
        let times = match way {
            Rounding::Floor => numer.checked_div_euclid(step)?,
            Rounding::Ceil => numer.checked_neg()?.checked_div_euclid(step)?.checked_neg()?,
            Rounding::HalfUp => {
                let doubled = numer.checked_mul(2)?.checked_add(step)?;
                doubled.checked_div_euclid(step.checked_mul(2)?)?
            }
        };
        Exact::reduced(times.checked_mul(unit)?, 1)
    }

    /// The number, if it is a whole one of four bytes.
    #[must_use]
    pub fn to_i32(self) -> Option<i32> {
        let whole = self.denom == NonZeroU32::MIN;
        whole.then(|| i32::try_from(self.numer()).ok()).flatten()
    }

    /// Whether the number is below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.numer.is_sign_negative() && !self.numer.is_zero()
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Exact) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Exact) -> Ordering {
        let (left, right) = (self.numer(), other.numer());
        if self.denom == other.denom {
            return left.cmp(&right);
        }
        // Two words hold any of these products.
        let crossed =
            |numer: i64, denom: NonZeroU32| i128::from(numer).wrapping_mul(denom.get().into());
        crossed(left, other.denom).cmp(&crossed(right, self.denom))
    }
}

/// Of two reduced fractions, without the scaling that [`Decimal`] does first.
impl PartialEq for Exact {
    fn eq(&self, other: &Exact) -> bool {
        self.denom == other.denom && self.numer() == other.numer()
    }
}

/// Digits, and `/` with the denominator where the number is not whole: `1000000`, `2960000/3`.
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (numer, denom) = self.fraction();
        if denom == 1 { write!(f, "{numer}") } else { write!(f, "{numer}/{denom}") }
    }
}

fn gcd(a: u32, b: u32) -> u32 {
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
    fn the_limit_is_a_word() {
        let largest = Exact::whole(i64::MAX);
        assert_eq!(largest.to_string(), "9223372036854775807");
        assert_eq!(largest.negated().to_string(), "-9223372036854775807");
        assert_eq!(largest.negated(), Exact::whole(i64::MIN));
        assert_eq!(largest.negated().negated(), largest);
        assert_eq!(largest.add(Exact::ONE), None);
        assert_eq!(largest.negated().add(Exact::ONE.negated()), None);
        assert_eq!(largest.add(Exact::ONE.negated()).unwrap().to_string(), "9223372036854775806");
        assert_eq!(largest.cmp(&exact(-i64::MAX, 9_999)), Ordering::Greater);
        assert_eq!(exact(i64::MAX, 10_000).cmp(&exact(i64::MAX, 9_999)), Ordering::Less);
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
        assert_eq!(Exact::new(1, 10_001), None);
        assert_eq!(Exact::new(1, 0), None);
        assert_eq!(exact(1, 9_999).add(exact(1, 9_998)), None);
    }
}
