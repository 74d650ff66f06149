//! What a rule author wrote, with the place of everything. Data only; nothing here is known to be
//! right beyond its shape.

mod function;

use crate::calendar::{Day, FirstDay, Period};
use crate::diagnostic::Place;
pub use function::{Function, LastParameter, Parameter, ParameterType, ResultType};
use strum::{IntoStaticStr, VariantArray};

/// A word with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// The word.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// A text for people, by language.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Language and text, in the order written.
    pub by_language: Vec<(String, Word)>,
    /// Where it stands.
    pub place: Place,
}

impl Text {
    /// The text in a language; empty if there is none.
    #[must_use]
    pub fn in_language(&self, language: &str) -> &str {
        let found = self.by_language.iter().find(|(known, _)| known == language);
        found.map_or("", |(_, word)| word.text.as_str())
    }
}

/// The words of the pages in one language, by key.
#[derive(Debug)]
pub struct WordsFile {
    /// The language: the file's name.
    pub language: String,
    /// Where the file begins.
    pub place: Place,
    /// Whether the language itself is written with kanji.
    pub has_kanji: bool,
    /// What is written into a page.
    pub page: Vec<(Word, Word)>,
    /// What the script says; a page lists it for the script.
    pub script: Vec<(Word, Word)>,
    /// Slots that a text of any language may use besides those of its own, by key; parted by spaces.
    pub slots: Vec<(Word, Word)>,
}

/// How well a source supports what is cited from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Evidence {
    /// It says so for the year.
    Stated,
    /// It follows from what the city says.
    Inferred,
    /// It is said elsewhere, or of another year: shown, never computed with.
    Reported,
}

/// A citation.
#[derive(Clone, Debug, PartialEq)]
pub struct Cite {
    /// Id of the source.
    pub source: Word,
    /// Article, heading or number.
    pub at: Option<String>,
    /// The grade, where it differs from the source's own.
    pub evidence: Option<Evidence>,
}

/// A cited sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The sentence.
    pub says: Text,
    /// A question ready for the desk.
    pub ask: Option<Text>,
    /// Where it is from.
    pub cites: Vec<Cite>,
}

/// All rule files of a folder.
#[derive(Debug)]
pub struct Rules {
    /// Headings under which questions stand.
    pub topics: Vec<(Word, Text)>,
    /// The facts, in asking order.
    pub facts: Vec<Fact>,
    /// The cities.
    pub cities: Vec<City>,
}

/// A question.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The id.
    pub id: Word,
    /// The heading it stands under; fields of a list have none.
    pub topic: Option<Word>,
    /// The question.
    pub question: Text,
    /// How to answer, or why it is asked.
    pub help: Option<Text>,
    /// Whether the applicant can choose it.
    pub is_chosen: bool,
    /// Options that nobody can choose all the same.
    pub not_chosen: Vec<Word>,
    /// The kind of answer.
    pub kind: FactKind,
}

/// The kind of answer a question takes.
#[derive(Clone, Debug)]
pub enum FactKind {
    /// Yes or no.
    YesNo,
    /// One of some options.
    Choice(Vec<(Word, Text)>),
    /// A whole number.
    Number {
        /// Smallest and largest answer.
        bounds: (i64, i64),
        /// Whether it is money.
        is_yen: bool,
        /// Ends of the bands in which it is asked roughly.
        bands: Vec<i64>,
        /// The word behind the number.
        unit: Option<Text>,
    },
    /// A day.
    Date {
        /// Earliest and latest answer.
        bounds: (Day, Day),
    },
    /// Records.
    List {
        /// The choice by which members not named yet are counted.
        key: Word,
        /// What follows from being the applicant: field and answer.
        applicant: Vec<(Word, Word)>,
        /// What is asked of each.
        fields: Vec<Fact>,
    },
}

/// A city.
#[derive(Debug)]
pub struct City {
    /// The id: the folder's name.
    pub id: String,
    /// Where it is declared.
    pub place: Place,
    /// Its name.
    pub name: Text,
    /// Its prefecture.
    pub prefecture: Text,
    /// Its municipality code.
    pub code: String,
    /// The languages of its pages.
    pub languages: Vec<Word>,
    /// The title of its pages.
    pub title: Text,
    /// Whom to ask.
    pub desk: Desk,
    /// Its years, oldest first.
    pub years: Vec<Year>,
}

/// Whom to ask.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The office.
    pub name: Text,
    /// Where it is.
    pub address: Option<Text>,
    /// Telephone.
    pub phone: Option<String>,
    /// Opening hours.
    pub hours: Option<Text>,
    /// Anything else.
    pub note: Option<Text>,
}

