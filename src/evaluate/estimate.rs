//! What a programme would give where no rules of it are registered: its latest earlier rules as they would be if they
//! went on. Which rules go on, and where the dates in them lie then, is decided in
//! [`Continued`](crate::rulebook::Continued).

use super::candidates::Granting;
use super::conditions;
use super::programme::{Inputs, OpenAnswers, ProgrammeResult, Rules, evaluate_version};
use super::validity::{Validity, days_in_force, deciding_fact, narrowed, validity};
use crate::calendar::Day;
use crate::index::{ProgrammeIndex, Version};
use crate::possible::Days;
use crate::report::{AmountRange, Estimate, OpenReading, ProgrammeReport, State, Verdict};
use crate::rulebook::{City, Continued};
use crate::truth::Outcome;

/// A programme by the rules that would go on.
pub(super) struct Estimated<'a> {
    /// The report, with the indices of [`Continued::city`]. Its rules are absent if several may go on.
    pub(super) report: Box<ProgrammeReport>,
    pub(super) open: OpenAnswers,
    /// Absent if the programme cannot be granted, or if it is not known which rules go on.
    pub(super) granting: Option<Box<Granting<'a>>>,
    /// The registered rules from which the rules come. Absent if those of several years may go on.
    registered: Option<Version>,
    /// The dates that matter and may move.
    dates: Vec<Day>,
}

/// Evaluates a programme by the rules that would go on, for the completions for which none are registered. `None`
/// if there are no such completions or no such rules.
pub(super) fn estimate(inputs: Inputs<'_>, index: ProgrammeIndex) -> Option<Estimated<'_>> {
    let continued = inputs.city.continued()?;
    let inputs = Inputs { city: &continued.city, ..inputs };
    let mut found: Option<Estimated<'_>> = None;
    for version in inputs.city.versions(index) {
        let Some(programme) = inputs.city.programme(*version) else { continue };
        let rules = Rules { version: *version, programme };
        let one = match validity(programme, inputs.situation, Days::exactly(inputs.on)) {
            Validity::DoesNotHold => continue,
            Validity::Holds => {
                let ProgrammeResult { report, open, granting } =
                    evaluate_version(inputs, index, rules);
                let of = Estimated::of(continued, report, open, granting.as_deref());
                Estimated { granting, ..of }
            }
            Validity::MayHold => {
                let days = days_in_force(programme);
                let situation = &narrowed(inputs.situation, programme, days);
                let inputs = inputs.with(situation, deciding_fact(programme));
                let of_some = evaluate_version(inputs, index, rules);
                let ProgrammeResult { report, mut open, granting } = of_some;
                let slot = programme.valid_by.map(|fact| inputs.city.slot(fact));
                match slot {
                    Some(slot) if report.verdict == Verdict::Ineligible => {
                        open.missing.insert(slot);
                    }
                    Some(slot) => open.add(slot),
                    None => {}
                }
                Estimated::of(continued, report, open, granting.as_deref())
            }
        };
        found = Some(match found {
            None => one,
            Some(before) => before.or(one),
        });
    }
    found
}

impl<'a> Estimated<'a> {
    /// What rules give that would go on. It is for the city to confirm unless it can be refused for sure.
    fn of(
        continued: &Continued,
        mut report: Box<ProgrammeReport>,
        open: OpenAnswers,
        granting: Option<&Granting<'_>>,
    ) -> Estimated<'a> {
        let top = granting.and_then(|granting| granting.results.first());
        if top.is_some_and(|top| !top.outcomes.may_be(Outcome::Never)) {
            report.verdict = Verdict::Confirm;
        }
        let date = |one: &OpenReading| continued.date(report.rules?.year, one.reading);
        let dates = report.readings.iter().filter_map(date).collect();
        let registered = report.rules.and_then(|later| continued.registered(later));
        Estimated { report, open, granting: None, registered, dates }
    }

    /// What these rules give, or others that may go on instead.
    fn or(mut self, other: Estimated<'a>) -> Estimated<'a> {
        let (one, or) = (&mut self.report, *other.report);
        let (total, other_total) = (one.amount, or.amount);
        if one.verdict != or.verdict {
            one.verdict = Verdict::Undetermined;
        }
        one.rules = None;
        one.amount = AmountRange::hull_of(one.amount, or.amount);
        one.rulings.extend(or.rulings);
        for date in other.dates {
            if !self.dates.contains(&date) {
                self.dates.push(date);
            }
        }
        self.open = self.open.union(other.open);
        self.granting = None;
        if self.registered != other.registered {
            self.registered = None;
        }
        if self.registered.is_none() {
            one.parts.clear();
            one.states.clear();
            one.determining.clear();
            one.readings.clear();
            return self;
        }
        // These are the same rules, and only their dates have moved by other numbers of years.
        if one.parts.is_empty() {
            one.parts = or.parts;
        } else {
            for (part, other) in one.parts.iter_mut().zip(or.parts) {
                *part = part.hull(other);
            }
        }
        for (state, other) in one.states.iter_mut().zip(or.states) {
            if *state != other {
                *state = State::Unknown;
            }
        }
        if one.verdict == Verdict::Ineligible {
            for other in or.determining {
                if !one.determining.contains(&other) {
                    one.determining.push(other);
                }
            }
        } else {
            one.determining.clear();
        }
        merge_readings((&mut one.readings, total), (or.readings, other_total));
        self
    }

    /// The estimate, with the indices of the city.
    pub(super) fn into_estimate(self, city: &City) -> Estimate {
        let Estimated { report, registered, dates, .. } = self;
        let mut report = *report;
        let year = registered.and_then(|rules| city.rules().years.get(rules.year));
        let is_date =
            |one: &OpenReading| year.is_some_and(|year| year.readings.get(one.reading).is_none());
        report.readings.retain(|one| !is_date(one));
        Estimate {
            rules: registered,
            verdict: report.verdict,
            amount: report.amount,
            parts: report.parts,
            conditions: conditions::conditions(city, registered, &report.states),
            states: report.states,
            determining: report.determining,
            readings: report.readings,
            dates,
            rulings: report.rulings,
        }
    }
}

/// Adds the open readings of other rules that may go on instead, each with the total by its own rules. Where only one
/// of both has a reading open, the other pays its total under each of its meanings.
fn merge_readings(
    (readings, total): (&mut Vec<OpenReading>, Option<AmountRange>),
    (others, other_total): (Vec<OpenReading>, Option<AmountRange>),
) {
    for one in readings.iter_mut() {
        let other = others.iter().find(|other| other.reading == one.reading);
        for (at, pays) in one.choices.iter_mut().enumerate() {
            let also = other.map_or(other_total, |other| other.choices.get(at).copied().flatten());
            *pays = AmountRange::hull_of(*pays, also);
        }
    }
    for mut other in others {
        if readings.iter().any(|one| one.reading == other.reading) {
            continue;
        }
        for pays in &mut other.choices {
            *pays = AmountRange::hull_of(*pays, total);
        }
        readings.push(other);
    }
}
