//! What each requirement of a programme comes to: its outcomes over everything still possible, the
//! answers that could change them, its state, and the requirements that settle an ineligible verdict.

use super::expression::{Context, Scope};
use crate::index::{FactSet, ReadingSet, RequirementPlace};
use crate::possible::Slots;
use crate::report::{Determining, State, Verdict};
use crate::rulebook::{Grouping, ProgrammeInfo, Requirement, RequirementEntry, Rule};
use crate::truth::{Outcome, Outcomes, Truth};
use typed_index_collections::{TiSlice, TiVec};

/// What one requirement comes to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Judged {
    pub(super) outcomes: Outcomes,
    /// Whether it is for this household.
    applies: Truth,
    /// The answers that could change it as a function of what the rules leave open. Nothing, once it
    /// is met or not met for certain.
    pub(super) open: Slots,
    /// The answers that could change whether it is for this household.
    pub(super) for_whom: Slots,
    /// The place after its last member.
    end: RequirementPlace,
}

impl Judged {
    /// A requirement that is for everybody.
    fn of(outcomes: Outcomes, open: Slots) -> Judged {
        let (applies, for_whom) = (Truth::True, Slots::NONE);
        Judged { outcomes, applies, open, for_whom, end: RequirementPlace::TOP }
    }

    /// Whether it is for this household whatever else is answered.
    pub(super) fn is_for_everybody(&self) -> bool {
        self.applies == Truth::True
    }

    pub(super) fn state(&self) -> State {
        if self.applies == Truth::False {
            return State::NotApplicable;
        }
        if !self.for_whom.is_empty() {
            return State::Unknown;
        }
        match self.outcomes.single() {
            Some(Outcome::Always) => State::Met,
            Some(Outcome::Never) => State::NotMet,
            Some(Outcome::Desk) if self.open.is_empty() => State::Desk,
            Some(Outcome::Unsettled) if self.open.is_empty() => State::Unsettled,
            Some(Outcome::Desk | Outcome::Unsettled) | None => State::Unknown,
        }
    }

    pub(super) fn verdict(&self) -> Verdict {
        match (self.outcomes.may_be(Outcome::Always), self.outcomes.may_be(Outcome::Never)) {
            (false, false) => Verdict::Confirm,
            _ => match self.outcomes.single() {
                Some(Outcome::Always) => Verdict::Eligible,
                Some(Outcome::Never) => Verdict::Ineligible,
                Some(Outcome::Desk | Outcome::Unsettled) | None => Verdict::Undetermined,
            },
        }
    }

    fn is_settled(&self) -> bool {
        matches!(self.outcomes.single(), Some(Outcome::Always | Outcome::Never))
    }

    fn never(&self) -> bool {
        self.outcomes.single() == Some(Outcome::Never)
    }
}

/// Judges every requirement of a programme, in the order of `facts.requirements`.
pub(super) fn judge(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
) -> TiVec<RequirementPlace, Judged> {
    let (readings, changed) = (ReadingSet::EMPTY, FactSet::EMPTY);
    judge_anew(context, facts, Before { judged: Default::default(), readings, facts: changed })
}

/// Judges where other readings are chosen, or something else is known of some facts, than `before`.
fn judge_anew(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    before: Before<'_>,
) -> TiVec<RequirementPlace, Judged> {
    let shared = facts.shared_by_requirements;
    let mut merged: TiVec<RequirementPlace, Judged> = TiVec::new();
    context.choices.each(context.book, shared, &mut |choices| {
        let context = &Context { choices, ..*context };
        if merged.is_empty() {
            let before = Before { readings: before.readings.union(shared), ..before };
            merged = judge_once(context, facts, before);
        } else {
            let before = Before { judged: &merged, readings: shared, facts: FactSet::EMPTY };
            let judged = judge_once(context, facts, before);
            for ((whole, one), listed) in merged.iter_mut().zip(judged).zip(&facts.requirements) {
                // What no shared reading changes is not open because of one.
                if listed.readings.intersects(shared) {
                    *whole = under_either_reading(*whole, one);
                }
            }
        }
    });
    merged
}

/// Whether the requirements exclude every household of a situation, in a case of it: under the
/// meanings chosen, and where more is assumed of some facts than when it was judged.
pub(super) fn excludes(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    judged: &TiSlice<RequirementPlace, Judged>,
    assumed: FactSet,
) -> bool {
    let top = judge_from(context, facts, judged, assumed);
    top.is_some_and(|top| top.verdict() == Verdict::Ineligible)
}

/// What all requirements together come to under the meanings chosen, where only the facts in
/// `changed` may differ from when they were judged.
pub(super) fn judge_from(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    judged: &TiSlice<RequirementPlace, Judged>,
    changed: FactSet,
) -> Option<Judged> {
    let before = Before { judged, readings: context.choices.taken(), facts: changed };
    judge_anew(context, facts, before).first().copied()
}

