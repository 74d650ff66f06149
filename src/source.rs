//! The source tree: everything that a rule author wrote, each word with its place. A tree has the
//! right shape and nothing more; `check` looks up its names.

mod contents;
mod example;
mod expr;
mod framework;
mod function;
mod library;
mod programme;
mod text;

use crate::calendar::Day;
use crate::diagnostic::Place;
use crate::index::{FieldIndex, ProgrammeIndex};
use strum::{IntoStaticStr, VariantArray};
use typed_index_collections::{TiSlice, TiVec};

pub use example::{Example, Node, NodeKind, values};
pub use expr::{
    Argument, ArgumentValue, Arithmetic, Case, Comparison, Expr, ExprKind, ExprKindDiscriminants,
    FIRST_DAY_OF_PERIODS, Logic, Operator,
};
pub use framework::{
    Basis, Clause, DatedList, Decides, Departure, Framework, FrameworkExample, FrameworkParameter,
    FrameworkPart, FrameworkUse, ListedPlace, ON_LIST, OpenList, ParameterValue, Quantity, Seen,
    Span, Stated, Terms,
};
pub use function::{Function, LastParameter, Parameter, ParameterType, ResultType};
pub use library::Library;
pub use programme::{
    APPLICATION_DATE, AWARD, Amount, Desk, End, Event, Exclusion, Excuse, Incomplete, Judge,
    KeyDates, LastDay, Level, Obligation, Origin, Part, Programme, Requirement, Rule, SharedCap,
    Step, Valid, Window,
};
pub use text::{Cite, Evidence, SourceKind, Statement, Text, Word, WordsFile};

/// The rules that all cities share: the questions, the library and the frameworks.
#[derive(Debug)]
pub struct SharedRules {
    /// The headings under which the page groups questions.
    pub topics: Vec<(Word, Text)>,
    /// The facts, in asking order.
    pub facts: Vec<Fact>,
    /// The facts that the page asks together, on one screen.
    pub together: Vec<Together>,
    /// What the page takes some questions, fields and options for.
    pub roles: Vec<(Role, Word)>,
    /// The frameworks, by folder and version.
    pub frameworks: Vec<Framework>,
    /// What years use by name without declaring it.
    pub library: Library,
    /// Whether the library and every framework could be read.
    pub is_whole: bool,
}

/// All rule files of a folder.
#[derive(Debug)]
pub struct Rules {
    /// The rules that all cities share.
    pub shared: SharedRules,
    /// The cities.
    pub cities: Vec<City>,
    /// Whether every file of every city could be read.
    pub is_whole: bool,
}

/// A question.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The id.
    pub id: Word,
    /// Its heading; fields of a list have none.
    pub topic: Option<Word>,
    /// The question.
    pub question: Text,
    /// What lists of answers call it, if the question is too long for them.
    pub label: Option<Text>,
    /// How to answer, or why it is asked.
    pub help: Option<Text>,
    /// Whether the applicant can choose it.
    pub is_chosen: bool,
    /// Options that the applicant cannot choose although the fact is chosen.
    pub not_chosen: Vec<Word>,
    /// The answer of somebody who plans nothing, if the fact is a plan.
    pub no_plan: Option<Word>,
    /// The earlier question behind which it stands.
    pub behind: Option<Behind>,
    /// The earlier question whose screen it shares while both are open.
    pub on_screen_of: Option<Word>,
    /// The kind of answer it takes.
    pub kind: FactKind,
}

/// A question, and the answers to it that make another question matter: `moved is yes`.
#[derive(Clone, Debug)]
pub struct Behind {
    /// The question.
    pub fact: Word,
    /// The answers.
    pub answers: Vec<Word>,
}

/// Plans that the page asks together: the visitor ticks those that apply.
#[derive(Clone, Debug)]
pub struct Together {
    /// The id.
    pub id: Word,
    /// The question on the screen.
    pub question: Text,
    /// How to answer it.
    pub help: Option<Text>,
    /// The facts in the order shown, each with what a tick says.
    pub facts: Vec<(Word, Text)>,
    /// What a second line says under a tick, by fact.
    pub notes: Vec<(Word, Text)>,
    /// The picture beside a tick, by fact.
    pub icons: Vec<(Word, Icon)>,
}

/// The pictures that a tick may have beside its words. The page draws them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Icon {
    /// A briefcase: work for an employer.
    Briefcase,
    /// A heart with a cross: care for people.
    Heart,
    /// A computer: work from anywhere.
    Laptop,
    /// A shop: a business of one's own.
    Shop,
    /// A leaf: farming.
    Leaf,
    /// A graduate's cap: studies.
    Cap,
    /// A house: a home.
    Home,
}

/// What the page takes a question, a field of the household or an option of its key for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Role {
    /// The question about the day of the move.
    Move,
    /// The list of those who live together.
    Household,
    /// Its field with the date of birth, or the due date.
    Born,
    /// Its field that says whether somebody moves at the same time as the applicant.
    MovesTogether,
    /// The option of its key for the spouse.
    Spouse,
    /// The option for a child.
    Child,
    /// The option for a child who is not born yet.
    Expected,
    /// The option for a parent.
    Parent,
}

impl SharedRules {
    /// What has a role.
    #[must_use]
    pub fn role(&self, role: Role) -> Option<&Word> {
        self.roles.iter().find(|(one, _)| *one == role).map(|(_, word)| word)
    }
}

impl Fact {
    /// A field of a list. Facts of another kind have none.
    #[must_use]
    pub fn field(&self, at: FieldIndex) -> Option<&Fact> {
        if let FactKind::List { fields, .. } = &self.kind {
            TiSlice::from_ref(fields).get(at)
        } else {
            None
        }
    }

