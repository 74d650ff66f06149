//! Frameworks: the clauses that a nation or a prefecture lays down for many municipalities, and how a
//! programme uses one. Nothing here knows which clauses and parameters exist; `expand` looks them up.

use super::example::Example;
use super::expr::Expr;
use super::programme::{Level, Obligation, Part, Requirement};
use super::text::{Cite, Statement, Text, Word};
use super::{Reading, Source};
use crate::calendar::{Day, Period};
use crate::diagnostic::Place;
use crate::rulebook::{Benefit, Party};
use strum::{IntoStaticStr, VariantArray};

/// A version of a framework.
#[derive(Debug)]
pub struct Framework {
    /// Its folder and its version, such as `relocation_grant/2024`, at the beginning of its file.
    pub id: Word,
    /// The fiscal year with which the version's name begins.
    pub fiscal_year: i16,
    /// Its name, with its year.
    pub name: Text,
    /// Who lays it down.
    pub level: Level,
    /// The date that chooses the version: a date fact, or `on` for the application date. Absent if the framework
    /// does not say; then that of the framework on which it builds counts.
    pub version_by: Option<Word>,
    /// Its clauses, or the framework on which it builds.
    pub basis: Basis,
    /// The sources.
    pub sources: Vec<Source>,
    /// What it leaves to the municipalities.
    pub parameters: Vec<FrameworkParameter>,
    /// Which places were on a list, and when.
    pub lists: Vec<DatedList>,
    /// The questions for the desk.
    pub asks: Vec<(Word, Text)>,
    /// The points that its text leaves open.
    pub readings: Vec<Reading>,
    /// Named expressions.
    pub definitions: Vec<(Word, Expr)>,
    /// Named expressions about a member of a list, by list.
    pub member_definitions: Vec<(Word, Vec<(Word, Expr)>)>,
    /// What the household owes after the award, and until when.
    pub obligations: Vec<Obligation>,
    /// Acts that bar an application if they come before it.
    pub before: Vec<Statement>,
    /// Papers to bring.
    pub documents: Vec<Statement>,
    /// Anything else.
    pub notes: Vec<Statement>,
    /// Worked examples, each of a municipality that confirms every clause and departs from none.
    pub examples: Vec<FrameworkExample>,
}

/// Where the clauses of a framework come from.
#[derive(Debug)]
pub enum Basis {
    /// The framework states them.
    Own(Box<Terms>),
    /// It takes over those of another framework, and may depart from them.
    BuildsOn(FrameworkUse),
}

/// The clauses of a framework that builds on no other.
#[derive(Clone, Debug)]
pub struct Terms {
    /// The kind of benefit.
    pub benefit: Benefit,
    /// Who pays.
    pub payer: Party,
    /// Who is paid.
    pub payee: Party,
    /// The top group of the requirements.
    pub requires: Requirement,
    /// The parts of the amount.
    pub parts: Vec<FrameworkPart>,
}

/// A part of the amount of a framework.
#[derive(Clone, Debug)]
pub struct FrameworkPart {
    /// The part.
    pub part: Part,
    /// The figure in a sentence. It is shown where the municipality does not confirm the part.
    pub reported: Text,
}

/// A point that a framework leaves to those who use it.
#[derive(Clone, Debug)]
pub struct FrameworkParameter {
    /// The id, by which the framework's expressions name it.
    pub id: Word,
    /// The type of its value.
    pub quantity: Quantity,
    /// What it is.
    pub says: Text,
    /// Who decides it.
    pub decides: Decides,
    /// The usual value. Messages show it; nothing computes with it.
    pub usual: Option<Word>,
    /// The values that were seen.
    pub seen: Vec<Seen>,
    /// The id of its question for the desk; a parameter with values that were seen has one.
    pub ask: Option<Word>,
}

/// A value of a parameter that was seen somewhere.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The id, which is that of a choice of a reading.
    pub id: Word,
    /// The value in words, with its citations.
    pub statement: Statement,
    /// The value.
    pub value: ParameterValue,
}

/// The types of parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Quantity {
    /// Yen.
    Yen,
    /// A number.
    Number,
    /// Yes or no.
    YesNo,
    /// A length of time.
    Period,
    /// A day.
    Date,
}