fn under_either_reading(a: Judged, b: Judged) -> Judged {
    let merged = Judged {
        outcomes: a.outcomes.either_reading(b.outcomes),
        applies: if a.applies == b.applies { a.applies } else { Truth::Unknown },
        open: a.open.union(b.open),
        for_whom: a.for_whom.union(b.for_whom),
        end: a.end,
    };
    settle(merged)
}

fn settle(judged: Judged) -> Judged {
    if judged.is_settled() { Judged { open: Slots::NONE, ..judged } } else { judged }
}

/// Judges under chosen meanings of the readings that several requirements share.
fn judge_once(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    before: Before<'_>,
) -> TiVec<RequirementPlace, Judged> {
    let mut judged = TiVec::with_capacity(facts.requirements.len());
    judge_into(context, facts, before, &mut judged);
    judged
}

/// What was found before. What hangs on none of what has changed since is taken from there.
#[derive(Clone, Copy)]
struct Before<'a> {
    judged: &'a TiSlice<RequirementPlace, Judged>,
    /// Readings of which another meaning may be taken now.
    readings: ReadingSet,
    /// Facts of which something else may be known now.
    facts: FactSet,
}

impl<'a> Before<'a> {
    /// What a requirement and all below it came to, if they come to the same now.
    fn known(
        &self,
        place: RequirementPlace,
        listed: &RequirementEntry,
    ) -> Option<&'a TiSlice<RequirementPlace, Judged>> {
        let end = self.judged.get(place)?.end;
        let differs =
            listed.readings.intersects(self.readings) || listed.facts.intersects(self.facts);
        if differs { None } else { self.judged.get(place..end) }
    }
}

/// Appends the next of a programme's requirements and all below it; returns it.
fn judge_into(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    before: Before<'_>,
    into: &mut TiVec<RequirementPlace, Judged>,
) -> Judged {
    let place = into.next_key();
    let nothing = Judged::of(Outcomes::only(Outcome::Unsettled), Slots::NONE);
    let Some(listed) = facts.requirements.get(place) else { return nothing };
    if let Some(known) = before.known(place, listed) {
        into.extend_from_slice(known);
        return known.first().copied().unwrap_or(nothing);
    }
    into.push(nothing);
    let mut judged = nothing;
    if let Some(requirement) = context.book.requirements.get(listed.id) {
        judged = match &requirement.rule {
            Rule::When(_) | Rule::Desk => leaf(context, requirement, listed),
            Rule::Group { how, incomplete, members } => {
                let (mut outcomes, mut open) = (without_members(*how, *incomplete), Slots::NONE);
                for _ in members {
                    let member = judge_into(context, facts, before, into);
                    outcomes = match how {
                        Grouping::All => outcomes.and(member.outcomes),
                        Grouping::Any | Grouping::None => outcomes.or(member.outcomes),
                    };
                    open = open.union(member.open);
                }
                if *how == Grouping::None {
                    outcomes = outcomes.not();
                }
                under_each_reading(context, listed, &|context| {
                    apply(context, requirement, outcomes, open)
                })
            }
        };
    }
    judged.end = into.next_key();
    if let Some(entry) = into.get_mut(place) {
        *entry = judged;
    }
    judged
}

/// What a group comes to before its members are looked at: those that nobody published may be open.
fn without_members(how: Grouping, incomplete: bool) -> Outcomes {
    Outcomes::only(match how {
        _ if incomplete => Outcome::Unsettled,
        Grouping::All => Outcome::Always,
        Grouping::Any | Grouping::None => Outcome::Never,
    })
}

/// A requirement with no members, under every reading it hangs on.
fn leaf(context: &Context<'_>, requirement: &Requirement, listed: &RequirementEntry) -> Judged {
    under_each_reading(context, listed, &|context| {
        let (outcomes, open) = match requirement.when() {
            Some(expr) => {
                let found = context.value(expr, Scope::None);
                (Outcomes::of(found.truth()), found.open)
            }
            None => (Outcomes::only(Outcome::Desk), Slots::NONE),
        };
        apply(context, requirement, outcomes, open)
    })
}

