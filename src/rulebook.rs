//! A city's checked rules: facts, expressions, requirements and programmes as flat lists of nodes
//! that name each other by index. Data only; [`City::new`] is the one way to make a valid one.

mod expr;
pub mod limits;
mod validate;

use crate::amount::Rounding;
use crate::index::{
    CapIndex, ExprIndex, FactIndex, FactSet, FieldIndex, OptionIndex, ProgrammeInYear,
    ProgrammeIndex, ReadingIndex, ReadingSet, RequirementIndex, Slot, SourceIndex, Version,
    YearIndex,
};
use crate::possible::Options;
use strum::{IntoStaticStr, VariantArray};
use typed_index_collections::{TiSlice, TiVec};

pub use expr::{Constant, Expr};
pub use validate::{Broken, Invalid, Listed, ProgrammeFacts};

/// A city's rules, valid by construction: every index is in bounds, every expression is well typed,
/// nothing is nested, repeated or multiplied beyond the limits of [`limits`].
#[derive(Debug)]
pub struct City {
    rules: CityRules,
    derived: validate::Derived,
}

/// Frees what comes of rules that are refused; not in the browser, where the page ends with them, and
/// what would free it weighs more than it does.
pub(crate) fn let_go<T>(refused: T) {
    if cfg!(target_arch = "wasm32") {
        core::mem::forget(refused);
    }
}

impl City {
    /// Takes rules in after checking every invariant.
    ///
    /// # Errors
    /// Names the first invariant that does not hold, and where.
    #[inline(never)]
    pub fn new(rules: CityRules) -> Result<City, Invalid> {
        match validate::validate(&rules) {
            Ok(derived) => Ok(City { rules, derived }),
            Err(invalid) => {
                let_go(rules);
                Err(invalid)
            }
        }
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> &CityRules {
        &self.rules
    }

    /// First answer slot of a fact; a list's further slots follow it.
    #[must_use]
    pub fn slot(&self, fact: FactIndex) -> Slot {
        self.derived.slots.get(fact).copied().unwrap_or(crate::possible::NO_SLOT)
    }

    /// The city's programmes in the author's order over all years, each as its rules in the years
    /// that have it.
    #[must_use]
    pub fn programmes(&self) -> &TiSlice<ProgrammeIndex, Vec<Version>> {
        &self.derived.versions
    }

    /// A programme's rules in the years that have it; none for a programme that the city does not have.
    #[must_use]
    pub fn versions(&self, programme: ProgrammeIndex) -> &[Version] {
        self.programmes().get(programme).map_or(&[], Vec::as_slice)
    }

    /// The rules of a programme in a year.
    #[must_use]
    pub fn programme(&self, version: Version) -> Option<&Programme> {
        self.rules.years.get(version.year)?.programmes.get(version.programme)
    }

    /// What was worked out once about the rules of a programme in a year.
    #[must_use]
    pub fn programme_facts(&self, version: Version) -> Option<&ProgrammeFacts> {
        self.derived.programmes.get(version.year)?.get(version.programme)
    }

    /// The facts that a programme's rules of any year read.
    #[must_use]
    pub fn facts_of(&self, programme: ProgrammeIndex) -> FactSet {
        let mut found = FactSet::EMPTY;
        for version in self.versions(programme) {
            let facts = self.programme_facts(*version).map(|one| one.facts);
            found = found.union(facts.unwrap_or_default());
        }
        found
    }

    fn shape(&self, year: YearIndex, expr: ExprIndex) -> Option<&validate::Shape> {
        self.derived.shapes.get(year)?.get(expr)
    }

    /// The facts that an expression reads.
    #[must_use]
    pub fn facts_in(&self, year: YearIndex, expr: ExprIndex) -> FactSet {
        self.shape(year, expr).map(|shape| shape.facts).unwrap_or_default()
    }

    /// The readings that occur in an expression.
    #[must_use]
    pub fn readings_in(&self, year: YearIndex, expr: ExprIndex) -> ReadingSet {
        self.shape(year, expr).map(|shape| shape.readings).unwrap_or_default()
    }
}

/// A city's rules before they are known to be valid.
#[derive(Clone, Debug, PartialEq)]
pub struct CityRules {
    /// The city's id, such as `oita`.
    pub id: String,
    /// Every fact the city's rules ask for, in asking order.
    pub facts: TiVec<FactIndex, Fact>,
    /// The rulebooks, oldest year first.
    pub years: TiVec<YearIndex, Rulebook>,
}

/// Something about the household that is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// The fact's id.
    pub id: String,
    /// The options that the applicant can choose, such as plans; of another kind of fact, the first
    /// of one, if its answer can be chosen.
    pub chosen: Options,
    /// What kind of answer it takes.
    pub kind: Kind,
}