/// Who decides a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Decides {
    /// The nation.
    Nation,
    /// The prefecture.
    Prefecture,
    /// The municipality.
    City,
}

/// The value of a parameter.
#[derive(Clone, Debug)]
pub enum ParameterValue {
    /// An expression.
    Expr(Expr),
    /// A length of time.
    Period(Period, Place),
}

impl ParameterValue {
    /// Its place.
    #[must_use]
    pub fn place(&self) -> Place {
        match self {
            ParameterValue::Expr(expr) => expr.place,
            ParameterValue::Period(_, place) => *place,
        }
    }
}

/// The name of the function that asks a list. It exists in frameworks and in the departures from them.
pub const ON_LIST: &str = "on_list";

/// A list of places that changes from time to time. Conditions ask it with [`ON_LIST`].
#[derive(Clone, Debug)]
pub struct DatedList {
    /// The id.
    pub id: Word,
    /// The places of which something is known.
    pub places: Vec<ListedPlace>,
    /// Whether it is open if a place that is not named was on the list. Otherwise it was not.
    pub are_others_open: bool,
    /// What is asked where it is open whether a place was on the list.
    pub open: Option<OpenList>,
}

impl DatedList {
    /// Whether it is open for some place and day whether the place was on the list.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.are_others_open || self.places.iter().any(|place| !place.perhaps.is_empty())
    }
}

/// A place, and the days on which it was on a list. On all other days it was not.
#[derive(Clone, Debug)]
pub struct ListedPlace {
    /// The place: an option of the fact about which conditions ask.
    pub id: Word,
    /// The days on which it was on the list.
    pub on: Vec<Span>,
    /// The days for which the sources leave it open.
    pub perhaps: Vec<Span>,
    /// The citations.
    pub cites: Vec<Cite>,
}

/// Days in a row. An absent end is not bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub to: Option<Day>,
}

/// What is asked where it is open whether a place was on a list.
#[derive(Clone, Debug)]
pub struct OpenList {
    /// The id of the question for the desk.
    pub ask: Word,
    /// What it means that the place was on the list.
    pub listed: Statement,
    /// What it means that it was not.
    pub not_listed: Statement,
}

/// How a programme, or another framework, uses a framework.
#[derive(Clone, Debug)]
pub struct FrameworkUse {
    /// The framework and its version, such as `relocation_grant/2024`.
    pub framework: Word,
    /// The parameters that are stated.
    pub parameters: Vec<Stated>,
    /// The clauses that the user's own text repeats, with its citations.
    pub confirms: Vec<(Word, Vec<Cite>)>,
    /// Where the user's own text differs.
    pub departures: Vec<Departure>,
}

/// A parameter and its value.
#[derive(Clone, Debug)]
pub struct Stated {
    /// The parameter.
    pub id: Word,
    /// Its value.
    pub value: ParameterValue,
    /// The citations. A worked example has none.
    pub cites: Vec<Cite>,
}

/// A difference from a framework.
#[derive(Clone, Debug)]
pub enum Departure {
    /// Another clause stands in its place, under the same id.
    Replace(Clause),
    /// A clause stands beside those of the framework.
    Add {
        /// The clause.
        clause: Clause,
        /// The group of requirements to which it belongs, if it is not the top one.
        to: Option<Word>,
    },
    /// A clause does not hold.
    Drop {
        /// The clause.
        clause: Word,
        /// What the user's own text says instead, with its citations.
        statement: Statement,
    },
}

/// A clause of a departure.
#[derive(Clone, Debug)]
pub enum Clause {
    /// A requirement.
    Requirement(Box<Requirement>),
    /// A part of the amount.
    Part(Box<Part>),
    /// An obligation.
    Obligation(Box<Obligation>),
}

/// A worked example of a framework.
#[derive(Clone, Debug)]
pub struct FrameworkExample {
    /// The household, and what is expected of the programme.
    pub example: Example,
    /// The parameters that the municipality states.
    pub parameters: Vec<Stated>,
    /// The date that decides whether the version holds: a date fact or `on`. The framework's own, if absent.
    pub valid_by: Option<Word>,
}
