//! What a household could do about each programme. Data only, like the rest of the report.

use super::{AmountRange, OpenDays, Verdict};
use crate::index::{FactIndex, OptionIndex, ProgrammeIndex, RequirementPlace, Version};
use crate::possible::{Options, Range};
use crate::situation::Known;
use crate::truth::Truth;
use strum::{EnumDiscriminants, IntoStaticStr, VariantArray};
use typed_index_collections::TiVec;

/// What the household could do about each programme.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// One entry for each programme of the report, in its order.
    pub programmes: TiVec<ProgrammeIndex, ProgrammeAdvice>,
}

/// What the household could do about one programme.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProgrammeAdvice {
    /// When an application succeeds. Absent if it succeeds on no day.
    pub apply: Option<Apply>,
    /// When to carry out what is only planned, such as moving, so that an application succeeds: one entry for
    /// each stretch of days. Empty while the verdict depends on answers that are not plans.
    pub plans: Vec<Plan>,
    /// The smallest changes of plans that would make it eligible. Empty unless it is ineligible, and while the
    /// verdict depends on answers that are not plans.
    pub what_if: Vec<WhatIf>,
    /// Changes of one plan that would raise the amount.
    pub raises: Vec<WhatIf>,
    /// Missing or declined facts that settle the verdict: every value of them decides it. Empty if it is decided.
    pub settles: Vec<FactIndex>,
    /// The same by the rules that would go on. Absent if the report has no estimate of it.
    pub estimate_advice: Option<EstimateAdvice>,
}

/// What the household could do about one programme if its latest registered rules went on. A verdict is never
/// [`Verdict::Eligible`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EstimateAdvice {
    /// As in [`ProgrammeAdvice::apply`]. Where the application date chooses the year, no day before today counts.
    pub apply: Option<Apply>,
    /// As in [`ProgrammeAdvice::plans`], for no more than two years from today.
    pub plans: Vec<Plan>,
    /// As in [`ProgrammeAdvice::what_if`].
    pub what_if: Vec<WhatIf>,
    /// As in [`ProgrammeAdvice::raises`].
    pub raises: Vec<WhatIf>,
    /// As in [`ProgrammeAdvice::settles`].
    pub settles: Vec<FactIndex>,
}

/// When an application succeeds: rules hold on that day, they grant the programme, and applications are taken
/// or no source says whether they are. What the rules leave open, such as the meaning of a reading, has the same
/// answer on every day.
///
/// For one completion of the answers, and one answer to what is open, the days that succeed form runs. The run that
/// matters holds the date asked about; else it is the next one, else the last one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apply {
    /// The first day of that run, over all completions and all answers to what is open that succeed on some day.
    pub first: Boundary,
    /// The last day of that run.
    pub last: Boundary,
    /// The days on which an application succeeds for some completion and some answer to what is open.
    pub possible: Vec<OpenDays>,
    /// The days on which it succeeds for every completion, and for each under every answer to what is open under
    /// which it succeeds on any day.
    pub sure: Vec<OpenDays>,
    /// Whether the days end only because no later rules are registered.
    pub ends_with_rules: bool,
    /// Whether no source says that applications are taken on some of the possible days.
    pub window_unknown: bool,
}

/// One end of a run of days on which an application succeeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Boundary {
    /// The days among which the end lies: a single day if every answer that matters is known. An end of
    /// them is absent if no rule limits it.
    pub days: OpenDays,
    /// Why an application beyond the outermost of these days is refused. Absent if there is no such day.
    pub why: Option<Why>,
}

/// Why an application on a day is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumDiscriminants)]
#[strum_discriminants(
    name(Obstacle),
    derive(IntoStaticStr, VariantArray),
    strum(serialize_all = "snake_case"),
    doc = "Why an application on a day is refused, without the details."
)]
pub enum Why {
    /// No rule is registered for that day.
    Rules,
    /// Applications are not taken yet.
    Upcoming,
    /// Applications are no longer taken.
    Closed,
    /// Applications are no longer taken because the budget is used up.
    BudgetReached,
    /// A requirement fails: the first of the determining ones.
    Requirement {
        /// The rules.
        version: Version,
        /// The requirement among theirs.
        place: RequirementPlace,
    },
}

/// When a planned event, such as a move, must happen so that an application succeeds afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The date fact that is planned.
    pub fact: FactIndex,
    /// The days with which an application can succeed. Their end is absent if it lies more than a year after the
    /// last registered day.
    pub days: OpenDays,
}

/// One change of plans, or two together, and the result of a programme after it.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatIf {
    /// The changed answers.
    pub changes: Vec<Change>,
    /// The verdict after the change.
    pub verdict: Verdict,
    /// The amount after the change.
    pub amount: Option<AmountRange>,
    /// The programmes that would become ineligible by the change.
    pub loses: Vec<ProgrammeIndex>,
}

/// Another answer to a fact whose answer the applicant can choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The fact.
    pub fact: FactIndex,
    /// The new answer.
    pub to: NewAnswer,
}

/// An answer that the applicant could choose instead. Dates and lists are never changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NewAnswer {
    /// Yes or no.
    YesNo {
        /// Whether it is yes.
        value: bool,
    },
    /// An option of a choice.
    Option {
        /// The option.
        option: OptionIndex,
    },
    /// A number.
    Number {
        /// The numbers. Each of them has the same effect.
        range: Range,
    },
}

impl NewAnswer {
    /// The values of the fact with this answer.
    #[must_use]
    pub fn known(self) -> Known {
        match self {
            NewAnswer::YesNo { value } => Known::Truth(Truth::known(value)),
            NewAnswer::Option { option } => Known::Options(Options::only(option)),
            NewAnswer::Number { range } => Known::Number(range),
        }
    }
}
