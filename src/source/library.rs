//! The library: what a year uses by name without declaring it. Its rules cite nothing, because a year cites its
//! own sources.

use super::Reading;
use super::expr::Expr;
use super::programme::Requirement;
use super::text::{Text, Word};

/// What years use by name without declaring it.
#[derive(Debug, Default)]
pub struct Library {
    /// The questions for the desk.
    pub asks: Vec<(Word, Text)>,
    /// Points that sources often leave open.
    pub readings: Vec<Reading>,
    /// Named expressions.
    pub definitions: Vec<(Word, Expr)>,
    /// Named expressions about a member of a list, by list.
    pub member_definitions: Vec<(Word, Vec<(Word, Expr)>)>,
    /// Requirements that many programmes have. A programme takes one over with its own citation.
    pub requirements: Vec<Requirement>,
}
