//! Sequences of whole numbers, laid out as bytes or as machine words: what crosses an edge is first turned
//! into such a sequence. Nothing here knows what the numbers mean.

use core::fmt;

/// Why a sequence of numbers is not the structure that was expected: it ends too early, goes on too long,
/// or holds a number that the structure does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damaged;

impl fmt::Display for Damaged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the numbers do not hold the expected structure")
    }
}

impl core::error::Error for Damaged {}

/// Takes numbers one after another.
pub(crate) trait Sink {
    /// Appends a number.
    fn put(&mut self, number: i64);
}

/// Gives numbers back in the order in which they were put.
pub(crate) trait Source {
    /// Takes the next number off the front.
    ///
    /// # Errors
    /// If none is left, or the next one is malformed.
    fn take(&mut self) -> Result<i64, Damaged>;

    /// An upper bound of how many numbers are left.
    fn left(&self) -> usize;

    /// Runs `read` one list deeper. Lists nest at most [`MAX_DEPTH`] deep, so that hostile input cannot
    /// exhaust the stack.
    ///
    /// # Errors
    /// Those of `read`; and if the lists nest too deep.
    fn nested<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Damaged>,
    ) -> Result<T, Damaged>
    where
        Self: Sized;
}

/// How deep lists may nest: a year's programmes' parts nest three deep, and a household's members four.
pub(crate) const MAX_DEPTH: u8 = 8;

/// Numbers as bytes: the sign moves to the lowest bit (zigzag), then seven bits a byte, lowest first, the
/// highest bit set on all bytes but the last (LEB128). Compiled rulebooks use this form.
impl Sink for Vec<u8> {
    fn put(&mut self, number: i64) {
        let mut left = ((number << 1) ^ (number >> 63)).cast_unsigned();
        loop {
            let low = u8::try_from(left & 0x7f).unwrap_or(0);
            left >>= 7;
            if left == 0 {
                return self.push(low);
            }
            self.push(low | 0x80);
        }
    }
}

/// Reads numbers from bytes.
pub(crate) struct Bytes<'a> {
    rest: &'a [u8],
    depth: u8,
}

impl<'a> Bytes<'a> {
    /// Reads from the first byte on.
    pub(crate) fn new(bytes: &'a [u8]) -> Bytes<'a> {
        Bytes { rest: bytes, depth: 0 }
    }
}

impl Source for Bytes<'_> {
    fn take(&mut self) -> Result<i64, Damaged> {
        let mut zigzag = 0_u64;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.rest.split_first().ok_or(Damaged)?;
            self.rest = rest;
            let bits = u64::from(byte & 0x7f);
            let placed = bits << shift;
            if placed >> shift != bits {
                return Err(Damaged);
            }
            zigzag |= placed;
            if byte & 0x80 == 0 {
                let magnitude = (zigzag >> 1).cast_signed();
                return Ok(if zigzag & 1 == 0 { magnitude } else { !magnitude });
            }
        }
        Err(Damaged)
    }

    fn left(&self) -> usize {
        self.rest.len()
    }

    fn nested<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Damaged>,
    ) -> Result<T, Damaged> {
        self.depth = deeper(self.depth)?;
        let found = read(self);
        self.depth = self.depth.saturating_sub(1);
        found
    }
}

/// Introduces a number that does not fit in one word: its higher word follows, then its lower word.
/// `www/edge/numbers.js` has the same constant.
const WIDE: i32 = i32::MIN;

/// Numbers as 32-bit words, one for most numbers and three for the others. Reports and answers cross to
/// JavaScript in this form, as one typed array.
impl Sink for Vec<i32> {
    fn put(&mut self, number: i64) {
        match i32::try_from(number) {
            Ok(word) if word != WIDE => self.push(word),
            Ok(_) | Err(_) => {
                let [a, b, c, d, e, f, g, h] = number.to_le_bytes();
                let (low, high) =
                    (i32::from_le_bytes([a, b, c, d]), i32::from_le_bytes([e, f, g, h]));
                self.extend([WIDE, high, low]);
            }
        }
    }
}

/// Reads numbers from 32-bit words.
pub(crate) struct Words<'a> {
    rest: &'a [i32],
    depth: u8,
}

impl<'a> Words<'a> {
    /// Reads from the first word on.
    pub(crate) fn new(words: &'a [i32]) -> Words<'a> {
        Words { rest: words, depth: 0 }
    }

    fn word(&mut self) -> Result<i32, Damaged> {
        let (word, rest) = self.rest.split_first().ok_or(Damaged)?;
        self.rest = rest;
        Ok(*word)
    }
}

impl Source for Words<'_> {
    fn take(&mut self) -> Result<i64, Damaged> {
        let word = self.word()?;
        if word != WIDE {
            return Ok(i64::from(word));
        }
        let (high, low) = (self.word()?, self.word()?);
        let [a, b, c, d] = low.to_le_bytes();
        let [e, f, g, h] = high.to_le_bytes();
        Ok(i64::from_le_bytes([a, b, c, d, e, f, g, h]))
    }

    fn left(&self) -> usize {
        self.rest.len()
    }

    fn nested<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Damaged>,
    ) -> Result<T, Damaged> {
        self.depth = deeper(self.depth)?;
        let found = read(self);
        self.depth = self.depth.saturating_sub(1);
        found
    }
}

fn deeper(depth: u8) -> Result<u8, Damaged> {
    depth.checked_add(1).filter(|depth| *depth <= MAX_DEPTH).ok_or(Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers around every power of two, of both signs.
    fn edges() -> Vec<i64> {
        let mut all = vec![0, i64::MIN, i64::MAX];
        for shift in 0..63 {
            let power = 1_i64 << shift;
            for near in [power.wrapping_sub(1), power, power.wrapping_add(1)] {
                all.extend([near, near.wrapping_neg()]);
            }
        }
        all
    }

    #[test]
    fn every_number_returns_from_bytes_and_from_words() {
        let (mut bytes, mut words) = (Vec::<u8>::new(), Vec::<i32>::new());
        for number in edges() {
            bytes.put(number);
            words.put(number);
        }
        let (mut from_bytes, mut from_words) = (Bytes::new(&bytes), Words::new(&words));
        for number in edges() {
            assert_eq!(from_bytes.take(), Ok(number));
            assert_eq!(from_words.take(), Ok(number));
        }
        assert_eq!((from_bytes.left(), from_words.left()), (0, 0));
        assert_eq!(from_bytes.take(), Err(Damaged));
        assert_eq!(from_words.take(), Err(Damaged));
    }

    #[test]
    fn malformed_numbers_are_damage() {
        // Eleven bytes, bits beyond the sixty-fourth, and no last byte.
        for bytes in
            [&[0x80; 11][..], &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2], &[0x80]]
        {
            assert_eq!(Bytes::new(bytes).take(), Err(Damaged), "{bytes:?}");
        }
        assert_eq!(Words::new(&[WIDE, 1]).take(), Err(Damaged));
    }

    #[test]
    fn nesting_has_an_end() {
        fn descend(from: &mut Bytes<'_>, levels: u8) -> Result<i64, Damaged> {
            if levels == 0 { from.take() } else { from.nested(|from| descend(from, levels - 1)) }
        }
        assert_eq!(descend(&mut Bytes::new(&[4]), MAX_DEPTH), Ok(2));
        assert_eq!(descend(&mut Bytes::new(&[4]), MAX_DEPTH + 1), Err(Damaged));
    }
}
