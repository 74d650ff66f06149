//! What was found for one household: verdicts, amounts, states and what is still missing. Data
//! only: it holds indices and codes, and `wire` adds the ids.

mod advice;

pub use advice::{
    Advice, Apply, Boundary, Change, EstimateAdvice, NewAnswer, Obstacle, Plan, ProgrammeAdvice,
    WhatIf, Why,
};

use crate::calendar::Day;
use crate::index::{
    AskIndex, CapOfYear, FactIndex, FieldIndex, MemberIndex, MissingIndex, ProgrammeIndex,
    ReadingIndex, RequirementPlace, SourceIndex, Version, YearIndex,
};
use crate::possible::{Days, Range};
use crate::rulebook::RulingRead;
use strum::{IntoStaticStr, VariantArray};
use typed_index_collections::TiVec;

/// The answer for one household on one application date.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The application date asked about.
    pub on: Day,
    /// One entry for each programme that the city has in any year.
    pub programmes: TiVec<ProgrammeIndex, ProgrammeReport>,
    /// Every answer that is not complete, in asking order.
    pub incomplete: TiVec<MissingIndex, Missing>,
    /// Those of `incomplete` that could still change a verdict, an amount or a cap which programmes share, and were not
    /// declined, in asking order.
    pub relevant: Vec<MissingIndex>,
    /// An upper bound of the questions that are left.
    pub questions_left_at_most: u32,
    /// The best lawful combination.
    pub best: Best,
    /// The best lawful combination if nothing is planned but what the household says it plans.
    pub best_chosen: BestChosen,
    /// The best lawful combination of programmes with rules and estimated ones together. Absent if nothing is estimated.
    /// It is never a sum to add to another.
    pub best_estimate: Option<Best>,
    /// The same if nothing is planned but what the household says it plans. Absent if nothing is estimated.
    pub best_estimate_chosen: Option<BestChosen>,
    /// Those of `relevant` on which the shown sum depends, in asking order. The shown sum is that of `best_chosen` if
    /// it has a programme, and else that of `best_estimate_chosen`.
    ///
    /// As long as the household makes none of the plans that the shown sum assumes not to be made, the answers to all
    /// other questions of `relevant` change neither the sum, nor which programmes are in it, nor their verdicts. If this
    /// is empty, only answers that are no longer asked can change it. An answer asks for no further decisive ones.
    pub decisive: Vec<MissingIndex>,
    /// The questions for the desk about the programmes that the household gets, or gets if the desk agrees; by their
    /// estimates where no rules hold. Those of the programmes in the shown sum come first, then the author's order.
    /// Each question stands once for a year.
    pub asks: Vec<Ask>,
}

/// What was found for one programme.
#[derive(Clone, Debug, PartialEq)]
pub struct ProgrammeReport {
    /// Which of the city's programmes it is; see [`crate::evaluate::programme_ids`].
    pub programme: ProgrammeIndex,
    /// The rules that hold. Absent if none hold, or if it is not known which year's rules hold.
    pub rules: Option<Version>,
    /// Which day decided that these rules hold. Absent if `rules` is.
    pub decided_by: Option<DecidedBy>,
    /// Whether the household could get it.
    pub verdict: Verdict,
    /// Whether applications are taken on the application date.
    pub window: Window,
    /// What would be paid if the programme were granted. Absent if it cannot be granted or states
    /// no figure.
    pub amount: Option<AmountRange>,
    /// The amount's parts, in the author's order. Empty if there is no amount.
    pub parts: Vec<Range>,
    /// What each run of instalments pays in one of them, where they differ. Empty if all instalments are alike, or if
    /// there is no amount.
    pub instalments: Vec<Range>,
    /// What would have to be paid back after the award, then the days that the household has to know, in the author's
    /// order. Empty if the programme cannot be granted.
    pub later: Vec<Later>,
    /// The state of each requirement, all requirements together first and parents before members.
    /// Empty if `rules` is absent.
    pub states: TiVec<RequirementPlace, State>,
    /// How many of its published conditions apply, and how many of those are met. Absent if `rules` is.
    pub conditions: Option<Conditions>,
    /// The fewest requirements whose failure makes it ineligible. Empty unless it is.
    pub determining: Vec<Determining>,
    /// Those of the report's `incomplete` that could still change something about this programme.
    pub missing: Vec<MissingIndex>,
    /// The readings that matter for this household.
    pub readings: Vec<OpenReading>,
    /// The sources that should have been read again by today.
    pub stale: Vec<SourceIndex>,
    /// What the desk has ruled about the rules that hold, or about those that may hold.
    pub rulings: Vec<RulingRead>,
    /// What earlier rules would give if they went on, for the completions for which no rules are registered. Absent if
    /// there are none, or if no earlier rules would go on.
    pub estimate: Option<Estimate>,
    /// What an earlier year paid where the amount is not known. Absent if the amount is known, or if no earlier year
    /// has one.
    pub reference: Option<Reference>,
}

