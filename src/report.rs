//! What was found for one household: verdicts, amounts, states and what is still missing, as indices
//! and codes. Data only; ids and texts are put to it at the edges.

use crate::calendar::Day;
use crate::index::{
    CapOfYear, FactIndex, FieldIndex, GapIndex, MemberIndex, OptionIndex, ProgrammeIndex,
    ReadingIndex, RequirementPlace, SourceIndex, Version,
};
use crate::possible::{Days, Options, Range};
use crate::situation::Known;
use crate::truth::Truth;
use strum::{EnumDiscriminants, IntoStaticStr, VariantArray};
use typed_index_collections::TiVec;

/// The answer for one household on one application date.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The application date asked about.
    pub on: Day,
    /// One entry for each programme of the city, whichever year's rules hold.
    pub programmes: TiVec<ProgrammeIndex, ProgrammeReport>,
    /// Every answer that is not complete, in asking order.
    pub incomplete: TiVec<GapIndex, Missing>,
    /// Those of `incomplete` that are worth asking for.
    pub relevant: Vec<GapIndex>,
    /// No more than this many questions are left.
    pub questions_left_at_most: u32,
    /// The best lawful combination.
    pub best: Best,
}

/// What was found for one programme.
#[derive(Clone, Debug, PartialEq)]
pub struct ProgrammeReport {
    /// Which of the city's programmes it is; see [`crate::evaluate::programme_ids`].
    pub programme: ProgrammeIndex,
    /// The rules that hold; absent if none do, or it is not known which.
    pub rules: Option<Version>,
    /// Whether the household could get it.
    pub verdict: Verdict,
    /// Whether applications are taken on the date asked about.
    pub window: Window,
    /// What would be paid if granted; absent if it cannot be granted or has no yen figure.
    pub amount: Option<AmountRange>,
    /// The amount's parts, in the author's order; empty where there is no amount.
    pub parts: Vec<Range>,
    /// What is owed after the award, in the author's order; empty where it cannot be granted.
    pub obligations: Vec<Obligation>,
    /// State of each requirement, the top group first, parents before members; empty where it is not
    /// known which rules hold.
    pub states: TiVec<RequirementPlace, State>,
    /// The fewest requirements that make it ineligible.
    pub determining: Vec<Determining>,
    /// Those of the report's `incomplete` that could still change something about this programme.
    pub missing: Vec<GapIndex>,
    /// The open points that matter for this household.
    pub readings: Vec<OpenReading>,
    /// Sources that should have been read again by now.
    pub stale: Vec<SourceIndex>,
}

/// Whether a household could get a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Verdict {
    /// Under every reading.
    Eligible,
    /// Under some readings, or if the desk agrees.
    Confirm,
    /// Under no reading.
    Ineligible,
    /// No rule is registered for the date.
    NoRule,
    /// Not decided by what is known.
    Undetermined,
}

/// Whether applications are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Window {
    /// They are.
    Open,
    /// Not yet.
    Upcoming,
    /// No longer.
    Closed,
    /// No longer, since the budget was used up.
    BudgetReached,
    /// The sources do not say.
    Unknown,
}

/// Where a requirement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum State {
    /// Met under every reading.
    Met,
    /// Not met under any reading.
    NotMet,
    /// Only the desk can judge it.
    Desk,
    /// The published texts leave it open.
    Unsettled,
    /// Answers are missing.
    Unknown,
    /// Not for this household.
    NotApplicable,
}

/// A range of yen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AmountRange {
    /// The ends.
    pub yen: Range,
    /// Whether the source gives upper limits only.
    pub ceiling: bool,
}

/// What is owed after the award, if something happens before a day is over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Obligation {
    /// The last day on which it can come to be owed.
    pub until: OpenDays,
    /// Yen; absent where there is no amount.
    pub owed: Option<Range>,
}

/// Days between two ends, either of which may not be bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenDays {
    /// The first; absent where it is not bounded.
    pub first: Option<Day>,
    /// The last; absent where it is not bounded.
    pub last: Option<Day>,
}

/// A requirement whose failure alone forces the verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Determining {
    /// Its place among the programme's requirements, as [`ProgrammeInfo`] lists them.
    ///
    /// [`ProgrammeInfo`]: crate::rulebook::ProgrammeInfo
    pub place: RequirementPlace,
    /// The places of its branches, where it is a group.
    pub branches: Vec<RequirementPlace>,
}

/// An answer that is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The fact.
    pub fact: FactIndex,
    /// The field, where the fact is a list; absent for who its members are.
    pub field: Option<FieldIndex>,
    /// The member; absent for members not named yet.
    pub member: Option<MemberIndex>,
    /// How much of it is missing.
    pub needs: Needs,
}

