//! Compiled rulebooks as untrusted bytes: what is encoded comes back, and damage gives an error or
//! valid rules that evaluate, never a panic. What the rules say is not looked at.

use crate::shipped;
use iju_check::calendar::Day;
use iju_check::evaluate::evaluate;
use iju_check::situation::Situation;
use iju_check::wire::bytes::{DecodeError, FORMAT, decode, encode};
use iju_check::wire::flat::flatten;

fn bytes() -> Vec<u8> {
    encode(shipped("oita")).unwrap()
}

#[test]
fn a_rulebook_comes_back_as_it_was() {
    for city in [shipped("nemuro"), shipped("oita")] {
        let bytes = encode(city).unwrap();
        let decoded = decode(&bytes).unwrap();
        assert_eq!(decoded.rules(), city.rules());
        assert_eq!(encode(&decoded).unwrap(), bytes);
        assert!(bytes.len() < 16_384, "a city takes a few kilobytes, found {}", bytes.len());
    }
}

#[test]
fn every_truncation_is_refused() {
    let bytes = bytes();
    for length in 0..bytes.len() {
        assert!(decode(&bytes[..length]).is_err(), "{length} bytes were accepted");
    }
    let longer = [bytes.as_slice(), &[0]].concat();
    assert_eq!(decode(&longer).unwrap_err(), DecodeError::Damaged);
}

#[test]
fn every_flipped_bit_or_byte_gives_an_error_or_rules_that_evaluate() {
    let bytes = bytes();
    let on = Day::parse("2025-06-10").unwrap();
    let (mut refused, mut accepted) = (0, 0);
    for at in 0..bytes.len() {
        for flip in (0..8).map(|bit| 1 << bit).chain([0xff]) {
            let mut damaged = bytes.clone();
            damaged[at] ^= flip;
            match decode(&damaged) {
                Err(_) => refused += 1,
                Ok(city) => {
                    accepted += 1;
                    let report = evaluate(&city, &Situation::unknown(&city), on, on);
                    assert!(!flatten(&report).numbers.is_empty());
                }
            }
        }
    }
    // Ids and constants can change into others that are just as valid.
    assert!(refused > 0 && accepted > 0, "{refused} refused, {accepted} accepted");
}

#[test]
fn other_bytes_and_other_versions_are_named() {
    assert_eq!(decode(b"").unwrap_err(), DecodeError::NotARulebook);
    assert_eq!(decode(b"\0asm").unwrap_err(), DecodeError::NotARulebook);
    let mut other = bytes();
    other[3] = FORMAT + 1;
    assert_eq!(decode(&other).unwrap_err(), DecodeError::OtherVersion(FORMAT + 1));
}