/// The day that decides which year's rules of a programme hold, as far as it is known. All of these days are days on
/// which the rules hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DecidedBy {
    /// The date fact. Absent if the application date decides.
    pub fact: Option<FactIndex>,
    /// The days that are still possible: one, if the day is known.
    pub days: Days,
}

/// What the latest registered rules of a programme would give if they went on. They are read on the real dates. It
/// is open whether they go on, and whether the dates written in them move with the years.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// The registered rules. Absent if it is not known which year's would go on.
    pub rules: Option<Version>,
    /// Whether the household could get the programme: never [`Verdict::Eligible`] and never [`Verdict::NoRule`].
    pub verdict: Verdict,
    /// What would be paid if it were granted.
    pub amount: Option<AmountRange>,
    /// The amount's parts, in the author's order. Empty if there is no amount, or if `rules` is absent.
    pub parts: Vec<Range>,
    /// The state of each requirement, as in [`ProgrammeReport::states`].
    pub states: TiVec<RequirementPlace, State>,
    /// Its conditions, as in [`ProgrammeReport::conditions`].
    pub conditions: Option<Conditions>,
    /// The fewest requirements whose failure makes it ineligible. Empty unless it is, or if `rules` is absent.
    pub determining: Vec<Determining>,
    /// The readings that matter for this household. Empty if `rules` is absent.
    pub readings: Vec<OpenReading>,
    /// The dates in the rules that matter for this household and may move, as they are written.
    pub dates: Vec<Day>,
    /// What the desk has ruled about these rules.
    pub rulings: Vec<RulingRead>,
}

/// What a programme paid in the latest earlier year in which its amount is known. It is computed for this household
/// on the real dates, and never added to a sum.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The rules of that year. Absent if it is not known which year's are the latest with a known amount.
    pub rules: Option<Version>,
    /// The amount.
    pub amount: AmountRange,
    /// Its parts, in the author's order. Empty if `rules` is absent.
    pub parts: Vec<Range>,
}

/// Whether a household could get a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Verdict {
    /// It could, under every reading.
    Eligible,
    /// It could under some readings, or if the desk agrees.
    Confirm,
    /// It could under no reading.
    Ineligible,
    /// No rule is registered for the date.
    NoRule,
    /// The answers so far do not decide it.
    Undetermined,
}

/// Whether applications are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Window {
    /// They are taken.
    Open,
    /// They are not taken yet.
    Upcoming,
    /// They are no longer taken.
    Closed,
    /// They are no longer taken because the budget is used up.
    BudgetReached,
    /// The sources do not say.
    Unknown,
}

/// Whether a household meets a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum State {
    /// It is met under every reading.
    Met,
    /// It is met under no reading.
    NotMet,
    /// Only the desk can judge it.
    Desk,
    /// The published texts leave it open.
    Unsettled,
    /// Answers are missing.
    Unknown,
    /// The requirement does not apply to this household.
    NotApplicable,
}

/// A question that the household should put to the desk.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// The year whose rules leave it open.
    pub year: YearIndex,
    /// What is asked.
    pub about: About,
    /// The programmes for which the answer matters.
    pub programmes: Vec<ProgrammeIndex>,
    /// Why it is open.
    pub why: Open,
}

/// What is asked of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A question that the rules state.
    Question {
        /// The question.
        ask: AskIndex,
    },
    /// Whether a requirement is met, for which the rules state no question.
    Requirement {
        /// The rules.
        rules: Version,
        /// The requirement among theirs.
        place: RequirementPlace,
    },
}

/// Why something is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Open {
    /// The published list is not complete.
    Incomplete,
    /// Only a weak source states it.
    Reported,
    /// The published texts can be read in several ways.
    Reading,
    /// Only the desk can judge it.
    Desk,
    /// The published texts leave it open.
    Unsettled,
}

