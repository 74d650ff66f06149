//! A city's rules as data: facts, years and requirements. Nothing here says whether rules are valid.

use super::expr::Expr;
use super::programme::{Programme, SharedCap};
use crate::index::{
    AskIndex, CapIndex, ExprIndex, FactIndex, FieldIndex, ItemIndex, OptionIndex, ProgrammeInYear,
    ReadingIndex, RequirementIndex, SourceIndex, YearIndex,
};
use crate::possible::Options;
use strum::{IntoStaticStr, VariantArray};
use typed_index_collections::TiVec;

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

impl CityRules {
    /// Numbers the requirements and readings of all years. Those of several years get the same number if they have
    /// the same id, and readings also the same meanings in the same order. What is decided about one of them is
    /// decided about the others.
    pub fn number_items(&mut self) {
        let (mut requirements, mut readings) = (Vec::new(), Vec::new());
        for book in &mut self.years {
            for requirement in &mut book.requirements {
                requirement.item = number_of(&requirement.id, &mut requirements);
            }
            for reading in &mut book.readings {
                let ids = (reading.id.clone(), reading.choices.clone());
                reading.item = number_of(&ids, &mut readings);
            }
        }
    }
}

/// The place of an id among those seen. A new one is added.
fn number_of<I: Clone + PartialEq>(id: &I, seen: &mut Vec<I>) -> ItemIndex {
    let at = seen.iter().position(|one| one == id).unwrap_or(seen.len());
    if at == seen.len() {
        seen.push(id.clone());
    }
    at.into()
}

/// Something about the household that is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// The fact's id.
    pub id: String,
    /// The options that the applicant can choose, such as plans. A fact without options has one
    /// option here if the applicant can choose its answer, and none otherwise.
    pub choosable: Options,
    /// The answer of somebody who plans nothing, if the fact is a plan: yes-no or a choice.
    pub no_plan: Option<Fixed>,
    /// The earlier question that must be answered in some way before this one matters.
    pub behind: Option<Gate>,
    /// The first of the plans that the page asks together, if this is one of them.
    pub together: Option<FactIndex>,
    /// What kind of answer it takes.
    pub kind: Kind,
}

/// A question behind which another one stands: the other is asked only if this one can have one of some answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gate {
    /// The question, which is asked earlier.
    pub fact: FactIndex,
    /// The answers.
    pub opens: Opens,
}

/// The answers that open a gate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Opens {
    /// Yes or no.
    YesNo(bool),
    /// One of some options.
    Options(Options),
}

/// The kind of answer a fact takes, with its domain.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Yes or no.
    YesNo,
    /// One of several options.
    Choice {
        /// Ids of the options.
        options: TiVec<OptionIndex, String>,
    },
    /// A whole number, perhaps of yen. `min` and `max` only limit what can be entered: an amount that
    /// is limited by `max` alone has no upper limit.
    Number {
        /// Smallest answer.
        min: i64,
        /// Largest answer.
        max: i64,
        /// Whether it is asked roughly first, by bands.
        banded: bool,
    },
    /// A day, between two day numbers.
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
        /// The choice among the fields that sorts members: members not named yet are counted for each of
        /// its options.
        key: FieldIndex,
        /// For each field, the applicant's fixed answer.
        applicant: TiVec<FieldIndex, Option<Fixed>>,
    },
}

/// One answer to a yes-no fact or a choice.
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
    /// The sources with a date on which to read them again.
    pub sources: TiVec<SourceIndex, Source>,
    /// The points that the sources leave open.
    pub readings: TiVec<ReadingIndex, Reading>,
    /// Every expression.
    pub exprs: TiVec<ExprIndex, Expr>,
    /// Every requirement.
    pub requirements: TiVec<RequirementIndex, Requirement>,
    /// The programmes, in the author's order.
    pub programmes: TiVec<ProgrammeInYear, Programme>,
    /// The shared caps; a programme has one at most.
    pub caps: TiVec<CapIndex, SharedCap>,
    /// The questions for the desk, each with what is asked about by it.
    pub asks: TiVec<AskIndex, Ask>,
}

impl Rulebook {
    /// The shared cap that limits a programme.
    #[must_use]
    pub fn cap_of(&self, programme: ProgrammeInYear) -> Option<CapIndex> {
        self.caps.position(|cap| cap.programmes.contains(&programme))
    }
}

/// A question for the desk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ask {
    /// The question's id.
    pub id: String,
    /// The readings about which it asks.
    pub readings: Vec<ReadingIndex>,
    /// The requirements about which it asks.
    pub requirements: Vec<RequirementIndex>,
    /// The groups about whose unpublished members it asks.
    pub lists: Vec<RequirementIndex>,
    /// The programmes about whose obligations it asks.
    pub obligations: Vec<ProgrammeInYear>,
}

/// A source, as far as evaluation needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The source's id.
    pub id: String,
    /// The day number after which it must be read again, if there is one.
    pub review_by: Option<i32>,
}

/// A point that the sources leave open: it has several meanings, one for each choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The reading's id.
    pub id: String,
    /// The number of its id and those of its meanings; see [`CityRules::number_items`].
    pub item: ItemIndex,
    /// Ids of the meanings.
    pub choices: Vec<String>,
}

/// One provision, or a group of provisions.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    /// The requirement's id, unique in the year.
    pub id: String,
    /// The number of its id; see [`CityRules::number_items`].
    pub item: ItemIndex,
    /// What must hold.
    pub rule: Rule,
    /// The condition on the households that it applies to; all households, if absent.
    pub applies_if: Option<ExprIndex>,
    /// Whether only a weak source states it, so that it may be no requirement at all. Where that makes a difference to
    /// its group, it is unsettled: if it fails among those that must all hold, and if it holds elsewhere.
    pub reported: bool,
}

impl Requirement {
    /// Its condition. A group has none, nor has a requirement that the desk judges.
    #[must_use]
    pub fn when(&self) -> Option<ExprIndex> {
        match self.rule {
            Rule::When(expr) => Some(expr),
            Rule::Desk | Rule::Group { .. } => None,
        }
    }

    /// Whether the desk can rule about it: it judges the requirement, its published list is not complete, or only a weak
    /// source states it.
    #[must_use]
    pub fn can_be_ruled(&self) -> bool {
        self.reported || matches!(self.rule, Rule::Desk | Rule::Group { incomplete: true, .. })
    }

    /// Calls `visit` for each of its own conditions.
    pub(super) fn for_each_expr(&mut self, visit: &mut dyn FnMut(&mut ExprIndex)) {
        match &mut self.rule {
            Rule::When(expr) => visit(expr),
            Rule::Desk | Rule::Group { .. } => {}
        }
        self.applies_if.iter_mut().for_each(visit);
    }

    /// Its own conditions: `when`, then `applies_if`.
    pub fn exprs(&self) -> impl Iterator<Item = ExprIndex> + use<> {
        [self.when(), self.applies_if].into_iter().flatten()
    }
}

/// What must hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// A condition.
    When(ExprIndex),
    /// Only the desk can judge it.
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
