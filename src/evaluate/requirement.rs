//! Judges the requirements of a programme: the outcomes each can still have, the answers that could
//! change them, and its state. This file computes no amounts, and explains no verdict.

use super::expression::{Context, Scope};
use super::visits;
use crate::index::{FactSet, ReadingSet, RequirementPlace};
use crate::possible::Slots;
use crate::report::{State, Verdict};
use crate::rulebook::{Grouping, ProgrammeInfo, Requirement, RequirementEntry, Rule, Ruled};
use crate::truth::{Outcome, Outcomes, Truth};
use typed_index_collections::{TiSlice, TiVec};

/// The results of a programme's requirements, in the order of [`ProgrammeInfo::requirements`]. The
/// first is the result of all of them together.
pub(super) type Results = TiSlice<RequirementPlace, RequirementResult>;

/// What is known of one requirement.
#[derive(Clone, Copy, Debug)]
pub(super) struct RequirementResult {
    /// The outcomes that are still possible.
    pub(super) outcomes: Outcomes,
    /// Whether the requirement applies to this household.
    pub(super) applies: Truth,
    /// The answers that could change the outcome. Empty once the requirement is certainly met or
    /// certainly not met.
    pub(super) open: Slots,
    /// The answers that could change whether the requirement applies to this household.
    pub(super) applies_open: Slots,
}

impl RequirementResult {
    /// The result of a requirement that applies to every household.
    fn for_everybody(outcomes: Outcomes, open: Slots) -> RequirementResult {
        let (applies, applies_open) = (Truth::True, Slots::NONE);
        RequirementResult { outcomes, applies, open, applies_open }
    }

    /// The state that the report shows.
    pub(super) fn state(&self) -> State {
        if self.applies == Truth::False {
            return State::NotApplicable;
        }
        if !self.applies_open.is_empty() {
            return State::Unknown;
        }
        match self.outcomes.single() {
            Some(Outcome::Always) => State::Met,
            Some(Outcome::Never) => State::NotMet,
            Some(Outcome::Desk) if self.open.is_empty() => State::Desk,
            Some(Outcome::Unsettled | Outcome::Reading) if self.open.is_empty() => State::Unsettled,
            Some(Outcome::Desk | Outcome::Unsettled | Outcome::Reading) | None => State::Unknown,
        }
    }

    /// The verdict, if this is the result of all requirements together.
    pub(super) fn verdict(&self) -> Verdict {
        match (self.outcomes.may_be(Outcome::Always), self.outcomes.may_be(Outcome::Never)) {
            (false, false) => Verdict::Confirm,
            _ => match self.outcomes.single() {
                Some(Outcome::Always) => Verdict::Eligible,
                Some(Outcome::Never) => Verdict::Ineligible,
                Some(Outcome::Desk | Outcome::Unsettled | Outcome::Reading) | None => {
                    Verdict::Undetermined
                }
            },
        }
    }

    /// Whether it is certainly met or certainly not met.
    pub(super) fn is_decided(&self) -> bool {
        matches!(self.outcomes.single(), Some(Outcome::Always | Outcome::Never))
    }

    /// Whether it certainly fails, under every reading.
    pub(super) fn fails(&self) -> bool {
        self.outcomes.single() == Some(Outcome::Never)
    }

    /// The same result; once it is decided, no answer can change it.
    fn without_open_if_decided(self) -> RequirementResult {
        if self.is_decided() { RequirementResult { open: Slots::NONE, ..self } } else { self }
    }

    /// The result when either of two meanings of a reading may be right.
    fn or_under_other_meaning(self, other: RequirementResult) -> RequirementResult {
        let merged = RequirementResult {
            outcomes: self.outcomes.either_reading(other.outcomes),
            applies: if self.applies == other.applies { self.applies } else { Truth::Unknown },
            open: self.open.union(other.open),
            applies_open: self.applies_open.union(other.applies_open),
        };
        merged.without_open_if_decided()
    }
}

/// Judges every requirement of a programme.
pub(super) fn judge(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
) -> TiVec<RequirementPlace, RequirementResult> {
    let (readings, changed) = (ReadingSet::EMPTY, FactSet::EMPTY);
    judge_changes(
        context,
        facts,
        Previous { results: Default::default(), readings, facts: changed },
    )
}

/// Judges every requirement again, under the meanings now chosen. Only the facts in `changed` may have
/// other answers than when `results` were found.
pub(super) fn judge_each_again(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    results: &Results,
    changed: FactSet,
) -> TiVec<RequirementPlace, RequirementResult> {
    let previous = Previous { results, readings: context.choices.chosen(), facts: changed };
    judge_changes(context, facts, previous)
}

