//! The edges: compiled rulebooks, what crosses to and from JavaScript, answers by name, and reports with ids.
//! Nothing here evaluates, and nothing that comes in is trusted.

#[cfg(feature = "author")]
pub mod answers;
mod coded;
pub mod compiled;
pub mod edge;
pub mod fit;
pub mod given;
#[cfg(feature = "author")]
mod json;
#[cfg(feature = "author")]
pub mod named;
#[cfg(feature = "author")]
pub mod names;
mod numbers;
#[cfg(feature = "author")]
pub mod refusal;
#[cfg(feature = "author")]
pub mod rulings;
#[cfg(feature = "author")]
pub mod script;
#[cfg(feature = "author")]
pub mod shape;
#[cfg(feature = "author")]
pub mod share;
