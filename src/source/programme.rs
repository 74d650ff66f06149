//! A programme of a year: its requirements, its amount and the obligations after it. Nothing here
//! knows whether a requirement holds.

use super::expr::Expr;
use super::text::{Cite, Statement, Text, Word};
use crate::amount::Rounding;
use crate::calendar::Day;
use crate::diagnostic::Place;
use crate::rulebook::{Benefit, Every, Grouping, Instalments, Party};
use strum::{IntoStaticStr, VariantArray};

/// The most that several programmes pay together.
#[derive(Clone, Debug)]
pub struct SharedCap {
    /// The id.
    pub id: Word,
    /// The cap in words, with its citations.
    pub statement: Statement,
    /// The programmes.
    pub programmes: Vec<Word>,
    /// Yen.
    pub yen: Expr,
}

impl SharedCap {
    /// Whether it covers a programme.
    #[must_use]
    pub fn covers(&self, programme: &Programme) -> bool {
        self.programmes.iter().any(|one| one.text == programme.id.text)
    }
}

/// An office to ask.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The office.
    pub name: Text,
    /// Its address.
    pub address: Option<Text>,
    /// Its telephone number.
    pub phone: Option<String>,
    /// Its opening hours.
    pub hours: Option<Text>,
    /// Anything else.
    pub note: Option<Text>,
}

/// The application date, as rules name it.
pub const APPLICATION_DATE: &str = "on";

/// A programme of a year.
#[derive(Debug)]
pub struct Programme {
    /// The id, which is the file's name.
    pub id: Word,
    /// Its official name.
    pub name: Text,
    /// The programme in one sentence.
    pub summary: Option<Text>,
    /// The heading under which the city lists it, where the year has headings.
    pub support: Option<Word>,
    /// The kind of benefit.
    pub benefit: Benefit,
    /// Who pays.
    pub payer: Party,
    /// Who is paid.
    pub payee: Party,
    /// When these rules hold.
    pub valid: Valid,
    /// The programme of earlier years in whose place it stands.
    pub continues: Option<Word>,
    /// When the city takes applications.
    pub window: Option<Window>,
    /// Acts that bar an application if they come before it.
    pub before: Vec<Statement>,
    /// Programmes that exclude this one.
    pub exclusive: Vec<Exclusion>,
    /// The top group of its requirements.
    pub requires: Requirement,
    /// How much it gives.
    pub amount: Option<Amount>,
    /// What the household owes after the award, and until when.
    pub obligations: Vec<Obligation>,
    /// Days and periods that the household has to know.
    pub key_dates: Vec<KeyDates>,
    /// Figures from sources that nothing computes with.
    pub reported: Vec<Statement>,
    /// Papers to bring.
    pub documents: Vec<Statement>,
    /// Anything else.
    pub notes: Vec<Statement>,
    /// The office to ask, if it is not the city's desk.
    pub desk: Option<Desk>,
}

impl Programme {
    /// The date fact that decides whether its rules hold. Absent if the application date does.
    #[must_use]
    pub fn date_fact(&self) -> Option<&Word> {
        self.valid.by.as_ref().filter(|by| by.text != APPLICATION_DATE)
    }
}

/// On which days the rules of a programme hold, as its file says it.
#[derive(Debug)]
pub struct Valid {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: LastDay,
    /// The date that decides whether they hold: a date fact, or `on` for the application date. Absent if the file
    /// does not say; see [`Programme::date_fact`].
    pub by: Option<Word>,
    /// What states these days. Empty if the file does not say.
    pub cites: Vec<Cite>,
    /// The place.
    pub place: Place,
}

impl Valid {
    /// The whole of a fiscal year.
    #[must_use]
    pub fn whole_year(fiscal_year: i16, place: Place) -> Option<Valid> {
        let (from, last) = Day::fiscal_year_ends(fiscal_year.into())?;
        let to = LastDay::OfTheYear(last);
        Some(Valid { from, to, by: None, cites: Vec::new(), place })
    }
}

/// The last day on which the rules of a programme hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LastDay {
    /// The file does not say: the last day of the fiscal year.
    OfTheYear(Day),
    /// The file says so.
    Stated(Day),
    /// The source states no end. That they hold after the fiscal year is inferred.
    NoEnd,
}

