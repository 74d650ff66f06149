//! What was found for one household: verdicts, amounts, states and what is still missing. Data
//! only: it holds indices and codes, and `wire` adds the ids.

use crate::calendar::Day;
use crate::index::{
    CapOfYear, FactIndex, FieldIndex, MemberIndex, MissingIndex, OptionIndex, ProgrammeIndex,
    ReadingIndex, RequirementPlace, SourceIndex, Version,
};
use crate::possible::{Options, Range};
use crate::rulebook::RulingRead;
use crate::situation::Known;
use crate::truth::Truth;
use strum::{EnumDiscriminants, IntoStaticStr, VariantArray};
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
    /// Those of `incomplete` that could still change a verdict or an amount and were not declined,
    /// in asking order.
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
}

/// What was found for one programme.
#[derive(Clone, Debug, PartialEq)]
pub struct ProgrammeReport {
    /// Which of the city's programmes it is; see [`crate::evaluate::programme_ids`].
    pub programme: ProgrammeIndex,
    /// The rules that hold. Absent if none hold, or if it is not known which year's rules hold.
    pub rules: Option<Version>,
    /// Whether the household could get it.
    pub verdict: Verdict,
    /// Whether applications are taken on the application date.
    pub window: Window,
    /// What would be paid if the programme were granted. Absent if it cannot be granted or states
    /// no figure.
    pub amount: Option<AmountRange>,
    /// The amount's parts, in the author's order. Empty if there is no amount.
    pub parts: Vec<Range>,
    /// What would have to be paid back after the award, in the author's order. Empty if the
    /// programme cannot be granted.
    pub obligations: Vec<Obligation>,
    /// The state of each requirement, all requirements together first and parents before members.
    /// Empty if `rules` is absent.
    pub states: TiVec<RequirementPlace, State>,
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

/// What would have to be paid back after the award if something happens, such as leaving the city.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Obligation {
    /// The last day on which it can become due.
    pub until: OpenDays,
    /// Yen. Absent if there is no amount.
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