/// How much of an answer is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Needs {
    /// All of it, or a choice among what is left.
    Value,
    /// A date's year, and perhaps month and day after it.
    Year,
    /// A date's month and day.
    MonthDay,
    /// Who the members are.
    Members,
    /// A number's band, and perhaps the number after it.
    Band,
    /// The number within its band.
    Exact,
}

/// An open point and what each of its meanings would give.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenReading {
    /// The reading.
    pub reading: ReadingIndex,
    /// The amount under each meaning.
    pub choices: Vec<Option<AmountRange>>,
}

/// The best lawful combination of programmes.
#[derive(Clone, Debug, PartialEq)]
pub struct Best {
    /// The set with the greatest guaranteed sum.
    pub chosen: Combination,
    /// The range of the best sum over everything still open.
    pub range: Range,
    /// The sets that lost to it.
    pub alternatives: Vec<Combination>,
    /// The shared caps that bind in the chosen set.
    pub caps: Vec<CapOfYear>,
}

/// Programmes that may be had together.
#[derive(Clone, Debug, PartialEq)]
pub struct Combination {
    /// The programmes.
    pub programmes: Vec<ProgrammeIndex>,
    /// Their sum; a ceiling counts as nothing at the lower end.
    pub range: Range,
}

/// What the household could do about each programme, one entry a programme of the report.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// In the order of the report's programmes.
    pub programmes: TiVec<ProgrammeIndex, ProgrammeAdvice>,
}

/// What the household could do about one programme; nothing, while its verdict hangs on answers that
/// are no plans.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProgrammeAdvice {
    /// When an application succeeds; absent where it does on no day of the registered years.
    pub apply: Option<Apply>,
    /// When to do what is only planned, such as moving, for an application to succeed.
    pub plans: Vec<Plan>,
    /// The smallest changes of plans that would make it eligible. Only where it is ineligible.
    pub what_if: Vec<WhatIf>,
    /// Changes of one plan that would raise the amount.
    pub raises: Vec<WhatIf>,
}

/// A stretch of days on which an application succeeds or perhaps does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Apply {
    /// Where the first such day lies.
    pub first: Edge,
    /// Where the last such day lies.
    pub last: Edge,
    /// Whether there is a day on which it is certain to be no longer undecided or refused.
    pub certain: bool,
}

/// An end of a stretch of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The days between which the end lies; one day where all that matters is known.
    pub days: Days,
    /// What refuses an application beyond it.
    pub why: Why,
}

/// What refuses an application on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumDiscriminants)]
#[strum_discriminants(
    name(Obstacle),
    derive(IntoStaticStr, VariantArray),
    strum(serialize_all = "snake_case"),
    doc = "What refuses an application on a day, without the details."
)]
pub enum Why {
    /// No rule is registered for that day.
    Rules,
    /// Applications are not taken yet.
    Upcoming,
    /// Applications are no longer taken.
    Closed,
    /// Applications are no longer taken, since the budget was used up.
    BudgetReached,
    /// A requirement fails, the first of those that force it.
    Requirement {
        /// The rules.
        version: Version,
        /// The requirement among theirs.
        place: RequirementPlace,
    },
}

/// When something only planned must happen for an application to succeed afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The date that is planned.
    pub fact: FactIndex,
    /// The first day with which an application can succeed.
    pub first: Day,
    /// The last day with which one can.
    pub last: Day,
}

/// One change of plans, or two at once, and what a programme comes to with them.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatIf {
    /// What changes.
    pub changes: Vec<Change>,
    /// The verdict then.
    pub verdict: Verdict,
    /// The amount then.
    pub amount: Option<AmountRange>,
    /// Programmes that would be lost by it.
    pub loses: Vec<ProgrammeIndex>,
}

/// Another answer to a question whose answer the applicant can choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The fact.
    pub fact: FactIndex,
    /// The answer it would take.
    pub to: NewAnswer,
}

/// An answer that the applicant could choose instead. No date and no list is ever changed.
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
        /// The numbers; any of them has the same effect.
        range: Range,
    },
}

impl NewAnswer {
    /// What is known of the fact then.
    #[must_use]
    pub fn known(self) -> Known {
        match self {
            NewAnswer::YesNo { value } => Known::Truth(Truth::known(value)),
            NewAnswer::Option { option } => Known::Options(Options::only(option)),
            NewAnswer::Number { range } => Known::Number(range),
        }
    }
}