/// Another programme that excludes this one.
#[derive(Clone, Debug)]
pub struct Exclusion {
    /// The other programme.
    pub programme: Word,
    /// The exclusion in words, with its citations.
    pub statement: Statement,
    /// The reading, and its choices under which the exclusion holds; it always holds, if absent.
    pub under: Option<(Word, Vec<Word>)>,
}

/// What the household owes back if something happens after the award.
#[derive(Clone, Debug)]
pub struct Obligation {
    /// The id.
    pub id: Word,
    /// The obligation in words, with its citations.
    pub statement: Statement,
    /// The event, if the rules ask about it.
    pub event: Option<Event>,
    /// When it can arise at the latest.
    pub until: End,
    /// The reasons that excuse the household.
    pub excused: Vec<Excuse>,
    /// What is owed: yen, or a share of the amount paid, which is called [`AWARD`].
    pub owed: Expr,
    /// The id of its question for the desk.
    pub ask: Option<Word>,
}

/// The name of the amount paid in what an obligation owes.
pub const AWARD: &str = "award";

/// An event after the award.
#[derive(Clone, Debug)]
pub struct Event {
    /// Whether it happened.
    pub when: Expr,
    /// The day on which it happened.
    pub day: Option<Expr>,
}

/// When an obligation can arise at the latest.
#[derive(Clone, Debug)]
pub enum End {
    /// On a day.
    Day(Expr),
    /// It can always arise.
    Never,
    /// No source states it.
    Unknown,
}

/// A reason that excuses the household.
#[derive(Clone, Debug)]
pub struct Excuse {
    /// The reason in words, with its citations.
    pub statement: Statement,
    /// Whether it applies; only the desk can judge it, if absent.
    pub when: Option<Expr>,
}

impl Obligation {
    /// Its expressions.
    #[must_use]
    pub fn exprs(&self) -> Vec<&Expr> {
        let Obligation { id: _, statement: _, event, until, excused, owed, ask: _ } = self;
        let mut found = vec![owed];
        found.extend(event.iter().flat_map(|Event { when, day }| [when].into_iter().chain(day)));
        found.extend(excused.iter().filter_map(|one| one.when.as_ref()));
        match until {
            End::Day(day) => found.push(day),
            End::Never | End::Unknown => {}
        }
        found
    }

    /// Its expressions, to change them.
    pub fn exprs_mut(&mut self) -> Vec<&mut Expr> {
        let Obligation { id: _, statement: _, event, until, excused, owed, ask: _ } = self;
        let mut found = vec![owed];
        let event = event.iter_mut();
        found.extend(event.flat_map(|Event { when, day }| [when].into_iter().chain(day)));
        found.extend(excused.iter_mut().filter_map(|one| one.when.as_mut()));
        match until {
            End::Day(day) => found.push(day),
            End::Never | End::Unknown => {}
        }
        found
    }

    /// Its sentences: its own, then those of the reasons that excuse.
    pub fn statements(&self) -> impl Iterator<Item = &Statement> {
        [&self.statement].into_iter().chain(self.excused.iter().map(|one| &one.statement))
    }

    /// Its sentences, to change them.
    pub fn statements_mut(&mut self) -> impl Iterator<Item = &mut Statement> {
        let excused = self.excused.iter_mut().map(|one| &mut one.statement);
        [&mut self.statement].into_iter().chain(excused)
    }
}

/// A day that the household has to know, or a period.
#[derive(Clone, Debug)]
pub struct KeyDates {
    /// The id.
    pub id: Word,
    /// Its name, with its citations.
    pub statement: Statement,
    /// The day, or the first day of the period.
    pub first: Expr,
    /// The last day of the period. Absent for a day.
    pub last: Option<Expr>,
}

impl KeyDates {
    /// Its expressions.
    #[must_use]
    pub fn exprs(&self) -> Vec<&Expr> {
        [&self.first].into_iter().chain(&self.last).collect()
    }
}

/// When the city takes applications.
#[derive(Clone, Debug)]
pub struct Window {
    /// The place of the last day in the file.
    pub place: Place,
    /// First day.
    pub opens: Option<Day>,
    /// Last day.
    pub closes: Option<Day>,
    /// A day on which it was seen open.
    pub seen_open: Option<Day>,
    /// A day on which it was seen closed.
    pub seen_closed: Option<Day>,
    /// Whether it closed because the budget was used up.
    pub budget_reached: bool,
    /// The window in words, with its citations.
    pub statement: Statement,
}