/// What a requirement comes to under every reading that its own conditions hang on.
fn under_each_reading(
    context: &Context<'_>,
    listed: &RequirementEntry,
    judge: &dyn Fn(&Context<'_>) -> Judged,
) -> Judged {
    let readings = listed.own_readings;
    if readings.is_empty() {
        return judge(context);
    }
    let mut whole: Option<Judged> = None;
    context.choices.each(context.book, readings, &mut |choices| {
        let one = judge(&Context { choices, ..*context });
        whole = Some(whole.map_or(one, |whole| under_either_reading(whole, one)));
    });
    let nothing = Outcomes::only(Outcome::Unsettled);
    whole.unwrap_or(Judged::of(nothing, Slots::NONE))
}

/// Narrows a requirement to the households it is for, and to what its evidence can settle.
fn apply(
    context: &Context<'_>,
    requirement: &Requirement,
    outcomes: Outcomes,
    open: Slots,
) -> Judged {
    let outcomes = if requirement.reported { outcomes.unsettled_where_never() } else { outcomes };
    let Some(expr) = requirement.applies_if else {
        return settle(Judged::of(outcomes, open));
    };
    let applies = context.value(expr, Scope::None);
    let exempt = Outcomes::only(Outcome::Always);
    let (outcomes, open) = match applies.truth() {
        Truth::True => (outcomes, open),
        Truth::False => (exempt, Slots::NONE),
        Truth::Unknown => (outcomes.union(exempt), open.union(applies.open)),
    };
    let for_whom = applies.open;
    settle(Judged { applies: applies.truth(), for_whom, ..Judged::of(outcomes, open) })
}

/// The requirements without members that still bear on the verdict: no group above them is met or
/// not met for certain.
pub(super) fn bearing(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    judged: &TiSlice<RequirementPlace, Judged>,
) -> Vec<RequirementPlace> {
    let mut found = Vec::new();
    let mut place = RequirementPlace::TOP;
    while let Some(at) = judged.get(place) {
        let listed = facts.requirements.get(place);
        let rule = listed.and_then(|one| context.book.requirements.get(one.id));
        if at.is_settled() || at.applies == Truth::False {
            place = at.end;
        } else {
            if !matches!(rule.map(|one| &one.rule), Some(Rule::Group { .. })) {
                found.push(place);
            }
            place = place.next();
        }
        if place == RequirementPlace::TOP {
            break;
        }
    }
    found
}

/// The fewest requirements whose failure alone forces an ineligible verdict.
pub(super) fn determining(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    judged: &TiSlice<RequirementPlace, Judged>,
) -> Vec<Determining> {
    if let Some(found) = failing(context, facts, judged, RequirementPlace::TOP) {
        return vec![found];
    }
    // No requirement fails under every reading; each reading has its own that does.
    let mut found = Vec::new();
    let readings = facts.shared_by_requirements;
    context.choices.each(context.book, readings, &mut |choices| {
        let context = &Context { choices, ..*context };
        let judged = judge_once(context, facts, Before { judged, readings, facts: FactSet::EMPTY });
        if let Some(failing) = failing(context, facts, &judged, RequirementPlace::TOP) {
            found.push(failing);
        }
    });
    let mut in_order = Vec::new();
    for place in facts.requirements.keys() {
        if let Some(one) = found.iter().find(|one| one.place == place) {
            in_order.push(one.clone());
        }
    }
    in_order
}

/// The first requirement at or below a place that fails for certain and on its own.
fn failing(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    judged: &TiSlice<RequirementPlace, Judged>,
    place: RequirementPlace,
) -> Option<Determining> {
    judged.get(place).filter(|judged| judged.never())?;
    let listed = facts.requirements.get(place)?;
    let alone = |branches| Some(Determining { place, branches });
    match &context.book.requirements.get(listed.id)?.rule {
        Rule::When(_) | Rule::Desk => alone(Vec::new()),
        Rule::Group { how: Grouping::All, .. } => {
            member_places(judged, place).find_map(|member| failing(context, facts, judged, member))
        }
        Rule::Group { how, .. } => {
            let mut branches = Vec::new();
            for member in member_places(judged, place) {
                let is_met = judged.get(member)?.outcomes.single() == Some(Outcome::Always);
                if *how == Grouping::Any || is_met {
                    branches.push(member);
                }
            }
            alone(branches)
        }
    }
}

/// The places of the members of the requirement at a place.
pub(super) fn member_places(
    judged: &TiSlice<RequirementPlace, Judged>,
    place: RequirementPlace,
) -> impl Iterator<Item = RequirementPlace> + '_ {
    let end = judged.get(place).map_or(RequirementPlace::TOP, |judged| judged.end);
    core::iter::successors(Some(place.next()), |at| Some(judged.get(*at)?.end))
        .take_while(move |at| *at < end)
}

/// Readings that change what a requirement without members comes to.
pub(super) fn differing_readings(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    place: RequirementPlace,
) -> ReadingSet {
    let mut differing = ReadingSet::EMPTY;
    let Some(listed) = facts.requirements.get(place) else { return differing };
    let Some(requirement) = context.book.requirements.get(listed.id) else {
        return differing;
    };
    for reading in listed.own_readings.iter() {
        let mut seen: Option<Outcomes> = None;
        context.choices.each(context.book, ReadingSet::only(reading), &mut |choices| {
            let one = leaf(&Context { choices, ..*context }, requirement, listed).outcomes;
            if seen.is_some_and(|seen| seen != one) {
                differing.insert(reading);
            }
            seen = Some(one);
        });
    }
    differing
}
