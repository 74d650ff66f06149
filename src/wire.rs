//! The edges: compiled bytes, answers from outside, and reports with ids put to them.
//! Nothing here evaluates, and nothing that comes in is trusted.

#[cfg(feature = "author")]
pub mod answers;
pub mod bytes;
mod code;
pub mod fit;
pub mod flat;
pub mod given;
pub mod index;
#[cfg(feature = "author")]
pub mod json;
#[cfg(feature = "author")]
pub mod refusal;