/// Who speaks in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum SourceKind {
    /// The city itself.
    Official,
    /// The prefecture.
    Prefecture,
    /// A ministry.
    Ministry,
    /// Somebody who collects what others publish.
    Aggregator,
    /// A private author.
    Blog,
    /// A newspaper or a broadcaster.
    News,
}

/// A source.
#[derive(Clone, Debug)]
pub struct Source {
    /// The id.
    pub id: Word,
    /// Its title.
    pub title: Text,
    /// Who publishes it.
    pub publisher: Text,
    /// Its address.
    pub address: String,
    /// Who speaks in it.
    pub kind: SourceKind,
    /// The grade of what is cited from it.
    pub evidence: Evidence,
    /// The date it shows.
    pub dated: Option<Day>,
    /// When its text was last read for the rulebook.
    pub checked: Day,
    /// When it must be read again.
    pub review_by: Option<Day>,
}

/// A point that the sources leave open.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The id.
    pub id: Word,
    /// What to ask the desk.
    pub question: Text,
    /// The meanings.
    pub choices: Vec<(Word, Statement)>,
}

/// One fiscal year of a city.
#[derive(Debug)]
pub struct Year {
    /// The fiscal year.
    pub fiscal_year: i16,
    /// Where it is declared.
    pub place: Place,
    /// Whether its rules are only announced.
    pub is_provisional: bool,
    /// The headings under which the city groups its programmes, if it does.
    pub supports: Vec<(Word, Text)>,
    /// The sources.
    pub sources: Vec<Source>,
    /// What the sources leave open.
    pub readings: Vec<Reading>,
    /// Named expressions.
    pub definitions: Vec<(Word, Expr)>,
    /// Named expressions about a member of a list: list and definitions.
    pub member_definitions: Vec<(Word, Vec<(Word, Expr)>)>,
    /// Named groups of requirements.
    pub groups: Vec<Requirement>,
    /// The most that several programmes pay together.
    pub shared_caps: Vec<SharedCap>,
    /// The programmes, in the author's order.
    pub programmes: Vec<Programme>,
}

impl Year {
    /// A source's id, unique among all years.
    #[must_use]
    pub fn source_id(&self, id: &str) -> String {
        format!("{}-{id}", self.fiscal_year)
    }
}

/// The most that several programmes pay together.
#[derive(Clone, Debug)]
pub struct SharedCap {
    /// The id.
    pub id: Word,
    /// The same in words, and where it is from.
    pub statement: Statement,
    /// The programmes.
    pub programmes: Vec<Word>,
    /// Yen.
    pub yen: Expr,
}

impl SharedCap {
    /// Whether a programme stands under it.
    #[must_use]
    pub fn covers(&self, programme: &Programme) -> bool {
        self.programmes.iter().any(|one| one.text == programme.id.text)
    }
}

/// A benefit.
#[derive(Debug)]
pub struct Programme {
    /// The id: the file's name.
    pub id: Word,
    /// Its official name.
    pub name: Text,
    /// What it is, in a sentence.
    pub summary: Option<Text>,
    /// The heading it stands under, where the year has headings.
    pub support: Option<Word>,
    /// What is given.
    pub benefit: Word,
    /// Who pays.
    pub payer: Word,
    /// Who is paid.
    pub payee: Word,
    /// First and last day on which these rules hold.
    pub valid: (Day, Day, Place),
    /// The date fact that decides whether they hold.
    pub valid_by: Option<Word>,
    /// When applications are taken.
    pub window: Option<Window>,
    /// What must not be done before applying.
    pub before: Vec<Statement>,
    /// What cannot be had together with it.
    pub exclusive: Vec<(Word, Statement)>,
    /// What must hold.
    pub requires: Requirement,
    /// How much.
    pub amount: Option<Amount>,
    /// What is owed after the award, and until when.
    pub obligations: Vec<Obligation>,
    /// Figures seen elsewhere.
    pub reported: Vec<Statement>,
    /// Papers to bring.
    pub documents: Vec<Statement>,
    /// Anything else.
    pub notes: Vec<Statement>,
    /// Whom to ask, if not the city's desk.
    pub desk: Option<Desk>,
}

/// What is owed after the award, if something happens before a day is over.
#[derive(Clone, Debug)]
pub struct Obligation {
    /// The id.
    pub id: Word,
    /// What is owed when, in words, and where that is from.
    pub statement: Statement,
    /// The last day on which it can come to be owed.
    pub until: Expr,
    /// The share of what was paid: numerator and denominator.
    pub owed: (i64, u32),
}

/// When applications are taken.
#[derive(Clone, Debug)]
pub struct Window {
    /// Where its last day stands.
    pub place: Place,
    /// First day.
    pub opens: Option<Day>,
    /// Last day.
    pub closes: Option<Day>,
    /// A day on which it was seen open.
    pub seen_open: Option<Day>,
    /// A day on which it was seen closed.
    pub seen_closed: Option<Day>,
    /// Whether the budget was used up.
    pub budget_reached: bool,
    /// The same in words.
    pub statement: Statement,
}

