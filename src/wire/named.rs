//! A report with ids in place of indices: what the command line prints, what worked examples are compared
//! with, and what `www/edge/named.js` makes of a report in the page. Nothing is evaluated here.

mod advised;
mod days;
mod instalments;
mod later;
mod naming;

use super::names::ScheduleNames;
use super::shape::{Declarations, Shape, Shaped, shaped, shaped_names};
use crate::amount::Exact;
use crate::calendar::Day;
use crate::report::{Needs, Obstacle, Open, State, Verdict, Window};
use crate::rulebook::{Benefit, Party};
pub use advised::AdvisedReport;
pub use days::{NamedDays, NamedDecidedBy};
pub use instalments::NamedInstalments;
pub use later::{NamedKeyDates, NamedObligation};
pub use naming::{name_advice, name_report};
use serde::Serialize;

/// A report of a city.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedReport {
    /// The city.
    pub city: String,
    /// The application date asked about.
    pub on: Day,
    /// One entry for each programme of the city.
    pub programmes: Vec<NamedProgramme>,
    /// The answers worth asking for, in asking order.
    pub relevant: Vec<NamedMissing>,
    /// No more than this many questions are left.
    pub questions_left_at_most: u32,
    /// The best lawful combination.
    pub best: NamedBest,
    /// The best lawful combination if nothing is planned but what the household says it plans.
    pub best_chosen: NamedBestChosen,
    /// The best lawful combination with estimated programmes; absent if none is estimated. Never a sum to add.
    pub best_estimate: Option<NamedBest>,
    /// The same if nothing is planned but what the household says it plans.
    pub best_estimate_chosen: Option<NamedBestChosen>,
    /// Those of `relevant` on which the shown sum depends; see [`crate::report::Report::decisive`].
    pub decisive: Vec<NamedMissing>,
    /// The questions for the desk.
    pub asks: Vec<NamedAsk>,
}

/// A question that the household should put to the desk.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedAsk {
    /// The fiscal year whose rules leave it open.
    pub year: i16,
    /// The question; absent if the rules state none for the requirement.
    pub ask: Option<String>,
    /// The requirement for which the rules state no question.
    pub requirement: Option<String>,
    /// The programmes for which the answer matters.
    pub programmes: Vec<String>,
    /// Why it is open.
    pub why: Open,
}

/// What was found for one programme.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedProgramme {
    /// The programme.
    pub id: String,
    /// The fiscal year of the rules that hold, if it is known which do.
    pub year: Option<i16>,
    /// Which day decided that they hold; absent if it is not known which rules hold.
    pub decided_by: Option<NamedDecidedBy>,
    /// Whether these rules are only announced.
    pub provisional: bool,
    /// Whether the household could get it.
    pub verdict: Verdict,
    /// Whether applications are taken on the date asked about.
    pub window: Window,
    /// What would be paid if granted.
    pub amount: Option<NamedAmount>,
    /// The amount's parts.
    pub parts: Vec<NamedPart>,
    /// What is paid in each run of instalments, where they differ.
    pub instalments: Vec<NamedInstalments>,
    /// What is owed after the award.
    pub obligations: Vec<NamedObligation>,
    /// Days and periods that the household has to know.
    pub key_dates: Vec<NamedKeyDates>,
    /// The instalments, if there are several.
    pub schedule: Option<ScheduleNames>,
    /// Who pays.
    pub payer: Option<Party>,
    /// Who is paid.
    pub payee: Option<Party>,
    /// What is given.
    pub benefit: Option<Benefit>,
    /// Whether the benefit is money in hand, as far as is known.
    pub is_money: bool,
    /// The requirements below the top group, parents before members.
    pub requirements: Vec<NamedRequirement>,
    /// How many of its published conditions apply, and how many are met. Absent if it is not known whose rules hold.
    pub conditions: Option<NamedConditions>,
    /// The fewest requirements that make it ineligible.
    pub determining: Vec<NamedDetermining>,
    /// Every answer that could still change something about this programme.
    pub missing: Vec<NamedMissing>,
    /// The readings that matter for this household.
    pub readings: Vec<NamedReading>,
    /// Sources that should have been read again by now.
    pub stale: Vec<String>,
    /// What the desk has ruled about the rules that hold or may hold: readings and requirements.
    pub rulings: Vec<String>,
    /// What the latest earlier rules would give if they went on, where none are registered.
    pub estimate: Option<NamedEstimate>,
    /// What an earlier year paid, where the amount is not known.
    pub reference: Option<NamedReference>,
}