/// A requirement.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// The id.
    pub id: Word,
    /// The requirement in the project's own words; the top group of a programme has none.
    pub says: Option<Text>,
    /// The id of its question for the desk.
    pub ask: Option<Word>,
    /// Who decides whether it is met.
    pub judge: Judge,
    /// A condition that selects the households it applies to; all of them, if absent.
    pub applies_if: Option<Expr>,
    /// That condition in words.
    pub applies: Option<Text>,
    /// Whether a household may meet it before the day from which a period of it runs.
    pub is_early: bool,
    /// The citations; the first one's grade is the requirement's.
    pub cites: Vec<Cite>,
    /// The rule that the household must satisfy.
    pub rule: Rule,
    /// The framework from which it was taken over.
    pub origin: Option<Origin>,
}

/// The framework from which a requirement of a programme was taken over.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Who lays the framework down.
    pub level: Level,
    /// Its name, with its year.
    pub name: Text,
    /// Whether the municipality's own text repeats the requirement.
    pub is_confirmed: bool,
}

/// Who lays a framework down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Level {
    /// The nation.
    Nation,
    /// A prefecture.
    Prefecture,
}

/// Who decides whether a condition is met. A requirement that only the desk can judge is
/// [`Rule::Desk`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Judge {
    /// The calculator, from the answers.
    Here,
    /// The applicant, who declares it to the desk.
    Declared,
}

/// The rule that a household must satisfy.
#[derive(Clone, Debug)]
pub enum Rule {
    /// A condition.
    When(Expr),
    /// Only the desk can judge it.
    Desk,
    /// A named group.
    Use(Word),
    /// A requirement of the library. `expand` puts it in place of this one.
    Library(Word),
    /// Several requirements.
    Group {
        /// How they combine.
        how: Grouping,
        /// What is said of the published list of requirements, if it is incomplete.
        incomplete: Option<Incomplete>,
        /// The requirements.
        members: Vec<Requirement>,
    },
}

/// What is said of a list of requirements that is not published in full.
#[derive(Clone, Debug)]
pub struct Incomplete {
    /// What is not published, with its citations.
    pub statement: Statement,
    /// The id of the question for the desk about the rest.
    pub ask: Word,
}

/// How much a programme gives.
#[derive(Clone, Debug)]
pub struct Amount {
    /// The parts.
    pub parts: Vec<Part>,
    /// The steps from their sum to the amount, in order.
    pub then: Vec<Step>,
    /// Instalments: their distance and their number.
    pub schedule: Option<(Every, u16)>,
}

/// A part of an amount.
#[derive(Clone, Debug)]
pub struct Part {
    /// The id.
    pub id: Word,
    /// The part in words.
    pub says: Text,
    /// Yen.
    pub value: Expr,
    /// The steps from the value to the part, in the written order.
    pub then: Vec<Step>,
    /// Whether the author wrote the steps as a list under `then`. Otherwise they are keys of the part.
    pub is_then_listed: bool,
    /// Whether the source gives an upper limit only.
    pub is_ceiling: bool,
    /// The instalments in which it is paid; all of them, if absent.
    pub instalments: Option<(Instalments, Place)>,
    /// Who pays it, if it is not the programme's payer.
    pub payer: Option<Party>,
    /// Who is paid it, if it is not the programme's payee.
    pub payee: Option<Party>,
    /// The citations.
    pub cites: Vec<Cite>,
}

/// A step from a sum to an amount.
#[derive(Clone, Debug)]
pub enum Step {
    /// Caps the sum.
    Cap(Expr),
    /// Rounds the sum to a multiple of a unit. The place is that of the key.
    Round(Rounding, u32, Place),
    /// Rounds the sum in a way that no source states. `ask` is the id of its question for the desk and of the
    /// reading with a choice for each [`Rounding`], in their order. The checker declares that reading where
    /// the year does not.
    RoundUnknown {
        /// The id.
        ask: Word,
        /// The unit to a multiple of which the sum is rounded.
        unit: u32,
        /// The place of the key.
        place: Place,
    },
}
