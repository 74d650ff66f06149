//! Compiled rulebooks as bytes: a mark, a format version and the rules, without their ids. Decoding checks
//! every invariant again, since the bytes may be damaged or hostile.

mod rules;

use super::coded::Coded;
use super::numbers::{Bytes, Source};
use crate::rulebook::{City, CityRules, Invalid};
use core::fmt;

/// Name of the custom section that holds a city's bytes in its `.wasm`.
pub const SECTION: &str = "iju-rulebook";

const MARK: [u8; 3] = *b"IJU";

/// Version of the format; bytes of another version are refused.
pub const FORMAT: u8 = 13;

/// The most bytes that are looked at.
pub const MAX_BYTES: usize = 1 << 20;

/// Why bytes are not a rulebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// They do not begin with the mark.
    NotARulebook,
    /// They are of another format version.
    OtherVersion(u8),
    /// They end too early, go on too long, or hold no such structure.
    Damaged,
    /// They hold rules that break an invariant.
    Invalid(Invalid),
}

impl DecodeError {
    /// What is wrong and what to do, without the details.
    #[must_use]
    pub fn message(&self) -> &'static str {
        match self {
            DecodeError::NotARulebook => "the bytes are no compiled rulebook",
            DecodeError::OtherVersion(_) => {
                "the compiled rulebook has another format: compile it again"
            }
            DecodeError::Damaged => "the compiled rulebook is damaged: compile it again",
            DecodeError::Invalid(_) => "the compiled rulebook is invalid: compile it again",
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.message())?;
        match self {
            DecodeError::OtherVersion(found) => write!(f, " (found {found}, expected {FORMAT})"),
            DecodeError::Invalid(invalid) => write!(f, " ({invalid})"),
            DecodeError::NotARulebook | DecodeError::Damaged => Ok(()),
        }
    }
}

impl core::error::Error for DecodeError {}

/// The bytes of a city's rules.
///
/// # Errors
/// If the rules take more than [`MAX_BYTES`].
pub fn encode(city: &City) -> Result<Vec<u8>, DecodeError> {
    let mut bytes = MARK.to_vec();
    bytes.push(FORMAT);
    city.rules().write(&mut bytes);
    if bytes.len() > MAX_BYTES { Err(DecodeError::Damaged) } else { Ok(bytes) }
}

/// The city in some bytes; no id is left in it.
///
/// # Errors
/// Whatever is wrong with the bytes; see [`DecodeError`].
///
/// # Example
/// ```
/// use iju_check::check;
/// use iju_check::diagnostic::{Diagnostics, Files};
/// use iju_check::wire::compiled::{decode, encode};
/// use std::path::Path;
///
/// let (mut files, mut problems) = (Files::default(), Diagnostics::default());
/// let folder = Path::new("tests/cases");
/// let checked = check::load(folder, &mut files, &mut problems).unwrap().unwrap();
///
/// let mut bytes = encode(&checked.cities[0]).unwrap();
/// let town = decode(&bytes).unwrap();
/// assert_eq!(town.programmes().len(), checked.cities[0].programmes().len());
///
/// bytes.pop();
/// assert!(decode(&bytes).is_err());
/// ```
pub fn decode(bytes: &[u8]) -> Result<City, DecodeError> {
    let (mark, rest) = bytes.split_first_chunk::<3>().ok_or(DecodeError::NotARulebook)?;
    if *mark != MARK {
        return Err(DecodeError::NotARulebook);
    }
    let (version, rules) = rest.split_first().ok_or(DecodeError::Damaged)?;
    if *version != FORMAT {
        return Err(DecodeError::OtherVersion(*version));
    }
    if bytes.len() > MAX_BYTES {
        return Err(DecodeError::Damaged);
    }
    let mut from = Bytes::new(rules);
    let rules = CityRules::read(&mut from).map_err(|_| DecodeError::Damaged)?;
    if from.left() > 0 {
        return Err(DecodeError::Damaged);
    }
    City::new(rules).map_err(DecodeError::Invalid)
}