/// What the latest registered rules would give if they went on; see [`crate::report::Estimate`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedEstimate {
    /// The fiscal year of the rules, if it is known which would go on.
    pub year: Option<i16>,
    /// Whether the household could get it: never eligible.
    pub verdict: Verdict,
    /// What would be paid if granted.
    pub amount: Option<NamedAmount>,
    /// The amount's parts.
    pub parts: Vec<NamedPart>,
    /// Who is paid.
    pub payee: Option<Party>,
    /// Whether the benefit is money in hand, as far as is known.
    pub is_money: bool,
    /// The requirements below the top group, parents before members.
    pub requirements: Vec<NamedRequirement>,
    /// How many of its published conditions apply, and how many are met. Absent if it is not known whose rules hold.
    pub conditions: Option<NamedConditions>,
    /// The fewest requirements that make it ineligible.
    pub determining: Vec<NamedDetermining>,
    /// The readings that matter for this household.
    pub readings: Vec<NamedReading>,
    /// The dates in the rules that matter for this household and may move, as they are written.
    pub dates: Vec<Day>,
    /// What the desk has ruled about these rules.
    pub rulings: Vec<String>,
}

/// What a programme paid in the latest earlier year whose amount is known; see [`crate::report::Reference`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedReference {
    /// The fiscal year, if it is known which is the latest.
    pub year: Option<i16>,
    /// The amount.
    pub amount: NamedAmount,
    /// Its parts.
    pub parts: Vec<NamedPart>,
}

/// A range of yen; an absent end has no known bound.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedRange {
    /// The least.
    pub min: Option<Exact>,
    /// The most.
    pub max: Option<Exact>,
}

/// An amount.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedAmount {
    /// The least.
    pub min: Option<Exact>,
    /// The most.
    pub max: Option<Exact>,
    /// Whether the source gives upper limits only.
    pub ceiling: bool,
}

/// A part of an amount.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedPart {
    /// The part.
    pub id: String,
    /// Who pays it.
    pub payer: Party,
    /// Who is paid it.
    pub payee: Party,
    /// Whether the source gives an upper limit only.
    pub ceiling: bool,
    /// The least.
    pub min: Option<Exact>,
    /// The most.
    pub max: Option<Exact>,
}

/// The published conditions of a programme; see [`crate::report::Conditions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct NamedConditions {
    /// How many apply or may apply.
    pub all: u16,
    /// How many of these are met.
    pub met: u16,
}

/// A requirement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedRequirement {
    /// The requirement.
    pub id: String,
    /// Whether it is met.
    pub state: State,
    /// The facts that its own conditions read.
    pub facts: Vec<String>,
}

/// A requirement whose failure alone forces the verdict.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedDetermining {
    /// The requirement.
    pub id: String,
    /// Its branches, where it is a group.
    pub branches: Vec<String>,
}

/// An answer that is missing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedMissing {
    /// The fact.
    pub fact: String,
    /// The field, where the fact is a list; absent for who its members are.
    pub field: Option<String>,
    /// The member, the applicant being 0; absent for members not named yet.
    pub member: Option<u8>,
    /// How much of it is missing.
    pub needs: Needs,
}

/// A reading that is open.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedReading {
    /// The reading.
    pub id: String,
    /// Its choices.
    pub choices: Vec<NamedChoice>,
}

/// A choice of a reading, with the amount it would give.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedChoice {
    /// The choice.
    pub id: String,
    /// The amount; absent if the programme cannot be granted then.
    pub amount: Option<NamedAmount>,
}

/// The best lawful combination of programmes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedBest {
    /// The programmes with the greatest guaranteed sum.
    pub chosen: Vec<String>,
    /// The least they give.
    pub chosen_min: Option<Exact>,
    /// The most they give.
    pub chosen_max: Option<Exact>,
    /// The least of the best sum over everything still open.
    pub min: Option<Exact>,
    /// The most of the best sum over everything still open.
    pub max: Option<Exact>,
    /// What the chosen programmes pay in each year after the first payment of each; see [`crate::report::Best::by_year`].
    pub by_year: Vec<NamedRange>,
    /// The combinations that lost.
    pub alternatives: Vec<NamedCombination>,
    /// The shared caps that bind in the chosen combination.
    pub caps: Vec<String>,
}

/// The best lawful combination if nothing is planned but what the household says it plans.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedBestChosen {
    /// The plans that are not decided, and are taken as not made.
    pub assuming: Vec<String>,
    /// The best combination without them.
    pub best: NamedBest,
    /// The programmes that may be granted only with such a plan.
    pub needs_plan: Vec<String>,
}

/// Programmes that may be had together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedCombination {
    /// The programmes.
    pub programmes: Vec<String>,
    /// The least they give.
    pub min: Option<Exact>,
    /// The most they give.
    pub max: Option<Exact>,
}

/// What the household could do about one programme.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedAdvice {
    /// When an application succeeds.
    pub apply: Option<NamedApply>,
    /// When to do what is only planned.
    pub plans: Vec<NamedPlan>,
    /// The smallest changes of plans that would make it eligible.
    pub what_if: Vec<NamedWhatIf>,
    /// Changes of one plan that would raise the amount.
    pub raises: Vec<NamedWhatIf>,
    /// Missing or declined facts that settle the verdict: every value of them decides it. Empty if it is decided.
    pub settles: Vec<String>,
    /// The same by the rules that would go on, where there is an estimate.
    pub estimate_advice: Option<NamedEstimateAdvice>,
}