/// A requirement.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// The id.
    pub id: Word,
    /// What it asks, in the project's own words; the top group of a programme says nothing.
    pub says: Option<Text>,
    /// A question ready for the desk.
    pub ask: Option<Text>,
    /// Whether the applicant declares it.
    pub is_declared: bool,
    /// The households it is for.
    pub applies_if: Option<Expr>,
    /// The same in words.
    pub applies: Option<Text>,
    /// Where it is from; the first one's grade is the requirement's.
    pub cites: Vec<Cite>,
    /// What must hold.
    pub rule: Rule,
}

/// What must hold.
#[derive(Clone, Debug)]
pub enum Rule {
    /// A condition.
    When(Expr),
    /// Only the desk can judge it.
    Desk,
    /// A named group.
    Use(Word),
    /// Several requirements.
    Group {
        /// `all`, `any` or `none`.
        how: crate::rulebook::Grouping,
        /// What is not published of the list.
        incomplete: Option<Statement>,
        /// The requirements.
        members: Vec<Requirement>,
    },
}

/// How much a programme gives.
#[derive(Clone, Debug)]
pub struct Amount {
    /// The parts.
    pub parts: Vec<Part>,
    /// What is done to their sum.
    pub then: Vec<Step>,
    /// Instalments: `month` or `year`, and their number.
    pub schedule: Option<(crate::rulebook::Every, u16)>,
}

/// A part of an amount.
#[derive(Clone, Debug)]
pub struct Part {
    /// The id.
    pub id: Word,
    /// What it is for.
    pub says: Text,
    /// Yen.
    pub value: Expr,
    /// What is done to it.
    pub then: Vec<Step>,
    /// Whether it is an upper limit only.
    pub is_ceiling: bool,
    /// Who pays it.
    pub payer: Option<Word>,
    /// Who is paid it.
    pub payee: Option<Word>,
    /// Where it is from.
    pub cites: Vec<Cite>,
}

/// A step from a sum to an amount.
#[derive(Clone, Debug)]
pub enum Step {
    /// At most this much.
    Cap(Expr),
    /// Rounded to a multiple.
    Round(crate::amount::Rounding, u32),
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub kind: ExprKind,
}

/// What an expression is.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A number: numerator and denominator.
    Number(i64, u32),
    /// Yen.
    Yen(i64),
    /// A day.
    Day(Day),
    /// Yes or no.
    Truth(bool),
    /// A name.
    Name(String),
    /// `not`.
    Not(Box<Expr>),
    /// A number with its sign changed.
    Negate(Box<Expr>),
    /// An operator between two expressions.
    Binary(Operator, Box<Expr>, Box<Expr>),
    /// `in (…)`.
    In(Box<Expr>, Vec<Word>),
    /// A function.
    Call(Word, Vec<Argument>),
    /// A table, one case a household.
    Cases(Vec<Case>),
    /// A point left open.
    Reading(Word, Vec<(Word, Expr)>),
    /// A figure that no source states: its bounds, if stated.
    Unknown(Option<i64>, Option<i64>),
}

/// An operator between two expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `and`.
    And,
    /// `or`.
    Or,
    /// `==`.
    Equal,
    /// `!=`.
    NotEqual,
    /// `<`.
    Less,
    /// `<=`.
    AtMost,
    /// `>`.
    Greater,
    /// `>=`.
    AtLeast,
    /// `+`.
    Add,
    /// `-`.
    Subtract,
    /// `*`.
    Multiply,
}

/// A case of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The condition.
    pub when: Expr,
    /// The value.
    pub value: Expr,
    /// The case in words.
    pub says: Option<Text>,
}

/// An argument of a function.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// Its label, if it has one.
    pub label: Option<Word>,
    /// Its value.
    pub value: ArgumentValue,
}

/// The value of an argument.
#[derive(Clone, Debug, PartialEq)]
pub enum ArgumentValue {
    /// An expression.
    Expr(Expr),
    /// A length of time.
    Period(Period),
    /// Whether the first day of a period counts.
    FirstDay(FirstDay),
}

/// A worked example: a household, and what must come out.
#[derive(Clone, Debug)]
pub struct Example {
    /// What it shows.
    pub name: Word,
    /// The application date.
    pub on: Day,
    /// The day on which sources may be stale.
    pub today: Day,
    /// The household's answers.
    pub answers: crate::wire::answers::Value,
    /// What is expected of the report, by programme id, `best` or `questions_left`: a path in the
    /// report and the value there.
    pub expect: Vec<(Word, crate::wire::answers::Value)>,
}