/// How many published conditions a programme has. Requirements that only a weak source states do not count. If all
/// members of a group must be met, the members count and the group does not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Conditions {
    /// How many apply to the household, or may apply.
    pub all: u16,
    /// How many of these are met.
    pub met: u16,
}

/// A range of yen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AmountRange {
    /// The least and the most.
    pub yen: Range,
    /// Whether the source states upper limits only (最大, 以内), so that less may be paid.
    pub ceiling: bool,
}

impl AmountRange {
    /// The smallest range that holds both.
    #[must_use]
    pub fn hull(self, other: AmountRange) -> AmountRange {
        AmountRange { yen: self.yen.hull(other.yen), ceiling: self.ceiling || other.ceiling }
    }

    /// The smallest range that holds what there is of two.
    #[must_use]
    pub fn hull_of(a: Option<AmountRange>, b: Option<AmountRange>) -> Option<AmountRange> {
        match (a, b) {
            (Some(a), Some(b)) => Some(a.hull(b)),
            (a, b) => a.or(b),
        }
    }
}

/// What would have to be paid back after the award if something happens, such as leaving the city; or a day that the
/// household has to know.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Later {
    /// The last day on which the debt can arise, or the day to know.
    pub day: OpenDays,
    /// Yen, from 0 as long as it is open whether the debt arises. Where the rules ask about no event, they are owed if it
    /// happens. Absent if nothing is known of the sum, and for a day to know.
    pub owed: Option<Range>,
}

/// The days between two ends. Either end may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenDays {
    /// The first day. Absent if there is no bound.
    pub first: Option<Day>,
    /// The last day. Absent if there is no bound.
    pub last: Option<Day>,
}

/// A requirement whose failure alone makes the verdict ineligible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Determining {
    /// Its place among the programme's requirements, as [`ProgrammeInfo`] lists them.
    ///
    /// [`ProgrammeInfo`]: crate::rulebook::ProgrammeInfo
    pub place: RequirementPlace,
    /// The places of the members through which it fails, if it is a group.
    pub branches: Vec<RequirementPlace>,
}

/// An answer that is not complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The fact.
    pub fact: FactIndex,
    /// The field, if the fact is a list. Absent if it is not known who the members are.
    pub field: Option<FieldIndex>,
    /// The member. Absent for members who are not named yet.
    pub member: Option<MemberIndex>,
    /// How much of it is missing.
    pub needs: Needs,
}

/// How much of an answer is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Needs {
    /// The whole answer, or a choice among the values that are left.
    Value,
    /// The year of a date, and then perhaps its month and day.
    Year,
    /// The month and day of a date.
    MonthDay,
    /// Who the members of a list are.
    Members,
    /// The band of a number, and then perhaps the number itself.
    Band,
    /// The number within its band.
    Exact,
}

/// A reading, and what each of its meanings would pay.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenReading {
    /// The reading.
    pub reading: ReadingIndex,
    /// The amount under each meaning. `None` if nothing would be paid.
    pub choices: Vec<Option<AmountRange>>,
}

/// The best lawful combination of programmes.
#[derive(Clone, Debug, PartialEq)]
pub struct Best {
    /// The set with the greatest guaranteed sum.
    pub chosen: Combination,
    /// The range of the best sum over everything that is still open.
    pub range: Range,
    /// What the chosen set pays in each year after the first payment of each of its programmes. Empty if it pays all
    /// within a year, if a shared cap may reduce its sum, or if it is open which year's rules hold for one of them.
    pub by_year: Vec<Range>,
    /// The other sets to which no programme can be added, as far as they were compared; see the library's documentation.
    pub alternatives: Vec<Combination>,
    /// The shared caps that reduce the sum of the chosen set.
    pub caps: Vec<CapOfYear>,
}

/// The best lawful combination if nothing is planned but what the household says it plans.
#[derive(Clone, Debug, PartialEq)]
pub struct BestChosen {
    /// The plans that are not decided, and are taken as not made.
    pub assuming: Vec<FactIndex>,
    /// The best combination without them.
    pub best: Best,
    /// The programmes that may be granted only with such a plan. They are not part of the combination.
    pub needs_plan: Vec<ProgrammeIndex>,
}

/// Programmes that a household may receive together.
#[derive(Clone, Debug, PartialEq)]
pub struct Combination {
    /// The programmes.
    pub programmes: Vec<ProgrammeIndex>,
    /// Their sum. A ceiling counts as zero at the lower end.
    pub range: Range,
}
