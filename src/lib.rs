//! Decides, in the visitor's own browser, which relocation support of a Japanese city a household could
//! get, how much, and why or why not, from whatever is known. The engine does no input or output and reads
//! no clock.
#![doc = include_str!("lib.md")]

pub mod closed_list;
pub mod index;
pub mod limits;

pub mod amount;
pub mod calendar;
pub mod possible;
pub mod truth;

pub mod report;
pub mod rulebook;
pub mod situation;

pub mod combine;
pub mod evaluate;

pub mod advise;

pub mod wire;

#[cfg(feature = "author")]
pub mod check;
#[cfg(feature = "author")]
pub mod diagnostic;
#[cfg(feature = "author")]
pub mod examples;
#[cfg(feature = "author")]
pub mod expand;
#[cfg(feature = "author")]
pub mod mutants;
#[cfg(feature = "author")]
pub mod page;
#[cfg(feature = "author")]
pub mod parse;
#[cfg(feature = "author")]
pub mod schema;
#[cfg(feature = "author")]
pub mod source;
#[cfg(feature = "author")]
pub mod turning;

#[cfg(target_arch = "wasm32")]
pub mod js;
