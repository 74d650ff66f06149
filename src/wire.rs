//! The edges: compiled bytes, answers from outside, and reports with ids put to them.
//! Nothing here evaluates, and nothing that comes in is trusted.

pub mod answers;
pub mod bytes;
mod code;
pub mod flat;
pub mod index;
#[cfg(feature = "author")]
pub mod json;
pub mod refusal;