/// Judges all requirements together again, like [`judge_each_again`]. Returns `None` if the programme has
/// no requirements.
pub(super) fn judge_again(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    results: &Results,
    changed: FactSet,
) -> Option<RequirementResult> {
    judge_each_again(context, facts, results, changed).first().copied()
}

/// Judges every requirement again under the meanings now chosen, which settle all `readings`.
pub(super) fn judge_under_meanings(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    results: &Results,
    readings: ReadingSet,
) -> TiVec<RequirementPlace, RequirementResult> {
    judge_once(context, facts, Previous { results, readings, facts: FactSet::EMPTY })
}

/// Whether the requirements certainly exclude the household under the meanings now chosen. Only the facts in `changed`
/// may have other values than when `results` were found.
pub(super) fn excludes(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    results: &Results,
    changed: FactSet,
) -> bool {
    let shared = facts.shared_by_requirements;
    let mut excludes_so_far: Option<TiVec<RequirementPlace, RequirementResult>> = None;
    let mut may_grant = false;
    context.choices.for_each(context.book, shared, &mut |choices| {
        // One combination of meanings that does not exclude the household is enough.
        if may_grant {
            return;
        }
        let context = &Context { choices, ..*context };
        let judged = match &excludes_so_far {
            Some(before) => judge_under_meanings(context, facts, before, shared),
            None => {
                let readings = choices.chosen().union(shared);
                judge_once(context, facts, Previous { results, readings, facts: changed })
            }
        };
        may_grant = !judged.first().is_some_and(RequirementResult::fails);
        excludes_so_far = Some(judged);
    });
    !may_grant
}

/// Earlier results. A result is reused if nothing that it depends on has changed since.
#[derive(Clone, Copy)]
struct Previous<'a> {
    results: &'a Results,
    /// The readings that may have another meaning now.
    readings: ReadingSet,
    /// The facts that may have other values now.
    facts: FactSet,
}

impl<'a> Previous<'a> {
    /// The results of a requirement and of everything below it, if they cannot have changed.
    fn reusable(&self, place: RequirementPlace, listed: &RequirementEntry) -> Option<&'a Results> {
        let known = self.results.get(place..listed.end)?;
        let changed =
            listed.readings.intersects(self.readings) || listed.facts.intersects(self.facts);
        (!changed).then_some(known)
    }
}

/// Judges every requirement, and reuses previous results where it can. A reading that several
/// requirements share must have the same meaning in all of them, so each combination of such
/// meanings is judged on its own and the results are merged.
fn judge_changes(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    previous: Previous<'_>,
) -> TiVec<RequirementPlace, RequirementResult> {
    let shared = facts.shared_by_requirements;
    let mut merged: TiVec<RequirementPlace, RequirementResult> = TiVec::new();
    context.choices.for_each(context.book, shared, &mut |choices| {
        let context = &Context { choices, ..*context };
        if merged.is_empty() {
            let previous = Previous { readings: previous.readings.union(shared), ..previous };
            merged = judge_once(context, facts, previous);
        } else {
            let results = judge_under_meanings(context, facts, &merged, shared);
            for ((whole, one), listed) in merged.iter_mut().zip(results).zip(&facts.requirements) {
                // A requirement that no shared reading affects must not become open because of one.
                if listed.readings.intersects(shared) {
                    *whole = whole.or_under_other_meaning(one);
                }
            }
        }
    });
    merged
}

/// Judges every requirement once. Every reading that several requirements share has a chosen
/// meaning.
fn judge_once(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    previous: Previous<'_>,
) -> TiVec<RequirementPlace, RequirementResult> {
    let mut results = TiVec::with_capacity(facts.requirements.len());
    push_next_result(context, facts, previous, &mut results);
    results
}