/// The kind of answer a fact takes, with its domain.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Yes or no.
    YesNo,
    /// One of some options.
    Choice {
        /// Ids of the options.
        options: TiVec<OptionIndex, String>,
    },
    /// A whole number of something, or of yen. The ends are technical: an amount that rests on
    /// `max` alone has no upper end.
    Number {
        /// Smallest answer.
        min: i64,
        /// Largest answer.
        max: i64,
        /// Whether it is asked roughly first, by bands.
        banded: bool,
    },
    /// A day, as day numbers.
    Date {
        /// Earliest answer.
        first: i32,
        /// Latest answer.
        last: i32,
    },
    /// Records, the first of them the applicant's own.
    List {
        /// What is asked of each member; none is itself a list.
        fields: TiVec<FieldIndex, Fact>,
        /// The field, a choice, by whose options members not named yet are counted.
        key: FieldIndex,
        /// For each field, the applicant's fixed answer.
        applicant: TiVec<FieldIndex, Option<Fixed>>,
    },
}

/// An answer that follows from being the applicant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fixed {
    /// Yes or no.
    YesNo(bool),
    /// An option.
    Option(OptionIndex),
}

/// One city's rules for one fiscal year.
#[derive(Clone, Debug, PartialEq)]
pub struct Rulebook {
    /// The fiscal year, 2025 for 2025-04-01 to 2026-03-31.
    pub fiscal_year: i16,
    /// Whether the year's rules are only announced.
    pub provisional: bool,
    /// The sources that age.
    pub sources: TiVec<SourceIndex, Source>,
    /// The points that the sources leave open.
    pub readings: TiVec<ReadingIndex, Reading>,
    /// Every expression.
    pub exprs: TiVec<ExprIndex, Expr>,
    /// Every requirement.
    pub requirements: TiVec<RequirementIndex, Requirement>,
    /// The programmes, in the author's order.
    pub programmes: TiVec<ProgrammeInYear, Programme>,
    /// The most that several programmes pay together; a programme stands under one of them at most.
    pub caps: TiVec<CapIndex, SharedCap>,
}

/// The most that several programmes of a year pay together.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedCap {
    /// The cap's id.
    pub id: String,
    /// The programmes.
    pub programmes: Vec<ProgrammeInYear>,
    /// Yen.
    pub yen: ExprIndex,
}

/// A source, as far as evaluation needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The source's id.
    pub id: String,
    /// The day number after which it must be read again, if there is one.
    pub review_by: Option<i32>,
}

/// A point with several meanings, each a choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The reading's id.
    pub id: String,
    /// Ids of the meanings.
    pub choices: Vec<String>,
}

/// One provision, or a group of provisions.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    /// The requirement's id, unique in the year.
    pub id: String,
    /// What must hold.
    pub rule: Rule,
    /// The households it is for; all, if absent.
    pub applies_if: Option<ExprIndex>,
    /// Known only from a source that cannot settle it: failing it leaves it unsettled.
    pub reported: bool,
}

impl Requirement {
    /// Its condition; a group and the desk's have none.
    #[must_use]
    pub fn when(&self) -> Option<ExprIndex> {
        match self.rule {
            Rule::When(expr) => Some(expr),
            Rule::Desk | Rule::Group { .. } => None,
        }
    }

    /// Its own conditions: what must hold, and whom it is for.
    pub fn exprs(&self) -> impl Iterator<Item = ExprIndex> + use<> {
        [self.when(), self.applies_if].into_iter().flatten()
    }
}

/// What must hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// A condition.
    When(ExprIndex),
    /// Something only the desk can judge.
    Desk,
    /// Several requirements.
    Group {
        /// How they combine.
        how: Grouping,
        /// Whether the published list is known to be incomplete.
        incomplete: bool,
        /// The requirements.
        members: Vec<RequirementIndex>,
    },
}

/// How the requirements of a group combine.
#[derive(Clone, Copy, Debug, PartialEq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Grouping {
    /// All of them.
    All,
    /// One of them.
    Any,
    /// None of them.
    None,
}