    /// The key of a list. Facts of another kind have none.
    #[must_use]
    pub fn key(&self) -> Option<&Word> {
        if let FactKind::List { key, .. } = &self.kind { Some(key) } else { None }
    }
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
        /// Ends of the bands, where the page asks roughly first.
        bands: Vec<i64>,
        /// The unit that follows the number.
        unit: Option<Text>,
        /// What the number counts, so that the page can convert a unit that somebody types.
        measure: Option<Measure>,
    },
    /// A day.
    Date {
        /// Earliest and latest answer.
        bounds: (Day, Day),
    },
    /// Records.
    List {
        /// The choice by which the page counts members that the visitor has not named.
        key: Word,
        /// The applicant's fixed answers: field and answer.
        applicant: Vec<(Word, Word)>,
        /// The questions about each member.
        fields: Vec<Fact>,
    },
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Measure {
    /// Years.
    Years,
    /// Months.
    Months,
    /// Hours in a week.
    HoursPerWeek,
    /// People.
    People,
    /// How often something happens.
    Times,
}

/// The types of a question, as `facts.yaml` names them. A yen question has the same
/// [`FactKind`] as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum FactType {
    /// [`FactKind::YesNo`].
    YesNo,
    /// [`FactKind::Choice`].
    Choice,
    /// [`FactKind::Number`] of something.
    Number,
    /// [`FactKind::Number`] of yen.
    Yen,
    /// [`FactKind::Date`].
    Date,
    /// [`FactKind::List`].
    List,
}

/// A city.
#[derive(Debug)]
pub struct City {
    /// The id, which is the folder's name.
    pub id: String,
    /// The place where it is declared.
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
    /// The office to ask.
    pub desk: Desk,
    /// The address of the folder in which its pages are published, if it has one; it ends in `/`.
    pub published_at: Option<String>,
    /// Its picture.
    pub picture: Option<Picture>,
    /// Its years, oldest first.
    pub years: Vec<Year>,
    /// Whether every year of its folder is among them.
    pub has_all_years: bool,
}

impl City {
    /// Whether every file of the city could be read.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.has_all_years && self.years.iter().all(|year| year.unread.is_empty())
    }
}

/// The picture of a city, `picture.svg` beside `city.yaml`.
#[derive(Clone, Debug)]
pub struct Picture {
    /// What it shows, in words.
    pub says: Text,
    /// Its markup.
    pub svg: String,
    /// The beginning of its file.
    pub place: Place,
}

/// A source.
#[derive(Clone, Debug)]
pub struct Source {
    /// The id.
    pub id: Word,
    /// Its title.
    pub title: Text,
    /// Its publisher.
    pub publisher: Text,
    /// Its address.
    pub address: String,
    /// What kind of publisher that is.
    pub kind: SourceKind,
    /// The grade of statements that cite it.
    pub evidence: Evidence,
    /// The date that it shows.
    pub dated: Option<Day>,
    /// The day on which its text was last read for the rulebook.
    pub checked: Day,
    /// The last day before it must be read again.
    pub review_by: Option<Day>,
}

/// A point that the sources leave open.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The id.
    pub id: Word,
    /// The id of its question for the desk.
    pub ask: Word,
    /// The meanings.
    pub choices: Vec<(Word, Statement)>,
}

impl City {
    /// The ids of its programmes over all years, in the order in which they first occur.
    #[must_use]
    pub fn programme_ids(&self) -> TiVec<ProgrammeIndex, &str> {
        let mut ids = TiVec::new();
        for programme in self.years.iter().flat_map(|year| &year.programmes) {
            if !ids.contains(&programme.id.text.as_str()) {
                ids.push(programme.id.text.as_str());
            }
        }
        ids
    }
}

/// One fiscal year of a city.
#[derive(Debug)]
pub struct Year {
    /// The fiscal year.
    pub fiscal_year: i16,
    /// The place where it is declared.
    pub place: Place,
    /// Whether its rules are only announced.
    pub is_provisional: bool,
    /// The programmes that the year leaves out, because their rules of an earlier year still hold.
    pub still_in_force: Vec<Word>,
    /// The headings under which the city groups its programmes, if it does.
    pub supports: Vec<(Word, Text)>,
    /// The sources.
    pub sources: Vec<Source>,
    /// The questions for the desk. Whatever asks one names it by its id.
    pub asks: Vec<(Word, Text)>,
    /// The points that the sources leave open.
    pub readings: Vec<Reading>,
    /// Named expressions.
    pub definitions: Vec<(Word, Expr)>,
    /// Named expressions about a member of a list, by list.
    pub member_definitions: Vec<(Word, Vec<(Word, Expr)>)>,
    /// Named groups of requirements.
    pub groups: Vec<Requirement>,
    /// The most that several programmes pay together.
    pub shared_caps: Vec<SharedCap>,
    /// The programmes, in the author's order.
    pub programmes: Vec<Programme>,
    /// The programmes whose files cannot be read. Their names are known.
    pub unread: Vec<Word>,
    /// The frameworks that programmes use, by programme. `expand` puts their clauses into the programmes.
    pub uses: Vec<(Word, FrameworkUse)>,
}

impl Year {
    /// A source's id, unique among all years.
    #[must_use]
    pub fn source_id(&self, id: &str) -> String {
        format!("{}-{id}", self.fiscal_year)
    }

    /// Whether a programme is listed whose file cannot be read, so that nothing is known but its name.
    #[must_use]
    pub fn is_unread(&self, id: &str) -> bool {
        self.unread.iter().any(|unread| unread.text == id)
    }

    /// A question for the desk by its id. Every id in checked rules has one.
    #[must_use]
    pub fn ask(&self, id: &str) -> Option<&Text> {
        self.asks.iter().find(|(known, _)| known.text == id).map(|(_, text)| text)
    }
}