/// Judges the requirement at the next place and everything below it, appends the results to
/// `results`, and returns the requirement's own.
fn push_next_result(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    previous: Previous<'_>,
    results: &mut TiVec<RequirementPlace, RequirementResult>,
) -> RequirementResult {
    visits::count();
    let place = results.next_key();
    let unsettled = Outcomes::only(Outcome::Unsettled);
    let placeholder = RequirementResult::for_everybody(unsettled, Slots::NONE);
    let Some(listed) = facts.requirements.get(place) else { return placeholder };
    if let Some(reused) = previous.reusable(place, listed) {
        results.extend_from_slice(reused);
        return reused.first().copied().unwrap_or(placeholder);
    }
    // Its members follow it, so it keeps its place until they are judged.
    results.push(placeholder);
    let mut result = placeholder;
    if let Some(requirement) = context.book.requirements.get(listed.id) {
        result = match &requirement.rule {
            Rule::When(_) | Rule::Desk => judge_leaf(context, requirement, listed),
            Rule::Group { how, incomplete, members } => {
                let (mut outcomes, mut open) = (empty_group(*how, *incomplete), Slots::NONE);
                for _ in members {
                    let member = push_next_result(context, facts, previous, results);
                    outcomes = match how {
                        Grouping::All => outcomes.and(member.outcomes),
                        Grouping::Any | Grouping::None => outcomes.or(member.outcomes),
                    };
                    open = open.union(member.open);
                }
                if *how == Grouping::None {
                    outcomes = outcomes.not();
                }
                judge_under_own_readings(context, listed, &|context| {
                    apply_scope_and_evidence(context, (requirement, listed), outcomes, open)
                })
            }
        };
    }
    if let Some(entry) = results.get_mut(place) {
        *entry = result;
    }
    result
}

/// The outcomes of a group before its members count. If the published list is incomplete, the
/// members that nobody published leave the group unsettled.
fn empty_group(how: Grouping, incomplete: bool) -> Outcomes {
    Outcomes::only(match how {
        _ if incomplete => Outcome::Unsettled,
        Grouping::All => Outcome::Always,
        Grouping::Any | Grouping::None => Outcome::Never,
    })
}

/// Judges a requirement without members: a condition, or a matter for the desk.
pub(super) fn judge_leaf(
    context: &Context<'_>,
    requirement: &Requirement,
    listed: &RequirementEntry,
) -> RequirementResult {
    judge_under_own_readings(context, listed, &|context| {
        let (outcomes, open) = match requirement.when() {
            Some(expr) => {
                let value = context.value(expr, Scope::None);
                (Outcomes::of(value.truth()), value.open)
            }
            None => (Outcomes::only(Outcome::Desk), Slots::NONE),
        };
        apply_scope_and_evidence(context, (requirement, listed), outcomes, open)
    })
}

/// Calls `judge` for every combination of meanings of the readings in a requirement's own
/// conditions, and merges the results.
fn judge_under_own_readings(
    context: &Context<'_>,
    listed: &RequirementEntry,
    judge: &dyn Fn(&Context<'_>) -> RequirementResult,
) -> RequirementResult {
    let readings = listed.own_readings;
    if readings.is_empty() {
        return judge(context);
    }
    let mut whole: Option<RequirementResult> = None;
    context.choices.for_each(context.book, readings, &mut |choices| {
        let one = judge(&Context { choices, ..*context });
        whole = Some(whole.map_or(one, |whole| whole.or_under_other_meaning(one)));
    });
    let unsettled = Outcomes::only(Outcome::Unsettled);
    whole.unwrap_or(RequirementResult::for_everybody(unsettled, Slots::NONE))
}

/// Turns the outcomes of a rule into the result of its requirement. A household that the requirement does not apply to
/// meets it. What is only reported may or may not be a rule, and decides nothing where that makes a difference. The
/// desk's ruling may decide the requirement for everybody it applies to.
fn apply_scope_and_evidence(
    context: &Context<'_>,
    (requirement, listed): (&Requirement, &RequirementEntry),
    outcomes: Outcomes,
    open: Slots,
) -> RequirementResult {
    let (outcomes, open) = match listed.ruled.and_then(Ruled::outcome) {
        Some(is_met) => (Outcomes::of(Truth::known(is_met)), Slots::NONE),
        None => (outcomes, open),
    };
    let mut result = RequirementResult::for_everybody(outcomes, open);
    if let Some(expr) = requirement.applies_if {
        let applies = context.value(expr, Scope::None);
        let exempt = Outcomes::only(Outcome::Always);
        (result.outcomes, result.open) = match applies.truth() {
            Truth::True => (outcomes, open),
            Truth::False => (exempt, Slots::NONE),
            Truth::Unknown => (outcomes.union(exempt), open.union(applies.open)),
        };
        (result.applies, result.applies_open) = (applies.truth(), applies.open);
    }
    if requirement.reported && listed.ruled.is_none() {
        result.outcomes = match listed.within {
            Grouping::All => result.outcomes.unsettled_where_never(),
            Grouping::Any | Grouping::None => result.outcomes.unsettled_where_always(),
        };
    }
    result.without_open_if_decided()
}