/// One benefit of one year.
#[derive(Clone, Debug, PartialEq)]
pub struct Programme {
    /// The programme's id, the same in every year.
    pub id: String,
    /// Which of the city's programmes it is, the same in every year: they are counted over all years,
    /// in the order in which they first come.
    pub number: ProgrammeIndex,
    /// First day on which these rules hold, by number.
    pub valid_from: i32,
    /// Last day on which they hold.
    pub valid_to: i32,
    /// The date fact that decides whether they hold; the application date, if absent.
    pub valid_by: Option<FactIndex>,
    /// When applications are taken.
    pub window: WindowDates,
    /// What is given.
    pub benefit: Benefit,
    /// Who pays.
    pub payer: Party,
    /// Who is paid.
    pub payee: Party,
    /// Programmes that cannot be had together with this one.
    pub exclusive: Vec<Exclusion>,
    /// The top group.
    pub requires: RequirementIndex,
    /// How much, if the source gives a figure at all.
    pub amount: Option<Amount>,
    /// What is owed after the award.
    pub obligations: Vec<Obligation>,
    /// The sources it rests on.
    pub sources: Vec<SourceIndex>,
}

/// What is owed after the award, if something happens before a day is over.
#[derive(Clone, Debug, PartialEq)]
pub struct Obligation {
    /// The obligation's id.
    pub id: String,
    /// The last day on which it can come to be owed.
    pub until: ExprIndex,
    /// The share of what was paid, above 0 and at most 1.
    pub share: Constant,
}

/// What is known of the application window, as day numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WindowDates {
    /// First day on which applications are taken.
    pub opens: Option<i32>,
    /// Last day, announced beforehand.
    pub closes: Option<i32>,
    /// A day on which it was seen to be open.
    pub seen_open: Option<i32>,
    /// A day on which it was seen to be closed; the day it closed is not known.
    pub seen_closed: Option<i32>,
    /// Whether it closed because the budget was used up.
    pub budget_reached: bool,
}

/// What a programme gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Benefit {
    /// Money.
    Cash,
    /// Part of what was spent.
    Reimbursement,
    /// Vouchers.
    Voucher,
    /// A fee that need not be paid.
    FeeWaiver,
    /// A loan.
    Loan,
    /// A service.
    Service,
    /// The use of a place.
    Facility,
    /// Less tax.
    TaxRelief,
}

impl Benefit {
    /// Whether it is money or as good as money. What other benefits are worth is part of no sum.
    #[must_use]
    pub fn is_money(self) -> bool {
        match self {
            Benefit::Cash | Benefit::Reimbursement | Benefit::Voucher => true,
            Benefit::FeeWaiver
            | Benefit::Loan
            | Benefit::Service
            | Benefit::Facility
            | Benefit::TaxRelief => false,
        }
    }
}

/// Who pays or is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Party {
    /// The city.
    City,
    /// An employer.
    Employer,
    /// The household.
    Household,
    /// A worker.
    Worker,
    /// Another organisation, such as a cooperative.
    Other,
}

/// A programme that cannot be had together with another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exclusion {
    /// The other programme of the same year.
    pub programme: ProgrammeInYear,
    /// Whether it is only inferred.
    pub inferred: bool,
}

/// How much a programme gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// The parts, added up; each is for one instalment.
    pub parts: Vec<Part>,
    /// What is done to the sum, in this order.
    pub then: Vec<Step>,
    /// Instalments, if there are several.
    pub schedule: Option<Schedule>,
}

impl Amount {
    /// The values of its parts, then its caps.
    #[must_use]
    pub fn exprs(&self) -> Vec<ExprIndex> {
        let mut found = Vec::new();
        for part in &self.parts {
            found.push(part.value);
        }
        for step in &self.then {
            if let Step::Cap(cap) = step {
                found.push(*cap);
            }
        }
        found
    }
}

/// A part of an amount.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The part's id.
    pub id: String,
    /// Yen.
    pub value: ExprIndex,
    /// Whether the source gives an upper limit only (最大, 以内).
    pub ceiling: bool,
    /// Who pays this part, if not the programme's payer.
    pub payer: Option<Party>,
    /// Who is paid this part, if not the programme's payee; it is then outside the sum.
    pub payee: Option<Party>,
}

/// A step from the sum of the parts to the amount.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// At most this much.
    Cap(ExprIndex),
    /// Rounded.
    Round {
        /// Which way.
        way: Rounding,
        /// To a multiple of this many yen.
        unit: u32,
    },
}

/// Instalments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Schedule {
    /// Their distance.
    pub every: Every,
    /// Their number.
    pub times: u16,
}

/// The distance of instalments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Every {
    /// A month.
    Month,
    /// A year.
    Year,
}