/// What the household could do about one programme if its latest rules went on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedEstimateAdvice {
    /// When an application would succeed.
    pub apply: Option<NamedApply>,
    /// When to do what is only planned.
    pub plans: Vec<NamedPlan>,
    /// The smallest changes of plans after which the programme is no longer excluded.
    pub what_if: Vec<NamedWhatIf>,
    /// Changes of one plan that would raise the amount.
    pub raises: Vec<NamedWhatIf>,
    /// Missing or declined facts that settle the verdict: every value of them decides it. Empty if it is decided.
    pub settles: Vec<String>,
}

/// When an application succeeds; see [`crate::report::Apply`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedApply {
    /// Where the first day lies of the run that matters.
    pub first: NamedBoundary,
    /// Where its last day lies.
    pub last: NamedBoundary,
    /// The days on which an application may succeed.
    pub possible: Vec<NamedDays>,
    /// The days on which everybody succeeds who succeeds on any day.
    pub sure: Vec<NamedDays>,
    /// Whether the days end only because no later rules are registered.
    pub ends_with_rules: bool,
    /// Whether no source says that applications are taken on some of the possible days.
    pub window_unknown: bool,
}

/// One end of a run of days on which an application succeeds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedBoundary {
    /// The first day on which the end may lie. Absent if there is no bound.
    pub min: Option<Day>,
    /// The last day on which it may. Absent if there is no bound.
    pub max: Option<Day>,
    /// The reason for which an application fails beyond it. Absent if there is no bound.
    pub why: Option<Obstacle>,
    /// The fiscal year of the requirement that refuses it, if one does.
    pub year: Option<i16>,
    /// The requirement that refuses it, if one does.
    pub requirement: Option<String>,
}

/// When something only planned must happen for an application to succeed afterwards.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedPlan {
    /// The date that is planned.
    pub fact: String,
    /// The first day with which an application can succeed.
    pub first: Option<Day>,
    /// The last day with which one can. Absent if it lies more than a year after the last registered day.
    pub last: Option<Day>,
}

/// One change of plans, or two at once, and the verdict and amount they give.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedWhatIf {
    /// What changes.
    pub changes: Vec<NamedChange>,
    /// The verdict then.
    pub verdict: Verdict,
    /// The amount then.
    pub amount: Option<NamedAmount>,
    /// Programmes that would be lost by it.
    pub loses: Vec<String>,
}

/// Another answer to a question whose answer the applicant can choose.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedChange {
    /// The fact.
    pub fact: String,
    /// The answer.
    pub to: NamedAnswer,
}

/// Another answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum NamedAnswer {
    /// Yes or no.
    YesNo(bool),
    /// An option.
    Option(String),
    /// Any number of a range.
    Number(NamedRange),
}

impl Shaped for NamedAnswer {
    fn shape(all: &mut Declarations) -> Shape {
        Shape::OneOf(vec![Shape::Boolean, Shape::Text, NamedRange::shape(all)])
    }
}

shaped_names!(Obstacle);
shaped!(NamedReport {
    city,
    on,
    programmes,
    relevant,
    questions_left_at_most,
    best,
    best_chosen,
    best_estimate,
    best_estimate_chosen,
    decisive,
    asks,
});
shaped!(NamedAsk { year, ask, requirement, programmes, why });
shaped!(NamedProgramme {
    id,
    year,
    decided_by,
    provisional,
    verdict,
    window,
    amount,
    parts,
    instalments,
    obligations,
    key_dates,
    schedule,
    payer,
    payee,
    benefit,
    is_money,
    requirements,
    conditions,
    determining,
    missing,
    readings,
    stale,
    rulings,
    estimate,
    reference,
});
shaped!(NamedEstimate {
    year,
    verdict,
    amount,
    parts,
    payee,
    is_money,
    requirements,
    conditions,
    determining,
    readings,
    dates,
    rulings,
});
shaped!(NamedReference { year, amount, parts });
shaped!(NamedRange { min, max });
shaped!(NamedAmount { min, max, ceiling });
shaped!(NamedPart { id, payer, payee, ceiling, min, max });
shaped!(NamedConditions { all, met });
shaped!(NamedRequirement { id, state, facts });
shaped!(NamedDetermining { id, branches });
shaped!(NamedMissing { fact, field, member, needs });
shaped!(NamedReading { id, choices });
shaped!(NamedChoice { id, amount });
shaped!(NamedBest { chosen, chosen_min, chosen_max, min, max, by_year, alternatives, caps });
shaped!(NamedBestChosen { assuming, best, needs_plan });
shaped!(NamedCombination { programmes, min, max });
shaped!(NamedAdvice { apply, plans, what_if, raises, settles, estimate_advice });
shaped!(NamedEstimateAdvice { apply, plans, what_if, raises, settles });
shaped!(NamedApply { first, last, possible, sure, ends_with_rules, window_unknown });
shaped!(NamedBoundary { min, max, why, year, requirement });
shaped!(NamedPlan { fact, first, last });
shaped!(NamedWhatIf { changes, verdict, amount, loses });
shaped!(NamedChange { fact, to });
